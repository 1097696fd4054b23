"""¿Qué se dice de algo que salió sin deber? Dónde y de qué; nunca qué decía."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fuga:
    """Algo que no debía estar donde está, o que no se pudo comprobar que no estuviera.

    `clave` es de quién; `campo`, la pregunta o la columna; vacíos si no se sabe.
    """

    lugar: str
    clave: str
    campo: str
    motivo: str

    def frase(self) -> str:
        """Un renglón: lugar, clave, campo y motivo."""
        de_quien = ", ".join(parte for parte in (self.clave, self.campo) if parte)
        return f"{self.lugar}: {de_quien + ': ' if de_quien else ''}{self.motivo}."
