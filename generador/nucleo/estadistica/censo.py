"""¿Qué se sabe de cada candidatura al contarla, y qué de ello se puede ver?"""

from collections.abc import Iterable

from generador.nucleo.edades import grupo_de_edad
from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.contada import Contada, Situacion
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso


def autorizadas_por(
    permitido: IdentidadDeUna | None, preguntas: Iterable[Pregunta], proceso: Proceso
) -> frozenset[str]:
    """Qué preguntas de una persona se pueden publicar, según lo que dice la bóveda."""
    if permitido is None:
        return frozenset()
    toda = (
        permitido.base == "consentimiento" or proceso.lecturas.alcance_accion_afirmativa == "toda"
    )
    return frozenset(p.nombre for p in preguntas if toda or p.dimension == permitido.dimension)


def publicas_en(ficha: FichaPublica | None) -> frozenset[str]:
    """Qué respuestas de identidad ve hoy cualquiera, también las que dicen que no las hay."""
    if ficha is None or ficha.identidad_vacio is not None:
        return frozenset()
    dichas = (None, Vacio.NO_APLICA, Vacio.NO_PROPORCIONO)
    return frozenset(r.puntero.rpartition("/")[2] for r in ficha.identidad if r.vacio in dichas)


def contada_de(
    candidatura: Candidatura,
    proceso: Proceso,
    preguntas: Iterable[Pregunta],
    cuestionario: Cuestionario | None,
    permitido: IdentidadDeUna | None,
    ficha: FichaPublica | None,
) -> Contada:
    """Lo que hace falta para contar a una candidatura vigente.

    `cuestionario` es el que guarda la bóveda, None si no lo hay; `permitido`, lo que de él deja
    publicar; `ficha`, lo que de ella se ve a la fecha del corte.
    """
    r = candidatura.registro
    contesto = cuestionario is not None and cuestionario.tratamiento
    if contesto and candidatura.identidad.estado == "depositada":
        situacion = Situacion.CONTESTO
    elif candidatura.identidad.estado == "no_autorizo":
        situacion = Situacion.NO_AUTORIZO
    else:
        situacion = Situacion.SIN_CAPTURA
    return Contada(
        clave=candidatura.clave,
        edad=r.edad,
        variables={
            "eleccion": r.eleccion,
            "cargo": r.cargo,
            "postulante": r.postulante,
            "sexo": r.sexo,
            "edad": grupo_de_edad(r.edad),
            "ambito": f"{proceso.cargos[r.cargo].ambito}:{r.ambito}",
        },
        situacion=situacion,
        respuestas=cuestionario.respuestas if cuestionario is not None else {},
        publicas=publicas_en(ficha),
        autorizadas=autorizadas_por(permitido, preguntas, proceso),
        compromiso=candidatura.identidad.compromiso,
    )
