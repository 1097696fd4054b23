"""¿Qué cuentas hay y en qué va cada una? `cuentas.yml`, el registro y las credenciales, juntos."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from generador.captura.fuente import vigente
from generador.captura.models import Credencial, Expediente
from generador.nucleo.cuentas import Cuenta, Rol

ESTADOS = {
    "sin": "Sin cuenta",
    "por_activar": "Por activar",
    "activa": "Activa",
    "desactivada": "Desactivada",
}
INDEPENDIENTES = "-"
"""Lo que se pide en lugar de un partido para ver las que no tienen."""


def registradas() -> QuerySet[Expediente]:
    """Las candidaturas que siguen en la boleta."""
    return Expediente.objects.filter(estatus="registrada")


def en_estado(unas: QuerySet[Expediente], estado: str) -> QuerySet[Expediente]:
    """Solo las de ese estado; todas si no se dice."""
    suyas = Credencial.objects.filter(cuenta=OuterRef("clave"))
    match estado:
        case "sin":
            return unas.filter(~Exists(suyas))
        case "por_activar":
            return unas.filter(Exists(suyas.filter(activa=True, activada=None)))
        case "activa":
            return unas.filter(Exists(suyas.filter(activa=True).exclude(activada=None)))
        case "desactivada":
            return unas.filter(Exists(suyas.filter(activa=False)))
    return unas


def en_partido(unas: QuerySet[Expediente], partido: str) -> QuerySet[Expediente]:
    """Solo las que captura ese partido; todas si no se dice."""
    if partido == INDEPENDIENTES:
        return unas.filter(independiente=True)
    return unas.filter(partido=partido, independiente=False) if partido else unas


def estado_de(credencial: Credencial | None) -> str:
    """En qué va la cuenta, en una palabra de `ESTADOS`."""
    if credencial is None:
        return "sin"
    if not credencial.activa:
        return "desactivada"
    return "activa" if credencial.activada else "por_activar"


def credenciales(claves: Iterable[str]) -> dict[str, Credencial]:
    """Las que existen de esas, por su cuenta."""
    return {c.cuenta: c for c in Credencial.objects.filter(cuenta__in=list(claves))}


def buscar(nombre: str) -> Cuenta | None:
    """La cuenta con ese nombre; la de una candidatura, solo si su expediente existe."""
    cuenta = vigente().cuentas.buscar(nombre)
    if cuenta is None or cuenta.rol is not Rol.CANDIDATURA:
        return cuenta
    return cuenta if Expediente.objects.filter(clave=nombre).exists() else None
