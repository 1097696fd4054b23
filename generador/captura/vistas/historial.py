"""La unidad busca en la bitácora y la exporta; nadie la edita (PTO 15)."""

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from generador.captura import bitacora as cadena
from generador.captura.busqueda import buscado, pagina_de
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Asiento
from generador.captura.oficina.formas import Dia, Forma
from generador.captura.oficina.frases import parte
from generador.captura.permisos import Permiso
from generador.captura.reloj import ahora

POR_PAGINA = 100
COLUMNAS = (
    "numero", "instante", "cuenta", "modulo", "accion", "objeto", "detalle", "previa", "suma",
)  # fmt: skip
_PELIGROSOS = ("=", "+", "-", "@", "\t", "\r")


class Busqueda(Forma):
    """Qué renglones se buscan."""

    cuenta = forms.CharField(label="Quién (su cuenta)", required=False, max_length=60)
    modulo = forms.ChoiceField(label="En qué parte", required=False)
    objeto = forms.CharField(label="Sobre qué", required=False, max_length=240)
    desde = Dia("", label="Desde", required=False)
    hasta = Dia("", label="Hasta", required=False)

    def __init__(self, *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        hay = Asiento.objects.order_by("modulo").values_list("modulo", flat=True).distinct()
        self.fields["modulo"].choices = [  # type: ignore[attr-defined]
            ("", "Todas"), *((m, parte(m)) for m in hay),
        ]  # fmt: skip

    def buscar(self) -> QuerySet[Asiento]:
        """Los renglones, del último al primero."""
        hallados = Asiento.objects.order_by("-numero")
        dicho = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if dicho.get("cuenta"):
            hallados = hallados.filter(cuenta__iexact=dicho["cuenta"].strip())
        if dicho.get("modulo"):
            hallados = hallados.filter(modulo=dicho["modulo"])
        if dicho.get("objeto"):
            hallados = hallados.filter(objeto__icontains=dicho["objeto"].strip())
        zona = vigente().contexto.proceso.calendario.tz
        if dicho.get("desde"):
            inicio = datetime.combine(dicho["desde"], time(), zona)
            hallados = hallados.filter(instante__gte=inicio)
        if dicho.get("hasta"):
            fin = datetime.combine(dicho["hasta"] + timedelta(days=1), time(), zona)
            hallados = hallados.filter(instante__lt=fin)
        return hallados


@solo(Permiso.VER_BITACORA)
def bitacora(peticion: Peticion) -> HttpResponse:
    """La búsqueda, y si se pide, si la cadena cuadra."""
    dicho = buscado(peticion, Busqueda.base_fields)
    forma = Busqueda(dicho if any(dicho.values()) else None)
    pagina = pagina_de(peticion, forma.buscar(), POR_PAGINA)
    datos: dict[str, Any] = {
        "forma": forma,
        "pagina": pagina,
        "filtro": dicho,
        "cuantos": pagina.paginator.count,
        "cabeza": cadena.cabeza(),
    }
    if "comprobar" in peticion.POST:
        datos |= {"comprobada": True, "defectos": list(cadena.defectos())[:50]}
        halladas = f"{len(datos['defectos'])} defectos" if datos["defectos"] else "cuadra"
        cadena.anotar(peticion.cuenta.clave, "bitacora", "comprobar", "", halladas)
    estado = 422 if forma.is_bound and forma.errors else 200
    return render(peticion, "captura/bitacora.html", datos, status=estado)


@solo(Permiso.VER_BITACORA)
@require_POST
def exportar_bitacora(peticion: Peticion) -> HttpResponseBase:
    """La descarga: JSONL entera, con que se comprueba la cadena, o CSV de lo buscado.

    Exportarla también se anota, y ese renglón va en lo exportado.
    """
    formato = peticion.POST.get("formato", "")
    if formato not in ("csv", "jsonl"):
        raise Http404
    forma = Busqueda(peticion.POST)
    cadena.anotar(peticion.cuenta.clave, "bitacora", "exportar", "", formato)
    if formato == "jsonl":
        renglones: Iterator[str] = (f"{r}\n" for r in cadena.exportar())
        tipo = "application/x-ndjson"
    else:
        renglones, tipo = _en_csv(forma.buscar()), "text/csv; charset=utf-8"
    respuesta = StreamingHttpResponse(renglones, content_type=tipo)
    sello = ahora().strftime("%Y%m%d-%H%M%S")
    respuesta["Content-Disposition"] = f'attachment; filename="bitacora-{sello}.{formato}"'
    return respuesta


class _Eco:
    """Un archivo que devuelve lo que le escriben."""

    def write(self, renglon: str) -> str:
        """El mismo renglón."""
        return renglon


def _en_csv(hallados: QuerySet[Asiento]) -> Iterator[str]:
    """Con marca de orden de bytes y en orden; una celda nunca empieza como fórmula."""
    escritor = csv.writer(_Eco())
    yield "\ufeff" + escritor.writerow(COLUMNAS)
    for asiento in hallados.order_by("numero").iterator(2_000):
        dicho = {**cadena.cuerpo(asiento), "suma": asiento.suma}
        yield escritor.writerow([_inofensiva(str(dicho[c])) for c in COLUMNAS])


def _inofensiva(celda: str) -> str:
    return f"'{celda}" if celda.startswith(_PELIGROSOS) else celda


RUTAS = [
    path("bitacora/", bitacora, name="bitacora"),
    path("bitacora/exportar/", exportar_bitacora, name="exportar_bitacora"),
]
