"""El consentimiento: tres manifestaciones, su efecto y el documento firmado que las ampara."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.crypto import salted_hmac

from generador.captura.bitacora import anotar
from generador.captura.formulario import firmado
from generador.captura.formulario.cajas import Dicho, cajas_de, repartir
from generador.captura.formulario.guardado import Conflicto, Desmedida, guardar_seccion
from generador.captura.formulario.revision import Estado, Revision, por_que_cierra
from generador.captura.formulario.secciones import DE_IDENTIDAD, FIRMA
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado import borradores
from generador.captura.models import Adjunto, Expediente
from generador.captura.permisos import Permiso
from generador.captura.vistas.secciones import (
    comparar,
    comunes,
    desviar,
    pesa_de_mas,
    si_se_puede,
    sin_archivo,
)

_VISTO = "_documento"
_DOCUMENTO = f"/{FIRMA}/documento"


@solo(Permiso.CAPTURAR)
def consentimiento(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Las tres manifestaciones, con su efecto, y el documento que las ampara."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    una = trabajo.secciones.por_nombre[FIRMA]
    if desvio := desviar(peticion, trabajo, una):
        return desvio
    if peticion.method != "POST":
        return _firma(peticion, trabajo)
    return si_se_puede(peticion, trabajo, lambda: _guardar_firma(peticion, trabajo))


def _guardar_firma(peticion: Peticion, trabajo: Trabajo) -> HttpResponse:
    una = trabajo.secciones.por_nombre[FIRMA]
    campos = dict(peticion.POST.lists())
    sale = peticion.POST.get("_que") == "salir"
    error: Dicho | None = None
    if (subido := peticion.FILES.get("documento")) is not None:
        try:
            _recibir(trabajo, subido.read(), peticion.POST.get(_VISTO))
        except firmado.NoEsDocumento as causa:
            error = Dicho("documento", str(causa), "Súbalo otra vez.")
        trabajo = Trabajo.abrir(trabajo.expediente, trabajo.cuenta)
    elif pesa_de_mas(peticion):
        error = sin_archivo(peticion, "documento", "el documento")
    try:
        guardada = guardar_seccion(trabajo, una, campos, validar=not sale)
    except Conflicto as otro:
        return comparar(peticion, otro.trabajo, una, campos)
    except Desmedida as larga:
        return _firma(peticion, trabajo, error=Dicho(larga.entrada.id, str(larga), ""))
    trabajo = guardada.trabajo
    if error or (guardada.revision and guardada.revision.errores_de(una)):
        return _firma(peticion, trabajo, guardada.revision, error)
    if por_que_cierra(trabajo.contenido) is Estado.CERRADA:
        messages.success(
            peticion,
            "Guardado. No se autorizó tratar los datos de identidad: ese cuestionario se cierra y "
            "no se guarda nada de él.",
        )
        return redirect("tareas", clave=trabajo.clave)
    messages.success(peticion, "Guardado.")
    siguiente = trabajo.secciones.siguiente(FIRMA)
    autorizo = por_que_cierra(trabajo.contenido) is None
    if sale or siguiente is None or not autorizo:
        return redirect("tareas", clave=trabajo.clave)
    return redirect("seccion", clave=trabajo.clave, nombre=siguiente.nombre)


def _recibir(trabajo: Trabajo, crudo: bytes, visto: str | None) -> None:
    """Lo guarda. Si otra cuenta subió uno que no se vio, no lo encima: lanza `NoEsDocumento`."""
    archivo = firmado.recibir(crudo)
    with transaction.atomic():
        borradores.apartar(trabajo.clave)
        if visto is not None and visto != _huella(
            Trabajo.abrir(trabajo.expediente, trabajo.cuenta)
        ):
            raise firmado.NoEsDocumento(
                "Otra cuenta subió un documento después de que usted abrió esta página, y ese "
                "quedó: descárguelo para verlo. ¿El bueno es el suyo?"
            )
        trabajo.adjuntar(Adjunto.CONSENTIMIENTO, archivo)
        anotar(trabajo.cuenta.clave, "captura", "subir consentimiento", trabajo.clave)


def _huella(trabajo: Trabajo) -> str:
    """Con qué se sabe cuál documento estaba a la vista; vacía si ninguno."""
    documento = trabajo.llenado.documento
    return salted_hmac("documento", documento).hexdigest() if documento else ""


def _firma(
    peticion: Peticion,
    trabajo: Trabajo,
    revision: Revision | None = None,
    error: Dicho | None = None,
) -> HttpResponse:
    una = trabajo.secciones.por_nombre[FIRMA]
    cajas = cajas_de(una.entradas, trabajo.contenido, trabajo.rige.contexto.proceso)
    for caja in cajas:
        caja.efectos = firmado.EFECTOS.get(caja.entrada.puntero.rpartition("/")[2], ())
    hallazgos = revision.errores_de(una) if revision else ()
    errores, _ = repartir(cajas, [h for h in hallazgos if h.puntero != _DOCUMENTO])
    del_documento = [
        Dicho("documento", h.mensaje, h.remedio) for h in hallazgos if h.puntero == _DOCUMENTO
    ]
    if error:
        del_documento = [error]
    datos = {
        **comunes(trabajo, una),
        "cajas": cajas,
        "errores": [*errores, *del_documento],
        "del_documento": del_documento,
        "documento": trabajo.llenado.documento is not None,
        "documento_visto": _huella(trabajo),
        "con_identidad": bool(trabajo.contenido.get(DE_IDENTIDAD)),
    }
    hay = bool(errores or del_documento)
    return render(peticion, "captura/consentimiento.html", datos, status=422 if hay else 200)


@solo(Permiso.CAPTURAR)
def formato_de_consentimiento(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """El formato prellenado, para firmar (PTO 18)."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    if not trabajo.acepto:
        return redirect("aceptar_aviso", clave=trabajo.clave)
    anotar(peticion.cuenta.clave, "captura", "descargar formato", expediente.clave)
    nombre = f"consentimiento-{expediente.clave.lower()}.pdf"
    return _archivo(firmado.formato(trabajo), "pdf", nombre)


@solo(Permiso.VER_IDENTIDAD)
def ver_consentimiento(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """El documento firmado, para cotejarlo; siempre se descarga, nunca se abre aquí."""
    borrador = borradores.buscar(expediente.clave)
    documento = borradores.adjunto_de(borrador, Adjunto.CONSENTIMIENTO)
    if borrador is None or documento is None:
        raise Http404
    tipo = borrador.adjuntos.get(clase=Adjunto.CONSENTIMIENTO).tipo
    anotar(peticion.cuenta.clave, "captura", "descargar consentimiento", expediente.clave)
    return _archivo(documento, tipo, f"firmado-{expediente.clave.lower()}.{tipo}")


def _archivo(contenido: bytes, tipo: str, nombre: str) -> HttpResponse:
    respuesta = HttpResponse(contenido, content_type=firmado.TIPOS[tipo])
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


RUTAS = [
    path("candidaturas/<str:clave>/consentimiento/", consentimiento, name="consentimiento"),
    path(
        "candidaturas/<str:clave>/consentimiento/formato.pdf",
        formato_de_consentimiento,
        name="formato_de_consentimiento",
    ),
    path(
        "candidaturas/<str:clave>/consentimiento/firmado/",
        ver_consentimiento,
        name="ver_consentimiento",
    ),
]
