"""¿Qué es lo que alguien subió? Lo dice su contenido, no su nombre."""

from generador.errores import ErrorConoceles

TOPE = 5 * 1024 * 1024
_FIRMAS = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
}


def tipo_de(contenido: bytes) -> str:
    """`pdf`, `jpg` o `png`; vacío si no es ninguno."""
    return next((t for firma, t in _FIRMAS.items() if contenido.startswith(firma)), "")


def revisar(contenido: bytes, *tipos: str) -> str:
    """El tipo, si se admite. Lanza `ErrorConoceles` con lo que hay que hacer."""
    if len(contenido) > TOPE:
        raise ErrorConoceles("El archivo pesa más de 5 MB: súbalo con menos resolución.")
    tipo = tipo_de(contenido)
    if tipo not in tipos:
        admitidos = " o ".join(t.upper() for t in tipos)
        raise ErrorConoceles(f"El archivo no es {admitidos}: súbalo en uno de esos formatos.")
    return tipo
