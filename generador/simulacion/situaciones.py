"""¿En qué situación está cada candidatura ficticia?

Reparte todas las situaciones del dominio (sin captura, extemporánea, observada, cambio
aplicado, sustituida, cancelada, con y sin consentimiento…) y les pone fechas congruentes con
el calendario del proceso.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from random import Random
from typing import Any

from generador.nucleo.calendario import vencimiento
from generador.nucleo.proceso import Proceso


class Captura(StrEnum):
    """Hasta dónde llegó el cuestionario curricular."""

    SIN_CAPTURA = "sin_captura"
    SIN_VALIDAR = "sin_validar"
    VALIDADA = "validada"


class Identidad(StrEnum):
    """Qué pasó con el cuestionario de identidad."""

    PENDIENTE = "pendiente"
    CON_CONSENTIMIENTO = "con_consentimiento"
    SIN_CONSENTIMIENTO = "sin_consentimiento"
    NO_AUTORIZO = "no_autorizo"


@dataclass(frozen=True, slots=True)
class Situacion:
    """Lo que le tocó a una candidatura."""

    captura: Captura
    identidad: Identidad
    extemporanea: bool
    observada: str
    """`""`, `abierta` o `subsanada`."""
    cambio: str
    """`""`, `solicitado` o `aplicado`."""


_CAPTURAS = {Captura.VALIDADA: 86, Captura.SIN_CAPTURA: 10, Captura.SIN_VALIDAR: 4}
_IDENTIDADES = {
    Identidad.CON_CONSENTIMIENTO: 48,
    Identidad.SIN_CONSENTIMIENTO: 40,
    Identidad.NO_AUTORIZO: 3,
    Identidad.PENDIENTE: 9,
}
_OBSERVABLES = (
    "/curricular/motivo",
    "/curricular/trayectoria_politica",
    "/curricular/propuestas",
    "/curricular/fotografia",
    "/curricular/contacto/redes",
)


def sortear(azar: Random) -> Situacion:
    """Sortea una situación con frecuencias parecidas a las de un proceso real."""
    captura = azar.choices(tuple(_CAPTURAS), tuple(_CAPTURAS.values()))[0]
    if captura is Captura.SIN_CAPTURA:
        identidad = Identidad.PENDIENTE
    else:
        identidad = azar.choices(tuple(_IDENTIDADES), tuple(_IDENTIDADES.values()))[0]
    validada = captura is Captura.VALIDADA
    return Situacion(
        captura=captura,
        identidad=identidad,
        extemporanea=captura is not Captura.SIN_CAPTURA and azar.random() < 0.11,  # noqa: PLR2004
        observada=azar.choices(("", "abierta", "subsanada"), (93, 4, 3))[0] if validada else "",
        cambio=azar.choices(("", "aplicado", "solicitado"), (94, 5, 1))[0] if validada else "",
    )


def tramitar(
    azar: Random, proceso: Proceso, situacion: Situacion, clave: str, *, sustituye_a: str = ""
) -> dict[str, Any]:
    """Escribe el bloque `tramite` con instantes congruentes."""
    recibida = _cuenta_recibida(azar, proceso, sustituye_a=sustituye_a)
    tramite: dict[str, Any] = {"cuenta_recibida": _iso(recibida)}
    if sustituye_a:
        tramite["sustituye_a"] = sustituye_a
    if situacion.captura is Captura.SIN_CAPTURA:
        return tramite
    plazo = proceso.plazos.sustitucion if sustituye_a else proceso.plazos.captura
    vence = vencimiento(proceso.calendario, recibida, plazo)
    enviada = _enviada(azar, recibida, vence, tardia=situacion.extemporanea)
    tramite["enviada"] = _iso(enviada)
    tramite["folio"] = _folio(clave)
    if situacion.captura is Captura.SIN_VALIDAR:
        return tramite
    validada = enviada + timedelta(minutes=azar.randrange(30, 60 * 30))
    tramite["validada"] = _iso(validada)
    if situacion.observada:
        tramite["observaciones"] = [_observacion(azar, proceso, situacion, validada)]
    if situacion.cambio:
        tramite["cambio"] = _cambio(azar, situacion, validada)
    return tramite


def _cuenta_recibida(azar: Random, proceso: Proceso, *, sustituye_a: str) -> datetime:
    dias = azar.randrange(6, 14) if sustituye_a else azar.choice((0, 0, 0, 1, 1, 2))
    return datetime(
        *proceso.fechas.registro.timetuple()[:3],
        azar.randrange(9, 19),
        azar.randrange(60),
        azar.randrange(60),
        tzinfo=proceso.calendario.tz,
    ) + timedelta(days=dias)


def _enviada(azar: Random, recibida: datetime, vence: datetime, *, tardia: bool) -> datetime:
    """Más de la mitad llega en los últimos tres días; lo tardío, en la semana siguiente."""
    if tardia:
        return vence + timedelta(seconds=1, minutes=azar.randrange(5, 60 * 24 * 6))
    total = (vence - recibida).total_seconds()
    parte = 1 - azar.random() ** 2 * 0.9
    return recibida + timedelta(seconds=int(total * parte * 0.999))


def _observacion(
    azar: Random, proceso: Proceso, situacion: Situacion, validada: datetime
) -> dict[str, str]:
    fecha = validada + timedelta(days=azar.randrange(1, 5), minutes=azar.randrange(600))
    causal = azar.choice(tuple(c for c in proceso.causales.values() if not c.cita))
    observacion = {
        "rubro": azar.choice(_OBSERVABLES),
        "causal": causal.clave,
        "fecha": _iso(fecha),
    }
    if situacion.observada == "subsanada":
        observacion["subsanada"] = _iso(fecha + timedelta(days=azar.randrange(1, 4), hours=2))
    return observacion


def _cambio(azar: Random, situacion: Situacion, validada: datetime) -> dict[str, Any]:
    solicitado = validada + timedelta(days=azar.randrange(1, 5), minutes=azar.randrange(400))
    cambio: dict[str, Any] = {
        "solicitado": _iso(solicitado),
        "campos": [azar.choice(("/curricular/propuestas/0", "/curricular/motivo"))],
    }
    if situacion.cambio == "aplicado":
        habilitado = solicitado + timedelta(hours=azar.randrange(4, 40))
        cambio["habilitado"] = _iso(habilitado)
        cambio["aplicado"] = _iso(habilitado + timedelta(hours=azar.randrange(1, 12)))
    return cambio


def _iso(momento: datetime) -> str:
    return momento.replace(microsecond=0).isoformat()


def _folio(clave: str) -> str:
    return f"D-{sha256(f'folio ficticio {clave}'.encode()).hexdigest()[:10].upper()}"
