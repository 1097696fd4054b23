"""¿En qué propuesta va cada envío, y en qué acabó? Se averigua en Git, que es el que manda.

Sirve también a un despachador que murió, y a una base que se restauró de un respaldo: lo que ya
está en Git no se vuelve a llevar.
"""

from django.db import transaction

from generador.captura import bitacora
from generador.captura.cola.devueltas import recuperar
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


def por_que_ya_no(envio: Envio, expediente: Expediente | None) -> str:
    """Por qué ese envío ya no procede según el tronco; vacío si sigue procediendo o es el suyo."""
    if expediente is None:
        return ""
    if expediente.estatus != "registrada":
        baja = expediente.dato["tramite"].get("baja") or {}
        acuerdo = f" por {baja['acuerdo']}" if baja.get("acuerdo") else ""
        return f"La candidatura está {expediente.estatus}{acuerdo}: lo que se envió ya no procede."
    folio = expediente.dato["tramite"].get("folio") or "sin anotar"
    if expediente.enviada is None or folio == el_primero(envio).folio:
        return ""
    return (
        f"Ya consta otra captura de la misma candidatura, con el folio {folio}: hay una sola "
        "oportunidad y esta no se lleva (PTO 23)."
    )


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
    en_el_tronco = Expediente.objects.in_bulk(claves)
    abiertas = {a.folio for a in mesa.forja.abiertas()}
    constancias = mesa.forja.remoto.propuestas()
    cerradas = {
        e.pk: cabeza
        for e in envios
        if e.tanda and e.tanda.folio not in abiertas and (cabeza := constancias.get(e.tanda.folio))
    }
    ultimos = leer_movimientos(mesa.deposito, set(cerradas.values())) if cerradas else {}
    for envio in envios:
        suyo = en_el_tronco.get(envio.clave)
        if suyo and suyo.dato["tramite"].get("folio") == el_primero(envio).folio:
            envio.estado = Envio.INTEGRADO
            envio.save(update_fields=["estado"])
        elif cabeza := cerradas.get(envio.pk):
            _devolver(mesa, envio, ultimos.get(cabeza), por_que_ya_no(envio, suyo))


def _devolver(mesa: Mesa, envio: Envio, ultimo: Movimiento | None, ya_no: str) -> None:
    """Anota por qué se cerró su propuesta; lo que todavía procede puede volver a enviarse."""
    if ultimo is not None and ultimo.accion is Accion.SEPARAR:
        return  # sigue en otra, que todavía no se trae
    with transaction.atomic():
        if ya_no:
            envio.estado, envio.motivo, hecho = Envio.SIN_EFECTO, ya_no, "dejar sin efecto"
        else:
            recuperado = recuperar(mesa, envio, ultimo.commit) if ultimo else ""
            dicho = f"{_por_que_se_cerro(mesa, ultimo)} {recuperado}".rstrip()
            envio.estado, envio.motivo, hecho = Envio.DEVUELTO, dicho, "devolver"
        envio.save(update_fields=["estado", "motivo"])
        bitacora.anotar("despacho", "captura", hecho, envio.clave, f"folio {envio.folio}")


def _por_que_se_cerro(mesa: Mesa, ultimo: Movimiento | None) -> str:
    causa = ultimo.uno("Motivo") if ultimo and ultimo.accion is Accion.RECHAZAR else ""
    cuando = fecha_hora_larga(
        ultimo.instante.astimezone(mesa.ahora.tzinfo) if ultimo else mesa.ahora
    )
    if causa:
        return f"La unidad la devolvió el {cuando}. {causa} Puede corregirla y volver a enviarla."
    return f"La propuesta se cerró sin integrarse el {cuando}. Puede volver a enviarla."
