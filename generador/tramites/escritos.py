"""¿De dónde sale lo que alguien entrega? De su carpeta, o de donde lo haya escrito."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generador.archivos.apertura import leer_comun
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.claves import CARPETA
from generador.tramites.mesa import ActoNegado, Mesa


@dataclass(frozen=True, slots=True)
class Escrito:
    """Un expediente que se entrega, con su imagen: todavía sin juzgar.

    `archivo` es su lugar en el expediente (`candidaturas/…/<clave>.yml`).
    """

    archivo: str
    crudo: bytes
    foto: bytes | None = None


def leer_escritos(mesa: Mesa, rutas: Sequence[Path]) -> list[Escrito]:
    """Los de la carpeta de quien entrega: los que se nombran, o todos los de una carpeta.

    Lanza `ActoNegado` si no están entre los expedientes, y `ErrorConoceles` si no se pueden leer.
    """
    return [_leer(mesa, archivo) for archivo in _archivos(mesa, rutas)]


def _archivos(mesa: Mesa, rutas: Sequence[Path]) -> list[str]:
    """Rutas relativas de los expedientes que se nombran, o de los de una carpeta."""
    base = mesa.raiz.resolve()
    halladas: list[str] = []
    for ruta in rutas:
        absoluta = ruta.resolve()
        if not absoluta.is_relative_to(base / CARPETA):
            raise ActoNegado(f"{ruta} no está en {CARPETA}/: ahí viven los expedientes.")
        if absoluta.is_dir():
            halladas += [p.relative_to(base).as_posix() for p in sorted(absoluta.glob("*.yml"))]
        else:
            halladas.append(absoluta.relative_to(base).as_posix())
    if not halladas:
        raise ActoNegado("Ahí no hay ningún expediente (<clave>.yml).")
    return list(dict.fromkeys(halladas))


def _leer(mesa: Mesa, archivo: str) -> Escrito:
    ruta = mesa.raiz / archivo
    try:
        crudo = leer_comun(ruta)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {archivo}: {causa_de_disco(error)}.") from error
    try:
        return Escrito(archivo, crudo, leer_comun(ruta.with_suffix(".webp")))
    except OSError:
        return Escrito(archivo, crudo)
