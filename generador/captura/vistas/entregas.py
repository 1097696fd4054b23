"""La unidad anota cuándo recibió cada quien su cuenta, con el acuse firmado (PTO 10, 14 y 21)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura import bitacora
from generador.captura.cuentas import entregas
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Entrega, Expediente
from generador.captura.oficina.formas import Cuando, Dia, Forma, Hora, contenido_de, obligatorio
from generador.captura.permisos import Permiso

if TYPE_CHECKING:
    from datetime import datetime

_SIN = " (todavía sin cuenta)"
_TIPOS = ("pdf", "jpg", "png")


class Recepcion(Cuando):
    """A quiénes y cuándo: lo que decide el plazo."""

    claves = forms.MultipleChoiceField(
        label="¿De quiénes son las cuentas que se entregaron?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Marque al menos una candidatura."},
    )
    dia = Dia(
        "Escriba el día en que se firmó el acuse.",
        label="Día en que se firmó el acuse",
        help_text="El que dice el acuse, no el de hoy: desde ese día corre el plazo.",
    )
    hora = Hora("Escriba la hora en que se firmó el acuse.", label="Hora en que se firmó")

    def __init__(self, unas: list[Expediente], *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        self._unas = {una.clave: una for una in unas}
        campo = self.fields["claves"]
        faltan = set(entregas.sin_cuenta(self._unas))
        campo.choices = [  # type: ignore[attr-defined]
            (u.clave, f"{u.nombre} · {u.clave}{_SIN if u.clave in faltan else ''}") for u in unas
        ]
        self.initial["claves"] = self.initial.get("claves") or list(self._unas.keys() - faltan)
        self.recibida: datetime | None = None

    def clean(self) -> dict[str, Any]:
        """Que todas tengan cuenta y que la hora ya haya pasado."""
        datos = super().clean() or {}
        if faltan := entregas.sin_cuenta(datos.get("claves", ())):
            self.add_error(
                "claves", f"Todavía no tienen cuenta: {', '.join(faltan)}. Créelas primero."
            )
        self.recibida = self.instante(datos.get("dia"), datos.get("hora"), "hora")
        return datos

    def elegidas(self) -> list[Expediente]:
        """Las candidaturas marcadas."""
        return [self._unas[clave] for clave in self.cleaned_data["claves"]]


class Papel(Forma):
    """Lo que dice el acuse firmado."""

    oficio = obligatorio(
        "Escriba el número del oficio con que se entregó.", 120, label="Número de oficio"
    )
    recibio = obligatorio(
        "Escriba el nombre de quien firmó de recibido.", 200, label="Quién firmó de recibido"
    )
    via = forms.ChoiceField(
        label="¿Por qué vía se entregó?",
        choices=list(entregas.VIAS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija por qué vía se entregó."},
    )
    acuse = forms.FileField(
        label="Acuse firmado, escaneado",
        help_text="PDF, JPG o PNG de hasta 5 MB. Se cierra al llegar: solo la unidad lo abre.",
        error_messages={
            "required": "Suba el acuse firmado.",
            "empty": "El archivo está vacío: súbalo otra vez.",
        },
    )

    def clean_acuse(self) -> bytes:
        """Lo escaneado, ya revisado."""
        return contenido_de(self.cleaned_data["acuse"], *_TIPOS)


@solo(Permiso.ENTREGAR)
def entregar(peticion: Peticion) -> HttpResponseBase:
    """Primero a quiénes y cuándo; luego, con el vencimiento a la vista, el acuse."""
    carpeta = peticion.POST.get("carpeta") or peticion.GET.get("carpeta", "")
    if not carpeta:
        datos = {
            "carpetas": entregas.carpetas(),
            "negadas": entregas.negadas(),
            "ultimas": Entrega.objects.defer("acuse").order_by("-anotada", "clave")[:20],
        }
        return render(peticion, "captura/entregas.html", datos)
    unas = entregas.pendientes(carpeta) if carpeta.isprintable() else []
    if not unas:
        messages.info(peticion, "En esa carpeta no falta anotar ninguna entrega.")
        return redirect("entregar")
    paso = peticion.POST.get("paso", "")
    inicial = {"claves": peticion.GET.getlist("clave")}
    recepcion = Recepcion(unas, peticion.POST if paso else None, initial=inicial)
    if not paso or not recepcion.is_valid():
        datos = {"forma": recepcion, "carpeta": carpeta}
        estado = 422 if paso else 200
        return render(peticion, "captura/entregas_quienes.html", datos, status=estado)
    return _con_papel(peticion, carpeta, recepcion, confirma=paso == "papel")


def _con_papel(
    peticion: Peticion, carpeta: str, recepcion: Recepcion, *, confirma: bool
) -> HttpResponseBase:
    """Enseña cuándo vence cada plazo, pide el acuse y anota."""
    unas, recibida = recepcion.elegidas(), recepcion.recibida
    if recibida is None:
        raise Http404
    papel = Papel(*((peticion.POST, peticion.FILES) if confirma else ()))
    if confirma and papel.is_valid():
        recibo = entregas.Recibo(recibida=recibida, **papel.cleaned_data)
        entregas.anotar(peticion.cuenta.clave, carpeta, unas, recibo)
        messages.success(
            peticion,
            f"Quedó anotada la entrega de {len(unas)}. En unos minutos consta en su expediente.",
        )
        return redirect("entregar")
    datos = {
        "forma": papel,
        "carpeta": carpeta,
        "recepcion": recepcion,
        "recibida": recibida,
        "unas": unas,
        "vencimientos": entregas.vencimientos(unas, recibida),
    }
    estado = 422 if confirma else 200
    return render(peticion, "captura/entregas_papel.html", datos, status=estado)


@solo(Permiso.ENTREGAR)
def acuse_de_entrega(peticion: Peticion, numero: int) -> HttpResponse:
    """El acuse escaneado, cerrado: lo abre la unidad con su llave, fuera de este servidor."""
    entrega = Entrega.objects.filter(pk=numero).first()
    guardada = entregas.con_acuse(entrega) if entrega is not None else None
    if entrega is None or guardada is None:
        raise Http404
    bitacora.anotar(peticion.cuenta.clave, "entregas", "descargar acuse", entrega.clave)
    return cerrado(bytes(guardada.acuse), f"acuse-{entrega.clave}.age")


def cerrado(contenido: bytes, nombre: str) -> HttpResponse:
    """Una descarga que solo abre quien tiene la llave de la unidad."""
    respuesta = HttpResponse(contenido, content_type="application/octet-stream")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


RUTAS = [
    path("entregas/", entregar, name="entregar"),
    path("entregas/<int:numero>/acuse/", acuse_de_entrega, name="acuse_de_entrega"),
]
