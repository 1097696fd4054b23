"""¿Cómo se acata una resolución, o se corrige un error del propio instituto?

Ninguna de las dos gasta la ocasión de nadie; las dos citan un documento y se enumeran aparte.
"""

from collections.abc import Callable, Mapping
from typing import Any

from generador.nucleo.acciones import CUESTIONARIOS, Accion
from generador.nucleo.conciliacion import lugar_de
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.tramites.acta import Cambiado
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.capturar import leer_expediente
from generador.tramites.mesa import ActoNegado, Mesa


def acatar(
    mesa: Mesa, clave: str, efecto: str, documento: str, rubro: str = "/curricular"
) -> Asentado:
    """Cumple una orden del INE, el TEEM o el TEPJF.

    `publicar` muestra lo capturado sin esperar la validación; `ocultar` deja de mostrar un rubro;
    `restituir` lo vuelve a mostrar; `reinstalar` devuelve a la boleta a quien salió.
    """
    una = buscar(mesa, clave)
    redaccion = _EFECTOS.get(efecto)
    if redaccion is None:
        raise ActoNegado(f"«{efecto}» no es un efecto: {', '.join(_EFECTOS)}.")

    def anotar(dato: dict[str, Any], antes: Candidatura) -> None:
        redaccion(mesa, dato, antes, rubro, documento)
        resolucion = {"efecto": efecto, "documento": documento, "fecha": mesa.sello}
        if efecto in ("ocultar", "restituir"):
            resolucion["rubro"] = rubro
        dato["tramite"].setdefault("resoluciones", []).append(resolucion)

    return asentar(mesa, Accion.ACATAR, [editar(una, anotar)], otros={"Documento": documento})


def _publicar(mesa: Mesa, dato: dict[str, Any], antes: Candidatura, *_resto: str) -> None:
    if antes.curricular is None:
        raise ActoNegado(f"{antes.clave} no ha capturado nada: no hay qué publicar.")
    if antes.tramite.validada:
        raise ActoNegado(f"{antes.clave} ya está validada.")
    dato["tramite"].setdefault("enviada", mesa.sello)
    dato["tramite"]["validada"] = mesa.sello


def _ocultar(mesa: Mesa, dato: dict[str, Any], antes: Candidatura, rubro: str, doc: str) -> None:
    if valor_en(antes.dato, rubro) in (None, "", [], {}) and rubro != "/identidad":
        raise ActoNegado(f"{antes.clave} no tiene nada en {rubro}: no hay qué ocultar.")
    if observacion_de(rubro, observaciones_abiertas(antes, mesa.contexto)):
        raise ActoNegado(f"{rubro} de {antes.clave} ya está oculto.")
    causales = mesa.contexto.proceso.causales.values()
    causal = next((c.clave for c in causales if c.cita), "")
    if not causal:
        raise ActoNegado("El proceso no tiene una causal que cite la norma: agréguela primero.")
    dato["tramite"].setdefault("observaciones", []).append(
        {"rubro": rubro, "causal": causal, "fecha": mesa.sello, "fundamento": doc}
    )


def _restituir(mesa: Mesa, dato: dict[str, Any], antes: Candidatura, rubro: str, _d: str) -> None:
    abiertas = [
        o
        for o in dato["tramite"].get("observaciones", ())
        if o["rubro"] == rubro and "subsanada" not in o
    ]
    if not abiertas:
        raise ActoNegado(f"{rubro} de {antes.clave} no está oculto.")
    for observacion in abiertas:
        observacion["subsanada"] = mesa.sello


def _reinstalar(mesa: Mesa, dato: dict[str, Any], antes: Candidatura, *_resto: str) -> None:
    if antes.registro.estatus == "registrada":
        raise ActoNegado(f"{antes.clave} está registrada: no hay de qué reinstalarla.")
    carpeta = mesa.abrir(mesa.tronco, f"{antes.carpeta}/").values()
    relevos = [c for c in carpeta if c.registro.estatus == "registrada" and c != antes]
    if ocupa := next((c for c in relevos if lugar_de(c.clave) == lugar_de(antes.clave)), None):
        raise ActoNegado(
            f"El lugar de {antes.clave} lo ocupa {ocupa.clave}: primero cancélela con la misma "
            "resolución."
        )
    dato["registro"]["estatus"] = "registrada"
    dato["tramite"].pop("baja", None)
    if dato["identidad"]["estado"] == "bloqueada":
        dato["identidad"]["estado"] = "depositada"


_EFECTOS: Mapping[str, Callable[[Mesa, dict[str, Any], Candidatura, str, str], None]] = {
    "publicar": _publicar,
    "ocultar": _ocultar,
    "restituir": _restituir,
    "reinstalar": _reinstalar,
}


def corregir_error(mesa: Mesa, clave: str, corregido: bytes, documento: str) -> Asentado:
    """Enmienda lo que el instituto anotó mal, con el expediente ya corregido que se le da.

    El trámite no se corrige así, salvo por lo que la corrección misma anota.
    """
    una = buscar(mesa, clave)
    nuevo = leer_expediente(mesa, una.archivo, corregido)
    if nuevo["tramite"] != una.dato["tramite"] or nuevo["clave"] != clave:
        raise ActoNegado("La clave y el trámite no se corrigen a mano: déjelos como están.")
    if all(nuevo[b] == una.dato[b] for b in ("registro", *(c.strip("/") for c in CUESTIONARIOS))):
        raise ActoNegado("El archivo dice lo mismo que consta: no hay qué corregir.")
    nuevo["tramite"] = dict(nuevo["tramite"])
    nuevo["tramite"]["resoluciones"] = [
        *nuevo["tramite"].get("resoluciones", ()),
        {"efecto": "corregir", "documento": documento, "fecha": mesa.sello},
    ]
    cambiado = Cambiado(una.archivo, una, nuevo)
    return asentar(mesa, Accion.CORREGIR_ERROR, [cambiado], otros={"Documento": documento})
