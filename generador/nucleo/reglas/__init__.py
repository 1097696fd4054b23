"""Todas las reglas, en el orden en que se documentan."""

from generador.nucleo.regla import Alcance, Regla

REGLAS: tuple[Regla, ...] = ()


def de_alcance(alcance: Alcance) -> tuple[Regla, ...]:
    """Las reglas que miran ese alcance."""
    return tuple(regla for regla in REGLAS if regla.alcance is alcance)
