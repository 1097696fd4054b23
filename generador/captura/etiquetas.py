"""Lo que las plantillas saben escribir: fechas, en la hora del proceso, y lo que se anotó."""

from datetime import date, datetime

from django import template

from generador.captura.fuente import vigente
from generador.captura.models import Asiento
from generador.captura.oficina import frases
from generador.nucleo.calendario import fecha_corta, fecha_hora_larga, fecha_larga

register = template.Library()


@register.filter
def fecha_y_hora(instante: datetime | None) -> str:
    """«26 de abril de 2024, 23:59», en la hora del proceso; vacío si no hay."""
    if instante is None:
        return ""
    return fecha_hora_larga(instante.astimezone(vigente().contexto.proceso.calendario.tz))


@register.filter
def fecha_breve(instante: datetime | None) -> str:
    """«26 abr 2024, 23:59», para tablas; vacío si no hay."""
    if instante is None:
        return ""
    local = instante.astimezone(vigente().contexto.proceso.calendario.tz)
    return f"{fecha_corta(local.date())}, {local:%H:%M}"


@register.filter
def dia(instante: datetime | None) -> str:
    """«26 de abril de 2024»; vacío si no hay."""
    if instante is None:
        return ""
    return fecha_larga(instante.astimezone(vigente().contexto.proceso.calendario.tz).date())


@register.filter
def dia_largo(fecha: date) -> str:
    """«26 de abril de 2024» de una fecha sin hora."""
    return fecha_larga(fecha)


@register.filter
def fecha_hora_y_segundo(instante: datetime) -> str:
    """«26 abr 2024, 23:59:07», en la hora del proceso."""
    local = instante.astimezone(vigente().contexto.proceso.calendario.tz)
    return f"{fecha_corta(local.date())}, {local:%H:%M:%S}"


@register.filter
def que_hizo(asiento: Asiento) -> str:
    """Lo que dice un renglón de la bitácora, en una frase."""
    return frases.que_hizo(asiento)


@register.filter
def con_que(asiento: Asiento) -> str:
    """El detalle de un renglón de la bitácora."""
    return frases.con_que(asiento)
