"""Con el disco lleno se dice con calma, y lo que ya estaba guardado sigue entero."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from tests.captura.bases import de_sqlite
from tests.captura.conftest import CLAVE_DE_ACCESO, UNA, Sala
from tests.captura.llenar import acepta, contenido, escondidos, llena, ruta
from tests.captura.test_adjuntos import FIRMA, FOTO, PDF, entrega, imagen, sube

pytestmark = de_sqlite

CALMA = "Por ahora no se puede atender esta página"
TELEFONO = "/curricular/contacto/telefonos/0"


@contextmanager
def disco_lleno(bytes_que_caben: int = 1) -> Iterator[None]:
    """Mientras dura, ningún archivo puede pasar de eso: tampoco el diario de la base."""
    connections.close_all()  # lo pendiente pasa a la base y el diario empieza vacío
    connections["default"].ensure_connection()
    connections["default"].introspection.table_names()  # abierta: leer sí se puede
    blando, duro = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_que_caben, duro))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (blando, duro))
        connections.close_all()


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    cliente = mostrador.entra("MCL-CAPTURA")
    acepta(cliente, UNA)
    llena(cliente, UNA, "contacto", {TELEFONO: "7221111111"})
    cliente.raise_request_exception = False
    return cliente


def con_calma(respuesta: Any) -> bool:
    return 503 == respuesta.status_code and CALMA in respuesta.content.decode()


def test_al_guardar_un_borrador_no_se_pierde_lo_anterior(quien: Any) -> None:
    antes = escondidos(quien.get(ruta(UNA, "contacto")))
    with disco_lleno():
        negada = quien.post(
            ruta(UNA, "contacto"), {**antes, TELEFONO: "7222222222", "_que": "salir"}
        )

    assert con_calma(negada)
    assert "60" == negada["Retry-After"]
    assert "7221111111" == contenido(UNA)["curricular"]["contacto"]["telefonos"][0]
    otra_vez = {**antes, TELEFONO: "7222222222", "_que": "salir"}
    assert 302 == quien.post(ruta(UNA, "contacto"), otra_vez).status_code
    assert "7222222222" == contenido(UNA)["curricular"]["contacto"]["telefonos"][0]


def test_al_subir_un_archivo_sigue_el_de_antes(quien: Any) -> None:
    assert 302 == entrega(quien, PDF).status_code
    sube(quien, imagen(400, 500))
    with disco_lleno(64 * 1024):
        negadas = [entrega(quien, PDF + b" " * 900_000 + b"%%EOF"), sube(quien, imagen(900, 900))]

    assert con_calma(negadas[0])
    assert PDF == quien.get(f"{FIRMA}firmado/").content
    assert 200 == quien.get(f"{FOTO}ver/?cual=nueva").status_code


def test_al_enviar_no_queda_a_medias(mostrador: Sala) -> None:
    from generador.captura.bitacora import defectos
    from generador.captura.models import Envio

    mostrador.guarda(UNA)
    cliente = mostrador.entra("MCL-CAPTURA")
    cliente.raise_request_exception = False
    acepta(cliente, UNA)
    pagina = f"/candidaturas/{UNA}/revisar/"
    datos = escondidos(cliente.get(pagina)) | {"confirmo": "si", "_que": "enviar"}
    with disco_lleno():
        negada = cliente.post(pagina, datos)

    assert con_calma(negada)
    assert not Envio.objects.exists()
    assert [] == list(defectos())


def test_al_renovar_la_sesion_tambien_se_dice_con_calma(quien: Any) -> None:
    sesion = quien.session
    sesion["vista"] = 0
    sesion.save()
    with disco_lleno():
        renovada = quien.get(f"/candidaturas/{UNA}/")

    assert con_calma(renovada)
    assert 200 == quien.get(f"/candidaturas/{UNA}/").status_code


def test_al_entrar_tambien_se_dice_con_calma(mostrador: Sala) -> None:
    from django.test import Client

    mostrador.entra("MCL-CAPTURA")
    cliente = Client(raise_request_exception=False)
    datos = {"cuenta": "MCL-CAPTURA", "contrasena": CLAVE_DE_ACCESO}
    with disco_lleno():
        respuestas = [
            cliente.post("/entrar/", datos),
            cliente.post("/entrar/", {**datos, "contrasena": "no"}),
        ]

    assert [True, True] == [con_calma(r) for r in respuestas]
    assert 302 == cliente.post("/entrar/", datos).status_code


def test_al_reportar_una_falla_tambien(mostrador: Sala) -> None:
    from generador.captura.models import Falla

    cliente = mostrador.entra("MCL-CAPTURA")
    cliente.raise_request_exception = False
    datos = {"dia": "2024-04-28", "hora": "09:15", "donde": "", "que": "no carga"}
    with disco_lleno():
        negada = cliente.post("/fallas/reportar/", datos)

    assert con_calma(negada)
    assert not Falla.objects.exists()
