"""¿Cómo se deja un archivo en el disco entero, a salvo y solo para su dueña?"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generador.errores import ErrorConoceles, causa_de_disco

PASO = ".paso-"
"""Con esto empieza el nombre de un archivo a medio escribir."""

SOLO_DUENA = 0o077
"""Los permisos que nadie más debe tener."""

_BLOQUE = 1_048_576


@contextmanager
def errores_de_disco(que: str) -> Iterator[None]:
    """Convierte un error del disco en una frase: qué se hacía y por qué no se pudo."""
    try:
        yield
    except OSError as error:
        donde = f" {error.filename}" if error.filename else ""
        raise ErrorConoceles(f"No se pudo {que}{donde}: {causa_de_disco(error)}.") from error


def guardar(ruta: Path, contenido: bytes) -> None:
    """Lo deja en el disco entero o no lo deja, y solo lo lee su dueña (0600)."""
    escribir(ruta, contenido)
    asegurar_carpeta(ruta.parent)


def escribir(ruta: Path, contenido: bytes) -> None:
    """Como `guardar`, sin asegurar la carpeta: quien escribe muchos la asegura al final."""
    descriptor, nombre = tempfile.mkstemp(prefix=PASO, dir=ruta.parent)
    paso = Path(nombre)
    try:
        _llenar(descriptor, contenido)
        paso.replace(ruta)
    finally:
        paso.unlink(missing_ok=True)


def escribir_por(paso: Path, ruta: Path, contenido: bytes) -> None:
    """Como `guardar`, y dice por qué archivo pasa: interrumpido, se sabe qué borrar."""
    borrar(paso)
    descriptor = os.open(paso, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        _llenar(descriptor, contenido)
        paso.replace(ruta)
    finally:
        borrar(paso)
    asegurar_carpeta(ruta.parent)


def _llenar(descriptor: int, contenido: bytes) -> None:
    with os.fdopen(descriptor, "wb") as abierto:
        abierto.write(contenido)
        abierto.flush()
        os.fsync(abierto.fileno())


def asegurar_carpeta(carpeta: Path) -> None:
    """Que los nombres recién puestos o quitados sobrevivan a un apagón."""
    descriptor = os.open(carpeta, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def mover(origen: Path, destino: Path) -> None:
    """Cambia de carpeta un archivo; interrumpido, está en una o en otra, nunca en ninguna."""
    origen.rename(destino)
    asegurar_carpeta(destino.parent)
    asegurar_carpeta(origen.parent)


def borrar(ruta: Path) -> None:
    """Escribe encima, asegura y quita el nombre. Repetirlo no hace daño.

    En discos que no escriben donde estaba (SSD, copia al escribir) lo de encima no alcanza lo
    anterior: por eso lo borrado estaba cifrado, y su sal y su llave se van con él.
    """
    try:
        descriptor = os.open(ruta, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        falta = os.fstat(descriptor).st_size
        while falta > 0:
            falta -= os.write(descriptor, os.urandom(min(falta, _BLOQUE)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    ruta.unlink(missing_ok=True)


def barrer(carpeta: Path) -> None:
    """Quita lo que una orden interrumpida dejó a medio escribir: puede ser un sobre entero.

    Solo cuando nadie más escribe ahí.
    """
    for ruta in carpeta.glob(f"{PASO}*"):
        borrar(ruta)


def exigir_privado(ruta: Path) -> None:
    """Lanza `ErrorConoceles` si ese archivo o carpeta es un enlace, es de otra persona o se abre.

    En una carpeta se pide 0700; en un archivo, 0600.
    """
    try:
        estado = ruta.lstat()
    except OSError as error:
        raise ErrorConoceles(f"No se puede abrir {ruta}: {causa_de_disco(error)}.") from error
    if ruta.is_symlink():
        raise ErrorConoceles(f"{ruta} es un enlace: ponga el archivo o la carpeta de verdad.")
    if estado.st_uid != os.geteuid():
        raise ErrorConoceles(f"{ruta} es de otra persona en este equipo: úselo con su cuenta.")
    if estado.st_mode & SOLO_DUENA:
        modo = "0700" if ruta.is_dir() else "0600"
        raise ErrorConoceles(
            f"{ruta} lo puede abrir alguien más (permisos {estado.st_mode & 0o777:04o}): corra "
            f"«chmod {modo} {ruta}»."
        )
