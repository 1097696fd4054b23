"""¿Con qué se prueba por segunda vez quién entra? Con un código que cambia, o uno de respaldo.

El código lo da una aplicación del teléfono (TOTP, RFC 6238). Los de respaldo se enseñan una vez.
Cada aparato se defiende solo: tras un código malo hay que esperar, y cada vez el doble.
"""

from base64 import b32encode
from datetime import datetime

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from generador.captura.models import Credencial

RESPALDOS = 10
DIGITOS = 6
NOMBRE = "aplicación de códigos"
_POR_GRUPO = 4


def tiene(credencial: Credencial) -> bool:
    """Si ya lo dio de alta."""
    return bool(TOTPDevice.objects.filter(user=credencial, confirmed=True).exists())


def por_confirmar(credencial: Credencial) -> TOTPDevice:
    """El que está dando de alta; si no empezó, empieza uno."""
    pendiente = TOTPDevice.objects.filter(user=credencial, confirmed=False).first()
    if pendiente is not None:
        return pendiente
    return TOTPDevice.objects.create(user=credencial, name=NOMBRE, confirmed=False)


def clave_para_teclear(aparato: TOTPDevice) -> str:
    """La clave en grupos de cuatro letras, para quien no puede leer el código QR."""
    texto = b32encode(aparato.bin_key).decode()
    return " ".join(texto[i : i + _POR_GRUPO] for i in range(0, len(texto), _POR_GRUPO))


def limpiar(codigo: str) -> str:
    """El código como se compara: sin espacios ni guiones, en minúsculas."""
    return "".join(c for c in codigo.lower() if c.isalnum())


@transaction.atomic
def confirmar(credencial: Credencial, codigo: str) -> TOTPDevice | None:
    """Lo da de alta si el código es el suyo; los que tuviera antes dejan de servir."""
    pendientes = TOTPDevice.objects.select_for_update().filter(user=credencial, confirmed=False)
    aparato = pendientes.first()
    if aparato is None or not aparato.verify_token(limpiar(codigo)):
        return None
    TOTPDevice.objects.filter(user=credencial).exclude(pk=aparato.pk).delete()
    aparato.confirmed = True
    aparato.save(update_fields=["confirmed"])
    return aparato


@transaction.atomic
def probar(credencial: Credencial, codigo: str) -> TOTPDevice | StaticDevice | None:
    """El aparato que da ese código, si alguno; el de respaldo se gasta."""
    limpio = limpiar(codigo)
    modelo = TOTPDevice if len(limpio) == DIGITOS else StaticDevice
    for aparato in modelo.objects.select_for_update().filter(user=credencial, confirmed=True):
        if aparato.verify_token(limpio):
            return aparato
    return None


def bloqueado_hasta(credencial: Credencial) -> datetime | None:
    """Hasta cuándo no se le aceptan códigos por haber fallado; None si puede probar."""
    esperas = []
    for modelo in (TOTPDevice, StaticDevice):
        for aparato in modelo.objects.filter(user=credencial):
            puede, dicho = aparato.verify_is_allowed()
            if not puede and dicho and "locked_until" in dicho:
                esperas.append(dicho["locked_until"])
    return max(esperas, default=None)


@transaction.atomic
def nuevos_respaldos(credencial: Credencial) -> list[str]:
    """Códigos de respaldo nuevos, que no se vuelven a ver; los de antes dejan de servir."""
    StaticDevice.objects.filter(user=credencial).delete()
    aparato = StaticDevice.objects.create(user=credencial, name="respaldo", confirmed=True)
    codigos = {StaticToken.random_token() for _ in range(RESPALDOS)}
    aparato.token_set.bulk_create(StaticToken(device=aparato, token=c) for c in codigos)
    return sorted(f"{c[:_POR_GRUPO]}-{c[_POR_GRUPO:]}" for c in codigos)


def cuantos_respaldos(credencial: Credencial) -> int:
    """Los que le quedan."""
    return int(StaticToken.objects.filter(device__user=credencial).count())
