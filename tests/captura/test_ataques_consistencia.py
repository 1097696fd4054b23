"""Lo que se rompe por debajo: la llave, el proceso, la bóveda, el disco. Nada se pierde."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.captura.conftest import OTRA, UNA, Sala
from tests.captura.llenar import acepta, ruta
from tests.captura.test_verificacion import LARGO, MOTIVO, _cambia, _formulario, _habilitado

CAPTURA, SUPERVISORA = "MCL-CAPTURA", "MCL-SUPERVISORA"
CALMA = "Nada de lo guardado se perdió"


@pytest.fixture(autouse=True)
def sin_memoria(sala: Sala) -> Any:
    """Cada prueba empieza con lo que rige recién leído y sin llave en memoria."""
    from generador.captura import fuente
    from generador.captura.llave import llave

    fuente.olvidar()
    llave.cache_clear()
    yield
    fuente.olvidar()
    llave.cache_clear()


@pytest.fixture
def con_otra_llave(sala: Sala, tmp_path: Path) -> Path:
    """La llave que estaba en uso; en su lugar quedó otra."""
    from generador.boveda.llaves import crear_privada
    from generador.captura.llave import llave

    puesta, guardada = sala.base / "borradores.llave", tmp_path / "anterior.llave"
    sala.envia(UNA)
    sala.guarda(OTRA)
    sala.despacha()
    puesta.rename(guardada)
    crear_privada(puesta)
    llave.cache_clear()
    return guardada


def test_con_la_llave_equivocada_se_dice_con_calma_y_nada_se_encima(
    sala: Sala, con_otra_llave: Path
) -> None:
    from generador.captura.models import Borrador

    captura = sala.entra(CAPTURA)
    acepta(captura, OTRA)
    antes = bytes(Borrador.objects.get(clave=OTRA).cifrado)
    paginas = [
        captura.get(f"/candidaturas/{OTRA}/"),
        captura.post(ruta(OTRA, "contacto"), {"/curricular/contacto/telefono": "7220000000"}),
    ]

    assert [(503, True)] * 2 == [(p.status_code, CALMA in p.content.decode()) for p in paginas]
    assert antes == bytes(Borrador.objects.get(clave=OTRA).cifrado)


def test_al_rotar_la_llave_tambien_se_abren_las_propuestas(
    sala: Sala, con_otra_llave: Path
) -> None:
    from generador.captura.models import Propuesta
    from generador.captura.rotacion import rotar

    folio = Propuesta.objects.get().folio
    rotar(con_otra_llave)

    assert 200 == sala.entra("UT").get(f"/unidad/propuestas/{folio}/").status_code


@pytest.mark.parametrize("archivo", ["proceso.yml", "cuentas.yml"])
def test_un_error_integrado_no_tira_la_web(sala: Sala, archivo: str) -> None:
    captura = sala.entra(CAPTURA)
    assert 200 == captura.get("/candidaturas/").status_code
    (sala.raiz / archivo).write_text("no: [se entiende", "utf-8")

    assert 200 == captura.get("/candidaturas/").status_code


def test_mientras_la_carpeta_se_pone_al_dia_la_web_sigue(sala: Sala) -> None:
    captura = sala.entra(CAPTURA)
    assert 200 == captura.get("/candidaturas/").status_code
    (sala.raiz / "proceso.yml").unlink()

    assert 200 == captura.get("/candidaturas/").status_code


def test_lo_corregido_vuelve_a_regir(sala: Sala, monkeypatch: pytest.MonkeyPatch) -> None:
    from generador.captura import fuente

    monkeypatch.setattr(fuente, "_REINTENTA", 0.0)
    captura, cuentas = sala.entra(CAPTURA), sala.raiz / "cuentas.yml"
    assert 200 == captura.get("/candidaturas/").status_code
    bueno = cuentas.read_text("utf-8")
    cuentas.write_text("no: [se entiende", "utf-8")
    assert 200 == captura.get("/candidaturas/").status_code
    cuentas.write_text(bueno.replace("MCL-CAPTURA:", "MCL-OTRA:"), "utf-8")

    assert 401 == captura.get("/candidaturas/").status_code


def test_sin_nada_anterior_se_dice_con_calma(sala: Sala) -> None:
    captura = sala.entra(CAPTURA)
    (sala.raiz / "cuentas.yml").write_text("no: [se entiende", "utf-8")
    respuesta = captura.get("/candidaturas/")

    assert (503, True) == (respuesta.status_code, CALMA in respuesta.content.decode())


def test_sin_boveda_no_se_pierde_lo_escrito_ni_se_cae(sala: Sala) -> None:
    captura = sala.entra(CAPTURA)
    acepta(captura, OTRA)
    sala.guarda(OTRA)
    from generador.captura.llave import llave

    llave.cache_clear()
    sala.boveda.rename(sala.base / "sin-boveda")
    respuesta = captura.get(f"/candidaturas/{OTRA}/")
    (sala.base / "sin-boveda").rename(sala.boveda)

    assert 503 == respuesta.status_code
    assert 200 == captura.get(f"/candidaturas/{OTRA}/").status_code


# --- lo que se pidió a tiempo ---------------------------------------------------------------------


def test_lo_que_se_pidio_a_tiempo_vale_aunque_se_lleve_despues(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    """El último minuto: el despachador llega cuando el plazo ya cerró."""
    from django.conf import settings

    from generador.captura.models import Acto, Expediente

    _habilitado(sala)
    una = Expediente.objects.get(clave=UNA)
    datos = _formulario(MOTIVO, motivo=LARGO)
    _cambia(sala, "aplicar/", **datos, confirmo="si", version="2")
    pedido = Acto.objects.get(accion="aplicar-cambio")
    assert una.cambio_vence is not None
    tarde = una.cambio_vence - pedido.instante + timedelta(hours=1)
    desfase = settings.ENTORNO.desfase + tarde
    monkeypatch.setattr(settings, "ENTORNO", replace(settings.ENTORNO, desfase=desfase))
    sala.despacha()
    pedido.refresh_from_db()
    una.refresh_from_db()

    assert ("hecho", "aplicado") == (pedido.estado, una.cambio), pedido.resultado
