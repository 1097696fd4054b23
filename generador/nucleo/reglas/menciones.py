"""¿Un texto copia o menciona a otras candidaturas o partidos?

Para no leer 120 MB con una expresión regular por partido, cada nombre tiene un indicio: una
palabra que debe estar. Solo los textos que la traen se miran de cerca.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Postulante, Proceso
from generador.nucleo.redaccion import (
    Texto,
    campos_de_texto,
    crudos,
    letras,
    normalizar,
    textos_de,
    vocabulario_de,
)
from generador.nucleo.regla import Alcance, Dicho, DichoDe, regla
from generador.nucleo.reglas.catalogos import es_alianza
from generador.nucleo.reglas.formulas import citar, vigentes

TRAYECTORIA = ("/curricular/historia_profesional", "/curricular/trayectoria_politica")
"""Donde nombrar al partido en que se militó es contar la propia vida."""

_LETRAS_PARA_SER_COPIA = 40
_SIGLAS_CORTAS = 2
_VECINAS = 30
_DE_POLITICA = (
    r"(?i:\b(?:partid|milit|dirig|candidat|diputad|senador|regidor|alcald|president|gobiern|"
    r"coalici|comit|bancad|afiliad|fundador|vot|campañ|consejer|alianza)\w*)"
    r"(?:\s+\w+){0,2}?\s+(?i:de\s+|del\s+|por\s+|al\s+|con\s+|en\s+|el\s+|la\s+)*"
)


@regla(
    "TXT11",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Copia exacta de otra candidatura",
    fundamento="Lineamientos, art. 18",
)
def copia_exacta(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Ninguna propuesta ni respuesta puede ser copia íntegra de la de otra candidatura.

    Se comparan todas las vigentes, sin acentos, mayúsculas, espacios ni signos; los cursos y los
    textos muy breves no se comparan. También se dice si la copia está entre propietaria y suplente
    de la misma fórmula. No se sabe cuál fue la primera: el aviso va en las dos y decide quien
    verifica.
    """
    campos = [
        c for c in campos_de_texto(conjunto.contexto.esquemas) if c.limite != "otra_formacion"
    ]
    lugares: dict[int, list[tuple[Candidatura, str, str]]] = defaultdict(list)
    for c in vigentes(conjunto):
        if c.curricular is None:
            continue
        for campo in campos:
            for puntero, titulo, _, contenido in crudos(c.dato, campo):
                esencia = letras(contenido)
                if len(esencia) >= _LETRAS_PARA_SER_COPIA:
                    lugares[hash(esencia)].append((c, puntero, titulo))
    for iguales in lugares.values():
        if len(iguales) > 1:
            yield from _decir_copias(iguales)


