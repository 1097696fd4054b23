"""Las fallas se reportan y se atienden a tiempo; las cifras cuentan sin nombrar a nadie."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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
