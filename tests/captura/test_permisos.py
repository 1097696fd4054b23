"""Toda ruta, con todo papel, sobre lo propio y lo ajeno: nada queda sin decidir.

Recorre las rutas que haya; a cada parámetro le da un valor de `EJEMPLOS`. Quien agregue una ruta
con un parámetro nuevo agrega aquí su ejemplo.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from generador.nucleo.cuentas import Rol
from tests.captura.conftest import AJENA, UNA, Sala

PROPIA, INEXISTENTE = UNA, "AYU-044-MCL-REG99-P-1"
FOLIO = "0000-0000-0000"
EJEMPLOS = {
    "folio": FOLIO,
    "nombre": "MCL-CAPTURA",
    "token": "x" * 43,
    "numero": 1,
    "clase": "fotografia",
    "seccion": "identidad",
    "rubro": "propuestas",
    "tramite": "captura",
    "para": "captura",
    "pagina": 1,
    "indice": 0,
    "version": 1,
    "tipo": "pdf",
    "formato": "json",
}
"""Un valor por nombre de parámetro. Los que no existan en la base contestan 404 a todos."""
CUENTAS = {
    Rol.UT: "UT",
    Rol.VERIFICADORA: "VERIFICADORA",
    Rol.SUPERVISORA: "MCL-SUPERVISORA",
    Rol.CAPTURA: "MCL-CAPTURA",
    Rol.CANDIDATURA: UNA,
    Rol.UIE: "UIE",
    Rol.CEVINE: "CEVINE",
}
ABIERTAS = {
    "activar", "dibujo_de_segundo_factor", "entrar", "inicio", "poner_contrasena", "privacidad",
    "salir", "salud", "segundo_factor", "verificar_acuse", "volver_a_entrar",
}  # fmt: skip
"""Las que cualquiera puede abrir. Agregar una aquí es decidir que es pública."""


@pytest.fixture(autouse=True)
def con_soporte(sala: Sala) -> None:
    """Las cuentas del soporte y de la comisión."""
    ruta = sala.raiz / "cuentas.yml"
    texto = ruta.read_text("utf-8")
    ruta.write_text(texto + "  UIE:\n    rol: uie\n  CEVINE:\n    rol: cevine\n", "utf-8")


def todas() -> Iterator[tuple[str, Any, list[str]]]:
    """(nombre, vista, parámetros) de cada ruta."""
    from django.urls import URLPattern, get_resolver

    def bajar(patrones: list[Any]) -> Iterator[URLPattern]:
        for patron in patrones:
            if isinstance(patron, URLPattern):
                yield patron
            else:
                yield from bajar(patron.url_patterns)

    for patron in bajar(get_resolver().url_patterns):
        yield str(patron.name), patron.callback, sorted(patron.pattern.converters)


def direccion(nombre: str, parametros: list[str], clave: str) -> str:
    from django.urls import reverse

    datos = {p: clave if p == "clave" else EJEMPLOS[p] for p in parametros}
    return reverse(nombre, kwargs=datos)


def test_toda_vista_dice_que_permiso_pide_y_toda_ruta_tiene_nombre() -> None:
    sueltas = [nombre for nombre, vista, _ in todas() if not hasattr(vista, "permiso")]

    assert [] == sueltas
    assert "None" not in {nombre for nombre, _, _ in todas()}


def test_solo_es_abierta_la_que_se_decidio() -> None:
    assert ABIERTAS >= {nombre for nombre, vista, _ in todas() if vista.permiso is None}


def test_todo_parametro_tiene_un_ejemplo_y_ninguno_es_una_respuesta() -> None:
    usados = {p for _, _, parametros in todas() for p in parametros}

    assert set() == usados - {"clave"} - set(EJEMPLOS)


def test_sin_entrar_no_se_ve_ninguna_que_pida_cuenta() -> None:
    cliente, malas = Client(), []
    for nombre, vista, parametros in todas():
        for metodo in (cliente.get, cliente.post):
            estado = metodo(direccion(nombre, parametros, PROPIA)).status_code
            bien = estado < 500 if vista.permiso is None else estado == 401
            if not bien:
                malas.append((nombre, metodo.__name__, estado))

    assert [] == malas


def test_con_la_pura_contrasena_no_se_ve_ninguna_que_pida_cuenta(sala: Sala) -> None:
    """Quien debe el segundo factor va a darlo, pida lo que pida."""
    from django_otp import DEVICE_ID_SESSION_KEY

    cliente, malas = sala.entra("UT"), []
    sesion = cliente.session
    del sesion[DEVICE_ID_SESSION_KEY]
    sesion.save()
    for nombre, vista, parametros in todas():
        if vista.permiso is None:
            continue
        respuesta = cliente.get(direccion(nombre, parametros, PROPIA))
        if (302, "/segundo-factor/") != (respuesta.status_code, respuesta.headers.get("Location")):
            malas.append((nombre, respuesta.status_code))

    assert [] == malas


@pytest.mark.parametrize("rol", list(Rol))
def test_cada_papel_ve_lo_suyo_y_de_lo_demas_no_sabe_ni_que_existe(sala: Sala, rol: Rol) -> None:
    """404 a quien no puede; a quien puede, cualquier cosa menos un fallo."""
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Expediente
    from generador.captura.permisos import puede

    cuenta = cuenta_de(CUENTAS[rol])
    assert cuenta is not None
    cliente, malas = sala.entra(CUENTAS[rol]), []
    cliente.raise_request_exception = False
    for nombre, vista, parametros in todas():
        if vista.permiso is None:
            continue
        for clave in (PROPIA, AJENA, INEXISTENTE) if "clave" in parametros else ("",):
            una = Expediente.objects.filter(clave=clave).first()
            debe = puede(cuenta, vista.permiso, una) and not (clave and una is None)
            for metodo in (cliente.get, cliente.post):
                estado = metodo(direccion(nombre, parametros, clave)).status_code
                if estado >= 500 or (not debe and estado != 404):
                    malas.append((nombre, clave, metodo.__name__, estado))
        cliente = _otra_vez(sala, cliente, CUENTAS[rol])

    assert [] == malas


def _otra_vez(sala: Sala, cliente: Client, cuenta: str) -> Client:
    """La misma sesión, o una nueva si la ruta la cerró."""
    if cliente.get("/mi-cuenta/").status_code == 200:
        return cliente
    nueva: Client = sala.entra(cuenta)
    nueva.raise_request_exception = False
    return nueva


@pytest.mark.parametrize("rol", list(Rol))
def test_lo_ajeno_y_lo_inexistente_se_contestan_igual(sala: Sala, rol: Rol) -> None:
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Expediente
    from generador.captura.permisos import puede

    cuenta, cliente = cuenta_de(CUENTAS[rol]), sala.entra(CUENTAS[rol])
    assert cuenta is not None
    ajena = Expediente.objects.get(clave=AJENA)
    for nombre, vista, parametros in todas():
        if "clave" not in parametros or vista.permiso is None:
            continue
        if puede(cuenta, vista.permiso, ajena):
            continue
        una, otra = (cliente.get(direccion(nombre, parametros, c)) for c in (AJENA, INEXISTENTE))
        assert (una.status_code, sin_ficha(una)) == (otra.status_code, sin_ficha(otra)), nombre


def sin_ficha(respuesta: Any) -> str:
    """La página sin la ficha contra peticiones ajenas, que cambia cada vez."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", respuesta.content.decode())


def test_una_candidatura_independiente_valida_lo_suyo_y_una_de_partido_no() -> None:
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Expediente
    from generador.captura.permisos import Permiso, puede

    cuenta = cuenta_de(UNA)
    assert cuenta is not None
    una = Expediente.objects.get(clave=UNA)
    assert not puede(cuenta, Permiso.VALIDAR, una)
    una.independiente, una.partido = True, una.clave

    assert puede(cuenta, Permiso.VALIDAR, una)


def test_toda_pagina_manda_no_guardarse_y_exige_su_politica(sala: Sala) -> None:
    cliente = sala.entra("UT")
    for nombre, _vista, parametros in todas():
        respuesta = cliente.get(direccion(nombre, parametros, PROPIA))
        politica = respuesta.headers.get("Content-Security-Policy", "")
        assert "no-store" in respuesta.headers["Cache-Control"], nombre
        assert "unsafe" not in politica, nombre
        assert "default-src 'none'" in politica, nombre
        if nombre == "salir":
            cliente = sala.entra("UT")
