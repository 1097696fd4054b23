"""¿Qué cuenta puede actuar, con qué papel y en nombre de quién?

Las cuentas son de papel, no de persona: no llevan nombres ni correos. La de una candidatura es
su clave. La autoridad se resuelve por candidatura, con `captura_por` (PTO 20), nunca por carpeta.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generador.nucleo.claves import leer_clave
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso

DOMINIO = "conoceles.invalid"
"""Reservado (RFC 2606): el correo de autor de un commit dice la cuenta y no recibe nada."""


class Rol(StrEnum):
    """El papel de una cuenta (PTO 3)."""

    UT = "ut"
    VERIFICADORA = "verificadora"
    SUPERVISORA = "supervisora"
    CAPTURA = "captura"
    CANDIDATURA = "candidatura"
    UIE = "uie"
    CEVINE = "cevine"


NOMBRES: Mapping[Rol, str] = {
    Rol.UT: "la unidad responsable",
    Rol.VERIFICADORA: "quien verifica",
    Rol.SUPERVISORA: "la supervisora de su partido",
    Rol.CAPTURA: "la cuenta de captura de su partido",
    Rol.CANDIDATURA: "la propia candidatura",
    Rol.UIE: "el soporte técnico",
    Rol.CEVINE: "la comisión que supervisa",
}
SIN_CANDIDATURAS = frozenset({Rol.UIE, Rol.CEVINE})
"""Los papeles que no actúan sobre ninguna: atienden fallas (PTO 36) o solo ven cuentas."""


@dataclass(frozen=True, slots=True)
class Cuenta:
    """Una cuenta y las fechas entre las que vale; sin fecha no tiene límite."""

    clave: str
    rol: Rol
    postulante: str = ""
    desde: date | None = None
    hasta: date | None = None
    autores: frozenset[str] = frozenset()
    """Correos, de nadie, con que la forja firma las uniones que pide esta cuenta."""

    @property
    def correo(self) -> str:
        """El correo de autor con que firma sus commits."""
        return f"{self.clave.lower()}@{DOMINIO}"

    def vale(self, dia: date) -> bool:
        """Si ya empezó y no ha terminado."""
        return (self.desde is None or self.desde <= dia) and (
            self.hasta is None or dia <= self.hasta
        )


@dataclass(frozen=True, slots=True)
class Cuentas:
    """Las cuentas de `cuentas.yml`, por su clave."""

    por_clave: Mapping[str, Cuenta] = field(default_factory=dict)

    def buscar(self, clave: str) -> Cuenta | None:
        """La cuenta con esa clave; si es la de una candidatura, la suya propia."""
        if clave in self.por_clave:
            return self.por_clave[clave]
        return Cuenta(clave, Rol.CANDIDATURA) if leer_clave(clave) else None

    def de(self, rol: Rol, postulante: str = "") -> tuple[Cuenta, ...]:
        """Las cuentas con ese papel, y de ese postulante si se pide."""
        return tuple(
            c
            for c in self.por_clave.values()
            if c.rol is rol and (not postulante or c.postulante == postulante)
        )


def quien_captura(candidatura: Candidatura, proceso: Proceso) -> str:
    """El partido que responde por ella: `captura_por`, o el que la postula si va solo.

    Vacío si va en alianza y no consta quién captura, o si es independiente (PTO 11 y 20).
    """
    registro = candidatura.registro
    if registro.captura_por:
        return registro.captura_por
    postulante = proceso.postulantes.get(registro.postulante)
    return registro.postulante if postulante and postulante.tipo == "partido" else ""


def es_independiente(candidatura: Candidatura, proceso: Proceso) -> bool:
    """Si nadie la postula: captura y valida ella misma (PTO 27)."""
    postulante = proceso.postulantes.get(candidatura.registro.postulante)
    return postulante is not None and postulante.tipo == "independiente"


def por_que_no_es_suya(cuenta: Cuenta, candidatura: Candidatura, proceso: Proceso) -> str:
    """Por qué esa cuenta no puede hablar por la candidatura; vacío si puede.

    La unidad y quien verifica no hablan por nadie, pero alcanzan a todas.
    """
    if cuenta.rol in (Rol.UT, Rol.VERIFICADORA) or cuenta.clave == candidatura.clave:
        return ""
    if cuenta.rol in SIN_CANDIDATURAS:
        return f"La cuenta {cuenta.clave} es de {NOMBRES[cuenta.rol]}: no actúa por nadie."
    if cuenta.rol is Rol.CANDIDATURA:
        return f"La cuenta {cuenta.clave} es de otra candidatura, no de {candidatura.clave}."
    return _por_que_no_es_de_su_partido(cuenta, candidatura, proceso)


def _por_que_no_es_de_su_partido(cuenta: Cuenta, candidatura: Candidatura, proceso: Proceso) -> str:
    clave, partido = candidatura.clave, quien_captura(candidatura, proceso)
    if es_independiente(candidatura, proceso):
        return (
            f"{clave} es independiente: captura y valida con su propia cuenta, no con "
            f"{cuenta.clave} (PTO 11 y 27)."
        )
    if not partido:
        return (
            f"De {clave} no consta qué partido captura: la unidad debe anotar «captura_por» "
            "conforme al convenio (PTO 20)."
        )
    if cuenta.postulante == partido:
        return ""
    return (
        f"Por {clave} captura {partido}, y la cuenta {cuenta.clave} es de {cuenta.postulante} "
        "(PTO 20)."
    )
