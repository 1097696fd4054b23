"""¿Se separa bien un nombre que llegó en una sola celda?"""

import pytest

from generador.nucleo.nombres import como_nombre_propio, rasgos_de_nombre, separar_nombre


@pytest.mark.parametrize(
    ("completo", "esperado", "con_duda"),
    [
        ("Ana Ruiz Soto", ("Ana", "Ruiz", "Soto"), False),
        ("Ana Lucía Ruiz Soto", ("Ana Lucía", "Ruiz", "Soto"), False),
        ("Ana de la Cruz Soto", ("Ana", "de la Cruz", "Soto"), False),
        (
            "María de los Ángeles Ruiz del Valle",
            ("María de los Ángeles", "Ruiz", "del Valle"),
            True,
        ),
        ("Ana Lucía Inés Ruiz Soto", ("Ana Lucía Inés", "Ruiz", "Soto"), True),
        ("Ana Ruiz", ("Ana", "Ruiz", ""), True),
        ("Ana", ("Ana", "", ""), True),
        ("Ana Ruiz San", ("Ana", "Ruiz San", ""), True),
        ("de la", ("de la", "", ""), True),
        ("", ("", "", ""), True),
    ],
)
def test_separar(completo: str, esperado: tuple[str, str, str], *, con_duda: bool) -> None:
    leido = separar_nombre(completo)

    assert esperado == (leido.nombre, leido.primer_apellido, leido.segundo_apellido)
    assert con_duda == bool(leido.duda)


def test_separar_con_los_apellidos_primero() -> None:
    leido = separar_nombre("de la Cruz Soto Ana Lucía", apellidos_primero=True)

    assert ("Ana Lucía", "de la Cruz", "Soto") == (
        leido.nombre, leido.primer_apellido, leido.segundo_apellido,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("MARÍA DE LA LUZ", "María de la Luz"),
        ("DE LA O", "De la O"),
        ("PÉREZ-GIL", "Pérez-Gil"),
        ("O'FARRILL", "O'Farrill"),
        ("ÑANDÚ  ÁVILA", "Ñandú Ávila"),
        ("MacGregor", "MacGregor"),
    ],
)
def test_mayusculas(texto: str, esperado: str) -> None:
    assert esperado == como_nombre_propio(texto)


def test_el_mismo_nombre_escrito_de_dos_maneras() -> None:
    assert rasgos_de_nombre("MUÑOZ PÉREZ, JOSÉ") == rasgos_de_nombre("José", "Munoz", "Perez")
