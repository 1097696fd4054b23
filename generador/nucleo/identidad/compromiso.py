"""¿Cómo se prueba después que algo secreto es lo que se depositó, sin decirlo antes?

Git guarda el compromiso; la bóveda, la sal. Con las dos cosas y el contenido se comprueba; sin la
sal, que es de 256 bits y nunca sale de la bóveda, ni siquiera quien acierte las respuestas puede
saberlo. Destruida la sal, el compromiso ya no confirma nada (PTO 15 y 44).
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

LARGO_DE_SAL = 32
_DOMINIO = b"conoceles/identidad/1\n"


def comprometer(sal: bytes, contenido: Mapping[str, Any]) -> str:
    """El compromiso de un contenido: SHA-256 de dominio, sal de 32 bytes y JSON canónico.

    Devuelve `sha256:` y 64 cifras. Lanza `ValueError` si la sal no mide lo que debe: una corta
    dejaría adivinar.
    """
    if len(sal) != LARGO_DE_SAL:
        raise ValueError("la sal debe medir 32 bytes")
    return f"sha256:{sha256(_DOMINIO + sal + canonico(contenido)).hexdigest()}"


def canonico(contenido: Mapping[str, Any]) -> bytes:
    """JSON con las llaves en orden y sin espacios, en UTF-8: lo mismo da siempre lo mismo."""
    return json.dumps(
        contenido, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
