"""¿Qué es una regla y cómo se aplica?

Una regla dice lo menos: dónde (puntero) y qué (mensaje, y remedio si lo hay). Código, nivel,
título y fundamento se declaran una vez, sobre la función; su docstring es la explicación que
se publica. La línea y la columna las pone después quien leyó el archivo.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any

from generador.nucleo.hallazgo import Hallazgo, Nivel

Dicho = tuple[str, str] | tuple[str, str, str]
"""(puntero, mensaje) o (puntero, mensaje, remedio)."""

DichoDe = tuple[str, Dicho]
"""(archivo, dicho): lo que dice una regla de conjunto."""


class Alcance(StrEnum):
    """Sobre qué mira la regla."""

    ARCHIVO = "archivo"
    HOJA = "hoja"
    CUESTIONARIO = "cuestionario"
    CANDIDATURA = "candidatura"
    PROPUESTA = "propuesta"
    CONJUNTO = "conjunto"
    PROCESO = "proceso"


@dataclass(frozen=True, slots=True)
class Regla:
    """Una regla con su código, su nivel y su explicación publicada.

    `funcion` es None en las que detecta el lector (sintaxis y esquema): aquí solo se explican.
    """

    codigo: str
    alcance: Alcance
    nivel: Nivel
    titulo: str
    fundamento: str
    explicacion: str
    funcion: Callable[..., Iterable[Any]] | None = None

    def __call__(self, *argumentos: Any) -> Iterable[Any]:
        """Aplica la función de la regla."""
        return self.funcion(*argumentos) if self.funcion else ()

    def hallazgo(self, archivo: str, dicho: Dicho) -> Hallazgo:
        """Completa lo que la función dijo; la posición queda en 1:1 hasta ubicarla."""
        puntero, mensaje, *resto = dicho
        return Hallazgo(
            archivo=archivo,
            linea=1,
            columna=1,
            puntero=puntero,
            regla=self.codigo,
            nivel=self.nivel,
            mensaje=mensaje,
            remedio=resto[0] if resto else "",
        )


def regla(
    codigo: str,
    *,
    alcance: Alcance,
    titulo: str,
    fundamento: str,
    nivel: Nivel = Nivel.ERROR,
) -> Callable[[Callable[..., Iterable[Any]]], Regla]:
    """Declara una regla sobre una función generadora; su docstring es la explicación."""

    def declarar(funcion: Callable[..., Iterable[Any]]) -> Regla:
        return Regla(
            codigo=codigo,
            alcance=alcance,
            nivel=nivel,
            titulo=titulo,
            fundamento=fundamento,
            explicacion=cleandoc(funcion.__doc__ or ""),
            funcion=funcion,
        )

    return declarar


def regla_de_lectura(
    codigo: str,
    *,
    titulo: str,
    fundamento: str,
    explicacion: str,
    nivel: Nivel = Nivel.ERROR,
    alcance: Alcance = Alcance.ARCHIVO,
) -> Regla:
    """Declara una regla que detecta quien lee el archivo, o la hoja, y aquí solo se explica."""
    return Regla(
        codigo=codigo,
        alcance=alcance,
        nivel=nivel,
        titulo=titulo,
        fundamento=fundamento,
        explicacion=cleandoc(explicacion),
    )


def elegir(reglas: Iterable[Regla], prefijos: Iterable[str]) -> tuple[Regla, ...]:
    """Las reglas cuyo código empieza con alguno de los prefijos; todas si no hay prefijos.

    Da igual escribirlos con mayúsculas o minúsculas.
    """
    buscados = tuple(prefijo.upper() for prefijo in prefijos)
    return tuple(r for r in reglas if not buscados or r.codigo.upper().startswith(buscados))


def aplicar_a_una(reglas: Iterable[Regla], candidatura: Any, contexto: Any) -> Iterator[Hallazgo]:
    """Corre las reglas de alcance candidatura sobre una, con su contexto."""
    for una in reglas:
        for dicho in una.funcion(candidatura, contexto) if una.funcion else ():
            yield una.hallazgo(candidatura.archivo, dicho)


def aplicar_al_conjunto(reglas: Iterable[Regla], conjunto: Any) -> Iterator[Hallazgo]:
    """Corre las reglas de alcance conjunto; cada dicho trae su archivo."""
    for una in reglas:
        for archivo, dicho in una(conjunto):
            yield una.hallazgo(archivo, dicho)
