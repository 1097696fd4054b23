"""¿Qué hay en una carpeta guardada en Git, y cómo queda cuando cambian unos nombres?

Un cambio vuelve a escribir solo las carpetas que llevan a él: las demás, por miles que sean, ni se
leen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ARCHIVO = "100644"
CARPETA = "40000"
_BYTES_DE_HUELLA = 20
_TIPOS = {CARPETA: "tree", "160000": "commit"}


@dataclass(frozen=True, slots=True)
class Entrada:
    """A qué apunta un nombre: su modo y el objeto que guarda."""

    modo: str
    objeto: str


Arbol = Mapping[bytes, Entrada]
"""Nombre → entrada, de una sola carpeta."""
Cambios = Mapping[bytes, Entrada | None]
"""Nombre o ruta → la entrada que queda; None es que se quita."""


def leer_arbol(crudo: bytes) -> Arbol:
    """Las entradas de un árbol, como lo guarda Git: «modo nombre», un cero y la huella."""
    entradas, desde = {}, 0
    while desde < len(crudo):
        fin = crudo.index(b"\0", desde)
        modo, _, nombre = crudo[desde:fin].partition(b" ")
        desde = fin + 1 + _BYTES_DE_HUELLA
        entradas[nombre] = Entrada(modo.decode(), crudo[fin + 1 : desde].hex())
    return entradas


def cambiar_arbol(arbol: Arbol, cambios: Cambios) -> Arbol:
    """El árbol con esos nombres puestos o quitados."""
    return {nombre: e for nombre, e in {**arbol, **cambios}.items() if e is not None}


def dictar_arbol(arbol: Arbol) -> bytes:
    """El árbol como lo pide `git mktree -z --batch`, que lo ordena."""
    renglones = [
        f"{e.modo} {_TIPOS.get(e.modo, 'blob')} {e.objeto}\t".encode() + nombre + b"\0"
        for nombre, e in arbol.items()
    ]
    return b"".join((*renglones, b"\0"))


def carpetas_hacia(rutas: Iterable[bytes]) -> set[bytes]:
    """Las carpetas que llevan a esas rutas; la vacía es la raíz."""
    halladas = {b""}
    for ruta in rutas:
        carpeta = ruta
        while carpeta := carpeta.rpartition(b"/")[0]:
            halladas.add(carpeta)
    return halladas


def por_carpeta(cambios: Cambios) -> dict[bytes, dict[bytes, Entrada | None]]:
    """Carpeta → lo que cambia de sus nombres."""
    agrupados: dict[bytes, dict[bytes, Entrada | None]] = defaultdict(dict)
    for ruta, entrada in cambios.items():
        carpeta, _, nombre = ruta.rpartition(b"/")
        agrupados[carpeta][nombre] = entrada
    return agrupados


def por_profundidad(carpetas: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Las carpetas, por tandas: primero las más hondas, porque las de arriba las nombran."""
    tandas: dict[int, list[bytes]] = defaultdict(list)
    for carpeta in carpetas:
        tandas[carpeta.count(b"/") + 1 if carpeta else 0].append(carpeta)
    for honda in sorted(tandas, reverse=True):
        yield tandas[honda]
