"""¿Qué hizo cada commit, con el expediente antes y después?

Lo mismo sirve para revisar una propuesta que para auditar la historia entera.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from generador.archivos.expediente import Lector, abrir_candidatura
from generador.archivos.fotografia import foto_de_contenido
from generador.nucleo.claves import CARPETA
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuentas
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento, Tocado
from generador.nucleo.propuesta import Paso, Version
from generador.repositorio.deposito import Deposito
from generador.repositorio.historial import leer_movimientos

_SECRETOS = (
    (re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "Trae una llave privada."),
    (re.compile(rb"AGE-SECRET-KEY-1[0-9A-Z]{20,}"), "Trae una llave de la bóveda."),
    (re.compile(rb"\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}"), "Trae una credencial."),
    (re.compile(rb"\b[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]\b"), "Trae una CURP."),
)
"""Lo que nunca entra, por su forma. La CURP: 18 posiciones (RENAPO)."""


def armar_pasos(
    deposito: Deposito,
    lector: Lector,
    cuentas: Cuentas,
    movimientos: Sequence[Movimiento],
) -> Iterator[Paso]:
    """Un paso por movimiento, en orden. Lee en una sola vez todos los contenidos."""
    blobs = {b for m in movimientos for t in m.archivos.values() for b in (t.antes, t.despues) if b}
    contenidos = deposito.contenidos(blobs)
    instantes = instantes_previos(deposito, movimientos)
    for movimiento in movimientos:
        paso = armar_paso(lector, cuentas, movimiento, contenidos)
        yield replace(paso, previo=instantes.get(movimiento.commit))


def instantes_previos(deposito: Deposito, movimientos: Sequence[Movimiento]) -> dict[str, datetime]:
    """Commit → instante de aquel del que sale."""
    propios = {m.commit: m for m in movimientos}
    ajenos = {m.padres[0] for m in movimientos if m.padres} - propios.keys()
    todos = propios | leer_movimientos(deposito, ajenos)
    return {m.commit: todos[m.padres[0]].instante for m in movimientos if m.padres}


def armar_paso(
    lector: Lector, cuentas: Cuentas, movimiento: Movimiento, contenidos: Mapping[str, bytes]
) -> Paso:
    """El paso de un movimiento, con los contenidos (por blob) que ya se leyeron."""
    proceso = lector.contexto.proceso
    instante = movimiento.instante.astimezone(proceso.calendario.tz)
    versiones, ajenos, imagenes, ilegibles = [], [], [], []
    for ruta, tocado in movimiento.archivos.items():
        suya = ruta.startswith(f"{CARPETA}/") and ruta.endswith((".yml", ".webp"))
        if not suya or not tocado.es_archivo:
            ajenos.append(ruta)
        if suya and ruta.endswith(".yml"):
            foto = movimiento.archivos.get(ruta.removesuffix(".yml") + ".webp")
            queda = tocado.despues if tocado.es_archivo else ""
            antes = _candidatura(lector, ruta, tocado.antes, None, contenidos)
            despues = _candidatura(lector, ruta, queda, foto, contenidos)
            versiones.append(Version(ruta, antes, despues))
            if queda and despues is None:
                ilegibles.append(ruta)
        elif suya:
            imagenes.append(ruta.removesuffix(".webp") + ".yml")
    return Paso(
        movimiento=movimiento,
        versiones=tuple(versiones),
        ajenos=tuple(ajenos),
        contexto=Contexto(proceso, lector.contexto.esquemas, instante),
        cuentas=cuentas,
        imagenes=tuple(imagenes),
        ilegibles=frozenset(ilegibles),
    )


def _candidatura(
    lector: Lector, ruta: str, blob: str, foto: Tocado | None, contenidos: Mapping[str, bytes]
) -> Candidatura | None:
    if not blob:
        return None
    medida = None
    if foto and foto.despues:
        limite = lector.contexto.proceso.fotografia
        medida = foto_de_contenido(ruta, contenidos[foto.despues], limite)
    return abrir_candidatura(lector, ruta, contenidos[blob], medida)


def sospechosos(contenidos: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Ruta → por qué no puede entrar: un binario que no es la fotografía, una llave, una CURP."""
    hallados = {}
    for ruta, crudo in contenidos:
        motivo = next((dicho for patron, dicho in _SECRETOS if patron.search(crudo)), "")
        if not motivo and b"\0" in crudo and not ruta.endswith(".webp"):
            motivo = "Es un archivo binario."
        if motivo:
            hallados[ruta] = motivo
    return hallados
