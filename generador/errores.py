"""¿Qué se dice cuando no se puede seguir?

Los datos malos nunca son una excepción: son un `Hallazgo`. Aquí solo está lo que impide
continuar: falta el repositorio, el esquema no se entiende, el disco se llenó.
"""

import errno

_DE_DISCO = {
    errno.EACCES: "no hay permiso",
    errno.EPERM: "no hay permiso",
    errno.ENOENT: "no existe",
    errno.EEXIST: "ya existe",
    errno.EISDIR: "es una carpeta",
    errno.ESPIPE: "es una tubería o un dispositivo",
    errno.ENOTDIR: "parte de la ruta no es una carpeta",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.ELOOP: "los enlaces dan vueltas",
    errno.ENOSPC: "el disco está lleno",
    errno.EDQUOT: "se agotó el espacio asignado",
    errno.EFBIG: "no cabe: hay un límite de tamaño",
    errno.EROFS: "el disco es de solo lectura",
    errno.EIO: "el disco falló",
    errno.EADDRINUSE: "ya lo usa otro programa",
}


def causa_de_disco(error: OSError) -> str:
    """Por qué el sistema no abrió, escribió o sirvió algo, en español y sin punto final."""
    if error.errno == errno.ENOENT and error.filename is None:
        return "no hay dónde escribir los archivos de paso"  # así lo dice `tempfile`
    return _DE_DISCO.get(error.errno or 0, f"el sistema no lo permitió (error {error.errno})")


class ErrorConoceles(Exception):  # noqa: N818 - el nombre es español: «Error» va primero
    """No se puede seguir. Su texto es una frase completa en español; el programa sale con 2."""


class ConHallazgos(ErrorConoceles):
    """No se puede seguir por lo que dicen unos datos: lleva los hallazgos, para mostrarlos."""

    def __init__(self, mensaje: str, hallazgos: tuple[object, ...] = ()) -> None:
        super().__init__(mensaje)
        self.hallazgos = hallazgos


class ProcesoIlegible(ConHallazgos):
    """`proceso.yml` falta o tiene errores."""


class EsquemaRoto(ErrorConoceles):
    """Un archivo de `esquemas/` no es un esquema, o dos validadores no coinciden."""


class ConstruccionFallida(ErrorConoceles):
    """El sitio o los paquetes no se pudieron escribir; lo publicado antes sigue intacto."""
