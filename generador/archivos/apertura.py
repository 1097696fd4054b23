"""¿Cómo se abre un archivo que puso otra persona?"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def abrir_comun(ruta: str | Path) -> Iterator[BinaryIO]:
    """Abre para leer un archivo común; un enlace, una carpeta o una tubería dan `OSError`.

    No sigue un enlace ni se queda esperando a que alguien escriba en una tubería.
    """
    with open(ruta, "rb", opener=_sin_enlaces) as abierto:
        if not stat.S_ISREG(os.fstat(abierto.fileno()).st_mode):
            raise OSError(errno.ESPIPE, "no es un archivo común", str(ruta))
        yield abierto


def leer_comun(ruta: str | Path) -> bytes:
    """El contenido de un archivo común. Lanza `OSError`."""
    with abrir_comun(ruta) as abierto:
        return abierto.read()


def _sin_enlaces(ruta: str, banderas: int) -> int:
    return os.open(ruta, banderas | os.O_NOFOLLOW | os.O_NONBLOCK)
