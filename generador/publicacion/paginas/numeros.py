"""¿Cómo va la publicación, en números?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generador.publicacion.cifras import CAPTURA, Cifras, Renglon, Tabla, cifras, porcentaje
from generador.publicacion.graficas import Tramo, barra_de_captura, barra_de_parte, por_columna
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.textos import cuantas, enumerar

MUCHOS = 20
"""Con más renglones no se dibuja la gráfica: queda la tabla, plegada."""


@dataclass(frozen=True, slots=True)
class Fila:
    """Un renglón que se dibuja: sus valores, su barra y sus dos porcentajes."""

    nombre: str
    valores: Mapping[str, int]
    tramos: tuple[Tramo, ...]
    de_registradas: str
    de_captura: str


@dataclass(frozen=True, slots=True)
class Cuadro:
    """Una tabla que se dibuja."""

    tabla: Tabla
    clase: str
    """`captura`, `parte` o `bajas`: qué columnas tiene."""
    filas: tuple[Fila, ...]
    total: Fila | None

    @property
    def con_grafica(self) -> bool:
        """Si sus renglones se dibujan como barras."""
        return self.clase != "bajas" and len(self.filas) <= MUCHOS

    @property
    def plegado(self) -> bool:
        """Si la tabla se abre aparte: porque la gráfica ya dice lo principal o porque es larga."""
        return self.con_grafica or len(self.filas) > MUCHOS


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def componer(indice: Indice, _: None) -> Pagina:
    """Las cifras, con su corte, sus dos denominadores y sus tablas."""
    cuenta = cifras(indice.todas, indice.proceso, indice.fuente.corte)
    return Pagina(
        url="cifras/",
        plantilla="cifras.html",
        titulo="Cifras: quién ya publicó · Conóceles",
        descripcion="Cuántas candidaturas hay, cuántas capturaron su cuestionario y cuántas lo "
        "tienen validado, por elección, cargo, postulante, sexo, edad y estudios.",
        datos={
            "t": cuenta.totales,
            "de_registradas": _por_ciento(cuenta, "registradas"),
            "de_captura": _por_ciento(cuenta, "con_captura"),
            "cuadros": tuple(_cuadros(cuenta)),
            "aparte": _aparte(cuenta, len(indice.fuente.ilegibles)),
        },
        seccion="cifras",
        migas=(Miga("Inicio", ""), Miga("Cifras")),
    )


CLASE = Clase("cifras", elementos, lambda _: "cifras/", componer)


def _por_ciento(cuenta: Cifras, de: str) -> str:
    return _con_decimal(porcentaje(cuenta.totales["validadas"], cuenta.totales[de]))


def _con_decimal(valor: float | None) -> str:
    return "no aplica" if valor is None else f"{valor:.1f} %"


def _cuadros(cuenta: Cifras) -> Iterable[Cuadro]:
    for tabla in cuenta.tablas:
        if tabla.columnas == CAPTURA:
            clase = "captura"
        else:
            clase = "parte" if len(tabla.columnas) == 1 else "bajas"
        filas = tuple(_fila(tabla, r, clase) for r in tabla.renglones if any(r.valores))
        if filas:
            total = _fila(tabla, tabla.total, clase) if tabla.total and len(filas) > 1 else None
            yield Cuadro(tabla, clase, filas, total)


def _fila(tabla: Tabla, renglon: Renglon, clase: str) -> Fila:
    valores = por_columna(tabla, renglon)
    if clase == "captura":
        return Fila(
            renglon.nombre,
            valores,
            barra_de_captura(tabla, renglon),
            _con_decimal(porcentaje(valores["validadas"], valores["registradas"])),
            _con_decimal(porcentaje(valores["validadas"], valores["con_captura"])),
        )
    if clase == "parte":
        (cuantas_hay,) = renglon.valores
        return Fila(
            renglon.nombre,
            valores,
            barra_de_parte(cuantas_hay, tabla.registradas),
            _con_decimal(porcentaje(cuantas_hay, tabla.registradas)),
            "",
        )
    return Fila(renglon.nombre, valores, (), "", "")


def _aparte(cuenta: Cifras, ilegibles: int) -> str:
    partes = (
        (cuenta.totales["sustituidas"], "candidatura sustituida", "candidaturas sustituidas"),
        (cuenta.totales["canceladas"], "candidatura cancelada", "candidaturas canceladas"),
        (ilegibles, "expediente que no se pudo leer", "expedientes que no se pudieron leer"),
    )
    return enumerar([cuantas(numero, una, varias) for numero, una, varias in partes if numero])
