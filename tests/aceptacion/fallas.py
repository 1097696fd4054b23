"""Con qué se provoca un fallo: un expediente copiado, un Git que mata y ramas hechas a mano."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.aceptacion.conftest import Terminal, preparar

GIT = shutil.which("git") or "git"
PROGRAMA = Path(__file__).parents[2]


def lanzar_orden(
    raiz: Path, hora: str, orden: Sequence[str], ambiente: Mapping[str, str], prefijo: str = ""
) -> "subprocess.Popen[str]":
    """Corre una orden en su propio proceso; `prefijo` va antes, en la misma consola."""
    partes = [sys.executable, "-m", "generador", "--raiz", str(raiz), "--fecha", hora]
    mando = [*partes, *orden]
    if prefijo:
        mando = ["bash", "-c", f'{prefijo}; exec "$@"', "bash", *mando]
    return subprocess.Popen(
        mando,
        cwd=PROGRAMA,
        env={**os.environ, **ambiente},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


FOLIO = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
LIMITE = 120

MATON = """#!/bin/sh
# Cuenta las veces que se llama a Git y, en la pedida, mata a quien lo llamó.
n=$(($(cat "$MATON/cuenta" 2>/dev/null || echo 0) + 1))
echo "$n" > "$MATON/cuenta"
echo "$1" >> "$MATON/ordenes"
alcanza() { test "$n" = "$MATON_EN" || test "$1" = "$MATON_EN"; }
if test "$MATON_CUANDO" = antes && alcanza "$1"; then kill -9 "$PPID"; exit 1; fi
"$MATON_GIT" "$@"
codigo=$?
if test "$MATON_CUANDO" = despues && alcanza "$1"; then kill -9 "$PPID"; fi
exit $codigo
"""
"""`MATON_EN` es el número de la llamada, o el nombre de la orden de Git."""

ENTRE_DOS = """#!/bin/sh
# La primera vez que se va a llevar algo, otro lleva antes lo suyo.
if test "$1" = push && mkdir "$MATON/hecho" 2>/dev/null; then
  # Otro trabaja en su carpeta: lo que aquí se dispuso para llevar no es suyo.
  env -u GIT_DIR -u GIT_OBJECT_DIRECTORY sh "$MATON/otro" >/dev/null 2>&1
