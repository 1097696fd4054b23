"""¿Qué se le puede decir de un acuse a quien lo trae, sin enseñar nada ni dejar buscar a tientas?

Con el archivo, todo lo que dice la terminal; con solo el folio, lo que ya es público.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from generador.captura.acuses.constancia import acuse_de
from generador.captura.fuente import vigente
from generador.captura.models import Envio, Expediente
from generador.errores import ErrorConoceles
from generador.nucleo.acuse import FOLIO, Acuse
from generador.nucleo.calendario import ya_se_publica
from generador.repositorio.deposito import Deposito
from generador.repositorio.remoto import Remoto
from generador.tramites.comprobar_acuse import Comprobado, Situacion, comprobar, decir

NADA_PUBLICO = (
    "No hay nada público con ese folio. Si todavía no se publica, o no existe, desde aquí se ve "
    "igual: con el archivo del acuse sí puede comprobarse."
)
FALSO = "El acuse no es auténtico: no es el que aquí se entregó."


@dataclass(frozen=True, slots=True)
class Dictamen:
    """Si vale, y por qué, en frases."""

    vale: bool
    frases: tuple[str, ...]


def de_archivo(crudo: bytes) -> Dictamen:
    """El de un acuse que alguien trae."""
    try:
        acuse = Acuse.de_json(crudo)
    except ErrorConoceles as error:
        return Dictamen(vale=False, frases=(str(error),))
    envio = Envio.objects.select_related("corrige").filter(folio=acuse.folio).first()
    if envio is None or acuse != acuse_de(envio, vigente().contexto.proceso):
        return Dictamen(vale=False, frases=(FALSO,))
    hecho = _en_git(acuse)
    if not hecho.es_autentico and _aun_no_llega(envio):
        en_cola = Comprobado(acuse, "en cola", ())
        estado = "Está guardado y espera su turno para llegar al expediente."
        return Dictamen(vale=True, frases=(*decir(en_cola), estado))
    return Dictamen(hecho.es_autentico, tuple(decir(hecho)))


def de_folio(escrito: str) -> Dictamen:
    """El de un folio: solo de lo que ya se publicó."""
    folio = escrito.strip().upper()
    envio = None
    if FOLIO.fullmatch(folio):
        envio = Envio.objects.select_related("corrige").filter(folio=folio).first()
    if envio is None or not _es_publico(envio):
        return Dictamen(vale=False, frases=(NADA_PUBLICO,))
    hecho = _en_git(acuse_de(envio, vigente().contexto.proceso))
    return Dictamen(hecho.es_autentico, tuple(_lo_publico(hecho)))


def _lo_publico(hecho: Comprobado) -> Iterator[str]:
    """Sin la cuenta, que la ficha no dice."""
    yield f"El folio {hecho.acuse.folio} ampara una captura de {hecho.acuse.clave} ya publicada."
    yield from tuple(decir(hecho))[1:]


def _es_publico(envio: Envio) -> bool:
    """Si lo que ampara, o lo que lo corrigió, ya está en una ficha que cualquiera ve."""
    contexto = vigente().contexto
    if not ya_se_publica(contexto.hoy, contexto.proceso.fechas.publicacion):
        return False
    una = Expediente.objects.filter(clave=envio.clave, estatus="registrada").first()
    return (
        una is not None
        and una.validada is not None
        and envio.estado in (Envio.INTEGRADO, Envio.CORREGIDO)
    )


def _aun_no_llega(envio: Envio) -> bool:
    """Si lo suyo, o la corrección que ampara, todavía no está en un commit."""
    return envio.estado in (Envio.EN_COLA, Envio.PROPUESTO, Envio.CORREGIDO)


def _en_git(acuse: Acuse) -> Comprobado:
    """Contra la copia que el despacho deja al día; la web no alcanza la forja."""
    deposito = Deposito.abrir(settings.ENTORNO.raiz)
    tronco = Remoto(deposito).cabeza()
    # Buscar en toda la historia cuesta; de lo integrado, solo si crece el tronco cambia lo dicho.
    clave = f"acuse-{tronco}-{acuse.suma}"
    hecho: Comprobado | None = cache.get(clave)
    if hecho is None:
        hecho = comprobar(deposito, tronco, acuse)
        if hecho.situacion in (Situacion.IGUAL, Situacion.CAMBIADO):
            cache.set(clave, hecho)
    return hecho
