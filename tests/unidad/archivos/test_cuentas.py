"""¿Se sabe quién es quién, o se dice por qué no?"""

import pytest

from generador.archivos.cuentas import CuentasIlegibles, leer_cuentas
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Rol

BUENAS = """version: 1
cuentas:
  UT:
    rol: "ut"
  PAH-SUPERVISORA:
    rol: "supervisora"
    postulante: "PAH"
    desde: "2030-04-01"
    hasta: "2030-06-30"
"""


def _hallazgos(texto: str, contexto: Contexto) -> list[tuple[str, str, int]]:
    with pytest.raises(CuentasIlegibles) as lanzado:
        leer_cuentas(texto.encode(), contexto.esquemas, contexto.proceso)
    return [(h.regla, h.puntero, h.linea) for h in lanzado.value.hallazgos]


def test_lee_papeles_partidos_y_fechas(contexto: Contexto) -> None:
    cuentas = leer_cuentas(BUENAS.encode(), contexto.esquemas, contexto.proceso)

    supervisora = cuentas.por_clave["PAH-SUPERVISORA"]
    assert (Rol.SUPERVISORA, "PAH") == (supervisora.rol, supervisora.postulante)
    assert supervisora.vale(contexto.hoy)
    assert cuentas.de(Rol.SUPERVISORA, "PAH") == (supervisora,)
    assert () == cuentas.de(Rol.CAPTURA)


def test_la_cuenta_de_una_candidatura_es_su_clave_y_no_se_anota(contexto: Contexto) -> None:
    cuentas = leer_cuentas(BUENAS.encode(), contexto.esquemas, contexto.proceso)

    propia = cuentas.buscar("AYU-106-PAH-PRES-P-1")
    assert propia is not None
    assert Rol.CANDIDATURA is propia.rol
    assert "ayu-106-pah-pres-p-1@conoceles.invalid" == propia.correo
    assert cuentas.buscar("NADIE") is None


def test_sin_archivo_no_se_admite_ningun_acto(contexto: Contexto) -> None:
    with pytest.raises(CuentasIlegibles, match=r"No hay cuentas\.yml"):
        leer_cuentas(None, contexto.esquemas, contexto.proceso)


@pytest.mark.parametrize(
    ("cambio", "esperado"),
    [
        (('rol: "ut"', 'rol: "captura"\n    postulante: "PAH"'), ("CUE01", "/cuentas", 2)),
        (('    postulante: "PAH"\n', ""), ("CUE01", "/cuentas/PAH-SUPERVISORA/rol", 6)),
        (('"PAH"', '"COALI"'), ("CUE01", "/cuentas/PAH-SUPERVISORA/postulante", 7)),
        (('"PAH"', '"NADIE"'), ("CUE01", "/cuentas/PAH-SUPERVISORA/postulante", 7)),
        (('rol: "ut"', 'rol: "ut"\n    postulante: "PAH"'), ("CUE01", "/cuentas/UT/postulante", 5)),
        (('"2030-04-01"', '"2030-04-31"'), ("CUE01", "/cuentas/PAH-SUPERVISORA/desde", 8)),
        (("UT:", "AYU-106-PAH-PRES-P-1:"), ("CUE01", "/cuentas/AYU-106-PAH-PRES-P-1", 3)),
        (('"ut"', '"reina"'), ("ESQ-enum", "/cuentas/UT/rol", 4)),
    ],
)
def test_lo_que_no_puede_ser_se_dice_en_su_lugar(
    cambio: tuple[str, str], esperado: tuple[str, str, int], contexto: Contexto
) -> None:
    assert esperado in _hallazgos(BUENAS.replace(*cambio, 1), contexto)
