"""Los actos de la unidad sobre una candidatura: sustituir, cancelar, acatar, corregir, habilitar.

Cada uno pide su documento y se confirma antes de quedar en cola.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura.busqueda import buscado, pagina_de, que_casan
from generador.captura.cola.encolar import NoProcede, nombre_de, pedir_sobre, por_que_no
from generador.captura.cola.pedidos import TRAMITES, Pedido, Tramite
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, Vista, solo
from generador.captura.llenado import casillas as c
from generador.captura.llenado.lectura import cargo_y_lugar, nombre_del_rubro
from generador.captura.models import Acto, Expediente
from generador.captura.permisos import Permiso

POR_PAGINA = 50


def _vista(tramite: Tramite) -> Vista:
    """La página que pide ese acto."""

    @solo(Permiso.REGISTRAR)
    def pagina(peticion: Peticion, expediente: Expediente) -> HttpResponse:
        return _atender(tramite, peticion, expediente)

    return pagina


def _atender(tramite: Tramite, peticion: Peticion, expediente: Expediente) -> HttpResponse:
    rige = vigente()
    casillas = tramite.pedir(expediente, rige)
    datos: dict[str, Any] = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "titulo": nombre_de(tramite.accion),
        "efecto": tramite.efecto(expediente, rige),
        "peligro": tramite.peligro,
        "no": por_que_no(tramite.accion, expediente, peticion.cuenta, rige),
        "casillas": casillas,
    }
    if peticion.method != "POST" or datos["no"]:
        return render(peticion, "captura/acto.html", datos)
    casillas = c.leer(casillas, peticion.POST)
    pedido = Pedido({})
    if not c.errores_de(casillas):
        pedido, casillas = tramite.armar(expediente, rige, casillas)
    datos |= {"casillas": casillas, "errores": c.errores_de(casillas), "cambios": pedido.cambios}
    if datos["errores"] or peticion.POST.get("corregir"):
        return render(peticion, "captura/acto.html", datos, status=400 if datos["errores"] else 200)
    if peticion.POST.get("confirmo") != "si":
        datos["sin_confirmar"] = "paso" in peticion.POST
        datos["dichas"] = [(u, dict(u.opciones).get(u.valor, u.valor)) for u in casillas]
        return render(peticion, "captura/acto_confirmar.html", datos)
    try:
        acto = pedir_sobre(
            tramite.accion, expediente, peticion.cuenta, rige, pedido.datos, pedido.reservado
        )
    except NoProcede as error:
        messages.error(peticion, str(error))
    else:
        texto = f"«{datos['titulo']}» está en cola, con el folio {acto.folio}."
        messages.success(peticion, texto)
    return redirect("registro_de", clave=expediente.clave)


@solo(Permiso.REGISTRAR)
def registro(peticion: Peticion) -> HttpResponse:
    """Buscar una candidatura para actuar sobre ella."""
    rige = vigente()
    dicho = buscado(peticion, ("busca",))
    halladas = que_casan(Expediente.objects.order_by("clave"), dicho["busca"])
    pagina = pagina_de(peticion, halladas, POR_PAGINA)
    datos = {
        "filtro": dicho,
        "pagina": pagina,
        "renglones": [(e, cargo_y_lugar(e, rige)) for e in pagina.object_list],
    }
    return render(peticion, "captura/unidad_registro.html", datos)


@solo(Permiso.REGISTRAR)
def registro_de(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Una candidatura: cómo consta, qué se puede hacer con ella y qué se ha pedido."""
    rige = vigente()
    tramite = expediente.dato["tramite"]
    datos = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "tramites": [
            (ruta, nombre_de(t.accion), por_que_no(t.accion, expediente, peticion.cuenta, rige))
            for ruta, t in TRAMITES.items()
        ],
        "observaciones": [
            (o, nombre_del_rubro(o["rubro"], rige)) for o in tramite.get("observaciones", ())
        ],
        "cambio": tramite.get("cambio"),
        "baja": tramite.get("baja"),
        "actos": [
            {"a": a, "nombre": nombre_de(a.accion), "estado": Acto.ESTADOS[a.estado]}
            for a in Acto.objects.filter(objeto=expediente.clave).defer("cifrado").order_by("-pk")
        ],
    }
    return render(peticion, "captura/unidad_candidatura.html", datos)


RUTAS = [
    path("unidad/registro/", registro, name="registro"),
    path("unidad/registro/<str:clave>/", registro_de, name="registro_de"),
    *(
        path(f"unidad/registro/<str:clave>/{ruta.replace('_', '-')}/", _vista(t), name=ruta)
        for ruta, t in TRAMITES.items()
    ),
]
