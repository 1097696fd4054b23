"""¿Se puede mostrar hoy la respuesta de una persona a una pregunta de identidad, y si no, por qué?

La tabla de verdad: consentimiento × acción afirmativa × estatus × fecha × observación × pregunta
(PTO 14, 17, 19, 33, 37 y 44). La miran la bóveda, al escribir el extracto, y el sitio, al leerlo:
son dos cerraduras con la misma llave, en dos lugares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generador.nucleo.calendario import ya_se_publica
from generador.nucleo.conjunto import Contexto
from generador.nucleo.ficha import Vacio
from generador.nucleo.modelo import Candidatura

POR_CONSENTIMIENTO, POR_ACCION_AFIRMATIVA = "consentimiento", "accion_afirmativa"
SU_DIMENSION, TODA = "su_dimension", "toda"
"""El alcance de lo público por acción afirmativa, que decide la autoridad en `proceso.yml`."""


class Trato(StrEnum):
    """Qué se hace con una respuesta."""

    PUBLICA = "publica"
    RESERVADA = "reservada"
    NO_APLICA = "no_aplica"


@dataclass(frozen=True, slots=True)
class Decision:
    """El trato de una respuesta; por qué no se muestra, o con qué base se muestra."""

    trato: Trato
    causa: Vacio | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Situacion:
    """De quién se trata, en lo que importa para decidir.

    `consiente` es None si no consta ninguna firma vigente; `dimension`, la del grupo por el que se
    aprobó su registro, vacía si no fue por ninguno; `alcance`, lo que la autoridad lee del
    numeral 19.
    """

    vigente: bool
    estado: str
    con_error: bool
    validada: bool
    publicada: bool
    consiente: bool | None
    dimension: str
    alcance: str


def decidir(quien: Situacion, dimension: str, *, observada: bool) -> Decision:
    """El trato de una pregunta de esa dimensión; `observada`, si está en corrección.

    El orden importa: primero lo que saca a la persona de la consulta, después lo que impide
    mostrar nada, y al final con qué base se muestra.
    """
    if causa := next(_impedimentos(quien), None):
        trato = Trato.NO_APLICA if causa is Vacio.NO_APLICA else Trato.RESERVADA
        return Decision(trato, causa)
    base = _base(quien, dimension)
    if not base:
        return Decision(Trato.RESERVADA, Vacio.NO_CONSINTIO)
    if observada:
        return Decision(Trato.RESERVADA, Vacio.EN_CORRECCION)
    return Decision(Trato.PUBLICA, base=base)


def _impedimentos(quien: Situacion) -> Iterator[Vacio]:
    """Lo que impide mostrar cualquier respuesta, del más fuerte al más leve."""
    if not quien.vigente:
        yield Vacio.NO_APLICA
    if quien.con_error:
        yield Vacio.CON_ERROR
    if quien.estado != "depositada":
        # Bloqueada o destruida (PTO 44): ya no se publica, aunque quede un extracto viejo.
        yield _SIN_DEPOSITO.get(quien.estado, Vacio.NO_APLICA)
    # Antes de la fecha formal no hay ficha en que decir la causa (PTO 14).
    if not (quien.validada and quien.publicada):
        yield Vacio.SIN_VALIDAR


_SIN_DEPOSITO = {"pendiente": Vacio.SIN_CAPTURA, "no_autorizo": Vacio.NO_CONSINTIO}


def _base(quien: Situacion, dimension: str) -> str:
    if quien.consiente:
        return POR_CONSENTIMIENTO
    alcanza = quien.alcance == TODA or quien.dimension == dimension
    return POR_ACCION_AFIRMATIVA if quien.dimension and alcanza else ""


def situacion_de(
    candidatura: Candidatura, contexto: Contexto, dimension: str, *, con_error: bool
) -> Situacion:
    """La situación de una candidatura hoy; `dimension`, la de su acción afirmativa o vacía.

    Un consentimiento con fecha futura o ya retirado no cuenta.
    """
    proceso = contexto.proceso
    return Situacion(
        vigente=candidatura.registro.estatus == "registrada",
        estado=candidatura.identidad.estado,
        con_error=con_error,
        validada=contexto.ya_paso(candidatura.tramite.validada),
        publicada=ya_se_publica(contexto.hoy, proceso.fechas.publicacion),
        consiente=consiente(candidatura, contexto),
        dimension=dimension,
        alcance=proceso.lecturas.alcance_accion_afirmativa,
    )


def consiente(candidatura: Candidatura, contexto: Contexto) -> bool | None:
    """Si lo que consta hoy autoriza publicar su identidad; None si no consta firma (PTO 17)."""
    firmado = candidatura.consentimiento
    if firmado is None:
        return None
    # De un retiro sin fecha legible se entiende que ya fue: ante la duda no se muestra.
    retirado = bool(firmado.retirado) and not contexto.esta_por_venir(firmado.retirado)
    return firmado.publicacion and firmado.fecha <= contexto.hoy.isoformat() and not retirado
