"""¿Qué rige y cómo va cada expediente, visto desde la web? Lo que el despachador dejó al día.

Se lee de la carpeta del proceso y de la base; nunca de la forja.
"""

import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from generador.archivos.carga import abrir_contexto
from generador.archivos.cuentas import ARCHIVO as CUENTAS
from generador.archivos.cuentas import leer_cuentas
from generador.archivos.expediente import Lector, preparar_lector
from generador.archivos.lectura_proceso import ARCHIVO as PROCESO
from generador.captura.models import Expediente
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuenta, Cuentas
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.modelo import Candidatura

DIARIO = logging.getLogger("conoceles.captura")
_REINTENTA = 2.0
"""Segundos antes de volver a leer lo que no se entendió."""


@dataclass(frozen=True, slots=True)
class Vigente:
    """Lo que rige ahora: el proceso y sus esquemas, las cuentas y con qué se juzga."""

    contexto: Contexto
    cuentas: Cuentas
    lector: Lector
    preguntas: Preguntas


_ULTIMOS: dict[Path, Vigente] = {}
_FALLOS: dict[Path, float] = {}


def vigente() -> Vigente:
    """Lo que rige a esta hora. Se vuelve a leer solo si cambió en la carpeta.

    Si lo que hay no se entiende, o se está escribiendo, sigue rigiendo lo último que sí: un error
    integrado no detiene a quien captura. Sin nada anterior, lanza `ErrorConoceles` u `OSError`.
    """
    raiz = settings.ENTORNO.raiz
    base = _base(raiz)
    local = ahora().astimezone(base.contexto.proceso.calendario.tz)
    contexto = replace(base.contexto, ahora=local)
    return Vigente(
        contexto,
        base.cuentas,
        replace(base.lector, contexto=contexto),
        replace(base.preguntas, contexto=contexto),
    )


def olvidar() -> None:
    """La siguiente vez se lee todo otra vez, sin recurrir a lo anterior."""
    _ULTIMOS.clear()
    _FALLOS.clear()
    _leido.cache_clear()


def _base(raiz: Path) -> Vigente:
    fallo = _FALLOS.get(raiz)
    if fallo is not None and raiz in _ULTIMOS and monotonic() - fallo < _REINTENTA:
        return _ULTIMOS[raiz]
    try:
        leido = _leido(raiz, _marca(raiz))
    except (ErrorConoceles, OSError) as error:
        if raiz not in _ULTIMOS:
            raise
        _FALLOS[raiz] = monotonic()
        DIARIO.error("%s o %s no se leen: rige lo anterior", PROCESO, CUENTAS, exc_info=error)
        return _ULTIMOS[raiz]
    _FALLOS.pop(raiz, None)
    _ULTIMOS[raiz] = leido
    return leido


def _marca(raiz: Path) -> tuple[int, ...]:
    return tuple((raiz / nombre).stat().st_mtime_ns for nombre in (PROCESO, CUENTAS))


@lru_cache(maxsize=2)
def _leido(raiz: Path, _marca: tuple[int, ...]) -> Vigente:
    contexto = abrir_contexto(raiz, ahora(), tras_el_cierre=True)
    cuentas = leer_cuentas((raiz / CUENTAS).read_bytes(), contexto.esquemas, contexto.proceso)
    lector = preparar_lector(raiz, contexto)
    return Vigente(contexto, cuentas, lector, Preguntas.de_contexto(contexto))


def cuenta_de(clave: str) -> Cuenta | None:
    """La cuenta con esa clave si vale hoy; la de una candidatura, si su expediente existe."""
    rige = vigente()
    cuenta = rige.cuentas.buscar(clave)
    if cuenta is None or not cuenta.vale(rige.contexto.hoy):
        return None
    propia = clave not in rige.cuentas.por_clave
    if propia and not Expediente.objects.filter(clave=clave).exists():
        return None
    return cuenta


def candidatura_de(expediente: Expediente) -> Candidatura:
    """La candidatura como está en el tronco."""
    return Candidatura.de_dato(expediente.archivo, expediente.dato)
