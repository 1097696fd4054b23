"""¿Qué se puede hacer con un expediente, quién lo hace y qué puede tocar?

Cada acto es un commit; esta tabla es la que mira quien actúa, quien revisa y quien audita.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generador.nucleo.cuentas import Rol


class Accion(StrEnum):
    """Los actos, con la palabra que llevan en el remolque `Accion`."""

    ALTA = "alta"
    REGISTRAR = "registrar"
    ENTREGAR_CUENTA = "entregar-cuenta"
    ANTICIPAR = "anticipar"
    CAPTURAR = "capturar"
    VALIDAR = "validar"
    RECHAZAR = "rechazar"
    SEPARAR = "separar"
    INTEGRAR = "integrar"
    OBSERVAR = "observar"
    SUBSANAR = "subsanar"
    SUSTITUIR = "sustituir"
    CANCELAR = "cancelar"
    SOLICITAR_CAMBIO = "solicitar-cambio"
    HABILITAR_CAMBIO = "habilitar-cambio"
    APLICAR_CAMBIO = "aplicar-cambio"
    ACATAR = "acatar"
    CORREGIR_ERROR = "corregir-error"
    RETIRAR_CONSENTIMIENTO = "retirar-consentimiento"
    BLOQUEAR = "bloquear"
    DESTRUIR = "destruir"
    CONFIGURAR = "configurar"


@dataclass(frozen=True, slots=True)
class Norma:
    """Lo que rige un acto.

    `hecho` es cómo se cuenta en el historial; `toca`, los punteros que puede cambiar (y lo que
    cuelga de ellos); `documento`, si debe citar uno.
    """

    modulo: str
    hecho: str
    roles: frozenset[Rol]
    toca: tuple[str, ...] = ()
    documento: bool = False


_UT = frozenset({Rol.UT})
_VALIDAN = frozenset({Rol.SUPERVISORA, Rol.CANDIDATURA})
_CAPTURAN = _VALIDAN | {Rol.CAPTURA}
SIN_EXPEDIENTE = frozenset({Accion.RECHAZAR, Accion.SEPARAR, Accion.INTEGRAR, Accion.CONFIGURAR})
"""Los actos que no cambian a ninguna candidatura."""
CUESTIONARIOS = ("/curricular", "/consentimiento", "/identidad")
ESTADO_DE_IDENTIDAD = "/identidad/estado"
TRAS_EL_CIERRE = frozenset({Accion.RETIRAR_CONSENTIMIENTO, Accion.BLOQUEAR, Accion.DESTRUIR})
"""Los actos que caben aunque el proceso haya cerrado: los de los datos sensibles (PTO 44)."""

_DE_BAJA = ("/registro/estatus", "/tramite/baja", ESTADO_DE_IDENTIDAD)

NORMAS: Mapping[Accion, Norma] = {
    Accion.ALTA: Norma("registro", "Alta en el registro", _UT),
    Accion.REGISTRAR: Norma("registro", "Datos del registro actualizados", _UT, ("/registro",)),
    Accion.ENTREGAR_CUENTA: Norma("cuentas", "Cuenta recibida", _UT, ("/tramite/cuenta_recibida",)),
    Accion.ANTICIPAR: Norma("captura", "Carga anticipada", _CAPTURAN, CUESTIONARIOS),
    Accion.CAPTURAR: Norma(
        "captura",
        "Captura enviada",
        _CAPTURAN,
        (*CUESTIONARIOS, "/tramite/enviada", "/tramite/folio"),
    ),
    Accion.VALIDAR: Norma(
        "validacion", "Validada", _VALIDAN, (*CUESTIONARIOS, "/tramite/validada")
    ),
    Accion.RECHAZAR: Norma("integracion", "Envío rechazado", _UT),
    Accion.SEPARAR: Norma("integracion", "Envío separado", _UT | {Rol.SUPERVISORA}),
    Accion.INTEGRAR: Norma("integracion", "Integrada", _UT),
    Accion.OBSERVAR: Norma(
        "verificacion", "Observada", frozenset({Rol.VERIFICADORA}), ("/tramite/observaciones",)
    ),
    Accion.SUBSANAR: Norma(
        "verificacion", "Subsanada", _VALIDAN, (*CUESTIONARIOS, "/tramite/observaciones")
    ),
    Accion.SUSTITUIR: Norma("registro", "Sustituida", _UT, _DE_BAJA, documento=True),
    Accion.CANCELAR: Norma("registro", "Cancelada", _UT, _DE_BAJA, documento=True),
    Accion.SOLICITAR_CAMBIO: Norma(
        "cambios",
        "Cambio solicitado",
        _VALIDAN,
        ("/tramite/cambio/solicitado", "/tramite/cambio/campos", "/tramite/cambio/habilitado"),
    ),
    Accion.HABILITAR_CAMBIO: Norma(
        "cambios", "Cambio habilitado", _UT, ("/tramite/cambio/habilitado",)
    ),
    Accion.APLICAR_CAMBIO: Norma(
        "cambios", "Cambio aplicado", _VALIDAN, ("/curricular", "/tramite/cambio/aplicado")
    ),
    Accion.ACATAR: Norma("resoluciones", "Resolución acatada", _UT, ("",), documento=True),
    Accion.CORREGIR_ERROR: Norma(
        "resoluciones", "Error del instituto corregido", _UT, ("",), documento=True
    ),
    Accion.RETIRAR_CONSENTIMIENTO: Norma(
        "identidad",
        "Consentimiento retirado",
        _UT,
        ("/consentimiento/retirado",),
        documento=True,
    ),
    Accion.BLOQUEAR: Norma("identidad", "Identidad bloqueada", _UT, (ESTADO_DE_IDENTIDAD,)),
    Accion.DESTRUIR: Norma(
        "identidad", "Identidad destruida", _UT, (ESTADO_DE_IDENTIDAD,), documento=True
    ),
    Accion.CONFIGURAR: Norma("configuracion", "Configuración del proceso", _UT),
}


def puede_tocar(accion: Accion, puntero: str) -> bool:
    """Si ese acto puede cambiar ese campo."""
    return any(f"{puntero}/".startswith(f"{base}/") or not base for base in NORMAS[accion].toca)
