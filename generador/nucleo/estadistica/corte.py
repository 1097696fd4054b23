"""¿Qué se publica de identidad a una fecha, y qué guarda la bóveda para la siguiente?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from generador.nucleo.estadistica.contada import identificar
from generador.nucleo.ficha import Vacio

SUPRIMIDA = Vacio.SUPRIMIDA.value
"""La causa de todo conteo que no se publica. Es una sola: decir cuál fue ya diría algo."""
COLUMNA = "todas"
"""La respuesta del renglón que dice que una columna entera no se publica."""
LAS_DEMAS = "resto"
"""Las columnas que no se publican, juntas: saldrían de restar, así que se escriben."""


@dataclass(frozen=True, slots=True)
class Renglon:
    """Un conteo publicado, o la causa de que no lo esté."""

    pregunta: str
    variable: str
    """Vacía en el total estatal."""
    columna: str
    respuesta: str
    conteo: int | None
    publicas: int
    """De ellas, en cuántas se ve esa respuesta en su ficha."""
    registradas: int
    """Primer denominador: candidaturas registradas vigentes."""
    contestadas: int
    """Segundo: las que contestaron el cuestionario de identidad."""
    en_espera: int
    """De ellas, las que se contarán en otro corte.

    Porque su respuesta es pública y su ficha todavía no se ve, o porque entraron tan pocas desde el
    corte anterior que se las distinguiría.
    """
    validas: int | None
    """De las que se cuentan, cuántas no prefirieron no contestar ni dejaron un vacío."""

    @property
    def causa(self) -> str:
        """Por qué no hay conteo; vacía si lo hay."""
        return SUPRIMIDA if self.conteo is None else ""


@dataclass(frozen=True, slots=True)
class Presente:
    """Quién contaba en un corte: lo que hace falta para que el siguiente no lo revele por resta."""

    clave: str
    compromiso: str
    columnas: Mapping[str, str]
    publicas: frozenset[str]
    en_espera: frozenset[str] = frozenset()
    """Las preguntas en que todavía no se le contó."""

    @property
    def ident(self) -> str:
        """El mismo que tenía al contarla."""
        return identificar(self.clave, self.compromiso)

    def a_dato(self) -> dict[str, Any]:
        """El árbol que guarda la bóveda."""
        return {
            "clave": self.clave,
            "compromiso": self.compromiso,
            "columnas": dict(self.columnas),
            "publicas": sorted(self.publicas),
            "en_espera": sorted(self.en_espera),
        }

    @classmethod
    def de_dato(cls, dato: Mapping[str, Any]) -> Self:
        """Lo lee del árbol que guardó la bóveda."""
        return cls(
            dato["clave"],
            dato["compromiso"],
            dato["columnas"],
            frozenset(dato["publicas"]),
            frozenset(dato["en_espera"]),
        )


@dataclass(frozen=True, slots=True)
class Corte:
    """Lo que se publica a una fecha.

    `poblacion` no se publica ni va a Git, porque dice de quién se publicará qué: se guarda en la
    bóveda, para contar el corte siguiente.
    """

    fecha: date
    minimo: int
    renglones: tuple[Renglon, ...]
    poblacion: tuple[Presente, ...] = ()
