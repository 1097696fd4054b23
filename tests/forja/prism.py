"""¿Cómo se levanta, y cómo se apaga, un servidor que obedece la descripción oficial?"""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from descripcion import recortar
from instalacion import NODE

OFICIAL = Path("@octokit", "openapi", "generated", "api.github.com.json")
PROGRAMA = Path("@stoplight", "prism-cli", "dist", "index.js")
ESPERA = 60.0


@contextmanager
def servir(modulos: Path, trabajo: Path) -> Iterator[str]:
    """La dirección de prism mientras dura el bloque; en `trabajo` quedan su entrada y su bitácora.

    Corre sin `--errors`: con él, algunos ejemplos oficiales de respuesta no pasan su propio esquema
    y contestan 500. Las peticiones que no cumplen se rechazan igual, con 422.
    """
    descripcion = trabajo / "descripcion.json"
    oficial = json.loads((modulos / OFICIAL).read_text(encoding="utf-8"))
    descripcion.write_text(json.dumps(recortar(oficial)), encoding="utf-8")
    puerto = _puerto_libre()
    lugar = ["--host", "127.0.0.1", "--port", str(puerto)]
    bitacora = trabajo / "prism.log"
    with bitacora.open("w") as salida:
        proceso = subprocess.Popen(
            [NODE, modulos / PROGRAMA, "mock", *lugar, descripcion],
            stdout=salida,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        _esperar(puerto, proceso, bitacora)
        yield f"http://127.0.0.1:{puerto}"
    finally:
        _apagar(proceso)


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto: int = enchufe.getsockname()[1]
        return puerto


def _esperar(puerto: int, proceso: subprocess.Popen[bytes], bitacora: Path) -> None:
    """Prism abre su puerto cuando ya leyó toda la descripción."""
    limite = time.monotonic() + ESPERA
    while not _contesta(puerto):
        vive = proceso.poll() is None and time.monotonic() < limite
        assert vive, bitacora.read_text(encoding="utf-8")[-2000:]
        time.sleep(0.1)


def _contesta(puerto: int) -> bool:
    with socket.socket() as enchufe:
        return enchufe.connect_ex(("127.0.0.1", puerto)) == 0


def _apagar(proceso: subprocess.Popen[bytes]) -> None:
    """Termina a prism y a sus hijos: son un grupo aparte."""
    for aviso in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(proceso.pid, aviso)
            proceso.wait(timeout=10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
