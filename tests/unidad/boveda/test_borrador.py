"""Lo que se está llenando se cierra con una llave del servidor, que no abre la bóveda."""

import pytest

from generador.boveda.borrador import TAMANO, cifrar, descifrar, exigir_aparte
from generador.boveda.cifrado import NoAbre, Privada, cerrar, nueva_privada
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import CANARIO, Sala

LLAVE = Privada(nueva_privada()[0])
DATO = {"i03_otra": CANARIO}


def test_se_descifra_lo_que_se_cifro_y_no_se_ve_por_fuera() -> None:
    cerrado = cifrar(DATO, "A-1", LLAVE)

    assert DATO == descifrar(cerrado, "A-1", LLAVE)
    assert CANARIO.encode() not in cerrado
    assert len(cerrado) > TAMANO


def test_el_de_otra_persona_no_sirve() -> None:
    with pytest.raises(NoAbre, match="es de otra persona"):
        descifrar(cifrar(DATO, "A-1", LLAVE), "A-2", LLAVE)


@pytest.mark.parametrize(
    "crudo", [b"", b"[]", b"{}", b'{"de": "A-1", "dato": 3}', b"\xff", b"[" * 5000]
)
def test_uno_que_no_se_entiende_se_dice_sin_lo_de_dentro(crudo: bytes) -> None:
    with pytest.raises(NoAbre, match="no se entiende") as dicho:
        descifrar(cerrar(crudo, [LLAVE.publica]), "A-1", LLAVE)
    assert None is dicho.value.__cause__


def test_ni_la_llave_de_la_boveda_abre_borradores_ni_al_reves(sala: Sala) -> None:
    cerrado = cifrar(DATO, "A-1", LLAVE)
    uno = sala.guardar()

    for privada in sala.privadas:
        with pytest.raises(NoAbre):
            descifrar(cerrado, "A-1", privada)
    with pytest.raises(NoAbre):
        sala.boveda.leer("A-1", uno.compromiso, LLAVE)


def test_la_llave_de_borradores_no_puede_ser_una_de_la_boveda(sala: Sala) -> None:
    exigir_aparte(LLAVE, sala.boveda.llavero)
    with pytest.raises(ErrorConoceles, match="Cree otra"):
        exigir_aparte(sala.privadas[0], sala.boveda.llavero)
