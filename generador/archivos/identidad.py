"""¿Qué de identidad se permitió publicar?

Lee `identidad-publica.json`, el extracto que la bóveda escribe fuera de Git. Es la única vía
por la que una respuesta de identidad llega al sitio.
"""

import json
from pathlib import Path

from generador.archivos.esquemas import preparar_validador
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Contexto
from generador.nucleo.publico import IdentidadDeUna, IdentidadPublica

ARCHIVO = "identidad-publica.json"


def leer_identidad(ruta: Path, contexto: Contexto) -> IdentidadPublica:
    """Lee y comprueba el extracto; se niega ante uno roto o de otro proceso.

    El mensaje de error dice dónde, nunca qué contestó alguien.
    """
    try:
        dato = json.loads(ruta.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ErrorConoceles(f"No existe el extracto de identidad {ruta}.") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ErrorConoceles(f"El extracto de identidad {ruta} no se puede leer.") from error
    validador = preparar_validador(contexto.esquemas, "identidad-publica")
    if not validador.cumple(dato):
        primera = next(iter(validador.explicaciones(dato)))
        raise ErrorConoceles(
            f"El extracto de identidad {ruta} no tiene la forma esperada en «{primera.puntero}» "
            f"({primera.palabra}). Vuelva a escribirlo desde la bóveda."
        )
    propia = contexto.proceso.identificacion
    if dato["proceso"] != propia.clave or dato["ficticio"] != propia.ficticio:
        raise ErrorConoceles(
            f"El extracto de identidad es de «{dato['proceso']}» y este proceso es "
            f"«{propia.clave}»: no se mezclan."
        )
    return {
        clave: IdentidadDeUna(una["base"], una["respuestas"], una.get("dimension", ""))
        for clave, una in dato["candidaturas"].items()
    }
