"""¿Cómo se escribe con códigos lo que dijo una persona en el cuestionario de identidad? (PTO 6)

Hay un renglón público y uno completo, con los mismos códigos. El completo tiene además los textos
de las «otra», y solo existe en memoria: quien lo pide lo cifra.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from generador.nucleo.diccionario import (
    ACCIONES,
    CODIGOS_SI_NO,
    GRADO,
    PNC,
    Columna,
    Diccionario,
    Lectura,
    Tipo,
)
from generador.nucleo.edades import grupo_de_edad
from generador.nucleo.esquema import Campo
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso


def renglon_publico(ficha: FichaPublica, diccionario: Diccionario) -> tuple[str, ...]:
    """Los códigos de lo que cualquiera puede ver; en lo demás, la causa de que no se vea.

    Una celda es un código o un `Vacio`: nunca se calcula nada de lo que la ficha no muestra.
    """
    celdas = _celdas(diccionario.cruces, _de_ficha(ficha, diccionario.proceso))
    publicas = [lectura for lectura in diccionario.lecturas if not lectura.es_texto]
    if ficha.identidad_vacio is not None:
        celdas += [ficha.identidad_vacio] * sum(len(lectura.columnas) for lectura in publicas)
        return tuple(celdas)
    respuestas = {r.puntero: r for r in ficha.identidad}
    for lectura in publicas:
        respuesta = respuestas.get(lectura.campo.puntero)
        if respuesta is None:
            dicho: Any = Vacio.NO_PROPORCIONO
        else:
            crudo = respuesta.valor if respuesta.clave_valor is None else respuesta.clave_valor
            dicho = respuesta.vacio or crudo
        celdas += _codificar(lectura, dicho)
    return tuple(celdas)


def renglon_completo(
    candidatura: Candidatura, cuestionario: Cuestionario | None, diccionario: Diccionario
) -> tuple[str, ...]:
    """Todo lo que contestó, para la autoridad: se cifra antes de guardarlo (PTO 5).

    `cuestionario` es None si la bóveda no tiene el suyo. Sin autorización para tratar sus datos no
    hay respuestas, aunque vengan. Levanta ValueError si el cuestionario es de otra persona.
    """
    if cuestionario is not None and cuestionario.clave != candidatura.clave:
        raise ValueError(f"El cuestionario no es de {candidatura.clave}.")
    cruces = _de_candidatura(candidatura, cuestionario, diccionario.proceso)
    celdas = _celdas(diccionario.cruces, cruces)
    if cuestionario is None or not cuestionario.tratamiento:
        # «No aplica» sin cuestionario no es el 0 de una pregunta oculta: va con su palabra.
        causa = Vacio.NO_CONSINTIO if cuestionario else _sin_cuestionario(candidatura)
        return (*celdas, *[causa] * (len(diccionario.completas) - len(celdas)))
    for lectura in diccionario.lecturas:
        celdas += _codificar(lectura, _dicho(lectura.campo, cuestionario.respuestas))
    return tuple(celdas)


def _codificar(lectura: Lectura, dicho: Any) -> list[str]:
    """Un código por columna; si no hay respuesta, su causa: la misma en todas.

    Lo que no está entre las opciones es un error de quien lo escribió: se dice, no se copia.
    """
    if not isinstance(dicho, Vacio) and dicho in (None, "", [], ()):
        dicho = Vacio.NO_PROPORCIONO
    if isinstance(dicho, Vacio):
        return [lectura.vacios.get(dicho, dicho)] * len(lectura.columnas)
    if lectura.varias:
        return _marcadas(lectura, [dicho] if isinstance(dicho, str) else dicho)
    if not isinstance(dicho, str):
        return [Vacio.CON_ERROR]
    return [dicho if lectura.es_texto else lectura.opciones.get(dicho, Vacio.CON_ERROR)]


def _marcadas(lectura: Lectura, dichas: Any) -> list[str]:
    posibles = (*lectura.opciones, PNC)
    if not isinstance(dichas, list | tuple) or any(una not in posibles for una in dichas):
        return [Vacio.CON_ERROR] * len(lectura.columnas)
    resto = CODIGOS_SI_NO[PNC if PNC in dichas else "no"]
    return [CODIGOS_SI_NO["si"] if clave in dichas else resto for clave in lectura.opciones]


def _dicho(campo: Campo, respuestas: Mapping[str, Any]) -> Any:
    """Lo que contestó, o si no contestó o no se le preguntó (`x-condicion`)."""
    crudo = respuestas.get(campo.nombre)
    if crudo not in (None, "", []):
        return crudo
    condicion = campo.condicion
    if condicion and not condicion.aplica(respuestas.get(condicion.campo.rpartition("/")[2])):
        return Vacio.NO_APLICA
    return Vacio.NO_PROPORCIONO


_POR_ESTADO = {
    "pendiente": Vacio.SIN_CAPTURA,
    "no_autorizo": Vacio.NO_CONSINTIO,
    "depositada": Vacio.CON_ERROR,
}
"""Por qué no hay cuestionario. Si consta depositado y no está, algo anda mal y se dice."""


def _sin_cuestionario(candidatura: Candidatura) -> Vacio:
    return _POR_ESTADO.get(candidatura.identidad.estado, Vacio.NO_APLICA)


def _celdas(columnas: Iterable[Columna], valores: Mapping[str, Any]) -> list[str]:
    return [_celda(columna, valores[columna.nombre]) for columna in columnas]


def _celda(columna: Columna, valor: Any) -> str:
    """El valor como se escribe; sin valor, «no aplica»; fuera de su catálogo, «con error»."""
    if isinstance(valor, Vacio):
        return valor
    if isinstance(valor, bool):
        return "si" if valor else "no"
    if columna.tipo is Tipo.LISTA:
        return ";".join(valor)
    if valor in ("", Vacio.NO_APLICA.value):
        return Vacio.NO_APLICA
    return Vacio.CON_ERROR if columna.dominio and valor not in columna.dominio else str(valor)


def _de_ficha(ficha: FichaPublica, proceso: Proceso) -> Mapping[str, Any]:
    grado = ficha.respuesta(GRADO)
    return {
        "clave": ficha.clave,
        "vigente": ficha.esta_vigente,
        "eleccion": ficha.eleccion,
        "cargo": ficha.cargo,
        "principio": ficha.principio,
        "caracter": ficha.caracter,
        "ambito_tipo": ficha.ambito_tipo,
        "ambito": ficha.ambito,
        "postulante": ficha.postulante,
        "integrantes": ficha.integrantes,
        "tipo_postulacion": _tipo_de_postulacion(proceso, ficha.postulante),
        "sexo": ficha.sexo,
        # De quien salió de la consulta no queda ni la edad (PTO 44).
        "grupo_edad": grupo_de_edad(ficha.edad) if ficha.edad else "",
        "grado_maximo": (grado.vacio or grado.clave_valor or grado.valor) if grado else "",
        "consentimiento": ficha.identidad_vacio if ficha.consiente is None else ficha.consiente,
        "accion_afirmativa": _accion_publica(ficha, proceso),
        "ficticio": proceso.identificacion.ficticio,
    }


def _de_candidatura(
    candidatura: Candidatura, cuestionario: Cuestionario | None, proceso: Proceso
) -> Mapping[str, Any]:
    r, curricular = candidatura.registro, candidatura.curricular
    formacion = curricular.formacion if curricular else None
    grado = formacion.grado_maximo if formacion else ""
    cargo = proceso.cargos.get(r.cargo)
    sin_grado = Vacio.NO_PROPORCIONO if curricular else Vacio.SIN_CAPTURA
    firmado = candidatura.consentimiento
    return {
        "clave": candidatura.clave,
        "vigente": r.estatus == "registrada",
        "eleccion": r.eleccion,
        "cargo": r.cargo,
        "principio": r.principio,
        "caracter": r.caracter,
        "ambito_tipo": cargo.ambito if cargo else Vacio.CON_ERROR,
        "ambito": r.ambito,
        "postulante": r.postulante,
        "integrantes": proceso.partidos_de(r.postulante),
        "tipo_postulacion": _tipo_de_postulacion(proceso, r.postulante),
        "sexo": r.sexo,
        "grupo_edad": grupo_de_edad(r.edad),
        "grado_maximo": grado or sin_grado,
        "consentimiento": firmado.publicacion if firmado else Vacio.SIN_CAPTURA,
        "accion_afirmativa": cuestionario.accion_afirmativa
        if cuestionario
        else _sin_cuestionario(candidatura),
        "ficticio": proceso.identificacion.ficticio,
    }


def _tipo_de_postulacion(proceso: Proceso, postulante: str) -> str:
    datos = proceso.postulantes.get(postulante)
    return datos.tipo if datos else Vacio.CON_ERROR


def _accion_publica(ficha: FichaPublica, proceso: Proceso) -> str:
    """La acción afirmativa, si por ella se muestra algo que no esté todo en corrección."""
    if ficha.identidad_vacio is not None or not ficha.dimension_afirmativa:
        return ficha.identidad_vacio or Vacio.NO_APLICA
    suyas = {r.vacio for r in ficha.identidad if r.dimension == ficha.dimension_afirmativa}
    if suyas <= {Vacio.EN_CORRECCION}:
        return Vacio.EN_CORRECCION
    acciones = proceso.catalogos.get(ACCIONES, {})
    posibles = [k for k, a in acciones.items() if a.get("dimension") == ficha.dimension_afirmativa]
    return posibles[0] if len(posibles) == 1 else Vacio.CON_ERROR
