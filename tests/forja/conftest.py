"""Un GitHub de mentira que obedece la descripción que GitHub publica de sí mismo.

`prism` es la dirección del servidor, uno por corrida; `github`, el intermediario de cada prueba: su
`url`, sus `llamadas` y sus `violaciones`, y cómo hacerlo `fallar` o `cortar`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from instalacion import instalar
from intermediario import Intermediario, intermediar
from prism import servir

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "github"


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Dirección del servidor que contesta y valida según la descripción oficial."""
    with servir(instalar(CACHE), tmp_path_factory.mktemp("github")) as direccion:
        yield direccion


@pytest.fixture
def github(prism: str) -> Iterator[Intermediario]:
    """El GitHub de una prueba, sin memoria de las demás."""
    with intermediar(prism) as intermediario:
        yield intermediario
