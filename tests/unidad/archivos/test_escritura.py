import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.texto import leer
from generador.recursos import carpeta_de_esquemas

textos = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
numeros = st.integers(-(10**14), 10**14) | st.decimals(
    -(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False
).map(float)
escalares = st.none() | st.booleans() | numeros | textos
claves = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
arboles = st.recursive(
    escalares,
    lambda hijos: st.lists(hijos, max_size=4) | st.dictionaries(claves, hijos, max_size=4),
    max_leaves=25,
)
documentos = st.dictionaries(claves, arboles, min_size=1, max_size=5)


def en_nfc(dato: Any) -> Any:
    if isinstance(dato, dict):
        return {clave: en_nfc(hijo) for clave, hijo in dato.items()}
    if isinstance(dato, list):
        return [en_nfc(hijo) for hijo in dato]
    return unicodedata.normalize("NFC", dato) if isinstance(dato, str) else dato


@given(documentos)
@settings(deadline=None, max_examples=300)
def test_leer_lo_escrito_devuelve_el_mismo_arbol(dato):
    lectura = leer(escribir(dato, {}).encode())

    assert [] == lectura.problemas
    assert en_nfc(dato) == lectura.dato


@given(documentos)
@settings(deadline=None, max_examples=200)
def test_escribir_dos_veces_da_el_mismo_texto(dato):
    una = escribir(dato, {})

    assert una == escribir(leer(una.encode()).dato, {})


@given(textos)
@settings(deadline=None)
def test_lo_escrito_termina_en_un_solo_salto_y_no_trae_caracteres_de_control(texto):
    escrito = escribir({"a": texto}, {})

    assert escrito.endswith("\n")
    assert not escrito.endswith("\n\n")
    assert not any(unicodedata.category(c) == "Cc" for c in escrito.replace("\n", ""))


@pytest.mark.parametrize(
    "texto",
    [
        "x" * 81,
        "párrafo uno\n\npárrafo dos",
        " empieza con espacio" + "x" * 80,
        "termina con espacio" + "x" * 80 + " ",
        "renglón con espacio al final \notro",
        "termina en salto\n",
        "\n",
        "\n\nempieza con saltos",
        "tabulador\ten medio\ny dos renglones",
        "# no es comentario\n- ni lista\n--- ni documento\n",
        "a: b\nc: d",
        "nulo \x00 y campana \x07\ncon renglones",
        "separador \u2028 de renglón" + "x" * 80,
        "\u0085siguiente renglón" + "y" * 80,
        "\ufeffmarca" + "z" * 80,
        "emoji \U0001f600 y banderas \U0001f1f2\U0001f1fd",
        'comillas " y \\ diagonales',
        "\ue000 privado \U0010ffff",
    ],
)
def test_los_textos_dificiles_van_y_vuelven(texto):
    dato = {"a": texto, "b": [texto, [texto, {"c": texto}]], "c": [{"d": texto, "e": "x"}]}

    assert en_nfc(dato) == leer(escribir(dato, {}).encode()).dato


def test_el_texto_se_escribe_compuesto():
    assert 'a: "é"\n' == escribir({"a": "e\u0301"}, {})


def test_lo_que_parece_numero_o_palabra_va_entre_comillas():
    dato = {"a": "no", "b": "012", "c": "null", "d": "", "e": "2024-06-02"}

    assert 'a: "no"\nb: "012"\nc: "null"\nd: ""\ne: "2024-06-02"\n' == escribir(dato, {})


def test_un_texto_largo_va_en_bloque_y_los_vacios_en_su_renglon():
    dato = {"a": "uno\ndos", "b": {}, "c": [], "d": None, "e": True, "f": [[], {}], "g": [[1, 2]]}
    esperado = (
        "a: |-\n  uno\n  dos\nb: {}\nc: []\nd: null\ne: true\nf:\n  - []\n  - {}\n"
        "g:\n  - - 1\n    - 2\n"
    )

    assert esperado == escribir(dato, {})


def test_las_claves_salen_en_el_orden_del_esquema_y_las_demas_al_final():
    orden = {"": ("b", "a"), "/a": ("y", "x"), "/l/-": ("n", "m")}
    dato = {"z": 1, "a": {"x": 1, "y": 2}, "b": 2, "l": [{"m": 1, "n": 2}]}

    assert "b: 2\na:\n  y: 2\n  x: 1\nz: 1\nl:\n  - n: 2\n    m: 1\n" == escribir(dato, orden)


def test_el_orden_sale_del_esquema_y_llega_a_cada_grupo():
    orden = orden_de_claves(leer_esquemas(carpeta_de_esquemas()), "candidatura")

    assert ("version", "clave", "registro") == orden[""][:3]
    assert ("calle", "exterior") == orden["/curricular/contacto/casas_campana/-"][:2]
    assert ("rubro", "causal", "fecha") == orden["/tramite/observaciones/-"][:3]
