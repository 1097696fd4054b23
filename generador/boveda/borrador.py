"""¿Cómo se guarda lo que una persona todavía está llenando?

Con una llave del servidor, que no es de la bóveda: abre borradores y nada más. Al depositar, el
borrador se borra.
"""

import json
from collections.abc import Mapping
from typing import Any

from generador.boveda.cifrado import NoAbre, Privada, abrir, cerrar
from generador.boveda.llaves import Llavero
from generador.errores import ErrorConoceles

TAMANO = 4_096
_VERSION = 1


def cifrar(dato: Mapping[str, Any], de: str, llave: Privada) -> bytes:
    """Lo cifra para la llave del servidor, atado a `de` (de qué borrador es) y con relleno."""
    crudo = json.dumps({"version": _VERSION, "de": de, "dato": dato}, ensure_ascii=False).encode()
    return cerrar(crudo + b" " * (-len(crudo) % TAMANO), [llave.publica])


def descifrar(cifrado: bytes, de: str, llave: Privada) -> dict[str, Any]:
    """Lo que se cifró para ese borrador. Lanza `NoAbre` si es de otro o no es de esta llave."""
    try:
        abierto = json.loads(abrir(cifrado, llave))
        if abierto["de"] == de:
            return dict(abierto["dato"])
    except (ValueError, KeyError, TypeError, RecursionError):
        # Sin «from»: la causa guarda lo leído, y ahí hay respuestas.
        raise NoAbre("El borrador no se entiende.") from None
    raise NoAbre("El borrador es de otra persona: alguien los cambió de lugar.")


def exigir_aparte(llave: Privada, llavero: Llavero) -> None:
    """Lanza `ErrorConoceles` si la llave de borradores es una de la bóveda: leería todo."""
    if llave.publica in llavero.publicas.values():
        raise ErrorConoceles(
            "La llave de los borradores es una de la bóveda: con ella el servidor podría leer lo "
            "depositado. Cree otra solo para borradores."
        )
