"""El aviso de privacidad: se lee sin cuenta, y con ella se acepta antes del primer dato."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura.bitacora import anotar
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, abierta, solo
from generador.captura.llenado import aviso
from generador.captura.models import Aceptacion, Expediente
from generador.captura.permisos import Permiso
from generador.captura.reloj import ahora
from generador.nucleo.calendario import fecha_larga

_FALTA_DE_LA_PERSONA = "Marque que leyó el aviso de privacidad y lo acepta."
_FALTA_DEL_PARTIDO = (
    ("mostro", "Declare que mostró a la persona el aviso de privacidad de su partido."),
    ("consiente", "Declare que tiene por escrito el consentimiento de la persona."),
)


@abierta
def privacidad(peticion: HttpRequest) -> HttpResponse:
    """El aviso simplificado y el integral."""
    return render(peticion, "captura/aviso.html", _textos())


@solo(Permiso.CAPTURAR)
def aceptar_aviso(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Antes del primer dato: la persona acepta, o su partido declara (PTO 16, 38 y 39)."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    errores: list[tuple[str, str]] = []
    if peticion.method == "POST":
        errores = _faltas(trabajo, peticion)
        if not errores:
            _anotar(trabajo)
            return redirect("tareas", clave=trabajo.clave)
    datos = {**_textos(), "trabajo": trabajo, "expediente": expediente, "errores": errores}
    return render(peticion, "captura/aceptar.html", datos, status=422 if errores else 200)


def _faltas(trabajo: Trabajo, peticion: Peticion) -> list[tuple[str, str]]:
    if trabajo.es_la_persona:
        piden: tuple[tuple[str, str], ...] = (("acepto", _FALTA_DE_LA_PERSONA),)
    else:
        piden = _FALTA_DEL_PARTIDO
    return [(nombre, falta) for nombre, falta in piden if peticion.POST.get(nombre) != "si"]


def _anotar(trabajo: Trabajo) -> None:
    como = Aceptacion.PERSONA if trabajo.es_la_persona else Aceptacion.PARTIDO
    with transaction.atomic():
        _, nueva = Aceptacion.objects.get_or_create(
            clave=trabajo.clave,
            cuenta=trabajo.cuenta.clave,
            aviso=aviso.VERSION,
            defaults={"como": como, "instante": ahora()},
        )
        if nueva:
            detalle = f"versión {aviso.VERSION}, {como}"
            anotar(trabajo.cuenta.clave, "captura", "aceptar aviso", trabajo.clave, detalle)


def _textos() -> dict[str, Any]:
    return {
        "version_del_aviso": aviso.VERSION,
        "fecha_del_aviso": fecha_larga(aviso.FECHA),
        "quien": vigente().contexto.proceso.identificacion,
    }


RUTAS = [
    path("privacidad/", privacidad, name="privacidad"),
    path("candidaturas/<str:clave>/aviso/", aceptar_aviso, name="aceptar_aviso"),
]
