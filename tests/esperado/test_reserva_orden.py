"""¿Qué dice, qué calla y cómo sale la orden que comprueba la reserva?"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from construccion import FECHA
from siembras import FICHA, PAR, SECRETO, TITULO, VALOR, Sitio, aguja, cambiar

from generador.cli import conoceles
from generador.reserva.comprobar import Donde, comprobar
from generador.reserva.llano import aplanar


@pytest.fixture
def correr(sitio: Sitio) -> Callable[..., Result]:
    def hacer(*opciones: str) -> Result:
        base = ["--raiz", str(sitio.raiz), "--fecha", FECHA, "comprobar-reserva"]
        return CliRunner().invoke(conoceles, [*base, "--identidad-ficticia", *opciones])

    return hacer


@pytest.fixture
def agujas(sitio: Sitio, tmp_path: Path) -> Iterator[Path]:
    ruta = tmp_path / "agujas.json"
    una = aguja(sitio)
    ruta.write_text(
        json.dumps([{"clave": una.clave, "campo": una.campo, "texto": una.texto}]), encoding="utf-8"
    )
    ruta.chmod(0o600)
    yield ruta
    assert SECRETO in json.loads(ruta.read_text(encoding="utf-8"))[0]["texto"]


def test_la_demostracion_limpia_pasa_y_dice_que_se_comprobo(correr: Callable, agujas: Path) -> None:
    corrida = correr("--agujas", str(agujas))

    assert 0 == corrida.exit_code, corrida.output
    assert "378 candidaturas" in corrida.output
    assert "1 aguja" in corrida.output
    assert "nada de lo que se reserva salió" in corrida.output


def test_con_una_fuga_sale_con_uno_y_no_dice_el_valor(
    correr: Callable, agujas: Path, sitio: Sitio, tmp_path: Path
) -> None:
    copia = tmp_path / "copia"
    copia.mkdir()
    for nombre in ("datos", "busqueda", f"candidaturas/{sitio.callada.clave.lower()}"):
        shutil.copytree(sitio.publico / nombre, copia / nombre)
    pagina = copia / sitio.ruta(FICHA)
    pagina.write_bytes(cambiar(TITULO, f"{TITULO}<dl>{PAR}</dl>")(pagina.read_bytes()))
    (copia / f"{SECRETO}.txt").write_text("nada", encoding="utf-8")
    bitacoras = tmp_path / "bitacoras"
    bitacoras.mkdir()
    (bitacoras / "servidor.log").write_text(f"uno\nse leyó {SECRETO.upper()}\n", encoding="utf-8")

    corrida = correr("--publico", str(copia), "--agujas", str(agujas), "--bitacora", str(bitacoras))
    assert 1 == corrida.exit_code
    clave = sitio.callada.clave
    assert (
        f"copia/{sitio.ruta(FICHA)}: {clave}, i03: tiene valor y no es público." in corrida.output
    )
    assert f"servidor.log:2: {clave}, i03_otra: aparece y se reserva (texto)." in corrida.output
    assert f"copia/(un nombre que lo dice): {clave}, i03_otra" in corrida.output
    assert aplanar(SECRETO) not in aplanar(corrida.output)
    assert VALOR not in corrida.output


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        ("{", "no es JSON"),
        ("{}", "no es una lista"),
        ('[{"clave":"A","campo":"b"}]', "El elemento 1"),
        ('[{"clave":"A","campo":"b","texto":""}]', "El elemento 1"),
    ],
)
def test_un_archivo_de_agujas_mal_hecho_no_se_usa(
    correr: Callable, tmp_path: Path, contenido: str, frase: str
) -> None:
    ruta = tmp_path / "agujas.json"
    ruta.write_text(contenido, encoding="utf-8")
    ruta.chmod(0o600)

    corrida = correr("--agujas", str(ruta))
    assert 2 == corrida.exit_code
    assert frase in corrida.output


def test_no_lee_agujas_que_otros_pueden_leer_ni_las_que_git_guardaria(
    correr: Callable, agujas: Path
) -> None:
    agujas.chmod(0o640)
    abiertas = correr("--agujas", str(agujas))
    agujas.chmod(0o600)
    dentro = Path(__file__).with_name("agujas.json")
    shutil.copy(agujas, dentro)
    try:
        en_git = correr("--agujas", str(dentro))
    finally:
        dentro.unlink()

    assert (2, 2) == (abiertas.exit_code, en_git.exit_code)
    assert "chmod 600" in abiertas.output
    assert "nunca entra en Git" in en_git.output


def test_un_proceso_anterior_se_mide_con_su_propia_verdad(sitio: Sitio, tmp_path: Path) -> None:
    publico = tmp_path / "publico"
    for carpeta in (publico, publico / "procesos" / "ensayo"):
        carpeta.mkdir(parents=True)
        shutil.copytree(sitio.publico / "busqueda", carpeta / "busqueda")
        ficha = carpeta / sitio.ruta(FICHA)
        ficha.parent.mkdir(parents=True)
        shutil.copy(sitio.publico / sitio.ruta(FICHA), ficha)
    limpio = comprobar(Donde(publico, sitio.verdad, {"ensayo": sitio.verdad}))
    ficha.write_bytes(cambiar(TITULO, f"{TITULO}<dl>{PAR}</dl>")(ficha.read_bytes()))
    sucio = comprobar(Donde(publico, sitio.verdad, {"ensayo": sitio.verdad}))
    ajeno = comprobar(Donde(publico, sitio.verdad, {}))

    assert () == limpio.fugas
    assert {f.lugar for f in sucio.fugas} == {f"publico/procesos/ensayo/{sitio.ruta(FICHA)}"}
    assert all(f.lugar.startswith("publico/procesos/ensayo/") for f in ajeno.fugas)
    assert len(ajeno.fugas) > 1


def test_dos_procesos_y_uno_encuentran_lo_mismo(sitio: Sitio, tmp_path: Path) -> None:
    (tmp_path / "publico").mkdir()
    for numero in range(5):
        (tmp_path / f"publico/{numero}.txt").write_text(SECRETO, encoding="utf-8")
    donde = Donde(tmp_path / "publico", sitio.verdad, {})

    uno, dos = (comprobar(donde, [aguja(sitio)], trabajadores=n) for n in (1, 2))
    assert uno == dos
    assert 10 == len(uno.fugas)
