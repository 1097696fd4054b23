"""Las fallas se reportan y se atienden a tiempo; las cifras cuentan sin nombrar a nadie."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from tests.captura.conftest import AJENA, CANARIO, OTRA, UNA, Sala

PNG = b"\x89PNG\r\n\x1a\n" + CANARIO.encode()


def reporte(**cambios: Any) -> dict[str, Any]:
    return {
        "dia": "2024-04-28", "hora": "09:15", "donde": "la fotografía", "que": "no carga",
    } | cambios  # fmt: skip


@pytest.fixture(autouse=True)
def con_soporte(sala: Sala) -> None:
    """Las cuentas del soporte y de la comisión."""
    ruta = sala.raiz / "cuentas.yml"
    texto = ruta.read_text("utf-8")
    ruta.write_text(texto + "  UIE:\n    rol: uie\n  CEVINE:\n    rol: cevine\n", "utf-8")


def test_cualquiera_con_cuenta_reporta_y_vence_el_dia_habil_siguiente(sala: Sala) -> None:
    from generador.captura.fuente import vigente
    from generador.captura.models import Falla

    assert 302 == sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte()).status_code
    una = Falla.objects.get()
    calendario = vigente().contexto.proceso.calendario

    assert calendario.dia_habil_siguiente(una.reportada) == una.vence
    assert "2024-04-28T15:15:00" == una.ocurrio.isoformat()[:19]


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [({"que": ""}, "que"), ({"hora": ""}, "hora"), ({"dia": "2024-05-28"}, "hora")],
)
def test_lo_que_falta_se_dice_junto_a_su_campo(
    sala: Sala, cambios: dict[str, Any], campo: str
) -> None:
    respuesta = sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte(**cambios))

    assert (422, [campo]) == (respuesta.status_code, list(respuesta.context["forma"].errors))


def test_el_soporte_responde_y_quien_reporto_lo_ve(sala: Sala) -> None:
    from generador.captura.models import Falla

    duena, uie = sala.entra("MCL-CAPTURA"), sala.entra("UIE")
    duena.post("/fallas/reportar/", reporte())
    folio = Falla.objects.get().folio
    assert folio in uie.get("/fallas/").content.decode()
    assert 302 == uie.post(f"/fallas/{folio}/", {"respuesta": "ya quedó, pruebe"}).status_code

    assert "ya quedó, pruebe" in duena.get("/fallas/reportar/").content.decode()
    assert "ya quedó" not in sala.entra("PAH-CAPTURA").get("/fallas/reportar/").content.decode()


def test_lo_escrito_en_una_falla_no_queda_en_claro_en_ninguna_parte(sala: Sala) -> None:
    """Quien pide ayuda escribe ahí su CURP y su teléfono; quien contesta, también."""
    from generador.captura.models import Falla

    duena, uie = sala.entra("MCL-CAPTURA"), sala.entra("UIE")
    duena.post("/fallas/reportar/", reporte(donde=f"ahí {CANARIO}1", que=f"mi CURP {CANARIO}2"))
    folio = Falla.objects.get().folio
    uie.post(f"/fallas/{folio}/", {"respuesta": f"le marco al {CANARIO}3"})
    connections.close_all()

    for ruta in sala.base.rglob("*"):
        assert not ruta.is_file() or CANARIO.encode() not in ruta.read_bytes(), ruta
    vista = uie.get(f"/fallas/{folio}/").content.decode()
    assert ["1", "2", "3"] == re.findall(f"{CANARIO}(.)", vista)
    assert f"{CANARIO}3" in duena.get("/fallas/reportar/").content.decode()


def test_lo_de_una_falla_puesto_en_otra_no_se_abre(sala: Sala) -> None:
    from generador.boveda.cifrado import NoAbre
    from generador.captura.models import Falla
    from generador.captura.oficina.fallas import leer

    for _ in range(2):
        sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte())
    una, otra = Falla.objects.all()
    una.cifrado = otra.cifrado

    with pytest.raises(NoAbre):
        leer(una)


def test_al_cambiar_la_llave_las_fallas_se_siguen_leyendo(
    sala: Sala, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from generador.boveda.llaves import crear_privada
    from generador.captura.llave import llave
    from generador.captura.models import Falla
    from generador.captura.oficina.fallas import leer
    from generador.captura.rotacion import rotar

    sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte())
    crear_privada(tmp_path / "nueva.llave")
    vieja = settings.ENTORNO.llave_de_borradores
    puesta = replace(settings.ENTORNO, llave_de_borradores=tmp_path / "nueva.llave")
    monkeypatch.setattr(settings, "ENTORNO", puesta)
    llave.cache_clear()
    try:
        assert 1 == rotar(vieja)
        assert "no carga" == leer(Falla.objects.get()).que
    finally:
        llave.cache_clear()


def test_toda_columna_cifrada_se_rota_o_es_de_la_boveda() -> None:
    """Quien agregue una columna cifrada dice aquí, o en `rotacion`, con qué llave se abre."""
    from django.apps import apps
    from django.db.models import BinaryField

    from generador.captura.rotacion import _CIFRADOS

    de_la_boveda = {("Entrega", "acuse"), ("Falla", "captura")}
    hay = {
        (modelo.__name__, campo.name)
        for modelo in apps.get_app_config("captura").get_models()
        for campo in modelo._meta.get_fields()
        if isinstance(campo, BinaryField)
    }

    assert hay - de_la_boveda == {(m.__name__, c) for m, c in _CIFRADOS.items()}


def test_la_imagen_se_cierra_para_la_unidad_y_el_soporte_no_la_baja(sala: Sala) -> None:
    from generador.captura.models import Falla

    subida = SimpleUploadedFile("x.png", PNG)
    sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte(imagen=subida))
    una = Falla.objects.get()
    ruta = f"/fallas/{una.folio}/imagen/"

    assert CANARIO.encode() not in bytes(una.captura)
    assert 404 == sala.entra("UIE").get(ruta).status_code
    assert sala.entra("UT").get(ruta).content.startswith(b"age-encryption.org/v1")


def test_una_imagen_que_no_lo_es_no_se_admite(sala: Sala) -> None:
    subida = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")
    respuesta = sala.entra("MCL-CAPTURA").post("/fallas/reportar/", reporte(imagen=subida))

    assert ["imagen"] == list(respuesta.context["forma"].errors)


@pytest.mark.usefixtures("sala")
def test_las_cifras_cuentan_lo_que_hay() -> None:
    from generador.captura.models import Expediente
    from generador.captura.oficina.cifras import tablas, totales

    antes = totales()

    assert Expediente.objects.count() == antes["registradas"] == antes["con_cuenta"]
    assert 0 == antes["enviadas"] == antes["validadas"] == antes["vencidas"]
    for tabla in tablas():
        assert antes["registradas"] == sum(r.valores[0] for r in tabla.renglones)


def test_las_cifras_siguen_a_cada_captura(sala: Sala) -> None:
    from generador.captura.models import Expediente
    from generador.captura.oficina.cifras import totales

    sala.guarda(UNA)
    sala.envia(OTRA)
    Expediente.objects.filter(clave=AJENA).update(vence="2024-04-27T23:59:59Z")
    hoy = totales()

    assert (1, 1, 1) == (hoy["en_captura"], hoy["enviadas"], hoy["vencidas"])


def test_las_independientes_son_un_solo_renglon(sala: Sala) -> None:
    from generador.captura.models import Expediente
    from generador.captura.oficina.cifras import tablas

    for clave in (UNA, OTRA):
        Expediente.objects.filter(clave=clave).update(partido=clave, independiente=True)
    nombres = [r.nombre for r in tablas()[2].renglones]

    assert 1 == nombres.count("Independientes")
    assert UNA not in nombres
    assert 200 == sala.entra("CEVINE").get("/cifras/").status_code


def test_las_cifras_no_dicen_ningun_nombre(sala: Sala) -> None:
    from generador.captura.models import Expediente

    cuerpo = sala.entra("CEVINE").get("/cifras/").content.decode()

    assert not [e.nombre for e in Expediente.objects.all() if e.nombre in cuerpo]
