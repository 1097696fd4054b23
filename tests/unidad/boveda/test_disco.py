"""Un archivo queda entero o como estaba, y solo lo abre su dueña."""

import errno
import os
from functools import partial
from pathlib import Path

import pytest

from generador.boveda.disco import (
    PASO,
    asegurar_carpeta,
    barrer,
    borrar,
    errores_de_disco,
    escribir,
    escribir_por,
    exigir_privado,
    guardar,
    mover,
)
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import permisos


def test_lo_guardado_solo_lo_abre_su_duena_y_no_deja_restos(tmp_path: Path) -> None:
    ruta = tmp_path / "uno"
    guardar(ruta, b"antes")
    guardar(ruta, b"despues")

    assert (b"despues", "0600", [ruta]) == (
        ruta.read_bytes(), permisos(ruta), list(tmp_path.iterdir()),
    )  # fmt: skip


@pytest.mark.parametrize("como", ["guardar", "por"])
def test_sin_espacio_queda_como_estaba(como, tmp_path: Path, con_limite) -> None:
    ruta = tmp_path / "uno"
    guardar(ruta, b"antes")

    de_una = {"guardar": escribir, "por": partial(escribir_por, tmp_path / "paso")}
    with con_limite(10), pytest.raises(OSError, match="File too large"):
        de_una[como](ruta, b"x" * 100)

    assert (b"antes", [ruta]) == (ruta.read_bytes(), list(tmp_path.iterdir()))


def test_escribir_por_quita_el_resto_de_otra_y_cambia_el_archivo(tmp_path: Path) -> None:
    ruta, paso = tmp_path / "uno", tmp_path / "paso"
    paso.write_bytes(b"de otra orden")

    escribir_por(paso, ruta, b"nuevo")

    assert (b"nuevo", "0600", False) == (ruta.read_bytes(), permisos(ruta), paso.exists())


def test_el_error_dice_que_donde_y_por_que(tmp_path: Path) -> None:
    with pytest.raises(ErrorConoceles) as dicho, errores_de_disco("guardar en"):
        (tmp_path / "no" / "esta").read_bytes()

    assert f"No se pudo guardar en {tmp_path / 'no' / 'esta'}: no existe." == str(dicho.value)

    lleno = pytest.raises(ErrorConoceles, match=r"^No se pudo guardar en: el disco está lleno\.$")
    with lleno, errores_de_disco("guardar en"):
        raise OSError(errno.ENOSPC, "sin nombre")


def test_mover_pone_en_una_carpeta_y_quita_de_la_otra(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "x").write_bytes(b"1")

    mover(tmp_path / "a" / "x", tmp_path / "b" / "x")

    assert [tmp_path / "b" / "x"] == list(tmp_path.glob("*/*"))


def test_borrar_escribe_encima_de_todo_antes_de_quitar_el_nombre(tmp_path: Path) -> None:
    ruta, testigo = tmp_path / "uno", tmp_path / "testigo"
    crudo = b"secreto" * 200_000
    ruta.write_bytes(crudo)
    os.link(ruta, testigo)  # el mismo archivo con otro nombre: enseña qué quedó en su lugar

    borrar(ruta)
    borrar(ruta)

    quedo = testigo.read_bytes()
    assert (False, len(crudo), False) == (ruta.exists(), len(quedo), b"secreto" in quedo)


def test_borrar_no_sigue_un_enlace(tmp_path: Path) -> None:
    ajeno, enlace = tmp_path / "ajeno", tmp_path / "enlace"
    ajeno.write_bytes(b"de otra cosa")
    enlace.symlink_to(ajeno)

    with pytest.raises(OSError, match="symbolic"):
        borrar(enlace)
    assert b"de otra cosa" == ajeno.read_bytes()


def test_barrer_quita_solo_lo_que_quedo_a_medias(tmp_path: Path) -> None:
    (tmp_path / f"{PASO}abc").write_bytes(b"un sobre entero, sin nombre")
    (tmp_path / "A-1.sobre").write_bytes(b"1")

    barrer(tmp_path)

    assert [tmp_path / "A-1.sobre"] == list(tmp_path.iterdir())


def test_asegurar_pide_una_carpeta(tmp_path: Path) -> None:
    (tmp_path / "x").touch()

    with pytest.raises(NotADirectoryError):
        asegurar_carpeta(tmp_path / "x")


@pytest.mark.parametrize(("modo", "carpeta"), [(0o644, False), (0o755, True), (0o620, False)])
def test_se_niega_lo_que_abre_alguien_mas_y_dice_como_arreglarlo(modo, carpeta, tmp_path) -> None:
    ruta = tmp_path / "uno"
    ruta.mkdir() if carpeta else ruta.touch()
    ruta.chmod(modo)

    with pytest.raises(ErrorConoceles) as dicho:
        exigir_privado(ruta)
    remedio = f"corra «chmod {'0700' if carpeta else '0600'} {ruta}»."
    assert f"permisos {modo:04o}" in str(dicho.value)
    assert str(dicho.value).endswith(remedio)


def test_se_niega_un_enlace_lo_que_no_esta_y_lo_de_otra_persona(tmp_path, monkeypatch) -> None:
    propio, enlace = tmp_path / "uno", tmp_path / "enlace"
    propio.touch(0o600)
    enlace.symlink_to(propio)

    exigir_privado(propio)
    with pytest.raises(ErrorConoceles, match="es un enlace"):
        exigir_privado(enlace)
    with pytest.raises(ErrorConoceles, match="no existe"):
        exigir_privado(tmp_path / "nada")
    ajena = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: ajena)
    with pytest.raises(ErrorConoceles, match="es de otra persona"):
        exigir_privado(propio)
