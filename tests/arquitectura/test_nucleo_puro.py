"""¿El núcleo usa solo la biblioteca estándar?

Los contratos de capas no lo pueden decir; aquí se leen las importaciones de cada archivo.
"""

import ast
import sys
from pathlib import Path

GENERADOR = Path(__file__).parents[2] / "generador"
PROPIOS = {"generador.nucleo", "generador.errores", "generador.recursos"}


def importados(ruta):
    for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.Import):
            yield from (alias.name for alias in nodo.names)
        elif isinstance(nodo, ast.ImportFrom):
            yield nodo.module or ""


def es_propio(modulo):
    return any(modulo == propio or modulo.startswith(f"{propio}.") for propio in PROPIOS)


def test_el_nucleo_importa_solo_la_biblioteca_estandar():
    ajenos = [
        (ruta.name, modulo)
        for ruta in sorted((GENERADOR / "nucleo").rglob("*.py"))
        for modulo in importados(ruta)
        if modulo.partition(".")[0] not in sys.stdlib_module_names and not es_propio(modulo)
    ]

    assert ajenos == []


def test_errores_y_recursos_no_importan_a_nadie_del_programa():
    propios = [
        (nombre, modulo)
        for nombre in ("errores.py", "recursos.py")
        for modulo in importados(GENERADOR / nombre)
        if modulo.startswith("generador")
    ]

    assert propios == []
