"""¿Cómo se guarda algo que solo debe abrir quien tiene la llave? (age, C2SP)

Se cierra con llaves públicas: quien lo escribe no puede volver a leerlo.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyrage import RecipientError, encrypt, ssh, x25519

from generador.errores import ErrorConoceles


def cerrar(contenido: bytes, llaves: Iterable[str]) -> bytes:
    """El contenido cifrado para esas llaves públicas (`age1…` o `ssh-ed25519 …`).

    Lanza `ErrorConoceles` si no hay ninguna o una no es una llave pública.
    """
    destinatarias = [_llave(llave) for llave in llaves]
    if not destinatarias:
        raise ErrorConoceles("Falta la llave pública de quien podrá abrir el sobre.")
    return bytes(encrypt(contenido, destinatarias))


def guardar(ruta: Path, cifrado: bytes) -> None:
    """Lo deja en el disco entero o no lo deja, y solo lo lee su dueña."""
    descriptor, nombre = tempfile.mkstemp(prefix=f".{ruta.name}.", dir=ruta.parent)
    paso = Path(nombre)
    try:
        with os.fdopen(descriptor, "wb") as abierto:
            abierto.write(cifrado)
            abierto.flush()
            os.fsync(abierto.fileno())
        paso.replace(ruta)
    finally:
        paso.unlink(missing_ok=True)


def _llave(texto: str) -> Any:
    clase = ssh.Recipient if texto.startswith("ssh-") else x25519.Recipient
    try:
        return clase.from_str(texto.strip())
    except RecipientError as error:
        raise ErrorConoceles(
            f"«{texto[:20]}…» no es una llave pública: debe empezar con age1 o ssh-."
        ) from error
