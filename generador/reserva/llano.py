"""¿Cómo se comparan dos textos sin que importe cómo se escribieron?

Lo llano de un texto son sus letras y cifras, en minúsculas, sin acentos y sin nada entre ellas:
«José Ñ., 55-12» y «JOSE Ñ 5512» son lo mismo. Una frase partida por un salto, un espacio duro o
una marca se encuentra igual.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

_LATIN1 = 256
_SIN_LETRAS = re.compile("[\u0300-\u036f\u2000-\u20ff\u2190-\u2bff]+")
"""Acentos sueltos, puntuación y flechas: no caben en Latin-1 y descompuestos no dan letras."""
_PALABRA = re.compile(r"\w+")
_MARCA = re.compile(rb"<[^<>]*>")
_QUEBRADOS = (("\u00bc", "1"), ("\u00bd", "1"), ("\u00be", "3"))
_ACENTOS = tuple(letra.encode() for letra in "\u0300\u0301\u0303\u0308\u0327")


def _tabla(letra_de: Callable[[int], str]) -> tuple[bytes, bytes]:
    """A qué letra va cada byte, y cuáles no van a ninguna."""
    destino, sobran = bytearray(_LATIN1), bytearray()
    for numero in range(_LATIN1):
        letra = unicodedata.normalize("NFKD", letra_de(numero)).lower()[:1]
        if letra.isascii() and letra.isalnum():
            destino[numero] = ord(letra)
        else:
            sobran.append(numero)
    return bytes(destino), bytes(sobran)


def _de_utf8(numero: int) -> str:
    """De «é» en UTF-8 (C3 A9) cuenta el segundo byte: su letra es la de 0x40 más adelante."""
    if numero < 0x80:  # noqa: PLR2004 - ASCII
        return chr(numero)
    return chr(numero + 0x40) if numero < 0xC0 else " "  # noqa: PLR2004 - los que siguen a otro


def _ademas(deja: Mapping[int, int], destino: bytes, sobran: bytes) -> tuple[bytes, bytes]:
    """La misma tabla, que además deja esos bytes, y en qué."""
    con = bytes(deja.get(numero, letra) for numero, letra in enumerate(destino))
    return con, bytes(numero for numero in sobran if numero not in deja)


_DE_LATIN1 = _tabla(chr)
_DE_UTF8 = _tabla(_de_utf8)
_PICOS = {ord(pico): ord(pico) for pico in "<>"}
_DE_LATIN1_CON_PICOS = _ademas(_PICOS, *_DE_LATIN1)
_DE_UTF8_CON_PICOS = _ademas(_PICOS, *_DE_UTF8)
_DE_VARIOS = _ademas({0: ord(" ")}, *_DE_LATIN1)


def aplanar(texto: str) -> bytes:
    """Lo llano de un texto: solo `a-z0-9`. Vacío si no tiene ninguna."""
    return _en_latin1(texto).translate(*_DE_LATIN1)


def aplanar_juntos(textos: Iterable[str]) -> bytes:
    """Lo llano de cada texto, con un espacio entre uno y otro."""
    return _en_latin1("\0".join(textos)).translate(*_DE_VARIOS)


def aplanar_con_marcas(texto: str) -> tuple[bytes, bytes]:
    """Lo llano de un texto con sus marcas, y sin ellas: como lo lee quien ve la página."""
    crudo = _en_latin1(texto)
    if any(crudo.count(pico.encode()) != texto.count(pico) for pico in "<>"):
        # Una letra descompuesta dio un pico que nadie escribió.
        sin_marcas = _MARCA.sub(b"", texto.encode("utf-8", "surrogatepass"))
        return aplanar(texto), aplanar(sin_marcas.decode("utf-8", "surrogatepass"))
    return _sin_picos(crudo.translate(*_DE_LATIN1_CON_PICOS))


def _en_latin1(texto: str) -> bytes:
    """El texto con las letras que sí caben en Latin-1."""
    try:
        return texto.encode("latin-1")
    except UnicodeEncodeError:
        limpio = _SIN_LETRAS.sub("", texto)
    try:
        return limpio.encode("latin-1")
    except UnicodeEncodeError:
        for quebrado, cifra in _QUEBRADOS:
            limpio = limpio.replace(quebrado, cifra)
        return unicodedata.normalize("NFKD", limpio).encode("latin-1", "ignore")


def _sin_picos(llano: bytes) -> tuple[bytes, bytes]:
    return llano.translate(None, b"<>"), _MARCA.sub(b"", llano).translate(None, b"<>")


def aplanar_latin1(crudo: bytes) -> bytes:
    """Lo llano de unos bytes leídos como Latin-1: sirve para cualquiera, aunque no sea texto."""
    return crudo.translate(*_DE_LATIN1)


def aplanar_mezclado(crudo: bytes) -> tuple[bytes, bytes]:
    """Lo llano de unos bytes entre los que hay UTF-8, con sus marcas y sin ellas.

    De las letras que no son ASCII, entiende las del español.
    """
    for acento in _ACENTOS:
        if acento in crudo:
            crudo = crudo.replace(acento, b"")
    return _sin_picos(crudo.translate(*_DE_UTF8_CON_PICOS))


def palabras(texto: str) -> bytes:
    """Lo llano de cada palabra, con un espacio antes y después: para buscar palabras enteras."""
    llanas = b" ".join(filter(None, map(aplanar, _PALABRA.findall(texto))))
    return b" " + llanas + b" "
