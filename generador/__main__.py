"""¿Cómo empieza el programa?"""

import sys

_INTERRUMPIDO = 130


def principal() -> None:
    """Corre `conoceles` con los argumentos de la terminal."""
    try:
        # Cargar el programa tarda unas décimas: un Ctrl-C ahí tampoco debe dejar una traza.
        from generador.cli import conoceles  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(_INTERRUMPIDO)
    conoceles(prog_name="conoceles")


if __name__ == "__main__":
    principal()
