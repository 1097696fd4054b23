"""¿Los textos miden lo debido y son texto?"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas, campos
from generador.nucleo.formatos import contados
from generador.nucleo.memoria import recordar, recordar_par
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import LimiteTexto
from generador.nucleo.redaccion import Texto, textos_de
from generador.nucleo.regla import Alcance, Dicho, regla
from generador.nucleo.reglas.expediente import textos_faltantes
from generador.nucleo.reglas.tramite import debe_curricular

_SALTOS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
_ADMITIDOS_EN_LARGO = frozenset("\n\t")
_UNION = "\u200d"
# Entre dos emojis la unión es legítima (una familia, un oficio); entre letras solo se esconde.
_EMOJI_UNIDO = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_TOPE_DE_UN_DATO = 300  # el esquema no admite datos más largos que no sean texto libre
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:[a-z]{2,8}|#[0-9]{2,5});")
_CITA = 40


def medir(texto: Texto, limite: LimiteTexto) -> int:
    """Cuántos caracteres tiene, con o sin espacios en blanco según el límite."""
    if limite.conteo == "con_espacios":
        return len(texto.contenido)
    if texto.limpio:
        return len(texto.contenido) - texto.contenido.count(" ") - texto.contenido.count("\n")
    return len("".join(texto.contenido.split()))


def _medida(cantidad: int, limite: LimiteTexto) -> str:
    cuenta = " sin contar espacios" if limite.conteo == "sin_espacios" else ""
    return contados(cantidad, "carácter", "caracteres") + cuenta


def _orden(verbo: str, texto: Texto, cantidad: int) -> str:
    """«Acórtela 540 caracteres.»: concuerda con el nombre del campo."""
    pronombre = "la" if texto.titulo.split()[0].endswith("a") else "lo"
    return f"{verbo}{pronombre} {contados(cantidad, 'carácter', 'caracteres')}."


@regla(
    "TXT01",
    alcance=Alcance.CANDIDATURA,
    titulo="Texto más largo que el máximo",
    fundamento="Lineamientos, art. 19; límites del proceso (`textos`)",
)
def texto_largo(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Cada respuesta tiene un máximo de caracteres, igual para todas las candidaturas.

    Lo fija la autoridad en `proceso.yml`, que también dice si cuentan los espacios y los saltos de
    renglón. El mensaje dice cuántos tiene y cuántos sobran. Acorte el texto; nadie lo corta por
    usted.
    """
    limites = contexto.proceso.textos
    for texto in textos_de(c, contexto.esquemas):
        limite = limites.get(texto.limite)
        if limite is None or len(texto.contenido) <= limite.maximo:
            continue
        mide = medir(texto, limite)
        if mide > limite.maximo:
            yield (
                texto.puntero,
                f"«{texto.titulo}» tiene {_medida(mide, limite)}; el máximo es {limite.maximo:,}.",
                _orden("Acórte", texto, mide - limite.maximo),
            )


