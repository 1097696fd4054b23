"""¿Contesta siempre lo mismo una clave, se publique o no?"""

from datetime import datetime
from pathlib import Path

import pytest

from generador.archivos.carga import cargar
from generador.archivos.esquemas import Validador, preparar_validador
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.estadistica.contada import Situacion
from generador.simulacion.estadistica import contadas_ficticias, fechas_de_corte
from generador.simulacion.identidad import (
    cuestionario_ficticio,
    extracto_ficticio,
    permitido,
    preguntas_de,
)

REPOSITORIO = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def demostracion() -> Conjunto:
    return cargar(REPOSITORIO, datetime.fromisoformat("2024-05-30T12:00:00-06:00"))


@pytest.fixture(scope="module")
def validador(demostracion: Conjunto) -> Validador:
    return preparar_validador(demostracion.contexto.esquemas, "identidad")


def test_lo_que_se_publica_sale_del_mismo_cuestionario(
    demostracion: Conjunto, validador: Validador
) -> None:
    proceso = demostracion.proceso
    campos = preguntas_de(demostracion.contexto.esquemas)
    for clave, una in demostracion.candidaturas.items():
        edad = una.registro.edad
        dicho = cuestionario_ficticio(proceso, campos, clave, edad)
        todo = permitido(proceso, campos, clave, edad, consiente=True)
        propio = permitido(proceso, campos, clave, edad, consiente=False)

        assert validador.cumple(dicho.a_dato())
        assert {"base": "consentimiento", "respuestas": dicho.respuestas} == todo
        assert bool(dicho.accion_afirmativa) == bool(propio)
        if propio:
            assert propio["respuestas"].items() <= dicho.respuestas.items()


def test_las_contadas_dicen_lo_mismo_que_el_extracto(demostracion: Conjunto) -> None:
    extracto = extracto_ficticio(demostracion)
    ultima = fechas_de_corte(demostracion.proceso)[-1]
    contadas = {c.clave: c for c in contadas_ficticias(demostracion, ultima)}

    assert extracto.keys() <= contadas.keys()
    for clave, una in extracto.items():
        assert una.respuestas.items() <= contadas[clave].respuestas.items()
        vistas = {p for p in contadas[clave].publicas if not p.endswith("_otra")}
        assert vistas <= contadas[clave].autorizadas
    assert {*Situacion} == {c.situacion for c in contadas.values()}
