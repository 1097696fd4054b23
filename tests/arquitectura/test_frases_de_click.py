"""¿Está en español cada frase que click puede decir?

Lee su código: al subir de versión, una frase nueva falla aquí con su texto.
"""

import ast
from pathlib import Path
from string import Formatter

import click
import pytest

from generador.cli.espanol import FRASES, FRASES_CONTADAS, MODULOS, frase, frase_contada

CODIGO = Path(click.__file__).parent
SOLO_WINDOWS = {"_winconsole"}
DE_PROGRAMACION = {"TypeError", "ValueError", "OSError"}


def de_programacion(nodo):
    """Lo que lee quien programa la orden, no quien la usa."""
    return getattr(nodo, "name", "") == "__repr__" or (
        isinstance(nodo, ast.Raise)
        and isinstance(nodo.exc, ast.Call)
        and getattr(nodo.exc.func, "id", "") in DE_PROGRAMACION
    )


def llamadas(nodo):
    if de_programacion(nodo):
        return
    if isinstance(nodo, ast.Call) and getattr(nodo.func, "id", "") in ("_", "ngettext"):
        yield nodo
    for hijo in ast.iter_child_nodes(nodo):
        yield from llamadas(hijo)


def que_traducen():
    """Los módulos de click que piden frases a gettext, con su árbol."""
    arboles = {r.stem: ast.parse(r.read_text(encoding="utf-8")) for r in CODIGO.glob("*.py")}
    return {
        nombre: arbol
        for nombre, arbol in arboles.items()
        if nombre not in SOLO_WINDOWS
        and any(isinstance(n, ast.ImportFrom) and n.module == "gettext" for n in ast.walk(arbol))
    }


def dichas(funcion):
    return {
        nodo.args[0].value
        for arbol in que_traducen().values()
        for nodo in llamadas(arbol)
        if nodo.func.id == funcion and isinstance(nodo.args[0], ast.Constant)
    }


def huecos(texto):
    return {hueco for _, hueco, _, _ in Formatter().parse(texto) if hueco is not None}


def test_se_cambian_todos_los_modulos_que_traducen():
    assert sorted(que_traducen()) == sorted(MODULOS)


def test_cada_frase_esta_en_espanol():
    assert len(dichas("_")) > 40
    assert sorted(dichas("_") - set(FRASES)) == []


def test_cada_frase_contada_esta_en_espanol():
    assert len(dichas("ngettext")) > 4
    assert sorted(dichas("ngettext") - set(FRASES_CONTADAS)) == []


@pytest.mark.parametrize("original", FRASES)
def test_ninguna_traduccion_pide_un_dato_que_la_frase_no_trae(original):
    assert huecos(FRASES[original]) <= huecos(original)


def test_la_frase_desconocida_queda_como_esta():
    assert frase("Unheard of.") == "Unheard of."
    assert frase_contada("{n} thing", "{n} things", 1) == "{n} thing"
    assert frase_contada("{n} thing", "{n} things", 2) == "{n} things"


def test_distingue_uno_de_varios():
    original = "Got unexpected extra argument ({args})"

    assert frase_contada(original, "", 1) == "Sobra un argumento: {args}"
    assert frase_contada(original, "", 2) == "Sobran: {args}"
