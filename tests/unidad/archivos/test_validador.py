"""Los esquemas, los dos validadores y cómo se explica en español lo que no cumple."""

import copy
import json
import random
import re
import shutil
from typing import Any

import pytest

from generador.archivos.esquemas import Validador, leer_esquemas, preparar_validador, unir
from generador.errores import EsquemaRoto
from generador.nucleo.reglas import REGLAS
from generador.recursos import carpeta_de_esquemas

INGLES = re.compile(
    r"\b(is|not|of|type|required|property|properties|additional|additionalProperties|unexpected|"
    r"match|does|valid|under|any|schemas|short|long|non-empty|string|integer|object|array|boolean|"
    r"pattern|enum|const|minimum|maximum|minLength|maxLength|minItems|maxItems|uniqueItems|unique|"
    r"elements|propertyNames|anyOf|oneOf|expected|was|greater|less|than|None|True|False)\b"
)


@pytest.fixture(scope="session")
def validador() -> Validador:
    return preparar_validador(leer_esquemas(carpeta_de_esquemas()), "candidatura")


@pytest.fixture
def poner(expediente: dict[str, Any]):
    """`poner("/registro/edad", 5)` → el expediente con ese valor; sin valor, lo quita."""

    def con_valor(puntero: str, *valor: Any) -> dict[str, Any]:
        dato = copy.deepcopy(expediente)
        *camino, ultimo = puntero.split("/")[1:]
        nodo = dato
        for tramo in camino:
            nodo = nodo[int(tramo)] if isinstance(nodo, list) else nodo.setdefault(tramo, {})
        if valor:
            nodo[ultimo] = valor[0]
        else:
            del nodo[ultimo]
        return dato

    return con_valor


CASOS = [
    ("/registro/edad", "41", "type", "/registro/edad", "debe ser un número entero; dice «41»"),
    ("/registro/nombre", 12, "type", "/registro/nombre", "debe ser texto; dice «12»"),
    ("/registro/nombre", None, "type", "/registro/nombre", "dice null"),
    ("/registro/nombre", ["Ana"], "type", "/registro/nombre", "dice una lista"),
    ("/registro/nombre", {"a": 1}, "type", "/registro/nombre", "dice un grupo de campos"),
    ("/registro/nombre", True, "type", "/registro/nombre", "dice true"),
    ("/registro/eleccion_consecutiva", "no", "type", "/registro/eleccion_consecutiva", "dice «no»"),
    ("/registro/captura_por", 5, "type", "/registro/captura_por", "texto o null"),
    ("/registro/estatus", "activa", "enum", "/registro/estatus", "no admite «activa»"),
    ("/version", 2, "const", "/version", "debe ser «1»"),
    ("/clave", "ayu-1", "pattern", "/clave", "debe ser una clave ELECCIÓN"),
    ("/tramite/enviada", "ayer", "pattern", "/tramite/enviada", "una fecha con hora y zona"),
    ("/tramite/folio", "x", "pattern", "/tramite/folio", "no tiene la forma esperada: dice «x»"),
    ("/registro/nombre", "", "minLength", "/registro/nombre", "«Nombre(s)» está vacío."),
    (
        "/curricular/contacto/pagina_web",
        "a.mx",
        "minLength",
        "/curricular/contacto/pagina_web",
        "más corto que 8 caracteres",
    ),
    (
        "/registro/nombre",
        "x" * 81,
        "maxLength",
        "/registro/nombre",
        "81 caracteres; caben 80",
    ),
    ("/registro/edad", 5, "minimum", "/registro/edad", "es 5; el mínimo es 18"),
    ("/registro/edad", 500, "maximum", "/registro/edad", "es 500; el máximo es 120"),
    (
        "/tramite/cambio",
        {"solicitado": "2030-05-03T10:00:00-06:00", "campos": []},
        "minItems",
        "/tramite/cambio/campos",
        "tiene 0 elementos; el mínimo es 1",
    ),
    (
        "/curricular/contacto/telefonos",
        ["7220000000", "7220000001", "7220000002", "7220000003"],
        "maxItems",
        "/curricular/contacto/telefonos",
        "tiene 4 elementos; el máximo es 3",
    ),
    (
        "/curricular/contacto/telefonos",
        ["7220000000", "7220000000"],
        "uniqueItems",
        "/curricular/contacto/telefonos",
        "elementos repetidos",
    ),
    (
        "/curricular/contacto/redes",
        {"Mi Red": "https://red.invalid/ana"},
        "propertyNames",
        "/curricular/contacto/redes",
        "«Mi Red» no es un nombre que se admita",
    ),
    (
        "/curricular/contacto/redes",
        {f"red{letra}": "https://red.invalid/ana" for letra in "abcdefg"},
        "maxProperties",
        "/curricular/contacto/redes",
        "tiene 7 elementos; caben 6",
    ),
    ("/curricular", "pendiente", "anyOf", "/curricular", "no tiene la forma que se espera"),
    ("/registro/nombres", "Ana", "additionalProperties", "/registro/nombres", "no es un campo de"),
    ("/curricular/motivos", "x", "additionalProperties", "/curricular/motivos", "no es un campo"),
    (
        "/curricular/a~b",
        "x",
        "additionalProperties",
        "/curricular/a~0b",
        "«a~b» no es un campo",
    ),
]


