"""La fotografía sale limpia y ligera; el documento se reconoce por lo que es y no por su nombre."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from generador.nucleo.proceso import LimiteFoto
from tests.captura.conftest import AJENA, PARTIDO, UNA, Sala
from tests.captura.llenar import acepta, escondidos

LIMITE = LimiteFoto(obligatoria=True, maximo_kb=30)
FOTO = f"/candidaturas/{UNA}/fotografia/"
FIRMA = f"/candidaturas/{UNA}/consentimiento/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    cliente = mostrador.entra(f"{PARTIDO}-CAPTURA")
    acepta(cliente, UNA)
    return cliente


def imagen(ancho: int = 1_200, alto: int = 900, clase: str = "JPEG", **opciones: Any) -> bytes:
    """Una con ruido, que es lo que más pesa."""
    salida = BytesIO()
    ruido = Image.effect_noise((ancho, alto), 90).convert("RGB")
    ruido.save(salida, clase, **opciones)
    return salida.getvalue()


def con_lugar(orientacion: int = 1) -> bytes:
    lienzo = Image.new("RGB", (800, 600), "red")
    lienzo.paste((0, 0, 255), (0, 0, 400, 600))
    datos = lienzo.getexif()
    datos[0x0112], datos[0x010F] = orientacion, "MARCA-DEL-APARATO"
    datos.get_ifd(0x8825)[1] = "N"
    datos.get_ifd(0x8825)[2] = (19.0, 17.0, 33.0)
    salida = BytesIO()
    lienzo.save(salida, "JPEG", exif=datos, comment=b"COMENTARIO")
    return salida.getvalue()


def bomba(lado: int) -> bytes:
    """Un PNG diminuto que dice medir `lado` por lado."""

    def bloque(nombre: bytes, dato: bytes) -> bytes:
        suma = struct.pack(">I", zlib.crc32(nombre + dato))
        return struct.pack(">I", len(dato)) + nombre + dato + suma

    cabeza = struct.pack(">IIBBBBB", lado, lado, 8, 0, 0, 0, 0)
    cuerpo = zlib.compress(b"\0" * 4_096)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloque(b"IHDR", cabeza)
        + bloque(b"IDAT", cuerpo)
        + bloque(b"IEND", b"")
    )


def test_la_fotografia_sale_en_webp_de_cuatro_a_cinco_y_ligera() -> None:
    from generador.archivos.fotografia import defecto_de_imagen
    from generador.captura.formulario.imagenes import preparar

    for clase in ("JPEG", "PNG", "WEBP"):
        hecha = preparar(imagen(clase=clase), LIMITE)
        assert len(hecha) <= 30 * 1_024
        assert "" == defecto_de_imagen(hecha, LIMITE)
        with Image.open(BytesIO(hecha)) as abierta:
            assert "WEBP" == abierta.format
            assert abierta.width * 5 == abierta.height * 4


def test_el_lugar_y_el_aparato_no_pasan() -> None:
    from generador.captura.formulario.imagenes import preparar

    cruda = con_lugar()
    assert b"MARCA-DEL-APARATO" in cruda
    hecha = preparar(cruda, LIMITE)
    for rastro in (b"MARCA", b"Exif", b"EXIF", b"COMENTARIO", b"XMP"):
        assert rastro not in hecha
    with Image.open(BytesIO(hecha)) as abierta:
        assert not dict(abierta.getexif())


def test_se_endereza_y_se_recorta_donde_se_pidio() -> None:
    from generador.captura.formulario.imagenes import Recorte, preparar

    derecha = preparar(con_lugar(3), LIMITE, Recorte(0, 0, 300))
    with Image.open(BytesIO(derecha)) as abierta:
        rojo, _, azul = abierta.convert("RGB").getpixel((10, 10))
    assert rojo > 200 > azul, "girada, lo rojo queda a la izquierda"

    fuera = preparar(con_lugar(), LIMITE, Recorte(99_999, 99_999, 300))
    with Image.open(BytesIO(fuera)) as abierta:
        assert abierta.size == (300, 375)


@pytest.mark.parametrize(
    ("cruda", "dicho"),
    [
        (b"", "no es una fotografía"),
        (b"hola", "no es una fotografía"),
        (PDF, "no es una fotografía"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no es una fotografía"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "HEIC"),
        (imagen()[:4_000], "incompleta"),
        (imagen(90, 90), "cada lado debe tener al menos"),
        (bomba(50_000), "demasiado"),
        (bomba(4_000), "incompleta"),
    ],
    ids=["vacia", "texto", "pdf", "svg", "heic", "cortada", "chica", "enorme", "hueca"],
)
def test_lo_que_no_sirve_se_dice_en_una_frase(cruda: bytes, dicho: str) -> None:
    from generador.captura.formulario.imagenes import NoSirve, preparar

    with pytest.raises(NoSirve, match=dicho):
        preparar(cruda, LIMITE)


def test_lo_que_se_mueve_no_es_una_fotografia() -> None:
    from generador.captura.formulario.imagenes import NoSirve, preparar

    cuadros = [Image.new("RGB", (400, 500), color) for color in ("red", "blue")]
    for clase in ("PNG", "WEBP"):
        salida = BytesIO()
        cuadros[0].save(salida, clase, save_all=True, append_images=cuadros[1:], duration=100)
        with pytest.raises(NoSirve, match="movimiento"):
            preparar(salida.getvalue(), LIMITE)


def sube(cliente: Any, cruda: bytes, **datos: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    archivo = SimpleUploadedFile("x.jpg", cruda, "image/jpeg")
    return cliente.post(FOTO, {"fotografia": archivo, "derechos": "si", "_que": "subir", **datos})


def test_se_ve_antes_de_usarse_y_se_declara_el_derecho(quien: Any) -> None:
    from generador.captura.models import Adjunto

    sin_derecho = sube(quien, con_lugar(), derechos="")
    assert 422 == sin_derecho.status_code
    assert "Falta declarar" in sin_derecho.content.decode()
    assert "Falta elegir" in quien.post(FOTO, {"_que": "subir"}).content.decode()

    assert FOTO == sube(quien, con_lugar()).url
    assert 200 == quien.get(f"{FOTO}ver/?cual=nueva").status_code
    assert 404 == quien.get(f"{FOTO}ver/").status_code
    quien.post(FOTO, {"_que": "usar", "vigente": ""})
    vista = quien.get(f"{FOTO}ver/")
    assert "image/webp" == vista["Content-Type"]
    assert "no-store, private" == vista["Cache-Control"]
    assert ["fotografia"] == list(Adjunto.objects.values_list("clase", flat=True))
    assert b"WEBP" not in bytes(Adjunto.objects.get().cifrado)


def test_no_se_encima_la_fotografia_que_otra_persona_puso(quien: Any) -> None:
    sube(quien, con_lugar())
    quien.post(FOTO, {"_que": "usar", "vigente": ""})
    puesta = quien.get(f"{FOTO}ver/").content
    sube(quien, imagen())
    choque = quien.post(FOTO, {"_que": "usar", "vigente": ""})
    assert 422 == choque.status_code
    assert "Otra cuenta cambió" in choque.content.decode()
    assert puesta == quien.get(f"{FOTO}ver/").content


def entrega(cliente: Any, crudo: bytes, nombre: str = "firmado.pdf", **otros: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    datos: dict[str, Any] = {
        "/consentimiento/tratamiento": "si",
        "/consentimiento/publicacion": "si",
        "/consentimiento/estadistica": "si",
        "/consentimiento/fecha": "2024-04-26",
        **otros,
        **escondidos(cliente.get(FIRMA)),
        "documento": SimpleUploadedFile(nombre, crudo, "application/pdf"),
        "_que": "continuar",
    }
    return cliente.post(FIRMA, datos)


@pytest.mark.parametrize(
    ("crudo", "tipo"),
    [(PDF, "pdf"), (imagen(200, 200), "jpg"), (imagen(200, 200, "PNG"), "png")],
    ids=["pdf", "jpg", "png"],
)
def test_el_documento_se_reconoce_por_su_contenido(quien: Any, crudo: bytes, tipo: str) -> None:
    from generador.captura.models import Adjunto

    sigue = entrega(quien, crudo, "como-sea.exe")
    assert 302 == sigue.status_code
    guardado = Adjunto.objects.get()
    assert tipo == guardado.tipo
    assert crudo[:40] not in bytes(guardado.cifrado)
    bajado = quien.get(f"{FIRMA}firmado/")
    assert crudo == bajado.content
    assert bajado["Content-Disposition"].startswith("attachment")
    assert "nosniff" == bajado["X-Content-Type-Options"]


@pytest.mark.parametrize(
    ("crudo", "dicho"),
    [
        (b"<html><script>alert(1)</script>", "no es PDF, JPG ni PNG"),
        (b"PK\x03\x04 un zip", "no es PDF, JPG ni PNG"),
        (b"%PDF-1.7 a medias", "incompleto"),
        (b"\xff\xd8\xff\xe0 dice ser JPG", "incompleto"),
        (PDF + b" " * 5_000_000, "más de 5 MB"),
    ],
    ids=["html", "zip", "pdf a medias", "jpg fingido", "pesado"],
)
def test_lo_disfrazado_no_se_recibe_y_lo_demas_no_se_pierde(
    quien: Any, crudo: bytes, dicho: str
) -> None:
    from generador.captura.models import Adjunto
    from tests.captura.llenar import contenido

    respuesta = entrega(quien, crudo)
    assert 422 == respuesta.status_code
    assert dicho in respuesta.content.decode()
    assert not Adjunto.objects.exists()
    assert contenido(UNA)["consentimiento"]["publicacion"] is True


def test_sin_documento_o_con_fecha_por_venir_se_dice(quien: Any) -> None:
    datos = {"/consentimiento/tratamiento": "si", "/consentimiento/fecha": "2030-01-01"}
    oculto = escondidos(quien.get(FIRMA))
    pagina = quien.post(FIRMA, {**oculto, **datos, "_que": "continuar"}).content.decode()
    assert "Falta el documento firmado." in pagina
    assert "La firma es de un día que no ha llegado." in pagina


def test_el_formato_sale_prellenado(quien: Any) -> None:
    from generador.captura.models import Asiento

    formato = quien.get(f"{FIRMA}formato.pdf")
    assert "application/pdf" == formato["Content-Type"]
    assert formato.content.startswith(b"%PDF-")
    assert Asiento.objects.filter(accion="descargar formato", objeto=UNA).exists()


def test_un_nombre_raro_no_rompe_el_formato(quien: Any) -> None:
    from generador.captura.models import Expediente

    una = Expediente.objects.get(clave=UNA)
    registro = {**una.dato["registro"], "nombre": "<b>Itzé & \u0142\u4e2d\U0001f600 Ñu"}
    Expediente.objects.filter(clave=UNA).update(dato={**una.dato, "registro": registro})
    assert 200 == quien.get(f"{FIRMA}formato.pdf").status_code


def test_lo_de_otro_partido_no_se_ve(quien: Any) -> None:
    for parte in ("fotografia/", "fotografia/ver/", "consentimiento/", "consentimiento/firmado/",
                  "consentimiento/formato.pdf", "vista-previa/"):  # fmt: skip
        assert 404 == quien.get(f"/candidaturas/{AJENA}/{parte}").status_code


# --- La vista previa ----------------------------------------------------------------------------


def test_la_vista_previa_es_la_ficha_del_sitio_con_cada_consentimiento(
    mostrador: Sala, quien: Any
) -> None:
    mostrador.guarda(UNA)
    vistas = {
        como: quien.get(f"/candidaturas/{UNA}/vista-previa/?como={como}").content.decode()
        for como in ("elegido", "publica", "reserva", "cerrada", "<x>")
    }
    for vista in vistas.values():
        assert '<article class="ficha">' in vista
        assert 'href="../../' not in vista
    assert "¿Tiene algún tipo de discapacidad?" in vistas["publica"]
    for como in ("reserva", "cerrada"):
        assert "¿Tiene algún tipo de discapacidad?" not in vistas[como]
        assert "no autorizó publicar" in vistas[como]


def test_la_vista_previa_no_interpreta_lo_escrito(quien: Any) -> None:
    from tests.captura.llenar import llena

    malo = '<img src=x onerror=alert(1)>" href="../../x'
    llena(quien, UNA, "motivo", {"/curricular/motivo": malo})
    vista = quien.get(f"/candidaturas/{UNA}/vista-previa/").content.decode()
    assert "<img src=x" not in vista


def test_la_vista_previa_de_lo_mal_formado_se_ve_sin_eso(quien: Any) -> None:
    from tests.captura.llenar import llena

    llena(quien, UNA, "contacto", {"/curricular/contacto/casas_campana/0/calle": "Sola"})
    llena(quien, UNA, "formacion", {"/curricular/formacion/otra_formacion/0": "Sin grado"})
    assert 200 == quien.get(f"/candidaturas/{UNA}/vista-previa/").status_code
