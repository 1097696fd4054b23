"""¿Se comprueba que cada quien firmó lo suyo, con su llave y no con otra?"""

import subprocess
from pathlib import Path

import pytest

from generador.tramites.mesa import LLAVE
from tests.aceptacion.conftest import Terminal

VERIFICAR = ("historial", "verificar", "--todo", "--cuenta", "UT")


def _llave(ruta: Path) -> str:
    """Crea un par de llaves y devuelve la pública."""
    orden = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(ruta)]
    subprocess.run(orden, check=True)
    return ruta.with_suffix(".pub").read_text("utf-8").strip()


@pytest.fixture
def firmada(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Un expediente en que la unidad firma desde el 25 de abril."""
    publica = _llave(tmp_path / "unidad")
    _llave(tmp_path / "otra")
    propia = _llave(tmp_path / "verificadora")
    (terminal.raiz / "allowed_signers").write_text(
        "# Quién firma, y desde cuándo\n"
        f'ut@conoceles.invalid namespaces="git",valid-after="20240425120000Z" {publica}\n'
        f"verificadora@conoceles.invalid {propia}\n",
        "utf-8",
    )
    monkeypatch.setenv(LLAVE, str(tmp_path / "unidad"))
    archivo = str(terminal.raiz / "allowed_signers")
    terminal("2024-04-25T09:00", "configurar", archivo, "--cuenta", "UT")
    return terminal


def _entregar(terminal: Terminal, hora: str, cual: int) -> None:
    carpetas = sorted({p.parent for p in terminal.raiz.glob("candidaturas/*/*/*/*.yml")})
    carpeta = carpetas[cual].relative_to(terminal.raiz).as_posix()
    terminal(hora, "entregar-cuentas", carpeta, "--cuenta", "UT")


def test_lo_firmado_con_su_llave_esta_bien(firmada: Terminal) -> None:
    _entregar(firmada, "2024-04-25T10:00", 0)

    assert "La historia está intacta" in firmada("2024-04-25T11:00", *VERIFICAR)


@pytest.mark.parametrize(
    ("llave", "frase"),
    [
        ("", "No está firmado, y la cuenta UT firma lo suyo"),
        ("otra", "Su firma no es de una llave que allowed_signers le reconozca a la cuenta UT"),
        ("verificadora", "Dice la cuenta UT y lo firmó verificadora@conoceles.invalid"),
    ],
)
def test_lo_que_no_firmo_ella_se_nombra(
    firmada: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, llave: str, frase: str
) -> None:
    monkeypatch.setenv(LLAVE, str(tmp_path / llave) if llave else "")
    _entregar(firmada, "2024-04-25T10:00", 0)
    commit = firmada.git("rev-parse", "origin/main^2")
    dicho = firmada("2024-04-25T11:00", *VERIFICAR, espera=1)

    assert f"{commit[:10]}  {frase}" in dicho


def test_una_llave_que_no_esta_se_dice(
    firmada: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LLAVE, str(tmp_path / "no-existe"))
    carpeta = next(firmada.raiz.glob("candidaturas/*/*/*")).relative_to(firmada.raiz).as_posix()

    assert "no-existe" in firmada(
        "2024-04-25T10:00", "entregar-cuentas", carpeta, "--cuenta", "UT", espera=2
    )


def test_configurar_no_deja_un_expediente_que_no_se_entienda(terminal: Terminal) -> None:
    orden = ("configurar", str(terminal.raiz / "cuentas.yml"), "--cuenta", "UT")
    assert "dicen lo mismo" in terminal("2024-04-25T09:00", *orden, espera=2)
    antes = terminal.git("rev-parse", "origin/main")
    (terminal.raiz / "cuentas.yml").write_text("version: 1\ncuentas: {}\n", "utf-8")
    assert "cuentas.yml tiene errores" in terminal("2024-04-25T09:00", *orden, espera=2)
    clave = next(terminal.raiz.glob("candidaturas/*/*/*/*.yml"))
    for ruta, frase in (
        (clave, "es de un expediente"),
        (terminal.raiz / "identidad-publica.json", "nunca entra a Git"),
        (terminal.raiz.parent / "fuera.yml", "no está en la carpeta del proceso"),
    ):
        assert frase in terminal(
            "2024-04-25T09:00", "configurar", str(ruta), "--cuenta", "UT", espera=2
        )
    secreto = terminal.raiz / "notas.yml"
    secreto.write_text("AGE-SECRET-KEY-1" + "Q" * 58 + "\n", "utf-8")
    assert "llave de la bóveda" in terminal(
        "2024-04-25T09:00", "configurar", str(secreto), "--cuenta", "UT", espera=2
    )

    assert antes == terminal.git("rev-parse", "origin/main")


def test_una_cuenta_nueva_entra_por_su_orden(terminal: Terminal) -> None:
    cuentas = terminal.raiz / "cuentas.yml"
    con_otra = cuentas.read_text("utf-8") + '  UT-DOS:\n    rol: "ut"\n'
    cuentas.write_text(con_otra, "utf-8")
    terminal("2024-04-25T09:00", "configurar", str(cuentas), "--cuenta", "UT")
    terminal("2024-04-25T10:00", "bandeja", "--cuenta", "UT-DOS")

    assert "La historia está intacta" in terminal("2024-04-25T11:00", *VERIFICAR)
