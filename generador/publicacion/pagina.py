"""¿Qué es una página antes de estamparse?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generador.publicacion.indice import Indice


@dataclass(frozen=True, slots=True)
class Miga:
    """Un paso del camino hasta la página; sin `url` es la página misma."""

    texto: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Pagina:
    """Una dirección, la plantilla que la dibuja y sus datos.

    `url` es relativa a la raíz y termina en diagonal; la portada es "". `archivos` son los que
    la acompañan en su carpeta (nombre → texto).
    """

    url: str
    plantilla: str
    titulo: str
    descripcion: str
    datos: Mapping[str, Any]
    seccion: str = ""
    migas: tuple[Miga, ...] = ()
    guiones: tuple[str, ...] = ()
    indexable: bool = True
    tipo: str = "website"
    imagen: str = ""
    datos_ligados: tuple[Mapping[str, Any], ...] = ()
    archivos: Mapping[str, str] = field(default_factory=dict)

    @property
    def profundidad(self) -> int:
        """Cuántas carpetas hay entre la raíz y la página."""
        return self.url.count("/")

    @property
    def raiz(self) -> str:
        """Lo que se antepone a una dirección del sitio para llegar desde aquí."""
        return "../" * self.url.count("/") or "./"


@dataclass(frozen=True, slots=True)
class Clase:
    """Una clase de página: qué hay que hacer, dónde queda y cómo se compone cada una."""

    nombre: str
    elementos: Callable[[Indice], Sequence[Any]]
    url: Callable[[Any], str]
    componer: Callable[[Indice, Any], Pagina]
