"""¿Lo que se contestó en el cuestionario de identidad se entiende y se sostiene?

Ningún mensaje repite una respuesta: dice cuál pregunta y qué le falta. Lo miran por igual la
terminal, la hoja y el formulario, antes de cerrar el sobre.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from generador.nucleo.calendario import fecha_larga
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.cuestionario import Entregado
from generador.nucleo.identidad.preguntas import DE_OTRA, PNC, Preguntas
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.nucleo.regla import Alcance, Dicho, Regla, regla

_MAXIMO_AVISO = 40
"""Lo que cabe en el expediente: lo que ahí no cabría no se deposita."""

_SIN_IMPRIMIR = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@regla(
    "IDE01",
    alcance=Alcance.CUESTIONARIO,
    titulo="Respuesta que no está entre las opciones",
    fundamento="Lineamientos, Anexo único: cuestionario de identidad",
)
def entre_las_opciones(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Cada respuesta debe ser una de las opciones de su pregunta.

    Las opciones son las del cuestionario aprobado, y en todas está «Prefiero no contestar». Elija
    una de la lista; lo que no esté, va en «otra» si la pregunta la tiene.
    """
    del c
    dicho = e.cuestionario
    for nombre, valor in dicho.respuestas.items():
        pregunta = preguntas.por_nombre.get(nombre)
        if pregunta is None:
            yield f"/respuestas/{nombre}", "Esa pregunta no es de este cuestionario.", "Quítela."
            continue
        opciones = pregunta.opciones
        elegidas = _lista(valor)
        if not elegidas or pregunta.campo.multiple is not isinstance(valor, list | tuple):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: no se entiende la respuesta.",
                "Elija otra vez.",
            )
        elif opciones and not all(isinstance(una, str) and una in opciones for una in elegidas):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: la respuesta no está entre las opciones.",
                "Elija una de la lista.",
            )


@regla(
    "IDE02",
    alcance=Alcance.CUESTIONARIO,
    titulo="Respuesta a una pregunta que no aplica",
    fundamento="Lineamientos, Anexo único: preguntas 4 a 7, 9, 10 y 11 a 15",
)
def solo_lo_que_aplica(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Una pregunta que depende de otra solo se contesta si la otra lo pide.

    Si no se declaró una discapacidad, no hay tipo de discapacidad que guardar. Lo que no aplica no
    se deposita: se lee como «no aplica». Quite la respuesta o corrija aquella de la que depende.
    """
    del c
    dicho = e.cuestionario
    for pregunta in preguntas:
        if pregunta.nombre in dicho.respuestas and not pregunta.es_visible(dicho.respuestas):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: no aplica, por lo que se contestó antes.",
                "Quite la respuesta o corrija aquella de la que depende.",
            )


@regla(
    "IDE03",
    alcance=Alcance.CUESTIONARIO,
    nivel=Nivel.AVISO,
    titulo="Pregunta de identidad sin respuesta",
    fundamento="Lineamientos, Anexo único; PTO 18",
)
def sin_respuesta(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Una pregunta visible quedó sin contestar.

    No impide depositar: cuenta como «sin respuesta», aparte de quien prefirió no contestar. Si fue
    un descuido, contéstela; siempre puede elegir «Prefiero no contestar».
    """
    del c
    dicho = e.cuestionario
    if not dicho.tratamiento:
        return
    for pregunta in preguntas:
        pendiente = pregunta.nombre not in dicho.respuestas and pregunta.es_visible(
            dicho.respuestas
        )
        if pendiente and pregunta.opciones and not pregunta.campo.edades:
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: quedó sin respuesta.",
                "Contéstela o elija «Prefiero no contestar».",
            )


