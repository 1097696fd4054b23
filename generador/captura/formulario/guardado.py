"""¿Cómo se guarda una sección sin encimar lo de nadie ni perder lo escrito?

Si otra persona guardó en medio, se mira si tocó lo mismo: si no, se sigue; si sí, quien guarda ve
las dos versiones y elige (PTO 15). Una sesión vencida deja lo escrito apartado, cifrado.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from generador.captura.bitacora import anotar
from generador.captura.formulario.revision import Estado, Revision, por_que_cierra, revisar
from generador.captura.formulario.secciones import DE_IDENTIDAD, FIRMA, Seccion
from generador.captura.formulario.trabajo import Trabajo, YaNoSeCambia
from generador.captura.llenado import borradores
from generador.captura.llenado.borradores import Archivo, Contenido, SeAdelantaron
from generador.captura.llenado.campos import Entrada
from generador.captura.llenado.escrito import Llenado
from generador.captura.llenado.valores import Campos, buscar, entero, excedida, leer, presentes
from generador.captura.models import Adjunto, Borrador, Expediente
from generador.captura.permisos import Permiso, puede
from generador.errores import ErrorConoceles
from generador.nucleo.cuentas import Cuenta

VERSION, HUELLA, ELEGIR, COMPARADA = "_version", "_huella", "_elegir:", "_comparada"
MIO, GUARDADO = "mio", "guardado"
_INTENTOS = 3


class Conflicto(ErrorConoceles):
    """Otra persona cambió lo mismo mientras se escribía."""

    def __init__(self, trabajo: Trabajo, entradas: tuple[Entrada, ...]) -> None:
        super().__init__("Otra persona cambió lo mismo mientras usted escribía.")
        self.trabajo, self.entradas = trabajo, entradas


class Desmedida(ErrorConoceles):
    """Una respuesta tan larga que no se guarda."""

    def __init__(self, entrada: Entrada) -> None:
        super().__init__(
            f"«{entrada.titulo}» es mucho más largo de lo que cabe y no se guardó. Acórtelo."
        )
        self.entrada = entrada


@dataclass(frozen=True, slots=True)
class Guardada:
    """La sección ya guardada. `revision` es None si se guardó sin validar."""

    trabajo: Trabajo
    mostradas: tuple[Entrada, ...]
    revision: Revision | None

    def por_mostrar(self, seccion: Seccion) -> bool:
        """Si con lo contestado aparecieron preguntas que la página no mostraba."""
        vistas = {e.puntero for e in self.mostradas}
        return any(e.puntero not in vistas for e in seccion.visibles(self.trabajo.contenido))


def guardar_seccion(
    trabajo: Trabajo, seccion: Seccion, campos: Campos, *, validar: bool
) -> Guardada:
    """Guarda lo escrito en esa sección.

    O no guarda nada y lanza `Conflicto`, `Desmedida` o `YaNoSeCambia`.
    """
    if larga := excedida(campos, seccion.entradas):
        raise Desmedida(larga)
    mostradas = presentes(campos, seccion.entradas)
    for _ in range(_INTENTOS):
        aceptadas = _las_que_se_guardan(trabajo, seccion, campos, mostradas)
        nuevo = trabajo.con(seccion, campos, aceptadas)
        if por_que_cierra(nuevo) is Estado.CERRADA:
            nuevo.pop(DE_IDENTIDAD, None)
        revision = _revisar(trabajo, nuevo) if validar else None
        limpia = revision is not None and not revision.errores_de(seccion)
        try:
            with transaction.atomic():
                guardado = trabajo.guardar(nuevo, seccion.nombre if limpia else "")
                _olvidar_apartado(trabajo)
                anotar(trabajo.cuenta.clave, "captura", "guardar", trabajo.clave, seccion.nombre)
        except SeAdelantaron:
            trabajo = Trabajo.abrir(trabajo.expediente, trabajo.cuenta)
            continue
        abierto = Trabajo(trabajo.expediente, trabajo.cuenta, trabajo.rige, guardado)
        return Guardada(abierto, mostradas, revision)
    raise Conflicto(trabajo, mostradas)


def _revisar(trabajo: Trabajo, nuevo: Contenido) -> Revision:
    viejo = trabajo.llenado
    llenado = Llenado(viejo.expediente, nuevo, viejo.foto, viejo.documento)
    return revisar(llenado, trabajo.rige, trabajo.previo)


def _las_que_se_guardan(
    trabajo: Trabajo, seccion: Seccion, campos: Campos, mostradas: tuple[Entrada, ...]
) -> tuple[Entrada, ...]:
    """De lo mostrado, lo que se encima: todo, o lo que se eligió al comparar."""
    al_dia = _numero(campos) == trabajo.version
    if not al_dia and _uno(campos, HUELLA) != trabajo.huella(seccion):
        distintas = diferentes(trabajo, campos, mostradas)
        if distintas:
            raise Conflicto(trabajo, distintas)
    if _uno(campos, COMPARADA):
        sin_elegir = tuple(e for e in mostradas if not _uno(campos, ELEGIR + e.puntero))
        if indecisas := diferentes(trabajo, campos, sin_elegir):
            raise Conflicto(trabajo, indecisas)
    ajenas = {e.puntero for e in mostradas if _uno(campos, ELEGIR + e.puntero) == GUARDADO}
    return tuple(e for e in mostradas if e.puntero not in ajenas)


def diferentes(
    trabajo: Trabajo, campos: Campos, entradas: tuple[Entrada, ...]
) -> tuple[Entrada, ...]:
    """Aquellas en que lo escrito no es lo guardado."""
    return tuple(e for e in entradas if leer(e, campos) != buscar(trabajo.contenido, e.puntero))


def _numero(campos: Campos) -> int:
    return entero(_uno(campos, VERSION))


def _uno(campos: Campos, nombre: str) -> str:
    return (campos.get(nombre) or [""])[-1]


# --- Lo que se apartó al vencer la sesión -------------------------------------------------------


def guardar_retomado(expediente: Expediente, cuenta: Cuenta, ruta: str, campos: Campos) -> str:
    """Guarda lo apartado al vencer la sesión y devuelve a dónde ir.

    Si no es de una sección, o ya no se puede guardar, devuelve la página en que se dice.
    """
    tareas = reverse("tareas", args=[expediente.clave])
    hallada = _de_ruta(ruta)
    suya = hallada is not None and hallada.kwargs.get("clave") == expediente.clave
    if hallada is None or not (suya and puede(cuenta, Permiso.CAPTURAR, expediente)):
        return reverse("inicio")
    trabajo = Trabajo.abrir(expediente, cuenta)
    nombre = FIRMA if hallada.url_name == FIRMA else str(hallada.kwargs.get("nombre", ""))
    seccion = trabajo.secciones.por_nombre.get(nombre)
    if seccion is None or not _se_abre(trabajo, seccion):
        return tareas
    try:
        guardar_seccion(trabajo, seccion, campos, validar=False)
    except Conflicto as conflicto:
        _apartar(conflicto.trabajo, seccion, campos)
        return reverse("conflicto", args=[expediente.clave, nombre])
    except (Desmedida, YaNoSeCambia):
        return tareas
    return reverse("seccion", args=[expediente.clave, nombre])


def _de_ruta(ruta: str) -> ResolverMatch | None:
    try:
        return resolve(ruta)
    except Resolver404:
        return None


def _se_abre(trabajo: Trabajo, seccion: Seccion) -> bool:
    cerrada = seccion.bloque == DE_IDENTIDAD and por_que_cierra(trabajo.contenido) is not None
    return trabajo.acepto and not trabajo.cerrado and not cerrada


def _apartar(trabajo: Trabajo, seccion: Seccion, campos: Campos) -> None:
    """Lo deja cifrado junto al borrador, y con él se destruye."""
    if trabajo.borrador is None:
        return
    dato = {"seccion": seccion.nombre, "campos": {k: list(v) for k, v in campos.items()}}
    archivo = Archivo(json.dumps(dato, ensure_ascii=False).encode(), "json")
    borradores.adjuntar(trabajo.borrador, _clase(trabajo), archivo)


def apartado_de(trabajo: Trabajo, seccion: Seccion) -> Mapping[str, Any] | None:
    """Lo que esta cuenta tiene apartado de esa sección; None si nada."""
    crudo = borradores.adjunto_de(trabajo.borrador, _clase(trabajo))
    dato = json.loads(crudo) if crudo else {}
    return dato["campos"] if dato.get("seccion") == seccion.nombre else None


def _olvidar_apartado(trabajo: Trabajo) -> None:
    Adjunto.objects.filter(
        borrador__clave=trabajo.clave, borrador__para=Borrador.CAPTURA, clase=_clase(trabajo)
    ).delete()


def _clase(trabajo: Trabajo) -> str:
    return f"aparte-{sha256(trabajo.cuenta.clave.encode()).hexdigest()[:9]}"