@regla(
    "TXT02",
    alcance=Alcance.CANDIDATURA,
    titulo="Texto más corto que el mínimo",
    fundamento="Lineamientos, art. 19; límites del proceso (`textos`)",
)
def texto_corto(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Lo enviado cumple el mínimo de caracteres que fija el proceso para cada respuesta.

    El mínimo evita respuestas que no dicen nada, como «las que el pueblo pida». Se revisa al
    enviar: la carga anticipada puede ir a medias. Amplíe el texto con lo que pide la ayuda del
    campo.
    """
    if not c.tramite.enviada:
        return
    limites = contexto.proceso.textos
    for texto in textos_de(c, contexto.esquemas):
        limite = limites.get(texto.limite)
        if limite is None or not texto.palabras:
            continue
        mide = medir(texto, limite)
        if mide < limite.minimo:
            yield (
                texto.puntero,
                f"«{texto.titulo}» tiene {_medida(mide, limite)}; el mínimo es {limite.minimo:,}.",
                _orden("Amplíe", texto, limite.minimo - mide),
            )


@regla(
    "TXT03",
    alcance=Alcance.CANDIDATURA,
    titulo="Texto obligatorio que falta",
    fundamento="Lineamientos, art. 19; PTO 8 y 23",
)
def texto_obligatorio(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Lo enviado trae todos los textos que el proceso declara obligatorios.

    Un texto en blanco cuenta como si faltara, y cada cargo pide cierto número de propuestas. Solo
    se exige a quien su cargo obliga a contestar el cuestionario. Escríbalo antes de validar.
    """
    if c.tramite.enviada and debe_curricular(c, contexto.proceso):
        for puntero, titulo in textos_faltantes(c, contexto):
            yield puntero, f"Falta «{titulo}», que es obligatorio.", "Escríbalo antes de validar."


@regla(
    "TXT04",
    alcance=Alcance.CANDIDATURA,
    titulo="Marcas de HTML",
    fundamento="Seguridad del sitio",
)
def sin_html(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Los textos son texto: ni etiquetas ni códigos de HTML.

    Suelen llegar al copiar de una página o de un editor. El sitio los mostraría tal cual, porque
    nunca los interpreta, y se leerían mal. Borre la marca y deje la palabra.
    """
    for texto in textos_de(c, contexto.esquemas):
        if "<" not in texto.contenido and "&" not in texto.contenido:
            continue
        marca = _HTML.search(texto.contenido)
        if marca:
            cita = marca[0] if len(marca[0]) <= _CITA else f"{marca[0][:_CITA]}…"
            yield (
                texto.puntero,
                f"«{texto.titulo}» trae una marca de HTML: {cita}",
                "Bórrela; aquí solo va texto.",
            )


@recordar
def _campos_largos(esquemas: Esquemas) -> tuple[str, ...]:
    largos = [c.puntero for c in campos(esquemas) if c.formato in ("texto_largo", "textos")]
    return tuple(largos)


@recordar_par
def _con_rarezas(c: Candidatura, esquemas: Esquemas) -> tuple[tuple[str, str, bool], ...]:
    """(puntero, texto, si admite renglones) de los textos con algo que no se imprime."""
    largos = _campos_largos(esquemas)
    raros = []
    for libre in textos_de(c, esquemas):
        es_largo = libre.puntero.startswith(largos)
        if not libre.limpio or (not es_largo and "\n" in libre.contenido):
            raros.append((libre.puntero, libre.contenido, es_largo))
    cortos: list[str] = []
    _juntar(c.dato, cortos)
    if not "".join(cortos).isprintable():
        libres = {libre.puntero for libre in textos_de(c, esquemas)}
        raros += [
            (puntero, texto, False)
            for puntero, texto in _hojas(c.dato, "")
            if puntero not in libres and not texto.isprintable()
        ]
    return tuple(raros)


def _juntar(nodo: Any, cortos: list[str]) -> None:
    """Reúne los datos cortos; de los textos libres ya se sabe si son limpios."""
    for hijo in nodo.values() if isinstance(nodo, dict) else nodo:
        if isinstance(hijo, str):
            if len(hijo) <= _TOPE_DE_UN_DATO:
                cortos.append(hijo)
        elif isinstance(hijo, dict | list):
            _juntar(hijo, cortos)


def _hojas(nodo: Any, puntero: str) -> Iterator[tuple[str, str]]:
    if isinstance(nodo, str):
        yield puntero, nodo
    elif isinstance(nodo, Mapping):
        for clave, hijo in nodo.items():
            yield from _hojas(hijo, f"{puntero}/{clave}")
    elif isinstance(nodo, list):
        for numero, hijo in enumerate(nodo):
            yield from _hojas(hijo, f"{puntero}/{numero}")


def _invisibles(texto: str, *, es_largo: bool) -> dict[str, int]:
    """Código de cada carácter que no se ve y cuántas veces está."""
    admitidos = _ADMITIDOS_EN_LARGO if es_largo else _SALTOS
    sospechosos = {
        letra
        for letra in set(texto) - admitidos
        if not letra.isprintable() and unicodedata.category(letra) != "Zs"
    }
    veces = {letra: texto.count(letra) for letra in sorted(sospechosos)}
    if _UNION in veces:
        veces[_UNION] -= len(_EMOJI_UNIDO.findall(texto))
    return {f"U+{ord(letra):04X}": cuantas for letra, cuantas in veces.items() if cuantas}


@regla(
    "TXT05",
    alcance=Alcance.CANDIDATURA,
    titulo="Caracteres invisibles",
    fundamento="Seguridad del sitio; Unicode, anexo 9",
)
def sin_invisibles(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Ningún dato lleva caracteres de control, de ancho cero ni de los que voltean la escritura.

    No se ven, pero hacen que un nombre no se encuentre al buscarlo, que dos textos iguales parezcan
    distintos o que uno se lea al revés. Suelen llegar al copiar de un PDF o de un mensaje. Vuelva a
    escribir la parte señalada, o péguela «como texto sin formato».
    """
    for puntero, texto, es_largo in _con_rarezas(c, contexto.esquemas):
        veces = _invisibles(texto, es_largo=es_largo)
        if veces:
            cuantos = contados(sum(veces.values()), "carácter invisible", "caracteres invisibles")
            yield (
                puntero,
                f"Hay {cuantos}: {', '.join(veces)}.",
                "Vuelva a escribir el texto, o péguelo sin formato.",
            )


@regla(
    "TXT06",
    alcance=Alcance.CANDIDATURA,
    titulo="Renglones de más",
    fundamento="Forma única de los datos abiertos",
)
def en_un_renglon(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Nombres, acuerdos, direcciones y opciones van en un solo renglón y sin tabuladores.

    Solo las respuestas largas admiten párrafos. Un salto en medio de un nombre rompe la búsqueda y
    las tablas de datos. Únalo en un renglón.
    """
    for puntero, texto, es_largo in _con_rarezas(c, contexto.esquemas):
        if not es_largo and not _SALTOS.isdisjoint(texto):
            yield puntero, "Este dato va en un solo renglón.", "Quite los saltos y tabuladores."
