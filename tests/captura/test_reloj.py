"""Si el reloj del servidor retrocede, nada se pierde, se repite ni se cruza."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generador.errores import ErrorConoceles
from tests.captura.conftest import OTRA, UNA, Sala


def atrasa(monkeypatch: pytest.MonkeyPatch, minutos: int) -> None:
    """El reloj de los dos procesos, esos minutos atrás."""
    from django.conf import settings

    antes = settings.ENTORNO
    atras = replace(antes, desfase=antes.desfase - timedelta(minutes=minutos))
    monkeypatch.setattr(settings, "ENTORNO", atras)


def test_la_bitacora_sigue_encadenada_y_se_exporta(
    mostrador: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura import bitacora

    assert mostrador.raiz.is_dir()
    primero = bitacora.anotar("UT", "prueba", "antes")
    atrasa(monkeypatch, 90)
    segundo = bitacora.anotar("UT", "prueba", "después")

    assert segundo.instante < primero.instante
    assert (primero.numero + 1, primero.suma) == (segundo.numero, segundo.previa)
    assert [] == list(bitacora.defectos())
    assert segundo.suma == bitacora.cabeza() == bitacora.sumas()[-1]
    pagina = mostrador.entra("UT").get("/bitacora/").context["pagina"]
    assert [segundo.numero, primero.numero] == [a.numero for a in pagina][:2]


def test_los_folios_no_chocan_y_cada_envio_llega_a_git_a_su_hora(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    """El que dice una hora que todavía no llega espera; el otro no le espera a él."""
    from generador.captura.models import Envio

    uno = sala.envia(UNA)
    atrasa(monkeypatch, 90)
    otro = sala.envia(OTRA)
    sala.despacha()
    estados = dict(Envio.objects.values_list("clave", "estado"))

    assert uno.folio != otro.folio
    assert otro.instante < uno.instante
    assert {UNA: "en_cola", OTRA: "propuesto"} == estados
    atrasa(monkeypatch, -90)
    sala.despacha()
    assert {"propuesto"} == set(Envio.objects.values_list("estado", flat=True))
    sala.corre("historial", "verificar", "--cuenta", "UT", fecha="2024-04-28T13:00")


@pytest.mark.parametrize("veces", [1, 0], ids=["ya en Git", "en cola"])
def test_validar_con_el_reloj_atras_de_lo_que_se_valida_espera_y_no_se_niega(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, veces: int
) -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.llenado import borradores
    from generador.captura.models import Acto, Envio, Expediente

    envio = sala.envia(UNA)
    for _ in range(veces):
        sala.despacha()
    atrasa(monkeypatch, 90)
    quien = cuenta_de("MCL-SUPERVISORA")
    borrador = borradores.buscar(UNA)
    assert quien
    assert borrador
    una = Expediente.objects.get(clave=UNA)
    envios.pedir_validacion(envio, una, quien, vigente(), borrador.version)
    with suppress(ErrorConoceles):
        sala.despacha()

    assert ["en_cola"] == list(Acto.objects.values_list("estado", flat=True))
    atrasa(monkeypatch, -95)
    for _ in range(2):
        sala.despacha()
    envio.refresh_from_db()
    assert ["hecho"] == list(Acto.objects.values_list("estado", flat=True))
    assert Envio.INTEGRADO == envio.estado
    sala.corre("historial", "verificar", "--cuenta", "UT", fecha="2024-04-28T13:00")


def test_el_despachador_dice_que_el_reloj_va_atras_y_no_toca_nada(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.models import Envio

    sala.envia(UNA)
    sala.despacha()
    atrasa(monkeypatch, 90)
    sala.envia(OTRA)
    with pytest.raises(ErrorConoceles, match=r"va atrás.*póngalo en hora.*10:\d\d horas"):
        sala.despacha()

    assert ["propuesto", "en_cola"] == list(
        Envio.objects.order_by("pk").values_list("estado", flat=True)
    )


def test_con_el_tronco_por_delante_del_reloj_tambien_espera(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    sala.despacha()
    atrasa(monkeypatch, 60 * 24 * 30)

    with pytest.raises(ErrorConoceles, match="cuando lo alcance"):
        sala.despacha()


def test_de_dos_actos_se_hace_primero_el_que_se_pidio_primero(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.models import Acto
    from generador.captura.reloj import ahora
    from generador.nucleo.acciones import Accion

    hechos: list[str] = []

    def hacer(_mesa: Any, acto: Acto) -> str:
        hechos.append(acto.objeto)
        return "hecho"

    monkeypatch.setattr("generador.captura.cola.despacho.hacer", hacer)
    atrasa(monkeypatch, -90)
    for objeto in ("primero", "segundo"):
        Acto.objects.create(
            accion=Accion.INTEGRAR, cuenta="UT", objeto=objeto, instante=ahora(), datos={}
        )
        atrasa(monkeypatch, 30)
    atrasa(monkeypatch, -70)
    sala.despacha()

    assert ["primero", "segundo"] == hechos
