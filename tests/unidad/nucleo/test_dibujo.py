"""¿Pasa solo un dibujo, y nada que se le parezca o que lleve dentro?"""

import pytest

from generador.nucleo.dibujo import MAXIMO_KB, defecto_de_dibujo

SVG = 'xmlns="http://www.w3.org/2000/svg"'
DOCTYPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
ESPACIOS = (
    f'{SVG} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"'
)


def svg(dentro: str = "", atributos: str = "", antes: str = "") -> bytes:
    return f"{antes}<svg {ESPACIOS} {atributos}>{dentro}</svg>".encode()


@pytest.mark.parametrize(
    "crudo",
    [
        svg(),
        svg('<title>Acción, “unida”</title><g id="a"><path d="M0 0"/></g><use href="#a"/>'),
        svg('<linearGradient id="a"/><path fill="url(#a)" style="stroke:url( \'#a\' )"/>'),
        svg("<style>.a{fill:#fff}<!-- nota --></style><path class='a'/>"),
        svg('<use xlink:href=" #a"/>'),
        svg(antes='<?xml version="1.0" encoding="UTF-8"?>' + DOCTYPE + "<!-- exportado -->"),
    ],
)
def test_admite_lo_que_solo_dibuja(crudo: bytes) -> None:
    assert "" == defecto_de_dibujo(crudo)


@pytest.mark.parametrize(
    ("crudo", "porque"),
    [
        (svg("<script>alert(1)</script>"), "trae «script»"),
        (svg("<SCRIPT/>"), "trae «SCRIPT»"),
        (svg("<h:script>alert(1)</h:script>"), "trae «script»"),
        (svg("<foreignObject/>"), "trae «foreignObject»"),
        (svg("<a href='#x'/>"), "trae «a»"),
        (svg("<set attributeName='href' to='javascript:alert(1)'/>"), "trae «set»"),
        (svg("<image href='data:image/png;base64,AAAA'/>"), "trae «image»"),
        (svg(atributos='onload="alert(1)"'), "guion en «onload»"),
        (svg("<path ONCLICK='x'/>"), "guion en «ONCLICK»"),
        (svg("<use href='https://otro.example/a.svg#a'/>"), "no está en el mismo dibujo"),
        (svg("<use xlink:href='otro.svg#a'/>"), "no está en el mismo dibujo"),
        (svg("<use href='&#106;avascript:alert(1)'/>"), "no está en el mismo dibujo"),
        (svg("<path style='fill:url(http:otro)'/>"), "no está en el mismo dibujo"),
        (svg("<path fill='URL( \"otro.svg#a\")'/>"), "no está en el mismo dibujo"),
        (svg("<path style='fill:\\75rl(otro)'/>"), "no está en el mismo dibujo"),
        (svg("<path style='mask:image-set(\"//otro\" 1x)'/>"), "no está en el mismo dibujo"),
        (svg("<style>@import 'otro.css';</style>"), "en su estilo"),
        (svg("<style>a{fill:url(<!-- -->otro)}</style>"), "en su estilo"),
        (svg("<style><![CDATA[a{fill:url(otro)}]]></style>"), "en su estilo"),
        (svg("<path h:style='x'/>"), "atributo «style»"),
        (svg(atributos='xml:base="otro"'), "atributo «base»"),
        (svg(antes='<?xml-stylesheet href="otro.css"?>'), "instrucción «xml-stylesheet»"),
        (svg(antes="<!DOCTYPE svg [<!ENTITY a 'b'>]>"), "entidades propias"),
        (svg(antes='<?xml version="1.0" encoding="UTF-7"?>'), "dice estar en «UTF-7»"),
        (b"<svg><path/></svg>", "espacio de nombres"),
        (b"<html><svg/></html>", "empieza con «html»"),
        (f"<svg {SVG}/>".encode("utf-16"), "no está bien formado"),
        (f"<svg {SVG}>\xff</svg>".encode("latin-1"), "no está bien formado"),
        (f"<svg {SVG}/><svg/>".encode(), "no está bien formado"),
        (b"\x89PNG\r\n", "no está bien formado"),
        (b"", "no está bien formado"),
    ],
)
def test_lo_que_no_solo_dibuja_se_nombra(crudo: bytes, porque: str) -> None:
    obtenido = defecto_de_dibujo(crudo)

    assert obtenido.startswith("no es un SVG que solo dibuje: ")
    assert porque in obtenido


def test_un_dibujo_demasiado_pesado_no_pasa() -> None:
    justo = svg("<!--" + "x" * (MAXIMO_KB * 1024 - len(svg("<!---->"))) + "-->")

    assert "" == defecto_de_dibujo(justo)
    assert f"pesa más de {MAXIMO_KB} KB" == defecto_de_dibujo(justo + b"\n")
