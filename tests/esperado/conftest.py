"""La demostración construida una vez, a una fecha fija, por quien la necesite."""

from pathlib import Path

import pytest
from construccion import construir, copiar_demostracion


@pytest.fixture(scope="session")
def demostracion(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Carpeta del proceso de demostración, ya construido en `publico/`."""
    raiz = copiar_demostracion(tmp_path_factory.mktemp("demostracion"))
    hecho = construir(raiz, "--identidad-ficticia")
    assert hecho.returncode == 0, hecho.stderr
    return raiz