fi
exec "$MATON_GIT" "$@"
"""

DELATOR = """#!/bin/sh
# Al llevar algo, apunta quién lo pidió y quién lo lleva.
if test "$1" = push; then echo "$PPID $$" > "$MATON/quienes"; fi
exec "$MATON_GIT" "$@"
"""


@dataclass(frozen=True)
class Corrida:
    """Lo que dejó una orden corrida en su propio proceso."""

    codigo: int
    dicho: str
    error: str

    @property
    def todo(self) -> str:
        """Lo que dijo por las dos salidas."""
        return self.dicho + self.error


@dataclass(frozen=True)
class Escena:
    """Un expediente con su depósito común, y de quién se habla."""

    terminal: Terminal
    comun: Path
    clave: str
    suplente: str
    carpeta: str
    folio: str = ""

    @property
    def raiz(self) -> Path:
        """La carpeta de trabajo."""
        return self.terminal.raiz

    @property
    def ruta(self) -> str:
        """El expediente de la propietaria, desde la raíz."""
        return f"{self.carpeta}/{self.clave}.yml"

    def copiar(self, destino: Path) -> "Escena":
        """La misma escena en otra carpeta, para estropearla."""
        shutil.copytree(self.raiz, destino / "proceso", symlinks=True)
        shutil.copytree(self.comun, destino / "comun.git", symlinks=True)
        terminal = Terminal(destino / "proceso", self.terminal.llenas)
        terminal.git("remote", "set-url", "origin", str(destino / "comun.git"))
        return replace(self, terminal=terminal, comun=destino / "comun.git")

    def clonar(self, destino: Path, *opciones: str) -> "Escena":
        """Otra carpeta de trabajo sobre el mismo depósito común, con lo que aquí hay capturado."""
        git(self.comun.parent, "clone", "--quiet", *opciones, self.comun.as_uri(), str(destino))
        for archivo in (self.raiz / self.carpeta).iterdir():
            shutil.copy(archivo, destino / self.carpeta / archivo.name)
        return replace(self, terminal=Terminal(destino, self.terminal.llenas))

    def correr(
        self, hora: str, *orden: str, ambiente: Mapping[str, str] | None = None, prefijo: str = ""
    ) -> Corrida:
        """Corre una orden en un proceso de verdad; `prefijo` va antes, en la misma consola."""
        return esperar(self.lanzar(hora, *orden, ambiente=ambiente, prefijo=prefijo))

    def lanzar(
        self, hora: str, *orden: str, ambiente: Mapping[str, str] | None = None, prefijo: str = ""
    ) -> "subprocess.Popen[str]":
        """Lo mismo, sin esperar a que termine."""
        return lanzar_orden(self.raiz, hora, orden, ambiente or {}, prefijo)

    def referencias(self) -> dict[str, str]:
        """Lo que hay en el depósito común."""
        salida = git(self.comun, "for-each-ref", "--format=%(refname) %(objectname)")
        return dict(renglon.split(" ", 1) for renglon in salida.split("\n") if renglon)

    def exigir_sano(self) -> None:
        """Que ninguno de los dos depósitos quede roto ni con candados puestos."""
        for donde in (self.raiz, self.comun):
            revision = subprocess.run(
                [GIT, "fsck", "--strict", "--no-dangling", "--no-progress"],
                cwd=donde,
                capture_output=True,
                text=True,
                check=False,
            )
            candados = [r.name for r in donde.rglob("*.lock")]

            assert (0, "", "") == (revision.returncode, revision.stdout, revision.stderr)
            assert [] == candados


def esperar(proceso: "subprocess.Popen[str]") -> Corrida:
    """Lo que dejó un proceso, que nunca termina en una traza."""
    dicho, error = proceso.communicate(timeout=LIMITE)

    assert "Traceback" not in dicho + error, dicho + error
    return Corrida(proceso.returncode, dicho, error)


ENVIO, VALIDACION, UNION = "2024-04-28T11:00", "2024-04-28T12:00", "2024-04-28T13:00"
CAPTURA = ("--cuenta", "PAH-CAPTURA")
SUPERVISORA = ("--cuenta", "PAH-SUPERVISORA")
UNIDAD = ("--cuenta", "UT")


@cache
def escrita(simulado: Path) -> Escena:
    """Un expediente con una cuenta entregada y dos capturas en la carpeta, sin enviar.

    Se monta una vez: quien la use, que la copie.
    """
    carpeta = simulado.parent / "escrita"
    terminal = preparar(simulado, carpeta)
    clave = next(c for r in sorted(terminal.raiz.rglob("*-P-1.yml")) if (c := _sirve(terminal, r)))
    suplente = clave.replace("-P-1", "-S-1")
    donde = terminal.ruta(clave).parent.relative_to(terminal.raiz).as_posix()
    terminal("2024-04-25T10:00", "entregar-cuentas", donde, "--cuenta", "UT")
    terminal.al_dia()
    escena = Escena(terminal, carpeta / "comun.git", clave, suplente, donde)
    _capturar(escena)
    return escena


@cache
def enviada(simulado: Path) -> Escena:
    """Las dos capturas, en una propuesta."""
    escena = escrita(simulado).copiar(simulado.parent / "enviada")
    escena.terminal(ENVIO, "proponer", str(escena.raiz / escena.carpeta), *CAPTURA)
    return replace(escena, folio=escena.terminal.folio)


@cache
def validada(simulado: Path) -> Escena:
    """La propuesta, ya validada por su supervisora."""
    escena = enviada(simulado).copiar(simulado.parent / "validada")
    escena.terminal(VALIDACION, "validar-propuesta", escena.folio, *SUPERVISORA)
    return escena


def _capturar(escena: Escena) -> None:
    """Escribe en la carpeta lo de la propietaria, y lo mismo de la suplente."""
    propia = escena.terminal.escribir(escena.clave)
    ajena = escena.terminal.ruta(escena.suplente)
    bloque = re.search(r"^curricular:\n(?:  .*\n|\n)+", propia.read_text("utf-8"), re.MULTILINE)

    assert bloque is not None
    texto = ajena.read_text("utf-8").replace("curricular: null\n", bloque[0])
    ajena.write_text(texto, encoding="utf-8")
    shutil.copy(propia.with_suffix(".webp"), ajena.with_suffix(".webp"))


def _sirve(terminal: Terminal, ruta: Path) -> str:
    texto = next(terminal.llenas.glob(f"*/*/*/{ruta.name}")).read_text("utf-8")
    suya = re.search(r'postulante: "PAH"|captura_por: "PAH"', texto)
    completa = "validada:" in texto and "baja:" not in texto and "motivo:" in texto
    hay = terminal.ruta(ruta.stem).with_name(f"{ruta.stem[:-4]}-S-1.yml").exists()
    return ruta.stem if suya and completa and hay and (ruta.stem.endswith("-P-1")) else ""


def git(donde: Path, *orden: str | bytes, entrada: bytes = b"") -> str:
    """Corre Git a mano, como lo haría cualquiera con acceso al depósito."""
    hecha = subprocess.run(
        [GIT, *orden], cwd=donde, input=entrada, capture_output=True, check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return hecha.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


# --- un Git que estorba ------------------------------------------------------------------------


def poner_git(carpeta: Path, guion: str, **ambiente: str) -> dict[str, str]:
    """El ambiente con otro `git` por delante."""
    carpeta.mkdir(parents=True)
    (carpeta / "git").write_text(guion, encoding="utf-8")
    (carpeta / "git").chmod(0o755)
    return {
        "PATH": f"{carpeta}{os.pathsep}{os.environ['PATH']}",
        "MATON": str(carpeta),
        "MATON_GIT": GIT,
        **ambiente,
    }


def ordenes_de_git(carpeta: Path) -> list[str]:
    """Las que se le pidieron a ese Git, en orden."""
    return (carpeta / "ordenes").read_text("utf-8").splitlines()


# --- lo hecho a mano ---------------------------------------------------------------------------


def arbol_con(comun: Path, arbol: str, ruta: bytes, modo: str, objeto: str) -> str:
    """El árbol con una entrada más, se llame como se llame."""
    nombre, _, resto = ruta.partition(b"/")
    entradas: dict[bytes, bytes] = {}
    crudo = git(comun, "ls-tree", "-z", arbol).encode("utf-8", "surrogateescape") if arbol else b""
    for entrada in crudo.split(b"\0"):
        if entrada:
            encabezado, _, suyo = entrada.partition(b"\t")
            entradas[suyo] = encabezado
    if resto:
        antes = entradas.get(nombre, b"")
        hijo = antes.split()[2].decode() if antes.startswith(b"040000") else ""
        modo, objeto = "040000", arbol_con(comun, hijo, resto, modo, objeto)
    tipo = {"040000": "tree", "160000": "commit"}.get(modo, "blob")
    entradas[nombre] = f"{modo} {tipo} {objeto}".encode()
    lista = b"".join(e + b"\t" + n + b"\0" for n, e in sorted(entradas.items()))
    return git(comun, "mktree", "-z", "--missing", entrada=lista)


def blob(comun: Path, contenido: bytes) -> str:
    """Guarda un contenido en el depósito común."""
    return git(comun, "hash-object", "-w", "--stdin", entrada=contenido)


def commit_a_mano(
    comun: Path,
    arbol: str,
    padres: Sequence[str],
    mensaje: bytes,
    *,
    autor: bytes = b"UT <ut@conoceles.invalid> 1714323600 -0600",
    otros: bytes = b"",
) -> str:
    """Un commit escrito letra por letra; `otros` son los renglones de más del encabezado."""
    suyos = [git(comun, "rev-parse", padre).encode() for padre in padres]
    encabezado = [
        b"tree " + arbol.encode(),
        *(b"parent " + padre for padre in suyos),
        b"author " + autor,
        b"committer " + autor,
    ]
    crudo = b"\n".join(encabezado) + b"\n" + otros + b"\n" + mensaje
    return git(comun, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", entrada=crudo)
