"""De lo que se halló en un archivo del sitio, ¿qué es una fuga y qué es palabra pública?"""

import csv
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generador.archivos.hojas import leer_libro_propio
from generador.errores import ErrorConoceles
from generador.reserva.agujas import Acerico, Aguja
from generador.reserva.casa import Casa
from generador.reserva.fuga import Fuga
from generador.reserva.hojas_json import leer_json, textos
from generador.reserva.llano import aplanar, palabras
from generador.reserva.originales import Originales
from generador.reserva.pagina import Pagina, ligadas
from generador.reserva.tablas import PORTADA, LectorDeTablas, Renglon, leer_csv
from generador.reserva.verdad import PALABRA, Publicable, Verdad

DE_FICHA = re.compile(r"candidaturas/([a-z0-9-]+)/(.+)")
_SEPARA = re.compile(r"<[^>]*>|[\"\n]")

Partes = tuple[tuple[str, frozenset[str]], ...]
"""(dónde dentro del archivo, de quiénes es) de cada parte."""


@dataclass(frozen=True)
class Juez:
    """Sabe de quién es cada lugar del sitio y qué puede decirse ahí."""

    carpeta: Path
    verdad: Verdad
    agujas: Acerico
    senas: Acerico
    originales: Originales

    def de_senas(self, ruta: str, lugar: str, crudo: bytes, halladas: set[int]) -> Iterator[Fuga]:
        """Preguntas y opciones de identidad en una página de quien no las hizo públicas."""
        duenas = self._duenas(ruta, crudo)
        suyo = [self._visible(ruta, clave) for clave in duenas]
        clave = next(iter(duenas)) if len(duenas) == 1 else ""
        dicho = b""
        for numero in sorted(halladas):
            llana = self.senas.llanas[numero]
            if any(llana in uno for uno in suyo):
                continue
            # Dos palabras seguidas pueden juntar otra: «re» y «unión» no son un país.
            dicho = dicho or palabras(html.unescape(crudo.decode("utf-8", "replace")))
            for sena in self.senas.de(numero):
                if palabras(sena.texto) in dicho:
                    motivo = "nombra la pregunta o una de sus opciones"
                    yield Fuga(lugar, clave, sena.campo, motivo)

    def de_palabras(
        self, ruta: str, lugar: str, pagina: Pagina, propias: frozenset[str] = frozenset()
    ) -> Iterator[Fuga]:
        """Una página solo dice palabras de la casa, del proceso y de las personas que nombra.

        `propias` son las que además puede decir esa página.
        """
        duenas = [self.verdad.fichas[c] for c in self._duenas(ruta, pagina.texto.encode())]
        # Partir por espacios es mucho más rápido que buscar palabras, y reconoce casi todo.
        trozos = self._casa.trozos_ajenos(pagina) - propias
        visibles = [self._visibles(ruta, persona) for persona in duenas]
        trozos = trozos.difference(*visibles)
        resto = set(PALABRA.findall(" ".join(trozos))).difference(propias, *visibles)
        resto = self._casa.ajenas(resto)
        if resto:
            # En una frase, un cargo o un lugar pueden ir en minúsculas.
            resto = resto.difference(palabra.lower() for suyas in visibles for palabra in suyas)
        llanas = {aplanar(p) for suyas in visibles for p in suyas} if resto else ()
        if ajenas := sum(aplanar(palabra) not in llanas for palabra in resto):
            clave = duenas[0].ficha.clave if len(duenas) == 1 else ""
            motivo = f"dice {ajenas} palabra(s) que no son de la casa ni de quien se habla"
            yield Fuga(lugar, clave, "", motivo)

    @cached_property
    def _casa(self) -> Casa:
        return Casa(self.originales, self.verdad)

    def de_agujas(
        self, ruta: str, lugar: str, crudo: bytes, halladas: Mapping[int, str]
    ) -> Iterator[Fuga]:
        """Lo que no es palabra pública de alguien a quien pertenece ese lugar.

        `halladas` es número de aguja → en qué forma se halló.
        """
        for numero, forma in sorted(halladas.items()):
            llana = self.agujas.llanas[numero]
            culpables = [a for a in self.agujas.de(numero) if not self._es_publica(a, llana)]
            partes = self._partes(ruta, crudo, llana) if culpables else ()
            for aguja in culpables:
                for parte, duenas in partes:
                    visible = [self._visible(ruta, clave) for clave in duenas]
                    if not self._disculpa(llana, visible, es_suyo=aguja.clave in duenas):
                        motivo = f"aparece y se reserva ({forma})"
                        yield Fuga(lugar + parte, aguja.clave, aguja.campo, motivo)

    def de_cortas(self, ruta: str, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        """Las de pocas letras: solo en lo suyo, y solo si son todo lo que dice un texto."""
        duenas = self._duenas(ruta, crudo)
        suyas = [a for a in self.agujas.cortas if a.clave in duenas]
        if not suyas:
            return
        dichos = set(map(aplanar, _SEPARA.split(html.unescape(crudo.decode("utf-8", "ignore")))))
        for aguja in suyas:
            llana = aplanar(aguja.texto)
            publica = any(aplanar(t) == llana for t in self.verdad.fichas[aguja.clave].atomos)
            if llana and llana in dichos and not publica:
                yield Fuga(lugar, aguja.clave, aguja.campo, "aparece y se reserva (texto completo)")

    def _es_publica(self, aguja: Aguja, llana: bytes) -> bool:
        persona = self.verdad.fichas.get(aguja.clave)
        return persona is not None and llana in persona.llano

    def _disculpa(self, llana: bytes, visible: Sequence[bytes], *, es_suyo: bool) -> bool:
        return any(llana in uno for uno in visible) or (not es_suyo and llana in self._de_casa)

    def _visibles(self, ruta: str, persona: Publicable) -> frozenset[str]:
        """Las palabras de lo mismo."""
        if ruta.startswith("comparar/"):
            return persona.palabras_curriculares
        es_ajena = not ruta.startswith(persona.ficha.url)
        return persona.palabras_de_registro if es_ajena else persona.palabras

    def _visible(self, ruta: str, clave: str) -> bytes:
        """Lo que en ese lugar se puede decir de alguien: en una lista no va lo de su ficha."""
        persona = self.verdad.fichas[clave]
        if ruta.startswith("comparar/"):
            return persona.llano_curricular
        es_ajena = ruta.endswith(".html") and not ruta.startswith(persona.ficha.url)
        return persona.llano_de_registro if es_ajena else persona.llano

    @cached_property
    def _de_casa(self) -> bytes:
        """Palabras del programa y del proceso: fuera de lo suyo no dicen nada de nadie."""
        opciones = b" ".join(map(aplanar, self.verdad.senas(b"")))
        return b" ".join((self.originales.llano_escrito, self.verdad.llano_de_todas, opciones))

    def _duenas(self, ruta: str, crudo: bytes) -> frozenset[str]:
        """De quiénes habla un archivo: de quien lo nombra, o de quienes enlaza, solas o juntas."""
        if self._ultima.get(ruta) is not None:
            return self._ultima[ruta]
        de_ficha = DE_FICHA.fullmatch(ruta)
        propias = {de_ficha[1].upper()} if de_ficha else set()
        if ruta.endswith(".html"):
            for clave in ligadas(crudo.decode("utf-8", "replace")):
                propias |= self._planillas.get(clave, {clave})
        self._ultima.clear()
        self._ultima[ruta] = frozenset(propias & self.verdad.fichas.keys())
        return self._ultima[ruta]

    @cached_property
    def _ultima(self) -> dict[str, frozenset[str]]:
        """De quiénes es el archivo que se está leyendo: se pregunta varias veces."""
        return {}

    @cached_property
    def _planillas(self) -> Mapping[str, set[str]]:
        """Planilla → las claves de sus personas."""
        grupos: dict[str, set[str]] = {}
        for clave in self.verdad.fichas:
            grupos.setdefault(clave.rsplit("-", 3)[0], set()).add(clave)
        return grupos

    def _partes(self, ruta: str, crudo: bytes, llana: bytes) -> Partes:
        """Los renglones que lo dicen, de una tabla o de un índice; si no, el archivo entero."""
        halladas: list[tuple[str, frozenset[str]]] = []
        try:
            for nombre, renglones in self._hojas(ruta, crudo).items():
                for numero, renglon in enumerate(renglones, start=1):
                    if any(llana in aplanar(celda) for celda in renglon):
                        halladas.append((f"{nombre}:{numero}", self._duenas_de(renglon)))
        except (ValueError, KeyError, TypeError, AttributeError, csv.Error, ErrorConoceles):
            halladas = []
        return tuple(halladas) or (("", self._duenas(ruta, crudo)),)

    def _hojas(self, ruta: str, crudo: bytes) -> Mapping[str, Sequence[Renglon]]:
        if ruta.endswith(".csv"):
            return {"": leer_csv(crudo)}
        if ruta.endswith(".xlsx"):
            hojas = leer_libro_propio(self.carpeta / ruta)
            return {f"!{nombre}": r for nombre, r in hojas.items() if nombre != PORTADA}
        if re.fullmatch(r"busqueda/\w+\.json", ruta):
            return {"": [list(textos(fila)) for fila in leer_json(crudo).get("filas", ())]}
        return {}

    def _duenas_de(self, renglon: Renglon) -> frozenset[str]:
        if propias := {celda.upper() for celda in renglon} & self.verdad.fichas.keys():
            return frozenset(propias)
        return frozenset(
            persona.ficha.clave
            for celda in renglon
            for persona in self._tablas.por_nombre.get(celda, ())
        )

    @cached_property
    def _tablas(self) -> LectorDeTablas:
        return LectorDeTablas(self.verdad)
