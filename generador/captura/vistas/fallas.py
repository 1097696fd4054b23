"""Las fallas técnicas: cualquiera con cuenta las reporta, y se atienden a tiempo (PTO 36)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura import bitacora
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Falla
from generador.captura.oficina import cifras
from generador.captura.oficina import fallas as registro
from generador.captura.oficina.formas import Cuando, Dia, Forma, Hora, contenido_de
from generador.captura.permisos import Permiso, puede
from generador.captura.reloj import ahora
from generador.captura.vistas import historial
from generador.captura.vistas.entregas import cerrado

if TYPE_CHECKING:
    from datetime import datetime


class Reporte(Cuando):
    """Fecha, hora y falla, como pide el numeral 36; la captura de pantalla es opcional."""

    dia = Dia("Escriba qué día ocurrió.", label="Qué día ocurrió")
    hora = Hora("Escriba a qué hora ocurrió.", label="A qué hora, aproximadamente")
    donde = forms.CharField(
        label="En qué página (si lo recuerda)",
        required=False,
        max_length=240,
        error_messages={"max_length": "Use a lo más 240 caracteres."},
    )
    que = forms.CharField(
        label="Qué pasó",
        help_text="Qué quería hacer, qué hizo y qué vio. No escriba respuestas del cuestionario ni "
        "sus datos personales. Se guarda cifrado; lo lee quien la atiende.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Escriba qué pasó.",
            "max_length": "Use a lo más 2,000 caracteres.",
        },
    )
    imagen = forms.FileField(
        label="Captura de pantalla (opcional)",
        help_text="JPG o PNG de hasta 5 MB. Se cierra al llegar: solo la unidad la abre.",
        required=False,
    )

    def __init__(self, *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        self.ocurrio: datetime | None = None

    def clean_imagen(self) -> bytes:
        """La imagen, ya revisada."""
        return contenido_de(self.cleaned_data.get("imagen"), "jpg", "png")

    def clean(self) -> dict[str, Any]:
        """Que ya haya ocurrido."""
        datos = super().clean() or {}
        self.ocurrio = self.instante(datos.get("dia"), datos.get("hora"), "hora")
        return datos


class Respuesta(Forma):
    """Qué se hizo."""

    respuesta = forms.CharField(
        label="Qué se hizo",
        help_text="La ve quien reportó. Al guardarla, la falla queda atendida.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Escriba qué se hizo.",
            "max_length": "Use a lo más 2,000 caracteres.",
        },
    )


@solo(Permiso.REPORTAR_FALLA)
def reportar_falla(peticion: Peticion) -> HttpResponseBase:
    """El reporte, y en qué van los que ya hizo."""
    local = ahora().astimezone(vigente().contexto.proceso.calendario.tz)
    inicial = {"dia": local.date(), "hora": local.time()}
    envia = peticion.method == "POST"
    forma = Reporte(*((peticion.POST, peticion.FILES) if envia else ()), initial=inicial)
    if envia and forma.is_valid() and forma.ocurrio is not None:
        dicho = forma.cleaned_data
        escrito = registro.Dicho(dicho["donde"], dicho["que"])
        falla = registro.reportar(peticion.cuenta.clave, forma.ocurrio, escrito, dicho["imagen"])
        messages.success(peticion, f"Reporte {falla.folio}: lo atiende el soporte técnico.")
        return redirect("reportar_falla")
    suyas = Falla.objects.filter(cuenta=peticion.cuenta.clave).defer("captura")
    datos = {
        "forma": forma,
        "suyas": [(f, registro.leer(f)) for f in suyas.order_by("-reportada")[:20]],
    }
    return render(
        peticion, "captura/fallas_reportar.html", datos, status=422 if forma.errors else 200
    )


@solo(Permiso.ATENDER_FALLA)
def fallas(peticion: Peticion) -> HttpResponse:
    """La bitácora de fallas: primero lo que vence antes."""
    todas = Falla.objects.defer("captura", "cifrado")
    datos = {
        "pendientes": todas.filter(atendida=None).order_by("vence"),
        "atendidas": todas.exclude(atendida=None).order_by("-atendida")[:100],
        "ahora": ahora(),
    }
    return render(peticion, "captura/fallas.html", datos)


@solo(Permiso.ATENDER_FALLA)
def falla(peticion: Peticion, folio: str) -> HttpResponseBase:
    """Una falla, y su respuesta."""
    una = Falla.objects.filter(folio=folio).first()
    if una is None:
        raise Http404
    forma = Respuesta(peticion.POST or None)
    if peticion.method == "POST" and una.atendida is None and forma.is_valid():
        registro.responder(una, peticion.cuenta.clave, forma.cleaned_data["respuesta"])
        messages.success(peticion, f"La falla {folio} quedó atendida.")
        return redirect("fallas")
    datos = {
        "una": una,
        "dicho": registro.leer(una),
        "forma": forma,
        "vencida": una.atendida is None and una.vence < ahora(),
        "baja_la_imagen": bool(una.captura) and puede(peticion.cuenta, Permiso.VER_COLA),
        "con_imagen": bool(una.captura),
    }
    return render(peticion, "captura/falla.html", datos, status=422 if forma.errors else 200)


@solo(Permiso.VER_COLA)
def imagen_de_falla(peticion: Peticion, folio: str) -> HttpResponse:
    """La captura de pantalla, cerrada: la abre la unidad con su llave. El soporte no la ve."""
    una = Falla.objects.filter(folio=folio).exclude(captura=b"").first()
    if una is None:
        raise Http404
    bitacora.anotar(peticion.cuenta.clave, "fallas", "descargar imagen", folio)
    return cerrado(bytes(una.captura), f"falla-{folio}.age")


@solo(Permiso.VER_CIFRAS)
def ver_cifras(peticion: Peticion) -> HttpResponse:
    """Cuántas van, por elección, cargo y partido. Ningún nombre."""
    totales = cifras.totales()
    datos = {
        "totales": [(nombre, totales[clave]) for clave, nombre in cifras.COLUMNAS.items()],
        "columnas": list(cifras.COLUMNAS.values()),
        "tablas": cifras.tablas(),
        "corte": ahora(),
        "dias": cifras.POR_VENCER.days,
    }
    return render(peticion, "captura/cifras.html", datos)


RUTAS = [
    path("fallas/", fallas, name="fallas"),
    path("fallas/reportar/", reportar_falla, name="reportar_falla"),
    path("fallas/<slug:folio>/", falla, name="falla"),
    path("fallas/<slug:folio>/imagen/", imagen_de_falla, name="imagen_de_falla"),
    path("cifras/", ver_cifras, name="cifras"),
    *historial.RUTAS,
]
