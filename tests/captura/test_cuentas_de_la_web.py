"""La unidad crea cuentas, las repone y anota sus entregas; activar no mueve ningún plazo."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.captura.bases import de_sqlite
from tests.captura.conftest import CANARIO, CLAVE_DE_ACCESO, OTRA, UNA, Sala

pytestmark = pytest.mark.usefixtures("sala")

BUENA = "una contraseña bastante larga"
PDF = b"%PDF-1.4 acuse firmado " + CANARIO.encode()
CARPETA = "candidaturas/ayuntamientos/044-xalatlaco/mcl"


def enlaces(respuesta: Any) -> list[str]:
    return [h.enlace.removeprefix("http://testserver") for h in respuesta.context["hojas"]]


def crear(ut: Client, clave: str = UNA) -> str:
    return enlaces(ut.post(f"/cuentas/{clave}/hoja/"))[0]


def activar(enlace: str, cliente: Client | None = None) -> Any:
    cliente = cliente or Client()
    cliente.get(enlace)
    return cliente.post("/activar/", {"nueva": BUENA, "otra_vez": BUENA})


def abrir(enlace: str, cliente: Client | None = None) -> int:
    """Con qué estado contesta la página a la que lleva el enlace."""
    return int((cliente or Client()).get(enlace, follow=True).status_code)


def sin_entrega(*claves: str) -> None:
    from generador.captura.models import Expediente

    Expediente.objects.filter(clave__in=claves).update(recibida=None, vence=None)


def test_crea_en_bloque_las_que_faltan_de_un_partido_y_ensena_sus_hojas_una_vez(sala: Sala) -> None:
    from generador.captura.models import Credencial, Expediente

    ut = sala.entra("UT")
    hojas = ut.post("/cuentas/crear/", {"de": "partido", "cual": "MCL"})
    cuantas = Expediente.objects.filter(partido="MCL").count()

    assert cuantas == len(enlaces(hojas)) == len(set(enlaces(hojas)))
    assert hojas.content.decode().count("data:image/svg+xml") == cuantas
    assert "no-store, private" == hojas["Cache-Control"]
    assert cuantas + 1 == Credencial.objects.count()
    assert 302 == ut.post("/cuentas/crear/", {"de": "partido", "cual": "MCL"}).status_code


def test_crea_las_de_papel_las_de_una_carpeta_y_todas(sala: Sala) -> None:
    from generador.captura.fuente import vigente
    from generador.captura.models import Credencial, Expediente

    ut = sala.entra("UT")
    assert 6 < len(enlaces(ut.post("/cuentas/crear/", {"de": "papel"})))
    de_carpeta = ut.post("/cuentas/crear/", {"de": "carpeta", "cual": CARPETA})
    assert Expediente.objects.filter(carpeta=CARPETA).count() == len(enlaces(de_carpeta))
    ut.post("/cuentas/crear/", {"de": "todas"})

    todas = Expediente.objects.count() + len(vigente().cuentas.por_clave)
    assert todas == Credencial.objects.count()
    assert 404 == ut.post("/cuentas/crear/", {"de": "otra cosa"}).status_code


def test_las_hojas_que_nadie_uso_se_emiten_otra_vez_en_lote(sala: Sala) -> None:
    ut = sala.entra("UT")
    primera, segunda = crear(ut), crear(ut, OTRA)
    activar(segunda)
    otra_vez = enlaces(ut.post("/cuentas/crear/", {"de": "sin_activar", "cual": "MCL"}))

    assert 1 == len(otra_vez)
    assert (410, 200) == (abrir(primera), abrir(otra_vez[0]))


@de_sqlite
def test_en_la_base_no_queda_el_enlace_solo_su_huella(sala: Sala) -> None:
    ut = sala.entra("UT")
    token = crear(ut).split("/")[-2]

    assert 43 <= len(token)
    assert 200 == abrir(f"/activar/{token}/")
    for ruta in sala.base.glob("base.sqlite3*"):
        assert token.encode() not in ruta.read_bytes()


def test_abrir_el_enlace_no_lo_gasta_y_usarlo_si(sala: Sala) -> None:
    enlace = crear(sala.entra("UT"))
    cliente = Client()
    vistas = [abrir(enlace, cliente) for _ in range(2)]
    puesta = activar(enlace, cliente)

    assert [200, 200, 302] == [*vistas, puesta.status_code]
    assert 410 == abrir(enlace)
    assert 410 == activar(enlace).status_code
    assert 200 == cliente.get("/mi-cuenta/").status_code
    assert "no-referrer" == Client().get(enlace)["Referrer-Policy"]


def test_el_enlace_vence_a_las_72_horas(sala: Sala, monkeypatch: pytest.MonkeyPatch) -> None:
    from generador.captura import reloj
    from generador.captura.cuentas import activacion

    enlace = crear(sala.entra("UT"))
    momento = reloj.ahora()
    monkeypatch.setattr(activacion, "ahora", lambda: momento + timedelta(hours=71))
    assert 200 == abrir(enlace)
    monkeypatch.setattr(activacion, "ahora", lambda: momento + timedelta(hours=73))

    assert 410 == activar(enlace).status_code


def test_emitir_otro_enlace_anula_el_anterior(sala: Sala) -> None:
    ut = sala.entra("UT")
    viejo, nuevo = crear(ut), crear(ut)

    assert (410, 200) == (abrir(viejo), abrir(nuevo))


def test_activar_no_mueve_el_plazo(sala: Sala) -> None:
    from generador.captura.models import Acto, Expediente

    antes = Expediente.objects.filter(clave=UNA).values().get()
    activar(crear(sala.entra("UT")))

    assert antes == Expediente.objects.filter(clave=UNA).values().get()
    assert not Acto.objects.exists()


def test_a_una_cuenta_activa_no_se_le_emite_otro_enlace_sin_reponerla(sala: Sala) -> None:
    ut = sala.entra("UT")
    activar(crear(ut))

    assert 302 == ut.post(f"/cuentas/{UNA}/hoja/").status_code


def test_reponer_cierra_sesiones_e_inutiliza_la_contrasena(sala: Sala) -> None:
    from generador.captura.models import Asiento

    ut, duena = sala.entra("UT"), Client()
    activar(crear(ut), duena)
    assert 422 == ut.post(f"/cuentas/{UNA}/reponer/", {"motivo": ""}).status_code
    hoja = ut.post(f"/cuentas/{UNA}/reponer/", {"motivo": "oficio 12/2024"})

    assert 401 == duena.get("/mi-cuenta/").status_code
    entrada = Client().post("/entrar/", {"cuenta": UNA, "contrasena": BUENA})
    assert 401 == entrada.status_code
    assert 302 == activar(enlaces(hoja)[0]).status_code
    assert Asiento.objects.filter(accion="reponer", objeto=UNA, detalle="oficio 12/2024").exists()


def test_reponer_con_el_telefono_perdido_quita_el_segundo_factor(sala: Sala) -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    ut = sala.entra("UT")
    sala.entra("MCL-SUPERVISORA")
    datos = {"motivo": "correo del partido", "tambien_el_aparato": "on"}
    ut.post("/cuentas/MCL-SUPERVISORA/reponer/", datos)

    assert not TOTPDevice.objects.filter(user__cuenta="MCL-SUPERVISORA").exists()


def test_desactivar_saca_a_quien_esta_dentro_y_volver_a_activar_lo_deja_entrar(sala: Sala) -> None:
    ut, otra = sala.entra("UT"), sala.entra("MCL-CAPTURA")
    ut.post("/cuentas/MCL-CAPTURA/estado/", {"activa": "no"})
    datos = {"cuenta": "MCL-CAPTURA", "contrasena": CLAVE_DE_ACCESO}
    assert (401, 401) == (
        otra.get("/mi-cuenta/").status_code,
        Client().post("/entrar/", datos).status_code,
    )
    ut.post("/cuentas/MCL-CAPTURA/estado/", {"activa": "si"})

    assert "/segundo-factor/" == Client().post("/entrar/", datos).url


def test_la_unidad_no_puede_desactivarse_a_si_misma(sala: Sala) -> None:
    ut = sala.entra("UT")
    ut.post("/cuentas/UT/estado/", {"activa": "no"})

    assert 200 == ut.get("/cuentas/UT/").status_code


def recepcion(**cambios: Any) -> dict[str, Any]:
    return {
        "carpeta": CARPETA, "paso": "quienes", "claves": [UNA, OTRA], "dia": "2024-04-27",
        "hora": "11:30",
    } | cambios  # fmt: skip


def papel(**cambios: Any) -> dict[str, Any]:
    escaneado = SimpleUploadedFile("cualquier-nombre.exe", PDF)
    return recepcion(paso="papel", oficio="UT/77/2024", recibio="Quien Recibe", via="partido") | {
        "acuse": escaneado, **cambios,
    }  # fmt: skip


def con_cuentas(sala: Sala) -> Client:
    ut: Client = sala.entra("UT")
    sin_entrega(UNA, OTRA)
    for clave in (UNA, OTRA):
        crear(ut, clave)
    return ut


def test_la_entrega_ensena_el_vencimiento_antes_de_confirmar(sala: Sala) -> None:
    from generador.captura.models import Acto

    respuesta = con_cuentas(sala).post("/entregas/", recepcion())
    (vencimiento,) = respuesta.context["vencimientos"]

    assert ("2024-05-12T23:59:59", 15) == (
        vencimiento.vence.isoformat()[:19],
        vencimiento.plazo.cantidad,
    )
    assert not Acto.objects.exists()


def test_a_quien_sustituye_se_le_cuentan_cinco_dias(sala: Sala) -> None:
    from generador.captura.models import Expediente

    ut = con_cuentas(sala)
    una = Expediente.objects.get(clave=UNA)
    una.dato["tramite"]["sustituye_a"] = OTRA
    una.save()
    hallados = ut.post("/entregas/", recepcion()).context["vencimientos"]

    assert [(15, (OTRA,)), (5, (UNA,))] == [(v.plazo.cantidad, v.claves) for v in hallados]


def test_confirmar_guarda_el_acuse_cerrado_y_pide_que_se_asiente(sala: Sala) -> None:
    from generador.captura.models import Acto, Entrega, Expediente

    ut = con_cuentas(sala)
    assert 302 == ut.post("/entregas/", papel()).status_code
    acto = Acto.objects.get()

    assert ("entregar-cuenta", CARPETA, "UT") == (acto.accion, acto.objeto, acto.cuenta)
    recibida = "2024-04-27T11:30:00-06:00"
    assert {"claves": [UNA, OTRA], "oficio": "UT/77/2024", "recibida": recibida} == acto.datos
    assert {UNA, OTRA} == set(Entrega.objects.values_list("clave", flat=True))
    assert not any(CANARIO.encode() in bytes(e.acuse) for e in Entrega.objects.all())
    assert (
        UNA
        not in ut.get("/entregas/", {"carpeta": CARPETA}, follow=True)
        .content.decode()
        .split("Últimas anotadas")[0]
    )
    for entrega in Entrega.objects.all():
        bajado = ut.get(f"/entregas/{entrega.pk}/acuse/")
        assert bajado.content.startswith(b"age-encryption.org/v1")
    assert Expediente.objects.get(clave=UNA).recibida is None


def test_el_despachador_lleva_la_entrega_al_expediente(sala: Sala) -> None:
    """A quien sustituye: se le cuentan cinco días desde su acuse, aunque ya haya activado."""
    from generador.captura.cuentas import entregas
    from generador.captura.models import Acto, Expediente

    persona = ("--nombre", "Ana", "--primer-apellido", "Prueba", "--sexo", "mujer", "--edad", "40")
    motivo = ("--causa", "Renuncia", "--acuerdo", "IEEM/CG/1/2024", "--cuenta", "UT")
    sala.corre("sustituir", UNA, *persona, *motivo, fecha="2024-04-27T09:00")
    sala.despacha()
    nueva = UNA.removesuffix("1") + "2"
    ut = sala.entra("UT")
    activar(crear(ut, nueva))
    assert Expediente.objects.get(clave=nueva).recibida is None
    assert 302 == ut.post("/entregas/", papel(claves=[nueva])).status_code
    assert {nueva} == entregas.en_camino()
    assert 1 == sala.despacha()

    acto, una = Acto.objects.get(), Expediente.objects.get(clave=nueva)
    assert (Acto.HECHO, nueva) == (acto.estado, acto.objeto)
    assert una.recibida is not None
    assert una.vence is not None
    assert "2024-04-27T17:30:00" == una.recibida.isoformat()[:19]
    assert "2024-05-03T05:59:59" == una.vence.isoformat()[:19]
    assert set() == entregas.en_camino()


def test_un_acto_que_no_procedio_deja_anotarla_otra_vez(sala: Sala) -> None:
    """En el tronco ya constaba: el despachador no anota otra, y lo dice."""
    from generador.captura.cuentas import entregas
    from generador.captura.models import Acto

    con_cuentas(sala).post("/entregas/", papel())
    sala.despacha()

    assert Acto.NEGADO == Acto.objects.get().estado
    assert "ya consta la entrega" in Acto.objects.get().resultado
    assert set() == entregas.en_camino()


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"dia": "2024-04-29"}, "hora"),
        ({"dia": ""}, "dia"),
        ({"claves": []}, "claves"),
        ({"claves": ["AYU-044-CSM-PRES-P-1"]}, "claves"),
        ({"hora": "25:99"}, "hora"),
    ],
)
def test_una_recepcion_imposible_se_dice_junto_a_su_campo(
    sala: Sala, cambios: dict[str, Any], campo: str
) -> None:
    respuesta = con_cuentas(sala).post("/entregas/", recepcion(**cambios))

    assert (422, [campo]) == (respuesta.status_code, list(respuesta.context["forma"].errors))


def test_se_marcan_de_entrada_las_que_tienen_cuenta_o_la_que_se_pidio(sala: Sala) -> None:
    ut = con_cuentas(sala)
    todas = ut.get("/entregas/", {"carpeta": CARPETA}).context["forma"]
    una = ut.get("/entregas/", {"carpeta": CARPETA, "clave": OTRA}).context["forma"]

    assert ({UNA, OTRA}, {OTRA}) == (set(todas["claves"].initial), set(una["claves"].initial))


def test_no_se_entrega_una_cuenta_que_no_existe(sala: Sala) -> None:
    sin_entrega(UNA, OTRA)
    respuesta = sala.entra("UT").post("/entregas/", recepcion())

    assert "Todavía no tienen cuenta" in respuesta.content.decode()


def test_el_acuse_se_admite_por_su_contenido_y_su_peso(sala: Sala) -> None:
    from generador.captura.models import Entrega

    ut = con_cuentas(sala)
    dichos = []
    for contenido in (b"<script>", b"%PDF-" + b"0" * (5 * 1024 * 1024), b""):
        subido = SimpleUploadedFile("acuse.pdf", contenido, "application/pdf")
        respuesta = ut.post("/entregas/", papel(acuse=subido))
        dichos.append((respuesta.status_code, list(respuesta.context["forma"].errors)))

    assert [(422, ["acuse"])] * 3 == dichos
    assert not Entrega.objects.exists()


def test_alerta_de_los_partidos_sin_supervisora_designada(sala: Sala) -> None:
    from generador.captura.cuentas.designaciones import alerta

    ut = sala.entra("UT")
    primera = alerta()
    assert primera is not None
    assert ("MCL" in primera.partidos, True) == (True, primera.ya_empezaron)
    datos = {
        "cuenta": "MCL-SUPERVISORA", "nombre": "Nombre Designado", "contacto": "55 0000 0000",
        "oficio": "MCL/1/2024", "desde": "2024-04-01",
    }  # fmt: skip
    assert 302 == ut.post("/designaciones/", datos).status_code
    segunda = alerta()

    assert segunda is not None
    assert "MCL" not in segunda.partidos
    assert "Nombre Designado" in ut.get("/designaciones/").content.decode()


def test_la_designacion_no_llega_a_git_ni_a_la_bitacora(sala: Sala) -> None:
    from generador.captura.models import Asiento

    datos = {
        "cuenta": "MCL-SUPERVISORA", "nombre": CANARIO, "contacto": CANARIO,
        "oficio": "MCL/1/2024", "desde": "2024-04-01",
    }  # fmt: skip
    sala.entra("UT").post("/designaciones/", datos)
    sala.despacha()

    assert CANARIO not in str(list(Asiento.objects.values()))
    rastros = [
        r for r in sala.raiz.rglob("*") if r.is_file() and CANARIO.encode() in r.read_bytes()
    ]
    assert not rastros


def test_terminar_una_designacion_no_la_borra(sala: Sala) -> None:
    from generador.captura.models import Designacion

    ut = sala.entra("UT")
    datos = {
        "cuenta": "MCL-SUPERVISORA", "nombre": "N", "contacto": "C", "oficio": "O",
        "desde": "2024-04-01",
    }  # fmt: skip
    ut.post("/designaciones/", datos)
    una = Designacion.objects.get()
    ut.post(f"/designaciones/{una.pk}/terminar/")

    una.refresh_from_db()
    assert "2024-04-28" == str(una.hasta)


def test_las_paginas_de_cuentas_no_llevan_nada_en_linea(sala: Sala) -> None:
    ut = con_cuentas(sala)
    paginas = ["/cuentas/", f"/cuentas/{UNA}/", "/entregas/", "/designaciones/", "/bitacora/"]
    cuerpos = [ut.get(p).content.decode() for p in paginas]
    cuerpos += [
        ut.post(f"/cuentas/{UNA}/hoja/").content.decode(),
        Client().get("/").content.decode(),
    ]

    for cuerpo in cuerpos:
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", cuerpo)
