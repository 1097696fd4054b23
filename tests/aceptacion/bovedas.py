"""Un expediente con su bóveda, en los puntos de su vida en que algo puede fallar.

Toda orden que aquí se corre se revisa: nunca dice una respuesta ni una llave, salvo `leer`, y
nunca termina en una traza.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from generador.boveda.almacen import Boveda
from generador.boveda.cifrado import Privada
from generador.boveda.llaves import leer_privada
from generador.cli import conoceles
from tests.aceptacion.conftest import Terminal, preparar
from tests.aceptacion.fallas import Corrida, esperar, lanzar_orden
from tests.aceptacion.test_proceso_entero import pareja

PDF = b"%PDF-1.7\nconsentimiento ficticio\n"
CANARIO = "zqpuebloqz del cerro"
RESPUESTAS = {"i01": "si", "i02": "no", "i03": "otro", "i03_otra": CANARIO, "i04": "no",
              "i08": "no", "i09": "no", "i11": "no", "i18": "pnc", "i19": "salario"}  # fmt: skip
FOLIO = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
NO_ES_UNA_LLAVE = "AGE-SECRET-KEY-1QQQQ"


@dataclass(frozen=True)
class Caso:
    """Un expediente con su bóveda y sus llaves, y de quién se habla."""

    base: Path
    llenas: Path
    clave: str
    suplente: str
    partido: str
    folio: str = ""

    @property
    def raiz(self) -> Path:
        return self.base / "proceso"

    @property
    def boveda(self) -> Path:
        return self.base / "boveda"

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.raiz, self.llenas)

    @property
    def privada(self) -> Privada:
        return leer_privada(self.llave("UT-1"))

    def llave(self, nombre: str) -> Path:
        return self.base / "llaves" / nombre

    def copiar(self, destino: Path) -> "Caso":
        """Lo mismo en otra carpeta, para estropearlo."""
        shutil.copytree(self.base, destino, symlinks=True, dirs_exist_ok=True)
        nuevo = replace(self, base=destino)
        nuevo.terminal.git("remote", "set-url", "origin", str(destino / "comun.git"))
        return nuevo

    def ambiente(self, llave: str = "UT-1") -> dict[str, str]:
        return {
            "CONOCELES_BOVEDA": str(self.boveda),
            "CONOCELES_BOVEDA_LLAVE": str(self.llave(llave)),
        }

    def __call__(
        self, hora: str, *orden: str, espera: int | Sequence[int] = 0, entrada: str = "",
        **ambiente: str,
    ) -> str:  # fmt: skip
        """Corre una orden aquí mismo y devuelve lo que dijo."""
        corrida = CliRunner().invoke(
            conoceles,
            ["--detalle", "--raiz", str(self.raiz), "--fecha", hora, *orden],
            input=entrada,
            env={**self.ambiente(), **ambiente},
            catch_exceptions=False,
        )
        esperados = [espera] if isinstance(espera, int) else espera
        assert corrida.exit_code in esperados, corrida.output
        self.exigir_callada(orden, corrida.output, entrada)
        return corrida.output

    def lanzar(
        self, hora: str, *orden: str, ambiente: Mapping[str, str] | None = None, prefijo: str = ""
    ) -> "subprocess.Popen[str]":
        """La corre en su propio proceso; `prefijo` va antes, en la misma consola."""
        propio = {**self.ambiente(), **(ambiente or {})}
        return lanzar_orden(self.raiz, hora, orden, propio, prefijo)

    def correr(
        self, hora: str, *orden: str, ambiente: Mapping[str, str] | None = None, prefijo: str = ""
    ) -> Corrida:
        """Lo mismo, hasta que termine."""
        hecha = esperar(self.lanzar(hora, *orden, ambiente=ambiente, prefijo=prefijo))
        self.exigir_callada(orden, hecha.todo)
        return hecha

    def exigir_callada(self, orden: Sequence[str], dicho: str, entrada: str = "") -> None:
        """Que no diga una respuesta ni una llave; `leer` sí dice lo que se le pidió."""
        assert "Traceback" not in dicho, dicho
        if orden[:2] != ("boveda", "leer") and CANARIO not in entrada:
            assert CANARIO not in dicho, dicho
        for ruta in (self.base / "llaves").iterdir():
            secretas = [r for r in ruta.read_text("utf-8", "ignore").split() if "SECRET" in r]
            assert not any(s[16:] and s[16:26] in dicho for s in secretas), dicho

    def cuestionario(self, clave: str = "", **respuestas: str) -> Path:
        """Un JSON con lo contestado, fuera del repositorio."""
        ruta = self.base / "contestado.json"
        dato = {
            "clave": clave or self.clave,
            "accion_afirmativa": None,
            "respuestas": RESPUESTAS | respuestas,
            "manifestaciones": {"tratamiento": True, "estadistica": True},
        }
        ruta.write_text(json.dumps(dato), encoding="utf-8")
        return ruta

    def de_depositar(self, clave: str = "", firmado: str = "2024-04-26") -> tuple[str, ...]:
        """Las palabras con que se deposita."""
        return (
            "boveda", "depositar", str(self.cuestionario(clave)), "--publica",
            "--documento", str(self.base / "firmado.pdf"), "--firmado", firmado,
            "--aviso", "2024-1", "--cuenta", f"{self.partido}-CAPTURA",
        )  # fmt: skip

    def integrar(self, dia: str) -> None:
        """Envía lo capturado, lo valida su supervisora y lo integra la unidad."""
        ruta = str(self.terminal.ruta(self.clave))
        dicho = self(f"{dia}T11:00", "proponer", ruta, "--cuenta", f"{self.partido}-CAPTURA")
        folio = folio_de(dicho)
        quien = f"{self.partido}-SUPERVISORA"
        self(f"{dia}T12:00", "validar-propuesta", folio, "--cuenta", quien)
        self(f"{dia}T12:30", "integrar", folio, "--cuenta", "UT")
        self.terminal.al_dia()

    def identidad(self, clave: str = "") -> dict[str, str]:
        """Lo que consta en el tronco."""
        self.terminal.git("fetch", "--quiet")
        dicho = self.terminal.dato(clave or self.clave)["identidad"]
        assert isinstance(dicho, dict)
        return dicho

    def en_disco(self, clave: str = "") -> list[str]:
        """Lo que la bóveda guarda de ella."""
        buscada = clave or self.clave
        return sorted(r.name for r in self.boveda.rglob("*") if r.name.startswith(f"{buscada}."))

    def sobre(self, extension: str = ".sobre") -> Path:
        """Su único sobre, o su documento."""
        (ruta,) = self.boveda.glob(f"*/{self.clave}.*{extension}")
        return ruta

    def se_lee(self) -> bool:
        """Si lo suyo se abre con la llave y es lo que dice el tronco."""
        compromiso = self.identidad()["compromiso"]
        leido = Boveda.abrir(self.boveda).leer(self.clave, compromiso, self.privada)
        return leido.cuestionario.respuestas["i03_otra"] == CANARIO


def folio_de(dicho: str) -> str:
    """El folio que se acaba de decir."""
    hallado = FOLIO.search(dicho)
    assert hallado is not None, dicho
    return hallado[0]


@cache
def abierta(simulado: Path) -> Caso:
    """Con tres llaves y dos cuentas de la unidad; la candidatura, con su cuenta y su captura."""
    base = simulado.parent / "con-boveda"
    terminal = preparar(simulado, base)
    (base / "llaves").mkdir(mode=0o700)
    (base / "firmado.pdf").write_bytes(PDF)
    (terminal.raiz / "identidad-publica.json").unlink()
    planilla, clave, suplente, partido = pareja(terminal)
    caso = Caso(base, terminal.llenas, clave, suplente, partido)
    caso("2024-04-25", "boveda", "llaves", "--crear")
    for nombre in ("UT-1", "UT-2", "UT-3"):
        nueva = str(caso.llave(nombre))
        caso("2024-04-25", "boveda", "llaves", "--agregar", nombre, "--nueva", nueva)
    cuentas = terminal.raiz / "cuentas.yml"
    cuentas.write_text(cuentas.read_text("utf-8") + '  UT-2:\n    rol: "ut"\n', encoding="utf-8")
    caso("2024-04-25T09:00", "configurar", str(cuentas), "--cuenta", "UT")
    caso("2024-04-25T10:00", "entregar-cuentas", planilla, "--cuenta", "UT")
    terminal.al_dia()
    terminal.escribir(clave, lambda llena: _solo_curricular(terminal.ruta(clave), llena))
    return caso


def _solo_curricular(ruta: Path, llena: str) -> str:
    escrito = re.search(r"^curricular:\n(?: .*\n|\n)+", llena, re.MULTILINE)
    assert escrito is not None
    return ruta.read_text("utf-8").replace("curricular: null\n", escrito[0])


@cache
def depositada(simulado: Path) -> Caso:
    """Depositada, validada e integrada."""
    caso = abierta(simulado).copiar(simulado.parent / "depositada")
    caso("2024-04-28T10:00", *caso.de_depositar())
    caso.integrar("2024-04-28")
    return caso


@cache
def publicada(simulado: Path) -> Caso:
    """Además, con su extracto."""
    caso = depositada(simulado).copiar(simulado.parent / "publicada")
    caso("2024-04-29T11:00", "boveda", "publicar", "--cuenta", "UT")
    return caso


@cache
def pedida(simulado: Path) -> Caso:
    """Salió de la boleta, venció su conservación y una cuenta pidió destruirla."""
    caso = publicada(simulado).copiar(simulado.parent / "pedida")
    baja = ("--causa", "renuncia", "--acuerdo", "IEEM/1", "--cuenta", "UT")
    caso("2024-05-06T10:00", "cancelar", caso.clave, *baja)
    pedir = ("boveda", "destruir", caso.clave, "--documento", "Acta 9", "--cuenta", "UT")
    folio = folio_de(caso("2024-06-10T10:00", *pedir))
    return replace(caso, folio=folio)


def todo_lo_guardado(caso: Caso) -> bytes:
    """Cada archivo de la carpeta y la bóveda, y cada objeto de los dos depósitos."""
    partes = [r.read_bytes() for r in caso.base.rglob("*") if r.is_file() and not r.is_symlink()]
    for deposito in (caso.raiz / ".git", caso.base / "comun.git"):
        orden = ["git", "--git-dir", str(deposito), "cat-file", "--batch-all-objects", "--batch"]
        partes.append(subprocess.run(orden, check=True, capture_output=True).stdout)
    return b"".join(partes)
