"""¿Cómo se cambia un archivo que ya está, sin dejarlo a medias?"""

import contextlib
import os
import tempfile
from pathlib import Path


def reescribir(ruta: Path, texto: str) -> None:
    """Escribe al lado y cambia al final: interrumpido, el archivo queda entero como estaba.

    Conserva sus permisos. Lanza `OSError`.
    """
    poner(ruta, texto, ruta.stat().st_mode)


def poner(ruta: Path, texto: str, permisos: int = 0o644) -> None:
    """Deja un archivo, esté o no, entero o como estaba. Lanza `OSError`."""
    # Con nombre propio: dos que escriben a la vez no mezclan lo suyo.
    descriptor, nombre = tempfile.mkstemp(".nuevo", f".{ruta.name}.", ruta.parent)
    provisional = Path(nombre)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as abierto:
            abierto.write(texto)
            abierto.flush()
            os.fsync(abierto.fileno())
        provisional.chmod(permisos)
        provisional.replace(ruta)
    finally:
        with contextlib.suppress(FileNotFoundError):
            provisional.unlink()
