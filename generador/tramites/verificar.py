"""¿Cómo se oculta un rubro que no cumple, y cómo vuelve? (PTO 33)"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generador.nucleo.acciones import CUESTIONARIOS, Accion
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.tramites.acta import exigir_cuenta
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.capturar import leer_enviados
from generador.tramites.escritos import Escrito
from generador.tramites.mesa import ActoNegado, Mesa


def observar(mesa: Mesa, clave: str, rubro: str, causal: str, fundamento: str = "") -> Asentado:
    """Oculta un rubro publicado, por una causal del catálogo del proceso.

    `rubro` es el puntero de lo que deja de mostrarse, dentro de `/curricular` o `/identidad`.
    """
    una = buscar(mesa, clave)
    exigir_cuenta(mesa, Accion.OBSERVAR, [una])
    if not rubro.startswith(("/curricular/", "/identidad")) and rubro != "/curricular":
        raise ActoNegado(
            f"«{rubro}» no es un rubro: use /curricular/motivo, /curricular/propuestas, /identidad…"
        )
    if rubro.startswith("/identidad/"):
        raise ActoNegado("De identidad se observa el bloque entero: use /identidad.")
    _exigir_causal(mesa, causal, fundamento)
    if valor_en(una.dato, rubro) in (None, "", [], {}) and not rubro.startswith("/identidad"):
        raise ActoNegado(f"{clave} no tiene nada en {rubro}: no hay qué observar.")
    if observacion_de(rubro, observaciones_abiertas(una, mesa.contexto)):
        raise ActoNegado(f"{rubro} de {clave} ya está observado y sin subsanar.")

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        observacion = {"rubro": rubro, "causal": causal, "fecha": mesa.sello}
        if fundamento:
            observacion["fundamento"] = fundamento
        dato["tramite"].setdefault("observaciones", []).append(observacion)

    cambiado = editar(una, anotar)
    return asentar(mesa, Accion.OBSERVAR, [cambiado], otros={"Causal": causal})


def _exigir_causal(mesa: Mesa, causal: str, fundamento: str) -> None:
    causales = mesa.contexto.proceso.causales
    elegida = causales.get(causal)
    if elegida is None:
        raise ActoNegado(f"La causal «{causal}» no está en el proceso: {', '.join(causales)}.")
    if elegida.cita and not fundamento:
        raise ActoNegado(f"«{elegida.nombre}» pide citar la norma: use «--fundamento».")


def subsanar(mesa: Mesa, clave: str, escritos: Sequence[Escrito], rubro: str = "") -> Asentado:
    """Corrige lo observado y lo vuelve a mostrar; sin nada, se subsana retirando la respuesta.

    De lo escrito se toma el cuestionario del rubro; sin rubro, todo. No gasta el cambio único
    (dominio: son trámites distintos).
    """
    una = buscar(mesa, clave)
    abiertas = observaciones_abiertas(una, mesa.contexto)
    elegidas = [r for r in abiertas if not rubro or r == rubro]
    if rubro and not elegidas:
        raise ActoNegado(f"{rubro} de {clave} no tiene una observación abierta.")
    corregido = leer_enviados(mesa, mesa.tronco, escritos).get(una.archivo) if escritos else None
    if escritos and corregido is None:
        raise ActoNegado(f"Ninguno de esos archivos es el de {clave}.")

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        if corregido is not None:
            dato.update({b: corregido.despues[b] for b in _bloques(rubro)})
        for observacion in dato["tramite"].get("observaciones", ()):
            if observacion["rubro"] in elegidas and "subsanada" not in observacion:
                observacion["subsanada"] = mesa.sello

    cambiado = editar(una, anotar)
    if corregido is not None:
        cambiado = replace(cambiado, foto=corregido.foto)
    return asentar(mesa, Accion.SUBSANAR, [cambiado])


def _bloques(rubro: str) -> list[str]:
    """Los bloques que corrige quien subsana ese rubro: la identidad va con su firma (PTO 16)."""
    de_identidad = rubro.startswith("/identidad")
    return [
        b.strip("/") for b in CUESTIONARIOS if not rubro or (b != "/curricular") is de_identidad
    ]
