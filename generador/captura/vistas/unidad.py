"""La cola de la unidad: qué espera, abrir una propuesta e integrarla, rechazarla o partirla."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from generador.captura.bitacora import anotar
from generador.captura.busqueda import buscado, pagina_de
from generador.captura.cola.encolar import NOMBRES, NoProcede, nombre_de, pedir_de_propuesta
from generador.captura.cola.pendientes import TIPOS, acotar, lo_que_espera
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.llave import descifrar
from generador.captura.llenado.lectura import NADA
from generador.captura.models import Acto, Envio, Expediente, Propuesta
from generador.captura.permisos import Permiso
from generador.captura.vistas import registro
from generador.nucleo.acciones import Accion
from generador.tramites.rechazar import CAUSAS

POR_PAGINA = 50


@solo(Permiso.VER_COLA)
def unidad(peticion: Peticion) -> HttpResponse:
    """Lo que espera, primero lo que vence antes."""
    rige = vigente()
    todo = lo_que_espera(rige)
    dicho = buscado(peticion, ("busca",), ("tipo", "partido"))
    halladas = acotar(todo, dicho["tipo"], dicho["partido"], dicho["busca"])
    contadas = [(k, n, sum(1 for e in todo if e.tipo == k)) for k, n in TIPOS.items()]
    contadas.insert(0, ("lista", "Para integrar", sum(1 for e in todo if e.lista)))
    datos = {
        "pagina": pagina_de(peticion, halladas, POR_PAGINA),
        "total": len(todo),
        "contadas": contadas,
        "filtro": dicho,
        "partidos": sorted({p for e in todo for p in e.partido.split(", ") if p}),
        "ahora": rige.contexto.ahora,
        "en_cola": Envio.objects.filter(estado=Envio.EN_COLA).count(),
        "actos_en_cola": Acto.objects.filter(estado=Acto.EN_COLA).count(),
    }
    return render(peticion, "captura/unidad.html", datos)


@solo(Permiso.VER_COLA)
def propuesta(peticion: Peticion, folio: str) -> HttpResponse:
    """Una propuesta abierta: a quién alcanza, qué cambia y qué se le halló."""
    abierta = Propuesta.objects.filter(folio=folio).first()
    if abierta is None:
        return _ya_cerrada(peticion, folio)
    cambios = descifrar(abierta.cambios, f"propuesta {folio}")
    nombres = dict(
        Expediente.objects.filter(clave__in=abierta.claves).values_list("clave", "nombre")
    )
    hallazgos = abierta.hallazgos
    datos = {
        "propuesta": abierta,
        "candidaturas": [
            (c, nombres.get(c, ""), _visibles(cambios.get(c, ()))) for c in abierta.claves
        ],
        "primeras": {c for c, unos in cambios.items() if _es_primera(_visibles(unos))},
        "identidad": {c for c, unos in cambios.items() if any(u["reservada"] for u in unos)},
        "errores": [h for h in hallazgos if h["nivel"] == "error"],
        "avisos": [h for h in hallazgos if h["nivel"] != "error"],
        "actos": _actos_de(folio),
        "causas": CAUSAS.items(),
        "puede_separar": len(abierta.claves) > 1 and not abierta.lista,
    }
    anotar(peticion.cuenta.clave, "integracion", "abrir propuesta", folio)
    return render(peticion, "captura/propuesta.html", datos)


def _visibles(cambios: list[dict[str, str]]) -> list[dict[str, str]]:
    """Lo que la persona dice y el registro; del trámite basta con saber qué espera."""
    return [c for c in cambios if c["puntero"].startswith(("/curricular", "/registro"))]


def _es_primera(cambios: list[dict[str, str]]) -> bool:
    """Si de ella no consta nada todavía: entonces no hay con qué comparar."""
    return bool(cambios) and all(c["dice"] in NADA for c in cambios)


def _actos_de(folio: str) -> list[dict[str, object]]:
    actos = Acto.objects.filter(objeto=folio).defer("cifrado").order_by("-pk")
    return [
        {"a": a, "nombre": nombre_de(a.accion), "estado": Acto.ESTADOS[a.estado]} for a in actos
    ]


def _ya_cerrada(peticion: Peticion, folio: str) -> HttpResponse:
    actos = _actos_de(folio)
    envios = Envio.objects.filter(tanda__folio=folio).defer("cifrado").order_by("clave")
    if not actos and not envios:
        raise Http404
    datos = {
        "folio": folio,
        "actos": actos,
        "envios": [(e, Envio.ESTADOS[e.estado]) for e in envios],
    }
    return render(peticion, "captura/propuesta_cerrada.html", datos)


def _pedir(peticion: Peticion, accion: Accion, folio: str, **datos: str) -> HttpResponse:
    """Lo pone en cola y vuelve a la propuesta; si no procede, dice por qué."""
    try:
        acto = pedir_de_propuesta(accion, folio, peticion.cuenta, **datos)
    except NoProcede as error:
        messages.error(peticion, str(error))
    else:
        messages.success(
            peticion, f"«{nombre_de(accion)}» está en cola, con el folio {acto.folio}."
        )
    return redirect("propuesta", folio=folio)


@solo(Permiso.INTEGRAR)
@require_POST
def integrar(peticion: Peticion, folio: str) -> HttpResponse:
    """Un clic: solo en el commit que se mostró; si cambió después, no se integra."""
    revisado = peticion.POST.get("revisado", "")
    if not revisado:
        messages.error(peticion, "No se sabe qué revisó: abra la propuesta otra vez.")
        return redirect("propuesta", folio=folio)
    return _pedir(peticion, Accion.INTEGRAR, folio, revisado=revisado)


@solo(Permiso.INTEGRAR)
@require_POST
def rechazar(peticion: Peticion, folio: str) -> HttpResponse:
    """Solo por una causa formal: el contenido no se valora al integrar."""
    causa = peticion.POST.get("causa", "")
    if causa not in CAUSAS or peticion.POST.get("confirmo") != "si":
        messages.error(peticion, "Elija la causa y confirme para rechazarla.")
        return redirect(f"{reverse('propuesta', args=[folio])}#rechazar")
    return _pedir(peticion, Accion.RECHAZAR, folio, causa=causa)


@solo(Permiso.INTEGRAR)
@require_POST
def separar(peticion: Peticion, folio: str) -> HttpResponse:
    """Saca una candidatura a su propia propuesta; lo enviado y su hora no cambian."""
    clave = peticion.POST.get("clave", "")
    abierta = Propuesta.objects.filter(folio=folio).first()
    if abierta is None or clave not in abierta.claves:
        messages.error(peticion, "Elija cuál candidatura se separa.")
        return redirect("propuesta", folio=folio)
    return _pedir(peticion, Accion.SEPARAR, folio, clave=clave)


@solo(Permiso.VER_COLA)
def actos(peticion: Peticion) -> HttpResponse:
    """Lo que se ha pedido: en cola, hecho, o por qué no procedió."""
    dicho = buscado(peticion, ("busca",), ("estado", "accion"))
    todos = Acto.objects.defer("cifrado").order_by("-instante", "-pk")
    if dicho["estado"] in Acto.ESTADOS:
        todos = todos.filter(estado=dicho["estado"])
    if dicho["accion"] in {a.value for a in NOMBRES}:
        todos = todos.filter(accion=dicho["accion"])
    if dicho["busca"]:
        todos = todos.filter(objeto__icontains=dicho["busca"]) | todos.filter(
            folio__icontains=dicho["busca"]
        )
    pagina = pagina_de(peticion, todos, POR_PAGINA)
    datos = {
        "pagina": pagina,
        "renglones": [
            {"a": a, "nombre": nombre_de(a.accion), "estado": Acto.ESTADOS[a.estado]}
            for a in pagina.object_list
        ],
        "filtro": dicho,
        "estados": Acto.ESTADOS.items(),
        "acciones": [(a.value, n) for a, n in NOMBRES.items()],
    }
    return render(peticion, "captura/actos.html", datos)


RUTAS = [
    path("unidad/", unidad, name="unidad"),
    path("unidad/propuestas/<str:folio>/", propuesta, name="propuesta"),
    path("unidad/propuestas/<str:folio>/integrar/", integrar, name="integrar"),
    path("unidad/propuestas/<str:folio>/rechazar/", rechazar, name="rechazar"),
    path("unidad/propuestas/<str:folio>/separar/", separar, name="separar"),
    path("unidad/actos/", actos, name="actos"),
    *registro.RUTAS,
]
