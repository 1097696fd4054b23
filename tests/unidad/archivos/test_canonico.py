"""¿El lector de la forma única dice lo mismo que el general, o se abstiene?"""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generador.archivos.canonico import leer_canonico
from generador.archivos.escritura import escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.texto import MAXIMO_BYTES, MAXIMO_NIVELES, leer
from generador.recursos import carpeta_de_esquemas

RAIZ = Path(__file__).parents[3]
ORDEN = orden_de_claves(leer_esquemas(carpeta_de_esquemas()), "candidatura")
textos = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
largos = textos.map(lambda texto: f"{texto}\n\n{'palabra ' * 12}fin")
claves = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | textos.filter(bool)
escalares = st.none() | st.booleans() | st.integers(-(10**14), 10**14) | textos | largos
arboles = st.recursive(
    escalares,
    lambda hijos: st.lists(hijos, max_size=4) | st.dictionaries(claves, hijos, max_size=4),
    max_leaves=25,
)
documentos = st.dictionaries(claves, arboles, min_size=1, max_size=5)


def demostracion():
    rutas = sorted((RAIZ / "candidaturas").rglob("*.yml"))
    return [ruta.read_bytes() for ruta in rutas[::6]]


@given(documentos)
@settings(deadline=None, max_examples=400)
def test_lo_que_lee_es_lo_mismo_que_lee_el_general(dato):
    crudo = escribir(dato, {}).encode()
    lectura, general = leer_canonico(crudo, {}), leer(crudo)

    assert lectura is None or (general.dato, general.posiciones) == (
        lectura.dato,
        lectura.posiciones,
    )


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), largos, min_size=1))
@settings(deadline=None)
def test_lee_todo_lo_escrito_con_claves_sencillas(dato):
    crudo = escribir(dato, {}).encode()

    assert leer_canonico(crudo, {}) is not None


def test_la_demostracion_se_lee_entera_y_con_los_mismos_renglones():
    for crudo in demostracion():
        lectura, general = leer_canonico(crudo, ORDEN), leer(crudo)

        assert lectura is not None
        assert (general.dato, general.posiciones) == (lectura.dato, lectura.posiciones)
        assert lectura.es_canonica


@pytest.mark.parametrize("semilla", range(40))
def test_ante_un_archivo_mutilado_se_abstiene_o_coincide(semilla):
    azar = random.Random(semilla)
    for crudo in azar.sample(demostracion(), 5):
        texto = crudo.decode()
        donde = azar.randrange(len(texto))
        pieza = azar.choice(
            ['"', ":", "- ", "\n", "  ", "|-", "#", "&a ", "\t", "'", "{", "\\", "é"]
        )
        mutilado = azar.choice(
            [texto[:donde] + pieza + texto[donde:], texto[:donde] + texto[donde + 3 :]]
        ).encode()
        lectura, general = leer_canonico(mutilado, ORDEN), leer(mutilado)

        assert lectura is None or ([], general.dato) == (general.problemas, lectura.dato)


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "\n",
        "a",
        "a: 1",
        "a: 01\n",
        "a: 1.0\n",
        "a: -0\n",
        "a: no\n",
        "a: texto suelto\n",
        "a: 'sencillas'\n",
        "a: 1 # comentario\n",
        "# comentario\na: 1\n",
        "---\na: 1\n",
        "a: 1\n\n",
        "a:  1\n",
        "a: 1\na: 2\n",
        "b: &x 1\n",
        "b: *x\n",
        "b: !!str 1\n",
        "b: [1, 2]\n",
        'b: "sin cerrar\n',
        'b: "con \\q"\n',
        'b: "dos" "textos"\n',
        "b: |\n  bloque\n",
        "b: |-\n  corto\n",
        "b:\n",
        "b:\n    honda: 1\n",
        "b:\n  - \n",
        "- 1\n",
        'a: "e\u0301"\n',
        "a: 1\r\n",
        "\ufeffa: 1\n",
        f"a: {'9' * 30}\n",
        "- " * 50_000 + "x\n",
        "".join(f"{'  ' * n}a:\n" for n in range(MAXIMO_NIVELES + 5)) + "\n",
        "a:\n  " + "- " * (MAXIMO_NIVELES * 3) + "1\n",
    ],
)
def test_se_abstiene_de_lo_que_no_es_la_forma_unica(texto):
    assert leer_canonico(texto.encode(), {}) is None


def test_se_abstiene_de_lo_que_no_es_utf_8_y_de_lo_que_no_cabe():
    assert leer_canonico(b'a: "\xff"\n', {}) is None
    assert leer_canonico(b"a: " + json.dumps("x" * MAXIMO_BYTES).encode() + b"\n", {}) is None


def test_el_orden_de_las_claves_es_parte_de_la_forma():
    texto = b"b: 1\na: 2\n"

    assert leer_canonico(texto, {"": ("a", "b")}) is None
    assert leer_canonico(texto, {"": ("b", "a")}) is not None
