"""¿Qué es un renglón del registro oficial, y qué postulación dice? (PTO 14)

La CURP y la fecha de nacimiento solo sirven para la edad y para saber si dos renglones son la
misma persona: de aquí no salen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generador.nucleo.nombres import Nombre, llano, rasgos_de_nombre


@dataclass(frozen=True, slots=True)
class Fila:
    """Un renglón de la hoja: su número, contado como en la hoja, y sus celdas por columna.

    `de_mas`, si trae algo escrito a la derecha de la última columna.
    """

    numero: int
    celdas: Mapping[str, str]
    de_mas: bool = False


@dataclass(frozen=True, slots=True)
class Mapa:
    """Cómo se lee esa hoja: lo que dice `registro.yml`.

    `columnas` va de campo nuestro a columna suya; `valores`, por campo, de cómo lo escriben ellos
    a nuestra clave; `fijos` es lo que vale para todos los renglones.
    """

    columnas: Mapping[str, str]
    curriculares: Mapping[str, str] = field(default_factory=dict)
    valores: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fijos: Mapping[str, str] = field(default_factory=dict)
    sin_dato: frozenset[str] = frozenset()
    apellidos_primero: bool = False
    nombres: Mapping[str, Nombre] = field(default_factory=dict)
    """Por `rasgos_de_nombre`, cómo se separa un nombre que admite dudas."""

    def dice(self, fila: Fila, campo: str) -> str:
        """Lo que la fila dice de un campo; vacío si no lo trae o «no lo proporcionó»."""
        crudo = fila.celdas.get(self.columnas.get(campo, ""), "") or self.fijos.get(campo, "")
        texto = " ".join(crudo.split())
        return "" if llano(texto) in self.sin_dato else texto

    def traducido(self, campo: str, texto: str) -> str:
        """El texto como lo traduce `registro.yml`; si no, el mismo."""
        return self.valores.get(campo, {}).get(llano(texto), texto)


@dataclass(frozen=True, slots=True)
class Privado:
    """Lo que sirve para entregar la cuenta y nunca entra a Git."""

    correo: str = ""
    telefono: str = ""

    def __bool__(self) -> bool:
        return bool(self.correo or self.telefono)


@dataclass(frozen=True, slots=True)
class Postulacion:
    """Una persona en un lugar, según uno o más renglones (si cada partido trajo el suyo)."""

    clave: str
    registro: Mapping[str, Any]
    filas: tuple[Fila, ...]
    curp: str = field(default="", repr=False)
    privado: Privado = field(default_factory=Privado, repr=False)
    escrito_como: tuple[str, ...] = ()
    """Con qué postulante vino escrita en cada renglón."""

    @property
    def rasgos(self) -> str:
        """Para saber si dos nombres son el mismo."""
        r = self.registro
        return rasgos_de_nombre(r["nombre"], r["primer_apellido"], r.get("segundo_apellido", ""))

    @property
    def nombre(self) -> str:
        """Nombre y apellidos."""
        partes = ("nombre", "primer_apellido", "segundo_apellido")
        return " ".join(self.registro[p] for p in partes if self.registro.get(p))

    def es_la_misma_persona(self, otra: "Postulacion") -> bool:
        """Por nombre y, si las dos la traen, también por CURP."""
        misma_curp = not (self.curp and otra.curp) or self.curp == otra.curp
        return misma_curp and self.rasgos == otra.rasgos