@pytest.mark.parametrize("caso", CASOS, ids=lambda caso: caso[2] + caso[0])
def test_cada_palabra_del_esquema_se_explica_en_espaniol(validador, poner, caso):
    puntero, valor, palabra, donde, frase = caso
    dato = poner(puntero, valor)
    explicaciones = list(validador.explicaciones(dato))

    assert not validador.cumple(dato)
    assert [(palabra, donde)] == [(e.palabra, e.puntero) for e in explicaciones]
    assert frase in explicaciones[0].mensaje
    assert explicaciones[0].mensaje.endswith(".")
    assert not INGLES.search(re.sub("«[^»]*»", "", explicaciones[0].mensaje))
    assert not INGLES.search(re.sub("«[^»]*»", "", explicaciones[0].remedio))


def test_lo_que_falta_se_nombra_con_su_titulo_y_senala_al_grupo(validador, poner):
    [falta] = validador.explicaciones(poner("/registro/edad"))

    assert ("required", "/registro") == (falta.palabra, falta.puntero)
    assert "Falta «Edad el día de la elección» (edad)." == falta.mensaje


def test_se_explica_cada_campo_que_falta(validador):
    faltan = {e.mensaje for e in validador.explicaciones({"version": 1})}

    assert 6 == len(faltan)


def test_propone_el_nombre_parecido_o_enumera_los_que_hay(validador, poner):
    [parecido] = validador.explicaciones(poner("/registro/nonbre", "Ana"))
    [lejano] = validador.explicaciones(poner("/registro/zzz", "Ana"))

    assert "¿Quiso decir «nombre»?" == parecido.remedio
    assert lejano.remedio.startswith("Admite: nombre, primer_apellido")


def test_en_un_grupo_que_puede_ser_nulo_se_explica_el_grupo(validador, poner):
    explicaciones = list(validador.explicaciones(poner("/consentimiento", {"publicacion": "sí"})))

    assert {"type", "required"} == {e.palabra for e in explicaciones}
    assert all(e.puntero.startswith("/consentimiento") for e in explicaciones)


RESERVADOS = ["curp", "clave_elector", "fecha_nacimiento", "correo_privado", "telefono_privado"]
DE_IDENTIDAD = ["i01", "i09", "accion_afirmativa", "respuestas", "tratamiento"]


@pytest.mark.parametrize("lugar", ["", "/registro", "/curricular", "/identidad", "/tramite"])
@pytest.mark.parametrize(
    ("clave", "frase"),
    [(clave, "es un dato reservado") for clave in RESERVADOS]
    + [(clave, "es del cuestionario de identidad") for clave in DE_IDENTIDAD]
    + [
        ("CURP", "es un dato reservado"),
        ("Clave Elector", "es un dato reservado"),
        ("fecha-nacimiento", "es un dato reservado"),
    ],
)
def test_un_dato_que_nunca_entra_a_git_se_rechaza_y_dice_por_que(
    validador, poner, lugar, clave, frase
):
    [explicacion] = validador.explicaciones(poner(f"{lugar}/{clave}", "CANARIO"))

    assert "prohibida" == explicacion.palabra
    assert f"{lugar}/{clave}" == explicacion.puntero
    assert frase in explicacion.mensaje
    assert "CANARIO" not in explicacion.mensaje + explicacion.remedio


