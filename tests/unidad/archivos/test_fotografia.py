"""¿Pasa solo una imagen, y nada que se le parezca o que lleve dentro?"""

import base64

import pytest

from generador.archivos.fotografia import NO_ES_WEBP, defecto_de_imagen
from generador.nucleo.proceso import LimiteFoto

CUADRADA = base64.b64decode("UklGRiQAAABXRUJQVlA4TBcAAAAvY8AYAAdQ5CIXuf9hABLC//1SRP9TiQA=")
AJENOS = "trae datos que no son de la imagen; ahí suele ir el lugar en que se tomó"
LIMITE = LimiteFoto(obligatoria=True, maximo_kb=50)


def defecto(crudo: bytes) -> str:
    return defecto_de_imagen(crudo, LIMITE)


def webp(*bloques: tuple[bytes, bytes], de_mas: bytes = b"") -> bytes:
    """Un contenedor con esos bloques, bien armado."""
    cuerpo = b"WEBP" + b"".join(
        nombre + len(datos).to_bytes(4, "little") + datos + b"\0" * (len(datos) % 2)
        for nombre, datos in bloques
    )
    return b"RIFF" + len(cuerpo).to_bytes(4, "little") + cuerpo + de_mas


def sin_perdida(ancho: int = 100, alto: int = 100) -> tuple[bytes, bytes]:
    return b"VP8L", b"/" + ((ancho - 1) | (alto - 1) << 14).to_bytes(4, "little") + b"datos"


def con_perdida(ancho: int = 100, alto: int = 100) -> tuple[bytes, bytes]:
    lados = ancho.to_bytes(2, "little") + alto.to_bytes(2, "little")
    return b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + lados + b"datos"


def extendido(ancho: int = 100, alto: int = 100) -> tuple[bytes, bytes]:
    return b"VP8X", bytes(4) + (ancho - 1).to_bytes(3, "little") + (alto - 1).to_bytes(3, "little")


@pytest.mark.parametrize(
    "crudo",
    [
        CUADRADA,
        webp(sin_perdida()),
        webp(con_perdida()),
        webp(extendido(), (b"ICCP", b"perfil"), (b"ALPH", b"x"), con_perdida()),
    ],
)
def test_admite_una_imagen_fija(crudo: bytes) -> None:
    assert "" == defecto(crudo)


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
        webp((b"VP8 ", b"\x11" + con_perdida()[1][1:])),
        webp((b"VP8 ", con_perdida()[1][:9])),
        webp((b"VP8L", b"<svg/>")),
        webp((b"VP8L", sin_perdida()[1][:4])),
        webp((b"VP8X", bytes(9)), sin_perdida()),
    ],
)
def test_lo_que_no_es_webp_no_pasa(crudo: bytes) -> None:
    assert NO_ES_WEBP == defecto(crudo)


@pytest.mark.parametrize(
    "crudo",
    [
        webp(extendido(), sin_perdida(), (b"EXIF", b"GPS 19.28, -99.65")),
        webp(extendido(), sin_perdida(), (b"XMP ", b"<x:xmpmeta/>")),
        webp(sin_perdida(), (b"zzzz", b"lo que sea")),
        webp(sin_perdida(), con_perdida()),
        webp(sin_perdida(), de_mas=b"<script>alert(1)</script>"),
        webp(sin_perdida(), de_mas=b"x"),
    ],
)
def test_lo_que_trae_datos_ocultos_no_pasa(crudo: bytes) -> None:
    assert AJENOS == defecto(crudo)


def test_una_animacion_no_es_una_fotografia() -> None:
    assert "tiene movimiento" == defecto(webp(extendido(), (b"ANIM", b"\0" * 6)))


def test_una_imagen_cortada_se_dice() -> None:
    assert "está incompleta" == defecto(CUADRADA[:-4])


@pytest.mark.parametrize("bloque", [sin_perdida, con_perdida])
@pytest.mark.parametrize(
    ("ancho", "alto"),
    [(100, 4096), (4096, 100), (99, 500), (500, 99), (4097, 500), (500, 4097), (16000, 16000)],
)
def test_se_admite_segun_las_medidas_que_declara(bloque, ancho: int, alto: int) -> None:
    cabe = 100 <= min(ancho, alto) and max(ancho, alto) <= 4096
    dicho = f"mide {ancho:,} × {alto:,} píxeles; cada lado puede tener de 100 a 4,096"
    esperado = "" if cabe else dicho

    assert esperado == defecto(webp(bloque(ancho, alto)))
    assert esperado == defecto(webp(extendido(ancho, alto), bloque(ancho, alto)))


def test_el_proceso_dice_entre_cuanto_miden_los_lados() -> None:
    estricto = LimiteFoto(obligatoria=True, maximo_kb=50, lado_minimo=101, lado_maximo=200)

    assert "cada lado puede tener de 101 a 200" in defecto_de_imagen(CUADRADA, estricto)


@pytest.mark.parametrize("fuera", [extendido(16000, 16000), extendido(100, 101), extendido(1, 1)])
def test_lo_que_dice_tener_dos_tamanios_no_pasa(fuera: tuple[bytes, bytes]) -> None:
    assert "dice tener dos tamaños distintos" == defecto(webp(fuera, sin_perdida()))
