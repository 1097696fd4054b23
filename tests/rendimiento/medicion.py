"""¿Cuánto tarda una orden y cuánta memoria usan ella y sus hijos?"""

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MEGA = 1e6
_CADA = 0.5
"""Segundos entre muestras: contar páginas compartidas detiene al proceso que se mide."""


@dataclass(frozen=True, slots=True)
class Medida:
    """Segundos de reloj, máximo de memoria del árbol de procesos (bytes) y código de salida."""

    segundos: float
    memoria: int
    salida: int


def medir(orden: Sequence[str], carpeta: Path, bitacora: Path) -> Medida:
    """Corre una orden y muestrea la memoria proporcional (PSS) de todo su árbol de procesos."""
    with bitacora.open("ab") as destino:
        inicio = time.perf_counter()
        proceso = subprocess.Popen(orden, cwd=carpeta, stdout=destino, stderr=destino)
        maximo = 0
        fin = threading.Event()

        def muestrear() -> None:
            nonlocal maximo
            while not fin.wait(_CADA):
                maximo = max(maximo, sum(map(_pss, _descendencia(proceso.pid))))

        hilo = threading.Thread(target=muestrear, daemon=True)
        hilo.start()
        salida = proceso.wait()
        segundos = time.perf_counter() - inicio
        fin.set()
        hilo.join()
    return Medida(segundos, maximo, salida)


def anotar(nombre: str, orden: Sequence[str], carpeta: Path, bitacora: Path) -> Medida:
    """Mide una orden y escribe su renglón de la tabla."""
    medida = medir(orden, carpeta, bitacora)
    escribir_renglon(nombre, medida)
    return medida


def escribir_renglon(nombre: str, medida: Medida) -> None:
    """El renglón de una tabla en Markdown: paso, tiempo, memoria y código de salida."""
    print(
        f"| {nombre} | {medida.segundos:,.1f} s | {medida.memoria / _MEGA:,.0f} MB "
        f"| {medida.salida} |",
        flush=True,
    )


def _descendencia(raiz: int) -> list[int]:
    vistos, pendientes = [], [raiz]
    while pendientes:
        actual = pendientes.pop()
        vistos.append(actual)
        try:
            hijos = Path(f"/proc/{actual}/task/{actual}/children").read_text()
        except OSError:
            continue
        pendientes += [int(hijo) for hijo in hijos.split()]
    return vistos


def _pss(pid: int) -> int:
    try:
        texto = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for renglon in texto.splitlines():
        if renglon.startswith("Pss:"):
            return int(renglon.split()[1]) * 1024
    return 0


def escribir_suelto(nombre: str, segundos: float, cuantos: int) -> None:
    """El renglón de un paso que no es una orden: cuánto tardó y cuántos por segundo."""
    print(f"| {nombre} | {segundos:.1f} s | {cuantos / segundos:,.0f} |")
