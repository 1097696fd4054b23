"""¿El trámite que consta en el expediente es posible y está completo?"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from generador.nucleo.calendario import fecha_hora_larga
from generador.nucleo.claves import letra_de
from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar_par
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Cuestionarios, Proceso
from generador.nucleo.regla import Alcance, Dicho, regla

CUENTA, ENVIO, VALIDACION = "/tramite/cuenta_recibida", "/tramite/enviada", "/tramite/validada"
SOLICITUD, HABILITACION, APLICACION = (
    "/tramite/cambio/solicitado",
    "/tramite/cambio/habilitado",
    "/tramite/cambio/aplicado",
)

NOMBRES: Mapping[str, str] = {
    CUENTA: "la recepción de la cuenta",
    ENVIO: "el envío",
    VALIDACION: "la validación",
    SOLICITUD: "la solicitud del cambio",
    HABILITACION: "la habilitación del cambio",
    APLICACION: "la aplicación del cambio",
}


def instantes_escritos(candidatura: Candidatura) -> Iterator[tuple[str, str]]:
    """(puntero, texto) de cada instante que consta en el expediente."""
    tramite = candidatura.tramite
    yield CUENTA, tramite.cuenta_recibida
    yield ENVIO, tramite.enviada
    yield VALIDACION, tramite.validada
    yield "/identidad/fecha", candidatura.identidad.fecha
    for numero, observacion in enumerate(tramite.observaciones):
        yield f"/tramite/observaciones/{numero}/fecha", observacion.fecha
        yield f"/tramite/observaciones/{numero}/subsanada", observacion.subsanada
    for numero, resolucion in enumerate(tramite.resoluciones):
        yield f"/tramite/resoluciones/{numero}/fecha", resolucion.fecha
    if tramite.cambio:
        yield SOLICITUD, tramite.cambio.solicitado
        yield HABILITACION, tramite.cambio.habilitado
        yield APLICACION, tramite.cambio.aplicado


@recordar_par
def momentos(candidatura: Candidatura, proceso: Proceso) -> Mapping[str, datetime]:
    """Puntero → instante, en la zona del proceso. Los que no existen en el calendario faltan."""
    leidos = {}
    for puntero, texto in instantes_escritos(candidatura):
        if texto:
            try:
                leidos[puntero] = proceso.instante(texto)
            except ValueError:  # 30 de febrero: el patrón del esquema no lo sabe, EXP27 lo dice
                continue
    return leidos


def cuestionarios_de(candidatura: Candidatura, proceso: Proceso) -> Cuestionarios | None:
    """Qué debe contestar según su cargo y carácter; None si el cargo no existe."""
    cargo = proceso.cargos.get(candidatura.registro.cargo)
    if cargo is None:
        return None
    es_suplente = letra_de(proceso, candidatura.registro.caracter) == "S"
    return cargo.cuestionarios_suplente if es_suplente else cargo.cuestionarios


def debe_curricular(candidatura: Candidatura, proceso: Proceso) -> bool:
    """Si está vigente y su cuestionario curricular es obligatorio."""
    cuestionarios = cuestionarios_de(candidatura, proceso)
    return (
        candidatura.registro.estatus == "registrada"
        and cuestionarios is not None
        and cuestionarios.curricular == "obligatorio"
    )


def _antes(instantes: Mapping[str, datetime], primero: str, segundo: str) -> Iterator[Dicho]:
    """Dice si `segundo` ocurrió antes que `primero`, señalando al segundo."""
    if primero in instantes and segundo in instantes and instantes[segundo] < instantes[primero]:
        uno, otro = fecha_hora_larga(instantes[primero]), fecha_hora_larga(instantes[segundo])
        yield (
            segundo,
            f"Consta {NOMBRES[segundo]} el {otro}, antes que {NOMBRES[primero]} ({uno}).",
            "Corrija el instante equivocado con lo que diga el acuse.",
        )


@regla(
    "EXP22",
    alcance=Alcance.CANDIDATURA,
    titulo="Captura y validación en orden",
    fundamento="PTO 14, 23, 25 y 27",
)
def captura_en_orden(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Primero se recibe la cuenta, después se envía la captura y al final se valida.

    Un envío anterior a la cuenta, una validación anterior al envío o sin envío, o un envío sin
    respuesta alguna no pueden haber ocurrido. Mientras no se aclare no se sabe si lo capturado
    está validado, y solo se muestran los datos básicos. Corrija el instante con el acuse.
    """
    instantes = momentos(c, contexto.proceso)
    yield from _antes(instantes, CUENTA, ENVIO)
    yield from _antes(instantes, ENVIO, VALIDACION)
    if c.tramite.validada and not c.tramite.enviada:
        yield VALIDACION, "Consta una validación, pero no hay envío.", "Anote cuándo se envió."
    if c.tramite.enviada and c.curricular is None and c.identidad.estado == "pendiente":
        yield (
            ENVIO,
            "Consta un envío, pero no hay respuesta de ningún cuestionario.",
            "Agregue el cuestionario enviado o borre el envío.",
        )


