"""¿Qué se envió y ya no procede, porque su expediente cambió por otro lado?

De quien salió de la boleta no se captura nada más, y la oportunidad es una sola (PTO 23). Lo que
espera no se propone; la propuesta que lo lleva se cierra por esa causa formal, y el folio lo dice.
"""

import logging
from collections.abc import Mapping

from django.db.models import Q

from generador.captura import bitacora
from generador.captura.cola.actos import a_solas
from generador.captura.cola.destinos import por_que_ya_no
from generador.captura.models import Envio, Expediente, Propuesta
from generador.errores import ErrorConoceles
from generador.tramites.mesa import Mesa
from generador.tramites.rechazar import SIN_EFECTO, rechazar

DIARIO = logging.getLogger("conoceles.despacho")


def retirar(mesa: Mesa) -> bool:
    """Cierra lo que ya no procede y dice si cerró alguna propuesta. Repetirlo da lo mismo.

    La base debe estar al día con el tronco.
    """
    cerro = False
    vivos = (
        Envio.objects.filter(estado__in=Envio.VIVOS)
        .select_related("tanda", "corrige")
        .defer("cifrado", "corrige__cifrado")
    )
    cambiados = Expediente.objects.filter(clave__in=vivos.values("clave")).filter(
        ~Q(estatus="registrada") | Q(enviada__isnull=False)
    )
    por_clave = {e.clave: e for e in cambiados}
    ajenas = _ajenas()
    for envio in vivos.filter(Q(clave__in=list(por_clave)) | Q(estado=Envio.EN_COLA)):
        motivo = por_que_ya_no(envio, por_clave.get(envio.clave))
        en_cola = envio.estado == Envio.EN_COLA
        if not motivo and en_cola:
            motivo = _ya_espera_otra(ajenas.get(envio.clave, ""))
        if motivo and en_cola:
            _sin_efecto(envio, motivo)
        elif motivo:
            cerro = _cerrar(mesa, envio) or cerro
    return cerro


def _ajenas() -> Mapping[str, str]:
    """Clave → la propuesta abierta que lleva una captura suya: la de un envío en cola es otra."""
    llevan = Propuesta.objects.exclude(folios=[]).values_list("claves", "folio")
    return {clave: folio for claves, folio in llevan for clave in claves}


def _ya_espera_otra(folio: str) -> str:
    if not folio:
        return ""
    return (
        f"Otra captura de la misma candidatura espera en la propuesta {folio} (PTO 23). Si aquella "
        "se devuelve, esta puede enviarse otra vez."
    )


def _sin_efecto(envio: Envio, motivo: str) -> None:
    envio.estado, envio.motivo = Envio.SIN_EFECTO, motivo
    envio.save(update_fields=["estado", "motivo"])
    bitacora.anotar("despacho", "captura", "dejar sin efecto", envio.clave, f"folio {envio.folio}")


def _cerrar(mesa: Mesa, envio: Envio) -> bool:
    """Cierra su propuesta; si va con otras, antes la separa. Al seguirla se anota en qué acabó."""
    try:
        rechazar(mesa, a_solas(mesa, envio), SIN_EFECTO)
    except ErrorConoceles as error:
        DIARIO.warning("el folio %s ya no procede y no se pudo cerrar: %s", envio.folio, error)
        return False
    return True
