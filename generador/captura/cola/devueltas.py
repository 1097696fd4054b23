"""¿Con qué se corrige lo que se devolvió después de validarse? Con lo que en Git sigue estando.

Al validar se destruye aquí lo llenado. Si la propuesta no se integra, lo curricular y su fotografía
se recuperan de ella; la identidad y el documento firmado no: la web no lee la bóveda.
"""

from generador.captura.bitacora import anotar
from generador.captura.llenado import borradores
from generador.captura.llenado.borradores import Archivo
from generador.captura.llenado.valores import llano
from generador.captura.models import Adjunto, Envio
from generador.nucleo.formulario import FOTOGRAFIA
from generador.tramites.mesa import Mesa, candidatura_de

CURRICULAR = "curricular"


def recuperar(mesa: Mesa, envio: Envio, cabeza: str) -> str:
    """Deja en un borrador lo que la propuesta trae de ella y lo dice; vacío si no hacía falta.

    `cabeza` es el commit en que quedó la propuesta.
    """
    if not envio.validada or borradores.buscar(envio.clave) is not None:
        return ""
    una = candidatura_de(mesa.leer(cabeza, envio.archivo).get(envio.archivo))
    curricular = llano(una.dato[CURRICULAR] or {}) if una else {}
    curricular.pop(FOTOGRAFIA, None)
    contenido = {CURRICULAR: curricular} if curricular else {}
    borrador = borradores.guardar(envio.clave, envio.cuenta, contenido, 0)
    imagen = envio.archivo.removesuffix(".yml") + ".webp"
    blobs = mesa.deposito.archivos(cabeza, imagen)
    que = "Lo curricular está como se validó."
    if imagen in blobs:
        foto = mesa.deposito.contenidos([blobs[imagen]])[blobs[imagen]]
        borradores.adjuntar(borrador, Adjunto.FOTOGRAFIA, Archivo(foto, "webp"))
        que = "Lo curricular y la fotografía están como se validaron."
    anotar("despacho", "captura", "recuperar", envio.clave, f"folio {envio.folio}")
    return (
        f"{que} El consentimiento y la identidad se contestan otra vez: al validarse pasaron a la "
        "bóveda y aquí se destruyeron."
    )
