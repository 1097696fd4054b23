"""Un servidor local con la demostración construida y un Chromium de verdad.

`sitio` es la dirección del servidor; `navegador`, el proceso de Chromium; `abrir(ruta, …)`
devuelve una página ya cargada que anota consola, errores y peticiones hacia fuera. `captura` es un
ensayo de la captura ya levantado; `alguien(cuenta, …)`, una persona frente a él.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ensayo import Captura, levantar
from persona import Persona
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from visita import Visita

RAIZ = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
BANDERAS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Callado(SimpleHTTPRequestHandler):
    """Sirve archivos sin escribir cada petición en la terminal."""

    def log_message(self, *_: Any) -> None:
        """No dice nada."""


@pytest.fixture(scope="session")
def publico(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La demostración del repositorio, construida sin paquetes de datos."""
    destino = tmp_path_factory.mktemp("navegador") / "publico"
    orden = [sys.executable, "-m", "generador", "--raiz", str(RAIZ), "construir"]
    opciones = ["--sin-datos", "--identidad-ficticia", "--tolerar-errores"]
    hecho = subprocess.run(
        [*orden, *opciones, "--destino", str(destino)],
        capture_output=True,
        text=True,
        check=False,
        cwd=RAIZ,
    )
    assert 0 == hecho.returncode, hecho.stderr
    return destino


@pytest.fixture(scope="session")
def sitio(publico: Path) -> Iterator[str]:
    """Dirección del servidor local, con diagonal final."""
    servidor = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Callado, directory=str(publico)))
    hilo = Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    yield f"http://127.0.0.1:{servidor.server_port}/"
    servidor.shutdown()
    servidor.server_close()
    hilo.join()


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """El Chromium del sistema."""
    assert Path(CHROMIUM).exists(), "Falta el navegador: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(BANDERAS))
        yield chromium
        chromium.close()


@pytest.fixture
def abrir(navegador: Browser, sitio: str) -> Iterator[Callable[..., Visita]]:
    """`abrir(ruta, ancho=1280, esquema="light", con_js=True)`."""
    contextos: dict[tuple[int, str, bool], BrowserContext] = {}

    def visitar(
        ruta: str, *, ancho: int = 1280, esquema: str = "light", con_js: bool = True
    ) -> Visita:
        cual = (ancho, esquema, con_js)
        if cual not in contextos:
            contextos[cual] = navegador.new_context(
                viewport={"width": ancho, "height": 800},
                color_scheme=esquema,
                java_script_enabled=con_js,
            )
        contexto = contextos[cual]
        for vieja in contexto.pages:
            vieja.close()
        visita, ruidosos = Visita(contexto.new_page()), ("error", "warning")
        pagina = visita.pagina
        pagina.on("console", lambda m: m.type in ruidosos and visita.quejas.append(m.text))
        pagina.on("pageerror", lambda e: visita.quejas.append(str(e)))
        pagina.on("request", lambda r: visita.peticiones.append(r.url))
        pagina.on(
            "request",
            lambda r: r.url.startswith((sitio, "data:")) or visita.fuera.append(r.url),
        )
        pagina.goto(sitio + ruta)
        return visita

    yield visitar
    for contexto in contextos.values():
        contexto.close()


@pytest.fixture(scope="session")
def captura(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Captura]:
    """El ensayo de la captura, con su web corriendo en otro proceso."""
    with levantar(tmp_path_factory.mktemp("captura") / "ensayo") as viva:
        yield viva


class Sala:
    """Quienes están frente a la captura en una prueba, cada quien con su navegador."""

    def __init__(self, navegador: Browser, captura: Captura) -> None:
        self._navegador, self._captura = navegador, captura
        self.personas: list[Persona] = []

    def __call__(
        self,
        cuenta: str = "",
        al_llegar: Callable[[Persona], None] = lambda _: None,
        *,
        ancho: int = 1280,
        esquema: str = "light",
        con_js: bool = True,
    ) -> Persona:
        """Alguien más, con esa cuenta; sin ella, quien no ha entrado."""
        contexto = self._navegador.new_context(
            viewport={"width": ancho, "height": 800},
            locale="es-MX",
            color_scheme=esquema,
            java_script_enabled=con_js,
        )
        self.personas.append(Persona(self._captura, contexto, cuenta, al_llegar))
        return self.personas[-1]

    @property
    def quejas(self) -> list[str]:
        """Lo que sus navegadores reclamaron."""
        return [queja for una in self.personas for queja in una.quejas]


@pytest.fixture
def alguien(navegador: Browser, captura: Captura) -> Iterator[Sala]:
    """`alguien(cuenta, al_llegar, ancho=1280, esquema="light", con_js=True)`."""
    sala = Sala(navegador, captura)
    yield sala
    for una in sala.personas:
        una.contexto.close()
