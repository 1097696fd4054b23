"""Quien ataca: se hace pasar por otra dirección, manda lo que nadie teclea, llega tarde."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from tests.captura.bases import de_sqlite, sin_gatillos
from tests.captura.conftest import CLAVE_DE_ACCESO, OTRA, UNA, Sala
from tests.captura.llenar import acepta, escondidos, llena, ruta

CIFRAS = "9" * 5_000
SUPERVISORA, CAPTURA = "MCL-SUPERVISORA", "MCL-CAPTURA"


def con_entorno(monkeypatch: pytest.MonkeyPatch, **cambios: Any) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "ENTORNO", replace(settings.ENTORNO, **cambios))


# --- desde dónde llaman --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("intermediarios", "dicho", "esperada"),
    [
        (0, "6.6.6.6", "10.0.0.2"),
        (1, "", "10.0.0.2"),
        (1, "8.8.8.8", "8.8.8.8"),
        (1, "6.6.6.6, 8.8.8.8", "8.8.8.8"),
        (1, "6.6.6.6, no es una dirección", "10.0.0.2"),
        (2, "6.6.6.6, 8.8.8.8, 10.0.0.9", "8.8.8.8"),
        (2, "8.8.8.8", "10.0.0.2"),
    ],
)
def test_la_direccion_es_la_que_vio_el_servidor_propio_y_no_la_que_dice_quien_llama(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, intermediarios: int, dicho: str, esperada: str
) -> None:
    from axes.helpers import get_client_ip_address

    con_entorno(monkeypatch, intermediarios=intermediarios)
    mas = {"HTTP_X_FORWARDED_FOR": dicho} if dicho else {}
    peticion = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", **mas)

    assert esperada == get_client_ip_address(peticion)


def test_detras_de_un_servidor_nadie_deja_afuera_a_una_cuenta_ajena(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quien falla muchas veces con la cuenta de otra persona se bloquea a sí mismo, no a ella."""
    con_entorno(monkeypatch, intermediarios=1)
    sala.entra(CAPTURA)
    mala = {"cuenta": CAPTURA, "contrasena": "no es esta"}
    ataca = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="6.6.6.6")
    estados = [ataca.post("/entrar/", mala).status_code for _ in range(9)]
    suya = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="8.8.8.8")
    buena = {"cuenta": CAPTURA, "contrasena": CLAVE_DE_ACCESO}

    assert 429 == estados[-1]
    assert 302 == suya.post("/entrar/", buena).status_code


# --- lo que nadie teclea -------------------------------------------------------------------------


def test_un_numero_de_miles_de_cifras_no_tira_ninguna_pagina(sala: Sala) -> None:
    captura, supervisora = sala.entra(CAPTURA), sala.entra(SUPERVISORA)
    sala.envia(UNA)
    version = {f"version-{UNA}": CIFRAS, "confirmo": "si"}

    assert 200 == captura.post("/candidaturas/", {"pagina": CIFRAS}).status_code
    assert 409 == supervisora.post(f"/supervision/{UNA}/", version).status_code


def test_una_edad_de_miles_de_cifras_se_dice_junto_a_su_campo(sala: Sala) -> None:
    datos = {
        "/registro/nombre": "Alma", "/registro/primer_apellido": "Ficticia",
        "/registro/sexo": "mujer", "/registro/edad": CIFRAS, "causa": "Renuncia",
        "/registro/eleccion_consecutiva": "no", "acuerdo": "IED/CG/99/2024",
    }  # fmt: skip
    respuesta = sala.entra("UT").post(f"/unidad/registro/{UNA}/sustituir/", datos)

    assert 400 == respuesta.status_code
    assert 'href="#registro-edad"' in respuesta.content.decode()


@pytest.mark.parametrize(
    "direccion",
    ["/candidaturas/%00/", "/supervision/?busca=%00", "/folios/%00/"],
)
def test_un_nulo_en_la_direccion_no_llega_a_la_base(sala: Sala, direccion: str) -> None:
    assert 400 == sala.entra(SUPERVISORA).get(direccion).status_code


def test_un_nulo_en_lo_que_no_es_una_respuesta_no_llega_a_la_base(sala: Sala) -> None:
    datos = {"clave": "a\0b", f"version-{UNA}": "1"}

    assert 400 == sala.entra(SUPERVISORA).post("/supervision/validar/", datos).status_code


def test_un_nulo_en_una_respuesta_se_guarda_y_se_dice_que_no_va(sala: Sala) -> None:
    captura = sala.entra(CAPTURA)
    acepta(captura, UNA)
    datos = {"/curricular/propuestas/genero": "Igualdad\0 en el cabildo"}

    assert 422 == llena(captura, UNA, "propuestas", datos, "seguir").status_code


