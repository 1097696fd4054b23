"""Una aguja se encuentra comoquiera que se haya escrito, y nada se encuentra donde no está."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import unicodedata
import zipfile
import zlib
from urllib.parse import quote

import pytest

from generador.reserva.agujas import Acerico, Aguja, buscar

_TEXTO = "Ñuu Savi del Pedregal, según dijo su abuela José"
AGUJA = Aguja("AYU-001-PAH-PRES-P-1", "i03_otra", _TEXTO)
_ALREDEDOR = f"Antes de eso. {_TEXTO}. Después, nada más que decir."


def _zip(contenido: bytes, nombre: str = "dentro.xml") -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as archivo:
        archivo.writestr(nombre, contenido)
    return salida.getvalue()


def _bloque(tipo: bytes, dato: bytes) -> bytes:
    return len(dato).to_bytes(4) + tipo + dato + zlib.crc32(tipo + dato).to_bytes(4)


def _png(texto: bytes) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + _bloque(b"IHDR", b"\0" * 13)
        + _bloque(b"zTXt", b"Comment\0\0" + zlib.compress(texto))
        + _bloque(b"IEND", b"")
    )


def _pdf(texto: bytes) -> bytes:
    flujo = zlib.compress(texto)
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + flujo + b"\nendstream endobj"


def _webp(texto: bytes) -> bytes:
    exif = b"EXIF" + len(texto).to_bytes(4, "little") + texto
    return b"RIFF" + (4 + len(exif)).to_bytes(4, "little") + b"WEBP" + exif


_U8 = _ALREDEDOR.encode()
_EN_64 = base64.b64encode(_U8)
FORMAS = {
    "UTF-8": _U8,
    "mayúsculas": _ALREDEDOR.upper().encode(),
    "sin acentos": b"Nuu Savi del Pedregal segun dijo su abuela Jose",
    "acentos sueltos": unicodedata.normalize("NFD", _ALREDEDOR).encode(),
    "Latin-1": _ALREDEDOR.encode("latin-1"),
    "Latin-1 entre bytes": b"\xff\xd8\x00\x81" + _ALREDEDOR.encode("latin-1") + b"\x9d",
    "UTF-8 entre bytes": b"\xff\xd8\x81" + _U8 + b"\x9d\xc3",
    "UTF-16 LE": _ALREDEDOR.encode("utf-16-le"),
    "UTF-16 BE": _ALREDEDOR.encode("utf-16-be"),
    "UTF-16 desfasado": b"x" + _ALREDEDOR.encode("utf-16-le"),
    "UTF-32": _ALREDEDOR.encode("utf-32"),
    "letras de ancho completo": "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in unicodedata.normalize("NFD", _TEXTO)
    ).encode(),
    "partido en renglones": _TEXTO.replace(" ", "\n    ").encode(),
    "espacios duros": _TEXTO.replace(" ", "\u00a0\u200b").encode(),
    "partido con marcas": _TEXTO.replace(" ", "</p>\n<p class='x'>")
    .replace("P", "P<wbr>")
    .encode(),
    "entidades": html.escape(_TEXTO).replace("ú", "&uacute;").replace("é", "&#233;").encode(),
    "todo en entidades": "".join(f"&#x{ord(c):x};" for c in _TEXTO).encode(),
    "entidades dobles": "".join(f"&amp;#{ord(c)};" for c in _TEXTO).encode(),
    "JSON escapado": json.dumps({"valor": _TEXTO.replace(",", ",\n")}).encode(),
    "JSON en JSON": json.dumps(json.dumps(_TEXTO)).encode(),
    "porcentajes": quote(_TEXTO).encode(),
    "porcentajes dobles": quote(quote(_TEXTO)).encode(),
    "porcentajes en Latin-1": quote(_TEXTO.encode("latin-1")).encode(),
    "quoted-printable": quopri.encodestring(_U8),
    "base 64": _EN_64,
    "base 64, desfase 1": base64.b64encode(b"a" + _U8),
    "base 64, desfase 2": base64.b64encode(b"ab" + _U8),
    "base 64 detrás de otras letras": b"xyz" + _EN_64,
    "base 64 de dirección": base64.urlsafe_b64encode(_U8 + "¿ÿþ¿ÿ".encode()).rstrip(b"="),
    "base 64 en renglones": base64.encodebytes(_U8 * 3),
    "base 64 de UTF-16": base64.b64encode(_ALREDEDOR.encode("utf-16")),
    "base 64 dos veces": base64.b64encode(_EN_64),
    "base 64 de gzip": b'{"adjunto":"' + base64.b64encode(gzip.compress(_U8)) + b'"}',
    "base 64 en porcentajes": quote(_EN_64, safe="").encode(),
    "gzip": gzip.compress(_U8),
    "gzip de dos miembros": gzip.compress(b"nada") + gzip.compress(_U8),
    "gzip con cola": gzip.compress(b"nada") + _U8,
    "bzip2": bz2.compress(_U8),
    "xz": lzma.compress(_U8),
    "zlib": zlib.compress(_U8),
    "ZIP": _zip(_U8),
    "ZIP en ZIP": _zip(_zip(_U8), "otro.zip"),
    "ZIP en gzip": gzip.compress(_zip(_U8)),
    "gzip en ZIP en base 64": base64.b64encode(_zip(gzip.compress(_U8))),
    "nombre dentro de un ZIP": _zip(b"nada", f"{_TEXTO}.txt"),
    "PNG": _png(_ALREDEDOR.encode("latin-1")),
    "PDF": _pdf(_U8),
    "EXIF": _webp(_U8),
}


@pytest.mark.parametrize("forma", FORMAS)
def test_la_encuentra_comoquiera_que_este(forma: str) -> None:
    (hallada,) = buscar([AGUJA], [("un lugar", FORMAS[forma])])

    assert (hallada.lugar, hallada.aguja) == ("un lugar", AGUJA)


@pytest.mark.parametrize("forma", FORMAS)
def test_no_encuentra_la_que_no_esta(forma: str) -> None:
    otra = Aguja("AYU-001-PAH-PRES-P-1", "i03_otra", "Ñuu Savi de la Montaña")

    assert [] == list(buscar([otra], [("un lugar", FORMAS[forma])]))


def test_la_encuentra_en_el_nombre_del_lugar() -> None:
    (hallada,) = buscar([AGUJA], [("publico/ñuu-savi-del-pedregal_segun_dijo su abuela jose", b"")])

    assert hallada.forma == "nombre"


def test_lo_que_no_se_puede_abrir_tambien_sale() -> None:
    rotos = {
        "gzip cortado": gzip.compress(_U8)[:-9],
        "ZIP roto": _zip(_U8)[:-12],
        "xz cortado": lzma.compress(_U8)[:-9],
        "muchas envolturas": _envolver(9),
    }

    halladas = list(buscar([AGUJA], rotos.items()))
    assert list(rotos) == [hallada.lugar for hallada in halladas]
    assert {None} == {hallada.aguja for hallada in halladas}


def _envolver(veces: int) -> bytes:
    crudo = _U8
    for _ in range(veces):
        crudo = gzip.compress(crudo)
    return crudo


def test_dos_personas_que_dicen_lo_mismo_salen_las_dos() -> None:
    otra = Aguja("AYU-002-PAH-PRES-P-1", "i10_otra", _TEXTO.upper())

    assert {AGUJA, otra} == {h.aguja for h in buscar([AGUJA, otra], [("aquí", _U8)])}


def test_una_aguja_dentro_de_otra_tambien_sale() -> None:
    corta = Aguja("AYU-002-PAH-PRES-P-1", "i10_otra", "del Pedregal")

    assert {AGUJA, corta} == {h.aguja for h in buscar([AGUJA, corta], [("aquí", _U8)])}


def test_las_muy_cortas_se_apartan() -> None:
    acerico = Acerico([AGUJA, Aguja("AYU-002-PAH-PRES-P-1", "i05_otra", "Tics!")])

    assert ["Tics!"] == [aguja.texto for aguja in acerico.cortas]
    assert 1 == len(acerico)


def test_una_aguja_impresa_no_dice_su_texto() -> None:
    assert _TEXTO not in repr(AGUJA)
