"""¿Quién puede escribir ahora en la bóveda? Depositan muchos a la vez; lo demás, de a uno."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generador.boveda.disco import errores_de_disco
from generador.errores import ErrorConoceles

DE_LLAVES, DE_MANTENIMIENTO = ".candado-llaves", ".candado-mantenimiento"


@contextmanager
def candado(carpeta: Path, nombre: str, *, compartido: bool = False) -> Iterator[None]:
    """Lo tiene mientras dura. Lanza `ErrorConoceles` si otra orden trabaja ahí.

    El de llaves lo comparten quienes depositan: cambiarlas espera a que terminen. El sistema lo
    suelta solo si el proceso muere.
    """
    with errores_de_disco("tomar turno en"):
        descriptor = os.open(carpeta / nombre, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        espera = 0 if nombre == DE_LLAVES else fcntl.LOCK_NB
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if compartido else fcntl.LOCK_EX) | espera)
        except BlockingIOError as error:
            raise ErrorConoceles(
                "Otra orden rota, bloquea o destruye en esta bóveda: espere a que termine."
            ) from error
        yield
    finally:
        os.close(descriptor)
