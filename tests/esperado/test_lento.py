"""¿Aguanta fallos y tamaños que no caben en cada envío? Se corre con `make lento`."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from construccion import REPOSITORIO, construir, copiar_demostracion

pytestmark = pytest.mark.lento
MUERTES = 25
DURACION = 6.0
ORDEN = (sys.executable, "-m", "generador")


def _huellas(publico: Path) -> dict[str, int]:
    return {str(r.relative_to(publico)): r.stat().st_size for r in publico.rglob("*")}


def test_veinticinco_muertes_al_azar_nunca_dejan_un_sitio_a_medias(tmp_path: Path) -> None:
    raiz = copiar_demostracion(tmp_path)
    assert construir(raiz).returncode == 0
    completo = _huellas(raiz / "publico")
    azar = random.Random(20240602)
    for _ in range(MUERTES):
        proceso = subprocess.Popen(
            [*ORDEN, "--raiz", str(raiz), "--fecha", "2024-05-20", "construir"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=REPOSITORIO,
            start_new_session=True,
        )
        time.sleep(azar.uniform(0, DURACION))
        os.killpg(proceso.pid, signal.SIGKILL)
        proceso.wait()
        visibles = [p for p in (raiz / "publico", raiz / ".publico-anterior") if p.is_dir()]
        assert any(_huellas(p) == completo for p in visibles)

    assert construir(raiz).returncode == 0
    assert _huellas(raiz / "publico") == completo
    assert not list(raiz.glob(".publico-*"))


def test_tres_mil_candidaturas_con_todos_sus_archivos_malos_se_explican(tmp_path: Path) -> None:
    raiz = copiar_demostracion(tmp_path)
    originales = sorted((raiz / "candidaturas").rglob("*.yml"))
    for vuelta in range(8):
        for ruta in originales:
            copia = ruta.with_name(f"{ruta.stem}-copia{vuelta}.yml")
            copia.write_text(ruta.read_text(encoding="utf-8") + "curp: x\n", encoding="utf-8")
    hecho = subprocess.run(
        [*ORDEN, "--raiz", str(raiz), "validar", "--sin-avisos"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORIO,
    )

    assert hecho.returncode == 1
    assert "Traceback" not in hecho.stderr
    assert hecho.stdout.count("ESQ-prohibida") == 8 * len(originales)


def test_un_proceso_de_dos_mil_se_construye_entero(tmp_path: Path) -> None:
    raiz = tmp_path / "proceso"
    subprocess.run(
        [*ORDEN, "simular", "2000", "--semilla", "lento", "--carpeta", str(raiz)],
        check=True,
        capture_output=True,
        cwd=REPOSITORIO,
    )
    hecho = construir(raiz, fecha="2024-06-02")

    assert hecho.returncode == 0, hecho.stderr
    fichas = list((raiz / "publico" / "candidaturas").glob("*/index.html"))
    assert len(fichas) == len(list((raiz / "candidaturas").rglob("*.yml")))
    shutil.rmtree(raiz)
