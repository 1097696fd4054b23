"""¿Quién puede qué, sobre quién? La única tabla; lo que no está en ella no se puede.

Un permiso es lo que se hace en una página, no en Git: allá manda `nucleo.acciones`, que se vuelve
a mirar en el despacho. La autoridad se resuelve por candidatura, con quien captura (PTO 20).
"""

from collections.abc import Mapping
from enum import StrEnum

from generador.captura.models import Expediente
from generador.nucleo.cuentas import Cuenta, Rol


class Alcance(StrEnum):
    """Sobre cuáles candidaturas."""

    PROPIA = "la suya"
    INDEPENDIENTE = "la suya, si es independiente"
    PARTIDO = "las de su partido"
    TODAS = "todas"


class Permiso(StrEnum):
    """Lo que se puede hacer en una página."""

    VER_AVANCE = "ver cómo va"
    CAPTURAR = "llenar y enviar"
    VER_IDENTIDAD = "ver y llenar la identidad"
    VALIDAR = "validar y corregir antes"
    PEDIR_CAMBIO = "pedir y aplicar el cambio único"
    SUBSANAR = "subsanar lo observado"
    VER_LO_PUBLICADO = "revisar lo publicado"
    OBSERVAR = "observar un rubro"
    VER_COLA = "ver la cola de la unidad"
    INTEGRAR = "integrar y rechazar"
    REGISTRAR = "sustituir, cancelar, acatar y corregir"
    ENTREGAR = "entregar cuentas y reponerlas"
    DESIGNAR = "llevar las designaciones"
    VER_BITACORA = "buscar en la bitácora"
    REPORTAR_FALLA = "reportar una falla"
    ATENDER_FALLA = "atender fallas"
    VER_CIFRAS = "ver cuántas van"
    MI_CUENTA = "cuidar su cuenta"


_TODOS = tuple(Rol)
_CON_CANDIDATURAS: Mapping[Rol, Alcance] = {
    Rol.SUPERVISORA: Alcance.PARTIDO,
    Rol.CAPTURA: Alcance.PARTIDO,
    Rol.CANDIDATURA: Alcance.PROPIA,
}
_VALIDAN: Mapping[Rol, Alcance] = {
    Rol.SUPERVISORA: Alcance.PARTIDO,
    Rol.CANDIDATURA: Alcance.INDEPENDIENTE,
}
_UT: Mapping[Rol, Alcance] = {Rol.UT: Alcance.TODAS}

MATRIZ: Mapping[Permiso, Mapping[Rol, Alcance]] = {
    Permiso.VER_AVANCE: {
        **_CON_CANDIDATURAS,
        Rol.UT: Alcance.TODAS,
        Rol.VERIFICADORA: Alcance.TODAS,
    },
    Permiso.CAPTURAR: _CON_CANDIDATURAS,
    Permiso.VER_IDENTIDAD: _CON_CANDIDATURAS,
    Permiso.VALIDAR: _VALIDAN,
    Permiso.PEDIR_CAMBIO: _VALIDAN,
    Permiso.SUBSANAR: _VALIDAN,
    Permiso.VER_LO_PUBLICADO: {Rol.UT: Alcance.TODAS, Rol.VERIFICADORA: Alcance.TODAS},
    Permiso.OBSERVAR: {Rol.VERIFICADORA: Alcance.TODAS},
    Permiso.VER_COLA: _UT,
    Permiso.INTEGRAR: _UT,
    Permiso.REGISTRAR: _UT,
    Permiso.ENTREGAR: _UT,
    Permiso.DESIGNAR: _UT,
    Permiso.VER_BITACORA: _UT,
    Permiso.REPORTAR_FALLA: dict.fromkeys(_TODOS, Alcance.TODAS),
    Permiso.ATENDER_FALLA: {Rol.UIE: Alcance.TODAS, Rol.UT: Alcance.TODAS},
    Permiso.VER_CIFRAS: {Rol.CEVINE: Alcance.TODAS, Rol.UT: Alcance.TODAS},
    Permiso.MI_CUENTA: dict.fromkeys(_TODOS, Alcance.TODAS),
}

CON_SEGUNDO_FACTOR = frozenset({Rol.UT, Rol.SUPERVISORA})
"""Los papeles que no entran sin segundo factor."""


def puede(cuenta: Cuenta, permiso: Permiso, una: Expediente | None = None) -> bool:
    """Si esa cuenta puede eso; sobre una candidatura, solo si además le toca."""
    alcance = MATRIZ[permiso].get(cuenta.rol)
    if alcance is None or una is None:
        return alcance is not None
    return le_toca(cuenta, alcance, una)


def le_toca(cuenta: Cuenta, alcance: Alcance, una: Expediente) -> bool:
    """Si esa candidatura cae en el alcance de la cuenta."""
    match alcance:
        case Alcance.TODAS:
            return True
        case Alcance.PARTIDO:
            return bool(una.partido) and una.partido == cuenta.postulante
        case Alcance.PROPIA:
            return una.clave == cuenta.clave
        case Alcance.INDEPENDIENTE:
            return una.clave == cuenta.clave and una.independiente
