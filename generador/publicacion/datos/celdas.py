"""¿Qué es una tabla de datos abiertos y cómo se escribe cada celda?

Toda celda dice algo: un valor, o la clave de su vacío.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from generador.nucleo.ficha import Respuesta, Vacio
from generador.publicacion.datos.columnas import VACIOS, ColumnaDeDatos


@dataclass(frozen=True, slots=True)
class Ajena:
    """Columnas que señalan la llave de otra tabla; `tabla` vacía es la misma."""

    columnas: tuple[str, ...]
    tabla: str
    destino: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablaDeDatos:
    """Una tabla de los datos abiertos: sus columnas y sus renglones, ya en texto."""

    nombre: str
    titulo: str
    descripcion: str
    columnas: tuple[ColumnaDeDatos, ...]
    llave: tuple[str, ...]
    renglones: Sequence[tuple[str, ...]]
    ajenas: tuple[Ajena, ...] = ()


A_CANDIDATURAS = (Ajena(("clave",), "candidaturas", ("clave",)),)


def escapar(texto: str) -> str:
    r"""Antepone `\` al texto de una persona que es igual a la clave de un vacío.

    `no_aplica` se escribe `\no_aplica`, y `\no_aplica`, `\\no_aplica`: quitar la primera barra
    devuelve siempre el original, y ninguna respuesta se confunde con una ausencia.
    """
    return f"\\{texto}" if texto.lstrip("\\") in VACIOS else texto


def celda(columna: ColumnaDeDatos, valor: Any) -> str:
    """Escribe un valor como lo pide su columna; sin valor, «no aplica».

    Una clave que no está en su catálogo es un error del registro: se dice, no se publica.
    """
    if valor is None or valor in ("", ()):
        return Vacio.NO_APLICA.value
    if isinstance(valor, bool):
        return "si" if valor else "no"
    if columna.tipo == "list":
        claves = [valor] if isinstance(valor, str) else list(valor)
        fuera = columna.categorias and not columna.categorias.keys() >= set(claves)
        return Vacio.CON_ERROR.value if fuera else ";".join(claves)
    if columna.categorias:
        return _de_catalogo(columna, valor)
    if columna.tipo == "integer" and isinstance(valor, Mapping | list | tuple):
        return str(len(valor))
    texto = str(valor)
    return texto if columna.requerida else escapar(texto)


def _de_catalogo(columna: ColumnaDeDatos, valor: Any) -> str:
    if isinstance(valor, str) and valor in columna.categorias:
        return str(valor)
    # «No aplica» puede ser también una opción del catálogo: dice lo mismo que el vacío.
    return Vacio.NO_APLICA.value if valor == Vacio.NO_APLICA else Vacio.CON_ERROR.value


def de_respuesta(columna: ColumnaDeDatos, respuestas: Mapping[str, Respuesta]) -> str:
    """La celda de una pregunta: su clave de catálogo si la tiene, su texto, o su vacío."""
    respuesta = respuestas.get(columna.puntero)
    if respuesta is None:
        return Vacio.NO_PROPORCIONO.value
    if respuesta.vacio is not None:
        return respuesta.vacio.value
    crudo = respuesta.valor if respuesta.clave_valor is None else respuesta.clave_valor
    return celda(columna, crudo)


def instante(momento: datetime) -> str:
    """Un instante ISO 8601 con zona; en UTC si la suya trae segundos, como antes de 1922."""
    desfase = momento.utcoffset() or timedelta()
    exacto = momento if desfase % timedelta(minutes=1) == timedelta() else momento.astimezone(UTC)
    return exacto.isoformat(timespec="seconds")
