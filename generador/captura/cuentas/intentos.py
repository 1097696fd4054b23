"""¿Cuántas contraseñas se pueden probar con una cuenta, y quién espera cuando son demasiadas?

Tres cuentas aparte: las de cada red (ocho, y quince minutos), las de cada dispositivo en que ya se
entró bien (igual), y las de todas las redes juntas, con una demora que crece y que al dispositivo
conocido no lo alcanza. Se cuenta por huella de lo tecleado, exista o no esa cuenta (ADR 0024).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from generador.captura import bitacora
from generador.captura.cuentas.dispositivos import conocido
from generador.captura.models import Asedio, Asiento, Credencial
from generador.captura.reloj import ahora

TOPE = 40
"""Fallos de una cuenta, en todas las redes juntas, antes de que haya que esperar."""
PRIMERA, MAXIMA = timedelta(minutes=1), timedelta(minutes=30)
"""La primera demora; cada fallo la dobla hasta la última."""
OLVIDO = timedelta(hours=24)
"""Sin fallos por este tiempo, se empieza de cero."""
ASEDIO = "asedio a la cuenta"
_SE_AVISA = timedelta(days=30)
_LARGO = 60
_DESDE_AHI = "espera_desde_ahi"
"""Si a quien llama lo detuvo su propia red o dispositivo."""
Credenciales = Mapping[str, Any] | None


def tecleada(texto: str) -> str:
    """La cuenta como se escribe: en mayúsculas y sin lo que ninguna lleva."""
    return "".join(c for c in texto.strip().upper() if c.isprintable())[:_LARGO]


def _dicha(peticion: HttpRequest, credenciales: Credenciales) -> str:
    return tecleada(str((credenciales or {}).get("cuenta") or peticion.POST.get("cuenta", "")))


def huella_de(dicha: str, dispositivo: str = "") -> str:
    """Con qué nombre se cuenta: hay quien teclea su contraseña donde va la cuenta."""
    return salted_hmac(f"intentos{dispositivo}", dicha, algorithm="sha256").hexdigest()


def como_se_cuenta(peticion: HttpRequest, credenciales: Credenciales) -> str:
    """La huella de lo tecleado; la de un dispositivo conocido, aparte."""
    dicha = _dicha(peticion, credenciales)
    return huella_de(dicha, conocido(peticion, dicha))


def por_que_se_cuenta(peticion: HttpRequest, credenciales: Credenciales) -> list[list[str]]:
    """En un dispositivo conocido no importa la red: la comparten quienes atacan desde ella."""
    propio = conocido(peticion, _dicha(peticion, credenciales))
    return [["username"]] if propio else [["username", "ip_address"]]


class Intentos(AxesDatabaseHandler):  # type: ignore[misc]
    """Lo de axes, más el tope de la cuenta entera."""

    def is_locked(self, request: HttpRequest, credentials: Credenciales = None) -> bool:
        """Si ahora no se mira ninguna contraseña de esa cuenta desde ahí."""
        desde_ahi = super().is_locked(request, credentials)
        setattr(request, _DESDE_AHI, desde_ahi)
        return desde_ahi or self._espera_todo(request, credentials)

    def user_login_failed(
        self, sender: object, credentials: Credenciales, request: Any = None, **kwargs: object
    ) -> None:
        """Lo cuenta; lo que ni se miró no alarga ninguna demora."""
        negada = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        dicha = _dicha(request, credentials)
        if not negada and not conocido(request, dicha):
            _contar(dicha)

    def _espera_todo(self, peticion: HttpRequest, credenciales: Credenciales) -> bool:
        dicha = _dicha(peticion, credenciales)
        return bool(demora(dicha)) and not conocido(peticion, dicha)


def demora(dicha: str) -> timedelta:
    """Cuánto falta para que se mire otra contraseña de esa cuenta; cero si ya."""
    hasta = Asedio.objects.filter(huella=huella_de(dicha)).values_list("hasta", flat=True).first()
    falta = hasta - ahora() if hasta else timedelta()
    return falta if timedelta() < falta <= MAXIMA else timedelta()


def espera(peticion: HttpRequest) -> timedelta:
    """Cuánto se le dice a quien se detuvo que espere."""
    de_todos, de_ahi = demora(_dicha(peticion, None)), timedelta(hours=settings.AXES_COOLOFF_TIME)
    return max(de_todos, de_ahi) if getattr(peticion, _DESDE_AHI, True) else de_todos or de_ahi


@transaction.atomic
def _contar(dicha: str) -> None:
    momento = ahora()
    Asedio.objects.filter(ultimo__lt=momento - OLVIDO).delete()
    asedio, _ = Asedio.objects.select_for_update().get_or_create(
        huella=huella_de(dicha), defaults={"ultimo": momento}
    )
    asedio.fallos += 1
    asedio.ultimo = momento
    sobran = asedio.fallos - TOPE
    if sobran >= 0:
        asedio.hasta = momento + min(PRIMERA * 2 ** min(sobran, 10), MAXIMA)
    asedio.save()
    if sobran == 0 and Credencial.objects.filter(cuenta=dicha).exists():
        bitacora.anotar(dicha, "entrada", ASEDIO, dicha, f"{TOPE} fallos desde otros dispositivos")


def asediada(cuenta: str) -> datetime | None:
    """La última vez, de hace poco, que alguien probó demasiadas contraseñas con esa cuenta."""
    suyos = Asiento.objects.filter(cuenta=cuenta, accion=ASEDIO, instante__gte=ahora() - _SE_AVISA)
    return suyos.order_by("-numero").values_list("instante", flat=True).first()


@receiver(pre_save, sender="axes.AccessAttempt")
def _sin_lo_enviado(instance: Any, **_mas: object) -> None:
    """De un intento se cuenta que lo hubo: lo que traía puede ser una contraseña, la de ahora."""
    instance.get_data = instance.post_data = ""
