"""¿Quién leyó, contó, publicó o destruyó algo de la bóveda, y cuándo? (PTO 15)

Un renglón por acto, encadenado con el anterior: quitar, cambiar o mover uno se nota. No dice nada
de lo que alguien contestó.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generador.boveda.disco import errores_de_disco
from generador.errores import ErrorConoceles
from generador.nucleo.cadena import ORIGEN, sumar

ARCHIVO = "bitacora.jsonl"
NOMBRE = "boveda"
"""Cómo se llama esta bitácora en un ancla."""
_EMPIEZA = '{"instante"'


@dataclass(frozen=True, slots=True)
class Asiento:
    """Un acto: `claves` son a quién se refiere, vacío si a toda la bóveda."""

    instante: str
    quien: str
    acto: str
    claves: tuple[str, ...] = ()
    detalle: str = ""


def anotar(carpeta: Path, asiento: Asiento) -> None:
    """Agrega un renglón al final, asegurado en el disco, aunque dos escriban a la vez."""
    with errores_de_disco("anotar en la bitácora de la bóveda"):
        descriptor = os.open(
            carpeta / ARCHIVO, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600
        )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _agregar(descriptor, asiento)
        finally:
            os.close(descriptor)


def _agregar(descriptor: int, asiento: Asiento) -> None:
    tamano = os.fstat(descriptor).st_size
    previa, entero = _ultima(descriptor)
    cuerpo = {**asdict(asiento), "claves": list(asiento.claves), "previa": previa}
    renglon = f"{json.dumps({**cuerpo, 'suma': sumar(cuerpo)}, ensure_ascii=False)}\n"
    # Un renglón que quedó a medias por un apagón no se pega con este.
    falta = (renglon if entero else f"\n{renglon}").encode()
    try:
        while falta:  # con el disco casi lleno se escribe una parte y no es un error
            falta = falta[os.write(descriptor, falta) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, tamano)
        raise


def leer_bitacora(carpeta: Path) -> Iterator[tuple[Asiento | None, str]]:
    """(asiento, defecto) por renglón; el defecto dice qué no cuadra, vacío si nada.

    El que un apagón dejó a medias no es un asiento: el acto no llegó a hacerse.
    """
    previa = ORIGEN
    for numero, linea in _lineas(carpeta):
        entendido = _entender(linea)
        if entendido is None:
            if linea.startswith(_EMPIEZA) and not linea.endswith("}"):
                continue
            yield None, f"El renglón {numero} de la bitácora de la bóveda no se entiende."
            continue
        asiento, dato, suma = entendido
        roto = suma != sumar(dato) or dato["previa"] != previa
        yield (
            asiento,
            f"El renglón {numero} de la bitácora de la bóveda no sigue al anterior: alguien quitó, "
            "cambió o movió uno."
            if roto
            else "",
        )
        previa = suma


def sumas(carpeta: Path) -> list[str]:
    """La suma de cada asiento, en su orden, mientras la cadena siga: lo que un ancla fija."""
    hallados: list[str] = []
    with errores_de_disco("leer la bitácora de la bóveda"):
        for _, linea in _lineas(carpeta):
            entendido = _entender(linea)
            if entendido is None:
                continue
            _, dato, suma = entendido
            if suma != sumar(dato) or dato["previa"] != (hallados or [ORIGEN])[-1]:
                break
            hallados.append(suma)
    return hallados


def _lineas(carpeta: Path) -> Iterator[tuple[int, str]]:
    """(número, texto) de cada renglón que no está vacío."""
    ruta = carpeta / ARCHIVO
    if ruta.exists():
        for numero, linea in enumerate(ruta.read_text("utf-8").split("\n"), 1):
            if linea:
                yield numero, linea


def _entender(linea: str | bytes) -> tuple[Asiento, dict[str, Any], str] | None:
    """El asiento de un renglón, lo que suma y su suma; None si no es uno."""
    try:
        dato = json.loads(linea)
        suma = dato.pop("suma")
        asiento = Asiento(
            dato["instante"], dato["quien"], dato["acto"], tuple(dato["claves"]), dato["detalle"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return (asiento, dato, suma) if isinstance(suma, str) and "previa" in dato else None


def _ultima(descriptor: int) -> tuple[str, bool]:
    """La suma del último renglón entero, y si el archivo termina en uno."""
    tamano = os.fstat(descriptor).st_size
    alcance, cola = 65_536, b"\n"
    while tamano:
        cola = os.pread(descriptor, min(alcance, tamano), max(0, tamano - alcance))
        for linea in reversed(cola.split(b"\n")[0 if alcance >= tamano else 1 :]):
            if entendido := _entender(linea):
                return entendido[2], cola.endswith(b"\n")
        if alcance >= tamano:
            break
        alcance *= 8
    return ORIGEN, cola.endswith(b"\n")


def solo_defectos(carpeta: Path) -> Sequence[str]:
    """Lo que no cuadra de la bitácora. Lanza `ErrorConoceles` si no se puede leer."""
    try:
        return [defecto for _, defecto in leer_bitacora(carpeta) if defecto]
    except (OSError, UnicodeDecodeError) as error:
        raise ErrorConoceles("No se puede leer la bitácora de la bóveda.") from error
