"""Cada quien cuida su cuenta: contraseña, sesiones y segundo factor (PTO 12 y 13)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from generador.captura import bitacora
from generador.captura.cuentas import intentos, segundo_factor
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Credencial
from generador.captura.permisos import CON_SEGUNDO_FACTOR, Permiso
from generador.captura.vistas import segundo_factor as paginas_del_segundo_factor
from generador.captura.vistas import sesion
from generador.captura.vistas.entrada import Contrasena
from generador.nucleo.cuentas import NOMBRES


class Cambio(Contrasena):
    """La contraseña de ahora y la nueva."""

    actual = forms.CharField(
        label="Contraseña de ahora",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-ver": ""}),
        error_messages={"required": "Escriba la contraseña que usa ahora."},
    )
    field_order = ("actual", "nueva", "otra_vez")

    def __init__(self, peticion: Peticion, *args: Any, **opciones: Any) -> None:
        super().__init__(Credencial.objects.get(cuenta=peticion.cuenta.clave), *args, **opciones)
        self._peticion = peticion

    def clean_actual(self) -> str:
        """Que sea la suya: los intentos cuentan como los de la entrada."""
        actual: str = self.cleaned_data["actual"]
        suya = authenticate(self._peticion, cuenta=self.credencial.cuenta, password=actual)
        if suya is None:
            raise forms.ValidationError("No es la contraseña que usa ahora.")
        return actual


@solo(Permiso.MI_CUENTA)
@sensitive_post_parameters()
def mi_cuenta(peticion: Peticion) -> HttpResponseBase:
    """Enseña con qué se entra y cambia la contraseña."""
    forma = Cambio(peticion, peticion.POST or None)
    if peticion.method == "POST" and forma.is_valid():
        credencial = forma.credencial
        credencial.set_password(forma.cleaned_data["nueva"])
        with transaction.atomic():
            credencial.save(update_fields=["password"])
            sesion.cerrar_las_demas(peticion, credencial)
            bitacora.anotar(credencial.cuenta, "cuentas", "cambiar contraseña", credencial.cuenta)
        messages.success(peticion, "Contraseña cambiada. Las demás sesiones quedaron cerradas.")
        return redirect("mi_cuenta")
    datos = {
        "forma": forma,
        "papel": NOMBRES[peticion.cuenta.rol],
        "con_segundo_factor": segundo_factor.tiene(forma.credencial),
        "obligado": peticion.cuenta.rol in CON_SEGUNDO_FACTOR,
        "respaldos": segundo_factor.cuantos_respaldos(forma.credencial),
        "ultima": forma.credencial.last_login,
        "asediada": intentos.asediada(peticion.cuenta.clave),
    }
    return render(peticion, "captura/mi_cuenta.html", datos, status=422 if forma.errors else 200)


@solo(Permiso.MI_CUENTA)
@require_POST
def cerrar_sesiones(peticion: Peticion) -> HttpResponse:
    """Cierra las sesiones abiertas en otros aparatos."""
    sesion.cerrar_las_demas(peticion, Credencial.objects.get(cuenta=peticion.cuenta.clave))
    bitacora.anotar(peticion.cuenta.clave, "cuentas", "cerrar sesiones", peticion.cuenta.clave)
    messages.success(peticion, "Las demás sesiones quedaron cerradas.")
    return redirect("mi_cuenta")


RUTAS = [
    path("mi-cuenta/", mi_cuenta, name="mi_cuenta"),
    path("mi-cuenta/sesiones/", cerrar_sesiones, name="cerrar_sesiones"),
    *paginas_del_segundo_factor.RUTAS,
]
