"""Atajos para llenar el formulario como lo haría un navegador sin guiones."""

import re
from html import unescape
from typing import Any

ESCONDIDOS = re.compile(r'<input type="hidden" name="(_version|_huella|_vistos)" value="([^"]*)"')
TEXTO = (
    "Durante doce años coordiné la red de agua potable de tres localidades, donde aprendí que las "
    "decisiones se toman mejor en asamblea. Quiero llevar esa manera de trabajar al cabildo: "
    "presupuesto a la vista, obras con fecha y un comité vecinal que revise cada contrato. También "
    "propongo abrir la biblioteca por las tardes, para que la niñez tenga dónde hacer la tarea "
    "mientras su familia vuelve del trabajo."
)


def acepta(cliente: Any, clave: str) -> None:
    """Conoce el aviso, o declara que lo mostró."""
    datos = {"acepto": "si", "mostro": "si", "consiente": "si"}
    respuesta = cliente.post(f"/candidaturas/{clave}/aviso/", datos)
    assert 302 == respuesta.status_code


def ruta(clave: str, nombre: str) -> str:
    return f"/candidaturas/{clave}/seccion/{nombre}/"


def escondidos(respuesta: Any) -> dict[str, str]:
    """Lo que la página lleva para saber sobre qué versión se escribe."""
    return {n: unescape(v) for n, v in ESCONDIDOS.findall(respuesta.content.decode())}


def llena(cliente: Any, clave: str, nombre: str, datos: dict[str, Any], que: str = "salir") -> Any:
    """Abre la sección, escribe y guarda."""
    abierta = cliente.get(ruta(clave, nombre))
    assert 200 == abierta.status_code, abierta
    return cliente.post(ruta(clave, nombre), {**escondidos(abierta), **datos, "_que": que})


def contenido(clave: str) -> dict[str, Any]:
    """Lo que quedó guardado."""
    from generador.captura.llenado import borradores

    return borradores.leer(borradores.buscar(clave))