@regla(
    "EXP23",
    alcance=Alcance.CANDIDATURA,
    titulo="Observaciones y cambio en orden",
    fundamento="PTO 31 a 33",
)
def correcciones_en_orden(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Una observación se subsana después de hacerse; un cambio se pide, se habilita y se aplica.

    El cambio único es a lo ya publicado, así que no puede pedirse antes de validar, ni aplicarse
    sin que conste que se habilitó la edición, porque desde ahí corre el día hábil. Corrija el
    instante con el correo o el acuse del trámite.
    """
    instantes = momentos(c, contexto.proceso)
    yield from _antes(instantes, VALIDACION, SOLICITUD)
    yield from _antes(instantes, SOLICITUD, HABILITACION)
    yield from _antes(instantes, HABILITACION, APLICACION)
    cambio = c.tramite.cambio
    if cambio and cambio.aplicado and not cambio.habilitado:
        yield (
            APLICACION,
            "El cambio consta como aplicado, pero no cuándo se habilitó la edición.",
            "Anote la habilitación.",
        )
    for numero in range(len(c.tramite.observaciones)):
        base = f"/tramite/observaciones/{numero}"
        hecha, subsanada = instantes.get(f"{base}/fecha"), instantes.get(f"{base}/subsanada")
        if hecha and subsanada and subsanada < hecha:
            yield (
                f"{base}/subsanada",
                "La observación consta como subsanada antes de haberse hecho.",
                "Corrija el instante equivocado.",
            )


@regla(
    "EXP24",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Constancias del envío",
    fundamento="PTO 14 y 15",
)
def constancias(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Todo envío lleva el folio de su acuse y la fecha en que se recibió la cuenta.

    Sin la recepción de la cuenta no se puede saber si la captura llegó en plazo; sin el folio no
    se puede cotejar con el acuse que tiene la persona. No impide publicar: complete el dato con
    el expediente de entrega de cuentas.
    """
    del contexto
    if not c.tramite.enviada:
        return
    if not c.tramite.cuenta_recibida:
        yield (
            ENVIO,
            (
                "Hay envío, pero no consta cuándo se recibió la cuenta: no se puede saber si llegó "
                "en plazo."
            ),
            "Anote «cuenta_recibida» con el acuse de entrega.",
        )
    if not c.tramite.folio:
        yield ENVIO, "El envío no tiene folio.", "Anote el folio del acuse."


@regla(
    "EXP25",
    alcance=Alcance.CANDIDATURA,
    titulo="Estado del cuestionario de identidad",
    fundamento="PTO 5, 17 y 44",
)
def identidad_coherente(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Lo que consta del depósito de identidad debe coincidir con su estado.

    Si está depositada debe decir cuándo y llevar el compromiso que lo prueba; si está pendiente o
    la persona no autorizó el tratamiento, no puede haber compromiso. Tampoco puede autorizarse la
    publicación de lo que no se autorizó tratar. Es un error porque decide si algo sensible se
    publica: corrija el estado con la constancia de la bóveda.
    """
    del contexto
    identidad = c.identidad
    if identidad.estado == "depositada" and not (identidad.fecha and identidad.compromiso):
        falta = "la fecha" if identidad.compromiso else "el compromiso"
        if not (identidad.fecha or identidad.compromiso):
            falta = "la fecha y el compromiso"
        yield (
            "/identidad/estado",
            f"Consta como depositada, pero falta {falta} del depósito.",
            "Cópielos del acuse de la bóveda, o deje el estado «pendiente».",
        )
    if identidad.estado in ("pendiente", "no_autorizo") and identidad.compromiso:
        yield (
            "/identidad/compromiso",
            f"Hay un compromiso de depósito, pero el estado es «{identidad.estado}».",
            "Corrija el estado o borre el compromiso.",
        )
    if identidad.estado == "no_autorizo" and c.consentimiento and c.consentimiento.publicacion:
        yield (
            "/consentimiento/publicacion",
            "Autoriza publicar sus respuestas de identidad, pero no autorizó tratarlas.",
            "Coteje el documento firmado y deje solo lo que dice.",
        )


@regla(
    "EXP26",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Consentimiento de lo depositado",
    fundamento="PTO 16 a 19 y 39",
)
def consentimiento_coherente(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Quien deposita su cuestionario de identidad firma un consentimiento, diga sí o no.

    Si hay depósito y no consta el consentimiento, las respuestas solo cuentan en la estadística y
    nada se publica. Tampoco es posible una firma posterior al depósito que ampara. Cargue el
    documento firmado o aclare la fecha.
    """
    del contexto
    depositada = c.identidad.estado == "depositada"
    if depositada and c.consentimiento is None:
        yield (
            "/identidad/estado",
            "El cuestionario de identidad está depositado, pero no consta el consentimiento.",
            "Cargue el consentimiento firmado; mientras tanto, nada de él se publica.",
        )
    if depositada and c.consentimiento and c.identidad.fecha:
        dia = c.identidad.fecha[: len("AAAA-MM-DD")]
        if c.consentimiento.fecha > dia:
            yield (
                "/consentimiento/fecha",
                "El consentimiento se firmó después de depositar el cuestionario de identidad.",
                "Coteje la fecha con el documento firmado.",
            )


@regla(
    "EXP27",
    alcance=Alcance.CANDIDATURA,
    titulo="Fecha que no existe",
    fundamento="ISO 8601",
)
def fechas_posibles(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Toda fecha del expediente debe existir en el calendario.

    Un 30 de febrero o un 31 de abril tienen la forma correcta y aun así no son un día. Con una
    fecha así no se puede contar ningún plazo. Corríjala con el acuse o el documento firmado.
    """
    leidos = momentos(c, contexto.proceso)
    imposibles = [(p, t) for p, t in instantes_escritos(c) if t and p not in leidos]
    dias: list[tuple[str, Any]] = []
    if c.consentimiento:
        dias.append(("/consentimiento/fecha", c.consentimiento.fecha))
    if c.tramite.baja:
        dias.append(("/tramite/baja/fecha", c.tramite.baja.fecha))
    imposibles += [(puntero, dia) for puntero, dia in dias if not _existe(dia)]
    for puntero, texto in imposibles:
        yield puntero, f"«{texto}» no existe en el calendario.", "Coteje la fecha."


def _existe(dia: str) -> bool:
    try:
        date.fromisoformat(dia)
    except ValueError:
        return False
    return True
