"""La demostración construida una vez, a una fecha fija, por quien la necesite."""

from collections.abc import Callable
from pathlib import Path

import pytest
from construccion import construir, copiar_demostracion
from siembras import ORIGINALES, Siembra, Sitio

from generador.reserva.agujas import Acerico, Aguja
from generador.reserva.fuga import Fuga
from generador.reserva.inspeccion import Inspector


@pytest.fixture(scope="session")
def demostracion(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Carpeta del proceso de demostración, ya construido en `publico/`."""
    raiz = copiar_demostracion(tmp_path_factory.mktemp("demostracion"))
    hecho = construir(raiz, "--identidad-ficticia")
    assert hecho.returncode == 0, hecho.stderr
    return raiz


@pytest.fixture(scope="session")
def sitio(demostracion: Path) -> Sitio:
    return Sitio(demostracion)


@pytest.fixture
def revisar(sitio: Sitio, tmp_path: Path) -> Callable[..., list[Fuga]]:
    """`revisar(ruta, sembrar, agujas)` → las fugas de ese archivo con la siembra puesta."""
    copia = tmp_path / "publico"

    def hacer(ruta: str, sembrar: Siembra, agujas: tuple[Aguja, ...] = ()) -> list[Fuga]:
        propia, original = copia / ruta, sitio.publico / ruta
        propia.parent.mkdir(parents=True)
        # El libro y las variantes se comparan con las demás tablas: esas, enlazadas.
        (copia / "datos").mkdir(exist_ok=True)
        for otra in (sitio.publico / "datos").glob("*.*"):
            if otra != original:
                (copia / "datos" / otra.name).symlink_to(otra)
        propia.write_bytes(sembrar(original.read_bytes() if original.is_file() else b""))
        inspector = Inspector(copia, sitio.verdad, Acerico(agujas), ORIGINALES)
        return list(inspector.revisar(ruta, f"publico/{ruta}"))

    return hacer
