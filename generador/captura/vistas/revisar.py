"""«Revise sus respuestas» y enviar: la única oportunidad (PTO 23)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from generador.captura.bitacora import anotar
from generador.captura.cola import envios
from generador.captura.formulario.cajas import cajas_de, legible, repartir
from generador.captura.formulario.destino import destinos_de
from generador.captura.formulario.revision import Estado, por_que_cierra
from generador.captura.formulario.secciones import CURRICULAR, DE_IDENTIDAD, FIRMA, Seccion
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado.borradores import SeAdelantaron
from generador.captura.llenado.campos import id_de
from generador.captura.llenado.escrito import pide_identidad
from generador.captura.llenado.valores import buscar, entero
from generador.captura.models import Expediente
from generador.captura.permisos import Permiso
from generador.captura.vistas.secciones import titulos_de
from generador.nucleo.formulario import FOTOGRAFIA
from generador.nucleo.hallazgo import Hallazgo

SIN_CONFIRMAR = "Confirme que revisó las respuestas y que sabe que hay una sola oportunidad."
SIN_DECIR = "Confirme que de identidad no se dice nada, o conteste el consentimiento."


@solo(Permiso.CAPTURAR)
def revisar(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Todo lo llenado, con qué le falta y cómo cambiarlo."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    if not trabajo.acepto:
        return redirect("aceptar_aviso", clave=trabajo.clave)
    return _pagina(peticion, trabajo)


@solo(Permiso.CAPTURAR)
@require_POST
def enviar(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Envía lo que se revisó; al terminar, el acuse."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    if not trabajo.acepto:
        return redirect("aceptar_aviso", clave=trabajo.clave)
    if peticion.POST.get("confirmo") != "si":
        return _pagina(peticion, trabajo, ("confirmo", SIN_CONFIRMAR))
    if _calla(trabajo) and peticion.POST.get("callo") != "si":
        return _pagina(peticion, trabajo, ("callo", SIN_DECIR))
    version = entero(peticion.POST.get("_version", ""))
    try:
        envio = envios.enviar(expediente, peticion.cuenta, trabajo.rige, version)
    except SeAdelantaron as antes:
        messages.error(
            peticion,
            f"{antes.vigente.por} guardó después de que usted abrió esta página. No se envió: "
            "revise otra vez lo que hay ahora.",
        )
        return redirect("revisar", clave=trabajo.clave)
    except envios.NoSeEnvia as motivo:
        return _pagina(peticion, trabajo, ("contenido", str(motivo)))
    return redirect("acuse", folio=envio.folio)


def _pagina(
    peticion: Peticion, trabajo: Trabajo, error: tuple[str, str] | None = None
) -> HttpResponse:
    expediente, rige = trabajo.expediente, trabajo.rige
    if trabajo.contenido.get(DE_IDENTIDAD):
        anotar(peticion.cuenta.clave, "captura", "abrir identidad", trabajo.clave, "revisar")
    errores = [_con_liga(trabajo, h) for h in trabajo.revision.errores if not trabajo.cerrado]
    motivo = (
        ""
        if trabajo.corrige
        else envios.por_que_no_se_envia(expediente, peticion.cuenta, rige, trabajo.envio)
    )
    datos = {
        "trabajo": trabajo,
        "expediente": expediente,
        "secciones": [_resumen(trabajo, s) for s in trabajo.secciones],
        "errores": errores,
        "error": error,
        "motivo": motivo,
        "tarde": bool(expediente.vence and rige.contexto.ahora > expediente.vence),
        "extemporanea": rige.contexto.proceso.plazos.extemporanea,
        "calla": _calla(trabajo),
        "destinos": () if trabajo.ya_no_esta else destinos_de(trabajo),
        "version": trabajo.version,
        "foto": trabajo.llenado.foto is not None,
        "documento": trabajo.llenado.documento is not None,
    }
    return render(peticion, "captura/revisar.html", datos, status=422 if error else 200)


def _calla(trabajo: Trabajo) -> bool:
    """Si no está obligada a contestar la identidad y no ha dicho ni si autoriza tratarla."""
    en_blanco = por_que_cierra(trabajo.contenido) is Estado.AUN_NO
    return en_blanco and not pide_identidad(trabajo.expediente, trabajo.rige)


def ruta_de(clave: str, seccion: Seccion) -> str:
    """La página de esa sección."""
    if seccion.nombre in (FOTOGRAFIA, FIRMA):
        return reverse(seccion.nombre, args=[clave])
    return reverse("seccion", args=[clave, seccion.nombre])


def _con_liga(trabajo: Trabajo, hallazgo: Hallazgo) -> dict[str, str]:
    """El error con la dirección exacta de su casilla."""
    seccion = trabajo.secciones.de_puntero(hallazgo.puntero)
    dicho = f"{hallazgo.mensaje} {hallazgo.remedio}".strip()
    if seccion is None:
        primera = next(s for s in trabajo.secciones if s.bloque == CURRICULAR)
        return {"ruta": ruta_de(trabajo.clave, primera), "dicho": dicho}
    proceso = trabajo.rige.contexto.proceso
    cajas = cajas_de(seccion.entradas, trabajo.contenido, proceso, titulos_de(trabajo))
    dichos, avisos = repartir(cajas, [hallazgo])
    ancla = (dichos or avisos)[0].id if cajas else id_de(seccion.raiz)
    return {"ruta": f"{ruta_de(trabajo.clave, seccion)}#{ancla}", "dicho": dicho}


def _resumen(trabajo: Trabajo, seccion: Seccion) -> dict[str, Any]:
    """Una sección con lo contestado, como se lee."""
    estado = trabajo.avance.estados[seccion.nombre]
    titulos = titulos_de(trabajo)
    visibles = seccion.visibles(trabajo.contenido)
    se_fue = trabajo.ya_no_esta and seccion.bloque != CURRICULAR
    cerrada = se_fue or estado in (Estado.AUN_NO, Estado.CERRADA)
    ruta = ruta_de(trabajo.clave, seccion)
    return {
        "seccion": seccion,
        "ruta": ruta,
        "estado": estado,
        "cerrada": cerrada,
        "sola": [e.titulo for e in visibles] == [seccion.titulo],
        "avisos": trabajo.revision.de(seccion),
        "respuestas": [
            {
                "titulo": e.titulo,
                "valor": legible(e, buscar(trabajo.contenido, e.puntero), titulos),
                "ruta": f"{ruta}#{e.id}",
            }
            for e in (() if cerrada else visibles)
        ],
    }


RUTAS = [
    path("candidaturas/<str:clave>/revisar/", revisar, name="revisar"),
    path("candidaturas/<str:clave>/enviar/", enviar, name="enviar"),
]
