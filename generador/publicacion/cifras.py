"""¿Cuántas candidaturas hay, cuántas capturaron y cuántas están validadas?

Función pura de las fichas públicas: la usan la página de cifras y los datos abiertos, y por
eso una cifra del sitio se puede recalcular con los CSV.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from generador.nucleo.edades import GRUPOS_DE_EDAD, grupo_de_edad
from generador.nucleo.estadistica.corte import LAS_DEMAS
from generador.nucleo.ficha import ETIQUETAS_DE_VACIO, Estado, FichaPublica, Vacio
from generador.nucleo.proceso import Proceso

PUNTERO_DE_GRADO = "/curricular/formacion/grado_maximo"


@dataclass(frozen=True, slots=True)
class Columna:
    """Qué se cuenta."""

    nombre: str
    titulo: str


REGISTRADAS = Columna("registradas", "Registradas vigentes")
CON_CAPTURA = Columna("con_captura", "Con captura")
VALIDADAS = Columna("validadas", "Validadas")
SIN_CAPTURA = Columna("sin_captura", "Sin captura")
CON_ERROR = Columna("con_error", "En revisión")
SUSTITUIDAS = Columna("sustituidas", "Sustituidas")
CANCELADAS = Columna("canceladas", "Canceladas")
CANDIDATURAS = Columna("candidaturas", "Candidaturas")

CAPTURA = (REGISTRADAS, CON_CAPTURA, VALIDADAS, SIN_CAPTURA, CON_ERROR)
"""`registradas` es siempre la suma de `con_captura`, `sin_captura` y `con_error`."""

_VACIOS = frozenset(vacio.value for vacio in Vacio)

BAJAS = (SUSTITUIDAS, CANCELADAS)

CUENTA_EN: Mapping[str, tuple[str, ...]] = {
    Estado.SIN_CAPTURA: ("registradas", "sin_captura"),
    Estado.SIN_VALIDAR: ("registradas", "con_captura"),
    Estado.PUBLICADA: ("registradas", "con_captura", "validadas"),
    Estado.EN_CORRECCION: ("registradas", "con_captura", "validadas"),
    Estado.CON_ERROR: ("registradas", "con_error"),
    Estado.SUSTITUIDA: ("sustituidas",),
    Estado.CANCELADA: ("canceladas",),
}
"""En qué columnas suma cada estado. De un archivo en revisión no se sabe si capturó: va aparte."""


@dataclass(frozen=True, slots=True)
class Renglon:
    """Una fila: su clave, su nombre y un entero por columna."""

    clave: str
    nombre: str
    valores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Una tabla de cifras. `total` es None si las filas no se suman sin contar dos veces."""

    nombre: str
    titulo: str
    encabezado: str
    """Título de la primera columna."""
    columnas: tuple[Columna, ...]
    renglones: tuple[Renglon, ...]
    total: Renglon | None
    registradas: int
    """Primer denominador: candidaturas registradas vigentes."""
    con_captura: int
    """Segundo denominador: las que ya capturaron."""
    nota: str = ""


@dataclass(frozen=True, slots=True)
class Cifras:
    """Todas las tablas a un corte. `totales` son las cifras de control: nombre → entero."""

    corte: datetime
    tablas: tuple[Tabla, ...]
    totales: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Eje:
    """Por qué se reparten las candidaturas de una tabla."""

    nombre: str
    titulo: str
    encabezado: str
    conocidas: Mapping[str, str]
    claves_de: Callable[[FichaPublica], Iterable[str]]
    columnas: tuple[Columna, ...] = CAPTURA
    nota: str = ""


def cifras(fichas: Sequence[FichaPublica], proceso: Proceso, corte: datetime) -> Cifras:
    """Cuenta captura y validación con dos denominadores: registradas vigentes y con captura.

    Sustituidas y canceladas no entran en ningún denominador: van en su propia tabla. El nombre
    de una cifra de control es el de su columna, o `tabla.clave.columna`.
    """
    vigentes = [ficha for ficha in fichas if ficha.esta_vigente]
    bajas = [ficha for ficha in fichas if not ficha.esta_vigente]
    generales = Counter(columna for ficha in fichas for columna in CUENTA_EN[ficha.estado])
    tablas = (
        *(_tabla(eje, vigentes, generales) for eje in _ejes(proceso)),
        _tabla(_eje_de_bajas(proceso), bajas, generales),
    )
    totales = {c.nombre: generales[c.nombre] for c in (*CAPTURA, *BAJAS)}
    totales.update(
        (f"{tabla.nombre}.{renglon.clave}.{columna.nombre}", valor)
        for tabla in tablas
        for renglon in tabla.renglones
        for columna, valor in zip(tabla.columnas, renglon.valores, strict=True)
    )
    return Cifras(corte, tablas, totales)


def porcentaje(parte: int, todo: int) -> float | None:
    """Porcentaje con un decimal, con el medio hacia arriba; None si no hay de qué."""
    return (parte * 2000 + todo) // (2 * todo) / 10 if todo else None


def nombres(proceso: Proceso, catalogo: str) -> dict[str, str]:
    """Clave → nombre de un catálogo del programa, en su orden."""
    return {k: r["nombre"] for k, r in proceso.catalogos.get(catalogo, {}).items()}


