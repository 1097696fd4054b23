"""¿Quien revisa ve, en español, qué cambia, si procede y qué espera a quién?"""

import json
import re
from pathlib import Path

import pytest

from tests.aceptacion.conftest import Terminal, preparar

HOSTIL = "``` | # Título | @todos [liga](https://ejemplo.invalid) `x` " * 6


@pytest.fixture(scope="module")
def enviada(
    simulado: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Terminal, str, str, str]:
    """(terminal, clave, folio, carpeta) de una captura con identidad y un texto hostil."""
    terminal = preparar(simulado, tmp_path_factory.mktemp("enviada"))
    clave = next(c for r in sorted(terminal.raiz.rglob("*-P-1.yml")) if (c := _sirve(terminal, r)))
    carpeta = terminal.ruta(clave).parent.relative_to(terminal.raiz).as_posix()
    terminal("2024-04-25T10:00", "entregar-cuentas", carpeta, "--cuenta", "UT")
    terminal.al_dia()
    ruta = terminal.escribir(
        clave,
        lambda texto: re.sub(
            r'  motivo: (?:\|-\n(?:    .*\n|\n)+|".*"\n)',
            f"  motivo: {json.dumps(HOSTIL.strip(), ensure_ascii=False)}\n",
            texto,
        ),
    )
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", "PAH-CAPTURA")
    return terminal, clave, terminal.folio, carpeta


def _sirve(terminal: Terminal, ruta: Path) -> str:
    texto = next(terminal.llenas.glob(f"*/*/*/{ruta.name}")).read_text("utf-8")
    suya = re.search(r'postulante: "PAH"|captura_por: "PAH"', texto)
    completa = "compromiso:" in texto and "validada:" in texto and "baja:" not in texto
    return ruta.stem if suya and completa and "motivo:" in texto else ""


def test_la_hoja_dice_que_cambia_y_de_identidad_solo_que_cambio(
    enviada: tuple[Terminal, str, str, str],
) -> None:
    terminal, clave, folio, _ = enviada

    hoja = terminal(
        "2024-04-29", "revisar", "--cabeza", f"origin/captura/{folio}", "--formato", "markdown",
    )  # fmt: skip

    assert hoja.startswith("## Espera la validación")
    assert f"### {clave}" in hoja
    assert "Dice: ` (sin respuesta) `" in hoja
    assert "Identidad actualizada." in hoja
    assert "sha256:" not in re.sub(r"`+ sha256:[0-9a-f]{64} `+", "", hoja)
    sin_codigo = re.sub(r"(?P<m>`+) .*? (?P=m)(?!`)", "", hoja)
    assert "# Título" not in sin_codigo
    assert "@todos" not in sin_codigo
    assert "](https" not in sin_codigo


def test_los_demas_formatos_son_los_de_validar(enviada: tuple[Terminal, str, str, str]) -> None:
    terminal, _, folio, _ = enviada
    rama = f"origin/captura/{folio}"

    datos = json.loads(terminal("2024-04-29", "revisar", "--cabeza", rama, "--formato", "json"))
    assert {"aviso", "nota"} >= {h["nivel"] for h in datos["hallazgos"]}
    assert datos["hallazgos"]
    assert "aviso" in terminal("2024-04-29", "revisar", "--cabeza", rama)
    assert "No existe «nada»" in terminal("2024-04-29", "revisar", "--cabeza", "nada", espera=2)
    terminal("2024-04-29", "revisar", "--cabeza", "origin/main")


def test_la_bandeja_dice_a_quien_espera_y_que_vence(
    enviada: tuple[Terminal, str, str, str],
) -> None:
    terminal, clave, folio, _ = enviada

    dicho = terminal("2024-04-29T12:00", "bandeja", "--cuenta", "UT")

    assert "desde 2024-04-28 11:00  PAH-SUPERVISORA" in dicho
    assert "vence 2024-05-10 23:59" in dicho
    assert f"Validarla: {clave} (folio {folio})" in dicho
    assert "1 pendiente." in dicho
