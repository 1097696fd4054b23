"""¿Qué renglones salen de las estadísticas de identidad?"""

from collections.abc import Iterator, Sequence

from generador.nucleo.conjunto import Contexto
from generador.nucleo.estadistica.contables import Pregunta, preguntas_contables
from generador.nucleo.estadistica.contada import VARIABLES
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.ficha import Vacio
from generador.publicacion.cifras import nombres_de_columnas
from generador.publicacion.datos.celdas import Ajena, TablaDeDatos, celda
from generador.publicacion.datos.columnas import FICTICIO, ColumnaDeDatos

_TOTAL = "total"

_COLUMNAS = (
    ColumnaDeDatos(
        "corte", "Corte", "El día al que corresponde el conteo.", "date", requerida=True
    ),
    ColumnaDeDatos(
        "celda_minima",
        "Celda mínima",
        "Con menos personas reservadas que estas, un conteo no se publica.",
        "integer",
        requerida=True,
        minimo=1,
    ),
    ColumnaDeDatos("pregunta", "Pregunta", "Su clave en `preguntas_identidad`.", requerida=True),
    ColumnaDeDatos(
        "variable",
        "Variable",
        "Por qué se reparte la pregunta; «total» es el de toda la entidad.",
        requerida=True,
        catalogo="variable",
        categorias={_TOTAL: "Toda la entidad", **VARIABLES},
    ),
    ColumnaDeDatos(
        "valor",
        "Valor de la variable",
        "La misma clave que en `candidaturas`; la del ámbito lleva delante su tipo. "
        "«resto»: los valores que no se publican uno por uno, juntos.",
        requerida=True,
    ),
    ColumnaDeDatos("valor_nombre", "Nombre del valor", "Como se muestra.", requerida=True),
    ColumnaDeDatos(
        "respuesta",
        "Respuesta",
        "«otras»: las que no se publican una por una, juntas. «todas»: el renglón dice que en ese "
        "valor no se publica ninguna.",
        requerida=True,
    ),
    ColumnaDeDatos(
        "respuesta_nombre", "Nombre de la respuesta", "Como se muestra.", requerida=True
    ),
    ColumnaDeDatos(
        "conteo",
        "Conteo",
        "Cuántas personas la dieron, autorizaran o no publicarla. Suprimida no es cero.",
        "integer",
        minimo=0,
    ),
    ColumnaDeDatos(
        "en_fichas",
        "Se ven en su ficha",
        "De ellas, en cuántas se veía esa respuesta en su ficha el día del corte.",
        "integer",
        requerida=True,
        minimo=0,
    ),
    ColumnaDeDatos(
        "registradas",
        "Registradas vigentes",
        "Primer denominador.",
        "integer",
        requerida=True,
        minimo=0,
    ),
    ColumnaDeDatos(
        "contestadas",
        "Contestaron el cuestionario",
        "Segundo denominador. En las preguntas que salen de la edad, todas las registradas.",
        "integer",
        requerida=True,
        minimo=0,
    ),
    ColumnaDeDatos(
        "en_espera",
        "Se contarán en otro corte",
        "De quienes contestaron: su ficha todavía no se ve, o entraron tan pocas que se las "
        "distinguiría.",
        "integer",
        requerida=True,
        minimo=0,
    ),
    ColumnaDeDatos(
        "validas",
        "Respuestas válidas",
        "De quienes se cuentan, cuántas no prefirieron no contestar ni dejaron un vacío.",
        "integer",
        minimo=0,
    ),
    FICTICIO,
)

_PREGUNTAS = (
    ColumnaDeDatos("clave", "Clave de la pregunta", "i01 a i19.", requerida=True),
    ColumnaDeDatos("titulo", "Pregunta", "Como se hizo.", requerida=True),
    ColumnaDeDatos("dimension", "Dimensión", "El grupo de que trata.", requerida=True),
    ColumnaDeDatos(
        "multiple",
        "Admite varias respuestas",
        "Entonces los conteos no suman personas.",
        "boolean",
        requerida=True,
    ),
    ColumnaDeDatos("abierta_por", "Pregunta que la abre", "Quien no la abrió, «no aplica»."),
    ColumnaDeDatos(
        "de_edad",
        "Sale de la edad",
        "No se cuenta lo contestado, sino la edad el día de la elección, que es pública.",
        "boolean",
        requerida=True,
    ),
)


def tablas_de_estadistica(
    cortes: Sequence[Corte], contexto: Contexto
) -> tuple[TablaDeDatos, TablaDeDatos]:
    """Los conteos de todos los cortes, y las preguntas de que tratan."""
    preguntas = preguntas_contables(contexto.esquemas, contexto.proceso)
    return (
        TablaDeDatos(
            "estadistica_identidad",
            "Identidad en números",
            "Cuántas personas dieron cada respuesta del cuestionario de identidad, corte por "
            "corte, en toda la entidad y por una variable. También cuentan quienes no autorizaron "
            "publicarla: lo que permitiría saber qué contestó una está suprimido.",
            _COLUMNAS,
            ("corte", "pregunta", "variable", "valor", "respuesta"),
            list(_renglones(cortes, preguntas, contexto)),
            (Ajena(("pregunta",), "preguntas_identidad", ("clave",)),),
        ),
        TablaDeDatos(
            "preguntas_identidad",
            "Preguntas de identidad",
            "Las preguntas que se cuentan en `estadistica_identidad`.",
            _PREGUNTAS,
            ("clave",),
            [
                (
                    p.nombre,
                    p.titulo,
                    p.dimension,
                    celda(_PREGUNTAS[3], p.multiple),
                    p.padre or Vacio.NO_APLICA.value,
                    celda(_PREGUNTAS[5], p.por_edad is not None),
                )
                for p in preguntas
            ],
            (Ajena(("abierta_por",), "", ("clave",)),),
        ),
    )


def _renglones(
    cortes: Sequence[Corte], preguntas: Sequence[Pregunta], contexto: Contexto
) -> Iterator[tuple[str, ...]]:
    por_nombre = {p.nombre: p for p in preguntas}
    titulos = nombres_de_columnas(contexto.proceso)
    ficticio = celda(FICTICIO, contexto.proceso.identificacion.ficticio)
    for corte in cortes:
        for r in corte.renglones:
            nombre = titulos[r.variable].get(r.columna, r.columna) if r.variable else ""
            yield (
                corte.fecha.isoformat(),
                str(corte.minimo),
                r.pregunta,
                r.variable or _TOTAL,
                r.columna or _TOTAL,
                nombre or "Toda la entidad",
                r.respuesta,
                por_nombre[r.pregunta].etiqueta(r.respuesta),
                _cantidad(r.conteo),
                str(r.publicas),
                str(r.registradas),
                str(r.contestadas),
                str(r.en_espera),
                _cantidad(r.validas),
                ficticio,
            )


def _cantidad(conteo: int | None) -> str:
    return Vacio.SUPRIMIDA.value if conteo is None else str(conteo)
