"""¿Qué pasa al entrar y al salir? La sesión es nueva, y se sigue donde se iba."""

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import user_has_device

from generador.captura import bitacora
from generador.captura.cuentas import activacion, dispositivos
from generador.captura.formulario import retomar
from generador.captura.guardia import SIN_APARATO, VERSION, debe_segundo_factor
from generador.captura.models import Credencial, Expediente
from generador.captura.permisos import puede
from generador.captura.reloj import ahora
from generador.captura.vistas import formulario
from generador.nucleo.cuentas import Cuenta, Rol

_SIGUIENTE, _PENDIENTE = "siguiente", "pendiente"
_MOTOR = "django.contrib.auth.backends.ModelBackend"
_LO_SUYO = {
    Rol.UT: "unidad",
    Rol.VERIFICADORA: "verificacion",
    Rol.SUPERVISORA: "supervision",
    Rol.CAPTURA: "candidaturas",
    Rol.CANDIDATURA: "candidaturas",
    Rol.UIE: "fallas",
    Rol.CEVINE: "cifras",
}
"""La primera página de cada papel."""


def a_lo_suyo(cuenta: Cuenta) -> str:
    """La dirección de su primera página."""
    return reverse(_LO_SUYO[cuenta.rol])


def abrir(
    peticion: HttpRequest, credencial: Credencial, siguiente: str = "", pendiente: str = ""
) -> None:
    """Abre la sesión, con otro identificador, y recuerda qué se iba a hacer."""
    login(peticion, credencial, backend=_MOTOR)
    peticion.session.cycle_key()
    peticion.session[VERSION] = credencial.version
    peticion.session[SIN_APARATO] = not user_has_device(credencial)
    recordar(peticion, siguiente, pendiente)
    credencial.last_login = ahora()
    credencial.save(update_fields=["last_login"])
    bitacora.anotar(credencial.cuenta, "entrada", "entrar")


def recordar(peticion: HttpRequest, siguiente: str, pendiente: str) -> None:
    """Guarda en la sesión a dónde se iba y lo que se quedó a medias, que va cifrado."""
    peticion.session[_SIGUIENTE] = _propia(peticion, siguiente)
    peticion.session[_PENDIENTE] = pendiente


def _propia(peticion: HttpRequest, direccion: str) -> str:
    """La dirección si es de este sitio; vacío si manda a otro."""
    admitida = url_has_allowed_host_and_scheme(
        direccion, {peticion.get_host()}, require_https=peticion.is_secure()
    )
    return direccion if admitida and direccion.startswith("/") else ""


def seguir(peticion: HttpRequest, cuenta: Cuenta) -> HttpResponseRedirect:
    """A donde iba, y desde ahora este dispositivo es uno de los suyos."""
    respuesta = redirect(_a_donde_iba(peticion, cuenta))
    dispositivos.recordar(peticion, respuesta, Credencial.objects.get(cuenta=cuenta.clave))
    return respuesta


def _a_donde_iba(peticion: HttpRequest, cuenta: Cuenta) -> str:
    """Al segundo factor si lo debe; si no, a guardar lo que se quedó a medias."""
    if debe_segundo_factor(peticion, cuenta):
        return reverse("segundo_factor")
    siguiente = peticion.session.pop(_SIGUIENTE, "")
    ruta = _retomar(peticion, cuenta, peticion.session.pop(_PENDIENTE, ""))
    return str(ruta or siguiente or a_lo_suyo(cuenta))


def _retomar(peticion: HttpRequest, cuenta: Cuenta, pendiente: str) -> str:
    """Guarda lo que se estaba escribiendo al vencer la sesión y dice en qué página; vacío si nada.

    Solo si esa cuenta puede hacerlo en esa candidatura.
    """
    apartado = retomar.leer(pendiente)
    if apartado is None:
        return ""
    ruta, campos = apartado
    try:
        hallada = resolve(ruta)
    except Resolver404:
        return ""
    expediente = Expediente.objects.filter(clave=hallada.kwargs.get("clave", "")).first()
    permiso = getattr(hallada.func, "permiso", None)
    if expediente is None or permiso is None or not puede(cuenta, permiso, expediente):
        messages.warning(peticion, "Su sesión venció antes de guardar: vuelva a hacerlo.")
        return ""
    guardar = getattr(formulario, "guardar_retomado", None)
    if guardar is None:
        return ruta
    destino = str(guardar(expediente, cuenta, ruta, campos))
    bitacora.anotar(cuenta.clave, "captura", "retomar", expediente.clave)
    if destino == ruta or resolve(destino).url_name == "seccion":
        messages.success(peticion, "Lo que escribió quedó guardado.")
    else:
        messages.warning(peticion, "Lo que escribió al vencer su sesión todavía no se guarda.")
    return destino


def cerrar_las_demas(peticion: HttpRequest, credencial: Credencial) -> None:
    """Las otras sesiones de esta cuenta dejan de valer; esta sigue, con otro identificador."""
    activacion.revocar(credencial)
    update_session_auth_hash(peticion, credencial)
    peticion.session[VERSION] = credencial.version
    peticion.session[SIN_APARATO] = not user_has_device(credencial)
