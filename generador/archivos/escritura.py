"""¿Cuál es la forma única de escribir un expediente?

La misma para el formulario, la planilla y la mano: claves en el orden del esquema, texto
siempre entre comillas o en bloque, Unicode compuesto (NFC) y LF. Así una diferencia entre dos
versiones es siempre de contenido.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

OrdenDeClaves = Mapping[str, tuple[str, ...]]
"""Puntero de un objeto (los índices se escriben `-`) → sus claves en el orden del esquema."""

_LARGO_LITERAL = 80
_LIMITE_EXACTO = 10**15
_CLAVE_SIMPLE = re.compile(r"[a-z][a-z0-9_]*\Z")
_SIN_IMPRIMIR = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NO_CABE_EN_BLOQUE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]| \n| \\Z|\n\\Z"
)


def escribir(dato: Mapping[str, Any], orden: OrdenDeClaves) -> str:
    """Devuelve el texto canónico de un árbol de JSON; leerlo devuelve el mismo árbol en NFC.

    El árbol no está vacío y su texto es Unicode: un sustituto suelto no lo es.
    """
    return "\n".join(_mapa(dato, orden, "", 0)) + "\n"


def _mapa(dato: Mapping[str, Any], orden: OrdenDeClaves, ruta: str, sangria: int) -> Iterator[str]:
    conocidas = orden.get(ruta, ())
    presentes = [c for c in conocidas if c in dato] + [c for c in dato if c not in conocidas]
    for clave in presentes:
        nombre = clave if _CLAVE_SIMPLE.match(clave) else _entre_comillas(clave)
        yield from _par(f"{' ' * sangria}{nombre}:", dato[clave], orden, f"{ruta}/{clave}", sangria)


def _par(cabeza: str, valor: Any, orden: OrdenDeClaves, ruta: str, sangria: int) -> Iterator[str]:
    if isinstance(valor, Mapping) and valor:
        yield cabeza
        yield from _mapa(valor, orden, ruta, sangria + 2)
    elif isinstance(valor, list) and valor:
        yield cabeza
        yield from _lista(valor, orden, ruta, sangria + 2)
    else:
        yield f"{cabeza} {_escalar(valor, sangria + 2)}"


def _lista(valor: list[Any], orden: OrdenDeClaves, ruta: str, sangria: int) -> Iterator[str]:
    for elemento in valor:
        yield from _elemento(elemento, orden, f"{ruta}/-", sangria)


def _elemento(elemento: Any, orden: OrdenDeClaves, ruta: str, sangria: int) -> Iterator[str]:
    margen = " " * sangria
    if isinstance(elemento, Mapping | list) and elemento:
        renglones = (
            _mapa(elemento, orden, ruta, sangria + 2)
            if isinstance(elemento, Mapping)
            else _lista(elemento, orden, ruta, sangria + 2)
        )
        yield f"{margen}- {next(renglones).lstrip()}"
        yield from renglones
    else:
        yield f"{margen}- {_escalar(elemento, sangria + 2)}"


def _escalar(valor: Any, sangria: int) -> str:
    if isinstance(valor, str):
        return _texto(unicodedata.normalize("NFC", valor), sangria)
    if isinstance(valor, float) and valor.is_integer() and abs(valor) < _LIMITE_EXACTO:
        return str(int(valor))  # 18.0 y 18 son el mismo número: se escribe de una sola forma
    return json.dumps(valor)


def _texto(texto: str, sangria: int) -> str:
    largo = len(texto) > _LARGO_LITERAL or "\n" in texto
    if not largo or texto[0] in " \n" or _NO_CABE_EN_BLOQUE.search(texto):
        return _entre_comillas(texto)
    margen = " " * sangria
    return "|-\n" + "\n".join(margen + r if r else "" for r in texto.split("\n"))


def _entre_comillas(texto: str) -> str:
    citado = json.dumps(texto, ensure_ascii=False)
    return _SIN_IMPRIMIR.sub(lambda hallado: f"\\u{ord(hallado.group()):04x}", citado)
