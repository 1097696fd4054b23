"""¿Cómo se cierra algo que solo debe abrir quien tiene la llave? (age, C2SP)

Se cierra con llaves públicas: quien lo escribe no puede volver a leerlo.
"""

from collections.abc import Iterable
from typing import Any

from pyrage import (
    DecryptError,
    IdentityError,
    RecipientError,
    decrypt,
    encrypt,
    passphrase,
    ssh,
    x25519,
)

from generador.errores import ErrorConoceles

_FORMATO = b"age-encryption.org/v1"


class NoAbre(ErrorConoceles):
    """La llave no es de este sobre, o el sobre está alterado: age no distingue."""


def cerrar(contenido: bytes, llaves: Iterable[str]) -> bytes:
    """El contenido cifrado para esas llaves públicas (`age1…` o `ssh-ed25519 …`).

    Lanza `ErrorConoceles` si no hay ninguna o una no es una llave pública.
    """
    destinatarias = [_publica(llave) for llave in llaves]
    if not destinatarias:
        raise ErrorConoceles("Falta la llave pública de quien podrá abrir el sobre.")
    return bytes(encrypt(contenido, destinatarias))


def abrir(cifrado: bytes, privada: "Privada") -> bytes:
    """Lo que se cerró. Lanza `NoAbre` si esa llave no es suya o está alterado."""
    try:
        return bytes(decrypt(cifrado, [privada.identidad]))
    except DecryptError as error:
        raise NoAbre("La llave no abre este sobre, o el sobre está alterado.") from error


def cerrar_con_frase(contenido: bytes, frase: str) -> bytes:
    """Cifrado con una frase (scrypt, como `age -p`): así se guarda una llave privada."""
    return bytes(passphrase.encrypt(contenido, frase))


def abrir_con_frase(cifrado: bytes, frase: str) -> bytes:
    """Lo que se cerró con esa frase. Lanza `NoAbre` si es otra o está alterado."""
    try:
        return bytes(passphrase.decrypt(cifrado, frase))
    except DecryptError:
        raise NoAbre("Esa frase no abre la llave, o su archivo está alterado.") from None


def va_con_frase(crudo: bytes) -> bool:
    """Si ese archivo está cifrado con una frase."""
    cabeza = crudo[:200].splitlines()
    return cabeza[:1] == [_FORMATO] and cabeza[1:2] != [] and cabeza[1].startswith(b"-> scrypt ")


class Privada:
    """Una llave privada, ya leída; no se imprime."""

    __slots__ = ("identidad", "publica")

    def __init__(self, texto: str) -> None:
        """Lanza `ErrorConoceles` si el texto no trae una llave `AGE-SECRET-KEY-1…` entera."""
        renglones = [r.strip() for r in texto.splitlines() if r.strip()]
        secretas = [r for r in renglones if not r.startswith("#")]
        if len(secretas) != 1:
            raise ErrorConoceles(
                "El archivo de la llave debe tener una sola llave privada (AGE-SECRET-KEY-1…): "
                "está vacío, cortado o trae varias."
            )
        try:
            self.identidad = x25519.Identity.from_str(secretas[0])
        except IdentityError:
            # Sin «from»: la causa repite lo que se leyó.
            raise ErrorConoceles(
                "El archivo no es una llave privada de age completa: debe empezar con "
                "AGE-SECRET-KEY-1. Use la copia de respaldo o la llave de otra persona."
            ) from None
        self.publica = str(self.identidad.to_public())

    def __repr__(self) -> str:
        """La llave nunca sale en un mensaje."""
        return "Privada(…)"


def nueva_privada() -> tuple[str, str]:
    """(privada, pública) recién sorteadas."""
    identidad = x25519.Identity.generate()
    return str(identidad), str(identidad.to_public())


def es_publica(texto: str) -> bool:
    """Si tiene la forma de una llave pública que aquí se entiende."""
    try:
        _publica(texto)
    except ErrorConoceles:
        return False
    return True


def _publica(texto: str) -> Any:
    clase = ssh.Recipient if texto.startswith("ssh-") else x25519.Recipient
    try:
        return clase.from_str(texto.strip())
    except RecipientError:
        # Sin «from» y sin repetirla: quien se equivoca suele dar la privada.
        raise ErrorConoceles("No es una llave pública: debe empezar con age1 o ssh-.") from None
