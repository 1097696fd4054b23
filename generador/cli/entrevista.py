"""¿Cómo se pregunta el cuestionario de identidad en la terminal?

En su orden, solo lo que aplica, y siempre con «Prefiero no contestar».
"""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from generador.archivos.cuestionarios import buscar_opcion
from generador.nucleo.formatos import visible
from generador.nucleo.identidad.preguntas import PNC, Pregunta, Preguntas
from generador.nucleo.nombres import llano

_CABEN = 14
"""Más opciones que estas no se enumeran: se buscan por su nombre."""


def entrevistar(preguntas: Preguntas, edad: int) -> dict[str, Any]:
    """Las respuestas, en el orden del cuestionario; lo que sale de la edad no se pregunta."""
    respuestas: dict[str, Any] = {}
    for pregunta in preguntas:
        if not pregunta.es_visible(respuestas):
            continue
        if propia := pregunta.derivada(edad):
            respuestas[pregunta.nombre] = propia
            continue
        respuesta = _preguntar(pregunta)
        if respuesta:
            respuestas[pregunta.nombre] = respuesta
    return respuestas


def confirmar(frase: str) -> bool:
    """Sí o no, sin respuesta por omisión: nadie manifiesta algo por apretar una tecla."""
    return elegir(frase, {"si": "Sí", "no": "No"}) == "si"


def elegir(titulo: str, opciones: Mapping[str, str]) -> str:
    """La clave de una opción, dicha por su número, su nombre o parte de él."""
    _enumerar(titulo, opciones)
    while True:
        escrito = str(click.prompt(">", prompt_suffix=" ", type=str)).strip()
        if hallada := _hallar(escrito, opciones):
            return hallada


def _preguntar(pregunta: Pregunta) -> Any:
    if not pregunta.opciones:
        click.echo(f"\n{visible(pregunta.titulo)}")
        click.echo("Con sus palabras; vacío si prefiere no decirlo.")
        return _con_sus_palabras(pregunta)
    opciones = dict(pregunta.opciones)
    if PNC in opciones:
        opciones[PNC] = opciones.pop(PNC)  # al final: es la salida, no una opción más
    if not pregunta.campo.multiple:
        return elegir(pregunta.titulo, opciones)
    if not pregunta.varias:
        return [elegir(pregunta.titulo, opciones)]
    return _elegir_varias(pregunta.titulo, opciones)


def _con_sus_palabras(pregunta: Pregunta) -> str:
    while True:
        escrito = str(click.prompt(">", prompt_suffix=" ", default="", show_default=False)).strip()
        if len(escrito) <= (pregunta.campo.maximo or len(escrito)):
            return escrito
        click.echo(f"Mide {len(escrito)} caracteres y caben {pregunta.campo.maximo}: acórtelo.")


def _elegir_varias(titulo: str, opciones: Mapping[str, str]) -> Sequence[str]:
    _enumerar(f"{titulo} (varias, separadas con punto y coma)", opciones)
    while True:
        escrito = str(click.prompt(">", prompt_suffix=" ", type=str))
        partes = [p.strip() for p in escrito.split(";") if p.strip()]
        halladas = [_hallar(parte, opciones) for parte in partes]
        if halladas and all(halladas):
            return list(dict.fromkeys(halladas))


def _enumerar(titulo: str, opciones: Mapping[str, str]) -> None:
    click.echo(f"\n{visible(titulo)}")
    if len(opciones) > _CABEN:
        click.echo("Escriba el nombre, o parte de él.")
        return
    for numero, nombre in enumerate(opciones.values(), 1):
        click.echo(f"  {numero}) {visible(nombre)}")


def _hallar(escrito: str, opciones: Mapping[str, str]) -> str:
    """La opción que se dijo; vacía, y dice por qué, si es ninguna o más de una."""
    claves = list(opciones)
    if escrito.isdecimal() and len(opciones) <= _CABEN and 1 <= int(escrito) <= len(claves):
        return claves[int(escrito) - 1]
    if exacta := buscar_opcion(opciones, escrito):
        return exacta
    buscado = llano(escrito)
    parecidas = [k for k, nombre in opciones.items() if buscado and buscado in llano(nombre)]
    if len(parecidas) == 1:
        click.echo(f"  {visible(opciones[parecidas[0]])}")
        return parecidas[0]
    if parecidas:
        nombres = ", ".join(opciones[k] for k in parecidas[:_CABEN])
        click.echo(f"Hay varias: {visible(nombres)}. Escriba más.")
    else:
        click.echo("No es ninguna de las opciones. Siempre puede elegir «Prefiero no contestar».")
    return ""
