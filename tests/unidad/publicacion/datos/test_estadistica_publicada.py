"""¿Llevan los datos abiertos todos los cortes, con lo suprimido dicho?"""

from datetime import date, datetime
from pathlib import Path

import pytest

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.nucleo.estadistica.contada import VARIABLES, Contada, Situacion
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.proceso import Proceso
from generador.publicacion.datos.estadistica import tablas_de_estadistica
from generador.publicacion.datos.paquetes import comprobar_paquete, escribir_paquete
from generador.publicacion.fuente import Origen


@pytest.fixture(scope="module")
def en(proceso: Proceso, esquemas: Esquemas, corte: datetime) -> Contexto:
    return Contexto(proceso, esquemas, corte)


@pytest.fixture(scope="module")
def cortes(en: Contexto) -> tuple[Corte, ...]:
    preguntas = preguntas_contables(en.esquemas, en.proceso)
    gente = [
        Contada(
            f"C{n:03}",
            40,
            dict.fromkeys(VARIABLES, "x") | {"sexo": "mujer" if n % 2 else "hombre"},
            Situacion.CONTESTO,
            {"i01": ("si", "no", "no")[n % 3], "i04": "no"},
        )
        for n in range(40)
    ]
    primero = contar(gente, preguntas, date(2030, 5, 1), 3)
    return primero, contar(gente, preguntas, date(2030, 5, 9), 3, [primero])


def test_estan_todos_los_cortes_y_lo_suprimido_lleva_su_clave(
    cortes: tuple[Corte, ...], en: Contexto
) -> None:
    conteos, preguntas = tablas_de_estadistica(cortes, en)
    nombres = [c.nombre for c in conteos.columnas]
    renglones = [dict(zip(nombres, r, strict=True)) for r in conteos.renglones]

    assert {"2030-05-01", "2030-05-09"} == {r["corte"] for r in renglones}
    de_i04 = next(r for r in renglones if r["pregunta"] == "i04" and r["variable"] == "total")
    assert (Vacio.SUPRIMIDA, Vacio.SUPRIMIDA) == (de_i04["conteo"], de_i04["validas"])
    assert ("todas", "Todas las respuestas") == (de_i04["respuesta"], de_i04["respuesta_nombre"])
    de_i01 = next(r for r in renglones if r["pregunta"] == "i01" and r["respuesta"] == "si")
    assert ("14", "40", "Sí", "Toda la entidad") == tuple(
        de_i01[c] for c in ("conteo", "contestadas", "respuesta_nombre", "valor_nombre")
    )
    assert 19 == len(preguntas.renglones)
    assert all(celda for tabla in (conteos, preguntas) for r in tabla.renglones for celda in r)


def test_el_paquete_las_lleva_y_cumple_su_descriptor(
    cortes: tuple[Corte, ...],
    en: Contexto,
    miniatura: tuple[FichaPublica, ...],
    corte: datetime,
    tmp_path: Path,
) -> None:
    hecho = escribir_paquete(miniatura, en, Origen("a1", corte), tmp_path, cortes)

    assert () == comprobar_paquete(tmp_path)
    assert hecho.renglones["estadistica_identidad"] == sum(len(c.renglones) for c in cortes)
    assert (tmp_path / "excel" / "estadistica_identidad.csv").is_file()


def test_sin_cortes_la_tabla_esta_y_no_tiene_renglones(en: Contexto) -> None:
    conteos, preguntas = tablas_de_estadistica((), en)

    assert [] == conteos.renglones
    assert preguntas.renglones
