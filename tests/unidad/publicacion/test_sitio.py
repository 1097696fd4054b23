"""¿El sitio se cambia entero o no se cambia?"""

import errno
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generador.errores import ConstruccionFallida
from generador.nucleo.ficha import FichaPublica
from generador.publicacion.fuente import Fuente
from generador.publicacion.sitio import construir_datos, construir_sitio, recuperar
from generador.recursos import carpeta_de_recursos

PLANTILLAS = carpeta_de_recursos() / "sitio" / "plantillas"


@pytest.fixture(scope="module")
def fuente(
    armar_fuente: Callable[..., Fuente], miniatura_de_sitio: tuple[FichaPublica, ...]
) -> Fuente:
    con_foto = replace(miniatura_de_sitio[0], fotografia="fotos/una.webp", foto_vacio=None)
    base = armar_fuente((con_foto, *miniatura_de_sitio[1:]))
    (base.raiz / "fotos").mkdir(exist_ok=True)
    (base.raiz / "fotos" / "una.webp").write_bytes(b"imagen")
    return base


@pytest.fixture(scope="module")
def construido(fuente: Fuente, tmp_path_factory: pytest.TempPathFactory) -> Path:
    destino = tmp_path_factory.mktemp("sitio") / "publico"
    construir_sitio(fuente, destino, trabajadores=2)
    return destino


def _arbol(carpeta: Path) -> dict[str, bytes]:
    return {
        ruta.relative_to(carpeta).as_posix(): ruta.read_bytes()
        for ruta in carpeta.rglob("*")
        if ruta.is_file()
    }


def test_dos_construcciones_son_identicas(fuente: Fuente, construido: Path, tmp_path: Path) -> None:
    construir_sitio(fuente, tmp_path / "publico", trabajadores=1)

    otra, una = _arbol(tmp_path / "publico"), _arbol(construido)
    assert [] == sorted(n for n in una.keys() | otra.keys() if una.get(n) != otra.get(n))


def test_no_quedan_moldes_ni_fichas_sin_llenar(construido: Path) -> None:
    assert not (construido / "moldes").exists()
    assert "moldes" not in (construido / "sitemap.xml").read_text()
    sobras = [
        nombre
        for nombre, crudo in _arbol(construido).items()
        if nombre.endswith(".html") and (b"@@" in crudo or b"conoceles:" in crudo)
    ]
    assert [] == sobras


