"""¿Cómo es el emblema de un partido que no existe?

Una figura geométrica en tonos neutros: no debe recordar a ningún partido real.
"""

from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from xml.sax.saxutils import escape

LADO = 120
TONOS = (
    ("#4a4f55", "#d9d4ca"),
    ("#5b544d", "#e2dccf"),
    ("#3f4a4c", "#d3d8d5"),
    ("#58505a", "#ded8dc"),
    ("#6a6156", "#ece6d8"),
    ("#47504a", "#dadcd0"),
    ("#54585f", "#e4e2dd"),
)
Figura = Callable[[Random, str], str]


def dibujar_emblema(azar: Random, siglas: str) -> str:
    """Devuelve un SVG cuadrado con figura y siglas, igual con el mismo azar."""
    oscuro, claro = azar.choice(TONOS)
    trazo = f'fill="{claro}" stroke="{oscuro}" stroke-width="3" stroke-linejoin="round"'
    marcos = (
        '<circle cx="60" cy="60" r="57"',
        '<rect x="3" y="3" width="114" height="114" rx="16"',
        f'<polygon points="{_poligono(60, 60, 57, 8, pi / 8)}"',
    )
    marco = f"{azar.choice(marcos)} {trazo}/>"
    figura = azar.choice(FIGURAS)(azar, oscuro)
    texto = escape(siglas)
    cuerpo = 20 if len(siglas) <= 4 else 15  # noqa: PLR2004
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LADO} {LADO}" role="img">'
        f"<title>Emblema ficticio de {texto}</title>{marco}{figura}"
        f'<text x="60" y="102" text-anchor="middle" font-family="sans-serif" font-weight="700" '
        f'font-size="{cuerpo}" fill="{oscuro}">{texto}</text></svg>\n'
    )


def _cerros(azar: Random, tono: str) -> str:
    alto = azar.randint(26, 36)
    return (
        f'<polygon points="22,78 48,{78 - alto} 66,78" fill="{tono}" opacity="0.55"/>'
        f'<polygon points="46,78 74,{70 - alto} 98,78" fill="{tono}"/>'
    )


def _anillos(azar: Random, tono: str) -> str:
    grueso = azar.choice((4, 5, 6))
    return "".join(
        f'<circle cx="60" cy="52" r="{radio}" fill="none" stroke="{tono}" stroke-width="{grueso}"/>'
        for radio in range(8, 31, azar.choice((10, 11)))
    )


def _rombo(azar: Random, tono: str) -> str:
    brazo = azar.randint(22, 30)
    return (
        f'<polygon points="{_poligono(60, 52, brazo, 4, 0)}" fill="{tono}"/>'
        f'<polygon points="{_poligono(60, 52, brazo // 2, 4, 0)}" fill="#f6f3ec"/>'
    )


def _barras(azar: Random, tono: str) -> str:
    alturas = [azar.randint(14, 46) for _ in range(4)]
    return "".join(
        f'<rect x="{32 + i * 15}" y="{78 - alto}" width="10" height="{alto}" rx="2" fill="{tono}"/>'
        for i, alto in enumerate(alturas)
    )


def _petalos(azar: Random, tono: str) -> str:
    cuantos = azar.choice((5, 6, 8))
    return "".join(
        f'<ellipse cx="60" cy="36" rx="6" ry="14" fill="{tono}" '
        f'transform="rotate({360 * i // cuantos} 60 52)"/>'
        for i in range(cuantos)
    )


def _olas(azar: Random, tono: str) -> str:
    onda = azar.randint(6, 10)
    return "".join(
        f'<path d="M28 {y} q 8 -{onda} 16 0 t 16 0 t 16 0 t 16 0" fill="none" stroke="{tono}" '
        f'stroke-width="5" stroke-linecap="round"/>'
        for y in (38, 54, 70)
    )


def _hexagonos(azar: Random, tono: str) -> str:
    giro = azar.choice((0.0, pi / 6))
    centros = ((60, 36), (46, 60), (74, 60))
    return "".join(
        f'<polygon points="{_poligono(x, y, 13, 6, giro)}" fill="{tono}"/>' for x, y in centros
    )


def _escalera(azar: Random, tono: str) -> str:
    ancho = azar.randint(14, 18)
    return "".join(
        f'<rect x="{34 + i * ancho}" y="{66 - i * 14}" width="{ancho}" height="{12 + i * 14}" '
        f'fill="{tono}" opacity="{0.5 + i / 4:.2f}"/>'
        for i in range(3)
    )


def _puentes(azar: Random, tono: str) -> str:
    grueso = azar.choice((6, 8))
    return "".join(
        f'<path d="M{60 - radio} 78 v -14 a {radio} {radio} 0 0 1 {2 * radio} 0 v 14" fill="none" '
        f'stroke="{tono}" stroke-width="{grueso}"/>'
        for radio in (12, 28)
    )


def _cuadricula(azar: Random, tono: str) -> str:
    llenas = azar.sample(range(9), 6)
    return "".join(
        f'<rect x="{38 + i % 3 * 15}" y="{30 + i // 3 * 15}" width="13" height="13" rx="2" '
        f'fill="{tono}"/>'
        for i in sorted(llenas)
    )


FIGURAS: tuple[Figura, ...] = (
    _cerros,
    _anillos,
    _rombo,
    _barras,
    _petalos,
    _olas,
    _hexagonos,
    _escalera,
    _puentes,
    _cuadricula,
)


def _poligono(x: int, y: int, radio: int, lados: int, giro: float) -> str:
    """Los puntos de un polígono regular, redondeados para que no dependan de la máquina."""
    angulos = (giro - pi / 2 + 2 * pi * i / lados for i in range(lados))
    return " ".join(f"{x + radio * cos(a):.1f},{y + radio * sin(a):.1f}" for a in angulos)
