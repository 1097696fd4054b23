"""¿Cómo se dibuja un código QR sin estilos en línea? Como imagen SVG, o módulo por módulo."""

from io import BytesIO
from typing import Any

import segno

BORDE = 4
"""Módulos en blanco alrededor: sin ellos, hay teléfonos que no lo leen."""
_TRAZO: dict[str, Any] = {"scale": 4, "border": BORDE, "dark": "#000", "light": "#fff"}


def como_svg(texto: str) -> bytes:
    """Un documento SVG, para servirse por su propia ruta."""
    salida = BytesIO()
    _codigo(texto).save(salida, kind="svg", **_TRAZO)
    return salida.getvalue()


def como_imagen(texto: str) -> str:
    """Una dirección `data:` para un `<img>`: lo dibujado no pasa por ninguna ruta."""
    return str(_codigo(texto).svg_data_uri(**_TRAZO))


def en_modulos(texto: str) -> list[list[bool]]:
    """El código, renglón por renglón: si cada módulo es oscuro."""
    return [[bool(modulo) for modulo in fila] for fila in _codigo(texto).matrix_iter(border=BORDE)]


def _codigo(texto: str) -> segno.QRCode:
    return segno.make(texto, error="m", micro=False)
