"""¿Cómo se destruye algo entre dos personas, y cómo se sigue si se interrumpe? (PTO 44)

La orden queda escrita antes de borrar nada: una la pide, otra la autoriza. Si el proceso muere a
la mitad, la orden autorizada sin cumplir dice qué falta, y cumplirla otra vez termina.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from generador.boveda.almacen import ORDENES, Boveda
from generador.boveda.candado import DE_LLAVES, candado
from generador.boveda.disco import errores_de_disco, guardar
from generador.errores import ErrorConoceles


@dataclass(frozen=True, slots=True)
class Orden:
    """De quiénes, quién la pidió y quién la autorizó; los instantes, ISO, vacíos si aún no."""

    folio: str
    claves: tuple[str, ...]
    pedida_por: str
    pedida: str
    autorizada_por: str = ""
    autorizada: str = ""
    cumplida: str = ""

    @property
    def en_marcha(self) -> bool:
        """Si se autorizó y no consta que se terminó."""
        return bool(self.autorizada and not self.cumplida)


def pedir(boveda: Boveda, folio: str, claves: Sequence[str], quien: str, instante: str) -> Orden:
    """Deja escrita la orden; pedirla otra vez con el mismo folio no la cambia."""
    if (ya := buscar_orden(boveda, folio)) is not None:
        return ya
    return _escribir(boveda, Orden(folio, tuple(claves), quien, instante))


def autorizar(boveda: Boveda, folio: str, quien: str, instante: str) -> Orden:
    """La autoriza otra persona. Lanza `ErrorConoceles` si es la misma o no hay tal orden."""
    orden = buscar_orden(boveda, folio)
    if orden is None:
        raise ErrorConoceles(f"No hay ninguna orden de destruir con el folio {folio}.")
    if orden.autorizada:
        return orden
    if orden.pedida_por == quien:
        raise ErrorConoceles(
            f"{quien} pidió destruir lo del folio {folio}: debe autorizarlo otra cuenta."
        )
    if datetime.fromisoformat(instante) < datetime.fromisoformat(orden.pedida):
        raise ErrorConoceles(
            f"La orden {folio} se pidió a las {orden.pedida} y ahora serían las {instante}: revise "
            "el reloj de este equipo."
        )
    return _escribir(boveda, replace(orden, autorizada_por=quien, autorizada=instante))


def cumplir(boveda: Boveda, folio: str, instante: str) -> int:
    """Borra lo que la orden dice y lo anota. Repetirla termina lo que faltó.

    Devuelve cuántos archivos había. Lanza `ErrorConoceles` si nadie la ha autorizado.
    """
    orden = buscar_orden(boveda, folio)
    if orden is None or not orden.autorizada:
        raise ErrorConoceles(f"La orden {folio} no está autorizada: no se borra nada.")
    with boveda.mantenimiento():
        cuantos = boveda.borrar(orden.claves)
    if not orden.cumplida:
        _escribir(boveda, replace(orden, cumplida=instante))
    return cuantos


def ordenes(boveda: Boveda) -> Iterator[Orden]:
    """Todas, por folio. Lanza `ErrorConoceles` si una no se entiende."""
    for ruta in sorted((boveda.carpeta / ORDENES).glob("*.json")):
        yield _leer(ruta)


def buscar_orden(boveda: Boveda, folio: str) -> Orden | None:
    """La orden de ese folio; None si no hay."""
    return next((o for o in ordenes(boveda) if o.folio == folio), None)


def _leer(ruta: Path) -> Orden:
    try:
        dato = json.loads(ruta.read_text("utf-8"))
        orden = Orden(**{**dato, "claves": tuple(dato["claves"])})
        entera = orden.folio == ruta.stem and bool(datetime.fromisoformat(orden.pedida).tzinfo)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        entera = False
    if not entera:
        raise ErrorConoceles(
            f"La orden {ruta.stem} de la bóveda no se entiende: restáurela del respaldo."
        )
    return orden


def _escribir(boveda: Boveda, orden: Orden) -> Orden:
    # Con turno compartido: quien barre lo que quedó a medias espera a que esta termine.
    turno = candado(boveda.carpeta, DE_LLAVES, compartido=True)
    with turno, errores_de_disco("escribir la orden en"):
        crudo = json.dumps({**asdict(orden), "claves": list(orden.claves)}, ensure_ascii=False)
        guardar(boveda.carpeta / ORDENES / f"{orden.folio}.json", f"{crudo}\n".encode())
    return orden
