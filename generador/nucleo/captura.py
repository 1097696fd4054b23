"""¿Cuándo vence la captura de una persona, y llegó a tiempo?"""

from datetime import datetime

from generador.nucleo.calendario import esta_en_plazo, vencimiento
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso


def es_extemporanea(candidatura: Candidatura, proceso: Proceso) -> bool:
    """Si se envió después de vencer su plazo (PTO 14 y 21). Es una marca, no un bloqueo."""
    tramite = candidatura.tramite
    if not (tramite.cuenta_recibida and tramite.enviada):
        return False
    try:
        enviada = proceso.instante(tramite.enviada)
        return not esta_en_plazo(enviada, plazo_de_captura(candidatura, proceso))
    except ValueError:  # una fecha que no existe la señala una regla; aquí no marca a nadie
        return False


def plazo_de_captura(candidatura: Candidatura, proceso: Proceso) -> datetime:
    """Instante en que vence la captura: 15 días naturales, o 5 si sustituye a otra persona.

    Levanta ValueError si la recepción de la cuenta no es una fecha que exista.
    """
    tramite = candidatura.tramite
    plazo = proceso.plazos.sustitucion if tramite.sustituye_a else proceso.plazos.captura
    return vencimiento(proceso.calendario, proceso.instante(tramite.cuenta_recibida), plazo)
