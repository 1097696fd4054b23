"""La segunda base, de punta a punta: se deposita, se publica con permiso y de verdad se borra."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generador.cli import conoceles
from tests.aceptacion.conftest import Terminal
from tests.aceptacion.test_proceso_entero import pareja

PDF = b"%PDF-1.7\nconsentimiento ficticio\n"
CANARIO = "zqpuebloqz del cerro"
ENTRADA = ("Sí", "Sí", "Sí", "Sí", "No", "Otro", CANARIO, "No", "No", "No", "No", "6", "1")
"""Autoriza tratar, publicar y contar; indígena, de un pueblo que dice con sus palabras."""

EXTRACTO = "identidad-publica.json"


@dataclass
class ConBoveda:
    """Un expediente con su bóveda, su llave y una candidatura con cuenta."""

    terminal: Terminal
    carpeta: Path
    clave: str
    partido: str
    planilla: str

    def capturar(self, hora: str, entrada: tuple[str, ...] = ENTRADA, **cambios: str) -> str:
        """Corre la entrevista con esas respuestas."""
        opciones = {
            "documento": str(self.carpeta / "firmado.pdf"),
            "firmado": "2024-04-26",
            "aviso": "2024-1",
            "cuenta": f"{self.partido}-CAPTURA",
            **cambios,
        }
        orden = ["boveda", "capturar", self.clave]
        orden += [parte for nombre, valor in opciones.items() for parte in (f"--{nombre}", valor)]
        corrida = CliRunner().invoke(
            conoceles,
            ["--raiz", str(self.terminal.raiz), "--fecha", hora, *orden],
            input="\n".join(entrada) + "\n",
            catch_exceptions=False,
        )
        self.terminal.dijo = corrida.output
        assert 0 == corrida.exit_code, corrida.output
        return corrida.output

    def publicar(self, hora: str) -> str:
        """Escribe el extracto y asienta su huella."""
        return self.terminal(hora, "boveda", "publicar", "--cuenta", "UT")

    def integrar(self, dia: str) -> None:
        """Envía lo capturado, lo valida su supervisora y lo integra la unidad."""
        terminal, supervisora = self.terminal, f"{self.partido}-SUPERVISORA"
        ruta = str(terminal.ruta(self.clave))
        terminal(f"{dia}T11:00", "proponer", ruta, "--cuenta", f"{self.partido}-CAPTURA")
        folio = terminal.folio
        terminal(f"{dia}T12:00", "validar-propuesta", folio, "--cuenta", supervisora)
        terminal(f"{dia}T12:30", "integrar", folio, "--cuenta", "UT")
        terminal.al_dia()

    def ficha(self, hora: str) -> str:
        """La ficha en el sitio que se construye a esa hora."""
        destino = self.carpeta / "sitio"
        self.terminal(
            hora, "construir", "--sin-datos", "--tolerar-errores", "--destino", str(destino)
        )
        return (destino / "candidaturas" / self.clave.lower() / "index.html").read_text("utf-8")

    @property
    def identidad(self) -> dict[str, str]:
        """Lo que consta en el tronco."""
        dicho = self.terminal.dato(self.clave)["identidad"]
        assert isinstance(dicho, dict)
        return dicho

    def en_disco(self) -> list[str]:
        """Los archivos de la bóveda que hablan de la candidatura."""
        return sorted(
            r.name for r in (self.carpeta / "boveda").rglob("*") if r.name.startswith(self.clave)
        )


@pytest.fixture
def con_boveda(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConBoveda:
    """Con tres llaves y dos cuentas de la unidad; la candidatura ya tiene la suya."""
    monkeypatch.setenv("CONOCELES_BOVEDA", str(tmp_path / "boveda"))
    monkeypatch.setenv("CONOCELES_BOVEDA_LLAVE", str(tmp_path / "llaves" / "UT-1"))
    (tmp_path / "llaves").mkdir(mode=0o700)
    (tmp_path / "firmado.pdf").write_bytes(PDF)
    (terminal.raiz / EXTRACTO).unlink()
    terminal("2024-04-25", "boveda", "llaves", "--crear")
    for nombre in ("UT-1", "UT-2", "UT-3"):
        nueva = str(tmp_path / "llaves" / nombre)
        terminal("2024-04-25", "boveda", "llaves", "--agregar", nombre, "--nueva", nueva)
    cuentas = terminal.raiz / "cuentas.yml"
    cuentas.write_text(cuentas.read_text("utf-8") + '  UT-2:\n    rol: "ut"\n', encoding="utf-8")
    terminal("2024-04-25T09:00", "configurar", str(cuentas), "--cuenta", "UT")
    planilla, clave, _, partido = pareja(terminal)
    terminal("2024-04-25T10:00", "entregar-cuentas", planilla, "--cuenta", "UT")
    terminal.al_dia()
    terminal.escribir(clave, lambda llena: _solo_curricular(terminal.ruta(clave), llena))
    return ConBoveda(terminal, tmp_path, clave, partido, planilla)


def _solo_curricular(ruta: Path, llena: str) -> str:
    """El expediente como está, con lo curricular que la persona escribió."""
    escrito = re.search(r"^curricular:\n(?: .*\n|\n)+", llena, re.MULTILINE)
    assert escrito is not None
    return ruta.read_text("utf-8").replace("curricular: null\n", escrito[0])


def todo_git(terminal: Terminal) -> bytes:
    """Cada objeto de los dos depósitos, alcanzable o no, uno tras otro."""
    comun = terminal.git("remote", "get-url", "origin")
    return b"".join(
        subprocess.run(
            ["git", "--git-dir", deposito, "cat-file", "--batch-all-objects", "--batch"],
            check=True,
            capture_output=True,
        ).stdout
        for deposito in (str(terminal.raiz / ".git"), comun)
    )


def test_de_la_entrevista_a_la_ficha_y_al_olvido(con_boveda: ConBoveda) -> None:
    terminal, clave = con_boveda.terminal, con_boveda.clave

    # Se contesta, se cierra y se valida; en Git solo queda el compromiso.
    assert "Depositado: 1 cuestionario." in con_boveda.capturar("2024-04-28T10:00")
    con_boveda.integrar("2024-04-28")
    identidad = con_boveda.identidad
    assert ("depositada", "2024-04-28T10:00:00-06:00") == (identidad["estado"], identidad["fecha"])
    assert 2 == len(con_boveda.en_disco())
    assert CANARIO.encode() not in todo_git(terminal)

    # Sin extracto el sitio se construye y lo dice; con él, lo muestra.
    assert "Este sitio se construyó sin el extracto" in con_boveda.ficha("2024-04-29T10:00")
    assert "El extracto lleva lo de 1 candidatura" in con_boveda.publicar("2024-04-29T11:00")
    assert CANARIO in con_boveda.ficha("2024-04-29T12:00")
    assert "1 se abrieron y coinciden" in terminal(
        "2024-04-29T12:30", "boveda", "verificar", "--cuenta", "UT"
    )
    assert CANARIO in terminal("2024-04-29T13:00", "boveda", "leer", clave, "--cuenta", "UT")
    assert CANARIO.encode() not in todo_git(terminal)
    huella = terminal.git("show", "origin/main:identidad-publica.sha256")
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", huella)

    # Retira su permiso: sale del extracto en ese momento, y del sitio al construirlo.
    dicho = terminal(
        "2024-05-02T10:00", "boveda", "retirar", clave, "--documento", "Escrito 7", "--cuenta", "UT"
    )
    assert "no se puede recoger" in dicho
    assert {} == json.loads((terminal.raiz / EXTRACTO).read_text("utf-8"))["candidaturas"]
    ficha = con_boveda.ficha("2024-05-02T11:00")
    assert CANARIO not in ficha
    assert "no autorizó publicar esta información" in ficha
    assert huella != terminal.git("show", "origin/main:identidad-publica.sha256")

    # Sale de la boleta: en ese acto queda bloqueada, y ya no se lee.
    terminal(
        "2024-05-06T10:00", "cancelar", clave, "--causa", "renuncia", "--acuerdo", "IEEM/1",
        "--cuenta", "UT",
    )  # fmt: skip
    assert "bloqueada" == con_boveda.identidad["estado"]
    terminal("2024-05-06T11:00", "boveda", "leer", clave, "--cuenta", "UT", espera=2)
    assert "1 bloqueada" in terminal("2024-05-06T12:00", "boveda", "bloquear", "--cuenta", "UT")

    # Se destruye entre dos, y no antes de que venza.
    pedir = ("boveda", "destruir", clave, "--documento", "Acta 9", "--cuenta", "UT")
    assert "se conserva hasta el 5 de junio de 2024" in terminal("2024-06-05", *pedir, espera=2)
    terminal("2024-06-10T10:00", *pedir)
    folio = terminal.folio
    assert 2 == len(con_boveda.en_disco())
    autorizar = ("boveda", "destruir", "--autorizar", folio, "--cuenta")
    assert "lo propuso" in terminal("2024-06-10T11:00", *autorizar, "UT", espera=2)
    assert "boveda destruir --autorizar" in terminal(
        "2024-06-10T11:30", "integrar", folio, "--cuenta", "UT-2", espera=2
    )
    assert 2 == len(con_boveda.en_disco())
    assert "2 archivos de la bóveda" in terminal("2024-06-10T12:00", *autorizar, "UT-2")
    assert [] == con_boveda.en_disco()
    assert ("destruida", identidad["compromiso"]) == (
        con_boveda.identidad["estado"], con_boveda.identidad["compromiso"],
    )  # fmt: skip
    assert "0 archivos" in terminal("2024-06-10T13:00", *autorizar, "UT-2")

    # Y todo sigue cuadrando.
    terminal("2024-06-11", "historial", "verificar", "--cuenta", "UT", "--todo")
    terminal("2024-06-11", "boveda", "verificar", "--cuenta", "UT")
    assert CANARIO.encode() not in todo_git(terminal)
    assert CANARIO.encode() not in b"".join(
        r.read_bytes() for r in (con_boveda.carpeta / "boveda").rglob("*") if r.is_file()
    )


def _entregar(clave: str, palabra: str) -> tuple[str, str]:
    """(cuestionario en JSON, renglón de hoja) de alguien que lo dice con esas palabras."""
    respuestas = {"i01": "si", "i02": "no", "i03": "otro", "i03_otra": palabra}
    entregado = {
        "clave": clave,
        "accion_afirmativa": None,
        "respuestas": respuestas,
        "manifestaciones": {"tratamiento": True, "estadistica": True},
    }
    columnas = {
        "clave": clave, **respuestas, "tratamiento": "sí", "estadistica": "sí",
        "publicacion": "no", "fecha": "2024-04-26", "aviso": "2024-1", "documento": "firmado.pdf",
    }  # fmt: skip
    hoja = "\n".join((",".join(columnas), ",".join(columnas.values()), ""))
    return json.dumps(entregado), hoja


def test_un_canario_por_cada_puerta_se_halla_si_se_escapa_y_en_ningun_otro_lado(
    con_boveda: ConBoveda,
) -> None:
    terminal, carpeta = con_boveda.terminal, con_boveda.carpeta
    firma = ("--documento", str(carpeta / "firmado.pdf"), "--firmado", "2024-04-26")
    propia = terminal.ruta(con_boveda.clave).parent
    otras = sorted(r.stem for r in propia.glob("*.yml") if r.stem != con_boveda.clave)
    por_json, por_hoja = otras[0], max(terminal.raiz.glob("candidaturas/*/*/*/*.yml")).stem
    palabras = {con_boveda.clave: CANARIO, por_json: "zqjsonqz", por_hoja: "zqhojaqz"}

    # Las tres puertas por las que entra una respuesta; nadie autoriza publicar.
    con_boveda.capturar("2024-04-28T10:00", (*ENTRADA[:1], "No", *ENTRADA[2:]))
    (carpeta / "una.json").write_text(_entregar(por_json, "zqjsonqz")[0], "utf-8")
    (carpeta / "varias.csv").write_text(_entregar(por_hoja, "zqhojaqz")[1], "utf-8")
    terminal(
        "2024-04-28T10:10", "boveda", "depositar", str(carpeta / "una.json"), "--reserva", *firma,
        "--aviso", "2024-1", "--cuenta", "UT",
    )  # fmt: skip
    terminal(
        "2024-04-28T10:20", "boveda", "importar", str(carpeta / "varias.csv"), "--documentos",
        str(carpeta), "--cuenta", "UT",
    )  # fmt: skip
    con_boveda.integrar("2024-04-28")
    con_boveda.publicar("2024-04-29T10:00")
    con_boveda.ficha("2024-04-29T11:00")

    sitio = carpeta / "sitio"
    comprobar = (
        "comprobar-reserva", "--publico", str(sitio), "--llave", str(carpeta / "llaves" / "UT-1"),
        "--bitacora", str(carpeta / "boveda" / "bitacora.jsonl"),
    )  # fmt: skip
    limpio = terminal("2024-04-29T12:00", *comprobar)
    assert "1 aguja" in limpio  # solo una está integrada: las otras dos no son de nadie todavía
    assert "nada de lo que se reserva salió" in limpio
    for palabra in palabras.values():
        assert palabra.encode() not in todo_git(terminal)
        assert palabra not in (carpeta / "boveda" / "bitacora.jsonl").read_text("utf-8")

    # A propósito: en una página, en la bitácora y en un objeto de Git que nada alcanza.
    pagina = sitio / "candidaturas" / con_boveda.clave.lower() / "index.html"
    buena = pagina.read_text("utf-8")
    pagina.write_text(buena.replace("</h1>", f"</h1><p>{CANARIO.upper()}</p>"), encoding="utf-8")
    dicho = terminal("2024-04-29T12:10", *comprobar, espera=1)
    assert con_boveda.clave in dicho
    assert CANARIO not in dicho.lower()
    pagina.write_text(buena, encoding="utf-8")
    suelto = carpeta / "suelto.txt"
    suelto.write_text(f"se coló {CANARIO}", encoding="utf-16")
    terminal.git("hash-object", "-w", str(suelto))
    assert con_boveda.clave in terminal("2024-04-29T12:20", *comprobar, espera=1)
