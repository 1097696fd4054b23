"""Quien responde por lo publicado lo corrige: subsanar lo observado y el cambio único.

El cambio va en tres pasos: se pide, la unidad lo habilita y se aplica antes de su límite
(PTO 31 y 32). Lo escrito se guarda cifrado: puede dejarse y seguirse después.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura.cola.encolar import NoProcede, nombre_de, pedir_sobre, por_que_no
from generador.captura.formulario import edicion
from generador.captura.formulario.imagenes import NoSirve
from generador.captura.fuente import Vigente, candidatura_de, vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado import borradores
from generador.captura.llenado.casillas import con_hallazgos, errores_de, leer
from generador.captura.llenado.lectura import CURRICULAR, cargo_y_lugar, nombre_del_rubro
from generador.captura.llenado.valores import entero
from generador.captura.models import Acto, Adjunto, Borrador, Expediente
from generador.captura.permisos import Permiso
from generador.captura.vistas.identidad_observada import contestar_de_nuevo
from generador.nucleo.acciones import Accion
from generador.nucleo.formulario import FOTOGRAFIA
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.observaciones import observaciones_abiertas

DE_CAMBIO = (Accion.SOLICITAR_CAMBIO, Accion.HABILITAR_CAMBIO, Accion.APLICAR_CAMBIO)
IDENTIDAD, FOTO = "/identidad", f"{CURRICULAR}/{FOTOGRAFIA}"


@dataclass(frozen=True, slots=True)
class Edicion:
    """Qué se corrige: con qué acto, bajo qué punteros y dónde se guarda mientras tanto."""

    accion: Accion
    bajo: tuple[str, ...]
    para: str
    plantilla: str
    rubro: str = ""

    @property
    def con_foto(self) -> bool:
        """Si entre lo que se corrige está la fotografía."""
        return any(f"{FOTO}/".startswith(f"{b}/") for b in self.bajo)


def _atender(
    edita: Edicion, peticion: Peticion, expediente: Expediente, mas: dict[str, Any]
) -> HttpResponse:
    """Llenar, ver «dice / debe decir» y pedirlo."""
    rige = vigente()
    borrador = borradores.buscar(expediente.clave, edita.para)
    consta = expediente.dato["curricular"] or {}
    dicho = (borradores.leer(borrador).get("curricular") if borrador else None) or consta
    datos: dict[str, Any] = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "titulo": nombre_de(edita.accion),
        "rubro": nombre_del_rubro(edita.rubro, rige) if edita.rubro else "",
        "no": por_que_no(edita.accion, expediente, peticion.cuenta, rige),
        "version": borrador.version if borrador else 0,
        "casillas": edicion.de_curricular(expediente, dicho, rige, edita.bajo),
        "actos": _actos(expediente.clave, edita.accion),
        "varios": not edita.rubro,
        "con_foto": edita.con_foto,
        **mas,
    }
    if peticion.method != "POST" or datos["no"]:
        return render(peticion, edita.plantilla, datos)
    casillas = leer(datos["casillas"], peticion.POST)
    datos["casillas"] = casillas
    if peticion.POST.get("retirar") == "si" and edita.rubro:
        nuevo = edicion.sin_respuesta(consta, edita.rubro)
        return _revisar(edita, peticion, expediente, edicion.Escrito(nuevo), datos)
    nuevo = edicion.con_lo_escrito(consta, casillas, rige, edita.bajo)
    try:
        subida = peticion.FILES.get("fotografia")
        crudo = subida.read() if subida is not None and edita.con_foto else None
        escrito = edicion.con_foto(nuevo, crudo, borrador if edita.con_foto else None, rige)
    except NoSirve as error:
        datos["error_de_foto"] = str(error)
        return render(peticion, edita.plantilla, datos, status=400)
    return _revisar(edita, peticion, expediente, escrito, datos)


def _revisar(
    edita: Edicion,
    peticion: Peticion,
    expediente: Expediente,
    escrito: edicion.Escrito,
    datos: dict[str, Any],
) -> HttpResponse:
    rige, nuevo = vigente(), escrito.curricular
    propuesto = edicion.proponer(expediente, nuevo, rige, escrito.foto)
    casillas = con_hallazgos(datos["casillas"], propuesto.hallazgos)
    errores: list[Any] = errores_de(casillas)
    junto = {c.error for c in errores}
    sueltos = [
        h
        for h in propuesto.hallazgos
        if h.nivel is Nivel.ERROR
        and h.puntero.startswith(CURRICULAR)
        and not any(h.mensaje in e for e in junto)
    ]
    datos |= {
        "casillas": casillas,
        "errores": errores,
        "sueltos": sueltos,
        "cambios": propuesto.cambios,
        "retira": peticion.POST.get("retirar") == "si",
        "avisos": [h for h in propuesto.hallazgos if h.nivel is Nivel.AVISO],
    }
    if errores or sueltos or not propuesto.cambios:
        datos["igual"] = not propuesto.cambios
        return render(peticion, edita.plantilla, datos, status=400)
    try:
        guardado = borradores.guardar(
            expediente.clave,
            peticion.cuenta.clave,
            {"curricular": nuevo},
            max(0, entero(peticion.POST.get("version", ""))),
            para=edita.para,
        )
    except borradores.SeAdelantaron as error:
        de_ella = borradores.leer(error.vigente).get("curricular")
        datos["conflicto"] = str(error)
        datos["de_ella"] = edicion.cambios_entre(de_ella, nuevo, rige)
        datos["version"] = error.vigente.version
        return render(peticion, edita.plantilla, datos, status=409)
    if escrito.foto is not None:
        archivo = borradores.Archivo(escrito.foto, "webp")
        borradores.adjuntar(guardado, Adjunto.FOTOGRAFIA, archivo)
    datos["version"] = guardado.version
    if peticion.POST.get("confirmo") != "si" or peticion.POST.get("corregir"):
        datos["confirma"] = not peticion.POST.get("corregir")
        datos["sin_confirmar"] = "paso" in peticion.POST
        return render(peticion, edita.plantilla, datos)
    return _pedir(edita, peticion, expediente, propuesto.crudo, escrito.foto)


def _pedir(
    edita: Edicion, peticion: Peticion, expediente: Expediente, crudo: bytes, foto: bytes | None
) -> HttpResponse:
    reservado = {"archivo": expediente.archivo, "crudo": crudo.decode()}
    if foto is not None:
        reservado["foto"] = b64encode(foto).decode()
    opciones = {"rubro": edita.rubro} if edita.rubro else {}
    try:
        acto = pedir_sobre(
            edita.accion, expediente, peticion.cuenta, vigente(), opciones, reservado
        )
    except NoProcede as error:
        messages.error(peticion, str(error))
    else:
        texto = f"«{nombre_de(edita.accion)}» está en cola, con el folio {acto.folio}."
        messages.success(peticion, texto)
    return redirect(peticion.path)


def _actos(clave: str, accion: Accion) -> list[dict[str, Any]]:
    cuales = DE_CAMBIO if accion in DE_CAMBIO else (accion,)
    actos = Acto.objects.filter(objeto=clave, accion__in=cuales).defer("cifrado").order_by("-pk")
    return [
        {"a": a, "nombre": nombre_de(a.accion), "estado": Acto.ESTADOS[a.estado]} for a in actos
    ]


@solo(Permiso.PEDIR_CAMBIO)
def solicitar_cambio(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Primer paso: decir qué dice y qué debe decir. Lo publicado sigue igual."""
    edita = Edicion(
        Accion.SOLICITAR_CAMBIO, (CURRICULAR,), Borrador.CAMBIO, "captura/cambio_solicitar.html"
    )
    return _atender(edita, peticion, expediente, _del_cambio(expediente, vigente()))


