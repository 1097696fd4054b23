"""Entrar, salir y poner la contraseña."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import authenticate, logout, password_validation
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from generador.captura import bitacora
from generador.captura.cuentas import activacion, intentos
from generador.captura.cuentas.intentos import tecleada
from generador.captura.direccion import direccion_de
from generador.captura.fuente import cuenta_de, vigente
from generador.captura.guardia import abierta
from generador.captura.models import Credencial
from generador.captura.oficina.formas import Forma
from generador.captura.vistas import sesion
from generador.nucleo.cuentas import NOMBRES, Cuenta

_ACTIVA = "activa"
"""Dónde va, en la sesión, la huella del enlace que se abrió."""
DESCONOCIDA = "(desconocida)"
_NO_ENTRA = "La cuenta o la contraseña no son correctas."
_OCULTA = {"autocomplete": "new-password", "data-ver": "", "spellcheck": "false"}


class Contrasena(Forma):
    """Una contraseña nueva, dos veces. Largo y que no sea común; nada de símbolos a fuerza."""

    nueva = forms.CharField(
        label="Contraseña nueva",
        help_text="Al menos 12 caracteres. Sirve una frase, con espacios; no le pedimos símbolos.",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs=_OCULTA),
        error_messages={"required": "Escriba la contraseña nueva."},
    )
    otra_vez = forms.CharField(
        label="Escríbala otra vez",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs=_OCULTA),
        error_messages={"required": "Escriba otra vez la contraseña."},
    )

    def __init__(self, credencial: Credencial, *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        self.credencial = credencial

    def clean(self) -> dict[str, Any]:
        """Que sean iguales y que cumpla."""
        datos = super().clean() or {}
        nueva, otra = datos.get("nueva"), datos.get("otra_vez")
        if nueva and otra and nueva != otra:
            self.add_error("otra_vez", "Las dos contraseñas no son iguales.")
        elif nueva:
            try:
                password_validation.validate_password(nueva, self.credencial)
            except ValidationError as error:
                self.add_error("nueva", error)
        return datos


@abierta
def inicio(peticion: HttpRequest) -> HttpResponse:
    """Qué es esto, y a dónde va cada quien."""
    cuenta: Cuenta | None = getattr(peticion, "cuenta", None)
    datos: dict[str, Any] = {"proceso": vigente().contexto.proceso}
    if cuenta is not None:
        datos |= {"papel": NOMBRES[cuenta.rol], "lo_suyo": sesion.a_lo_suyo(cuenta)}
    return render(peticion, "captura/inicio.html", datos)


@abierta
@sensitive_post_parameters()
def entrar(peticion: HttpRequest) -> HttpResponseBase:
    """Pide cuenta y contraseña. Contesta lo mismo si la cuenta no existe, no vale o no coincide."""
    if peticion.method != "POST":
        propia: Cuenta | None = getattr(peticion, "cuenta", None)
        if propia is not None:
            return redirect(sesion.a_lo_suyo(propia))
        return _pagina(peticion, siguiente=peticion.GET.get("siguiente", ""))
    dicha = tecleada(peticion.POST.get("cuenta", ""))
    credencial = authenticate(peticion, cuenta=dicha, password=peticion.POST.get("contrasena", ""))
    cuenta = cuenta_de(credencial.cuenta) if isinstance(credencial, Credencial) else None
    if not isinstance(credencial, Credencial) or cuenta is None:
        if isinstance(credencial, Credencial):
            bitacora.anotar(dicha, "entrada", "fallar al entrar", detalle="la cuenta no vale hoy")
        return _pagina(
            peticion,
            siguiente=peticion.POST.get("siguiente", ""),
            pendiente=peticion.POST.get("pendiente", ""),
            dicha=dicha,
            error=_NO_ENTRA,
        )
    sesion.abrir(
        peticion,
        credencial,
        peticion.POST.get("siguiente", ""),
        peticion.POST.get("pendiente", ""),
    )
    return sesion.seguir(peticion, cuenta)


@abierta
@require_POST
def volver_a_entrar(peticion: HttpRequest) -> HttpResponseBase:
    """La entrada con lo pendiente; a quien ya entró, se le guarda de una vez."""
    siguiente, pendiente = peticion.POST.get("siguiente", ""), peticion.POST.get("pendiente", "")
    propia: Cuenta | None = getattr(peticion, "cuenta", None)
    if propia is None:
        return _pagina(peticion, siguiente=siguiente, pendiente=pendiente)
    sesion.recordar(peticion, siguiente, pendiente)
    return sesion.seguir(peticion, propia)


def _pagina(peticion: HttpRequest, **datos: str) -> HttpResponse:
    estado = 401 if "error" in datos else 200
    return render(peticion, "captura/entrar.html", datos, status=estado)


@receiver(user_login_failed)
def _anotar_fallo(
    sender: object,
    credentials: Mapping[str, Any],
    request: HttpRequest | None = None,
    **_mas: object,
) -> None:
    """Todo fallo se anota. Lo tecleado no, si no es una cuenta: puede ser una contraseña."""
    del sender
    dicha = str(credentials.get("cuenta", ""))
    existe = Credencial.objects.filter(cuenta=dicha).exists()
    bloqueada = getattr(request, "axes_locked_out", False)
    bitacora.anotar(
        dicha if existe else DESCONOCIDA,
        "entrada",
        "bloqueo por intentos" if bloqueada else "fallar al entrar",
        detalle=f"desde {(request and direccion_de(request)) or 'dirección desconocida'}",
    )


def demasiadas(peticion: HttpRequest, *_a: object, **_k: object) -> HttpResponse:
    """Falló muchas veces: que espere. Lo pendiente no se pierde."""
    espera = intentos.espera(peticion)
    datos = {
        "minutos": -(-int(espera.total_seconds()) // 60),
        "por_contrasena": True,
        "pendiente": peticion.POST.get("pendiente", ""),
        "siguiente": peticion.POST.get("siguiente", ""),
    }
    respuesta = render(peticion, "captura/demasiadas.html", datos, status=429)
    respuesta.headers["Retry-After"] = str(int(espera.total_seconds()))
    return respuesta


@abierta
@require_POST
def salir(peticion: HttpRequest) -> HttpResponse:
    """Cierra esta sesión."""
    if peticion.user.is_authenticated:
        bitacora.anotar(peticion.user.get_username(), "entrada", "salir")
        logout(peticion)
    return redirect("inicio")


@abierta
def activar(peticion: HttpRequest, token: str) -> HttpResponseBase:
    """El enlace de un solo uso: abrirlo no lo gasta.

    Lleva a una página sin él en su dirección, para que no quede en el historial ni salga de aquí;
    en la sesión va solo su huella.
    """
    peticion.session[_ACTIVA] = activacion.huella(token)
    respuesta = redirect("poner_contrasena")
    respuesta["Referrer-Policy"] = "no-referrer"
    return respuesta


@abierta
@sensitive_post_parameters()
def poner_contrasena(peticion: HttpRequest) -> HttpResponseBase:
    """Pone la contraseña de la cuenta cuyo enlace se abrió, y entra con ella."""
    dicha = str(peticion.session.get(_ACTIVA, ""))
    hallada = activacion.buscar(dicha)
    if hallada is None:
        return render(peticion, "captura/activar_vencido.html", status=410)
    forma = Contrasena(hallada.credencial, peticion.POST or None)
    if peticion.method == "POST" and forma.is_valid():
        with transaction.atomic():
            credencial = activacion.usar(dicha, forma.cleaned_data["nueva"])
            if credencial is None:
                return render(peticion, "captura/activar_vencido.html", status=410)
            suya = credencial.cuenta
            bitacora.anotar(suya, "cuentas", "activar", suya, hallada.motivo)
        cuenta = cuenta_de(credencial.cuenta)
        if cuenta is None:
            return redirect("entrar")
        sesion.abrir(peticion, credencial)
        return sesion.seguir(peticion, cuenta)
    estado = 422 if forma.errors else 200
    datos = {"forma": forma, "usuario": hallada.credencial.cuenta, "vence": hallada.vence}
    return render(peticion, "captura/activar.html", datos, status=estado)


RUTAS = [
    path("", inicio, name="inicio"),
    path("entrar/", entrar, name="entrar"),
    path("entrar/otra-vez/", volver_a_entrar, name="volver_a_entrar"),
    path("salir/", salir, name="salir"),
    path("activar/", poner_contrasena, name="poner_contrasena"),
    path("activar/<slug:token>/", activar, name="activar"),
]
