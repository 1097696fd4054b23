"""¿Está alguna aguja en los nombres que guarda Git?

Cada commit vuelve a escribir la lista de archivos de sus carpetas, y casi toda es la de antes: un
renglón que ya se miró y estaba limpio no se mira otra vez.
"""

import re
from collections.abc import Sequence

from generador.reserva.agujas import Acerico, Hallada, buscar

_RENGLON = re.compile(rb"[0-7]+ [^\0]+\0.{20}", re.DOTALL)
"""Modo, nombre y huella de una entrada."""
_EN_MEMORIA = 200_000


class Arboles:
    """Busca en árboles de Git, y recuerda los renglones limpios."""

    def __init__(self, acerico: Acerico) -> None:
        self._acerico = acerico
        self._limpios: set[bytes] = set()

    def buscar(self, lugar: str, crudo: bytes) -> list[Hallada]:
        """Las agujas de un árbol, en lo que no se sabe limpio."""
        nuevos = [r for r in _renglones(crudo) if r not in self._limpios]
        halladas = list(buscar(self._acerico, [(lugar, b"".join(nuevos))]))
        if not halladas:
            if len(self._limpios) > _EN_MEMORIA:
                self._limpios.clear()
            self._limpios.update(nuevos)
        return halladas


def _renglones(crudo: bytes) -> Sequence[bytes]:
    """Sus renglones; todo el árbol, como uno solo, si no se entiende."""
    renglones: list[bytes] = _RENGLON.findall(crudo)
    return renglones if sum(map(len, renglones)) == len(crudo) else [crudo]
