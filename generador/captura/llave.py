"""¿Con qué se cifra lo que la base guarda? Con la llave del servidor, que no es de la bóveda."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from generador.boveda.almacen import Boveda
from generador.boveda.borrador import cifrar as cifrar_para
from generador.boveda.borrador import descifrar as descifrar_de
from generador.boveda.borrador import exigir_aparte
from generador.boveda.cifrado import Privada, abrir, cerrar
from generador.boveda.llaves import leer_privada
from generador.errores import ErrorConoceles


@cache
def llave() -> Privada:
    """La del servidor. Lanza `ErrorConoceles` si falta o es una de la bóveda: leería todo."""
    propia = leer_privada(settings.ENTORNO.llave_de_borradores)
    if settings.ENTORNO.boveda is not None:
        exigir_aparte(propia, Boveda.abrir(settings.ENTORNO.boveda).llavero)
    return propia


def cifrar(dato: Mapping[str, Any], de: str) -> bytes:
    """Lo cifra, atado a `de`: en otro renglón de la base no se abre."""
    return cifrar_para(dato, de, llave())


def descifrar(cifrado: bytes | memoryview, de: str) -> dict[str, Any]:
    """Lo que se cifró para ese renglón; vacío si no hay nada. Lanza `NoAbre` si es de otro."""
    return descifrar_de(bytes(cifrado), de, llave()) if cifrado else {}


def cerrar_archivo(contenido: bytes) -> bytes:
    """Un archivo cifrado con la llave del servidor."""
    return cerrar(contenido, [llave().publica])


def abrir_archivo(cifrado: bytes | memoryview) -> bytes:
    """Lo que se cerró. Lanza `NoAbre` si está alterado."""
    return abrir(bytes(cifrado), llave())


def la_boveda() -> Boveda:
    """La bóveda, sin llave: aquí solo se deposita. Lanza `ErrorConoceles` si no se dijo dónde."""
    if settings.ENTORNO.boveda is None:
        raise ErrorConoceles("Falta CONOCELES_BOVEDA: dónde se deposita la identidad.")
    return Boveda.abrir(settings.ENTORNO.boveda)


def cerrar_para_la_unidad(contenido: bytes) -> bytes:
    """Cerrado con las llaves de la bóveda: este servidor ya no puede abrirlo."""
    return cerrar(contenido, la_boveda().llavero.publicas.values())
