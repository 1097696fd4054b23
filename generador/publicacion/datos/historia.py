"""¿Qué renglones salen de la historia pública de los expedientes?"""

from collections.abc import Iterator, Sequence

from generador.nucleo.acciones import NORMAS
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Rol
from generador.nucleo.ficha import FichaPublica, Hecho
from generador.nucleo.historia import PUBLICAS
from generador.publicacion.datos.celdas import A_CANDIDATURAS, Ajena, TablaDeDatos, celda
from generador.publicacion.datos.columnas import CLAVE_AJENA, ORDEN, ColumnaDeDatos

_PAPELES = {
    Rol.UT.value: "Unidad responsable",
    Rol.VERIFICADORA.value: "Quien verifica",
    Rol.SUPERVISORA.value: "Supervisora del partido",
    Rol.CAPTURA.value: "Captura del partido",
    Rol.CANDIDATURA.value: "La propia candidatura",
}
_COLUMNAS = (
    ColumnaDeDatos("fecha", "Fecha", "El día del acto.", "date", requerida=True),
    ColumnaDeDatos("instante", "Instante", "Si consta la hora.", "datetime"),
    ColumnaDeDatos(
        "acto",
        "Acto",
        "Qué se hizo.",
        requerida=True,
        catalogo="acto",
        categorias={a.value: NORMAS[a].hecho for a in NORMAS if a in PUBLICAS},
    ),
    ColumnaDeDatos("asunto", "Asunto", "El rubro de que se trata, si es uno."),
    ColumnaDeDatos(
        "papel",
        "Papel",
        "Con qué papel se hizo; nunca con qué cuenta.",
        catalogo="papel",
        categorias=_PAPELES,
    ),
    ColumnaDeDatos("postulante", "Postulante", "Por quién actuó, si fue un partido."),
    ColumnaDeDatos("documento", "Documento", "Acuerdo o resolución que se cita."),
    ColumnaDeDatos(
        "commit", "Commit", "Dónde consta en la historia de Git.", patron="^[0-9a-f]{40}$"
    ),
)


def tabla_de_historia(fichas: Sequence[FichaPublica], contexto: Contexto) -> TablaDeDatos:
    """Un renglón por acto público de cada candidatura, del primero al último."""
    conocidos = contexto.proceso.postulantes
    return TablaDeDatos(
        "historia",
        "Historia de los expedientes",
        "Un renglón por acto: cuándo fue, qué se hizo y con qué papel (PTO 15). De quien salió de "
        "la consulta, solo su baja.",
        (CLAVE_AJENA, ORDEN, *_COLUMNAS),
        ("clave", "orden"),
        [
            (ficha.clave, str(orden), *_celdas(hecho, hecho.postulante in conocidos))
            for ficha in fichas
            for orden, hecho in enumerate(ficha.historia, start=1)
        ],
        (*A_CANDIDATURAS, Ajena(("postulante",), "postulantes", ("clave",))),
    )


def _celdas(hecho: Hecho, es_conocido: bool) -> Iterator[str]:  # noqa: FBT001 - por posición
    valores = (
        hecho.instante[:10],
        hecho.instante if "T" in hecho.instante else "",
        hecho.acto,
        hecho.asunto,
        hecho.papel,
        hecho.postulante if es_conocido else "",
        hecho.documento,
        hecho.commit,
    )
    yield from map(celda, _COLUMNAS, valores)
