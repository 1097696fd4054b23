"""¿Cuándo le toca a lo que espera? A su hora; lo que falló, cada vez más tarde, hasta un tope."""

import logging
from datetime import timedelta

from django.db.models import Q

from generador.captura.models import Acto, Envio
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles

DIARIO = logging.getLogger("conoceles.despacho")
_PRIMERA, _TOPE = timedelta(seconds=5), timedelta(minutes=15)
_DOBLECES = 10


def tras(intentos: int) -> timedelta:
    """Cuánto esperar tras esas veces: cada vez el doble, hasta un tope."""
    return min(_PRIMERA * (1 << min(intentos, _DOBLECES)), _TOPE)


def dicho(error: Exception) -> str:
    """Por qué espera. De lo inesperado no se repite el mensaje: puede traer lo contestado."""
    if isinstance(error, ErrorConoceles):
        return str(error)
    DIARIO.error("fallo inesperado", exc_info=error)
    return f"Falló por algo inesperado ({type(error).__name__}): se repetirá; avise a soporte."


def ya_toca(uno: Envio | Acto) -> bool:
    """Si ya pasó lo que debía esperar, y su propia hora: el reloj pudo retroceder."""
    momento = ahora()
    return uno.instante <= momento and (uno.siguiente is None or uno.siguiente <= momento)


def a_tiempo() -> Q:
    """Lo mismo, para preguntarlo a la base."""
    momento = ahora()
    return Q(instante__lte=momento) & (Q(siguiente=None) | Q(siguiente__lte=momento))


def aplazar(pendientes: list[Envio] | list[Acto], motivo: str) -> None:
    """Se intentará después, cada vez más tarde."""
    instante = ahora()
    for uno in pendientes:
        uno.intentos += 1
        uno.siguiente = instante + tras(uno.intentos)
        if isinstance(uno, Envio):
            uno.motivo = motivo
            uno.save(update_fields=["intentos", "siguiente", "motivo"])
        else:
            uno.resultado = motivo
            uno.save(update_fields=["intentos", "siguiente", "resultado"])
