"""¿Se puede publicar un reparto más, junto a los que ya se publicaron?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generador.nucleo.estadistica.celda import cumple
from generador.nucleo.estadistica.despeje import Bloques, despejar
from generador.nucleo.estadistica.familia import Forma

TOPE_DE_DESPEJES = 150
"""Con más repartos que se despejan unos de otros, no se sigue buscando: se suprime."""


@dataclass(frozen=True, slots=True, eq=False)
class Sabido:
    """Los repartos que se admitieron y los que de ellos se despejan."""

    bloques: tuple[Bloques, ...] = ()
    vistos: frozenset[tuple[int, frozenset[str]]] = frozenset()
    """Cada grupo, y las respuestas de las que se sabe su cuenta."""


@dataclass(slots=True)
class Juez:
    """Dice si un reparto más se puede publicar junto a los que ya se admitieron."""

    forma: Forma
    minimo: int
    sabido: Sabido = field(default_factory=Sabido)
    culpables: list[frozenset[str]] = field(default_factory=list)
    """De lo último que no se admitió, las columnas de que sale cada grupo que incumple."""
    demasiados: bool = False
    """Si lo último no se admitió por todo lo que se despejaba."""
    sin_ceros: frozenset[str] = frozenset()
    """Las respuestas de las que no se dice de ningún grupo que nadie la dio."""

    def conocer(self, publicados: Iterable[Bloques]) -> None:
        """Añade lo ya publicado y lo que de ello se despeja, sin juzgarlo: no tiene remedio."""
        for bloques in publicados:
            self.sabido = self._con(bloques, juzgar=False) or self.sabido

    def admite(self, nuevo: Bloques) -> bool:
        """Lo añade si nada de lo que se despeja con él incumple la regla."""
        con_el = self._con(nuevo, juzgar=True)
        if con_el is not None and con_el.bloques:
            self.sabido = con_el
            return True
        return False

    def _con(self, nuevo: Bloques, *, juzgar: bool) -> Sabido | None:
        """Los admitidos, el nuevo y todo lo que se despeja; None si algo incumple."""
        todos, cola = list(self.sabido.bloques), list[Bloques]()
        vistos = set(self.sabido.vistos)
        self.culpables, self.demasiados = [], False

        def agregar(hallado: Bloques | None) -> bool:
            """Lo pone en la cola si dice algo; falso si ya son demasiados."""
            bloques = _sin_vistos(hallado, vistos) if hallado is not None else None
            if bloques is not None and bloques.grupos and bloques.visibles:
                cola.append(bloques)
                if juzgar:
                    self.culpables += self._inseguros(bloques)
            self.demasiados = len(todos) + len(cola) > TOPE_DE_DESPEJES
            return not (juzgar and self.demasiados)

        if not agregar(nuevo):
            return None
        while cola and not self.culpables:
            bloques = cola.pop()
            if len(todos) >= TOPE_DE_DESPEJES:
                vistos = {(g, b.visibles) for b in todos for g in b.grupos.values()}
                break
            todos.append(bloques)
            for otro in todos[:-1]:
                if not agregar(despejar(bloques, otro)) or not agregar(despejar(otro, bloques)):
                    return None
        return None if self.culpables else Sabido(tuple(todos), frozenset(vistos))

    def cumple(self, cuenta: Mapping[str, int], total: int, visibles: frozenset[str]) -> bool:
        """Si un grupo con esa cuenta cumple la regla."""
        if total and any(not cuenta.get(a) for a in visibles & self.sin_ceros):
            return False
        return cumple(self.forma, cuenta, total, visibles, self.minimo)

    def _inseguros(self, bloques: Bloques) -> Iterator[frozenset[str]]:
        """Los grupos que incumplen: de qué columnas sale cada uno."""
        for nombre, quienes in bloques.grupos.items():
            if not self.cumple(bloques.cuentas[nombre], quienes.bit_count(), bloques.visibles):
                yield bloques.origen.get(nombre, frozenset())


def _sin_vistos(bloques: Bloques, vistos: set[tuple[int, frozenset[str]]]) -> Bloques:
    """Los grupos de los que todavía no se sabía eso."""
    nuevos = {n: g for n, g in bloques.grupos.items() if g and (g, bloques.visibles) not in vistos}
    vistos.update((g, bloques.visibles) for g in nuevos.values())
    return Bloques(nuevos, bloques.cuentas, bloques.visibles, bloques.origen)
