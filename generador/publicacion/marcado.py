"""¿Cómo se escribe un texto en Markdown sin que se vuelva marca?

Solo para las páginas que genera el programa a partir de sus propias reglas, esquemas y órdenes. Lo
que escribe una candidatura nunca pasa por Markdown (ADR 0006).
"""

import re
import textwrap
from collections.abc import Iterable

_MARCA = re.compile(r"[\\`*_\[\]{}<>&|~^=#!$\"+]|:(?=[\w-]+:)")
_AL_INICIO = re.compile(r"^[-:.?/%]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_TRAMO = re.compile(r"`([^`\n]+)`")
_CERCA = re.compile(r"`{3,}")
_CABE_ENTRE_ACENTOS = re.compile(r"(?!#!)[^`\s](?:[^`\n]*[^`\s])?")


def literal(texto: str) -> str:
    """Entra texto; sale un renglón de Markdown que se lee igual, sin ninguna marca activa.

    Cada carácter con significado se vuelve una entidad: siempre es texto (CommonMark 2.5), también
    dentro de una tabla o con las extensiones de Material.
    """
    return _sin_inicio(_inerte(" ".join(texto.split())))


def codigo(texto: str) -> str:
    """Entra texto; sale un tramo de código que cabe en cualquier lugar, con su contenido igual."""
    if _CABE_ENTRE_ACENTOS.fullmatch(texto):
        return f"`{texto}`"
    return f"<code>{re.sub('[^A-Za-z0-9 ]', lambda hallado: _entidad(hallado[0]), texto)}</code>"


def prosa(texto: str) -> str:
    """Como `literal`, pero lo escrito entre acentos graves queda como código."""
    tramos = _TRAMO.split(" ".join(texto.split()))
    return _sin_inicio(
        "".join(codigo(t) if indice % 2 else _inerte(t) for indice, t in enumerate(tramos))
    )


def bloques(texto: str) -> str:
    """Entra una docstring; salen párrafos, listas y ejemplos de Markdown.

    Un bloque con sangría es un ejemplo; uno cuyos renglones empiezan con «- » es una lista; el
    resto son párrafos.
    """
    grupos = re.split(r"\n[ \t]*\n", texto.strip("\n"))
    return "\n\n".join(_bloque(grupo) for grupo in grupos if grupo.strip())


def cercado(texto: str, lenguaje: str = "text") -> str:
    """Un bloque de código cuya cerca es más larga que cualquiera de su contenido."""
    larga = max((len(cerca) for cerca in _CERCA.findall(texto)), default=2)
    cerca = "`" * max(3, larga + 1)
    return f"{cerca}{lenguaje}\n{texto.rstrip()}\n{cerca}"


def lista(renglones: Iterable[tuple[str, str]]) -> str:
    """Una lista de «**Nombre:** valor»; el valor ya viene en Markdown y el vacío no aparece."""
    return "\n".join(f"- **{nombre}:** {valor}" for nombre, valor in renglones if valor)


def tabla(encabezado: tuple[str, ...], renglones: Iterable[tuple[str, ...]]) -> str:
    """Una tabla; las celdas ya vienen en Markdown y sin saltos."""
    filas = [encabezado, ("---",) * len(encabezado), *renglones]
    return "\n".join("| " + " | ".join(fila) + " |" for fila in filas)


def _bloque(grupo: str) -> str:
    renglones = grupo.splitlines()
    if all(renglon.startswith("    ") for renglon in renglones):
        return cercado(textwrap.dedent(grupo))
    if renglones[0].lstrip().startswith("- "):
        puntos = re.split(r"(?:^|\n)[ \t]*- ", grupo)[1:]
        return "\n".join(f"- {prosa(punto)}" for punto in puntos)
    return prosa(grupo)


def _inerte(texto: str) -> str:
    return _MARCA.sub(lambda hallado: _entidad(hallado[0]), texto)


def _sin_inicio(renglon: str) -> str:
    """Quita su efecto a lo que solo es marca al empezar un renglón."""
    return _AL_INICIO.sub(lambda hallado: _entidad(hallado[0]), renglon)


def _entidad(caracter: str) -> str:
    return f"&#{ord(caracter)};"
