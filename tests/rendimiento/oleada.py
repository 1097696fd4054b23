"""La última hora: unas personas escriben y guardan, otras envían. Lo corre Locust.

`OLEADA` es un JSON con las sesiones y las candidaturas de cada grupo; lo escribe `captura.py`.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from html import unescape
from http.cookiejar import Cookie
from itertools import count
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from gevent import sleep
from locust import FastHttpUser, between, constant_throughput, events, task

_DATOS = json.loads(Path(os.environ["OLEADA"]).read_text("utf-8"))
_ENVIADOS = Path(os.environ["OLEADA"]).with_suffix(".acuses")
_ESCRIBEN = count()
_ENVIAN: Iterator[dict[str, str]] = iter(_DATOS["envian"])


_CAMPO = re.compile(
    r'<input type="(hidden|text|date|email|url|tel|number)"[^>]*>'
    r'|<input[^>]*type="(?:radio|checkbox)"[^>]*\bchecked\b[^>]*>'
    r"|<textarea([^>]*)>(.*?)</textarea>",
    re.DOTALL,
)
_TIPO = {"Content-Type": "application/x-www-form-urlencoded"}
_NOMBRE, _VALOR = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')


def _campos(pagina: str, accion: str = "") -> list[tuple[str, str]]:
    """Los campos del formulario de una página, como los mandaría un navegador.

    Con expresiones y no con un analizador: quien mide no debe gastar los núcleos que mide.
    """
    desde = pagina.partition("<main")[2].partition(f'action="{accion}"' if accion else "<form")[2]
    halladas = []
    for etiqueta in _CAMPO.finditer(desde.partition("</form>")[0]):
        entera = etiqueta[0]
        nombre = _NOMBRE.search(entera)
        if nombre is None:
            continue
        texto = etiqueta[3]
        if texto is None:
            valor = _VALOR.search(entera)
            texto = valor[1] if valor else "on"
        halladas.append((unescape(nombre[1]), unescape(texto).removeprefix("\n")))
    return halladas


class _Con(FastHttpUser):
    abstract = True

    def entrar(self, sesion: str) -> None:
        donde = urlsplit(self.host or "").hostname or ""
        self.client.cookiejar.set_cookie(
            Cookie(
                version=0, name="sesion", value=sesion, port=None, port_specified=False,
                domain=donde, domain_specified=False, domain_initial_dot=False, path="/",
                path_specified=True, secure=False, expires=None, discard=True, comment=None,
                comment_url=None, rest={},
            )
        )  # fmt: skip


class Escribe(_Con):
    """Abre una sección, escribe unas palabras y guarda; piensa entre una cosa y otra."""

    wait_time = between(6, 14)
    weight = _DATOS["cuantas_escriben"]

    def on_start(self) -> None:
        suya = _DATOS["escriben"][next(_ESCRIBEN) % len(_DATOS["escriben"])]
        self.clave = suya["clave"]
        self.entrar(suya["sesion"])
        sleep(random.uniform(0, 10))

    @task
    def escribir(self) -> None:
        ruta = f"/candidaturas/{self.clave}/seccion/{random.choice(_DATOS['secciones'])}/"
        with self.client.get(ruta, name="página: sección", catch_response=True) as abierta:
            campos = _campos(abierta.text or "")
            if not any(nombre == "csrfmiddlewaretoken" for nombre, _ in campos):
                abierta.failure("no trae el formulario")
                return
        escritos = [
            (n, f"{v[:900]} y {random.randrange(10**6)}" if len(v) > 200 else v) for n, v in campos
        ]
        with self.client.post(
            ruta, urlencode([*escritos, ("_que", "continuar")]), name="guardar", headers=_TIPO,
            allow_redirects=False, catch_response=True,
        ) as guardada:  # fmt: skip
            if guardada.status_code != 302:
                guardada.failure(f"contestó {guardada.status_code}")


class Envia(_Con):
    """Revisa y envía una candidatura ya llena; entre todas, veinte por segundo."""

    wait_time = constant_throughput(_DATOS["por_segundo"] / _DATOS["cuantas_envian"])
    weight = _DATOS["cuantas_envian"]
    _acuses: ClassVar = _ENVIADOS.open("a", encoding="utf-8", buffering=1)

    def on_start(self) -> None:
        # Locust los arranca por puñados: si no, cada segundo llegarían veinte en un mismo instante.
        sleep(random.uniform(0, _DATOS["cuantas_envian"] / _DATOS["por_segundo"]))

    @task
    def enviar(self) -> None:
        suya = next(_ENVIAN, None)
        if suya is None:
            return
        self.entrar(suya["sesion"])
        ruta = f"/candidaturas/{suya['clave']}/"
        with self.client.get(
            f"{ruta}revisar/", name="página: revisar", catch_response=True
        ) as abierta:
            campos = _campos(abierta.text or "", f"{ruta}enviar/")
            if not any(nombre == "_version" for nombre, _ in campos):
                abierta.failure("no deja enviar")
                return
        with self.client.post(
            f"{ruta}enviar/", urlencode([*campos, ("confirmo", "si")]), name="enviar",
            headers=_TIPO, allow_redirects=False, catch_response=True,
        ) as enviada:  # fmt: skip
            if enviada.status_code != 302:
                enviada.failure(f"contestó {enviada.status_code}")
                return
            self._acuses.write(f"{enviada.headers['location']}\n")


@events.quitting.add_listener
def _cerrar(**_: object) -> None:
    Envia._acuses.close()
