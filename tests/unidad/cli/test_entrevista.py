"""Cómo se pregunta en la terminal: nada por omisión, y lo mal dicho se vuelve a preguntar."""

from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generador.cli.entrevista import confirmar, elegir, entrevistar
from generador.nucleo.conjunto import Contexto
from generador.nucleo.identidad.preguntas import Preguntas

NADA = ("No", "No", "No", "No", "No", "No", "pnc", "pnc")
"""Indígena, lengua, discapacidad, afromexicana, LGBTTTIQ+, migrante, ingreso y fuente."""


@pytest.fixture(scope="module")
def preguntas(contexto: Contexto) -> Preguntas:
    return Preguntas.de_contexto(contexto)


@pytest.fixture(scope="module")
def varias(armar_contexto: Callable[..., Contexto]) -> Preguntas:
    return Preguntas.de_contexto(armar_contexto({"lecturas": {"respuestas_multiples": ["i06"]}}))


def correr(hacer: Callable[[], object], *renglones: str) -> tuple[object, Result]:
    """Lo que devolvió, con esas teclas; None si se interrumpió."""
    hecho: list[object] = []

    @click.command()
    def orden() -> None:
        hecho.append(hacer())

    corrida = CliRunner().invoke(orden, input="".join(f"{r}\n" for r in renglones))

    assert corrida.exception is None or isinstance(corrida.exception, SystemExit), corrida.exception
    return (hecho[0] if hecho else None), corrida


def test_se_pregunta_solo_lo_que_aplica_y_lo_de_la_edad_no(preguntas: Preguntas) -> None:
    respuestas, corrida = correr(lambda: entrevistar(preguntas, 25), *NADA)

    assert {
        "i01": "no", "i02": "no", "i04": "no", "i08": "no", "i09": "no", "i11": "no",
        "i16": "si", "i17": "no", "i18": "pnc", "i19": "pnc",
    } == respuestas  # fmt: skip
    assert "pueblo y/o comunidad indígena pertenece" not in corrida.output
    assert "población joven" not in corrida.output


def test_lo_que_se_abre_se_pregunta_en_su_orden(preguntas: Preguntas) -> None:
    teclas = ("si", "No", "Otro", "", "Sí", "3", "", "2", "pnc", *NADA[3:])
    respuestas, _ = correr(lambda: entrevistar(preguntas, 40), *teclas)

    assert isinstance(respuestas, dict)
    assert ["i01", "i02", "i03", "i04", "i05", "i06", "i07"] == list(respuestas)[:7]
    assert ("otro", "otra", ["sensorial"], ["pnc"]) == tuple(
        respuestas[n] for n in ("i03", "i05", "i06", "i07")
    )


@pytest.mark.parametrize(
    "mal", ["7", "0", "-1", "²", "٣ x", "quizá", "*", "   ", "n" * 10_000, "\x07", "1.0", "s no"]
)
def test_lo_mal_dicho_se_vuelve_a_preguntar(mal: str) -> None:
    dicho, corrida = correr(lambda: confirmar("¿Autoriza?"), mal, "Sí")

    assert True is dicho
    assert "No es ninguna de las opciones" in corrida.output


@pytest.mark.parametrize(("escrito", "es"), [("1", True), ("SI", True), ("sí", True), ("2", False)])
def test_si_o_no_de_varias_maneras(escrito: str, es: bool) -> None:  # noqa: FBT001 - una tabla
    assert es is correr(lambda: confirmar("¿Autoriza?"), escrito)[0]


def test_nadie_manifiesta_algo_por_apretar_una_tecla() -> None:
    assert None is correr(lambda: confirmar("¿Autoriza?"), "", "", "")[0]


def test_parte_del_nombre_alcanza_si_es_de_una_sola(preguntas: Preguntas) -> None:
    opciones = preguntas.por_nombre["i12"].opciones

    assert "DEU" == correr(lambda: elegir("¿País?", opciones), "alem")[0]
    clave, corrida = correr(lambda: elegir("¿País?", opciones), "corea", "3", "corea del sur")
    assert "KOR" == clave
    assert "Hay varias: " in corrida.output
    assert "No es ninguna" in corrida.output


def test_varias_a_la_vez_donde_se_admiten(varias: Preguntas) -> None:
    teclas = ("No", "No", "Sí", "pnc", "fisica; volar", ";", "Física; 2; fisica", "pnc",
              *NADA[3:])  # fmt: skip
    respuestas, _ = correr(lambda: entrevistar(varias, 40), *teclas)

    assert isinstance(respuestas, dict)
    assert ["fisica", "sensorial"] == respuestas["i06"]


@given(st.lists(st.text(max_size=15), max_size=6))
def test_ninguna_tecla_da_una_traza(teclas: list[str]) -> None:
    limpias = [t.encode("utf-8", "ignore").decode() for t in teclas]

    assert correr(lambda: confirmar("¿Autoriza?"), *limpias)[0] in (True, False, None)


def test_si_se_acaba_la_entrada_se_interrumpe(preguntas: Preguntas) -> None:
    respuestas, corrida = correr(lambda: entrevistar(preguntas, 40), *NADA[:3])

    assert (None, 1) == (respuestas, corrida.exit_code)
