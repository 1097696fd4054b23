"""Las candidaturas de cada quien y la lista de tareas de una."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from generador.captura.busqueda import buscado, pagina_de
from generador.captura.formulario.guardado import guardar_retomado
from generador.captura.formulario.registrada import registrada_de
from generador.captura.formulario.revision import Estado
from generador.captura.formulario.secciones import CURRICULAR, DE_IDENTIDAD, FIRMA
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.fuente import vigente
from generador.captura.guardia import Peticion, solo
from generador.captura.models import Borrador, Envio, Expediente
from generador.captura.permisos import Permiso, puede
from generador.captura.vistas import aviso, revisar, secciones
from generador.nucleo.cuentas import Rol
from generador.publicacion.indice import plegar

POR_PAGINA = 50
FILTROS = (
    ("", "Todas"),
    ("sin_empezar", "Sin empezar"),
    ("en_captura", "En captura"),
    ("por_validar", "Enviadas, por validar"),
    ("devuelta", "Devueltas"),
    ("validada", "Validadas"),
    ("vencida", "Vencidas sin enviar"),
)
_EXPLICA = {
    CURRICULAR: "Se publica cuando se valide.",
    FIRMA: "Va antes de las preguntas de identidad.",
    DE_IDENTIDAD: "Son datos sensibles: quién los verá depende de lo que se autorice.",
}
_BLOQUES = (
    (CURRICULAR, "Cuestionario curricular"),
    (FIRMA, "Consentimiento"),
    (DE_IDENTIDAD, "Cuestionario de identidad"),
)


@dataclass(frozen=True, slots=True)
class Renglon:
    """Una candidatura en la lista."""

    expediente: Expediente
    filtro: str
    estado: str
    detalle: str
    vencida: bool


@solo(Permiso.CAPTURAR)
def candidaturas(peticion: Peticion) -> HttpResponse:
    """Las que le tocan, con cómo va cada una."""
    cuenta = peticion.cuenta
    if cuenta.rol is Rol.CANDIDATURA:
        return redirect("tareas", clave=cuenta.clave)
    dicho = buscado(peticion, ("busca",), ("estado",))
    renglones = [
        r
        for r in _renglones(Expediente.objects.filter(partido=cuenta.postulante))
        if puede(cuenta, Permiso.CAPTURAR, r.expediente)
        and _es(r, dicho["estado"])
        and _casa(r, dicho["busca"])
    ]
    datos = {
        "pagina": pagina_de(peticion, renglones, POR_PAGINA),
        "filtro": dicho,
        "filtros": FILTROS,
        "proceso": vigente().contexto.proceso,
    }
    return render(peticion, "captura/candidaturas.html", datos)


def _es(renglon: Renglon, filtro: str) -> bool:
    return filtro in ("", renglon.filtro) or (filtro == "vencida" and renglon.vencida)


def _casa(renglon: Renglon, dicho: str) -> bool:
    donde = plegar(f"{renglon.expediente.nombre} {renglon.expediente.clave}")
    return all(palabra in donde for palabra in plegar(dicho).split())


def _renglones(cuales: Iterable[Expediente]) -> list[Renglon]:
    todas = sorted(cuales, key=lambda e: e.clave)
    claves = [e.clave for e in todas]
    suyos = Envio.objects.filter(clave__in=claves).order_by("pk")
    vistos = dict(suyos.values_list("clave", "estado"))
    guardados = Borrador.objects.filter(clave__in=claves, para=Borrador.CAPTURA)
    avances = {b.clave: b for b in guardados.defer("cifrado")}
    ahora = vigente().contexto.ahora
    return [_renglon(e, vistos.get(e.clave, ""), avances.get(e.clave), ahora) for e in todas]


def _renglon(una: Expediente, envio: str, borrador: Borrador | None, ahora: Any) -> Renglon:
    abierta = not una.validada and envio not in (*Envio.VIVOS, Envio.INTEGRADO)
    vencida = bool(abierta and una.vence and ahora > una.vence and una.estatus == "registrada")
    filtro, estado, detalle = "sin_empezar", "Sin empezar", ""
    if una.estatus != "registrada":
        filtro, estado = "fuera", una.estatus.capitalize()
    elif una.validada or envio in (Envio.VALIDADO, Envio.INTEGRADO):
        filtro, estado = "validada", "Validada"
    elif envio == Envio.DEVUELTO:
        filtro, estado = "devuelta", "Devuelta"
    elif not abierta:
        filtro, estado = "por_validar", Envio.ESTADOS[envio]
    elif borrador is not None:
        filtro, estado = "en_captura", "En captura"
        detalle = f"{_hechas(len(borrador.avance))}; guardó {borrador.por}"
    elif una.recibida is None:
        detalle = "No consta la entrega de su cuenta"
    return Renglon(una, filtro, estado, detalle, vencida)


def _hechas(cuantas: int) -> str:
    return "Una sección hecha" if cuantas == 1 else f"{cuantas} secciones hechas"


@solo(Permiso.CAPTURAR)
def tareas(peticion: Peticion, expediente: Expediente) -> HttpResponse:
    """Lo que hay que hacer de una candidatura y cómo va."""
    trabajo = Trabajo.abrir(expediente, peticion.cuenta)
    datos = {
        "trabajo": trabajo,
        "expediente": expediente,
        "grupos": [_grupo(trabajo, *bloque) for bloque in _BLOQUES],
        "dicha": registrada_de(trabajo),
        "vencida": bool(expediente.vence and trabajo.rige.contexto.ahora > expediente.vence),
        "edades": _edades(trabajo),
    }
    return render(peticion, "captura/tareas.html", datos)


def _grupo(trabajo: Trabajo, bloque: str, titulo: str) -> dict[str, Any]:
    estados = trabajo.avance.estados
    suyas = [s for s in trabajo.secciones if s.bloque == bloque]
    return {
        "titulo": titulo,
        "explica": _EXPLICA[bloque],
        "bloque": bloque,
        "tareas": [
            {
                "titulo": s.titulo,
                "ruta": revisar.ruta_de(trabajo.clave, s),
                "estado": estados[s.nombre],
                "clase": _CLASES[estados[s.nombre]],
                "abre": trabajo.acepto and estados[s.nombre] not in (Estado.AUN_NO, Estado.CERRADA),
            }
            for s in suyas
        ],
        "espera": not trabajo.acepto or all(estados[s.nombre] is Estado.AUN_NO for s in suyas),
    }


_CLASES = {
    Estado.HECHA: "marca-hecha",
    Estado.POR_HACER: "",
    Estado.CON_ERRORES: "marca-error",
    Estado.OPCIONAL: "marca-hecha",
    Estado.AUN_NO: "marca-hecha",
    Estado.CERRADA: "marca-hecha",
}


def _edades(trabajo: Trabajo) -> list[tuple[str, str]]:
    """Las preguntas que se contestan solas con la edad del registro."""
    edad = trabajo.candidatura.registro.edad
    return [
        (p.titulo, "Sí" if derivada == "si" else "No")
        for p in trabajo.rige.preguntas
        if (derivada := p.derivada(edad))
    ]


RUTAS = [
    path("candidaturas/", candidaturas, name="candidaturas"),
    path("candidaturas/<str:clave>/", tareas, name="tareas"),
    *secciones.RUTAS,
    *aviso.RUTAS,
    *revisar.RUTAS,
]

__all__ = ["RUTAS", "guardar_retomado"]
