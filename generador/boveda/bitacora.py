"""¿Quién leyó, contó, publicó o destruyó algo de la bóveda, y cuándo? (PTO 15)

Un renglón por acto, encadenado con el anterior: quitar, cambiar o mover uno se nota. No dice nada
de lo que alguien contestó.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from generador.errores import ErrorConoceles

ARCHIVO = "bitacora.jsonl"
_ORIGEN = "0" * 64


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
    ruta = carpeta / ARCHIVO
    descriptor = os.open(ruta, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        previa, entero = _ultima(descriptor)
        cuerpo = {**asdict(asiento), "claves": list(asiento.claves), "previa": previa}
        renglon = f"{json.dumps({**cuerpo, 'suma': _suma(cuerpo)}, ensure_ascii=False)}\n"
        # Un renglón que quedó a medias por un apagón no se pega con este.
        os.write(descriptor, (renglon if entero else f"\n{renglon}").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def leer_bitacora(carpeta: Path) -> Iterator[tuple[Asiento | None, str]]:
    """(asiento, defecto) por renglón; el defecto dice qué no cuadra, vacío si nada."""
    ruta = carpeta / ARCHIVO
    if not ruta.exists():
        return
    previa = _ORIGEN
    for numero, linea in enumerate(ruta.read_text("utf-8").splitlines(), 1):
        if not linea:
            continue
        try:
            dato = json.loads(linea)
            suma = dato.pop("suma")
            asiento = Asiento(
                dato["instante"],
                dato["quien"],
                dato["acto"],
                tuple(dato["claves"]),
                dato["detalle"],
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            yield None, f"El renglón {numero} de la bitácora de la bóveda no se entiende."
            continue
        roto = suma != _suma(dato) or dato["previa"] != previa
        yield (
            asiento,
            f"El renglón {numero} de la bitácora de la bóveda no sigue al anterior: alguien quitó, "
            "cambió o movió uno."
            if roto
            else "",
        )
        previa = suma


def _ultima(descriptor: int) -> tuple[str, bool]:
    """La suma del último renglón entero, y si el archivo termina en uno."""
    tamano = os.fstat(descriptor).st_size
    alcance = 65_536
    while tamano:
        cola = os.pread(descriptor, min(alcance, tamano), max(0, tamano - alcance))
        for linea in reversed(cola.splitlines()[0 if alcance >= tamano else 1 :]):
            try:
                return str(json.loads(linea)["suma"]), cola.endswith(b"\n")
            except (ValueError, KeyError, TypeError):
                continue
        if alcance >= tamano:
            break
        alcance *= 8
    return _ORIGEN, True


def _suma(cuerpo: dict[str, object]) -> str:
    return sha256(json.dumps(cuerpo, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def solo_defectos(carpeta: Path) -> Sequence[str]:
    """Lo que no cuadra de la bitácora. Lanza `ErrorConoceles` si no se puede leer."""
    try:
        return [defecto for _, defecto in leer_bitacora(carpeta) if defecto]
    except (OSError, UnicodeDecodeError) as error:
        raise ErrorConoceles("No se puede leer la bitácora de la bóveda.") from error
