import json
from typing import Any

import pytest

from generador.archivos.identidad import leer_identidad
from generador.archivos.lectura_proceso import abrir_proceso
from generador.errores import ErrorConoceles, ProcesoIlegible
from generador.nucleo.identidad.publica import IdentidadDeUna

AL_REVES = 'todos_habiles: {desde: "2030-05-01", hasta: "2030-01-01", fundamento: "x"}'


@pytest.fixture
def alterado(raiz, esquemas):
    """`alterado(antes, despues)` abre el proceso con ese cambio en su texto."""

    def abrir(antes: str = "", despues: str = "", archivo: str = "proceso.yml") -> Any:
        ruta = raiz / archivo
        texto = ruta.read_text(encoding="utf-8")
        assert antes in texto
        ruta.write_text(texto.replace(antes, despues, 1), encoding="utf-8")
        return abrir_proceso(raiz, esquemas)

    return abrir


def test_lee_el_proceso_con_sus_catalogos(alterado):
    proceso = alterado()

    assert "comarca-2030" == proceso.identificacion.clave
    assert "4" == proceso.ambito_de("regiduria", "106").detalle["regidurias"]
    assert "mujer" in proceso.catalogos["sexo"]


def test_los_catalogos_propios_completan_y_reemplazan_a_los_del_programa(raiz, alterado):
    (raiz / "catalogos").mkdir()
    (raiz / "catalogos" / "sexo.csv").write_text("clave,nombre\nx,Equis\n", encoding="utf-8")

    proceso = alterado()

    assert ["x"] == list(proceso.catalogos["sexo"])
    assert "grados" in proceso.catalogos


@pytest.mark.parametrize(
    ("antes", "despues", "regla", "puntero"),
    [
        ('registro: "2030-04-25"', 'registro: "2030-02-30"', "ESQ-pattern", "/fechas/registro"),
        (
            'asuetos: ["2030-05-01"]',
            'asuetos: ["2029-02-29"]',
            "ESQ-pattern",
            "/calendario/asuetos/0",
        ),
        ("2030-05-25T23:59:59", "2030-02-31T23:59:59", "ESQ-pattern", "/plazos/extemporanea/hasta"),
        ("ficticio: true", "ficticio: si", "ESQ-type", "/proceso/ficticio"),
        ("  siglas:", "  sigla:", "ESQ-additionalProperties", "/proceso/sigla"),
        ("version: 1", "version: 1\nversion: 1", "YAM05", "/version"),
        ("version: 1", "version: [1", "YAM04", ""),
    ],
)
def test_un_problema_en_el_proceso_dice_donde(alterado, antes, despues, regla, puntero):
    with pytest.raises(ProcesoIlegible) as caso:
        alterado(antes, despues)
    hallados = {(h.regla, h.puntero): h for h in caso.value.hallazgos}

    assert (regla, puntero) in hallados
    assert hallados[regla, puntero].linea > 1
    assert "sin él no se sabe qué elección es" in str(caso.value)


@pytest.mark.parametrize(
    ("antes", "despues", "frase"),
    [
        ("America/Mexico_City", "America/Inventada", "No existe la zona .*America/Inventada"),
        ("America/Mexico_City", "America", "No existe la zona horaria «America»"),
        ("America/Mexico_City", "../../etc/hosts", "No existe la zona horaria"),
        ('catalogo: "municipios.csv"', 'catalogo: "otros.csv"', r"otros\.csv: no existe"),
        ('catalogo: "municipios.csv"', 'catalogo: "../m.csv"', "queda fuera de la carpeta"),
        ('catalogo: "municipios.csv"', 'catalogo: "inventado"', "nombra el catálogo «inventado»"),
        ("todos_habiles: null", AL_REVES, "termina antes de empezar"),
    ],
)
def test_lo_que_no_se_puede_interpretar_se_dice_en_espaniol(alterado, antes, despues, frase):
    with pytest.raises(ErrorConoceles, match=frase):
        alterado(antes, despues)


@pytest.mark.parametrize(
    ("archivo", "antes", "despues", "frase"),
    [
        ("municipios.csv", "clave,nombre", "clave,titulo", "le falta la columna «nombre»"),
        ("municipios.csv", "107,", "106,", "renglón 3: repite «106»"),
        ("alianzas.csv", "captura_por", "captura", "le falta la columna «captura_por»"),
    ],
)
def test_un_csv_defectuoso_se_dice(alterado, archivo, antes, despues, frase):
    with pytest.raises(ErrorConoceles, match=frase):
        alterado(antes, despues, archivo)


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        ("clave,nombre,siglas,tipo,orden\nPAH,Uno,P,partido,dos\n", "«dos» no es un número"),
        ("clave,nombre,siglas,tipo\nPAH,Uno,P,partido\n", "le falta la columna «orden»"),
    ],
)
def test_los_postulantes_de_un_csv_se_comprueban(raiz, alterado, contenido, frase):
    (raiz / "postulantes.csv").write_text(contenido, encoding="utf-8")
    texto = (raiz / "proceso.yml").read_text(encoding="utf-8")
    inicio, fin = texto.index("postulantes:"), texto.index("alianzas:")

    with pytest.raises(ErrorConoceles, match=frase):
        alterado(texto[inicio:fin], 'postulantes: "postulantes.csv"\n')


