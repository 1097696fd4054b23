"""¿Quiénes cuentan en un corte, y en qué columna está cada quien?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generador.nucleo.estadistica.familia import RESTO, TODAS, Tabla


def juntar(lugares: Iterable[int], cuantos: int) -> int:
    """El grupo con esos bits."""
    octetos = bytearray(cuantos // 8 + 1)
    for lugar in lugares:
        octetos[lugar >> 3] |= 1 << (lugar & 7)
    return int.from_bytes(octetos, "little")


@dataclass(frozen=True, slots=True, eq=False)
class Poblacion:
    """A quiénes cuenta un corte de una pregunta: por variable y columna, sus bits."""

    todas: int
    columnas: Mapping[str, Mapping[str, int]]

    @classmethod
    def de(cls, quienes: Mapping[str, Mapping[str, str]], bits: Mapping[str, int]) -> "Poblacion":
        """Cada persona y sus columnas."""
        lugares: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for ident, columnas in quienes.items():
            for variable, columna in columnas.items():
                lugares[variable][columna].append(bits[ident])
        return cls(
            juntar((bits[ident] for ident in quienes), len(bits)),
            {
                variable: {c: juntar(suyos, len(bits)) for c, suyos in suyas.items()}
                for variable, suyas in lugares.items()
            },
        )

    def por(self, variable: str) -> Mapping[str, int]:
        """Las columnas de una variable."""
        return self.columnas.get(variable, {TODAS: self.todas} if self.todas else {})

    def agrupar(self, variable: str, tabla: Tabla) -> dict[str, int]:
        """Un grupo por columna que se ve, y uno con todas las demás."""
        grupos = {c: g for c, g in self.por(variable).items() if c in tabla.columnas}
        resto = self.todas
        for quienes in grupos.values():
            resto ^= quienes
        return grupos | {RESTO: resto} if resto else grupos
