"""¿Qué trae una hoja de cálculo o un CSV que llegó de fuera?

Se lee como venga: coma, punto y coma o tabulador; UTF-8 o la codificación de Windows; los números
sin decimales de adorno y las fechas en ISO 8601. Todo sale como texto.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date, datetime, time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.postulacion import Fila

MAXIMO_BYTES = 100_000_000
MAXIMO_RENGLONES = 200_000
MAXIMA_MEMORIA = 3_000_000_000
MAXIMA_CELDA = 131_072
"""Caracteres: lo que admite `csv` si nadie lo cambia, y mucho más que cualquier respuesta."""
_MAL_CSV = "no se puede leer como CSV: tiene comillas sin cerrar o una celda enorme."
_DE_LIBRO = frozenset({".xlsx", ".xls", ".xlsb", ".ods"})
_SEPARADORES = ",;\t|"
_MUESTRA = 20_000


@dataclass(frozen=True, slots=True)
class Hoja:
    """Las columnas, en su orden, y los renglones que no están vacíos."""

    columnas: tuple[str, ...]
    filas: tuple[Fila, ...]


def leer_hoja(ruta: Path, *, hoja: str = "", encabezado: int = 1, reservada: bool = False) -> Hoja:
    """Lee una hoja; `encabezado` es el renglón de los títulos, contado desde 1.

    `reservada`: ningún mensaje repite una celda, ni un título: sin títulos, el primer renglón son
    datos. Lanza `ErrorConoceles` si no se puede leer, no tiene esa hoja, o repite una columna.
    """
    try:
        if ruta.stat().st_size > MAXIMO_BYTES:
            raise ErrorConoceles(f"{ruta.name} pesa más de {MAXIMO_BYTES // 1_000_000} MB.")
        leer = _de_libro if ruta.suffix.lower() in _DE_LIBRO else _de_texto
        renglones = leer(ruta, hoja)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta.name}: {causa_de_disco(error)}.") from error
    if len(renglones) < encabezado:
        raise ErrorConoceles(f"{ruta.name} no tiene el renglón {encabezado}, el de los títulos.")
    if len(renglones) > MAXIMO_RENGLONES:
        raise ErrorConoceles(f"{ruta.name} tiene más de {MAXIMO_RENGLONES:,} renglones.")
    columnas = tuple(" ".join(titulo.split()) for titulo in renglones[encabezado - 1])
    repetidas = sorted({c for c in columnas if c and columnas.count(c) > 1})
    if repetidas:
        cual = columnas.index(repetidas[0]) + 1 if reservada else f"«{repetidas[0]}»"
        raise ErrorConoceles(f"{ruta.name} repite la columna {cual}.")
    return Hoja(columnas, tuple(_filas(columnas, renglones, encabezado)))


def leer_libro_propio(ruta: Path) -> dict[str, list[list[str]]]:
    """Todas las hojas de un libro que escribió este programa: nombre → renglones, en texto.

    Se lee aquí mismo, sin apartarlo: solo para lo que acaba de construirse. Lanza
    `ErrorConoceles` si no es un libro.
    """
    try:
        with CalamineWorkbook.from_path(str(ruta)) as libro:
            return {
                nombre: [
                    [_texto(celda) for celda in renglon]
                    for renglon in libro.get_sheet_by_name(nombre).to_python(skip_empty_area=False)
                ]
                for nombre in libro.sheet_names
            }
    except (CalamineError, OSError) as error:
        raise ErrorConoceles(f"{ruta.name} no es un libro que se pueda leer.") from error


def _filas(
    columnas: Sequence[str], renglones: Sequence[Sequence[str]], desde: int
) -> Iterator[Fila]:
    for numero, celdas in enumerate(renglones[desde:], desde + 1):
        if any(celda.strip() for celda in celdas):
            de_mas = any(celda.strip() for celda in celdas[len(columnas) :])
            yield Fila(numero, {c: v for c, v in zip(columnas, celdas, strict=False) if c}, de_mas)


def _de_libro(ruta: Path, nombre: str) -> list[list[str]]:
    """Las celdas de un libro, leídas aparte: uno mal hecho puede pedir toda la memoria."""
    with ProcessPoolExecutor(1, get_context("spawn"), _acotar_memoria) as aparte:
        try:
            return aparte.submit(_leer_libro, str(ruta), nombre).result()
        except BrokenProcessPool as error:
            raise ErrorConoceles(
                f"{ruta.name} dice tener más celdas de las que caben en memoria: borre los "
                "renglones y columnas vacíos y guárdelo de nuevo."
            ) from error


def _acotar_memoria() -> None:
    import resource  # noqa: PLC0415 - solo existe en Unix

    _, tope = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MAXIMA_MEMORIA, tope))


def _leer_libro(ruta: str, nombre: str) -> list[list[str]]:
    archivo = Path(ruta).name
    try:
        with CalamineWorkbook.from_path(ruta) as libro:
            if nombre and nombre not in libro.sheet_names:
                hay = ", ".join(libro.sheet_names)
                raise ErrorConoceles(f"{archivo} no tiene la hoja «{nombre}»; tiene: {hay}.")
            hoja = libro.get_sheet_by_name(nombre) if nombre else libro.get_sheet_by_index(0)
            renglones = hoja.to_python(skip_empty_area=False)
            return [[_texto(celda) for celda in renglon] for renglon in renglones]
    except (CalamineError, MemoryError) as error:
        raise ErrorConoceles(
            f"{archivo} no es un libro de hojas de cálculo que se pueda leer: ábralo y guárdelo "
            "de nuevo como XLSX."
        ) from error


def _texto(celda: object) -> str:
    if isinstance(celda, str):
        return celda
    if isinstance(celda, float) and celda.is_integer():
        return str(int(celda))
    if isinstance(celda, datetime):
        return celda.date().isoformat() if celda.time() == time() else celda.isoformat()
    if isinstance(celda, date):
        return celda.isoformat()
    if isinstance(celda, bool):
        return "sí" if celda else "no"
    return "" if celda is None else str(celda)


def _de_texto(ruta: Path, _nombre: str) -> list[list[str]]:
    crudo = ruta.read_bytes()
    try:
        texto = crudo.decode("utf-8-sig")
    except UnicodeDecodeError:
        texto = crudo.decode("cp1252", "replace")  # lo que escribe Excel al guardar como CSV
    if "\0" in texto:
        raise ErrorConoceles(f"{ruta.name} no es un CSV: guárdelo como XLSX o como CSV.")
    try:
        dialecto: type[csv.Dialect] | str = csv.Sniffer().sniff(texto[:_MUESTRA], _SEPARADORES)
    except csv.Error:
        dialecto = "excel"
    try:
        # Que la muestra no traiga comillas dobles no quiere decir que más abajo no las haya.
        comillas: dict[str, Any] = {"quotechar": '"', "doublequote": True}
        renglones = list(csv.reader(io.StringIO(texto, newline=""), dialecto, **comillas))
    except csv.Error as error:
        raise ErrorConoceles(f"{ruta.name} {_MAL_CSV}") from error
    # El límite de `csv` es de todo el proceso, y otra biblioteca puede haberlo subido.
    if any(len(celda) > MAXIMA_CELDA for renglon in renglones for celda in renglon):
        raise ErrorConoceles(f"{ruta.name} {_MAL_CSV}")
    return renglones
