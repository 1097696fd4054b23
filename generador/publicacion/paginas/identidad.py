"""¿Qué contestaron, en conjunto, las candidaturas en el cuestionario de identidad?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generador.nucleo.calendario import fecha_larga
from generador.nucleo.estadistica.contables import NO_SON_RESPUESTA, Pregunta
from generador.nucleo.estadistica.contada import VARIABLES
from generador.nucleo.estadistica.corte import COLUMNA, Corte, Renglon
from generador.nucleo.proceso import Proceso
from generador.publicacion.cifras import nombres_de_columnas, porcentaje
from generador.publicacion.graficas import Tramo, barra_de_parte
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase, Miga, Pagina

URL = "cifras/identidad/"


@dataclass(frozen=True, slots=True)
class Barra:
    """Una respuesta del total estatal."""

    nombre: str
    conteo: int | None
    publicas: int
    tramos: tuple[Tramo, ...]
    de_contadas: str
    de_validas: str
    aparte: bool
    """Si es un vacío y no una respuesta."""


@dataclass(frozen=True, slots=True)
class Fila:
    """Una columna del corte, que en la página es un renglón: un cargo, un lugar."""

    nombre: str
    celdas: tuple[str, ...]
    suprimida: bool
    registradas: int
    contadas: int


@dataclass(frozen=True, slots=True)
class Reparto:
    """Una pregunta repartida por una variable."""

    variable: str
    titulo: str
    encabezados: tuple[str, ...]
    filas: tuple[Fila, ...]

    @property
    def suprimido(self) -> bool:
        """Si no se publica ninguna de sus columnas."""
        return all(fila.suprimida for fila in self.filas)


@dataclass(frozen=True, slots=True)
class Cuadro:
    """Todo lo publicado de una pregunta."""

    pregunta: Pregunta
    barras: tuple[Barra, ...]
    total: Renglon
    repartos: tuple[Reparto, ...]

    @property
    def suprimido(self) -> bool:
        """Si de esta pregunta no se publica nada."""
        return not self.barras

    @property
    def contadas(self) -> int:
        """Quienes contestaron y ya se cuentan."""
        return self.total.contestadas - self.total.en_espera

    @property
    def a_la_vista(self) -> tuple[Reparto, ...]:
        """Los repartos en que se ve algo."""
        return tuple(r for r in self.repartos if not r.suprimido)

    @property
    def callados(self) -> tuple[str, ...]:
        """Por qué variables no se publica nada."""
        return tuple(r.titulo.lower() for r in self.repartos if r.suprimido)


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def componer(indice: Indice, _: None) -> Pagina:
    """El último corte; si no hay ninguno, se dice."""
    fuente = indice.fuente
    cortes = fuente.cortes if fuente.abierto else ()
    ultimo = cortes[-1] if cortes else None
    cuadros = tuple(_cuadros(ultimo, fuente.preguntas, indice.proceso)) if ultimo else ()
    generales = next((c.total for c in cuadros if not c.pregunta.por_edad), None)
    return Pagina(
        url=URL,
        plantilla="identidad.html",
        titulo="Identidad en números · Conóceles",
        descripcion="Cuántas personas candidatas son indígenas, afromexicanas, migrantes, de la "
        "diversidad sexual o viven con discapacidad, sin señalar a ninguna.",
        datos={
            "corte": fecha_larga(ultimo.fecha) if ultimo else "",
            "minimo": ultimo.minimo if ultimo else indice.proceso.lecturas.celda_minima,
            "grupos": [
                (suyos[0].pregunta.dimension_nombre, dimension, tuple(suyos))
                for dimension, suyos in _por_dimension(cuadros).items()
            ],
            "total": generales,
            "contestaron": _por_ciento(generales.contestadas, generales.registradas)
            if generales
            else "",
            "otros_cortes": [fecha_larga(c.fecha) for c in cortes[:-1]],
        },
        seccion="cifras",
        migas=(Miga("Inicio", ""), Miga("Cifras", "cifras/"), Miga("Identidad en números")),
    )


CLASE = Clase("identidad", elementos, lambda _: URL, componer)


def _cuadros(corte: Corte, preguntas: Iterable[Pregunta], proceso: Proceso) -> Iterator[Cuadro]:
    titulos = nombres_de_columnas(proceso)
    por_pregunta: dict[str, list[Renglon]] = {}
    for renglon in corte.renglones:
        por_pregunta.setdefault(renglon.pregunta, []).append(renglon)
    for pregunta in preguntas:
        suyos = por_pregunta.get(pregunta.nombre, [])
        estatal = [r for r in suyos if not r.variable]
        if estatal:
            yield Cuadro(
                pregunta,
                tuple(_barra(pregunta, r) for r in estatal if r.respuesta != COLUMNA),
                estatal[0],
                tuple(_repartos(pregunta, suyos, titulos)),
            )


def _por_dimension(cuadros: Iterable[Cuadro]) -> dict[str, list[Cuadro]]:
    grupos: dict[str, list[Cuadro]] = {}
    for cuadro in cuadros:
        grupos.setdefault(cuadro.pregunta.dimension, []).append(cuadro)
    return grupos


def _barra(pregunta: Pregunta, r: Renglon) -> Barra:
    contadas = r.contestadas - r.en_espera
    aparte = r.respuesta in NO_SON_RESPUESTA
    return Barra(
        nombre=pregunta.etiqueta(r.respuesta),
        conteo=r.conteo,
        publicas=r.publicas,
        tramos=barra_de_parte(r.conteo or 0, contadas),
        de_contadas="" if r.conteo is None else _por_ciento(r.conteo, contadas),
        de_validas=""
        if r.conteo is None or r.validas is None or aparte
        else _por_ciento(r.conteo, r.validas),
        aparte=aparte,
    )


def _repartos(
    pregunta: Pregunta, renglones: Sequence[Renglon], titulos: Mapping[str, Mapping[str, str]]
) -> Iterator[Reparto]:
    for variable, titulo in VARIABLES.items():
        columnas: dict[str, dict[str, Renglon]] = {}
        for r in renglones:
            if r.variable == variable:
                columnas.setdefault(r.columna, {})[r.respuesta] = r
        dichas = dict.fromkeys(
            respuesta
            for celdas in columnas.values()
            for respuesta, r in celdas.items()
            if r.conteo is not None
        )
        orden = list(titulos[variable])
        yield Reparto(
            variable,
            titulo,
            tuple(pregunta.etiqueta(respuesta) for respuesta in dichas),
            tuple(
                _fila(titulos[variable].get(columna, columna), columnas[columna], tuple(dichas))
                for columna in sorted(
                    columnas, key=lambda c: (orden.index(c) if c in titulos[variable] else -1, c)
                )
            ),
        )


def _fila(nombre: str, celdas: Mapping[str, Renglon], dichas: Sequence[str]) -> Fila:
    una = next(iter(celdas.values()))
    conteos = [celdas[a].conteo if a in celdas else None for a in dichas]
    return Fila(
        nombre,
        tuple("suprimida" if n is None else f"{n:,}" for n in conteos),
        COLUMNA in celdas,
        una.registradas,
        una.contestadas - una.en_espera,
    )


def _por_ciento(parte: int, todo: int) -> str:
    valor = porcentaje(parte, todo)
    return "no aplica" if valor is None else f"{valor:.1f} %"