@regla(
    "IDE04",
    alcance=Alcance.CUESTIONARIO,
    nivel=Nivel.AVISO,
    titulo="«Otra» sin decir cuál",
    fundamento="Lineamientos, Anexo único",
)
def otra_sin_texto(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Se eligió «otra» y no se dijo cuál.

    No impide depositar: se cuenta como «otra». Si quiere que conste con sus palabras, escríbala.
    """
    del c
    dicho = e.cuestionario
    for pregunta in preguntas:
        valor = dicho.respuestas.get(pregunta.nombre)
        elegidas = _lista(valor)
        if (
            pregunta.campo.otra
            and not DE_OTRA.isdisjoint(una for una in elegidas if isinstance(una, str))
            and not str(dicho.respuestas.get(pregunta.campo.otra, "")).strip()
        ):
            yield (
                f"/respuestas/{pregunta.campo.otra}",
                f"«{pregunta.titulo}»: eligió «otra» y no dijo cuál.",
                "Escríbala o déjela así.",
            )


@regla(
    "IDE05",
    alcance=Alcance.CUESTIONARIO,
    titulo="Respuestas que no caben juntas",
    fundamento="Lineamientos, Anexo único: preguntas 6 y 7",
)
def compatibles(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """«Prefiero no contestar» va sola, y donde se elige una no caben varias.

    Qué preguntas admiten varias respuestas lo decide la autoridad en `proceso.yml`. Deje solo la
    que corresponde.
    """
    del c
    dicho = e.cuestionario
    for pregunta in preguntas:
        valor = dicho.respuestas.get(pregunta.nombre)
        if not isinstance(valor, list | tuple) or len(valor) < 2:  # noqa: PLR2004 - una sola cabe
            continue
        if PNC in valor:
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: «Prefiero no contestar» no va con otra respuesta.",
                "Deje una de las dos cosas.",
            )
        elif not pregunta.varias:
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: admite una sola respuesta.",
                "Deje una.",
            )
        elif len({str(v) for v in valor}) < len(valor):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: repite una respuesta.",
                "Quite la repetida.",
            )


@regla(
    "IDE06",
    alcance=Alcance.CUESTIONARIO,
    titulo="Grupo de edad que no coincide con el registro",
    fundamento="Lineamientos, Anexo único: preguntas 16 y 17",
)
def segun_la_edad(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Ser parte de la población joven o mayor sale de la edad que consta en el registro.

    No se pregunta: se calcula. Si la edad está mal, la corrige la unidad en el registro, no aquí.
    """
    dicho = e.cuestionario
    for pregunta in preguntas:
        if pregunta.campo.edades and dicho.respuestas.get(pregunta.nombre) not in (
            None,
            PNC,
            pregunta.derivada(c.registro.edad),
        ):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: no es lo que sale de la edad del registro.",
                "Quite la respuesta: se calcula sola.",
            )


@regla(
    "IDE07",
    alcance=Alcance.CUESTIONARIO,
    titulo="Acción afirmativa que no existe",
    fundamento="PTO 19",
)
def accion_conocida(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """El grupo por el que se aprobó el registro debe ser uno de los del acuerdo.

    De él depende qué se publica sin consentimiento: un grupo desconocido no publica nada. Use la
    clave del catálogo de acciones afirmativas.
    """
    del c
    dicho = e.cuestionario
    acciones = preguntas.acciones
    if dicho.accion_afirmativa and dicho.accion_afirmativa not in acciones:
        yield (
            "/accion_afirmativa",
            "La acción afirmativa no está en el catálogo.",
            f"Use una de estas: {', '.join(acciones)}.",
        )


@regla(
    "IDE08",
    alcance=Alcance.CUESTIONARIO,
    titulo="Respuestas sin autorización para tratarlas",
    fundamento="PTO 16 y 38; LGPDPPSO, art. 21",
)
def con_autorizacion(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Quien no autoriza el tratamiento no deja respuestas.

    Su cuestionario se cierra como «no autorizó tratamiento» y nada se guarda. Borre las respuestas
    o coteje la manifestación con el documento firmado.
    """
    del c, preguntas
    dicho = e.cuestionario
    if dicho.respuestas and not dicho.tratamiento:
        yield (
            "/manifestaciones/tratamiento",
            "No autorizó el tratamiento de sus datos, y hay respuestas.",
            "Borre las respuestas, o coteje la manifestación con lo firmado.",
        )


@regla(
    "IDE09",
    alcance=Alcance.CUESTIONARIO,
    titulo="Texto de identidad que no se puede guardar",
    fundamento="Lineamientos, Anexo único",
)
def texto_limpio(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Lo que se escribe con palabras propias va en un renglón, sin caracteres ocultos y medido.

    Un texto con saltos o caracteres invisibles puede decir una cosa y mostrar otra. Escríbalo de
    nuevo, más corto.
    """
    del c
    dicho = e.cuestionario
    for pregunta in preguntas:
        valor = dicho.respuestas.get(pregunta.nombre)
        if pregunta.nombre not in dicho.respuestas or pregunta.opciones:
            continue
        if not isinstance(valor, str) or not valor.strip():
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: está vacío o no es texto.",
                "Quítelo.",
            )
        elif len(valor) > (pregunta.campo.maximo or len(valor)):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: mide {len(valor)} y caben {pregunta.campo.maximo}.",
                "Acórtelo.",
            )
        elif _SIN_IMPRIMIR.search(valor):
            yield (
                pregunta.puntero,
                f"«{pregunta.titulo}»: trae un salto o un carácter oculto.",
                "Escríbalo de nuevo.",
            )


