"""¿Qué falló, y ya se resolvió? A más tardar el día hábil siguiente (PTO 36)."""

from datetime import datetime

from django.db import transaction

from generador.captura import bitacora
from generador.captura.fuente import vigente
from generador.captura.llave import cerrar_para_la_unidad
from generador.captura.models import Falla
from generador.captura.reloj import ahora
from generador.tramites.acta import sortear_folio


@transaction.atomic
def reportar(cuenta: str, ocurrio: datetime, donde: str, que: str, imagen: bytes) -> Falla:
    """La anota, con su folio y hasta cuándo hay para resolverla.

    La imagen se cierra para la unidad: puede enseñar algo reservado.
    """
    momento = ahora()
    calendario = vigente().contexto.proceso.calendario
    falla = Falla.objects.create(
        folio=sortear_folio(),
        cuenta=cuenta,
        ocurrio=ocurrio,
        reportada=momento,
        vence=calendario.dia_habil_siguiente(momento),
        donde=donde,
        que=que,
        captura=cerrar_para_la_unidad(imagen) if imagen else b"",
    )
    bitacora.anotar(cuenta, "fallas", "reportar", falla.folio)
    return falla


@transaction.atomic
def responder(falla: Falla, cuenta: str, respuesta: str) -> None:
    """La da por atendida; la respuesta la ve quien reportó."""
    falla.respuesta, falla.atendio, falla.atendida = respuesta, cuenta, ahora()
    falla.save(update_fields=["respuesta", "atendio", "atendida"])
    bitacora.anotar(cuenta, "fallas", "responder", falla.folio)


def por_atender() -> int:
    """Cuántas esperan."""
    return Falla.objects.filter(atendida=None).count()
