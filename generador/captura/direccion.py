"""¿Desde qué dirección de red llama alguien? La que vio el primer servidor de confianza.

De `X-Forwarded-For` solo vale lo que agregaron los servidores propios: lo demás lo escribe quien
llama, y con otro número en cada intento nunca se le detendría.
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def direccion_de(peticion: HttpRequest) -> str:
    """La dirección de quien llama; vacía si no se sabe."""
    cuantos = settings.ENTORNO.intermediarios
    dichas = peticion.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if cuantos else []
    # De atrás hacia adelante, cada servidor propio agregó la de quien le llamó.
    candidata = dichas[-cuantos] if len(dichas) >= cuantos > 0 else ""
    return _valida(candidata) or _valida(peticion.META.get("REMOTE_ADDR", ""))


def _valida(dicha: str) -> str:
    try:
        return str(ip_address(dicha.strip()))
    except ValueError:
        return ""
