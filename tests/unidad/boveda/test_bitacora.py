"""Cada acto deja un renglón encadenado: quitar, cambiar o mover uno se nota."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.boveda.bitacora import (
    ARCHIVO,
    Asiento,
    anotar,
    leer_bitacora,
    solo_defectos,
    sumas,
)
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import permisos

MUCHOS = """
import sys
from pathlib import Path
from generador.boveda.bitacora import Asiento, anotar
for n in range(40):
    anotar(Path(sys.argv[1]), Asiento("2024", sys.argv[2], "leer", (f"A-{n}",)))
"""


def llenar(carpeta: Path, cuantos: int = 4) -> list[Asiento]:
    puestos = [Asiento(f"2024-0{n + 1}", "UT", "leer", (f"A-{n}",)) for n in range(cuantos)]
    for uno in puestos:
        anotar(carpeta, uno)
    return puestos


def renglones(carpeta: Path) -> list[str]:
    return (carpeta / ARCHIVO).read_text("utf-8").splitlines(keepends=True)


def test_se_lee_lo_anotado_en_su_orden(tmp_path: Path) -> None:
    assert [] == list(leer_bitacora(tmp_path))
    puestos = llenar(tmp_path)

    assert [(uno, "") for uno in puestos] == list(leer_bitacora(tmp_path))
    assert ([], "0600") == (solo_defectos(tmp_path), permisos(tmp_path / ARCHIVO))


@pytest.mark.parametrize(
    "cambiar",
    [
        lambda r: r[:1] + r[2:],
        lambda r: r[1:],
        lambda r: [r[0], r[2], r[1], r[3]],
        lambda r: [r[0], r[1].replace("A-1", "A-9"), *r[2:]],
        lambda r: [r[0], r[1].replace('"UT"', '"YO"'), *r[2:]],
        lambda r: [*r[:2], *r[1:]],
    ],
)
def test_quitar_cambiar_mover_o_repetir_un_renglon_se_nota(cambiar, tmp_path: Path) -> None:
    llenar(tmp_path)
    (tmp_path / ARCHIVO).write_text("".join(cambiar(renglones(tmp_path))), encoding="utf-8")

    assert [] != solo_defectos(tmp_path)


@pytest.mark.parametrize("malo", ["{", "[]", "3", '{"suma": 1}', "[" * 5000, '{"claves": 3}'])
def test_un_renglon_que_no_se_entiende_se_dice_y_no_detiene(malo: str, tmp_path: Path) -> None:
    llenar(tmp_path, 2)
    with (tmp_path / ARCHIVO).open("a", encoding="utf-8") as abierto:
        abierto.write(f"{malo}\n\n")
    llenar(tmp_path, 1)

    assert ["El renglón 3 de la bitácora de la bóveda no se entiende."] == solo_defectos(tmp_path)


def test_un_renglon_a_medias_no_se_pega_con_el_siguiente(tmp_path: Path) -> None:
    llenar(tmp_path, 2)
    ruta = tmp_path / ARCHIVO
    ruta.write_bytes(ruta.read_bytes()[:-20])
    llenar(tmp_path, 1)

    # Lo que un apagón dejó a medias no llegó a hacerse, y lo demás sigue encadenado.
    assert (2, []) == (len(list(leer_bitacora(tmp_path))), solo_defectos(tmp_path))
    assert 2 == len(sumas(tmp_path))


def test_si_ni_el_primer_renglon_quedo_entero_se_empieza_de_nuevo(tmp_path: Path) -> None:
    (tmp_path / ARCHIVO).write_bytes(b'{"instante": "20')
    llenar(tmp_path, 2)

    assert [] == solo_defectos(tmp_path)
    assert 2 == len(list(leer_bitacora(tmp_path)))


def test_las_sumas_llegan_hasta_donde_la_cadena_sigue(tmp_path: Path) -> None:
    assert [] == sumas(tmp_path)
    llenar(tmp_path)
    antes = sumas(tmp_path)
    lineas = renglones(tmp_path)
    (tmp_path / ARCHIVO).write_text(
        "".join([*lineas[:2], lineas[2].replace("A-2", "A-7"), lineas[3]]), encoding="utf-8"
    )

    assert (4, antes[:2]) == (len(antes), sumas(tmp_path))


def test_con_el_disco_lleno_no_se_anota_a_medias_y_se_dice(tmp_path: Path, con_limite) -> None:
    puestos = llenar(tmp_path, 2)
    largo = (tmp_path / ARCHIVO).stat().st_size

    with con_limite(largo + 30), pytest.raises(ErrorConoceles, match="No se pudo anotar"):
        llenar(tmp_path, 1)

    assert largo == (tmp_path / ARCHIVO).stat().st_size
    assert [(uno, "") for uno in puestos] == list(leer_bitacora(tmp_path))


@given(st.text(max_size=60))
def test_cualquier_texto_ocupa_un_solo_renglon(tmp_path_factory, texto: str) -> None:
    carpeta = tmp_path_factory.mktemp("b")
    texto = texto.encode("utf-8", "ignore").decode()
    uno = Asiento("2024", texto, "leer", (), texto)
    anotar(carpeta, uno)
    anotar(carpeta, uno)

    assert [(uno, "")] * 2 == list(leer_bitacora(carpeta))


def test_un_renglon_enorme_no_rompe_la_cadena(tmp_path: Path) -> None:
    enorme = Asiento("2024", "UT", "publicar", tuple(f"A-{n}" for n in range(30_000)))
    anotar(tmp_path, enorme)
    anotar(tmp_path, enorme)

    assert [] == solo_defectos(tmp_path)


def test_dos_procesos_a_la_vez_no_rompen_la_cadena(tmp_path: Path) -> None:
    ordenes = [[sys.executable, "-c", MUCHOS, str(tmp_path), quien] for quien in ("UNA", "OTRA")]
    juntas = [subprocess.Popen(orden) for orden in ordenes]

    assert [0, 0] == [una.wait() for una in juntas]
    assert (80, []) == (len(renglones(tmp_path)), solo_defectos(tmp_path))


def test_lo_que_no_es_un_archivo_de_texto_se_dice(tmp_path: Path) -> None:
    (tmp_path / ARCHIVO).write_bytes(b"\xff\xfe\n")
    with pytest.raises(ErrorConoceles, match="No se puede leer la bitácora"):
        solo_defectos(tmp_path)
    (tmp_path / ARCHIVO).unlink()
    (tmp_path / ARCHIVO).symlink_to(tmp_path / "otra")
    with pytest.raises(ErrorConoceles, match="los enlaces dan vueltas"):
        llenar(tmp_path, 1)


def test_el_orden_lo_da_la_cadena_y_no_el_reloj(tmp_path: Path) -> None:
    for instante in ("2024-05-02", "2024-05-01"):
        anotar(tmp_path, Asiento(instante, "UT", "leer"))

    assert [] == solo_defectos(tmp_path)
    assert ["2024-05-02", "2024-05-01"] == [json.loads(r)["instante"] for r in renglones(tmp_path)]
