"""¿Se puede mirar el sitio en esta máquina mientras se trabaja?"""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import atender_ctrl_c

REPOSITORIO = Path(__file__).resolve().parents[2]
ESPERA = 60


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


@pytest.fixture
def servidor(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    raiz = tmp_path / "proceso"
    orden = [sys.executable, "-m", "generador"]
    subprocess.run([*orden, "iniciar", str(raiz)], check=True, cwd=REPOSITORIO, capture_output=True)
    puerto = _puerto_libre()
    proceso = subprocess.Popen(
        [*orden, "--raiz", str(raiz), "servir", "--puerto", str(puerto)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=REPOSITORIO,
        preexec_fn=atender_ctrl_c,  # noqa: PLW1509 - aquí no hay hilos
    )
    for _ in range(ESPERA * 10):
        if _responde(puerto):
            break
        assert proceso.poll() is None, proceso.stdout and proceso.stdout.read()
        time.sleep(0.1)
    yield proceso, puerto, raiz
    proceso.kill()
    proceso.wait()
    if proceso.stdout:
        proceso.stdout.close()


def _responde(puerto: int) -> bool:
    with socket.socket() as enchufe:
        return enchufe.connect_ex(("127.0.0.1", puerto)) == 0


def _pedir(puerto: int, ruta: str = "/") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{puerto}{ruta}") as respuesta:
            return respuesta.status, respuesta.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_sirve_la_portada_y_la_pagina_de_lo_que_no_existe(
    servidor: tuple[subprocess.Popen[str], int, Path],
) -> None:
    _, puerto, _ = servidor
    estado, portada = _pedir(puerto)
    perdido, pagina = _pedir(puerto, "/no-existe/")

    assert (200, 404) == (estado, perdido)
    assert "Conóceles" in portada
    assert "<h1" in pagina


def test_reconstruye_cuando_cambia_un_dato_y_se_despide_con_ctrl_c(
    servidor: tuple[subprocess.Popen[str], int, Path],
) -> None:
    proceso, puerto, raiz = servidor
    ruta = next((raiz / "candidaturas").rglob("*-P-1.yml"))
    ficha = f"/candidaturas/{ruta.stem.lower()}/"
    texto = ruta.read_text(encoding="utf-8")
    ruta.write_text(re.sub(r'  nombre: ".*"', '  nombre: "Zenaida"', texto), encoding="utf-8")
    for _ in range(ESPERA * 5):
        estado, pagina = _pedir(puerto, ficha)
        if estado == 200 and "Zenaida" in pagina:
            break
        time.sleep(0.2)

    assert "Zenaida" in pagina
    proceso.send_signal(signal.SIGINT)
    salida, _ = proceso.communicate(timeout=ESPERA)
    assert proceso.returncode in (0, 130)
    assert "Traceback" not in salida
    assert "Hasta luego" in salida


def test_un_puerto_ocupado_se_dice(servidor: tuple[subprocess.Popen[str], int, Path]) -> None:
    _, puerto, raiz = servidor
    orden = [sys.executable, "-m", "generador", "--raiz", str(raiz), "servir"]
    hecho = subprocess.run(
        [*orden, "--puerto", str(puerto)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORIO,
    )

    assert hecho.returncode == 2
    assert "--puerto" in hecho.stderr
