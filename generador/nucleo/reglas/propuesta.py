"""¿Se puede integrar hoy lo que propone una rama?

Cada regla mira los pasos de la propuesta: quién actuó, sobre qué, cuándo y si podía. Las mismas
sirven para auditar lo que ya está en la historia.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generador.nucleo.acciones import (
    ESTADO_DE_IDENTIDAD,
    NORMAS,
    SIN_EXPEDIENTE,
    Accion,
    puede_tocar,
)
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.cuentas import NOMBRES, Cuenta, Rol, es_independiente, por_que_no_es_suya
from generador.nucleo.diferencia import Diferencia
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.nucleo.proceso import Proceso
from generador.nucleo.propuesta import Paso, Propuesta, Version
from generador.nucleo.regla import Alcance, DichoDe, regla
from generador.nucleo.transiciones import por_que_no_procede

_RESOLUCIONES = frozenset({Accion.ACATAR, Accion.CORREGIR_ERROR})

DEL_ALTA = ("/version", "/clave", "/registro", "/tramite/sustituye_a", "/curricular")
SIN_CAPTURA: tuple[object, ...] = (None, "pendiente", {})
"""Lo que un alta trae escrito: su registro, lo curricular que el registro anticipe, y nada más."""


def sin_validar(pasos: Iterable[Paso]) -> tuple[str, ...]:
    """Las claves que se capturaron en esos pasos y nadie validó después (PTO 25 y 27)."""
    pendientes: dict[str, None] = {}
    for paso in pasos:
        claves = dict.fromkeys(v.clave for v in paso.versiones)
        if paso.movimiento.accion is Accion.CAPTURAR:
            pendientes |= claves
        elif paso.movimiento.accion is Accion.VALIDAR:
            pendientes = {k: None for k in pendientes if k not in claves}
    return tuple(pendientes)


@regla(
    "REV01",
    alcance=Alcance.PROPUESTA,
    titulo="Una sola carpeta",
    fundamento="Diseño del expediente: una propuesta es una unidad de revisión",
)
def una_carpeta(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Una propuesta toca una planilla o fórmula, y una o más de sus candidaturas.

    Así cada revisión es de una sola responsable y lo que a una le falta no detiene a otra carpeta.
    Un alta del registro puede traer todas las carpetas a la vez. Envíe cada carpeta por separado.
    """
    altas = {p.movimiento.accion for p in propuesta.pasos} <= {Accion.ALTA, Accion.REGISTRAR}
    primera, *otras = propuesta.carpetas or ("",)
    if otras and not altas:
        for version in propuesta.versiones:
            if not version.archivo.startswith(f"{primera}/"):
                yield (
                    version.archivo,
                    (
                        "",
                        f"La propuesta ya toca {primera}, y este expediente es de otra carpeta.",
                        "Envíelo en otra propuesta.",
                    ),
                )


