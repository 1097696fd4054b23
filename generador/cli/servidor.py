"""¿Cómo se mira el sitio en esta máquina mientras se trabaja?"""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generador.errores import ErrorConoceles, causa_de_disco

_REPOSO = 0.5


class _Manejador(SimpleHTTPRequestHandler):
    """Sirve `publico/` y, ante una dirección que no existe, su página 404."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        pagina = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not pagina.is_file():
            super().send_error(code, message, explain)
            return
        contenido = pagina.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(contenido)))
        self.end_headers()
        self.wfile.write(contenido)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - firma heredada
        """No registra visitas."""


class _Vigilante(FileSystemEventHandler):
    """Avisa que algo cambió; junta los cambios seguidos en uno."""

    def __init__(self) -> None:
        self.cambio = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted"):
            self.cambio.set()


def atender(
    carpeta: Path, puerto: int, *, vigilar: Sequence[Path], reconstruir: Callable[[], object]
) -> None:
    """Sirve `carpeta` en 127.0.0.1 hasta Ctrl-C y reconstruye cuando cambia lo vigilado."""
    # Se vigila antes de abrir el puerto: quien ya alcanza el sitio puede cambiar un dato, y nada se
    # pierde.
    vigilante, observador = _Vigilante(), Observer()
    for ruta in vigilar:
        observador.schedule(vigilante, str(ruta), recursive=ruta.is_dir())
    observador.start()
    try:
        servidor = ThreadingHTTPServer(
            ("127.0.0.1", puerto), partial(_Manejador, directory=str(carpeta))
        )
    except OSError as error:
        observador.stop()
        raise ErrorConoceles(
            f"No se puede abrir el puerto {puerto}: {causa_de_disco(error)}. "
            "Pruebe otro con «--puerto»."
        ) from error
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    click.echo(f"El sitio está en http://127.0.0.1:{puerto}/ (Ctrl-C para terminar).")
    try:
        while True:
            if not vigilante.cambio.wait(timeout=1):
                continue
            while vigilante.cambio.is_set():
                vigilante.cambio.clear()
                threading.Event().wait(_REPOSO)
            _reconstruir(reconstruir)
    except KeyboardInterrupt:
        click.echo("Hasta luego.")
    finally:
        observador.stop()
        servidor.shutdown()


def _reconstruir(reconstruir: Callable[[], object]) -> None:
    try:
        reconstruir()
    except ErrorConoceles as error:
        click.echo(f"conoceles: {error}", err=True)
