"""¿Qué acuse le toca a cada envío? Siempre el mismo, en la hora del proceso."""

from generador.captura.models import Envio
from generador.nucleo.acuse import Acuse
from generador.nucleo.proceso import Proceso


def acuse_de(envio: Envio, proceso: Proceso) -> Acuse:
    """El acuse de un envío, igual recién hecho que leído de la base."""
    return Acuse(
        proceso=proceso.identificacion.clave,
        folio=envio.folio,
        clave=envio.clave,
        cuenta=envio.cuenta,
        instante=envio.instante.astimezone(proceso.calendario.tz).isoformat(),
        curricular=envio.huella_curricular,
        identidad=envio.compromiso,
        extemporaneo=envio.extemporaneo,
        corrige=envio.corrige.folio if envio.corrige else "",
    )
