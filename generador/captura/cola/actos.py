"""¿Cómo se hace cada acto que alguien pidió? Con los mismos trámites que la terminal."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from generador.boveda.almacen import Entrega
from generador.boveda.sobre import Contenido
from generador.captura.acuses.constancia import acuse_de
from generador.captura.cola.envios import Enviado, abrir
from generador.captura.llave import descifrar, la_boveda
from generador.captura.llenado import borradores
from generador.captura.llenado.campos import IDENTIDAD
from generador.captura.models import Acto, Adjunto, Borrador, Envio, Tanda
from generador.captura.reloj import ahora
from generador.nucleo.acciones import Accion
from generador.repositorio.historial import leer_movimientos
from generador.tramites import cambiar, resolver, sustituir, verificar
from generador.tramites.asiento import Asentado
from generador.tramites.entregar import Acuse, entregar_cuenta
from generador.tramites.escritos import Escrito
from generador.tramites.integrar import buscar_abierta, integrar, revisar_abierta
from generador.tramites.mesa import ActoNegado, Mesa
from generador.tramites.rechazar import rechazar, separar
from generador.tramites.validar import validar_propuesta

_A_SU_HORA = frozenset({Accion.SUBSANAR, Accion.SOLICITAR_CAMBIO, Accion.APLICAR_CAMBIO})
"""Lo que tiene plazo y pide quien responde por la captura: vale cuando se pidió, no al llevarse."""
Hacer = Callable[[Mesa, Acto, Mapping[str, Any]], str | None]


def hacer(mesa: Mesa, acto: Acto) -> str | None:
    """Hace el acto con la cuenta de quien lo pidió y dice qué quedó; None si aún no le toca.

    Lanza `ActoNegado` si no procede, y `ErrorConoceles` si hay que repetirlo.
    """
    cuenta = mesa.cuentas.buscar(acto.cuenta)
    if cuenta is None:
        raise ActoNegado(f"La cuenta {acto.cuenta} ya no existe.")
    propia = mesa.como(cuenta, acto.instante if acto.accion in _A_SU_HORA else mesa.ahora)
    return _HACER[Accion(acto.accion)](propia, acto, acto.datos)


def concluir(acto: Acto) -> None:
    """Destruye lo que se escribió para pedirlo: ya está en Git o en la bóveda."""
    match Accion(acto.accion):
        case Accion.SUBSANAR if acto.datos.get("rubro") == IDENTIDAD:
            borradores.destruir(acto.objeto, Borrador.IDENTIDAD)
        case Accion.SUBSANAR:
            borradores.destruir(acto.objeto, Borrador.SUBSANACION)
        case Accion.APLICAR_CAMBIO:
            borradores.destruir(acto.objeto, Borrador.CAMBIO)
        case _:
            return


def de_acto(acto: Acto) -> dict[str, Any]:
    """Lo reservado de un acto, ya descifrado."""
    return descifrar(acto.cifrado, f"acto {acto.accion} {acto.objeto}")


def _escrito(acto: Acto) -> Escrito:
    """El expediente que alguien propone en lugar del vigente."""
    dicho = de_acto(acto)
    foto = b64decode(dicho["foto"]) if dicho.get("foto") else None
    return Escrito(dicho["archivo"], dicho["crudo"].encode(), foto)


def _asentado(hecho: Asentado) -> str:
    return f"Folio {hecho.folio}." if hecho.commit else f"Folio {hecho.folio}; espera a la unidad."


def _validar(mesa: Mesa, acto: Acto, datos: Mapping[str, Any]) -> str | None:
    """Deposita la identidad, valida en Git y destruye lo que quedaba aquí, en ese orden.

    Muerto a la mitad, repetirlo termina: depositar otra vez el mismo sobre no lo duplica, y una
    validación que ya está en Git no se repite.
    """
    envio = Envio.objects.select_related("tanda", "corrige").get(folio=datos["acuse"])
    if envio.estado == Envio.EN_COLA:
        return None  # todavía no llega a Git: en la siguiente vuelta
    if envio.estado == Envio.PROPUESTO:
        llevado = abrir(envio)
        _depositar(envio, llevado)
        propuesta = a_solas(mesa, envio)
        if not _ya_validada(mesa, propuesta):
            correcciones = [llevado.escrito] if envio.corrige else []
            acuses = [acuse_de(envio, mesa.contexto.proceso).en_git] if envio.corrige else []
            validar_propuesta(mesa, propuesta, correcciones, acuses)
        envio.estado = Envio.VALIDADO
    if envio.estado not in (Envio.VALIDADO, Envio.INTEGRADO):
        raise ActoNegado(f"El folio {envio.folio} ya no se puede validar: {_en_que(envio)}.")
    _destruir(envio)
    return f"Folio {acto.objeto}, validado."


def _en_que(envio: Envio) -> str:
    return f"está {Envio.ESTADOS[envio.estado].lower()}. {envio.motivo}".rstrip(". ")


def _depositar(envio: Envio, llevado: Enviado) -> None:
    if llevado.sobre is not None:
        documento = borradores.adjunto_de(borradores.buscar(envio.clave), Adjunto.CONSENTIMIENTO)
        la_boveda().depositar([Entrega(llevado.sobre, documento)])


def _destruir(envio: Envio) -> None:
    """Lo suyo ya está en la bóveda y en Git: aquí no queda ni cifrado."""
    with transaction.atomic():
        envio.validada, envio.cifrado = envio.validada or ahora(), b""
        envio.save(update_fields=["estado", "validada", "cifrado"])
        previos = (Envio.CORREGIDO, Envio.DEVUELTO, Envio.SIN_EFECTO)
        Envio.objects.filter(clave=envio.clave, estado__in=previos).update(cifrado=b"")
        borradores.destruir(envio.clave)


def guardar_lo_integrado() -> None:
    """Lo que se integró sin pasar por aquí también va a la bóveda, y aquí se destruye."""
    for envio in Envio.objects.filter(estado=Envio.INTEGRADO).exclude(cifrado=b""):
        _depositar(envio, abrir(envio))
        _destruir(envio)


def a_solas(mesa: Mesa, envio: Envio) -> str:
    """El folio de la propuesta en que va solo; si va con otros, lo separa (se valida entera)."""
    tanda = envio.tanda
    assert tanda is not None  # noqa: S101 (solo lo propuesto llega aquí)
    abierta = buscar_abierta(mesa, tanda.folio)
    claves = [v.clave for v in revisar_abierta(mesa, abierta).propuesta.versiones]
    if claves == [envio.clave]:
        return tanda.folio
    suya, resto = separar(mesa, tanda.folio, envio.clave)
    with transaction.atomic():
        nuevas = {
            folio: Tanda.objects.get_or_create(
                folio=folio,
                defaults={
                    "carpeta": tanda.carpeta,
                    "partido": tanda.partido,
                    "creada": ahora(),
                    "propuesta": ahora(),
                },
            )[0]
            for folio in (suya, resto)
        }
        tanda.envios.exclude(pk=envio.pk).update(tanda=nuevas[resto])
        Envio.objects.filter(pk=envio.pk).update(tanda=nuevas[suya])
    return suya


def _ya_validada(mesa: Mesa, folio: str) -> bool:
    cabeza = mesa.forja.remoto.traer_propuesta(folio)
    ultimo = leer_movimientos(mesa.deposito, [cabeza]).get(cabeza) if cabeza else None
    return ultimo is not None and ultimo.accion is Accion.VALIDAR


def _integrar(mesa: Mesa, _acto: Acto, datos: Mapping[str, Any]) -> str:
    folio = datos["folio"]
    cabeza = mesa.forja.remoto.propuesta(folio)
    if cabeza and mesa.deposito.contiene(cabeza, mesa.tronco):
        return f"Integrada: folio {folio}. Ya constaba."
    hecho = integrar(mesa, folio, datos.get("revisado", ""))
    return f"Integrada: folio {hecho.folio}."


def _rechazar(mesa: Mesa, _acto: Acto, datos: Mapping[str, Any]) -> str:
    rechazar(mesa, datos["folio"], datos["causa"])
    return f"Rechazada: folio {datos['folio']}. Puede volver a enviarse."


def _separar(mesa: Mesa, _acto: Acto, datos: Mapping[str, Any]) -> str:
    suya, resto = separar(mesa, datos["folio"], datos["clave"])
    return f"{datos['clave']} sigue en {suya}; lo demás, en {resto}."


def _observar(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(
        verificar.observar(mesa, d["clave"], d["rubro"], d["causal"], d.get("fundamento", ""))
    )


def _subsanar(mesa: Mesa, acto: Acto, d: Mapping[str, Any]) -> str:
    """Lo de identidad se deposita antes de asentarlo, como al validar."""
    dicho = de_acto(acto)
    if dicho.get("sobre"):
        sobre = Contenido.de_bytes(b64decode(dicho["sobre"]))
        la_boveda().depositar([Entrega(sobre, b64decode(dicho["documento"]))])
    escritos = [_escrito(acto)] if acto.cifrado else []
    return _asentado(verificar.subsanar(mesa, d["clave"], escritos, d.get("rubro", "")))


def _solicitar(mesa: Mesa, acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(cambiar.solicitar(mesa, d["clave"], [_escrito(acto)]))


def _habilitar(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(cambiar.habilitar(mesa, d["clave"]))


def _aplicar(mesa: Mesa, acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(cambiar.aplicar(mesa, d["clave"], [_escrito(acto)]))


def _sustituir(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(
        sustituir.sustituir(mesa, d["clave"], dict(d["persona"]), d["causa"], d["acuerdo"])
    )


def _cancelar(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    return _asentado(sustituir.cancelar(mesa, d["clave"], d["causa"], d["acuerdo"]))


def _acatar(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    rubro = d.get("rubro") or "/curricular"
    return _asentado(resolver.acatar(mesa, d["clave"], d["efecto"], d["documento"], rubro))


def _corregir_error(mesa: Mesa, acto: Acto, d: Mapping[str, Any]) -> str:
    crudo = _escrito(acto).crudo
    return _asentado(resolver.corregir_error(mesa, d["clave"], crudo, d["documento"]))


def _entregar(mesa: Mesa, _acto: Acto, d: Mapping[str, Any]) -> str:
    zona = mesa.contexto.proceso.calendario.tz
    recibida = datetime.fromisoformat(d["recibida"]).astimezone(zona)
    return _asentado(entregar_cuenta(mesa, d["claves"], Acuse(d["oficio"], recibida)))


_HACER: Mapping[Accion, Hacer] = {
    Accion.VALIDAR: _validar,
    Accion.INTEGRAR: _integrar,
    Accion.RECHAZAR: _rechazar,
    Accion.SEPARAR: _separar,
    Accion.OBSERVAR: _observar,
    Accion.SUBSANAR: _subsanar,
    Accion.SOLICITAR_CAMBIO: _solicitar,
    Accion.HABILITAR_CAMBIO: _habilitar,
    Accion.APLICAR_CAMBIO: _aplicar,
    Accion.SUSTITUIR: _sustituir,
    Accion.CANCELAR: _cancelar,
    Accion.ACATAR: _acatar,
    Accion.CORREGIR_ERROR: _corregir_error,
    Accion.ENTREGAR_CUENTA: _entregar,
}
