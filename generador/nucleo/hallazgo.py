"""¿Cómo se dice que un dato está mal, dónde y qué hacer?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from hashlib import sha256

LARGO_HUELLA = 16
SEPARADOR = "\0"  # no puede aparecer en una ruta, un código ni un puntero


class Nivel(StrEnum):
    """Qué tan grave es un hallazgo; el más grave es el mayor, así que `max` da el peor.

    Se compara por gravedad y no por abecedario: `Nivel.ERROR > Nivel.AVISO > Nivel.NOTA`.
    """

    ERROR = "error"
    AVISO = "aviso"
    NOTA = "nota"

    @property
    def gravedad(self) -> int:
        """Entero para ordenar: 3 error, 2 aviso, 1 nota."""
        return {"error": 3, "aviso": 2, "nota": 1}[self.value]

    def __lt__(self, otro: str) -> bool:
        return self.gravedad < Nivel(otro).gravedad

    def __le__(self, otro: str) -> bool:
        return self.gravedad <= Nivel(otro).gravedad

    def __gt__(self, otro: str) -> bool:
        return self.gravedad > Nivel(otro).gravedad

    def __ge__(self, otro: str) -> bool:
        return self.gravedad >= Nivel(otro).gravedad


@total_ordering
@dataclass(frozen=True, slots=True)
class Hallazgo:
    """Un dato que está mal: es un valor que se junta, nunca una excepción que interrumpe.

    `archivo` es la ruta relativa con barras; `linea` y `columna` empiezan en 1 (en una planilla,
    renglón y columna de la hoja); `puntero` es un JSON Pointer (RFC 6901). Se ordena por archivo,
    línea, columna, regla y puntero; el resto de los campos solo desempata. Una posición menor que
    1 es un defecto del programa y levanta ValueError.
    """

    archivo: str
    linea: int
    columna: int
    puntero: str
    regla: str
    nivel: Nivel
    mensaje: str
    remedio: str = ""

    def __post_init__(self) -> None:
        if self.linea < 1 or self.columna < 1:
            raise ValueError(
                f"Línea y columna empiezan en 1; {self.regla} dio {self.linea}:{self.columna}."
            )

    def __lt__(self, otro: "Hallazgo") -> bool:
        return _clave_de_orden(self) < _clave_de_orden(otro)

    @property
    def huella(self) -> str:
        """Identificador que no cambia aunque la línea se mueva (SARIF, partialFingerprints)."""
        partes = SEPARADOR.join((self.regla, self.archivo, self.puntero))
        return sha256(partes.encode("utf-8", "surrogatepass")).hexdigest()[:LARGO_HUELLA]


def _clave_de_orden(hallazgo: Hallazgo) -> tuple[str, int, int, str, str, int, str, str]:
    return (
        hallazgo.archivo,
        hallazgo.linea,
        hallazgo.columna,
        hallazgo.regla,
        hallazgo.puntero,
        -hallazgo.nivel.gravedad,
        hallazgo.mensaje,
        hallazgo.remedio,
    )


def ordenar(hallazgos: Iterable[Hallazgo]) -> list[Hallazgo]:
    """Entran hallazgos en cualquier orden; salen ordenados y sin repetidos exactos."""
    return sorted(set(hallazgos), key=_clave_de_orden)


def contar(hallazgos: Iterable[Hallazgo]) -> dict[Nivel, int]:
    """Cuántos hay de cada nivel; los tres niveles aparecen siempre, del más grave al menos."""
    cuenta = dict.fromkeys(Nivel, 0)
    for hallazgo in hallazgos:
        cuenta[hallazgo.nivel] += 1
    return cuenta


def hay_errores(hallazgos: Iterable[Hallazgo]) -> bool:
    """Si al menos uno es error: lo que decide el código de salida 0 o 1."""
    return any(hallazgo.nivel is Nivel.ERROR for hallazgo in hallazgos)
