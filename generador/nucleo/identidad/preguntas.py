"""¿Qué se pregunta de identidad, en qué orden, con qué opciones y a quién?

Sale del esquema y del proceso, una vez; lo usan quien pregunta y quien revisa lo contestado.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo
from generador.nucleo.formulario import ETIQUETA_PNC, Formulario

PNC = "pnc"
"""«Prefiero no contestar»: siempre se puede elegir."""

DE_OTRA = frozenset({"otra", "otro"})
_ADMITIDAS = {"otro": "Otro", "otra": "Otra", PNC: ETIQUETA_PNC, "no_aplica": "No aplica"}


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta y lo que se puede contestar.

    `opciones` es clave → texto, en el orden del cuestionario; vacía si se contesta con palabras.
    """

    campo: Campo
    opciones: Mapping[str, str]
    varias: bool

    @property
    def nombre(self) -> str:
        """Su identificador: `i01`."""
        return self.campo.nombre

    @property
    def titulo(self) -> str:
        """Lo que se pregunta."""
        return self.campo.titulo

    @property
    def puntero(self) -> str:
        """Dónde va su respuesta en el cuestionario (RFC 6901)."""
        return self.campo.puntero

    def es_visible(self, respuestas: Mapping[str, Any]) -> bool:
        """Si se hace, según lo ya contestado."""
        if self.campo.condicion is None:
            return True
        return self.campo.condicion.aplica(
            respuestas.get(self.campo.condicion.campo.rpartition("/")[2])
        )

    def derivada(self, edad: int) -> str:
        """La respuesta que sale de la edad del registro; vacía si es de la persona."""
        if self.campo.edades is None:
            return ""
        desde, hasta = self.campo.edades
        return "si" if desde <= edad <= hasta else "no"


@dataclass(frozen=True, slots=True)
class Preguntas:
    """Todas, por su nombre y en su orden; y los grupos de acción afirmativa."""

    por_nombre: Mapping[str, Pregunta]
    acciones: Mapping[str, Mapping[str, str]]
    contexto: Contexto

    @classmethod
    def de_contexto(cls, contexto: Contexto) -> Self:
        """Las de este proceso: con sus extensiones y las que admiten varias respuestas."""
        varias = contexto.proceso.lecturas.respuestas_multiples
        propias = (
            Pregunta(campo, _opciones(campo, contexto), campo.multiple and campo.nombre in varias)
            for campo in Formulario.de_contexto(contexto).identidad
        )
        acciones = contexto.proceso.catalogos["acciones_afirmativas"]
        return cls({p.nombre: p for p in propias}, acciones, contexto)

    def __iter__(self) -> Iterator[Pregunta]:
        """En el orden del cuestionario."""
        return iter(self.por_nombre.values())

    @property
    def campos(self) -> tuple[Campo, ...]:
        """Los campos del esquema, en su orden."""
        return tuple(p.campo for p in self)


def _opciones(campo: Campo, contexto: Contexto) -> Mapping[str, str]:
    if campo.etiquetas:
        return campo.etiquetas
    if not campo.catalogo:
        return {}
    catalogo = contexto.proceso.catalogos.get(campo.catalogo, {})
    propias = {clave: renglon["nombre"] for clave, renglon in catalogo.items()}
    return propias | {a: _ADMITIDAS[a] for a in campo.admite if a not in propias}
