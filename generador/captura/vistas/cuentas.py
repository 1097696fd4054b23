"""La unidad crea, repone y desactiva cuentas (PTO 9, 10 y 13)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from generador.captura.busqueda import buscado, pagina_de
from generador.captura.cuentas import designaciones, padron, segundo_factor
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Credencial, Entrega, Expediente
from generador.captura.oficina.formas import Forma
from generador.captura.permisos import Permiso
from generador.captura.reloj import ahora
from generador.captura.vistas import designaciones as paginas_de_designaciones
from generador.captura.vistas import emisiones
from generador.captura.vistas import entregas as paginas_de_entregas
from generador.nucleo.cuentas import NOMBRES

POR_PAGINA = 50


class Filtro(Forma):
    """Qué cuentas se enseñan."""

    busca = forms.CharField(label="Clave", required=False, max_length=60)
    partido = forms.ChoiceField(label="Captura", required=False)
    estado = forms.ChoiceField(
        label="Estado", required=False, choices=[("", "Todos"), *padron.ESTADOS.items()]
    )

    def __init__(self, *args: Any, **opciones: Any) -> None:
        super().__init__(*args, **opciones)
        partidos = [(p, p) for p in designaciones.partidos_que_capturan()]
        self.fields["partido"].choices = [  # type: ignore[attr-defined]
            ("", "Todos"), *partidos, (padron.INDEPENDIENTES, "Independientes"),
        ]  # fmt: skip


@solo(Permiso.ENTREGAR)
def cuentas(peticion: Peticion) -> HttpResponse:
    """Las de papel y las de candidaturas, con su estado."""
    pedido = buscado(peticion, Filtro.base_fields)
    forma = Filtro(pedido if any(pedido.values()) else None)
    dicho = forma.cleaned_data if forma.is_bound and forma.is_valid() else {}
    unas = padron.en_partido(padron.registradas(), dicho.get("partido", ""))
    unas = padron.en_estado(unas, dicho.get("estado", ""))
    unas = unas.filter(clave__icontains=dicho.get("busca", ""))
    pagina = pagina_de(peticion, unas.order_by("clave"), POR_PAGINA)
    hechas = padron.credenciales([e.clave for e in pagina])
    sin = padron.en_estado(padron.registradas(), "sin")
    datos = {
        "forma": forma,
        "filtro": pedido,
        "pagina": pagina,
        "renglones": [(e, padron.ESTADOS[padron.estado_de(hechas.get(e.clave))]) for e in pagina],
        "de_papel": _de_papel(),
        "sin_cuenta": sin.count(),
        "por_partido": _cuantas_por_partido(sin),
        "sin_activar": _cuantas_por_partido(padron.en_estado(padron.registradas(), "por_activar")),
        "por_lote": emisiones.POR_LOTE,
        "alerta": designaciones.alerta(),
    }
    return render(peticion, "captura/cuentas.html", datos)


def _de_papel() -> list[dict[str, Any]]:
    """Las de `cuentas.yml`, con su estado."""
    todas = vigente().cuentas.por_clave
    hechas = padron.credenciales(todas)
    return [
        {
            "cuenta": cuenta,
            "papel": NOMBRES[cuenta.rol],
            "estado": padron.estado_de(hechas.get(clave)),
            "nombre": padron.ESTADOS[padron.estado_de(hechas.get(clave))],
        }
        for clave, cuenta in todas.items()
    ]


def _cuantas_por_partido(sin: QuerySet[Expediente]) -> list[tuple[str, str, int]]:
    """(valor, texto, cuántas) por partido, de los que tienen alguna."""
    partidos = [*designaciones.partidos_que_capturan(), padron.INDEPENDIENTES]
    cuantas = ((p, padron.en_partido(sin, p).count()) for p in partidos)
    return [(p, "Independientes" if p == padron.INDEPENDIENTES else p, n) for p, n in cuantas if n]


@solo(Permiso.ENTREGAR)
def cuenta(peticion: Peticion, nombre: str) -> HttpResponse:
    """El detalle de una: estado, enlaces, entregas y lo que se le puede hacer."""
    una = padron.buscar(nombre)
    if una is None:
        raise Http404
    credencial = Credencial.objects.filter(cuenta=nombre).first()
    estado = padron.estado_de(credencial)
    expediente = Expediente.objects.filter(clave=nombre).first()
    datos = {
        "una": una,
        "papel": NOMBRES[una.rol],
        "expediente": expediente,
        "credencial": credencial,
        "estado": estado,
        "nombre_del_estado": padron.ESTADOS[estado],
        "con_segundo_factor": credencial is not None and segundo_factor.tiene(credencial),
        "activaciones": credencial.activaciones.order_by("-creada")[:10] if credencial else (),
        "de_su_carpeta": padron.en_estado(
            padron.registradas().filter(carpeta=expediente.carpeta), "sin"
        ).count()
        if expediente
        else 0,
        "entregas": Entrega.objects.filter(clave=nombre).defer("acuse").order_by("-anotada"),
        "ahora": ahora(),
    }
    return render(peticion, "captura/cuentas_una.html", datos)


RUTAS = [
    path("cuentas/", cuentas, name="cuentas"),
    *emisiones.RUTAS,
    path("cuentas/<slug:nombre>/", cuenta, name="cuenta"),
    *paginas_de_entregas.RUTAS,
    *paginas_de_designaciones.RUTAS,
]
