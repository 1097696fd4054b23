"""¿Dice cada commit lo que de verdad hizo, quién y cuándo? (PTO 15)"""

from collections.abc import Iterator
from datetime import timedelta

from generador.nucleo.acciones import NORMAS, SIN_EXPEDIENTE, Accion, Norma
from generador.nucleo.calendario import fecha_hora_larga
from generador.nucleo.diferencia import campos_de
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import SIN_FECHA
from generador.nucleo.propuesta import Paso, Propuesta, Version
from generador.nucleo.regla import Alcance, DichoDe, regla

SELLOS = {
    Accion.ENTREGAR_CUENTA: "cuenta_recibida",
    Accion.CAPTURAR: "enviada",
    Accion.VALIDAR: "validada",
}
"""El instante que cada acto deja en el trámite."""


DESFASE_DE_RELOJES = timedelta(minutes=5)
"""Lo que pueden diferir los relojes de dos equipos."""


@regla(
    "REV03",
    alcance=Alcance.PROPUESTA,
    titulo="Constancia del movimiento",
    fundamento="PTO 15",
)
def con_constancia(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Todo commit dice qué se hizo, en qué módulo, con qué cuenta y sobre qué candidaturas.

    Son los datos que el numeral 15 manda registrar. El autor del commit debe ser la misma cuenta.
    Un commit hecho a mano no los trae: hágalo con la orden que le corresponde.
    """
    for paso in propuesta.pasos:
        for frase in _defectos_de_constancia(paso):
            yield paso.archivo, ("", f"El commit {_corto(paso)} {frase}", "Repítalo con su orden.")


def _corto(paso: Paso) -> str:
    return paso.movimiento.commit[:10]


def _defectos_de_constancia(paso: Paso) -> Iterator[str]:
    yield from _de_su_lugar(paso)
    accion = paso.movimiento.accion
    if accion is None:
        escrita = paso.movimiento.uno("Accion")
        yield f"dice el acto «{escrita}», que no existe." if escrita else "no dice qué acto es."
        return
    yield from _de_su_cuenta(paso, NORMAS[accion])
    if NORMAS[accion].documento and not paso.movimiento.uno("Documento"):
        yield "no cita el documento que lo ordena."
    if accion not in SIN_EXPEDIENTE:
        yield from _de_sus_candidaturas(paso)


def _de_su_lugar(paso: Paso) -> Iterator[str]:
    """De dónde sale, y que su hora no sea anterior."""
    movimiento = paso.movimiento
    if len(movimiento.padres) != 1:
        yield "no sale de un solo commit: una propuesta no une ramas ni empieza de la nada."
    if paso.previo and movimiento.instante < paso.previo - DESFASE_DE_RELOJES:
        yield "dice una hora anterior a la del commit del que sale."
    if movimiento.instante == SIN_FECHA:
        yield "no trae una fecha que exista."


def _de_su_cuenta(paso: Paso, norma: Norma) -> Iterator[str]:
    movimiento = paso.movimiento
    if movimiento.modulo != norma.modulo:
        yield f"dice el módulo «{movimiento.modulo}» y es del módulo «{norma.modulo}»."
    if not movimiento.cuenta:
        yield "no dice con qué cuenta se hizo."
    elif paso.cuenta is None:
        yield f"se hizo con la cuenta {movimiento.cuenta}, que no existe."
    elif movimiento.correo != paso.cuenta.correo:
        yield f"dice la cuenta {movimiento.cuenta}, pero su autor es otro."


def _de_sus_candidaturas(paso: Paso) -> Iterator[str]:
    movimiento = paso.movimiento
    if not movimiento.folio:
        yield "no lleva folio."
    if not paso.versiones:
        yield "no cambia a ninguna candidatura."
    if set(movimiento.claves) != {v.clave for v in paso.versiones}:
        yield "no nombra a las mismas candidaturas que cambia."


@regla(
    "REV07",
    alcance=Alcance.PROPUESTA,
    titulo="Campos declarados",
    fundamento="PTO 15",
)
def campos_verdaderos(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Los campos que el commit dice haber cambiado son los que cambió.

    El historial público se arma con lo que dicen los commits; aquí se comprueba contra el
    contenido. De identidad solo se dice que se actualizó.
    """
    for paso in propuesta.pasos:
        if paso.movimiento.accion in SIN_EXPEDIENTE or paso.movimiento.accion is None:
            continue
        for version in paso.versiones:
            if version.despues is not None and version.antes is None:
                continue  # un alta es el archivo entero
            if version.archivo in paso.ilegibles:
                continue
            ciertos = set(campos_de(version.cambios))
            if set(paso.movimiento.campos.get(version.clave, ())) != ciertos:
                yield (
                    version.archivo,
                    (
                        "",
                        f"El commit {_corto(paso)} no dice lo que cambia de {version.clave}.",
                        "Repítalo con su orden.",
                    ),
                )


@regla(
    "REV08",
    alcance=Alcance.PROPUESTA,
    titulo="Expediente y commit coinciden",
    fundamento="PTO 15",
)
def mismo_instante(propuesta: Propuesta) -> Iterator[DichoDe]:
    """El instante y el folio que quedan en el expediente son los del commit que los puso.

    Quien lee un solo archivo debe poder fiarse de él; quien audita, comprobarlo. Si no coinciden,
    alguien los escribió a mano. La entrega de una cuenta puede ser anterior al commit si este cita
    el oficio: la hora que cuenta es la del acuse que firmó quien la recibió (PTO 10 y 14).
    """
    for paso in propuesta.pasos:
        for version in paso.versiones:
            if version.despues:
                for puntero, dicho in _sellos_falsos(paso, version, version.despues):
                    yield version.archivo, (puntero, dicho, "Repítalo con su orden.")


def _sellos_falsos(paso: Paso, version: Version, despues: Candidatura) -> Iterator[tuple[str, str]]:
    """(puntero, qué no coincide) de lo que el acto dejó en el trámite."""
    accion = paso.movimiento.accion
    cuando = fecha_hora_larga(paso.contexto.ahora)
    for puntero, escrito in _instantes_puestos(accion, version.antes, despues):
        if not (_es_el_del_commit(escrito, paso) or _es_el_del_acuse(escrito, paso)):
            yield puntero, f"Dice «{escrito}» y el commit es del {cuando}."
    folio = paso.movimiento.folio
    if accion is Accion.CAPTURAR and despues.tramite.folio != folio:
        yield "/tramite/folio", f"Dice «{despues.tramite.folio}» y el commit, «{folio}»."


def _instantes_puestos(
    accion: Accion | None, antes: Candidatura | None, despues: Candidatura
) -> Iterator[tuple[str, str]]:
    """(puntero, texto) de cada instante que el acto escribió."""
    if accion in SELLOS:
        sello = SELLOS[accion]
        yield f"/tramite/{sello}", getattr(despues.tramite, sello)
    if antes is None:
        return
    viejas = antes.tramite.observaciones
    for numero, observacion in enumerate(despues.tramite.observaciones):
        vieja = viejas[numero] if numero < len(viejas) else None
        if vieja is None:
            yield "/tramite/observaciones", observacion.fecha
        elif observacion.subsanada != vieja.subsanada:
            yield "/tramite/observaciones", observacion.subsanada
    for resolucion in despues.tramite.resoluciones[len(antes.tramite.resoluciones) :]:
        yield "/tramite/resoluciones", resolucion.fecha
    for campo in ("solicitado", "habilitado", "aplicado"):
        escrito = getattr(despues.tramite.cambio, campo, "")
        if escrito and escrito != getattr(antes.tramite.cambio, campo, ""):
            yield f"/tramite/cambio/{campo}", escrito


def _es_el_del_acuse(escrito: str, paso: Paso) -> bool:
    """Si es una entrega con oficio: consta antes en papel, nunca después."""
    movimiento = paso.movimiento
    if movimiento.accion is not Accion.ENTREGAR_CUENTA or not movimiento.uno("Documento"):
        return False
    try:
        return paso.contexto.proceso.instante(escrito) <= paso.contexto.ahora
    except ValueError:
        return False


def _es_el_del_commit(escrito: str, paso: Paso) -> bool:
    try:
        instante = paso.contexto.proceso.instante(escrito)
    except ValueError:
        return False
    return instante.timestamp() == paso.movimiento.instante.timestamp()
