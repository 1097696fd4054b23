"""El segundo factor: darlo de alta, pedirlo y sus códigos de respaldo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login as dar_por_bueno

from generador.captura import bitacora, codigo_qr
from generador.captura.cuentas import activacion, segundo_factor
from generador.captura.guardia import Peticion, abierta, quien_entra, solo
from generador.captura.models import Credencial
from generador.captura.permisos import CON_SEGUNDO_FACTOR, Permiso
from generador.captura.vistas import sesion
from generador.nucleo.cuentas import Cuenta

_FALLOS, _TOPE = "codigos_fallidos", 6
"""Códigos malos que se aguantan antes de cerrar la sesión: además, cada uno hace esperar más."""


@abierta
@sensitive_post_parameters()
def pedir(peticion: HttpRequest) -> HttpResponseBase:
    """El código de quien ya tiene segundo factor; el alta, a quien todavía no."""
    cuenta = quien_entra(peticion)
    if cuenta is None:
        return redirect("entrar")
    if _ya_lo_dio(peticion):
        return sesion.seguir(peticion, cuenta)
    credencial = _credencial(peticion)
    if not segundo_factor.tiene(credencial):
        return _alta(peticion, cuenta, credencial)
    if peticion.method != "POST":
        return render(peticion, "captura/segundo_factor.html")
    aparato = segundo_factor.probar(credencial, peticion.POST.get("codigo", ""))
    if aparato is None:
        return _fallo(peticion, credencial, "captura/segundo_factor.html", {})
    _entro(peticion, aparato)
    bitacora.anotar(cuenta.clave, "entrada", "dar segundo factor", detalle=aparato.name)
    return sesion.seguir(peticion, cuenta)


@solo(Permiso.MI_CUENTA)
@sensitive_post_parameters()
def cambiar_aparato(peticion: Peticion) -> HttpResponseBase:
    """Da de alta otro aparato, o el primero de quien no está obligado."""
    return _alta(peticion, peticion.cuenta, _credencial(peticion))


def _alta(peticion: HttpRequest, cuenta: Cuenta, credencial: Credencial) -> HttpResponseBase:
    """Enseña el código QR y la clave, y pide el primer código: así consta que quedó bien."""
    pendiente = segundo_factor.por_confirmar(credencial)
    datos = {
        "clave": segundo_factor.clave_para_teclear(pendiente),
        "obligado": cuenta.rol in CON_SEGUNDO_FACTOR,
        "usuario": cuenta.clave,
    }
    if peticion.method != "POST":
        return render(peticion, "captura/segundo_factor_alta.html", datos)
    aparato = segundo_factor.confirmar(credencial, peticion.POST.get("codigo", ""))
    if aparato is None:
        return _fallo(peticion, credencial, "captura/segundo_factor_alta.html", datos)
    _entro(peticion, aparato)
    sesion.cerrar_las_demas(peticion, credencial)
    bitacora.anotar(cuenta.clave, "cuentas", "poner segundo factor", cuenta.clave)
    return _respaldos(peticion, credencial)


def _fallo(
    peticion: HttpRequest, credencial: Credencial, plantilla: str, datos: dict[str, Any]
) -> HttpResponseBase:
    """Dice que no es, cuánto esperar, y a la sexta cierra la sesión."""
    fallos = peticion.session.get(_FALLOS, 0) + 1
    peticion.session[_FALLOS] = fallos
    bitacora.anotar(credencial.cuenta, "entrada", "fallar segundo factor")
    hasta = segundo_factor.bloqueado_hasta(credencial)
    espera = max(1, round((hasta - now()).total_seconds())) if hasta else 0
    if fallos >= _TOPE:
        logout(peticion)
        bitacora.anotar(credencial.cuenta, "entrada", "bloqueo por intentos")
        return render(
            peticion, "captura/demasiadas.html", {"minutos": -(-espera // 60)}, status=429
        )
    return render(peticion, plantilla, {**datos, "error": True, "espera": espera}, status=422)


def _entro(peticion: HttpRequest, aparato: Any) -> None:
    """La sesión queda con el segundo factor dado, y con otro identificador."""
    peticion.session.pop(_FALLOS, None)
    dar_por_bueno(peticion, aparato)
    peticion.session.cycle_key()


@abierta
def dibujo(peticion: HttpRequest) -> HttpResponse:
    """El código QR del aparato que está dando de alta; de ninguno más."""
    cuenta = quien_entra(peticion)
    if cuenta is None:
        raise Http404
    credencial = _credencial(peticion)
    if segundo_factor.tiene(credencial) and not _ya_lo_dio(peticion):
        raise Http404
    direccion = segundo_factor.por_confirmar(credencial).config_url
    return HttpResponse(codigo_qr.como_svg(direccion), content_type="image/svg+xml")


@solo(Permiso.MI_CUENTA)
@require_POST
def otros_respaldos(peticion: Peticion) -> HttpResponse:
    """Códigos de respaldo nuevos."""
    credencial = _credencial(peticion)
    if not segundo_factor.tiene(credencial):
        raise Http404
    bitacora.anotar(peticion.cuenta.clave, "cuentas", "renovar respaldos", peticion.cuenta.clave)
    return _respaldos(peticion, credencial)


def _respaldos(peticion: HttpRequest, credencial: Credencial) -> HttpResponse:
    """Los códigos, que solo se ven aquí."""
    datos = {
        "codigos": segundo_factor.nuevos_respaldos(credencial),
        "usuario": credencial.cuenta,
    }
    return render(peticion, "captura/segundo_factor_respaldos.html", datos)


@solo(Permiso.MI_CUENTA)
@require_POST
def quitar(peticion: Peticion) -> HttpResponse:
    """Lo quita quien no está obligado a tenerlo."""
    if peticion.cuenta.rol in CON_SEGUNDO_FACTOR:
        raise Http404
    credencial = _credencial(peticion)
    activacion.quitar_aparatos(credencial)
    sesion.cerrar_las_demas(peticion, credencial)
    bitacora.anotar(
        peticion.cuenta.clave, "cuentas", "quitar segundo factor", peticion.cuenta.clave
    )
    messages.success(peticion, "Su cuenta ya no pide segundo factor.")
    return redirect("mi_cuenta")


def _credencial(peticion: HttpRequest) -> Credencial:
    """La de la sesión, recién leída."""
    return Credencial.objects.get(cuenta=peticion.user.get_username())


def _ya_lo_dio(peticion: HttpRequest) -> bool:
    return bool(getattr(peticion.user, "is_verified", bool)())


RUTAS = [
    path("segundo-factor/", pedir, name="segundo_factor"),
    path("segundo-factor/dibujo.svg", dibujo, name="dibujo_de_segundo_factor"),
    path("mi-cuenta/segundo-factor/", cambiar_aparato, name="cambiar_aparato"),
    path("mi-cuenta/segundo-factor/respaldos/", otros_respaldos, name="otros_respaldos"),
    path("mi-cuenta/segundo-factor/quitar/", quitar, name="quitar_segundo_factor"),
]
