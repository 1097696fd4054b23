"""Por dónde entra el servidor: la aplicación WSGI y su nombre en Django."""

import os

from django.apps import AppConfig
from django.core.handlers.wsgi import WSGIHandler

AJUSTES = "generador.captura.ajustes"


class Captura(AppConfig):
    """La única aplicación propia."""

    name = "generador.captura"
    label = "captura"
    verbose_name = "Captura"


def preparar() -> None:
    """Deja Django listo en este proceso."""
    import django  # noqa: PLC0415 (los ajustes se leen al importarlo)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", AJUSTES)
    django.setup()


def aplicacion_wsgi() -> WSGIHandler:
    """Lo que sirve gunicorn: `generador.captura.aplicacion:aplicacion_wsgi()`."""
    preparar()
    from generador.captura.arranque import calentar, exigir_sin_credenciales  # noqa: PLC0415

    exigir_sin_credenciales()
    calentar()
    return WSGIHandler()
