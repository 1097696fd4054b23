"""Un expediente de verdad, con su depósito común, para actuar desde la terminal."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from generador.archivos.carga import abrir_contexto
from generador.archivos.escritura import escribir
from generador.archivos.expediente import preparar_lector
from generador.archivos.texto import leer
from generador.cli import conoceles

_FOLIO = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass
class Terminal:
    """Corre órdenes sobre una carpeta, a la hora que se diga, y recuerda lo último que dijo."""

    raiz: Path
    llenas: Path
    """La misma carpeta con todo ya capturado: de ahí sale lo que «escriben» las personas."""
    dijo: str = field(default="")

    def __call__(self, hora: str, *orden: str, espera: int = 0) -> str:
        """Corre una orden, exige su código de salida y devuelve lo que dijo."""
        corrida = CliRunner().invoke(
            conoceles, ["--raiz", str(self.raiz), "--fecha", hora, *orden], catch_exceptions=False
        )
        self.dijo = corrida.output

        assert espera == corrida.exit_code, corrida.output
        return self.dijo

    @property
    def folio(self) -> str:
        """El folio que se acaba de decir."""
        hallado = _FOLIO.search(self.dijo)

        assert hallado is not None, self.dijo
        return hallado[0]

    def git(self, *orden: str) -> str:
        """Corre Git sobre la carpeta."""
        hecha = subprocess.run(
            ["git", *orden], cwd=self.raiz, check=True, capture_output=True, text=True
        )
        return hecha.stdout.strip()

    def al_dia(self) -> None:
        """Trae el tronco a la carpeta, como quien trabaja en ella."""
        self.git("checkout", "--quiet", "--", ".")
        self.git("clean", "-fdq", "candidaturas")
        self.git("pull", "--quiet", "--ff-only")

    def ruta(self, clave: str) -> Path:
        """El expediente de una candidatura."""
        return next(self.raiz.glob(f"candidaturas/*/*/*/{clave}.yml"))

    def escribir(self, clave: str, cambiar: Callable[[str], str] = lambda texto: texto) -> Path:
        """Deja en la carpeta lo que la persona capturó, con el cambio que se pida."""
        ruta = self.ruta(clave)
        llena = next(self.llenas.glob(f"*/*/*/{clave}.yml"))
        ruta.write_text(cambiar(llena.read_text("utf-8")), encoding="utf-8")
        if (foto := llena.with_suffix(".webp")).exists():
            shutil.copy(foto, ruta.with_suffix(".webp"))
        return ruta

    def dato(self, clave: str, revision: str = "origin/main") -> dict[str, object]:
        """El expediente como está en una revisión."""
        ruta = self.ruta(clave).relative_to(self.raiz).as_posix()
        dicho: dict[str, object] = leer(self.git("show", f"{revision}:{ruta}").encode()).dato
        return dicho


@pytest.fixture(scope="session")
def simulado(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un proceso ficticio de dos distritos, con todos los expedientes en blanco."""
    raiz = tmp_path_factory.mktemp("expediente") / "proceso"
    corrida = CliRunner().invoke(conoceles, ["simular", "60", "--carpeta", str(raiz)])
    assert 0 == corrida.exit_code, corrida.output
    shutil.copytree(raiz / "candidaturas", raiz.parent / "llenas")
    lector = preparar_lector(raiz, abrir_contexto(raiz, datetime(2024, 4, 24)))  # noqa: DTZ001
    for ruta in raiz.glob("candidaturas/*/*/*/*.yml"):
        dato = leer(ruta.read_bytes()).dato
        dato |= {"curricular": None, "consentimiento": None, "tramite": {}}
        dato["identidad"] = {"estado": "pendiente"}
        dato["registro"]["estatus"] = "registrada"
        ruta.write_text(escribir(dato, lector.orden), encoding="utf-8")
    for foto in raiz.glob("candidaturas/*/*/*/*.webp"):
        foto.unlink()
    shutil.rmtree(raiz / "estadistica")  # en blanco, todavía no se ha contado a nadie
    return raiz


def preparar(simulado: Path, carpeta: Path) -> Terminal:
    """La terminal de un expediente recién preparado en esa carpeta, con su depósito al lado."""
    raiz = carpeta / "proceso"
    shutil.copytree(simulado, raiz)
    una = Terminal(raiz, simulado.parent / "llenas")
    una("2024-04-24", "forja", "preparar", "--en", str(carpeta / "comun.git"))
    return una


@pytest.fixture
def terminal(simulado: Path, tmp_path: Path) -> Iterator[Terminal]:
    """La terminal de un expediente recién preparado; al terminar, sus depósitos están sanos."""
    una = preparar(simulado, tmp_path)
    yield una
    for deposito in (una.raiz / ".git", tmp_path / "comun.git"):
        assert "" == una.git(f"--git-dir={deposito}", "fsck", "--strict", "--no-dangling")
