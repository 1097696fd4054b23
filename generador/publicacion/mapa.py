"""¿Qué se les dice a los buscadores?"""

from collections.abc import Sequence
from html import escape

from generador.nucleo.proceso import Identificacion

MAXIMO_DE_DIRECCIONES = 50_000
MAXIMO_DE_BYTES = 50_000_000
"""Topes del protocolo sitemaps.org: pasado cualquiera, el mapa se parte."""


def sitemap(
    base: str, direcciones: Sequence[str], fecha: str, maximo: int = MAXIMO_DE_DIRECCIONES
) -> dict[str, str]:
    """El mapa del sitio: un archivo, o un índice y sus partes si no cabe."""
    renglones = [
        f"<url><loc>{escape(base + direccion)}</loc><lastmod>{fecha}</lastmod></url>\n"
        for direccion in dict.fromkeys(direcciones)
    ]
    partes = _partir(renglones, maximo)
    if len(partes) == 1:
        return {"sitemap.xml": _envolver("urlset", partes[0])}
    nombres = [f"sitemap-{numero}.xml" for numero in range(1, len(partes) + 1)]
    indice = [
        f"<sitemap><loc>{escape(base + n)}</loc><lastmod>{fecha}</lastmod></sitemap>\n"
        for n in nombres
    ]
    return {
        "sitemap.xml": _envolver("sitemapindex", indice),
        **{n: _envolver("urlset", p) for n, p in zip(nombres, partes, strict=True)},
    }


def robots(proceso: Identificacion) -> str:
    """Todo se puede leer. Un proceso ficticio se excluye con `noindex` en cada página."""
    mapa = "" if proceso.ficticio else f"Sitemap: {proceso.url}sitemap.xml\n"
    return f"User-agent: *\nDisallow:\n{mapa}"


def _partir(renglones: Sequence[str], maximo: int) -> list[list[str]]:
    partes: list[list[str]] = [[]]
    medida = 0
    for renglon in renglones:
        largo = len(renglon.encode())
        lleno = len(partes[-1]) >= maximo
        if lleno or medida + largo > MAXIMO_DE_BYTES - 1_000:
            partes.append([])
            medida = 0
        partes[-1].append(renglon)
        medida += largo
    return partes


def _envolver(etiqueta: str, renglones: Sequence[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{etiqueta} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(renglones)}</{etiqueta}>\n"
    )
