"""¿Qué tienen en común los formularios de la oficina? Sus palabras, sus fechas y sus archivos."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from generador.captura.fuente import vigente
from generador.captura.llenado import documentos
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles

CORTO = {"class": "corto"}


class Forma(forms.Form):
    """Los errores los dice el servidor, todos juntos: el navegador no se adelanta."""

    use_required_attribute = False

    def __init__(self, *args: Any, **opciones: Any) -> None:
        opciones.setdefault("label_suffix", "")
        super().__init__(*args, **opciones)


class Dia(forms.DateField):
    """Una fecha."""

    def __init__(self, falta: str, **opciones: Any) -> None:
        opciones.setdefault(
            "error_messages", {"required": falta, "invalid": "Esa fecha no existe."}
        )
        marco = forms.DateInput(attrs={"type": "date", **CORTO}, format="%Y-%m-%d")
        super().__init__(widget=marco, **opciones)


class Hora(forms.TimeField):
    """Una hora del día."""

    def __init__(self, falta: str, **opciones: Any) -> None:
        opciones.setdefault("error_messages", {"required": falta, "invalid": "Esa hora no existe."})
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time", **CORTO}, format="%H:%M"), **opciones
        )


class Cuando(Forma):
    """Un formulario que pregunta día y hora de algo que ya pasó."""

    def instante(self, dia: date | None, hora: time | None, campo: str) -> datetime | None:
        """El instante en la hora del proceso; si todavía no llega, lo dice junto al campo."""
        if dia is None or hora is None:
            return None
        cuando = datetime.combine(dia, hora, vigente().contexto.proceso.calendario.tz)
        if cuando > ahora():
            self.add_error(campo, "Esa hora todavía no llega: revise el día y la hora.")
        return cuando


def obligatorio(falta: str, largo: int, **opciones: Any) -> forms.CharField:
    """Un texto corto que no puede faltar."""
    mensajes = {"required": falta, "max_length": f"Use a lo más {largo} caracteres."}
    return forms.CharField(max_length=largo, error_messages=mensajes, **opciones)


def contenido_de(archivo: UploadedFile | None, *tipos: str) -> bytes:
    """Lo que se subió, ya revisado; vacío si no se subió nada.

    Lanza `ValidationError` con lo que hay que hacer.
    """
    if archivo is None:
        return b""
    contenido: bytes = archivo.read()
    try:
        documentos.revisar(contenido, *tipos)
    except ErrorConoceles as error:
        raise forms.ValidationError(str(error)) from None
    return contenido
