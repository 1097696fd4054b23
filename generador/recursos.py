"""¿Dónde están los esquemas, el tema y las páginas que acompañan al programa?"""

from pathlib import Path

_PAQUETE = Path(__file__).resolve().parent


def carpeta_de_recursos() -> Path:
    """Devuelve la carpeta que contiene `esquemas/`, `sitio/` y `mkdocs.yml`.

    Instalado desde una rueda son datos del paquete; en el repositorio son la raíz misma.
    """
    empaquetados = _PAQUETE / "_recursos"
    return empaquetados if empaquetados.is_dir() else _PAQUETE.parent


def carpeta_de_esquemas() -> Path:
    """Devuelve la carpeta `esquemas/` del programa."""
    return carpeta_de_recursos() / "esquemas"
