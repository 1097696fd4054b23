"""¿Cómo se pone al día la copia de los expedientes que ve la web? Solo lo que cambió."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from generador.captura.cola.destinos import seguir
from generador.captura.llave import cifrar
from generador.captura.llenado.lectura import dice_y_debe_decir
from generador.captura.llenado.valores import llano
from generador.captura.models import Expediente, Propuesta, Tronco
from generador.captura.reloj import ahora
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import vencimiento
from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.claves import CARPETA
from generador.nucleo.cuentas import es_independiente, quien_captura
from generador.nucleo.hallazgo import Hallazgo
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso
from generador.nucleo.propuesta import Version
from generador.repositorio.forja import Abierta
from generador.tramites.bandeja import propuesta_pendiente
from generador.tramites.integrar import revisar_abierta
from generador.tramites.mesa import Mesa

_LOTE = 500


def proyectar(mesa: Mesa) -> None:
    """Deja la base como está el tronco, sus propuestas abiertas y en qué acabó cada envío."""
    _expedientes(mesa)
    _propuestas(mesa)
    seguir(mesa)


def _expedientes(mesa: Mesa) -> None:
    visto = Tronco.objects.first()
    if visto is not None and visto.commit == mesa.tronco:
        return
    # Si lo visto no es de esta historia, la base es de otro respaldo: se rehace entera.
    sigue = visto is not None and mesa.deposito.contiene(visto.commit, mesa.tronco)
    if visto is not None and sigue:
        rutas = list(mesa.deposito.tocados(visto.commit, mesa.tronco))
    else:
        rutas = list(mesa.deposito.archivos(mesa.tronco, f"{CARPETA}/"))
    rutas = [r for r in rutas if r.startswith(f"{CARPETA}/") and r.endswith(".yml")]
    # Por lotes, para no detener a quien guarda. Si esto muere, el tronco visto sigue siendo el de
    # antes y la siguiente vuelta lo repite.
    for inicio in range(0, len(rutas), _LOTE):
        unas = mesa.abrir(mesa.tronco, *rutas[inicio : inicio + _LOTE])
        _guardar(unas.values(), mesa.contexto.proceso)
    with transaction.atomic():
        if not sigue:
            vigentes = {r.rpartition("/")[2].removesuffix(".yml") for r in rutas}
            de_mas = set(Expediente.objects.values_list("clave", flat=True)) - vigentes
            Expediente.objects.filter(clave__in=de_mas).delete()
        Tronco.objects.all().delete()
        Tronco.objects.create(commit=mesa.tronco, visto=ahora())


def _guardar(unas: Iterable[Candidatura], proceso: Proceso) -> None:
    renglones = [renglon_de(una, proceso) for una in unas]
    campos = [c.name for c in Expediente._meta.concrete_fields if c.name != "clave"]  # noqa: SLF001
    Expediente.objects.bulk_create(
        renglones, update_conflicts=True, update_fields=campos, unique_fields=["clave"]
    )


def renglon_de(una: Candidatura, proceso: Proceso) -> Expediente:
    """La candidatura como la guarda la base."""
    independiente = es_independiente(una, proceso)
    t = una.tramite
    return Expediente(
        clave=una.clave,
        archivo=una.archivo,
        carpeta=una.archivo.rpartition("/")[0],
        partido=una.clave if independiente else quien_captura(una, proceso),
        independiente=independiente,
        nombre=una.registro.nombre_completo,
        eleccion=una.registro.eleccion,
        cargo=una.registro.cargo,
        ambito=una.registro.ambito,
        estatus=una.registro.estatus,
        recibida=_instante(t.cuenta_recibida, proceso),
        vence=_vence(una, proceso),
        enviada=_instante(t.enviada, proceso),
        validada=_instante(t.validada, proceso),
        observados=sum(1 for o in t.observaciones if not o.subsanada),
        cambio=_en_que_va_el_cambio(una),
        cambio_vence=_vence_el_cambio(una, proceso),
        dato=llano(una.dato),
    )


def _en_que_va_el_cambio(una: Candidatura) -> str:
    cambio = una.tramite.cambio
    if cambio is None:
        return ""
    return "aplicado" if cambio.aplicado else "habilitado" if cambio.habilitado else "solicitado"


def _vence_el_cambio(una: Candidatura, proceso: Proceso) -> datetime | None:
    cambio = una.tramite.cambio
    if cambio is None or not cambio.habilitado or cambio.aplicado:
        return None
    habilitado = _instante(cambio.habilitado, proceso)
    return habilitado and vencimiento(proceso.calendario, habilitado, proceso.plazos.cambio)


def _instante(texto: str, proceso: Proceso) -> datetime | None:
    try:
        return proceso.instante(texto) if texto else None
    except ValueError:
        return None


def _vence(una: Candidatura, proceso: Proceso) -> datetime | None:
    try:
        return plazo_de_captura(una, proceso) if una.tramite.cuenta_recibida else None
    except ValueError:
        return None


def _propuestas(mesa: Mesa) -> None:
    """Las abiertas; las que siguen en el mismo commit no se vuelven a revisar."""
    abiertas = {a.folio: a for a in mesa.forja.abiertas()}
    guardadas = dict(Propuesta.objects.values_list("folio", "cabeza"))
    Propuesta.objects.exclude(folio__in=abiertas).delete()
    for folio, abierta in abiertas.items():
        if guardadas.get(folio) != abierta.cabeza:
            _guardar_propuesta(mesa, abierta)


def _guardar_propuesta(mesa: Mesa, abierta: Abierta) -> None:
    revision = revisar_abierta(mesa, abierta)
    espera = propuesta_pendiente(mesa, abierta, revision)
    if espera is None:
        return
    versiones = revision.propuesta.versiones
    unas = [c for v in versiones if (c := v.antes or v.despues)]
    partidos = {quien_captura(una, mesa.contexto.proceso) or una.clave for una in unas}
    Propuesta.objects.update_or_create(
        folio=abierta.folio,
        defaults={
            "cabeza": abierta.cabeza,
            "claves": list(espera.claves),
            "que": espera.que,
            "quien": espera.quien,
            "lista": revision.esta_lista,
            "desde": espera.desde,
            "vence": espera.vence,
            "riesgo": espera.riesgo,
            "hallazgos": [_dicho(h) for h in revision.hallazgos],
            "partido": ", ".join(sorted(partidos)),
            "folios": [
                p.movimiento.folio
                for p in revision.propuesta.pasos
                if p.movimiento.accion is Accion.CAPTURAR
            ],
            "cambios": cifrar(_cambios(mesa, versiones), f"propuesta {abierta.folio}"),
        },
    )


def _cambios(mesa: Mesa, versiones: Iterable[Version]) -> dict[str, Any]:
    """Clave → lo que cambia, como «dice / debe decir»; de identidad, solo que cambió."""
    return {
        v.clave: [
            {"puntero": d.puntero, "titulo": "", "reservada": True}
            if d.es_reservada
            else {**dice_y_debe_decir(d, mesa.contexto), "reservada": False}
            for d in v.cambios
        ]
        for v in versiones
    }


def _dicho(h: Hallazgo) -> dict[str, str]:
    return {
        "archivo": h.archivo,
        "puntero": h.puntero,
        "regla": h.regla,
        "nivel": h.nivel.value,
        "mensaje": h.mensaje,
        "remedio": h.remedio,
    }
