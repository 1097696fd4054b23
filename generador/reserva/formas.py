"""¿De cuántas maneras puede estar escrito un texto en unos bytes?

De un archivo salen sus formas, cada una ya llana: como UTF-8, Latin-1 o UTF-16; sin marcas de HTML;
sin entidades, escapes de JSON, porcentajes ni *quoted-printable*; lo que está en base 64; y lo de
dentro de lo comprimido. Lo que sale de una vuelve a mirarse igual.
"""

import base64
import binascii
import bz2
import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from generador.reserva.llano import (
    aplanar,
    aplanar_con_marcas,
    aplanar_latin1,
    aplanar_mezclado,
)

MAXIMA_HONDURA = 6
"""Cuántas envolturas se abren; ninguna salida nuestra pasa de dos."""
MAXIMO_ABIERTO = 1_500_000_000
"""Bytes que se sacan de un comprimido: más es una trampa, y se dice."""

_ESCAPES = (
    (b"&", re.compile(rb"&[#A-Za-z]")),
    (b"\\", re.compile(rb"\\[nrtbfux\"/\\]")),
    (b"%", re.compile(rb"%[0-9A-Fa-f]{2}")),
    (b"=", re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")),
)
"""Cada escape y el byte con que empieza: buscar primero el byte es mucho más rápido."""
_ENTIDAD = re.compile(rb"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]{1,31});?")
_DE_BARRA = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrtbf]|([\"/\\]))")
_PORCIENTO = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_IMPRIMIBLE = re.compile(rb"=(?:([0-9A-Fa-f]{2})|\r?\n)")
_DE_64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]{4,})*")
_LARGA, _RENGLON_DE_64 = b"a" * 12, 40
_SOLO_64 = bytes(
    ord("a") if n < 128 and (chr(n).isalnum() or chr(n) in "+/_-") else ord(" ")  # noqa: PLR2004
    for n in range(256)
)
"""Lo que es base 64, en «a»; lo demás, en espacio."""
_SEPARA = re.compile(rb"\s+")
_URL_SEGURA = bytes.maketrans(b"-_", b"+/")
_VUELTAS = 3
"""Veces que algo pudo escaparse sobre lo ya escapado."""

_GZIP, _ZIP, _BZIP, _XZ = b"\x1f\x8b\x08", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00"
_PNG, _PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-"
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_MAGIAS = (_GZIP, _ZIP, _BZIP, _XZ, _PNG, _PDF, *_ZLIB)
_CORRIENTE = re.compile(rb"stream\r?\n")


class Ilegible(Exception):  # noqa: N818 - dice qué es; quien busca lo cuenta como fuga
    """Algo dice ser un comprimido y no se puede abrir, o es tan grande que no se debe."""


def formas(crudo: bytes, hondura: int = 0) -> Iterator[tuple[str, bytes]]:
    """(cómo estaba escrito, texto llano) de todo lo que se puede leer en esos bytes.

    Lanza `Ilegible` ante un comprimido roto, cifrado, desmedido o con demasiadas envolturas.
    """
    if hondura > MAXIMA_HONDURA:
        raise Ilegible("hay demasiadas envolturas, una dentro de otra")
    yield from _de_texto(crudo)
    if _hay_escapes(crudo) and (claro := _sin_escapes(crudo)) != crudo:
        for como, llano in _de_texto(claro):
            yield f"{como}, escapado", llano
        yield from _de_64(claro, hondura)
    else:
        yield from _de_64(crudo, hondura)
    for como, dentro in _abrir(crudo):
        for forma, llano in formas(dentro, hondura + 1):
            yield f"{como} › {forma}", llano


