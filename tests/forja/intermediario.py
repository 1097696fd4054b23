"""¿Qué se le pidió a GitHub, lo permite su descripción, y qué pasa si GitHub falla?

Un `Intermediario` está entre el programa y prism: anota cada llamada y provoca fallas. En lo demás
repite lo que prism contesta, salvo lo que un GitHub de verdad haría de otro modo:

- Los ejemplos oficiales apuntan a la dirección de producción; aquí apuntan a este servidor.
- El ejemplo oficial del encabezado `Link` promete páginas que no existen; se quita.
- GitHub entiende `Accept: application/vnd.github.…+json`; prism solo `application/json`.
- GitHub admite diagonales en el nombre de una referencia de Git; prism, solo escapadas.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

PRODUCCION = b"https://api.github.com"
DEL_TRAMO = {"accept", "accept-encoding", "connection", "content-length", "host"}
"""Encabezados que cada tramo pone por su cuenta."""

JSON_DE_GITHUB = re.compile(r"application/vnd\.github\.[\w.-]+\+json")
REFERENCIA = re.compile(r"(/repos/[^/]+/[^/]+/git/(?:ref|refs|matching-refs)/)([^?]+)(.*)")
_PASA = "pasa"
PROBLEMA = "application/problem+json"
"""Como contesta prism lo que la descripción no prevé: otra ruta, otro método, otro formato."""


@dataclass(frozen=True, slots=True)
class Llamada:
    """Una petición que llegó; sin estado si se cortó la conexión antes de contestarla."""

    metodo: str
    ruta: str
    cuerpo: Any
    estado: int | None
    violaciones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Respuesta:
    estado: int
    cuerpo: bytes
    encabezados: Mapping[str, str]
    violaciones: tuple[str, ...] = ()


@dataclass(slots=True)
class Intermediario:
    """Lo que una prueba usa: la dirección, lo que se llamó, y cómo hacer que falle."""

    url: str
    destino: str
    llamadas: list[Llamada] = field(default_factory=list)
    _fallas: deque[_Respuesta | str | None] = field(default_factory=deque)
    _antes_de_fallar: Callable[[], None] = lambda: None

    @property
    def violaciones(self) -> list[str]:
        """Todo lo que se pidió fuera de lo que permite la descripción oficial."""
        return [
            f"{llamada.metodo} {llamada.ruta}: {violacion}"
            for llamada in self.llamadas
            for violacion in llamada.violaciones
        ]

    def fallar(
        self,
        estado: int,
        veces: int = 1,
        encabezados: Mapping[str, str] | None = None,
        mensaje: str = "Falla provocada",
    ) -> None:
        """Las siguientes llamadas se contestan con ese estado, sin llegar a prism."""
        cuerpo = json.dumps({"message": mensaje}).encode()
        self._fallas += [_Respuesta(estado, cuerpo, encabezados or {})] * veces

    def cortar(self, veces: int = 1) -> None:
        """Las siguientes llamadas se quedan sin respuesta: la conexión se cierra."""
        self._fallas += [None] * veces

    def dejar_pasar(self, veces: int = 1) -> None:
        """Las siguientes llamadas llegan a prism; después sigue lo que se haya dispuesto."""
        self._fallas += [_PASA] * veces

    def al_fallar(self, hacer: Callable[[], None]) -> None:
        """Algo que ocurre justo antes de la siguiente falla: lo que GitHub sí alcanzó a hacer."""
        self._antes_de_fallar = hacer

    def sanar(self) -> None:
        """Ya no falla nada."""
        self._fallas.clear()

    def atender(
        self, metodo: str, ruta: str, encabezados: Mapping[str, str], cuerpo: bytes
    ) -> _Respuesta | None:
        """Falla si toca; si no, pregunta a prism. De cualquier modo, lo anota."""
        dispuesta = self._fallas.popleft() if self._fallas else _PASA
        if isinstance(dispuesta, str):
            respuesta = self._preguntar(metodo, ruta, encabezados, cuerpo)
        else:
            respuesta = dispuesta
            hacer, self._antes_de_fallar = self._antes_de_fallar, lambda: None
            hacer()
        estado = respuesta.estado if respuesta else None
        violaciones = respuesta.violaciones if respuesta else ()
        dicho = json.loads(cuerpo) if cuerpo else None
        self.llamadas.append(Llamada(metodo, ruta, dicho, estado, violaciones))
        return respuesta

    def _preguntar(
        self, metodo: str, ruta: str, encabezados: Mapping[str, str], cuerpo: bytes
    ) -> _Respuesta:
        conexion = HTTPConnection(urlsplit(self.destino).netloc, timeout=30)
        try:
            conexion.request(metodo, _escapar(ruta), cuerpo, _a_prism(encabezados))
            dicha = conexion.getresponse()
            contenido = dicha.read()
        finally:
            conexion.close()
        tipo = dicha.headers.get_content_type()
        violaciones = (
            _fuera_de_lo_previsto(contenido)
            if tipo == PROBLEMA
            else _de_la_peticion(dicha.headers.get("sl-violations", "[]"))
        )
        aqui = contenido.replace(PRODUCCION, self.url.encode())
        return _Respuesta(dicha.status, aqui, {"Content-Type": tipo}, violaciones)


def _escapar(ruta: str) -> str:
    """La ruta con la referencia de Git en un solo tramo."""
    partes = REFERENCIA.fullmatch(ruta)
    if partes is None:
        return ruta
    antes, referencia, despues = partes.groups()
    return antes + quote(referencia, safe="%") + despues


def _a_prism(encabezados: Mapping[str, str]) -> dict[str, str]:
    pasan = {k: v for k, v in encabezados.items() if k.lower() not in DEL_TRAMO}
    acepta = JSON_DE_GITHUB.sub("application/json", encabezados.get("Accept", "*/*"))
    return {**pasan, "Accept": acepta}


def _de_la_peticion(encabezado: str) -> tuple[str, ...]:
    """De lo que prism reprocha, lo de la petición: también reprocha los ejemplos oficiales."""
    return tuple(
        violacion["message"]
        for violacion in json.loads(encabezado)
        if violacion["location"][0] == "request"
    )


def _fuera_de_lo_previsto(contenido: bytes) -> tuple[str, ...]:
    problema = json.loads(contenido)
    detalles = (violacion["message"] for violacion in problema.get("validation", ()))
    return (f"{problema['title']}: {problema['detail']}", *detalles)


class _Manejador(BaseHTTPRequestHandler):
    """Pasa cada petición al intermediario y escribe lo que él conteste."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # encabezados y cuerpo salen juntos: por separado, cada respuesta tarda 40 ms

    def __init__(self, intermediario: Intermediario, *argumentos: Any) -> None:
        self.intermediario = intermediario
        super().__init__(*argumentos)

    def atender(self) -> None:
        cuerpo = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        encabezados = dict(self.headers.items())
        respuesta = self.intermediario.atender(self.command, self.path, encabezados, cuerpo)
        if respuesta is None:
            self.close_connection = True
            return
        self.send_response(respuesta.estado)
        for nombre, valor in respuesta.encabezados.items():
            self.send_header(nombre, valor)
        self.send_header("Content-Length", str(len(respuesta.cuerpo)))
        self.end_headers()
        self.wfile.write(respuesta.cuerpo)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = atender  # noqa: N815 (así los busca http.server)

    def log_message(self, *_: Any) -> None:
        """No dice nada."""


@contextmanager
def intermediar(destino: str) -> Iterator[Intermediario]:
    """Un intermediario nuevo, sin llamadas ni fallas, mientras dura el bloque."""
    intermediario = Intermediario(url="", destino=destino)
    servidor = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Manejador, intermediario))
    intermediario.url = f"http://127.0.0.1:{servidor.server_port}"
    hilo = Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    hilo.start()
    try:
        yield intermediario
    finally:
        servidor.shutdown()
        servidor.server_close()
        hilo.join()
