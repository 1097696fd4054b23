"""¿Retratos y emblemas salen siempre iguales, pesan poco y no llevan nada de más?"""

import re
from io import BytesIO
from random import Random
from xml.etree import ElementTree as ET

from PIL import Image

from generador.simulacion.emblema import dibujar_emblema
from generador.simulacion.retrato import dibujar_retrato


def _azar(semilla):
    return Random(semilla)


def test_el_mismo_azar_dibuja_el_mismo_retrato_byte_por_byte():

    assert dibujar_retrato(_azar("a")) == dibujar_retrato(_azar("a"))
    assert dibujar_retrato(_azar("a")) != dibujar_retrato(_azar("b"))


def test_el_retrato_es_vertical_ligero_y_sin_metadatos():
    for semilla in range(40):
        contenido = dibujar_retrato(_azar(semilla))
        imagen = Image.open(BytesIO(contenido))

        assert (imagen.format, imagen.size) == ("WEBP", (480, 600))
        assert len(contenido) <= 12 * 1024
        assert not {"exif", "icc_profile", "xmp"} & set(imagen.info)


def test_hay_muchos_retratos_distintos():

    assert len({dibujar_retrato(_azar(semilla)) for semilla in range(60)}) == 60


def test_el_emblema_es_un_svg_bien_formado_sin_recursos_externos():
    for semilla in range(60):
        texto = dibujar_emblema(_azar(semilla), "A&B")
        raiz = ET.fromstring(texto)  # noqa: S314 — el texto lo acabamos de escribir

        assert raiz.tag.endswith("svg")
        assert not re.search(r"href|script|url\(|<image|style=", texto)


def test_el_emblema_se_repite_con_el_mismo_azar():

    assert dibujar_emblema(_azar("x"), "PAH") == dibujar_emblema(_azar("x"), "PAH")


def test_el_emblema_usa_solo_tonos_neutros():
    for semilla in range(60):
        for color in re.findall(r"#([0-9a-f]{6})", dibujar_emblema(_azar(semilla), "PAH")):
            canales = [int(color[i : i + 2], 16) for i in (0, 2, 4)]

            assert max(canales) - min(canales) <= 24
