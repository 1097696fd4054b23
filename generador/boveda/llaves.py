"""¿Quién puede abrir la bóveda? Las llaves públicas viven en ella; las privadas, nunca.

Todo se cierra para todas: con una que quede se abre, y perder una no pierde nada.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from generador.boveda.cifrado import (
    NoAbre,
    Privada,
    abrir_con_frase,
    cerrar_con_frase,
    es_publica,
    nueva_privada,
    va_con_frase,
)
from generador.boveda.disco import asegurar_carpeta, exigir_privado, guardar
from generador.errores import ErrorConoceles, causa_de_disco

ARCHIVO = "boveda.json"
MINIMO = 2
"""Con menos llaves, perder una sería perderlo todo."""

_NOMBRE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_AGE = "age1"


@dataclass(frozen=True, slots=True)
class Llavero:
    """De qué proceso es la bóveda y para qué llaves se cierra: nombre → llave pública."""

    proceso: str
    publicas: Mapping[str, str]

    @property
    def huella(self) -> str:
        """Dieciséis cifras que cambian si cambia alguna llave: dicen si un sobre está al día."""
        return sha256("\n".join(sorted(self.publicas.values())).encode()).hexdigest()[:16]

    def con(self, nombre: str, publica: str) -> Self:
        """El llavero con una más. Lanza `ErrorConoceles` si el nombre o la llave no sirven."""
        self.exigir_nombre(nombre)
        if not publica.startswith(_AGE) or not es_publica(publica):
            # No se repite: quien se equivoca suele dar la privada.
            raise ErrorConoceles("Lo que se dio no es una llave pública entera: empieza con age1.")
        if publica in self.publicas.values():
            raise ErrorConoceles("Esa llave ya está en la bóveda con otro nombre.")
        return type(self)(self.proceso, {**self.publicas, nombre: publica})

    def exigir_nombre(self, nombre: str) -> None:
        """Lanza `ErrorConoceles` si no sirve para una llave nueva."""
        if not _NOMBRE.fullmatch(nombre):
            raise ErrorConoceles(
                "Ese nombre no sirve para una llave: use hasta 40 letras, cifras, puntos o guiones."
            )
        if nombre in self.publicas:
            raise ErrorConoceles(f"Ya hay una llave «{nombre}»: quítela primero o use otro nombre.")

    def sin(self, nombre: str) -> Self:
        """El llavero sin esa. Lanza `ErrorConoceles` si no está o quedarían menos de dos."""
        if nombre not in self.publicas:
            raise ErrorConoceles(f"No hay ninguna llave «{nombre}» en la bóveda.")
        if len(self.publicas) <= MINIMO:
            raise ErrorConoceles(
                f"La bóveda debe tener al menos {MINIMO} llaves: agregue otra antes de quitar esta."
            )
        return type(self)(
            self.proceso, {n: llave for n, llave in self.publicas.items() if n != nombre}
        )

    def exigir_bastantes(self) -> None:
        """Lanza `ErrorConoceles` si hay menos de dos: no se deposita con una sola."""
        if len(self.publicas) < MINIMO:
            raise ErrorConoceles(
                f"La bóveda tiene {len(self.publicas)} llave y pide {MINIMO}: si se pierde la "
                "única, se pierde todo. Agregue otra con «conoceles boveda llaves --agregar»."
            )


def leer_llavero(carpeta: Path) -> Llavero:
    """El de esa bóveda. Lanza `ErrorConoceles` si no es una o está dañado."""
    ruta = carpeta / ARCHIVO
    if not ruta.exists():
        raise ErrorConoceles(
            f"{carpeta} no es una bóveda: créela con «conoceles boveda llaves --crear»."
        )
    exigir_privado(ruta)
    try:
        dato: Any = json.loads(ruta.read_text("utf-8"))
        llavero = Llavero(str(dato["proceso"]), {str(n): str(p) for n, p in dato["llaves"].items()})
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ErrorConoceles(
            f"{ruta} está dañado: restáurelo del respaldo. Los sobres no dependen de él."
        ) from error
    if ajenas := [n for n, publica in llavero.publicas.items() if not es_publica(publica)]:
        raise ErrorConoceles(f"{ruta} trae una llave que no lo es («{ajenas[0]}»): restáurelo.")
    return llavero


def guardar_llavero(carpeta: Path, llavero: Llavero) -> None:
    """Deja escrito el llavero, entero o nada."""
    dato = {"version": 1, "proceso": llavero.proceso, "llaves": dict(llavero.publicas)}
    guardar(carpeta / ARCHIVO, f"{json.dumps(dato, ensure_ascii=False, indent=1)}\n".encode())


def crear_privada(ruta: Path, frase: str = "") -> str:
    """Sortea una llave, deja la privada en `ruta` (0600, sin pisar nada) y da la pública.

    Con una frase, el archivo queda cifrado: quien se lleve el equipo no se lleva la llave.
    """
    secreta, publica = nueva_privada()
    texto = f"# Llave privada de la bóveda. Guárdela fuera del servidor y con copia.\n{secreta}\n"
    crudo = cerrar_con_frase(texto.encode(), frase) if frase else texto.encode()
    try:
        descriptor = os.open(ruta, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise ErrorConoceles(f"{ruta} ya existe: no se escribe encima de una llave.") from None
    except OSError as error:
        raise ErrorConoceles(f"No se puede escribir {ruta}: {causa_de_disco(error)}.") from error
    with os.fdopen(descriptor, "wb") as abierto:
        abierto.write(crudo)
        abierto.flush()
        os.fsync(abierto.fileno())
    asegurar_carpeta(ruta.absolute().parent)
    return publica


def leer_privada(ruta: Path, pedir_frase: Callable[[], str] | None = None) -> Privada:
    """La llave privada de ese archivo, que solo puede abrir su dueña.

    `pedir_frase` se llama solo si el archivo va cifrado con una. Lanza `ErrorConoceles` si falta,
    está cortada, la puede leer alguien más o la frase no es la suya.
    """
    exigir_privado(ruta)
    if not ruta.is_file():
        raise ErrorConoceles(f"{ruta} no es un archivo de llave.")
    try:
        crudo = ruta.read_bytes()
        if va_con_frase(crudo):
            if pedir_frase is None:
                raise ErrorConoceles(f"{ruta} va con frase y aquí no hay a quién pedírsela.")
            crudo = abrir_con_frase(crudo, pedir_frase())
        return Privada(crudo.decode("utf-8"))
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
    except UnicodeDecodeError:
        raise ErrorConoceles(f"{ruta} no es una llave: no es texto.") from None


def exigir_suya(llavero: Llavero, privada: Privada) -> None:
    """Lanza `NoAbre` si la llave no es de las de ahora: mejor saberlo antes de leer nada."""
    if privada.publica not in llavero.publicas.values():
        raise NoAbre(
            "Esa llave no es de esta bóveda. Si es una anterior, sirve para «boveda rotar», no "
            "para leer."
        )
