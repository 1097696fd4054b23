"""¿Se mira el emblema que se nombró, y nada más?"""

import os
from pathlib import Path

import pytest

from generador.archivos.emblemas import defectos_de_emblemas
from generador.nucleo.proceso import Postulante

DIBUJO = '<svg xmlns="http://www.w3.org/2000/svg"/>'
FUERA = "está fuera de la carpeta del proceso"
ENLACE = "es un enlace a otro archivo, o está detrás de uno"


def nombrar(emblema: str) -> list[Postulante]:
    return [Postulante("PAH", "Partido", "PAH", "partido", 1, emblema=emblema)]


@pytest.fixture
def carpeta(tmp_path: Path) -> Path:
    (tmp_path / "afuera.svg").write_text(DIBUJO)
    propia = tmp_path / "proceso"
    (propia / "emblemas").mkdir(parents=True)
    (propia / "emblemas" / "pah.svg").write_text(DIBUJO)
    (propia / "guion.svg").write_text(DIBUJO.replace("/>", ' onload="x"/>'))
    (propia / "enlace.svg").symlink_to(propia / "emblemas" / "pah.svg")
    (propia / "vueltas.svg").symlink_to(propia / "vueltas.svg")
    (propia / "otros").symlink_to(propia / "emblemas")
    os.mkfifo(propia / "tuberia.svg")
    return propia


@pytest.mark.parametrize("emblema", ["", "emblemas/pah.svg", "emblemas/../emblemas/pah.svg"])
def test_un_emblema_que_esta_y_solo_dibuja_no_tiene_defecto(carpeta: Path, emblema: str) -> None:
    assert {} == defectos_de_emblemas(carpeta, nombrar(emblema))


@pytest.mark.parametrize(
    ("emblema", "defecto"),
    [
        ("emblemas/nadie.svg", "no se puede leer: no existe"),
        ("emblemas", "no se puede leer: es una carpeta"),
        ("tuberia.svg", "no se puede leer: es una tubería o un dispositivo"),
        ("emblemas/pah.svg/x.svg", "no se puede leer: parte de la ruta no es una carpeta"),
        ("../afuera.svg", FUERA),
        ("/etc/passwd", FUERA),
        ("enlace.svg", ENLACE),
        ("otros/pah.svg", ENLACE),
        ("vueltas.svg", "no se puede leer: los enlaces dan vueltas"),
        ("con\0nulo.svg", "tiene un nombre imposible"),
        ("guion.svg", "no es un SVG que solo dibuje: trae un guion en «onload»"),
    ],
)
def test_dice_por_que_no_se_puede_publicar(carpeta: Path, emblema: str, defecto: str) -> None:
    assert {"PAH": defecto} == defectos_de_emblemas(carpeta, nombrar(emblema))


def test_una_carpeta_a_la_que_se_llega_por_un_enlace_es_la_misma(
    carpeta: Path, tmp_path: Path
) -> None:
    (tmp_path / "atajo").symlink_to(carpeta)

    assert {} == defectos_de_emblemas(tmp_path / "atajo", nombrar("emblemas/pah.svg"))


def test_de_un_archivo_enorme_solo_se_lee_lo_necesario(carpeta: Path) -> None:
    with (carpeta / "enorme.svg").open("wb") as archivo:
        archivo.truncate(10**9)

    assert {"PAH": "pesa más de 100 KB"} == defectos_de_emblemas(carpeta, nombrar("enorme.svg"))
