"""Lo que se busca no va en ninguna dirección; buscar, filtrar y pasar de página sigue sirviendo."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.captura.conftest import OTRA, UNA, Sala
from tests.captura.test_permisos import direccion, todas

_PLANTILLAS = Path("generador/captura/plantillas")
LISTAS = {
    "/candidaturas/": ("MCL-CAPTURA", "busca"),
    "/supervision/": ("MCL-SUPERVISORA", "busca"),
    "/verificacion/": ("VERIFICADORA", "busca"),
    "/unidad/": ("UT", "busca"),
    "/unidad/actos/": ("UT", "busca"),
    "/unidad/registro/": ("UT", "busca"),
    "/cuentas/": ("UT", "busca"),
    "/bitacora/": ("UT", "objeto"),
}
"""Cada lista en que se escribe qué se busca: con qué cuenta se ve y en qué campo."""
_FORMULARIO = re.compile(r"<form\b[^>]*>")
_ENLACE = re.compile(r'(?:href|action)="([^"]*\?[^"]*)"')


@pytest.fixture(params=LISTAS)
def lista(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _con_todo(sala: Sala) -> None:
    """Algo que hallar en cada lista."""
    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    from generador.captura.cola.encolar import pedir_de_propuesta
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Expediente, Propuesta
    from generador.captura.reloj import ahora
    from generador.nucleo.acciones import Accion

    unidad = cuenta_de("UT")
    assert unidad is not None
    folio = Propuesta.objects.get().folio
    pedir_de_propuesta(Accion.RECHAZAR, folio, unidad, causa="duplicada")
    Expediente.objects.update(validada=ahora())


def test_ningun_formulario_de_ninguna_plantilla_va_por_get() -> None:
    """Uno por GET pondría en la dirección lo que se escriba en él."""
    por_get = [
        (plantilla.name, marca)
        for plantilla in sorted(_PLANTILLAS.rglob("*.html"))
        for marca in _FORMULARIO.findall(plantilla.read_text("utf-8"))
        if 'method="post"' not in marca
    ]

    assert [] == por_get


def test_ninguna_pagina_enlaza_con_una_cuenta_un_nombre_ni_un_folio_en_la_consulta(
    sala: Sala,
) -> None:
    """Recorre toda ruta con quien la puede ver: tras el «?» solo va lo que la página ofrece."""
    _con_todo(sala)
    from generador.captura.models import Expediente, Propuesta

    nombres = Expediente.objects.values_list("nombre", flat=True)
    personales = [
        UNA,
        OTRA,
        "MCL-",
        Propuesta.objects.get().folio,
        *(n.split()[0] for n in nombres),
    ]
    malos = []
    for cuenta in ("UT", "VERIFICADORA", "MCL-SUPERVISORA", "MCL-CAPTURA"):
        cliente = sala.entra(cuenta)
        for nombre, vista, parametros in todas():
            if vista.permiso is None:
                continue
            respuesta = cliente.get(direccion(nombre, parametros, UNA))
            if "html" not in respuesta.headers.get("Content-Type", ""):
                continue
            malos += [
                (nombre, enlace)
                for enlace in _ENLACE.findall(respuesta.content.decode())
                if any(p in enlace.partition("?")[2] for p in personales)
            ]

    assert [] == malos


def test_buscar_halla_y_lo_buscado_sigue_en_la_pagina_pero_no_en_una_direccion(
    sala: Sala, lista: str
) -> None:
    cuenta, campo = LISTAS[lista]
    _con_todo(sala)
    cliente = sala.entra(cuenta)
    palabra = _que_buscar(lista)
    from generador.captura.bitacora import anotar

    anotar("UT", "prueba", "nombrar", UNA)
    todo = _cuantos(cliente.get(lista))
    hallada = cliente.post(lista, {campo: palabra})
    texto = hallada.content.decode()

    assert 0 < _cuantos(hallada) <= todo
    assert f'name="{campo}"' in texto
    assert f'value="{palabra}"' in texto
    assert not [e for e in _ENLACE.findall(texto) if palabra.lower() in e.partition("?")[2].lower()]
    assert 0 == _cuantos(cliente.post(lista, {campo: "no hay ninguno así"}))


def _que_buscar(lista: str) -> str:
    from generador.captura.models import Propuesta

    return Propuesta.objects.get().folio if lista in ("/unidad/", "/unidad/actos/") else UNA


def test_lo_escrito_en_la_direccion_no_se_busca(sala: Sala, lista: str) -> None:
    """Quien guardó una dirección de antes ve la lista entera, y aprende que así no se busca."""
    cuenta, campo = LISTAS[lista]
    _con_todo(sala)
    cliente = sala.entra(cuenta)

    assert _cuantos(cliente.get(lista)) == _cuantos(
        cliente.get(lista, {campo: "nadie se llama así"})
    )


@pytest.mark.parametrize("lista", sorted(set(LISTAS) - {"/unidad/", "/unidad/actos/"}))
def test_al_pasar_de_pagina_sigue_lo_buscado(
    sala: Sala, lista: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuenta, campo = LISTAS[lista]
    _con_todo(sala)
    cliente = sala.entra(cuenta)
    for modulo in ("formulario", "supervision", "verificacion", "unidad", "registro", "cuentas",
                   "historial"):  # fmt: skip
        monkeypatch.setattr(f"generador.captura.vistas.{modulo}.POR_PAGINA", 1)
    palabra = "mcl-pres"
    primera = cliente.post(lista, {campo: palabra})
    texto = primera.content.decode()
    ocultos = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', texto))
    segunda = cliente.post(lista, {**ocultos, "pagina": "2"})

    assert palabra == ocultos[campo]
    assert 'name="pagina" value="2"' in texto
    assert _cuantos(primera) == _cuantos(segunda)
    assert 2 == segunda.context["pagina"].number
    assert list(primera.context["pagina"]) != list(segunda.context["pagina"])


def test_un_filtro_que_se_elige_con_un_enlace_sigue_al_buscar_y_al_pasar_de_pagina(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generador.captura.vistas.supervision.POR_PAGINA", 1)
    cliente = sala.entra("MCL-SUPERVISORA")
    texto = cliente.get("/supervision/?situacion=sin_empezar").content.decode()

    assert '<input type="hidden" name="situacion" value="sin_empezar">' in texto
    assert 'action="/supervision/"' in texto


def _cuantos(respuesta: Any) -> int:
    return int(respuesta.context["pagina"].paginator.count)
