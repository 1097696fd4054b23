"""¿Qué hay en un catálogo CSV?"""

import csv
from collections.abc import Mapping
from pathlib import Path

from generador.errores import ErrorConoceles

Tabla = dict[str, dict[str, str]]
"""Valor de la primera columna → renglón."""


def leer_renglones(ruta: Path) -> list[dict[str, str]]:
    """Lee un CSV en UTF-8 con encabezado; las claves conservan sus ceros a la izquierda."""
    try:
        with ruta.open(encoding="utf-8", newline="") as archivo:
            lector = csv.DictReader(archivo, strict=True)
            renglones = list(lector)
            columnas = lector.fieldnames or []
    except FileNotFoundError as error:
        raise ErrorConoceles(f"No existe el catálogo {ruta}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ErrorConoceles(
            f"El catálogo {ruta} no se puede leer: debe ser CSV en UTF-8 con comas."
        ) from error
    for numero, renglon in enumerate(renglones, start=2):
        if None in renglon or None in renglon.values():
            raise ErrorConoceles(
                f"El catálogo {ruta}, renglón {numero}: no tiene {len(columnas)} columnas."
            )
    return renglones


def leer_tabla(ruta: Path) -> Tabla:
    """Lee un CSV cuya primera columna es la llave; se niega si una llave se repite."""
    tabla: Tabla = {}
    for numero, renglon in enumerate(leer_renglones(ruta), start=2):
        llave = next(iter(renglon.values()))
        if llave in tabla:
            raise ErrorConoceles(f"El catálogo {ruta}, renglón {numero}: repite «{llave}».")
        tabla[llave] = renglon
    return tabla


def leer_catalogos(carpeta: Path) -> Mapping[str, Tabla]:
    """Lee todos los catálogos del programa, por nombre de archivo."""
    return {ruta.stem: leer_tabla(ruta) for ruta in sorted(carpeta.glob("*.csv"))}
