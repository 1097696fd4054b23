"""¿Cómo se corre Git, y en qué repositorio se está?"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from generador.errores import ErrorConoceles

VERSION_MINIMA = (2, 38)
"""La primera con `merge-tree --write-tree`."""

SIN_GIT = "Hace falta Git y no se encontró: instálelo y repita."

_AMBIENTE = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",  # un reemplazo local no puede cambiar lo que dice la historia
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "log.showSignature",  # lo que imprime estorbaría a quien lee la bitácora
    "GIT_CONFIG_VALUE_0": "false",
}
_CANDADO = re.compile(r"Unable to create '(?P<candado>[^']+\.lock)': File exists")
_DE_OTRO = re.compile(r"dubious ownership in repository at '(?P<carpeta>[^']+)'")
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
        raise ErrorConoceles(SIN_GIT) from error


def seguir_git(
    orden: Sequence[str], carpeta: Path, entrada: IO[bytes]
) -> "subprocess.Popen[bytes]":
    """Echa a andar una orden para leer su salida conforme la dice; quien llama la cierra."""
    try:
        return subprocess.Popen(
            ("git", *orden),
            cwd=carpeta,
            stdin=entrada,
            stdout=subprocess.PIPE,
            env={**os.environ, **_AMBIENTE},
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise ErrorConoceles(SIN_GIT) from error


def situar(raiz: Path) -> tuple[Path, Path] | None:
    """(carpeta de trabajo, carpeta de Git) del repositorio que contiene a `raiz`, si lo hay."""
    if not raiz.is_dir():
        return None
    orden = ("rev-parse", "--path-format=absolute", "--git-common-dir", "--show-toplevel")
    hecha = correr_git(orden, raiz)
    if puesto := explicar(hecha.stderr.decode("utf-8", "replace")):
        raise ErrorConoceles(f"{puesto[0].upper()}{puesto[1:]}")
    # Sin carpeta de trabajo no hay segundo renglón.
    interna, _, carpeta = os.fsdecode(hecha.stdout).rstrip("\n").partition("\n")
    return (Path(carpeta or interna), Path(interna)) if interna else None


def fuera_de_git(ruta: Path) -> bool:
    """Si Git no guardaría lo que hay ahí: no es de un repositorio, o está ignorado y sin seguir."""
    absoluta = ruta.absolute()
    carpeta = next(p for p in (absoluta, *absoluta.parents) if p.is_dir())
    if situar(carpeta) is None:
        return True
    # Con la diagonal, un patrón de carpeta («boveda/») también la alcanza antes de que exista.
    nombre = f"{absoluta}/" if absoluta.is_dir() or not absoluta.exists() else str(absoluta)
    ignorada = correr_git(("check-ignore", "-q", "--", nombre), carpeta).returncode == 0
    seguida = correr_git(("ls-files", "--", nombre), carpeta).stdout
    return ignorada and not seguida


def explicar(detalle: str) -> str:
    """Lo que Git encontró y qué hacer, si es de lo que aquí se conoce; vacío si no."""
    if puesto := _CANDADO.search(detalle):
        return (
            f"otra orden trabaja ahí, o se interrumpió y dejó {puesto['candado']}. Espere y "
            "repita; si no hay ninguna, bórrelo."
        )
    if ajena := _DE_OTRO.search(detalle):
        return (
            f"{ajena['carpeta']} es de otra persona en este equipo. Use la cuenta de ella o, si le "
            f"tiene confianza, «git config --global --add safe.directory {ajena['carpeta']}»."
        )
    return ""


@cache
def exigir_version() -> None:
    """Lanza `ErrorConoceles` si Git es anterior a la versión mínima."""
    dicho = correr_git(("version",), Path()).stdout.decode()
    hallada = _VERSION.search(dicho)
    if hallada is None or (int(hallada[1]), int(hallada[2])) < VERSION_MINIMA:
        pedida = ".".join(map(str, VERSION_MINIMA))
        raise ErrorConoceles(f"Hace falta Git {pedida} o posterior; aquí está «{dicho.strip()}».")
