"""¿Cada trámite ocurrió en su plazo?

Lo tardío se admite y se marca mientras la autoridad lo autorice: un retraso es un dato público,
no una puerta cerrada.
"""

from collections.abc import Iterator

from generador.nucleo.calendario import (
    dias_restantes,
    esta_en_plazo,
    esta_en_ventana,
    fecha_hora_larga,
    fecha_larga,
    vencimiento,
)
from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.conjunto import Contexto
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar_par
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance, Dicho, regla
from generador.nucleo.reglas.tramite import (
    APLICACION,
    CUENTA,
    ENVIO,
    HABILITACION,
    SOLICITUD,
    cuestionarios_de,
    momentos,
)


def _dias(cantidad: int) -> str:
    return contados(cantidad, "día", "días")


@regla(
    "PLZ01",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Captura extemporánea admitida",
    fundamento="PTO 14 y 21",
)
def extemporanea_admitida(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La captura se envió después de vencer su plazo, pero antes del límite que dio la autoridad.

    El plazo es de quince días naturales desde que se recibe la cuenta, o de cinco si la persona
    sustituye a otra; el día de la recepción no cuenta. Lo tardío se publica igual, con su marca, y
    consta en los informes. No hay nada que corregir.
    """
    retraso = _retraso(c, contexto)
    if retraso and not _motivo_de_rechazo(c, contexto):
        documento = contexto.proceso.plazos.extemporanea
        yield (
            ENVIO,
            f"{retraso} Se admite y se marca{f': {documento.documento}' if documento else ''}.",
        )


@regla(
    "PLZ02",
    alcance=Alcance.CANDIDATURA,
    titulo="Captura extemporánea que no se admite",
    fundamento="PTO 14 y 21; Lineamientos, art. 16 f",
)
def extemporanea_rechazada(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La captura se envió después de vencer su plazo y la autoridad no admite lo tardío.

    O el proceso no admite captura extemporánea, o el envío llegó después del límite que se dio.
    Quedan publicados los datos básicos. Si la autoridad extendió el límite, anótelo en
    `proceso.yml` con el documento que lo autoriza.
    """
    retraso = _retraso(c, contexto)
    motivo = _motivo_de_rechazo(c, contexto) if retraso else ""
    if motivo:
        yield (
            ENVIO,
            f"{retraso} {motivo}",
            "Solo la autoridad puede ampliar el límite, con un documento que lo diga.",
        )


@recordar_par
def _retraso(c: Candidatura, contexto: Contexto) -> str:
    """«Se envió 3 días después de vencer su plazo (11 de mayo de 2024, 23:59 horas).»; o vacío."""
    instantes = momentos(c, contexto.proceso)
    if CUENTA not in instantes or ENVIO not in instantes:
        return ""
    vence = plazo_de_captura(c, contexto.proceso)
    if esta_en_plazo(instantes[ENVIO], vence):
        return ""
    dias = -dias_restantes(contexto.proceso.calendario, instantes[ENVIO], vence)
    return f"Se envió {_dias(dias)} después de vencer su plazo, el {fecha_larga(vence.date())}."


def _motivo_de_rechazo(c: Candidatura, contexto: Contexto) -> str:
    tardia = contexto.proceso.plazos.extemporanea
    if tardia is None:
        return "Este proceso no admite captura extemporánea."
    try:
        hasta = contexto.proceso.instante(tardia.hasta)
    except ValueError:  # PRO08 dice que ese límite no existe; mientras, no se rechaza a nadie
        return ""
    if momentos(c, contexto.proceso)[ENVIO] <= hasta:
        return ""
    return f"Lo extemporáneo se admitió hasta el {fecha_hora_larga(hasta)}."


@regla(
    "PLZ03",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Candidatura omisa",
    fundamento="PTO 14, 21 y 33; Lineamientos, art. 15 e",
)
def omisa(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Venció el plazo de captura y no se ha enviado nada.

    La unidad responsable avisa al partido o a la candidatura independiente para que cumpla, y al
    concluir las campañas da vista de quien no lo hizo. La ficha se publica con sus datos básicos y
    la leyenda de que no ha capturado. Solo cuenta para quien debe contestar algún cuestionario.
    """
    cuestionarios = cuestionarios_de(c, contexto.proceso)
    if (
        c.registro.estatus != "registrada"
        or c.tramite.enviada
        or cuestionarios is None
        or "obligatorio" not in (cuestionarios.curricular, cuestionarios.identidad)
        or CUENTA not in momentos(c, contexto.proceso)
    ):
        return
    vence = plazo_de_captura(c, contexto.proceso)
    if not esta_en_plazo(contexto.ahora, vence):
        dias = -dias_restantes(contexto.proceso.calendario, contexto.ahora, vence)
        yield (
            CUENTA,
            (
                f"No se ha enviado la captura y su plazo venció hace {_dias(dias)}, el "
                f"{fecha_larga(vence.date())}."
            ),
            "Capture y envíe cuanto antes; la unidad responsable debe avisarle (PTO 33).",
        )


@regla(
    "PLZ04",
    alcance=Alcance.CANDIDATURA,
    titulo="Cambio pedido fuera de la ventana",
    fundamento="PTO 31 y 32",
)
def cambio_en_ventana(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El cambio único a lo publicado se pide entre las fechas que fija el proceso.

    Ambos días cuentan completos, en la hora del proceso. Fuera de ellos la solicitud no procede:
    retírela, o corrija la ventana en `proceso.yml` si la autoridad la amplió.
    """
    solicitud = momentos(c, contexto.proceso).get(SOLICITUD)
    plazos = contexto.proceso.plazos
    if solicitud and not esta_en_ventana(
        solicitud.date(), plazos.cambios_desde, plazos.cambios_hasta
    ):
        yield (
            SOLICITUD,
            (
                f"El cambio se pidió el {fecha_larga(solicitud.date())}; se podía del "
                f"{fecha_larga(plazos.cambios_desde)} al {fecha_larga(plazos.cambios_hasta)}."
            ),
            "La solicitud no procede; coteje la fecha del correo.",
        )


@regla(
    "PLZ05",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Cambio aplicado tarde",
    fundamento="PTO 32",
)
def cambio_aplicado_a_tiempo(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El cambio se aplica a más tardar el día hábil siguiente a que se habilita la edición.

    El retraso no anula el cambio, pero consta. Si sigue sin aplicarse, la unidad responsable debe
    cerrarlo. Los días hábiles son los del calendario del proceso.
    """
    instantes = momentos(c, contexto.proceso)
    if HABILITACION not in instantes:
        return
    plazos, calendario = contexto.proceso.plazos, contexto.proceso.calendario
    limite = vencimiento(calendario, instantes[HABILITACION], plazos.cambio)
    aplicado = instantes.get(APLICACION)
    if aplicado and not esta_en_plazo(aplicado, limite):
        yield (
            APLICACION,
            (
                f"El cambio se aplicó el {fecha_hora_larga(aplicado)}; el límite era el "
                f"{fecha_hora_larga(limite)}."
            ),
        )
    if not aplicado and not esta_en_plazo(contexto.ahora, limite):
        yield (
            HABILITACION,
            (
                f"El cambio se habilitó y no se ha aplicado; el límite era el "
                f"{fecha_hora_larga(limite)}."
            ),
            "Aplíquelo o cierre la edición.",
        )


@regla(
    "PLZ06",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.NOTA,
    titulo="Instante posterior al momento de revisar",
    fundamento="PTO 15",
)
def instantes_futuros(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El trámite trae un instante que todavía no llega en la fecha con que se revisa.

    Es normal al ensayar otra fecha («--fecha») y por eso solo es una nota: lo posterior no cuenta
    todavía. Si se revisa con la fecha de hoy, el reloj de quien lo anotó estaba adelantado.
    """
    for puntero, instante in momentos(c, contexto.proceso).items():
        if instante > contexto.ahora:
            yield (
                puntero,
                (
                    f"Es el {fecha_hora_larga(instante)}, después del momento en que se revisa: "
                    "todavía no cuenta."
                ),
            )
