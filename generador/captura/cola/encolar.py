"""¿Cómo se pide un acto desde la web? Se comprueba, se guarda y espera al despachador."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from generador.captura.bitacora import anotar
from generador.captura.fuente import Vigente, candidatura_de
from generador.captura.llave import cifrar
from generador.captura.models import Acto, Expediente
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.cuentas import Cuenta
from generador.nucleo.reglas.propuesta import por_que_no_puede
from generador.nucleo.transiciones import por_que_no_procede

NOMBRES: Mapping[Accion, str] = {
    Accion.VALIDAR: "Validar",
    Accion.INTEGRAR: "Integrar",
    Accion.RECHAZAR: "Rechazar",
    Accion.SEPARAR: "Separar",
    Accion.OBSERVAR: "Observar",
    Accion.SUBSANAR: "Subsanar",
    Accion.SUSTITUIR: "Sustituir la candidatura",
    Accion.CANCELAR: "Cancelar la candidatura",
    Accion.SOLICITAR_CAMBIO: "Solicitar el cambio",
    Accion.HABILITAR_CAMBIO: "Habilitar el cambio",
    Accion.APLICAR_CAMBIO: "Aplicar el cambio",
    Accion.ACATAR: "Acatar una resolución",
    Accion.CORREGIR_ERROR: "Corregir un error del Instituto",
    Accion.ENTREGAR_CUENTA: "Entregar cuentas",
}
"""Cómo se llama cada acto para quien lo pide."""


class NoProcede(ErrorConoceles):
    """El acto no se puede pedir: la cuenta o el expediente no están para eso."""


def nombre_de(accion: str) -> str:
    """Cómo se llama ese acto."""
    return NOMBRES.get(Accion(accion), accion)


def por_que_no(
    accion: Accion, expediente: Expediente, cuenta: Cuenta, rige: Vigente, rubro: str = ""
) -> str:
    """Por qué esa cuenta no puede pedirlo hoy sobre ese expediente; vacío si puede.

    Observar dos rubros a la vez se puede; lo demás, uno por candidatura.
    """
    una = candidatura_de(expediente)
    motivo = por_que_no_puede(cuenta, accion, una, rige.contexto.proceso)
    motivo = motivo or por_que_no_procede(accion, una, rige.contexto)
    if motivo or (accion is Accion.OBSERVAR and not rubro):
        return motivo
    return _ya_espera(accion, expediente.clave, rubro if accion is Accion.OBSERVAR else "")


def _ya_espera(accion: Accion, objeto: str, rubro: str = "") -> str:
    en_cola = Acto.objects.filter(accion=accion, objeto=objeto, estado=Acto.EN_COLA)
    espera = (en_cola.filter(datos__rubro=rubro) if rubro else en_cola).first()
    if espera is None:
        return ""
    return (
        f"«{nombre_de(accion)}» de {objeto} ya espera en la cola, con el folio {espera.folio}: lo "
        f"pidió {espera.cuenta}."
    )


def pedir_sobre(
    accion: Accion,
    expediente: Expediente,
    cuenta: Cuenta,
    rige: Vigente,
    datos: Mapping[str, Any] | None = None,
    reservado: Mapping[str, Any] | None = None,
) -> Acto:
    """Pone en cola un acto sobre esa candidatura. Lanza `NoProcede` y dice por qué no.

    `datos` son sus opciones, sin nada reservado; `reservado` va cifrado.
    """
    rubro = str((datos or {}).get("rubro", ""))
    if motivo := por_que_no(accion, expediente, cuenta, rige, rubro):
        raise NoProcede(motivo)
    return _pedir(
        accion, expediente.clave, cuenta, {"clave": expediente.clave, **(datos or {})}, reservado
    )


def pedir_de_propuesta(accion: Accion, folio: str, cuenta: Cuenta, **datos: str) -> Acto:
    """Pone en cola integrar, rechazar o separar esa propuesta. Lanza `NoProcede`."""
    if cuenta.rol not in NORMAS[accion].roles:
        raise NoProcede("Eso solo lo hace la unidad.")
    en_cola = Acto.objects.filter(objeto=folio, estado=Acto.EN_COLA).exclude(accion=Accion.VALIDAR)
    if otro := en_cola.first():
        raise NoProcede(
            f"Sobre la propuesta {folio} ya espera «{nombre_de(otro.accion)}», que pidió "
            f"{otro.cuenta}."
        )
    return _pedir(accion, folio, cuenta, {"folio": folio, **datos}, None)


@transaction.atomic
def _pedir(
    accion: Accion,
    objeto: str,
    cuenta: Cuenta,
    datos: Mapping[str, Any],
    reservado: Mapping[str, Any] | None,
) -> Acto:
    # Otra vez, ya con el turno de escribir: dos pestañas a la vez no piden lo mismo dos veces.
    rubro = str(datos.get("rubro", "")) if accion is Accion.OBSERVAR else ""
    if motivo := _ya_espera(accion, objeto, rubro):
        raise NoProcede(motivo)
    acto = Acto.objects.create(
        accion=accion,
        cuenta=cuenta.clave,
        objeto=objeto,
        instante=ahora(),
        datos=dict(datos),
        cifrado=cifrar(reservado, f"acto {accion} {objeto}") if reservado else b"",
    )
    anotar(cuenta.clave, NORMAS[accion].modulo, f"pedir {accion}", objeto, f"folio {acto.folio}")
    return acto
