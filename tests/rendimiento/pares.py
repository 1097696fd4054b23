"""¿Cómo harían lo mismo Hugo y MkDocs con Material?

Escribe, a partir de los `ficha.json` que publicamos, la entrada de cada par: las mismas
candidaturas con los mismos textos, para estamparlas en la misma corrida y máquina.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ARMAZON_HUGO = """<!doctype html>
<html lang="es-MX"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><link rel="stylesheet" href="/estilo.css"></head>
<body><header><a href="/">Conóceles</a><nav><a href="/buscar/">Buscar</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>La información es responsabilidad de cada candidatura.</footer></body></html>
"""
_FICHA_HUGO = """{{ define "main" }}<p><a href="/">Inicio</a></p><h1>{{ .Title }}</h1>
<dl>{{ range .Params.datos }}<dt>{{ index . 0 }}</dt><dd>{{ index . 1 }}</dd>{{ end }}</dl>
{{ range .Params.apartados }}<section><h2>{{ .titulo }}</h2>
{{ range .parrafos }}<p>{{ . }}</p>{{ end }}</section>{{ end }}
{{ end }}
"""
_CONFIGURACION_HUGO = """baseURL = "https://ejemplo.invalid/"
languageCode = "es-MX"
title = "Par"
disableKinds = ["taxonomy", "term", "RSS"]
"""
_CONFIGURACION_MKDOCS = """site_name: Par
theme:
  name: material
  font: false
plugins: [search]
nav: [{Inicio: index.md}]
not_in_nav: "candidaturas/*"
"""


def escribir_hugo(publico: Path, carpeta: Path) -> int:
    """Un contenido con encabezado JSON por candidatura; devuelve cuántas."""
    plantillas = carpeta / "layouts" / "_default"
    plantillas.mkdir(parents=True)
    (plantillas / "baseof.html").write_text(_ARMAZON_HUGO, encoding="utf-8")
    (plantillas / "single.html").write_text(_FICHA_HUGO, encoding="utf-8")
    (plantillas / "list.html").write_text(
        '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}', encoding="utf-8"
    )
    (carpeta / "hugo.toml").write_text(_CONFIGURACION_HUGO, encoding="utf-8")
    contenido = carpeta / "content" / "candidaturas"
    contenido.mkdir(parents=True)
    cuantas = 0
    for ficha in _fichas(publico):
        cabeza = json.dumps(
            {"title": ficha["titulo"], "datos": ficha["datos"], "apartados": ficha["apartados"]},
            ensure_ascii=False,
        )
        (contenido / f"{ficha['clave']}.md").write_text(cabeza + "\n", encoding="utf-8")
        cuantas += 1
    return cuantas


def escribir_mkdocs(publico: Path, carpeta: Path) -> int:
    """Un Markdown por candidatura, fuera de `nav`; devuelve cuántas."""
    contenido = carpeta / "docs" / "candidaturas"
    contenido.mkdir(parents=True)
    (carpeta / "mkdocs.yml").write_text(_CONFIGURACION_MKDOCS, encoding="utf-8")
    (carpeta / "docs" / "index.md").write_text("# Par\n", encoding="utf-8")
    cuantas = 0
    for ficha in _fichas(publico):
        renglones = [f"# {ficha['titulo']}", ""]
        renglones += [f"- **{nombre}**: {valor}" for nombre, valor in ficha["datos"]]
        for apartado in ficha["apartados"]:
            renglones += ["", f"## {apartado['titulo']}", ""]
            renglones += [parrafo + "\n" for parrafo in apartado["parrafos"]]
        (contenido / f"{ficha['clave']}.md").write_text("\n".join(renglones), encoding="utf-8")
        cuantas += 1
    return cuantas


def _fichas(publico: Path) -> Iterator[dict[str, Any]]:
    for ruta in sorted((publico / "candidaturas").glob("*/ficha.json")):
        yield _reducir(ruta.parent.name, json.loads(ruta.read_text(encoding="utf-8")))


def _reducir(clave: str, ficha: dict[str, Any]) -> dict[str, Any]:
    """Título, pares de datos y apartados con sus párrafos, sin saber de nuestro esquema."""
    datos: list[tuple[str, str]] = []
    apartados: list[dict[str, Any]] = []

    def recorrer(nodo: Any, titulo: str) -> None:
        if isinstance(nodo, dict):
            propio = str(nodo.get("titulo", titulo))
            for llave, hijo in nodo.items():
                recorrer(hijo, propio if llave in ("valor", "respuestas") else llave)
        elif isinstance(nodo, list):
            for hijo in nodo:
                recorrer(hijo, titulo)
        elif isinstance(nodo, str) and len(nodo) > 200:  # un texto largo
            apartados.append({"titulo": titulo, "parrafos": nodo.split("\n\n")})
        elif nodo not in (None, ""):
            datos.append((titulo, str(nodo)))

    recorrer(ficha, "")
    titulo = str(ficha.get("nombre_completo") or ficha.get("nombre") or clave)
    return {"clave": clave, "titulo": titulo, "datos": datos, "apartados": apartados}
