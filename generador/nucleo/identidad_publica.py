"""¿Qué de identidad se permitió publicar, y qué de eso se ve hoy?

Nada llega al sitio sin dos cerraduras: la bóveda, que escribe el extracto, y estas reglas.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generador.nucleo.calendario import ya_se_publica
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Campo
from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.formulario import llena, vacia
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

    `extracto` es None si se construye sin él; `con_error`, si el expediente tiene uno.
    """
    causa = _causa_previa(candidatura, contexto, con_error=con_error)
    causa = causa or _causa_del_extracto(candidatura, contexto, extracto)
    if causa is not None:
        return (), causa
    propia = (extracto or {})[candidatura.clave]
    proceso = contexto.proceso
    abiertas = observaciones_abiertas(candidatura, contexto)
    respuestas = []
    for campo in preguntas:
        if abiertas and _identidad_observada(campo, abiertas):
            respuestas.append(vacia(campo, Vacio.EN_CORRECCION))
        elif not _permite(propia, campo, proceso):
            respuestas.append(vacia(campo, Vacio.NO_CONSINTIO))
        elif campo.nombre in propia.respuestas:
            respuestas.append(llena(campo, propia.respuestas[campo.nombre], proceso))
        elif campo.condicion and not campo.condicion.aplica(
            propia.respuestas.get(campo.condicion.campo.rpartition("/")[2])
        ):
            respuestas.append(vacia(campo, Vacio.NO_APLICA))
        else:
            respuestas.append(vacia(campo, Vacio.NO_PROPORCIONO))
    return tuple(respuestas), None


def _identidad_observada(campo: Campo, abiertas: Mapping[str, str]) -> bool:
    """Una observación nombra la pregunta, su dimensión o todo el cuestionario."""
    formas = (campo.nombre, campo.dimension, f"respuestas/{campo.nombre}")
    return any(observacion_de(f"/identidad/{forma}", abiertas) for forma in formas if forma)


def _causa_previa(candidatura: Candidatura, contexto: Contexto, *, con_error: bool) -> Vacio | None:
    """Lo que impide mostrar identidad antes de mirar el consentimiento."""
    if candidatura.registro.estatus != "registrada":
        return Vacio.NO_APLICA
    if con_error:
        return Vacio.CON_ERROR
    estado = candidatura.identidad.estado
    if estado != "depositada":
        return _SIN_DEPOSITO.get(estado, Vacio.NO_APLICA)
    return None if contexto.ya_paso(candidatura.tramite.validada) else Vacio.SIN_VALIDAR


def _causa_del_extracto(
    candidatura: Candidatura, contexto: Contexto, extracto: IdentidadPublica | None
) -> Vacio | None:
    """Por qué no se muestra nada; None si el extracto trae algo y hay con qué mostrarlo."""
    firmado = candidatura.consentimiento
    hoy = contexto.hoy.isoformat()
    consiente = firmado is not None and firmado.publicacion and firmado.fecha <= hoy
    propia = (extracto or {}).get(candidatura.clave)
    if propia is not None and (consiente or propia.base == "accion_afirmativa"):
        return None
    if not consiente:
        return Vacio.NO_CONSINTIO
    return Vacio.SIN_EXTRACTO if extracto is None else Vacio.NO_PROPORCIONO


# Bloqueada o destruida (PTO 44) ya no se publica, aunque quede un extracto viejo: no aplica.
_SIN_DEPOSITO = {"pendiente": Vacio.SIN_CAPTURA, "no_autorizo": Vacio.NO_CONSINTIO}


def _permite(propia: IdentidadDeUna, campo: Campo, proceso: Proceso) -> bool:
    """Segunda cerradura: aunque el extracto traiga de más, no se muestra."""
    if propia.base == "consentimiento":
        return True
    if proceso.lecturas.alcance_accion_afirmativa == "toda":
        return True
    return bool(propia.dimension) and campo.dimension == propia.dimension
