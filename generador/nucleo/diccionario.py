"""¿Qué columnas tiene la matriz de identidad, y qué significa cada código? (PTO 6)

Sale entero del esquema y de los catálogos: aquí no se nombra ninguna pregunta. Los códigos:

- Sí y No, también en cada opción de las que admiten varias: 1 Sí, 2 No, 3 prefiero no contestar,
  0 no aplica, 9 sin respuesta.
- De una opción: su número en el cuestionario, o su clave si sale de un catálogo. Como 3 y 9 pueden
  ser opciones, aquí 98 es prefiero no contestar y 99 sin respuesta; 0 sigue siendo no aplica.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any

from generador.nucleo.conjunto import Contexto
from generador.nucleo.edades import GRUPOS_DE_EDAD
from generador.nucleo.esquema import Campo, Esquemas, buscar_esquema, campos
from generador.nucleo.ficha import Vacio
from generador.nucleo.formulario import ETIQUETA_PNC, Formulario, opciones_de_catalogo
from generador.nucleo.proceso import Proceso

NO_APLICA = "0"
"""La pregunta no se le hizo: así en toda pregunta, porque las opciones empiezan en 1."""

GRADO = "/curricular/formacion/grado_maximo"
ACCIONES = "acciones_afirmativas"
PNC = "pnc"
CODIGOS_SI_NO: Mapping[str, str] = {"si": "1", "no": "2", PNC: "3"}
_SIN_RESPUESTA = "9"
_DOMINIO_SI_NO = {
    NO_APLICA: "No aplica: la pregunta no se le hizo",
    "1": "Sí",
    "2": "No",
    "3": ETIQUETA_PNC,
    _SIN_RESPUESTA: "Sin respuesta",
}
_CLAVES_DE_VACIO = frozenset(vacio.value for vacio in Vacio)


class Tipo(StrEnum):
    """Qué hay en las celdas de una columna."""

    CLAVE = "clave"
    CODIGO = "codigo"
    LISTA = "lista"
    SI_NO = "si_no"
    TEXTO = "texto"


@dataclass(frozen=True, slots=True)
class Columna:
    """Una columna de la matriz: un renglón de su diccionario.

    `dominio` es código o clave → qué significa; `catalogo`, cómo se llama esa lista; `pregunta`,
    la de origen. `requerida` es que nunca lleva un vacío.
    """

    nombre: str
    titulo: str
    ayuda: str
    tipo: Tipo
    dominio: Mapping[str, str] = field(default_factory=dict)
    catalogo: str = ""
    pregunta: str = ""
    dimension: str = ""
    requerida: bool = False


@dataclass(frozen=True, slots=True)
class Lectura:
    """Cómo se pasa una respuesta a códigos: una columna, o una por opción si admite varias.

    `opciones` va de clave de la respuesta a código; en la de varias, sus claves son las columnas
    y no hay código propio.
    """

    campo: Campo
    columnas: tuple[Columna, ...]
    opciones: Mapping[str, str]
    varias: bool
    vacios: Mapping[Vacio, str]

    @property
    def es_texto(self) -> bool:
        """Si lo que se escribió va tal cual: solo está en la matriz completa."""
        return self.columnas[0].tipo is Tipo.TEXTO


@dataclass(frozen=True, slots=True)
class Diccionario:
    """Qué columnas tiene la matriz de un proceso; se calcula una vez."""

    proceso: Proceso
    cruces: tuple[Columna, ...]
    lecturas: tuple[Lectura, ...]
    publicas: tuple[Columna, ...]
    completas: tuple[Columna, ...]

    @classmethod
    def de_contexto(cls, contexto: Contexto) -> "Diccionario":
        """Lo deriva del esquema, de los catálogos y de las extensiones que activó el proceso."""
        proceso, esquemas = contexto.proceso, contexto.esquemas
        cruces = tuple(_cruces(proceso, esquemas))
        lecturas = tuple(
            _leer(campo, buscar_esquema(esquemas, "identidad", campo.puntero), proceso)
            for campo in Formulario.de_contexto(contexto).identidad
        )
        todas = (*cruces, *(c for lectura in lecturas for c in lectura.columnas))
        publicas = tuple(columna for columna in todas if columna.tipo is not Tipo.TEXTO)
        return cls(proceso, cruces, lecturas, publicas, todas)


def _leer(campo: Campo, nodo: Mapping[str, Any], proceso: Proceso) -> Lectura:
    varias = "items" in nodo
    enumeradas = (nodo["items"] if varias else nodo).get("enum", ())
    etiquetas = campo.etiquetas or {}
    nombres = {clave: etiquetas.get(clave, clave) for clave in enumeradas}
    if varias:
        return _lectura_de_varias(campo, nombres)
    if set(nombres) - {PNC} == {"si", "no"}:
        columna = _de_pregunta(campo, Tipo.CODIGO, _DOMINIO_SI_NO, "codigos_si_no")
        return Lectura(
            campo, (columna,), CODIGOS_SI_NO, varias=False, vacios=_vacios(_SIN_RESPUESTA)
        )
    if nombres:
        numeros = {clave: str(n) for n, clave in enumerate(nombres, start=1) if clave != PNC}
        return _lectura_de_una(campo, Tipo.CODIGO, numeros, nombres, f"codigos_{campo.nombre}")
    if campo.catalogo:
        aparte = {clave: clave for clave in nodo.get("x-admite", ())}
        de_catalogo = aparte | opciones_de_catalogo(proceso, campo.catalogo)
        claves = {clave: clave for clave in de_catalogo if clave not in (PNC, *_CLAVES_DE_VACIO)}
        return _lectura_de_una(campo, Tipo.CLAVE, claves, de_catalogo, campo.catalogo)
    texto = _de_pregunta(campo, Tipo.TEXTO, {}, "")
    return Lectura(campo, (texto,), {}, varias=False, vacios={})


def _lectura_de_una(
    campo: Campo,
    tipo: Tipo,
    codigos: Mapping[str, str],
    nombres: Mapping[str, str],
    catalogo: str,
) -> Lectura:
    pnc, sin_respuesta = _especiales(codigos.values())
    dominio = {codigo: nombres[clave] for clave, codigo in codigos.items()} | {
        NO_APLICA: _DOMINIO_SI_NO[NO_APLICA],
        pnc: ETIQUETA_PNC,
        sin_respuesta: _DOMINIO_SI_NO[_SIN_RESPUESTA],
    }
    columna = _de_pregunta(campo, tipo, dominio, catalogo)
    # «No aplica» como opción de un catálogo y como pregunta oculta dicen lo mismo.
    opciones = {Vacio.NO_APLICA.value: NO_APLICA, **codigos, PNC: pnc}
    return Lectura(campo, (columna,), opciones, varias=False, vacios=_vacios(sin_respuesta))


def _lectura_de_varias(campo: Campo, nombres: Mapping[str, str]) -> Lectura:
    """Una columna por opción, con los códigos de Sí y No: ¿la marcó?"""
    opciones = {clave: "" for clave in nombres if clave != PNC}
    columnas = tuple(
        Columna(
            f"{campo.nombre}_opcion_{clave.replace('.', '_')}",
            f"{campo.titulo} {nombres[clave]}",
            f"Si marcó «{nombres[clave]}». {campo.ayuda}",
            Tipo.CODIGO,
            _DOMINIO_SI_NO,
            "codigos_si_no",
            campo.nombre,
            campo.dimension,
        )
        for clave in opciones
    )
    return Lectura(campo, columnas, opciones, varias=True, vacios=_vacios(_SIN_RESPUESTA))


def _de_pregunta(campo: Campo, tipo: Tipo, dominio: Mapping[str, str], catalogo: str) -> Columna:
    return Columna(
        campo.nombre,
        campo.titulo,
        campo.ayuda,
        tipo,
        dominio,
        catalogo,
        campo.nombre,
        campo.dimension,
    )


def _especiales(usados: Iterable[str]) -> tuple[str, str]:
    """98 y 99; con más cifras (998 y 999…) si una opción ya usa uno de los dos."""
    ocupados = set(usados)
    pares = ((f"{'9' * n}8", f"{'9' * n}9") for n in count(1))
    return next(par for par in pares if ocupados.isdisjoint(par))


def _vacios(sin_respuesta: str) -> Mapping[Vacio, str]:
    return {Vacio.NO_APLICA: NO_APLICA, Vacio.NO_PROPORCIONO: sin_respuesta}


def _cruces(proceso: Proceso, esquemas: Esquemas) -> Iterator[Columna]:
    """Las columnas con que se cruza la identidad: del registro, del curricular y derivadas."""
    todos = {campo.puntero: campo for campo in campos(esquemas)}

    def del_esquema(puntero: str, *, requerida: bool = False) -> Columna:
        campo = todos[puntero]
        dominio = opciones_de_catalogo(proceso, campo.catalogo)
        return _cruce(
            campo.nombre, campo.titulo, campo.ayuda, dominio, campo.catalogo, requerida=requerida
        )

    yield del_esquema("/clave", requerida=True)
    yield Columna(
        "vigente",
        "Vigente",
        "«no» si la candidatura se sustituyó o canceló.",
        Tipo.SI_NO,
        requerida=True,
    )
    yield del_esquema("/registro/eleccion")
    yield del_esquema("/registro/cargo", requerida=True)
    yield del_esquema("/registro/principio")
    yield del_esquema("/registro/caracter")
    yield _cruce(
        "ambito_tipo",
        "Tipo de ámbito",
        "Qué clase de lugar es: distrito, municipio o entidad.",
        {clave: tipo.nombre for clave, tipo in proceso.ambitos.items()},
        "ambito_tipo",
        requerida=True,
    )
    yield del_esquema("/registro/ambito", requerida=True)
    yield del_esquema("/registro/postulante", requerida=True)
    yield Columna(
        "integrantes",
        "Partidos detrás de la postulación",
        "Los integrantes de la alianza, o quien postula; separados con punto y coma.",
        Tipo.LISTA,
        requerida=True,
    )
    yield _cruce(
        "tipo_postulacion",
        "Tipo de postulación",
        "Partido, coalición, candidatura común o independiente.",
        opciones_de_catalogo(proceso, "tipo_postulacion"),
        "tipo_postulacion",
    )
    yield del_esquema("/registro/sexo")
    yield _cruce(
        "grupo_edad",
        "Grupo de edad",
        "Por la edad del registro, el día de la elección.",
        {clave: nombre for clave, nombre, _ in GRUPOS_DE_EDAD},
        "grupo_edad",
    )
    yield del_esquema(GRADO)
    consentimiento = todos["/consentimiento/publicacion"]
    yield Columna("consentimiento", consentimiento.titulo, consentimiento.ayuda, Tipo.SI_NO)
    accion = next(c for c in campos(esquemas, "identidad") if c.catalogo == ACCIONES)
    yield _cruce(
        accion.nombre,
        accion.titulo,
        f"{accion.ayuda} En la matriz pública solo está si por ella se muestran respuestas; que "
        "diga «no aplica» no significa que no la haya: no sirve para contarlas.",
        opciones_de_catalogo(proceso, ACCIONES),
        ACCIONES,
    )
    yield Columna(
        "ficticio",
        "Datos ficticios",
        "«si» cuando el proceso es un ejemplo inventado: ninguna de estas personas existe.",
        Tipo.SI_NO,
        requerida=True,
    )


def _cruce(
    nombre: str,
    titulo: str,
    ayuda: str,
    dominio: Mapping[str, str],
    catalogo: str,
    *,
    requerida: bool = False,
) -> Columna:
    propio = {clave: texto for clave, texto in dominio.items() if clave not in _CLAVES_DE_VACIO}
    return Columna(
        nombre, titulo, ayuda, Tipo.CLAVE, propio, catalogo if propio else "", requerida=requerida
    )
