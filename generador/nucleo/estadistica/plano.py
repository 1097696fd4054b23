"""¿Qué tablas distinguen a unas personas de otras?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from generador.nucleo.estadistica.familia import RESTO, Sujeto
from generador.nucleo.estadistica.vistas import Grupos, Lugares, Vista


def _grupo(columnas: frozenset[str], propia: str | None) -> str | None:
    return propia if propia is None or propia in columnas else RESTO


@dataclass(slots=True)
class Plano:
    """Las tablas que distinguen a unas personas de otras: cuáles son y dónde cae cada una.

    Dos tablas que agrupan igual son una sola.
    """

    vistas: Sequence[Vista]
    sujetos: Sequence[Sujeto]
    grupos: dict[str, Grupos] = field(init=False)
    de_vista: list[frozenset[int]] = field(init=False)
    """Las tablas de cada vista, por su lugar en `grupos`."""
    _de_sena: dict[str | int, set[int]] = field(init=False)
    _sueltas: dict[Lugares, list[Lugares]] = field(init=False)

    def __post_init__(self) -> None:
        distintas: dict[Grupos, int] = {}
        self.de_vista, self._de_sena, self._sueltas = [], defaultdict(set), {}
        for vista in self.vistas:
            propias = set()
            for (visibles, de), sena in zip(vista.tablas, vista.senas, strict=True):
                columnas = [de.get(s.ident) for s in self.sujetos]
                grupos = tuple(_grupo(visibles, columna) for columna in columnas)
                if len(set(grupos)) > 1:
                    propias.add(distintas.setdefault(grupos, len(distintas)))
                    for parte in sena:
                        self._de_sena[parte].add(distintas[grupos])
            self.de_vista.append(frozenset(propias))
        suyos = zip(*distintas, strict=True) if distintas else ((),) * len(self.sujetos)
        self.grupos = {s.ident: g for s, g in zip(self.sujetos, suyos, strict=True)}

    def de_vistas(self, lugares: Iterable[int]) -> Lugares:
        """Las tablas de varias vistas."""
        return tuple(sorted(frozenset().union(*(self.de_vista[v] for v in lugares))))

    def sueltas(self, lugares: Lugares) -> list[Lugares]:
        """Las maneras de partir en dos las tablas de unas vistas: por variables o por corte.

        De cada una, la mitad; con la otra mitad se hallarían los mismos repartos.
        """
        if lugares not in self._sueltas:
            propias = frozenset(self.de_vistas(lugares))
            variables = sorted((n for n in self._de_sena if isinstance(n, str)), key=str)
            cortes = [(n,) for n in self._de_sena if isinstance(n, int)]
            juntas: list[tuple[str, ...]] = [
                sena
                for n in range(1, len(variables) // 2 + 1)
                for sena in combinations(variables, n)
            ]
            halladas: dict[frozenset[int], None] = {}
            senas: list[tuple[str | int, ...]] = [*juntas, *cortes]
            for sena in senas:
                parte = propias.intersection(set().union(*(self._de_sena[n] for n in sena)))
                if parte and parte != propias and propias - parte not in halladas:
                    halladas[parte] = None
            self._sueltas[lugares] = [tuple(sorted(parte)) for parte in halladas]
        return self._sueltas[lugares]
