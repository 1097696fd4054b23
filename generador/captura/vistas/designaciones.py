"""El registro de quién supervisa por cada partido (PTO 24). Vive en la base, nunca en Git."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from generador.captura import bitacora
from generador.captura.cuentas import designaciones as registro
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Designacion
from generador.captura.oficina.formas import Dia, Forma, obligatorio
from generador.captura.permisos import Permiso
from generador.nucleo.cuentas import Rol


class Nueva(Forma):
    """A quién designó un partido, y con qué oficio lo dijo."""

    cuenta = forms.ChoiceField(
        label="Cuenta de supervisora",
        error_messages={"required": "Elija la cuenta.", "invalid_choice": "Elija la cuenta."},
    )
    nombre = obligatorio("Escriba el nombre de quien se designa.", 200, label="Nombre")
    contacto = obligatorio(
        "Escriba cómo comunicarse: correo o teléfono.",
        200,
        label="Medio de contacto",
        help_text="Correo o teléfono. Solo lo ve la unidad.",
    )
    oficio = obligatorio("Escriba el oficio del partido.", 120, label="Oficio del partido")
    desde = Dia("Escriba desde qué día vale.", label="Desde")
    hasta = Dia("", label="Hasta (si se sabe)", required=False)

    def __init__(self, *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        self.cuentas = {c.clave: c for c in vigente().cuentas.de(Rol.SUPERVISORA)}
        elegibles = [(c.clave, f"{c.clave} ({c.postulante})") for c in self.cuentas.values()]
        self.fields["cuenta"].choices = [  # type: ignore[attr-defined]
            ("", "Elija una"), *elegibles,
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Que no termine antes de empezar."""
        datos = super().clean() or {}
        desde, hasta = datos.get("desde"), datos.get("hasta")
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "Termina antes de empezar: revise los días.")
        return datos


@solo(Permiso.DESIGNAR)
def designaciones(peticion: Peticion) -> HttpResponseBase:
    """Las que hay, las que faltan y una nueva."""
    hoy = vigente().contexto.hoy
    forma = Nueva(peticion.POST or None, initial={"desde": hoy})
    if peticion.method == "POST" and forma.is_valid():
        dicho = dict(forma.cleaned_data)
        partido = forma.cuentas[dicho["cuenta"]].postulante
        oficio = f"oficio {dicho['oficio']}"
        with transaction.atomic():
            Designacion.objects.create(partido=partido, **dicho)
            bitacora.anotar(peticion.cuenta.clave, "designaciones", "designar", partido, oficio)
        messages.success(peticion, f"Quedó anotada la designación de {partido}.")
        return redirect("designaciones")
    if peticion.method != "POST":
        bitacora.anotar(peticion.cuenta.clave, "designaciones", "consultar")
    datos = {
        "forma": forma,
        "alerta": registro.alerta(),
        "vigentes": registro.del_dia(hoy).order_by("partido", "desde"),
        "otras": Designacion.objects.exclude(pk__in=registro.del_dia(hoy).values("pk")).order_by(
            "partido", "-desde"
        ),
    }
    estado = 422 if forma.errors else 200
    return render(peticion, "captura/designaciones.html", datos, status=estado)


@solo(Permiso.DESIGNAR)
@require_POST
def terminar_designacion(peticion: Peticion, numero: int) -> HttpResponse:
    """La designación vale hasta hoy. No se borra: queda quién fue y hasta cuándo."""
    una = Designacion.objects.filter(pk=numero).first()
    if una is None:
        raise Http404
    una.hasta = vigente().contexto.hoy
    with transaction.atomic():
        una.save(update_fields=["hasta"])
        bitacora.anotar(peticion.cuenta.clave, "designaciones", "terminar", una.partido)
    messages.success(peticion, f"La designación de {una.partido} termina hoy.")
    return redirect("designaciones")


RUTAS = [
    path("designaciones/", designaciones, name="designaciones"),
    path("designaciones/<int:numero>/terminar/", terminar_designacion, name="terminar_designacion"),
]
