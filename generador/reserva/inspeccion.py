"""¿Qué hay en cada archivo del sitio, y dice solo lo que puede?

Cada archivo pertenece a una clase declarada aquí; el que no, detiene la publicación. Después de su
clase, se buscan en él las agujas, en todas sus formas.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

from generador.archivos.apertura import leer_comun
from generador.errores import ErrorConoceles
from generador.reserva.agujas import Acerico, Aguja
from generador.reserva.formas import Ilegible, formas
from generador.reserva.fuga import Fuga
from generador.reserva.hojas_json import (
    leer_json,
    revisar_ficha,
    revisar_indice,
    revisar_secciones,
)
from generador.reserva.juicio import DE_FICHA, Juez
from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.pagina import Pagina, ligadas
from generador.reserva.paginas import LectorDePaginas
from generador.reserva.sueltos import (
    revisar_descriptor,
    revisar_foto,
    revisar_huellas,
    revisar_mapa,
    revisar_robots,
    revisar_sin_personas,
)
from generador.reserva.tablas import INE, LectorDeTablas, leer_csv
from generador.reserva.verdad import Publicable, Verdad

_PAGINA_DE_FICHA = re.compile(r"candidaturas/[a-z0-9-]+/index\.html")
_GENERADA = re.compile(
    r"((?:candidaturas/|procesos/)?index\.html|(?:boleta|buscar|cifras|comparar|datos|listado|"
    r"lugares|planillas|postulantes)/(?:[a-z0-9_-]+/){0,3}index\.html)"
)
_DE_NUMEROS = "cifras/identidad/index.html"
"""Cuenta respuestas y no habla de nadie: puede nombrar preguntas, y a ninguna persona."""
_TABLA = re.compile(r"datos/(?:(excel|compatibilidad)/)?([a-z0-9_]+)\.csv")
_SIN_PERSONAS = frozenset(("datos/LEAME.txt", "datos/ancla.json", "search/search_index.json"))

Lector = Callable[[str, bytes], Iterator[Fuga]]


class Inspector:
    """Lee los archivos de un proceso: su sitio, contra su verdad."""

    def __init__(
        self, carpeta: Path, verdad: Verdad, agujas: Acerico, originales: Originales
    ) -> None:
        self.carpeta = carpeta
        self.verdad = verdad
        self.agujas = agujas
        self.originales = originales
        self.paginas = LectorDePaginas(verdad, originales)
        self.tablas = LectorDeTablas(verdad)
        senas = verdad.senas(originales.llano)
        self.senas = Acerico(Aguja("", campo, texto) for texto, campo in senas.items())
        self.juez = Juez(carpeta, verdad, agujas, self.senas, originales)
        self._enteras: Mapping[str, Lector] = {
            "busqueda/indice.json": self._elecciones,
            "datos/datapackage.json": self._descriptor,
            "datos/SHA256SUMS": lambda lugar, crudo: revisar_huellas(lugar, crudo.decode()),
            "datos/conoceles.xlsx": self._libro,
            _DE_NUMEROS: self._numeros,
            "robots.txt": lambda lugar, crudo: revisar_robots(lugar, crudo.decode()),
            **dict.fromkeys(_SIN_PERSONAS, self._sin_personas),
        }
        self._por_forma: Sequence[tuple[re.Pattern[str], Callable[..., Lector]]] = (
            (_GENERADA, self._generada),
            (DE_FICHA, self._de_ficha),
            (_TABLA, self._tabla),
            (re.compile(r"busqueda/(\w+)\.json"), self._indice),
            (re.compile(r"secciones/(?:\d\d|todas)\.json"), self._secciones),
            (re.compile(r"sitemap(?:-\d+)?\.xml"), _mapa),
        )

    def revisar(self, ruta: str, lugar: str) -> Iterator[Fuga]:
        """Lo que está mal en un archivo; `lugar` es cómo se le nombra."""
        try:
            crudo = leer_comun(f"{self.carpeta}/{ruta}")
        except OSError:
            yield Fuga(lugar, "", "", "no es un archivo normal que se pueda leer")
            return
        original = self.originales.de(ruta) or self._emblema(ruta)
        if original is not None:
            if not original.is_file() or original.read_bytes() != crudo:
                yield Fuga(lugar, "", "", "no es idéntico a su original")
            return
        try:
            yield from self._clase(ruta)(lugar, crudo)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, csv.Error):
            # Sin la causa: puede citar lo leído.
            yield Fuga(lugar, "", "", "no se entiende: no tiene la forma declarada")
        except (BadZipFile, ErrorConoceles):
            yield Fuga(lugar, "", "", "es un libro que no se puede leer")
        yield from self._buscar(ruta, lugar, crudo)

    # --- de qué clase es -----------------------------------------------------------------------

    def _clase(self, ruta: str) -> Lector:
        if ruta in self._enteras:
            return self._enteras[ruta]
        for forma, hacer in self._por_forma:
            if hallada := forma.fullmatch(ruta):
                return hacer(*hallada.groups())
        es_escrita = ruta.endswith(".html") and self.originales.es_escrita(ruta)
        return self._escrita if es_escrita else _desconocido

    def _indice(self, eleccion: str) -> Lector:
        if eleccion not in self.verdad.proceso.elecciones:
            return _desconocido
        return lambda lugar, crudo: revisar_indice(lugar, leer_json(crudo), self.verdad)

    def _generada(self, ruta: str) -> Lector:
        def leer(lugar: str, crudo: bytes) -> Iterator[Fuga]:
            pagina = Pagina(crudo.decode())
            yield from self.paginas.generada(lugar, pagina)
            yield from self.juez.de_palabras(ruta, lugar, pagina)

        return leer

    def _secciones(self) -> Lector:
        return lambda lugar, crudo: revisar_secciones(lugar, leer_json(crudo), self.verdad)

    def _de_ficha(self, minuscula: str, nombre: str) -> Lector:
        persona = self.verdad.fichas.get(minuscula.upper())
        if persona is None:
            return _desconocido
        if nombre == "index.html":
            return lambda lugar, crudo: self._pagina_de_ficha(lugar, crudo, persona)
        if nombre == "ficha.json":
            return lambda lugar, crudo: revisar_ficha(lugar, leer_json(crudo), persona, self.verdad)
        if nombre == f"{minuscula}.webp":
            return lambda lugar, crudo: self._foto(lugar, crudo, persona)
        return _desconocido

    def _pagina_de_ficha(self, lugar: str, crudo: bytes, persona: Publicable) -> Iterator[Fuga]:
        pagina = Pagina(crudo.decode())
        yield from self.paginas.ficha(lugar, pagina, persona)
        yield from self.juez.de_palabras(f"{persona.ficha.url}index.html", lugar, pagina)

    def _foto(self, lugar: str, crudo: bytes, persona: Publicable) -> Iterator[Fuga]:
        ficha = persona.ficha
        original = self.verdad.raiz / ficha.fotografia
        if not (ficha.fotografia and ficha.esta_vigente):
            yield Fuga(lugar, ficha.clave, "fotografia", "está y no es pública")
        elif not original.is_file() or original.read_bytes() != crudo:
            yield Fuga(lugar, ficha.clave, "fotografia", "no es la de su expediente")
        yield from revisar_foto(lugar, crudo)

    def _tabla(self, variante: str | None, tabla: str) -> Lector:
        if variante == "excel":
            return lambda lugar, crudo: self.tablas.variante(
                lugar, leer_csv(crudo), leer_csv((self.carpeta / f"datos/{tabla}.csv").read_bytes())
            )
        if (variante == "compatibilidad") is not (tabla == INE):
            return _desconocido
        return lambda lugar, crudo: self.tablas.csv(lugar, tabla, leer_csv(crudo))

    def _libro(self, lugar: str, _crudo: bytes) -> Iterator[Fuga]:
        datos = self.carpeta / "datos"
        tablas = {ruta.stem: leer_csv(ruta.read_bytes()) for ruta in sorted(datos.glob("*.csv"))}
        leame = (datos / "LEAME.txt").read_text(encoding="utf-8")
        yield from self.tablas.libro(lugar, datos / "conoceles.xlsx", tablas, leame)

    def _descriptor(self, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        return revisar_descriptor(lugar, leer_json(crudo), self.tablas)

    def _elecciones(self, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        if leer_json(crudo) != {"elecciones": list(self.verdad.proceso.elecciones)}:
            yield Fuga(lugar, "", "", "dice algo más que las elecciones")

    def _sin_personas(self, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        return revisar_sin_personas(lugar, crudo.decode(), self.verdad)

    def _escrita(self, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        for clave in sorted(ligadas(crudo.decode()) & self.verdad.fichas.keys()):
            yield Fuga(lugar, clave, "", "nombra a una candidatura donde no debe")

    def _numeros(self, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        pagina = Pagina(crudo.decode())
        yield from self.paginas.generada(lugar, pagina)
        yield from self.juez.de_palabras(_DE_NUMEROS, lugar, pagina, self.verdad.del_cuestionario)
        yield from self._escrita(lugar, crudo)

    def _emblema(self, ruta: str) -> Path | None:
        return self._emblemas.get(ruta)

    @cached_property
    def _emblemas(self) -> Mapping[str, Path]:
        return {
            f"emblemas/{p.clave.lower()}.svg": self.verdad.raiz / p.emblema
            for p in self.verdad.proceso.postulantes.values()
            if p.emblema
        }

    def _buscar(self, ruta: str, lugar: str, crudo: bytes) -> Iterator[Fuga]:
        de_personas = _GENERADA.fullmatch(ruta) or _PAGINA_DE_FICHA.fullmatch(ruta)
        con_senas = bool(de_personas) and ruta != _DE_NUMEROS
        halladas: dict[int, str] = dict.fromkeys(self.agujas.en(aplanar(ruta)), "nombre")
        senas: set[int] = set()
        if con_senas or len(self.agujas):
            try:
                for forma, llano in formas(crudo):
                    for numero in self.agujas.en(llano):
                        halladas.setdefault(numero, forma)
                    if con_senas:
                        senas |= self.senas.en(llano)
            except Ilegible as error:
                yield Fuga(lugar, "", "", str(error))
        if senas:
            yield from self.juez.de_senas(ruta, lugar, crudo, senas)
        if halladas:
            yield from self.juez.de_agujas(ruta, lugar, crudo, halladas)
        if self.agujas.cortas and DE_FICHA.fullmatch(ruta):
            yield from self.juez.de_cortas(ruta, lugar, crudo)


def _mapa() -> Lector:
    return lambda lugar, crudo: revisar_mapa(lugar, crudo.decode())


def _desconocido(lugar: str, _crudo: bytes) -> Iterator[Fuga]:
    yield Fuga(lugar, "", "", "es un archivo que nadie declaró")
