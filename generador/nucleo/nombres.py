"""¿Cómo se lee el nombre de una persona que llegó en una sola celda, y cuándo es el mismo?

Los registros oficiales suelen traerlo entero, en mayúsculas y a veces sin acentos. Separarlo es
una conjetura: cuando cabe más de una lectura se dice, y quien revisa decide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generador.nucleo.claves import sin_acentos

_ENLACES = frozenset({"de", "del", "la", "las", "los", "el", "y", "san", "santa", "van", "von"})
"""Palabras que van con la que sigue: «de la Cruz» es un solo apellido."""
_EN_MINUSCULAS = frozenset({"de", "del", "la", "las", "los", "el", "y", "e"})
_NO_ES_LETRA = re.compile(r"[^\w]+")
_INICIAL = re.compile(r"(?:^|(?<=[-'’./ ]))\w")
_APELLIDOS = 2


@dataclass(frozen=True, slots=True)
class Nombre:
    """El nombre y los apellidos, ya separados; `duda` dice por qué cabe otra lectura."""

    nombre: str
    primer_apellido: str
    segundo_apellido: str = ""
    duda: str = ""


def separar_nombre(completo: str, *, apellidos_primero: bool = False) -> Nombre:
    """Separa un nombre completo en nombre y apellidos.

    Se toman dos apellidos; lo demás es nombre. Con una sola palabra, el apellido sale vacío.
    """
    piezas = _juntar(completo.split())
    if len(piezas) < _APELLIDOS:
        return Nombre(" ".join(piezas), "", duda="Trae una sola palabra: falta el apellido.")
    if len(piezas) == _APELLIDOS:
        uno, otro = piezas if not apellidos_primero else reversed(piezas)
        return Nombre(uno, otro, duda="Trae un solo apellido, o le falta el nombre.")
    if apellidos_primero:
        primero, segundo, *nombres = piezas
    else:
        *nombres, primero, segundo = piezas
    duda = ""
    if len(nombres) > _APELLIDOS:
        duda = f"Se leyeron {len(nombres)} nombres de pila: uno puede ser un apellido compuesto."
    elif any(" " in pieza for pieza in nombres):
        duda = "El enlace puede ser del nombre o del apellido."
    return Nombre(" ".join(nombres), primero, segundo, duda)


def _juntar(palabras: Sequence[str]) -> list[str]:
    """Cada enlace se junta con la palabra que sigue: «DE LA CRUZ» es una sola pieza."""
    piezas: list[str] = []
    abierta: list[str] = []
    for palabra in palabras:
        abierta.append(palabra)
        if palabra.casefold().rstrip(".") not in _ENLACES:
            piezas.append(" ".join(abierta))
            abierta = []
    if abierta and piezas:
        piezas[-1] = " ".join((piezas[-1], *abierta))
    return piezas or ([" ".join(abierta)] if abierta else [])


def como_nombre_propio(texto: str) -> str:
    """«MARÍA DE LA LUZ» → «María de la Luz». Si ya trae minúsculas, se respeta."""
    seguido = " ".join(texto.split())
    if seguido != seguido.upper():
        return seguido
    palabras = [
        palabra if n and palabra in _EN_MINUSCULAS else _con_inicial(palabra)
        for n, palabra in enumerate(seguido.casefold().split())
    ]
    return " ".join(palabras)


def _con_inicial(palabra: str) -> str:
    return _INICIAL.sub(lambda hallada: hallada[0].upper(), palabra)


def llano(texto: str) -> str:
    """El texto en minúsculas, sin acentos ni signos: para buscar en un catálogo."""
    return " ".join(_NO_ES_LETRA.sub(" ", sin_acentos(texto)).split())


def rasgos_de_nombre(*partes: str) -> str:
    """Lo que dos maneras de escribir el mismo nombre comparten, en cualquier orden."""
    return " ".join(sorted(llano(" ".join(partes)).split()))
