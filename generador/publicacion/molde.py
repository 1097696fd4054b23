"""¿Cómo se convierte una página de MkDocs en un molde que se estampa miles de veces?

MkDocs corre una sola vez, como subproceso, sobre lo que escribió una persona. Aquí se corta su
HTML por las fichas `@@…@@` y por los dos marcadores; el texto de las candidaturas nunca pasa
por Markdown.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from generador.errores import ConstruccionFallida
from generador.publicacion.fuente import Fuente
from generador.publicacion.textos import textos_del_proceso
from generador.recursos import carpeta_de_recursos

CABEZA = "<!-- conoceles:cabeza -->"
CUERPO = "<!-- conoceles:cuerpo -->"
SECCIONES = ("boleta", "buscar", "comparar", "cifras", "datos")
MOLDES = (
    "index.html",
    "moldes/index.html",
    "moldes/dos/index.html",
    "moldes/mas/tres/index.html",
)
"""El molde de cada profundidad: sus ligas relativas valen para lo que se estampa con él."""

_CORTE = re.compile(rf"({re.escape(CABEZA)}|{re.escape(CUERPO)}|@@[a-z-]+@@)")
_FICHA = re.compile(r"@@([a-z_]+)@@")


@dataclass(frozen=True, slots=True)
class Molde:
    """El HTML de una página, cortado donde va lo que cambia."""

    partes: tuple[str, ...]

    def estampar(
        self,
        *,
        titulo: str,
        descripcion: str,
        canonica: str,
        seccion: str,
        cabeza: str,
        cuerpo: str,
    ) -> str:
        """Arma una página. `cabeza` y `cuerpo` ya son HTML; lo demás es texto y aquí se escapa."""
        valores = {
            CABEZA: cabeza,
            CUERPO: cuerpo,
            "@@titulo@@": escape(titulo),
            "@@descripcion@@": escape(descripcion),
            "@@canonica@@": escape(canonica),
        }
        for una in SECCIONES:
            valores[f"@@aqui-{una}@@"] = 'aria-current="page"' if una == seccion else ""
        return "".join([valores.get(parte, parte) for parte in self.partes])


def cortar(html: str, nombre: str) -> Molde:
    """Corta el HTML de un molde.

    Lanza `ConstruccionFallida` si un marcador falta o se repite, o si queda una ficha desconocida.
    """
    for marcador in (CABEZA, CUERPO):
        veces = html.count(marcador)
        if veces != 1:
            raise ConstruccionFallida(
                f"El molde {nombre} debe tener «{marcador}» exactamente una vez y lo tiene "
                f"{veces}. Revise sitio/tema/ciudadania.html y sitio/paginas/."
            )
    partes = tuple(_CORTE.split(html))
    conocidas = {"@@titulo@@", "@@descripcion@@", "@@canonica@@"}
    conocidas |= {f"@@aqui-{una}@@" for una in SECCIONES}
    for ficha in ("@@titulo@@", "@@descripcion@@", "@@canonica@@"):
        if ficha not in partes:
            raise ConstruccionFallida(f"Al molde {nombre} le falta la ficha «{ficha}».")
    ajenas = sorted({p for p in partes if p.startswith("@@")} - conocidas)
    if ajenas:
        raise ConstruccionFallida(f"El molde {nombre} tiene fichas desconocidas: {ajenas[0]}.")
    return Molde(partes)


def iniciar_mkdocs(fuente: Fuente, destino: Path, trabajo: Path) -> "subprocess.Popen[str]":
    """Arranca MkDocs sobre las páginas escritas; `terminar_mkdocs` lo espera.

    Nombre, dirección y textos del proceso van en una configuración temporal que hereda de
    `mkdocs.yml`, de modo que el archivo del repositorio solo dice apariencia.
    """
    recursos = carpeta_de_recursos()
    proceso = fuente.proceso.identificacion
    configuracion = trabajo / "mkdocs.json"
    configuracion.write_text(
        json.dumps(
            {
                "INHERIT": str(recursos / "mkdocs.yml"),
                "site_name": "Conóceles",
                "site_url": proceso.url,
                "docs_dir": str(recursos / "sitio" / "paginas"),
                "site_dir": str(destino),
                "theme": {"custom_dir": str(recursos / "sitio" / "tema")},
                "extra": textos_del_proceso(fuente),
                "nav": navegacion(recursos / "sitio" / "paginas"),
            },
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    entorno = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(_epoca(fuente.origen.fecha)),
        "DISABLE_MKDOCS_2_WARNING": "true",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(configuracion)],
        env=entorno,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def navegacion(paginas: Path) -> list[object]:
    """El menú de la documentación: solo lo que está en `documentacion/`, por carpeta.

    Se arma aquí porque sus páginas se generan, y porque sin menú MkDocs listaría los moldes.
    """
    raiz = paginas / "documentacion"
    menu: list[object] = [
        ruta.relative_to(paginas).as_posix()
        for ruta in sorted(raiz.glob("*.md"), key=lambda ruta: (ruta.name != "index.md", ruta.name))
    ]
    for carpeta in sorted(ruta for ruta in raiz.iterdir() if ruta.is_dir()):
        suyas = [
            ruta.relative_to(paginas).as_posix()
            for ruta in sorted(
                carpeta.rglob("*.md"), key=lambda ruta: (ruta.name != "index.md", ruta.as_posix())
            )
        ]
        if suyas:
            menu.append({_titulo(raiz.parent / str(suyas[0])): suyas})
    return menu


def _titulo(pagina: Path) -> str:
    """El primer encabezado de una página escrita."""
    for renglon in pagina.read_text(encoding="utf-8").splitlines():
        if renglon.startswith("# "):
            return renglon.removeprefix("# ").strip()
    return pagina.parent.name.capitalize()


def _epoca(fecha: datetime) -> int:
    """Segundos desde 1970 que caben en la cabecera de un .gz (RFC 1952)."""
    return min(max(int(fecha.timestamp()), 0), 2**32 - 1)


def terminar_mkdocs(mkdocs: "subprocess.Popen[str]") -> None:
    """Espera a MkDocs; si falló, lanza `ConstruccionFallida` con lo que dijo."""
    salida, _ = mkdocs.communicate()
    if not mkdocs.returncode:
        return
    ultimas = salida.strip().splitlines()[-12:]
    if any("[Errno " in renglon for renglon in ultimas[-3:]):
        raise ConstruccionFallida(
            "No se pudieron escribir las páginas: el disco está lleno o no admite el archivo; el "
            "sitio publicado antes sigue como estaba."
        )
    dicho = "\n  ".join(ultimas)
    raise ConstruccionFallida(
        "MkDocs no pudo construir las páginas escritas y el sitio publicado antes sigue como "
        f"estaba. Lo que dijo:\n  {dicho}"
    )


def sacar_moldes(carpeta: Path) -> tuple[Molde, ...]:
    """Corta los moldes, uno por profundidad, y los quita del sitio."""
    moldes = []
    for nombre in MOLDES:
        ruta = carpeta / nombre
        if not ruta.is_file():
            raise ConstruccionFallida(f"MkDocs no produjo el molde {nombre}.")
        moldes.append(cortar(ruta.read_text(encoding="utf-8"), nombre))
        ruta.unlink()
    for ruta in sorted((carpeta / "moldes").rglob("*"), reverse=True):
        ruta.rmdir() if ruta.is_dir() else ruta.unlink()
    (carpeta / "moldes").rmdir()
    for sobra in ("sitemap.xml", "sitemap.xml.gz"):
        (carpeta / sobra).unlink(missing_ok=True)
    return tuple(moldes)


def rellenar(html: str, textos: Mapping[str, str], nombre: str) -> str:
    """Pone en una página escrita los datos del proceso (`@@autoridad@@`…), escapados."""

    def poner(hallada: re.Match[str]) -> str:
        clave = hallada.group(1)
        if clave not in textos:
            raise ConstruccionFallida(
                f"La página {nombre} pide «@@{clave}@@», que no existe. Los que hay: "
                f"{', '.join(sorted(textos))}."
            )
        return escape(textos[clave])

    return _FICHA.sub(poner, html)
