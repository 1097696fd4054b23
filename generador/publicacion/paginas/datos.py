"""¿Qué datos abiertos hay y qué dice cada archivo?"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase, Miga, Pagina

DESCRIPTOR = "datapackage.json"
NOMBRES: Mapping[str, str] = {
    "": "Todo en un libro",
    "tablas": "Tablas (CSV)",
    "excel": "Las mismas tablas, para abrir con Excel",
    "compatibilidad": "Con las columnas de la base del INE",
    "otros": "Para comprobar el paquete",
}
"""Cómo se llama cada grupo de archivos; una carpeta nueva se muestra con su propio nombre."""


@dataclass(frozen=True, slots=True)
class Archivo:
    """Un archivo que se puede bajar."""

    ruta: str
    titulo: str
    descripcion: str
    tamano: str


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def componer(indice: Indice, elemento: tuple[None, Path]) -> Pagina:
    """La página de datos abiertos: describe lo que de verdad quedó en `datos/`."""
    _, carpeta = elemento
    return Pagina(
        url="datos/",
        plantilla="datos.html",
        titulo="Datos abiertos · Conóceles",
        descripcion="Toda la información pública de las candidaturas, para bajarla y reusarla.",
        datos={
            "grupos": _grupos(carpeta / "datos"),
            "elecciones": list(indice.proceso.elecciones.values()),
            "commit": indice.fuente.origen.commit,
            "ejemplo": indice.vigentes[0] if indice.vigentes else None,
            "con_secciones": bool(indice.boletas),
        },
        seccion="datos",
        migas=(Miga("Inicio", ""), Miga("Datos abiertos")),
    )


CLASE = Clase("datos", elementos, lambda _: "datos/", componer)


def _grupos(carpeta: Path) -> tuple[tuple[str, tuple[Archivo, ...]], ...]:
    """Los archivos por clase: las tablas del paquete, las demás carpetas y lo que las acompaña."""
    if not carpeta.is_dir():
        return ()
    conocidos = _recursos(carpeta / DESCRIPTOR)
    grupos: dict[str, list[Archivo]] = {"": [], "tablas": [], "otros": []}
    for ruta in sorted(p for p in carpeta.rglob("*") if p.is_file() and p.name != "index.html"):
        relativa = ruta.relative_to(carpeta).as_posix()
        titulo, descripcion = conocidos.get(relativa, (relativa, ""))
        subcarpeta, _, _ = relativa.rpartition("/")
        clase = "tablas" if relativa in conocidos else subcarpeta or "otros"
        clase = "" if ruta.suffix == ".xlsx" else clase
        archivo = Archivo(relativa, titulo, descripcion, tamano(ruta.stat().st_size))
        grupos.setdefault(clase, []).append(archivo)
    return tuple((NOMBRES.get(k, k), tuple(v)) for k, v in grupos.items() if v)


def _recursos(descriptor: Path) -> Mapping[str, tuple[str, str]]:
    """Título y descripción de cada recurso, según el propio descriptor del paquete."""
    if not descriptor.is_file():
        return {}
    paquete = json.loads(descriptor.read_text(encoding="utf-8"))
    return {
        recurso["path"]: (
            recurso.get("title") or recurso["path"],
            _sin_marcas(recurso.get("description", "")),
        )
        for recurso in paquete.get("resources", ())
        if isinstance(recurso.get("path"), str)
    }


def _sin_marcas(texto: str) -> str:
    return re.sub(r"`([^`]+)`", r"«\1»", texto)


def tamano(bytes_: int) -> str:
    """«1.4 MB», «12 KB»."""
    if bytes_ >= 1_000_000:  # noqa: PLR2004
        return f"{bytes_ / 1_000_000:.1f} MB"
    return f"{max(1, round(bytes_ / 1000))} KB"
