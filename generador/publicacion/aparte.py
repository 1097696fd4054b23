"""¿Cómo se hace algo largo mientras se estampan páginas?

Un proceso hijo, por `fork`: hereda las fichas sin copiarlas. Quien lo lanza lo espera y recibe
su error como si lo hubiera hecho él mismo.
"""

import multiprocessing
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from generador.errores import ConstruccionFallida, ErrorConoceles

Tarea = Callable[[], None]
Lanzada = tuple[Connection, BaseProcess]


@contextmanager
def en_marcha(tareas: Sequence[Tarea]) -> Iterator[Callable[[], None]]:
    """Lanza las tareas y entrega la función que las espera; al salir no queda ninguna viva.

    Sin `fork` las hace quien espera. Lanza lo que la tarea haya lanzado.
    """
    con_fork = "fork" in multiprocessing.get_all_start_methods()
    lanzadas = [_lanzar(tarea) for tarea in tareas] if con_fork else []

    def esperar() -> None:
        for canal, _ in lanzadas:
            _esperar(canal)
        for tarea in () if con_fork else tareas:
            tarea()

    try:
        yield esperar
    finally:
        for canal, hijo in lanzadas:
            hijo.terminate()
            hijo.join()
            canal.close()


def _lanzar(tarea: Tarea) -> Lanzada:
    contexto = multiprocessing.get_context("fork")
    entrada, salida = contexto.Pipe(duplex=False)

    def trabajar() -> None:
        try:
            tarea()
            salida.send(None)
        except (OSError, ErrorConoceles) as error:
            salida.send(error)
        except Exception:  # noqa: BLE001 - un hijo solo puede avisar; quien espera lo lanza
            salida.send(RuntimeError(traceback.format_exc()))

    hijo = contexto.Process(target=trabajar)
    with warnings.catch_warnings():
        # Solo se avisa de hilos ajenos (los de quien mide o prueba); aquí no se crea ninguno.
        warnings.simplefilter("ignore", DeprecationWarning)
        hijo.start()
    salida.close()
    return entrada, hijo


def _esperar(canal: Connection) -> None:
    try:
        aviso = canal.recv()
    except EOFError as error:
        raise ConstruccionFallida(
            "El proceso que escribía los datos abiertos se detuvo sin avisar; quizá faltó memoria."
        ) from error
    if isinstance(aviso, BaseException):
        raise aviso
