"""¿Dice una página algo de identidad que no se deba?

Un lector de HTML que solo entiende lo que las plantillas usan: una marca, un atributo, una clase o
un rótulo que nadie puso en ellas detiene todo, aunque no se sepa qué dice.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from generador.nucleo.ficha import CAUSAS, ETIQUETAS_DE_VACIO, Respuesta
from generador.reserva.declarado import nombres
from generador.reserva.fuga import Fuga
from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.pagina import Pagina
from generador.reserva.verdad import Publicable, Verdad

_MARCA = re.compile(r"<[^>]*>")
_FORMA = re.compile(r"</?([a-z][a-z0-9]*)((?:\s+[A-Za-z:_-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATRIBUTO = re.compile(r"\s([A-Za-z:_-]+)(?:=\"([^\"]*)\")?")
_LIGADOS = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_GUION = re.compile(r"<script(?![^>]* src=)[^>]*>")
_IDENTIDAD = re.compile(r'<section aria-labelledby="identidad">(.*?)</section>', re.DOTALL)
_PAR = re.compile(r"<div><dt>([^<]*)</dt><dd>([^<]*)</dd></div>")
_ROTULO = re.compile(r"<dt>(.*?)</dt>", re.DOTALL)

_LIBRES = nombres(
    "href src content alt title datetime value id for d x y width height rx viewBox media "
    "charset aria-label aria-labelledby aria-describedby data-elecciones data-indices "
    "data-raiz data-boletas data-secciones data-vistas download"
)
"""Atributos con texto o dirección: lo que dicen se busca, no se enumera."""

_LLAVES_LIGADAS = nombres(
    "@context @type name url description affiliation alternateName image itemListElement "
    "position item inLanguage publisher license distribution contentUrl encodingFormat "
    "dateModified creator keywords isAccessibleForFree temporalCoverage spatialCoverage "
    "potentialAction target query-input identifier numberOfItems isBasedOn "
    "variableMeasured includedInDataCatalog urlTemplate"
)
_MARCAS_EN_MEMORIA = 200_000
_UNIONES = frozenset((b"", b"y", b"e"))


@dataclass(frozen=True)
class LectorDePaginas:
    """Lee páginas contra la verdad de un proceso y las plantillas del programa."""

    verdad: Verdad
    originales: Originales
    admitidas: set[str] = field(default_factory=set)
    """Marcas ya vistas que no dicen nada que no esté en las plantillas."""

    @cached_property
    def rotulos(self) -> frozenset[str]:
        """Lo que puede ir en un «dt»: lo de las plantillas y los títulos de lo público."""
        titulos = {*self.verdad.curriculares.values(), *self.verdad.de_todas}
        fijos = re.findall(r"<dt>([^<{]+)</dt>", self.originales.fuentes)
        return frozenset((*titulos, *fijos, "Suplente", "Propietaria", "Propietario"))

    def generada(self, lugar: str, pagina: Pagina) -> Iterator[Fuga]:
        """Una página estampada: sus marcas, sus datos ligados y sus guiones."""
        for marca in pagina.marcas - self.admitidas:
            yield from self._marca(lugar, marca)
        ligados = _LIGADOS.findall(pagina.texto)
        for crudo in ligados:
            yield from _llaves(lugar, crudo)
        if len(_GUION.findall(pagina.texto)) != len(ligados):
            yield Fuga(lugar, "", "", "lleva un guion escrito dentro")

    def ficha(self, lugar: str, pagina: Pagina, persona: Publicable) -> Iterator[Fuga]:
        """La de una candidatura: además, sus rótulos y su apartado de identidad."""
        yield from self.generada(lugar, pagina)
        clave, texto = persona.ficha.clave, pagina.texto
        apartados = _IDENTIDAD.findall(texto)
        if len(apartados) > 1:
            yield Fuga(lugar, clave, "identidad", "tiene el apartado más de una vez")
        for apartado in apartados:
            yield from self._apartado(lugar, apartado, persona)
        for rotulo in _ROTULO.findall(_IDENTIDAD.sub("", texto)):
            if html.unescape(rotulo) not in self.rotulos:
                pregunta = self.verdad.por_titulo.get(aplanar(html.unescape(rotulo)), "")
                yield Fuga(lugar, clave, pregunta, "tiene un rótulo que nadie declaró")

    def _apartado(self, lugar: str, apartado: str, persona: Publicable) -> Iterator[Fuga]:
        clave = persona.ficha.clave
        for titulo, valor in _PAR.findall(apartado):
            pregunta = self.verdad.por_titulo.get(aplanar(html.unescape(titulo)), "")
            permitida = persona.identidad.get(pregunta)
            if permitida is None:
                yield Fuga(lugar, clave, pregunta, "tiene valor y no es público")
            elif not _es_lo_permitido(html.unescape(valor), permitida):
                yield Fuga(lugar, clave, pregunta, "no dice lo que se permitió")
        resto = html.unescape(_MARCA.sub(" ", _PAR.sub("", apartado)))
        if not _es_explicacion(resto):
            yield Fuga(lugar, clave, "identidad", "dice algo más que las respuestas permitidas")

    def _marca(self, lugar: str, marca: str) -> Iterator[Fuga]:
        if marca == "<!doctype html>":
            return
        forma = _FORMA.fullmatch(marca)
        if forma is None:
            yield Fuga(lugar, "", "", "tiene una marca que no se entiende")
            return
        for nombre, valor in _ATRIBUTO.findall(forma[2]):
            libre = nombre in _LIBRES
            propio = nombre.lower() in self._conocidas
            if not propio or not (libre or self._es_conocido(valor)):
                yield Fuga(
                    lugar, "", nombre if propio else "", "tiene un atributo que nadie declaró"
                )
                return
        if forma[1] not in self._conocidas:
            yield Fuga(lugar, "", "", "tiene una marca que no está en las plantillas")
            return
        if len(self.admitidas) < _MARCAS_EN_MEMORIA:
            self.admitidas.add(marca)

    def _es_conocido(self, valor: str) -> bool:
        return valor in self.verdad.de_todas or all(
            parte in self._conocidas or parte.isdigit()
            for parte in re.findall(r"[\w-]+", html.unescape(valor).lower())
        )

    @cached_property
    def _conocidas(self) -> frozenset[str]:
        de_casa = {p.lower() for p in self.originales.palabras}
        proceso = {t.lower() for t in self.verdad.de_todas if "_" in t or t.isalnum()}
        return frozenset(de_casa | proceso | _GENERADAS)


_GENERADAS = nombres(
    "svg rect path line text g circle title bajas de-pila de-corrida de-letras "
    "fichas-siglas de-fichas-siglas 21-29 30-39 40-49 50-59 60 18-20 18-29 menos"
)
"""Lo que escriben las gráficas y los grupos de edad, que no están en una plantilla."""


def _llaves(lugar: str, crudo: str) -> Iterator[Fuga]:
    llaves: set[str] = set()
    try:
        json.loads(crudo, object_pairs_hook=lambda pares: llaves.update(k for k, _ in pares))
    except (ValueError, RecursionError):
        yield Fuga(lugar, "", "", "tiene datos ligados que no se entienden")
        return
    if sobran := len(llaves - _LLAVES_LIGADAS):
        yield Fuga(lugar, "", "", f"tiene {sobran} llave(s) de datos ligados que nadie declaró")


def _es_lo_permitido(texto: str, permitida: Respuesta) -> bool:
    """Si el texto es la respuesta: una, o varias unidas con comas y «y»."""
    partes = permitida.valor if isinstance(permitida.valor, list | tuple) else (permitida.valor,)
    resto = texto
    for parte in sorted(map(str, partes), key=len, reverse=True):
        if parte not in resto:
            return False
        resto = resto.replace(parte, " ", 1)
    return {aplanar(p) for p in resto.split()} <= _UNIONES


_EXPLICACIONES = sorted(
    map(
        aplanar,
        (
            *CAUSAS.values(),
            *ETIQUETAS_DE_VACIO.values(),
            "Identidad",
            "Otras preguntas:",
            "Qué significa",
            (
                "Son preguntas sobre grupos que han sido discriminados; contestarlas en público es "
                "una decisión de cada persona."
            ),
        ),
    ),
    key=len,
    reverse=True,
)
"""Las frases que explican un vacío, de la más larga a la más corta; y los números."""


def _es_explicacion(texto: str) -> bool:
    """Si el apartado, sin sus respuestas, solo explica por qué faltan las demás."""
    resto = aplanar(texto)
    for frase in _EXPLICACIONES:
        resto = resto.replace(frase, b" ")
    return not resto.strip(b" 0123456789")
