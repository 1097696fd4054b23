import pytest

from generador.nucleo.claves import (
    Clave,
    armar_clave,
    carpeta_canonica,
    con_guiones,
    leer_clave,
    ruta_canonica,
    sin_acentos,
)


@pytest.mark.parametrize(
    "texto",
    ["AYU-106-PAH-REG02-P-1", "DIP-EDO-SHHCC-RP08-S-12", "GUB-EDO-P01-GOB-P-1"],
)
def test_una_clave_leida_se_escribe_igual(texto):
    assert texto == str(leer_clave(texto))


def test_la_clave_dice_su_formula_y_su_lugar():
    clave = leer_clave("AYU-106-PAH-REG02-S-3")

    assert Clave("AYU", "106", "PAH", "REG02", "S", 3) == clave
    assert clave.formula == "AYU-106-PAH-REG02"
    assert clave.lugar == "AYU-106-PAH-REG02-S"


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "AYU-106-PAH-REG02-P",
        "AYU-106-PAH-REG02-P-0",
        "AYU-106-PAH-REG02-X-1",
        "ayu-106-pah-reg02-p-1",
        "AYU-106-PAH-REG02-P-1\n",
        "AYU-1٠6-PAH-REG02-P-1",
    ],
)
def test_rechaza_lo_que_no_es_una_clave(texto):
    assert leer_clave(texto) is None


def test_arma_la_clave_del_registro(candidatura, contexto):
    registro = candidatura(registro={"cargo": "regiduria", "numero": 2}).registro

    assert armar_clave(contexto.proceso, registro, 3) == "AYU-106-PAH-REG02-P-3"


@pytest.mark.parametrize("campo", ["eleccion", "cargo", "caracter"])
def test_no_inventa_la_clave_de_lo_que_no_existe(campo, candidatura, contexto):
    registro = candidatura(registro={campo: "nada"}).registro

    assert armar_clave(contexto.proceso, registro) is None


def test_la_ruta_lleva_el_nombre_del_lugar_sin_acentos(candidatura, contexto):
    una = candidatura(registro={"ambito": "107"})

    assert ruta_canonica(una, contexto.proceso) == (
        "candidaturas/ayuntamientos/107-pena-colorada/pah/AYU-107-PAH-PRES-P-1.yml"
    )


@pytest.mark.parametrize("cambio", [{"ambito": "999"}, {"cargo": "nada"}])
def test_sin_lugar_no_hay_ruta(cambio, candidatura, contexto):
    una = candidatura(registro=cambio)

    assert carpeta_canonica(una.registro, contexto.proceso) is None
    assert ruta_canonica(una, contexto.proceso) is None


def test_los_nombres_quedan_en_minusculas_sin_acentos_con_guiones():
    assert con_guiones("  San José del Rincón (Norte), 2.ª ") == "san-jose-del-rincon-norte-2-a"
    assert sin_acentos("PEÑA Güémez") == "pena guemez"
