"""¿Qué opciones comparten los verbos?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class Ambiente:
    """Dónde y cuándo se corre el verbo."""

    raiz: Path
    momento: datetime


def instante(fecha: str | None) -> datetime:
    """Lee `--fecha`; sin ella es ahora. Una fecha sin hora es el final de ese día.

    Una hora sin zona se entiende en la de la capital del país.
    """
    if not fecha:
        return datetime.now(UTC)
    from zoneinfo import ZoneInfo

    try:
        momento = datetime.fromisoformat(fecha)
    except ValueError as error:
        raise click.BadParameter(
            f"«{fecha}» no es una fecha: use AAAA-MM-DD o AAAA-MM-DDTHH:MM.", param_hint="--fecha"
        ) from error
    if len(fecha) == len("AAAA-MM-DD"):
        momento = momento.replace(hour=23, minute=59, second=59)
    if momento.tzinfo is None:
        momento = momento.replace(tzinfo=ZoneInfo("America/Mexico_City"))
    return momento


Avance = Callable[[int, int], None]


@contextmanager
def barra(titulo: str) -> Iterator[Avance]:
    """Una barra de avance en la terminal; nada si la salida no es una terminal."""
    if not sys.stderr.isatty():
        yield lambda _hechas, _total: None
        return
    with click.progressbar(length=1, label=titulo, file=sys.stderr, width=30) as avance:

        def mover(hechas: int, total: int) -> None:
            avance.length = max(total, 1)
            avance.update(hechas - avance.pos)

        yield mover
