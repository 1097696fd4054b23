"""¿Qué de un expediente está observado hoy, y por eso no se muestra?"""

from collections.abc import Mapping

from generador.nucleo.conjunto import Contexto
from generador.nucleo.modelo import Candidatura


def observaciones_abiertas(candidatura: Candidatura, contexto: Contexto) -> dict[str, str]:
    """Rubros ocultos ahora: puntero → instante en que se observó.

    Ante una fecha que no existe se oculta: lo observado no se muestra por un error de captura.
    """
    return {
        o.rubro: o.fecha
        for o in candidatura.tramite.observaciones
        if not contexto.esta_por_venir(o.fecha) and not contexto.ya_paso(o.subsanada)
    }


def observacion_de(puntero: str, abiertas: Mapping[str, str]) -> str:
    """Instante de la observación que alcanza al campo, por ser él, su grupo o parte de él."""
    for rubro, fecha in abiertas.items():
        if f"{puntero}/".startswith(f"{rubro}/") or rubro.startswith(f"{puntero}/"):
            return fecha
    return ""
