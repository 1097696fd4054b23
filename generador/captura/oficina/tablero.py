"""¿Cómo van las candidaturas de quien valida? En pocas consultas, aunque sean mil."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from generador.captura.busqueda import que_casan
from generador.captura.fuente import Vigente
from generador.captura.models import Acto, Borrador, Envio, Expediente, Propuesta
from generador.nucleo.acciones import Accion
from generador.nucleo.cuentas import Cuenta, Rol

SIN_EMPEZAR, EN_CAPTURA, POR_VALIDAR, EN_VALIDACION, VALIDADA, INTEGRADA, DEVUELTA = (
    "sin_empezar", "en_captura", "por_validar", "en_validacion", "validada", "integrada",
    "devuelta",
)  # fmt: skip
OBSERVADA, POR_APLICAR = "observada", "por_aplicar"
SITUACIONES: Mapping[str, tuple[str, str, str]] = {
    POR_VALIDAR: ("Por validar", "Revísela y valídela.", "marca-alerta"),
    DEVUELTA: ("Devuelta", "Corríjala y vuelva a enviarla.", "marca-error"),
    OBSERVADA: ("Observada", "Corrija o retire lo observado.", "marca-alerta"),
    POR_APLICAR: ("Cambio habilitado", "Aplíquelo antes de que venza.", "marca-alerta"),
    EN_CAPTURA: ("En captura", "Falta terminar y enviar.", ""),
    SIN_EMPEZAR: ("Sin empezar", "Nadie ha guardado nada.", ""),
    EN_VALIDACION: ("En cola", "Su validación ya se pidió.", ""),
    VALIDADA: ("Validada", "Falta que la unidad la integre.", ""),
    INTEGRADA: ("Integrada", "Nada.", "marca-hecha"),
}
"""Situación → (cómo se llama, qué falta, con qué marca)."""
SOLO_SI_HAY = frozenset({DEVUELTA, OBSERVADA, POR_APLICAR})
"""Las que no se cuentan en el tablero si no hay ninguna."""
ABIERTAS = (SIN_EMPEZAR, EN_CAPTURA, POR_VALIDAR, DEVUELTA)
"""Las que aún le piden algo a alguien del partido."""
_LEJOS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Filtro:
    """Lo que se busca en el tablero; vacío no acota."""

    situacion: str = ""
    busca: str = ""
    plazo: str = ""
    """`vencidas` o `pronto` (tres días)."""
    eleccion: str = ""


def suyas(cuenta: Cuenta) -> QuerySet[Expediente]:
    """Las que esa cuenta valida y siguen en la boleta."""
    registradas = Expediente.objects.filter(estatus="registrada")
    if cuenta.rol is Rol.SUPERVISORA:
        return registradas.filter(partido=cuenta.postulante)
    return registradas.filter(clave=cuenta.clave, independiente=True)


def con_situacion(expedientes: QuerySet[Expediente]) -> QuerySet[Any]:
    """Cada una con `situacion`, `version` del borrador, `folio_envio`, `riesgo` y `avance`."""
    envio = (
        Envio.objects.filter(clave=OuterRef("clave"))
        .exclude(estado=Envio.CORREGIDO)
        .order_by("-pk")
    )
    borrador = Borrador.objects.filter(clave=OuterRef("clave"), para=Borrador.CAPTURA)
    primero = Coalesce("corrige__corrige__folio", "corrige__folio", "folio")
    pedida = Acto.objects.filter(
        accion=Accion.VALIDAR, estado=Acto.EN_COLA, objeto=OuterRef("folio_original")
    )
    propuesta = Propuesta.objects.filter(folio=OuterRef("folio_tanda"))
    en_el_tronco = Q(validada__isnull=False) | Q(estado_envio=Envio.INTEGRADO)
    en_curso = Q(estado_envio__in=(Envio.EN_COLA, Envio.PROPUESTO))
    return expedientes.annotate(
        estado_envio=Subquery(envio.values("estado")[:1]),
        folio_envio=Subquery(envio.values("folio")[:1]),
        folio_tanda=Subquery(envio.values("tanda__folio")[:1]),
        folio_original=Subquery(envio.values(de=primero)[:1], output_field=CharField()),
        motivo_envio=Subquery(envio.values("motivo")[:1]),
        version=Subquery(borrador.values("version")[:1]),
        avance=Subquery(borrador.values("avance")[:1]),
        riesgo=Coalesce(Subquery(propuesta.values("riesgo")[:1]), 0, output_field=IntegerField()),
    ).annotate(
        situacion=Case(
            When(observados__gt=0, then=Value(OBSERVADA)),
            When(cambio="habilitado", then=Value(POR_APLICAR)),
            When(en_el_tronco, then=Value(INTEGRADA)),
            When(estado_envio=Envio.VALIDADO, then=Value(VALIDADA)),
            When(en_curso & Q(Exists(pedida)), then=Value(EN_VALIDACION)),
            When(en_curso, then=Value(POR_VALIDAR)),
            When(estado_envio=Envio.DEVUELTO, then=Value(DEVUELTA)),
            When(version__isnull=False, then=Value(EN_CAPTURA)),
            default=Value(SIN_EMPEZAR),
            output_field=CharField(),
        )
    )


def acotar(todas: QuerySet[Any], filtro: Filtro, rige: Vigente) -> QuerySet[Any]:
    """Las que cumplen el filtro, primero lo que vence antes y después lo de más riesgo."""
    if filtro.situacion in SITUACIONES:
        todas = todas.filter(situacion=filtro.situacion)
    if filtro.eleccion:
        todas = todas.filter(eleccion=filtro.eleccion)
    todas = que_casan(todas, filtro.busca)
    ahora = rige.contexto.ahora
    if filtro.plazo == "vencidas":
        todas = todas.filter(situacion__in=ABIERTAS, vence__lt=ahora)
    elif filtro.plazo == "pronto":
        todas = todas.filter(situacion__in=ABIERTAS, vence__range=(ahora, ahora + _LEJOS))
    ordenadas: QuerySet[Any] = todas.annotate(
        terminada=Case(
            When(situacion__in=(*ABIERTAS, OBSERVADA, POR_APLICAR), then=Value(value=False)),
            default=Value(value=True),
            output_field=BooleanField(),
        ),
        urge=Case(When(situacion=OBSERVADA, then=Value(0)), default=Value(1)),
        limite=Case(
            When(situacion=POR_APLICAR, then=F("cambio_vence")),
            When(situacion=OBSERVADA, then=Value(None)),
            default=F("vence"),
            output_field=DateTimeField(),
        ),
    ).order_by("terminada", "urge", F("limite").asc(nulls_last=True), "-riesgo", "clave")
    return ordenadas


def cuantas(todas: QuerySet[Any], rige: Vigente) -> dict[str, int]:
    """Situación → cuántas; también `total`, `vencidas` y `pronto`."""
    ahora = rige.contexto.ahora
    contadas = dict.fromkeys(SITUACIONES, 0)
    contadas |= dict(todas.order_by().values_list("situacion").annotate(cuantas=Count("clave")))
    abiertas = todas.filter(situacion__in=ABIERTAS)
    plazos = abiertas.aggregate(
        vencidas=Count("clave", filter=Q(vence__lt=ahora)),
        pronto=Count("clave", filter=Q(vence__range=(ahora, ahora + _LEJOS))),
    )
    return contadas | plazos | {"total": sum(contadas.values())}
