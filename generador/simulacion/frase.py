"""¿Cómo se escribe un fragmento de prosa con huecos, y cómo se dice en voz de alguien?

Notación de los fragmentos, que viven en ``frases/*.toml``:

- ``{municipio}``, ``{cifra:20-60:5}``: ranura, con argumento opcional (mínimo, máximo y paso);
- ``<hoy|ahora>``: variantes que dicen lo mismo; se sortea una;
- ``egresad[o|a]``: concordancia, primero el masculino. Quien no es mujer ni hombre solo recibe
  fragmentos sin esta marca.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

MARCAS = re.compile(r"\{(?P<ranura>[^{}]+)\}|<(?P<variantes>[^<>]+)>|\[(?P<genero>[^\[\]]*)\]")
EDAD_SIN_TOPE = 200


@dataclass(frozen=True, slots=True)
class Ranura:
    """Un hueco: qué va ahí y, si es un número, entre qué límites y con qué paso."""

    nombre: str
    minimo: int = 0
    maximo: int = 0
    paso: int = 1


@dataclass(frozen=True, slots=True)
class Genero:
    """Una terminación en masculino y en femenino."""

    masculino: str
    femenino: str


@dataclass(frozen=True, slots=True)
class Variantes:
    """Maneras intercambiables de decir lo mismo."""

    opciones: "tuple[tuple[Pieza, ...], ...]"


Pieza = str | Ranura | Genero | Variantes


@dataclass(frozen=True, slots=True)
class Frase:
    """Un fragmento ya leído, con lo que hace falta saber para elegirlo.

    ``diagnostico``, ``meta`` y ``poblacion`` solo los trae una vía: el lugar, en las listas de
    su tema, de los que le corresponden.
    """

    piezas: tuple[Pieza, ...]
    neutra: bool
    anios: int
    edad_min: int = 0
    edad_max: int = EDAD_SIN_TOPE
    partidista: bool = False
    diagnostico: tuple[int, ...] = ()
    meta: tuple[int, ...] = ()
    poblacion: tuple[int, ...] = ()


def leer_frase(dato: str | dict[str, Any]) -> Frase:
    """Convierte un fragmento del TOML (texto, o tabla con ``t`` y edades) en una Frase."""
    tabla: dict[str, Any] = {"t": dato} if isinstance(dato, str) else dato
    texto = tabla["t"]
    return Frase(
        piezas=_partir(texto),
        neutra="[" not in texto,
        anios=texto.count("{anio_2}"),
        edad_min=tabla.get("edad_min", 0),
        edad_max=tabla.get("edad_max", EDAD_SIN_TOPE),
        partidista=tabla.get("partidista", False),
        diagnostico=tuple(tabla.get("diagnostico", ())),
        meta=tuple(tabla.get("meta", ())),
        poblacion=tuple(tabla.get("poblacion", ())),
    )


def decir(
    frase: tuple[Pieza, ...],
    azar: Random,
    valor: Callable[[Ranura], str],
    *,
    femenino: bool,
) -> str:
    """Pronuncia las piezas: sortea variantes, concuerda y llena cada ranura con ``valor``."""
    partes: list[str] = []
    for pieza in frase:
        if isinstance(pieza, str):
            partes.append(pieza)
        elif isinstance(pieza, Ranura):
            partes.append(valor(pieza))
        elif isinstance(pieza, Genero):
            partes.append(pieza.femenino if femenino else pieza.masculino)
        else:
            partes.append(decir(azar.choice(pieza.opciones), azar, valor, femenino=femenino))
    return "".join(partes)


def pulir(texto: str) -> str:
    """Une preposición y artículo, quita espacios dobles y abre con mayúscula."""
    texto = texto.replace(" de el ", " del ").replace(" a el ", " al ").replace("  ", " ").strip()
    return texto[:1].upper() + texto[1:]


def leer_frases(archivo: str) -> dict[str, Any]:
    """Lee un TOML de ``frases/`` tal cual, sin convertir sus fragmentos."""
    ruta = files("generador.simulacion").joinpath("frases", f"{archivo}.toml")
    return tomllib.loads(ruta.read_text(encoding="utf-8"))


def _partir(texto: str) -> tuple[Pieza, ...]:
    """Las marcas de dentro de unas variantes se leen al partir cada variante."""
    piezas: list[Pieza] = []
    inicio = 0
    for marca in MARCAS.finditer(texto):
        if marca.start() > inicio:
            piezas.append(texto[inicio : marca.start()])
        piezas.append(_pieza(marca))
        inicio = marca.end()
    if inicio < len(texto):
        piezas.append(texto[inicio:])
    return tuple(piezas)


def _pieza(marca: re.Match[str]) -> Pieza:
    if marca["ranura"]:
        return _ranura(marca["ranura"])
    if marca["variantes"]:
        return Variantes(tuple(_partir(opcion) for opcion in _opciones(marca["variantes"])))
    masculino, femenino = marca["genero"].split("|")
    return Genero(masculino, femenino)


def _opciones(texto: str) -> list[str]:
    """Separa las variantes por barra, salvo la barra de una concordancia."""
    return re.split(r"\|(?![^\[\]]*\])", texto)


def _ranura(texto: str) -> Ranura:
    nombre, *argumentos = texto.split(":")
    if not argumentos:
        return Ranura(nombre)
    minimo, maximo = argumentos[0].split("-")
    return Ranura(nombre, int(minimo), int(maximo), int(argumentos[1]) if argumentos[1:] else 1)
