import re
from html import unescape

import click
import pytest
from markdown import markdown

from generador.nucleo.hallazgo import Nivel
from generador.nucleo.regla import Alcance, regla, regla_de_lectura
from generador.publicacion.documentacion import MARCA, documentar, paginas_de_documentacion
from generador.publicacion.marcado import bloques, cercado, codigo, literal, prosa

ESQUEMAS = {
    "candidatura": {
        "title": "Candidatura",
        "description": "Todo.",
        "properties": {
            "registro": {"$ref": "registro.schema.json"},
            "identidad": {"$ref": "#/$defs/identidad"},
        },
        "$defs": {
            "identidad": {
                "title": "Identidad",
                "type": "object",
                "properties": {"estado": {"title": "Estado", "enum": ["pendiente"]}},
            }
        },
    },
    "registro": {
        "title": "Registro",
        "type": "object",
        "required": ["grado"],
        "properties": {
            "grado": {
                "title": "Grado <b>máximo</b>",
                "description": "El *más* alto | que cursó.",
                "type": "string",
                "maxLength": 20000,
                "x-catalogo": "grados",
                "x-visibilidad": "publica",
                "x-origen": "captura",
                "x-pregunta": ["c01"],
            },
            "estatus": {
                "title": "Estatus",
                "type": ["string", "null"],
                "x-catalogo": "municipios",
                "x-limite": "estatus",
                "x-condicion": {"campo": "/registro/grado", "distinto": ["ninguno"]},
            },
            "cargo": {"title": "Cargo", "type": "string", "x-catalogo": "cargo"},
            "casas": {
                "title": "Casas",
                "type": "array",
                "maxItems": 3,
                "items": {
                    "type": "object",
                    "properties": {"calle": {"title": "Calle", "type": "string"}},
                },
            },
            "desde": {"title": "Desde", "type": "string", "x-formato": "fecha", "pattern": "^x$"},
        },
    },
}

CATALOGOS = {
    "grados": {"ninguno": {"nombre": "Sin estudios"}, "primaria": {"nombre": "Primaria"}},
    "municipios": {f"{n:03}": {"nombre": f"Municipio {n}"} for n in range(1, 126)},
}


@regla("ZZZ01", alcance=Alcance.CANDIDATURA, titulo="No use <script>", fundamento="PTO 14")
def _regla_de_prueba(_candidatura, _contexto):
    """La propuesta `<script>` no se admite.

    - Un punto que sigue
      en otro renglón.
    - Otro *punto*.

        nombre: "así"
    """
    yield from ()


REGLAS = (
    _regla_de_prueba,
    regla_de_lectura(
        "ZZZ02", titulo="Sintaxis", fundamento="YAML", explicacion="Nada.", nivel=Nivel.AVISO
    ),
)


@click.group(help="Quién compite.")
def grupo():
    pass


@grupo.command(help="Revisa las candidaturas.")
@click.option("--formato", help="Cómo se dice ```.")
def validar(formato):
    pass


@grupo.command(hidden=True)
def oculta():
    pass


@grupo.group(help="El registro oficial.")
def registro():
    pass


@registro.command(help="Trae el registro.")
def importar():
    pass


@pytest.fixture(scope="module")
def paginas():
    return paginas_de_documentacion(REGLAS, ESQUEMAS, grupo, CATALOGOS)


def a_html(texto):
    return markdown(texto, extensions=["tables", "attr_list", "fenced_code", "admonition"])


