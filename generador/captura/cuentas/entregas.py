"""¿Cuándo recibió cada quien su cuenta? Lo dice el acuse firmado, y desde ahí corre el plazo.

La unidad lo anota (PTO 10, 14 y 21); el despachador lo lleva al expediente.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from generador.captura import bitacora
from generador.captura.fuente import candidatura_de, vigente
from generador.captura.llave import cerrar_para_la_unidad
from generador.captura.models import Acto, Credencial, Entrega, Expediente
from generador.captura.reloj import ahora
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import Plazo, vencimiento

VIAS = {
    "partido": "Por conducto de su partido",
    "consejo": "Por conducto de su consejo distrital o municipal",
    "persona": "En persona",
}
"""Por qué vía se entregó (PTO 10)."""


@dataclass(frozen=True, slots=True)
class Recibo:
    """Lo que dice el acuse firmado. `acuse` es lo escaneado; vacío si no se subió."""

    oficio: str
    recibio: str
    via: str
    recibida: datetime
    acuse: bytes


@dataclass(frozen=True, slots=True)
class Vencimiento:
    """Cuándo vencería la captura de unas candidaturas, y con qué plazo."""

    claves: tuple[str, ...]
    plazo: Plazo
    vence: datetime


def _sin_entrega() -> Q:
    return Q(recibida=None, estatus="registrada")


def en_camino() -> set[str]:
    """Las que ya se anotaron y el despachador no ha llevado."""
    actos = Acto.objects.filter(accion=Accion.ENTREGAR_CUENTA, estado=Acto.EN_COLA)
    return {clave for datos in actos.values_list("datos", flat=True) for clave in datos["claves"]}


def negadas() -> QuerySet[Acto]:
    """Las últimas que no procedieron, con su motivo."""
    actos = Acto.objects.filter(accion=Accion.ENTREGAR_CUENTA, estado=Acto.NEGADO)
    return actos.order_by("-hecho")[:10]


def carpetas() -> list[dict[str, object]]:
    """Cada carpeta con alguna pendiente: su ruta, cuántas son y de qué partido."""
    return list(
        Expediente.objects.filter(_sin_entrega())
        .exclude(clave__in=en_camino())
        .values("carpeta", "partido")
        .annotate(cuantas=Count("clave"))
        .order_by("carpeta", "partido")
    )


def pendientes(carpeta: str) -> list[Expediente]:
    """Las de esa carpeta a las que falta anotarles la entrega."""
    unas = Expediente.objects.filter(_sin_entrega(), carpeta=carpeta)
    return list(unas.exclude(clave__in=en_camino()).order_by("clave"))


def sin_cuenta(claves: Iterable[str]) -> list[str]:
    """Las que todavía no tienen cuenta: no se puede entregar lo que no existe."""
    hechas = set(Credencial.objects.filter(cuenta__in=claves).values_list("cuenta", flat=True))
    return sorted(set(claves) - hechas)


def vencimientos(unas: Sequence[Expediente], recibida: datetime) -> list[Vencimiento]:
    """Cuándo vencería cada plazo: quince días, o cinco si sustituye a otra persona."""
    proceso = vigente().contexto.proceso
    por_plazo: dict[bool, list[str]] = {}
    for una in unas:
        sustituye = bool(candidatura_de(una).tramite.sustituye_a)
        por_plazo.setdefault(sustituye, []).append(una.clave)
    hallados = []
    for sustituye, claves in sorted(por_plazo.items()):
        plazo = proceso.plazos.sustitucion if sustituye else proceso.plazos.captura
        vence = vencimiento(proceso.calendario, recibida, plazo)
        hallados.append(Vencimiento(tuple(claves), plazo, vence))
    return hallados


@transaction.atomic
def anotar(cuenta: str, carpeta: str, unas: Sequence[Expediente], recibo: Recibo) -> Acto:
    """Guarda la entrega de cada una y pide que se asiente en su expediente.

    El acuse escaneado, que es el mismo para todas, va con la primera.
    """
    momento = ahora()
    cerrado = cerrar_para_la_unidad(recibo.acuse) if recibo.acuse else b""
    Entrega.objects.bulk_create(
        Entrega(
            clave=una.clave,
            oficio=recibo.oficio,
            recibio=recibo.recibio,
            via=recibo.via,
            recibida=recibo.recibida,
            anotada=momento,
            cuenta=cuenta,
            acuse=cerrado if numero == 0 else b"",
        )
        for numero, una in enumerate(unas)
    )
    claves = [una.clave for una in unas]
    for clave in claves:
        bitacora.anotar(cuenta, "entregas", "anotar entrega", clave, f"oficio {recibo.oficio}")
    return Acto.objects.create(
        accion=Accion.ENTREGAR_CUENTA,
        cuenta=cuenta,
        objeto=carpeta if len(claves) > 1 else claves[0],
        instante=momento,
        datos={
            "claves": claves,
            "oficio": recibo.oficio,
            "recibida": recibo.recibida.isoformat(),
        },
    )


def con_acuse(entrega: Entrega) -> Entrega | None:
    """La fila que guarda el acuse escaneado de esa entrega: puede ser la de otra clave."""
    return (
        Entrega.objects.filter(
            oficio=entrega.oficio, anotada=entrega.anotada, cuenta=entrega.cuenta
        )
        .exclude(acuse=b"")
        .first()
    )
