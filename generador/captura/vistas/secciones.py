"""Una sección por página: se llena, se guarda al avanzar y se dice qué le falta."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from generador.captura.bitacora import anotar
from generador.captura.formulario.cajas import Caja, Dicho, cajas_de, legible, repartir
from generador.captura.formulario.guardado import (
    COMPARADA,
    GUARDADO,
    HUELLA,
    MIO,
    VERSION,
    Conflicto,
    Desmedida,
    Guardada,
    apartado_de,
    guardar_seccion,
)
from generador.captura.formulario.revision import Estado, Revision, por_que_cierra
from generador.captura.formulario.secciones import DE_IDENTIDAD, FIRMA, Seccion
from generador.captura.formulario.trabajo import Trabajo, YaNoSeCambia
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado.valores import Campos, aplicar, buscar, escribir, leer, presentes
from generador.captura.models import Expediente
from generador.captura.permisos import Permiso, puede
from generador.nucleo.formulario import FOTOGRAFIA
from generador.tramites.depositar import MAXIMO_DOCUMENTO

_APARTE = frozenset({FOTOGRAFIA, FIRMA})
_VISTOS = "_vistos"


@solo(Permiso.CAPTURAR)
def seccion(peticion: Peticion, expediente: Expediente, nombre: str) -> HttpResponse:
    """La página de una sección."""
    trabajo, una = _abrir(peticion, expediente, nombre)
    if nombre in _APARTE:
        return redirect(nombre, clave=expediente.clave)
    if desvio := desviar(peticion, trabajo, una):
        return desvio
    if peticion.method != "POST":
        if una.bloque == DE_IDENTIDAD:
            anotar(peticion.cuenta.clave, "captura", "abrir identidad", trabajo.clave, nombre)
        return _pagina(peticion, trabajo, una)
    return si_se_puede(peticion, trabajo, lambda: _guardar(peticion, trabajo, una))


@solo(Permiso.CAPTURAR)
def conflicto(peticion: Peticion, expediente: Expediente, nombre: str) -> HttpResponse:
    """Lo que quedó apartado al vencer la sesión, junto a lo que otra persona guardó."""
    trabajo, una = _abrir(peticion, expediente, nombre)
    if desvio := desviar(peticion, trabajo, una):
        return desvio
    apartado = apartado_de(trabajo, una)
    if apartado is None or trabajo.cerrado:
        return redirect("seccion", clave=trabajo.clave, nombre=nombre)
    return comparar(peticion, trabajo, una, apartado)


def si_se_puede(
    peticion: Peticion, trabajo: Trabajo, guardar: Callable[[], HttpResponse]
) -> HttpResponse:
    """Lo guarda; si ya no se cambia, o se envió mientras se guardaba, dice por qué."""
    try:
        trabajo.exigir_abierto()
        return guardar()
    except YaNoSeCambia as motivo:
        messages.error(peticion, str(motivo))
        return redirect("tareas", clave=trabajo.clave)


def _abrir(peticion: Peticion, expediente: Expediente, nombre: str) -> tuple[Trabajo, Seccion]:
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    una = trabajo.secciones.por_nombre.get(nombre)
    if una is None:
        raise Http404
    return trabajo, una


def desviar(peticion: Peticion, trabajo: Trabajo, una: Seccion) -> HttpResponse | None:
    """A dónde ir antes de poder abrir esa sección; None si se puede."""
    if not trabajo.acepto:
        return redirect("aceptar_aviso", clave=trabajo.clave)
    if una.bloque != DE_IDENTIDAD:
        return None
    if not puede(peticion.cuenta, Permiso.VER_IDENTIDAD, trabajo.expediente):
        raise Http404
    match por_que_cierra(trabajo.contenido):
        case Estado.AUN_NO:
            messages.info(peticion, "Antes de las preguntas de identidad va el consentimiento.")
        case Estado.CERRADA:
            messages.info(
                peticion,
                "No se autorizó el tratamiento de los datos de identidad: no se pregunta nada.",
            )
        case _:
            return None
    return redirect(FIRMA, clave=trabajo.clave)


def _guardar(peticion: Peticion, trabajo: Trabajo, una: Seccion) -> HttpResponse:
    campos = dict(peticion.POST.lists())
    sale = peticion.POST.get("_que") == "salir"
    try:
        guardada = guardar_seccion(trabajo, una, campos, validar=not sale)
    except Conflicto as otro:
        return comparar(peticion, otro.trabajo, una, campos)
    except Desmedida as larga:
        escrito = aplicar(trabajo.contenido, campos, presentes(campos, una.entradas))
        dicho = Dicho(larga.entrada.id, str(larga), "")
        return _pagina(peticion, trabajo, una, escrito=escrito, error=dicho)
    if sale:
        messages.success(peticion, "Guardado. Puede seguir cuando quiera.")
        return redirect("tareas", clave=trabajo.clave)
    return _seguir(peticion, guardada, una)


def _seguir(peticion: Peticion, guardada: Guardada, una: Seccion) -> HttpResponse:
    """La sección que sigue, o la misma si le falta algo."""
    trabajo, revision = guardada.trabajo, guardada.revision
    if revision is None or revision.errores_de(una):
        return _pagina(peticion, trabajo, una, revision)
    if guardada.por_mostrar(una):
        messages.info(peticion, "Guardado. Por lo que contestó, faltan estas preguntas.")
        return redirect("seccion", clave=trabajo.clave, nombre=una.nombre)
    if revision.de(una) and peticion.POST.get(_VISTOS) != _marca(revision, una):
        return _pagina(peticion, trabajo, una, revision)
    siguiente = trabajo.secciones.siguiente(una.nombre)
    if siguiente is None:
        return redirect("revisar", clave=trabajo.clave)
    if siguiente.bloque != una.bloque:
        messages.success(peticion, "Guardado.")
        return redirect("tareas", clave=trabajo.clave)
    return redirect("seccion", clave=trabajo.clave, nombre=siguiente.nombre)


def _marca(revision: Revision, una: Seccion) -> str:
    """Con qué se sabe si estos avisos ya se leyeron: leídos, no detienen otra vez."""
    dichos = "\n".join(f"{h.regla} {h.puntero} {h.mensaje}" for h in revision.de(una))
    return sha256(dichos.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def titulos_de(trabajo: Trabajo) -> tuple[str, ...]:
    """Cómo llama el proceso a cada propuesta de ese cargo."""
    cargo = trabajo.rige.contexto.proceso.cargos.get(trabajo.expediente.cargo)
    return cargo.propuestas if cargo else ()


def _pagina(
    peticion: Peticion,
    trabajo: Trabajo,
    una: Seccion,
    revision: Revision | None = None,
    *,
    escrito: dict[str, Any] | None = None,
    error: Dicho | None = None,
) -> HttpResponse:
    contenido = trabajo.contenido if escrito is None else escrito
    cajas: list[Caja] = cajas_de(
        una.entradas, contenido, trabajo.rige.contexto.proceso, titulos_de(trabajo)
    )
    errores, avisos = repartir(cajas, revision.de(una) if revision else ())
    if error:
        errores = [error]
    datos = {
        **comunes(trabajo, una),
        "cajas": cajas,
        "errores": errores,
        "avisos": avisos,
        "vistos": _marca(revision, una) if revision else "",
        "consiente": buscar(trabajo.contenido, "/consentimiento/publicacion"),
    }
    return render(peticion, "captura/seccion.html", datos, status=422 if errores else 200)


def comunes(trabajo: Trabajo, una: Seccion) -> dict[str, Any]:
    """Lo que toda página de una sección usa."""
    borrador = trabajo.borrador
    return {
        "trabajo": trabajo,
        "expediente": trabajo.expediente,
        "seccion": una,
        "version": trabajo.version,
        "huella": trabajo.huella(una),
        "otra_persona": borrador is not None and borrador.por != trabajo.cuenta.clave,
    }


def comparar(peticion: Peticion, trabajo: Trabajo, una: Seccion, campos: Campos) -> HttpResponse:
    """Lo suyo y lo guardado, campo por campo, para elegir."""
    if una.bloque == DE_IDENTIDAD:
        anotar(peticion.cuenta.clave, "captura", "abrir identidad", trabajo.clave, una.nombre)
    mostradas = presentes(campos, una.entradas)
    titulos = titulos_de(trabajo)
    distintas = [
        {
            "puntero": e.puntero,
            "id": e.id,
            "titulo": e.titulo,
            "mio": legible(e, suyo, titulos),
            "guardado": legible(e, guardado, titulos),
        }
        for e in mostradas
        if (suyo := leer(e, campos)) != (guardado := buscar(trabajo.contenido, e.puntero))
    ]
    ocultos = [("_campos", e.puntero) for e in mostradas]
    ocultos += [par for e in mostradas for par in escribir(e, leer(e, campos))]
    ocultos += [(VERSION, str(trabajo.version)), (HUELLA, trabajo.huella(una)), (COMPARADA, "si")]
    destino = reverse(FIRMA, args=[trabajo.clave]) if una.nombre == FIRMA else ""
    datos = {
        **comunes(trabajo, una),
        "distintas": distintas,
        "ocultos": ocultos,
        "destino": destino or reverse("seccion", args=[trabajo.clave, una.nombre]),
        "opciones": ((GUARDADO, "Dejar lo guardado"), (MIO, "Usar lo que yo escribí")),
    }
    return render(peticion, "captura/conflicto.html", datos, status=409)


def pesa_de_mas(peticion: Peticion) -> bool:
    """Si lo que llegó pesa más que cualquier documento que se admita."""
    largo = peticion.META.get("CONTENT_LENGTH") or "0"
    return largo.isdigit() and int(largo) > MAXIMO_DOCUMENTO


def sin_archivo(peticion: Peticion, nombre: str, que: str) -> Dicho:
    """Por qué no llegó el archivo: no se eligió, o pesaba tanto que ni se leyó."""
    if pesa_de_mas(peticion):
        return Dicho(nombre, "El archivo pesa demasiado.", "Suba uno más ligero.")
    return Dicho(nombre, f"Falta elegir {que}.", "Elija un archivo de su aparato.")


RUTAS = [
    path("candidaturas/<str:clave>/seccion/<str:nombre>/", seccion, name="seccion"),
    path("candidaturas/<str:clave>/seccion/<str:nombre>/conflicto/", conflicto, name="conflicto"),
]
