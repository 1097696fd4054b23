"""¿Con qué proceso, qué candidatura y qué instante se prueba?"""

import json
import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from generador.archivos.esquemas import leer_esquemas
from generador.archivos.lectura_proceso import armar_proceso
from generador.archivos.texto import leer
from generador.nucleo.claves import armar_clave, ruta_canonica
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.modelo import Candidatura, Fotografia, Registro
from generador.recursos import carpeta_de_esquemas

# Ninguna prueba mide tiempos: con la máquina ocupada, un ejemplo lento no es un defecto.
settings.register_profile("conoceles", deadline=None)
settings.load_profile("conoceles")

CASOS = Path(__file__).parent / "casos"
AHORA = "2030-05-10T12:00:00-06:00"
LARGO_HUELLA = len("sha256:") + 64

Cambios = Mapping[str, Any]


def mezclar(base: Any, cambios: Any) -> Any:
    """Pone los cambios sobre la base, grupo por grupo; «BORRAR» quita un campo."""
    if not (isinstance(base, dict) and isinstance(cambios, Mapping)):
        return cambios
    mezcla = {k: mezclar(base.get(k), v) for k, v in cambios.items()}
    return {k: v for k, v in {**base, **mezcla}.items() if v != "BORRAR"}


def leer_caso(ruta: Path) -> dict[str, Any]:
    """El árbol de un YAML de casos, leído como se lee un expediente."""
    lectura = leer(ruta.read_bytes())

    assert [] == lectura.problemas
    return lectura.dato


@pytest.fixture(scope="session")
def esquemas() -> Esquemas:
    return leer_esquemas(carpeta_de_esquemas())


@pytest.fixture(scope="session")
def armar_contexto(esquemas: Esquemas) -> Callable[..., Contexto]:
    """`armar_contexto(cambios_al_proceso, ahora=…)` → Contexto sobre el proceso ficticio."""
    base = leer_caso(CASOS / "proceso.yml")
    hechos: dict[str, Contexto] = {}

    def armar(cambios: Cambios | None = None, ahora: str = AHORA) -> Contexto:
        llave = json.dumps([cambios, ahora], sort_keys=True)
        if llave not in hechos:
            proceso = armar_proceso(mezclar(base, cambios or {}), CASOS)
            momento = datetime.fromisoformat(ahora).astimezone(proceso.calendario.tz)
            hechos[llave] = Contexto(proceso, esquemas, momento)
        return hechos[llave]

    return armar


@pytest.fixture(scope="session")
def contexto(armar_contexto: Callable[..., Contexto]) -> Contexto:
    """El proceso ficticio, a diez días de haberse entregado las cuentas."""
    return armar_contexto()


@pytest.fixture(scope="session")
def armar_candidatura(contexto: Contexto) -> Callable[..., Candidatura]:
    """`armar_candidatura(cambios, archivo=…, foto=…)` → Candidatura.

    Si los cambios no dicen clave ni archivo, salen del registro. La foto es la declarada, salvo
    que se pida otra, o ninguna con None.
    """
    base = leer_caso(CASOS / "base.yml")

    def armar(
        cambios: Cambios | None = None,
        *,
        archivo: str = "",
        foto: Fotografia | str | None = "la declarada",
        en: Contexto = contexto,
    ) -> Candidatura:
        cambios = cambios or {}
        dato = mezclar(base, cambios)
        if "clave" not in cambios:
            dato["clave"] = armar_clave(en.proceso, Registro(**dato["registro"])) or dato["clave"]
        declarada = (dato["curricular"] or {}).get("fotografia", "")
        if isinstance(foto, str):
            foto = Fotografia("retrato.webp", declarada, 20_000) if declarada else None
        candidatura = Candidatura.de_dato(archivo or "sin/lugar.yml", dato, foto)
        ruta = archivo or ruta_canonica(candidatura, en.proceso)
        return Candidatura.de_dato(ruta or candidatura.archivo, dato, foto)

    return armar


@pytest.fixture(scope="session")
def candidatura(armar_candidatura: Callable[..., Candidatura]) -> Callable[..., Candidatura]:
    """`candidatura(registro={…}, tramite={…})` → Candidatura de base con esos cambios."""

    def con_cambios(**cambios: Any) -> Candidatura:
        return armar_candidatura(cambios)

    return con_cambios


def atender_ctrl_c() -> None:
    """Para un proceso hijo: lo que se corre en segundo plano hereda el Ctrl-C desatendido."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