def _decir_copias(iguales: list[tuple[Candidatura, str, str]]) -> Iterator[DichoDe]:
    claves = dict.fromkeys(c.clave for c, _, _ in iguales)
    if len(claves) == 1:
        return  # dos respuestas de la misma persona: eso lo dice TXT09
    for c, puntero, titulo in iguales:
        yield (
            c.archivo,
            (
                puntero,
                (
                    f"«{titulo}» es igual, palabra por palabra, a un texto de "
                    f"{citar(claves, menos=c.clave)}."
                ),
                "Escríbalo con sus palabras; si el texto es suyo, ignore el aviso.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Nombre:
    """Una forma de nombrar a un postulante y cómo reconocerla sin confundirla."""

    postulante: str
    nombre: str
    palabras: frozenset[bytes]
    patron: re.Pattern[str]
    en_mayusculas: bool
    """Si son siglas: en un texto en mayúsculas no se distinguen de una palabra."""


@recordar
def _nombres(proceso: Proceso) -> Mapping[bytes, tuple[Nombre, ...]]:
    """Las formas de nombrar a cada partido o alianza del proceso, por su indicio."""
    por_indicio: dict[bytes, tuple[Nombre, ...]] = {}
    for postulante in proceso.postulantes.values():
        if postulante.tipo == "independiente":
            continue  # su nombre es el de una persona: eso lo dice TXT14
        for escrito, patron, son_siglas in _formas(postulante):
            palabras = frozenset(normalizar(escrito).split())
            uno = Nombre(postulante.clave, postulante.nombre, palabras, patron, son_siglas)
            indicio = max(palabras, key=len)
            por_indicio[indicio] = (*por_indicio.get(indicio, ()), uno)
    return por_indicio


@recordar
def _indicios(proceso: Proceso) -> frozenset[bytes]:
    return frozenset(_nombres(proceso))


def _formas(postulante: Postulante) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """(lo escrito, cómo buscarlo, si son siglas) de cada manera de nombrar a un postulante."""
    palabras = postulante.nombre.split()
    es_partido = palabras[0] == "Partido" and len(palabras) > 1
    if es_partido:
        yield postulante.nombre, re.compile(_frase(palabras), re.IGNORECASE), False
        if palabras[1][0].isupper():
            yield " ".join(palabras[:2]), re.compile(_frase(palabras[:2])), False
    if not es_partido and len(palabras) > 1:
        # «movimiento ciudadano» es una frase común; con mayúsculas es un nombre.
        yield postulante.nombre, re.compile(_frase(palabras)), False
    if es_partido and len(palabras) > _SIGLAS_CORTAS and palabras[1][0].isupper():
        yield " ".join(palabras[1:]), re.compile(_frase(palabras[1:])), False
    siglas = postulante.siglas
    if not es_alianza(postulante) and normalizar(siglas).strip():
        yield siglas, _patron_de_siglas(siglas), siglas.isupper()


def _patron_de_siglas(siglas: str) -> re.Pattern[str]:
    """Las siglas, y si se confunden con una palabra, solo donde se habla de política.

    «PT» o «MC» son también títulos y unidades; «Aurora», un nombre. Se les pide venir después de
    «partido», «militante de», «candidata por»… o, si son de dos letras, de «el», «del» o «al».
    """
    formas = "|".join(re.escape(forma) for forma in dict.fromkeys((siglas, siglas.upper())))
    palabra = rf"(?<![\w-])(?:{formas})(?![\w-])"
    if len(siglas) <= _SIGLAS_CORTAS:
        return re.compile(rf"(?:{_DE_POLITICA}|\b(?i:el|del|al)\s+){palabra}")
    if not siglas.isupper():
        return re.compile(_DE_POLITICA + palabra)
    return re.compile(palabra)


def _frase(palabras: list[str]) -> str:
    return r"\b" + r"\s+".join(re.escape(palabra) for palabra in palabras) + r"\b"


@recordar
def _propios(proceso: Proceso) -> Mapping[str, frozenset[str]]:
    """Postulante → él, sus integrantes y sus alianzas: nombrarlos no es aludir a otro."""
    propios = {}
    for clave in proceso.postulantes:
        integrantes = set(proceso.partidos_de(clave))
        alianzas = {
            otra for otra in proceso.postulantes if integrantes & {*proceso.partidos_de(otra)}
        }
        propios[clave] = frozenset({clave} | integrantes | alianzas)
    return propios


def _mencionados(
    texto: Texto, proceso: Proceso, propios: frozenset[str]
) -> Iterator[tuple[Nombre, str]]:
    """(quién, cómo está escrito) de cada partido ajeno que el texto nombra, una vez por partido."""
    dichos = set(propios)
    for indicio in sorted(_indicios(proceso) & texto.distintas):
        for uno in _nombres(proceso)[indicio]:
            if uno.postulante in dichos or not uno.palabras <= texto.distintas:
                continue
            for hallado in uno.patron.finditer(texto.contenido):
                if not (uno.en_mayusculas and _entre_mayusculas(texto.contenido, hallado)):
                    dichos.add(uno.postulante)
                    yield uno, hallado[0]
                    break


def _entre_mayusculas(contenido: str, hallado: re.Match[str]) -> bool:
    """Si las palabras de al lado también van en mayúsculas: «PROGRAMA PAN Y LECHE»."""
    antes = contenido[max(0, hallado.start() - _VECINAS) : hallado.start()].split()[-1:]
    despues = contenido[hallado.end() : hallado.end() + _VECINAS].split()[:1]
    vecinas = [palabra for palabra in antes + despues if any(x.isalpha() for x in palabra)]
    return bool(vecinas) and all(palabra.isupper() for palabra in vecinas)


def _decir_partidos(c: Candidatura, contexto: Contexto, *, en_trayectoria: bool) -> Iterator[Dicho]:
    proceso = contexto.proceso
    if _indicios(proceso).isdisjoint(vocabulario_de(c, contexto.esquemas)):
        return
    propios = _propios(proceso).get(c.registro.postulante, frozenset())
    for texto in textos_de(c, contexto.esquemas):
        if texto.puntero.startswith(TRAYECTORIA) is en_trayectoria:
            for uno, escrito in _mencionados(texto, proceso, propios):
                yield (
                    texto.puntero,
                    f"«{texto.titulo}» menciona a otro partido: {uno.nombre} («{escrito}»).",
                    "Quite la mención, o deje que la valore quien verifica.",
                )


@regla(
    "TXT12",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Mención de otro partido",
    fundamento="Lineamientos, art. 18",
)
def mencion_de_partido(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Las propuestas y los motivos no aluden a otro partido.

    Se buscan los nombres y siglas del proceso como palabras completas, con sus mayúsculas. Las que
    también son palabras comunes solo cuentan donde se habla de política («el PT», «militante de
    Aurora»). Nombrar al partido propio, a sus aliados o al que integra su alianza no se señala. Es
    un aviso: quien verifica decide.
    """
    yield from _decir_partidos(c, contexto, en_trayectoria=False)


@regla(
    "TXT13",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.NOTA,
    titulo="Otro partido en la trayectoria",
    fundamento="Lineamientos, arts. 18 y 19",
)
def partido_en_trayectoria(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """En la historia y la trayectoria, nombrar otro partido suele ser contar la propia vida.

    Haber militado o gobernado con otro partido es justo lo que se pregunta. Solo se anota, para que
    quien verifica sepa dónde mirar.
    """
    yield from _decir_partidos(c, contexto, en_trayectoria=True)


@regla(
    "TXT14",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Mención de otra candidatura",
    fundamento="Lineamientos, art. 18",
)
def mencion_de_candidatura(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Ningún texto menciona por su nombre a otra candidatura del mismo lugar.

    Se busca el nombre de pila con los dos apellidos, sin acentos ni mayúsculas, de quienes compiten
    en el mismo distrito o municipio con otra planilla. A quien va en la propia planilla o fórmula
    sí se le puede nombrar. Es un aviso: quien verifica decide.
    """
    por_lugar: dict[tuple[str, str], list[Candidatura]] = defaultdict(list)
    for c in vigentes(conjunto):
        tipo = conjunto.proceso.cargos[c.registro.cargo].ambito
        por_lugar[tipo, c.registro.ambito].append(c)
    for rivales in por_lugar.values():
        personas = _personas(rivales)
        apellidos = frozenset(personas)
        for c in rivales:
            yield from _nombradas(c, personas, apellidos, conjunto.contexto.esquemas)


def _personas(rivales: list[Candidatura]) -> dict[bytes, list[tuple[list[bytes], Candidatura]]]:
    """Un apellido, que debe estar → las maneras de escribir el nombre de cada persona."""
    personas: dict[bytes, list[tuple[list[bytes], Candidatura]]] = defaultdict(list)
    for c in rivales:
        registro = c.registro
        primero, segundo = (
            normalizar(registro.primer_apellido),
            normalizar(registro.segundo_apellido),
        )
        pila = normalizar(registro.nombre).split()
        if not (pila and primero.split() and segundo.split()):
            continue
        apellidos = primero.split() + segundo.split()
        formas = [b" ".join([*nombres, *apellidos]) for nombres in (pila, pila[:1])]
        # El indicio es el más largo: «de» o «la», de «De la Luz», están en todos los textos.
        personas[max(apellidos, key=len)].append(([b" %b " % forma for forma in formas], c))
    return personas


def _nombradas(
    c: Candidatura,
    personas: Mapping[bytes, list[tuple[list[bytes], Candidatura]]],
    apellidos: frozenset[bytes],
    esquemas: Esquemas,
) -> Iterator[DichoDe]:
    if c.curricular is None:
        return
    escritos = [escrito for campo in campos_de_texto(esquemas) for escrito in crudos(c.dato, campo)]
    normales = [normalizar(contenido) for _, _, _, contenido in escritos]
    if apellidos.isdisjoint(b" ".join(normales).split()):
        return  # casi todas acaban aquí
    for (puntero, titulo, _, _), normal in zip(escritos, normales, strict=True):
        palabras = normal.split()
        seguido = b" %b " % b" ".join(palabras)
        for apellido in sorted(apellidos.intersection(palabras)):
            for formas, otra in personas[apellido]:
                ajena = otra.registro.postulante != c.registro.postulante
                if ajena and any(forma in seguido for forma in formas):
                    nombre = otra.registro.nombre_completo
                    yield (
                        c.archivo,
                        (
                            puntero,
                            (f"«{titulo}» menciona a otra candidatura: {nombre} ({otra.clave})."),
                            "Quite la mención, o deje que la valore quien verifica.",
                        ),
                    )
