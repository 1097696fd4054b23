"""Quién abre la bóveda: al menos dos llaves, sin repetir y sin enseñar ninguna."""

import json
import os
from pathlib import Path

import pytest

from generador.boveda.cifrado import NoAbre, nueva_privada
from generador.boveda.llaves import (
    Llavero,
    crear_privada,
    exigir_suya,
    guardar_llavero,
    leer_llavero,
    leer_privada,
)
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import PROCESO, Sala, permisos

UNA, OTRA, TERCERA = (nueva_privada() for _ in range(3))


@pytest.fixture
def dos() -> Llavero:
    return Llavero(PROCESO, {}).con("UT-1", UNA[1]).con("UT-2", OTRA[1])


def test_la_huella_es_de_las_llaves_y_no_de_sus_nombres(dos: Llavero) -> None:
    igual = Llavero("otro", {"b": UNA[1], "a": OTRA[1]})

    assert dos.huella == igual.huella
    assert dos.huella != dos.con("UT-3", TERCERA[1]).huella


@pytest.mark.parametrize("nombre", ["", ".x", "a b", "ñ", "a" * 41, "../x", UNA[0]], ids=range(7))
def test_un_nombre_que_no_sirve_se_niega_sin_repetirlo(nombre: str, dos: Llavero) -> None:
    with pytest.raises(ErrorConoceles, match="no sirve") as dicho:
        dos.con(nombre, TERCERA[1])
    assert UNA[0] not in str(dicho.value)


@pytest.mark.parametrize(
    "publica", ["", UNA[0], UNA[1][:-1], "ssh-ed25519 AAAA", "age1"], ids=range(5)
)
def test_lo_que_no_es_una_publica_se_niega_sin_repetirla(publica: str, dos: Llavero) -> None:
    with pytest.raises(ErrorConoceles, match="no es una llave pública") as dicho:
        dos.con("UT-3", publica)
    assert UNA[0][16:20] not in str(dicho.value)


def test_ni_dos_con_el_mismo_nombre_ni_la_misma_dos_veces(dos: Llavero) -> None:
    with pytest.raises(ErrorConoceles, match="Ya hay una llave"):
        dos.con("UT-1", TERCERA[1])
    with pytest.raises(ErrorConoceles, match="con otro nombre"):
        dos.con("UT-3", UNA[1])


def test_nunca_quedan_menos_de_dos(dos: Llavero) -> None:
    with pytest.raises(ErrorConoceles, match="al menos 2 llaves"):
        dos.sin("UT-1")
    with pytest.raises(ErrorConoceles, match="No hay ninguna llave «X»"):
        dos.sin("X")
    assert {"UT-2", "UT-3"} == dos.con("UT-3", TERCERA[1]).sin("UT-1").publicas.keys()
    dos.exigir_bastantes()
    with pytest.raises(ErrorConoceles, match="si se pierde la única"):
        Llavero(PROCESO, {"UT-1": UNA[1]}).exigir_bastantes()


def test_el_llavero_se_lee_como_se_guardo(dos: Llavero, tmp_path: Path) -> None:
    guardar_llavero(tmp_path, dos)

    assert (dos, "0600") == (leer_llavero(tmp_path), permisos(tmp_path / "boveda.json"))


@pytest.mark.parametrize(
    ("crudo", "dice"),
    [
        (b"", "está dañado"),
        (b"{", "está dañado"),
        (b"[]", "está dañado"),
        (b'{"proceso": "x"}', "está dañado"),
        (b'{"proceso": "x", "llaves": []}', "está dañado"),
        (b"\xff", "está dañado"),
        (json.dumps({"proceso": "x", "llaves": {"a": "age1x"}}).encode(), "no lo es"),
    ],
)
def test_un_llavero_danado_se_dice_con_su_remedio(crudo, dice, tmp_path: Path) -> None:
    (tmp_path / "boveda.json").write_bytes(crudo)
    (tmp_path / "boveda.json").chmod(0o600)

    with pytest.raises(ErrorConoceles, match=dice) as dicho:
        leer_llavero(tmp_path)
    assert "restáurelo" in str(dicho.value)


def test_donde_no_hay_llavero_no_hay_boveda(tmp_path: Path) -> None:
    with pytest.raises(ErrorConoceles, match="no es una bóveda"):
        leer_llavero(tmp_path)
    (tmp_path / "boveda.json").mkdir(mode=0o700)
    with pytest.raises(ErrorConoceles, match="es una carpeta"):
        leer_llavero(tmp_path)


def test_la_privada_nace_solo_para_su_duena_y_no_pisa_nada(tmp_path: Path) -> None:
    ruta = tmp_path / "una.llave"
    publica = crear_privada(ruta)

    assert (publica, "0600") == (leer_privada(ruta).publica, permisos(ruta))
    with pytest.raises(ErrorConoceles, match="no se escribe encima"):
        crear_privada(ruta)
    with pytest.raises(ErrorConoceles, match="no existe"):
        crear_privada(tmp_path / "no" / "esta")


@pytest.mark.parametrize(
    ("crudo", "dice"),
    [
        (b"", "está vacío, cortado o trae varias"),
        (b"# solo un comentario\n", "está vacío, cortado o trae varias"),
        (UNA[0][:40].encode(), "no es una llave privada de age completa"),
        (UNA[1].encode(), "no es una llave privada de age completa"),
        (f"{UNA[0]}\n{OTRA[0]}".encode(), "trae varias"),
        (b"\xff\xfe", "no es texto"),
    ],
    ids=("vacia", "comentario", "cortada", "publica", "dos", "binaria"),
)
def test_una_privada_que_no_sirve(crudo: bytes, dice: str, tmp_path: Path) -> None:
    ruta = tmp_path / "una.llave"
    ruta.write_bytes(crudo)
    ruta.chmod(0o600)

    with pytest.raises(ErrorConoceles, match=dice) as dicho:
        leer_privada(ruta)
    assert UNA[0][16:30] not in str(dicho.value)


def test_una_carpeta_o_una_tuberia_no_son_una_llave(tmp_path: Path) -> None:
    (tmp_path / "carpeta").mkdir(mode=0o700)
    os.mkfifo(tmp_path / "tuberia", 0o600)

    for nombre in ("carpeta", "tuberia"):
        with pytest.raises(ErrorConoceles, match="no es un archivo de llave"):
            leer_privada(tmp_path / nombre)


def test_solo_sirven_las_llaves_de_ahora(sala: Sala, tmp_path: Path) -> None:
    exigir_suya(sala.boveda.llavero, sala.privadas[0])
    crear_privada(tmp_path / "ajena")
    with pytest.raises(NoAbre, match="no es de esta bóveda"):
        exigir_suya(sala.boveda.llavero, leer_privada(tmp_path / "ajena"))


def test_una_llave_con_frase_solo_abre_con_la_suya(tmp_path: Path) -> None:
    ruta = tmp_path / "llave"
    publica = crear_privada(ruta, "cuatro palabras que no van juntas")

    assert b"AGE-SECRET-KEY" not in ruta.read_bytes()
    assert publica == leer_privada(ruta, lambda: "cuatro palabras que no van juntas").publica
    with pytest.raises(NoAbre, match="Esa frase no abre"):
        leer_privada(ruta, lambda: "otra frase cualquiera")
    with pytest.raises(ErrorConoceles, match="va con frase"):
        leer_privada(ruta)


def test_la_frase_solo_se_pide_si_hace_falta(tmp_path: Path) -> None:
    ruta = tmp_path / "llave"
    publica = crear_privada(ruta)

    assert publica == leer_privada(ruta, lambda: pytest.fail("la pidió")).publica
