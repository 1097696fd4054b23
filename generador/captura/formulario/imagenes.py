"""¿Cómo se vuelve publicable la fotografía que alguien sube?

Se abre sin confiar en ella, se endereza, se recorta y se vuelve a escribir desde sus puntos: nada
de lo que traía dentro (el lugar, la hora, el aparato) pasa a la nueva.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Self

from PIL import Image, ImageCms, ImageOps

from generador.archivos.fotografia import defecto_de_imagen
from generador.errores import ErrorConoceles
from generador.nucleo.proceso import LimiteFoto

FORMATOS = ("JPEG", "PNG", "WEBP")
TOPE_DE_PUNTOS = {"PNG": 25_000_000, "WEBP": 25_000_000}
TOPE_DE_UN_JPG = 51_000_000
"""Un teléfono da JPG de 12 a 50 millones de puntos; más es un engaño o no hace falta."""
RELACION = 4, 5
_ALTOS = (750, 625, 500, 400, 300, 250, 200, 150, 125)
_CALIDADES = (60, 84, 76, 68)
_ULTIMAS = (50, 40)
"""En las más chicas, antes de rechazarla."""
_CHICA = 300
_KILO = 1_024
_REDUCIDA = 1_600, 2_000
_DE_PILLOW = (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, EOFError)
_TURNO = Lock()
"""Una a la vez en cada proceso: abierta, la de un teléfono ocupa cientos de megas."""
Image.MAX_IMAGE_PIXELS = None  # el tope está arriba y se mira antes de descomprimir


class NoSirve(ErrorConoceles):
    """Lo que se subió no puede ser la fotografía; el mensaje dice por qué y qué hacer."""


@dataclass(frozen=True, slots=True)
class Recorte:
    """Qué parte se usa, en puntos de la imagen ya derecha; el alto sale de la relación 4:5."""

    x: int
    y: int
    ancho: int

    @classmethod
    def de_texto(cls, x: str, y: str, ancho: str) -> Self | None:
        """None si no se eligió: entonces va centrado."""
        dichos = (x, y, ancho)
        if not all(d.isascii() and d.isdigit() and len(d) < 6 for d in dichos):  # noqa: PLR2004
            return None
        return cls(int(x), int(y), int(ancho)) if int(ancho) else None


def preparar(crudo: bytes, limite: LimiteFoto, recorte: Recorte | None = None) -> bytes:
    """La fotografía como WebP dentro de los límites del proceso. Lanza `NoSirve`."""
    with _TURNO:
        return _preparar(crudo, limite, recorte)


def esta_entera(crudo: bytes) -> bool:
    """Si es un JPG o un PNG completo y de tamaño creíble; para saberlo, el JPG se abre reducido."""
    try:
        with _TURNO, Image.open(BytesIO(crudo), formats=("JPEG", "PNG")) as imagen:
            if imagen.width * imagen.height > TOPE_DE_UN_JPG:
                return False
            if imagen.format == "PNG":
                imagen.verify()
            else:
                imagen.draft("L", (1, 1))
                imagen.load()
    except (*_DE_PILLOW, MemoryError, struct.error):
        return False
    return True


def _preparar(crudo: bytes, limite: LimiteFoto, recorte: Recorte | None) -> bytes:
    try:
        derecha, escala = _abrir(crudo)
    except NoSirve:
        raise
    except (*_DE_PILLOW, MemoryError, struct.error):
        raise NoSirve(
            "La imagen está incompleta o dañada. Ábrala en su aparato, guárdela otra vez y súbala."
        ) from None
    cuadro = _cuadro(derecha.size, recorte, escala)
    ancho, alto = cuadro[2] - cuadro[0], cuadro[3] - cuadro[1]
    if min(ancho, alto) < limite.lado_minimo:
        raise NoSirve(
            f"La parte elegida mide {ancho:,} × {alto:,} píxeles; cada lado debe tener al menos "
            f"{limite.lado_minimo:,}. Use una fotografía más grande o un recorte más amplio."
        )
    limpia = Image.new("RGB", (ancho, alto))
    limpia.paste(derecha.crop(cuadro))
    for hecha in _versiones(limpia, limite):
        if len(hecha) <= limite.maximo_kb * _KILO and not defecto_de_imagen(hecha, limite):
            return hecha
    raise NoSirve(
        f"No se pudo dejar en {limite.maximo_kb} KB. Use una fotografía con un fondo más liso."
    )


def _abrir(crudo: bytes) -> tuple[Image.Image, float]:
    """La imagen derecha y en RGB, y cuánto se redujo al abrirla."""
    try:
        imagen: Image.Image = Image.open(BytesIO(crudo), formats=FORMATOS)
    except (*_DE_PILLOW, struct.error):
        raise NoSirve(
            "Eso no es una fotografía JPG, PNG o WebP, aunque así se llame. Si su teléfono la "
            "guarda como HEIC, compártala como JPG."
        ) from None
    ancho, alto = imagen.size
    if ancho * alto > TOPE_DE_PUNTOS.get(imagen.format or "", TOPE_DE_UN_JPG):
        raise NoSirve(
            f"La imagen dice medir {ancho:,} × {alto:,} píxeles: es demasiado. Redúzcala a 4,000 "
            "por lado, como mucho."
        )
    if imagen.format in ("PNG", "WEBP") and getattr(imagen, "is_animated", False):
        raise NoSirve("La imagen tiene movimiento. Use una fotografía fija.")
    imagen.draft("RGB", _REDUCIDA)  # un JPG enorme se abre ya reducido
    imagen.load()
    derecha = ImageOps.exif_transpose(imagen)
    veces = max(1, min(imagen.size) // _REDUCIDA[0])
    if veces > 1 and derecha.mode in ("L", "RGB", "RGBA"):
        derecha = derecha.reduce(veces)
    return _en_rgb(derecha), max(derecha.size) / max(ancho, alto)


def _en_rgb(imagen: Image.Image) -> Image.Image:
    """En los colores de la web, y sobre blanco lo que era transparente."""
    perfil = imagen.info.get("icc_profile")
    if perfil and imagen.mode in ("RGB", "CMYK"):
        try:
            suyo = ImageCms.ImageCmsProfile(BytesIO(perfil))
            web = ImageCms.createProfile("sRGB")
            convertida = ImageCms.profileToProfile(imagen, suyo, web, outputMode="RGB")
            if convertida is not None:
                return convertida
        except (ImageCms.PyCMSError, *_DE_PILLOW):
            return imagen.convert("RGB")
    if imagen.mode in ("RGBA", "LA", "PA") or "transparency" in imagen.info:
        con_alfa = imagen.convert("RGBA")
        fondo = Image.new("RGBA", con_alfa.size, "white")
        return Image.alpha_composite(fondo, con_alfa).convert("RGB")
    return imagen.convert("RGB")


def _cuadro(
    medidas: tuple[int, int], recorte: Recorte | None, escala: float
) -> tuple[int, int, int, int]:
    """El rectángulo 4:5 que se usa: el elegido, sin salirse, o el mayor que cabe al centro."""
    ancho, alto = medidas
    por_ancho, por_alto = RELACION
    mayor = min(ancho, alto * por_ancho // por_alto)
    lado = min(mayor, round(recorte.ancho * escala)) if recorte else mayor
    hondo = lado * por_alto // por_ancho
    x = round(recorte.x * escala) if recorte else (ancho - lado) // 2
    y = round(recorte.y * escala) if recorte else (alto - hondo) // 2
    x, y = min(max(0, x), ancho - lado), min(max(0, y), alto - hondo)
    return x, y, x + lado, y + hondo


def _versiones(imagen: Image.Image, limite: LimiteFoto) -> Iterator[bytes]:
    """De la mejor a la más ligera: primero baja la calidad y luego el tamaño."""
    alto = imagen.height
    por_ancho, por_alto = RELACION
    mayor = min(alto, _ALTOS[0], limite.lado_maximo)
    for hondo in (mayor, *(a for a in _ALTOS if a < mayor)):
        if min(hondo * por_ancho // por_alto, hondo) < limite.lado_minimo:
            return
        chica = imagen.resize((hondo * por_ancho // por_alto, hondo), Image.Resampling.LANCZOS)
        peor, *mejores = _CALIDADES
        if len(hecha := _en_webp(chica, peor)) <= limite.maximo_kb * _KILO:
            yield from (_en_webp(chica, calidad) for calidad in mejores)
            yield hecha
        elif hondo <= _CHICA:
            yield from (_en_webp(chica, calidad) for calidad in _ULTIMAS)


def _en_webp(imagen: Image.Image, calidad: int) -> bytes:
    salida = BytesIO()
    imagen.save(salida, "WEBP", quality=calidad, method=4)
    return salida.getvalue()
