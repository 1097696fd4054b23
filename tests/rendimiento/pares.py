"""¿Cómo harían lo mismo Hugo y MkDocs con Material?

A cada par se le da lo que publicamos: las mismas fichas con los mismos textos y fotografías, y
con el mismo armazón de página. Hugo, además, escribe lo que nosotros: el JSON de cada ficha, un
listado por planilla, lugar y postulante, y el índice de nombres. Ninguno lee nuestros esquemas ni
valida: lo que se compara es estampar.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CONFIGURACION_HUGO = """
baseURL: https://conoceles.ejemplo.invalid/
languageCode: es-MX
title: Par
disableKinds: [RSS]
disableAliases: true
taxonomies: {planilla: planillas, lugar: lugares, postulante: postulantes}
outputs: {home: [HTML, JSON], page: [HTML, JSON], section: [HTML]}
outputFormats: {JSON: {baseName: ficha}}
"""
_BASE_HUGO = """<!doctype html>
<html lang="es-MX">
<head>
{{ partial "cabeza.html" . }}
<title>{{ .Title }} · Conóceles</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:type" content="profile">
<meta property="og:title" content="{{ .Title }} · Conóceles">
<meta property="og:description" content="{{ .Description }}">
<meta property="og:url" content="{{ .Permalink }}">
{{ block "cabeza" . }}{{ end }}
</head>
{{ partial "antes.html" . }}
{{ block "main" . }}{{ end }}
{{ partial "despues.html" . }}
"""
# Es la plantilla del par, no la nuestra. `jsonify` escribe <, > y & como códigos de JSON antes de
# `safeJS`: un título «</script><b>x» sale \u003c/script\u003e… y no cierra el guion.
_FICHA_HUGO = """{{ define "cabeza" }}
{{ $f := .Params.ficha }}
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "Person"
 "name" .Title "url" .Permalink "description" .Description | jsonify | safeJS }}</script>
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "BreadcrumbList"
 "itemListElement" (slice
 (dict "@type" "ListItem" "position" 1 "name" "Inicio" "item" site.BaseURL)
 (dict "@type" "ListItem" "position" 2 "name" $f.ambito_nombre)
 (dict "@type" "ListItem" "position" 3 "name" .Title)) | jsonify | safeJS }}</script>
{{ end }}
{{ define "main" }}
{{ $f := .Params.ficha }}
<nav class="migas" aria-label="Migas de pan"><ol>
<li><a href="../../">Inicio</a></li>
<li><a href="../../lugares/{{ $f.ambito_tipo }}-{{ $f.ambito }}/">{{ $f.ambito_nombre }}</a></li>
<li><a href="../../postulantes/{{ lower $f.postulante }}/">{{ $f.postulante }}</a></li>
<li><span aria-current="page">{{ .Title }}</span></li>
</ol></nav>
<article class="ficha">
<header class="cabeza">
{{ with $f.fotografia }}<img class="foto" src="{{ . }}" alt="Fotografía de {{ $.Title }}">{{ end }}
<div>
<h1>{{ .Title }}</h1>
{{ with $f.sobrenombre }}<p class="sobrenombre">En la boleta también: «{{ . }}»</p>{{ end }}
<p class="guia">{{ $f.cargo }} · {{ $f.ambito_nombre }}</p>
<p class="postula">{{ range $f.integrantes }}<span class="sello">{{ . }}</span> {{ end }}</p>
</div>
</header>
<div class="columnas">
<aside class="registro"><h2>Registro</h2>
<dl>
<div><dt>Edad y sexo</dt><dd>{{ $f.edad }} años al día de la elección, {{ $f.sexo }}</dd></div>
<div><dt>Elección consecutiva</dt><dd>{{ cond $f.eleccion_consecutiva "Sí" "No" }}</dd></div>
<div><dt>Principio</dt><dd>{{ $f.principio }}</dd></div>
<div><dt>Acuerdo de registro</dt><dd>{{ $f.acuerdo }}</dd></div>
</dl>
</aside>
<div class="cuestionario">
{{ range $f.rubros }}
{{ if .vacio }}<p class="vacio">{{ .titulo }}: {{ .vacio }}</p>{{ else }}
<section aria-labelledby="{{ .nombre }}"><h2 id="{{ .nombre }}">{{ .titulo }}</h2>
{{ range .respuestas }}{{ if not .vacio }}
<h3>{{ .titulo }}</h3>
{{ if reflect.IsMap .valor }}<ul>{{ range $red, $url := .valor }}
<li><a href="{{ $url }}" rel="nofollow ugc noopener noreferrer">{{ $red }}</a></li>
{{ end }}</ul>
{{ else if reflect.IsSlice .valor }}{{ range .valor }}
{{ if reflect.IsMap . }}<p>{{ range $llave, $dato := . }}{{ $dato }} {{ end }}</p>{{ else }}
{{ range split . "\\n\\n" }}<p>{{ . }}</p>{{ end }}{{ end }}{{ end }}
{{ else }}{{ range split (string .valor) "\\n\\n" }}<p>{{ . }}</p>{{ end }}{{ end }}
{{ end }}{{ end }}</section>
{{ end }}{{ end }}
<section aria-labelledby="identidad"><h2 id="identidad">Identidad</h2>
{{ with $f.identidad_vacio }}<p class="vacio">{{ . }}</p>{{ end }}
<dl class="pares preguntas">{{ range $f.identidad }}{{ if not .vacio }}
<div><dt>{{ .titulo }}</dt><dd>{{ .valor }}</dd></div>{{ end }}{{ end }}</dl>
</section>
<footer class="cierre">
{{ with $f.validada }}<p>Validada el {{ time.Format "2006-01-02" . }}.</p>{{ end }}
<p>La información de esta ficha es responsabilidad de la candidatura y no es propaganda.</p>
<p class="solo-papel">{{ .Permalink }}</p>
<p class="solo-pantalla"><a href="ficha.json">Datos de esta ficha (JSON)</a></p>
</footer>
</div>
</div>
</article>
{{ end }}
"""
_LISTADO_HUGO = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ if .IsNode }}{{ if ne .Kind "home" }}{{ if ne .Kind "section" }}<ul class="personas">
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Description }}</li>
{{ end }}</ul>{{ end }}{{ end }}{{ end }}{{ end }}
"""
_INDICE_HUGO = """[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}
{{- with .Params.ficha }}
{{- slice .clave $p.Title .cargo .ambito .postulante .sexo .edad | jsonify }}
{{- end }}{{ end }}]
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
    """Una carpeta con encabezado y fotografía por candidatura; devuelve cuántas.

    El encabezado va en JSON, que Hugo lee en la mitad de tiempo que el YAML: es su mejor caso.
    """
    _escribir(carpeta / "hugo.yaml", _CONFIGURACION_HUGO)
    cabeza, antes, despues = _armazon(publico)
    for nombre, texto in {
        "_default/baseof.html": _BASE_HUGO,
        "_default/single.html": _FICHA_HUGO,
        "_default/single.json": '{{ .Params.ficha | jsonify (dict "noHTMLEscape" true) }}\n',
        "_default/list.html": _LISTADO_HUGO,
        "index.json": _INDICE_HUGO,
        "partials/cabeza.html": cabeza,
        "partials/antes.html": antes,
        "partials/despues.html": despues,
    }.items():
        _escribir(carpeta / "layouts" / nombre, texto)
    cuantas = 0
    for origen, ficha in _fichas(publico):
        propia = carpeta / "content" / "candidaturas" / origen.name
        encabezado = {
            "title": _titulo(ficha),
            "description": f"{_titulo(ficha)}: {ficha['cargo']}, {ficha['ambito_nombre']}.",
            "planillas": [f"{ficha['eleccion']}-{ficha['ambito']}-{ficha['postulante']}"],
            "lugares": [f"{ficha['ambito_tipo']}-{ficha['ambito']}"],
            "postulantes": [ficha["postulante"]],
            "ficha": ficha,
        }
        _escribir(propia / "index.md", json.dumps(encabezado, ensure_ascii=False) + "\n")
        _copiar_foto(origen, propia, ficha)
        cuantas += 1
    return cuantas


def escribir_mkdocs(publico: Path, carpeta: Path) -> int:
    """Un Markdown y una fotografía por candidatura, fuera de `nav`; devuelve cuántas."""
    _escribir(carpeta / "mkdocs.yml", _CONFIGURACION_MKDOCS)
    _escribir(carpeta / "docs" / "index.md", "# Par\n")
    cuantas = 0
    for origen, ficha in _fichas(publico):
        propia = carpeta / "docs" / "candidaturas" / origen.name
        renglones = [f"# {_titulo(ficha)}", ""]
        if ficha.get("fotografia"):
            renglones += [f"![Fotografía]({ficha['fotografia']})", ""]
        renglones += [
            f"- **{nombre}**: {ficha[nombre]}"
            for nombre in ("cargo", "ambito_nombre", "postulante", "edad", "sexo", "acuerdo")
            if ficha.get(nombre)
        ]
        for rubro in ficha.get("rubros", ()):
            renglones += ["", f"## {rubro['titulo']}", "", *_parrafos(rubro)]
        _escribir(propia / "index.md", "\n".join(renglones) + "\n")
        _copiar_foto(origen, propia, ficha)
        cuantas += 1
    return cuantas


def _parrafos(rubro: dict[str, Any]) -> Iterator[str]:
    for respuesta in rubro["respuestas"]:
        valor = respuesta["valor"]
        if isinstance(valor, dict):
            yield from (f"- [{red}]({url})" for red, url in valor.items())
        elif isinstance(valor, list):
            yield from (f"{uno}\n" for uno in valor)
        elif valor is not None:
            yield f"{valor}\n"


def _armazon(publico: Path) -> tuple[str, str, str]:
    """La cabeza, y lo que va antes y después del contenido, de una de nuestras fichas."""
    html = next((publico / "candidaturas").glob("*/index.html")).read_text(encoding="utf-8")
    cabeza, _, cuerpo = html.partition("</head>")
    antes, _, resto = cuerpo.partition('<nav class="migas"')
    _, _, despues = resto.partition("</article>")
    comunes = re.findall(
        r"^<(?:meta (?:charset|name|http)|link rel=.(?:icon|sty)).*$", cabeza, re.MULTILINE
    )
    return "\n".join(c for c in comunes if 'name="description"' not in c), antes, despues


def _fichas(publico: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for ruta in sorted((publico / "candidaturas").glob("*/ficha.json")):
        yield ruta.parent, json.loads(ruta.read_text(encoding="utf-8"))


def _titulo(ficha: dict[str, Any]) -> str:
    partes = (ficha.get(n, "") for n in ("nombre", "primer_apellido", "segundo_apellido"))
    return " ".join(p for p in partes if p) or ficha["clave"]


def _copiar_foto(origen: Path, propia: Path, ficha: dict[str, Any]) -> None:
    if ficha.get("fotografia"):
        shutil.copyfile(origen / ficha["fotografia"], propia / ficha["fotografia"])


def _escribir(ruta: Path, texto: str) -> None:
    ruta.parent.mkdir(parents=True, exist_ok=True)
    ruta.write_text(texto, encoding="utf-8")
