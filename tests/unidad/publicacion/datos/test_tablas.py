"""¿Dice cada celda un valor o la causa de que no lo haya?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas, campos
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.proceso import Proceso
from generador.publicacion.cifras import cifras
from generador.publicacion.datos.celdas import TablaDeDatos, celda, escapar
from generador.publicacion.datos.columnas import VACIOS, ColumnaDeDatos
from generador.publicacion.datos.compatibilidad import tabla_ine_2022
from generador.publicacion.datos.paquetes import armar_tablas

Fichas = tuple[FichaPublica, ...]
Tablas = dict[str, list[dict[str, str]]]

DE_2022 = (
    "PARTIDO_COALICION|CARGO|ENTIDAD|DISTRITO LOCAL|CIRCUNSCRIPCION|MUNICIPIO|NUM_LISTA_O_FORMULA|"
    "NOMBRE_CANDIDATO|TIPO_CANDIDATO|EDAD|SEXO|DIRECCION_CASA_CAMPAÑA|TELEFONO|"
    "CORREO_ELECTRONICO|PAGINA_WEB|REDES|ESCOLARIDAD|ESTATUS_ESCOLARIDAD|CURSOS|"
    "HISTORIA_PROFESIONAL|TRAYECTORIA_POLITICA|MOTIVO_CARGO_PUBLICO|PROPUESTA_1|PROPUESTA_2|"
    "PROPUESTA_GENERO"
)


@pytest.fixture(scope="session")
def contexto(proceso: Proceso, esquemas: Esquemas, corte: datetime) -> Contexto:
    return Contexto(proceso, esquemas, corte)


def _leidas(tablas: Iterable[TablaDeDatos]) -> Tablas:
    return {
        t.nombre: [dict(zip((c.nombre for c in t.columnas), r, strict=True)) for r in t.renglones]
        for t in tablas
    }


def _armar(fichas: Fichas, contexto: Contexto) -> tuple[TablaDeDatos, ...]:
    return armar_tablas(fichas, contexto, cifras(fichas, contexto.proceso, contexto.ahora))


@pytest.fixture(scope="session")
def tablas(miniatura: Fichas, contexto: Contexto) -> Tablas:
    return _leidas(_armar(miniatura, contexto))


def _de(tablas: Tablas, tabla: str, clave: str) -> dict[str, str]:
    return next(renglon for renglon in tablas[tabla] if renglon["clave"] == clave)


def test_ninguna_celda_esta_vacia(tablas: Tablas):
    vacias = [
        (tabla, nombre)
        for tabla, renglones in tablas.items()
        for renglon in renglones
        for nombre, valor in renglon.items()
        if valor == ""
    ]

    assert vacias == []


def test_lo_publico_del_registro_tiene_columna(tablas: Tablas, esquemas: Esquemas):
    publicos = {
        c.nombre
        for c in campos(esquemas)
        if c.puntero.startswith("/registro/") and c.visibilidad == "publica"
    }

    assert publicos - {"estatus"} <= set(tablas["candidaturas"][0])


def test_cada_campo_del_cuestionario_tiene_columna(tablas: Tablas, esquemas: Esquemas):
    curriculares = {c.nombre for c in campos(esquemas) if c.rubro and c.hoja}
    de_identidad = {
        c.nombre
        for c in campos(esquemas, "identidad")
        if c.puntero.startswith("/respuestas/") and not c.extension
    }

    assert set(tablas["curricular"][0]) == curriculares | {"clave", "ficticio"}
    assert set(tablas["identidad_publica"][0]) == de_identidad | {"clave", "ficticio"}


def test_todas_las_columnas_dicen_que_son(miniatura: Fichas, contexto: Contexto):
    calladas = [
        (tabla.nombre, columna.nombre)
        for tabla in _armar(miniatura, contexto)
        for columna in tabla.columnas
        if not columna.titulo
    ]

    assert calladas == []


@pytest.mark.parametrize(
    ("clave", "motivo"),
    [
        ("DIP-001-AURORA-MR-P-1", "Quiere servir de ejemplo."),
        ("DIP-001-AURORA-MR-S-1", "sin_captura"),
        ("DIP-001-IND01-MR-P-1", "sin_validar"),
        ("DIP-002-JUNTAS-MR-P-1", "en_correccion"),
        ("AYU-002-JUNTAS-PRES-P-1", "con_error"),
        ("AYU-106-CEIBA-REG02-P-1", "no_aplica"),
    ],
)
def test_el_vacio_dice_su_causa(tablas: Tablas, clave: str, motivo: str):
    assert _de(tablas, "curricular", clave)["motivo"] == motivo


def test_la_condicion_que_no_se_cumple_no_aplica(tablas: Tablas):
    renglon = _de(tablas, "curricular", "AYU-106-CEIBA-REG02-P-2")

    assert (renglon["grado_maximo"], renglon["grado_estatus"], renglon["propuestas"]) == (
        "sin_estudios",
        "no_aplica",
        "no_proporciono",
    )


def test_las_listas_van_a_su_tabla_y_aqui_se_cuentan(tablas: Tablas):
    clave = "DIP-001-AURORA-MR-P-1"
    curricular = _de(tablas, "curricular", clave)
    contactos = [
        (r["medio"], r["orden"], r["valor"]) for r in tablas["contactos"] if r["clave"] == clave
    ]

    assert [curricular[n] for n in ("redes", "correos", "otra_formacion", "propuestas")] == [
        "1",
        "2",
        "2",
        "2",
    ]
    assert contactos == [
        ("facebook", "1", "https://facebook.com/ejemplo"),
        ("pagina_web", "1", "https://ejemplo.invalid/"),
        ("correos", "1", "uno@ejemplo.invalid"),
        ("correos", "2", "dos@ejemplo.invalid"),
        ("telefonos", "1", "0123456789"),
    ]
    assert _de(tablas, "casas_campana", clave) == {
        "clave": clave,
        "orden": "1",
        "calle": "Calle de Ejemplo",
        "exterior": "007",
        "interior": "no_proporciono",
        "colonia": "Centro",
        "codigo_postal": "01234",
        "municipio": "Acolman",
    }
    assert _de(tablas, "propuestas", clave)["titulo"] == "Propuesta 1"


def test_de_quien_salio_queda_constancia_sin_sus_datos(tablas: Tablas):
    renglon = _de(tablas, "candidaturas", "AYU-106-CEIBA-REG02-P-1")

    assert {renglon[n] for n in ("nombre", "primer_apellido", "sexo", "edad")} == {"no_aplica"}
    assert renglon["cargo_nombre"] == "Regiduría"
    assert renglon["sustituida_por"] == "AYU-106-CEIBA-REG02-P-2"
    assert renglon["baja_acuerdo"] == "EJEMPLO/CG/002/2024"


def test_con_leyenda_se_muestran_sus_datos_basicos(miniatura: Fichas, contexto: Contexto):
    lecturas = replace(contexto.proceso.lecturas, sustituidas="leyenda")
    con_leyenda = replace(contexto, proceso=replace(contexto.proceso, lecturas=lecturas))

    clave = "AYU-106-CEIBA-REG02-P-1"
    fichas = tuple(
        replace(f, nombre="Anterior", cargo_nombre="Regidora") if f.clave == clave else f
        for f in miniatura
    )
    renglon = _de(_leidas(_armar(fichas, con_leyenda)), "candidaturas", clave)

    assert (renglon["nombre"], renglon["cargo_nombre"]) == ("Anterior", "Regidora")


def test_la_identidad_solo_trae_lo_permitido(tablas: Tablas):
    con_permiso = _de(tablas, "identidad_publica", "DIP-001-AURORA-MR-P-1")
    sin_permiso = _de(tablas, "identidad_publica", "AYU-106-CEIBA-PRES-P-1")

    assert [con_permiso[n] for n in ("i01", "i02", "i03", "i05")] == [
        "si",
        "no",
        "no_proporciono",
        "no_aplica",
    ]
    assert set(sin_permiso.values()) == {"AYU-106-CEIBA-PRES-P-1", "no_consintio", "si"}


def test_una_respuesta_multiple_es_una_lista_de_claves(
    candidatura, publicar_datos, contexto: Contexto
):
    clave = "DIP-001-AURORA-MR-P-1"
    consiente = {"publicacion": True, "fecha": "2024-05-01", "aviso": "1", "documento": "x"}
    respuestas = {"i04": "si", "i06": ["fisica", "otra"], "i12": "marte", "i02": ["si"]}
    fichas = publicar_datos(
        [candidatura(clave, consentimiento=consiente)],
        {clave: IdentidadDeUna("consentimiento", respuestas)},
    )

    renglon = _de(_leidas(_armar(fichas, contexto)), "identidad_publica", clave)

    assert (renglon["i06"], renglon["i12"], renglon["i02"]) == (
        "fisica;otra",
        "con_error",
        "con_error",
    )


def test_una_clave_fuera_de_catalogo_no_se_publica(miniatura: Fichas, contexto: Contexto):
    rara = replace(miniatura[0], sexo="inventado", captura_por="NADIE", sustituye_a="DIP-999")

    renglon = _leidas(_armar((rara,), contexto))["candidaturas"][0]

    assert [renglon[n] for n in ("sexo", "captura_por", "sustituye_a")] == ["con_error"] * 3


def test_quien_captura_y_aun_no_se_sabe_queda_sin_captura(miniatura: Fichas, contexto: Contexto):
    renglon = _leidas(_armar((replace(miniatura[0], captura_por=""),), contexto))

    assert renglon["candidaturas"][0]["captura_por"] == "sin_captura"


@pytest.mark.parametrize("vacio", list(Vacio))
def test_un_texto_igual_a_un_vacio_se_escapa_y_se_recupera(vacio: Vacio):
    for original in (vacio.value, f"\\{vacio.value}", f"\\\\{vacio.value}"):
        escrito = escapar(original)

        assert escrito not in VACIOS
        assert escrito[1:] == original
    assert escapar(f"{vacio.value}.") == f"{vacio.value}."


def test_un_texto_igual_a_un_vacio_llega_entero_a_las_tablas(
    candidatura, publicar_datos, contexto: Contexto
):
    casa = {"calle": "no_aplica", "interior": "sin_captura", "colonia": "x", "municipio": "y"}
    cambios = {
        "motivo": "no_aplica",
        "formacion": {"grado_maximo": "primaria", "otra_formacion": ["no_proporciono"]},
        "contacto": {"casas_campana": [casa]},
    }
    tablas = _leidas(_armar(publicar_datos([candidatura(curricular=cambios)]), contexto))

    assert tablas["curricular"][0]["motivo"] == "\\no_aplica"
    assert tablas["formacion"][0]["texto"] == "no_proporciono"
    assert tablas["casas_campana"][0]["calle"] == "no_aplica"
    assert tablas["casas_campana"][0]["interior"] == "\\sin_captura"


def test_la_celda_sigue_el_tipo_de_su_columna():
    texto = ColumnaDeDatos("x", "X", "")
    lista = ColumnaDeDatos("x", "X", "", "list", categorias={"a": "A"})

    assert [celda(texto, v) for v in (None, "", (), True, False, 7)] == [
        "no_aplica",
        "no_aplica",
        "no_aplica",
        "si",
        "no",
        "7",
    ]
    assert [celda(lista, v) for v in ("a", ["a"], ["a", "b"])] == ["a", "a", "con_error"]


def test_la_compatibilidad_tiene_las_columnas_de_2022(miniatura: Fichas, proceso: Proceso):
    tabla = tabla_ine_2022(miniatura, proceso)

    assert "|".join(c.nombre for c in tabla.columnas) == DE_2022
    assert len(tabla.renglones) == sum(f.esta_vigente for f in miniatura)
    primero = dict(zip(DE_2022.split("|"), tabla.renglones[0], strict=True))
    assert primero["CARGO"] == "DIPUTACIÓN LOCAL"
    assert primero["DIRECCION_CASA_CAMPAÑA"] == "Calle de Ejemplo 007, Centro, 01234, Acolman"
    assert primero["ESCOLARIDAD"] == "Licenciatura"
    assert primero["PROPUESTA_2"] == "Segunda propuesta de ejemplo."
    assert primero["MUNICIPIO"] == "no_aplica"


def test_la_compatibilidad_tambien_dice_la_causa(miniatura: Fichas, proceso: Proceso):
    renglones = {
        (r[0], r[1], r[8]): dict(zip(DE_2022.split("|"), r, strict=True))
        for r in tabla_ine_2022(miniatura, proceso).renglones
    }

    suplente = renglones["Partido Aurora", "DIPUTACIÓN LOCAL", "SUPLENTE"]
    sin_propuestas = renglones["Partido Ceiba", "REGIDURÍA", "PROPIETARIA"]
    assert {suplente[c] for c in ("ESCOLARIDAD", "REDES", "PROPUESTA_1")} == {"sin_captura"}
    assert sin_propuestas["PROPUESTA_1"] == "no_proporciono"
