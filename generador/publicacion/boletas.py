"""¿Qué boleta le toca a cada sección electoral?

Todo se decide en el teléfono de quien pregunta: el catálogo entero se descarga antes de que
escriba su sección, así que ningún servidor la conoce.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generador.nucleo.proceso import Ambito, Proceso

DIGITOS = 4
"""Cifras de una sección en la credencial para votar."""


@dataclass(frozen=True, slots=True)
class Combinacion:
    """Los lugares por los que vota quien vive en ciertas secciones: una boleta distinta."""

    clave: str
    lugares: tuple[Ambito, ...]
    secciones: tuple[str, ...]

    @property
    def url(self) -> str:
        """Dirección de su boleta."""
        return f"boleta/{self.clave}/"

    @property
    def nombre(self) -> str:
        """«Tlatlaya · Distrito 9, Tejupilco»."""
        return " · ".join(lugar.nombre for lugar in self.lugares)


def combinaciones(proceso: Proceso) -> tuple[Combinacion, ...]:
    """Las boletas distintas que hay, según el catálogo de secciones, en orden de clave.

    Un lugar que no está en el proceso no cuenta: las secciones que solo difieren en él comparten
    boleta, y si no está ninguno, la sección no vota.
    """
    columnas = _columnas(proceso)
    grupos: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for seccion, renglon in proceso.secciones.items():
        suyos = tuple(
            (tipo, renglon[tipo])
            for tipo in columnas
            if renglon[tipo] in proceso.ambitos[tipo].lugares
        )
        if suyos:
            grupos[suyos].append(seccion)
    return tuple(
        sorted(
            (
                Combinacion(
                    clave=_clave(suyos, completa=len(suyos) == len(columnas)),
                    lugares=tuple(proceso.ambitos[tipo].lugares[clave] for tipo, clave in suyos),
                    secciones=tuple(sorted(secciones)),
                )
                for suyos, secciones in grupos.items()
            ),
            key=lambda boleta: boleta.clave,
        )
    )


def _clave(lugares: Iterable[tuple[str, str]], *, completa: bool) -> str:
    """«106-009» si están todos los tipos; si falta alguno, se dice cuáles: «municipio-106»."""
    partes = (clave if completa else f"{tipo}-{clave}" for tipo, clave in lugares)
    return "-".join(partes).lower()


def _columnas(proceso: Proceso) -> tuple[str, ...]:
    """Los tipos de lugar que dice el catálogo de secciones, en el orden de sus columnas."""
    for renglon in proceso.secciones.values():
        return tuple(columna for columna in renglon if columna in proceso.ambitos)
    return ()


def comunes(proceso: Proceso) -> tuple[Ambito, ...]:
    """Los lugares que están en todas las boletas: los de un tipo con un solo lugar."""
    columnas = _columnas(proceso)
    return tuple(
        lugar
        for tipo in proceso.ambitos.values()
        if tipo.clave not in columnas and len(tipo.lugares) == 1
        for lugar in tipo.lugares.values()
    )


def archivo_de_secciones(boletas: Iterable[Combinacion]) -> str:
    """El catálogo compacto que usa la página: tramos de secciones seguidas con igual boleta.

    `{"boletas": [clave, …], "tramos": [[desde, hasta, número de boleta], …]}`.
    """
    claves = []
    de_seccion: dict[int, int] = {}
    for numero, boleta in enumerate(boletas):
        claves.append([boleta.clave, boleta.nombre])
        de_seccion.update({int(s): numero for s in boleta.secciones if s.isdigit()})
    tramos: list[list[int]] = []
    for seccion, numero in sorted(de_seccion.items()):
        if tramos and tramos[-1][1:] == [seccion - 1, numero]:
            tramos[-1][1] = seccion
        else:
            tramos.append([seccion, seccion, numero])
    return _json({"boletas": claves, "tramos": tramos})


def fragmentos(proceso: Proceso) -> Mapping[str, str]:
    """Para quien reutiliza: `secciones/NN.json`, cien secciones por archivo, sin abreviar."""
    grupos: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    columnas = _columnas(proceso)
    for seccion, renglon in sorted(proceso.secciones.items()):
        cifras = seccion.zfill(DIGITOS)
        grupos[cifras[:-2]][cifras] = {columna: renglon[columna] for columna in columnas}
    return {f"secciones/{nn}.json": _json(datos) for nn, datos in grupos.items()}


def _json(dato: object) -> str:
    return json.dumps(dato, ensure_ascii=False, separators=(",", ":")) + "\n"