def a_texto(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize(
    "texto",
    [
        "<script>alert(1)</script>",
        "*no* **es** _énfasis_ `ni` código",
        "[enlace](javascript:alert(1)) ![imagen](x)",
        "# no es título",
        "- no es lista",
        "1. tampoco",
        "12) ni esto",
        "> ni cita",
        "!!! note",
        "a | b | c",
        "texto {: onclick=alert(1) }",
        "&lt;b&gt; y &amp;",
        "ELECCIÓN-ÁMBITO-P|S-n",
        "\\*literal\\*",
        "~~tachado~~ ^sup^ ==marca==",
        ":smile: a las 10:30",
    ],
)
def test_lo_literal_se_lee_igual_y_no_activa_nada(texto):
    html = a_html(literal(texto))

    assert texto == a_texto(html)
    assert re.fullmatch(r"<p>[^<]*</p>", html)


@pytest.mark.parametrize(
    "texto", ["<b>", "a`b", "^[A-Z]{3}|[0-9]$", " orilla ", "#!python x", "&lt;"]
)
def test_el_codigo_se_lee_igual(texto):
    html = a_html(f"Vea {codigo(texto)} aquí")

    assert texto in a_texto(html)
    assert html.startswith("<p>Vea <code>")


def test_en_prosa_solo_los_acentos_graves_marcan():
    html = a_html(prosa("Use `a_b <c>` y *nada* más."))

    assert html == "<p>Use <code>a_b &lt;c&gt;</code> y &#42;nada&#42; más.</p>"


def test_la_cerca_es_mas_larga_que_la_de_adentro():
    assert cercado("a\n````\nb").startswith("`````text\n")


def test_los_bloques_distinguen_parrafos_listas_y_ejemplos():
    texto = bloques("Uno\nsigue.\n\n- a\n  b\n- c\n\n    clave: 1\n")

    assert texto == "Uno sigue.\n\n- a b\n- c\n\n```text\nclave: 1\n```"


def test_cada_pagina_avisa_que_no_se_edita_bajo_su_titulo(paginas):
    for texto in paginas.values():
        titulo, vacio, marca = texto.splitlines()[:3]

        assert titulo.startswith("# ")
        assert (vacio, marca) == ("", MARCA)


def test_hay_una_pagina_por_regla_y_su_explicacion_no_inyecta(paginas):
    html = a_html(paginas["reglas/ZZZ01.md"])

    assert "reglas/ZZZ02.md" in paginas
    assert "<code>&lt;script&gt;</code>" in html
    assert "<script" not in html
    assert "<li>Un punto que sigue en otro renglón.</li>" in html


def test_el_campo_dice_tipo_limites_opciones_visibilidad_y_pregunta(paginas):
    texto = paginas["campos/registro.md"]

    assert "- **Puntero:** `/registro/grado`" in texto
    assert "- **Límites:** hasta 20,000 caracteres" in texto
    assert "- **Opciones:** `ninguno` Sin estudios; `primaria` Primaria" in texto
    assert "- **Visibilidad:** pública" in texto
    assert "- **Pregunta del cuestionario:** `c01`" in texto
    assert "- **Obligatorio:** sí" in texto


def test_el_campo_dice_condicion_catalogo_largo_y_limite_del_proceso(paginas):
    texto = paginas["campos/registro.md"]

    assert "- **Tipo:** texto o vacío (null)" in texto
    assert "- **Se pide:** si `/registro/grado` no es `ninguno`" in texto
    assert "- **Opciones:** 125 en el catálogo `municipios`" in texto
    assert "`proceso.yml: textos.estatus`" in texto
    assert "las que define `proceso.yml` (`cargo`)" in texto


def test_entra_a_las_listas_y_muestra_la_forma_de_una_fecha(paginas):
    texto = paginas["campos/registro.md"]

    assert "- **Puntero:** `/registro/casas/-/calle`" in texto
    assert "- **Tipo:** lista de apartados" in texto
    assert "- **Forma:** `AAAA-MM-DD`" in texto


def test_lo_que_vive_en_otro_esquema_se_enlaza_y_no_se_repite(paginas):
    texto = paginas["campos/candidatura.md"]

    assert "[en su propia página](registro.md)" in texto
    assert "/registro/grado" not in texto
    assert "`/identidad/estado`" in texto


def test_hay_una_pagina_por_orden_a_la_vista_y_por_la_de_cada_grupo(paginas):
    ordenes = [ruta for ruta in paginas if ruta.startswith("ordenes/")]

    assert ordenes == [
        "ordenes/index.md",
        "ordenes/registro-importar.md",
        "ordenes/registro.md",
        "ordenes/validar.md",
    ]
    assert "conoceles registro importar" in paginas["ordenes/registro-importar.md"]


def test_escribir_dos_veces_da_lo_mismo_y_quita_lo_que_sobra(tmp_path):
    primera = documentar(tmp_path, REGLAS, ESQUEMAS, grupo, CATALOGOS)
    antes = {ruta: ruta.read_bytes() for ruta in primera}
    (tmp_path / "reglas" / "ZZZ99.md").write_text(f"# Vieja\n\n{MARCA}\n", encoding="utf-8")
    (tmp_path / "reglas" / "propia.md").write_text("# A mano\n", encoding="utf-8")
    segunda = documentar(tmp_path, REGLAS, ESQUEMAS, grupo, CATALOGOS)

    assert antes == {ruta: ruta.read_bytes() for ruta in segunda}
    assert not (tmp_path / "reglas" / "ZZZ99.md").exists()
    assert (tmp_path / "reglas" / "propia.md").exists()
