"""Al atender de verdad: nada falta, lo que falte se nombra, y la web no alcanza la forja."""

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generador.captura.entorno import Entorno
from generador.errores import ErrorConoceles
from tests.captura.conftest import UNA, Sala

RAIZ = Path(__file__).parents[2]
COMPLETO = {
    "CONOCELES_RAIZ": ".",
    "CONOCELES_SECRETO": "s" * 50,
    "CONOCELES_ANFITRIONES": "captura.ejemplo.invalid",
    "DATABASE_URL": "sqlite://:memory:",
    "CONOCELES_LLAVE_BORRADORES": "llave",
}


@pytest.mark.parametrize("falta", COMPLETO)
def test_lo_que_falta_se_dice_en_una_frase_con_su_nombre(falta: str) -> None:
    with pytest.raises(ErrorConoceles, match=f"Falta {falta}: ") as dicho:
        Entorno.de_ambiente({k: v for k, v in COMPLETO.items() if k != falta})

    assert "\n" not in str(dicho.value)


@pytest.mark.parametrize(
    ("nombre", "valor"),
    [
        ("CONOCELES_SECRETO", "corto"),
        ("CONOCELES_DESFASE", "mucho"),
        ("CONOCELES_INTERMEDIARIOS", "x"),
    ],
)
def test_lo_que_no_se_entiende_se_nombra(nombre: str, valor: str) -> None:
    with pytest.raises(ErrorConoceles, match=nombre):
        Entorno.de_ambiente({**COMPLETO, nombre: valor})


def test_el_ejemplo_explica_cada_variable_y_ninguna_de_mas() -> None:
    codigo = "".join(r.read_text("utf-8") for r in (RAIZ / "generador/captura").glob("*.py"))
    ejemplo = (RAIZ / ".env.ejemplo").read_text("utf-8")
    usadas = set(re.findall(r'"(CONOCELES_[A-Z_]+|DATABASE_URL)"', codigo))
    explicadas = set(re.findall(r"^#?(CONOCELES_[A-Z_]+|DATABASE_URL)=", ejemplo, re.MULTILINE))

    assert usadas - {"CONOCELES_BOVEDA_LLAVE"} == explicadas


def produccion(sala: Sala, **otros: str) -> dict[str, str]:
    """El ambiente con que se atiende de verdad, salvo el reloj, que es el del ensayo."""
    base = {k: v for k, v in os.environ.items() if k != "CONOCELES_DESARROLLO"}
    return {
        **base,
        "CONOCELES_SECRETO": secrets.token_urlsafe(64),
        "CONOCELES_ANFITRIONES": "captura.ejemplo.invalid",
        "CONOCELES_ESTATICOS": str(sala.base / "estaticos"),
        **otros,
    }


