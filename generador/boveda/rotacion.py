"""¿Cómo se vuelve a cerrar todo con las llaves de ahora, sin que nada quede a medias?

Sobre por sobre, encima del anterior y de una vez: interrumpida, cada uno está con las de antes o
con las de ahora, y repetirla sigue donde iba porque cada rótulo dice con cuáles se cerró.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from generador.boveda.almacen import Boveda, Guardado
from generador.boveda.cifrado import Privada
from generador.boveda.cortes import rotar_cortes
from generador.boveda.disco import asegurar_carpeta, errores_de_disco, escribir
from generador.boveda.llaves import Llavero
from generador.boveda.sobre import abrir_sobre, sellar
from generador.errores import ErrorConoceles

Avance = Callable[[int, int], None]
_A_LA_VEZ = 4


@dataclass(frozen=True, slots=True)
class Rotada:
    """Cuántos se volvieron a cerrar, cuántos ya estaban y cuáles no se pudo."""

    cerrados: int
    al_dia: int
    defectos: tuple[str, ...]


def rotar(boveda: Boveda, privada: Privada, avance: Avance | None = None) -> Rotada:
    """Vuelve a cerrar lo que no esté al día; también lo bloqueado, que nadie ve al pasar.

    `privada` abre lo de antes. Un sobre que no se puede abrir se deja como está y se dice. Lanza
    `ErrorConoceles` si faltan llaves, si el disco no deja o si otra orden trabaja ahí.
    """
    llavero = boveda.llavero
    llavero.exigir_bastantes()
    with boveda.mantenimiento(), errores_de_disco("rotar en"):
        todos = list(boveda.guardados())
        pendientes = [g for g in todos if g.rotulo is None or g.rotulo.llaves != llavero.huella]
        defectos: list[str] = []
        with ThreadPoolExecutor(_A_LA_VEZ) as hilos:
            hechas = hilos.map(lambda g: _volver_a_cerrar(g, privada, llavero), pendientes)
            for numero, defecto in enumerate(hechas, 1):
                if defecto:
                    defectos.append(defecto)
                if avance:
                    avance(numero, len(pendientes))
        for carpeta in {g.ruta.parent for g in pendientes}:
            asegurar_carpeta(carpeta)
        rotar_cortes(boveda, privada)
    return Rotada(len(pendientes) - len(defectos), len(todos) - len(pendientes), tuple(defectos))


def _volver_a_cerrar(guardado: Guardado, privada: Privada, llavero: Llavero) -> str:
    """Vacío si se pudo; si no, por qué."""
    if guardado.rotulo is None:
        return f"{guardado.clave}: {guardado.defecto}"
    try:
        contenido = abrir_sobre(guardado.ruta.read_bytes(), privada)
    except ErrorConoceles as error:
        return f"{guardado.clave}: {error}"
    escribir(guardado.ruta, sellar(contenido, llavero))
    return ""
