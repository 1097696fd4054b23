"""¿Cuánto tarda una orden y cuánta memoria usan ella y sus hijos?"""

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
