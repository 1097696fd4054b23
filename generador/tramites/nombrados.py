"""¿Qué compromisos dice todavía el tronco o una propuesta abierta?"""

from generador.nucleo.claves import CARPETA
from generador.tramites.mesa import Mesa


def compromisos_nombrados(mesa: Mesa) -> frozenset[str]:
    """Los de los expedientes del tronco y de cada propuesta sin cerrar: sus sobres no sobran."""
    cabezas = [mesa.tronco, *(abierta.cabeza for abierta in mesa.forja.abiertas())]
    halladas: set[str] = set()
    for cabeza in cabezas:
        abiertas = mesa.abrir(cabeza, f"{CARPETA}/")
        halladas |= {c.identidad.compromiso for c in abiertas.values() if c.identidad.compromiso}
    return frozenset(halladas)
