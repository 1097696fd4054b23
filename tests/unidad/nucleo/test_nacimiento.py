"""¿Se calcula bien la edad de una fecha o de una CURP, y se calla lo que no existe?"""

from datetime import date

import pytest

from generador.nucleo.nacimiento import dia_de_curp, edad_cumplida, leer_dia


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("1982-11-03", date(1982, 11, 3)),
        ("1982-11-03T00:00:00", date(1982, 11, 3)),
        ("3/11/1982", date(1982, 11, 3)),
        ("03-11-1982", date(1982, 11, 3)),
        ("31/02/1980", None),
        ("12/25/1983", None),
        ("5 de junio de 1983", None),
        ("", None),
    ],
)
def test_leer_dia(texto: str, esperado: date | None) -> None:
    assert esperado == leer_dia(texto)


@pytest.mark.parametrize(
    ("curp", "esperado"),
    [
        ("OETA821103MMCLRN07", date(1982, 11, 3)),
        ("OETA050229MMCLRNA7", None),
        ("OETA041103MMCLRNA7", date(2004, 11, 3)),
        ("OETA801345MMCLRN07", None),
        ("no es", None),
    ],
)
def test_dia_de_curp(curp: str, esperado: date | None) -> None:
    assert esperado == dia_de_curp(curp)


def test_la_edad_cambia_el_dia_del_cumpleanos() -> None:
    nacimiento = date(1984, 6, 2)

    assert [39, 40] == [edad_cumplida(nacimiento, date(2024, 6, d)) for d in (1, 2)]
