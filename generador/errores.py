"""¿Qué se dice cuando no se puede seguir?

Los datos malos nunca son una excepción: son un `Hallazgo`. Aquí solo está lo que impide
continuar: falta el repositorio, el esquema no se entiende, el disco se llenó.
"""


class ErrorConoceles(Exception):  # noqa: N818 - en español la palabra va delante
    """No se puede seguir. Su texto es una frase completa en español; el programa sale con 2."""


class ProcesoIlegible(ErrorConoceles):
    """`proceso.yml` falta o tiene errores; lleva los hallazgos para mostrarlos."""

    def __init__(self, mensaje: str, hallazgos: tuple[object, ...] = ()) -> None:
        super().__init__(mensaje)
        self.hallazgos = hallazgos


class EsquemaRoto(ErrorConoceles):
    """Un archivo de `esquemas/` no es un esquema, o dos validadores no coinciden."""


class ConstruccionFallida(ErrorConoceles):
    """El sitio o los paquetes no se pudieron escribir; lo publicado antes sigue intacto."""
