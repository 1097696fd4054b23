"""¿Qué imagen hay junto al expediente, y es una fotografía y nada más?"""

import hashlib
import os
from pathlib import Path

from generador.archivos.apertura import abrir_comun
from generador.nucleo.modelo import Fotografia
from generador.nucleo.proceso import LimiteFoto

_CABECERA = 12  # «RIFF», el largo y «WEBP»
_CABECERA_DE_BLOQUE = 8
_IMAGENES = frozenset({b"VP8 ", b"VP8L"})
_ACOMPANANTES = frozenset({b"VP8X", b"ALPH", b"ICCP"})
_MAXIMO_QUE_SE_MIRA = 8 * 1024 * 1024
"""Más que cualquier `fotografia.maximo_kb`: lo que se pase ya lo señala su peso."""

NO_ES_WEBP = "no es una imagen WebP"


def medir_foto(raiz: Path, archivo: str, limite: LimiteFoto) -> Fotografia | None:
    """Huella, peso y defecto de la imagen que está junto al expediente; None si no existe.

    Un enlace, una tubería o una imagen sin permiso cuentan como que no existe.
    """
    ruta = archivo.removesuffix(".yml") + ".webp"
    try:
        with abrir_comun(f"{raiz}/{ruta}") as abierta:
            medida = os.fstat(abierta.fileno())
            crudo = abierta.read(_MAXIMO_QUE_SE_MIRA)
            huella = hashlib.sha256(crudo)
            while trozo := abierta.read(_MAXIMO_QUE_SE_MIRA):
                huella.update(trozo)
    except OSError:
        return None
    defecto = defecto_de_imagen(crudo, limite)
    return Fotografia(ruta, f"sha256:{huella.hexdigest()}", medida.st_size, defecto)


def foto_de_contenido(archivo: str, crudo: bytes, limite: LimiteFoto) -> Fotografia:
    """Lo mismo de una imagen que no está en el disco sino en una versión guardada."""
    ruta = archivo.removesuffix(".yml") + ".webp"
    huella = f"sha256:{hashlib.sha256(crudo).hexdigest()}"
    return Fotografia(ruta, huella, len(crudo), defecto_de_imagen(crudo, limite))


def defecto_de_imagen(crudo: bytes, limite: LimiteFoto) -> str:
    """Por qué no se puede publicar esa imagen, para decirse tras «La imagen»; vacío si se puede.

    Solo pasa un WebP de un cuadro (RFC 9649), de medidas admitidas y sin datos ajenos a la imagen:
    ahí viajan el lugar en que se tomó, el aparato y su dueño. Las medidas son las que declara: se
    leen de sus cabeceras, sin descomprimir nada.
    """
    if not (crudo.startswith(b"RIFF") and crudo[8:_CABECERA] == b"WEBP"):
        return NO_ES_WEBP
    nombres, medidas = [], []
    donde = _CABECERA
    while donde + _CABECERA_DE_BLOQUE <= len(crudo):
        nombre = crudo[donde : donde + 4]
        largo = int.from_bytes(crudo[donde + 4 : donde + _CABECERA_DE_BLOQUE], "little")
        donde += _CABECERA_DE_BLOQUE
        nombres.append(nombre)
        if nombre in _MEDIR:
            medidas.append(_MEDIR[nombre](crudo[donde : donde + min(largo, _LO_QUE_SE_MIDE)]))
        donde += largo + largo % 2
    return _defecto_de_bloques(nombres, crudo, donde) or _defecto_de_medidas(medidas, limite)


def _defecto_de_bloques(nombres: list[bytes], crudo: bytes, fin: int) -> str:
    declarado = int.from_bytes(crudo[4:8], "little") + _CABECERA_DE_BLOQUE
    if {b"ANIM", b"ANMF"} & set(nombres):
        return "tiene movimiento"
    imagenes = sum(nombre in _IMAGENES for nombre in nombres)
    if not imagenes:
        return NO_ES_WEBP
    ajenos = [n for n in nombres if n not in _ACOMPANANTES and n not in _IMAGENES]
    if ajenos or imagenes > 1 or declarado < len(crudo):
        return "trae datos que no son de la imagen; ahí suele ir el lugar en que se tomó"
    return "está incompleta" if max(fin, declarado) > len(crudo) else ""


def _defecto_de_medidas(medidas: list[tuple[int, int] | None], limite: LimiteFoto) -> str:
    ciertas = [una for una in medidas if una]
    if len(ciertas) < len(medidas):
        return NO_ES_WEBP
    if len(set(ciertas)) > 1:
        return "dice tener dos tamaños distintos"
    return limite.defecto_de_medidas(*ciertas[0])


def _de_vp8(bloque: bytes) -> tuple[int, int] | None:
    """Con pérdida (RFC 6386, 9.1): catorce bits de cada lado, al empezar un cuadro entero."""
    if len(bloque) < _LO_QUE_SE_MIDE or bloque[0] & 1 or bloque[3:6] != b"\x9d\x01\x2a":
        return None
    ancho, alto = int.from_bytes(bloque[6:8], "little"), int.from_bytes(bloque[8:10], "little")
    return ancho & 0x3FFF, alto & 0x3FFF


def _de_vp8l(bloque: bytes) -> tuple[int, int] | None:
    """Sin pérdida (RFC 9649, 3.4): catorce bits de cada lado, menos uno."""
    if len(bloque) < _INICIO_SIN_PERDIDA or bloque[0] != _MARCA_SIN_PERDIDA:
        return None
    bits = int.from_bytes(bloque[1:_INICIO_SIN_PERDIDA], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _de_vp8x(bloque: bytes) -> tuple[int, int] | None:
    """Extendido (RFC 9649, 2.7): tres bytes de cada lado, menos uno."""
    if len(bloque) < _LO_QUE_SE_MIDE:
        return None
    ancho, alto = int.from_bytes(bloque[4:7], "little"), int.from_bytes(bloque[7:10], "little")
    return ancho + 1, alto + 1


_LO_QUE_SE_MIDE = 10
_INICIO_SIN_PERDIDA, _MARCA_SIN_PERDIDA = 5, 0x2F
_MEDIR = {b"VP8 ": _de_vp8, b"VP8L": _de_vp8l, b"VP8X": _de_vp8x}
