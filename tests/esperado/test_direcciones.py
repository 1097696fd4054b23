"""¿Lleva a algún lado toda dirección: la que se enlaza y la que alguien recorta?"""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

RECURSOS = {"assets", "busqueda", "emblemas", "estilo", "imagenes", "js", "search", "secciones"}
"""Carpetas que solo guardan lo que una página usa."""


class _Lector(HTMLParser):
    """Anota a dónde lleva una página y qué anclas tiene."""

    def __init__(self) -> None:
        super().__init__()
        self.destinos: set[str] = set()
        self.anclas: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for nombre, valor in attrs:
            if nombre == "id" and valor:
                self.anclas.add(valor)
            es_canonica = tag == "link" and dict(attrs).get("rel") == "canonical"
            if nombre in ("href", "src") and valor and not es_canonica:
                self.destinos.add(valor)


def _leer(pagina: Path) -> _Lector:
    lector = _Lector()
    lector.feed(pagina.read_text(encoding="utf-8"))
    return lector


@pytest.fixture(scope="module")
def publico(demostracion: Path) -> Path:
    return (demostracion / "publico").resolve()


@pytest.fixture(scope="module")
def paginas(publico: Path) -> dict[Path, _Lector]:
    """Todas las páginas, ya leídas."""
    return {pagina: _leer(pagina) for pagina in sorted(publico.rglob("*.html"))}


def _carpetas_con_paginas(publico: Path) -> Iterator[Path]:
    for carpeta in sorted(ruta for ruta in publico.rglob("*") if ruta.is_dir()):
        partes = carpeta.relative_to(publico).parts
        if partes[0] not in RECURSOS and (partes[0] != "datos" or len(partes) == 1):
            yield carpeta


def test_toda_direccion_recortada_tiene_su_pagina(publico: Path) -> None:
    sin_pagina = [
        carpeta.relative_to(publico).as_posix()
        for carpeta in _carpetas_con_paginas(publico)
        if not (carpeta / "index.html").is_file()
    ]

    assert [] == sin_pagina


def test_cada_carpeta_lleva_a_todo_lo_que_guarda(
    publico: Path, paginas: dict[Path, _Lector]
) -> None:
    olvidadas = []
    for carpeta in _carpetas_con_paginas(publico):
        nombre = carpeta.relative_to(publico).as_posix()
        # Las fichas están en los listados y las boletas, detrás de su sección.
        if nombre in ("candidaturas", "boleta") or nombre.startswith("documentacion"):
            continue
        alcanza = {
            (carpeta / unquote(urlsplit(destino).path)).resolve()
            for destino in paginas[carpeta / "index.html"].destinos
        }
        olvidadas += [
            hija.relative_to(publico).as_posix()
            for hija in carpeta.iterdir()
            if (hija / "index.html").is_file() and hija.resolve() not in alcanza
        ]

    assert [] == olvidadas


def test_ninguna_liga_interna_esta_rota(publico: Path, paginas: dict[Path, _Lector]) -> None:
    rotas = set()
    for pagina, lector in paginas.items():
        for destino in lector.destinos:
            partes = urlsplit(destino)
            if partes.scheme or partes.netloc:
                continue
            camino = unquote(partes.path)
            base = publico if camino.startswith("/") else pagina.parent
            llegada = (base / camino.lstrip("/")).resolve() if camino else pagina.resolve()
            llegada = llegada / "index.html" if llegada.is_dir() else llegada
            ancla = unquote(partes.fragment)
            if not llegada.is_file():
                rotas.add(f"{pagina.relative_to(publico)} → {destino}")
            elif ancla and llegada.suffix == ".html" and not _tiene(paginas, llegada, ancla):
                rotas.add(f"{pagina.relative_to(publico)} → {destino} (ancla)")

    assert set() == rotas


def _tiene(paginas: dict[Path, _Lector], pagina: Path, ancla: str) -> bool:
    return ancla in paginas[pagina].anclas


def test_las_cuentas_concuerdan_con_lo_que_cuentan(paginas: dict[Path, _Lector]) -> None:
    mal = re.compile(
        r"(?<![\d,.])1 (?:candidaturas|personas|municipios|distritos|secciones|lugares|archivos)\b"
    )
    malas = {
        f"{pagina.parent.name}: {frase}"
        for pagina in paginas
        if "documentacion" not in pagina.parts
        for frase in mal.findall(_texto(pagina))
    }

    assert set() == malas


def _texto(pagina: Path) -> str:
    html = pagina.read_text(encoding="utf-8").partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html)))
