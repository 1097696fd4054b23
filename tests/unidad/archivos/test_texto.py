import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generador.archivos.texto import MAXIMO_BYTES, MAXIMO_NODOS, leer, ubicar


def reglas(crudo: bytes) -> list[str]:
    return [problema.regla for problema in leer(crudo).problemas]


@pytest.mark.parametrize(
    "escalar",
    [
        "no",
        "yes",
        "off",
        "on",
        "y",
        "N",
        "012",
        "0o17",
        "0x1F",
        "10:30",
        "1_000",
        "+1",
        ".5",
        "5.",
        ".inf",
        "-.inf",
        ".nan",
        "NaN",
        "2024-06-02",
        "2024-06-02T10:00:00Z",
        "~",
        "Null",
        "NULL",
        "True",
        "TRUE",
        "False",
        "=",
        "1.2.3",
        "١٢",
    ],
)
def test_lo_que_no_es_de_json_se_queda_como_texto(escalar):
    lectura = leer(f"a: {escalar}".encode())

    assert {"a": escalar} == lectura.dato
    assert [] == lectura.problemas


@pytest.mark.parametrize(
    ("escalar", "esperado"),
    [
        ("null", None),
        ("", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-7", -7),
        ("106", 106),
        ("1.5", 1.5),
        ("-1.5e-3", -0.0015),
        ("18.0", 18),
        ("1e3", 1000),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
        ("|-\n  12", "12"),
    ],
)
def test_resuelve_los_escalares_de_json(escalar, esperado):
    obtenido = leer(f"a: {escalar}".encode()).dato["a"]

    assert esperado == obtenido
    assert type(esperado) is type(obtenido)


@pytest.mark.parametrize("escalar", ["1234567890123456", "0.1234567890123456", "1e400", "-1e999"])
def test_un_numero_que_cambiaria_al_leerse_se_dice_y_queda_como_texto(escalar):
    lectura = leer(f"a: {escalar}".encode())

    assert {"a": escalar} == lectura.dato
    assert [("YAM13", "/a", 1, 4)] == [
        (p.regla, p.puntero, p.linea, p.columna) for p in lectura.problemas
    ]


def test_una_clave_repetida_se_dice_donde_esta_y_gana_la_primera():
    lectura = leer(b"a: 1\nb:\n  c: 2\n  c: 3\na: {x: 9}\n")

    assert {"a": 1, "b": {"c": 2}} == lectura.dato
    assert [("YAM05", "/b/c", 4), ("YAM05", "/a", 5)] == [
        (p.regla, p.puntero, p.linea) for p in lectura.problemas
    ]
    assert (1, 1) == lectura.posiciones["/a"]


@pytest.mark.parametrize(
    ("crudo", "esperadas"),
    [
        (b"a: &x 1\nb: *x\n", ["YAM06", "YAM06"]),
        (b"a: &x {b: 1}\n", ["YAM06"]),
        (b"&x a: 1\n", ["YAM06"]),
        (b"<<: *base\n", ["YAM06"]),
        (b"*x : 1\n", ["YAM06"]),
        (b"a: !!python/object/apply:os.system ['ls']\n", ["YAM07"]),
        (b"a: !!str 1\n", ["YAM07"]),
        (b"a: ! 1\n", ["YAM07"]),
        (b"!!map {a: 1}\n", ["YAM07"]),
        (b"%TAG ! tag:ejemplo.invalid,2030:\n---\na: !f 1\n", ["YAM07"]),
        (b"a: 1\n---\nb: 2\n", ["YAM08"]),
        (b"", ["YAM08"]),
        (b"\n\n", ["YAM08"]),
        (b"# nada\n# de nada\n", ["YAM08"]),
        (b"---\n", ["YAM08"]),
        (b"null\n", ["YAM08"]),
        (b"\xef\xbb\xbfa: 1\n", ["YAM02"]),
        (b"a: \xf1and\xfa\n", ["YAM02"]),
        ("a: ñandú\n".encode("utf-16"), ["YAM02"]),
        (b"a: \xed\xa0\x80\n", ["YAM02"]),
        (b"a: 1\r\nb: 2\r\n", ["YAM03"]),
        (b"a: 1\rb: 2\r", ["YAM03"]),
        (b"a: \x00\n", ["YAM04"]),
        (b"a: \x07\n", ["YAM04"]),
        ("a: \ufffe\n".encode(), ["YAM04"]),
        (b'a: "\\ud800"\n', ["YAM04"]),
        (b"a: 'sin cerrar\n", ["YAM04"]),
        (b"a: 1\n\tb: 2\n", ["YAM04"]),
        (b"a: b: c\n", ["YAM04"]),
        (b"%YAML 9.9\n---\na: 1\n", ["YAM04"]),
        (b"? [a, b]\n: 1\n", ["YAM04"]),
        (b"? {a: 1}\n: 1\n", ["YAM04"]),
        (b"a: [1, 2\n", ["YAM04"]),
        (b"a: }\n", ["YAM04"]),
    ],
)
def test_lo_que_no_se_admite_se_dice_con_su_codigo(crudo, esperadas):
    assert esperadas == reglas(crudo)


def test_una_tabla_de_combinacion_es_una_clave_como_cualquiera():
    assert {"<<": {"a": 1}} == leer(b"<<: {a: 1}\n").dato


def test_los_problemas_de_sintaxis_dicen_renglon_y_no_dan_arbol():
    lectura = leer(b"a: 1\nb: 2\nc: 'abierta\n")

    assert lectura.dato is None
    assert [4] == [p.linea for p in lectura.problemas]


def test_el_renglon_de_un_caracter_prohibido_cuenta_aunque_antes_haya_acentos():
    crudo = ("# áéíóúñ\n" * 40 + "a: \x07\n" + "b: 1\n" * 200).encode()

    assert [41] == [p.linea for p in leer(crudo).problemas]


def test_una_bomba_de_alias_no_crece_al_leerse():
    renglones = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    renglones += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    lectura = leer("\n".join(renglones).encode())

    assert {"YAM06"} == {p.regla for p in lectura.problemas}
    assert all(hijo is None for hijo in lectura.dato["a11"])


@pytest.mark.parametrize(
    "crudo",
    [
        b"a: " + b"[" * 100_000,
        b"a: " + b"{b: " * 50_000,
        b"\n".join(b" " * n + b"a:" for n in range(200)),
        b"- " * 5_000 + b"x",
    ],
)
def test_un_anidado_enorme_se_corta(crudo):
    lectura = leer(crudo)

    assert lectura.dato is None
    assert ["YAM10"] == [p.regla for p in lectura.problemas]


def test_demasiados_elementos_se_cortan():
    crudo = b"a: [" + b"1," * MAXIMO_NODOS + b"1]"

    assert ["YAM10"] == reglas(crudo)


def test_el_peso_se_mira_antes_que_el_contenido():
    assert ["YAM09"] == reglas(b"\xff" * (MAXIMO_BYTES + 1))
    assert "YAM09" not in reglas(b"a: " + b"x" * (MAXIMO_BYTES - 3))


def test_la_posicion_de_un_puntero_es_la_de_su_clave():
    posiciones = leer(b"a:\n  b~c/d:\n    - x\n    - y: 1\n").posiciones

    assert (2, 3) == ubicar(posiciones, "/a/b~0c~1d")
    assert (3, 7) == ubicar(posiciones, "/a/b~0c~1d/0")
    assert (4, 7) == ubicar(posiciones, "/a/b~0c~1d/1/y")


def test_si_el_camino_no_existe_se_ubica_el_ancestro_mas_cercano():
    posiciones = leer(b"a:\n  b: 1\n").posiciones

    assert (2, 3) == ubicar(posiciones, "/a/b/c/d")
    assert (1, 1) == ubicar(posiciones, "/a/otra")
    assert (1, 1) == ubicar({}, "/a")


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_ningun_conjunto_de_bytes_levanta_una_excepcion(crudo):
    lectura = leer(crudo)

    assert lectura.dato is not None or lectura.problemas
    assert all(p.linea >= 1 and p.columna >= 1 for p in lectura.problemas)


@given(st.text(alphabet="ab: -[]{},&*!|>'\"#%@`\n\t\\0123.eE?~=<\u00e9\U0001f600", max_size=120))
@settings(deadline=None)
def test_ningun_texto_con_signos_de_yaml_levanta_una_excepcion(texto):
    lectura = leer(texto.encode())

    assert lectura.dato is not None or lectura.problemas
    json.dumps(lectura.dato, allow_nan=False)
