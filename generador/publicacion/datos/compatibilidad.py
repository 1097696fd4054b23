"""¿Cómo se lee lo curricular con las columnas de la base local 2022 del INE?

Las veinticinco columnas y su orden son los de la hoja curricular de las descargas del sistema
«Candidatas y Candidatos, Conóceles» para elecciones locales de 2022.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.proceso import Proceso
from generador.publicacion.datos.celdas import TablaDeDatos, escapar
from generador.publicacion.datos.columnas import ColumnaDeDatos

_NO_APLICA = Vacio.NO_APLICA.value

Preguntas = Mapping[str, Respuesta]
"""Último tramo del puntero → respuesta."""


def tabla_ine_2022(fichas: Iterable[FichaPublica], proceso: Proceso) -> TablaDeDatos:
    """Candidaturas vigentes con las columnas de 2022; los vacíos, con su clave.

    Esas columnas no traen clave ni marca: la hoja es para programas que ya leían aquella base.
    """
    return TablaDeDatos(
        "conoceles_ine_2022",
        "Compatibilidad: base local 2022 del INE",
        "Las veinticinco columnas de la hoja curricular, en su orden.",
        tuple(ColumnaDeDatos(nombre, nombre, "") for nombre in COLUMNAS),
        (),
        [
            tuple(escribir(ficha, preguntas, proceso) for escribir in COLUMNAS.values())
            for ficha in fichas
            if ficha.esta_vigente
            for preguntas in (
                {
                    r.puntero.rpartition("/")[2]: r
                    for rubro in ficha.rubros
                    for r in rubro.respuestas
                },
            )
        ],
    )


def _pregunta(nombre: str, unir: str = "; ") -> Callable[[FichaPublica, Preguntas, Proceso], str]:
    def escribir(_ficha: FichaPublica, preguntas: Preguntas, _proceso: Proceso) -> str:
        respuesta = preguntas.get(nombre)
        if respuesta is None:
            return Vacio.NO_PROPORCIONO.value
        return respuesta.vacio.value if respuesta.vacio else _texto(respuesta.valor, unir)

    return escribir


def _propuesta(posicion: int) -> Callable[[FichaPublica, Preguntas, Proceso], str]:
    def escribir(ficha: FichaPublica, preguntas: Preguntas, proceso: Proceso) -> str:
        respuesta = preguntas.get("propuestas")
        if respuesta is None or respuesta.vacio:
            return _pregunta("propuestas")(ficha, preguntas, proceso)
        propias: Sequence[str] = respuesta.valor
        if posicion < len(propias):
            return escapar(propias[posicion])
        return Vacio.NO_PROPORCIONO.value

    return escribir


def _texto(valor: Any, unir: str) -> str:
    if isinstance(valor, Mapping):
        return unir.join(valor.values())
    if isinstance(valor, list | tuple):
        return unir.join(_domicilio(v) if isinstance(v, Mapping) else str(v) for v in valor)
    return escapar(str(valor))


def _domicilio(casa: Mapping[str, str]) -> str:
    """En un renglón: «Calle 7 int. 2, Centro, 50000, Toluca»."""
    interior = f" int. {casa['interior']}" if casa.get("interior") else ""
    calle = " ".join(p for p in (casa.get("calle"), casa.get("exterior")) if p) + interior
    resto = (casa.get("colonia"), casa.get("codigo_postal"), casa.get("municipio"))
    return ", ".join(p for p in (calle, *resto) if p)


def _del_lugar(tipo: str) -> Callable[[FichaPublica, Preguntas, Proceso], str]:
    def escribir(ficha: FichaPublica, _preguntas: Preguntas, _proceso: Proceso) -> str:
        return ficha.ambito_nombre if ficha.ambito_tipo == tipo else _NO_APLICA

    return escribir


def _cargo(ficha: FichaPublica, _preguntas: Preguntas, proceso: Proceso) -> str:
    return proceso.cargos[ficha.cargo].nombre.upper()


def _postulante(ficha: FichaPublica, _preguntas: Preguntas, proceso: Proceso) -> str:
    return proceso.postulantes[ficha.postulante].nombre


def _del_registro(leer: Callable[[FichaPublica], Any]) -> Callable[..., str]:
    def escribir(ficha: FichaPublica, *_resto: object) -> str:
        valor = leer(ficha)
        return _NO_APLICA if valor in (None, "") else escapar(str(valor))

    return escribir


COLUMNAS: Mapping[str, Callable[[FichaPublica, Preguntas, Proceso], str]] = {
    "PARTIDO_COALICION": _postulante,
    "CARGO": _cargo,
    "ENTIDAD": lambda _ficha, _preguntas, proceso: proceso.identificacion.entidad,
    "DISTRITO LOCAL": _del_lugar("distrito"),
    "CIRCUNSCRIPCION": lambda *_todo: _NO_APLICA,
    "MUNICIPIO": _del_lugar("municipio"),
    "NUM_LISTA_O_FORMULA": _del_registro(lambda f: f.numero),
    "NOMBRE_CANDIDATO": _del_registro(lambda f: f.nombre_completo),
    "TIPO_CANDIDATO": _del_registro(lambda f: f.caracter.upper()),
    "EDAD": _del_registro(lambda f: f.edad),
    "SEXO": _del_registro(lambda f: f.sexo_nombre.upper()),
    "DIRECCION_CASA_CAMPAÑA": _pregunta("casas_campana"),
    "TELEFONO": _pregunta("telefonos"),
    "CORREO_ELECTRONICO": _pregunta("correos"),
    "PAGINA_WEB": _pregunta("pagina_web"),
    "REDES": _pregunta("redes"),
    "ESCOLARIDAD": _pregunta("grado_maximo"),
    "ESTATUS_ESCOLARIDAD": _pregunta("grado_estatus"),
    "CURSOS": _pregunta("otra_formacion"),
    "HISTORIA_PROFESIONAL": _pregunta("historia_profesional"),
    "TRAYECTORIA_POLITICA": _pregunta("trayectoria_politica"),
    "MOTIVO_CARGO_PUBLICO": _pregunta("motivo"),
    "PROPUESTA_1": _propuesta(0),
    "PROPUESTA_2": _propuesta(1),
    "PROPUESTA_GENERO": _pregunta("propuesta_genero"),
}
"""Encabezado exacto → cómo se escribe su celda."""
