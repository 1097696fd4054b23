"""¿Está alguno de estos textos en estos bytes, comoquiera que se haya escrito?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ahocorasick_rs import BytesAhoCorasick

from generador.reserva.formas import Ilegible, formas
from generador.reserva.llano import aplanar

LETRAS_MINIMAS = 6
"""Con menos letras y cifras, un texto llano aparece por casualidad dentro de otros."""


@dataclass(frozen=True, slots=True)
class Aguja:
    """Un texto que se reserva: de quién es, qué campo es y qué dice. Al imprimirse no lo dice."""

    clave: str
    campo: str
    texto: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hallada:
    """Dónde apareció una aguja y cómo estaba escrita; `aguja` es None si no se pudo mirar."""

    lugar: str
    forma: str
    aguja: Aguja | None = None


class Acerico:
    """Muchas agujas juntas: se buscan todas en una sola pasada (Aho-Corasick)."""

    def __init__(self, agujas: Iterable[Aguja]) -> None:
        por_llano: dict[bytes, list[Aguja]] = defaultdict(list)
        for aguja in dict.fromkeys(agujas):
            por_llano[aplanar(aguja.texto)].append(aguja)
        self.cortas: tuple[Aguja, ...] = tuple(
            aguja
            for llano, suyas in por_llano.items()
            if len(llano) < LETRAS_MINIMAS
            for aguja in suyas
        )
        """Las que no se buscan byte por byte."""
        self.llanas: tuple[bytes, ...] = tuple(
            sorted(llano for llano in por_llano if len(llano) >= LETRAS_MINIMAS)
        )
        self._agujas = tuple(tuple(por_llano[llano]) for llano in self.llanas)
        self._cuantas = sum(map(len, self._agujas))
        self._automata = BytesAhoCorasick(self.llanas) if self.llanas else None

    def __len__(self) -> int:
        """Cuántas se buscan."""
        return self._cuantas

    def en(self, llano: bytes) -> set[int]:
        """Los números de las que aparecen en un texto ya llano."""
        if self._automata is None:
            return set()
        return {
            numero
            for numero, _, _ in self._automata.find_matches_as_indexes(llano, overlapping=True)
        }

    def de(self, numero: int) -> tuple[Aguja, ...]:
        """Las agujas que se escriben así: dos personas pueden decir lo mismo."""
        return self._agujas[numero]

    def mirar(self, crudo: bytes) -> dict[int, str]:
        """Número → en qué forma se halló primero. Lanza `Ilegible`."""
        halladas: dict[int, str] = {}
        if self._automata is not None:
            for forma, llano in formas(crudo):
                for numero in self.en(llano):
                    halladas.setdefault(numero, forma)
        return halladas


def buscar(
    agujas: Iterable[Aguja] | Acerico, lugares: Iterable[tuple[str, bytes]]
) -> Iterator[Hallada]:
    """Cada aguja que aparece en cada lugar, también en su nombre; una vez por lugar.

    `lugares` son pares (nombre, contenido). Las de menos de `LETRAS_MINIMAS` letras no se buscan:
    `Acerico.cortas` las dice. Lo que no se puede abrir también sale: no se sabe qué tiene.
    """
    acerico = agujas if isinstance(agujas, Acerico) else Acerico(agujas)
    for lugar, crudo in lugares:
        for numero in sorted(acerico.en(aplanar(lugar))):
            yield from (Hallada(lugar, "nombre", aguja) for aguja in acerico.de(numero))
        try:
            halladas = acerico.mirar(crudo)
        except Ilegible as error:
            yield Hallada(lugar, str(error))
            continue
        for numero, forma in sorted(halladas.items()):
            yield from (Hallada(lugar, forma, aguja) for aguja in acerico.de(numero))
