"""¿Qué dijo una persona en el cuestionario de identidad, y qué firmó?

Vive en la bóveda y en la memoria de quien la abre con su llave; nunca en Git (PTO 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

Respuestas = Mapping[str, Any]
"""Pregunta (`i01`…) → clave de la respuesta, o lista de claves, o texto de las «otra»."""


@dataclass(frozen=True, slots=True)
class Cuestionario:
    """El segundo cuestionario de una candidatura (`identidad.schema.json`)."""

    clave: str
    respuestas: Respuestas
    tratamiento: bool
    estadistica: bool
    accion_afirmativa: str = ""
    """Clave del catálogo `acciones_afirmativas`; vacía si no se aprobó por ninguna."""

    @classmethod
    def de_dato(cls, dato: Mapping[str, Any]) -> Self:
        """Lo lee de un árbol ya validado contra su esquema."""
        dichas = dato["manifestaciones"]
        return cls(
            clave=dato["clave"],
            respuestas=dato["respuestas"],
            tratamiento=dichas["tratamiento"],
            estadistica=dichas["estadistica"],
            accion_afirmativa=dato.get("accion_afirmativa") or "",
        )

    def a_dato(self) -> dict[str, Any]:
        """El árbol que admite su esquema."""
        return {
            "clave": self.clave,
            "accion_afirmativa": self.accion_afirmativa or None,
            "respuestas": dict(self.respuestas),
            "manifestaciones": {
                "tratamiento": self.tratamiento,
                "estadistica": self.estadistica,
            },
        }


@dataclass(frozen=True, slots=True)
class Firma:
    """Lo que la persona firmó: si autoriza publicar, qué día, con qué aviso y en qué documento.

    `huella` es `sha256:` y 64 cifras; `defecto`, por qué el documento no se admite, vacío si sí: lo
    mide quien lo abre.
    """

    publicacion: bool
    fecha: str
    aviso: str
    huella: str
    defecto: str = ""

    def constancia(self) -> dict[str, Any]:
        """Lo que de ella consta en el expediente."""
        return {
            "publicacion": self.publicacion,
            "fecha": self.fecha,
            "aviso": self.aviso,
            "documento": self.huella,
        }


@dataclass(frozen=True, slots=True)
class Entregado:
    """Un cuestionario con su firma, antes de cerrarlo."""

    cuestionario: Cuestionario
    firma: Firma
