"""Lo que la base guarda mientras algo se llena, espera o se entrega. Lo definitivo está en Git."""

from generador.captura.models.actos import Acto
from generador.captura.models.bitacora import Asiento
from generador.captura.models.borradores import Aceptacion, Adjunto, Borrador
from generador.captura.models.credenciales import Activacion, Asedio, Credencial, Dispositivo
from generador.captura.models.envios import Envio, Tanda
from generador.captura.models.expedientes import Expediente, Propuesta, Tronco
from generador.captura.models.oficina import Designacion, Entrega, Falla

__all__ = [
    "Aceptacion",
    "Activacion",
    "Acto",
    "Adjunto",
    "Asedio",
    "Asiento",
    "Borrador",
    "Credencial",
    "Designacion",
    "Dispositivo",
    "Entrega",
    "Envio",
    "Expediente",
    "Falla",
    "Propuesta",
    "Tanda",
    "Tronco",
]