def _de_texto(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    if b"\0" in crudo:
        # Sin sus ceros, UTF-16 y UTF-32 se leen como Latin-1, en cualquier orden y desfase.
        yield "UTF-16", aplanar_latin1(crudo.replace(b"\0", b""))
    try:
        texto = crudo.decode()
    except UnicodeDecodeError:
        yield "Latin-1", aplanar_latin1(crudo)
        con, sin = aplanar_mezclado(crudo)
        yield "texto", con
        if con != sin:
            yield "texto entre marcas", sin
        return
    if "<" in texto and ">" in texto:
        con, sin = aplanar_con_marcas(texto)
        yield "texto", con
        yield "texto entre marcas", sin
    else:
        yield "texto", aplanar(texto)


def _hay_escapes(crudo: bytes) -> bool:
    return any(byte in crudo and escape.search(crudo) for byte, escape in _ESCAPES)


def _sin_escapes(crudo: bytes) -> bytes:
    """Los bytes sin entidades, barras, porcentajes ni signos de igual; hasta tres capas."""
    for _ in range(_VUELTAS):
        antes = crudo
        if b"&" in crudo:
            crudo = _ENTIDAD.sub(_de_entidad, crudo)
        if b"\\" in crudo:
            crudo = _DE_BARRA.sub(_de_barra, crudo)
        if b"%" in crudo:
            crudo = _PORCIENTO.sub(lambda h: unquote_to_bytes(h[0]), crudo)
        if b"=" in crudo:
            crudo = _IMPRIMIBLE.sub(lambda h: bytes.fromhex(h[1].decode()) if h[1] else b"", crudo)
        if crudo == antes or not _hay_escapes(crudo):
            break
    return crudo


def _de_entidad(hallada: re.Match[bytes]) -> bytes:
    return html.unescape(hallada[0].decode()).encode()


def _de_barra(hallado: re.Match[bytes]) -> bytes:
    cifras = hallado[1] or hallado[2]
    if not cifras:
        return hallado[3] or b" "
    letra = chr(int(cifras, 16))
    # La mitad de un emoji no es letra.
    return b" " if "\ud800" <= letra <= "\udfff" else letra.encode()


def _de_64(crudo: bytes, hondura: int) -> Iterator[tuple[str, bytes]]:
    """Lo que dicen las tiras de base 64, empiece el texto donde empiece."""
    sueltas = [suelta for tira in _tiras(crudo) for suelta in _en_cada_desfase(tira)]
    if not sueltas:
        return
    for forma, llano in _de_sueltas(sueltas, hondura):
        yield f"base 64 › {forma}", llano


def _tiras(crudo: bytes) -> Sequence[bytes]:
    """Las que pueden ser base 64: largas y con mayúsculas y minúsculas, como no es una palabra.

    Buscar doce letras seguidas salta casi todo el texto; solo si hay una tira tan larga como un
    renglón se vuelve a mirar, por si sigue en el siguiente.
    """
    plano = crudo.translate(_SOLO_64)
    tiras = []
    hasta = 0
    while (desde := plano.find(_LARGA, hasta)) >= 0:
        hasta = plano.find(b" ", desde)
        hasta = len(plano) if hasta < 0 else hasta
        tira = crudo[desde:hasta]
        if not (tira.islower() or tira.isupper()):
            tiras.append(tira)
    if any(len(tira) >= _RENGLON_DE_64 for tira in tiras):
        return [t for t in _DE_64.findall(crudo) if not (t.islower() or t.isupper())]
    return tiras


def _de_sueltas(sueltas: Sequence[bytes], hondura: int) -> Iterator[tuple[str, bytes]]:
    juntas = b"\n".join(sueltas)
    yield from _de_texto(juntas)
    if hondura < MAXIMA_HONDURA:
        if _hay_escapes(juntas):
            yield "escapado", aplanar(_sin_escapes(juntas).decode("utf-8", "ignore"))
        yield from _de_64(juntas, hondura + 1)
    for suelta in sueltas:
        if suelta.startswith(_MAGIAS):
            for como, dentro in _abrir(suelta):
                for forma, llano in formas(dentro, hondura + 1):
                    yield f"{como} › {forma}", llano


def _en_cada_desfase(tira: bytes) -> tuple[bytes, ...]:
    return _de_conocida(tira) if len(tira) < _RENGLON_DE_64 else _desfases(tira)


def _desfases(tira: bytes) -> tuple[bytes, ...]:
    return tuple(_decodificar(tira[desde:]) for desde in range(4))


_de_conocida = lru_cache(maxsize=4_096)(_desfases)
"""Las palabras largas de las plantillas se repiten en cada página: se decodifican una vez."""


def _decodificar(tira: bytes) -> bytes:
    limpia = _SEPARA.sub(b"", tira).translate(_URL_SEGURA)
    try:
        return base64.b64decode(limpia + b"A" * (-len(limpia) % 4))
    except binascii.Error:
        return b""


def _abrir(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    """(qué era, contenido) de cada parte de un comprimido; nada si no lo es."""
    if not crudo.startswith(_MAGIAS):
        return
    for como, abrir in _aperturas(crudo):
        try:
            yield from ((como + nombre, dentro) for nombre, dentro in abrir(crudo))
        except (OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise Ilegible(f"dice ser {como} y no se puede abrir") from error
        except (zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise Ilegible(f"dice ser {como} y no se puede abrir") from error


Apertura = Callable[[bytes], Iterator[tuple[str, bytes]]]


def _aperturas(crudo: bytes) -> Iterator[tuple[str, Apertura]]:
    if crudo.startswith(_GZIP):
        yield "gzip", _de_zlib
    if crudo.startswith(_ZIP):
        yield "ZIP", _de_zip
    if crudo.startswith(_BZIP) and crudo[4:10] == b"1AY&SY":
        yield "bzip2", _de_bzip
    if crudo.startswith(_XZ):
        yield "xz", _de_xz
    if crudo.startswith(_PNG):
        yield "PNG", _de_png
    if crudo.startswith(_PDF):
        yield "PDF", _de_pdf
    if crudo[:2] in _ZLIB:
        yield "zlib", _quiza_zlib


def _de_zlib(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    """Todos los miembros de un gzip, y lo que sobre después del último."""
    while crudo.startswith(_GZIP):
        lector = zlib.decompressobj(wbits=31)
        dentro = lector.decompress(crudo, MAXIMO_ABIERTO)
        if not lector.eof:
            raise ValueError("desmedido o cortado")
        yield "", dentro
        crudo = lector.unused_data
    if crudo:
        yield " (cola)", crudo


def _quiza_zlib(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    """Dos bytes no bastan para decir que lo es: si no abre, no lo era."""
    lector = zlib.decompressobj()
    try:
        dentro = lector.decompress(crudo, MAXIMO_ABIERTO)
    except zlib.error:
        return
    if lector.unconsumed_tail:
        raise ValueError("desmedido")
    yield "", dentro
    if lector.unused_data:
        yield " (cola)", lector.unused_data


def _de_zip(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(crudo)) as archivo:
        partes = archivo.infolist()
        if sum(parte.file_size for parte in partes) > MAXIMO_ABIERTO:
            raise ValueError("desmedido")
        yield (
            " (nombres)",
            "\n".join(
                (archivo.comment.decode("utf-8", "replace"), *(p.filename for p in partes))
            ).encode(),
        )
        for parte in partes:
            yield f"!{parte.filename}", archivo.read(parte)


def _de_bzip(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    lector = bz2.BZ2Decompressor()
    dentro = lector.decompress(crudo, MAXIMO_ABIERTO)
    if not lector.eof:
        raise ValueError("desmedido o cortado")
    yield "", dentro


def _de_xz(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    lector = lzma.LZMADecompressor()
    dentro = lector.decompress(crudo, MAXIMO_ABIERTO)
    if not lector.eof:
        raise ValueError("desmedido o cortado")
    yield "", dentro


def _de_png(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    """Los bloques de texto comprimido; los que van sin comprimir ya se leyeron."""
    desde = len(_PNG)
    while desde + 8 <= len(crudo):
        largo = int.from_bytes(crudo[desde : desde + 4])
        tipo, bloque = crudo[desde + 4 : desde + 8], crudo[desde + 8 : desde + 8 + largo]
        if tipo in (b"zTXt", b"iTXt", b"iCCP"):
            nombre, _, resto = bloque.partition(b"\0")
            for salto in range(min(len(resto), 80)):
                if resto[salto : salto + 2] in _ZLIB:
                    yield from _quiza_zlib(resto[salto:])
            yield "", nombre
        desde += largo + 12


def _de_pdf(crudo: bytes) -> Iterator[tuple[str, bytes]]:
    for corriente in _CORRIENTE.finditer(crudo):
        if crudo[corriente.end() : corriente.end() + 2] in _ZLIB:
            yield from _quiza_zlib(crudo[corriente.end() :])
