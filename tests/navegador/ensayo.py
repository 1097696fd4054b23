"""Un ensayo de la captura con sus dos procesos de verdad: la web, y el despachador a petición."""

import hashlib
import hmac
import os
import re
import socket
import struct
import subprocess
import sys
import time
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image

from generador.archivos.texto import leer
from generador.captura.demostracion import Ensayo

CUENTA = re.compile(r"^  (\S+) +(\S+)(?:  segundo factor: (\S+))?$", re.MULTILINE)
PARTIDO = "MCL"
SOLA = "DIP-010-IND01-MR-P-1"
_ORDEN = [sys.executable, "-m", "generador"]
_PERIODO = 30
Alguien = Callable[..., Any]
"""La fixture `alguien`; `alguien.quejas` es lo que todos sus navegadores reclamaron."""


@dataclass
class Captura:
    """El ensayo ya levantado. `usadas` son las candidaturas que alguna prueba ya tomó."""

    base: Path
    direccion: str
    ambiente: dict[str, str]
    cuentas: dict[str, tuple[str, str]]
    usadas: set[str] = field(default_factory=set)
    sesiones: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def raiz(self) -> Path:
        return self.base / "proceso"

    @property
    def diario(self) -> Path:
        """Lo que la web escribió en su salida."""
        return self.base.parent / "servidor.log"

    @property
    def temporales(self) -> Path:
        return self.base.parent / "temporales"

    def corre(self, *orden: str) -> str:
        """Una orden de la terminal, con los ajustes del ensayo."""
        hecho = subprocess.run(
            [*_ORDEN, *orden], capture_output=True, text=True, check=False, env=self.ambiente
        )
        assert 0 == hecho.returncode, hecho.stderr
        with self.diario.open("a", encoding="utf-8") as diario:
            diario.write(hecho.stderr)
        return hecho.stdout

    def despacha(self, *opciones: str) -> None:
        """Una vuelta del despachador."""
        self.corre("captura", "despachar", *opciones)

    def codigo(self, cuenta: str) -> str:
        """El segundo factor de este momento (RFC 6238)."""
        paso = struct.pack(">Q", int(time.time()) // _PERIODO)
        firma = hmac.digest(b32decode(self.cuentas[cuenta][1]), paso, hashlib.sha1)
        (numero,) = struct.unpack(">I", firma[firma[-1] & 15 :][:4])
        return f"{(numero & 0x7FFFFFFF) % 1_000_000:06d}"

    def hoy(self) -> str:
        """La fecha y hora del ensayo, como la pide la terminal."""
        desfase = timedelta(seconds=int(self.ambiente["CONOCELES_DESFASE"]))
        return (datetime.now(UTC) + desfase).isoformat(timespec="seconds")

    def una(self, patron: str = "AYU-*.yml", cuales: str = PARTIDO) -> str:
        """La clave de una candidatura que ninguna otra prueba haya tomado."""
        for archivo in sorted(self.raiz.glob(f"capturas/*/*/*/{patron}")):
            dato = leer(archivo.read_bytes()).dato
            suya = dato["registro"]["captura_por"] == cuales
            tomada = archivo.stem in self.usadas or archivo.stem in self.cuentas
            if suya and not tomada and archivo.with_suffix(".webp").exists():
                self.usadas.add(archivo.stem)
                return archivo.stem
        raise AssertionError(f"Ya no quedan candidaturas de {cuales}.")

    def con_cuenta(self, de_quien: str) -> str:
        """La clave de la candidatura de ese partido que tiene cuenta propia en el ensayo."""
        partidos = {e.stem for e in self.raiz.glob("capturas/*/*/*/*.yml")} - {SOLA}
        (propia,) = partidos & self.cuentas.keys()
        (archivo,) = self.raiz.glob(f"candidaturas/*/*/*/{propia}.yml")
        assert de_quien == leer(archivo.read_bytes()).dato["registro"]["captura_por"]
        return propia

    def dice(self, clave: str) -> dict[str, Any]:
        """Lo curricular de su captura ficticia, sin la fotografía."""
        (archivo,) = self.raiz.glob(f"capturas/*/*/*/{clave}.yml")
        curricular = dict(leer(archivo.read_bytes()).dato["curricular"])
        curricular.pop("fotografia", None)
        return curricular

    def foto(self, clave: str) -> Path:
        """La fotografía ficticia de esa candidatura."""
        (archivo,) = self.raiz.glob(f"capturas/*/*/*/{clave}.webp")
        return archivo

    @property
    def firmado(self) -> Path:
        return self.raiz / "capturas" / "consentimiento-ficticio.pdf"

    def construye(self, destino: Path) -> Path:
        """El sitio público de este momento."""
        orden = ["--raiz", str(self.raiz), "--fecha", self.hoy(), "construir", "--sin-datos"]
        self.corre(*orden, "--identidad-ficticia", "--destino", str(destino))
        return destino

    def donde_esta(self, canario: str) -> list[str]:
        """Dónde aparece sin cifrar: el ensayo entero, su base, Git, el diario o los temporales."""
        buscado = canario.encode()
        todos = [self.diario, *self.base.rglob("*"), *self.temporales.rglob("*")]
        dichos = [str(r) for r in todos if r.is_file() and buscado in r.read_bytes()]
        return dichos + (["un objeto de Git"] if buscado in self._de_git() else [])

    def _de_git(self) -> bytes:
        """Todo lo que hay en todos los objetos de los dos repositorios, sin comprimir."""
        juntos = b""
        for deposito in (self.raiz, self.base / "comun.git"):
            orden = ["git", "-C", str(deposito), "cat-file", "--batch", "--batch-all-objects"]
            juntos += subprocess.run(
                [*orden, "--unordered"], capture_output=True, check=True
            ).stdout
        return juntos


@contextmanager
def levantar(base: Path) -> Iterator[Captura]:
    """Prepara el ensayo y levanta su web en un puerto libre."""
    temporales = base.parent / "temporales"
    temporales.mkdir(parents=True)
    orden = [*_ORDEN, "captura", "ensayar", "--solo-preparar", "--carpeta", str(base)]
    hecho = subprocess.run(orden, capture_output=True, text=True, check=False)
    assert 0 == hecho.returncode, hecho.stderr
    cuentas = {c: (clave, factor) for c, clave, factor in CUENTA.findall(hecho.stdout)}
    with pytest.MonkeyPatch.context() as parche:
        parche.setattr(os, "environ", dict(os.environ))
        Ensayo(base)._ambiente()
        ambiente = {**os.environ, "TMPDIR": str(temporales), "PYTHONUNBUFFERED": "1"}
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        direccion = f"127.0.0.1:{libre.getsockname()[1]}"
    captura = Captura(base, f"http://{direccion}", ambiente, cuentas)
    with captura.diario.open("wb") as diario:
        orden = [*_ORDEN, "captura", "servir", "--direccion", direccion]
        web = subprocess.Popen(orden, stdout=diario, stderr=diario, env=ambiente)
        try:
            _esperar(captura, web)
            yield captura
        finally:
            web.terminate()
            web.wait(10)


def _esperar(captura: Captura, web: "subprocess.Popen[bytes]") -> None:
    hasta = time.monotonic() + 60
    while time.monotonic() < hasta:
        assert web.poll() is None, captura.diario.read_text("utf-8")
        try:
            with urlopen(f"{captura.direccion}/salud/", timeout=5) as respuesta:  # noqa: S310
                assert 200 == respuesta.status
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("La web no levantó: " + captura.diario.read_text("utf-8"))


def aplanado(dato: Any, puntero: str) -> Iterator[tuple[str, str]]:
    """(puntero, texto) de cada hoja, como se llaman las casillas del formulario."""
    if isinstance(dato, dict):
        for nombre, valor in dato.items():
            yield from aplanado(valor, f"{puntero}/{nombre}")
    elif isinstance(dato, list):
        for numero, valor in enumerate(dato):
            yield from aplanado(valor, f"{puntero}/{numero}")
    elif isinstance(dato, bool):
        yield puntero, "si" if dato else "no"
    elif dato is not None:
        yield puntero, str(dato)


IDENTIDAD = {
    "accion_afirmativa": "_ninguna", "i01": "si", "i02": "no", "i03": "otro", "i03_otra": "cuir",
    "i04": "no", "i08": "no", "i09": "no", "i11": "no", "i18": "pnc", "i19": "salario",
}  # fmt: skip
FIRMA = {"tratamiento": "si", "publicacion": "si", "estadistica": "si", "fecha": "2024-04-20"}
_GPS = 0x8825


def valores_de(captura: Captura, clave: str, **identidad: str) -> dict[str, str]:
    """Lo que se teclea: puntero → texto."""
    return {
        **dict(aplanado(captura.dice(clave), "/curricular")),
        **dict(aplanado(FIRMA, "/consentimiento")),
        **dict(aplanado({**IDENTIDAD, **identidad}, "/identidad/respuestas")),
    }


def con_gps(foto: Path, destino: Path) -> Path:
    """La misma fotografía, más grande y con el lugar en que se tomó."""
    lugar = Image.Exif()
    lugar.get_ifd(_GPS)[1] = "N"
    with Image.open(foto) as imagen:
        imagen.convert("RGB").resize((900, 1200)).save(destino, "JPEG", exif=lugar)
    return destino


def folio_de(texto: str) -> str:
    """El folio que se lee en una página."""
    hallado = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", texto)
    assert hallado, texto
    return hallado.group()
