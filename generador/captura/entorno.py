"""¿Con qué ajustes corre? Solo los del ambiente; cada uno está en `.env.ejemplo`.

Lo que falta se dice en una frase, con el nombre de la variable.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

from generador.errores import ErrorConoceles

_SI = frozenset({"1", "si", "sí", "true"})
LARGO_DEL_SECRETO = 50


@dataclass(frozen=True, slots=True)
class Entorno:
    """Los ajustes, ya entendidos.

    `raiz` es la carpeta del proceso, que solo el despachador pone al día. `desfase` adelanta o
    atrasa el reloj: solo vale en un proceso ficticio. `intermediarios` dice cuántos servidores de
    confianza hay delante, para saber la dirección de quien llama.
    """

    secreto: str
    raiz: Path
    base_de_datos: str
    llave_de_borradores: Path
    boveda: Path | None
    anfitriones: tuple[str, ...]
    desarrollo: bool
    desfase: timedelta
    intermediarios: int
    sitio: str
    estaticos: Path

    @classmethod
    def de_ambiente(cls, ambiente: Mapping[str, str] = os.environ) -> Self:
        """Lo lee del ambiente. Lanza `ErrorConoceles` con lo primero que falte o no se entienda."""
        desarrollo = _si(ambiente, "CONOCELES_DESARROLLO")
        raiz = Path(_exigir(ambiente, "CONOCELES_RAIZ", "la carpeta del proceso")).resolve()
        secreto = _exigir(ambiente, "CONOCELES_SECRETO", "con qué se firman las sesiones")
        if not desarrollo and len(secreto) < LARGO_DEL_SECRETO:
            raise ErrorConoceles(
                f"CONOCELES_SECRETO es corto: use al menos {LARGO_DEL_SECRETO} caracteres al azar."
            )
        anfitriones = _lista(ambiente, "CONOCELES_ANFITRIONES")
        if not (anfitriones or desarrollo):
            raise ErrorConoceles(
                "Falta CONOCELES_ANFITRIONES: los nombres con que se llega a este servidor, "
                "separados por comas."
            )
        boveda = ambiente.get("CONOCELES_BOVEDA", "")
        return cls(
            secreto=secreto,
            raiz=raiz,
            base_de_datos=_exigir(ambiente, "DATABASE_URL", "dónde está la base de datos"),
            llave_de_borradores=Path(
                _exigir(
                    ambiente,
                    "CONOCELES_LLAVE_BORRADORES",
                    "el archivo con la llave que cifra lo que aún se llena",
                )
            ),
            boveda=Path(boveda) if boveda else None,
            anfitriones=anfitriones or ("localhost", "127.0.0.1", "[::1]"),
            desarrollo=desarrollo,
            desfase=timedelta(seconds=_entero(ambiente, "CONOCELES_DESFASE", 0)),
            intermediarios=_entero(ambiente, "CONOCELES_INTERMEDIARIOS", 0 if desarrollo else 1),
            sitio=ambiente.get("CONOCELES_SITIO", ""),
            estaticos=Path(ambiente.get("CONOCELES_ESTATICOS") or raiz / ".cache" / "estaticos"),
        )


def _exigir(ambiente: Mapping[str, str], nombre: str, que: str) -> str:
    if valor := ambiente.get(nombre, "").strip():
        return valor
    raise ErrorConoceles(f"Falta {nombre}: {que}. Vea .env.ejemplo.")


def _si(ambiente: Mapping[str, str], nombre: str) -> bool:
    return ambiente.get(nombre, "").strip().lower() in _SI


def _lista(ambiente: Mapping[str, str], nombre: str) -> tuple[str, ...]:
    return tuple(p for trozo in ambiente.get(nombre, "").split(",") if (p := trozo.strip()))


def _entero(ambiente: Mapping[str, str], nombre: str, omision: int) -> int:
    escrito = ambiente.get(nombre, "").strip()
    try:
        return int(escrito) if escrito else omision
    except ValueError:
        raise ErrorConoceles(f"{nombre} debe ser un número entero.") from None
