"""¿Con qué empieza el repositorio de otra elección?

Solo datos: un proceso listo de `esquemas/procesos/`, sus catálogos, sus primeras candidaturas si la
plantilla es ficticia, y lo común a todos. Lo fijo vive en archivos; aquí solo se junta.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.lectura_proceso import ARCHIVO, abrir_proceso
from generador.archivos.texto import leer
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.claves import CARPETA, armar_clave, carpeta_canonica
from generador.nucleo.esquema import Esquemas
from generador.nucleo.modelo import Registro
from generador.nucleo.proceso import Proceso
from generador.recursos import carpeta_de_esquemas, carpeta_de_recursos

PLANTILLA = "modelo"
"""La que se usa si no se pide otra."""

EJEMPLO = "ejemplo"
"""Carpeta de una plantilla con sus primeras candidaturas, sin clave: sale de su registro."""

_COMUNES = "_repositorio"
_GUARDA = Path(".github", "guarda_rutas.py")

_DESTINOS: Mapping[str, str] = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "CODEOWNERS": ".github/CODEOWNERS",
    "dependabot.yml": ".github/dependabot.yml",
    "validar.yml": ".github/workflows/validar.yml",
    "publicar.yml": ".github/workflows/publicar.yml",
}
"""Archivo común → dónde queda. Sin punto inicial en el origen, para que ninguno se pierda."""


def plantillas() -> tuple[str, ...]:
    """Claves de los procesos listos, en orden alfabético."""
    carpeta = _procesos()
    return tuple(sorted(r.parent.name for r in carpeta.glob(f"*/{ARCHIVO}")))


def iniciar(carpeta: Path, plantilla: str, version: str) -> list[Path]:
    """Escribe en `carpeta` un repositorio de datos y devuelve sus archivos, en orden.

    `version` es la del programa, que queda fija en `requirements.txt`. Lanza `ErrorConoceles` si
    la plantilla no existe, si la carpeta está ocupada o si no se puede escribir.
    """
    if plantilla not in plantillas():
        raise ErrorConoceles(
            f"No hay plantilla «{plantilla}». Las que hay: {', '.join(plantillas())}."
        )
    contenido = dict(sorted(_contenido(_procesos() / plantilla, version)))
    try:
        _exigir_vacia(carpeta)
        for relativa, datos in contenido.items():
            destino = carpeta / relativa
            destino.parent.mkdir(parents=True, exist_ok=True)
            destino.write_bytes(datos)
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede escribir en {carpeta}: {causa_de_disco(error)}."
        ) from error
    return [carpeta / relativa for relativa in contenido]


def _procesos() -> Path:
    return carpeta_de_esquemas() / "procesos"


def _exigir_vacia(carpeta: Path) -> None:
    if carpeta.exists() and not carpeta.is_dir():
        raise ErrorConoceles(f"{carpeta} es un archivo: elija otro nombre para la carpeta.")
    # Un repositorio recién creado o clonado solo tiene .git, y es buen lugar para empezar.
    if carpeta.is_dir() and any(e.name != ".git" for e in carpeta.iterdir()):
        raise ErrorConoceles(f"{carpeta} no está vacía: elija otra carpeta.")


def _contenido(origen: Path, version: str) -> Iterator[tuple[str, bytes]]:
    esquemas = leer_esquemas(carpeta_de_esquemas())
    proceso = abrir_proceso(origen, esquemas)
    yield from _de_plantilla(origen)
    yield from _comunes(proceso, version)
    yield _GUARDA.as_posix(), (carpeta_de_recursos() / _GUARDA).read_bytes()
    candidaturas = dict(_candidaturas(origen, proceso, esquemas))
    # Un proceso real empieza sin nadie: nadie inventado se publica junto a partidos de verdad.
    yield from (candidaturas or {f"{CARPETA}/.gitkeep": b""}).items()


def _de_plantilla(origen: Path) -> Iterator[tuple[str, bytes]]:
    for ruta in origen.rglob("*"):
        relativa = ruta.relative_to(origen)
        if ruta.is_file() and relativa.parts[0] != EJEMPLO:
            yield relativa.as_posix(), ruta.read_bytes()


def _comunes(proceso: Proceso, version: str) -> Iterator[tuple[str, bytes]]:
    valores = {"@@nombre@@": proceso.identificacion.nombre, "@@version@@": version}
    for nombre, destino in _DESTINOS.items():
        texto = (_procesos() / _COMUNES / nombre).read_text(encoding="utf-8")
        for marca, valor in valores.items():
            texto = texto.replace(marca, valor)
        yield destino, texto.encode()


def _candidaturas(
    origen: Path, proceso: Proceso, esquemas: Esquemas
) -> Iterator[tuple[str, bytes]]:
    """Cada ejemplo, con la clave y en la carpeta que dice su registro."""
    orden = orden_de_claves(esquemas, "candidatura")
    for ruta in sorted((origen / EJEMPLO).glob("*.yml")):
        dato = leer(ruta.read_bytes()).dato
        registro = Registro(**dato["registro"])
        clave = armar_clave(proceso, registro)
        carpeta = carpeta_canonica(registro, proceso)
        texto = escribir({**dato, "clave": clave}, orden)
        yield f"{carpeta}/{clave}.yml", texto.encode()