def corre(ambiente: dict[str, str], *orden: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generador", "captura", *orden],
        env=ambiente,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_con_todo_puesto_comprobar_no_observa_nada(sala: Sala) -> None:
    ambiente = produccion(sala)
    antes = corre(ambiente, "comprobar")
    assert (1, True) == (antes.returncode, "conoceles captura estaticos" in antes.stderr)
    assert 0 == corre(ambiente, "estaticos").returncode

    hecha = corre(ambiente, "comprobar")

    assert (0, "Todo está listo.\n", "") == (hecha.returncode, hecha.stdout, hecha.stderr)


def test_comprobar_dice_todo_lo_que_falta_de_una_vez(sala: Sala) -> None:
    ambiente = produccion(
        sala,
        CONOCELES_DESARROLLO="1",
        CONOCELES_GITHUB_APP="x",
        DATABASE_URL=f"sqlite:///{sala.base / 'otra.sqlite3'}",
        CONOCELES_LLAVE_BORRADORES=str(sala.base / "no-existe"),
    )

    hecha = corre(ambiente, "comprobar")

    assert 1 == hecha.returncode
    for dicho in ("CONOCELES_DESARROLLO", "CONOCELES_GITHUB_APP", "migrar", "no-existe"):
        assert dicho in hecha.stderr, hecha.stderr
    assert "Traceback" not in hecha.stderr


@pytest.mark.parametrize("credencial", ["CONOCELES_GITHUB_TOKEN", "CONOCELES_BOVEDA_LLAVE"])
def test_la_web_se_niega_a_arrancar_con_lo_que_no_es_suyo(sala: Sala, credencial: str) -> None:
    hecha = corre(produccion(sala, **{credencial: "x"}), "servir")

    assert (2, True) == (hecha.returncode, credencial in hecha.stderr), hecha.stderr


def test_el_reloj_ensayado_no_vale_en_un_proceso_de_verdad(sala: Sala) -> None:
    proceso = sala.raiz / "proceso.yml"
    proceso.write_text(proceso.read_text("utf-8").replace("ficticio: true", "ficticio: false"))

    hecha = corre(produccion(sala), "servir")

    assert (2, True) == (hecha.returncode, "CONOCELES_DESFASE" in hecha.stderr), hecha.stderr


@pytest.fixture
def web(sala: Sala) -> Iterator[str]:
    """La web de producción, sin la carpeta común a su alcance ni credencial alguna."""
    ambiente = {k: v for k, v in produccion(sala).items() if "GITHUB" not in k}
    assert 0 == corre(ambiente, "estaticos").returncode
    sala.envia(UNA)
    (sala.base / "comun.git").rename(sala.base / "lejos.git")
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    servida = subprocess.Popen(
        [sys.executable, "-m", "generador", "captura", "servir",
         "--direccion", f"127.0.0.1:{puerto}", "--trabajadores", "1"],
        env=ambiente, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        limite = time.monotonic() + 60
        while time.monotonic() < limite:
            assert servida.poll() is None, servida.communicate()
            try:
                pide(f"http://127.0.0.1:{puerto}/salud/")
                break
            except ConnectionRefusedError:
                continue
        yield f"http://127.0.0.1:{puerto}"
    finally:
        servida.terminate()
        servida.communicate(timeout=30)


def pide(direccion: str) -> tuple[int, dict[str, str], str]:
    anfitrion, _, ruta = direccion.removeprefix("http://").partition("/")
    cabeceras = {"Host": "captura.ejemplo.invalid", "X-Forwarded-Proto": "https"}
    with closing(http.client.HTTPConnection(anfitrion, timeout=10)) as conexion:
        conexion.request("GET", f"/{ruta}", headers=cabeceras)
        with conexion.getresponse() as respuesta:
            return respuesta.status, dict(respuesta.getheaders()), respuesta.read().decode()


def test_la_web_atiende_sin_credencial_y_sin_alcanzar_la_forja(web: str) -> None:
    codigo, cabeceras, texto = pide(f"{web}/verificar/")

    assert 200 == codigo
    assert "max-age=31536000" in cabeceras["Strict-Transport-Security"]
    assert "default-src 'none'" in cabeceras["Content-Security-Policy"]
    assert "__Host-csrf" in cabeceras["Set-Cookie"]
    estilo = re.search(r'href="(/estaticos/captura/[^"]+)"', texto)
    assert estilo
    assert 200 == pide(web + estilo.group(1))[0]
    assert '"bien"' in pide(f"{web}/salud/")[2]


def test_el_despachador_sin_la_forja_lo_dice_y_no_pierde_nada(sala: Sala) -> None:
    from generador.captura.models import Envio

    envio = sala.envia(UNA)
    (sala.base / "comun.git").rename(sala.base / "lejos.git")
    hecha = corre(dict(os.environ), "despachar")

    assert (2, False) == (hecha.returncode, "Traceback" in hecha.stderr), hecha.stderr
    (sala.base / "lejos.git").rename(sala.base / "comun.git")
    assert 0 == corre(dict(os.environ), "despachar").returncode
    envio.refresh_from_db()
    assert Envio.PROPUESTO == envio.estado


def test_el_ensayo_se_arma_una_vez_sin_red_y_despues_se_sigue_con_el(tmp_path: Path) -> None:
    ambiente = {k: v for k, v in os.environ.items() if not k.startswith("CONOCELES_")}
    ensayar = ("ensayar", "--carpeta", str(tmp_path / "ensayo"))

    primera = corre(ambiente, *ensayar, "--solo-preparar")
    segunda = corre(ambiente, *ensayar, "--solo-preparar")
    codigos = corre(ambiente, *ensayar, "--codigos")

    assert 0 == primera.returncode, primera.stderr
    for cuenta in ("UT", "VERIFICADORA", "UIE", "CEVINE", "SUPERVISORA", "CAPTURA", "IND01"):
        assert cuenta in primera.stdout
    assert (0, 1) == (segunda.returncode, len(segunda.stdout.splitlines())), segunda.stdout
    assert re.fullmatch(r"(\S+\t\d{6}\n){2}", codigos.stdout), codigos.stderr


def test_un_ensayo_a_medias_dice_que_hacer(tmp_path: Path) -> None:
    (tmp_path / "proceso").mkdir()

    hecha = corre(dict(os.environ), "ensayar", "--carpeta", str(tmp_path), "--solo-preparar")

    assert (2, True) == (hecha.returncode, "borre esa carpeta" in hecha.stderr), hecha.stderr
