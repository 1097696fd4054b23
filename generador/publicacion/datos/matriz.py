"""¿Cómo se publica la matriz de identidad, y cómo se lee? (PTO 6; INE/UTIGyND/466/2022, punto 3)"""

from collections.abc import Iterable, Mapping, Sequence

from generador.nucleo.conjunto import Contexto
from generador.nucleo.diccionario import Columna, Diccionario, Tipo
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.matriz import renglon_publico
from generador.publicacion.datos.celdas import A_CANDIDATURAS, Ajena, TablaDeDatos, celda
from generador.publicacion.datos.columnas import ColumnaDeDatos

MATRIZ = "matriz_identidad"
DICCIONARIO = "matriz_diccionario"

_TIPOS = {Tipo.CODIGO: "integer", Tipo.LISTA: "list", Tipo.SI_NO: "boolean"}
_NOMBRES_DE_TIPO = {
    Tipo.CLAVE: "Clave",
    Tipo.CODIGO: "Código",
    Tipo.LISTA: "Lista de claves",
    Tipo.SI_NO: "Sí o no",
    Tipo.TEXTO: "Texto",
}
COMO_SE_LEE = (
    (
        "En las preguntas de Sí o No, y en cada opción de las que admiten varias: 1 es Sí; 2, No; "
        "3, prefiero no contestar; 0, no aplica porque la pregunta no se le hizo; 9, sin respuesta."
    ),
    (
        "En las de elegir una opción: su número en el cuestionario, o su clave si sale de un "
        "catálogo; 98 es prefiero no contestar; 99, sin respuesta; 0, no aplica."
    ),
    (
        "Donde hay una marca de vacío (no_consintio, sin_captura…) no hay respuesta que mostrar, y "
        "la marca dice por qué."
    ),
)
"""Los códigos, para quien abre la matriz."""

_MAXIMO_DE_OPCIONES = 40
"""Un catálogo más largo se cita, no se copia."""

_RELACIONES = (
    *A_CANDIDATURAS,
    Ajena(("clave",), "curricular", ("clave",)),
    Ajena(("cargo",), "cargos", ("clave",)),
    Ajena(("ambito_tipo", "ambito"), "ambitos", ("tipo", "clave")),
    Ajena(("postulante",), "postulantes", ("clave",)),
)


def tablas_de_matriz(
    fichas: Sequence[FichaPublica], contexto: Contexto
) -> tuple[TablaDeDatos, TablaDeDatos]:
    """La matriz pública, un renglón por candidatura, y su diccionario."""
    diccionario = Diccionario.de_contexto(contexto)
    columnas = diccionario.publicas
    matriz = TablaDeDatos(
        MATRIZ,
        "Matriz de identidad: lo mismo, con códigos",
        "Para quien analiza: una fila por candidatura y un código por pregunta, con los datos para "
        "cruzarlos; `matriz_diccionario` explica cada columna. Solo trae lo que se puede publicar, "
        "y en lo demás dice por qué no está: no sirve para contar cuántas personas de un grupo "
        "compiten.",
        columnas_de_datos(columnas),
        ("clave",),
        [renglon_publico(ficha, diccionario) for ficha in fichas],
        _RELACIONES,
    )
    return matriz, tabla_de_diccionario(columnas)


def columnas_de_datos(columnas: Iterable[Columna]) -> tuple[ColumnaDeDatos, ...]:
    """Las columnas de la matriz como las describe Table Schema."""
    return tuple(
        ColumnaDeDatos(
            c.nombre,
            c.titulo,
            c.ayuda,
            _TIPOS.get(c.tipo, "string"),
            requerida=c.requerida,
            catalogo=c.catalogo,
            categorias=c.dominio,
        )
        for c in columnas
    )


def tabla_de_diccionario(columnas: Iterable[Columna]) -> TablaDeDatos:
    """Un renglón por columna de la matriz: qué es, qué puede decir y de qué pregunta sale."""
    propias = (
        ColumnaDeDatos("columna", "Columna", "Como se llama en la matriz.", requerida=True),
        ColumnaDeDatos("titulo", "Título", "La pregunta o el dato.", requerida=True),
        ColumnaDeDatos("tipo", "Tipo", "Qué hay en sus celdas.", requerida=True),
        ColumnaDeDatos("dominio", "Dominio", "Qué significa cada código o clave."),
        ColumnaDeDatos("descripcion", "Descripción", "Para qué se pregunta o de dónde sale."),
        ColumnaDeDatos("pregunta", "Pregunta de origen", "Su clave en el cuestionario."),
        ColumnaDeDatos("dimension", "Dimensión", "El grupo del cuestionario al que pertenece."),
    )
    return TablaDeDatos(
        DICCIONARIO,
        "Diccionario de la matriz de identidad",
        "Un renglón por columna de `matriz_identidad`: su tipo, qué significa cada código y de qué "
        "pregunta sale.",
        propias,
        ("columna",),
        [
            tuple(
                map(
                    celda,
                    propias,
                    (
                        columna.nombre,
                        columna.titulo,
                        _NOMBRES_DE_TIPO[columna.tipo],
                        _dominio(columna),
                        columna.ayuda,
                        columna.pregunta,
                        columna.dimension,
                    ),
                )
            )
            for columna in columnas
        ],
    )


_SIN_OPCIONES = {
    Tipo.CLAVE: "Una clave; su tabla dice qué significa",
    Tipo.LISTA: "Claves separadas con punto y coma",
    Tipo.SI_NO: "si: Sí; no: No",
    Tipo.TEXTO: "Lo que la persona escribió",
}


def _dominio(columna: Columna) -> str:
    opciones = columna.dominio
    if not opciones:
        return _SIN_OPCIONES[columna.tipo]
    if len(opciones) > _MAXIMO_DE_OPCIONES:
        # Lo que no es de la lista —no aplica, no contestó— sí se dice aquí.
        opciones = {k: v for k, v in opciones.items() if k.isdecimal()}
        return f"Una clave de «{columna.catalogo}», en la tabla de catálogos; {_dicho(opciones)}"
    return _dicho(opciones)


def _dicho(opciones: Mapping[str, str]) -> str:
    return "; ".join(f"{clave}: {texto}" for clave, texto in opciones.items())
