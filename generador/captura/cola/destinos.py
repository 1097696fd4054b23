"""¿En qué propuesta va cada envío, y en qué acabó? Se averigua en Git, que es el que manda.

Sirve también a un despachador que murió, y a una base que se restauró de un respaldo: lo que ya
está en Git no se vuelve a llevar.
"""

from collections.abc import Mapping

from generador.captura import bitacora
from generador.captura.models import Envio, Expediente, Propuesta, Tanda
from generador.captura.reloj import ahora
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import fecha_hora_larga
from generador.nucleo.movimiento import Movimiento
from generador.repositorio.historial import leer_movimientos
from generador.tramites.mesa import Mesa


def el_primero(envio: Envio) -> Envio:
    """El envío original: el de la única oportunidad, aunque después se haya corregido."""
    while envio.corrige is not None:
        envio = envio.corrige
    return envio


def seguir(mesa: Mesa) -> None:
    """Anota de cada envío vivo en qué propuesta va o en qué acabó."""
    vivos = (
        Envio.objects.filter(estado__in=Envio.VIVOS)
        .select_related("tanda", "corrige")
        .defer("cifrado", "corrige__cifrado")
    )
    lleva = {f: p for p, folios in _que_llevan() for f in folios}
    sueltos: list[Envio] = []
    for envio in vivos:
        donde = lleva.get(el_primero(envio).folio, "")
        if donde:
            _va_en(envio, donde)
        else:
            sueltos.append(envio)
    if sueltos:
        _acabaron(mesa, sueltos)


def _que_llevan() -> list[tuple[str, list[str]]]:
    return list(Propuesta.objects.values_list("folio", "folios"))


def _va_en(envio: Envio, folio: str) -> None:
    """Va en esa propuesta abierta, aunque se haya partido o nadie alcanzara a anotarlo."""
    en_cola = envio.estado == Envio.EN_COLA
    if not en_cola and envio.tanda is not None and envio.tanda.folio == folio:
        return
    envio.tanda, _ = Tanda.objects.get_or_create(
        folio=folio,
        defaults={
            "carpeta": envio.archivo.rpartition("/")[0],
            "partido": envio.partido,
            "creada": ahora(),
        },
    )
    Tanda.objects.filter(pk=envio.tanda.pk, propuesta=None).update(propuesta=ahora())
    if en_cola:
        envio.estado, envio.motivo = Envio.PROPUESTO, ""
    envio.save(update_fields=["tanda", "estado", "motivo"])


def _acabaron(mesa: Mesa, envios: list[Envio]) -> None:
    """De los que no van en ninguna abierta: ya se integraron, se cerraron o todavía no llegan."""
    claves = {e.clave for e in envios}
    en_el_tronco = dict(
        Expediente.objects.filter(clave__in=claves).values_list("clave", "dato__tramite__folio")
    )
    abiertas = {a.folio for a in mesa.forja.abiertas()}
    constancias = mesa.forja.remoto.propuestas()
    cerradas = {
        e.pk: cabeza
        for e in envios
        if e.tanda and e.tanda.folio not in abiertas and (cabeza := constancias.get(e.tanda.folio))
    }
    ultimos = leer_movimientos(mesa.deposito, set(cerradas.values())) if cerradas else {}
    for envio in envios:
        if en_el_tronco.get(envio.clave) == el_primero(envio).folio:
            envio.estado = Envio.INTEGRADO
            envio.save(update_fields=["estado"])
        elif cabeza := cerradas.get(envio.pk):
            _devolver(mesa, envio, ultimos, cabeza)


def _devolver(mesa: Mesa, envio: Envio, ultimos: Mapping[str, Movimiento], cabeza: str) -> None:
    ultimo = ultimos.get(cabeza)
    if ultimo is not None and ultimo.accion is Accion.SEPARAR:
        return  # sigue en otra, que todavía no se trae
    causa = ultimo.uno("Motivo") if ultimo and ultimo.accion is Accion.RECHAZAR else ""
    cuando = fecha_hora_larga(
        ultimo.instante.astimezone(mesa.ahora.tzinfo) if ultimo else mesa.ahora
    )
    envio.estado = Envio.DEVUELTO
    envio.motivo = (
        f"La unidad la devolvió el {cuando}. {causa} Puede corregirla y volver a enviarla."
        if causa
        else f"La propuesta se cerró sin integrarse el {cuando}. Puede volver a enviarla."
    )
    envio.save(update_fields=["estado", "motivo"])
    bitacora.anotar("despacho", "captura", "devolver", envio.clave, f"folio {envio.folio}")
