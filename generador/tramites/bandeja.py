"""¿Qué espera a quién, desde cuándo, y qué vence primero?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.cuentas import Rol, es_independiente, quien_captura
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observaciones_abiertas
from generador.nucleo.transiciones import limite_del_cambio
from generador.repositorio.forja import Abierta
from generador.tramites.comentario import riesgo
from generador.tramites.integrar import por_que_no_se_integra, revisar_abierta
from generador.tramites.mesa import Mesa, candidatura_de
from generador.tramites.revision import Revision

_CON_PENDIENTES = ("observaciones:", "cambio:")


@dataclass(frozen=True, slots=True)
class Pendiente:
    """Algo que espera: qué, a quién, desde cuándo y hasta cuándo; sin límite, None."""

    que: str
    quien: str
    desde: datetime
    vence: datetime | None = None
    folio: str = ""
    claves: tuple[str, ...] = ()
    riesgo: int = 0


def pendientes(mesa: Mesa) -> tuple[Pendiente, ...]:
    """Lo que espera: primero lo que vence antes, después lo de más riesgo y lo más antiguo."""
    todos = [*_propuestas(mesa), *_expedientes(mesa)]
    lejos = datetime.max.replace(tzinfo=mesa.ahora.tzinfo)
    return tuple(sorted(todos, key=lambda p: (p.vence or lejos, -p.riesgo, p.desde)))


def _propuestas(mesa: Mesa) -> Iterator[Pendiente]:
    for abierta in mesa.forja.abiertas():
        espera = propuesta_pendiente(mesa, abierta, revisar_abierta(mesa, abierta))
        if espera is not None:
            yield espera


def propuesta_pendiente(mesa: Mesa, abierta: Abierta, revision: Revision) -> Pendiente | None:
    """Qué espera una propuesta ya revisada; None si no trae ningún acto."""
    if revision.desligada:
        que = por_que_no_se_integra(abierta, revision)
        return Pendiente(que, _de(mesa, Rol.UT), mesa.ahora, folio=abierta.folio)
    if not revision.propuesta.pasos:
        return None
    ultimo = revision.propuesta.pasos[-1].movimiento
    versiones = revision.propuesta.versiones
    unas = [c for v in versiones if (c := v.antes or v.despues)]
    if revision.esta_lista:
        motivo = por_que_no_se_integra(abierta, revision)
        que, quien = (motivo or "Integrarla", _de(mesa, Rol.UT))
    else:
        que, quien = "Validarla", _quien_valida(mesa, unas)
    return Pendiente(
        que=que,
        quien=quien,
        desde=ultimo.instante.astimezone(mesa.ahora.tzinfo),
        vence=min((v for c in unas if (v := _captura_vence(mesa, c))), default=None),
        folio=abierta.folio,
        claves=tuple(v.clave for v in versiones),
        riesgo=riesgo(revision),
    )


def _expedientes(mesa: Mesa) -> Iterator[Pendiente]:
    """Observaciones sin subsanar y cambios sin cerrar de lo que ya está en el tronco."""
    rutas = mesa.deposito.con_renglon(mesa.tronco, "candidaturas", _CON_PENDIENTES)
    for leida in mesa.leer(mesa.tronco, *rutas).values() if rutas else ():
        una = candidatura_de(leida)
        if una is not None and una.registro.estatus == "registrada":
            yield from _de_una(mesa, una)


def _de_una(mesa: Mesa, una: Candidatura) -> Iterator[Pendiente]:
    for rubro, fecha in observaciones_abiertas(una, mesa.contexto).items():
        desde = mesa.contexto.proceso.instante(fecha)
        quien = _quien_valida(mesa, [una])
        yield Pendiente(f"Subsanar {rubro}", quien, desde, claves=(una.clave,))
    cambio = una.tramite.cambio
    if cambio and not cambio.aplicado:
        desde = mesa.contexto.proceso.instante(cambio.habilitado or cambio.solicitado)
        que = "Aplicar el cambio" if cambio.habilitado else "Habilitar el cambio"
        quien = _quien_valida(mesa, [una]) if cambio.habilitado else _de(mesa, Rol.UT)
        limite = limite_del_cambio(una, mesa.contexto)
        yield Pendiente(que, quien, desde, limite, claves=(una.clave,))


def _captura_vence(mesa: Mesa, una: Candidatura) -> datetime | None:
    if not una.tramite.cuenta_recibida or una.tramite.enviada:
        return None
    try:
        return plazo_de_captura(una, mesa.contexto.proceso)
    except ValueError:
        return None


def _quien_valida(mesa: Mesa, unas: list[Candidatura]) -> str:
    proceso = mesa.contexto.proceso
    nombres = []
    for una in unas:
        if es_independiente(una, proceso):
            nombres.append(una.clave)
        else:
            nombres.append(_de(mesa, Rol.SUPERVISORA, quien_captura(una, proceso)))
    return ", ".join(dict.fromkeys(nombres))


def _de(mesa: Mesa, rol: Rol, postulante: str = "") -> str:
    cuentas = mesa.cuentas.de(rol, postulante) if postulante or rol is Rol.UT else ()
    return ", ".join(c.clave for c in cuentas) or "nadie: falta designar su cuenta"