def palabras_usadas(nodo: Any) -> set[str]:
    if isinstance(nodo, list):
        return set().union(*map(palabras_usadas, nodo))
    if not isinstance(nodo, dict):
        return set()
    propias = {k for k in nodo if not k.startswith(("x-", "$"))}
    hijos = [
        hijo
        for k, v in nodo.items()
        if not k.startswith("x-")
        for hijo in (v.values() if k in ("properties", "$defs") else [v])
    ]
    return propias.union(*map(palabras_usadas, hijos))


def test_cada_palabra_que_usan_los_esquemas_tiene_explicacion_y_regla():
    de_forma = {"title", "description", "properties", "items"}
    usadas = palabras_usadas(list(leer_esquemas(carpeta_de_esquemas()).values())) - de_forma
    probadas = {palabra for _, _, palabra, _, _ in CASOS} | {"required"}
    de_otro_esquema = {"oneOf", "minProperties"}

    assert usadas - probadas <= de_otro_esquema
    assert {f"ESQ-{p}" for p in probadas | {"prohibida"}} <= {r.codigo for r in REGLAS}


def test_las_palabras_que_solo_usa_el_proceso_tambien_se_dicen():
    esquemas = {
        "candidatura": {
            "properties": {
                "a": {"title": "A", "type": "object", "minProperties": 1},
                "b": {"title": "B", "oneOf": [{"type": "string"}, {"type": "null"}]},
                "c": {"title": "C", "multipleOf": 2},
                "d": {"title": "D", "enum": ["x", None]},
            }
        },
        "proceso": {},
        "reservado": {"properties": {}},
        "identidad": {
            "properties": {"respuestas": {"properties": {}}, "manifestaciones": {"properties": {}}}
        },
    }
    for parte in ("respuestas", "manifestaciones"):
        esquemas["identidad"]["properties"][parte]["title"] = parte
    validador = preparar_validador(esquemas, "candidatura")
    dichos = [e.mensaje for e in validador.explicaciones({"a": {}, "b": 1, "c": 3, "d": "y"})]

    assert [
        "«A» está vacío.",
        "«B» no tiene la forma que se espera: dice «1».",
        "«C» no tiene la forma que se espera.",
        "«D» no admite «y».",
    ] == dichos


# --- Los dos validadores ---

RAROS = [
    None,
    True,
    False,
    0,
    1,
    1.0,
    -1,
    18,
    18.5,
    121,
    1e300,
    "",
    "x",
    "1",
    "é" * 80,
    "\U0001f600" * 81,
    "2030-05-02",
    "2030-02-31",
    "2030-05-02T10:00:00-06:00",
    "2030-05-02T10:00:00-06:00\n",
    "7220000000\n",
    "٧٢٢٠٠٠٠٠٠٠",
    "sha256:" + "a" * 64,
    "sha256:" + "a" * 64 + "\n",
    "\u2028",
    "\x00",
    [],
    [1, 1.0],
    [True, 1],
    [False, 0],
    ["a", "a"],
    {},
    {"a": None},
    {"curp": "X"},
]


