"""¿Con qué cuentas se ensaya? Con una de cada papel, y su contraseña al azar."""

import secrets
from base64 import b32encode
from collections.abc import Iterator

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from generador.captura.fuente import cuenta_de, vigente
from generador.captura.models import Credencial, Expediente
from generador.captura.permisos import CON_SEGUNDO_FACTOR
from generador.captura.reloj import ahora
from generador.nucleo.cuentas import Rol

_BYTES = 12


def papeles() -> Iterator[tuple[str, str]]:
    """(cuenta, qué es) de una de cada papel; las de un partido, del mismo."""
    cuentas = vigente().cuentas
    entregadas = Expediente.objects.exclude(recibida=None).order_by("clave")
    sola = entregadas.filter(independiente=True).first()
    una = entregadas.filter(independiente=False).exclude(partido="").first()
    partido = una.partido if una else ""
    for rol, que_es in (
        (Rol.UT, "administra el proceso"),
        (Rol.VERIFICADORA, "verifica lo publicado"),
        (Rol.UIE, "atiende fallas; no ve identidad"),
        (Rol.CEVINE, "solo ve cuántas van"),
        (Rol.SUPERVISORA, f"valida lo de {partido}"),
        (Rol.CAPTURA, f"captura lo de {partido}"),
    ):
        suyas = [c for c in cuentas.de(rol) if not c.postulante or c.postulante == partido]
        if suyas:
            yield suyas[0].clave, que_es
    if una:
        yield una.clave, f"candidatura de {partido}: llena la suya"
    if sola:
        yield sola.clave, "candidatura independiente: llena y valida la suya"


def dar_credencial(cuenta: str) -> tuple[str, str]:
    """La contraseña y el secreto del segundo factor, si su papel lo pide."""
    contrasena = secrets.token_urlsafe(_BYTES)
    credencial = Credencial.objects.crear(cuenta)
    credencial.set_password(contrasena)
    credencial.activada = ahora()
    credencial.save()
    quien = cuenta_de(cuenta)
    if quien is None or quien.rol not in CON_SEGUNDO_FACTOR:
        return contrasena, ""
    aparato = TOTPDevice.objects.create(user=credencial, name="ensayo", confirmed=True)
    return contrasena, b32encode(aparato.bin_key).decode()


def codigos() -> Iterator[tuple[str, str]]:
    """(cuenta, código) del segundo factor a esta hora."""
    for aparato in TOTPDevice.objects.filter(confirmed=True).select_related("user"):
        yield aparato.user.cuenta, f"{totp(aparato.bin_key):06d}"
