"""¿Cómo empieza el programa?"""

import os
import sys

_INTERRUMPIDO = 130


def principal() -> None:
    """Corre `conoceles` con los argumentos de la terminal."""
    # Sin Git, la biblioteca que lo llama mostraría una traza al cargarse; aquí se dice después.
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    try:
        # Cargar el programa tarda unas décimas: un Ctrl-C ahí tampoco debe dejar una traza.
        from generador.cli import conoceles  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(_INTERRUMPIDO)
    conoceles(prog_name="conoceles")


if __name__ == "__main__":
    principal()
