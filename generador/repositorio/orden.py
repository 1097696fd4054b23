"""¿Cómo se corre Git, y en qué repositorio se está?"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from generador.errores import ErrorConoceles

VERSION_MINIMA = (2, 38)
"""La primera con `merge-tree --write-tree`."""

_AMBIENTE = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",  # un reemplazo local no puede cambiar lo que dice la historia
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
_VERSION = re.compile(r"(\d+)\.(\d+)")


def correr_git(
    orden: Sequence[str],
    carpeta: Path,
    entrada: bytes = b"",
    ambiente: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Corre una orden en esa carpeta y espera a que termine, bien o mal."""
    try:
        return subprocess.run(
            ("git", *orden),
            cwd=carpeta,
            input=entrada,
            capture_output=True,
            env={**os.environ, **_AMBIENTE, **(ambiente or {})},
            check=False,
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise  # lo que falta es la carpeta
        raise ErrorConoceles("Hace falta Git y aquí no está: instálelo.") from error


def situar(raiz: Path) -> tuple[Path, Path] | None:
    """(carpeta de trabajo, carpeta de Git) del repositorio que contiene a `raiz`, si lo hay."""
    if not raiz.is_dir():
        return None
    orden = ("rev-parse", "--path-format=absolute", "--git-common-dir", "--show-toplevel")
    hecha = correr_git(orden, raiz)
    if b"dubious ownership" in hecha.stderr:
        raise ErrorConoceles(
            f"{raiz} es de otra cuenta de este equipo, y Git no se fía: quien responde por ella "
            "debe agregarla a «safe.directory»."
        )
    # Sin carpeta de trabajo no hay segundo renglón.
    interna, _, carpeta = os.fsdecode(hecha.stdout).rstrip("\n").partition("\n")
    return (Path(carpeta or interna), Path(interna)) if interna else None


@cache
def exigir_version() -> None:
    """Lanza `ErrorConoceles` si Git es anterior a la versión mínima."""
    dicho = correr_git(("version",), Path()).stdout.decode()
    hallada = _VERSION.search(dicho)
    if hallada is None or (int(hallada[1]), int(hallada[2])) < VERSION_MINIMA:
        pedida = ".".join(map(str, VERSION_MINIMA))
        raise ErrorConoceles(f"Hace falta Git {pedida} o posterior; aquí está «{dicho.strip()}».")
