"""¿Con qué se prueba después que se envió esto, a esta hora? (acuse de recibo)

El acuse lleva la huella del curricular y el compromiso de la identidad, que no dicen nada de lo
contestado. Su suma queda en Git: se comprueba también cuando lo sensible ya se destruyó.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from generador.errores import ErrorConoceles
from generador.nucleo.cadena import sumar
from generador.nucleo.identidad.compromiso import canonico

VERSION = 1
MAXIMO_BYTES = 10_000
_GRUPO = "[0-9A-HJKMNP-TV-Z]{4}"
FOLIO = re.compile(f"{_GRUPO}-{_GRUPO}-{_GRUPO}")
_NO_ES = "Eso no es un acuse de Conóceles."


def huella_de(curricular: Mapping[str, Any] | None) -> str:
    """La huella de un curricular: SHA-256 de su JSON canónico, como `sha256:` y 64 cifras."""
    return f"sha256:{sha256(canonico(dict(curricular or {}))).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Acuse:
    """Lo que se entrega a quien envió. `instante` es ISO 8601 con zona.

    `corrige` es el folio del acuse al que sustituye, si quien valida cambió algo (PTO 26).
    """

    proceso: str
    folio: str
    clave: str
    cuenta: str
    instante: str
    curricular: str
    identidad: str
    extemporaneo: bool = False
    corrige: str = ""

    @property
    def suma(self) -> str:
        """Cubre todo lo que dice: con una letra cambiada ya no cuadra."""
        return sumar({"version": VERSION, **asdict(self)})

    @property
    def en_git(self) -> str:
        """Como consta en el commit que lo lleva: su folio y su suma."""
        return f"{self.folio} {self.suma}"

    @property
    def momento(self) -> datetime:
        """El instante, ya entendido."""
        return datetime.fromisoformat(self.instante)

    def a_dato(self) -> dict[str, Any]:
        """El árbol que se descarga."""
        return {"version": VERSION, **asdict(self), "suma": self.suma}

    def a_json(self) -> str:
        """El archivo que se descarga."""
        return f"{json.dumps(self.a_dato(), ensure_ascii=False, indent=2)}\n"

    @classmethod
    def de_dato(cls, dato: Any) -> Self:
        """Lanza `ErrorConoceles` si no es un acuse o alguien le cambió algo."""
        try:
            dicho = dict(dato)
            version, suma = dicho.pop("version"), dicho.pop("suma")
            acuse = cls(**dicho)
            bien_hecho = acuse._bien_hecho()
        except (TypeError, ValueError, KeyError):
            raise ErrorConoceles(_NO_ES) from None
        if version != VERSION or not bien_hecho or suma != acuse.suma:
            raise ErrorConoceles("El acuse no está como se entregó: alguien le cambió algo.")
        return acuse

    @classmethod
    def de_json(cls, crudo: bytes) -> Self:
        """El de un archivo. Lanza `ErrorConoceles` si no lo es o alguien le cambió algo."""
        if len(crudo) > MAXIMO_BYTES:
            raise ErrorConoceles(_NO_ES)
        try:
            dato = json.loads(crudo)
        except (ValueError, RecursionError):
            raise ErrorConoceles(_NO_ES) from None
        return cls.de_dato(dato)

    def _bien_hecho(self) -> bool:
        """Si cada cosa es de su clase y el instante dice su zona."""
        textos = (self.proceso, self.clave, self.cuenta, self.curricular, self.identidad)
        return (
            all(isinstance(t, str) for t in (*textos, self.corrige))
            and isinstance(self.extemporaneo, bool)
            and bool(FOLIO.fullmatch(self.folio))
            and self.momento.utcoffset() is not None
        )
