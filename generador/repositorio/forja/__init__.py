"""¿Dónde se revisan y se integran las propuestas?

La revisión entera está en Git (ramas, commits, remolques y uniones); una forja solo le pone
cara: abre, comenta, integra y cierra. Otra forja es otro archivo.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from generador.repositorio.deposito import Firmante
from generador.repositorio.remoto import Remoto

RAMAS = "captura/"
"""Toda propuesta es una rama `captura/<folio>`."""


@dataclass(frozen=True, slots=True)
class Abierta:
    """Una propuesta que espera: su folio y su última cabeza."""

    folio: str
    cabeza: str

    @property
    def rama(self) -> str:
        """Su rama en el depósito común."""
        return f"{RAMAS}{self.folio}"


@dataclass(frozen=True, slots=True)
class Union:
    """Lo que se integra: la propuesta en el commit que se revisó, y el mensaje de la unión.

    La `nueva` no estaba abierta: entra con su constancia en el mismo momento.
    """

    folio: str
    revisado: str
    mensaje: str
    nueva: bool = False


@dataclass(frozen=True, slots=True)
class Caratula:
    """Lo que se ve de una propuesta donde haya dónde verla.

    `titulo` y `cuerpo` son el mensaje que llevará su unión; `hoja`, lo que lee quien revisa.
    """

    titulo: str
    cuerpo: str
    hoja: str


class Forja(Protocol):
    """Lo que se le pide a una forja. Todo se puede repetir sin que se haga dos veces."""

    @property
    def remoto(self) -> Remoto:
        """El depósito común en que vive."""
        ...

    def exigir_privado(self) -> None:
        """Lanza `ErrorConoceles` si cualquiera puede ver ahí lo que aún no se publica."""
        ...

    def preparar(self) -> None:
        """La deja como pide el expediente: solo uniones, y nada se reescribe."""
        ...

    def abiertas(self) -> tuple[Abierta, ...]:
        """Las propuestas que esperan, por folio; las que `remoto` trajo la última vez."""
        ...

    @property
    def avisos(self) -> Sequence[str]:
        """Lo que no se pudo mostrar y queda para la siguiente vuelta; lo de Git está a salvo."""
        ...

    def abrir(self, folio: str, cabeza: str) -> Abierta:
        """Abre la propuesta. Si ya estaba abierta en ese commit, la devuelve."""
        ...

    def avanzar(self, abierta: Abierta, cabeza: str) -> Abierta:
        """Pone otro commit sobre una propuesta abierta. Lanza `SeMovio` si ya no está ahí."""
        ...

    def integrar(self, uniones: Sequence[Union], firmante: Firmante) -> dict[str, str]:
        """Une las propuestas al tronco, en orden; folio → commit de la unión, o vacío si chocó.

        La que no sale en el resultado no cupo en esta vuelta y sigue abierta.
        """
        ...

    def cerrar(self, abierta: Abierta, cabeza: str, nuevas: Sequence[Abierta] = ()) -> None:
        """Cierra sin integrar; `cabeza` es el commit que dice por qué y queda como constancia.

        Las `nuevas`, en que la cerrada sigue, se abren en el mismo momento.
        """
        ...

    def mostrar(self, abierta: Abierta, redactar: Callable[[], Caratula]) -> None:
        """Deja su página como dice la carátula, que solo se redacta si hay dónde mostrarla."""
        ...
