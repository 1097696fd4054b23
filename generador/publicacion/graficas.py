"""¿Cuánto mide cada barra?"""

from collections.abc import Sequence
from dataclasses import dataclass

from generador.publicacion.cifras import Conteo

ANCHO = 1000
"""Unidades del lienzo: la barra entera."""

PARTES = (
    ("publicadas", "Publicadas"),
    ("sin_validar", "Sin validar"),
    ("en_revision", "En revisión"),
    ("sin_captura", "Sin captura"),
)


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un pedazo de barra."""

    clase: str
    nombre: str
    cuantas: int
    desde: int
    ancho: int


@dataclass(frozen=True, slots=True)
class Barra:
    """Un conteo y sus tramos, que juntos siempre miden `ANCHO`."""

    conteo: Conteo
    tramos: tuple[Tramo, ...]


def barras(renglones: Sequence[Conteo]) -> tuple[Barra, ...]:
    """Una barra por conteo, dividida según en qué va el cuestionario."""
    return tuple(Barra(conteo, _tramos(conteo)) for conteo in renglones)


def _tramos(conteo: Conteo) -> tuple[Tramo, ...]:
    tramos, acumulado = [], 0
    for clase, nombre in PARTES:
        cuantas: int = getattr(conteo, clase)
        if not cuantas:
            continue
        desde = round(ANCHO * acumulado / conteo.total)
        acumulado += cuantas
        hasta = round(ANCHO * acumulado / conteo.total)
        tramos.append(Tramo(clase, nombre, cuantas, desde, hasta - desde))
    return tuple(tramos)
