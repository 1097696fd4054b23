"""La web y el despachador mueren al azar mientras se envía: ningún acuse se pierde ni se repite."""

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from tests.captura.conftest import HORA
from tests.rendimiento.captura import base_vacia, hay_postgresql

RAIZ = Path(__file__).resolve().parents[2]
BANCO = str(RAIZ / "tests" / "rendimiento" / "captura.py")
SEGUNDOS = 120
CUANTAS = 900
ESCRIBEN = 10
EN_FILA = 6
RESPIRO = EN_FILA * SEGUNDOS / CUANTAS
"""Lo que cada quien espera entre un envío y otro, para que alcancen los dos minutos."""
_VERSION = re.compile(r'name="_version" value="(\d+)"')
_FICHA = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FOLIO = re.compile(r"/acuses/([0-9A-Z-]{14})/")


class _Quieta(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """La dirección de una base vacía."""
    if request.param == "postgresql" and not hay_postgresql():
        pytest.skip("No hay PostgreSQL en esta máquina.")
    with TemporaryDirectory() as aparte:
        Path(aparte).chmod(0o755)
        with base_vacia(request.param, Path(aparte)) as una:
            yield una


@pytest.fixture
def ambiente(tmp_path: Path, url: str) -> dict[str, str]:
    base = tmp_path / "sitio"
    puerto = socket.socket()
    puerto.bind(("127.0.0.1", 0))
    dado = puerto.getsockname()[1]
    puerto.close()
    propio = os.environ | {
        "CONOCELES_DESARROLLO": "1", "CONOCELES_SECRETO": "muertes", "PYTHONPATH": str(RAIZ),
        "CONOCELES_RAIZ": str(base / "proceso"), "CONOCELES_BOVEDA": str(base / "boveda"),
        "DATABASE_URL": url, "PUERTO": str(dado),
        "CONOCELES_LLAVE_BORRADORES": str(base / "borradores.llave"),
        "CONOCELES_DESFASE": str(int((HORA - datetime.now(UTC)).total_seconds())),
        "DJANGO_SETTINGS_MODULE": "generador.captura.ajustes", "OLEADA": str(base / "oleada.json"),
        "ESCRIBEN": str(ESCRIBEN),
    }  # fmt: skip
    for paso in (["simular", str(base), str(CUANTAS)], ["sembrar"]):
        subprocess.run([sys.executable, BANCO, *paso], check=True, env=propio)
    return propio


def _web(ambiente: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "gunicorn"), "--bind", f"127.0.0.1:{ambiente['PUERTO']}",
         "-c", "python:generador.captura.servidor", "--log-level", "critical",
         "generador.captura.aplicacion:aplicacion_wsgi()"],
        env=ambiente, start_new_session=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _despachador(ambiente: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, BANCO, "despachar"],
        env=ambiente, start_new_session=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _matar(proceso: "subprocess.Popen[bytes]") -> None:
    """De golpe, con todo lo que haya abierto."""
    os.killpg(proceso.pid, signal.SIGKILL)
    proceso.wait()


def _enviar(ambiente: dict[str, str], suya: dict[str, str]) -> str:
    """Insiste como una persona hasta ver un acuse; da el folio, o vacío si ya se había enviado."""
    base = f"http://127.0.0.1:{ambiente['PUERTO']}/candidaturas/{suya['clave']}/"
    pedir = urllib.request.build_opener(_Quieta(), urllib.request.HTTPCookieProcessor())
    galleta = f"sesion={suya['sesion']}"
    with pedir.open(
        urllib.request.Request(f"{base}revisar/", headers={"Cookie": galleta}),  # noqa: S310
        timeout=10,
    ) as abierta:
        pagina = abierta.read().decode()
        ficha_cookie = abierta.headers.get("Set-Cookie", "").partition(";")[0]
    version, ficha = _VERSION.search(pagina), _FICHA.findall(pagina)
    if version is None:
        return ""
    cuerpo = {"_version": version[1], "confirmo": "si", "csrfmiddlewaretoken": ficha[-1]}
    pedido = urllib.request.Request(  # noqa: S310 (es esta misma máquina)
        f"{base}enviar/", urlencode(cuerpo).encode(), {"Cookie": f"{galleta}; {ficha_cookie}"}
    )
    try:
        pedir.open(pedido, timeout=10).close()
    except urllib.error.HTTPError as error:
        hallado = _FOLIO.search(error.headers.get("Location") or "")
        return hallado[1] if hallado else ""
    return ""


