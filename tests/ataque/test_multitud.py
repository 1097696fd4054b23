"""¿Resiste lo que se cuenta por muestra, con miles de personas?"""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from atacante import Mundo, resolver, restar, sin_control

from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.contada import Contada, Situacion
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.estadistica.supresion import MUCHAS

CUANTAS = 2 * MUCHAS
FECHAS = (date(2024, 5, 12), date(2024, 5, 29))
APARTE = {"pnc": "Prefirió no contestar", "sin_respuesta": "Sin respuesta"}
ABRE = Pregunta("p1", "P1", "d", "D", {"si": "Sí", "no": "No", **APARTE})
ABIERTA = Pregunta(
    "p2",
    "P2",
    "d",
    "D",
    {"a": "A", "b": "B", "c": "C", "no_aplica": "No aplica", **APARTE},
    padre="p1",
    abren=("si",),
)
PREGUNTAS = (ABRE, ABIERTA)


def _multitud(semilla: int) -> list[Contada]:
    """Personas con columnas desiguales: hay lugares con centenares y lugares con tres."""
    azar = Random(semilla)
    gente = []
    for n in range(CUANTAS):
        cargo = azar.choices("abc", (70, 28, 2))[0]
        respuestas = {"p1": azar.choices(("si", "no", "pnc"), (10, 86, 4))[0]}
        if respuestas["p1"] == "si":
            respuestas["p2"] = azar.choices("abc", (6, 3, 1))[0]
        autoriza = frozenset(("p1", "p2") if azar.random() < 0.3 else ())
        variables = {
            "eleccion": "ab"[cargo == "c"],
            "cargo": cargo,
            "postulante": f"P{min(int(azar.expovariate(0.8)), 6)}",
            "sexo": azar.choices("mhx", (50, 48, 2))[0],
            "edad": str(azar.randrange(3)),
            "ambito": f"{cargo}{min(int(azar.expovariate(0.4)), 11)}",
        }
        gente.append(
            Contada(f"C{n:05}", 40, variables, Situacion.CONTESTO, respuestas, autoriza, autoriza)
        )
    return gente


def _mundo(semilla: int, entran: float) -> Mundo:
    """Dos cortes; del primero faltan las que todavía no contestaban."""
    despues, azar = _multitud(semilla), Random(f"entran {semilla}")
    antes = [
        replace(c, situacion=Situacion.SIN_CAPTURA) if azar.random() < entran else c
        for c in despues
    ]
    cortes: list = []
    por_corte = (antes, despues)
    for fecha, contadas in zip(FECHAS, por_corte, strict=True):
        cortes.append(contar(contadas, PREGUNTAS, fecha, 3, cortes))
    return Mundo.de(PREGUNTAS, cortes, por_corte)


@pytest.fixture(scope="module")
def mundo() -> Mundo:
    return _mundo(0, 0.04)


def test_hay_a_quien_atacar(mundo: Mundo) -> None:
    """Se contó por muestra, y se publicó por variable también de la pregunta que otra abre."""
    publicados = [r for r in mundo.cortes[-1].renglones if r.conteo is not None and r.variable]

    assert len(mundo.cortes[0].poblacion) > MUCHAS
    assert {"sexo", "cargo"} <= {r.variable for r in publicados if r.pregunta == "p1"}
    assert [r for r in mundo.cortes[-1].renglones if r.pregunta == "p2" and r.conteo is not None]


def test_restar_no_descubre_a_nadie_entre_miles(mundo: Mundo) -> None:
    assert [] == restar(mundo)


def test_sin_control_restar_descubre_tambien_entre_miles(mundo: Mundo) -> None:
    desnudo = replace(
        mundo, cortes=[sin_control(mundo.contadas[1], mundo.preguntas, mundo.cortes[1])]
    )

    assert restar(desnudo)


def test_la_programacion_lineal_no_descubre_a_nadie_entre_miles(mundo: Mundo) -> None:
    assert [] == resolver(mundo)


@pytest.mark.lento
@pytest.mark.parametrize("semilla", range(1, 31))
def test_ninguna_de_treinta_multitudes_descubre_a_nadie(semilla: int) -> None:
    mundo = _mundo(semilla, (0.002, 0.04, 0.3)[semilla % 3])

    assert [] == restar(mundo)
    assert [] == resolver(mundo)
