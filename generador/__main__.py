"""¿Cómo empieza el programa?"""

from generador.cli import conoceles


def principal() -> None:
    """Corre `conoceles` con los argumentos de la terminal."""
    conoceles(prog_name="conoceles")


if __name__ == "__main__":
    principal()
