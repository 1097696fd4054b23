"""La fotografía, el consentimiento con su documento firmado y la vista previa de la ficha."""

from hashlib import sha256
from pathlib import Path

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path, reverse

from generador.captura.bitacora import anotar
from generador.captura.formulario import imagenes, previa
from generador.captura.formulario.cajas import Dicho
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado import borradores
from generador.captura.llenado.borradores import Archivo
from generador.captura.models import Adjunto, Expediente
from generador.captura.permisos import Permiso
from generador.captura.vistas import consentimiento
from generador.captura.vistas.secciones import comunes, desviar, si_se_puede, sin_archivo
from generador.nucleo.formulario import FOTOGRAFIA

_PLANTILLAS = Path(__file__).resolve().parent.parent / "plantillas" / "captura"
NUEVA = "fotografia_nueva"
"""La clase de la que se acaba de subir y aún no se decide usar."""


@solo(Permiso.CAPTURAR)
def fotografia(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Se sube, se ve cómo quedaría y se decide usarla."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    una = trabajo.secciones.por_nombre[FOTOGRAFIA]
    if desvio := desviar(peticion, trabajo, una):
        return desvio
    if peticion.method != "POST":
        return _foto(peticion, trabajo)
    hacer = _decidir if peticion.POST.get("_que") in ("usar", "quitar") else _subir_foto
    return si_se_puede(peticion, trabajo, lambda: hacer(peticion, trabajo))


def _subir_foto(peticion: Peticion, trabajo: Trabajo) -> HttpResponse:
    subida = peticion.FILES.get("fotografia")
    if subida is None:
        return _foto(peticion, trabajo, sin_archivo(peticion, "fotografia", "la fotografía"))
    if peticion.POST.get("derechos") != "si":
        dicho = Dicho("derechos", "Falta declarar que puede usarse.", "Marque la declaración.")
        return _foto(peticion, trabajo, dicho)
    recorte = imagenes.Recorte.de_texto(*(peticion.POST.get(n, "") for n in ("x", "y", "ancho")))
    limite = trabajo.rige.contexto.proceso.fotografia
    try:
        lista = imagenes.preparar(subida.read(), limite, recorte)
    except imagenes.NoSirve as causa:
        return _foto(peticion, trabajo, Dicho("fotografia", str(causa), ""))
    with transaction.atomic():
        trabajo.adjuntar(NUEVA, Archivo(lista, "webp"))
        detalle = "declara que tiene derecho a usarla"
        anotar(trabajo.cuenta.clave, "captura", "subir fotografía", trabajo.clave, detalle)
    return redirect(FOTOGRAFIA, clave=trabajo.clave)


def _decidir(peticion: Peticion, trabajo: Trabajo) -> HttpResponse:
    """Usa la recién subida o la descarta; si otra persona puso otra entre tanto, lo dice."""
    nueva = borradores.adjunto_de(trabajo.borrador, NUEVA)
    if trabajo.borrador is None or nueva is None:
        return redirect(FOTOGRAFIA, clave=trabajo.clave)
    sobrante = Adjunto.objects.filter(borrador=trabajo.borrador, clase=NUEVA)
    if peticion.POST.get("_que") == "quitar":
        sobrante.delete()
        return redirect(FOTOGRAFIA, clave=trabajo.clave)
    if peticion.POST.get("vigente", "") != _huella(trabajo.llenado.foto):
        dicho = "Otra cuenta cambió la fotografía mientras usted elegía. Mírelas y decida."
        return _foto(peticion, trabajo, Dicho("usar", dicho, ""))
    try:
        with transaction.atomic():
            trabajo.guardar(trabajo.contenido, FOTOGRAFIA)
            trabajo.adjuntar(Adjunto.FOTOGRAFIA, Archivo(nueva, "webp"))
            sobrante.delete()
            anotar(trabajo.cuenta.clave, "captura", "usar fotografía", trabajo.clave)
    except borradores.SeAdelantaron as otra:
        return _foto(peticion, trabajo, Dicho("usar", str(otra), ""))
    messages.success(peticion, "La fotografía quedó guardada.")
    return redirect("tareas", clave=trabajo.clave)


def _huella(crudo: bytes | None) -> str:
    return sha256(crudo).hexdigest() if crudo else ""


def _foto(peticion: Peticion, trabajo: Trabajo, error: Dicho | None = None) -> HttpResponse:
    una = trabajo.secciones.por_nombre[FOTOGRAFIA]
    datos = {
        **comunes(trabajo, una),
        "errores": [error] if error else [],
        "actual": trabajo.llenado.foto is not None,
        "vigente": _huella(trabajo.llenado.foto),
        "nueva": borradores.adjunto_de(trabajo.borrador, NUEVA) is not None,
        "limite": trabajo.rige.contexto.proceso.fotografia,
    }
    return render(peticion, "captura/fotografia.html", datos, status=422 if error else 200)


@solo(Permiso.CAPTURAR)
def ver_fotografia(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """La imagen: la que se enviará o, con `?cual=nueva`, la recién subida."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    if peticion.GET.get("cual") == "nueva":
        imagen = borradores.adjunto_de(trabajo.borrador, NUEVA)
    else:
        imagen = trabajo.llenado.foto
    if imagen is None:
        raise Http404
    return HttpResponse(imagen, content_type="image/webp")


# --- La vista previa ----------------------------------------------------------------------------


@solo(Permiso.VER_IDENTIDAD)
def vista_previa(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """La ficha como quedaría, con la plantilla del sitio; también con otro consentimiento."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    if not trabajo.acepto:
        return redirect("aceptar_aviso", clave=trabajo.clave)
    if trabajo.ya_no_esta:
        messages.info(peticion, "Ya se validó: su ficha es la del sitio público.")
        return redirect("tareas", clave=trabajo.clave)
    dicho = peticion.GET.get("como", "")
    como = previa.Como(dicho) if dicho in list(previa.Como) else previa.Como.ELEGIDO
    anotar(peticion.cuenta.clave, "captura", "ver vista previa", trabajo.clave)
    aqui = reverse("vista_previa", args=[trabajo.clave])
    datos = {
        "imagen": reverse("ver_fotografia", args=[trabajo.clave]),
        "estilos": (static("tema/conoceles.css"), static("captura/captura.css")),
        "vistas": [(f"{aqui}?como={c}", t, c is como) for c, t in previa.TITULOS.items()],
        "volver": reverse("tareas", args=[trabajo.clave]),
        "ficticio": trabajo.rige.contexto.proceso.identificacion.ficticio,
    }
    html = previa.dibujar(trabajo, como, str(_PLANTILLAS), datos)
    if html is None:
        messages.info(peticion, "Con lo escrito todavía no se puede mostrar una ficha.")
        return redirect("tareas", clave=trabajo.clave)
    return HttpResponse(html)


RUTAS = [
    path("candidaturas/<str:clave>/fotografia/", fotografia, name="fotografia"),
    path("candidaturas/<str:clave>/fotografia/ver/", ver_fotografia, name="ver_fotografia"),
    path("candidaturas/<str:clave>/vista-previa/", vista_previa, name="vista_previa"),
    *consentimiento.RUTAS,
]
