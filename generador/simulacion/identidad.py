"""¿Qué contesta una persona ficticia en el cuestionario de identidad?

Solo para demostraciones: produce el extracto público y las estadísticas que en un proceso real
salen de la bóveda. Las respuestas que no se pueden publicar se sortean y se olvidan aquí mismo.
"""

from random import Random
from typing import Any

from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.esquema import Campo, Esquemas, campos
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna, IdentidadPublica
from generador.nucleo.proceso import Proceso

_SI = {"i01": 12, "i02": 10, "i04": 6, "i08": 4, "i09": 7, "i11": 5, "i15": 50}
_PREFIERE_NO_CONTESTAR = 4
_CON_ACCION_AFIRMATIVA = 0.08
_POR_EDAD = {"i16": (21, 29), "i17": (60, 120)}
_SIN_SORTEAR = ("pnc", "otra", "otro", "sensorial")
_PUEBLOS_CERCANOS = ("mazahua", "otomi", "nahuatl", "matlatzinca", "tlahuica")


def contestar(
    azar: Random, proceso: Proceso, preguntas: tuple[Campo, ...], edad: int, *, fija: str = ""
) -> dict[str, Any]:
    """Sortea una respuesta por pregunta visible; las ocultas por condición no aparecen.

    `fija` es una pregunta que se contesta que sí: la de la acción afirmativa.
    """
    respuestas: dict[str, Any] = {}
    for campo in preguntas:
        nombre = campo.nombre
        if nombre.endswith("_otra"):
            continue
        if campo.condicion and not campo.condicion.aplica(
            respuestas.get(campo.condicion.campo.rpartition("/")[2])
        ):
            continue
        sorteada = _respuesta(azar, proceso, campo, edad)
        respuestas[nombre] = "si" if nombre == fija else sorteada
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


def permitido(
    proceso: Proceso, preguntas: tuple[Campo, ...], clave: str, edad: int, *, consiente: bool
) -> dict[str, Any] | None:
    """Lo que la bóveda dejaría publicar de esa clave: la misma clave contesta siempre lo mismo.

    Con consentimiento, todo; sin él, solo la dimensión de su acción afirmativa, si la hay; si no,
    nada (None).
    """
    dicho = cuestionario_ficticio(proceso, preguntas, clave, edad)
    acciones = proceso.catalogos["acciones_afirmativas"]
    accion = dicho.accion_afirmativa
    dimension = acciones[accion]["dimension"] if accion else ""
    if consiente:
        return {"base": "consentimiento", "respuestas": dict(dicho.respuestas)}
    if not dimension:
        return None
    suyas = {c.nombre for c in preguntas if c.dimension == dimension}
    propias = {k: v for k, v in dicho.respuestas.items() if k in suyas}
    return {"base": "accion_afirmativa", "dimension": dimension, "respuestas": propias}


def cuestionario_ficticio(
    proceso: Proceso, preguntas: tuple[Campo, ...], clave: str, edad: int
) -> Cuestionario:
    """Todo lo que contestaría esa clave: siempre lo mismo, autorice o no publicarlo."""
    azar = Random(f"identidad ficticia {clave}")
    acciones = proceso.catalogos["acciones_afirmativas"]
    accion = azar.choice(tuple(acciones)) if azar.random() < _CON_ACCION_AFIRMATIVA else ""
    dimension = acciones[accion]["dimension"] if accion else ""
    fija = next((c.nombre for c in preguntas if c.dimension == dimension), "")
    respuestas = contestar(azar, proceso, preguntas, edad, fija=fija)
    return Cuestionario(
        clave, respuestas, tratamiento=True, estadistica=True, accion_afirmativa=accion
    )


def preguntas_de(contexto_esquemas: Esquemas) -> tuple[Campo, ...]:
    """Las diecinueve preguntas, en su orden."""
    return tuple(
        c
        for c in campos(contexto_esquemas, "identidad")
        if c.puntero.startswith("/respuestas/") and not c.extension
    )


def extracto_ficticio(conjunto: Conjunto) -> IdentidadPublica:
    """Un extracto inventado para un proceso ficticio; se niega en uno de verdad."""
    proceso = conjunto.proceso
    if not proceso.identificacion.ficticio:
        raise ErrorConoceles("Solo un proceso ficticio puede llevar identidad ficticia.")
    preguntas = preguntas_de(conjunto.contexto.esquemas)
    extracto = {}
    for clave, candidatura in conjunto.candidaturas.items():
        if candidatura.identidad.estado != "depositada" or not candidatura.tramite.validada:
            continue
        consiente = bool(candidatura.consentimiento and candidatura.consentimiento.publicacion)
        suyo = permitido(proceso, preguntas, clave, candidatura.registro.edad, consiente=consiente)
        if suyo:
            extracto[clave] = IdentidadDeUna(
                suyo["base"], suyo["respuestas"], suyo.get("dimension", "")
            )
    return extracto
