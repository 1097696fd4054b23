"""¿De qué se habla al decidir qué conteos se publican?

Una familia son preguntas que se abren unas a otras y las personas con algo reservado en ellas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Valor = frozenset[str]
"""Lo que alguien contestó a una pregunta: una clave, o varias si admite varias."""
TODAS = ""
"""La variable y la columna del total estatal."""
NO_APLICA = "no_aplica"
"""Lo que «contesta» quien no abrió la pregunta; lo dice también la respuesta que la abre."""
OTRAS = "otras"
"""Las respuestas que no se publican una por una, juntas."""
RESTO = "\0resto"
"""Las columnas que no se publican, juntas: salen de restar."""


@dataclass(frozen=True, slots=True)
class Forma:
    """Una pregunta, para lo que importa aquí."""

    nombre: str
    dominio: tuple[str, ...]
    """Toda respuesta posible, también las que no son de la pregunta (`sin_respuesta`…)."""
    multiple: bool = False
    padre: int | None = None
    """La pregunta de la misma familia que la abre, por su lugar; None si no depende de otra."""
    abren: tuple[str, ...] = ()
    principales: tuple[str, ...] = ()
    """Las que más importa ver aparte cuando no caben todas."""
    aparte: tuple[str, ...] = ()
    """Las que son un vacío: cuando no caben todas, son las primeras que se juntan."""


@dataclass(frozen=True, slots=True)
class Sujeto:
    """Una persona con algo reservado en una familia de preguntas."""

    ident: str
    """Cambia si cambian sus respuestas: entonces es otra incógnita."""
    valores: tuple[Valor, ...]
    sabidas: frozenset[int]
    """Las preguntas que autorizó publicar, por su lugar en la familia."""
    columnas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Qué se ve de una pregunta repartida por una variable."""

    visibles: frozenset[str]
    """Las respuestas con conteo propio; las demás van juntas."""
    columnas: frozenset[str]
    """Las columnas que se ven; las demás, ni una por una ni juntas, pero se restan."""


@dataclass(frozen=True, slots=True)
class Publicado:
    """Lo que un corte anterior dijo de una pregunta."""

    tablas: Mapping[str, Tabla]
    """Por variable; la del total estatal es `TODAS`."""
    cuentas: Mapping[tuple[str, str], Mapping[str, int]]
    """(variable, columna) → respuesta → cuántas reservadas."""
    presentes: Mapping[str, Mapping[str, str]]
    """Las reservadas que contaba y su columna en cada variable."""


@dataclass(frozen=True, slots=True)
class Familia:
    """Preguntas que se abren unas a otras, y lo que se sabe de ellas."""

    preguntas: tuple[Forma, ...]
    sujetos: tuple[Sujeto, ...]
    anteriores: tuple[Mapping[int, Publicado], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Qué se publica de una pregunta; nada si no hay tablas."""

    tablas: Mapping[str, Tabla] = field(default_factory=dict)
    en_espera: frozenset[str] = frozenset()
    """Reservadas que todavía no se cuentan: son tan pocas que se las distinguiría."""

    @property
    def visibles(self) -> frozenset[str]:
        """Las respuestas con conteo propio en el total estatal."""
        return self.tablas[TODAS].visibles if self.tablas else frozenset()


Vetos = Mapping[tuple[int, str], frozenset[str]]
"""(pregunta, variable) → columnas que no se pueden ver; `TODAS` en `TODAS`, nada de la pregunta."""
