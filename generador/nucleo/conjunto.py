"""¿Qué se leyó, entero?

Lo único que reciben quienes publican: las candidaturas, los hallazgos y el proceso, a una
fecha. Se arma una vez y no cambia.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso


@dataclass(frozen=True, slots=True)
class Contexto:
    """Lo que necesita una regla para juzgar una sola candidatura.

    `ahora` es el instante al que se juzga, en la zona del proceso: el núcleo nunca lo averigua.
    """

    proceso: Proceso
    esquemas: Esquemas
    ahora: datetime

    @property
    def hoy(self) -> date:
        """El día de `ahora` en la zona del proceso."""
        return self.ahora.date()

    def ya_paso(self, instante: str) -> bool:
        """Si consta, existe y no es posterior al instante con que se mira."""
        try:
            return bool(instante) and self.proceso.instante(instante) <= self.ahora
        except ValueError:
            return False

    def esta_por_venir(self, instante: str) -> bool:
        """Si existe y es posterior al instante con que se mira."""
        try:
            return self.proceso.instante(instante) > self.ahora
        except ValueError:
            return False


@dataclass(frozen=True)
class Conjunto:
    """Las candidaturas de un proceso, por clave, y todo lo que se encontró en ellas."""

    contexto: Contexto
    candidaturas: Mapping[str, Candidatura]
    hallazgos: tuple[Hallazgo, ...] = ()
    archivos: int = 0
    ilegibles: tuple[str, ...] = field(default=())
    """Archivos que no dieron una candidatura: no se pudieron leer o no cumplen el esquema."""
    rescatados: frozenset[str] = frozenset()
    """Archivos con un error fuera de `registro` de los que solo se salvaron los datos básicos."""

    @property
    def proceso(self) -> Proceso:
        """El proceso electoral."""
        return self.contexto.proceso

    def con_error(self) -> frozenset[str]:
        """Archivos con al menos un hallazgo de nivel error."""
        return frozenset(h.archivo for h in self.hallazgos if h.nivel is Nivel.ERROR)
