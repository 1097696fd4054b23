"""¿Qué contesta una persona ficticia en el cuestionario de identidad?

Solo para la demostración: produce el extracto público que en un proceso real sale de la
bóveda. Las respuestas que no se pueden publicar se sortean y se olvidan aquí mismo.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from generador.nucleo.esquema import Campo
from generador.nucleo.proceso import Proceso

_SI = {"i01": 12, "i02": 10, "i04": 6, "i08": 4, "i09": 7, "i11": 5, "i15": 50}
_PREFIERE_NO_CONTESTAR = 4
_POR_EDAD = {"i16": (21, 29), "i17": (60, 120)}
_SIN_SORTEAR = ("pnc", "otra", "otro", "sensorial")
_PUEBLOS_CERCANOS = ("mazahua", "otomi", "nahuatl", "matlatzinca", "tlahuica")


def contestar(
    azar: Random, proceso: Proceso, preguntas: tuple[Campo, ...], edad: int
) -> dict[str, Any]:
    """Sortea una respuesta por pregunta visible; las ocultas por condición no aparecen."""
    respuestas: dict[str, Any] = {}
    for campo in preguntas:
        nombre = campo.nombre
        if nombre.endswith("_otra"):
            continue
        if campo.condicion and not campo.condicion.aplica(
            respuestas.get(campo.condicion.campo.rpartition("/")[2])
        ):
            continue
        respuestas[nombre] = _respuesta(azar, proceso, campo, edad)
    return respuestas


def _respuesta(azar: Random, proceso: Proceso, campo: Campo, edad: int) -> Any:
    if campo.nombre in _POR_EDAD:
        desde, hasta = _POR_EDAD[campo.nombre]
        return "si" if desde <= edad <= hasta else "no"
    if azar.randrange(100) < _PREFIERE_NO_CONTESTAR:
        elegida = "pnc"
    elif campo.nombre in _SI:
        elegida = "si" if azar.randrange(100) < _SI[campo.nombre] else "no"
    elif campo.catalogo:
        claves = tuple(proceso.catalogos[campo.catalogo])
        cercanas = tuple(c for c in _PUEBLOS_CERCANOS if c in claves)
        elegida = azar.choice(cercanas or claves)
    else:
        elegida = azar.choice([o for o in campo.etiquetas or {} if o not in _SIN_SORTEAR])
    return [elegida] if campo.multiple else elegida


def permitir(
    respuestas: Mapping[str, Any],
    preguntas: tuple[Campo, ...],
    *,
    consiente: bool,
    dimension: str,
) -> dict[str, Any] | None:
    """Lo que la bóveda dejaría publicar: todo con consentimiento; si no, solo su dimensión."""
    if consiente:
        return {"base": "consentimiento", "respuestas": dict(respuestas)}
    if not dimension:
        return None
    propias = {c.nombre for c in preguntas if c.dimension == dimension}
    permitidas = {k: v for k, v in respuestas.items() if k in propias}
    return {"base": "accion_afirmativa", "dimension": dimension, "respuestas": permitidas}
