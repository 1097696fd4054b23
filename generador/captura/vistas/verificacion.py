"""Verificar lo publicado: la lista, la ficha por rubros y observar lo que no cumple (PTO 33)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura.busqueda import buscado, pagina_de, que_casan
from generador.captura.cola.encolar import NoProcede, nombre_de, pedir_sobre, por_que_no
from generador.captura.fuente import Vigente, candidatura_de, vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado.casillas import OPCIONES, Casilla, errores_de, leer
from generador.captura.llenado.lectura import (
    Apartado,
    apartados,
    cargo_y_lugar,
    nombre_del_rubro,
)
from generador.captura.models import Acto, Expediente
from generador.captura.permisos import Permiso, puede
from generador.captura.vistas import cambios
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import fecha_larga, ya_se_publica
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas

POR_PAGINA = 50
IDENTIDAD = "/identidad"


@solo(Permiso.VER_LO_PUBLICADO)
def verificacion(peticion: Peticion) -> HttpResponse:
    """Lo publicado, primero lo más reciente."""
    rige = vigente()
    dicho = buscado(peticion, ("busca",), ("partido", "eleccion", "ver"))
    publicadas = Expediente.objects.filter(validada__isnull=False, estatus="registrada")
    empieza = rige.contexto.proceso.fechas.publicacion
    se_publica = ya_se_publica(rige.contexto.hoy, empieza)
    partidos = publicadas.order_by("partido").values_list("partido", flat=True).distinct()
    pagina = pagina_de(peticion, _acotar(publicadas, dicho), POR_PAGINA)
    datos = {
        "pagina": pagina,
        "renglones": [(e, cargo_y_lugar(e, rige)) for e in pagina.object_list],
        "total": publicadas.count(),
        "observadas": publicadas.filter(observados__gt=0).count(),
        "filtro": dicho,
        "partidos": partidos,
        "elecciones": rige.contexto.proceso.elecciones.values(),
        "empieza": "" if se_publica else fecha_larga(empieza),
    }
    return render(peticion, "captura/verificacion.html", datos)


def _acotar(publicadas: QuerySet[Expediente], dicho: dict[str, str]) -> QuerySet[Expediente]:
    publicadas = que_casan(publicadas, dicho["busca"])
    if dicho["partido"]:
        publicadas = publicadas.filter(partido=dicho["partido"])
    if dicho["eleccion"]:
        publicadas = publicadas.filter(eleccion=dicho["eleccion"])
    if dicho["ver"] == "observadas":
        publicadas = publicadas.filter(observados__gt=0)
    return publicadas.order_by("-validada", "clave")


def _rubros(expediente: Expediente, rige: Vigente) -> list[dict[str, Any]]:
    """Cada rubro con si está oculto hoy, y desde cuándo."""
    abiertas = observaciones_abiertas(candidatura_de(expediente), rige.contexto)
    return [
        {"a": a, "oculto": bool(observacion_de(a.puntero, abiertas))}
        for a in apartados(expediente.dato, rige)
    ]


@solo(Permiso.VER_LO_PUBLICADO)
def verificar_una(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """La ficha por rubros, con lo observado y lo que se puede observar."""
    rige = vigente()
    causales = rige.contexto.proceso.causales
    observaciones = [
        {
            "o": o,
            "rubro": nombre_del_rubro(o["rubro"], rige),
            "causal": causales[o["causal"]].nombre if o["causal"] in causales else o["causal"],
            "fecha": rige.contexto.proceso.instante(o["fecha"]),
            "subsanada": o.get("subsanada") and rige.contexto.proceso.instante(o["subsanada"]),
        }
        for o in reversed(expediente.dato["tramite"].get("observaciones", ()))
    ]
    no = por_que_no(Accion.OBSERVAR, expediente, peticion.cuenta, rige)
    datos = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "rubros": _rubros(expediente, rige),
        "observaciones": observaciones,
        "observa": puede(peticion.cuenta, Permiso.OBSERVAR, expediente) and not no,
        "no": no if puede(peticion.cuenta, Permiso.OBSERVAR, expediente) else "",
        "con_identidad": expediente.dato["identidad"]["estado"] == "depositada",
        "sitio_de": f"candidaturas/{expediente.clave.lower()}/",
        "actos": _actos(expediente.clave),
    }
    return render(peticion, "captura/verificacion_una.html", datos)


def _actos(clave: str) -> list[dict[str, Any]]:
    propios = (Accion.OBSERVAR, Accion.SUBSANAR)
    actos = Acto.objects.filter(objeto=clave, accion__in=propios).defer("cifrado").order_by("-pk")
    return [
        {"a": a, "nombre": nombre_de(a.accion), "estado": Acto.ESTADOS[a.estado]} for a in actos
    ]


@solo(Permiso.OBSERVAR)
def observar(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Ocultar un rubro por una causal; antes se ve lo que dejaría de mostrarse."""
    rige = vigente()
    rubro = peticion.GET.get("rubro", "")
    oculto = _lo_que_se_oculta(expediente, rubro, rige)
    causales = rige.contexto.proceso.causales
    casillas = [
        Casilla(
            "causal", "Causal", "La que mejor describe lo que no cumple.", OPCIONES,
            opciones=tuple((k, c.nombre) for k, c in causales.items()),
        ),
        Casilla(
            "fundamento", "Norma que no cumple", "Solo si la causal pide citarla.",
            requerida=False, maximo=240,
        ),
    ]  # fmt: skip
    datos: dict[str, Any] = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "rubro": nombre_del_rubro(rubro, rige),
        "oculto": oculto,
        "casillas": casillas,
        "causales": causales.values(),
        "no": por_que_no(Accion.OBSERVAR, expediente, peticion.cuenta, rige),
    }
    if peticion.method != "POST" or datos["no"]:
        return render(peticion, "captura/observar.html", datos)
    causal, fundamento = leer(casillas, peticion.POST)
    if not causal.error and causales[causal.valor].cita and not fundamento.valor:
        fundamento = leer([_requerida(fundamento)], {})[0]
    datos |= {"casillas": [causal, fundamento], "errores": errores_de([causal, fundamento])}
    sin_confirmar = peticion.POST.get("confirmo") != "si"
    if datos["errores"] or sin_confirmar:
        datos["sin_confirmar"] = sin_confirmar
        return render(peticion, "captura/observar.html", datos, status=400)
    dicho = {"rubro": rubro, "causal": causal.valor, "fundamento": fundamento.valor}
    try:
        acto = pedir_sobre(Accion.OBSERVAR, expediente, peticion.cuenta, rige, dicho)
    except NoProcede as error:
        messages.error(peticion, str(error))
    else:
        messages.success(peticion, f"La observación está en cola, con el folio {acto.folio}.")
    return redirect("verificar_una", clave=expediente.clave)


def _requerida(casilla: Casilla) -> Casilla:
    return Casilla(casilla.nombre, casilla.titulo, "La causal elegida pide citarla.", maximo=240)


def _lo_que_se_oculta(expediente: Expediente, rubro: str, rige: Vigente) -> tuple[Apartado, ...]:
    """El rubro como se ve hoy; 404 si no es uno de ellos o ya está oculto."""
    if rubro == IDENTIDAD and expediente.dato["identidad"]["estado"] == "depositada":
        return ()
    elegidos = [
        r["a"]
        for r in _rubros(expediente, rige)
        if r["a"].puntero == rubro and r["a"].dice_algo and not r["oculto"]
    ]
    if not elegidos:
        raise Http404
    return tuple(elegidos)


RUTAS = [
    path("verificacion/", verificacion, name="verificacion"),
    path("verificacion/<str:clave>/", verificar_una, name="verificar_una"),
    path("verificacion/<str:clave>/observar/", observar, name="observar"),
    *cambios.RUTAS,
]
