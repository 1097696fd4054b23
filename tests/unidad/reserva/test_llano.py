"""Lo llano sale igual de una vez que por partes."""

import re

import pytest

from generador.reserva.llano import aplanar, aplanar_con_marcas, aplanar_juntos

_TEXTOS = (
    "<p class='x'>Ñuu <b>Savi</b></p>",
    "sin marcas, con 2 > 1 y 1 < 2",
    "<a <b> c> >< <<>>",
    "«comillas» — guion “x” ½ <i>①</i> ﬁn",
    "﹤b﹥da pico al descomponerse﹤/b﹥ y ≮ también <p>",
)


@pytest.mark.parametrize("texto", _TEXTOS)
def test_con_marcas_y_sin_ellas(texto: str) -> None:
    sin_marcas = aplanar(re.sub("<[^<>]*>", "", texto))

    assert (aplanar(texto), sin_marcas) == aplanar_con_marcas(texto)


def test_juntos_lleva_un_espacio_entre_uno_y_otro() -> None:
    assert b" ".join(map(aplanar, _TEXTOS)) == aplanar_juntos(_TEXTOS)
