"""¿Dice uno de los demás archivos del sitio algo que no se deba?"""

import re
from collections.abc import Iterator
from typing import Any

from generador.reserva.declarado import llaves_de_mas, nombres
from generador.reserva.fuga import Fuga
from generador.reserva.hojas_json import textos
from generador.reserva.tablas import LectorDeTablas
from generador.reserva.verdad import Verdad

_MAPA = re.compile(
    r'<\?xml version="1\.0" encoding="UTF-8"\?>\n<(urlset|sitemapindex) xmlns="[^"<>]*">\n'
    r"(?:<(url|sitemap)><loc>[^<>\s]*</loc><lastmod>\d{4}-\d\d-\d\d</lastmod></\2>\n)*</\1>\n"
)
_ROBOTS = re.compile(r"User-agent: \*\nDisallow:\n(?:Sitemap: \S+\n)?")
_HUELLA = re.compile(r"[0-9a-f]{64}  [\w./-]+")
_DESCRIPTOR = nombres(
    "$schema name title description homepage version created ficticio licenses "
    "contributors sources resources"
)
_RECURSO = nombres(
    "$schema name type title description path format mediatype encoding bytes hash dialect schema"
)
_ESQUEMA = nombres("$schema fields missingValues primaryKey foreignKeys")
_CAMPO = nombres(
    "name type title description trueValues falseValues delimiter itemType categories "
    "missingValues constraints"
)
_FOTO = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
_ENCABEZADO_DE_FOTO = 12


def revisar_mapa(lugar: str, texto: str) -> Iterator[Fuga]:
    """El mapa del sitio: direcciones y fechas."""
    if not _MAPA.fullmatch(texto):
        yield Fuga(lugar, "", "", "tiene algo que no es una dirección con su fecha")


def revisar_robots(lugar: str, texto: str) -> Iterator[Fuga]:
    """`robots.txt`: lo de siempre."""
    if not _ROBOTS.fullmatch(texto):
        yield Fuga(lugar, "", "", "tiene un renglón que nadie declaró")


def revisar_huellas(lugar: str, texto: str) -> Iterator[Fuga]:
    """`SHA256SUMS`: huellas y nombres."""
    for numero, renglon in enumerate(texto.splitlines(), start=1):
        if not _HUELLA.fullmatch(renglon):
            yield Fuga(f"{lugar}:{numero}", "", "", "no es una huella con su archivo")


def revisar_sin_personas(lugar: str, texto: str, verdad: Verdad) -> Iterator[Fuga]:
    """Un texto que no habla de nadie: ninguna clave de este proceso está en él."""
    for clave in sorted(set(re.findall(r"[A-Z0-9]+(?:-[A-Z0-9]+){5}", texto.upper()))):
        if clave in verdad.fichas:
            yield Fuga(lugar, clave, "", "nombra a una candidatura donde no debe")


def revisar_descriptor(lugar: str, dato: Any, tablas: LectorDeTablas) -> Iterator[Fuga]:
    """`datapackage.json`: tablas y columnas declaradas, y ningún dato dentro."""
    yield from llaves_de_mas(lugar, "", dato, _DESCRIPTOR)
    for recurso in dato["resources"]:
        nombre = str(recurso["name"])
        yield from llaves_de_mas(lugar, "", recurso, _RECURSO)
        yield from llaves_de_mas(lugar, "", recurso["schema"], _ESQUEMA)
        for campo in recurso["schema"]["fields"]:
            yield from llaves_de_mas(lugar, "", campo, _CAMPO)
            if campo["name"] not in tablas.columnas(nombre):
                yield Fuga(lugar, "", "", "describe una columna que nadie declaró")
    claves = tablas.verdad.fichas.keys() & set(textos(dato))
    for clave in sorted(claves):
        yield Fuga(lugar, clave, "", "nombra a una candidatura donde no debe")


def revisar_foto(lugar: str, crudo: bytes) -> Iterator[Fuga]:
    """Una fotografía WebP: solo los bloques de la imagen, y nada después del último."""
    desde = _ENCABEZADO_DE_FOTO
    while desde + 8 <= len(crudo):
        tipo, largo = (
            crudo[desde : desde + 4],
            int.from_bytes(crudo[desde + 4 : desde + 8], "little"),
        )
        if tipo not in _FOTO:
            yield Fuga(lugar, "", "fotografia", "lleva metadatos u otro bloque que nadie declaró")
            return
        desde += 8 + largo + largo % 2
    if desde != len(crudo) or not crudo.startswith(b"RIFF"):
        yield Fuga(lugar, "", "fotografia", "lleva algo después de la imagen")
