"""¿Cómo se escriben las tablas para programas, para Excel en CSV y en un libro XLSX?

Funciones de módulo, sin estado: se pueden llamar desde otro proceso.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generador.errores import ConstruccionFallida
from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.columnas import ColumnaDeDatos

MAXIMO_DE_CELDA = 32_767
"""Unidades UTF-16 que caben en una celda de Excel; un emoji ocupa dos."""

_RIESGOSA = re.compile(r"'*\s*[-=+@\t\r\n0-9＝＋－＠]")

ANCHOS = {"integer": 10, "boolean": 10, "datetime": 26, "date": 12}
ANCHO_DE_TEXTO = 28


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
    return f"'{texto}" if _RIESGOSA.match(texto) else texto


def escribir_xlsx(
    tablas: Sequence[TablaDeDatos], leame: Iterable[str], corte: datetime, ruta: Path
) -> None:
    """Escribe un libro con una hoja por tabla y «LÉAME» al frente.

    El texto queda como texto: sin fórmulas, sin enlaces, con sus ceros. Lanza
    `ConstruccionFallida` si un texto no cabe en una celda. Dos corridas dan los mismos bytes.
    """
    import xlsxwriter  # noqa: PLC0415 — solo quien pide el libro paga la importación

    opciones = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(ruta), opciones) as libro:
        libro.set_properties({"created": corte.astimezone(UTC).replace(tzinfo=None)})
        negrita = libro.add_format({"bold": True})
        ajustado = libro.add_format({"text_wrap": True, "valign": "top"})
        hoja = libro.add_worksheet("LÉAME")
        hoja.set_column(0, 0, 100, ajustado)
        for numero, linea in enumerate(leame):
            hoja.write_string(numero, 0, linea, negrita if numero == 0 else ajustado)
        for tabla in tablas:
            _escribir_hoja(libro.add_worksheet(tabla.nombre), tabla, negrita)


def _escribir_hoja(hoja: Any, tabla: TablaDeDatos, negrita: Any) -> None:
    hoja.freeze_panes(1, 1)
    hoja.autofilter(0, 0, len(tabla.renglones), len(tabla.columnas) - 1)
    for numero, columna in enumerate(tabla.columnas):
        hoja.set_column(numero, numero, ANCHOS.get(columna.tipo, ANCHO_DE_TEXTO))
        hoja.write_string(0, numero, columna.nombre, negrita)
    enteras = [columna.tipo == "integer" for columna in tabla.columnas]
    for fila, renglon in enumerate(tabla.renglones, start=1):
        for numero, texto in enumerate(renglon):
            if enteras[numero] and texto.isdecimal():
                hoja.write_number(fila, numero, int(texto))
            elif hoja.write_string(fila, numero, texto):
                raise _demasiado_largo(tabla, tabla.columnas[numero], renglon)


def _demasiado_largo(
    tabla: TablaDeDatos, columna: ColumnaDeDatos, renglon: tuple[str, ...]
) -> ConstruccionFallida:
    return ConstruccionFallida(
        f"«{columna.titulo}» de {renglon[0]} no cabe en una celda de la hoja «{tabla.nombre}»: "
        f"el máximo de Excel es {MAXIMO_DE_CELDA:,} caracteres. Baje el máximo en `proceso.yml`."
    )
