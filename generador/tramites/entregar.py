"""¿Cuándo recibió cada quien su cuenta? Desde ahí corre el plazo de captura (PTO 10 y 14)."""

import re
from collections.abc import Sequence
from typing import Any

from generador.nucleo.acciones import Accion
from generador.nucleo.claves import CARPETA
from generador.nucleo.modelo import Candidatura
from generador.tramites.acta import exigir_cuenta
from generador.tramites.asiento import Asentado, asentar, editar
from generador.tramites.mesa import ActoNegado, Mesa, candidatura_de


def entregar_cuentas(mesa: Mesa, carpeta: str) -> Asentado:
    """Anota la entrega, ahora, a las vigentes de una carpeta que aún no la tienen."""
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

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["tramite"]["cuenta_recibida"] = mesa.sello

    return asentar(mesa, Accion.ENTREGAR_CUENTA, [editar(c, anotar) for c in pendientes])


def _pendientes(todas: Sequence[Candidatura]) -> list[Candidatura]:
    return [
        c for c in todas if not c.tramite.cuenta_recibida and c.registro.estatus == "registrada"
    ]
