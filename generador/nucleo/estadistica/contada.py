"""¿Qué hace falta saber de una candidatura para contarla?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VARIABLES: Mapping[str, str] = {
    "eleccion": "Elección",
    "cargo": "Cargo",
    "postulante": "Quién postula",
    "sexo": "Sexo",
    "edad": "Grupo de edad",
    "ambito": "Ámbito",
}
"""Por qué se reparte cada pregunta, en el orden en que se muestra."""


def identificar(clave: str, compromiso: str) -> str:
    """Nombra a una persona con unas respuestas."""
    return f"{clave} {compromiso}"


class Situacion(StrEnum):
    """Qué pasó con el cuestionario de identidad de alguien; consta en su expediente."""

    CONTESTO = "contesto"
    SIN_CAPTURA = "sin_captura"
    NO_AUTORIZO = "no_autorizo"


@dataclass(frozen=True, slots=True)
class Contada:
    """Una candidatura vigente, con lo que hace falta para contarla."""

    clave: str
    edad: int
    """La del día de la elección; es pública."""
    variables: Mapping[str, str]
    """Su columna en cada una de `VARIABLES`."""
    situacion: Situacion
    respuestas: Mapping[str, Any] = field(default_factory=dict)
    publicas: frozenset[str] = frozenset()
    """Las preguntas cuya respuesta se ve hoy en su ficha."""
    autorizadas: frozenset[str] = frozenset()
    """Las que autorizó publicar, o manda publicar la norma, se vean ya o todavía no."""
    compromiso: str = ""
    """El de su expediente: cambia si cambian sus respuestas."""

    @property
    def ident(self) -> str:
        """La persona con esas respuestas: con otras, es otra incógnita."""
        return identificar(self.clave, self.compromiso)
