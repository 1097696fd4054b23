"""Subsanar la identidad observada: se contesta otra vez, se revisa y se pide."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from generador.captura.bitacora import anotar
from generador.captura.cola.encolar import NoProcede, nombre_de, pedir_sobre, por_que_no
from generador.captura.formulario import firmado
from generador.captura.formulario.cajas import Dicho
from generador.captura.formulario.reposicion import Reposicion, repartidos
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.guardia import Peticion
from generador.captura.llenado.borradores import Archivo, Contenido, SeAdelantaron
from generador.captura.llenado.campos import IDENTIDAD
from generador.captura.llenado.lectura import cargo_y_lugar
from generador.captura.llenado.valores import Campos, entero, excedida
from generador.captura.models import Expediente
from generador.captura.vistas.secciones import pesa_de_mas, sin_archivo
from generador.nucleo.acciones import Accion

_PLANTILLA = "captura/subsanar_identidad.html"


def contestar_de_nuevo(
    peticion: Peticion, expediente: Expediente, observada: dict[str, Any]
) -> HttpResponse:
    """Llenar, revisar y pedirlo; antes, el aviso de privacidad (PTO 16 y 38)."""
    if not Trabajo.abrir(expediente, peticion.cuenta).acepto:
        return redirect("aceptar_aviso", clave=expediente.clave)
    repone = Reposicion.abrir(expediente)
    datos: dict[str, Any] = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, repone.rige),
        "observada": observada,
        "no": por_que_no(Accion.SUBSANAR, expediente, peticion.cuenta, repone.rige),
        "titulo": nombre_de(Accion.SUBSANAR),
    }
    if datos["no"]:
        return render(peticion, _PLANTILLA, datos)
    anotar(peticion.cuenta.clave, "verificacion", "abrir identidad", expediente.clave, "subsanar")
    if peticion.method != "POST":
        return _llenar(peticion, repone, datos)
    if "paso" in peticion.POST:
        return _confirmar(peticion, repone, datos)
    return _guardar(peticion, repone, datos)


def _llenar(
    peticion: Peticion,
    repone: Reposicion,
    datos: dict[str, Any],
    *,
    escrito: Contenido | None = None,
    revisada: bool = False,
    error: Dicho | None = None,
) -> HttpResponse:
    """La página con lo guardado o, si no se guardó, con lo escrito."""
    partes = repone.partes(repone.contenido if escrito is None else escrito)
    dichos = dict(repartidos(partes, repone.hallazgos if revisada else ()))
    if error:
        dichos["errores"] = [error, *dichos["errores"]]
        if error.id == "documento":
            dichos["del_documento"] = [error]
    datos |= {
        "partes": partes,
        "version": repone.version,
        "documento": repone.documento is not None,
        **dichos,
        "avisos": [],
    }
    return render(peticion, _PLANTILLA, datos, status=422 if dichos["errores"] else 200)


def _guardar(peticion: Peticion, repone: Reposicion, datos: dict[str, Any]) -> HttpResponse:
    campos = dict(peticion.POST.lists())
    escrito = repone.con(campos)
    if larga := excedida(campos, repone.entradas):
        dicho = f"«{larga.titulo}» es mucho más largo de lo que cabe y no se guardó. Acórtelo."
        return _llenar(peticion, repone, datos, escrito=escrito, error=Dicho(larga.id, dicho, ""))
    documento, error = _documento(peticion)
    try:
        repone = repone.guardar(
            escrito, peticion.cuenta.clave, documento, entero(peticion.POST.get("version", ""))
        )
    except SeAdelantaron:
        return _se_adelantaron(peticion, Reposicion.abrir(repone.expediente), datos, campos)
    if error is None and repone.por_mostrar(campos):
        messages.info(peticion, "Guardado. Por lo que contestó, faltan estas preguntas.")
        return redirect(f"{peticion.path}?rubro={IDENTIDAD}")
    if error or not repone.limpia:
        return _llenar(peticion, repone, datos, revisada=True, error=error)
    return _revisar(peticion, repone, datos)


def _documento(peticion: Peticion) -> tuple[Archivo | None, Dicho | None]:
    """El que se acaba de subir, o por qué no sirve."""
    subido = peticion.FILES.get("documento")
    if subido is None:
        pesa = pesa_de_mas(peticion)
        return None, sin_archivo(peticion, "documento", "el documento") if pesa else None
    try:
        return firmado.recibir(subido.read()), None
    except firmado.NoEsDocumento as causa:
        return None, Dicho("documento", str(causa), "Súbalo otra vez.")


def _se_adelantaron(
    peticion: Peticion, repone: Reposicion, datos: dict[str, Any], campos: Campos | None = None
) -> HttpResponse:
    """Otra persona guardó en medio: no se encima nada y se ve lo de las dos."""
    por = repone.borrador.por if repone.borrador else "Otra persona"
    error = Dicho("contenido", f"{por} guardó después de que usted abrió esta página.", "")
    escrito = None
    if campos is not None:
        escrito = repone.con(campos)
        datos["de_ella"] = repone.diferentes(escrito)
    respuesta = _llenar(peticion, repone, datos, escrito=escrito, error=error)
    respuesta.status_code = 409
    return respuesta


def _revisar(
    peticion: Peticion, repone: Reposicion, datos: dict[str, Any], *, sin_confirmar: bool = False
) -> HttpResponse:
    dichos = repartidos(repone.partes(repone.contenido), repone.hallazgos)
    datos |= {
        "confirma": True,
        "version": repone.version,
        "resumen": repone.resumen(),
        "cierra": not repone.abierta,
        "sugerencias": dichos["avisos"],
        "sin_confirmar": sin_confirmar,
    }
    return render(peticion, _PLANTILLA, datos, status=422 if sin_confirmar else 200)


def _confirmar(peticion: Peticion, repone: Reposicion, datos: dict[str, Any]) -> HttpResponse:
    """Pide lo que se revisó: si cambió entre tanto, o ya no cumple, se ve otra vez."""
    if entero(peticion.POST.get("version", "")) != repone.version:
        return _se_adelantaron(peticion, repone, datos)
    if not repone.limpia or "corregir" in peticion.POST:
        return _llenar(peticion, repone, datos, revisada=not repone.limpia)
    if peticion.POST.get("confirmo") != "si":
        return _revisar(peticion, repone, datos, sin_confirmar=True)
    try:
        acto = pedir_sobre(
            Accion.SUBSANAR,
            repone.expediente,
            peticion.cuenta,
            repone.rige,
            {"rubro": IDENTIDAD},
            repone.reservado(),
        )
    except NoProcede as error:
        messages.error(peticion, str(error))
    else:
        texto = f"«{nombre_de(Accion.SUBSANAR)}» está en cola, con el folio {acto.folio}."
        messages.success(peticion, texto)
    return redirect("subsanar", clave=repone.expediente.clave)
