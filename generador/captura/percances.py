"""¿Qué se contesta cuando ahora no se puede atender? Una página en calma: nada se perdió."""

import logging
from typing import cast

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from generador.errores import ErrorConoceles

DIARIO = logging.getLogger("conoceles.captura")
PASAJEROS = (ErrorConoceles, OSError, OperationalError)
"""Lo que impide atender y se quita solo o lo quita la unidad: una llave ajena, un disco lleno."""


def indispuesta(error: Exception) -> HttpResponse:
    """La página de que ahora no se puede; en la bitácora del servidor queda qué fue y dónde."""
    DIARIO.error("no se pudo atender", exc_info=error)
    respuesta = HttpResponse(render_to_string("503.html"), status=503)
    respuesta.headers["Retry-After"] = "60"
    return respuesta


class Sesiones(SessionMiddleware):
    """Las de Django, que a la base que no puede escribir la toman por una sesión borrada."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        """La guarda si cambió; si la base no puede, lo dice con calma."""
        try:
            return super().process_response(request, cast("HttpResponse", response))
        except PASAJEROS as error:
            return indispuesta(error)
        except SessionInterrupted as error:
            de_fondo = error.__context__ and error.__context__.__context__
            if not isinstance(de_fondo, OperationalError):
                raise
            return indispuesta(de_fondo)
