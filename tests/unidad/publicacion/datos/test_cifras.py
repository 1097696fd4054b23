"""¿Cuentan las cifras lo que hay, con sus dos denominadores?"""

from dataclasses import replace
from datetime import datetime

import pytest

from generador.nucleo.edades import grupo_de_edad
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.proceso import Proceso
from generador.publicacion.cifras import Cifras, Tabla, cifras, porcentaje

Fichas = tuple[FichaPublica, ...]


@pytest.fixture
def de_la_miniatura(miniatura: Fichas, proceso: Proceso, corte: datetime) -> Cifras:
    return cifras(miniatura, proceso, corte)


def _tabla(todas: Cifras, nombre: str) -> Tabla:
    return next(tabla for tabla in todas.tablas if tabla.nombre == nombre)


def _valores(todas: Cifras, nombre: str) -> dict[str, tuple[int, ...]]:
    return {r.clave: r.valores for r in _tabla(todas, nombre).renglones if any(r.valores)}


def test_los_totales_separan_vigentes_de_bajas(de_la_miniatura: Cifras):
    generales = {k: v for k, v in de_la_miniatura.totales.items() if "." not in k}

    assert generales == {
        "registradas": 7,
        "con_captura": 5,
        "validadas": 4,
        "sin_captura": 1,
        "con_error": 1,
        "sustituidas": 1,
        "canceladas": 1,
    }


def test_cuenta_por_cargo(de_la_miniatura: Cifras):
    assert _valores(de_la_miniatura, "cargo") == {
        "diputacion_mr": (4, 3, 2, 1, 0),
        "presidencia": (2, 1, 1, 0, 1),
        "regiduria": (1, 1, 1, 0, 0),
    }


def test_la_alianza_cuenta_en_la_boleta_y_en_cada_integrante(de_la_miniatura: Cifras):
    assert _valores(de_la_miniatura, "postulante")["JUNTAS"] == (2, 1, 1, 0, 1)
    assert _valores(de_la_miniatura, "partido") == {
        "AURORA": (4, 2, 2, 1, 1),
        "CEIBA": (4, 3, 3, 0, 1),
        "IND01": (1, 1, 0, 0, 0),
    }
    assert _tabla(de_la_miniatura, "partido").total is None


def test_el_grado_dice_tambien_por_que_no_se_sabe(de_la_miniatura: Cifras):
    tabla = _tabla(de_la_miniatura, "grado")

    assert _valores(de_la_miniatura, "grado") == {
        "sin_estudios": (1,),
        "licenciatura": (3,),
        "sin_captura": (1,),
        "sin_validar": (1,),
        "con_error": (1,),
    }
    assert (tabla.registradas, tabla.con_captura) == (7, 5)


def test_cada_tabla_que_se_suma_da_el_denominador(de_la_miniatura: Cifras):
    por_ambito = [t for t in de_la_miniatura.tablas if t.nombre.startswith("ambito_")]
    sumables = [t for t in de_la_miniatura.tablas if t.total and t not in por_ambito]

    assert {t.total.valores[0] for t in sumables if t.nombre != "bajas" and t.total} == {7}
    assert sum(t.total.valores[0] for t in por_ambito if t.total) == 7


def test_las_bajas_van_aparte(de_la_miniatura: Cifras):
    assert _valores(de_la_miniatura, "bajas") == {"ayuntamientos": (1, 1)}


def test_una_clave_fuera_del_catalogo_cuenta_como_en_revision(
    miniatura: Fichas, proceso: Proceso, corte: datetime
):
    rara = replace(miniatura[0], sexo="inventado")

    tabla = _tabla(cifras((rara,), proceso, corte), "sexo")

    assert [r.nombre for r in tabla.renglones if r.valores[0]] == ["En revisión"]


def test_sin_candidaturas_todo_es_cero(proceso: Proceso, corte: datetime):
    assert set(cifras((), proceso, corte).totales.values()) == {0}


@pytest.mark.parametrize(
    ("edad", "grupo"),
    [(18, "18-20"), (20, "18-20"), (21, "21-29"), (29, "21-29"), (59, "50-59"), (60, "60+")],
)
def test_los_grupos_de_edad_no_se_traslapan(edad: int, grupo: str):
    assert grupo_de_edad(edad) == grupo


def test_el_porcentaje_se_redondea_a_un_decimal():
    assert [porcentaje(1, 3), porcentaje(2, 3), porcentaje(1, 0), porcentaje(1, 2000)] == [
        33.3,
        66.7,
        None,
        0.1,
    ]