@solo(Permiso.PEDIR_CAMBIO)
def aplicar_cambio(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Tercer paso: cambiar solo lo que se pidió, antes del límite. Gasta la ocasión."""
    rige = vigente()
    mas = _del_cambio(expediente, rige)
    edita = Edicion(
        Accion.APLICAR_CAMBIO, tuple(mas["campos"]), Borrador.CAMBIO, "captura/cambio_aplicar.html"
    )
    return _atender(edita, peticion, expediente, mas)


def _del_cambio(expediente: Expediente, rige: Vigente) -> dict[str, Any]:
    cambio = expediente.dato["tramite"].get("cambio") or {}
    campos: list[str] = cambio.get("campos", [])
    return {
        "campos": campos,
        "pedidos": [nombre_del_rubro(c, rige) for c in campos],
        "en_que_va": expediente.cambio,
        "limite": expediente.cambio_vence,
        "plazo": rige.contexto.proceso.plazos.cambio,
    }


@solo(Permiso.SUBSANAR)
def subsanar(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Corregir lo observado, o retirar la respuesta; no gasta el cambio único."""
    rige = vigente()
    abiertas = observaciones_abiertas(candidatura_de(expediente), rige.contexto)
    causales = rige.contexto.proceso.causales
    observadas = [
        {
            "puntero": o["rubro"],
            "rubro": nombre_del_rubro(o["rubro"], rige),
            "causal": causales[o["causal"]].nombre if o["causal"] in causales else o["causal"],
            "fundamento": o.get("fundamento", ""),
            "fecha": rige.contexto.proceso.instante(o["fecha"]),
        }
        for o in expediente.dato["tramite"].get("observaciones", ())
        if o["rubro"] in abiertas and "subsanada" not in o
    ]
    rubro = peticion.GET.get("rubro", "")
    if not rubro:
        datos = {
            "expediente": expediente,
            "donde": cargo_y_lugar(expediente, rige),
            "observadas": observadas,
            "actos": _actos(expediente.clave, Accion.SUBSANAR),
        }
        return render(peticion, "captura/subsanar.html", datos)
    elegida = next((o for o in observadas if o["puntero"] == rubro), None)
    if elegida is None:
        raise Http404
    if rubro.startswith(IDENTIDAD):
        return contestar_de_nuevo(peticion, expediente, elegida)
    edita = Edicion(
        Accion.SUBSANAR, (rubro,), Borrador.SUBSANACION, "captura/subsanar_rubro.html", rubro
    )
    return _atender(edita, peticion, expediente, {"observada": elegida})


RUTAS = [
    path("candidaturas/<str:clave>/cambio/", solicitar_cambio, name="solicitar_cambio"),
    path("candidaturas/<str:clave>/cambio/aplicar/", aplicar_cambio, name="aplicar_cambio"),
    path("candidaturas/<str:clave>/subsanar/", subsanar, name="subsanar"),
]
