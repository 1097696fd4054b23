"""¿Cuál es la forma única de escribir un expediente?

La misma para el formulario, la planilla y la mano: claves en el orden del esquema, texto
siempre entre comillas o en bloque, Unicode compuesto (NFC) y LF. Así una diferencia entre dos
versiones es siempre de contenido.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

OrdenDeClaves = Mapping[str, tuple[str, ...]]
"""Puntero de un objeto (los índices se escriben `-`) → sus claves en el orden del esquema."""

_SANGRIA = "  "
_LARGO_LITERAL = 80
_LIMITE_EXACTO = 10**15
_CLAVE_SIMPLE = re.compile(r"[a-z][a-z0-9_]*\Z")
_SIN_IMPRIMIR = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NO_CABE_EN_BLOQUE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)


def escribir(dato: Mapping[str, Any], orden: OrdenDeClaves) -> str:
    """Devuelve el texto canónico de un árbol de JSON; leerlo devuelve el mismo árbol en NFC.

    El árbol no está vacío y su texto es Unicode: un sustituto suelto no lo es.
    """
    renglones: list[str] = []
    _mapa(dato, orden, "", "", renglones)
    renglones.append("")
    return "\n".join(renglones)


def _mapa(
    dato: Mapping[str, Any], orden: OrdenDeClaves, ruta: str, margen: str, salida: list[str]
) -> None:
    conocidas = orden.get(ruta, ())
    presentes = [c for c in conocidas if c in dato]
    if len(presentes) < len(dato):
        presentes += [c for c in dato if c not in conocidas]
    for clave in presentes:
        nombre = _nombre(clave)
        valor = dato[clave]
        if isinstance(valor, str):
            salida.append(f"{margen}{nombre}: {_texto(valor, margen)}")
        elif isinstance(valor, dict) and valor:
            salida.append(f"{margen}{nombre}:")
            _mapa(valor, orden, f"{ruta}/{clave}", margen + _SANGRIA, salida)
        elif isinstance(valor, list) and valor:
            salida.append(f"{margen}{nombre}:")
            _lista(valor, orden, f"{ruta}/{clave}/-", margen + _SANGRIA, salida)
        else:
            salida.append(f"{margen}{nombre}: {_escalar(valor)}")


def _lista(
    valor: list[Any], orden: OrdenDeClaves, ruta: str, margen: str, salida: list[str]
) -> None:
    for elemento in valor:
        if isinstance(elemento, dict | list) and elemento:
            desde = len(salida)
            if isinstance(elemento, dict):
                _mapa(elemento, orden, ruta, margen + _SANGRIA, salida)
            else:
                _lista(elemento, orden, f"{ruta}/-", margen + _SANGRIA, salida)
            salida[desde] = f"{margen}- {salida[desde].lstrip()}"
        elif isinstance(elemento, str):
            salida.append(f"{margen}- {_texto(elemento, margen)}")
        else:
            salida.append(f"{margen}- {_escalar(elemento)}")


def _escalar(valor: Any) -> str:
    if isinstance(valor, float) and valor.is_integer() and abs(valor) < _LIMITE_EXACTO:
        return str(int(valor))  # 18.0 y 18 son el mismo número: se escribe de una sola forma
    return json.dumps(valor)


@lru_cache(maxsize=1_024)
def _nombre(clave: str) -> str:
    return clave if _CLAVE_SIMPLE.match(clave) else _entre_comillas(clave)


def _texto(texto: str, margen: str) -> str:
    if not _es_compuesto(texto):
        texto = unicodedata.normalize("NFC", texto)
    if not (len(texto) > _LARGO_LITERAL or "\n" in texto) or not _cabe_en_bloque(texto):
        return _entre_comillas(texto)
    sangria = margen + _SANGRIA
    if "\n" not in texto:
        return f"|-\n{sangria}{texto}"
    return "|-\n" + "\n".join([sangria + r if r else "" for r in texto.split("\n")])


def _es_compuesto(texto: str) -> bool:
    """Si está en NFC. Todo Latin-1 lo está, y saberlo cuesta mucho menos que recorrerlo."""
    try:
        texto.encode("latin-1")
    except UnicodeEncodeError:
        return unicodedata.is_normalized("NFC", texto)
    return True


def _cabe_en_bloque(texto: str) -> bool:
    if texto[0] in " \n" or texto[-1] in " \n" or " \n" in texto:
        return False
    # Lo que se imprime cabe; hay caracteres que no se imprimen y también caben.
    return texto.replace("\n", "").isprintable() or not _NO_CABE_EN_BLOQUE.search(texto)


def _entre_comillas(texto: str) -> str:
    citado: str = encode_basestring(texto)
    if citado.isprintable():
        return citado
    return _SIN_IMPRIMIR.sub(lambda hallado: f"\\u{ord(hallado.group()):04x}", citado)
