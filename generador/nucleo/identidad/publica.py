"""¿Qué de identidad se permitió publicar, y qué de eso se ve hoy?

Nada llega al sitio sin dos cerraduras: la bóveda, que escribe el extracto, y estas reglas.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generador.nucleo.calendario import ya_se_publica
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Campo
from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.formulario import llena, vacia
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.permiso import (
    POR_CONSENTIMIENTO,
    Decision,
    Trato,
    decidir,
    situacion_de,
)
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.nucleo.proceso import Proceso


@dataclass(frozen=True, slots=True)
class IdentidadDeUna:
    """Lo que la bóveda permitió publicar de una persona y por qué (PTO 17 y 19).

    `base` es `consentimiento` o `accion_afirmativa`; en la segunda, `dimension` es el grupo.
    """

    base: str
    respuestas: Mapping[str, Any]
    dimension: str = ""


IdentidadPublica = Mapping[str, IdentidadDeUna]
"""El extracto público: clave → lo permitido."""


@dataclass(frozen=True, slots=True)
class Sobrantes:
    """Claves del extracto que no se usan, y nada de lo que dicen."""

    desconocidas: tuple[str, ...] = ()
    """No son de ninguna candidatura."""
    sin_mostrar: tuple[str, ...] = ()
    """Son de una candidatura de la que hoy no se puede mostrar identidad."""


def sobrantes_de(
    identidad: IdentidadPublica, conjunto: Conjunto, fichas: Iterable[FichaPublica]
) -> Sobrantes:
    """Qué claves del extracto no llegan a ninguna ficha.

    Antes de la fecha formal no hay fichas: solo se sabe cuáles no son de nadie.
    """
    ilegibles = {nombre.rpartition("/")[2].removesuffix(".yml") for nombre in conjunto.ilegibles}
    propias = conjunto.candidaturas.keys() | ilegibles
    desconocidas = tuple(sorted(identidad.keys() - propias))
    if not ya_se_publica(conjunto.contexto.hoy, conjunto.proceso.fechas.publicacion):
        return Sobrantes(desconocidas)
    mostradas = {ficha.clave for ficha in fichas if ficha.identidad_vacio is None}
    return Sobrantes(desconocidas, tuple(sorted((identidad.keys() & propias) - mostradas)))


def ver_identidad(
    candidatura: Candidatura,
    contexto: Contexto,
    preguntas: Iterable[Campo],
    extracto: IdentidadPublica | None,
    *,
    con_error: bool,
) -> tuple[tuple[Respuesta, ...], Vacio | None]:
    """Las respuestas de identidad que cualquiera puede ver hoy, o por qué no se ve ninguna.

    `extracto` es None si se construye sin él; `con_error`, si el expediente tiene uno. Lo que el
    extracto trae vuelve a pasar por la tabla de verdad: si trae de más, no se muestra.
    """
    propia = (extracto or {}).get(candidatura.clave)
    dimension = propia.dimension if propia else ""
    quien = situacion_de(candidatura, contexto, dimension, con_error=con_error)
    if propia and propia.base != POR_CONSENTIMIENTO:
        # Se escribió sin consentimiento: aunque ya lo haya, no trae más que su dimensión.
        quien = replace(quien, consiente=False)
    general = decidir(quien, dimension, observada=False)
    if general.causa is not None:
        return (), general.causa
    if propia is None:
        return (), Vacio.SIN_EXTRACTO if extracto is None else Vacio.NO_PROPORCIONO
    abiertas = observaciones_abiertas(candidatura, contexto)
    return tuple(
        _respuesta(
            campo,
            decidir(quien, campo.dimension, observada=esta_observada(campo, abiertas)),
            propia,
            contexto.proceso,
        )
        for campo in preguntas
    ), None


def _respuesta(
    campo: Campo, decision: Decision, propia: IdentidadDeUna, proceso: Proceso
) -> Respuesta:
    if decision.causa is not None:
        return vacia(campo, decision.causa)
    if campo.nombre in propia.respuestas:
        return llena(campo, propia.respuestas[campo.nombre], proceso)
    if campo.condicion and not campo.condicion.aplica(
        propia.respuestas.get(campo.condicion.campo.rpartition("/")[2])
    ):
        return vacia(campo, Vacio.NO_APLICA)
    return vacia(campo, Vacio.NO_PROPORCIONO)


def esta_observada(campo: Campo, abiertas: Mapping[str, str]) -> bool:
    """Si una observación abierta nombra la pregunta, su dimensión o todo el cuestionario."""
    formas = (campo.nombre, campo.dimension, f"respuestas/{campo.nombre}")
    return bool(abiertas) and any(
        observacion_de(f"/identidad/{forma}", abiertas) for forma in formas if forma
    )


def extraer(
    candidatura: Candidatura,
    cuestionario: Cuestionario,
    contexto: Contexto,
    preguntas: Iterable[Campo],
    *,
    con_error: bool,
) -> IdentidadDeUna | None:
    """Lo que de un cuestionario puede ir hoy al extracto; None si nada.

    Solo entra lo que la tabla de verdad deja mostrar: el extracto nunca lleva lo reservado.
    """
    acciones = contexto.proceso.catalogos["acciones_afirmativas"]
    dimension = acciones.get(cuestionario.accion_afirmativa, {}).get("dimension", "")
    quien = situacion_de(candidatura, contexto, dimension, con_error=con_error)
    abiertas = observaciones_abiertas(candidatura, contexto)
    permitidas = {}
    base = ""
    for campo in preguntas:
        decision = decidir(quien, campo.dimension, observada=esta_observada(campo, abiertas))
        if decision.trato is Trato.PUBLICA:
            base = decision.base
            if campo.nombre in cuestionario.respuestas:
                permitidas[campo.nombre] = cuestionario.respuestas[campo.nombre]
    if not base:
        return None
    return IdentidadDeUna(base, permitidas, "" if base == POR_CONSENTIMIENTO else dimension)
