"""Qué se le dice a quien entrega un cuestionario de identidad; nunca, lo que alguien contestó."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.identidad.cuestionario import Cuestionario, Entregado, Firma
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.nucleo.reglas.identidad import revisar_entregado, todavia_se_recibe

HUELLA = f"sha256:{'b' * 64}"
CONTESTA_NO = {f"i{n:02}": "no" for n in (1, 2, 4, 8, 9, 11)} | {"i18": "pnc", "i19": "pnc"}
"""Lo mínimo que contesta todo: nada aplica."""


@pytest.fixture(scope="module")
def por_recibir(armar_candidatura: Callable[..., Candidatura]) -> Candidatura:
    return armar_candidatura(
        {"identidad": {"estado": "pendiente", "fecha": "BORRAR", "compromiso": "BORRAR"},
         "tramite": {"validada": "BORRAR"}},
    )  # fmt: skip


@pytest.fixture(scope="module")
def preguntas(contexto: Contexto) -> Preguntas:
    return Preguntas.de_contexto(contexto)


@pytest.fixture(scope="module")
def varias(armar_contexto: Callable[..., Contexto]) -> Preguntas:
    """Las de un proceso que admite varias en la 6 y la 7."""
    return Preguntas.de_contexto(
        armar_contexto({"lecturas": {"respuestas_multiples": ["i06", "i07"]}})
    )


def entregar(respuestas: dict[str, Any] | None = None, **cambios: Any) -> Entregado:
    de_la_firma = {k: cambios.pop(k) for k in ("publicacion", "fecha", "aviso", "defecto")
                   if k in cambios}  # fmt: skip
    firma = {"publicacion": False, "fecha": "2030-04-27", "aviso": "1", "huella": HUELLA}
    dicho = {"tratamiento": True, "estadistica": True, **cambios}
    respuestas = CONTESTA_NO if respuestas is None else respuestas
    return Entregado(Cuestionario("X-1", respuestas, **dicho), Firma(**firma | de_la_firma))


def dichos(e: Entregado, c: Candidatura, preguntas: Preguntas) -> list[tuple[str, str]]:
    """(regla, puntero) de cada hallazgo."""
    hallados = revisar_entregado(de_alcance(Alcance.CUESTIONARIO), e, c, preguntas)
    return [(h.regla, h.puntero) for h in hallados]


DISCAPACIDAD = CONTESTA_NO | {"i04": "si", "i05": "permanente", "i06": ["fisica"], "i07": ["ver"]}


@pytest.mark.parametrize(
    ("respuestas", "cambios", "esperado"),
    [
        # Válidos.
        (None, {}, []),
        (DISCAPACIDAD, {"accion_afirmativa": "discapacidad", "publicacion": True}, []),
        (CONTESTA_NO | {"i16": "no", "i17": "pnc"}, {}, []),
        ({}, {"tratamiento": False}, []),
        # IDE01
        (CONTESTA_NO | {"i01": "tal vez"}, {}, [("IDE01", "/respuestas/i01")]),
        (CONTESTA_NO | {"i01": ["no"]}, {}, [("IDE01", "/respuestas/i01")]),
        (CONTESTA_NO | {"i01": None}, {}, [("IDE01", "/respuestas/i01")]),
        (CONTESTA_NO | {"i01": {"no": 1}}, {}, [("IDE01", "/respuestas/i01")]),
        (CONTESTA_NO | {"i99": "no"}, {}, [("IDE01", "/respuestas/i99")]),
        (DISCAPACIDAD | {"i06": []}, {}, [("IDE01", "/respuestas/i06")]),
        (DISCAPACIDAD | {"i06": "fisica"}, {}, [("IDE01", "/respuestas/i06")]),
        (DISCAPACIDAD | {"i06": ["volar"]}, {}, [("IDE01", "/respuestas/i06")]),
        # IDE02
        (CONTESTA_NO | {"i05": "permanente"}, {}, [("IDE02", "/respuestas/i05")]),
        (CONTESTA_NO | {"i12": "DEU"}, {}, [("IDE02", "/respuestas/i12")]),
        # IDE03
        ({k: v for k, v in CONTESTA_NO.items() if k != "i02"}, {},
         [("IDE03", f"/respuestas/{n}") for n in ("i02",)]),
        # IDE04 y IDE09
        (DISCAPACIDAD | {"i05": "otra"}, {}, [("IDE04", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "x"}, {}, []),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": " "}, {},
         [("IDE04", "/respuestas/i05_otra"), ("IDE09", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "x" * 250}, {}, []),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "x" * 251}, {},
         [("IDE09", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "a\nb"}, {},
         [("IDE09", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "a\u202eb"}, {},
         [("IDE09", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": "a\ud800"}, {},
         [("IDE09", "/respuestas/i05_otra")]),
        (DISCAPACIDAD | {"i05": "otra", "i05_otra": 3}, {}, [("IDE09", "/respuestas/i05_otra")]),
        # IDE05: sin permiso para varias
        (DISCAPACIDAD | {"i06": ["fisica", "mental"]}, {}, [("IDE05", "/respuestas/i06")]),
        (DISCAPACIDAD | {"i06": ["fisica", "pnc"]}, {}, [("IDE05", "/respuestas/i06")]),
        # IDE06: a los 41 años no se es joven
        (CONTESTA_NO | {"i16": "si"}, {}, [("IDE06", "/respuestas/i16")]),
        # IDE07
        (None, {"accion_afirmativa": "zurdos"}, [("IDE07", "/accion_afirmativa")]),
        # IDE08
        ({"i01": "si"}, {"tratamiento": False}, [("IDE08", "/manifestaciones/tratamiento")]),
        # IDE11
        ({}, {"tratamiento": False, "publicacion": True},
         [("IDE11", "/consentimiento/publicacion")]),
        (None, {"aviso": " "}, [("IDE11", "/consentimiento/aviso")]),
        (None, {"aviso": "2\udcff"}, [("IDE11", "/consentimiento/aviso")]),
        (None, {"aviso": "2" * 41}, [("IDE11", "/consentimiento/aviso")]),
        (None, {"fecha": "2030-02-30"}, [("IDE11", "/consentimiento/fecha")]),
        (None, {"fecha": "20300427"}, [("IDE11", "/consentimiento/fecha")]),
        (None, {"fecha": ""}, [("IDE11", "/consentimiento/fecha")]),
        (None, {"fecha": "2030-05-11"}, [("IDE11", "/consentimiento/fecha")]),
        (None, {"fecha": "2030-05-10"}, []),
        (None, {"defecto": "Falta el documento."}, [("IDE11", "/consentimiento/documento")]),
    ],
)  # fmt: skip
def test_cada_regla(respuestas, cambios, esperado, por_recibir, preguntas) -> None:
    assert esperado == dichos(entregar(respuestas, **cambios), por_recibir, preguntas)


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        (["fisica", "mental"], []),
        (["fisica", "fisica"], [("IDE05", "/respuestas/i06")]),
        (["fisica", "pnc"], [("IDE05", "/respuestas/i06")]),
    ],
)
def test_donde_se_admiten_varias(valor, esperado, por_recibir, varias) -> None:
    assert esperado == dichos(entregar(DISCAPACIDAD | {"i06": valor}), por_recibir, varias)


@pytest.mark.parametrize(
    ("edad", "joven", "mayor"), [(20, "no", "no"), (21, "si", "no"), (29, "si", "no"),
                                 (30, "no", "no"), (59, "no", "no"), (60, "no", "si")],
)  # fmt: skip
def test_lo_que_sale_de_la_edad(edad: int, joven: str, mayor: str, preguntas: Preguntas) -> None:
    assert (joven, mayor, "") == tuple(
        preguntas.por_nombre[n].derivada(edad) for n in ("i16", "i17", "i01")
    )


OBSERVADA = [{"rubro": "/identidad", "causal": "copia", "fecha": "2030-05-06T10:00:00-06:00"}]


@pytest.mark.parametrize(
    ("cambios", "ahora", "dice"),
    [
        ({}, "", ""),
        ({"registro": {"estatus": "sustituida"}}, "", "está sustituida"),
        ({"identidad": {"estado": "bloqueada"}}, "", "está bloqueada"),
        ({"identidad": {"estado": "destruida"}}, "", "está destruida"),
        ({"identidad": {"fecha": "2030-05-10T12:00:01-06:00"}}, "", "no ha llegado"),
        ({"identidad": {"fecha": "no es una fecha"}}, "", ""),
        ({}, "2030-12-04T23:00:00-06:00", ""),
        ({}, "2030-12-05T00:00:01-06:00", "El proceso cerró el 4 de diciembre de 2030"),
        ({"tramite": {"validada": "2030-05-02T10:00:00-06:00"}}, "", "ya está validada"),
        ({"tramite": {"validada": "2030-05-02T10:00:00-06:00", "observaciones": OBSERVADA}},
         "", ""),
    ],
)  # fmt: skip
def test_hasta_cuando_se_recibe(cambios, ahora, dice, armar_candidatura, armar_contexto) -> None:
    contexto = armar_contexto(ahora=ahora) if ahora else armar_contexto()
    base = {"identidad": {"estado": "depositada"}, "tramite": {"validada": "BORRAR"}}
    una = armar_candidatura({**base, **{k: {**base.get(k, {}), **v} for k, v in cambios.items()}})
    hallados = list(todavia_se_recibe(None, una, Preguntas.de_contexto(contexto)))

    assert bool(dice) is bool(hallados)
    assert all(dice in mensaje for _, mensaje, _ in hallados)


def test_lo_que_no_impide_depositar_es_un_aviso(por_recibir, preguntas) -> None:
    reglas = de_alcance(Alcance.CUESTIONARIO)
    sin_contestar = revisar_entregado(reglas, entregar({}), por_recibir, preguntas)

    assert {("IDE03", Nivel.AVISO)} == {(h.regla, h.nivel) for h in sin_contestar}
    assert [f"IDE{n:02}" for n in range(1, 12)] == [r.codigo for r in reglas]


MARCA = "ÑqzX"
HOSTIL = st.text(max_size=12).map(lambda texto: f"{MARCA}{texto}{MARCA}") | st.sampled_from(
    [f"=cmd|' /C {MARCA}'!A0", f"{MARCA}\x00", f"{MARCA}\u202e", f"<script>{MARCA}", MARCA * 200]
)
VALOR = st.recursive(
    HOSTIL | st.none() | st.integers() | st.booleans(),
    lambda dentro: (
        st.lists(dentro, max_size=3)
        | st.dictionaries(HOSTIL, dentro, max_size=2)
        | st.tuples(dentro, dentro)
    ),
    max_leaves=4,
)
NOMBRES = [n for k in range(1, 20) for n in (f"i{k:02}", f"i{k:02}_otra")]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    respuestas=st.dictionaries(st.sampled_from(NOMBRES), VALOR | st.just("si"), max_size=8),
    accion=HOSTIL,
    tratamiento=st.booleans(),
)
def test_ningun_mensaje_repite_una_respuesta(
    respuestas, accion, tratamiento, por_recibir, preguntas, varias
) -> None:
    e = entregar(respuestas, tratamiento=tratamiento, accion_afirmativa=accion)
    for unas in (preguntas, varias):
        reglas = de_alcance(Alcance.CUESTIONARIO)
        for h in revisar_entregado(reglas, e, por_recibir, unas):
            assert MARCA not in f"{h.archivo}{h.puntero}{h.mensaje}{h.remedio}"
