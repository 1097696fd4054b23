"""¿Son las cifras del sitio las que salen de los CSV?

Las vuelve a contar leyendo solo los archivos publicados, sin pasar por las fichas: es lo que
haría cualquier persona con las descargas.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generador.nucleo.edades import grupo_de_edad

Renglon = dict[str, str]

_DE_ESTADO: Mapping[str, tuple[str, ...]] = {
    "sin_captura": ("registradas", "sin_captura"),
    "sin_validar": ("registradas", "con_captura"),
    "publicada": ("registradas", "con_captura", "validadas"),
    "en_correccion": ("registradas", "con_captura", "validadas"),
    "con_error": ("registradas", "con_error"),
    "sustituida": ("sustituidas",),
    "cancelada": ("canceladas",),
}
_CAPTURA = ("registradas", "con_captura", "validadas", "sin_captura", "con_error")
_BAJAS = ("sustituidas", "canceladas")
_DE_BAJA = ("sustituida", "cancelada")


def recalcular(carpeta: Path) -> dict[str, int]:
    """Vuelve a contar las cifras de control con los CSV de `carpeta`; una por nombre.

    Las que valen cero también están: las opciones salen de los catálogos publicados.
    """
    cifras: Counter[str] = Counter(dict.fromkeys(_en_cero(carpeta), 0))
    partidos = _partidos(carpeta)
    grados = {r["clave"]: r["grado_maximo"] for r in _renglones(carpeta, "curricular")}
    for renglon in _renglones(carpeta, "candidaturas"):
        columnas = _DE_ESTADO[renglon["estado"]]
        cifras.update(columnas)
        if renglon["estado"] in _DE_BAJA:
            cifras.update(f"bajas.{renglon['eleccion']}.{columna}" for columna in columnas)
            continue
        cifras.update(
            f"{donde}.{columna}" for donde in _reparto(renglon, partidos) for columna in columnas
        )
        cifras[f"grado.{grados[renglon['clave']]}.candidaturas"] += 1
    return _sin_huecos(cifras)


def comprobar_cifras(
    del_sitio: Mapping[str, int], del_paquete: Mapping[str, int]
) -> tuple[str, ...]:
    """Dice en qué no coinciden dos juegos de cifras de control; vacío si son iguales."""
    return tuple(
        f"La cifra «{nombre}» es {_dicha(del_sitio, nombre)} en el sitio y "
        f"{_dicha(del_paquete, nombre)} en los datos."
        for nombre in sorted(del_sitio.keys() | del_paquete.keys())
        if del_sitio.get(nombre) != del_paquete.get(nombre)
    )


def _dicha(cifras: Mapping[str, int], nombre: str) -> str:
    return f"{cifras[nombre]:,}" if nombre in cifras else "ninguna"


def _reparto(renglon: Renglon, partidos: Collection[str]) -> Iterator[str]:
    """En qué filas de qué tablas cuenta una candidatura vigente."""
    for tabla in ("eleccion", "cargo", "postulante", "sexo"):
        yield f"{tabla}.{renglon[tabla]}"
    for partido in renglon["integrantes"].split(";"):
        yield f"partido.{partido if partido in partidos else 'con_error'}"
    yield f"edad.{grupo_de_edad(int(renglon['edad']))}"
    yield f"ambito_{renglon['ambito_tipo']}.{renglon['ambito']}"


def _en_cero(carpeta: Path) -> Iterator[str]:
    """El nombre de toda cifra que existe aunque nadie cuente en ella."""
    yield from (*_CAPTURA, *_BAJAS)
    opciones: dict[str, list[str]] = defaultdict(list)
    for renglon in _renglones(carpeta, "catalogos"):
        opciones[renglon["catalogo"]].append(renglon["clave"])
    filas = {
        "eleccion": opciones["eleccion"],
        "cargo": [r["clave"] for r in _renglones(carpeta, "cargos")],
        "postulante": [r["clave"] for r in _renglones(carpeta, "postulantes")],
        "partido": _partidos(carpeta),
        "sexo": opciones["sexo"],
        "edad": ["18-20", "21-29", "30-39", "40-49", "50-59", "60+"],
    }
    for tabla, claves in filas.items():
        yield from (f"{tabla}.{clave}.{columna}" for clave in claves for columna in _CAPTURA)
    for lugar in _renglones(carpeta, "ambitos"):
        for columna in _CAPTURA:
            yield f"ambito_{lugar['tipo']}.{lugar['clave']}.{columna}"
    yield from (f"grado.{clave}.candidaturas" for clave in opciones["grados"])
    yield from (f"bajas.{clave}.{columna}" for clave in opciones["eleccion"] for columna in _BAJAS)


def _partidos(carpeta: Path) -> list[str]:
    """Quien postula y no es una alianza."""
    alianzas = {r["alianza"] for r in _renglones(carpeta, "integrantes")}
    return [r["clave"] for r in _renglones(carpeta, "postulantes") if r["clave"] not in alianzas]


def _sin_huecos(cifras: Mapping[str, int]) -> dict[str, int]:
    """Completa con ceros las filas que aparecieron solas: las claves fuera de catálogo."""
    completas = dict(cifras)
    for nombre in cifras:
        fila, _, _ = nombre.rpartition(".")
        if fila and not fila.startswith("grado."):
            columnas = _BAJAS if fila.startswith("bajas.") else _CAPTURA
            completas.update({f"{fila}.{c}": cifras.get(f"{fila}.{c}", 0) for c in columnas})
    return completas


def _renglones(carpeta: Path, tabla: str) -> Iterator[Renglon]:
    with (carpeta / f"{tabla}.csv").open(encoding="utf-8", newline="") as archivo:
        yield from csv.DictReader(archivo)
