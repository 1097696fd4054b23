"""¿Hace la forja de GitHub lo que su descripción oficial admite, y sobrevive a que GitHub falle?

El depósito es de Git de verdad; GitHub es un servidor hecho con la descripción que publica.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from intermediario import Intermediario, Llamada

from generador.cli import conoceles
from generador.repositorio.forja import github as adaptador
from tests.aceptacion.conftest import Terminal, simulado  # noqa: F401 - fixture
from tests.aceptacion.conftest import preparar as preparar_expediente
from tests.aceptacion.test_proceso_entero import pareja

pytestmark = pytest.mark.lento

REPO = "autoridad/candidaturas"
PAGINAS = f"/repos/{REPO}/pulls"
VOLVER = {"Retry-After": "0"}


@pytest.fixture
def terminal(
    simulado: Path,  # noqa: F811
    tmp_path: Path,
    github: Intermediario,
    monkeypatch: pytest.MonkeyPatch,
) -> Terminal:
    """Un expediente cuyo depósito común dice estar en GitHub."""
    monkeypatch.setenv(adaptador.TOKEN, "x")
    monkeypatch.setattr(adaptador, "PAUSA", 0.0)
    monkeypatch.setattr(adaptador, "ENTRE_INTENTOS", 0.0)
    una = preparar_expediente(simulado, tmp_path)
    # El servidor no une de verdad: lo que debe estar en el tronco se asienta antes.
    una("2024-04-25T10:00", "entregar-cuentas", pareja(una)[0], "--cuenta", "UT")
    una.al_dia()
    una.git("config", "conoceles.githubApi", github.url)
    una("2024-04-25T11:00", "forja", "preparar", "--github", REPO)
    return una


@pytest.fixture
def capturada(terminal: Terminal, github: Intermediario) -> tuple[Terminal, str, str]:
    """(terminal, expediente ya escrito, partido): falta enviarlo."""
    _, clave, _, partido = pareja(terminal)
    ruta = terminal.escribir(clave)
    github.llamadas.clear()
    return terminal, str(ruta), partido


def _pedido(github: Intermediario) -> list[tuple[str, str]]:
    return [(ll.metodo, ll.ruta.partition("?")[0]) for ll in github.llamadas]


def _ultima(github: Intermediario, metodo: str, ruta: str) -> Llamada:
    return next(
        ll
        for ll in reversed(github.llamadas)
        if ll.metodo == metodo and ll.ruta.partition("?")[0].endswith(ruta)
    )


def test_preparar_prohibe_lo_que_debe(terminal: Terminal, github: Intermediario) -> None:
    repo = _ultima(github, "PATCH", f"/repos/{REPO}").cuerpo
    reglas = {
        ll.cuerpo["name"]: {r["type"] for r in ll.cuerpo["rules"]}
        for ll in github.llamadas
        if ll.metodo == "POST" and ll.ruta.endswith("/rulesets")
    }

    assert terminal.git("config", "conoceles.github") == REPO
    assert (True, False, False, "PR_TITLE", "PR_BODY") == (
        repo["allow_merge_commit"], repo["allow_squash_merge"], repo["allow_rebase_merge"],
        repo["merge_commit_title"], repo["merge_commit_message"],
    )  # fmt: skip
    assert {"deletion", "non_fast_forward", "pull_request"} == reglas["Conóceles: el tronco"]
    assert {"non_fast_forward"} == reglas["Conóceles: las propuestas"]
    assert {"deletion", "non_fast_forward", "update"} == reglas["Conóceles: las anclas"]
    assert [] == github.violaciones


def test_un_repositorio_publico_no_sirve_para_un_proceso_en_curso(
    terminal: Terminal, github: Intermediario
) -> None:
    proceso = terminal.raiz / "proceso.yml"
    proceso.write_text(proceso.read_text("utf-8").replace("ficticio: true", "ficticio: false"))

    # El ejemplo oficial de un repositorio es público.
    orden = ["--raiz", str(terminal.raiz), "forja", "preparar", "--github", REPO]
    corrida = CliRunner().invoke(conoceles, orden, catch_exceptions=False)
    assert corrida.exit_code == 2
    assert "es público" in corrida.output
    assert "PATCH" not in {ll.metodo for ll in github.llamadas[-1:]}


def test_de_la_propuesta_a_la_union(
    capturada: tuple[Terminal, str, str], github: Intermediario
) -> None:
    terminal, ruta, partido = capturada
    terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")
    folio = terminal.folio
    pagina = _ultima(github, "POST", "/pulls").cuerpo

    assert (f"captura/{folio}", "main") == (pagina["head"], pagina["base"])
    cabeza = terminal.git("rev-parse", f"origin/captura/{folio}")
    assert pagina["body"].rstrip().endswith(f"Revisado: {cabeza}")
    assert "Accion: integrar" in pagina["body"]
    assert "Espera la validación" in _ultima(github, "POST", "/comments").cuerpo["body"]

    terminal("2024-04-29T10:00", "validar-propuesta", folio, "--cuenta", f"{partido}-SUPERVISORA")
    cabeza = terminal.git("rev-parse", f"origin/captura/{folio}")
    assert "Puede integrarse" in _ultima(github, "POST", "/comments").cuerpo["body"]

    terminal("2024-04-29T10:05", "integrar", folio, "--revisado", cabeza, "--cuenta", "UT")
    union = _ultima(github, "PUT", "/merge").cuerpo
    assert ("merge", cabeza) == (union["merge_method"], union["sha"])
    assert f"Revisado: {cabeza}" in union["commit_message"]
    assert "Usuario: UT" in union["commit_message"]
    assert [] == github.violaciones


@pytest.mark.parametrize(
    ("estado", "veces", "encabezados"),
    [(500, 2, {}), (502, 1, {}), (403, 1, VOLVER), (429, 1, VOLVER)],
)
def test_lo_que_falla_se_reintenta(
    capturada: tuple[Terminal, str, str],
    github: Intermediario,
    estado: int,
    veces: int,
    encabezados: dict[str, str],
) -> None:
    terminal, ruta, partido = capturada
    github.fallar(estado, veces, encabezados)
    dicho = terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")

    assert "siguiente vuelta" not in dicho
    assert [estado] * veces + [201] == [
        ll.estado for ll in github.llamadas if ll.ruta.endswith("/pulls") and ll.metodo == "POST"
    ]
    assert [] == github.violaciones


def test_si_github_no_contesta_la_propuesta_esta_guardada_y_se_abre_despues(
    capturada: tuple[Terminal, str, str], github: Intermediario
) -> None:
    terminal, ruta, partido = capturada
    github.cortar(20)
    dicho = terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")
    folio = terminal.folio

    assert f"La propuesta {folio} está guardada. GitHub no respondió" in dicho
    assert terminal.git("rev-parse", f"origin/captura/{folio}")

    # Otra vez lo mismo: mismo folio, y ahora sí se abre.
    github.sanar()
    assert "Ya se había enviado" in terminal(
        "2024-04-28T12:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA"
    )
    github.llamadas.clear()
    terminal("2024-04-28T12:00", "forja", "conciliar", "--cuenta", "UT")
    assert ("POST", PAGINAS) in _pedido(github)
    assert [] == github.violaciones


def test_la_pagina_que_ya_existe_se_edita(
    capturada: tuple[Terminal, str, str], github: Intermediario
) -> None:
    terminal, ruta, partido = capturada
    github.fallar(422, mensaje="Validation Failed: A pull request already exists")
    terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")

    assert [("POST", PAGINAS), ("GET", PAGINAS)] == _pedido(github)[:2]
    assert "PATCH" in [metodo for metodo, _ in _pedido(github)]
    assert [] == github.violaciones


@pytest.mark.parametrize(
    ("estado", "frase"),
    [
        (405, "choca con el tronco"),
        (409, "Se movió después de revisarse"),
        (403, "GitHub contestó 403 al unir la propuesta"),
    ],
)
def test_lo_que_github_no_quiere_unir(
    capturada: tuple[Terminal, str, str], github: Intermediario, estado: int, frase: str
) -> None:
    terminal, ruta, partido = capturada
    terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")
    folio = terminal.folio
    terminal("2024-04-29T10:00", "validar-propuesta", folio, "--cuenta", f"{partido}-SUPERVISORA")
    github.dejar_pasar(1)
    github.fallar(estado, mensaje="Pull Request is not mergeable" if estado == 405 else "No")
    dicho = terminal("2024-04-29T10:05", "integrar", folio, "--cuenta", "UT", espera=2)

    assert frase in dicho
    assert terminal.git("rev-parse", f"origin/captura/{folio}")


def test_lo_que_se_unio_sin_que_llegara_la_respuesta_no_se_une_dos_veces(
    capturada: tuple[Terminal, str, str], github: Intermediario, tmp_path: Path
) -> None:
    terminal, ruta, partido = capturada
    terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")
    folio = terminal.folio
    terminal("2024-04-29T10:00", "validar-propuesta", folio, "--cuenta", f"{partido}-SUPERVISORA")

    # GitHub une y se corta la conexión: al reintentar dice que ya no se puede.
    def unir() -> None:
        otra = tmp_path / "otra"
        terminal.git("clone", "-q", str(tmp_path / "comun.git"), str(otra))
        quien = ("-c", "user.name=UT", "-c", "user.email=ut@conoceles.invalid")
        terminal.git(
            "-C", str(otra), *quien, "merge", "-q", "--no-ff", "-m",
            f"integra {folio}\n\nAccion: integrar\nModulo: integracion\nUsuario: UT\n"
            f"Folio: {folio}", f"origin/captura/{folio}",
        )  # fmt: skip
        terminal.git("-C", str(otra), "push", "-q", "origin", "main")

    github.dejar_pasar(1)
    github.al_fallar(unir)
    github.fallar(405, mensaje="Pull Request is not mergeable")
    assert "Integrada" in terminal("2024-04-29T10:05", "integrar", folio, "--cuenta", "UT")
    assert folio not in terminal.git("ls-remote", str(tmp_path / "comun.git"), "refs/heads/*")


def test_la_credencial_no_queda_en_ningun_lado(
    capturada: tuple[Terminal, str, str], github: Intermediario, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, ruta, partido = capturada
    monkeypatch.setenv(adaptador.TOKEN, "ghp_secreto_que_no_debe_salir")
    github.fallar(401, 5, mensaje="Bad credentials")
    dicho = terminal("2024-04-28T11:00", "proponer", ruta, "--cuenta", f"{partido}-CAPTURA")

    assert "GitHub contestó 401" in dicho
    assert "secreto" not in dicho
    assert "secreto" not in (terminal.raiz / ".git" / "config").read_text("utf-8")
    assert "secreto" not in json.dumps([ll.cuerpo for ll in github.llamadas])


def test_sin_credencial_se_dice(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(adaptador.TOKEN)

    assert "Falta con qué entrar a GitHub" in terminal(
        "2024-04-28T11:00", "bandeja", "--cuenta", "UT", espera=2
    )


def test_una_aplicacion_entra_con_su_llave(
    terminal: Terminal, github: Intermediario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    llave = tmp_path / "app.pem"
    terminal.git("--version")
    _llave_rsa(llave)
    monkeypatch.delenv(adaptador.TOKEN)
    monkeypatch.setenv(adaptador.APP, "1")
    monkeypatch.setenv(adaptador.LLAVE, str(llave))
    github.llamadas.clear()
    terminal("2024-04-28T11:00", "forja", "preparar", "--github", REPO)

    assert ("GET", f"/repos/{REPO}/installation") in _pedido(github)
    assert any(ruta.endswith("/access_tokens") for _, ruta in _pedido(github))
    assert [] == github.violaciones


def _llave_rsa(ruta: Path) -> None:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    llave = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    ruta.write_bytes(
        llave.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
