"""¿Qué va en cada ranura de un texto, según quién escribe, dónde y a qué edad?"""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Self

from generador.simulacion.frase import Frase, Ranura, decir, pulir

LETRAS = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiún", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
    "veintiséis", "veintisiete", "veintiocho", "veintinueve", "treinta",
)  # fmt: skip
PLAZOS = {
    "plazo_corto": ("tres meses", "cuatro meses", "seis meses", "medio año", "ocho meses"),
    "plazo": (
        "diez meses", "un año", "catorce meses", "quince meses", "año y medio", "dieciocho meses",
        "veinte meses", "dos años", "veinticuatro meses", "treinta meses",
    ),
    "plazo_largo": ("dos años", "dos años y medio", "treinta meses", "tres años"),
}  # fmt: skip
POCOS_HABITANTES, MUCHOS_HABITANTES = 30_000, 200_000


@dataclass(frozen=True, slots=True)
class Contexto:
    """Lo que la prosa sabe de una persona; ``oficio`` y ``habitantes`` pueden faltar."""

    sexo: str
    edad: int
    municipio: str
    cabecera: str
    anio_actual: int
    ambito_legislativo: bool = False
    oficio: str = ""
    habitantes: int = 0
    independiente: bool = False

    def con_oficio(self, oficio: str) -> Self:
        """El mismo contexto con el oficio dicho."""
        return replace(self, oficio=oficio)


@dataclass(slots=True)
class Escena:
    """Un texto en marcha: los años avanzan conforme se cuentan y nunca pasan del presente."""

    azar: Random
    contexto: Contexto
    lugares: tuple[str, ...]
    edad_de_inicio: int = 18
    partes: dict[str, str] = field(default_factory=dict)
    dichas: set[int] = field(default_factory=set)
    preferidas: tuple[Frase, ...] = ()
    inicio: int = 0
    ultimo: int = 0
    lugar: str = ""

    def __post_init__(self) -> None:
        hoy, nacimiento = self.contexto.anio_actual, self.contexto.anio_actual - self.contexto.edad
        tope = max(hoy - 3, nacimiento + 15)
        self.inicio = min(nacimiento + self.edad_de_inicio + self.azar.randrange(5), tope)
        self.ultimo = self.inicio
        self.lugar = self.azar.choice(self.lugares)

    def admite(self, frase: Frase) -> bool:
        """Dice si la frase es verosímil en boca de esta persona, por su edad y su postulante."""
        return frase.edad_min <= self.contexto.edad <= frase.edad_max and not (
            frase.partidista and self.contexto.independiente
        )

    def alcanza(self, frase: Frase) -> bool:
        """Dice si quedan años por contar para todos los que nombra la frase."""
        return self.ultimo + frase.anios < self.contexto.anio_actual

    def conviene(self, frase: Frase) -> bool:
        """Dice si la frase cabe por completo y aún no se ha dicho en este texto."""
        return id(frase) not in self.dichas and self.admite(frase) and self.alcanza(frase)

    def decir(self, frase: Frase) -> str:
        """La frase en voz de esta persona, pulida."""
        femenino = self.contexto.sexo == "mujer"
        return pulir(decir(frase.piezas, self.azar, self.valor, femenino=femenino))

    def decir_en_linea(self, frase: Frase) -> str:
        """La frase para ir dentro de otra: sin mayúscula inicial."""
        femenino = self.contexto.sexo == "mujer"
        return decir(frase.piezas, self.azar, self.valor, femenino=femenino)

    def valor(self, ranura: Ranura) -> str:
        """Lo que llena una ranura; una ranura desconocida es un descuido y lanza KeyError."""
        nombre = ranura.nombre
        if nombre == "cifra":
            return f"{self._numero(ranura):,}"
        if nombre == "letra":
            return LETRAS[self._numero(ranura)]
        if nombre in PLAZOS:
            return self.azar.choice(PLAZOS[nombre])
        if nombre in self.partes:
            return self.partes[nombre]
        if nombre == "anio_2":
            return self._siguiente_anio()
        return self._de_contexto(nombre)

    def _de_contexto(self, nombre: str) -> str:
        quien = self.contexto
        experiencia = quien.anio_actual - self.inicio
        return {
            "municipio": quien.municipio,
            "cabecera": quien.cabecera,
            "colonia": self.lugar,
            "ambito": "distrito" if quien.ambito_legislativo else "municipio",
            "edad": str(quien.edad),
            "anio_1": str(self.inicio),
            "experiencia": LETRAS[experiencia] if experiencia < len(LETRAS) else str(experiencia),
        }[nombre]

    def _numero(self, ranura: Ranura) -> int:
        """Las cifras crecen con el tamaño del municipio: ninguna obra rebasa a su pueblo."""
        pasos = (ranura.maximo - ranura.minimo) // ranura.paso
        desde, hasta = self._tramo()
        elegido = self.azar.randint(int(pasos * desde), max(int(pasos * hasta), 0))
        return ranura.minimo + elegido * ranura.paso

    def _tramo(self) -> tuple[float, float]:
        habitantes = self.contexto.habitantes
        if not habitantes:
            return 0.0, 1.0
        if habitantes < POCOS_HABITANTES:
            return 0.0, 0.4
        return (0.35, 1.0) if habitantes > MUCHOS_HABITANTES else (0.15, 0.75)

    def _siguiente_anio(self) -> str:
        """Un año posterior al último contado, sin agotar de un salto los que quedan."""
        quedan = self.contexto.anio_actual - 1 - self.ultimo
        self.ultimo += self.azar.randint(1, max(1, quedan // 3)) if quedan > 0 else 0
        return str(self.ultimo)
