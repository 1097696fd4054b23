"""¿Qué preguntas de identidad se cuentan, y qué respuestas tienen?"""

from collections.abc import Mapping
from dataclasses import dataclass

from generador.nucleo.esquema import Campo, Esquemas, buscar_esquema, campos
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.corte import COLUMNA
from generador.nucleo.estadistica.familia import NO_APLICA, OTRAS, Valor
from generador.nucleo.formulario import ETIQUETA_PNC
from generador.nucleo.proceso import Proceso

PNC = "pnc"
SIN_RESPUESTA = "sin_respuesta"
NO_SON_RESPUESTA = (PNC, NO_APLICA, SIN_RESPUESTA)
"""Van aparte: no entran en el denominador de respuestas válidas."""
_DE_TODAS: Mapping[str, str] = {
    PNC: ETIQUETA_PNC,
    NO_APLICA: "No aplica",
    SIN_RESPUESTA: "Sin respuesta",
    OTRAS: "Otras respuestas, juntas",
    COLUMNA: "Todas las respuestas",
}


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta que se cuenta."""

    nombre: str
    titulo: str
    dimension: str
    dimension_nombre: str
    respuestas: Mapping[str, str]
    """Clave → nombre de cada respuesta posible, en su orden; al final las que van aparte."""
    multiple: bool = False
    padre: str = ""
    abren: tuple[str, ...] = ()
    de_catalogo: bool = False
    por_edad: tuple[int, int] | None = None
    """Entre qué edades es «sí»: se cuenta la edad, que es pública, y no lo que contestó nadie."""

    def etiqueta(self, respuesta: str) -> str:
        """Cómo se lee una respuesta."""
        return self.respuestas.get(respuesta) or _DE_TODAS.get(respuesta, respuesta)

    def valor(self, contada: Contada, padre: "Pregunta | None") -> Valor:
        """Lo que contestó alguien, o por qué no hay respuesta."""
        if self.por_edad:
            desde, hasta = self.por_edad
            return frozenset({"si" if desde <= contada.edad <= hasta else "no"})
        if padre is not None and not padre.valor(contada, None) & set(self.abren):
            return frozenset({NO_APLICA})
        crudo = contada.respuestas.get(self.nombre)
        claves = [crudo] if isinstance(crudo, str) else list(crudo or ())
        # En el catálogo de pueblos «no aplica» es una opción: quien la elige no dijo ninguno.
        propias = {c for c in claves if c in self.respuestas and c != NO_APLICA}
        return frozenset(propias or {SIN_RESPUESTA})


def preguntas_contables(esquemas: Esquemas, proceso: Proceso) -> tuple[Pregunta, ...]:
    """Las que se cuentan: con opciones o de catálogo, y las extensiones que el proceso activó.

    El texto libre de las «otra» no se cuenta nunca.
    """
    extensiones = proceso.lecturas.extensiones
    return tuple(
        _pregunta(campo, esquemas, proceso)
        for campo in campos(esquemas, "identidad")
        if campo.puntero.startswith("/respuestas/")
        and (campo.etiquetas or campo.catalogo)
        and (not campo.extension or campo.nombre in extensiones)
    )


def _pregunta(campo: Campo, esquemas: Esquemas, proceso: Proceso) -> Pregunta:
    nodo = buscar_esquema(esquemas, "identidad", campo.puntero)
    opciones = dict(campo.etiquetas or {})
    if campo.catalogo:
        catalogo = proceso.catalogos.get(campo.catalogo, {})
        opciones = {clave: renglon.get("nombre", clave) for clave, renglon in catalogo.items()}
        opciones |= {"otro": "Otro"} if "otro" in nodo.get("x-admite", ()) else {}
    aparte = dict.fromkeys([PNC, *([NO_APLICA] if campo.condicion else []), SIN_RESPUESTA], "")
    derivada = nodo.get("x-derivada")
    if derivada:
        opciones.pop(PNC, None)
        aparte = {}
    propias = {k: v for k, v in opciones.items() if k not in NO_SON_RESPUESTA}
    return Pregunta(
        nombre=campo.nombre,
        titulo=campo.titulo,
        dimension=campo.dimension,
        dimension_nombre=esquemas["identidad"]["x-dimensiones"][campo.dimension],
        respuestas={**propias, **{k: _DE_TODAS[k] for k in aparte}},
        multiple=campo.multiple,
        padre=campo.condicion.campo.rpartition("/")[2] if campo.condicion else "",
        abren=campo.condicion.en if campo.condicion else (),
        de_catalogo=bool(campo.catalogo),
        por_edad=(derivada["desde"], derivada.get("hasta", 200)) if derivada else None,
    )
