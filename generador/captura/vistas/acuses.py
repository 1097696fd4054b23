"""El acuse de cada envío, cómo va un folio y la página en que cualquiera comprueba un acuse."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from generador.captura.acuses.comprobacion import Dictamen, de_archivo, de_folio
from generador.captura.acuses.constancia import acuse_de
from generador.captura.acuses.papel import hacer_pdf
from generador.captura.bitacora import anotar
from generador.captura.codigo_qr import como_imagen
from generador.captura.cola.folios import buscar_folio, solo_de
from generador.captura.etiquetas import fecha_y_hora
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, abierta, solo
from generador.captura.models import Envio, Expediente
from generador.captura.permisos import Permiso, puede
from generador.errores import ErrorConoceles
from generador.nucleo.acuse import MAXIMO_BYTES, Acuse

_SIN_IDENTIDAD = "No se autorizó tratar los datos de identidad: no hay nada que comprometer."
_TARDE = "Se recibió fuera de plazo: se admite, y así consta."


def _suyo(peticion: Peticion, folio: str) -> tuple[Envio, Expediente]:
    """El envío de ese folio y su candidatura. Lo ajeno y lo que no existe contestan igual."""
    envio = Envio.objects.select_related("corrige").filter(folio=folio).first()
    una = Expediente.objects.filter(clave=envio.clave).first() if envio else None
    if envio is None or una is None or not puede(peticion.cuenta, Permiso.VER_AVANCE, una):
        raise Http404
    return envio, una


def _acuse_de(envio: Envio) -> Acuse:
    return acuse_de(envio, vigente().contexto.proceso)


def _donde_se_comprueba(peticion: HttpRequest, folio: str) -> str:
    return peticion.build_absolute_uri(f"{reverse('verificar_acuse')}?folio={folio}")


@solo(Permiso.VER_AVANCE)
def acuse(peticion: Peticion, folio: str) -> HttpResponse:
    """La página que se ve al enviar, y después cuando haga falta."""
    envio, una = _suyo(peticion, folio)
    direccion = _donde_se_comprueba(peticion, folio)
    datos = {
        "envio": envio,
        "una": una,
        "acuse": _acuse_de(envio),
        "direccion": direccion,
        "qr": como_imagen(direccion),
        "otro": Envio.objects.filter(corrige=envio).first(),
    }
    return render(peticion, "captura/acuse.html", datos)


@solo(Permiso.VER_AVANCE)
def acuse_json(peticion: Peticion, folio: str) -> JsonResponse:
    """El archivo con que se comprueba."""
    envio, _ = _suyo(peticion, folio)
    anotar(peticion.cuenta.clave, "acuse", "descargar", envio.clave, f"folio {folio}, JSON")
    respuesta = JsonResponse(
        _acuse_de(envio).a_dato(), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    respuesta["Content-Disposition"] = f'attachment; filename="acuse-{folio}.json"'
    return respuesta


@solo(Permiso.VER_AVANCE)
def acuse_pdf(peticion: Peticion, folio: str) -> HttpResponse:
    """El acuse en una hoja."""
    envio, una = _suyo(peticion, folio)
    anotar(peticion.cuenta.clave, "acuse", "descargar", envio.clave, f"folio {folio}, PDF")
    hecho = _acuse_de(envio)
    datos = [
        ("Folio", hecho.folio),
        ("Recibido", f"{fecha_y_hora(envio.instante)} ({hecho.instante})"),
        ("Candidatura", f"{una.nombre} · {hecho.clave}"),
        ("Enviado con la cuenta", hecho.cuenta),
        ("Proceso", vigente().contexto.proceso.identificacion.nombre),
        ("Huella del cuestionario curricular (SHA-256)", hecho.curricular),
        ("Compromiso de la identidad", hecho.identidad or _SIN_IDENTIDAD),
        ("Suma del acuse", hecho.suma),
    ]
    notas = [_TARDE] if hecho.extemporaneo else []
    if hecho.corrige:
        notas.append(f"Segundo acuse: sustituye al {hecho.corrige} (PTO 26).")
    crudo = hacer_pdf("Acuse de recibo", datos, notas, _donde_se_comprueba(peticion, folio))
    respuesta = HttpResponse(crudo, content_type="application/pdf")
    respuesta["Content-Disposition"] = f'attachment; filename="acuse-{folio}.pdf"'
    return respuesta


@solo(Permiso.VER_AVANCE)
def folio(peticion: Peticion, folio: str) -> HttpResponse:
    """En qué va, quién lo tiene, desde cuándo y qué le falta."""
    como_va = buscar_folio(folio)
    if como_va is None:
        raise Http404
    unas = [
        una
        for una in Expediente.objects.filter(clave__in=como_va.claves).order_by("clave")
        if puede(peticion.cuenta, Permiso.VER_AVANCE, una)
    ]
    if not unas and not puede(peticion.cuenta, Permiso.VER_COLA):
        raise Http404
    datos = {
        "f": como_va,
        "unas": unas,
        "hallazgos": solo_de(como_va.hallazgos, unas),
        "otro": Envio.objects.filter(corrige=como_va.envio).first() if como_va.envio else None,
    }
    return render(peticion, "captura/folio.html", datos)


@abierta
def verificar_acuse(peticion: HttpRequest) -> HttpResponse:
    """Dice si un acuse es auténtico. No pide entrar y nunca enseña lo contestado."""
    escrito = (peticion.POST.get("folio") or peticion.GET.get("folio") or "")[:20]
    subido = peticion.FILES.get("archivo")
    dictamen: Dictamen | None = None
    error = ""
    try:
        if subido is not None:
            dictamen = de_archivo(subido.read(MAXIMO_BYTES + 1))
        elif escrito:
            dictamen = de_folio(escrito)
        elif peticion.method == "POST":
            error = "Elija el archivo del acuse o escriba su folio."
    except ErrorConoceles:
        error = "En este momento no se puede comprobar. Intente en unos minutos."
    datos = {"dictamen": dictamen, "error": error, "folio": escrito, "subido": subido is not None}
    return render(peticion, "captura/verificar.html", datos)


RUTAS = [
    path("acuses/<str:folio>/", acuse, name="acuse"),
    path("acuses/<str:folio>/acuse.pdf", acuse_pdf, name="acuse_pdf"),
    path("acuses/<str:folio>/acuse.json", acuse_json, name="acuse_json"),
    path("folios/<str:folio>/", folio, name="folio"),
    path("verificar/", verificar_acuse, name="verificar_acuse"),
]
