"""¿Cómo va lo que se escribe en la página al árbol del expediente, y de regreso?

Solo se lee lo que se preguntó: un nombre inventado no entra. Lo que la página no mostró no se toca.
"""

import copy
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generador.captura.llenado.borradores import Contenido
from generador.captura.llenado.campos import NINGUNA, Clase, Entrada
from generador.nucleo.modelo import valor_en

Campos = Mapping[str, list[str]]
PRESENTES = "_campos"
"""Los punteros de lo que la página mostró: una casilla sin marcar no viaja, y así se sabe."""
TOPE = 60_000
"""Caracteres de una respuesta: más que el triple de lo que admite el esquema."""
_CIFRAS = 9
_RAICES = frozenset({"curricular", "identidad", "consentimiento"})


def buscar(contenido: Mapping[str, Any], puntero: str) -> Any:
    """El valor en ese puntero; None si no está."""
    return valor_en(contenido, puntero)


def llano(nodo: Any) -> Any:
    """El mismo árbol, con listas y diccionarios comunes, que no comparten nada con aquel."""
    if isinstance(nodo, Mapping):
        return {k: llano(v) for k, v in nodo.items()}
    return [llano(v) for v in nodo] if isinstance(nodo, list | tuple) else nodo


def limpiar(escrito: str) -> str:
    """Sin blancos en las orillas, con LF y en NFC, que es como va a Git."""
    derecho = escrito.replace("\r\n", "\n").replace("\r", "\n").strip()
    return unicodedata.normalize("NFC", derecho)


def entero(escrito: str) -> int:
    """El número que viaja escondido en una página; -1 si no lo es o alguien lo cambió."""
    corto = escrito.isascii() and escrito.isdigit() and len(escrito) <= _CIFRAS
    return int(escrito) if corto else -1


def presentes(campos: Campos, entradas: Iterable[Entrada]) -> tuple[Entrada, ...]:
    """Lo que la página mostró, de entre lo que esa sección pregunta."""
    dichos = frozenset(campos.get(PRESENTES, ()))
    nombres = tuple(nombre for nombre in campos if nombre.startswith("/"))
    return tuple(
        una
        for una in entradas
        if una.puntero in dichos
        or any(n == una.puntero or n.startswith(f"{una.puntero}/") for n in nombres)
    )


def excedida(campos: Campos, entradas: Iterable[Entrada]) -> Entrada | None:
    """La primera con una respuesta desmedida, que ni siquiera se guarda; None si ninguna."""
    largos = {n for n, valores in campos.items() if any(len(v) > TOPE for v in valores)}
    return next(
        (
            e
            for e in entradas
            if any(n == e.puntero or n.startswith(f"{e.puntero}/") for n in largos)
        ),
        None,
    )


def aplicar(contenido: Mapping[str, Any], campos: Campos, entradas: Iterable[Entrada]) -> Contenido:
    """El contenido con lo que se escribió en esas entradas."""
    nuevo: Contenido = copy.deepcopy(dict(contenido))
    for una in entradas:
        poner(nuevo, una.puntero, leer(una, campos))
    return nuevo


def quitar_lo_que_no_aplica(contenido: Contenido, entradas: Iterable[Entrada]) -> None:
    """Borra lo condicionado a una respuesta que ya no es esa; lo de dentro, después."""
    for una in entradas:
        if not una.aplica(contenido):
            poner(contenido, una.puntero, None)


def poner(contenido: Contenido, puntero: str, valor: Any) -> None:
    """Pone el valor; con None lo quita, y también los grupos que queden vacíos."""
    *camino, ultimo = puntero.split("/")[1:]
    nodos: list[dict[str, Any]] = [contenido]
    for tramo in camino:
        hijo = nodos[-1].get(tramo)
        if not isinstance(hijo, dict):
            if valor is None:
                return
            hijo = nodos[-1][tramo] = {}
        nodos.append(hijo)
    if valor is not None:
        nodos[-1][ultimo] = valor
        return
    nodos[-1].pop(ultimo, None)
    for padre, tramo in zip(reversed(nodos[:-1]), reversed(camino), strict=True):
        if not padre[tramo] and tramo not in _RAICES:
            del padre[tramo]


def leer(entrada: Entrada, campos: Campos) -> Any:  # noqa: PLR0911 - una salida por clase
    """Lo que se contestó en esa entrada; None si quedó en blanco."""
    match entrada.clase:
        case Clase.VARIAS:
            elegidas = dict.fromkeys(limpiar(v) for v in campos.get(entrada.puntero, ()))
            return [una for una in elegidas if una] or None
        case Clase.LISTA:
            return [texto for texto in _elementos(entrada, campos) if texto] or None
        case Clase.TEXTOS:
            return _sin_cola(_elementos(entrada, campos)) or None
        case Clase.REDES:
            return _partes_de(entrada, entrada.puntero, campos) or None
        case Clase.DOMICILIOS:
            todos = (
                _partes_de(entrada, f"{entrada.puntero}/{numero}", campos)
                for numero in range(entrada.tope)
            )
            return [uno for uno in todos if uno] or None
        case Clase.SI_NO:
            return {"si": True, "no": False}.get(_uno(campos, entrada.puntero))
        case _:
            valor = _uno(campos, entrada.puntero) or None
            valor = None if valor == NINGUNA else valor
            return [valor] if valor and entrada.en_lista else valor


def _uno(campos: Campos, nombre: str) -> str:
    return limpiar((campos.get(nombre) or [""])[-1])


def _elementos(entrada: Entrada, campos: Campos) -> list[str]:
    return [_uno(campos, f"{entrada.puntero}/{numero}") for numero in range(entrada.tope)]


def _sin_cola(textos: list[str]) -> list[str]:
    """Sin los vacíos del final: los de en medio guardan el lugar de su número."""
    while textos and not textos[-1]:
        textos.pop()
    return textos


def _partes_de(entrada: Entrada, base: str, campos: Campos) -> dict[str, str]:
    dichas = {parte.nombre: _uno(campos, f"{base}/{parte.nombre}") for parte in entrada.partes}
    return {nombre: valor for nombre, valor in dichas.items() if valor}


def escribir(entrada: Entrada, valor: Any) -> Iterator[tuple[str, str]]:
    """(nombre, valor) de cada casilla con que se diría ese valor: lo inverso de `leer`."""
    if valor is None:
        return
    match entrada.clase:
        case Clase.VARIAS:
            yield from ((entrada.puntero, str(uno)) for uno in valor)
        case Clase.LISTA | Clase.TEXTOS:
            yield from ((f"{entrada.puntero}/{n}", str(uno)) for n, uno in enumerate(valor))
        case Clase.REDES:
            yield from ((f"{entrada.puntero}/{k}", str(v)) for k, v in valor.items())
        case Clase.DOMICILIOS:
            for numero, uno in enumerate(valor):
                yield from ((f"{entrada.puntero}/{numero}/{k}", str(v)) for k, v in uno.items())
        case Clase.SI_NO:
            yield entrada.puntero, "si" if valor else "no"
        case _:
            yield entrada.puntero, str(valor[0] if isinstance(valor, list) else valor)
