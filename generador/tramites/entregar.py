"""¿Cuándo recibió cada quien su cuenta? Desde ahí corre el plazo de captura (PTO 10 y 14)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import fecha_hora_larga
from generador.nucleo.claves import CARPETA
from generador.nucleo.modelo import Candidatura
from generador.tramites.acta import exigir_cuenta
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.mesa import ActoNegado, Mesa, candidatura_de


@dataclass(frozen=True, slots=True)
class Acuse:
    """El papel en que consta la entrega: qué oficio, y el día y la hora en que se recibió."""

    oficio: str
    recibida: datetime


def entregar_cuentas(mesa: Mesa, carpeta: str, acuse: Acuse | None = None) -> Asentado:
    """Anota la entrega a las vigentes de una carpeta que aún no la tienen.

    Con un acuse, la hora es la suya; sin él, la de ahora. Lanza `ActoNegado` si ya constan todas o
    si el acuse es de una hora que no ha llegado.
    """
    exigir_cuenta(mesa, Accion.ENTREGAR_CUENTA, ())
    if not re.fullmatch(rf"{CARPETA}(/[a-z0-9-]+){{3}}/?", carpeta):
        raise ActoNegado(
            f"«{carpeta}» no es una carpeta de {CARPETA}/: es {CARPETA}/elección/lugar/postulante."
        )
    leidas = mesa.leer(mesa.tronco, f"{carpeta.rstrip('/')}/")
    todas = [c for leida in leidas.values() if (c := candidatura_de(leida))]
    if not todas:
        raise ActoNegado(f"No hay candidaturas en {carpeta}.")
    pendientes = _pendientes(todas)
    if not pendientes:
        raise ActoNegado(f"En {carpeta} ya consta la entrega de todas las cuentas.")
    return _anotar(mesa, pendientes, acuse)


def entregar_cuenta(mesa: Mesa, claves: Sequence[str], acuse: Acuse | None = None) -> Asentado:
    """Lo mismo, a las que se nombran. Lanza `ActoNegado` si alguna ya la tiene o salió."""
    exigir_cuenta(mesa, Accion.ENTREGAR_CUENTA, ())
    unas = [buscar(mesa, clave) for clave in claves]
    pendientes = _pendientes(unas)
    if sobran := sorted({u.clave for u in unas} - {p.clave for p in pendientes}):
        raise ActoNegado(
            f"De {', '.join(sobran)} ya consta la entrega, o salió de la boleta: no se anota otra."
        )
    return _anotar(mesa, pendientes, acuse)


def _anotar(mesa: Mesa, pendientes: Sequence[Candidatura], acuse: Acuse | None) -> Asentado:
    if acuse is not None and acuse.recibida > mesa.ahora:
        cuando = fecha_hora_larga(acuse.recibida)
        raise ActoNegado(
            f"El acuse dice {cuando}, que todavía no llega: revise la fecha y la hora."
        )
    if acuse is not None and not acuse.oficio.strip():
        raise ActoNegado("Falta el número del oficio con que se entregó.")
    sello = acuse.recibida.isoformat() if acuse is not None else mesa.sello

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["tramite"]["cuenta_recibida"] = sello

    return asentar(
        mesa,
        Accion.ENTREGAR_CUENTA,
        [editar(c, anotar) for c in pendientes],
        otros={"Documento": acuse.oficio} if acuse is not None else None,
    )


def _pendientes(todas: Sequence[Candidatura]) -> list[Candidatura]:
    return [
        c for c in todas if not c.tramite.cuenta_recibida and c.registro.estatus == "registrada"
    ]