def _enviador(
    ambiente: dict[str, str], fila: Iterator[dict[str, str]], acuses: list[str], fin: float
) -> None:
    for suya in fila:
        while time.monotonic() < fin:
            try:
                if folio := _enviar(ambiente, suya):
                    acuses.append(folio)
                break
            except OSError:  # estaba muerta: se vuelve a intentar, como cualquiera
                time.sleep(0.3)
        if time.monotonic() >= fin:
            return
        time.sleep(RESPIRO)


@pytest.mark.lento
def test_cada_acuse_tiene_exactamente_una_propuesta(ambiente: dict[str, str]) -> None:
    import json

    azar = random.Random(5)
    dato = json.loads(Path(ambiente["OLEADA"]).read_text("utf-8"))
    cola = iter(dato["envian"])
    candado = threading.Lock()

    def turnos() -> Iterator[dict[str, str]]:
        while True:
            with candado:
                suya = next(cola, None)
            if suya is None:
                return
            yield suya

    acuses: list[str] = []
    fin = time.monotonic() + SEGUNDOS
    vivos = {"web": _web(ambiente), "despachador": _despachador(ambiente)}
    hilos = [
        threading.Thread(target=_enviador, args=(ambiente, turnos(), acuses, fin))
        for _ in range(EN_FILA)
    ]
    muertes = Counter[str]()
    try:
        for hilo in hilos:
            hilo.start()
        while time.monotonic() < fin and any(h.is_alive() for h in hilos):
            time.sleep(azar.uniform(0.5, 6))
            cual = azar.choice(("web", "despachador", "despachador"))
            _matar(vivos[cual])
            muertes[cual] += 1
            vivos[cual] = _web(ambiente) if cual == "web" else _despachador(ambiente)
        for hilo in hilos:
            hilo.join()
        subprocess.run([sys.executable, BANCO, "alcanzar"], check=True, env=ambiente, timeout=300)
    finally:
        for proceso in vivos.values():
            _matar(proceso)

    de_git, de_la_base = _folios_en_git(ambiente), _folios_en_la_base(ambiente)
    assert min(muertes["web"], muertes["despachador"]) > 5
    assert len(acuses) > 100
    assert set() == set(acuses) - de_la_base
    assert Counter(dict.fromkeys(de_la_base, 1)) == de_git


def _folios_en_git(ambiente: dict[str, str]) -> Counter[str]:
    """Cuántas veces aparece cada folio de una captura en las propuestas del depósito común."""
    comun = Path(ambiente["CONOCELES_RAIZ"]).parent / "comun.git"
    dicho = subprocess.run(
        ["git", "-C", str(comun), "log", "--format=%(trailers:key=Folio,valueonly)",
         "--grep=^Accion: capturar", "--all"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Counter(dicho.stdout.split())


def _folios_en_la_base(ambiente: dict[str, str]) -> set[str]:
    pregunta = "SELECT folio FROM captura_envio"
    direccion = ambiente["DATABASE_URL"]
    if not direccion.startswith("sqlite"):
        with psycopg.connect(direccion) as base:
            return {fila[0] for fila in base.execute(pregunta)}
    with sqlite3.connect(direccion.removeprefix("sqlite:///")) as archivo:
        return {fila[0] for fila in archivo.execute(pregunta)}
