"""El avance de las candidaturas de quien valida, y validarlas: una o muchas."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from generador.captura.bitacora import anotar
from generador.captura.busqueda import buscado, pagina_de
from generador.captura.cola import envios
from generador.captura.cola.destinos import el_primero
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.llenado import borradores
from generador.captura.llenado.escrito import Armado, Previo, armar
from generador.captura.llenado.lectura import apartados, cargo_y_lugar
from generador.captura.llenado.valores import entero
from generador.captura.models import Acto, Borrador, Envio, Expediente
from generador.captura.oficina.tablero import (
    POR_VALIDAR,
    SITUACIONES,
    SOLO_SI_HAY,
    Filtro,
    acotar,
    con_situacion,
    cuantas,
    suyas,
)
from generador.captura.permisos import Permiso, puede
from generador.errores import ConHallazgos, ErrorConoceles
from generador.nucleo.acciones import Accion
from generador.nucleo.hallazgo import Nivel

POR_PAGINA = 50
Resultado = tuple[Expediente, str, tuple[object, ...]]


@solo(Permiso.VALIDAR)
def supervision(peticion: Peticion) -> HttpResponse:
    """El tablero: cuántas hay de cada una, qué falta y qué vence primero."""
    rige = vigente()
    dicho = buscado(peticion, ("busca",), ("situacion", "plazo", "eleccion"))
    filtro = Filtro(**dicho)
    todas = con_situacion(suyas(peticion.cuenta))
    contadas = cuantas(todas, rige)
    pagina = pagina_de(peticion, acotar(todas, filtro, rige), POR_PAGINA)
    renglones = [_renglon(e, rige) for e in pagina.object_list]
    datos = {
        "pagina": pagina,
        "renglones": renglones,
        "por_validar": any(r["puede"] for r in renglones),
        "contadas": [
            (k, v[0], contadas[k])
            for k, v in SITUACIONES.items()
            if contadas[k] or k not in SOLO_SI_HAY
        ],
        "total": contadas["total"],
        "vencidas": contadas["vencidas"],
        "pronto": contadas["pronto"],
        "filtro": dicho,
        "elecciones": rige.contexto.proceso.elecciones.values(),
    }
    return render(peticion, "captura/supervision.html", datos)


def _renglon(expediente: Any, rige: Any) -> dict[str, Any]:
    nombre, falta, marca = SITUACIONES[expediente.situacion]
    vencida = expediente.limite is not None and expediente.limite < rige.contexto.ahora
    hechas = len(expediente.avance or ())
    if expediente.situacion == "en_captura" and hechas:
        secciones = "1 sección terminada" if hechas == 1 else f"{hechas} secciones terminadas"
        falta = f"{falta} Lleva {secciones}."
    return {
        "e": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "nombre": nombre,
        "marca": marca,
        "falta": falta,
        "vencida": vencida and not expediente.terminada,
        "puede": expediente.situacion == POR_VALIDAR and expediente.version is not None,
    }


@solo(Permiso.VALIDAR)
def validar(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Lo que se envió, con lo que se le halló; se corrige o se valida (PTO 25 y 26)."""
    if peticion.method == "POST":
        return _validar_una(peticion, expediente)
    return _mostrar(peticion, expediente)


def _mostrar(
    peticion: Peticion, expediente: Expediente, error: str = "", estado: int = 200
) -> HttpResponse:
    rige = vigente()
    envio = envios.envio_vivo(expediente.clave) or _ultimo(expediente.clave)
    borrador = borradores.buscar(expediente.clave)
    armado = _armado(expediente, envio, borrador)
    leido = armado.dato if armado else expediente.dato
    hallazgos = armado.hallazgos if armado else ()
    puede_validar = envio is not None and envio.estado in (Envio.EN_COLA, Envio.PROPUESTO)
    errores = [h for h in hallazgos if h.nivel is Nivel.ERROR]
    datos = {
        "expediente": expediente,
        "donde": cargo_y_lugar(expediente, rige),
        "envio": envio,
        "primero": el_primero(envio) if envio else None,
        "estado": Envio.ESTADOS[envio.estado] if envio else "",
        "version": borrador.version if borrador else 0,
        "apartados": apartados(leido, rige, hallazgos),
        "errores": errores,
        "avisos": [h for h in hallazgos if h.nivel is Nivel.AVISO],
        "de_identidad": [h for h in hallazgos if not h.puntero.startswith("/curricular")],
        "puede_validar": puede_validar and borrador is not None,
        "pedida": _pedida(envio),
        "error": error,
    }
    if armado:
        anotar(peticion.cuenta.clave, "validacion", "abrir", expediente.clave)
    return render(peticion, "captura/validar.html", datos, status=estado)


