"""¿Puede el texto de alguien convertirse en código de la página?"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from construccion import construir, copiar_demostracion

HOSTIL = "<script>alert('inyectado')</script>"
ATRIBUTO = "x\" onmouseover=\"alert('inyectado')\" y='"
PLANTILLA = "{{ 7 * 7 }}{% raw %}</title></textarea><img src=x onerror=alert('inyectado')>"


class _Etiquetas(HTMLParser):
    """Junta etiquetas y atributos sospechosos tal como los entendería un navegador."""

    def __init__(self) -> None:
        super().__init__()
        self.sospechas: list[str] = []
        self._guion = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._guion = tag == "script" and ("type", "application/ld+json") not in attrs
        for nombre, valor in attrs:
            if nombre.startswith("on") or (valor or "").lower().startswith("javascript:"):
                self.sospechas.append(f"<{tag} {nombre}={valor!r}>")

    def handle_data(self, data: str) -> None:
        if self._guion and "inyectado" in data:
            self.sospechas.append(data[:80])

    def handle_endtag(self, tag: str) -> None:
        self._guion = self._guion and tag != "script"


@pytest.fixture(scope="session")
def atacado(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La demostración con texto hostil en cada campo de texto que se publica."""
    raiz = copiar_demostracion(tmp_path_factory.mktemp("inyeccion"))
    for ruta in sorted((raiz / "candidaturas").rglob("*.yml"))[::3]:
        dato: dict[str, Any] = yaml.safe_load(ruta.read_text(encoding="utf-8"))
        dato["registro"] |= {
            "nombre": f"Ana{HOSTIL}",
            "primer_apellido": ATRIBUTO,
            "segundo_apellido": PLANTILLA[:60],
            "sobrenombre": HOSTIL,
            "acuerdo": PLANTILLA,
        }
        ruta.write_text(json.dumps(dato, ensure_ascii=False), encoding="utf-8")
    proceso = (raiz / "proceso.yml").read_text(encoding="utf-8")
    proceso = proceso.replace('nombre: "Foro Oyamel"', f"nombre: {json.dumps('Foro ' + HOSTIL)}")
    (raiz / "proceso.yml").write_text(proceso, encoding="utf-8")
    hecho = construir(raiz, "--identidad-ficticia", "--tolerar-errores")
    assert hecho.returncode == 0, hecho.stderr
    return raiz / "publico"


def test_ninguna_pagina_ejecuta_lo_que_alguien_escribio(atacado: Path) -> None:
    sospechas = []
    for pagina in sorted(atacado.rglob("*.html")):
        lector = _Etiquetas()
        lector.feed(pagina.read_text(encoding="utf-8"))
        sospechas += [f"{pagina.name}: {s}" for s in lector.sospechas]

    assert sospechas == []


def test_el_texto_hostil_se_ve_como_texto(atacado: Path) -> None:
    paginas = [p.read_text(encoding="utf-8") for p in atacado.rglob("candidaturas/*/index.html")]
    con_texto = [p for p in paginas if "&lt;script&gt;alert(" in p]

    assert len(con_texto) > 50
    assert not any("<script>alert(" in p for p in paginas)
    assert not any(re.search(r"\b49\b", p) and "{{ 7 * 7 }}" not in p for p in con_texto[:5])


def test_el_json_ld_no_cierra_su_etiqueta(atacado: Path) -> None:
    for pagina in sorted(atacado.rglob("candidaturas/*/index.html"))[:80]:
        texto = pagina.read_text(encoding="utf-8")
        for bloque in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', texto, re.DOTALL
        ):
            json.loads(bloque)
