"""¿Señala cada llave ajena un renglón que existe?"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from generador.publicacion.datos.columnas import VACIOS

Columnas = tuple[str, ...]
Valores = dict[tuple[str, Columnas], set[tuple[str, ...]]]


def llaves_rotas(carpeta: Path, descriptor: Mapping[str, Any]) -> tuple[str, ...]:
    """Sigue las `foreignKeys` de un descriptor en los CSV de su carpeta; una frase por rota.

    Lee cada archivo una sola vez. Una llave sin valor (la clave de un vacío) no señala nada.
    """
    ajenas = tuple(_ajenas(descriptor))
    pedidas: dict[str, set[Columnas]] = defaultdict(set)
    for tabla, columnas, otra, destino in ajenas:
        pedidas[tabla].add(columnas)
        pedidas[otra].add(destino)
    valores: Valores = {}
    for recurso in descriptor["resources"]:
        for columnas in pedidas[recurso["name"]]:
            valores[recurso["name"], columnas] = set()
        _leer(carpeta / recurso["path"], recurso["name"], pedidas[recurso["name"]], valores)
    return tuple(
        f"La tabla «{tabla}» señala en «{', '.join(columnas)}» a {', '.join(rota)}, que no está "
        f"en «{otra}»."
        for tabla, columnas, otra, destino in ajenas
        for rota in sorted(valores[tabla, columnas] - valores[otra, destino])
        if not VACIOS.issuperset(rota)
    )


def _ajenas(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, Columnas, str, Columnas]]:
    for recurso in descriptor["resources"]:
        for llave in recurso["schema"].get("foreignKeys", ()):
            senalada = llave["reference"]
            yield (
                recurso["name"],
                tuple(llave["fields"]),
                senalada["resource"] or recurso["name"],
                tuple(senalada["fields"]),
            )


def _leer(ruta: Path, tabla: str, grupos: set[Columnas], valores: Valores) -> None:
    if not grupos:
        return
    with ruta.open(encoding="utf-8", newline="") as archivo:
        lector = csv.reader(archivo)
        lugares = {nombre: n for n, nombre in enumerate(next(lector))}
        sacar = [
            # El primero, repetido: `itemgetter` de una sola columna no devuelve una tupla.
            (valores[tabla, grupo], itemgetter(*(lugares[c] for c in grupo), lugares[grupo[0]]))
            for grupo in grupos
        ]
        for renglon in lector:
            for conjunto, leer in sacar:
                conjunto.add(leer(renglon)[:-1])
