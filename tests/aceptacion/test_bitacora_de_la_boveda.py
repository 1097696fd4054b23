"""La bitácora de la bóveda queda anclada en Git, y la llave puede ir con frase."""

import json
from pathlib import Path

import pytest

from generador.boveda.bitacora import ARCHIVO, sumas
from tests.aceptacion.bovedas import Caso, depositada

HORA = "2024-05-02T09:00"
DESPUES = "2024-05-02T10:00"
FRASE = "maguey nube tranvia sello"


@pytest.fixture
def caso(simulado: Path, tmp_path: Path) -> Caso:
    return depositada(simulado).copiar(tmp_path / "caso")


@pytest.fixture
def anclado(caso: Caso) -> Caso:
    """Un caso con varios actos en su bitácora, ya anclada."""
    for _ in range(3):
        caso(HORA, "boveda", "publicar", "--cuenta", "UT")
    dicho = caso(DESPUES, "historial", "anclar", "--cuenta", "UT")
    assert "Y la bitácora de la bóveda." in dicho
    return caso


def _verificar(caso: Caso, espera: int = 0) -> str:
    return caso("2024-05-03T10:00", "historial", "verificar", "--cuenta", "UT", espera=espera)


def test_lo_que_sigue_al_ancla_no_estorba(anclado: Caso) -> None:
    anclado("2024-05-03T09:00", "boveda", "publicar", "--cuenta", "UT")

    assert "intacta" in _verificar(anclado)


def test_cortar_la_bitacora_por_el_final_se_nota(anclado: Caso) -> None:
    ruta = anclado.boveda / ARCHIVO
    ruta.write_text("".join(ruta.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")

    # La cadena sola no lo dice; el ancla sí.
    anclado("2024-05-03T09:00", "boveda", "verificar", "--cuenta", "UT")
    assert "A la bitácora «boveda» le falta algo" in _verificar(anclado, espera=1)


def test_borrarla_entera_o_reescribirla_se_nota(anclado: Caso) -> None:
    ruta = anclado.boveda / ARCHIVO
    entera = ruta.read_text("utf-8")
    ruta.unlink()
    assert "le falta algo" in _verificar(anclado, espera=1)

    primero, *resto = entera.splitlines()
    cambiado = json.dumps({**json.loads(primero), "quien": "NADIE"}, ensure_ascii=False)
    ruta.write_text("\n".join([cambiado, *resto, ""]), "utf-8")
    assert "le falta algo" in _verificar(anclado, espera=1)


def test_quien_no_trae_la_boveda_no_la_suelta(anclado: Caso) -> None:
    sin = {"CONOCELES_BOVEDA": ""}
    dicho = anclado("2024-05-03T09:00", "historial", "anclar", "--cuenta", "UT", **sin)
    assert "bitácora" not in dicho
    (anclado.boveda / ARCHIVO).unlink()

    nuevas = anclado.terminal.git("tag", "--list", "ancla/*").split()
    contenido = anclado.terminal.git("cat-file", "tag", nuevas[-1])
    assert len(json.loads(contenido.partition("\n\n")[2])["bitacoras"]["boveda"]) == 64
    assert "le falta algo" in _verificar(anclado, espera=1)


def test_la_llave_con_frase_se_pide_y_abre(caso: Caso) -> None:
    nueva = str(caso.llave("UT-9"))
    agregar = ("boveda", "llaves", "--agregar", "UT-9", "--nueva", nueva, "--con-frase")
    assert "es corta" in caso(HORA, *agregar, entrada="corta\ncorta\n", espera=2)
    caso(HORA, *agregar, entrada=f"{FRASE}\n{FRASE}\n")
    caso(HORA, "boveda", "rotar", "--cuenta", "UT")

    leer = ("boveda", "leer", caso.clave, "--llave", nueva, "--cuenta", "UT")
    assert "no abre" in caso(DESPUES, *leer, entrada="otra frase que no es\n", espera=2)
    antes = len(sumas(caso.boveda))
    assert caso.clave in caso(DESPUES, *leer, entrada=f"{FRASE}\n")
    assert antes < len(sumas(caso.boveda))


def test_la_frase_sin_llave_nueva_se_dice(caso: Caso) -> None:
    dicho = caso(HORA, "boveda", "llaves", "--con-frase", espera=2)

    assert "diga también «--nueva»" in dicho
