"""¿Cómo se llama, qué edad tiene y cómo le dicen a una persona que no existe?"""

from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from faker.providers.person.es_MX import Provider

from generador.simulacion.frase import leer_frases

FRECUENTE, HOLGURA = 400.0, 5
DOS_NOMBRES, SOBRENOMBRE, UN_APELLIDO = 0.38, 0.08, 0.02
EDADES = (21, 78, 42)
# Parejas de apellidos de figuras públicas muy conocidas: que el azar no las junte.
PAREJAS_VEDADAS = frozenset(
    {
        ("Peña", "Nieto"), ("Gómez", "Álvarez"), ("Vázquez", "Mota"), ("Calderón", "Hinojosa"),
        ("Montiel", "Rojas"), ("Ávila", "Villegas"), ("Gálvez", "Ruiz"), ("Zepeda", "Hernández"),
        ("Salinas", "Gortari"), ("Monreal", "Ávila"), ("Vargas", "del Villar"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Persona:
    """Una persona ficticia; ``segundo_apellido`` y ``sobrenombre`` pueden estar vacíos."""

    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sobrenombre: str
    sexo: str
    edad: int

    @property
    def nombre_completo(self) -> str:
        """Nombre y apellidos, como se leen."""
        return " ".join(filter(None, (self.nombre, self.primer_apellido, self.segundo_apellido)))


@dataclass(frozen=True, slots=True)
class Urna:
    """Palabras con su peso acumulado: sacar una cuesta lo mismo haya cien o mil."""

    palabras: tuple[str, ...]
    pesos: tuple[float, ...]

    def sacar(self, azar: Random) -> str:
        """Una palabra; las frecuentes salen más."""
        return azar.choices(self.palabras, cum_weights=self.pesos)[0]


class Padron:
    """Inventa personas sin repetir, por accidente, un nombre completo."""

    def __init__(self, semilla: str) -> None:
        datos = leer_frases("nombres")
        erratas = datos["correcciones"]
        self._azar = Random(f"personas {semilla}")
        self._nombres = {
            "mujer": _urna(datos["mujeres"], Provider.first_names_female, erratas),
            "hombre": _urna(datos["hombres"], Provider.first_names_male, erratas),
            "no_binario": _urna(datos["indistintos"], (), erratas),
        }
        self._apellidos = _urna(datos["apellidos"], Provider.last_names, erratas)
        self._sobrenombres: dict[str, list[str]] = datos["sobrenombres"]
        self._hipocoristicos: dict[str, list[str]] = datos["hipocoristicos"]
        self._ocupados: set[str] = set()

    def nueva(self, sexo: str) -> Persona:
        """Una persona de ese sexo (mujer, hombre o no_binario) que nadie más se llama igual."""
        while True:
            persona = self._inventar(sexo)
            if persona.nombre_completo not in self._ocupados:
                self._ocupados.add(persona.nombre_completo)
                return persona

    def homonima(self, persona: Persona) -> Persona:
        """Otra persona con el mismo nombre completo, a propósito: sin sobrenombre y otra edad."""
        return Persona(
            nombre=persona.nombre,
            primer_apellido=persona.primer_apellido,
            segundo_apellido=persona.segundo_apellido,
            sobrenombre="",
            sexo=persona.sexo,
            edad=self._edad(),
        )

    def _inventar(self, sexo: str) -> Persona:
        azar = self._azar
        nombre = self._nombre(sexo)
        primero, segundo = self._apellidos.sacar(azar), self._apellidos.sacar(azar)
        while (primero, segundo) in PAREJAS_VEDADAS:
            segundo = self._apellidos.sacar(azar)
        if azar.random() < UN_APELLIDO:
            segundo = ""
        apodo = self._sobrenombre(nombre, sexo) if azar.random() < SOBRENOMBRE else ""
        return Persona(nombre, primero, segundo, apodo, sexo, self._edad())

    def _nombre(self, sexo: str) -> str:
        urna, azar = self._nombres[sexo], self._azar
        nombre = urna.sacar(azar)
        if " " in nombre or azar.random() > DOS_NOMBRES:
            return nombre
        otro = urna.sacar(azar)
        return nombre if " " in otro or otro == nombre else f"{nombre} {otro}"

    def _sobrenombre(self, nombre: str, sexo: str) -> str:
        primero = nombre if nombre in self._hipocoristicos else nombre.split(maxsplit=1)[0]
        propios = self._hipocoristicos.get(primero, [])
        if propios and self._azar.random() < 0.7:  # noqa: PLR2004
            return self._azar.choice(propios)
        return self._azar.choice(self._sobrenombres[sexo]).format(primero)

    def _edad(self) -> int:
        menor, mayor, moda = EDADES
        return int(self._azar.triangular(menor, mayor + 1, moda))


def _urna(frecuentes: list[str], otras: Any, correcciones: dict[str, str]) -> Urna:
    """Las frecuentes, con peso decreciente; las demás de la biblioteca, corregidas, con uno."""
    pesos = {p: FRECUENTE / (lugar + HOLGURA) for lugar, p in enumerate(frecuentes)}
    for palabra in sorted(otras):
        corregida = correcciones.get(palabra, palabra)
        if corregida:
            pesos.setdefault(corregida, 1.0)
    return Urna(tuple(pesos), tuple(accumulate(pesos.values())))
