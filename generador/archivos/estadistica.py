"""¿Qué estadísticas de identidad se han publicado?

Un CSV por corte en `estadistica/<fecha>/`, escrito por quien tiene la llave de la bóveda. Aquí se
escribe y se lee; leerlo no necesita llave.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.contada import VARIABLES
from generador.nucleo.estadistica.corte import COLUMNA, SUPRIMIDA, Corte, Renglon
from generador.nucleo.estadistica.familia import OTRAS

CARPETA = "estadistica"
ARCHIVO = "identidad.csv"
COLUMNAS = (
    "corte",
    "celda_minima",
    "pregunta",
    "dimension",
    "variable",
    "valor",
    "respuesta",
    "conteo",
    "causa",
    "en_fichas",
    "registradas",
    "contestadas",
    "en_espera",
    "validas",
)
MAXIMO = 50_000_000
"""Bytes de un corte: muy por encima de lo que mide el de todo el país."""

_REMEDIO = "Vuelva a escribirlo con «conoceles estadistica»."
_CIFRAS = 9

Fila = dict[str, str]


def ruta_de(fecha: date) -> str:
    """Dónde va el corte de una fecha, desde la raíz del proceso."""
    return f"{CARPETA}/{fecha.isoformat()}/{ARCHIVO}"


def a_csv(corte: Corte, preguntas: Sequence[Pregunta]) -> str:
    """El texto del archivo de un corte: el mismo corte da siempre los mismos bytes."""
    dimensiones = {p.nombre: p.dimension for p in preguntas}
    salida = io.StringIO()
    escritor = csv.writer(salida, lineterminator="\n")
    escritor.writerow(COLUMNAS)
    for r in corte.renglones:
        escritor.writerow(
            (
                corte.fecha.isoformat(),
                corte.minimo,
                r.pregunta,
                dimensiones[r.pregunta],
                r.variable,
                r.columna,
                r.respuesta,
                "" if r.conteo is None else r.conteo,
                r.causa,
                r.publicas,
                r.registradas,
                r.contestadas,
                r.en_espera,
                "" if r.validas is None else r.validas,
            )
        )
    return salida.getvalue()


def leer_cortes(raiz: Path, preguntas: Sequence[Pregunta]) -> tuple[Corte, ...]:
    """Todos los cortes de un proceso, del primero al último, sin su población.

    Lanza `ErrorConoceles` si hay algo que no es un corte o uno no cuadra consigo mismo.
    """
    carpeta = raiz / CARPETA
    if not carpeta.is_dir():
        return ()
    try:
        hallados = sorted(carpeta.iterdir())
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede abrir {CARPETA}/: {causa_de_disco(error)}. Revise sus permisos."
        ) from error
    return tuple(_leer_corte(raiz, hallado.name, preguntas) for hallado in hallados)


def _leer_corte(raiz: Path, nombre: str, preguntas: Sequence[Pregunta]) -> Corte:
    carpeta = raiz / CARPETA / nombre
    try:
        fecha = date.fromisoformat(nombre)
    except ValueError:
        fecha = None
    if fecha is None or fecha.isoformat() != nombre or carpeta.is_symlink():
        raise ErrorConoceles(
            f"{CARPETA}/{nombre} no es un corte: ahí solo hay carpetas con su fecha, como "
            "2024-05-29. Quítelo."
        )
    ruta = carpeta / ARCHIVO
    donde = ruta_de(fecha)
    filas = _filas(ruta, donde)
    conocidas = {p.nombre: p for p in preguntas}
    renglones: list[Renglon] = []
    minimos = set()
    vistos = set()
    for numero, fila in enumerate(filas, start=2):
        lugar = f"{donde}, renglón {numero}"
        renglon = _renglon(fila, lugar, conocidas, fecha)
        llave = (renglon.pregunta, renglon.variable, renglon.columna, renglon.respuesta)
        if llave in vistos:
            raise ErrorConoceles(f"{lugar}: repite un conteo. {_REMEDIO}")
        vistos.add(llave)
        minimos.add(_entero(fila, "celda_minima", lugar))
        renglones.append(renglon)
    if len(minimos) != 1:
        raise ErrorConoceles(f"{donde}: «celda_minima» debe ser una sola. {_REMEDIO}")
    _exigir_que_sumen(renglones, conocidas, donde)
    return Corte(fecha, minimos.pop(), tuple(renglones))


def _filas(ruta: Path, donde: str) -> list[Fila]:
    try:
        if ruta.is_symlink() or not ruta.is_file():
            raise ErrorConoceles(f"Falta {donde}, o no es un archivo común. {_REMEDIO}")
        if ruta.stat().st_size > MAXIMO:
            raise ErrorConoceles(f"{donde} mide más de {MAXIMO // 1_000_000} MB. {_REMEDIO}")
        lector = csv.DictReader(io.StringIO(ruta.read_bytes().decode(), newline=""), strict=True)
        filas = list(lector)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {donde}: {causa_de_disco(error)}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ErrorConoceles(f"{donde} no es CSV en UTF-8 con comas. {_REMEDIO}") from error
    if tuple(lector.fieldnames or ()) != COLUMNAS:
        raise ErrorConoceles(f"{donde}: sus columnas deben ser {', '.join(COLUMNAS)}. {_REMEDIO}")
    for numero, fila in enumerate(filas, start=2):
        if None in fila or None in fila.values():
            raise ErrorConoceles(
                f"{donde}, renglón {numero}: no tiene {len(COLUMNAS)} celdas. {_REMEDIO}"
            )
    return filas


def _renglon(fila: Fila, lugar: str, conocidas: Mapping[str, Pregunta], fecha: date) -> Renglon:
    for columna, admitidos in _admitidos(fila, conocidas, fecha):
        if fila[columna] not in admitidos:
            raise ErrorConoceles(
                f"{lugar}: «{fila[columna]}» no puede ir en «{columna}». {_REMEDIO}"
            )
    if bool(fila["variable"]) != bool(fila["valor"]):
        raise ErrorConoceles(f"{lugar}: «variable» y «valor» van las dos o ninguna. {_REMEDIO}")
    renglon = Renglon(
        pregunta=fila["pregunta"],
        variable=fila["variable"],
        columna=fila["valor"],
        respuesta=fila["respuesta"],
        conteo=_entero(fila, "conteo", lugar) if fila["conteo"] else None,
        publicas=_entero(fila, "en_fichas", lugar),
        registradas=_entero(fila, "registradas", lugar),
        contestadas=_entero(fila, "contestadas", lugar),
        en_espera=_entero(fila, "en_espera", lugar),
        validas=_entero(fila, "validas", lugar) if fila["validas"] else None,
    )
    if renglon.causa != fila["causa"]:
        raise ErrorConoceles(
            f"{lugar}: sin conteo la causa es «{SUPRIMIDA}», y con conteo no hay causa. {_REMEDIO}"
        )
    cuentan = renglon.contestadas - renglon.en_espera
    crecen = (renglon.publicas, renglon.conteo or 0, cuentan, renglon.registradas)
    if renglon.conteo is None:
        crecen = (renglon.publicas, 0, cuentan, renglon.registradas)
    if list(crecen) != sorted(crecen) or (renglon.validas or 0) > cuentan:
        raise ErrorConoceles(f"{lugar}: sus cantidades no caben unas en otras. {_REMEDIO}")
    return renglon


def _admitidos(
    fila: Fila, conocidas: Mapping[str, Pregunta], fecha: date
) -> Iterator[tuple[str, set[str]]]:
    yield "corte", {fecha.isoformat()}
    yield "pregunta", set(conocidas)
    pregunta = conocidas[fila["pregunta"]]
    yield "dimension", {pregunta.dimension}
    yield "variable", {"", *VARIABLES}
    yield "respuesta", {*pregunta.respuestas, OTRAS, COLUMNA}
    yield "causa", {"", SUPRIMIDA}


def _entero(fila: Fila, columna: str, lugar: str) -> int:
    texto = fila[columna]
    if not (texto.isascii() and texto.isdigit()) or len(texto) > _CIFRAS:
        raise ErrorConoceles(f"{lugar}: «{columna}» debe ser un número entero. {_REMEDIO}")
    return int(texto)


def _exigir_que_sumen(
    renglones: Sequence[Renglon], conocidas: Mapping[str, Pregunta], donde: str
) -> None:
    """En una pregunta de una sola respuesta, lo que se ve de una celda suma a quienes cuentan."""
    celdas: dict[tuple[str, str, str], list[Renglon]] = defaultdict(list)
    for r in renglones:
        celdas[r.pregunta, r.variable, r.columna].append(r)
    for (pregunta, variable, columna), suyos in celdas.items():
        una = suyos[0]
        distintos = {(r.registradas, r.contestadas, r.en_espera, r.validas) for r in suyos}
        completa = all(r.conteo is not None for r in suyos) or any(
            r.respuesta == OTRAS for r in suyos
        )
        suma = sum(r.conteo or 0 for r in suyos)
        no_suma = (
            completa
            and not conocidas[pregunta].multiple
            and suma != una.contestadas - una.en_espera
        )
        if len(distintos) > 1 or no_suma:
            lugar = f"{variable} {columna}".strip() or "el total"
            raise ErrorConoceles(
                f"{donde}: los conteos de «{pregunta}» en {lugar} no suman sus denominadores. "
                f"{_REMEDIO}"
            )
