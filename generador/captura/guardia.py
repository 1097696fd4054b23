"""¿Puede quien llama ver esta página? Se decide antes de entrar a ella, y nada queda sin decidir.

Toda vista lleva `@solo(permiso)` o `@abierta`; la que no, no se sirve. Lo ajeno y lo que no existe
se contestan igual: no se averigua qué hay.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from time import time
from typing import Any, cast
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django_otp import user_has_device

from generador.captura.formulario import retomar
from generador.captura.fuente import cuenta_de, vigente
from generador.captura.models import Expediente
from generador.captura.percances import PASAJEROS, indispuesta
from generador.captura.permisos import CON_SEGUNDO_FACTOR, MATRIZ, Alcance, Permiso, puede
from generador.nucleo.cuentas import Cuenta

Vista = Callable[..., HttpResponseBase]
SIN_CACHE = "no-store, private"
VERSION = "version_de_credencial"
"""Con qué versión de su credencial se abrió la sesión: si cambia, la sesión ya no vale."""
SIN_APARATO = "sin_segundo_factor"
"""Que al entrar no tenía segundo factor; si lo pone, las sesiones de antes dejan de valer."""
_ABIERTA, _VISTA = "abierta", "vista"
_RENUEVA_CADA = 5 * 60
_DURA = 12 * 60 * 60
"""Segundos: una sesión se renueva mientras se usa, pero de ahí no pasa."""


class Peticion(HttpRequest):
    """Una petición que ya pasó por la guardia: trae la cuenta que actúa."""

    cuenta: Cuenta


def abierta(vista: Vista) -> Vista:
    """Una página para cualquiera, haya entrado o no."""
    vista.permiso = None  # type: ignore[attr-defined]
    return vista


def solo(permiso: Permiso) -> Callable[[Vista], Vista]:
    """Una página para quien tenga ese permiso; con `clave` en la ruta, sobre esa candidatura.

    La vista recibe `expediente` en lugar de `clave`.
    """

    def decorar(vista: Vista) -> Vista:
        @wraps(vista)
        def guardada(peticion: Peticion, **datos: Any) -> HttpResponseBase:
            cuenta = peticion.cuenta
            if "clave" in datos:
                una = Expediente.objects.filter(clave=datos.pop("clave")).first()
                if una is None or not puede(cuenta, permiso, una):
                    raise Http404
                return vista(peticion, expediente=una, **datos)
            if not puede(cuenta, permiso):
                raise Http404
            return vista(peticion, **datos)

        guardada.permiso = permiso  # type: ignore[attr-defined]
        return guardada

    return decorar


class Guardia:
    """Pide entrar a quien no ha entrado, y el segundo factor a quien lo debe."""

    def __init__(self, seguir: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._seguir = seguir

    def __call__(self, peticion: HttpRequest) -> HttpResponseBase:
        """Nada de lo que se ve con cuenta se guarda en el camino."""
        respuesta = self._seguir(peticion)
        if not peticion.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            respuesta.headers.setdefault("Cache-Control", SIN_CACHE)
        return respuesta

    def process_view(
        self, peticion: HttpRequest, vista: Vista, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Devuelve a dónde mandar a quien no puede seguir; None si puede."""
        try:
            return self._a_donde(peticion, vista)
        except PASAJEROS as error:
            return indispuesta(error)

    def _a_donde(self, peticion: HttpRequest, vista: Vista) -> HttpResponseBase | None:
        propia = cast("Peticion", peticion)
        cuenta = quien_entra(peticion)
        a_medias = cuenta is not None and debe_segundo_factor(peticion, cuenta)
        if cuenta is not None and not a_medias:
            propia.cuenta = cuenta
        if not hasattr(vista, "permiso"):
            raise Http404
        if vista.permiso is None:
            return None
        if cuenta is None:
            return _a_entrar(peticion)
        if _trae_nulos(peticion):
            raise BadRequest
        return redirect("segundo_factor") if a_medias else None

    def process_exception(self, _peticion: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lo que impide atender se dice con calma: una llave que no abre, un disco lleno."""
        return indispuesta(error) if isinstance(error, PASAJEROS) else None


def _trae_nulos(peticion: HttpRequest) -> bool:
    """Si en algo que no es una respuesta viene un nulo: PostgreSQL no lo admite."""
    enviado = peticion.POST.lists() if peticion.method == "POST" else ()
    sueltos = (v for n, vs in enviado if not n.startswith("/") for v in (n, *vs))
    return any("\0" in v for v in (unquote(peticion.get_full_path()), *sueltos))


def quien_entra(peticion: HttpRequest) -> Cuenta | None:
    """La cuenta de la sesión, si su credencial y su papel siguen valiendo.

    Puede deberle a la guardia el segundo factor: quien actúa es `peticion.cuenta`.
    """
    credencial = peticion.user
    if not credencial.is_authenticated:
        return None
    vigente = peticion.session.get(VERSION) == credencial.version and _sigue(peticion)
    cuenta = cuenta_de(credencial.cuenta) if vigente and credencial.activa else None
    if cuenta is None:
        logout(peticion)
    return cuenta


def _sigue(peticion: HttpRequest) -> bool:
    """Si la sesión no ha llegado a su fin; la renueva sin escribir en cada petición."""
    ahora = int(time())
    if ahora - peticion.session.setdefault(_ABIERTA, ahora) > _DURA:
        return False
    if ahora - peticion.session.get(_VISTA, 0) > _RENUEVA_CADA:
        peticion.session[_VISTA] = ahora
    return True


def debe_segundo_factor(peticion: HttpRequest, cuenta: Cuenta) -> bool:
    """Si su papel lo pide, o ya lo tiene puesto, y en esta sesión no lo ha dado."""
    if getattr(peticion.user, "is_verified", bool)():
        return False
    if cuenta.rol in CON_SEGUNDO_FACTOR:
        return True
    return not peticion.session.get(SIN_APARATO) and user_has_device(peticion.user)


def _a_entrar(peticion: HttpRequest) -> HttpResponse:
    """La página de entrada; lo que se estaba guardando va con ella, cifrado (`retomar`)."""
    pendiente = retomar.apartar(peticion) if peticion.method == "POST" else ""
    siguiente = peticion.get_full_path() if peticion.method == "GET" else ""
    datos = {"pendiente": pendiente, "siguiente": siguiente}
    return render(peticion, "captura/entrar.html", datos, status=401)


ENLACES = (
    ("candidaturas", "Candidaturas", Permiso.CAPTURAR),
    ("supervision", "Por validar", Permiso.VALIDAR),
    ("unidad", "Cola", Permiso.VER_COLA),
    ("cuentas", "Cuentas", Permiso.ENTREGAR),
    ("bitacora", "Bitácora", Permiso.VER_BITACORA),
    ("verificacion", "Publicadas", Permiso.VER_LO_PUBLICADO),
    ("fallas", "Fallas", Permiso.ATENDER_FALLA),
    ("cifras", "Cifras", Permiso.VER_CIFRAS),
)
"""Lo que va en el encabezado: (nombre de la ruta, texto, permiso)."""


def _le_sirve(cuenta: Cuenta, permiso: Permiso) -> bool:
    """Si puede algo ahí: lo que es solo de la independiente, no se le enseña a otra candidatura."""
    if MATRIZ[permiso].get(cuenta.rol) is not Alcance.INDEPENDIENTE:
        return puede(cuenta, permiso)
    suya = Expediente.objects.filter(clave=cuenta.clave).first()
    return suya is not None and puede(cuenta, permiso, suya)


def lo_comun(peticion: HttpRequest) -> Mapping[str, Any]:
    """Lo que toda plantilla usa: quién entró, qué puede, a dónde ir y a quién avisar."""
    cuenta = getattr(peticion, "cuenta", None)
    enlaces = [
        {"ruta": ruta, "nombre": nombre, "aqui": peticion.path.startswith(ruta)}
        for nombre_de_ruta, nombre, permiso in ENLACES
        if cuenta is not None and _le_sirve(cuenta, permiso) and (ruta := reverse(nombre_de_ruta))
    ]
    identificacion = vigente().contexto.proceso.identificacion
    return {
        "cuenta": cuenta,
        "enlaces": enlaces,
        "sitio": settings.ENTORNO.sitio,
        "ficticio": identificacion.ficticio,
        "correo": identificacion.correo,
    }
