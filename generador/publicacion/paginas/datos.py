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

PARA_QUE: Mapping[str, str] = {
    "": "Para leer y filtrar: cada tabla en su hoja, y los ceros a la izquierda en su lugar.",
    "tablas": "Para programas: tal como se capturó, en UTF-8 y separado por comas. No las abra con "
    "doble clic en una hoja de cálculo: tomaría por número o por fórmula lo que es texto.",
    "excel": "Carpeta excel/. Llevan la marca con que Excel reconoce los acentos, y un apóstrofo "
    "delante del texto que tomaría por fórmula o por número: quítelo para tener el original.",
    "compatibilidad": "Carpeta compatibilidad/. Para programas que ya leían las descargas del "
    "sistema «Candidatas y Candidatos, Conóceles» de las elecciones locales de 2022.",
    "otros": "Qué trae el paquete, qué significa cada columna y la huella de cada archivo.",
}
"""Para qué sirve cada grupo."""

SUELTOS: Mapping[str, tuple[str, str]] = {
    "LEAME.txt": ("Léame", "Qué hay en cada archivo, en texto simple."),
    "SHA256SUMS": ("Huellas SHA-256", "Una por archivo, para comprobar que nadie los cambió."),
    "ancla.json": (
        "Ancla de la historia",
        "La cabeza del repositorio y la de cada propuesta. Guárdela: prueba si alguien reescribe.",
    ),
    "datapackage.json": (
        "Descriptor (Data Package 2.0)",
        "El tipo, el título y las opciones de cada columna, para programas.",
    ),
    "conoceles.xlsx": ("Libro de Excel", "Todas las tablas, una por hoja."),
    "compatibilidad/conoceles_ine_2022.csv": (
        "Base local 2022 del INE",
        "Las candidaturas vigentes, con las veinticinco columnas de aquella base y en su orden.",
    ),
}
"""Título y descripción de lo que no está en el descriptor."""


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


def _grupos(carpeta: Path) -> tuple[tuple[str, str, tuple[Archivo, ...]], ...]:
    """Los archivos por clase: las tablas del paquete, las demás carpetas y lo que las acompaña."""
    if not carpeta.is_dir():
        return ()
    conocidos = _recursos(carpeta / DESCRIPTOR)
    grupos: dict[str, list[Archivo]] = {"": [], "tablas": [], "otros": []}
    for ruta in sorted(p for p in carpeta.rglob("*") if p.is_file() and p.name != "index.html"):
        relativa = ruta.relative_to(carpeta).as_posix()
        titulo, descripcion = (
            conocidos.get(relativa) or SUELTOS.get(relativa) or _para_excel(relativa, conocidos)
        )
        subcarpeta, _, _ = relativa.rpartition("/")
        clase = "tablas" if relativa in conocidos else subcarpeta or "otros"
        clase = "" if ruta.suffix == ".xlsx" else clase
        archivo = Archivo(relativa, titulo, descripcion, tamano(ruta.stat().st_size))
        grupos.setdefault(clase, []).append(archivo)
    return tuple((NOMBRES.get(k, k), PARA_QUE.get(k, ""), tuple(v)) for k, v in grupos.items() if v)


def _para_excel(relativa: str, conocidos: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """El título de la tabla de la que es copia, o su ruta."""
    carpeta, _, nombre = relativa.rpartition("/")
    if carpeta == "excel" and nombre in conocidos:
        return f"{conocidos[nombre][0]}, para Excel", ""
    return relativa, ""


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
