"""¿Cómo se copia y se construye la demostración en una prueba?"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

REPOSITORIO = Path(__file__).resolve().parents[2]
FECHA = "2024-05-20"
Construir = Callable[..., subprocess.CompletedProcess[str]]


def construir(raiz: Path, *opciones: str, fecha: str = FECHA) -> subprocess.CompletedProcess[str]:
    """Corre `conoceles construir` de verdad, en otro proceso."""
    orden = [sys.executable, "-m", "generador", "--raiz", str(raiz), "--fecha", fecha]
    return subprocess.run(
        [*orden, "construir", *opciones],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORIO,
    )


def copiar_demostracion(destino: Path) -> Path:
    """Copia el proceso de demostración, sin historia de Git: se sella con la fecha del corte."""
    shutil.copytree(REPOSITORIO / "candidaturas", destino / "candidaturas")
    shutil.copytree(REPOSITORIO / "estadistica", destino / "estadistica")
    shutil.copy(REPOSITORIO / "proceso.yml", destino)
    emblemas = "esquemas/procesos/demostracion/emblemas"
    shutil.copytree(REPOSITORIO / emblemas, destino / emblemas)
    return destino
