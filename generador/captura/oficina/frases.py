"""¿Cómo se lee un renglón de la bitácora? Lo anotado no cambia nunca; aquí se dice en palabras."""

from collections.abc import Mapping

from generador.captura.cola.encolar import nombre_de
from generador.captura.models import Asiento
from generador.nucleo.acciones import Accion

PARTES: Mapping[str, str] = {
    "entrada": "Entrada al sistema",
    "cuentas": "Cuentas",
    "entregas": "Entrega de cuentas",
    "designaciones": "Designaciones",
    "captura": "Captura",
    "acuse": "Acuses",
    "validacion": "Validación",
    "integracion": "Integración",
    "cambios": "Cambio único",
    "verificacion": "Verificación",
    "registro": "Registro",
    "resoluciones": "Resoluciones",
    "identidad": "Datos de identidad",
    "configuracion": "Configuración",
    "actos": "Lo que se pidió",
    "fallas": "Fallas",
    "bitacora": "Bitácora",
}
"""Módulo → cómo se llama esa parte para quien la lee."""

_FRASES: Mapping[tuple[str, str], str] = {
    ("entrada", "entrar"): "Entró",
    ("entrada", "dar segundo factor"): "Dio el código de su teléfono",
    ("entrada", "fallar al entrar"): "Intentó entrar y no pudo",
    ("entrada", "fallar segundo factor"): "Falló el código de su teléfono",
    ("entrada", "bloqueo por intentos"): "Se bloqueó por intentos",
    ("entrada", "asedio a la cuenta"): "Se probaron demasiadas contraseñas con la cuenta",
    ("entrada", "salir"): "Salió",
    ("cuentas", "crear"): "Creó una cuenta",
    ("cuentas", "emitir otro enlace"): "Emitió otro enlace de activación",
    ("cuentas", "activar"): "Activó su cuenta",
    ("cuentas", "reponer"): "Repuso una cuenta por extravío",
    ("cuentas", "desactivar"): "Desactivó una cuenta",
    ("cuentas", "volver a activar"): "Volvió a activar una cuenta",
    ("cuentas", "cambiar contraseña"): "Cambió su contraseña",
    ("cuentas", "cerrar sesiones"): "Cerró sus demás sesiones",
    ("cuentas", "cerrar todo"): "Cerró todas las sesiones y enlaces",
    ("cuentas", "poner segundo factor"): "Dio de alta su teléfono",
    ("cuentas", "quitar segundo factor"): "Dejó de usar el código de su teléfono",
    ("cuentas", "renovar respaldos"): "Renovó sus códigos de respaldo",
    ("entregas", "anotar entrega"): "Anotó la entrega de una cuenta",
    ("entregas", "descargar acuse"): "Descargó el acuse de una entrega",
    ("designaciones", "designar"): "Anotó una designación",
    ("designaciones", "terminar"): "Terminó una designación",
    ("designaciones", "consultar"): "Consultó las designaciones",
    ("captura", "aceptar aviso"): "Aceptó el aviso de privacidad",
    ("captura", "abrir identidad"): "Abrió las preguntas de identidad",
    ("captura", "guardar"): "Guardó una sección",
    ("captura", "subir fotografía"): "Subió una fotografía",
    ("captura", "usar fotografía"): "Eligió la fotografía",
    ("captura", "subir consentimiento"): "Subió el consentimiento firmado",
    ("captura", "descargar consentimiento"): "Descargó el consentimiento firmado",
    ("captura", "descargar formato"): "Descargó el formato de consentimiento",
    ("captura", "ver vista previa"): "Miró cómo quedaría la ficha",
    ("captura", "retomar"): "Retomó lo que escribía al vencer su sesión",
    ("captura", "enviar"): "Envió los cuestionarios",
    ("captura", "devolver"): "Devolvió un envío",
    ("captura", "recuperar"): "Recuperó lo enviado, para corregirlo",
    ("captura", "dejar sin efecto"): "Dejó sin efecto un envío",
    ("captura", "destruir lo llenado"): "Destruyó lo llenado",
    ("captura", "rotar la llave"): "Cambió la llave de los borradores",
    ("acuse", "descargar"): "Descargó un acuse",
    ("validacion", "abrir"): "Abrió una para validarla",
    ("validacion", "corregir"): "Corrigió antes de validar",
    ("validacion", "validar"): "Pidió validar",
    ("verificacion", "abrir identidad"): "Abrió las preguntas de identidad por subsanar",
    ("integracion", "abrir propuesta"): "Abrió una propuesta",
    ("fallas", "reportar"): "Reportó una falla",
    ("fallas", "responder"): "Atendió una falla",
    ("fallas", "descargar imagen"): "Descargó la imagen de una falla",
    ("bitacora", "comprobar"): "Comprobó la bitácora",
    ("bitacora", "exportar"): "Exportó la bitácora",
}
_PEDIR = "pedir "


def parte(modulo: str) -> str:
    """Cómo se llama esa parte del sistema."""
    return PARTES.get(modulo, modulo.capitalize())


def que_hizo(asiento: Asiento) -> str:
    """«Abrió las preguntas de identidad»; de un acto, con su nombre."""
    accion = asiento.accion
    if hallada := _FRASES.get((asiento.modulo, accion)):
        return hallada
    if accion.startswith(_PEDIR) and accion.removeprefix(_PEDIR) in list(Accion):
        return f"Pidió «{nombre_de(accion.removeprefix(_PEDIR))}»"
    if asiento.modulo == "actos" and accion in list(Accion):
        return f"Atendió «{nombre_de(accion)}»"
    return accion.capitalize()


def con_que(asiento: Asiento) -> str:
    """Su detalle; el nombre de una sección, como se lee."""
    detalle = asiento.detalle
    return detalle if " " in detalle else detalle.replace("_", " ")


def se_dice(modulo: str, accion: str) -> bool:
    """Si esa acción tiene su frase."""
    return (modulo, accion) in _FRASES
