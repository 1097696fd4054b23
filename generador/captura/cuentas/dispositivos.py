"""¿En qué dispositivos ya se entró bien con cada cuenta? Los fallos de otros no los dejan fuera.

El navegador lleva una galleta al azar; la base, su huella. No abre nada por sí sola: quien la copie
gana unos cuantos intentos aparte, y le sigue faltando la contraseña.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from generador.captura.models import Credencial, Dispositivo
from generador.captura.reloj import ahora

VIGENCIA = timedelta(days=90)
_BYTES = 32
_VISTOS = "dispositivos_conocidos"


def conocido(peticion: HttpRequest, cuenta: str) -> str:
    """La huella del dispositivo, si en él ya se entró con esa cuenta; vacía si no.

    Se decide una vez por petición: quien acaba de entrar no lo era al tocar la puerta.
    """
    vistos: dict[str, str] = peticion.__dict__.setdefault(_VISTOS, {})
    if cuenta not in vistos:
        vistos[cuenta] = _conocido(peticion, cuenta)
    return vistos[cuenta]


def _conocido(peticion: HttpRequest, cuenta: str) -> str:
    if str(getattr(peticion, "user", "")) == cuenta:
        return "sesion"
    suya = _huella(_dicha(peticion))
    desde = ahora() - VIGENCIA
    suyos = Dispositivo.objects.filter(huella=suya, credencial__cuenta=cuenta, visto__gte=desde)
    return suya if suyos.exists() else ""


def recordar(peticion: HttpRequest, respuesta: HttpResponseBase, credencial: Credencial) -> None:
    """Desde ahora es uno de los suyos. El mismo navegador puede serlo de varias cuentas."""
    momento, dicha = ahora(), _dicha(peticion)
    Dispositivo.objects.filter(visto__lt=momento - VIGENCIA).delete()
    if not Dispositivo.objects.filter(huella=_huella(dicha)).exists():
        dicha = token_urlsafe(_BYTES)
    Dispositivo.objects.update_or_create(
        credencial=credencial, huella=_huella(dicha), defaults={"visto": momento}
    )
    respuesta.set_cookie(
        settings.DISPOSITIVO_COOKIE_NAME,
        dicha,
        max_age=VIGENCIA,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _dicha(peticion: HttpRequest) -> str:
    return peticion.COOKIES.get(settings.DISPOSITIVO_COOKIE_NAME, "")


def _huella(dicha: str) -> str:
    return sha256(dicha.encode(errors="replace")).hexdigest()
