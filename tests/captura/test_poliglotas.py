"""Un archivo que es dos cosas a la vez se trata como lo que se pidió; la otra no llega a nadie."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image, PngImagePlugin

from tests.captura.conftest import UNA, Sala
from tests.captura.llenar import acepta
from tests.captura.test_adjuntos import FIRMA, FOTO, LIMITE, PDF, bomba, entrega, imagen, sube

GUION = b"<html><body onload=alert('zqguionzq')><script>alert('zqguionzq')</script></body></html>"


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    cliente = mostrador.entra("MCL-CAPTURA")
    acepta(cliente, UNA)
    return cliente


def comprimido() -> bytes:
    salida = BytesIO()
    with ZipFile(salida, "w") as zip_:
        zip_.writestr("zqguionzq.html", GUION)
    return salida.getvalue()


def jpg_que_es_pdf() -> bytes:
    """Un JPG con un PDF entero en su comentario."""
    salida = BytesIO()
    Image.new("RGB", (400, 500), "red").save(salida, "JPEG", comment=PDF + GUION)
    return salida.getvalue() + PDF


def png_con(nombre: bytes, dato: bytes) -> bytes:
    """Un PNG bueno con un bloque más, después de su cabeza."""
    crudo = imagen(400, 500, "PNG")
    suma = struct.pack(">I", zlib.crc32(nombre + dato))
    return crudo[:33] + struct.pack(">I", len(dato)) + nombre + dato + suma + crudo[33:]


def con_texto() -> bytes:
    salida = BytesIO()
    dicho = PngImagePlugin.PngInfo()
    dicho.add_text("zqguionzq", GUION.decode(), zip=True)
    Image.new("RGB", (400, 500), "red").save(salida, "PNG", pnginfo=dicho)
    return salida.getvalue()


POLIGLOTAS = {
    "jpg y html": imagen(400, 500) + GUION,
    "jpg y zip": imagen(400, 500) + comprimido(),
    "jpg y pdf": jpg_que_es_pdf(),
    "png y html": imagen(400, 500, "PNG") + GUION,
    "png con html": con_texto(),
    "webp y html": imagen(400, 500, "WEBP") + GUION,
}


@pytest.mark.parametrize("cruda", POLIGLOTAS.values(), ids=POLIGLOTAS)
def test_de_una_fotografia_que_es_otra_cosa_solo_quedan_sus_puntos(cruda: bytes) -> None:
    from generador.captura.formulario.imagenes import preparar

    hecha = preparar(cruda, LIMITE)

    for resto in (b"zqguionzq", b"script", b"%PDF", b"PK\x03\x04"):
        assert resto not in hecha
    assert len(hecha) == struct.unpack("<I", hecha[4:8])[0] + 8, "nada después de la imagen"


def test_la_fotografia_publicada_es_webp_aunque_se_suba_un_poliglota(quien: Any) -> None:
    assert FOTO == sube(quien, POLIGLOTAS["jpg y html"]).url
    quien.post(FOTO, {"_que": "usar", "vigente": ""})
    vista = quien.get(f"{FOTO}ver/")

    assert "image/webp" == vista["Content-Type"]
    assert "nosniff" == vista["X-Content-Type-Options"]
    assert b"zqguionzq" not in vista.content


@pytest.mark.parametrize(
    ("crudo", "tipo"),
    [
        (PDF.replace(b"<<>>", b"<<>>" + GUION, 1), "application/pdf"),
        (PDF + GUION, "application/pdf"),
        (PDF + comprimido() + b"%%EOF", "application/pdf"),
        (jpg_que_es_pdf(), "image/jpeg"),
        (POLIGLOTAS["png y html"], "image/png"),
    ],
    ids=["pdf con html", "pdf y html", "pdf y zip", "jpg y pdf", "png y html"],
)
def test_un_documento_que_es_otra_cosa_se_baja_y_nunca_se_abre_aqui(
    quien: Any, crudo: bytes, tipo: str
) -> None:
    """Lo firmado se guarda tal cual: es una prueba. El navegador no lo puede tomar por página."""
    assert 302 == entrega(quien, crudo, "firmado.html").status_code
    bajado = quien.get(f"{FIRMA}firmado/")

    assert crudo == bajado.content
    assert tipo == bajado["Content-Type"]
    assert "nosniff" == bajado["X-Content-Type-Options"]
    assert bajado["Content-Disposition"].startswith("attachment")
    assert ".html" not in bajado["Content-Disposition"]
    assert "default-src 'none'" in bajado["Content-Security-Policy"]


SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    "crudo",
    [
        SVG,
        GUION + PDF,
        comprimido() + PDF,
        imagen()[:4_000],
        b"\xff\xd8\xff\xe0" + b"\xff\xc0\x00\x02" * 64,
        b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00" + b"\xff" * 99,
        bomba(50_000),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
    ids=[
        "svg", "html y pdf", "zip y pdf", "jpg a medias", "jpg sin nada", "jpg roto", "bomba",
        "png roto",
    ],
)  # fmt: skip
def test_un_documento_roto_o_fingido_se_dice_y_no_se_guarda(quien: Any, crudo: bytes) -> None:
    from generador.captura.models import Adjunto

    respuesta = entrega(quien, crudo, "firmado.jpg")

    assert 422 == respuesta.status_code
    assert "Súbalo otra vez." in respuesta.content.decode()
    assert not Adjunto.objects.exists()


@pytest.mark.parametrize(
    "cruda",
    [
        png_con(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 64_000_000)),
        png_con(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b"\0" * 64_000_000)),
        png_con(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 64_000_000)),
    ],
    ids=["zTXt", "iTXt", "iCCP"],
)
def test_una_imagen_con_una_bomba_dentro_no_llena_la_memoria(cruda: bytes) -> None:
    import tracemalloc

    from generador.captura.formulario.imagenes import NoSirve, preparar

    assert len(cruda) < 3_000_000
    tracemalloc.start()
    try:
        preparar(cruda, LIMITE)
    except NoSirve:
        pass
    finally:
        _, pico = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert pico < 40_000_000
