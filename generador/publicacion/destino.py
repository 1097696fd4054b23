"""¿Se puede escribir aquí sin borrar nada que no sea del sitio?"""

from pathlib import Path

from generador.errores import ConstruccionFallida
from generador.nucleo.claves import CARPETA

_SENAS = ("busqueda/indice.json", "secciones/todas.json")
"""Lo que todo sitio construido tiene, y ninguna otra carpeta."""

_DATOS = "datos"
_DESCRIPTOR = "datapackage.json"


def resolver_destino(destino: Path, raiz: Path) -> Path:
    """La carpeta de verdad en que se escribe: absoluta, sin enlaces ni «..».

    Construir cambia la carpeta entera, así que lanza `ConstruccionFallida` ante una que tenga
    algo y no sea un sitio construido aquí, y ante la que guarda los expedientes o está en ella.
    """
    real = destino.resolve()
    _exigir_fuera_de_expedientes(real, raiz)
    if not real.is_dir():
        return real
    if real == real.parent or not (_esta_vacia(real) or _es_un_sitio(real)):
        raise ConstruccionFallida(
            f"{destino} tiene archivos y no es un sitio construido por este programa: construir "
            "los borraría. Indique con «--destino» una carpeta nueva o vacía."
        )
    return real


def resolver_carpeta_de_datos(destino: Path, raiz: Path) -> Path:
    """`destino` de verdad, para escribir solo sus `datos/`; lo demás que tenga no se toca.

    Lanza `ConstruccionFallida` si ya hay unos `datos/` de alguien más, o entre los expedientes.
    """
    real = destino.resolve()
    _exigir_fuera_de_expedientes(real, raiz)
    datos = real / _DATOS
    if datos.is_dir() and not (_esta_vacia(datos) or (datos / _DESCRIPTOR).is_file()):
        raise ConstruccionFallida(
            f"{datos} tiene archivos que no son de estos datos abiertos y podrían perderse: "
            "indique otro «--destino»."
        )
    return real


def _exigir_fuera_de_expedientes(destino: Path, raiz: Path) -> None:
    if destino.is_relative_to((raiz / CARPETA).resolve()):
        raise ConstruccionFallida(
            f"{destino} está en {CARPETA}/, donde solo hay expedientes: indique otro «--destino»."
        )


def _esta_vacia(carpeta: Path) -> bool:
    return next(carpeta.iterdir(), None) is None


def _es_un_sitio(carpeta: Path) -> bool:
    """Un sitio construido antes, o lo que dejó `paquetes`: nada más los datos abiertos."""
    if all((carpeta / sena).is_file() for sena in _SENAS):
        return True
    solo_datos = [ruta.name for ruta in carpeta.iterdir()] == [_DATOS]
    return solo_datos and (carpeta / _DATOS / _DESCRIPTOR).is_file()
