"""Una bóveda de verdad en una carpeta de paso, con sus llaves y algo que guardar."""

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from tempfile import TemporaryDirectory

import pytest

from generador.boveda.almacen import Boveda, Entrega
from generador.boveda.cifrado import Privada
from generador.boveda.llaves import Llavero, crear_privada, leer_privada
from generador.boveda.sobre import Contenido
from generador.nucleo.identidad.cuestionario import Cuestionario

PROCESO = "edomex-2024"
DEPOSITADO = "2024-04-28T10:00:00-06:00"
CANARIO = "zqpuebloqz"
PDF = b"%PDF-1.7 firmado"


@dataclass(frozen=True)
class Sala:
    """Una bóveda con dos llaves, y las privadas aparte."""

    boveda: Boveda
    privadas: tuple[Privada, ...]
    rutas: tuple[Path, ...]

    @property
    def carpeta(self) -> Path:
        return self.boveda.carpeta

    def guardar(self, clave: str = "A-1", **cambios: object) -> Contenido:
        """Deposita uno, con su documento, y devuelve lo depositado."""
        uno = contenido_de(clave, **cambios)
        self.boveda.depositar([Entrega(uno, PDF)])
        return uno

    def sobre(self, contenido: Contenido, lado: str = "abiertos") -> Path:
        (ruta,) = (self.carpeta / lado).glob(f"{contenido.clave}.*.sobre")
        return ruta

    def archivos(self) -> list[str]:
        """Todo lo que hay guardado, de los dos lados."""
        lados = ("abiertos", "bloqueados")
        return sorted(r.name for lado in lados for r in (self.carpeta / lado).iterdir())


def contenido_de(clave: str, depositado: str = DEPOSITADO, proceso: str = PROCESO) -> Contenido:
    dicho = Cuestionario(
        clave, {"i01": "si", "i03_otra": CANARIO}, tratamiento=True, estadistica=True
    )
    return Contenido.nuevo(proceso, dicho, {"publicacion": True, "documento": "x"}, depositado)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """En memoria si se puede: aquí cada archivo se asegura en el disco, y se haría largo."""
    memoria = Path("/dev/shm")  # noqa: S108 - carpeta de paso del sistema
    with TemporaryDirectory(dir=memoria if memoria.is_dir() else None) as carpeta:
        yield Path(carpeta)


@pytest.fixture
def sala(tmp_path: Path) -> Sala:
    boveda = Boveda.crear(tmp_path / "boveda", PROCESO)
    rutas = (tmp_path / "una.llave", tmp_path / "otra.llave")
    for numero, ruta in enumerate(rutas):
        boveda.cambiar_llaves(boveda.llavero.con(f"L{numero}", crear_privada(ruta)))
    return Sala(boveda, tuple(leer_privada(r) for r in rutas), rutas)


@pytest.fixture
def llavero(sala: Sala) -> Llavero:
    return sala.boveda.llavero


@pytest.fixture
def con_limite() -> Callable[[int], object]:
    """Mientras dura, ningún archivo puede crecer más que eso: como con el disco lleno."""

    @contextmanager
    def limitar(cuanto: int) -> Iterator[None]:
        blando, duro = getrlimit(RLIMIT_FSIZE)
        setrlimit(RLIMIT_FSIZE, (cuanto, duro))
        try:
            yield
        finally:
            setrlimit(RLIMIT_FSIZE, (blando, duro))

    return limitar


def permisos(ruta: Path) -> str:
    """Los permisos, como se escriben."""
    return f"{stat.S_IMODE(ruta.stat().st_mode):04o}"