def _ultimo(clave: str) -> Envio | None:
    return Envio.objects.filter(clave=clave).order_by("-pk").first()


def _pedida(envio: Envio | None) -> Acto | None:
    """El último acto de validar ese envío: en cola, o que no procedió."""
    if envio is None:
        return None
    de_este = Acto.objects.filter(accion=Accion.VALIDAR, objeto=el_primero(envio).folio)
    return de_este.order_by("-pk").first()


def _armado(
    expediente: Expediente, envio: Envio | None, borrador: Borrador | None
) -> Armado | None:
    if borrador is None:
        return None
    rige = vigente()
    previo = None
    if envio is not None and envio.cifrado:
        original = el_primero(envio)
        previo = Previo(original.instante, original.folio, envios.abrir(envio).sobre)
    llenado = envios.llenado_de(expediente, borrador)
    return armar(llenado, rige, rige.contexto.ahora, "", previo)


def _validar_una(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    if peticion.POST.get("confirmo") != "si":
        return _mostrar(peticion, expediente, "Marque que la revisó para validarla.", 400)
    try:
        envio = _pedir(peticion, expediente)
    except ErrorConoceles as error:
        return _mostrar(peticion, expediente, str(error), 409)
    texto = f"La validación de {expediente.clave} está en cola."
    if envio.corrige is not None:
        texto += f" Como se corrigió, hay un segundo acuse: {envio.folio} (PTO 26)."
    messages.success(peticion, texto)
    return redirect("supervision")


def _pedir(peticion: Peticion, expediente: Expediente) -> Envio:
    """Pide validarla en la versión que se vio. Lanza `ErrorConoceles` y dice por qué no."""
    envio = envios.envio_vivo(expediente.clave)
    if envio is None:
        raise ErrorConoceles(f"{expediente.clave} no se ha enviado: no hay qué validar.")
    version = entero(peticion.POST.get(f"version-{expediente.clave}", ""))
    if version < 0:
        raise ErrorConoceles("Abra la candidatura otra vez: no se sabe qué versión revisó.")
    return envios.pedir_validacion(envio, expediente, peticion.cuenta, vigente(), version)


@solo(Permiso.VALIDAR)
def validar_varias(peticion: Peticion) -> HttpResponse:
    """Las elegidas: primero se explica el efecto; al confirmar, cada una por su cuenta."""
    elegidas = _elegidas(peticion)
    if peticion.method != "POST" or not elegidas:
        messages.error(peticion, "Elija al menos una candidatura por validar.")
        return redirect(f"{reverse('supervision')}?situacion={POR_VALIDAR}")
    rige = vigente()
    datos: dict[str, Any] = {
        "elegidas": [
            (e, cargo_y_lugar(e, rige), peticion.POST.get(f"version-{e.clave}", ""))
            for e in elegidas
        ]
    }
    if peticion.POST.get("confirmo") == "si":
        datos["resultados"] = [_intentar(peticion, e) for e in elegidas]
        datos["hechas"] = sum(1 for _, motivo, _ in datos["resultados"] if not motivo)
        return render(peticion, "captura/validar_resultado.html", datos)
    datos["error"] = "Marque que las revisó para validarlas." if "paso" in peticion.POST else ""
    return render(peticion, "captura/validar_varias.html", datos)


def _elegidas(peticion: Peticion) -> list[Expediente]:
    """Las que se marcaron y le tocan; lo ajeno se ignora como lo que no existe."""
    claves = peticion.POST.getlist("clave")[: POR_PAGINA * 4]
    halladas = Expediente.objects.filter(clave__in=claves).order_by("clave")
    return [e for e in halladas if puede(peticion.cuenta, Permiso.VALIDAR, e)]


def _intentar(peticion: Peticion, expediente: Expediente) -> Resultado:
    try:
        _pedir(peticion, expediente)
    except ConHallazgos as error:
        return expediente, str(error), error.hallazgos
    except ErrorConoceles as error:
        return expediente, str(error), ()
    return expediente, "", ()


RUTAS = [
    path("supervision/", supervision, name="supervision"),
    path("supervision/validar/", validar_varias, name="validar_varias"),
    path("supervision/<str:clave>/", validar, name="validar"),
]
