"""¿Se pueden publicar los emblemas que nombra `proceso.yml`?"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from generador.archivos.apertura import abrir_comun
from generador.errores import causa_de_disco
from generador.nucleo.dibujo import MAXIMO_KB, defecto_de_dibujo
from generador.nucleo.proceso import Postulante

_MAXIMO_QUE_SE_LEE = (MAXIMO_KB + 1) * 1024


def defectos_de_emblemas(raiz: Path, postulantes: Iterable[Postulante]) -> Mapping[str, str]:
    """Por clave de postulante, por qué no se puede publicar su emblema; sin los que sí."""
    defectos = {p.clave: _defecto(raiz, p.emblema) for p in postulantes if p.emblema}
    return {clave: defecto for clave, defecto in defectos.items() if defecto}


def _defecto(raiz: Path, emblema: str) -> str:
    base = os.path.realpath(raiz)
    ruta = Path(os.path.normpath(Path(base, emblema)))
    if not ruta.is_relative_to(base):
        return "está fuera de la carpeta del proceso"
    try:
        if os.path.realpath(ruta) != str(ruta):
            return "es un enlace a otro archivo, o está detrás de uno"
        with abrir_comun(ruta) as abierto:
            return defecto_de_dibujo(abierto.read(_MAXIMO_QUE_SE_LEE))
    except OSError as error:
        return f"no se puede leer: {causa_de_disco(error)}"
    except ValueError:  # el nombre viene de un CSV y trae un carácter nulo
        return "tiene un nombre imposible"
