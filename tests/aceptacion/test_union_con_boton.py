"""¿Vale la unión que hace la propia forja cuando la unidad oprime su botón?"""

import os
import re
import subprocess

import pytest

from tests.aceptacion.conftest import Terminal
from tests.aceptacion.test_proceso_entero import pareja

BOTON = "49+conoceles[bot]@users.noreply.github.com"


def _unir_con_boton(terminal: Terminal, folio: str) -> str:
    """Lo que deja GitHub: su autor, y de mensaje el cuerpo de la propuesta, con CRLF."""
    cabeza = terminal.git("rev-parse", f"origin/captura/{folio}")
    arbol = terminal.git("merge-tree", "--write-tree", "origin/main", cabeza)
    mensaje = (
        f"integracion: validada, folio {folio}\r\n\r\nAccion: integrar\r\nModulo: integracion\r\n"
        f"Usuario: UT\r\nFolio: {folio}\r\nRevisado: {cabeza}\r\n"
    )
    quien = {
        f"GIT_{p}_{k}": v
        for p in ("AUTHOR", "COMMITTER")
        for k, v in (("NAME", "conoceles[bot]"), ("EMAIL", BOTON))
    }
    union = subprocess.run(
        ["git", "commit-tree", arbol, "-p", "origin/main", "-p", cabeza],
        cwd=terminal.raiz, env={**os.environ, **quien}, input=mensaje.encode(),
        capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    terminal.git("push", "-q", "origin", f"{union}:refs/heads/main")
    terminal.git("fetch", "-q", "origin")
    return union


@pytest.mark.parametrize("anotado", [True, False])
def test_la_union_de_la_forja_vale_si_la_unidad_la_anoto(
    terminal: Terminal, *, anotado: bool
) -> None:
    if anotado:
        cuentas = terminal.raiz / "cuentas.yml"
        texto = cuentas.read_text("utf-8")
        con_autor = re.sub(r'(  UT:\n    rol: "ut"\n)', rf'\1    autores: ["{BOTON}"]\n', texto)
        cuentas.write_text(con_autor, "utf-8")
        terminal("2024-04-24", "configurar", str(cuentas), "--cuenta", "UT")
    carpeta, clave, _, partido = pareja(terminal)
    terminal("2024-04-25T10:00", "entregar-cuentas", carpeta, "--cuenta", "UT")
    terminal.al_dia()
    ruta = terminal.escribir(clave)
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", f"{partido}-CAPTURA")
    folio = terminal.folio
    terminal("2024-04-28T12:00", "validar-propuesta", folio, "--cuenta", f"{partido}-SUPERVISORA")
    union = _unir_con_boton(terminal, folio)
    dicho = terminal(
        "2024-04-28T13:00", "historial", "verificar", "--todo", "--cuenta", "UT",
        espera=0 if anotado else 1,
    )  # fmt: skip

    assert ("La historia está intacta" in dicho) is anotado
    assert (f"{union[:10]}  Dice la cuenta UT, pero su autor es otro." in dicho) is not anotado


def test_solo_la_unidad_anota_autores_y_nunca_el_correo_de_alguien(terminal: Terminal) -> None:
    cuentas = terminal.raiz / "cuentas.yml"
    texto = cuentas.read_text("utf-8")
    for viejo, nuevo in (
        ('rol: "ut"\n', 'rol: "ut"\n    autores: ["ana@ejemplo.mx"]\n'),
        ('rol: "verificadora"\n', f'rol: "verificadora"\n    autores: ["{BOTON}"]\n'),
    ):
        cuentas.write_text(texto.replace(viejo, nuevo, 1), "utf-8")
        assert re.search(
            "ESQ-pattern|Solo la unidad integra",
            terminal("2024-04-24", "configurar", str(cuentas), "--cuenta", "UT", espera=2),
        )
