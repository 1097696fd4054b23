"""¿Qué cambia una propuesta, paso por paso, y quién responde de cada paso?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from generador.nucleo.claves import CARPETA
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuenta, Cuentas
from generador.nucleo.diferencia import Diferencia, diferencias
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento


@dataclass(frozen=True, slots=True)
class Version:
    """Un expediente antes y después de un paso; None si no existía o si se borró."""

    archivo: str
    antes: Candidatura | None
    despues: Candidatura | None

    @property
    def clave(self) -> str:
        """La clave de la candidatura."""
        una = self.despues or self.antes
        return una.clave if una else self.archivo.rpartition("/")[2].removesuffix(".yml")

    @property
    def cambios(self) -> tuple[Diferencia, ...]:
        """Los campos que cambian; en un alta, todos."""
        antes = self.antes.dato if self.antes else {}
        despues = self.despues.dato if self.despues else {}
        return diferencias(antes, despues)


@dataclass(frozen=True, slots=True)
class Paso:
    """Un commit con lo que cambió: expedientes, y archivos que no lo son.

    `cuentas` y `contexto` son los que regían; `contexto.ahora` es el instante del commit.
    """

    movimiento: Movimiento
    versiones: tuple[Version, ...]
    ajenos: tuple[str, ...]
    contexto: Contexto
    cuentas: Cuentas
    imagenes: tuple[str, ...] = ()
    """Expedientes cuya fotografía toca."""
    ilegibles: frozenset[str] = frozenset()
    """Expedientes que quedan y no se entienden: qué tienen lo dice quien los lee."""
    previo: datetime | None = None
    """El instante del commit del que sale; None si no se sabe."""

    @property
    def imagenes_sueltas(self) -> tuple[str, ...]:
        """Fotografías que toca sin tocar su expediente: nadie responde por ellas."""
        propios = {v.archivo for v in self.versiones}
        return tuple(i for i in self.imagenes if i not in propios)

    @property
    def cuenta(self) -> Cuenta | None:
        """La cuenta que actuó, si existe."""
        return self.cuentas.buscar(self.movimiento.cuenta)

    @property
    def archivo(self) -> str:
        """Dónde se señala lo que es del paso entero."""
        return self.versiones[0].archivo if self.versiones else CARPETA


@dataclass(frozen=True, slots=True)
class Propuesta:
    """Los pasos de una rama, del más antiguo al más reciente, y lo que cambia contra el tronco."""

    pasos: tuple[Paso, ...]
    versiones: tuple[Version, ...] = ()
    sospechosos: Mapping[str, str] = field(default_factory=dict)
    """Archivo → por qué no puede entrar: una llave, un binario."""

    @property
    def carpetas(self) -> tuple[str, ...]:
        """Las carpetas que toca, en orden."""
        return tuple(sorted({v.archivo.rpartition("/")[0] for v in self.versiones}))
