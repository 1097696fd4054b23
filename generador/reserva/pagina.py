"""¿Qué trae una página? Se parte una sola vez, y de ahí leen todos."""

import re
from collections.abc import Iterator

_MARCA = re.compile(r"(<[^>]*>)")
_LIGAS = tuple(re.compile(f"{arbol}/([a-z0-9-]+)/") for arbol in ("candidaturas", "planillas"))


class Pagina:
    """Un texto en HTML: sus marcas y lo que dice entre ellas, cada cosa distinta una vez."""

    __slots__ = ("dichos", "marcas", "texto")

    def __init__(self, texto: str) -> None:
        partes = _MARCA.split(texto)
        self.texto = texto
        self.dichos = frozenset(partes[::2])
        self.marcas = frozenset(partes[1::2])


def ligadas(texto: str) -> frozenset[str]:
    """Las claves de candidatura o de planilla que se enlazan en una página, en mayúsculas."""
    return frozenset(clave.upper() for clave in _ligas(texto))


def _ligas(texto: str) -> Iterator[str]:
    for liga in _LIGAS:
        yield from set(liga.findall(texto))
