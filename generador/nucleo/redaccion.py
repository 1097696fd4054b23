"""¿Qué textos libres trae una candidatura, listos para revisarse?

Cada texto se prepara una sola vez para todas las reglas: se normaliza con tablas de bytes, que
cuestan microsegundos, y solo lo sospechoso llega después a una expresión regular.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generador.nucleo.claves import sin_acentos
from generador.nucleo.esquema import Campo, Esquemas, buscar_esquema, campos
from generador.nucleo.memoria import recordar, recordar_par
from generador.nucleo.modelo import Candidatura


@dataclass(frozen=True, slots=True)
class Texto:
    """Un texto libre del cuestionario.

    `normal` está en minúsculas, sin acentos y con espacio en lugar de todo signo; `palabras`
    son las suyas, en orden. `limpio` dice que no hay más blancos que el espacio y el salto de
    renglón, ni caracteres invisibles. `mayusculas` y `cifras` son cuántas hay.
    """

    puntero: str
    titulo: str
    limite: str
    contenido: str
    limpio: bool
    normal: bytes
    palabras: list[bytes]
    distintas: frozenset[bytes]
    mayusculas: int
    cifras: int


@dataclass(frozen=True, slots=True)
class CampoDeTexto:
    """Dónde hay un texto libre, cómo se llama y qué límite le toca (`x-limite`)."""

    tramos: tuple[str, ...]
    puntero: str
    titulo: str
    titulo_de_uno: str
    limite: str
    es_lista: bool


def _minuscula(codigo: int) -> int:
    # La ene: «año» y «ano» deben seguir siendo distintas, así que la ñ conserva su lugar.
    letra = chr(codigo)
    if letra in "ñÑ":
        return ord("ñ")
    base = sin_acentos(letra)[:1]
    return ord(base) if base.isascii() and base.isalnum() else ord(" ")


TABLA = bytes(_minuscula(codigo) for codigo in range(256))
_NI_LETRA_NI_CIFRA = bytes(codigo for codigo in range(256) if TABLA[codigo] == ord(" "))
LETRAS = bytes(set(TABLA) - set(b"0123456789 "))
"""Las letras que puede traer un texto normalizado."""
_NO_MAYUSCULAS = bytes(codigo for codigo in range(256) if not chr(codigo).isupper())
_A_LA_VISTA = bytes(c for c in range(256) if chr(c) == "\n" or chr(c).isprintable())
_NO_CIFRAS = bytes(codigo for codigo in range(256) if not chr(codigo).isdecimal())


def normalizar(texto: str) -> bytes:
    """Minúsculas sin acentos, en Latin-1; todo lo que no es letra o cifra queda como espacio."""
    return _en_latin(texto)[0].translate(TABLA)


def letras(texto: str) -> bytes:
    """Solo sus letras y cifras, en minúsculas y sin acentos: iguala textos que se leen igual."""
    return _en_latin(texto)[0].translate(TABLA, _NI_LETRA_NI_CIFRA)


def _en_latin(texto: str) -> tuple[bytes, bool]:
    """El texto en Latin-1 y si cupo entero; lo que no cabe queda como signo."""
    try:
        return texto.encode("latin-1"), True
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKC", texto).encode("latin-1", "replace"), False


@recordar
def campos_de_texto(esquemas: Esquemas) -> tuple[CampoDeTexto, ...]:
    """Los campos del expediente con `x-limite`, en su orden."""
    return tuple(_campo(esquemas, campo) for campo in campos(esquemas) if campo.limite)


def _campo(esquemas: Esquemas, campo: Campo) -> CampoDeTexto:
    uno = buscar_esquema(esquemas, "candidatura", f"{campo.puntero}/0")
    return CampoDeTexto(
        tramos=tuple(campo.puntero.split("/")[1:]),
        puntero=campo.puntero,
        titulo=campo.titulo,
        titulo_de_uno=uno.get("title", campo.titulo),
        limite=campo.limite,
        es_lista=bool(uno),
    )


@recordar_par
def textos_de(candidatura: Candidatura, esquemas: Esquemas) -> tuple[Texto, ...]:
    """Los textos libres de una candidatura; cada elemento de una lista es un texto."""
    if candidatura.curricular is None:
        return ()
    return tuple(
        _preparar(*partes)
        for campo in campos_de_texto(esquemas)
        for partes in crudos(candidatura.dato, campo)
    )


@recordar_par
def vocabulario_de(candidatura: Candidatura, esquemas: Esquemas) -> frozenset[bytes]:
    """Las palabras distintas de todos sus textos: una consulta descarta a casi todos."""
    return frozenset().union(*(texto.distintas for texto in textos_de(candidatura, esquemas)))


def crudos(dato: Mapping[str, Any], campo: CampoDeTexto) -> Iterator[tuple[str, str, str, str]]:
    """(puntero, título, límite, contenido) de cada texto escrito en un campo."""
    nodo: Any = dato
    for tramo in campo.tramos:
        nodo = nodo.get(tramo)
        if nodo is None:
            return
    if not campo.es_lista:
        yield campo.puntero, campo.titulo, campo.limite, nodo
        return
    for numero, texto in enumerate(nodo):
        titulo = f"{campo.titulo_de_uno} {numero + 1}"
        yield f"{campo.puntero}/{numero}", titulo, campo.limite, texto


def _preparar(puntero: str, titulo: str, limite: str, contenido: str) -> Texto:
    crudo, cupo = _en_latin(contenido)
    if cupo:
        limpio = not crudo.translate(None, _A_LA_VISTA)
    else:
        limpio = contenido.replace("\n", "").isprintable()
    normal = crudo.translate(TABLA)
    palabras = normal.split()
    return Texto(
        puntero=puntero,
        titulo=titulo,
        limite=limite,
        contenido=contenido,
        limpio=limpio,
        normal=normal,
        palabras=palabras,
        distintas=frozenset(palabras),
        mayusculas=len(crudo.translate(None, _NO_MAYUSCULAS)),
        cifras=len(crudo.translate(None, _NO_CIFRAS)),
    )
