"""¿Cómo pone su contraseña quien va a usar una cuenta? Con un enlace de un solo uso (PTO 9 y 13).

En la base solo queda la huella del enlace. Activarla no mueve ningún plazo: eso lo hace el acuse de
entrega que anota la unidad (PTO 10 y 14).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from generador.captura import bitacora
from generador.captura.models import Activacion, Credencial
from generador.captura.reloj import ahora

VIGENCIA = timedelta(hours=72)
ALTA, EXTRAVIO = "alta", "extravio"
_BYTES = 32


def huella(token: str) -> str:
    """Lo que de un enlace se guarda."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def emitir(cuenta: str, motivo: str = ALTA) -> tuple[Credencial, str]:
    """La credencial de esa cuenta y el token de su enlace, que no se vuelve a ver.

    Los enlaces anteriores dejan de servir.
    """
    bloqueadas = Credencial.objects.select_for_update()
    credencial = bloqueadas.filter(cuenta=cuenta).first() or Credencial.objects.crear(cuenta)
    momento, token = ahora(), token_urlsafe(_BYTES)
    anular(credencial)
    credencial.activaciones.create(
        huella=huella(token), creada=momento, vence=momento + VIGENCIA, motivo=motivo
    )
    return credencial, token


@transaction.atomic
def emitir_en_bloque(cuentas: Iterable[str]) -> list[tuple[str, str]]:
    """(cuenta, token) de cada una."""
    return [(cuenta, emitir(cuenta)[1]) for cuenta in cuentas]


def anular(credencial: Credencial) -> None:
    """Deja sin efecto los enlaces que no se han usado."""
    credencial.activaciones.filter(usada=None, anulada=None).update(anulada=ahora())


def buscar(dicha: str) -> Activacion | None:
    """La activación de esa huella, si todavía sirve. Mirarla no la gasta."""
    return (
        Activacion.objects.select_related("credencial")
        .filter(
            huella=dicha,
            usada=None,
            anulada=None,
            vence__gt=ahora(),
            credencial__activa=True,
        )
        .first()
    )


@transaction.atomic
def usar(dicha: str, contrasena: str) -> Credencial | None:
    """Pone la contraseña y gasta el enlace; None si alguien más lo usó primero o ya no sirve.

    Las sesiones que hubiera abiertas dejan de valer.
    """
    activacion = buscar(dicha)
    momento = ahora()
    if activacion is None:
        return None
    gastadas = Activacion.objects.filter(pk=activacion.pk, usada=None).update(usada=momento)
    if not gastadas:
        return None
    credencial = activacion.credencial
    credencial.set_password(contrasena)
    credencial.activada = momento
    credencial.version += 1
    credencial.save(update_fields=["password", "activada", "version"])
    return credencial


@transaction.atomic
def reponer(cuenta: str, *, tambien_el_aparato: bool = False) -> tuple[Credencial, str]:
    """Por extravío (PTO 13): la contraseña y las sesiones dejan de valer, y hay enlace nuevo."""
    credencial, token = emitir(cuenta, EXTRAVIO)
    credencial.set_unusable_password()
    credencial.save(update_fields=["password"])
    if tambien_el_aparato:
        quitar_aparatos(credencial)
    revocar(credencial)
    return credencial, token


def revocar(credencial: Credencial) -> None:
    """Cierra todas sus sesiones: las que se abrieron con la versión de antes ya no valen."""
    Credencial.objects.filter(pk=credencial.pk).update(version=F("version") + 1)
    credencial.refresh_from_db(fields=["version"])


@dataclass(frozen=True, slots=True)
class Cierre:
    """Qué se cerró de todas las cuentas, y cuántas se quedan sin con qué entrar."""

    sesiones: int
    enlaces: int
    sin_contrasena: int


@transaction.atomic
def cerrar_todo() -> Cierre:
    """Ninguna sesión ni enlace de antes vale: un respaldo revive los cerrados y los ya usados.

    Las contraseñas y los segundos factores siguen. Repetirlo no hace daño.
    """
    sesiones, _ = Session.objects.all().delete()
    Credencial.objects.update(version=F("version") + 1)
    vivos = Activacion.objects.filter(usada=None, anulada=None, vence__gt=ahora())
    enlaces = vivos.update(anulada=ahora())
    sin = Credencial.objects.filter(
        activa=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).count()
    detalle = f"{sesiones} sesiones, {enlaces} enlaces"
    bitacora.anotar("terminal", "cuentas", "cerrar todo", "", detalle)
    return Cierre(sesiones, enlaces, sin)


@transaction.atomic
def cambiar_estado(credencial: Credencial, *, activa: bool) -> None:
    """La desactiva, con sus sesiones y enlaces, o la vuelve a activar."""
    credencial.activa = activa
    credencial.save(update_fields=["activa"])
    if not activa:
        anular(credencial)
        revocar(credencial)


def quitar_aparatos(credencial: Credencial) -> None:
    """Olvida su segundo factor: lo dará de alta otra vez al entrar."""
    credencial.totpdevice_set.all().delete()  # type: ignore[attr-defined]
    credencial.staticdevice_set.all().delete()  # type: ignore[attr-defined]
