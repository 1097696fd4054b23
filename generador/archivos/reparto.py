"""¿Cómo se reparte un trabajo entre los núcleos de la máquina?

Los hijos nacen por `fork`: heredan lo que la tarea necesita sin copiarlo ni enviarlo. Las
respuestas salen en el orden de las partes, sean cuantos sean los hijos.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")

_tarea_heredada: Callable[[Any], Any] | None = None


def repartir(
    tarea: Callable[[P], R], partes: Sequence[P], trabajadores: int | None = None
) -> Iterator[R]:
    """La respuesta de la tarea para cada parte; sin `fork` o con un trabajador, aquí mismo."""
    cuantos = min(trabajadores or os.cpu_count() or 1, len(partes))
    if cuantos < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004
        yield from map(tarea, partes)
        return
    contexto = multiprocessing.get_context("fork")
    # Ctrl-C llega a toda la familia. Los hijos nacen sordos a él: si uno lo atendiera, el padre
    # podría quedarse esperándolo para siempre.
    atendidas = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with contexto.Pool(cuantos, initializer=_heredar, initargs=(tarea,)) as grupo:
            signal.pthread_sigmask(signal.SIG_SETMASK, atendidas)
            yield from grupo.imap(_hacer, partes)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, atendidas)


def _heredar(tarea: Callable[[Any], Any]) -> None:
    global _tarea_heredada  # noqa: PLW0603 - estado del proceso hijo, puesto una vez al nacer
    _tarea_heredada = tarea
    gc.disable()


def _hacer(parte: Any) -> Any:
    if _tarea_heredada is None:
        raise RuntimeError("El proceso hijo no recibió su tarea.")
    return _tarea_heredada(parte)
