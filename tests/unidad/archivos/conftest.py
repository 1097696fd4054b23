"""¿Sobre qué carpeta de ejemplo se prueba el cuarto que abre archivos?"""

import base64
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import orden_de_claves
from generador.archivos.expediente import Lector, preparar_lector
from generador.archivos.texto import leer
from generador.nucleo.claves import ruta_canonica
from generador.nucleo.conjunto import Contexto
from generador.nucleo.modelo import Candidatura

CASOS = Path(__file__).parents[2] / "casos"
FOTO = base64.b64decode("UklGRiQAAABXRUJQVlA4TBcAAAAvY8AYAAdQ5CIXuf9hABLC//1SRP9TiQA=")
HUELLA = f"sha256:{sha256(FOTO).hexdigest()}"

NADIE = 65534
Sembrar = Callable[..., str]


@pytest.fixture
def abierta() -> Iterator[Path]:
    """Una carpeta temporal a la que puede llegar cualquier cuenta."""
    with tempfile.TemporaryDirectory() as nombre:
        Path(nombre).chmod(0o755)
        yield Path(nombre)


@pytest.fixture
def cualquiera() -> Callable[[], AbstractContextManager[None]]:
    """Un `with` que corre sin los permisos de la cuenta administradora, si se es ella."""

    @contextmanager
    def sin_privilegios() -> Iterator[None]:
        propia = os.geteuid()
        if propia == 0:
            os.seteuid(NADIE)
        try:
            yield
        finally:
            if propia == 0:
                os.seteuid(0)

    return sin_privilegios


@pytest.fixture
def raiz(tmp_path: Path) -> Path:
    """Una carpeta con el proceso ficticio y `candidaturas/` vacía."""
    for nombre in ("proceso.yml", "alianzas.csv", "municipios.csv"):
        shutil.copy(CASOS / nombre, tmp_path / nombre)
    (tmp_path / "candidaturas").mkdir()
    return tmp_path


@pytest.fixture
def expediente() -> dict[str, Any]:
    """El árbol de un expediente sin ningún problema."""
    dato = leer((CASOS / "base.yml").read_bytes()).dato
    dato["curricular"]["fotografia"] = HUELLA
    return dato


@pytest.fixture
def lector(raiz: Path, contexto: Contexto) -> Lector:
    return preparar_lector(raiz, contexto)


@pytest.fixture
def canonico(contexto: Contexto) -> Callable[[dict[str, Any]], bytes]:
    """El texto canónico de un expediente."""
    orden = orden_de_claves(contexto.esquemas, "candidatura")
    return lambda dato: escribir(dato, orden).encode()


@pytest.fixture
def sembrar(raiz: Path, expediente: dict[str, Any], contexto: Contexto, canonico: Any) -> Sembrar:
    """`sembrar()` escribe un expediente con su foto y devuelve su ruta relativa.

    Con `crudo` escribe esos bytes en su lugar; con `nombre`, en otro archivo de la carpeta.
    """

    def escribir_uno(crudo: bytes | None = None, nombre: str = "") -> str:
        ruta = ruta_canonica(Candidatura.de_dato("", expediente), contexto.proceso)
        assert ruta
        destino = raiz / ruta
        destino = destino.with_name(nombre) if nombre else destino
        destino.parent.mkdir(parents=True, exist_ok=True)
        destino.write_bytes(canonico(expediente) if crudo is None else crudo)
        destino.with_suffix(".webp").write_bytes(FOTO)
        return destino.relative_to(raiz).as_posix()

    return escribir_uno
