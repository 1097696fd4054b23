"""Depositan muchos a la vez; lo demás, de a uno, y un proceso muerto no deja trabado a nadie."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generador.boveda.candado import DE_LLAVES, DE_MANTENIMIENTO, candado
from generador.errores import ErrorConoceles

TOMA = """
import sys, time
from pathlib import Path
from generador.boveda.candado import candado
with candado(Path(sys.argv[1]), sys.argv[2]):
    print("tomado", flush=True)
    time.sleep(60)
"""


def test_dos_ordenes_de_mantenimiento_no_caben(tmp_path: Path) -> None:
    espera = pytest.raises(ErrorConoceles, match="espere a que termine")
    with candado(tmp_path, DE_MANTENIMIENTO), espera:
        candado(tmp_path, DE_MANTENIMIENTO).__enter__()
    with candado(tmp_path, DE_MANTENIMIENTO):
        pass


def test_quienes_depositan_lo_comparten_y_cambiar_llaves_espera(tmp_path: Path) -> None:
    hechos: list[str] = []

    def cambiar() -> None:
        with candado(tmp_path, DE_LLAVES):
            hechos.append("cambiadas")

    hilo = threading.Thread(target=cambiar)
    una, otra = (candado(tmp_path, DE_LLAVES, compartido=True) for _ in range(2))
    with una, otra:
        hilo.start()
        hilo.join(0.1)
        hechos.append("depositado")
    hilo.join()

    assert ["depositado", "cambiadas"] == hechos


def test_lo_suelta_el_sistema_si_el_proceso_muere(tmp_path: Path) -> None:
    orden = [sys.executable, "-c", TOMA, str(tmp_path), DE_MANTENIMIENTO]
    with subprocess.Popen(orden, stdout=subprocess.PIPE, text=True) as otro:
        assert otro.stdout is not None
        assert "tomado\n" == otro.stdout.readline()
        with pytest.raises(ErrorConoceles):
            candado(tmp_path, DE_MANTENIMIENTO).__enter__()
        otro.kill()

    with candado(tmp_path, DE_MANTENIMIENTO):
        pass


def test_donde_no_se_puede_se_dice(tmp_path: Path) -> None:
    (tmp_path / DE_LLAVES).symlink_to(tmp_path / "otro")
    with pytest.raises(ErrorConoceles, match="No se pudo tomar turno"):
        candado(tmp_path, DE_LLAVES).__enter__()
