"""¿Cómo se escriben las tablas en CSV, para programas y para Excel?

Funciones de módulo, sin estado: se pueden llamar desde otro proceso.
"""

import csv
import re
from pathlib import Path

from generador.publicacion.datos.celdas import TablaDeDatos

_RIESGOSA = re.compile(r"'*\s*[-=+@\t\r\n0-9＝＋－＠]")
_PRIMERAS = frozenset("'-=+@＝＋－＠0123456789")
"""Con qué empieza lo riesgoso, además del espacio: casi todas las celdas se descartan con esto."""


def escribir_csv(tabla: TablaDeDatos, ruta: Path) -> None:
    """Escribe la tabla como la describe `datapackage.json`: UTF-8, coma y salto LF (RFC 4180)."""
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.writer(archivo, lineterminator="\n")
        escritor.writerow([columna.nombre for columna in tabla.columnas])
        escritor.writerows(tabla.renglones)


def escribir_csv_de_excel(tabla: TablaDeDatos, ruta: Path) -> None:
    """Escribe la variante que Excel en español de México abre bien con doble clic.

    Marca UTF-8, coma (el separador de esa región) y CRLF. Un texto que Excel tomaría por fórmula
    o por número lleva un apóstrofo delante: así nada se ejecuta y ninguna clave pierde ceros.
    """
    de_texto = [columna.tipo in ("string", "list") for columna in tabla.columnas]
    with ruta.open("w", encoding="utf-8-sig", newline="") as archivo:
        escritor = csv.writer(archivo, lineterminator="\r\n")
        escritor.writerow([columna.nombre for columna in tabla.columnas])
        escritor.writerows(
            [neutralizar(c) if t else c for c, t in zip(renglon, de_texto, strict=True)]
            for renglon in tabla.renglones
        )


def neutralizar(texto: str) -> str:
    """Antepone un apóstrofo a lo que Excel interpretaría.

    También a lo que ya empieza con apóstrofos y riesgo: quitar el primero a toda celda que
    empiece así devuelve siempre el original.
    """
    primera = texto[:1]
    if primera not in _PRIMERAS and not primera.isspace():
        return texto
    return f"'{texto}" if _RIESGOSA.match(texto) else texto