def punteros(dato: Any, base: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    hijos = dato.items() if isinstance(dato, dict) else enumerate(dato)
    todos = []
    for clave, hijo in hijos:
        todos.append((*base, clave))
        if isinstance(hijo, dict | list):
            todos += punteros(hijo, (*base, clave))
    return todos


def mutar(azar: random.Random, dato: Any) -> Any:
    nuevo = copy.deepcopy(dato)
    for _ in range(azar.randint(1, 3)):
        *camino, ultimo = azar.choice(punteros(nuevo))
        nodo = nuevo
        for tramo in camino:
            nodo = nodo[tramo]
        accion = azar.random()
        if accion < 0.2:
            del nodo[ultimo]
        elif accion < 0.3 and isinstance(nodo, dict):
            nodo[azar.choice(["curp", "otra", "Nombre", "a/b"])] = azar.choice(RAROS)
        else:
            nodo[ultimo] = copy.deepcopy(azar.choice(RAROS))
        if not nuevo:
            break
    return nuevo


@pytest.mark.parametrize("semilla", range(8))
def test_los_dos_validadores_coinciden_en_expedientes_alterados(validador, expediente, semilla):
    azar = random.Random(semilla)
    expediente["curricular"]["contacto"] |= {
        "redes": {"facebook": "https://red.invalid/ana"},
        "telefonos": ["7220000000"],
        "casas_campana": [{"calle": "Encino", "colonia": "Centro", "municipio": "San Martín"}],
    }
    expediente["tramite"] |= {
        "observaciones": [
            {
                "rubro": "/curricular/motivo",
                "causal": "copia",
                "fecha": "2030-05-03T10:00:00-06:00",
            }
        ],
        "cambio": {"solicitado": "2030-05-03T10:00:00-06:00", "campos": ["/curricular/motivo"]},
    }
    rechazados = 0
    for _ in range(150):
        dato = mutar(azar, expediente)
        if not validador.cumple(dato):
            rechazados += 1
        assert validador.cumple(dato) == validador.lento.is_valid(dato), dato

    assert rechazados > 100


def test_un_salto_al_final_no_pasa_por_ningun_validador(validador, poner):
    dato = poner("/tramite/folio", "FOLIO-0001\n")

    assert not validador.cumple(dato)
    assert ["pattern"] == [e.palabra for e in validador.explicaciones(dato)]


def test_si_no_coinciden_el_programa_lo_dice(validador, expediente):
    with pytest.raises(EsquemaRoto, match="no coinciden"):
        list(validador.explicaciones(expediente))


# --- Esquemas rotos ---


@pytest.fixture
def copia(tmp_path):
    carpeta = tmp_path / "esquemas"
    shutil.copytree(carpeta_de_esquemas(), carpeta, ignore=shutil.ignore_patterns("*.csv"))
    return carpeta


@pytest.mark.parametrize(
    ("antes", "despues", "frase"),
    [
        ('"type": "object"', '"type": "objeto"', r"registro.*no es un JSON Schema válido en «/"),
        ('"type": "object",', '"type": "object"', r"registro.*no es JSON válido: renglón \d+"),
        ('"maximum": 120', '"pattern": "[a"', r"registro.*«/properties/edad/pattern»"),
        ('"minLength": 1', '"minLength": "1"', r"registro.*no es un JSON Schema válido"),
        ('"title": "Edad', '"title": "\ud7ff', ""),
    ],
)
def test_un_error_de_dedo_en_un_esquema_dice_en_cual_y_donde(copia, antes, despues, frase):
    ruta = copia / "registro.schema.json"
    texto = ruta.read_text(encoding="utf-8")
    assert antes in texto
    ruta.write_text(texto.replace(antes, despues, 1), encoding="utf-8")

    if not frase:
        assert "registro" in leer_esquemas(copia)
        return
    with pytest.raises(EsquemaRoto, match=frase):
        leer_esquemas(copia)


@pytest.mark.parametrize(
    ("archivo", "antes", "despues"),
    [
        ("candidatura.schema.json", "registro.schema.json", "registr.schema.json"),
        ("candidatura.schema.json", "#/$defs/identidad", "#/$defs/identidat"),
    ],
)
def test_una_referencia_o_una_expresion_mal_escrita_se_dice(copia, archivo, antes, despues):
    ruta = copia / archivo
    texto = ruta.read_text(encoding="utf-8")
    assert antes in texto
    ruta.write_text(texto.replace(antes, despues), encoding="utf-8")

    with pytest.raises(EsquemaRoto, match=r"referencia \(\$ref\).*o una expresión"):
        preparar_validador(leer_esquemas(copia), "candidatura")


def test_si_falta_un_esquema_se_dice_cual(copia):
    (copia / "proceso.schema.json").unlink()
    (copia / "reservado.schema.json").unlink()

    with pytest.raises(EsquemaRoto, match="faltan esquemas: proceso, reservado"):
        leer_esquemas(copia)


def test_un_esquema_que_no_es_utf8_o_no_se_abre_se_dice(copia):
    ruta = copia / "registro.schema.json"
    ruta.write_bytes(b'{"title": "\xf1"}')

    with pytest.raises(EsquemaRoto, match=r"registro.* no está en UTF-8"):
        leer_esquemas(copia)

    ruta.unlink()
    ruta.mkdir()

    with pytest.raises(EsquemaRoto, match=r"No se puede leer el esquema .*es una carpeta"):
        leer_esquemas(copia)


def test_al_unirlos_no_queda_ninguna_referencia_a_otro_archivo():
    esquemas = leer_esquemas(carpeta_de_esquemas())

    for nombre in esquemas:
        assert "schema.json#" not in json.dumps(unir(esquemas, nombre))
        assert '"$ref": "#' in json.dumps(unir(esquemas, nombre))
