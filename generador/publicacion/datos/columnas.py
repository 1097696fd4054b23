"""¿Qué columnas tienen los datos abiertos y qué dice de ellas el esquema?

Título, descripción, límites y opciones salen de `esquemas/`; aquí solo se escriben los de las
columnas derivadas, que ningún esquema nombra.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generador.nucleo.esquema import Campo, Esquemas, buscar_esquema, campos
from generador.nucleo.ficha import Estado, Vacio
from generador.nucleo.formulario import ETIQUETA_PNC, opciones_de_catalogo
from generador.nucleo.proceso import Proceso

VACIOS = frozenset(vacio.value for vacio in Vacio)

TIPOS = {
    "integer": "integer",
    "boolean": "boolean",
    "instante": "datetime",
    "fecha": "date",
    "imagen": "boolean",
    "redes": "integer",
    "lista": "integer",
    "textos": "integer",
    "domicilios": "integer",
}
"""Tipo de Table Schema según el formato del campo; lo demás es texto. De lo repetido, cuántos."""


@dataclass(frozen=True, slots=True)
class ColumnaDeDatos:
    """Una columna de una tabla de datos abiertos.

    `requerida` es que siempre tiene valor: en las demás, la celda sin valor lleva la clave de
    su vacío. `cerrada` es que solo admite las claves de `categorias`.
    """

    nombre: str
    titulo: str
    ayuda: str
    tipo: str = "string"
    requerida: bool = False
    minimo: int | None = None
    maximo: int | None = None
    patron: str = ""
    catalogo: str = ""
    categorias: Mapping[str, str] = field(default_factory=dict)
    cerrada: bool = True
    puntero: str = ""


CLAVE_AJENA = ColumnaDeDatos(
    "clave", "Clave de la candidatura", "La misma en todas las tablas.", requerida=True
)

FICTICIO = ColumnaDeDatos(
    "ficticio",
    "Datos ficticios",
    "«si» cuando el proceso es un ejemplo inventado: ninguna de estas personas existe.",
    "boolean",
    requerida=True,
)

ORDEN = ColumnaDeDatos("orden", "Orden", "Desde 1.", "integer", requerida=True, minimo=1)

ESTADOS: Mapping[str, str] = {
    Estado.SIN_CAPTURA: "Sin captura",
    Estado.SIN_VALIDAR: "Sin validar",
    Estado.PUBLICADA: "Publicada",
    Estado.EN_CORRECCION: "En corrección",
    Estado.CON_ERROR: "En revisión",
    Estado.SUSTITUIDA: "Sustituida",
    Estado.CANCELADA: "Cancelada",
}

SIEMPRE = frozenset(("cargo", "ambito", "postulante", "acuerdo"))
"""Datos del registro que ninguna candidatura publicada puede no tener."""

DE_LA_PERSONA = (
    "nombre",
    "primer_apellido",
    "segundo_apellido",
    "sobrenombre",
    "sexo",
    "edad",
    "eleccion_consecutiva",
)
"""Lo que se calla de quien salió de la consulta, si el proceso decidió ocultar (PTO 44)."""


def columnas_de_candidatura(proceso: Proceso, esquemas: Esquemas) -> tuple[ColumnaDeDatos, ...]:
    """Columnas de `candidaturas`: las públicas del registro y lo que se deriva del trámite.

    El nombre de cada una es el del atributo de `FichaPublica`.
    """
    todos = {c.puntero: c for c in campos(esquemas)}
    elegidas = [replace(de_campo(todos["/clave"], proceso, esquemas), requerida=True)]
    for campo in todos.values():
        if not campo.puntero.startswith("/registro/") or campo.nombre == "estatus":
            continue
        if campo.visibilidad == "publica":
            propia = de_campo(campo, proceso, esquemas)
            elegidas.append(replace(propia, requerida=campo.nombre in SIEMPRE))
            if campo.nombre in _DETRAS_DE:
                elegidas.append(_DERIVADAS[_DETRAS_DE[campo.nombre]])
    elegidas.extend(
        replace(de_campo(todos[puntero], proceso, esquemas), nombre=nombre)
        if puntero
        else _DERIVADAS[nombre]
        for nombre, puntero in _DEL_TRAMITE.items()
    )
    tipos = {k: t.nombre for k, t in proceso.ambitos.items()}
    con_tipos = (replace(c, categorias=tipos) if c.nombre == "ambito_tipo" else c for c in elegidas)
    return (*con_tipos, FICTICIO)


def de_campo(campo: Campo, proceso: Proceso, esquemas: Esquemas) -> ColumnaDeDatos:
    """Deriva la columna de un campo del esquema."""
    raiz = "identidad" if campo.puntero.startswith("/respuestas/") else "candidatura"
    nodo = buscar_esquema(esquemas, raiz, campo.puntero)
    tipo = "list" if campo.multiple else TIPOS.get(campo.formato, "string")
    repetido = campo.formato in ("redes", "lista", "textos", "domicilios")
    return ColumnaDeDatos(
        nombre=campo.nombre,
        titulo=campo.titulo,
        ayuda=f"{campo.ayuda} {_AVISOS.get(campo.formato, '')}".strip(),
        tipo=tipo,
        minimo=nodo.get("minimum") if tipo == "integer" else None,
        maximo=nodo.get("maximum") if tipo == "integer" else None,
        patron=nodo.get("pattern", "") if campo.formato == "clave" else "",
        catalogo="" if repetido else campo.catalogo or (campo.nombre if campo.etiquetas else ""),
        categorias={} if repetido else _opciones(campo, proceso, nodo.get("x-admite", ())),
        puntero=campo.puntero,
    )


def _opciones(campo: Campo, proceso: Proceso, admite: Iterable[str]) -> dict[str, str]:
    if campo.etiquetas:
        opciones = dict(campo.etiquetas)
    else:
        opciones = opciones_de_catalogo(proceso, campo.catalogo)
    if opciones and "pnc" in admite:
        opciones.setdefault("pnc", ETIQUETA_PNC)
    # «No aplica» como respuesta y como vacío dicen lo mismo: la celda lleva una sola clave.
    return {k: v for k, v in opciones.items() if k not in VACIOS}


_AVISOS = {
    "imagen": "Aquí solo se dice si la ficha la muestra.",
    "redes": "Aquí, cuántas; cada una está en `contactos`.",
    "domicilios": "Aquí, cuántas; cada una está en `casas_campana`.",
    "lista": "Aquí, cuántos renglones; cada uno está en su tabla.",
    "textos": "Aquí, cuántas; cada una está en `propuestas`.",
}

_DERIVADAS: Mapping[str, ColumnaDeDatos] = {
    columna.nombre: columna
    for columna in (
        ColumnaDeDatos(
            "cargo_nombre",
            "Nombre del cargo",
            "En femenino o masculino según el sexo del registro.",
            requerida=True,
        ),
        ColumnaDeDatos(
            "ambito_tipo",
            "Tipo de ámbito",
            "Qué clase de lugar es: distrito, municipio o entidad.",
            requerida=True,
            catalogo="ambito_tipo",
        ),
        ColumnaDeDatos(
            "ambito_nombre", "Nombre del ámbito", "El lugar donde se vota.", requerida=True
        ),
        ColumnaDeDatos(
            "posicion",
            "Posición",
            "Código del cargo con el número de lista: REG02.",
            requerida=True,
        ),
        ColumnaDeDatos(
            "integrantes",
            "Partidos detrás de la postulación",
            "Los integrantes de la alianza, o quien postula; separados con punto y coma.",
            "list",
            requerida=True,
        ),
        ColumnaDeDatos(
            "estado",
            "Estado",
            "En qué está el cuestionario curricular, o por qué salió de la consulta.",
            requerida=True,
            catalogo="estado",
            categorias=ESTADOS,
        ),
        ColumnaDeDatos(
            "extemporanea",
            "Captura extemporánea",
            "Si se envió después de vencer su plazo (PTO 14 y 21).",
            "boolean",
            requerida=True,
        ),
        ColumnaDeDatos(
            "sustituida_por", "Sustituida por", "Clave de la candidatura que la reemplaza."
        ),
        ColumnaDeDatos(
            "url",
            "Dirección de la ficha",
            "Permanente; se añade a la dirección del sitio.",
            requerida=True,
        ),
    )
}
"""Columnas que no son un campo del esquema."""

_DETRAS_DE = {
    "cargo": "cargo_nombre",
    "caracter": "ambito_tipo",
    "ambito": "ambito_nombre",
    "numero": "posicion",
    "postulante": "integrantes",
}
"""Campo del registro → columna derivada que lo sigue."""

_DEL_TRAMITE = {
    "estado": "",
    "validada": "/tramite/validada",
    "extemporanea": "",
    "cambio_aplicado": "/tramite/cambio/aplicado",
    "sustituye_a": "/tramite/sustituye_a",
    "sustituida_por": "",
    "baja_fecha": "/tramite/baja/fecha",
    "baja_acuerdo": "/tramite/baja/acuerdo",
    "url": "",
}
"""Atributo de la ficha → campo del trámite que lo explica; vacío si es derivado."""
