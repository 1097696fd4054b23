"""¿El lenguaje incluye y respeta?

Las expresiones están en `lenguaje.toml`, cada una con su razón, su alternativa y su fuente. Todo
es aviso: decide una persona.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.redaccion import Texto, normalizar, textos_de, vocabulario_de
from generador.nucleo.regla import Alcance, Dicho, regla

_CERCA = 45  # caracteres a cada lado donde se busca la excepción
_ACENTOS = {"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uúü]"}
_SIN_ACENTO = str.maketrans("áéíóúü", "aeiouu")


@dataclass(frozen=True, slots=True)
class Expresion:
    """Una frase que da aviso."""

    regla: str
    frase: str
    solo_minuscula: bool
    palabras: frozenset[bytes]
    """Las de la frase, normalizadas: si el texto no las trae todas, no se busca."""
    salvo: tuple[bytes, ...]
    razon: str
    alternativa: str
    fuente: str

    @property
    def patron(self) -> re.Pattern[str]:
        """Cómo se halla. Se prepara la primera vez que un texto trae sus palabras: pocas salen."""
        return _patron(self.frase, solo_minuscula=self.solo_minuscula)


@cache
def expresiones() -> Mapping[bytes, tuple[Expresion, ...]]:
    """Las expresiones de `lenguaje.toml`, por su indicio: su palabra más larga."""
    dato = tomllib.loads(
        files("generador.nucleo.reglas").joinpath("lenguaje.toml").read_text("utf-8")
    )
    por_indicio: dict[bytes, tuple[Expresion, ...]] = {}
    for entrada in dato["expresiones"]:
        for frase in entrada["buscar"]:
            una = Expresion(
                regla=entrada["regla"],
                frase=frase,
                solo_minuscula=entrada["minuscula"],
                palabras=frozenset(normalizar(frase).split()),
                salvo=tuple(normalizar(s).strip() for s in entrada["salvo"]),
                razon=entrada["razon"],
                alternativa=entrada["alternativa"],
                fuente=dato["fuentes"][entrada["fuente"]],
            )
            indicio = max(una.palabras, key=len)
            por_indicio[indicio] = (*por_indicio.get(indicio, ()), una)
    return por_indicio


@cache
def _indicios(codigo: str) -> frozenset[bytes]:
    return frozenset(
        indicio
        for indicio, las_suyas in expresiones().items()
        if any(una.regla == codigo for una in las_suyas)
    )


@cache
def _patron(frase: str, *, solo_minuscula: bool) -> re.Pattern[str]:
    """La frase como palabras completas, con o sin acentos.

    Con `solo_minuscula` se admite la mayúscula inicial del artículo («Los ciudadanos»), no la del
    nombre («los Ciudadanos»).
    """
    palabras = [_sin_exigir_acento(palabra) for palabra in frase.split()]
    if not solo_minuscula:
        return re.compile(_unir(palabras), re.IGNORECASE)
    if len(palabras) > 1:
        palabras[0] = f"(?i:{palabras[0]})"
    return re.compile(_unir(palabras))


def _unir(palabras: list[str]) -> str:
    return r"\b" + r"\s+".join(palabras) + r"\b"


def _sin_exigir_acento(palabra: str) -> str:
    return "".join(
        _ACENTOS.get(letra, re.escape(letra)) for letra in palabra.translate(_SIN_ACENTO)
    )


def _hallar(texto: Texto, codigo: str) -> Iterator[tuple[str, Expresion]]:
    """(lo escrito, expresión) de cada expresión de esa regla que está en el texto."""
    dichas: set[str] = set()
    for indicio in sorted(_indicios(codigo) & texto.distintas):
        for una in expresiones()[indicio]:
            if una.regla != codigo or not una.palabras <= texto.distintas:
                continue
            for hallado in una.patron.finditer(texto.contenido):
                alrededor = texto.contenido[
                    max(0, hallado.start() - _CERCA) : hallado.end() + _CERCA
                ]
                if una.razon in dichas or _esta_exceptuada(una, normalizar(alrededor)):
                    continue
                dichas.add(una.razon)
                yield hallado[0], una


def _esta_exceptuada(una: Expresion, alrededor: bytes) -> bool:
    return any(excepcion in alrededor for excepcion in una.salvo)


def _decir(c: Candidatura, contexto: Contexto, codigo: str) -> Iterator[tuple[str, str, str]]:
    if _indicios(codigo).isdisjoint(vocabulario_de(c, contexto.esquemas)):
        return
    for texto in textos_de(c, contexto.esquemas):
        for escrito, una in _hallar(texto, codigo):
            yield (
                texto.puntero,
                f"«{' '.join(escrito.split())}» {una.razon}.",
                f"Puede decir: {una.alternativa}. Criterio: {una.fuente}.",
            )


@regla(
    "LEN01",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Lenguaje que no incluye",
    fundamento="PTO 22",
)
def lenguaje_incluyente(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La captura se redacta con lenguaje incluyente y no sexista.

    Se señalan unas cuantas expresiones comunes: el masculino que pretende nombrar a todas las
    personas («los ciudadanos»), los cargos de mujeres en masculino («la síndico») y los
    estereotipos. Si las dos formas están cerca («las y los ciudadanos») no hay aviso. El mensaje da
    una alternativa y la fuente del criterio. Nunca impide publicar.
    """
    yield from _decir(c, contexto, "LEN01")


@regla(
    "LEN02",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Expresión discriminatoria",
    fundamento="PTO 22; Lineamientos, art. 18",
)
def sin_discriminar(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Las personas se nombran como las nombra la ley, sin rebajarlas ni disfrazarlas.

    Se señalan maneras de decir que reducen a alguien a su discapacidad, su edad, su origen, su
    trabajo o su orientación. El mensaje da la alternativa y la norma o guía de donde sale. Nunca
    impide publicar: quien verifica decide si hay una causal.
    """
    yield from _decir(c, contexto, "LEN02")


@regla(
    "LEN03",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Posible violencia política contra las mujeres en razón de género",
    fundamento="PTO 22; LGAMVLV, arts. 20 Bis y 20 Ter",
)
def sin_violencia_politica(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Ninguna respuesta puede usar expresiones que constituyan violencia política de género.

    Es el aviso más serio de esta familia: señala frases que niegan a las mujeres la capacidad de
    gobernar, las reducen al hogar, las presentan como instrumento de un hombre o las insultan con
    un estereotipo. Quien supervisa debe quitarlas antes de validar, y quien verifica puede
    deshabilitar el rubro. Una máquina no distingue una cita o una denuncia de un ataque: por eso
    avisa y no bloquea.
    """
    for puntero, mensaje, remedio in _decir(c, contexto, "LEN03"):
        yield puntero, f"Posible violencia política de género: {mensaje}", remedio
