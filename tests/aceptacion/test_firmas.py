"""¿Se comprueba que cada quien firmó lo suyo, con su llave y no con otra?"""

import os
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


def _entregar(terminal: Terminal, hora: str, espera: int = 0) -> str:
    carpeta = next(terminal.raiz.glob("candidaturas/*/*/*")).relative_to(terminal.raiz).as_posix()
    return terminal(hora, "entregar-cuentas", carpeta, "--cuenta", "UT", espera=espera)


def test_lo_firmado_con_su_llave_esta_bien(firmada: Terminal) -> None:
    _entregar(firmada, "2024-04-25T10:00")

    assert "La historia está intacta" in firmada("2024-04-25T11:00", *VERIFICAR)


@pytest.mark.parametrize(
    ("llave", "frase"),
    [
        ("", "No está firmado, y la cuenta UT firma lo suyo"),
        ("otra", "Su firma no es de una llave que allowed_signers le reconozca a la cuenta UT"),
        ("verificadora", "Dice la cuenta UT y lo firmó verificadora@conoceles.invalid"),
    ],
)
def test_lo_que_no_firma_ella_no_se_integra(
    firmada: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, llave: str, frase: str
) -> None:
    monkeypatch.setenv(LLAVE, str(tmp_path / llave) if llave else "")
    antes = firmada.git("rev-parse", "origin/main")
    dicho = _entregar(firmada, "2024-04-25T10:00", espera=2)

    assert frase in dicho
    assert antes == firmada.git("rev-parse", "origin/main")


@pytest.mark.parametrize("fecha", ["2024-04-25T10:00:00-06:00", "2024-04-24T10:00:00-06:00"])
def test_lo_que_alguien_mete_a_mano_sin_firma_se_nombra(firmada: Terminal, fecha: str) -> None:
    """Ni quitar a quien firma, ni fechar antes de que firmara, lo esconde."""
    quien = {
        f"GIT_{p}_{k}": v
        for p in ("AUTHOR", "COMMITTER")
        for k, v in (("NAME", "UT"), ("EMAIL", "ut@conoceles.invalid"), ("DATE", fecha))
    }

    def commit(arbol: str, mensaje: str, *padres: str) -> str:
        orden = ["git", "commit-tree", arbol, *(o for p in padres for o in ("-p", p))]
        hecho = subprocess.run(
            orden, cwd=firmada.raiz, env={**os.environ, **quien}, input=mensaje.encode(),
            capture_output=True, check=True,
        )  # fmt: skip
        return hecho.stdout.decode().strip()

    tronco = firmada.git("rev-parse", "origin/main")
    entradas = firmada.git("ls-tree", tronco).splitlines()
    sin_firmantes = "\n".join(e for e in entradas if not e.endswith("allowed_signers")) + "\n"
    arbol = subprocess.run(
        ["git", "mktree"], cwd=firmada.raiz, input=sin_firmantes.encode(), capture_output=True,
        check=True,
    ).stdout.decode().strip()  # fmt: skip
    dicho = "Accion: configurar\nModulo: configuracion\nUsuario: UT\nFolio: X\n"
    rama = commit(arbol, f"configuracion: x\n\n{dicho}", tronco)
    dicho = f"Accion: integrar\nModulo: integracion\nUsuario: UT\nFolio: X\nRevisado: {rama}\n"
    union = commit(arbol, f"integracion: x\n\n{dicho}", tronco, rama)
    firmada.git("push", "-q", "origin", f"{union}:refs/heads/main")
    verificada = firmada("2024-04-25T12:00", *VERIFICAR, espera=1)

    for uno in (rama, union):
        assert f"{uno[:10]}  No está firmado, y la cuenta UT firma lo suyo" in verificada


def test_una_llave_que_no_esta_se_dice(
    firmada: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LLAVE, str(tmp_path / "no-existe"))

    assert "no-existe" in _entregar(firmada, "2024-04-25T10:00", espera=2)


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
