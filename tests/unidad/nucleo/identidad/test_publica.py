"""¿Qué del extracto no llega a ninguna ficha? Qué se ve de cada quien lo prueba `test_publico`."""

import pytest

from generador.nucleo.conjunto import Conjunto
from generador.nucleo.identidad.publica import IdentidadDeUna, Sobrantes, sobrantes_de
from generador.nucleo.publico import publicar

ANTES, DESPUES = "2030-04-26T12:00:00-06:00", "2030-05-10T12:00:00-06:00"
FUTURO = "2030-05-20T10:00:00-06:00"
PERMITIDO = IdentidadDeUna("consentimiento", {"i01": "si"})


@pytest.mark.parametrize(
    ("ahora", "cambios", "sin_mostrar"),
    [
        (DESPUES, {}, False),
        (DESPUES, {"registro": {"estatus": "cancelada"}}, True),
        (DESPUES, {"tramite": {"validada": FUTURO}}, True),
        (DESPUES, {"identidad": {"estado": "destruida"}}, True),
        (DESPUES, {"consentimiento": None}, True),
        (DESPUES, {"registro": {"ambito": "999"}}, True),
        (ANTES, {"registro": {"estatus": "cancelada"}}, False),
    ],
)
def test_dice_que_claves_del_extracto_no_se_usan(
    armar_contexto, armar_candidatura, ahora, cambios, sin_mostrar
):
    contexto = armar_contexto(None, ahora)
    una = armar_candidatura(cambios, en=contexto)
    conjunto = Conjunto(contexto, {una.clave: una})
    extracto = {una.clave: PERMITIDO, "DIP-999-XYZ-MR-P-1": PERMITIDO}

    obtenido = sobrantes_de(extracto, conjunto, publicar(conjunto, extracto))

    assert Sobrantes(("DIP-999-XYZ-MR-P-1",), (una.clave,) if sin_mostrar else ()) == obtenido


def test_la_clave_de_un_archivo_ilegible_no_es_desconocida(contexto):
    ilegible = "AYU-106-PAH-PRES-P-1"
    conjunto = Conjunto(contexto, {}, ilegibles=(f"candidaturas/x/y/z/{ilegible}.yml",))
    extracto = {ilegible: PERMITIDO}

    assert Sobrantes((), (ilegible,)) == sobrantes_de(extracto, conjunto, ())
