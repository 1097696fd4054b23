"""Las órdenes de la captura dicen en una frase lo que pasa, y terminan cuando se les pide."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generador.cli import conoceles
from tests.captura.bases import de_sqlite, sin_gatillos
from tests.captura.conftest import UNA, Sala


def orden(*partes: str) -> Result:
    return CliRunner().invoke(conoceles, ["captura", *partes], catch_exceptions=False)


def proceso(*partes: str, **ambiente: str) -> subprocess.Popen[str]:
    """La orden en su propio proceso, con el ambiente de la sala."""
    return subprocess.Popen(
        [sys.executable, "-m", "generador", "captura", *partes],
        env={**os.environ, **ambiente},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_migrar_se_puede_repetir(sala: Sala) -> None:
    assert sala.raiz.is_dir()
    for _ in range(2):
        hecha = orden("migrar")
        assert (0, "La base está al día.\n") == (hecha.exit_code, hecha.output)


def test_despachar_dice_cuantos_llevo(sala: Sala) -> None:
    sala.envia(UNA)

    assert "1 envío o acto llevado." in orden("despachar").output
    assert "0 envíos o actos llevados." in orden("despachar").output


def test_despachar_continuo_termina_al_acabar_la_vuelta(sala: Sala) -> None:
    from django.db import connections

    from generador.captura.models import Envio

    envio = sala.envia(UNA)
    connections.close_all()
    continuo = proceso("despachar", "--continuo", "--cada", "60")
    limite = time.monotonic() + 60
    while Envio.objects.get(pk=envio.pk).estado == Envio.EN_COLA and time.monotonic() < limite:
        connections.close_all()
        assert continuo.poll() is None, continuo.communicate()
    cortesia = os.getpriority(os.PRIO_PROCESS, continuo.pid)
    continuo.send_signal(signal.SIGTERM)
    _, dicho = continuo.communicate(timeout=60)

    assert 0 == continuo.returncode, dicho
    assert cortesia > os.getpriority(os.PRIO_PROCESS, 0), "quien atiende a la gente va primero"
    assert Envio.PROPUESTO == Envio.objects.get(pk=envio.pk).estado


def test_sin_integrar_deja_lo_validado_a_la_unidad(sala: Sala) -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.llenado import borradores
    from generador.captura.models import Expediente

    envio = sala.envia(UNA)
    orden("despachar", "--sin-integrar")
    borrador = borradores.buscar(UNA)
    quien = cuenta_de("MCL-SUPERVISORA")
    assert borrador
    assert quien
    una = Expediente.objects.get(clave=UNA)
    envios.pedir_validacion(envio, una, quien, vigente(), borrador.version)
    orden("despachar", "--sin-integrar")

    envio.refresh_from_db()
    assert "validado" == envio.estado
    orden("despachar")
    envio.refresh_from_db()
    assert "integrado" == envio.estado


def test_la_bitacora_se_exporta_entera_y_se_verifica(sala: Sala) -> None:
    from generador.captura.models import Asiento

    sala.envia(UNA)
    sala.despacha()
    renglones = [json.loads(r) for r in orden("bitacora", "exportar").output.splitlines()]

    assert Asiento.objects.count() == len(renglones) > 0
    assert {"enviar"} <= {r["accion"] for r in renglones}
    assert 0 == orden("bitacora", "verificar").exit_code


def test_cortar_la_bitacora_por_el_final_se_nota_contra_git(sala: Sala) -> None:
    from django.db import connection

    sala.envia(UNA)
    sala.despacha()
    sin_gatillos()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM captura_asiento")

    hecha = orden("bitacora", "verificar")

    assert (1, True) == (hecha.exit_code, "alguien la cortó" in hecha.output), hecha.output


def test_rotar_la_llave_vuelve_a_cifrar_y_lo_enviado_sigue_su_curso(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from django.conf import settings

    from generador.captura import llave as la_llave
    from generador.captura.models import Envio

    envio = sala.envia(UNA)
    nueva = sala.base / "nueva.llave"
    assert 0 == orden("llave", "--nueva", str(nueva)).exit_code
    vieja = settings.ENTORNO.llave_de_borradores
    monkeypatch.setattr(settings, "ENTORNO", replace(settings.ENTORNO, llave_de_borradores=nueva))
    la_llave.llave.cache_clear()
    try:
        hecha = orden("llave", "--anterior", str(vieja))
        assert "4 renglones" in hecha.output, hecha.output
        assert "0 renglones" in orden("llave", "--anterior", str(vieja)).output
        sala.despacha()
        assert Envio.PROPUESTO == Envio.objects.get(pk=envio.pk).estado
    finally:
        la_llave.llave.cache_clear()


def test_con_una_llave_que_no_es_la_anterior_no_cambia_nada(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from django.conf import settings

    from generador.captura import llave as la_llave

    sala.envia(UNA)
    for nombre in ("una.llave", "otra.llave"):
        orden("llave", "--nueva", str(sala.base / nombre))
    otra = replace(settings.ENTORNO, llave_de_borradores=sala.base / "otra.llave")
    monkeypatch.setattr(settings, "ENTORNO", otra)
    la_llave.llave.cache_clear()
    try:
        hecha = orden("llave", "--anterior", str(sala.base / "una.llave"))
        assert (2, True) == (hecha.exit_code, "no se cambió nada" in hecha.output)
    finally:
        la_llave.llave.cache_clear()


def test_cuentas_crear_da_un_enlace_de_un_solo_uso_y_anula_el_anterior(sala: Sala) -> None:
    from generador.captura.cuentas import activacion

    assert sala.raiz.is_dir()
    enlaces = [
        orden("cuentas", "crear", "UT", "--en", "https://captura.ejemplo.invalid/").output.strip()
        for _ in range(2)
    ]
    tokens = [enlace.rstrip("/").rpartition("/")[2] for enlace in enlaces]

    assert enlaces[0].startswith("UT\thttps://captura.ejemplo.invalid/activar/")
    assert activacion.buscar(activacion.huella(tokens[0])) is None
    assert activacion.buscar(activacion.huella(tokens[1])) is not None


def test_cuentas_crear_niega_la_que_no_existe_sin_emitir_ninguna(sala: Sala) -> None:
    from generador.captura.models import Activacion

    hecha = orden("cuentas", "crear", "UT", "NADIE")

    assert (2, True) == (hecha.exit_code, "NADIE" in hecha.output)
    assert not Activacion.objects.exists()
    assert sala.raiz.is_dir()


def test_fecha_no_se_admite_y_se_dice_con_que_se_ensaya() -> None:
    corrida = CliRunner().invoke(conoceles, ["--fecha", "2024-04-28", "captura", "migrar"])

    assert (2, True) == (corrida.exit_code, "CONOCELES_DESFASE" in corrida.output)


def test_sin_el_extra_dice_como_instalarlo(tmp_path: Path) -> None:
    guion = (
        "import sys; sys.modules['django'] = None\n"
        "from generador.cli import conoceles\n"
        "conoceles(['captura', 'migrar'])\n"
    )
    hecha = subprocess.run(
        [sys.executable, "-c", guion], capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert 2 == hecha.returncode
    assert "conoceles[captura]" in hecha.stderr
    assert "Traceback" not in hecha.stderr


@pytest.mark.parametrize("falta", ["cuentas", "bitacora", "llave"])
def test_un_grupo_o_una_orden_a_medias_explica_como_se_usa(falta: str) -> None:
    assert "Uso:" in orden(falta).output


@de_sqlite
def test_tras_restaurar_un_respaldo_no_vale_ninguna_sesion_ni_enlace_de_antes(sala: Sala) -> None:
    """Se respalda con una sesión y un enlace vivos; después se cierran y se usan; se restaura."""
    import sqlite3

    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from generador.captura.cuentas.activacion import emitir
    from generador.captura.models import Asiento, Credencial

    dentro = sala.entra("MCL-CAPTURA")
    sesion = dentro.cookies["sesion"].value
    _, token = emitir("PAH-CAPTURA")
    connections.close_all()
    viva, respaldo = settings.DATABASES["default"]["NAME"], str(sala.base / "respaldo.sqlite3")
    with sqlite3.connect(viva) as de, sqlite3.connect(respaldo) as a:
        de.backup(a)
    dentro.post("/salir/")
    nueva = {"nueva": "otra frase bien larga", "otra_vez": "otra frase bien larga"}
    activa = Client()
    activa.get(f"/activar/{token}/")
    assert 302 == activa.post("/activar/", nueva).status_code
    connections.close_all()
    with sqlite3.connect(respaldo) as de, sqlite3.connect(viva) as a:
        de.backup(a)

    galleta = Client()
    galleta.cookies["sesion"] = sesion
    assert 200 == galleta.get("/mi-cuenta/").status_code
    otra = Client()
    otra.get(f"/activar/{token}/")
    assert 200 == otra.get("/activar/").status_code, "el respaldo revive el enlace usado"
    hecha = orden("cuentas", "cerrar-todo")

    assert 0 == hecha.exit_code, hecha.output
    assert "Enlaces caducados: 1." in hecha.output
    assert "Hay 1 cuenta sin contraseña: emítales otro enlace." in hecha.output
    assert 401 == galleta.get("/mi-cuenta/").status_code
    otra = Client()
    otra.get(f"/activar/{token}/")
    assert 410 == otra.get("/activar/").status_code
    asiento = Asiento.objects.order_by("numero").last()
    assert asiento is not None
    assert ("terminal", "cerrar todo") == (asiento.cuenta, asiento.accion)
    assert Credencial.objects.get(cuenta="MCL-CAPTURA").has_usable_password()
    assert 200 == sala.entra("MCL-CAPTURA").get("/mi-cuenta/").status_code


def test_cerrar_todo_se_puede_repetir(sala: Sala) -> None:
    assert sala.raiz.is_dir()
    orden("cuentas", "cerrar-todo")

    dicho = orden("cuentas", "cerrar-todo").output
    assert "Sesiones cerradas: 0. Enlaces caducados: 0." in dicho
