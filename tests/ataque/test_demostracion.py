"""¿Se puede saber qué contestó alguien con las estadísticas de la demostración?"""

from datetime import datetime
from pathlib import Path

import pytest
from atacante import Mundo, resolver, restar, sin_control

from generador.archivos.carga import cargar
from generador.archivos.estadistica import leer_cortes
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.simulacion.estadistica import (
    contadas_ficticias,
    cortes_ficticios,
    fechas_de_corte,
)

REPOSITORIO = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def mundo() -> Mundo:
    """La demostración, con los cortes que están en Git y lo que solo sabría la bóveda."""
    conjunto = cargar(REPOSITORIO, datetime.fromisoformat("2024-05-30T12:00:00-06:00"))
    fechas = fechas_de_corte(conjunto.proceso)
    preguntas = preguntas_contables(conjunto.contexto.esquemas, conjunto.proceso)
    contadas = [contadas_ficticias(conjunto, fecha) for fecha in fechas]
    return Mundo.de(preguntas, cortes_ficticios(conjunto, fechas), contadas)


def test_se_atacan_los_cortes_que_estan_en_git(mundo: Mundo) -> None:
    publicados = leer_cortes(REPOSITORIO, mundo.preguntas)

    assert [c.renglones for c in mundo.cortes] == [c.renglones for c in publicados]
    assert any(r.conteo is not None and r.variable for r in publicados[-1].renglones)


def test_restar_no_descubre_a_nadie(mundo: Mundo) -> None:
    assert [] == restar(mundo)


def test_la_programacion_lineal_no_descubre_a_nadie(mundo: Mundo) -> None:
    assert [] == resolver(mundo)


def test_sin_control_los_dos_ataques_descubren(mundo: Mundo) -> None:
    """Si el atacante no encontrara nada nunca, lo de arriba no probaría nada."""
    desnudo = Mundo(
        mundo.preguntas,
        [sin_control(mundo.contadas[0], mundo.preguntas, mundo.cortes[0])],
        mundo.contadas[:1],
        mundo.verdad,
        mundo.sabidas,
    )

    assert len(restar(desnudo)) > 100
    personas = {h.que.split()[0] for h in resolver(desnudo) if h.como == "persona"}
    assert len(personas) > 50


def test_un_corte_que_no_supiera_del_anterior_descubriria(mundo: Mundo) -> None:
    """Lo que cuida entre cortes también puede fallar: contados por separado, se restan."""
    separados = Mundo(
        mundo.preguntas,
        [
            sin_control(contadas, mundo.preguntas, corte)
            for contadas, corte in zip(mundo.contadas, mundo.cortes, strict=True)
        ],
        mundo.contadas,
        mundo.verdad,
        mundo.sabidas,
    )
    totales = [
        type(c)(c.fecha, c.minimo, tuple(r for r in c.renglones if not r.variable), c.poblacion)
        for c in separados.cortes
    ]
    separados.cortes = totales

    assert restar(separados)
