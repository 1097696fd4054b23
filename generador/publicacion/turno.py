"""¿Qué pasa si dos personas construyen a la vez en la misma carpeta?"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generador.errores import ConstruccionFallida


@contextmanager
def turno(destino: Path) -> Iterator[None]:
    """Solo una construcción a la vez por destino: la segunda recibe `ConstruccionFallida`.

    El candado es del sistema: si el proceso muere, se suelta solo.
    """
    candado = destino.with_name(f".{destino.name}-turno")
    candado.parent.mkdir(parents=True, exist_ok=True)
    with candado.open("a") as archivo:
        try:
            fcntl.flock(archivo, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConstruccionFallida(
                f"Otra construcción está escribiendo en {destino}; espere a que termine y repita."
            ) from error
        try:
            yield
        finally:
            candado.unlink(missing_ok=True)
