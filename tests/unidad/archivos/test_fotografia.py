"""¿Pasa solo una imagen, y nada que se le parezca o que lleve dentro?"""

import base64

import pytest

from generador.archivos.fotografia import NO_ES_WEBP, defecto_de_imagen

UN_PIXEL = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
AJENOS = "trae datos que no son de la imagen; ahí suele ir el lugar en que se tomó"


def webp(*bloques: tuple[bytes, bytes], de_mas: bytes = b"") -> bytes:
    """Un contenedor con esos bloques, bien armado."""
    cuerpo = b"WEBP" + b"".join(
        nombre + len(datos).to_bytes(4, "little") + datos + b"\0" * (len(datos) % 2)
        for nombre, datos in bloques
    )
    return b"RIFF" + len(cuerpo).to_bytes(4, "little") + cuerpo + de_mas


SIN_PERDIDA = (b"VP8L", UN_PIXEL[20:33])
CON_PERDIDA = (b"VP8 ", b"\x10\x00\x00\x9d\x01\x2a\x01\x00\x01\x00")
EXTENDIDO = (b"VP8X", b"\0" * 10)


@pytest.mark.parametrize(
    "crudo",
    [
        UN_PIXEL,
        webp(SIN_PERDIDA),
        webp(CON_PERDIDA),
        webp(EXTENDIDO, (b"ICCP", b"perfil"), (b"ALPH", b"x"), CON_PERDIDA),
    ],
)
def test_admite_una_imagen_fija(crudo: bytes) -> None:
    assert "" == defecto_de_imagen(crudo)


@pytest.mark.parametrize(
    "crudo",
    [
        b"",
        b"RIFF",
        b"<script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"\xff\xd8\xff\xe0 soy un JPEG",
        b"RIFF\x04\x00\x00\x00WAVE",
        webp(),
        webp((b"VP8 ", b"<html>soy otra cosa</html>")),
        webp((b"VP8L", b"<svg/>")),
    ],
)
def test_lo_que_no_es_webp_no_pasa(crudo: bytes) -> None:
    assert NO_ES_WEBP == defecto_de_imagen(crudo)


@pytest.mark.parametrize(
    "crudo",
    [
        webp(EXTENDIDO, SIN_PERDIDA, (b"EXIF", b"GPS 19.28, -99.65")),
        webp(EXTENDIDO, SIN_PERDIDA, (b"XMP ", b"<x:xmpmeta/>")),
        webp(SIN_PERDIDA, (b"zzzz", b"lo que sea")),
        webp(SIN_PERDIDA, de_mas=b"<script>alert(1)</script>"),
        webp(SIN_PERDIDA, de_mas=b"x"),
    ],
)
def test_lo_que_trae_datos_ocultos_no_pasa(crudo: bytes) -> None:
    assert AJENOS == defecto_de_imagen(crudo)


def test_una_animacion_no_es_una_fotografia() -> None:
    assert "tiene movimiento" == defecto_de_imagen(webp(EXTENDIDO, (b"ANIM", b"\0" * 6)))


def test_una_imagen_cortada_se_dice() -> None:
    assert "está incompleta" == defecto_de_imagen(UN_PIXEL[:-4])