def test_a_donde_iba_solo_puede_ser_una_ruta_de_aqui(sala: Sala) -> None:
    sala.entra(CAPTURA)
    for siguiente in ("nada", "//otro.invalid/", "https://otro.invalid/", "javascript:alert(1)"):
        datos = {"cuenta": CAPTURA, "contrasena": CLAVE_DE_ACCESO, "siguiente": siguiente}
        respuesta = Client().post("/entrar/", datos)

        assert (302, "/segundo-factor/") == (respuesta.status_code, respuesta["Location"])


# --- la única oportunidad ------------------------------------------------------------------------


def test_lo_que_se_guarda_mientras_se_envia_no_cambia_lo_enviado(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dos pestañas: en una se envía mientras la otra ya estaba guardando."""
    from generador.captura.formulario import guardado
    from generador.captura.models import Borrador

    captura = sala.entra(CAPTURA)
    acepta(captura, UNA)
    borrador = sala.guarda(UNA)
    pagina = captura.get(ruta(UNA, "contacto"))
    de_verdad = guardado._revisar

    def entre_tanto(*args: Any) -> Any:
        monkeypatch.setattr(guardado, "_revisar", de_verdad)
        datos = {"confirmo": "si", "_version": borrador.version}
        enviado = sala.entra(CAPTURA).post(f"/candidaturas/{UNA}/enviar/", datos)
        assert "/acuses/" in enviado["Location"]
        return de_verdad(*args)

    monkeypatch.setattr(guardado, "_revisar", entre_tanto)
    datos = {**escondidos(pagina), "/curricular/contacto/telefono": "7220000000", "_que": "seguir"}
    respuesta = captura.post(ruta(UNA, "contacto"), datos, follow=True)

    assert "Ya se envió" in respuesta.content.decode()
    assert borrador.version == Borrador.objects.get(clave=UNA).version


def test_dos_envios_a_la_vez_dan_un_solo_acuse(sala: Sala) -> None:
    from django.db import connections

    from generador.captura.models import Envio

    borrador = sala.guarda(UNA)
    clientes = [sala.entra(CAPTURA) for _ in range(6)]
    acepta(clientes[0], UNA)
    juntos, estados = threading.Barrier(6), []

    def envia(cliente: Client) -> None:
        juntos.wait()
        datos = {"confirmo": "si", "_version": borrador.version}
        estados.append(cliente.post(f"/candidaturas/{UNA}/enviar/", datos).status_code)
        connections.close_all()

    hilos = [threading.Thread(target=envia, args=(c,)) for c in clientes]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()

    assert [302, 422, 422, 422, 422, 422] == sorted(estados)
    assert 1 == Envio.objects.filter(clave=UNA).count()


@pytest.mark.parametrize(("segundos", "entra"), [(-2, True), (2, False)])
def test_dos_segundos_despues_del_limite_ya_no_entra(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, segundos: int, *, entra: bool
) -> None:
    from django.conf import settings

    from generador.captura.fuente import vigente
    from generador.captura.models import Envio
    from generador.captura.reloj import ahora

    proceso = vigente().contexto.proceso
    assert proceso.plazos.extemporanea is not None
    limite = proceso.instante(proceso.plazos.extemporanea.hasta)
    borrador, captura = sala.guarda(UNA), sala.entra(CAPTURA)
    acepta(captura, UNA)
    desfase = settings.ENTORNO.desfase + (limite - ahora()) + timedelta(seconds=segundos)
    con_entorno(monkeypatch, desfase=desfase)
    datos = {"confirmo": "si", "_version": borrador.version}
    captura.post(f"/candidaturas/{UNA}/enviar/", datos)

    assert entra is Envio.objects.filter(clave=UNA, extemporaneo=True).exists()


def test_el_documento_de_otra_cuenta_no_se_encima_sin_verlo(sala: Sala) -> None:
    from generador.captura.llenado import borradores
    from generador.captura.models import Adjunto

    firma, pdf = f"/candidaturas/{OTRA}/consentimiento/", b"%%PDF-1.4\n%s\n%%%%EOF\n"
    capturas = [sala.entra(c) for c in (CAPTURA, SUPERVISORA)]
    for cliente in capturas:
        acepta(cliente, OTRA)
    respuestas = []
    for cliente, cual in zip(capturas, (b"uno", b"dos"), strict=True):
        archivo = SimpleUploadedFile("firmado.pdf", pdf % cual)
        datos = {"_documento": "", "documento": archivo, "_que": "salir"}
        respuestas.append(cliente.post(firma, datos))

    assert [302, 422] == [r.status_code for r in respuestas]
    assert "¿El bueno es el suyo?" in respuestas[1].content.decode()
    hay = borradores.adjunto_de(borradores.buscar(OTRA), Adjunto.CONSENTIMIENTO)
    assert pdf % b"uno" == hay


def test_si_la_bitacora_no_se_puede_anotar_la_accion_no_se_hace(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura import bitacora
    from generador.captura.models import Credencial, Designacion

    unidad = sala.entra("UT")
    unidad.raise_request_exception = False
    sala.entra(CAPTURA)
    version = Credencial.objects.get(cuenta=CAPTURA).version

    def lleno(*_a: Any, **_k: Any) -> None:
        raise OSError("disco lleno")

    monkeypatch.setattr(bitacora, "anotar", lleno)
    estados = [
        unidad.post("/cuentas/crear/", {"de": "todas"}).status_code,
        unidad.post(f"/cuentas/{CAPTURA}/reponer/", {"motivo": "Oficio 1"}).status_code,
        unidad.post(f"/cuentas/{CAPTURA}/estado/", {"activa": "no"}).status_code,
        unidad.post(
            "/designaciones/",
            {"cuenta": SUPERVISORA, "nombre": "Alma", "contacto": "a@ejemplo.invalid",
             "oficio": "O-1", "desde": "2024-04-01"},
        ).status_code,
    ]  # fmt: skip

    assert [503] * 4 == estados
    assert {"UT", CAPTURA} == set(Credencial.objects.values_list("cuenta", flat=True))
    assert version == Credencial.objects.get(cuenta=CAPTURA).version
    assert not Designacion.objects.exists()


# --- la bitácora ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE captura_asiento SET cuenta = 'OTRA' WHERE numero = 1",
        "DELETE FROM captura_asiento WHERE numero = 1",
        pytest.param(
            "INSERT OR REPLACE INTO captura_asiento SELECT * FROM captura_asiento WHERE numero = 1",
            marks=de_sqlite,
        ),
    ],
)
def test_ni_reemplazando_se_cambia_un_renglon_de_la_bitacora(sala: Sala, orden: str) -> None:
    from django.db import DatabaseError, connection

    from generador.captura import bitacora

    bitacora.anotar("UT", "entrada", "entrar")
    with pytest.raises(DatabaseError, match="la bitácora no se cambia"), connection.cursor() as c:
        c.execute(orden)

    assert [] == list(bitacora.defectos())


def test_quitando_los_gatillos_lo_cambiado_se_nota(sala: Sala) -> None:
    from django.db import connection

    from generador.captura import bitacora

    for accion in ("entrar", "salir"):
        bitacora.anotar("UT", "entrada", accion)
    sin_gatillos()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE captura_asiento SET cuenta = 'OTRA' WHERE numero = 1")

    assert 1 <= len(list(bitacora.defectos()))


def test_comparar_la_identidad_tambien_queda_en_la_bitacora(sala: Sala) -> None:
    from generador.captura.models import Asiento

    sala.guarda(OTRA)
    captura, supervisora = sala.entra(CAPTURA), sala.entra(SUPERVISORA)
    for cliente in (captura, supervisora):
        acepta(cliente, OTRA)
    seccion = "diversidad_sexual"
    nombres = [s for s in _de_identidad() if s != "accion_afirmativa"]
    seccion = seccion if seccion in nombres else nombres[0]
    vieja = captura.get(ruta(OTRA, seccion))
    puntero = _primera(seccion)
    llena(supervisora, OTRA, seccion, {puntero: "si"})
    antes = Asiento.objects.filter(accion="abrir identidad", cuenta=CAPTURA).count()
    datos = {**escondidos(vieja), puntero: "pnc", "_que": "salir"}
    respuesta = captura.post(ruta(OTRA, seccion), datos)

    assert 409 == respuesta.status_code
    assert antes + 1 == Asiento.objects.filter(accion="abrir identidad", cuenta=CAPTURA).count()


def _de_identidad() -> list[str]:
    from generador.captura.formulario.secciones import DE_IDENTIDAD, Secciones
    from generador.captura.fuente import vigente

    return [s.nombre for s in Secciones.de(vigente()) if s.bloque == DE_IDENTIDAD]


def _primera(seccion: str) -> str:
    from generador.captura.formulario.secciones import Secciones
    from generador.captura.fuente import vigente
    from generador.captura.llenado.campos import Clase

    una = Secciones.de(vigente()).por_nombre[seccion]
    return next(e.puntero for e in una.entradas if e.clase is Clase.OPCION and not e.condicion)
