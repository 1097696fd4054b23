"""¿Qué falló, y ya se resolvió? A más tardar el día hábil siguiente (PTO 36)."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from generador.captura import bitacora
from generador.captura.fuente import vigente
from generador.captura.llave import cerrar_para_la_unidad, cifrar, descifrar
from generador.captura.models import Falla
from generador.captura.reloj import ahora
from generador.tramites.acta import sortear_folio


@dataclass(frozen=True, slots=True)
class Dicho:
    """Lo que se escribió de una falla: en la base va cifrado."""

    donde: str
    que: str
    respuesta: str = ""


@transaction.atomic
def reportar(cuenta: str, ocurrio: datetime, dicho: Dicho, imagen: bytes) -> Falla:
    """La anota, con su folio y hasta cuándo hay para resolverla.

    La imagen se cierra para la unidad: puede enseñar algo reservado.
    """
    momento = ahora()
    calendario = vigente().contexto.proceso.calendario
    folio = sortear_folio()
    falla = Falla.objects.create(
        folio=folio,
        cuenta=cuenta,
        ocurrio=ocurrio,
        reportada=momento,
        vence=calendario.dia_habil_siguiente(momento),
        cifrado=cifrar(asdict(dicho), _de(folio)),
        captura=cerrar_para_la_unidad(imagen) if imagen else b"",
    )
    bitacora.anotar(cuenta, "fallas", "reportar", falla.folio)
    return falla


@transaction.atomic
def responder(falla: Falla, cuenta: str, respuesta: str) -> None:
    """La da por atendida; la respuesta la ve quien reportó."""
    con_respuesta = replace(leer(falla), respuesta=respuesta)
    falla.cifrado = cifrar(asdict(con_respuesta), _de(falla.folio))
    falla.atendio, falla.atendida = cuenta, ahora()
    falla.save(update_fields=["cifrado", "atendio", "atendida"])
    bitacora.anotar(cuenta, "fallas", "responder", falla.folio)


def leer(falla: Falla) -> Dicho:
    """Lo que se escribió. Lanza `NoAbre` si está alterado o es de otra."""
    return Dicho(**descifrar(falla.cifrado, _de(falla.folio)))


def _de(folio: str) -> str:
    """A qué renglón está atado lo cifrado."""
    return f"falla {folio}"


def por_atender() -> int:
    """Cuántas esperan."""
    return Falla.objects.filter(atendida=None).count()
