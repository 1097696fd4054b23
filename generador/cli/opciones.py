"""¿Qué opciones comparten los verbos?"""

import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from generador.nucleo.calendario import ANIOS_ADMITIDOS, ULTIMO_SEGUNDO

_DIA = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANTE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Ambiente:
    """Dónde y cuándo se corre el verbo."""

    raiz: Path
    momento: datetime
    """Sin zona se entiende en la del proceso."""
    ensayo: bool = False
    """Si la fecha la puso quien corre la orden y no el reloj."""


def instante(fecha: str | None) -> datetime:
    """Lee `--fecha`; sin ella es ahora. Una fecha sin hora es el final de ese día.

    Una hora sin zona sale sin zona: se entiende en la del proceso, que aquí no se conoce.
    """
    if fecha is None:
        return datetime.now(UTC)
    momento = _leer(fecha)
    if momento is None or momento.year not in ANIOS_ADMITIDOS:
        raise click.BadParameter(
            f"«{fecha}» no es una fecha: use AAAA-MM-DD o AAAA-MM-DDTHH:MM.", param_hint="--fecha"
        )
    return momento


def _leer(fecha: str) -> datetime | None:
    try:
        if _DIA.fullmatch(fecha):
            return datetime.combine(date.fromisoformat(fecha), ULTIMO_SEGUNDO)
        return datetime.fromisoformat(fecha) if _INSTANTE.fullmatch(fecha) else None
    except ValueError:  # tiene la forma y no existe
        return None


def escribir(texto: str) -> None:
    """Imprime un texto; si quien lo leía ya se fue (`| head`), calla y deja seguir."""
    try:
        click.echo(texto, nl=False)
    except BrokenPipeError:
        callar()


def callar() -> None:
    """Desvía la salida a la nada: nadie la lee y vaciarla al terminar volvería a fallar."""
    nada = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nada, sys.stdout.fileno())
    os.close(nada)


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


@contextmanager
def sin_recolector() -> Iterator[None]:
    """Sin recolector de ciclos mientras se construye.

    Lo leído vive hasta el final: recorrerlo no libera nada, y en los procesos hijos obligaría a
    copiar la memoria que heredan.
    """
    activo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if activo:
            gc.enable()
