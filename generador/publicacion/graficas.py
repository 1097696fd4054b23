"""¿Cuánto mide cada barra?"""

from collections.abc import Mapping
from dataclasses import dataclass

from generador.publicacion.cifras import Renglon, Tabla

ANCHO = 1000
"""Unidades del lienzo: la barra entera."""

_PARTES = (
    ("validadas", "validadas"),
    ("sin_validar", "capturadas sin validar"),
    ("con_error", "en revisión"),
    ("sin_captura", "sin captura"),
)


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un pedazo de barra."""

    clase: str
    nombre: str
    cuantas: int
    desde: int
    ancho: int


def barra_de_captura(tabla: Tabla, renglon: Renglon) -> tuple[Tramo, ...]:
    """La barra de un renglón: en qué va el cuestionario; los tramos suman el lienzo entero."""
    valores = por_columna(tabla, renglon)
    valores = {**valores, "sin_validar": valores["con_captura"] - valores["validadas"]}
    tramos, acumulado = [], 0
    for clase, nombre in _PARTES:
        cuantas = valores[clase]
        if cuantas:
            desde = round(ANCHO * acumulado / valores["registradas"])
            acumulado += cuantas
            hasta = round(ANCHO * acumulado / valores["registradas"])
            tramos.append(Tramo(clase, nombre, cuantas, desde, hasta - desde))
    return tuple(tramos)


def barra_de_parte(cuantas: int, todo: int) -> tuple[Tramo, ...]:
    """La barra de una sola cantidad frente a su total."""
    ancho = round(ANCHO * cuantas / todo) if todo else 0
    return (Tramo("validadas", "candidaturas", cuantas, 0, ancho),) if cuantas else ()


def por_columna(tabla: Tabla, renglon: Renglon) -> Mapping[str, int]:
    """Los valores de un renglón por nombre de columna."""
    nombres = (columna.nombre for columna in tabla.columnas)
    return dict(zip(nombres, renglon.valores, strict=True))
