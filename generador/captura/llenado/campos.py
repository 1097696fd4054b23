"""¿Qué se pregunta en cada casilla, y cómo se contesta? Sale del esquema; aquí no se inventa nada.

El nombre de cada casilla es el JSON Pointer de su dato en el expediente.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generador.nucleo.esquema import Campo, Condicion, Esquemas, buscar_esquema, campos
from generador.nucleo.formulario import opciones_de_catalogo
from generador.nucleo.identidad.preguntas import Pregunta
from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import valor_en
from generador.nucleo.proceso import Proceso

IDENTIDAD = "/identidad"
NINGUNA = "_ninguna"
"""Que no fue por ninguna de las opciones: se guarda en blanco."""
_TOPE_DE_ELEMENTOS = 10
_A_LA_VISTA = 10
"""Con más opciones que estas se elige de una lista desplegable."""


class Clase(StrEnum):
    """Cómo se contesta."""

    TEXTO = "texto"
    LARGO = "largo"
    OPCION = "opcion"
    VARIAS = "varias"
    CATALOGO = "catalogo"
    LISTA = "lista"
    TEXTOS = "textos"
    REDES = "redes"
    DOMICILIOS = "domicilios"
    SI_NO = "si_no"
    FECHA = "fecha"


_POR_FORMATO: Mapping[str, Clase] = {
    "texto_largo": Clase.LARGO,
    "lista": Clase.LISTA,
    "textos": Clase.TEXTOS,
    "redes": Clase.REDES,
    "domicilios": Clase.DOMICILIOS,
    "boolean": Clase.SI_NO,
    "fecha": Clase.FECHA,
}
TIPOS: Mapping[str, str] = {"correo": "email", "telefono": "tel", "url": "url", "fecha": "date"}
"""El `type` del `input` de cada formato del esquema; `text` para los demás."""


@dataclass(frozen=True, slots=True)
class Parte:
    """Un dato dentro de otro: la calle de un domicilio, la dirección en una red."""

    nombre: str
    titulo: str
    ayuda: str = ""
    requerida: bool = False


@dataclass(frozen=True, slots=True)
class Entrada:
    """Lo que se pregunta y cómo se contesta.

    `opciones` es clave → texto; `partes`, lo de dentro de una red o de un domicilio; `tope`,
    cuántos elementos caben en una lista; `en_lista`, si una sola elección se guarda como lista.
    """

    puntero: str
    clase: Clase
    titulo: str
    ayuda: str = ""
    tipo: str = "text"
    opciones: Mapping[str, str] | None = None
    partes: tuple[Parte, ...] = ()
    titulo_de_uno: str = ""
    tope: int = 1
    limite: str = ""
    maximo: int | None = None
    condicion: Condicion | None = None
    en_lista: bool = False
    requerida: bool = False

    @property
    def id(self) -> str:
        """Su identificador en la página."""
        return id_de(self.puntero)

    def aplica(self, contenido: Mapping[str, Any]) -> bool:
        """Si se pregunta, según lo ya contestado."""
        return self.condicion is None or self.condicion.aplica(
            valor_en(contenido, self.condicion.campo)
        )


_MANIFESTACIONES = {
    "tratamiento": ("identidad", "/manifestaciones/tratamiento"),
    "publicacion": ("consentimiento", "/publicacion"),
    "estadistica": ("identidad", "/manifestaciones/estadistica"),
}


@recordar
def manifestaciones(esquemas: Esquemas) -> dict[str, Campo]:
    """Las tres del consentimiento, con las palabras de sus esquemas (PTO 16 a 19)."""
    return {
        nombre: next(c for c in campos(esquemas, esquema) if c.puntero == puntero)
        for nombre, (esquema, puntero) in _MANIFESTACIONES.items()
    }


def id_de(puntero: str) -> str:
    """El `id` de la casilla con ese puntero."""
    return "c" + puntero.replace("/", "-").replace(".", "_")


def de_campo(campo: Campo, esquemas: Esquemas, proceso: Proceso) -> Entrada:
    """La entrada de un campo del cuestionario curricular."""
    nodo = buscar_esquema(esquemas, "candidatura", campo.puntero)
    clase = _POR_FORMATO.get(campo.formato, Clase.TEXTO)
    opciones: Mapping[str, str] | None = None
    if campo.etiquetas or (campo.catalogo and clase is Clase.TEXTO):
        opciones = campo.etiquetas or opciones_de_catalogo(proceso, campo.catalogo)
        clase = Clase.OPCION if len(opciones) < _A_LA_VISTA else Clase.CATALOGO
    uno = buscar_esquema(esquemas, "candidatura", f"{campo.puntero}/0")
    return Entrada(
        puntero=campo.puntero,
        clase=clase,
        titulo=campo.titulo,
        ayuda=campo.ayuda,
        tipo=TIPOS.get(str(uno.get("x-formato", campo.formato)), "text"),
        opciones=opciones,
        partes=_partes(clase, campo, uno, proceso),
        titulo_de_uno=str(uno.get("title", campo.titulo)),
        tope=int(nodo.get("maxItems", _TOPE_DE_ELEMENTOS)),
        limite=campo.limite or str(uno.get("x-limite", "")),
        maximo=uno.get("maxLength", campo.maximo),
        condicion=campo.condicion,
        requerida=campo.requerido,
    )


def _partes(
    clase: Clase, campo: Campo, uno: Mapping[str, Any], proceso: Proceso
) -> tuple[Parte, ...]:
    if clase is Clase.REDES:
        redes = opciones_de_catalogo(proceso, campo.catalogo)
        return tuple(Parte(clave, nombre) for clave, nombre in redes.items())
    requeridas = uno.get("required", ())
    return tuple(
        Parte(nombre, hijo.get("title", nombre), hijo.get("description", ""), nombre in requeridas)
        for nombre, hijo in uno.get("properties", {}).items()
    )


def de_pregunta(pregunta: Pregunta) -> Entrada:
    """La entrada de una pregunta de identidad, con su lugar en el borrador."""
    campo, opciones = pregunta.campo, pregunta.opciones
    if not opciones:
        clase = Clase.TEXTO
    elif pregunta.varias:
        clase = Clase.VARIAS
    else:
        clase = Clase.OPCION if len(opciones) <= _A_LA_VISTA + 1 else Clase.CATALOGO
    condicion = campo.condicion
    return Entrada(
        puntero=IDENTIDAD + campo.puntero,
        clase=clase,
        titulo=campo.titulo,
        ayuda=campo.ayuda,
        opciones=opciones or None,
        maximo=campo.maximo if not opciones else None,
        condicion=replace(condicion, campo=IDENTIDAD + condicion.campo) if condicion else None,
        en_lista=campo.multiple and not pregunta.varias,
    )