@regla(
    "IDE10",
    alcance=Alcance.CUESTIONARIO,
    titulo="Cuestionario que ya no se recibe",
    fundamento="PTO 23, 26, 33 y 44",
)
def todavia_se_recibe(e: Entregado | None, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Se deposita mientras la candidatura está en la boleta y nadie la ha validado.

    Ya validada, solo se cambia si la unidad observa su identidad. De quien salió no se recibe nada
    más, y lo bloqueado o destruido no se repone. Revise en qué va el expediente.
    """
    del e
    if c.registro.estatus != "registrada":
        yield "/identidad", f"La candidatura está {c.registro.estatus}: ya no se deposita.", ""
    elif preguntas.contexto.hoy > preguntas.contexto.proceso.fechas.cierre:
        cierre = fecha_larga(preguntas.contexto.proceso.fechas.cierre)
        yield "/identidad", f"El proceso cerró el {cierre}: ya no se deposita.", ""
    elif preguntas.contexto.esta_por_venir(c.identidad.fecha):
        yield (
            "/identidad/fecha",
            "El depósito anterior dice un instante que no ha llegado.",
            "Revise el reloj de este equipo.",
        )
    elif c.identidad.estado in ("bloqueada", "destruida"):
        yield "/identidad", f"Su identidad está {c.identidad.estado}: ya no se deposita.", ""
    elif c.tramite.validada:
        abiertas = observaciones_abiertas(c, preguntas.contexto)
        if not observacion_de("/identidad", abiertas):
            yield (
                "/identidad",
                "La candidatura ya está validada.",
                "Pida a la unidad que observe su identidad (PTO 33).",
            )


@regla(
    "IDE11",
    alcance=Alcance.CUESTIONARIO,
    titulo="Firma que no ampara lo que se entrega",
    fundamento="PTO 16, 38 y 39",
)
def firma_completa(e: Entregado, c: Candidatura, preguntas: Preguntas) -> Iterator[Dicho]:
    """Lo entregado va con el documento firmado: qué día, con qué aviso y qué autoriza.

    El documento es un PDF, una fotografía JPG o un PNG de hasta 5 MB, por su contenido y no por su
    nombre. No se autoriza publicar lo que no se autorizó tratar, ni se firma en un día que no ha
    llegado. Coteje con el original.
    """
    del c
    firma, coteje = e.firma, "Coteje con el documento firmado."
    if firma.publicacion and not e.cuestionario.tratamiento:
        yield (
            "/consentimiento/publicacion",
            "Autoriza publicar sus respuestas, pero no autorizó tratarlas.",
            coteje,
        )
    if not firma.aviso.strip():
        yield "/consentimiento/aviso", "Falta qué aviso de privacidad conoció.", "Anótelo."
    elif len(firma.aviso) > _MAXIMO_AVISO or _SIN_IMPRIMIR.search(firma.aviso):
        yield (
            "/consentimiento/aviso",
            f"La versión del aviso mide más de {_MAXIMO_AVISO} o trae un carácter oculto.",
            "Escríbala de nuevo.",
        )
    if not _es_dia(firma.fecha):
        yield "/consentimiento/fecha", "La fecha de la firma no existe.", "Use AAAA-MM-DD."
    elif firma.fecha > preguntas.contexto.hoy.isoformat():
        yield "/consentimiento/fecha", "La firma es de un día que no ha llegado.", coteje
    if firma.defecto:
        yield "/consentimiento/documento", firma.defecto, "Entregue el documento otra vez."


def _es_dia(texto: str) -> bool:
    try:
        return date.fromisoformat(texto).isoformat() == texto
    except ValueError:
        return False


def revisar_entregado(
    reglas: Iterable[Regla], e: Entregado, c: Candidatura, preguntas: Preguntas
) -> Iterator[Hallazgo]:
    """Lo que dicen esas reglas de lo entregado; el archivo de cada hallazgo es la clave."""
    for una in reglas:
        for hallado in una(e, c, preguntas):
            yield una.hallazgo(e.cuestionario.clave, hallado)


def _lista(valor: Any) -> Sequence[Any]:
    return valor if isinstance(valor, list | tuple) else [valor]
