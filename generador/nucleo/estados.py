"""¿En qué va cada cuestionario de una candidatura? Se deriva: no se escribe en ningún lado."""

from collections.abc import Mapping
from enum import StrEnum

from generador.nucleo.calendario import ya_se_publica
from generador.nucleo.conjunto import Contexto
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observaciones_abiertas

CUESTIONARIOS = ("curricular", "identidad")


class EnQueVa(StrEnum):
    """Los estados de un cuestionario, en el orden de un proceso (dominio, 6)."""

    REGISTRADA = "registrada"
    CON_CUENTA = "con_cuenta"
    EN_CAPTURA = "en_captura"
    CAPTURADA = "capturada"
    VALIDADA = "validada"
    PUBLICADA = "publicada"
    OBSERVADA = "observada"
    SUBSANADA = "subsanada"
    CAMBIO_SOLICITADO = "cambio_solicitado"
    SUSTITUIDA = "sustituida"
    CANCELADA = "cancelada"


ETIQUETAS: Mapping[EnQueVa, str] = {
    EnQueVa.REGISTRADA: "Registrada, sin cuenta",
    EnQueVa.CON_CUENTA: "Con cuenta, sin captura",
    EnQueVa.EN_CAPTURA: "En captura, sin enviar",
    EnQueVa.CAPTURADA: "Capturada, sin validar",
    EnQueVa.VALIDADA: "Validada, por publicarse",
    EnQueVa.PUBLICADA: "Publicada",
    EnQueVa.OBSERVADA: "Observada",
    EnQueVa.SUBSANADA: "Subsanada y publicada",
    EnQueVa.CAMBIO_SOLICITADO: "Cambio en curso",
    EnQueVa.SUSTITUIDA: "Sustituida",
    EnQueVa.CANCELADA: "Cancelada",
}


def en_que_va(una: Candidatura, cuestionario: str, contexto: Contexto) -> EnQueVa:
    """El estado de un cuestionario (`curricular` o `identidad`) en el instante del contexto."""
    if una.registro.estatus != "registrada":
        return EnQueVa(una.registro.estatus)
    if not contexto.ya_paso(una.tramite.validada):
        return _sin_validar(una, cuestionario, contexto)
    if not ya_se_publica(contexto.hoy, contexto.proceso.fechas.publicacion):
        return EnQueVa.VALIDADA
    if cuestionario == "identidad":
        return _de_identidad(una)
    return _publicada(una, contexto)


def _sin_validar(una: Candidatura, cuestionario: str, contexto: Contexto) -> EnQueVa:
    contestado = (
        una.curricular is not None
        if cuestionario == "curricular"
        else una.identidad.estado != "pendiente"
    )
    if contexto.ya_paso(una.tramite.enviada) and contestado:
        return EnQueVa.CAPTURADA
    if contestado:
        return EnQueVa.EN_CAPTURA
    con_cuenta = contexto.ya_paso(una.tramite.cuenta_recibida)
    return EnQueVa.CON_CUENTA if con_cuenta else EnQueVa.REGISTRADA


def _de_identidad(una: Candidatura) -> EnQueVa:
    """Lo depositado y validado ya no cambia de estado: qué se ve lo decide el consentimiento."""
    return EnQueVa.CON_CUENTA if una.identidad.estado == "pendiente" else EnQueVa.PUBLICADA


def _publicada(una: Candidatura, contexto: Contexto) -> EnQueVa:
    if observaciones_abiertas(una, contexto):
        return EnQueVa.OBSERVADA
    cambio = una.tramite.cambio
    if cambio and contexto.ya_paso(cambio.solicitado) and not contexto.ya_paso(cambio.aplicado):
        return EnQueVa.CAMBIO_SOLICITADO
    subsanada = any(contexto.ya_paso(o.subsanada) for o in una.tramite.observaciones)
    return EnQueVa.SUBSANADA if subsanada else EnQueVa.PUBLICADA
