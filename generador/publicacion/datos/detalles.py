"""¿Qué renglones salen de las respuestas que son una lista y no caben en una celda?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo, buscar_esquema
from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.formulario import Formulario, opciones_de_catalogo
from generador.publicacion.datos.celdas import A_CANDIDATURAS, TablaDeDatos, celda
from generador.publicacion.datos.columnas import (
    CLAVE_AJENA,
    ORDEN,
    ColumnaDeDatos,
)

CASAS = "domicilios"
"""Formato de los domicilios: tienen su propia tabla."""


def tablas_de_detalle(
    fichas: Sequence[FichaPublica], contexto: Contexto, formulario: Formulario
) -> tuple[TablaDeDatos, ...]:
    """Contactos, casas de campaña, otra formación y propuestas: un renglón por elemento."""
    de_contacto = formulario.rubros.get("contacto", ())
    return (
        _contactos(fichas, contexto, de_contacto),
        _casas(fichas, contexto, de_contacto),
        _formacion(fichas, contexto),
        _propuestas(fichas, contexto),
    )


def _contactos(
    fichas: Iterable[FichaPublica], contexto: Contexto, campos: Iterable[Campo]
) -> TablaDeDatos:
    medios = opciones_de_catalogo(contexto.proceso, "redes") | {
        campo.nombre: campo.titulo for campo in campos if campo.formato not in ("redes", CASAS)
    }
    medio = ColumnaDeDatos(
        "medio",
        "Medio",
        "La red, la página, el correo o el teléfono.",
        requerida=True,
        catalogo="medio",
        categorias=medios,
        cerrada=False,
    )
    valor = ColumnaDeDatos("valor", "Dirección o número", "Como se capturó.", requerida=True)
    return _tabla(
        "contactos",
        "Medios públicos de contacto",
        (medio, ORDEN, valor),
        (
            (ficha.clave, nombre, str(orden), texto)
            for ficha, respuesta in _llenas(fichas, "contacto")
            if respuesta.formato != CASAS
            for nombre, textos in _medios(respuesta)
            for orden, texto in enumerate(textos, start=1)
        ),
        llave=("clave", "medio", "orden"),
    )


def _casas(
    fichas: Iterable[FichaPublica], contexto: Contexto, campos: Iterable[Campo]
) -> TablaDeDatos:
    columnas = tuple(
        columna
        for campo in campos
        if campo.formato == CASAS
        for columna in _partes(contexto, f"{campo.puntero}/0")
    )
    return _tabla(
        "casas_campana",
        "Casas de campaña",
        (ORDEN, *columnas),
        (
            (ficha.clave, str(orden), *(_de_mapa(columna, casa) for columna in columnas))
            for ficha, respuesta in _llenas(fichas, "contacto")
            if respuesta.formato == CASAS
            for orden, casa in enumerate(respuesta.valor, start=1)
        ),
    )


def _formacion(fichas: Iterable[FichaPublica], contexto: Contexto) -> TablaDeDatos:
    return _tabla(
        "formacion",
        "Otra formación académica",
        (ORDEN, _texto(contexto, "/curricular/formacion/otra_formacion/0")),
        (
            (ficha.clave, str(orden), texto)
            for ficha, respuesta in _llenas(fichas, "formacion")
            if respuesta.formato == "lista"
            for orden, texto in enumerate(respuesta.valor, start=1)
        ),
    )


def _propuestas(fichas: Iterable[FichaPublica], contexto: Contexto) -> TablaDeDatos:
    titulo = ColumnaDeDatos("titulo", "Título", "Cómo la pide el proceso.", requerida=True)
    titulos = {clave: cargo.propuestas for clave, cargo in contexto.proceso.cargos.items()}
    return _tabla(
        "propuestas",
        "Propuestas",
        (ORDEN, titulo, _texto(contexto, "/curricular/propuestas/0")),
        (
            (ficha.clave, str(orden), _titulo(titulos[ficha.cargo], orden), texto)
            for ficha, respuesta in _llenas(fichas, "propuestas")
            for orden, texto in enumerate(respuesta.valor, start=1)
        ),
    )


def _titulo(pedidas: Sequence[str], orden: int) -> str:
    return pedidas[orden - 1] if orden <= len(pedidas) else f"Propuesta {orden}"


def _tabla(
    nombre: str,
    titulo: str,
    columnas: tuple[ColumnaDeDatos, ...],
    renglones: Iterable[tuple[str, ...]],
    *,
    llave: tuple[str, ...] = ("clave", "orden"),
) -> TablaDeDatos:
    return TablaDeDatos(
        nombre,
        titulo,
        "Un renglón por elemento. Por qué no hay ninguno lo dice `curricular`.",
        (CLAVE_AJENA, *columnas),
        llave,
        list(renglones),
        A_CANDIDATURAS,
    )


def _texto(contexto: Contexto, puntero: str) -> ColumnaDeDatos:
    nodo = buscar_esquema(contexto.esquemas, "candidatura", puntero)
    return ColumnaDeDatos(
        "texto", nodo.get("title", ""), nodo.get("description", ""), requerida=True
    )


def _partes(contexto: Contexto, puntero: str) -> Iterator[ColumnaDeDatos]:
    nodo = buscar_esquema(contexto.esquemas, "candidatura", puntero)
    for nombre, parte in nodo.get("properties", {}).items():
        yield ColumnaDeDatos(
            nombre,
            parte.get("title", nombre),
            parte.get("description", ""),
            requerida=nombre in nodo.get("required", ()),
        )


def _llenas(fichas: Iterable[FichaPublica], rubro: str) -> Iterator[tuple[FichaPublica, Respuesta]]:
    """Las respuestas de un apartado que se pueden mostrar."""
    for ficha in fichas:
        for propio in ficha.rubros:
            if propio.nombre == rubro:
                for respuesta in propio.respuestas:
                    if respuesta.vacio is None and respuesta.valor is not None:
                        yield ficha, respuesta


def _medios(respuesta: Respuesta) -> Iterator[tuple[str, Sequence[str]]]:
    if isinstance(respuesta.valor, Mapping):
        for red, direccion in respuesta.valor.items():
            yield red, (direccion,)
    else:
        nombre = respuesta.puntero.rpartition("/")[2]
        yield (
            nombre,
            ((respuesta.valor,) if isinstance(respuesta.valor, str) else tuple(respuesta.valor)),
        )


def _de_mapa(columna: ColumnaDeDatos, mapa: Mapping[str, str]) -> str:
    if mapa.get(columna.nombre):
        return celda(columna, mapa[columna.nombre])
    return Vacio.NO_PROPORCIONO.value
