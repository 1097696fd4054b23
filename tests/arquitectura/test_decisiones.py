"""¿Cada registro de decisión tiene su forma y está en el índice?"""

import re
from pathlib import Path

CARPETA = Path(__file__).parents[2] / "sitio" / "paginas" / "documentacion" / "decisiones"
APARTADOS = ["Contexto", "Decisión", "Consecuencias", "Descartado"]


def registros():
    return sorted(CARPETA.glob("[0-9]*.md"))


def test_el_indice_nombra_a_todos_y_solo_a_ellos():
    indice = (CARPETA / "index.md").read_text(encoding="utf-8")

    assert [ruta.name for ruta in registros()] == re.findall(r"\]\((\d{4}-[a-z-]+\.md)\)", indice)


def test_los_numeros_son_seguidos():
    numeros = [int(ruta.name[:4]) for ruta in registros()]

    assert list(range(1, len(numeros) + 1)) == numeros


def test_cada_uno_tiene_sus_cuatro_apartados_y_su_estado():
    for ruta in registros():
        texto = ruta.read_text(encoding="utf-8")

        assert re.findall(r"^## (.+)$", texto, flags=re.MULTILINE) == APARTADOS
        assert texto.startswith(f"# {ruta.name[:4]}. ")
        assert "**Estado:** " in texto
