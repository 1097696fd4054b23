"""¿Cuántos años tendrá alguien un día, según su fecha de nacimiento o su CURP? (RENAPO)"""

import re
from datetime import date

CURP = re.compile(r"[A-Z]{4}(\d{2})(\d{2})(\d{2})[HMX][A-Z]{5}([0-9A-Z])\d")
_FECHA = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ANIOS_DE_SIGLO = 100


def edad_cumplida(nacimiento: date, dia: date) -> int:
    """Los años cumplidos ese día."""
    cumplidos = (dia.month, dia.day) >= (nacimiento.month, nacimiento.day)
    return dia.year - nacimiento.year - (0 if cumplidos else 1)


def leer_dia(texto: str) -> date | None:
    """Una fecha AAAA-MM-DD o DD/MM/AAAA; None si no lo es o no existe."""
    hallada = _FECHA.fullmatch(texto)
    if hallada is None:
        return None
    anio, mes, dia = hallada[1], hallada[2], hallada[3]
    if anio is None:
        dia, mes, anio = hallada[4], hallada[5], hallada[6]
    try:
        return date(int(anio), int(mes), int(dia))
    except ValueError:
        return None


def dia_de_curp(curp: str) -> date | None:
    """La fecha de las posiciones 5 a 10; la 17 dice el siglo (RENAPO)."""
    hallada = CURP.fullmatch(curp)
    if hallada is None:
        return None
    siglo = 1900 if hallada[4].isdigit() else 2000
    try:
        return date(siglo + int(hallada[1]) % _ANIOS_DE_SIGLO, int(hallada[2]), int(hallada[3]))
    except ValueError:
        return None
