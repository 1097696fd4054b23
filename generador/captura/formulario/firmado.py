"""¿Qué se firma, y qué se recibe firmado? (PTO 16 a 19)

El formato sale prellenado con lo que el registro dice y lo que ya se eligió; lo que se recibe se
reconoce por su contenido y no por su nombre.
"""

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from generador.captura.formulario.imagenes import esta_entera
from generador.captura.formulario.registrada import registrada_de
from generador.captura.formulario.secciones import FIRMA
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.llenado.aviso import FECHA, VERSION
from generador.captura.llenado.borradores import Archivo
from generador.captura.llenado.campos import Entrada
from generador.captura.llenado.valores import buscar
from generador.errores import ErrorConoceles
from generador.nucleo.calendario import fecha_larga
from generador.tramites.depositar import firmar

TIPOS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_COMIENZOS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_FINAL_DE_PDF = b"%%EOF"

_SI_TRATAMIENTO = (
    "Si dice que sí, se le hacen las preguntas de identidad y lo que conteste se guarda cifrado."
)
_NO_TRATAMIENTO = (
    "Si dice que no, el cuestionario de identidad se cierra: no se pregunta nada y se borra lo que "
    "ya se hubiera contestado."
)
_SI_PUBLICACION = (
    "Si dice que sí, sus respuestas se muestran en su ficha, a la vista de cualquiera."
)
_NO_PUBLICACION = (
    "Si dice que no, no se muestran. La excepción es el grupo por el que se aprobó una candidatura "
    "de acción afirmativa (PTO 19)."
)
_SI_ESTADISTICA = (
    "Si dice que sí, queda enterada de que sus respuestas cuentan en informes sin su nombre."
)
_NO_ESTADISTICA = (
    "Si dice que no, se anota; los Lineamientos prevén ese uso y los grupos pequeños nunca se "
    "publican (PTO 19)."
)
EFECTOS = {
    "tratamiento": (_SI_TRATAMIENTO, _NO_TRATAMIENTO),
    "publicacion": (_SI_PUBLICACION, _NO_PUBLICACION),
    "estadistica": (_SI_ESTADISTICA, _NO_ESTADISTICA),
}
"""Qué pasa con cada manifestación: con un sí y con un no."""


class NoEsDocumento(ErrorConoceles):
    """Lo que se subió no es el documento firmado; el mensaje dice por qué."""


def recibir(crudo: bytes) -> Archivo:
    """El documento, ya reconocido. Lanza `NoEsDocumento`."""
    if defecto := firmar(crudo, "", "", publicacion=False).defecto:
        raise NoEsDocumento(defecto)
    tipo = next(tipo for comienzo, tipo in _COMIENZOS.items() if crudo.startswith(comienzo))
    entero = _FINAL_DE_PDF in crudo[-2_048:] if tipo == "pdf" else esta_entera(crudo)
    if not entero:
        raise NoEsDocumento("El documento está incompleto o dañado: ábralo y guárdelo otra vez.")
    return Archivo(crudo, tipo)


def formato(trabajo: Trabajo) -> bytes:
    """El PDF para firmar, con lo que ya se sabe escrito."""
    salida = BytesIO()
    documento = SimpleDocTemplate(
        salida,
        pagesize=letter,
        leftMargin=2.2 * cm,
        rightMargin=2.2 * cm,
        topMargin=2 * cm,
        bottomMargin=2 * cm,
        title=f"Consentimiento {trabajo.clave}",
        author=trabajo.rige.contexto.proceso.identificacion.autoridad,
        lang="es-MX",
    )
    documento.build(list(_partes(trabajo)))
    return salida.getvalue()


def _partes(trabajo: Trabajo) -> Iterator[Flowable]:
    base = getSampleStyleSheet()
    texto = ParagraphStyle("texto", parent=base["BodyText"], fontSize=10, leading=13.5)
    quien = trabajo.rige.contexto.proceso.identificacion
    dicha = registrada_de(trabajo)
    yield Paragraph(escape(quien.autoridad), texto)
    yield Paragraph("Consentimiento expreso y por escrito", base["Heading1"])
    yield Paragraph(
        escape(
            f"Yo, {dicha.registro.nombre_completo}, registrada para {dicha.cargo.lower()} en "
            f"{dicha.lugar} por {dicha.postulante} (clave {trabajo.clave}), conocí el aviso de "
            f"privacidad versión {VERSION}, del {fecha_larga(FECHA)}, y manifiesto lo siguiente "
            "sobre mis datos del sistema «Candidatas y Candidatos, Conóceles»:"
        ),
        texto,
    )
    for numero, entrada in enumerate(_manifestaciones(trabajo), 1):
        nombre = entrada.puntero.rpartition("/")[2]
        yield Spacer(1, 0.35 * cm)
        yield Paragraph(f"<b>{numero}. {escape(entrada.titulo)}</b>", texto)
        for efecto in EFECTOS[nombre]:
            yield Paragraph(escape(efecto), texto)
        valor = buscar(trabajo.contenido, entrada.puntero)
        si, no = ("X" if valor is True else "  "), ("X" if valor is False else "  ")
        yield Paragraph(f"[ {si} ] Sí autorizo &nbsp;&nbsp;&nbsp; [ {no} ] No autorizo", texto)
    yield Spacer(1, 0.5 * cm)
    yield Paragraph(
        escape(
            "Puedo retirar este consentimiento en cualquier momento y ejercer mis derechos de "
            f"acceso, rectificación, cancelación y oposición ante la {quien.unidad}, en "
            f"{quien.correo}. Negar la publicación no afecta a mi candidatura."
        ),
        texto,
    )
    yield Spacer(1, 1.2 * cm)
    yield Paragraph("Fecha de la firma: ______ de ______________________ de ________", texto)
    yield Spacer(1, 1.6 * cm)
    yield Paragraph("______________________________________________", texto)
    yield Paragraph(f"Nombre y firma: {escape(dicha.registro.nombre_completo)}", texto)


def _manifestaciones(trabajo: Trabajo) -> Iterator[Entrada]:
    seccion = trabajo.secciones.por_nombre[FIRMA]
    return (e for e in seccion.entradas if e.puntero.rpartition("/")[2] in EFECTOS)
