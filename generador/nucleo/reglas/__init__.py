"""Todas las reglas, en el orden en que se documentan."""

from functools import cache

from generador.nucleo.regla import Alcance, Regla
from generador.nucleo.reglas import (
    catalogos,
    expediente,
    fotografia,
    lectura,
    plazos,
    tramite,
)

REGLAS: tuple[Regla, ...] = (
    *lectura.SINTAXIS,
    *lectura.ESQUEMA,
    expediente.clave_y_registro,
    expediente.ruta_y_registro,
    expediente.numero_de_posicion,
    expediente.suplencia_prevista,
    expediente.estatus_y_baja,
    fotografia.foto_con_archivo,
    fotografia.foto_con_huella,
    fotografia.peso_de_la_foto,
    fotografia.foto_sin_declarar,
    expediente.respuestas_obligatorias,
    expediente.respuestas_que_no_aplican,
    expediente.numero_de_propuestas,
    expediente.captura_sin_terminar,
    tramite.captura_en_orden,
    tramite.correcciones_en_orden,
    tramite.constancias,
    tramite.identidad_coherente,
    tramite.consentimiento_coherente,
    tramite.fechas_posibles,
    catalogos.claves_que_existen,
    catalogos.cargo_que_encaja,
    catalogos.quien_captura,
    catalogos.alianza_sin_captura,
    catalogos.alianza_segun_convenio,
    plazos.extemporanea_admitida,
    plazos.extemporanea_rechazada,
    plazos.omisa,
    plazos.cambio_en_ventana,
    plazos.cambio_aplicado_a_tiempo,
    plazos.instantes_futuros,
)


@cache
def de_alcance(alcance: Alcance) -> tuple[Regla, ...]:
    """Las reglas que miran ese alcance."""
    return tuple(regla for regla in REGLAS if regla.alcance is alcance)
