"""¿Con qué se reconoce a quien postula? Sus siglas y, si la autoridad lo dio, su emblema."""

import re
from dataclasses import dataclass
from pathlib import Path

from generador.errores import ConstruccionFallida
from generador.nucleo.proceso import Postulante, Proceso
from generador.publicacion.fuente import Fuente

_ACTIVO = re.compile(rb"<script|<foreignobject|<!entity|javascript:|\bon[a-z]+\s*=", re.IGNORECASE)
"""Lo que haría de un SVG un programa si alguien lo abre solo, fuera de su página."""


@dataclass(frozen=True, slots=True)
class Sello:
    """Las siglas y la dirección del emblema desde la raíz del sitio, vacía si no hay."""

    siglas: str
    emblema: str


def sellos(proceso: Proceso, postulante: Postulante) -> tuple[Sello, ...]:
    """Los de quienes integran la alianza, o el propio."""
    postulantes = proceso.postulantes
    juntos = [postulantes[uno] for uno in postulante.integrantes if uno in postulantes]
    return tuple(
        Sello(uno.siglas, url_de_emblema(uno) if uno.emblema else "")
        for uno in juntos or [postulante]
    )


def url_de_emblema(postulante: Postulante) -> str:
    """Dónde queda su emblema en el sitio."""
    return f"emblemas/{postulante.clave.lower()}.svg"


def copiar_emblemas(fuente: Fuente, carpeta: Path) -> int:
    """Copia los emblemas al sitio y devuelve sus bytes.

    Lanza `ConstruccionFallida` ante uno que venga de fuera de la raíz o que no sea solo un dibujo.
    """
    raiz, tamano = fuente.raiz.resolve(), 0
    for postulante in fuente.proceso.postulantes.values():
        if not postulante.emblema:
            continue
        origen = (raiz / postulante.emblema).resolve()
        if not (origen.is_relative_to(raiz) and origen.is_file()):
            raise ConstruccionFallida(
                f"proceso.yml dice que el emblema de {postulante.clave} es {postulante.emblema}, "
                "y ese archivo no está en la carpeta del proceso."
            )
        crudo = origen.read_bytes()
        if b"<svg" not in crudo or _ACTIVO.search(crudo):
            raise ConstruccionFallida(
                f"El emblema de {postulante.clave}, {postulante.emblema}, no es un SVG que solo "
                "dibuje: vuelva a exportarlo sin guiones ni contenido incrustado."
            )
        destino = carpeta / url_de_emblema(postulante)
        destino.parent.mkdir(exist_ok=True)
        destino.write_bytes(crudo)
        tamano += len(crudo)
    return tamano
