"""¿Qué espera a la unidad o a otros, y qué vence primero?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from generador.captura.cola.encolar import nombre_de
from generador.captura.fuente import Vigente, candidatura_de
from generador.captura.llenado.lectura import nombre_del_rubro
from generador.captura.models import Acto, Envio, Expediente, Propuesta
from generador.nucleo.cuentas import Rol
from generador.nucleo.observaciones import observaciones_abiertas

TIPOS = {
    "propuesta": "Propuestas",
    "cambio": "Cambios",
    "observacion": "Observaciones",
    "atorado": "No han podido llegar",
}
_LEJOS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Espera:
    """Algo que espera: qué, a quién, desde cuándo y hasta cuándo; sin límite, None."""

    tipo: str
    que: str
    quien: str
    desde: datetime
    vence: datetime | None = None
    folio: str = ""
    claves: tuple[str, ...] = ()
    partido: str = ""
    riesgo: int = 0
    lista: bool = False
    errores: int = 0


def lo_que_espera(rige: Vigente) -> list[Espera]:
    """Todo: primero lo que vence antes, después lo de más riesgo y lo más antiguo."""
    todo = [*_propuestas(), *_expedientes(rige), *_atorados()]
    return sorted(todo, key=lambda e: (e.vence or _LEJOS, -e.riesgo, e.desde))


def acotar(todo: list[Espera], tipo: str, partido: str, busca: str) -> list[Espera]:
    """Las que cumplen; vacío no acota. `tipo` puede ser `lista`: lo que ya puede integrarse."""
    palabra = busca.strip().upper()
    return [
        e
        for e in todo
        if (not tipo or e.tipo == tipo or (tipo == "lista" and e.lista))
        and (not partido or partido in e.partido.split(", "))
        and (not palabra or palabra in e.folio or any(palabra in c for c in e.claves))
    ]


def _propuestas() -> Iterator[Espera]:
    for p in Propuesta.objects.defer("cambios"):
        yield Espera(
            tipo="propuesta",
            que=p.que,
            quien=p.quien,
            desde=p.desde,
            vence=p.vence,
            folio=p.folio,
            claves=tuple(p.claves),
            partido=p.partido,
            riesgo=p.riesgo,
            lista=p.lista,
            errores=sum(1 for h in p.hallazgos if h["nivel"] == "error"),
        )


def _expedientes(rige: Vigente) -> Iterator[Espera]:
    """Observaciones sin subsanar y cambios sin cerrar de lo que ya está en el tronco."""
    pendiente = Q(observados__gt=0) | Q(cambio__in=("solicitado", "habilitado"))
    unidad = ", ".join(c.clave for c in rige.cuentas.de(Rol.UT))
    for expediente in Expediente.objects.filter(pendiente, estatus="registrada"):
        una = candidatura_de(expediente)
        quien = _quien_valida(expediente, rige)
        instante = rige.contexto.proceso.instante
        for rubro, fecha in observaciones_abiertas(una, rige.contexto).items():
            que = f"Subsanar «{nombre_del_rubro(rubro, rige)}»"
            yield Espera(
                "observacion", que, quien, instante(fecha),
                claves=(una.clave,), partido=expediente.partido,
            )  # fmt: skip
        cambio = una.tramite.cambio
        if cambio and not cambio.aplicado:
            yield Espera(
                "cambio",
                "Aplicar el cambio" if cambio.habilitado else "Habilitar el cambio",
                quien if cambio.habilitado else unidad,
                instante(cambio.habilitado or cambio.solicitado),
                expediente.cambio_vence,
                claves=(una.clave,),
                partido=expediente.partido,
                riesgo=0 if cambio.habilitado else 1,
            )


def _quien_valida(expediente: Expediente, rige: Vigente) -> str:
    if expediente.independiente:
        return expediente.clave
    suyas = rige.cuentas.de(Rol.SUPERVISORA, expediente.partido) if expediente.partido else ()
    return ", ".join(c.clave for c in suyas) or "nadie: falta designar su cuenta"


def _atorados() -> Iterator[Espera]:
    """Lo que el despachador ya intentó y no ha podido llevar."""
    intentados = Envio.objects.filter(estado=Envio.EN_COLA, intentos__gt=0).defer("cifrado")
    for envio in intentados:
        yield Espera(
            "atorado", f"Llevar el envío: {envio.motivo}", "el despachador", envio.instante,
            folio=envio.folio, claves=(envio.clave,), partido=envio.partido,
        )  # fmt: skip
    for acto in Acto.objects.filter(estado=Acto.EN_COLA, intentos__gt=0).defer("cifrado"):
        yield Espera(
            "atorado", f"{nombre_de(acto.accion)}: {acto.resultado}", "el despachador",
            acto.instante, folio=acto.folio, claves=(acto.objeto,),
        )  # fmt: skip
