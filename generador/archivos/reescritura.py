"""¿Cómo se cambia un archivo que ya está, sin dejarlo a medias?"""

import contextlib
from pathlib import Path


def reescribir(ruta: Path, texto: str) -> None:
    """Escribe al lado y cambia al final: interrumpido, el archivo queda entero como estaba.

    Conserva sus permisos. Lanza `OSError`.
    """
    poner(ruta, texto, ruta.stat().st_mode)


def poner(ruta: Path, texto: str, permisos: int = 0o644) -> None:
    """Deja un archivo, esté o no, entero o como estaba. Lanza `OSError`."""
    provisional = ruta.with_name(f".{ruta.name}.nuevo")
    try:
        provisional.write_text(texto, encoding="utf-8", newline="\n")
        provisional.chmod(permisos)
        provisional.replace(ruta)
    finally:
        with contextlib.suppress(FileNotFoundError):
            provisional.unlink()
