"""¿En qué va un folio? Quién lo tiene, desde cuándo y qué le falta; sea envío, propuesta o acto."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generador.captura.cola.destinos import el_primero, por_que_ya_no
from generador.captura.models import Acto, Envio, Expediente, Propuesta, Tanda
from generador.nucleo.acciones import NORMAS, Accion

_DESPACHO = "El despacho, que lo lleva solo"
_NADIE = "Nadie: terminó"
_CUANDO = {
    Envio.EN_COLA: "Que el despacho lo lleve al expediente. Ya está guardado: no se pierde.",
    Envio.PROPUESTO: "Que lo valide quien responde por la captura.",
    Envio.VALIDADO: "Que la unidad lo integre.",
    Envio.INTEGRADO: "Nada: ya es parte del expediente.",
    Envio.DEVUELTO: "Corregirlo y volver a enviarlo: esta vez no gastó la oportunidad.",
    Envio.SIN_EFECTO: "Nada: lo que se envió ya no procede.",
    Envio.CORREGIDO: "Nada en este folio: quien valida modificó algo y lo ampara otro acuse.",
}


@dataclass(frozen=True, slots=True)
class Paso:
    """Algo que ya le pasó, y cuándo."""

    que: str
    instante: datetime


@dataclass(frozen=True, slots=True)
class Folio:
    """Cómo va. `marca` es la clase con que se pinta el estado."""

    folio: str
    clase: str
    estado: str
    claves: Sequence[str]
    quien: str
    desde: datetime
    falta: str
    marca: str = ""
    vence: datetime | None = None
    motivo: str = ""
    hallazgos: Sequence[Mapping[str, str]] = ()
    pasos: Sequence[Paso] = ()
    envio: Envio | None = None
    propuesta: str = ""


def buscar_folio(folio: str) -> Folio | None:
    """Cómo va lo de ese folio; None si no es de nada."""
    if envio := Envio.objects.select_related("tanda", "corrige").filter(folio=folio).first():
        return _de_envio(envio)
    if propuesta := Propuesta.objects.filter(folio=folio).first():
        return _de_propuesta(propuesta)
    if tanda := Tanda.objects.filter(folio=folio).first():
        return _de_tanda(tanda)
    acto = Acto.objects.filter(folio=folio).first()
    return _de_acto(acto) if acto else None


def solo_de(hallazgos: Iterable[Mapping[str, str]], unos: Iterable[Expediente]) -> list[Any]:
    """Los hallazgos de esos expedientes: en una propuesta puede haber ajenos."""
    suyos = {una.archivo for una in unos}
    return [h for h in hallazgos if h["archivo"] in suyos]


def _de_envio(envio: Envio) -> Folio:
    propuesta = _propuesta_de(envio)
    pedida = _validacion_pedida(envio)
    quien, desde = _DESPACHO, envio.instante
    if envio.estado == Envio.PROPUESTO and propuesta and not pedida:
        quien, desde = propuesta.quien, propuesta.desde
    elif envio.estado == Envio.VALIDADO:
        quien, desde = "La unidad responsable", envio.validada or envio.instante
    elif envio.estado in (Envio.INTEGRADO, Envio.CORREGIDO, Envio.SIN_EFECTO):
        quien, desde = _NADIE, envio.validada or envio.instante
    elif envio.estado == Envio.DEVUELTO:
        quien = "Quien captura"
    falta = _CUANDO[envio.estado]
    if pedida and envio.estado in (Envio.EN_COLA, Envio.PROPUESTO):
        falta = "Que el despacho asiente la validación, que ya se pidió."
    if envio.estado == Envio.DEVUELTO and (ya_no := _ya_no(envio)):
        quien, falta = _NADIE, f"Nada. {ya_no}"
    return Folio(
        folio=envio.folio,
        clase="Captura",
        estado=Envio.ESTADOS[envio.estado],
        claves=(envio.clave,),
        quien=quien,
        desde=desde,
        falta=falta,
        marca=_marca(envio.estado),
        vence=propuesta.vence if propuesta and not pedida else None,
        motivo=envio.motivo,
        hallazgos=propuesta.hallazgos if propuesta else (),
        pasos=_pasos(envio, pedida),
        envio=envio,
        propuesta=envio.tanda.folio if propuesta and envio.tanda else "",
    )


def _ya_no(envio: Envio) -> str:
    """Por qué lo devuelto ya no se puede volver a enviar."""
    return por_que_ya_no(envio, Expediente.objects.filter(clave=envio.clave).first())


def _pasos(envio: Envio, pedida: Acto | None) -> list[Paso]:
    llevada = envio.tanda.propuesta if envio.tanda else None
    return _con_fecha(
        ("Recibida, con acuse", envio.instante),
        ("Llevada a una propuesta", llevada),
        ("Validación pedida", pedida.instante if pedida else None),
        ("Validada", envio.validada),
    )


def _con_fecha(*dichos: tuple[str, datetime | None]) -> list[Paso]:
    """Los pasos que ya se dieron."""
    return [Paso(que, instante) for que, instante in dichos if instante]


def _propuesta_de(envio: Envio) -> Propuesta | None:
    return Propuesta.objects.filter(folio=envio.tanda.folio).first() if envio.tanda else None


def _validacion_pedida(envio: Envio) -> Acto | None:
    pedidas = Acto.objects.filter(accion=Accion.VALIDAR, objeto=el_primero(envio).folio)
    return pedidas.exclude(estado=Acto.NEGADO).order_by("-pk").first()


def _marca(estado: str) -> str:
    malas = dict.fromkeys((Envio.DEVUELTO, Envio.SIN_EFECTO), "marca-error")
    return {Envio.INTEGRADO: "marca-hecha", **malas}.get(estado, "")


def _de_propuesta(propuesta: Propuesta) -> Folio:
    return Folio(
        folio=propuesta.folio,
        clase="Propuesta",
        estado="Lista para integrarse" if propuesta.lista else "Abierta",
        claves=tuple(propuesta.claves),
        quien=propuesta.quien,
        desde=propuesta.desde,
        falta=propuesta.que,
        vence=propuesta.vence,
        hallazgos=propuesta.hallazgos,
    )


def _de_tanda(tanda: Tanda) -> Folio:
    """La que todavía no llega a Git, o la que ya se cerró."""
    claves = tuple(tanda.envios.order_by("clave").values_list("clave", flat=True))
    espera = tanda.propuesta is None
    return Folio(
        folio=tanda.folio,
        clase="Propuesta",
        estado="En cola" if espera else "Cerrada",
        claves=claves,
        quien=_DESPACHO if espera else _NADIE,
        desde=tanda.propuesta or tanda.creada,
        falta="Que el despacho la lleve al expediente." if espera else "Nada.",
        marca="" if espera else "marca-hecha",
    )


def _de_acto(acto: Acto) -> Folio:
    espera = acto.estado == Acto.EN_COLA
    nombre = NORMAS[Accion(acto.accion)].hecho
    return Folio(
        folio=acto.folio,
        clase=f"Acto pedido: {nombre.lower()}",
        estado=Acto.ESTADOS[acto.estado],
        claves=_claves_de(acto),
        quien=_DESPACHO if espera else _NADIE,
        desde=acto.hecho or acto.instante,
        falta="Que el despacho lo asiente." if espera else "Nada.",
        marca={Acto.HECHO: "marca-hecha", Acto.NEGADO: "marca-error"}.get(acto.estado, ""),
        motivo=acto.resultado,
        pasos=_con_fecha(("Pedido", acto.instante), ("Atendido", acto.hecho)),
    )


def _claves_de(acto: Acto) -> tuple[str, ...]:
    """Sobre quiénes es: lo dicen sus opciones, su objeto o el folio que nombra."""
    if claves := acto.datos.get("claves") or acto.datos.get("clave"):
        return (claves,) if isinstance(claves, str) else tuple(claves)
    if Expediente.objects.filter(clave=acto.objeto).exists():
        return (acto.objeto,)
    otro = acto.datos.get("folio", acto.objeto)
    if propuesta := Propuesta.objects.filter(folio=otro).first():
        return tuple(propuesta.claves)
    suyos = Envio.objects.filter(tanda__folio=otro) | Envio.objects.filter(folio=otro)
    return tuple(suyos.distinct().values_list("clave", flat=True))