@regla(
    "REV02",
    alcance=Alcance.PROPUESTA,
    titulo="Archivo ajeno al expediente",
    fundamento="PTO 15 y 37",
)
def nada_ajeno(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Una propuesta de candidaturas solo trae expedientes y sus fotografías.

    El programa, sus reglas, las cuentas y el proceso los cambia la unidad responsable en otra
    propuesta, que se revisa como tal. Tampoco entra un binario que no sea la fotografía, ni una
    llave o contraseña. Quite el archivo.
    """
    for paso in propuesta.pasos:
        if paso.movimiento.accion is not Accion.CONFIGURAR:
            for ajeno in paso.ajenos:
                yield (
                    ajeno,
                    ("", "Este archivo no es de un expediente.", "Quítelo de la propuesta."),
                )
        for expediente in paso.imagenes_sueltas:
            yield (
                expediente,
                (
                    "/curricular/fotografia",
                    "Cambia la fotografía sin que nadie responda por ella.",
                    "Envíela con su expediente.",
                ),
            )
    for archivo, motivo in propuesta.sospechosos.items():
        yield archivo, ("", motivo, "Quítelo de la propuesta y avise a la unidad responsable.")


@regla(
    "REV04",
    alcance=Alcance.PROPUESTA,
    titulo="Cuenta sin facultad",
    fundamento="PTO 9 a 11, 20 y 24 a 27",
)
def con_facultad(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Cada acto lo hace quien puede, y por quien puede.

    Captura el partido o la persona; valida la supervisora o la candidatura independiente; verifica
    quien verifica; lo demás es de la unidad responsable. La facultad es por candidatura y según
    quién captura conforme al convenio, no por carpeta. La unidad y los partidos nunca actúan unos
    por otros. La supervisora puede capturar y validar.
    """
    for paso in propuesta.pasos:
        cuenta, accion = paso.cuenta, paso.movimiento.accion
        if cuenta is None or accion is None:
            continue  # eso lo dice REV03
        for archivo, motivo in _sin_facultad(paso, cuenta, accion):
            yield archivo, ("", motivo, "Hágalo con la cuenta que corresponde.")


def _sin_facultad(paso: Paso, cuenta: Cuenta, accion: Accion) -> Iterator[tuple[str, str]]:
    if not cuenta.vale(paso.contexto.hoy):
        yield paso.archivo, f"La cuenta {cuenta.clave} no valía {fecha_larga(paso.contexto.hoy)}."
        return
    if cuenta.rol not in NORMAS[accion].roles:
        yield paso.archivo, motivo_de_rol(cuenta, accion)
        return
    for version in paso.versiones:
        una = version.antes or version.despues
        if una is None:
            continue
        motivo = por_que_no_puede(cuenta, accion, una, paso.contexto.proceso)
        if motivo:
            yield version.archivo, motivo


def motivo_de_rol(cuenta: Cuenta, accion: Accion) -> str:
    """La frase con que se niega un acto por el papel de la cuenta."""
    quienes = " o ".join(NOMBRES[rol] for rol in Rol if rol in NORMAS[accion].roles)
    return f"«{NORMAS[accion].hecho}» lo hace {quienes}, y {cuenta.clave} es {NOMBRES[cuenta.rol]}."


def por_que_no_puede(cuenta: Cuenta, accion: Accion, una: Candidatura, proceso: Proceso) -> str:
    """Por qué esa cuenta no puede hacer ese acto por esa candidatura; vacío si puede."""
    if motivo := por_que_no_es_suya(cuenta, una, proceso):
        return motivo
    solo_independiente = Rol.SUPERVISORA in NORMAS[accion].roles and accion in _DE_RESPONSABLE
    if solo_independiente and cuenta.rol is Rol.CANDIDATURA and not es_independiente(una, proceso):
        return (
            f"«{NORMAS[accion].hecho}» de {una.clave} lo hace la supervisora de su partido: su "
            "propia cuenta solo captura (PTO 11 y 25)."
        )
    return ""


_DE_RESPONSABLE = frozenset(
    {Accion.VALIDAR, Accion.SUBSANAR, Accion.SOLICITAR_CAMBIO, Accion.APLICAR_CAMBIO}
)


@regla(
    "REV05",
    alcance=Alcance.PROPUESTA,
    titulo="Acto que no procede",
    fundamento="PTO 14, 21, 23, 25 y 31 a 33",
)
def que_procede(propuesta: Propuesta) -> Iterator[DichoDe]:
    """El expediente debe estar en el punto en que ese acto cabe.

    Se captura una vez, se valida lo enviado, se observa lo publicado, se subsana lo observado y se
    cambia una sola vez; cada cosa en su plazo. El mensaje dice qué lo impide y desde cuándo.
    """
    for paso in propuesta.pasos:
        accion = paso.movimiento.accion
        if accion is None or accion in SIN_EXPEDIENTE:
            continue
        for version in paso.versiones:
            if version.archivo in paso.ilegibles:
                continue
            if motivo := _no_procede(accion, version, paso):
                yield version.archivo, ("", motivo, "Revise en qué va el expediente.")


def _no_procede(accion: Accion, version: Version, paso: Paso) -> str:
    if version.despues is None:
        return "Un expediente no se borra: se cancela o se sustituye, y queda constancia."
    if version.antes is None:
        if accion in (Accion.ALTA, Accion.SUSTITUIR):
            return ""
        return f"{version.clave} no está en el registro: la unidad debe darla de alta primero."
    if accion is Accion.ALTA:
        return f"{version.clave} ya está en el registro."
    return por_que_no_procede(accion, version.antes, paso.contexto)


@regla(
    "REV06",
    alcance=Alcance.PROPUESTA,
    titulo="Campo que ese acto no toca",
    fundamento="PTO 14, 26, 31 a 33",
)
def lo_que_le_toca(propuesta: Propuesta) -> Iterator[DichoDe]:
    """Cada acto cambia solo lo suyo: el registro, la unidad; los cuestionarios, quien captura.

    Un cambio aplicado toca solo los campos que se pidieron; una subsanación, solo el rubro
    observado; la de identidad, también la firma que ampara las respuestas (PTO 16). Deje como
    estaba lo demás.
    """
    for paso in propuesta.pasos:
        accion = paso.movimiento.accion
        if accion is None:
            continue
        for version in paso.versiones:
            if version.archivo in paso.ilegibles:
                continue
            for puntero in dict.fromkeys(_fuera_de_lugar(accion, version, paso)):
                yield (
                    version.archivo,
                    (
                        puntero,
                        f"«{NORMAS[accion].hecho}» no puede cambiar {puntero or 'el archivo'}.",
                        "Déjelo como estaba.",
                    ),
                )


def _fuera_de_lugar(accion: Accion, version: Version, paso: Paso) -> Iterator[str]:
    alta = version.antes is None and accion in (Accion.ALTA, Accion.SUSTITUIR)
    for cambio in version.cambios:
        if alta:
            admitido = cambio.puntero.startswith(DEL_ALTA) or cambio.despues in SIN_CAPTURA
        else:
            admitido = puede_tocar(accion, cambio.puntero) and _pedido(
                accion, version.antes, cambio, paso
            )
        if not admitido:
            yield cambio.puntero
    con_imagen = version.archivo in paso.imagenes
    if con_imagen and not alta and not puede_tocar(accion, "/curricular/fotografia"):
        yield "/curricular/fotografia"


def _pedido(accion: Accion, antes: Candidatura | None, cambio: Diferencia, paso: Paso) -> bool:
    """Si el campo es de los que se pidió cambiar o de los observados, y cambia como debe."""
    puntero = cambio.puntero
    if antes is None:
        return True
    # Lo bloqueado espera su destrucción, lo destruido ya no está y la unidad no contesta por nadie:
    # el compromiso no se mueve, o el sobre quedaría sin quien lo nombre (PTO 44).
    quieto = antes.identidad.estado in ("bloqueada", "destruida") or accion in _RESOLUCIONES
    if quieto and puntero.startswith("/identidad/") and puntero != ESTADO_DE_IDENTIDAD:
        return False
    if puntero.startswith(_DE_TRAMITE):
        return _en_el_tramite(accion, cambio)
    if accion is Accion.APLICAR_CAMBIO:
        campos = antes.tramite.cambio.campos if antes.tramite.cambio else ()
        return any(f"{puntero}/".startswith(f"{campo}/") for campo in campos)
    if accion is Accion.SUBSANAR:
        # Las respuestas van con la firma que las ampara: se observan y se subsanan juntas.
        observado = "/identidad" if puntero.startswith("/consentimiento") else puntero
        return bool(observacion_de(observado, observaciones_abiertas(antes, paso.contexto)))
    return True


_DE_TRAMITE = ("/tramite", "/registro", ESTADO_DE_IDENTIDAD, "/consentimiento/retirado")


def _en_el_tramite(accion: Accion, cambio: Diferencia) -> bool:
    """Si eso del trámite o del registro cambia como ese acto puede cambiarlo."""
    if cambio.puntero == ESTADO_DE_IDENTIDAD:
        return _cambia_de_estado(accion, cambio.antes, cambio.despues)
    if cambio.puntero == "/consentimiento/retirado":
        return cambio.antes is None
    if cambio.puntero == "/tramite/observaciones":
        return _observa_lo_suyo(accion, cambio.antes or (), cambio.despues or ())
    if accion is Accion.REGISTRAR:
        return cambio.puntero != "/registro/estatus"
    if accion is Accion.SOLICITAR_CAMBIO and cambio.puntero == "/tramite/cambio/habilitado":
        return cambio.despues is None  # el que venció sin aplicarse se pide de nuevo
    return True


_BLOQUEAN = frozenset({Accion.SUSTITUIR, Accion.CANCELAR, Accion.BLOQUEAR})
_DE_QUIEN_CAPTURA = frozenset({"pendiente", "depositada", "no_autorizo"})


def _cambia_de_estado(accion: Accion, antes: str | None, despues: str | None) -> bool:
    """Bloquear y destruir solo avanzan; quien captura no decide ninguna de las dos (PTO 44)."""
    if accion in _BLOQUEAN:
        return (antes, despues) == ("depositada", "bloqueada")
    if accion is Accion.DESTRUIR:
        return antes in ("depositada", "bloqueada") and despues == "destruida"
    if accion in _RESOLUCIONES:
        # Reinstalar devuelve lo bloqueado. Lo demás dejaría el sobre sin nadie que lo nombre.
        return {antes, despues} == {"depositada", "bloqueada"}
    return {antes, despues} <= _DE_QUIEN_CAPTURA


def _observa_lo_suyo(
    accion: Accion, antes: Sequence[Mapping[str, Any]], despues: Sequence[Mapping[str, Any]]
) -> bool:
    """Observar solo agrega; subsanar solo pone la hora a las que estaban abiertas."""
    if accion is Accion.OBSERVAR:
        nuevas = despues[len(antes) :]
        iguales = list(despues[: len(antes)]) == list(antes)
        return iguales and bool(nuevas) and not any("subsanada" in o for o in nuevas)
    if accion is Accion.SUBSANAR:
        return len(antes) == len(despues) and all(
            o == d or ("subsanada" not in o and {**o, "subsanada": d.get("subsanada")} == d)
            for o, d in zip(antes, despues, strict=True)
        )
    return True
