"""Todas las páginas de cada papel: sin nada que se salga, sin quejas y sin hallazgos de axe."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from ensayo import PARTIDO, SOLA, Alguien
from persona import Persona
from revisor import Revisor, clase_de

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.lento,
    pytest.mark.xdist_group("navegador-captura"),
]

CUENTAS = ("", "UT", "VERIFICADORA", "UIE", "CEVINE", f"{PARTIDO}-SUPERVISORA", SOLA,
           f"{PARTIDO}-CAPTURA")  # fmt: skip
_NO_SON_PAGINAS = (".pdf", ".json", ".svg", "/ver/", "/exportar/", "/formato/", "/documento/")


def enlaces(persona: Persona) -> Iterator[str]:
    """Las rutas de esta captura a las que se puede ir desde esta página."""
    todos = persona.pagina.eval_on_selector_all(
        "a[href]:not([download])", "(todos) => todos.map((a) => a.href)"
    )
    for enlace in todos:
        partes = urlsplit(enlace)
        propia = enlace.startswith(persona.captura.direccion)
        if propia and not partes.path.endswith(_NO_SON_PAGINAS):
            yield f"{partes.path}?{partes.query}".rstrip("?")


@pytest.mark.parametrize("cuenta", CUENTAS)
def test_se_recorren_sin_que_nada_estorbe(alguien: Alguien, cuenta: str) -> None:
    revisor = Revisor(("light", "dark"), por_seccion=True)
    persona = alguien(cuenta, revisor)
    if cuenta:
        persona.entra()
    pendientes = ["/"]
    conocidas = {"/"}
    while pendientes:
        persona.ve(pendientes.pop())
        for ruta in enlaces(persona):
            clase = clase_de(urlsplit(ruta).path)
            if clase not in conocidas:
                conocidas.add(clase)
                pendientes.append(ruta)

    assert ({}, []) == (revisor.malas, alguien.quejas)
