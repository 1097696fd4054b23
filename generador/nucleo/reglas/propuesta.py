"""¿Se puede integrar hoy lo que propone una rama?

Cada regla mira los pasos de la propuesta: quién actuó, sobre qué, cuándo y si podía. Las mismas
sirven para auditar lo que ya está en la historia.
"""

from collections.abc import Iterator

from generador.nucleo.acciones import NORMAS, Accion, puede_tocar
from generador.nucleo.calendario import fecha_hora_larga, fecha_larga
from generador.nucleo.cuentas import NOMBRES, Cuenta, Rol, es_independiente, por_que_no_es_suya
from generador.nucleo.diferencia import campos_de
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import SIN_FECHA
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.nucleo.proceso import Proceso
from generador.nucleo.propuesta import Paso, Propuesta, Version
from generador.nucleo.regla import Alcance, DichoDe, regla
from generador.nucleo.transiciones import por_que_no_procede

_SIN_EXPEDIENTE = frozenset({Accion.RECHAZAR, Accion.SEPARAR, Accion.INTEGRAR, Accion.CONFIGURAR})
_RESOLUCIONES = frozenset({Accion.ACATAR, Accion.CORREGIR_ERROR})

DEL_ALTA = ("/version", "/clave", "/registro", "/tramite/sustituye_a", "/curricular")
SIN_CAPTURA: tuple[object, ...] = (None, "pendiente", {})
"""Lo que un alta trae escrito: su registro, lo curricular que el registro anticipe, y nada más."""

SELLOS = {
    Accion.ENTREGAR_CUENTA: "cuenta_recibida",
    Accion.CAPTURAR: "enviada",
    Accion.VALIDAR: "validada",
}
"""El instante que cada acto deja en el trámite."""


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
    for archivo, motivo in propuesta.sospechosos.items():
        yield archivo, ("", motivo, "Quítelo de la propuesta y avise a la unidad responsable.")


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
    movimiento = paso.movimiento
    if movimiento.accion is None:
        escrita = movimiento.uno("Accion")
        yield f"dice el acto «{escrita}», que no existe." if escrita else "no dice qué acto es."
        return
    norma = NORMAS[movimiento.accion]
    if movimiento.instante == SIN_FECHA:
        yield "no trae una fecha que exista."
    if movimiento.modulo != norma.modulo:
        yield f"dice el módulo «{movimiento.modulo}» y es del módulo «{norma.modulo}»."
    if not movimiento.cuenta:
        yield "no dice con qué cuenta se hizo."
    elif paso.cuenta is None:
        yield f"se hizo con la cuenta {movimiento.cuenta}, que no existe."
    elif movimiento.correo != paso.cuenta.correo:
        yield f"dice la cuenta {movimiento.cuenta}, pero su autor es otro."
    if movimiento.accion not in _SIN_EXPEDIENTE and not movimiento.folio:
        yield "no lleva folio."
    if norma.documento and not movimiento.uno("Documento"):
        yield "no cita el documento que lo ordena."
    nombradas, tocadas = set(movimiento.claves), {v.clave for v in paso.versiones}
    if movimiento.accion not in _SIN_EXPEDIENTE and nombradas != tocadas:
        yield "no nombra a las mismas candidaturas que cambia."


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
        if accion is None or accion in _SIN_EXPEDIENTE:
            continue
        for version in paso.versiones:
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
    observado. Deje como estaba lo demás.
    """
    for paso in propuesta.pasos:
        accion = paso.movimiento.accion
        if accion is None:
            continue
        for version in paso.versiones:
            for puntero in _fuera_de_lugar(accion, version, paso):
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
                accion, version.antes, cambio.puntero, paso
            )
        if not admitido:
            yield cambio.puntero


def _pedido(accion: Accion, antes: Candidatura | None, puntero: str, paso: Paso) -> bool:
    """Si el campo es de los que se pidió cambiar o de los observados."""
    if antes is None or puntero.startswith("/tramite"):
        return True
    if accion is Accion.APLICAR_CAMBIO:
        campos = antes.tramite.cambio.campos if antes.tramite.cambio else ()
        return any(f"{puntero}/".startswith(f"{campo}/") for campo in campos)
    if accion is Accion.SUBSANAR:
        return bool(observacion_de(puntero, observaciones_abiertas(antes, paso.contexto)))
    return True


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
        if paso.movimiento.accion in _SIN_EXPEDIENTE or paso.movimiento.accion is None:
            continue
        for version in paso.versiones:
            if version.antes is None and version.despues is not None:
                continue  # un alta es el archivo entero
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
    alguien los escribió a mano.
    """
    for paso in propuesta.pasos:
        for version in paso.versiones:
            if version.despues:
                for puntero, dicho in _sellos_falsos(paso, version.despues):
                    yield version.archivo, (puntero, dicho, "Repítalo con su orden.")


def _sellos_falsos(paso: Paso, despues: Candidatura) -> Iterator[tuple[str, str]]:
    """(puntero, qué no coincide) de lo que el acto dejó en el trámite."""
    accion = paso.movimiento.accion
    sello = SELLOS.get(accion) if accion else None
    if sello is None:
        return
    escrito = getattr(despues.tramite, sello)
    if not _es_el_del_commit(escrito, paso):
        cuando = fecha_hora_larga(paso.contexto.ahora)
        yield f"/tramite/{sello}", f"Dice «{escrito}» y el commit es del {cuando}."
    folio = paso.movimiento.folio
    if accion is Accion.CAPTURAR and despues.tramite.folio != folio:
        yield "/tramite/folio", f"Dice «{despues.tramite.folio}» y el commit, «{folio}»."


def _es_el_del_commit(escrito: str, paso: Paso) -> bool:
    try:
        instante = paso.contexto.proceso.instante(escrito)
    except ValueError:
        return False
    return instante.timestamp() == paso.movimiento.instante.timestamp()
