"""¿Qué renglones de los datos abiertos salen de las fichas?

De las fichas públicas a tablas de texto, sin escribir nada.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from generador.nucleo.conjunto import Contexto
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.formulario import Formulario
from generador.publicacion.datos.celdas import (
    A_CANDIDATURAS,
    Ajena,
    TablaDeDatos,
    celda,
    de_respuesta,
)
from generador.publicacion.datos.columnas import (
    CLAVE_AJENA,
    DE_LA_PERSONA,
    FICTICIO,
    VACIOS,
    columnas_de_candidatura,
    de_campo,
)
from generador.publicacion.datos.detalles import tablas_de_detalle
from generador.publicacion.datos.historia import tabla_de_historia
from generador.publicacion.datos.matriz import tablas_de_matriz


def tablas_de_fichas(
    fichas: Sequence[FichaPublica], contexto: Contexto
) -> tuple[TablaDeDatos, ...]:
    """Candidaturas, sus respuestas y sus listas. Se relacionan por `clave` (INE/UTIGyND/466/2022).

    `contexto` da el proceso y los esquemas; las columnas salen de ellos.
    """
    formulario = Formulario.de_contexto(contexto)
    return (
        _candidaturas(fichas, contexto),
        _curricular(fichas, contexto, formulario),
        *tablas_de_detalle(fichas, contexto, formulario),
        _identidad(fichas, contexto, formulario),
        *tablas_de_matriz(fichas, contexto),
        tabla_de_historia(fichas, contexto),
    )


def _candidaturas(fichas: Sequence[FichaPublica], contexto: Contexto) -> TablaDeDatos:
    proceso = contexto.proceso
    columnas = columnas_de_candidatura(proceso, contexto.esquemas)
    nombres = [c.nombre for c in columnas]
    leer = attrgetter(*nombres[:-1])
    claves = {ficha.clave for ficha in fichas}
    referencias = {"captura_por": proceso.postulantes.keys()} | dict.fromkeys(
        ("sustituye_a", "sustituida_por"), claves
    )
    ocultas = DE_LA_PERSONA if proceso.lecturas.sustituidas == "ocultar" else ()
    ficticio = celda(FICTICIO, proceso.identificacion.ficticio)

    def renglon(ficha: FichaPublica) -> tuple[str, ...]:
        celdas = dict(zip(nombres, map(celda, columnas, leer(ficha)), strict=False))
        for nombre, conocidas in referencias.items():
            if celdas[nombre] != Vacio.NO_APLICA and celdas[nombre] not in conocidas:
                celdas[nombre] = Vacio.CON_ERROR.value
        if not ficha.captura_por:
            celdas["captura_por"] = Vacio.SIN_CAPTURA.value
        if not ficha.validada and ficha.estado in VACIOS:
            celdas["validada"] = ficha.estado.value
        if ocultas and not ficha.esta_vigente:
            celdas.update(dict.fromkeys(ocultas, Vacio.NO_APLICA.value))
        return (*celdas.values(), ficticio)

    return TablaDeDatos(
        "candidaturas",
        "Candidaturas",
        "Una fila por candidatura, vigente o no, con los datos del registro. De quien salió de la "
        "consulta queda constancia sin sus datos personales, si así lo decidió la autoridad.",
        columnas,
        ("clave",),
        [renglon(ficha) for ficha in fichas],
        (
            Ajena(("cargo",), "cargos", ("clave",)),
            Ajena(("ambito_tipo", "ambito"), "ambitos", ("tipo", "clave")),
            Ajena(("postulante",), "postulantes", ("clave",)),
            Ajena(("captura_por",), "postulantes", ("clave",)),
            Ajena(("sustituye_a",), "", ("clave",)),
            Ajena(("sustituida_por",), "", ("clave",)),
        ),
    )


def _curricular(
    fichas: Sequence[FichaPublica], contexto: Contexto, formulario: Formulario
) -> TablaDeDatos:
    columnas = tuple(
        de_campo(campo, contexto.proceso, contexto.esquemas)
        for propios in formulario.rubros.values()
        for campo in propios
    )
    ficticio = celda(FICTICIO, contexto.proceso.identificacion.ficticio)

    def renglon(ficha: FichaPublica) -> tuple[str, ...]:
        respuestas = {r.puntero: r for rubro in ficha.rubros for r in rubro.respuestas}
        foto = ficha.foto_vacio.value if ficha.foto_vacio else "si"
        celdas = (
            foto if columna.tipo == "boolean" else de_respuesta(columna, respuestas)
            for columna in columnas
        )
        return (ficha.clave, *celdas, ficticio)

    return TablaDeDatos(
        "curricular",
        "Cuestionario curricular",
        "Una fila por candidatura con lo que contestó y está validado y a la vista.",
        (CLAVE_AJENA, *columnas, FICTICIO),
        ("clave",),
        [renglon(ficha) for ficha in fichas],
        A_CANDIDATURAS,
    )


def _identidad(
    fichas: Sequence[FichaPublica], contexto: Contexto, formulario: Formulario
) -> TablaDeDatos:
    columnas = tuple(
        de_campo(campo, contexto.proceso, contexto.esquemas) for campo in formulario.identidad
    )
    ficticio = celda(FICTICIO, contexto.proceso.identificacion.ficticio)

    def renglon(ficha: FichaPublica) -> tuple[str, ...]:
        if ficha.identidad_vacio is not None:
            celdas: Iterable[str] = (ficha.identidad_vacio.value,) * len(columnas)
        else:
            respuestas = {r.puntero: r for r in ficha.identidad}
            celdas = (de_respuesta(columna, respuestas) for columna in columnas)
        return (ficha.clave, *celdas, ficticio)

    return TablaDeDatos(
        "identidad_publica",
        "Identidad: lo que se autorizó publicar",
        "Una fila por candidatura. Solo hay respuestas de quien consintió, o del grupo por el que "
        "se aprobó su registro (PTO 17 y 19); las demás celdas dicen por qué están vacías.",
        (CLAVE_AJENA, *columnas, FICTICIO),
        ("clave",),
        [renglon(ficha) for ficha in fichas],
        A_CANDIDATURAS,
    )
