"""¿Qué pasa al enviar y al validar? Se juzga, se guarda y se da acuse; a Git va después.

El acuse no espera a Git: lo que dice ya está guardado y no se pierde.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from generador.boveda.sobre import Contenido
from generador.captura.bitacora import anotar
from generador.captura.cola.destinos import el_primero
from generador.captura.fuente import Vigente, candidatura_de
from generador.captura.llave import cifrar, descifrar
from generador.captura.llenado import borradores
from generador.captura.llenado.escrito import Armado, Llenado, Previo, armar
from generador.captura.models import Acto, Adjunto, Borrador, Envio, Expediente
from generador.errores import ConHallazgos, ErrorConoceles
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import esta_en_plazo
from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.cuentas import Cuenta
from generador.nucleo.reglas.propuesta import por_que_no_puede
from generador.nucleo.transiciones import por_que_no_procede
from generador.tramites.acta import sortear_folio
from generador.tramites.escritos import Escrito


class NoSeEnvia(ConHallazgos):
    """Lo que se envía tiene errores, o el expediente no está para eso."""


@dataclass(frozen=True, slots=True)
class Enviado:
    """El contenido de un envío, ya descifrado."""

    escrito: Escrito
    sobre: Contenido | None


def llenado_de(expediente: Expediente, borrador: Borrador | None) -> Llenado:
    """Lo que el borrador dice de esa candidatura, con sus archivos."""
    subido = borradores.adjuntos_de(borrador, Adjunto.FOTOGRAFIA, Adjunto.CONSENTIMIENTO)
    return Llenado(
        expediente,
        borradores.leer(borrador),
        subido.get(Adjunto.FOTOGRAFIA),
        subido.get(Adjunto.CONSENTIMIENTO),
    )


def envio_vivo(clave: str) -> Envio | None:
    """El envío de esa candidatura que sigue su curso o ya se integró."""
    siguen = Envio.objects.filter(clave=clave, estado__in=(*Envio.VIVOS, Envio.INTEGRADO))
    return siguen.defer("cifrado").first()


def por_que_no_se_envia(
    expediente: Expediente, cuenta: Cuenta, rige: Vigente, vivo: Envio | None
) -> str:
    """Por qué esa cuenta no puede enviar hoy lo de esa candidatura; vacío si puede.

    `vivo` es su envío que sigue su curso, si lo hay.
    """
    una = candidatura_de(expediente)
    if motivo := por_que_no_puede(cuenta, Accion.CAPTURAR, una, rige.contexto.proceso):
        return motivo
    if vivo is not None:
        return (
            f"{expediente.clave} ya usó su única oportunidad de captura: va con el folio "
            f"{vivo.folio} (PTO 23). Quien valida puede corregirla antes de validar (PTO 26)."
        )
    return por_que_no_procede(Accion.CAPTURAR, una, rige.contexto)


def enviar(expediente: Expediente, cuenta: Cuenta, rige: Vigente, version: int) -> Envio:
    """Gasta la única oportunidad (PTO 23) y devuelve el envío, que es su acuse.

    `version` es la del borrador que se revisó. Lanza `NoSeEnvia`, con los hallazgos, o
    `SeAdelantaron` si alguien guardó después.
    """
    folio = sortear_folio()
    borrador = borradores.buscar(expediente.clave)
    if borrador is None:
        raise NoSeEnvia("Todavía no se ha llenado nada: no hay qué enviar.")
    if borrador.version != version:
        raise borradores.SeAdelantaron(borrador)
    if motivo := por_que_no_se_envia(expediente, cuenta, rige, envio_vivo(expediente.clave)):
        raise NoSeEnvia(motivo)
    # Se juzga y se cifra antes de pedir turno; ya con él, se mira que nadie haya movido nada.
    subidos = borradores.subidos(borrador)
    armado = armar(llenado_de(expediente, borrador), rige, rige.contexto.ahora, folio)
    _exigir_sin_errores(armado)
    envio = Envio(
        folio=folio,
        instante=rige.contexto.ahora,
        extemporaneo=_es_tarde(expediente, rige),
        **_de_armado(expediente, cuenta, armado, folio),
    )
    try:
        with transaction.atomic():
            ahora = borradores.apartar(expediente.clave)
            if ahora is None:
                raise NoSeEnvia("Lo que se había llenado ya no está: vuelva a abrir la página.")
            if ahora.version != version or borradores.subidos(ahora) != subidos:
                raise borradores.SeAdelantaron(ahora)
            envio.save(force_insert=True)
            anotar(cuenta.clave, "captura", "enviar", expediente.clave, f"folio {folio}")
            return envio
    except IntegrityError:
        raise NoSeEnvia(
            f"{expediente.clave} se acaba de enviar desde otra parte: busque su acuse en «Cómo va»."
        ) from None


def pedir_validacion(
    envio: Envio, expediente: Expediente, cuenta: Cuenta, rige: Vigente, version: int
) -> Envio:
    """Pone en cola la validación; si quien valida corrigió algo, con un segundo acuse (PTO 26).

    Devuelve el envío que se valida. Lanza `NoSeEnvia` o `SeAdelantaron`.
    """
    with transaction.atomic():
        envio = Envio.objects.select_for_update().get(pk=envio.pk)
        if envio.estado not in (Envio.EN_COLA, Envio.PROPUESTO):
            raise NoSeEnvia(f"El folio {envio.folio} está {Envio.ESTADOS[envio.estado].lower()}.")
        original = el_primero(envio)
        if Acto.objects.filter(
            accion=Accion.VALIDAR, objeto=original.folio, estado=Acto.EN_COLA
        ).exists():
            raise NoSeEnvia(f"El folio {envio.folio} ya espera en la cola para validarse.")
        borrador = borradores.apartar(expediente.clave)
        if borrador is None or borrador.version != version:
            if borrador is not None:
                raise borradores.SeAdelantaron(borrador)
            raise NoSeEnvia("Ya no está lo que se envió: avise a la unidad.")
        llevado = abrir(envio)
        previo = Previo(original.instante, original.folio, llevado.sobre)
        armado = armar(llenado_de(expediente, borrador), rige, rige.contexto.ahora, "", previo)
        _exigir_sin_errores(armado)
        que_vale = envio
        if armado.escrito.crudo != llevado.escrito.crudo:
            que_vale = _corregir(envio, expediente, cuenta, rige, armado)
        Acto.objects.create(
            accion=Accion.VALIDAR,
            cuenta=cuenta.clave,
            objeto=original.folio,
            instante=rige.contexto.ahora,
            datos={"clave": expediente.clave, "acuse": que_vale.folio},
        )
        anotar(cuenta.clave, "validacion", "validar", expediente.clave, f"folio {que_vale.folio}")
        return que_vale


def _corregir(
    envio: Envio, expediente: Expediente, cuenta: Cuenta, rige: Vigente, armado: Armado
) -> Envio:
    """El segundo acuse, en lugar del primero, que se conserva."""
    estado, tanda = envio.estado, envio.tanda
    envio.estado = Envio.CORREGIDO
    envio.save(update_fields=["estado"])
    folio = sortear_folio()
    anotar(cuenta.clave, "validacion", "corregir", expediente.clave, f"folio {folio}")
    return Envio.objects.create(
        folio=folio,
        instante=rige.contexto.ahora,
        extemporaneo=envio.extemporaneo,
        corrige=envio,
        tanda=tanda,
        **{**_de_armado(expediente, cuenta, armado, folio), "estado": estado},
    )


def abrir(envio: Envio) -> Enviado:
    """Lo que lleva un envío. Lanza `ErrorConoceles` si ya se depositó y se borró de aquí."""
    dicho = descifrar(envio.cifrado, f"envio {envio.folio}")
    if not dicho:
        raise ErrorConoceles(f"Lo del folio {envio.folio} ya no está aquí: se depositó.")
    foto, sobre = dicho["foto"], dicho["sobre"]
    return Enviado(
        Escrito(envio.archivo, dicho["crudo"].encode(), b64decode(foto) if foto else None),
        Contenido.de_bytes(b64decode(sobre)) if sobre else None,
    )


def _de_armado(
    expediente: Expediente, cuenta: Cuenta, armado: Armado, folio: str
) -> dict[str, Any]:
    foto, sobre = armado.escrito.foto, armado.sobre
    return {
        "clave": expediente.clave,
        "archivo": expediente.archivo,
        "partido": expediente.partido,
        "cuenta": cuenta.clave,
        "huella_curricular": armado.huella_curricular,
        "compromiso": armado.compromiso,
        "cifrado": cifrar(
            {
                "crudo": armado.escrito.crudo.decode(),
                "foto": b64encode(foto).decode() if foto else "",
                "sobre": b64encode(sobre.a_bytes()).decode() if sobre else "",
            },
            f"envio {folio}",
        ),
    }


def _exigir_sin_errores(armado: Armado) -> None:
    if errores := armado.errores:
        cuantos = "un error" if len(errores) == 1 else f"{len(errores)} errores"
        raise NoSeEnvia(f"Hay {cuantos} que impiden enviar: corríjalos.", errores)


def _es_tarde(expediente: Expediente, rige: Vigente) -> bool:
    una, proceso = candidatura_de(expediente), rige.contexto.proceso
    try:
        return not esta_en_plazo(rige.contexto.ahora, plazo_de_captura(una, proceso))
    except ValueError:
        return False