def test_toda_liga_interna_existe(construido: Path) -> None:
    rotas = set()
    for pagina in construido.rglob("*.html"):
        if pagina.name == "404.html" or "documentacion" in pagina.parts:
            continue
        for destino in re.findall(r'(?:href|src)="([^"#]+)', pagina.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", destino):
                continue
            ruta = (pagina.parent / destino).resolve()
            if not (ruta.is_file() or (ruta / "index.html").is_file()):
                rotas.add(f"{pagina.relative_to(construido)} → {destino}")

    assert {r for r in rotas if "procesos/" not in r} == set()


def test_no_hay_guiones_ni_estilos_en_linea(construido: Path) -> None:
    malas = [
        str(pagina.relative_to(construido))
        for pagina in construido.rglob("*.html")
        if re.search(
            r"<script(?![^>]*(?:src=|type=\"application/))|<style|\sstyle=|\son[a-z]+=\"",
            pagina.read_text(encoding="utf-8"),
        )
    ]

    assert [] == malas


def test_todo_dice_que_es_ficticio_y_no_se_indexa(construido: Path) -> None:
    for pagina in construido.rglob("*.html"):
        html = pagina.read_text(encoding="utf-8")
        assert 'class="banda"' in html, pagina
        assert 'content="noindex"' in html, pagina


def test_la_foto_queda_junto_a_su_ficha_y_su_json_la_nombra(construido: Path) -> None:
    carpeta = construido / "candidaturas" / "dip-014-pah-mr-p-1"

    assert b"imagen" == (carpeta / "dip-014-pah-mr-p-1.webp").read_bytes()
    assert (
        "dip-014-pah-mr-p-1.webp" == json.loads((carpeta / "ficha.json").read_text())["fotografia"]
    )


def test_el_mapa_no_lleva_a_quien_ya_no_compite(construido: Path) -> None:
    mapa = (construido / "sitemap.xml").read_text()

    assert "candidaturas/ayu-001-pno-pres-p-2/" in mapa
    assert "candidaturas/ayu-001-pno-pres-p-1/" not in mapa
    assert "metodologia/" in mapa


def _poner_sitio(destino: Path) -> None:
    """Lo mínimo por lo que se reconoce un sitio ya construido."""
    for nombre in ("index.html", "busqueda/indice.json", "secciones/todas.json"):
        (destino / nombre).parent.mkdir(parents=True, exist_ok=True)
        (destino / nombre).write_text("anterior")


def test_si_un_paso_falla_no_se_publica_nada(fuente: Fuente, tmp_path: Path) -> None:
    destino = tmp_path / "publico"
    _poner_sitio(destino)

    def lleno(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ConstruccionFallida, match="El disco se llenó; el sitio publicado antes"):
        construir_sitio(fuente, destino, trabajadores=1, pasos=[lleno])
    assert "anterior" == (destino / "index.html").read_text()
    assert ["publico"] == [ruta.name for ruta in tmp_path.iterdir()]


def test_los_datos_se_cambian_enteros_o_no_se_cambian(tmp_path: Path) -> None:
    (tmp_path / "datos").mkdir()
    (tmp_path / "datos" / "candidaturas.csv").write_text("anterior")

    def lleno(carpeta: Path) -> None:
        (carpeta / "datos").mkdir()
        (carpeta / "datos" / "candidaturas.csv").write_text("a medias")
        raise OSError(errno.ENOSPC, "No space left on device")

    def bien(carpeta: Path) -> None:
        (carpeta / "datos").mkdir()
        (carpeta / "datos" / "candidaturas.csv").write_text("nuevo")

    with pytest.raises(ConstruccionFallida, match="El disco se llenó"):
        construir_datos(lleno, tmp_path)
    assert "anterior" == (tmp_path / "datos" / "candidaturas.csv").read_text()
    construir_datos(bien, tmp_path)
    assert "nuevo" == (tmp_path / "datos" / "candidaturas.csv").read_text()
    assert ["datos"] == [ruta.name for ruta in tmp_path.iterdir()]


def test_una_foto_fuera_de_la_raiz_detiene_la_construccion(fuente: Fuente, tmp_path: Path) -> None:
    mala = replace(fuente.fichas[0], fotografia="../../secreto.webp")

    with pytest.raises(ConstruccionFallida, match="fuera de la carpeta"):
        construir_sitio(
            replace(fuente, publicar=lambda: (mala,)), tmp_path / "publico", trabajadores=2
        )


def test_recupera_el_sitio_si_se_interrumpio_el_cambio(tmp_path: Path) -> None:
    destino = tmp_path / "publico"
    (tmp_path / ".publico-anterior").mkdir()
    (tmp_path / ".publico-anterior" / "index.html").write_text("anterior")
    (tmp_path / ".publico-nuevo").mkdir()

    assert recuperar(destino)
    assert "anterior" == (destino / "index.html").read_text()
    assert ["publico"] == [ruta.name for ruta in tmp_path.iterdir()]


def test_la_pagina_de_datos_describe_lo_que_dejo_el_paquete(fuente: Fuente, tmp_path: Path) -> None:
    def paquete(carpeta: Path) -> None:
        (carpeta / "datos").mkdir(exist_ok=True)
        (carpeta / "datos" / "a.csv").write_text("x\n")
        recurso = {"path": "a.csv", "title": "Candidaturas", "description": "Una por renglón."}
        (carpeta / "datos" / "datapackage.json").write_text(json.dumps({"resources": [recurso]}))

    construir_sitio(fuente, tmp_path / "publico", trabajadores=1, pasos=[paquete])
    html = (tmp_path / "publico" / "datos" / "index.html").read_text(encoding="utf-8")

    assert '<a href="a.csv" download>Candidaturas</a>' in html
    assert "Una por renglón." in html


def test_ninguna_plantilla_marca_un_texto_como_seguro() -> None:
    malas = [
        plantilla.name
        for plantilla in PLANTILLAS.rglob("*.html")
        if re.search(r"\|\s*safe|autoescape\s+false|Markup", plantilla.read_text(encoding="utf-8"))
    ]

    assert [] == malas
