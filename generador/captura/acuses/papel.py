"""¿Cómo queda el acuse en papel? Una hoja con todo lo que hace falta para comprobarlo."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import letter
from reportlab.lib.units import cm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from generador.captura.acuses.estructura import FIGURA, PARRAFO, TITULO, Etiquetas
from generador.captura.codigo_qr import en_modulos

_LETRA, _NEGRITA = "Vera", "VeraBd"
_ANCHO, _ALTO = (float(medida) for medida in letter)
_CM: float = cm
_MARGEN: float = 2.2 * _CM
_QR: float = 4.2 * _CM
_GRIS, _TINTA = (0.33, 0.36, 0.4), (0.08, 0.1, 0.13)
_HUELLAS = (
    "Las huellas no dicen lo que se contestó. Sirven para probar, también años después, que lo "
    "publicado es lo que se envió."
)


def hacer_pdf(titulo: str, datos: list[tuple[str, str]], notas: list[str], direccion: str) -> bytes:
    """El PDF de un acuse: título, (rótulo, valor) en orden, notas y el código de la dirección."""
    _letras()
    salida = BytesIO()
    hoja = Canvas(salida, pagesize=letter, invariant=True, lang="es-MX")
    hoja.setTitle(titulo)
    hoja.setAuthor("Conóceles")
    hoja.setSubject("Acuse de recibo de una captura")
    hoja.setCatalogEntry("Lang", PDFString("es-MX"))
    hoja.setViewerPreference("DisplayDocTitle", "true")
    etiquetas = Etiquetas(hoja)
    alto = _encabezado(hoja, titulo, etiquetas)
    for rotulo, valor in datos:
        with etiquetas.trozo(PARRAFO):
            alto = _dato(hoja, alto, rotulo, valor)
    for nota in notas:
        with etiquetas.trozo(PARRAFO):
            alto = _parrafo(hoja, alto - 0.25 * _CM, nota, 9.5, _ANCHO - 2 * _MARGEN)
    _comprobar(hoja, alto - 0.6 * _CM, direccion, etiquetas)
    hoja.showPage()
    etiquetas.cerrar()
    hoja.save()
    return salida.getvalue()


@cache
def _letras() -> None:
    """Van dentro del archivo: se ve igual en cualquier equipo y se puede leer en voz alta."""
    carpeta = Path(reportlab.__file__).parent / "fonts"
    for nombre in (_LETRA, _NEGRITA):
        pdfmetrics.registerFont(TTFont(nombre, str(carpeta / f"{nombre}.ttf")))


def _encabezado(hoja: Canvas, titulo: str, etiquetas: Etiquetas) -> float:
    alto: float = _ALTO - _MARGEN
    with etiquetas.trozo(PARRAFO):
        _letra(hoja, _NEGRITA, 10, _GRIS)
        hoja.drawString(_MARGEN, alto, "Conóceles · Captura de candidaturas")
    with etiquetas.trozo(TITULO):
        _letra(hoja, _NEGRITA, 20, _TINTA)
        hoja.drawString(_MARGEN, alto - 1.2 * _CM, titulo)
    with etiquetas.adorno():
        hoja.setStrokeColorRGB(*_GRIS)
        hoja.setLineWidth(0.6)
        hoja.line(_MARGEN, alto - 1.6 * _CM, _ANCHO - _MARGEN, alto - 1.6 * _CM)
    return alto - 2.2 * _CM


def _dato(hoja: Canvas, alto: float, rotulo: str, valor: str) -> float:
    _letra(hoja, _NEGRITA, 9, _GRIS)
    hoja.drawString(_MARGEN, alto, rotulo)
    return _parrafo(hoja, alto - 0.5 * _CM, valor, 10.5, _ANCHO - 2 * _MARGEN) - 0.2 * _CM


def _parrafo(hoja: Canvas, alto: float, texto: str, cuerpo: float, ancho: float) -> float:
    _letra(hoja, _LETRA, cuerpo, _TINTA)
    for renglon in simpleSplit(texto, _LETRA, cuerpo, ancho):
        for trozo in _que_quepan(renglon, cuerpo, ancho):
            hoja.drawString(_ANCHO - _MARGEN - ancho, alto, trozo)
            alto -= cuerpo * 1.4
    return alto


def _que_quepan(renglon: str, cuerpo: float, ancho: float) -> Iterator[str]:
    """El renglón, o sus trozos si es una sola palabra más ancha que la hoja."""
    while renglon:
        caben = len(renglon)
        while pdfmetrics.stringWidth(renglon[:caben], _LETRA, cuerpo) > ancho:
            caben -= 1
        yield renglon[:caben]
        renglon = renglon[caben:]


def _comprobar(hoja: Canvas, alto: float, direccion: str, etiquetas: Etiquetas) -> None:
    with etiquetas.trozo(FIGURA, "Código QR con la dirección en que se comprueba este acuse"):
        _codigo(hoja, alto, direccion)
    ancho = _ANCHO - 2 * _MARGEN - _QR - 0.4 * _CM
    alto -= 1 * _CM
    for texto, cuerpo, aire in (
        ("Compruebe este acuse con el código o en esta dirección:", 10.5, 0.15),
        (direccion, 10.5, 0.3),
        (_HUELLAS, 9.5, 0),
    ):
        with etiquetas.trozo(PARRAFO):
            alto = _parrafo(hoja, alto, texto, cuerpo, ancho) - aire * _CM


def _codigo(hoja: Canvas, alto: float, direccion: str) -> None:
    filas = en_modulos(direccion)
    lado = _QR / len(filas)
    hoja.setFillColorRGB(0, 0, 0)
    for numero, fila in enumerate(filas):
        for columna, oscuro in enumerate(fila):
            if oscuro:
                abajo = alto - (numero + 1) * lado
                hoja.rect(_MARGEN + columna * lado, abajo, lado, lado, stroke=0, fill=1)


def _letra(hoja: Canvas, nombre: str, cuerpo: float, color: tuple[float, float, float]) -> None:
    hoja.setFont(nombre, cuerpo)
    hoja.setFillColorRGB(*color)
