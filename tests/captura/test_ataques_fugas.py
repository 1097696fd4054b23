"""Lo tecleado no sale de donde debe: ni a tablas, ni a bitácoras, ni a direcciones."""

from typing import Any

import pytest
from django.test import Client

from tests.captura.conftest import AJENA, CLAVE_DE_ACCESO, OTRA, UNA, Sala
from tests.captura.llenar import acepta
from tests.captura.test_permisos import direccion, todas

CAPTURA, SUPERVISORA = "MCL-CAPTURA", "MCL-SUPERVISORA"
SECRETO = "zqsecretozq"


def _en_la_base(texto: str) -> list[str]:
    """Las tablas y columnas en que ese texto se lee tal cual."""
    from django.apps import apps

    return [
        f"{modelo._meta.db_table}.{columna}"
        for modelo in apps.get_models()
        for renglon in modelo._base_manager.values()
        for columna, valor in renglon.items()
        if texto in _ver(valor)
    ]


def _ver(valor: Any) -> str:
    return valor.decode("latin-1") if isinstance(valor, bytes | memoryview) else str(valor)


@pytest.mark.parametrize("direccion", ["/mi-cuenta/", "/entrar/"])
def test_una_contrasena_tecleada_no_queda_en_ninguna_tabla(sala: Sala, direccion: str) -> None:
    """Tampoco la nueva de quien se equivocó en la de ahora: axes guarda lo que se envió."""
    datos = dict.fromkeys(
        ("actual", "nueva", "otra_vez", "cuenta", "contrasena", "siguiente", "pendiente"), SECRETO
    )
    cliente = sala.entra(CAPTURA)
    if direccion == "/entrar/":
        cliente = Client(HTTP_USER_AGENT="navegador")
    cliente.post(f"{direccion}?siguiente={SECRETO}", datos)

    assert [] == _en_la_base(SECRETO)


def test_una_sesion_vencida_se_borra_al_despachar(sala: Sala) -> None:
    """Puede llevar, cifrado, lo que se apartó al vencer: no se queda para siempre."""
    from datetime import UTC, datetime

    from django.contrib.sessions.models import Session

    sala.entra(CAPTURA)
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    sala.despacha()

    assert not Session.objects.exists()


def test_lo_que_se_escribe_no_queda_a_la_vista_en_la_base(sala: Sala) -> None:
    """Ni en la sesión ni en lo apartado, aunque la sesión venza al guardar."""
    captura = sala.entra(CAPTURA)
    acepta(captura, UNA)
    datos = {"/curricular/motivo": SECRETO, "_campos": "/curricular/motivo"}
    vencida = Client().post(f"/candidaturas/{UNA}/seccion/motivo/", datos)
    pendiente = vencida.content.decode().split('name="pendiente" value="')[1].split('"')[0]
    entrada = {"cuenta": CAPTURA, "contrasena": CLAVE_DE_ACCESO, "pendiente": pendiente}
    Client().post("/entrar/", entrada)

    assert 401 == vencida.status_code
    assert SECRETO not in vencida.content.decode()
    assert [] == _en_la_base(SECRETO)


# --- lo ajeno ------------------------------------------------------------------------------------


def test_de_un_folio_ajeno_no_se_sabe_ni_que_existe(sala: Sala) -> None:
    folio = sala.envia(UNA).folio
    sala.despacha()
    estados = {
        (cuenta, hoja): sala.entra(cuenta).get(hoja.format(folio)).status_code
        for cuenta in ("PAH-CAPTURA", "PAH-SUPERVISORA", AJENA, OTRA)
        for hoja in (
            "/acuses/{}/", "/acuses/{}/acuse.pdf", "/acuses/{}/acuse.json", "/folios/{}/",
            "/unidad/propuestas/{}/", "/fallas/{}/", "/fallas/{}/imagen/",
        )
    }  # fmt: skip

    assert {404} == set(estados.values()), estados


def test_lo_pendiente_de_otra_persona_no_se_guarda_con_la_cuenta_de_quien_entra(
    sala: Sala,
) -> None:
    """El dato apartado va cifrado, pero viaja por el navegador: solo vale para quien puede."""
    from generador.captura.models import Borrador

    datos = {"/curricular/motivo": SECRETO, "_campos": "/curricular/motivo"}
    vencida = Client().post(f"/candidaturas/{UNA}/seccion/motivo/", datos)
    pendiente = vencida.content.decode().split('name="pendiente" value="')[1].split('"')[0]
    for cuenta in ("PAH-CAPTURA", OTRA):
        cliente = sala.entra(cuenta)
        cliente.post("/entrar/otra-vez/", {"pendiente": pendiente})

    assert not Borrador.objects.filter(clave=UNA).exists()


def test_ninguna_accion_se_hace_sin_su_ficha(sala: Sala) -> None:
    """Una página ajena no puede pedir nada en nombre de quien entró."""
    malas = []
    for cuenta in (CAPTURA, "UT"):
        cliente = sala.entra(cuenta)
        sin_ficha = Client(enforce_csrf_checks=True)
        sin_ficha.cookies = cliente.cookies
        for nombre, _vista, parametros in todas():
            estado = sin_ficha.post(direccion(nombre, parametros, UNA)).status_code
            if estado != 403:
                malas.append((cuenta, nombre, estado))

    assert [] == malas


def test_quien_cambia_de_partido_deja_de_ver_lo_que_capturaba(sala: Sala) -> None:
    from generador.captura.models import Expediente

    captura = sala.entra(CAPTURA)
    acepta(captura, UNA)
    sala.guarda(UNA)
    assert 200 == captura.get(f"/candidaturas/{UNA}/").status_code
    Expediente.objects.filter(clave=UNA).update(partido="CSM")

    assert 404 == captura.get(f"/candidaturas/{UNA}/").status_code


def test_la_cuenta_que_vencio_hoy_ya_no_pasa(sala: Sala) -> None:
    captura, ruta = sala.entra(CAPTURA), sala.raiz / "cuentas.yml"
    assert 200 == captura.get("/candidaturas/").status_code
    texto = ruta.read_text("utf-8")
    rotulo = "  MCL-CAPTURA:\n"
    assert rotulo in texto
    ruta.write_text(texto.replace(rotulo, f"{rotulo}    hasta: '2024-04-27'\n"), "utf-8")

    assert 401 == captura.get("/candidaturas/").status_code


def test_la_unidad_no_abre_borradores_ni_documentos(sala: Sala) -> None:
    sala.guarda(UNA)
    unidad = sala.entra("UT")
    hojas = ("", "revisar/", "seccion/motivo/", "vista-previa/", "consentimiento/firmado/",
             "fotografia/ver/", "consentimiento/")  # fmt: skip

    assert {404} == {unidad.get(f"/candidaturas/{UNA}/{h}").status_code for h in hojas}
    assert 404 == unidad.get(f"/supervision/{UNA}/").status_code
