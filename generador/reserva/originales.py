"""¿De dónde salió lo que no depende de ninguna candidatura?

Las plantillas, el tema y las páginas escritas: con ellas se sabe qué palabras son de la casa y qué
archivos deben ser idénticos a su original.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import generador
from generador.recursos import carpeta_de_recursos
from generador.reserva.llano import aplanar

_PALABRA = re.compile(r"[A-Za-z0-9_-]+")
_DEL_TEMA = ("estilo", "js", "imagenes")
_DE_MATERIAL = ("assets",)
_OTRAS_DEL_TEMA = ("404.html",)


@dataclass(frozen=True)
class Originales:
    """Lo que acompaña al programa y termina en el sitio."""

    sitio: Path
    material: Path

    @classmethod
    def del_programa(cls) -> "Originales":
        """Los de este programa, y los de Material tal como está instalado."""
        hallado = find_spec("material")
        lugares = list(hallado.submodule_search_locations or ()) if hallado else []
        material = Path(lugares[0]) / "templates" if lugares else Path()
        return cls(carpeta_de_recursos() / "sitio", material)

    @cached_property
    def fuentes(self) -> str:
        """Las plantillas y el tema, enteros."""
        rutas = [
            ruta
            for carpeta in (self.sitio / "plantillas", self.sitio / "tema")
            for ruta in sorted(carpeta.rglob("*.html"))
        ]
        return "\n".join(ruta.read_text(encoding="utf-8") for ruta in rutas)

    @cached_property
    def palabras(self) -> frozenset[str]:
        """Cada nombre de marca, atributo o clase que usan las plantillas, el tema y su estilo."""
        estilos = (r.read_text(encoding="utf-8") for r in (self.sitio / "tema").rglob("*.css"))
        return frozenset(_PALABRA.findall("\n".join((self.fuentes, *estilos))))

    @cached_property
    def frases(self) -> str:
        """Lo que escribe el programa en una página y no está en una plantilla: títulos, meses…"""
        paquete = Path(generador.__file__).parent
        rutas = (*(paquete / "publicacion").rglob("*.py"), *(paquete / "nucleo").glob("*.py"))
        return "\n".join(ruta.read_text(encoding="utf-8") for ruta in rutas)

    @cached_property
    def llano(self) -> bytes:
        """Lo que dicen las plantillas, llano."""
        return aplanar(self.fuentes)

    @cached_property
    def llano_escrito(self) -> bytes:
        """Lo que dicen las páginas que escribió una persona o el programa sobre sí mismo."""
        rutas = sorted((self.sitio / "paginas").rglob("*.md"))
        return b" ".join(aplanar(ruta.read_text(encoding="utf-8")) for ruta in rutas) + self.llano

    def de(self, ruta: str) -> Path | None:
        """El original que debe ser idéntico a esa ruta del sitio; None si no lo tiene."""
        primera = ruta.partition("/")[0]
        if primera in _DE_MATERIAL:
            return self.material / ruta
        return self.sitio / "tema" / ruta if primera in _DEL_TEMA else None

    def es_escrita(self, ruta: str) -> bool:
        """Si la página sale de un Markdown de `sitio/paginas/`, o del tema."""
        if ruta in _OTRAS_DEL_TEMA:
            return True
        base = self.sitio / "paginas" / ruta.removesuffix("index.html")
        return (base / "index.md").is_file() or base.with_suffix(".md").is_file()