@pytest.mark.parametrize("crudo", [b"", b"# nada\n", b"---\n", b"- 1\n", b"12\n", b"\xff"])
def test_un_proceso_que_no_es_un_proceso_se_dice(raiz, esquemas, crudo):
    (raiz / "proceso.yml").write_bytes(crudo)

    with pytest.raises(ProcesoIlegible) as caso:
        abrir_proceso(raiz, esquemas)
    assert caso.value.hallazgos


def test_si_no_esta_o_no_se_abre_se_dice(raiz, esquemas):
    (raiz / "proceso.yml").unlink()
    with pytest.raises(ProcesoIlegible, match=r"No hay proceso\.yml"):
        abrir_proceso(raiz, esquemas)

    (raiz / "proceso.yml").mkdir()
    with pytest.raises(ProcesoIlegible, match="es una carpeta"):
        abrir_proceso(raiz, esquemas)


# --- El extracto de identidad ---

CLAVE = "AYU-106-PAH-PRES-P-1"
CANARIO = "canario_secreto"


def extracto(**cambios: Any) -> dict[str, Any]:
    una = {"base": "accion_afirmativa", "dimension": "indigena", "respuestas": {"i01": "si"}}
    base = {"version": 1, "proceso": "comarca-2030", "ficticio": True, "candidaturas": {CLAVE: una}}
    return base | cambios


def test_lee_lo_que_se_permitio_publicar(tmp_path, contexto):
    ruta = tmp_path / "identidad-publica.json"
    ruta.write_text(json.dumps(extracto()), encoding="utf-8")

    esperado = {CLAVE: IdentidadDeUna("accion_afirmativa", {"i01": "si"}, "indigena")}

    assert esperado == leer_identidad(ruta, contexto)


def una(**cambios: Any) -> dict[str, Any]:
    return {"candidaturas": {CLAVE: {"base": "consentimiento", "respuestas": {}} | cambios}}


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (f'{{"{CANARIO}": ', "no es JSON en UTF-8"),
        (f'{{"{CANARIO}": 1, "{CANARIO}": 2}}', "no es JSON en UTF-8"),
        (f'{{"{CANARIO}": NaN}}', "no es JSON en UTF-8"),
        ("[" * 100_000, "no es JSON en UTF-8"),
        ("9" * 5_000, "no es JSON en UTF-8"),
        (f'"{CANARIO}"', "en «»"),
        (json.dumps(extracto(**{CANARIO: CANARIO})), "en «»"),
        (json.dumps(extracto(**una(respuestas={"i01": CANARIO}))), f"{CLAVE}/respuestas/i01»"),
        (json.dumps(extracto(**una(respuestas={CANARIO: "si"}))), f"{CLAVE}/respuestas»"),
        (json.dumps(extracto(**una(base=CANARIO))), f"{CLAVE}/base»"),
        (json.dumps(extracto(candidaturas={CANARIO: {}})), "en «/candidaturas"),
        (json.dumps(extracto(**una(respuestas={"i03_otra": "\ud800"}))), "no es JSON en UTF-8"),
        (json.dumps(extracto(proceso="otra-2030")), "es de «otra-2030» y este proceso es"),
        (json.dumps(extracto(ficticio=False)), "no se mezclan"),
    ],
)
def test_se_niega_ante_un_extracto_roto_y_no_repite_ninguna_respuesta(
    tmp_path, contexto, contenido, frase
):
    ruta = tmp_path / "identidad-publica.json"
    ruta.write_text(contenido, encoding="utf-8")

    with pytest.raises(ErrorConoceles, match=frase) as caso:
        leer_identidad(ruta, contexto)

    assert CANARIO not in str(caso.value)
    assert caso.value.__cause__ is None
    assert caso.value.__suppress_context__ or caso.value.__context__ is None


def test_si_el_extracto_no_esta_o_no_es_texto_se_dice(tmp_path, contexto):
    with pytest.raises(ErrorConoceles, match="no existe"):
        leer_identidad(tmp_path / "nadie.json", contexto)
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ErrorConoceles, match="no es JSON en UTF-8"):
        leer_identidad(tmp_path / "x.json", contexto)
