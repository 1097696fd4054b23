"""¿Puede trabajarse a esta hora? No, si lo que ya está en Git es posterior: el reloj retrocedió.

Un commit anterior a aquel en que se apoya no procede, y negar o devolver por eso lo que alguien
envió a tiempo sería culparle del reloj. Se espera: los acuses siguen valiendo con su hora.
"""

from datetime import datetime

from django.db.models import Max

from generador.captura.models import Envio, Propuesta
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles
from generador.nucleo.calendario import fecha_hora_larga
from generador.tramites.mesa import Mesa


def exigir_que_no_retroceda(mesa: Mesa) -> None:
    """Lanza `ErrorConoceles` si el tronco o lo propuesto son posteriores a este instante."""
    ultimo = _lo_ultimo()
    momento = ahora()
    if ultimo is not None and ultimo > momento:
        hasta = f"sigue solo el {fecha_hora_larga(ultimo.astimezone(mesa.ahora.tzinfo))}"
    elif mesa.deposito.tronco_hasta(mesa.tronco, momento) != mesa.tronco:
        hasta = "sigue solo cuando lo alcance"
    else:
        return
    raise ErrorConoceles(
        "El reloj de este servidor va atrás de lo que ya está en Git: póngalo en hora. Si ya lo "
        f"está, el despacho {hasta}; mientras, lo que se envía espera en la cola."
    )


def _lo_ultimo() -> datetime | None:
    propuestos = Envio.objects.filter(estado=Envio.PROPUESTO)
    horas = (
        propuestos.aggregate(ultimo=Max("instante"))["ultimo"],
        Propuesta.objects.aggregate(ultimo=Max("desde"))["ultimo"],
    )
    return max((h for h in horas if h is not None), default=None)
