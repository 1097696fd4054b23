"""¿Qué palabras son de la casa: del programa, las plantillas y el proceso?

Casi todo lo que dice una página lo dicen también las demás: lo que se repite de una a otra y no
tiene palabra ajena se recuerda, y no vuelve a partirse.
"""

import html
import re
from collections.abc import Iterable

from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.pagina import Pagina
from generador.reserva.verdad import PALABRA, Verdad

_LEIDO = re.compile(r'\s(?:content|alt|title|aria-label|value)="([^"]*)"')
_NO_DICE_NADA = re.compile(r"\w{1,2}|\d+|(?=[a-f]*\d)[0-9a-f]{7,40}")
"""Iniciales, números y la versión de Git."""


class Casa:
    """Las palabras que pueden estar en cualquier página; se le suman las que se van conociendo."""

    def __init__(self, originales: Originales, verdad: Verdad) -> None:
        propias = (*verdad.de_todas, *verdad.curriculares.values())
        self._palabras = set(
            PALABRA.findall(" ".join((originales.fuentes, originales.frases, *propias)))
        )
        self._llanas = frozenset(map(aplanar, self._palabras))
        self._dichos: set[str] = set()
        self._marcas: set[str] = set()
        self._con_ajenas: set[str] = set()
        self._anterior: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def trozos_ajenos(self, pagina: Pagina) -> set[str]:
        """Lo que dice la página, partido por espacios, sin lo que es de la casa tal cual."""
        dichos = pagina.dichos - self._dichos
        marcas = pagina.marcas - self._marcas
        self._aprender(dichos, marcas)
        leidos = _LEIDO.findall(" ".join(marcas))
        return set(html.unescape(" ".join((*dichos, *leidos))).split()) - self._palabras

    def ajenas(self, palabras: Iterable[str]) -> set[str]:
        """Las que no son de la casa, tampoco con otra escritura."""
        return {palabra for palabra in palabras if not self._es_suya(palabra)}

    def _es_suya(self, palabra: str) -> bool:
        if palabra in self._palabras:
            return True
        if aplanar(palabra) in self._llanas or _NO_DICE_NADA.fullmatch(palabra):
            self._palabras.add(palabra)
            return True
        return False

    def _aprender(self, dichos: frozenset[str], marcas: frozenset[str]) -> None:
        """Recuerda lo que también estaba en la página anterior, si no tiene palabra ajena."""
        antes, self._anterior = self._anterior, (dichos, marcas)
        self._dichos.update(d for d in dichos & antes[0] if self._es_de_casa(d))
        self._marcas.update(
            m for m in marcas & antes[1] if self._es_de_casa(" ".join(_LEIDO.findall(m)))
        )

    def _es_de_casa(self, texto: str) -> bool:
        if texto in self._con_ajenas:
            return False
        es = all(map(self._es_suya, PALABRA.findall(html.unescape(texto))))
        if not es:
            self._con_ajenas.add(texto)
        return es
