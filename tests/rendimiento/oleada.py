"""La última hora: unas personas escriben y guardan, otras envían. Lo corre Locust.

`OLEADA` es un JSON con las sesiones y las candidaturas de cada grupo; lo escribe `captura.py`.
"""

import json
import os
import random
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookiejar import Cookie
from itertools import count
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from locust import FastHttpUser, between, constant_throughput, events, task

_DATOS = json.loads(Path(os.environ["OLEADA"]).read_text("utf-8"))
_ENVIADOS = Path(os.environ["OLEADA"]).with_suffix(".acuses")
_ESCRIBEN = count()
_ENVIAN: Iterator[dict[str, str]] = iter(_DATOS["envian"])


class Campos(HTMLParser):
    """Los campos del formulario de una página, como los mandaría un navegador."""

    def __init__(self) -> None:
        super().__init__()
        self.valores: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, etiqueta: str, pares: list[tuple[str, str | None]]) -> None:
        datos = {n: v or "" for n, v in pares}
        if etiqueta == "textarea":
            self._area = datos.get("name", "")
            self.valores[self._area] = ""
        elif etiqueta == "input" and "name" in datos:
            marcable = datos.get("type") in ("checkbox", "radio")
            if datos.get("type") not in ("submit", "file") and (not marcable or "checked" in datos):
                self.valores[datos["name"]] = datos.get("value", "on")

    def handle_data(self, texto: str) -> None:
        if self._area:
            self.valores[self._area] += texto

    def handle_endtag(self, etiqueta: str) -> None:
        if etiqueta == "textarea":
            self._area = ""


def _campos(pagina: str) -> dict[str, str]:
    lector = Campos()
    lector.feed(pagina.partition("<main")[2])
    return {n: v.removeprefix("\n") for n, v in lector.valores.items() if n}


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

    @task
    def escribir(self) -> None:
        ruta = f"/candidaturas/{self.clave}/seccion/{random.choice(_DATOS['secciones'])}/"
        with self.client.get(ruta, name="página: sección", catch_response=True) as abierta:
            campos = _campos(abierta.text or "")
            if "csrfmiddlewaretoken" not in campos:
                abierta.failure("no trae el formulario")
                return
        for nombre, valor in campos.items():
            if nombre.startswith("/curricular") and len(valor) > 200:
                campos[nombre] = f"{valor[:900]} y {random.randrange(10**6)}"
        with self.client.post(
            ruta, campos | {"accion": "salir", "_accion": "salir"}, name="guardar",
            allow_redirects=False, catch_response=True,
        ) as guardada:  # fmt: skip
            if guardada.status_code != 302:
                guardada.failure(f"contestó {guardada.status_code}")


class Envia(_Con):
    """Revisa y envía una candidatura ya llena; entre todas, veinte por segundo."""

    wait_time = constant_throughput(_DATOS["por_segundo"] / _DATOS["cuantas_envian"])
    weight = _DATOS["cuantas_envian"]
    _acuses: ClassVar = _ENVIADOS.open("a", encoding="utf-8", buffering=1)

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
            campos = _campos(abierta.text or "")
            if "_version" not in campos:
                abierta.failure("no deja enviar")
                return
        with self.client.post(
            f"{ruta}enviar/", campos | {"confirmo": "si"}, name="enviar", allow_redirects=False,
            catch_response=True,
        ) as enviada:  # fmt: skip
            if enviada.status_code != 302:
                enviada.failure(f"contestó {enviada.status_code}")
                return
            self._acuses.write(f"{enviada.headers['location']}\n")


@events.quitting.add_listener
def _cerrar(**_: object) -> None:
    Envia._acuses.close()
