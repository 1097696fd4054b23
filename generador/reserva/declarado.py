"""¿Cómo se declara lo que puede salir, y qué se dice de lo que nadie declaró?

De lo que sobra se dice el lugar y nunca el nombre: alguien pudo escribir ahí la respuesta.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generador.reserva.fuga import Fuga


def nombres(texto: str) -> frozenset[str]:
    """Los nombres que se declaran, separados por espacios."""
    return frozenset(texto.split())


def llaves_de_mas(lugar: str, clave: str, dato: Any, declaradas: frozenset[str]) -> Iterator[Fuga]:
    """Una fuga si el dato no es un mapa o tiene llaves que nadie declaró."""
    if not isinstance(dato, Mapping):
        yield Fuga(lugar, clave, "", "no tiene la forma declarada")
    elif sobran := len(set(dato) - declaradas):
        yield Fuga(lugar, clave, "", f"tiene {sobran} llave(s) que nadie declaró")
