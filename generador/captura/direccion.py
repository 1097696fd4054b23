"""¿Desde qué dirección de red llama alguien? La que vio el primer servidor de confianza.

De `X-Forwarded-For` solo vale lo que agregaron los servidores propios: lo demás lo escribe quien
llama, y con otro número en cada intento nunca se le detendría.
"""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

_EQUIPO = 64
"""Bits de una dirección IPv6 que elige cada equipo dentro de su red."""


def direccion_de(peticion: HttpRequest) -> str:
    """La dirección de quien llama; vacía si no se sabe."""
    cuantos = settings.ENTORNO.intermediarios
    dichas = peticion.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if cuantos else []
    # De atrás hacia adelante, cada servidor propio agregó la de quien le llamó.
    candidata = dichas[-cuantos] if len(dichas) >= cuantos > 0 else ""
    return _valida(candidata) or _valida(peticion.META.get("REMOTE_ADDR", ""))


def red_de(peticion: HttpRequest) -> str:
    """La red por la que se cuentan los intentos: en IPv6, quien tiene una dirección tiene 2^64."""
    suya = direccion_de(peticion)
    direccion = ip_address(suya) if suya else None
    if not isinstance(direccion, IPv6Address):
        return suya
    if direccion.ipv4_mapped:
        return str(direccion.ipv4_mapped)
    return str(IPv6Address(int(direccion) >> _EQUIPO << _EQUIPO))


def _valida(dicha: str) -> str:
    try:
        return str(ip_address(dicha.strip()))
    except ValueError:
        return ""
