"""¿Qué imagen ocupa el lugar de la fotografía de una persona que no existe?

Una composición geométrica, sin rostro: nadie debe confundirla con alguien real.
"""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

ANCHO, ALTO = 480, 600
CALIDAD, ESFUERZO = 62, 2
Color = tuple[int, int, int]

# Fondo y tres tonos que conviven; ninguno es color de partido.
PALETAS: tuple[tuple[Color, Color, Color, Color], ...] = (
    ((238, 232, 222), (196, 178, 152), (122, 138, 128), (84, 92, 96)),
    ((229, 233, 232), (160, 178, 180), (203, 186, 160), (78, 96, 104)),
    ((241, 236, 228), (214, 190, 170), (150, 132, 128), (94, 84, 92)),
    ((232, 230, 222), (174, 180, 150), (206, 198, 176), (98, 104, 84)),
    ((236, 233, 236), (184, 176, 188), (216, 204, 196), (100, 96, 112)),
    ((240, 234, 220), (220, 202, 160), (166, 158, 142), (104, 98, 90)),
    ((226, 232, 236), (168, 184, 196), (212, 208, 200), (88, 100, 116)),
    ((243, 238, 232), (206, 170, 150), (190, 188, 176), (110, 96, 88)),
)


def dibujar_retrato(azar: Random) -> bytes:
    """Devuelve un WebP de 480×600, idéntico byte a byte con el mismo azar y sin metadatos."""
    fondo, *tonos = azar.choice(PALETAS)
    doble = (ANCHO * 2, ALTO * 2)
    imagen = Image.new("RGB", doble, fondo)
    lienzo = ImageDraw.Draw(imagen)
    azar.shuffle(tonos)
    azar.choice((_horizonte, _arcos, _mosaico, _discos))(lienzo, azar, tonos, fondo)
    salida = BytesIO()
    imagen.reduce(2).save(salida, "WEBP", quality=CALIDAD, method=ESFUERZO)
    return salida.getvalue()


def _horizonte(lienzo: ImageDraw.ImageDraw, azar: Random, tonos: list[Color], fondo: Color) -> None:
    """Cerros planos bajo un disco."""
    ancho, alto = ANCHO * 2, ALTO * 2
    radio = azar.randint(130, 220)
    centro_x, centro_y = azar.randint(260, ancho - 260), azar.randint(280, 520)
    _disco(lienzo, centro_x, centro_y, radio, tonos[0])
    suelo = azar.randint(620, 760)
    for orden, tono in enumerate((_mezcla(tonos[1], fondo), tonos[1], tonos[2])):
        base = suelo + orden * azar.randint(110, 170)
        cumbre = azar.randint(120, ancho - 120)
        altura = azar.randint(120, 260)
        lienzo.polygon(
            [
                (0, base), (cumbre, base - altura), (ancho, base + azar.randint(-60, 80)),
                (ancho, alto), (0, alto),
            ],
            fill=tono,
        )  # fmt: skip


def _arcos(lienzo: ImageDraw.ImageDraw, azar: Random, tonos: list[Color], fondo: Color) -> None:
    """Cuartos de círculo concéntricos desde una esquina."""
    ancho, alto = ANCHO * 2, ALTO * 2
    x, y = azar.choice(((0, 0), (ancho, 0), (0, alto), (ancho, alto)))
    paso = azar.randint(110, 170)
    anillos = [tonos[0], fondo, tonos[1], _mezcla(tonos[2], fondo), tonos[2]]
    for orden, tono in enumerate(anillos):
        _disco(lienzo, x, y, paso * (len(anillos) + 2 - orden), tono)
    _disco(lienzo, ancho - x, alto - y, azar.randint(160, 300), _mezcla(tonos[0], fondo))


def _mosaico(lienzo: ImageDraw.ImageDraw, azar: Random, tonos: list[Color], fondo: Color) -> None:
    """Una retícula de 4×5 con cuartos de círculo y triángulos."""
    lado = ANCHO * 2 // 4
    for fila in range(5):
        for columna in range(4):
            x, y = columna * lado, fila * lado
            tono = azar.choice((*tonos, _mezcla(tonos[0], fondo), fondo))
            figura = azar.randrange(4)
            caja = (x, y, x + lado, y + lado)
            if figura == 0:
                lienzo.rectangle(caja, fill=tono)
            elif figura == 1:
                giro = azar.choice((0, 90, 180, 270))
                _cuarto(lienzo, caja, giro, tono)
            else:
                esquinas = [(x, y), (x + lado, y), (x + lado, y + lado), (x, y + lado)]
                del esquinas[azar.randrange(4)]
                lienzo.polygon(esquinas, fill=tono)


def _discos(lienzo: ImageDraw.ImageDraw, azar: Random, tonos: list[Color], fondo: Color) -> None:
    """Bandas verticales y discos que las cruzan."""
    ancho, alto = ANCHO * 2, ALTO * 2
    corte = azar.randint(300, 660)
    lienzo.rectangle((0, 0, corte, alto), fill=_mezcla(tonos[0], fondo))
    for tono in (tonos[1], tonos[2], tonos[0]):
        radio = azar.randint(110, 280)
        _disco(lienzo, azar.randint(120, ancho - 120), azar.randint(160, alto - 160), radio, tono)
    franja = azar.randint(840, 1040)
    lienzo.rectangle((0, franja, ancho, franja + azar.randint(30, 90)), fill=tonos[2])


def _disco(lienzo: ImageDraw.ImageDraw, x: int, y: int, radio: int, tono: Color) -> None:
    lienzo.ellipse((x - radio, y - radio, x + radio, y + radio), fill=tono)


def _cuarto(
    lienzo: ImageDraw.ImageDraw, caja: tuple[int, int, int, int], giro: int, tono: Color
) -> None:
    """Un cuarto de disco que llena la caja, con el centro en la esquina que pide el giro."""
    x0, y0, x1, y1 = caja
    lado = x1 - x0
    cx = x0 if giro in {0, 270} else x1
    cy = y0 if giro in {0, 90} else y1
    lienzo.pieslice((cx - lado, cy - lado, cx + lado, cy + lado), giro, giro + 90, fill=tono)


def _mezcla(tono: Color, fondo: Color) -> Color:
    """Un tono a medio camino del fondo."""
    return (
        (tono[0] + fondo[0]) // 2,
        (tono[1] + fondo[1]) // 2,
        (tono[2] + fondo[2]) // 2,
    )
