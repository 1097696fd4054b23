"""¿Los textos se pueden leer, o son relleno?

Todo lo de aquí es aviso: ayuda a quien captura y a quien verifica, y nunca oculta una respuesta.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.redaccion import LETRAS, Texto, textos_de
from generador.nucleo.regla import Alcance, Dicho, regla

_MAYUSCULAS_SOSPECHOSAS = 30
_RACHA_DE_MAYUSCULAS = 6
_RELLENO = frozenset(
    b"lorem ipsum asdf asdfg asdfgh asdasd sdfsdf qwerty qwertyuiop xxxx xxxxx xxxxxx "
    b"blabla blablabla jajaja".split()
)
_FRASES_DE_RELLENO = frozenset(
    frase.encode()
    for frase in (
        "no aplica",
        "n a",
        "na",
        "ninguna",
        "ninguno",
        "nada",
        "no",
        "sin informacion",
        "sin dato",
        "sin datos",
        "pendiente",
        "por definir",
        "por capturar",
        "prueba",
        "texto de prueba",
        "test",
        "x",
        "xx",
        "xxx",
    )
)
_PALABRAS_PARA_JUZGAR = 20
_VARIEDAD_MINIMA = 0.25
_LARGO_DE_PALABRA = 25
_PALABRAS_DE_UN_TEXTO = 4
_INDICIOS_DE_ENLACE = frozenset((b"http", b"https", b"www", b"com", b"mx", b"org", b"net"))
_ENLACE = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|mx|org|net)\b(?:/\S*)?", re.IGNORECASE
)
_CORREO = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CIFRAS_DE_TELEFONO = 10
_GRUPOS_DE_TELEFONO = frozenset({(2, 4, 4), (3, 3, 4), (2, 8), (3, 7)})
_TELEFONO = re.compile(
    r"(?<![\d,.$])(?:\d{10}|\d{2}[ .-]\d{4}[ .-]\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4}|"
    r"\(\d{2,3}\) ?\d{3,4}[ .-]?\d{4})(?![\d,])"
)


@regla(
    "TXT07",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Mayúsculas sostenidas",
    fundamento="Lectura fácil y lectores de pantalla",
)
def mayusculas_sostenidas(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Un texto escrito todo en mayúsculas cuesta más leerlo y parece un grito.

    Además, algunos lectores de pantalla lo deletrean. Las siglas no cuentan: se busca un texto casi
    todo en mayúsculas, o seis palabras seguidas. Escríbalo con mayúscula solo donde toca.
    """
    for texto in textos_de(c, contexto.esquemas):
        if texto.mayusculas >= _MAYUSCULAS_SOSPECHOSAS and _grita(texto):
            yield (
                texto.puntero,
                f"«{texto.titulo}» está escrito en mayúsculas, todo o en parte.",
                "Use mayúsculas solo al empezar y en nombres propios y siglas.",
            )


def _grita(texto: Texto) -> bool:
    racha = letras = 0
    for palabra in texto.contenido.split():
        if palabra.isupper():
            racha, letras = racha + 1, letras + len(palabra)
            if racha >= _RACHA_DE_MAYUSCULAS and letras >= _MAYUSCULAS_SOSPECHOSAS:
                return True
        elif any(letra.isalpha() for letra in palabra):
            racha = letras = 0
    return False


@regla(
    "TXT08",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Texto de relleno",
    fundamento="Lineamientos, art. 19; PTO 17",
)
def texto_de_relleno(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Una respuesta de prueba, o la misma palabra repetida hasta llegar al mínimo, no informa.

    Se buscan textos de muestra («lorem ipsum»), respuestas como «no aplica» donde se pide un texto,
    teclas al azar y textos que repiten unas cuantas palabras. Si lo escrito es en serio, ignore el
    aviso.
    """
    for texto in textos_de(c, contexto.esquemas):
        if texto.palabras and _es_relleno(texto):
            yield (
                texto.puntero,
                f"«{texto.titulo}» parece de relleno o de prueba.",
                "Escriba la respuesta, o borre el renglón si no la hay.",
            )


def _es_relleno(texto: Texto) -> bool:
    cuantas = len(texto.palabras)
    if not _RELLENO.isdisjoint(texto.distintas):
        return True
    if cuantas < _PALABRAS_DE_UN_TEXTO:
        frase = b" ".join(texto.palabras)
        return frase in _FRASES_DE_RELLENO or len(frase) > cuantas * _LARGO_DE_PALABRA
    if cuantas < _PALABRAS_PARA_JUZGAR:
        return len(texto.distintas) == 1
    # Un texto largo repite más: se le exige la mitad a partir de mil palabras.
    variedad = _VARIEDAD_MINIMA if cuantas < 1_000 else _VARIEDAD_MINIMA / 2  # noqa: PLR2004
    return len(texto.distintas) < cuantas * variedad


@regla(
    "TXT09",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="La misma respuesta dos veces",
    fundamento="Lineamientos, art. 19",
)
def respuesta_repetida(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Dos respuestas de la misma persona dicen exactamente lo mismo.

    Se comparan sin acentos, mayúsculas ni signos. Suele ser un error al pegar, y quien consulta
    pierde una de las dos. Revise cuál va en cada lugar.
    """
    vistos: dict[int, list[Texto]] = {}
    for texto in textos_de(c, contexto.esquemas):
        cuantas = len(texto.palabras)
        if cuantas < _PALABRAS_DE_UN_TEXTO:
            continue
        igual = next((v for v in vistos.get(cuantas, ()) if v.palabras == texto.palabras), None)
        if igual:
            yield (
                texto.puntero,
                f"«{texto.titulo}» repite palabra por palabra «{igual.titulo}».",
                "Revise si se pegó dos veces el mismo texto.",
            )
        else:
            vistos.setdefault(cuantas, []).append(texto)


@regla(
    "TXT10",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Contacto dentro de un texto",
    fundamento="Lineamientos, arts. 18 y 19",
)
def contacto_en_texto(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Correos, teléfonos y direcciones de internet tienen su propio apartado.

    Dentro de un texto no se pueden comprobar, no funcionan como enlace y pueden llevar a propaganda
    o a datos privados de otra persona. Páselos a «Medios públicos de contacto».
    """
    for texto in textos_de(c, contexto.esquemas):
        hallado = _contacto_en(texto)
        if hallado:
            yield (
                texto.puntero,
                f"«{texto.titulo}» trae un medio de contacto: {hallado}",
                "Páselo a «Medios públicos de contacto», o bórrelo.",
            )


def _hay_numero_largo(texto: Texto) -> bool:
    """Si hay diez cifras juntas, o en grupos como los de un teléfono.

    Los años y las cantidades, que son casi todas las cifras, no forman esos grupos.
    """
    grupos = [len(grupo) for grupo in texto.normal.translate(None, LETRAS).split()]
    if max(grupos) >= _CIFRAS_DE_TELEFONO:
        return True
    ternas = zip(grupos, grupos[1:], grupos[2:], strict=False)
    return not _GRUPOS_DE_TELEFONO.isdisjoint([*ternas, *pairwise(grupos)])


def _contacto_en(texto: Texto) -> str:
    contenido = texto.contenido
    busquedas = (
        ("@" in contenido, _CORREO),
        (not texto.distintas.isdisjoint(_INDICIOS_DE_ENLACE), _ENLACE),
        (texto.cifras >= _CIFRAS_DE_TELEFONO and _hay_numero_largo(texto), _TELEFONO),
    )
    for hay_indicio, patron in busquedas:
        hallado = patron.search(contenido) if hay_indicio else None
        if hallado:
            return hallado[0]
    return ""
