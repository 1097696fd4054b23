"""¿Con qué se construye el sitio y qué se dice al terminar?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.proceso import Proceso


@dataclass(frozen=True, slots=True)
class Origen:
    """De qué versión de los datos sale lo publicado."""

    commit: str
    """Identificador completo, o vacío si los datos no están en un repositorio."""
    fecha: datetime
    ancla: str = ""
    """El `ancla.json` con que se comprueba después su historia; vacío si no se lleva con actos."""


@dataclass(frozen=True, slots=True)
class Anterior:
    """Un proceso ya cerrado que se publica junto a este, bajo `procesos/<clave>/`."""

    clave: str
    nombre: str


@dataclass(frozen=True)
class Fuente:
    """Todo lo que el sitio puede saber.

    `publicar` da las fichas en orden de aparición y no se llama hasta que se piden: MkDocs trabaja
    mientras tanto en otro proceso.
    """

    proceso: Proceso
    publicar: Callable[[], tuple[FichaPublica, ...]]
    corte: datetime
    """Instante al que corresponde lo publicado, en la zona del proceso."""
    origen: Origen
    raiz: Path
    """Carpeta de la que parten las rutas de las fotografías."""
    con_identidad: bool
    """Si se construyó con el extracto público de identidad."""
    abierto: bool
    """Si ya llegó la fecha formal de publicación (PTO 14)."""
    ilegibles: tuple[str, ...] = ()
    """Archivos de los que no se pudo obtener una candidatura."""
    anteriores: tuple[Anterior, ...] = field(default=())
    preguntas: tuple[Pregunta, ...] = ()
    """Las de identidad que se cuentan."""
    cortes: tuple[Corte, ...] = ()
    """Las estadísticas de identidad publicadas hasta ahora, de la primera a la última."""

    @cached_property
    def fichas(self) -> tuple[FichaPublica, ...]:
        """Lo que hoy puede ver cualquiera de cada candidatura, en orden de aparición."""
        return self.publicar()


@dataclass(frozen=True, slots=True)
class Resumen:
    """Lo que se construyó."""

    paginas: int
    fichas: int
    fotografias: int
    bytes: int
