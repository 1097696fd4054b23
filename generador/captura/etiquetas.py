"""Lo que las plantillas saben escribir: fechas largas, en la hora del proceso."""

from datetime import date, datetime

from django import template

from generador.captura.fuente import vigente
from generador.nucleo.calendario import fecha_hora_larga, fecha_larga

register = template.Library()


@register.filter
def fecha_y_hora(instante: datetime | None) -> str:
    """«26 de abril de 2024, 23:59», en la hora del proceso; vacío si no hay."""
    if instante is None:
        return ""
    return fecha_hora_larga(instante.astimezone(vigente().contexto.proceso.calendario.tz))


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
    """«2024-04-26 23:59:07», en la hora del proceso."""
    local = instante.astimezone(vigente().contexto.proceso.calendario.tz)
    return local.strftime("%Y-%m-%d %H:%M:%S")
