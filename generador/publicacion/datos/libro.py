"""¿Cómo se escriben las tablas en un libro que Excel abre tal cual?

Funciones de módulo, sin estado: se pueden llamar desde otro proceso.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generador.errores import ConstruccionFallida
from generador.publicacion.datos.celdas import TablaDeDatos

PORTADA = "LÉAME"
MAXIMO_DE_CELDA = 32_767
"""Unidades UTF-16 que caben en una celda de Excel; un emoji ocupa dos."""

ANCHOS = {"integer": 10, "boolean": 10, "datetime": 26, "date": 12}
ANCHO_DE_TEXTO = 28
ANCHO_DE_PORTADA = 100

Registro = dict[str, Any]
Hoja = tuple[str, Iterable[Registro]]

_PROPIEDADES = "docProps/core.xml"
_HORA = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ERROR_DEL_SISTEMA = re.compile(r"\(os error (\d+)\)")


def escribir_xlsx(
    tablas: Sequence[TablaDeDatos], leame: Sequence[str], corte: datetime, ruta: Path
) -> None:
    """Escribe un libro con una hoja por tabla y «LÉAME» al frente; `leame` no puede estar vacío.

    El texto queda como texto: sin fórmulas, sin enlaces, con sus ceros. Dos corridas dan los
    mismos bytes. Lanza `ConstruccionFallida` si un texto no cabe en una celda, y `OSError`.
    """
    try:
        _escribir(tablas, leame, corte, str(ruta))
    except (OSError, RuntimeError) as error:
        raise _del_sistema(error, ruta) from error


def armar_xlsx(tablas: Sequence[TablaDeDatos], leame: Sequence[str], corte: datetime) -> bytes:
    """El mismo libro sin tocar el disco: para lo que solo puede guardarse cifrado."""
    libro = BytesIO()
    _escribir(tablas, leame, corte, libro)
    return libro.getvalue()


def _escribir(
    tablas: Sequence[TablaDeDatos], leame: Sequence[str], corte: datetime, destino: str | BytesIO
) -> None:
    import rustpy_xlsxwriter as libros  # noqa: PLC0415 — solo quien pide el libro la carga

    for tabla in tablas:
        _exigir_que_quepa(tabla)
    titulo, *lineas = leame
    hojas: list[Hoja] = [
        (PORTADA, [{titulo: linea} for linea in lineas] or [{titulo: None}]),
        *((tabla.nombre, _registros(tabla)) for tabla in tablas),
    ]
    anchos: dict[str, dict[str, float] | list[float]] = {
        PORTADA: [ANCHO_DE_PORTADA],
        **{t.nombre: [ANCHOS.get(c.tipo, ANCHO_DE_TEXTO) for c in t.columnas] for t in tablas},
    }
    libros.write_worksheets(
        hojas,
        destino,
        bold_headers=True,
        column_widths=anchos,
        column_formats={PORTADA: [libros.Format().set_text_wrap().set_align("top")]},
        freeze_panes={tabla.nombre: {"row": 1, "col": 1} for tabla in tablas},
        autofilter={tabla.nombre: True for tabla in tablas},
        # Sin esto escribe los renglones, en claro, en un archivo temporal.
        dedupe_strings={"general": isinstance(destino, BytesIO)},
    )
    _fechar(destino, corte)


def _registros(tabla: TablaDeDatos) -> Iterable[Registro]:
    """Los renglones como los pide la biblioteca: sin ninguno no escribiría los nombres."""
    nombres = [columna.nombre for columna in tabla.columnas]
    if not tabla.renglones:
        return [dict.fromkeys(nombres)]
    return _con_enteros(tabla, nombres)


def _con_enteros(tabla: TablaDeDatos, nombres: Sequence[str]) -> Iterator[Registro]:
    enteras = [columna.nombre for columna in tabla.columnas if columna.tipo == "integer"]
    for renglon in tabla.renglones:
        registro: Registro = dict(zip(nombres, renglon, strict=True))
        for nombre in enteras:
            if registro[nombre].isdecimal():
                registro[nombre] = int(registro[nombre])
        yield registro


def _exigir_que_quepa(tabla: TablaDeDatos) -> None:
    for renglon in tabla.renglones:
        # Ningún carácter pasa de dos unidades: solo lo que mide más de la mitad puede no caber.
        if max(map(len, renglon)) * 2 <= MAXIMO_DE_CELDA:
            continue
        for columna, texto in zip(tabla.columnas, renglon, strict=True):
            if len(texto.encode("utf-16-le")) // 2 > MAXIMO_DE_CELDA:
                raise ConstruccionFallida(
                    f"«{columna.titulo}» de {renglon[0]} no cabe en una celda de la hoja "
                    f"«{tabla.nombre}»: el máximo de Excel es {MAXIMO_DE_CELDA:,} caracteres. "
                    "Baje el máximo en `proceso.yml`."
                )


def _del_sistema(error: Exception, ruta: Path) -> Exception:
    """El mismo error con su número, que la biblioteca solo dice en la frase."""
    hallado = _ERROR_DEL_SISTEMA.search(str(error))
    if hallado is None:
        return error
    numero = int(hallado[1])
    return OSError(numero, os.strerror(numero), str(ruta))


def _fechar(destino: str | BytesIO, corte: datetime) -> None:
    """Pone la del corte donde la biblioteca pone la hora del reloj.

    Vuelve a escribir el ZIP desde las propiedades, que van después de las hojas: estas no se
    tocan.
    """
    hora = corte.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with ZipFile(destino, "a", ZIP_DEFLATED) as libro:
        desde = libro.getinfo(_PROPIEDADES).header_offset
        finales = [i for i in libro.filelist if i.header_offset >= desde]
        partes = [(i.filename, libro.read(i)) for i in finales]
        libro.filelist = [i for i in libro.filelist if i.header_offset < desde]
        libro.NameToInfo = {i.filename: i for i in libro.filelist}
        libro.start_dir = desde
        for nombre, contenido in partes:
            fechado = _HORA.sub(hora, contenido) if nombre == _PROPIEDADES else contenido
            libro.writestr(ZipInfo(nombre), fechado, ZIP_DEFLATED)
