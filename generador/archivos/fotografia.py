"""¿Qué imagen hay junto al expediente, y es una fotografía y nada más?"""

import hashlib
import os
from pathlib import Path

from generador.archivos.apertura import abrir_comun
from generador.nucleo.modelo import Fotografia

_CABECERA = 12  # «RIFF», el largo y «WEBP»
_CABECERA_DE_BLOQUE = 8
_INICIO_DE_IMAGEN = {b"VP8 ": (3, b"\x9d\x01\x2a"), b"VP8L": (0, b"\x2f")}
_ACOMPANANTES = frozenset({b"VP8X", b"ALPH", b"ICCP"})
_MAXIMO_QUE_SE_MIRA = 8 * 1024 * 1024
"""Más que cualquier `fotografia.maximo_kb`: lo que se pase ya lo señala su peso."""

NO_ES_WEBP = "no es una imagen WebP"


def medir_foto(raiz: Path, archivo: str) -> Fotografia | None:
    """Huella, peso y defecto de la imagen que está junto al expediente; None si no existe.

    Un enlace, una tubería o una imagen sin permiso cuentan como que no existe.
    """
    ruta = archivo.removesuffix(".yml") + ".webp"
    try:
        with abrir_comun(raiz / ruta) as abierta:
            medida = os.fstat(abierta.fileno())
            crudo = abierta.read(_MAXIMO_QUE_SE_MIRA)
            huella = hashlib.sha256(crudo)
            while trozo := abierta.read(_MAXIMO_QUE_SE_MIRA):
                huella.update(trozo)
    except OSError:
        return None
    return Fotografia(
        ruta, f"sha256:{huella.hexdigest()}", medida.st_size, defecto_de_imagen(crudo)
    )


def defecto_de_imagen(crudo: bytes) -> str:
    """Por qué no se puede publicar esa imagen, para decirse tras «La imagen»; vacío si se puede.

    Solo pasa un WebP de un cuadro (RFC 9649) sin datos ajenos a la imagen: ahí viajan el lugar
    en que se tomó, el aparato y su dueño.
    """
    if not (crudo.startswith(b"RIFF") and crudo[8:_CABECERA] == b"WEBP"):
        return NO_ES_WEBP
    nombres = []
    donde = _CABECERA
    while donde + _CABECERA_DE_BLOQUE <= len(crudo):
        nombre = crudo[donde : donde + 4]
        largo = int.from_bytes(crudo[donde + 4 : donde + _CABECERA_DE_BLOQUE], "little")
        donde += _CABECERA_DE_BLOQUE
        if nombre in _INICIO_DE_IMAGEN:
            salto, marca = _INICIO_DE_IMAGEN[nombre]
            if crudo[donde + salto : donde + salto + len(marca)] != marca:
                return NO_ES_WEBP
        nombres.append(nombre)
        donde += largo + largo % 2
    return _defecto_de_bloques(nombres, crudo, donde)


def _defecto_de_bloques(nombres: list[bytes], crudo: bytes, fin: int) -> str:
    declarado = int.from_bytes(crudo[4:8], "little") + _CABECERA_DE_BLOQUE
    if {b"ANIM", b"ANMF"} & set(nombres):
        return "tiene movimiento"
    if not sum(nombre in _INICIO_DE_IMAGEN for nombre in nombres):
        return NO_ES_WEBP
    ajenos = [n for n in nombres if n not in _ACOMPANANTES and n not in _INICIO_DE_IMAGEN]
    if ajenos or declarado < len(crudo):
        return "trae datos que no son de la imagen; ahí suele ir el lugar en que se tomó"
    return "está incompleta" if max(fin, declarado) > len(crudo) else ""
