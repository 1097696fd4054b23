"""¿Qué se hizo, quién y cuándo? Lo que dice un commit del expediente (PTO 15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from generador.nucleo.acciones import NORMAS, Accion

SEPARADOR = " "
SIN_FECHA = datetime(1970, 1, 1, tzinfo=UTC)
"""El instante de un commit que no dice uno que exista, o que lo dice fuera de todo proceso."""
_POR_PALABRA: Mapping[str, Accion] = {accion.value: accion for accion in Accion}


@dataclass(frozen=True, slots=True)
class Tocado:
    """Lo que un commit le hizo a un archivo: A, M o D, y su contenido antes y después (blob).

    Un enlace o un repositorio ajeno ocupan el lugar de un archivo y no lo son.
    """

    estado: str
    antes: str
    despues: str
    es_archivo: bool = True


@dataclass(frozen=True, slots=True)
class Movimiento:
    """Un commit de la historia, con lo que declara en sus remolques.

    `archivos` es lo que cambió de verdad, por ruta; `campos`, por clave, los punteros que dice
    haber cambiado. Una unión no trae archivos.
    """

    commit: str
    padres: tuple[str, ...]
    instante: datetime
    correo: str
    remolques: Mapping[str, tuple[str, ...]]
    archivos: Mapping[str, Tocado] = field(default_factory=dict)

    def uno(self, nombre: str) -> str:
        """El valor de un remolque que va una vez; vacío si no está."""
        return next(iter(self.remolques.get(nombre, ())), "")

    @property
    def accion(self) -> Accion | None:
        """El acto; None si el commit no dice uno que exista."""
        return _POR_PALABRA.get(self.uno("Accion"))

    @property
    def cuenta(self) -> str:
        """La cuenta que actuó."""
        return self.uno("Usuario")

    @property
    def folio(self) -> str:
        """El folio de la propuesta."""
        return self.uno("Folio")

    @property
    def modulo(self) -> str:
        """El módulo del sistema en que se actuó."""
        return self.uno("Modulo")

    @property
    def claves(self) -> tuple[str, ...]:
        """Las candidaturas que alcanza."""
        return self.remolques.get("Candidatura", ())

    @property
    def campos(self) -> Mapping[str, tuple[str, ...]]:
        """Clave → punteros que dice haber cambiado."""
        leidos: dict[str, tuple[str, ...]] = {}
        for renglon in self.remolques.get("Campos", ()):
            clave, *punteros = renglon.split(SEPARADOR)
            leidos[clave] = tuple(punteros)
        return leidos

    @property
    def es_union(self) -> bool:
        """Si junta dos ramas."""
        return len(self.padres) > 1

    @property
    def hecho(self) -> str:
        """Cómo se cuenta lo que se hizo."""
        return NORMAS[self.accion].hecho if self.accion else "Movimiento sin clasificar"
