"""La unidad emite enlaces, repone por extravío y desactiva cuentas (PTO 9 y 13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from generador.captura import bitacora, codigo_qr
from generador.captura.cuentas import activacion, padron, segundo_factor
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Credencial, Expediente
from generador.captura.oficina.formas import Forma, obligatorio
from generador.captura.permisos import CON_SEGUNDO_FACTOR, Permiso
from generador.captura.reloj import ahora
from generador.nucleo.cuentas import NOMBRES, Cuenta

POR_LOTE = 200
"""Hojas que se emiten de una vez: más no se imprimen ni se cuidan bien."""


@dataclass(frozen=True, slots=True)
class Hoja:
    """Lo que se imprime y se entrega: el enlace no se vuelve a ver."""

    usuario: str
    de: str
    enlace: str
    dibujo: str
    vence: datetime
    con_segundo_factor: bool


class Reposicion(Forma):
    """Por qué se repone, y qué se perdió."""

    motivo = obligatorio(
        "Escriba por qué se repone: cómo y quién lo avisó.",
        200,
        label="Qué se avisó",
        help_text="El oficio o correo en que se avisó. No escriba nombres ni datos de contacto.",
    )
    tambien_el_aparato = forms.BooleanField(
        label="También perdió el teléfono del segundo factor", required=False
    )


@solo(Permiso.ENTREGAR)
@require_POST
def crear_cuentas(peticion: Peticion) -> HttpResponseBase:
    """Crea las que faltan de un conjunto y enseña sus hojas, una vez.

    `de` es `papel`, `partido`, `carpeta` o `todas`; `cual`, el partido o la carpeta. Con
    `sin_activar` se emiten otra vez las de un partido que nadie ha activado.
    """
    claves = _las_que_faltan(peticion.POST.get("de", ""), peticion.POST.get("cual", ""))
    if not claves:
        messages.info(peticion, "Todas esas cuentas ya están creadas.")
        return redirect("cuentas")
    accion = "emitir otro enlace" if peticion.POST.get("de") == "sin_activar" else "crear"
    with transaction.atomic():
        emitidas = activacion.emitir_en_bloque(claves[:POR_LOTE])
        for clave, _token in emitidas:
            bitacora.anotar(peticion.cuenta.clave, "cuentas", accion, clave)
    return _hojas(peticion, emitidas, quedan=max(0, len(claves) - POR_LOTE))


def _las_que_faltan(de: str, cual: str) -> list[str]:
    if de == "papel":
        todas = vigente().cuentas.por_clave
        return sorted(set(todas) - set(padron.credenciales(todas)))
    if de == "sin_activar":
        return _sin_activar(cual)
    sin = padron.en_estado(padron.registradas(), "sin")
    if de == "partido":
        sin = padron.en_partido(sin, cual or "?")
    elif de == "carpeta":
        sin = sin.filter(carpeta=cual)
    elif de != "todas":
        raise Http404
    return list(sin.order_by("carpeta", "clave").values_list("clave", flat=True))


def _sin_activar(partido: str) -> list[str]:
    """Las que se crearon y nadie activó: primero, las de enlace más viejo."""
    unas = padron.en_partido(padron.registradas(), partido or "?")
    claves = padron.en_estado(unas, "por_activar").values_list("clave", flat=True)
    suyas = Credencial.objects.filter(cuenta__in=list(claves))
    por_edad = suyas.annotate(emitida=Max("activaciones__creada")).order_by("emitida", "cuenta")
    return list(por_edad.values_list("cuenta", flat=True))


def _hojas(
    peticion: Peticion, emitidas: Sequence[tuple[str, str]], *, quedan: int = 0
) -> HttpResponse:
    """Las hojas para imprimir. Solo se ven aquí: de los enlaces queda nada más su huella."""
    unas = {e.clave: e for e in Expediente.objects.filter(clave__in=[c for c, _ in emitidas])}
    vence = ahora() + activacion.VIGENCIA
    hojas = [_hoja(peticion, cuenta, token, unas.get(cuenta), vence) for cuenta, token in emitidas]
    datos = {"hojas": hojas, "quedan": quedan, "proceso": vigente().contexto.proceso}
    return render(peticion, "captura/ficha_de_cuenta.html", datos)


def _hoja(
    peticion: Peticion, clave: str, token: str, una: Expediente | None, vence: datetime
) -> Hoja:
    enlace = peticion.build_absolute_uri(reverse("activar", args=[token]))
    cuenta = _buscar(clave)
    de = una.nombre if una is not None else NOMBRES[cuenta.rol].capitalize()
    if cuenta.postulante:
        de = f"{de} ({cuenta.postulante})"
    return Hoja(
        usuario=clave,
        de=de,
        enlace=enlace,
        dibujo=codigo_qr.como_imagen(enlace),
        vence=vence,
        con_segundo_factor=cuenta.rol in CON_SEGUNDO_FACTOR,
    )


def _buscar(nombre: str) -> Cuenta:
    """La cuenta con ese nombre. Lanza 404 si no la hay."""
    cuenta = padron.buscar(nombre)
    if cuenta is None:
        raise Http404
    return cuenta


@solo(Permiso.ENTREGAR)
def hoja_de_cuenta(peticion: Peticion, nombre: str) -> HttpResponseBase:
    """Emite el enlace de una cuenta que nadie ha activado, y enseña su hoja una vez."""
    _buscar(nombre)
    credencial = Credencial.objects.filter(cuenta=nombre).first()
    if peticion.method != "POST":
        return redirect("cuenta", nombre=nombre)
    if padron.estado_de(credencial) not in ("sin", "por_activar"):
        messages.error(peticion, "Esa cuenta ya se activó: si perdió la contraseña, repóngala.")
        return redirect("cuenta", nombre=nombre)
    accion = "emitir otro enlace" if credencial else "crear"
    with transaction.atomic():
        _, token = activacion.emitir(nombre)
        bitacora.anotar(peticion.cuenta.clave, "cuentas", accion, nombre)
    return _hojas(peticion, [(nombre, token)])


@solo(Permiso.ENTREGAR)
def reponer(peticion: Peticion, nombre: str) -> HttpResponseBase:
    """Por extravío: la contraseña deja de valer, se cierran sus sesiones y hay enlace nuevo."""
    una = _buscar(nombre)
    credencial = Credencial.objects.filter(cuenta=nombre, activa=True).first()
    if credencial is None:
        messages.error(peticion, "Esa cuenta no está creada o está desactivada.")
        return redirect("cuenta", nombre=nombre)
    forma = Reposicion(peticion.POST or None)
    if peticion.method == "POST" and forma.is_valid():
        dicho = forma.cleaned_data
        with transaction.atomic():
            _, token = activacion.reponer(nombre, tambien_el_aparato=dicho["tambien_el_aparato"])
            bitacora.anotar(peticion.cuenta.clave, "cuentas", "reponer", nombre, dicho["motivo"])
        return _hojas(peticion, [(nombre, token)])
    datos = {"forma": forma, "una": una, "con_aparato": segundo_factor.tiene(credencial)}
    estado = 422 if forma.errors else 200
    return render(peticion, "captura/cuentas_reponer.html", datos, status=estado)


@solo(Permiso.ENTREGAR)
@require_POST
def cambiar_estado(peticion: Peticion, nombre: str) -> HttpResponse:
    """La desactiva, con sus sesiones, o la vuelve a activar."""
    _buscar(nombre)
    credencial = Credencial.objects.filter(cuenta=nombre).first()
    if credencial is None:
        raise Http404
    if nombre == peticion.cuenta.clave:
        messages.error(peticion, "No puede desactivar la cuenta con que entró.")
        return redirect("cuenta", nombre=nombre)
    activa = peticion.POST.get("activa") == "si"
    accion = "volver a activar" if activa else "desactivar"
    with transaction.atomic():
        activacion.cambiar_estado(credencial, activa=activa)
        bitacora.anotar(peticion.cuenta.clave, "cuentas", accion, nombre)
    dicho = "vuelve a valer" if activa else "ya no puede entrar, y sus sesiones se cerraron"
    messages.success(peticion, f"La cuenta {nombre} {dicho}.")
    return redirect("cuenta", nombre=nombre)


RUTAS = [
    path("cuentas/crear/", crear_cuentas, name="crear_cuentas"),
    path("cuentas/<slug:nombre>/hoja/", hoja_de_cuenta, name="hoja_de_cuenta"),
    path("cuentas/<slug:nombre>/reponer/", reponer, name="reponer"),
    path("cuentas/<slug:nombre>/estado/", cambiar_estado, name="cambiar_estado"),
]
