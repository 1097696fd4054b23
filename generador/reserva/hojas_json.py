"""¿Dice un JSON publicado algo de identidad que no se deba?

Cada llave debe estar declarada aquí; cada texto de una persona debe ser de su ficha pública.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generador.nucleo.ficha import Respuesta
from generador.reserva.declarado import llaves_de_mas, nombres
from generador.reserva.fuga import Fuga
from generador.reserva.llano import aplanar
from generador.reserva.verdad import VACIOS, Publicable, Verdad

_AVISO = nombres(
    "clave estado nombre primer_apellido segundo_apellido sobrenombre sexo edad eleccion "
    "cargo principio caracter ambito_tipo ambito ambito_nombre numero postulante "
    "integrantes"
)
_RETIRADA = _AVISO | {"sustituida_por", "baja_fecha", "baja_acuerdo"}
_FICHA = _AVISO | nombres(
    "eleccion_consecutiva acuerdo captura_por fotografia fotografia_vacio rubros "
    "identidad identidad_vacio validada extemporanea cambio_aplicado sustituye_a historia"
)
_RUBRO = nombres("nombre titulo vacio observado respuestas")
_RESPUESTA = nombres("puntero titulo valor clave vacio")
_HECHO = nombres("instante acto titulo papel postulante asunto documento commit")
_INDICE = nombres("cargos lugares postulantes sexos grados filas")
_LARGO_DE_FILA = 10
_SECCION = re.compile(r"[0-9]{1,4}")


def leer_json(crudo: bytes) -> Any:
    """El dato. Lanza `ValueError` si no es JSON en UTF-8 o repite una llave."""
    return json.loads(crudo.decode(), object_pairs_hook=_sin_repetidas)


def revisar_ficha(lugar: str, dato: Any, persona: Publicable, verdad: Verdad) -> Iterator[Fuga]:
    """`ficha.json` de una candidatura, vigente o no."""
    clave = persona.ficha.clave
    declaradas = _FICHA if persona.ficha.esta_vigente else _RETIRADA
    yield from llaves_de_mas(lugar, clave, dato, declaradas)
    if not isinstance(dato, Mapping):
        return
    sueltos = {k: v for k, v in dato.items() if k not in ("rubros", "identidad", "historia")}
    sueltos["fotografia"] = _foto(sueltos.get("fotografia"), clave)
    for nombre in declaradas & sueltos.keys():
        yield from _textos_suyos(lugar, nombre, sueltos[nombre], persona, verdad)
    if dato.get("identidad_vacio") != (persona.ficha.identidad_vacio or None) and (
        "identidad" in dato
    ):
        yield Fuga(lugar, clave, "identidad_vacio", "no es la causa de que falte")
    for hecho in dato.get("historia", ()):
        yield from llaves_de_mas(lugar, clave, hecho, _HECHO)
        yield from _textos_suyos(lugar, "historia", hecho, persona, verdad)
    for rubro in dato.get("rubros", ()):
        yield from llaves_de_mas(lugar, clave, rubro, _RUBRO)
        for nombre in _RUBRO - {"respuestas"}:
            yield from _textos_suyos(lugar, nombre, rubro.get(nombre), persona, verdad)
        for respuesta in rubro.get("respuestas", ()):
            yield from _respuesta(lugar, respuesta, persona, verdad)
    for respuesta in dato.get("identidad", ()):
        yield from _de_identidad(lugar, respuesta, persona, verdad)


def revisar_indice(lugar: str, dato: Any, verdad: Verdad) -> Iterator[Fuga]:
    """Un índice de nombres: tablas del proceso y un renglón por candidatura."""
    yield from llaves_de_mas(lugar, "", dato, _INDICE)
    for tabla in sorted(_INDICE - {"filas"}):
        if not all(_es_de_todas(texto, verdad) for texto in textos(dato[tabla])):
            yield Fuga(lugar, "", tabla, "tiene un texto que no es del proceso")
    for fila in dato["filas"]:
        clave = str(fila[0]).upper() if fila else ""
        persona = verdad.fichas.get(clave)
        if persona is None or len(fila) != _LARGO_DE_FILA:
            yield Fuga(lugar, clave, "", "no es un renglón de una candidatura")
        elif not (
            persona.ficha.esta_vigente
            and all(isinstance(v, int) for v in fila[2:])
            and set(map(aplanar, re.split("[«»]", fila[1])))
            <= {b"", *map(aplanar, (persona.ficha.nombre_completo, persona.ficha.sobrenombre))}
        ):
            yield Fuga(lugar, clave, "", "su renglón dice más que su nombre y sus números")


def revisar_secciones(lugar: str, dato: Any, verdad: Verdad) -> Iterator[Fuga]:
    """Las secciones de la lista nominal: números y lugares."""
    if set(dato) == {"boletas", "tramos"}:
        bien = all(
            set(map(aplanar, texto.split(" · "))) <= _llanos(verdad)
            or re.fullmatch(r"[a-z0-9-]+", texto)
            for texto in textos(dato["boletas"])
        ) and all(isinstance(n, int) for tramo in dato["tramos"] for n in tramo)
    else:
        bien = all(
            _SECCION.fullmatch(seccion)
            and all(
                k in verdad.proceso.ambitos and re.fullmatch(r"[0-9A-Z]{3}", v)
                for k, v in lugares.items()
            )
            for seccion, lugares in dato.items()
        )
    if not bien:
        yield Fuga(lugar, "", "", "tiene algo que no es una sección ni un lugar")


def textos(dato: Any) -> Iterator[str]:
    """Todos los textos de un JSON, también sus llaves."""
    if isinstance(dato, str):
        yield dato
    elif isinstance(dato, dict):
        yield from dato
        for uno in dato.values():
            yield from textos(uno)
    elif isinstance(dato, list | tuple):
        for uno in dato:
            yield from textos(uno)


def _llanos(verdad: Verdad) -> frozenset[bytes]:
    return frozenset(verdad.llano_de_todas.split(b" "))


def _respuesta(lugar: str, dato: Any, persona: Publicable, verdad: Verdad) -> Iterator[Fuga]:
    clave = persona.ficha.clave
    yield from llaves_de_mas(lugar, clave, dato, _RESPUESTA)
    puntero = str(dato.get("puntero"))
    if puntero not in verdad.curriculares or dato.get("titulo") != verdad.curriculares[puntero]:
        puntero = ""
        yield Fuga(lugar, clave, "", "tiene una pregunta que no es curricular")
    for parte in ("valor", "clave", "vacio"):
        yield from _textos_suyos(lugar, puntero, dato.get(parte), persona, verdad)


def _de_identidad(lugar: str, dato: Any, persona: Publicable, verdad: Verdad) -> Iterator[Fuga]:
    clave = persona.ficha.clave
    yield from llaves_de_mas(lugar, clave, dato, _RESPUESTA)
    pregunta = str(dato.get("puntero")).rpartition("/")[2]
    permitida = persona.identidad.get(pregunta)
    if pregunta not in verdad.nombres:
        yield Fuga(lugar, clave, "", "tiene una pregunta que no se conoce")
    elif permitida is None:
        if dato.get("valor") is not None or dato.get("clave") is not None:
            yield Fuga(lugar, clave, pregunta, "tiene valor y no es público")
        if dato.get("vacio") not in VACIOS:
            yield Fuga(lugar, clave, pregunta, "no dice por qué está vacía")
    elif not _es_igual(dato, permitida):
        yield Fuga(lugar, clave, pregunta, "no dice lo que se permitió")


def _es_igual(dato: Mapping[str, Any], permitida: Respuesta) -> bool:
    return (
        _lista(dato.get("valor")) == _lista(permitida.valor)
        and _lista(dato.get("clave")) == _lista(permitida.clave_valor)
        and dato.get("vacio") is None
    )


def _lista(valor: Any) -> Any:
    return list(valor) if isinstance(valor, list | tuple) else valor


def _textos_suyos(
    lugar: str, campo: str, valor: Any, persona: Publicable, verdad: Verdad
) -> Iterator[Fuga]:
    for texto in textos(valor) if valor is not None else ():
        if not (texto in verdad.de_todas or persona.es_suyo(texto) or texto in _HECHO):
            nombre = campo.rpartition("/")[2]
            yield Fuga(
                lugar, persona.ficha.clave, nombre, "dice algo que no es de su ficha pública"
            )
            return


def _foto(nombre: Any, clave: str) -> Any:
    return None if nombre == f"{clave.lower()}.webp" else nombre


def _es_de_todas(texto: str, verdad: Verdad) -> bool:
    partes = texto.split("/")
    return texto in verdad.de_todas or all(p in verdad.de_todas for p in partes)


def _sin_repetidas(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    mapa = dict(pares)
    if len(mapa) < len(pares):
        raise ValueError("llave repetida")  # un lector vería una y otro, la otra
    return mapa
