"""¿Qué se sabe al restar unos grupos de otros?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bloques:
    """Un reparto de personas reservadas en grupos de los que se sabe la cuenta.

    Un grupo es un entero: cada persona es uno de sus bits.
    """

    grupos: Mapping[str, int]
    """Nombre → quiénes; no se enciman. Quien no está no es de ninguno."""
    cuentas: Mapping[str, Mapping[str, int]]
    visibles: frozenset[str]
    """De qué respuestas se sabe la cuenta."""
    origen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """De qué columnas del reparto que se juzga se despejó cada grupo."""
    _de: dict[int, str | None] = field(default_factory=dict, compare=False, repr=False)
    _primeras: dict[str, int] = field(init=False, compare=False, repr=False)
    """Una persona de cada grupo, por su bit."""
    todas: int = field(init=False, compare=False, repr=False)
    _muestra: int = field(init=False, compare=False, repr=False)
    """Las de `_primeras`, juntas."""

    def __post_init__(self) -> None:
        primeras = {n: g & -g for n, g in self.grupos.items()}
        todas = muestra = 0
        for nombre, quienes in self.grupos.items():
            todas |= quienes
            muestra |= primeras[nombre]
        lugares = {n: una.bit_length() - 1 for n, una in primeras.items()}
        object.__setattr__(self, "_primeras", lugares)
        object.__setattr__(self, "todas", todas)
        object.__setattr__(self, "_muestra", muestra)

    def de_las_que(self, quienes: int) -> Mapping[str, int]:
        """Una persona de cada grupo, por su bit; ninguna si ninguna es de esas."""
        return self._primeras if self._muestra & quienes else {}

    def grupo_de(self, bit: int) -> str | None:
        """El único grupo en que puede estar; None si no está en ninguno."""
        if bit not in self._de:
            suyos = (nombre for nombre, quienes in self.grupos.items() if quienes >> bit & 1)
            self._de[bit] = next(suyos, None)
        return self._de[bit]


def despejar(uno: Bloques, otro: Bloques) -> Bloques | None:
    """Lo que queda de cada grupo de `uno` al quitarle los de `otro` que tiene enteros dentro."""
    primeras = otro.de_las_que(uno.todas)
    if not primeras or uno.visibles.isdisjoint(otro.visibles):
        return None
    dentro: dict[str, list[str]] = {}
    for ajeno, primera in primeras.items():
        nombre = uno.grupo_de(primera)
        if nombre is not None and not otro.grupos[ajeno] & ~uno.grupos[nombre]:
            dentro.setdefault(nombre, []).append(ajeno)
    if not dentro:
        return None
    visibles = uno.visibles & otro.visibles
    grupos: dict[str, int] = {}
    cuentas: dict[str, Mapping[str, int]] = {}
    for nombre, ajenos in dentro.items():
        quedan = uno.grupos[nombre]
        for ajeno in ajenos:
            quedan ^= otro.grupos[ajeno]
        if quedan:
            suya, restan = uno.cuentas[nombre], [otro.cuentas[ajeno] for ajeno in ajenos]
            grupos[nombre] = quedan
            cuentas[nombre] = {
                a: suya.get(a, 0) - sum(c.get(a, 0) for c in restan) for a in visibles
            }
    return Bloques(grupos, cuentas, visibles, _origen(uno, otro, dentro)) if grupos else None


def _origen(
    uno: Bloques, otro: Bloques, dentro: Mapping[str, Sequence[str]]
) -> Mapping[str, frozenset[str]]:
    if not uno.origen and not otro.origen:
        return {}
    nada = frozenset[str]()
    return {
        nombre: uno.origen.get(nombre, nada).union(*(otro.origen.get(a, nada) for a in ajenos))
        for nombre, ajenos in dentro.items()
    }
