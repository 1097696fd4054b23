"""¿LICENCIAS.md dice lo que se instala, y la comprobación distingue lo que no se admite?"""

import importlib.util
import re
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def licencias():
    ruta = RAIZ / "requirements" / "licencias.py"
    ficha = importlib.util.spec_from_file_location("licencias", ruta)
    modulo = importlib.util.module_from_spec(ficha)
    ficha.loader.exec_module(modulo)
    return modulo


def test_licencias_md_nombra_exactamente_lo_que_fijan_la_base_y_la_captura(licencias):
    candados = [candado.read_text(encoding="utf-8") for candado in licencias.CANDADOS]
    fijadas = {nombre for candado in candados for nombre in licencias.fijadas(candado)}
    tabla = (RAIZ / "LICENCIAS.md").read_text(encoding="utf-8")
    nombradas = {
        licencias.normalizar(nombre)
        for nombre in re.findall(r"^\| ([A-Za-z0-9._-]+) \| [0-9]", tabla, flags=re.MULTILINE)
    }

    assert fijadas == nombradas


@pytest.mark.parametrize(
    "licencia",
    [
        "MIT",
        "BSD License",
        "Mozilla Public License 2.0 (MPL 2.0)",
        "LGPL-2.1-or-later",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "Artistic-1.0-Perl OR GPL-2.0-or-later",
        "GPL-3.0-only OR MIT",
    ],
)
def test_admite_lo_que_no_obliga_a_todo_el_programa(licencias, licencia):
    assert licencias.es_admisible(licencia)


@pytest.mark.parametrize(
    "licencia",
    [
        "GPL-3.0-only",
        "GNU General Public License v2 (GPLv2)",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "GPL-2.0-only OR AGPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "UNKNOWN",
        "",
    ],
)
def test_rechaza_gpl_sin_otra_opcion_agpl_y_lo_desconocido(licencias, licencia):
    assert not licencias.es_admisible(licencia)
