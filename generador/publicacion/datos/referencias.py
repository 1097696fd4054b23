"""¿Qué tablas acompañan a los datos para entender sus claves?

Postulantes, alianzas, ámbitos, cargos, catálogos, vacíos y cifras de control.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from generador.nucleo.esquema import Esquemas, buscar_esquema
from generador.nucleo.ficha import CAUSAS, ETIQUETAS_DE_VACIO, Vacio
from generador.nucleo.formulario import opciones_de_catalogo
from generador.nucleo.proceso import Proceso
from generador.publicacion.cifras import Cifras
from generador.publicacion.datos.celdas import Ajena, TablaDeDatos, celda, instante
from generador.publicacion.datos.columnas import VACIOS, ColumnaDeDatos

_A_POSTULANTES = ("clave",)


def tablas_de_referencia(
    proceso: Proceso, esquemas: Esquemas, las_cifras: Cifras, de_fichas: Iterable[TablaDeDatos]
) -> tuple[TablaDeDatos, ...]:
    """Las tablas que no salen de las fichas. `catalogos` reúne las opciones de toda columna."""
    propias = (
        _postulantes(proceso, esquemas),
        _integrantes(proceso),
        _ambitos(proceso),
        _cargos(proceso, esquemas),
    )
    return (
        *propias,
        tabla_de_catalogos((*de_fichas, *propias)),
        _vacios(),
        _cifras_de_control(las_cifras),
    )


def _postulantes(proceso: Proceso, esquemas: Esquemas) -> TablaDeDatos:
    ramas = esquemas["proceso"]["properties"]["postulantes"]["anyOf"]
    nodo = next(r["additionalProperties"] for r in ramas if r.get("type") == "object")
    tipos = opciones_de_catalogo(proceso, "tipo_postulacion")
    columnas = (
        _clave("Clave del postulante"),
        *_del_esquema(nodo, ("nombre", "siglas")),
        *_del_esquema(nodo, ("tipo",), catalogo="tipo_postulacion", categorias=tipos),
        *_del_esquema(nodo, ("orden",)),
    )
    return TablaDeDatos(
        "postulantes",
        "Quién postula",
        "Partidos, alianzas y candidaturas independientes.",
        columnas,
        ("clave",),
        [
            (p.clave, p.nombre, p.siglas, celda(columnas[3], p.tipo), str(p.orden))
            for p in proceso.postulantes.values()
        ],
    )


def _integrantes(proceso: Proceso) -> TablaDeDatos:
    return TablaDeDatos(
        "integrantes",
        "Integrantes de las alianzas",
        "Un renglón por partido de cada coalición o candidatura común.",
        (
            ColumnaDeDatos("alianza", "Alianza", "Clave del postulante.", requerida=True),
            ColumnaDeDatos("partido", "Partido", "Clave del integrante.", requerida=True),
        ),
        ("alianza", "partido"),
        [
            (p.clave, partido)
            for p in proceso.postulantes.values()
            for partido in p.integrantes
            if partido in proceso.postulantes
        ],
        (
            Ajena(("alianza",), "postulantes", _A_POSTULANTES),
            Ajena(("partido",), "postulantes", _A_POSTULANTES),
        ),
    )


def _ambitos(proceso: Proceso) -> TablaDeDatos:
    tipos = {k: t.nombre for k, t in proceso.ambitos.items()}
    return TablaDeDatos(
        "ambitos",
        "Lugares donde se vota",
        "Distritos, municipios y entidad. La clave es la electoral, no la del INEGI.",
        (
            ColumnaDeDatos(
                "tipo",
                "Tipo de ámbito",
                "Qué clase de lugar es.",
                requerida=True,
                catalogo="ambito_tipo",
                categorias=tipos,
            ),
            _clave("Clave del ámbito"),
            ColumnaDeDatos("nombre", "Nombre", "Como se muestra.", requerida=True),
        ),
        ("tipo", "clave"),
        [
            (tipo.clave, lugar.clave, lugar.nombre)
            for tipo in proceso.ambitos.values()
            for lugar in tipo.lugares.values()
        ],
    )


def _cargos(proceso: Proceso, esquemas: Esquemas) -> TablaDeDatos:
    nodo = buscar_esquema(esquemas, "proceso", "/cargos/cualquiera")
    elecciones = opciones_de_catalogo(proceso, "eleccion")
    columnas = (
        _clave("Clave del cargo"),
        *_del_esquema(nodo, ("eleccion",), catalogo="eleccion", categorias=elecciones),
        *_del_esquema(
            nodo, ("nombre", "nombre_femenino", "nombre_masculino", "funciones", "ambito")
        ),
        *_del_esquema(nodo, ("principio", "codigo", "numerado", "suplente")),
        ColumnaDeDatos(
            "propuestas",
            "Propuestas que se piden",
            "Cuántas, sin la de género.",
            "integer",
            requerida=True,
        ),
    )
    return TablaDeDatos(
        "cargos",
        "Cargos",
        "Por qué se compite en este proceso.",
        columnas,
        ("clave",),
        [
            (
                *(celda(columna, getattr(c, columna.nombre)) for columna in columnas[:-1]),
                str(len(c.propuestas)),
            )
            for c in proceso.cargos.values()
        ],
    )


def tabla_de_catalogos(tablas: Iterable[TablaDeDatos]) -> TablaDeDatos:
    """Las opciones de todas las columnas: una hoja de cálculo no lee el descriptor."""
    opciones = {
        (columna.catalogo, clave): nombre
        for tabla in tablas
        for columna in tabla.columnas
        for clave, nombre in columna.categorias.items()
    }
    return TablaDeDatos(
        "catalogos",
        "Catálogos",
        "Qué significa cada clave de las columnas con opciones.",
        (
            ColumnaDeDatos("catalogo", "Catálogo", "O nombre de la pregunta.", requerida=True),
            _clave("Clave de la opción"),
            ColumnaDeDatos("nombre", "Nombre", "Como se muestra.", requerida=True),
        ),
        ("catalogo", "clave"),
        [(catalogo, clave, nombre) for (catalogo, clave), nombre in opciones.items()],
    )


def _vacios() -> TablaDeDatos:
    return TablaDeDatos(
        "vacios",
        "Vacíos",
        "Por qué una celda no tiene valor: la celda lleva esta clave.",
        (
            _clave("Clave del vacío"),
            ColumnaDeDatos("etiqueta", "Etiqueta", "Dos palabras.", requerida=True),
            ColumnaDeDatos("frase", "Explicación", "Como se lee en la ficha.", requerida=True),
        ),
        ("clave",),
        [(v.value, ETIQUETAS_DE_VACIO[v], CAUSAS[v]) for v in Vacio],
    )


def _cifras_de_control(las_cifras: Cifras) -> TablaDeDatos:
    corte = instante(las_cifras.corte)
    return TablaDeDatos(
        "cifras_de_control",
        "Cifras de control",
        "Las cifras que el sitio muestra; se pueden recalcular con `candidaturas` y `curricular`.",
        (
            ColumnaDeDatos("nombre", "Nombre", "General, o tabla.clave.columna.", requerida=True),
            ColumnaDeDatos("valor", "Valor", "Candidaturas.", "integer", requerida=True, minimo=0),
            ColumnaDeDatos(
                "corte", "Corte", "Instante al que corresponde.", "datetime", requerida=True
            ),
        ),
        ("nombre",),
        [(nombre, str(valor), corte) for nombre, valor in las_cifras.totales.items()],
    )


def _clave(titulo: str) -> ColumnaDeDatos:
    return ColumnaDeDatos("clave", titulo, "Texto: conserve sus ceros.", requerida=True)


def _del_esquema(
    nodo: Mapping[str, Any],
    nombres: Iterable[str],
    *,
    catalogo: str = "",
    categorias: Mapping[str, str] | None = None,
) -> Iterable[ColumnaDeDatos]:
    for nombre in nombres:
        parte = nodo["properties"][nombre]
        yield ColumnaDeDatos(
            nombre,
            parte.get("title", nombre),
            parte.get("description", ""),
            {"integer": "integer", "boolean": "boolean"}.get(parte.get("type", ""), "string"),
            requerida=nombre in nodo.get("required", ()) and not catalogo,
            catalogo=catalogo,
            categorias={k: v for k, v in (categorias or {}).items() if k not in VACIOS},
        )
