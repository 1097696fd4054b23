"""¿Qué hay en un catálogo CSV?"""

import csv
from collections.abc import Mapping
from pathlib import Path

from generador.errores import ErrorConoceles, causa_de_disco

Tabla = dict[str, dict[str, str]]
"""Valor de la primera columna → renglón."""


def leer_renglones(ruta: Path) -> list[dict[str, str]]:
    """Lee un CSV en UTF-8 con encabezado; las claves conservan sus ceros a la izquierda.

    Levanta `ErrorConoceles` si no se puede leer, le sobran o faltan celdas o repite una columna.
    """
    return [renglon for _, renglon in _numerados(ruta)]


def _numerados(ruta: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        # utf-8-sig: las hojas de cálculo anteponen una marca (BOM) que no es del encabezado.
        with ruta.open(encoding="utf-8-sig", newline="") as archivo:
            lector = csv.DictReader(archivo, strict=True)
            renglones = [(lector.line_num, renglon) for renglon in lector]
            columnas = lector.fieldnames or []
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede leer el catálogo {ruta}: {causa_de_disco(error)}."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ErrorConoceles(
            f"El catálogo {ruta} no se puede leer: debe ser CSV en UTF-8 con comas."
        ) from error
    if len(set(columnas)) < len(columnas):
        raise ErrorConoceles(f"El catálogo {ruta} repite una columna en su encabezado.")
    for numero, renglon in renglones:
        if None in renglon or None in renglon.values():
            raise ErrorConoceles(
                f"El catálogo {ruta}, renglón {numero}: no tiene {len(columnas)} columnas."
            )
    return renglones


def leer_tabla(ruta: Path) -> Tabla:
    """Lee un CSV cuya primera columna es la llave; se niega si una llave se repite."""
    tabla: Tabla = {}
    for numero, renglon in _numerados(ruta):
        llave = next(iter(renglon.values()))
        if llave in tabla:
            raise ErrorConoceles(f"El catálogo {ruta}, renglón {numero}: repite «{llave}».")
        tabla[llave] = renglon
    return tabla


def leer_catalogos(carpeta: Path) -> Mapping[str, Tabla]:
    """Lee todos los catálogos del programa, por nombre de archivo."""
    return {ruta.stem: leer_tabla(ruta) for ruta in sorted(carpeta.glob("*.csv"))}
