"""¿Qué se dice de cada persona, en todo lo publicado?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generador.nucleo.estadistica.familia import OTRAS, TODAS, Familia, Plan, Sujeto, Valor

Perfil = tuple[Valor, ...]
"""Lo contestado, como se ve en cada vista: lo que ahí no se ve, plegado."""
Grupos = tuple[str | None, ...]
"""El grupo de una persona en cada tabla que distingue a unas de otras."""
Lugares = tuple[int, ...]
"""Vistas, o tablas, por su lugar en la lista."""


@dataclass(frozen=True, slots=True)
class Vista:
    """Las tablas de una pregunta, de cualquier corte, en que se ven las mismas respuestas."""

    pregunta: int
    visibles: frozenset[str]
    tablas: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = ()
    """De cada una, las columnas que se ven y la columna de cada persona que cuenta."""
    senas: tuple[tuple[str, int], ...] = ()
    """De cada una, su variable y su corte."""

    def valor(self, sujeto: Sujeto) -> Valor:
        """Lo que alguien contestó, como se ve aquí."""
        propio = sujeto.valores[self.pregunta]
        return frozenset(a if a in self.visibles else OTRAS for a in propio)


def vistas(familia: Familia, planes: Sequence[Plan]) -> tuple[Vista, ...]:
    """Todo lo que se ha publicado y se va a publicar de una familia.

    Al final, sin tablas, si se dio o no la respuesta principal de cada pregunta.
    """
    tablas: dict[tuple[int, frozenset[str]], list[tuple[frozenset[str], Mapping[str, str]]]]
    tablas, senas = defaultdict(list), defaultdict(list)
    for q, plan in enumerate(planes):
        cuentan: Mapping[str, Mapping[str, str]] = {
            s.ident: s.columnas
            for s in familia.sujetos
            if q not in s.sabidas and s.ident not in plan.en_espera
        }
        dichas = [(plan.tablas, cuentan)]
        dichas += [(c[q].tablas, c[q].presentes) for c in familia.anteriores if q in c]
        for corte, (propias, quienes) in enumerate(dichas):
            for variable, tabla in propias.items():
                if tabla.visibles:
                    de = {i: columnas.get(variable, TODAS) for i, columnas in quienes.items()}
                    tablas[q, tabla.visibles].append((tabla.columnas, de))
                    senas[q, tabla.visibles].append((variable, corte))
    publicadas = [
        Vista(q, visibles, tuple(suyas), tuple(senas[q, visibles]))
        for (q, visibles), suyas in tablas.items()
    ]
    principales = [
        Vista(q, frozenset(forma.principales))
        for q, forma in enumerate(familia.preguntas)
        if forma.principales
    ]
    return (*publicadas, *principales)