def nombres_de_columnas(proceso: Proceso) -> dict[str, dict[str, str]]:
    """Por variable de la estadística de identidad, clave → nombre de cada columna, en su orden."""
    en_boleta = sorted(proceso.postulantes.values(), key=lambda p: p.orden)
    juntas = {LAS_DEMAS: "Las demás, juntas"}
    propios = {
        "eleccion": {k: e.nombre for k, e in proceso.elecciones.items()},
        "cargo": {k: c.nombre for k, c in proceso.cargos.items()},
        "postulante": {p.clave: p.nombre for p in en_boleta},
        "sexo": nombres(proceso, "sexo"),
        "edad": {clave: nombre for clave, nombre, _ in GRUPOS_DE_EDAD},
        "ambito": {
            f"{tipo.clave}:{clave}": f"{tipo.nombre}: {lugar.nombre}"
            for tipo in proceso.ambitos.values()
            for clave, lugar in tipo.lugares.items()
        },
    }
    return {variable: {**suyos, **juntas} for variable, suyos in propios.items()}


def grado(ficha: FichaPublica) -> str:
    """Clave del grado máximo de estudios que se puede mostrar, o la de su vacío."""
    respuesta = ficha.respuesta(PUNTERO_DE_GRADO)
    if respuesta is None:
        return Vacio.SIN_CAPTURA.value
    return str(respuesta.vacio or respuesta.clave_valor or respuesta.valor)


def _tabla(eje: _Eje, fichas: Sequence[FichaPublica], generales: Mapping[str, int]) -> Tabla:
    conteo: dict[str, Counter[str]] = defaultdict(Counter, {k: Counter() for k in eje.conocidas})
    for ficha in fichas:
        for clave in eje.claves_de(ficha):
            # Una clave que no está en el catálogo es un error del registro: cuenta, aparte.
            propia = clave if clave in eje.conocidas or clave in _VACIOS else Vacio.CON_ERROR.value
            conteo[propia].update((*CUENTA_EN[ficha.estado], CANDIDATURAS.nombre))
    renglones = tuple(
        Renglon(
            clave,
            eje.conocidas.get(clave) or ETIQUETAS_DE_VACIO[Vacio(clave)].capitalize(),
            tuple(conteo[clave][columna.nombre] for columna in eje.columnas),
        )
        for clave in (*eje.conocidas, *(v for v in Vacio if v in set(conteo) - set(eje.conocidas)))
    )
    sumas = tuple(sum(r.valores[n] for r in renglones) for n in range(len(eje.columnas)))
    return Tabla(
        nombre=eje.nombre,
        titulo=eje.titulo,
        encabezado=eje.encabezado,
        columnas=eje.columnas,
        renglones=renglones,
        total=None if eje.nota else Renglon("total", "Total", sumas),
        registradas=generales[REGISTRADAS.nombre],
        con_captura=generales[CON_CAPTURA.nombre],
        nota=eje.nota,
    )


def _ejes(proceso: Proceso) -> Iterable[_Eje]:
    """Las tablas de candidaturas vigentes, en el orden en que se muestran."""
    en_boleta = sorted(proceso.postulantes.values(), key=lambda p: p.orden)
    edades = {clave: nombre for clave, nombre, _ in GRUPOS_DE_EDAD}
    cargos = {k: c.nombre for k, c in proceso.cargos.items()}
    elecciones = {k: e.nombre for k, e in proceso.elecciones.items()}
    yield _Eje("eleccion", "Por elección", "Elección", elecciones, lambda f: (f.eleccion,))
    yield _Eje("cargo", "Por cargo", "Cargo", cargos, lambda f: (f.cargo,))
    yield _Eje(
        "postulante",
        "Por quién postula en la boleta",
        "Postulante",
        {p.clave: p.nombre for p in en_boleta},
        lambda f: (f.postulante,),
    )
    yield _Eje(
        "partido",
        "Por partido, con sus alianzas",
        "Partido o candidatura independiente",
        {p.clave: p.nombre for p in en_boleta if not p.integrantes},
        lambda f: f.integrantes,
        nota="Una candidatura de alianza cuenta una vez en cada partido que la integra: "
        "estas filas no se suman.",
    )
    yield _Eje("sexo", "Por sexo", "Sexo", nombres(proceso, "sexo"), lambda f: (f.sexo,))
    yield _Eje("edad", "Por grupo de edad", "Edad", edades, lambda f: (grupo_de_edad(f.edad),))
    yield _Eje(
        "grado",
        "Por grado máximo de estudios",
        "Grado",
        nombres(proceso, "grados"),
        lambda f: (grado(f),),
        (CANDIDATURAS,),
    )
    for tipo in proceso.ambitos.values():
        yield _Eje(
            f"ambito_{tipo.clave}",
            f"Por ámbito: {tipo.plural.lower()}",
            tipo.nombre,
            {k: lugar.nombre for k, lugar in tipo.lugares.items()},
            partial(_lugar, tipo.clave),
        )


def _lugar(tipo: str, ficha: FichaPublica) -> tuple[str, ...]:
    return (ficha.ambito,) if ficha.ambito_tipo == tipo else ()


def _eje_de_bajas(proceso: Proceso) -> _Eje:
    elecciones = {k: e.nombre for k, e in proceso.elecciones.items()}
    return _Eje(
        "bajas",
        "Sustituidas y canceladas, por elección",
        "Elección",
        elecciones,
        lambda f: (f.eleccion,),
        BAJAS,
    )
