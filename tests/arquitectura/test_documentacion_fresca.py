"""¿Lo escrito en la documentación es lo que hace el programa?"""

from pathlib import Path

import pytest

from generador.archivos.esquemas import leer_esquemas
from generador.archivos.tablas import leer_catalogos
from generador.cli import conoceles
from generador.nucleo.reglas import REGLAS
from generador.publicacion.documentacion import paginas_de_documentacion

RAIZ = Path(__file__).parents[2]
DOCUMENTACION = RAIZ / "sitio" / "paginas" / "documentacion"


@pytest.fixture(scope="module")
def generadas():
    esquemas = leer_esquemas(RAIZ / "esquemas")
    catalogos = leer_catalogos(RAIZ / "esquemas" / "catalogos")
    return paginas_de_documentacion(REGLAS, esquemas, conoceles, catalogos)


def escritas():
    return {
        ruta.relative_to(DOCUMENTACION).as_posix(): ruta.read_text(encoding="utf-8")
        for carpeta in ("reglas", "campos", "ordenes")
        for ruta in sorted((DOCUMENTACION / carpeta).glob("*.md"))
    }


def test_estan_todas_las_paginas_y_ninguna_de_mas(generadas):
    assert sorted(generadas) == sorted(escritas()), "corra «make generar»"


def test_cada_pagina_dice_lo_que_hace_el_programa(generadas):
    guardadas = escritas()
    viejas = [ruta for ruta, texto in generadas.items() if guardadas.get(ruta) != texto]

    assert viejas == [], "corra «make generar»"


def test_el_leeme_nombra_cada_orden():
    leeme = (RAIZ / "README.md").read_text(encoding="utf-8")
    calladas = [nombre for nombre in conoceles.commands if f"`conoceles {nombre}" not in leeme]

    assert calladas == []


def test_el_leeme_muestra_en_la_primera_pantalla_las_dos_ordenes_del_proyecto():
    primera = (RAIZ / "README.md").read_text(encoding="utf-8").splitlines()[:20]

    assert any(renglon.startswith("make sitio") for renglon in primera)
    assert any(renglon.startswith("make pruebas") for renglon in primera)
