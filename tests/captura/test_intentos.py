"""Adivinar una contraseña ajena cuesta cada vez más, y no deja fuera a su dueña (ADR 0024)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from generador.captura.direccion import red_de
from tests.captura.conftest import CLAVE_DE_ACCESO, Sala
from tests.captura.test_entrada import acciones, credencial, entra

pytestmark = pytest.mark.usefixtures("mostrador")
CAPTURA = "MCL-CAPTURA"
TOPE = 4
_FICHA = re.compile(r'(?<=csrfmiddlewaretoken" value=")[^"]+')


@pytest.fixture(autouse=True)
def tope(monkeypatch: pytest.MonkeyPatch) -> None:
    """Con cuatro se ve lo mismo que con cuarenta."""
    monkeypatch.setattr("generador.captura.cuentas.intentos.TOPE", TOPE)


def redes(desde: int = 1) -> Iterator[Client]:
    """Otro navegador, cada uno desde otra red."""
    yield from (Client(REMOTE_ADDR=f"10.{n}.0.1") for n in range(desde, 250))


def asedia(cuenta: str = CAPTURA, veces: int = TOPE, desde: int = 1) -> list[int]:
    return [
        entra(red, cuenta=cuenta, contrasena="no").status_code
        for red, _ in zip(redes(desde), range(veces), strict=False)
    ]


def en(minutos: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """El reloj de la captura, adelantado."""
    from generador.captura.reloj import ahora

    momento = ahora() + timedelta(minutes=minutos)
    monkeypatch.setattr("generador.captura.cuentas.intentos.ahora", lambda: momento)


def test_quien_cambia_de_red_en_cada_intento_tambien_espera() -> None:
    credencial(CAPTURA)
    estados = asedia(veces=TOPE + 2)
    acierta = entra(Client(REMOTE_ADDR="10.200.0.1"))

    assert [401] * TOPE + [429] * 2 == estados
    assert 429 == acierta.status_code
    assert 0 < int(acierta.headers["Retry-After"]) <= 60
    assert "en 1 minuto." in acierta.content.decode()


def test_en_un_dispositivo_en_que_ya_se_entro_se_sigue_entrando() -> None:
    credencial(CAPTURA)
    suyo = Client(REMOTE_ADDR="10.1.0.1")
    entra(suyo)
    suyo.post("/salir/")
    asedia()
    for _ in range(8):  # y ocho más desde su misma red: comparten salida a internet
        entra(Client(REMOTE_ADDR="10.1.0.1"), contrasena="no")

    assert 302 == entra(suyo).status_code


def test_el_dispositivo_conocido_tampoco_prueba_sin_limite() -> None:
    credencial(CAPTURA)
    suyo = Client()
    entra(suyo)
    suyo.post("/salir/")
    estados = [entra(suyo, contrasena="no").status_code for _ in range(8)]

    assert [401] * 7 + [429] == estados
    assert 302 == entra(Client(REMOTE_ADDR="10.9.0.1")).status_code


def test_el_dispositivo_conocido_lo_es_de_su_cuenta_y_de_ninguna_otra() -> None:
    credencial(CAPTURA)
    credencial("PAH-CAPTURA")
    ajeno = Client()
    entra(ajeno, cuenta="PAH-CAPTURA")
    ajeno.post("/salir/")
    asedia()

    assert 429 == entra(ajeno).status_code


def test_un_mismo_navegador_puede_serlo_de_varias_cuentas_con_una_sola_galleta() -> None:
    navegador = Client()
    for cuenta in (CAPTURA, "PAH-CAPTURA"):
        credencial(cuenta)
        entra(navegador, cuenta=cuenta)
        navegador.post("/salir/")
        asedia(cuenta)

    galleta = navegador.cookies["dispositivo"]
    assert galleta["httponly"]
    assert "Lax" == galleta["samesite"]
    assert [302, 302] == [entra(navegador, cuenta=c).status_code for c in (CAPTURA, "PAH-CAPTURA")]


def test_una_galleta_inventada_no_sirve_ni_se_queda() -> None:
    credencial(CAPTURA)
    navegador = Client()
    navegador.cookies["dispositivo"] = "x" * 43
    asedia()
    assert 429 == entra(navegador).status_code

    from generador.captura.models import Asedio

    Asedio.objects.all().delete()
    entra(navegador)
    assert "x" * 43 != navegador.cookies["dispositivo"].value


def test_la_demora_crece_y_tiene_un_tope(monkeypatch: pytest.MonkeyPatch) -> None:
    from generador.captura.cuentas.intentos import MAXIMA, demora

    credencial(CAPTURA)
    asedia()
    demoras = [demora(CAPTURA)]
    minutos = 0.0
    for numero in range(6):
        minutos += demoras[-1].total_seconds() / 60 + 1
        en(minutos, monkeypatch)
        assert [401] == asedia(veces=1, desde=50 + numero)
        demoras.append(demora(CAPTURA))

    assert [1, 2, 4, 8, 16, 30, 30] == [round(d.total_seconds() / 60) for d in demoras]
    assert MAXIMA == demoras[-1]


def test_lo_que_ni_se_mira_no_alarga_la_demora() -> None:
    from generador.captura.cuentas.intentos import demora

    credencial(CAPTURA)
    asedia()
    antes = demora(CAPTURA)
    asedia(veces=3, desde=100)

    assert demora(CAPTURA) <= antes


def test_pasada_la_demora_la_duena_entra_desde_donde_sea(monkeypatch: pytest.MonkeyPatch) -> None:
    credencial(CAPTURA)
    asedia()
    en(2, monkeypatch)

    assert 302 == entra(Client(REMOTE_ADDR="10.200.0.1")).status_code


def test_si_el_reloj_retrocede_nadie_se_queda_fuera_para_siempre(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    credencial(CAPTURA)
    asedia()
    en(-24 * 60, monkeypatch)

    assert 302 == entra(Client(REMOTE_ADDR="10.200.0.1")).status_code


def test_con_un_enlace_de_la_unidad_se_entra_en_pleno_asedio_y_ya_no_se_espera() -> None:
    from generador.captura.cuentas.activacion import reponer

    credencial(CAPTURA)
    asedia()
    _, token = reponer(CAPTURA)
    navegador = Client(REMOTE_ADDR="10.200.0.1")
    navegador.get(f"/activar/{token}/")
    nueva = {"nueva": "otra frase bien larga", "otra_vez": "otra frase bien larga"}
    assert 302 == navegador.post("/activar/", nueva).status_code
    navegador.post("/salir/")

    assert 302 == entra(navegador, contrasena="otra frase bien larga").status_code


def test_quien_esta_dentro_cambia_su_contrasena_aunque_la_asedien(mostrador: Sala) -> None:
    dentro = mostrador.entra(CAPTURA)
    asedia()
    nueva = "otra frase bien larga"
    datos = {"actual": CLAVE_DE_ACCESO, "nueva": nueva, "otra_vez": nueva}

    assert 302 == dentro.post("/mi-cuenta/", datos).status_code


def test_lo_saben_su_duena_y_la_unidad(mostrador: Sala) -> None:
    dentro = mostrador.entra(CAPTURA)
    assert "demasiadas contraseñas" not in dentro.get("/mi-cuenta/").content.decode()
    asedia(veces=TOPE + 3)

    assert 1 == acciones().count((CAPTURA, "asedio a la cuenta"))
    assert "demasiadas contraseñas" in dentro.get("/mi-cuenta/").content.decode()
    bitacora = mostrador.entra("UT").post("/bitacora/", {"cuenta": CAPTURA}).content.decode()
    assert "Se probaron demasiadas contraseñas con la cuenta" in bitacora
    assert "demasiadas" not in mostrador.entra("PAH-CAPTURA").get("/mi-cuenta/").content.decode()


def test_exista_o_no_la_cuenta_todo_es_igual_y_siempre_cuesta_lo_mismo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Texto, código, encabezados y cuántas veces se calcula Argon2, también con el tope pasado."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from generador.captura.models import Credencial

    credencial(CAPTURA)
    apagada = credencial("MCL-SUPERVISORA")
    apagada.activa = False
    apagada.save()
    credencial("SIN-PAPEL")
    Credencial.objects.crear("PAH-CAPTURA")
    veces: list[str] = []
    for nombre in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, nombre)

        def contar(self: Any, *a: Any, de: Any = original, **k: Any) -> Any:
            veces.append("argon2")
            return de(self, *a, **k)

        monkeypatch.setattr(Argon2PasswordHasher, nombre, contar)

    def seguido(cuenta: str) -> list[tuple[int, str, list[tuple[str, str]], int]]:
        vistos = []
        for red, _ in zip(redes(), range(TOPE + 2), strict=False):
            veces.clear()
            respuesta = entra(red, cuenta=cuenta, contrasena="no es esta")
            texto = respuesta.content.decode().replace(cuenta, "")
            quitar = ("Set-Cookie", "Content-Length", "Retry-After")
            cabeceras = sorted(c for c in respuesta.items() if c[0] not in quitar)
            assert set(respuesta.cookies) <= {"csrf"}
            vistos.append((respuesta.status_code, _FICHA.sub("", texto), cabeceras, len(veces)))
        return vistos

    todas = {
        c: seguido(c) for c in (CAPTURA, "MCL-SUPERVISORA", "SIN-PAPEL", "PAH-CAPTURA", "NO-EXISTE")
    }

    assert [(401, 1)] * TOPE + [(429, 0)] * 2 == [(v[0], v[3]) for v in todas["NO-EXISTE"]]
    for cuenta, vistos in todas.items():
        assert todas["NO-EXISTE"] == vistos, cuenta


def test_de_lo_tecleado_solo_queda_una_huella() -> None:
    from generador.captura.models import Asedio

    asedia("MI FRASE SECRETA")

    guardado = str(list(Asedio.objects.values())) + str(acciones())
    assert "SECRETA" not in guardado
    assert ("(desconocida)", "fallar al entrar") in acciones()
    assert not [a for a in acciones() if a[1] == "asedio a la cuenta"]


def test_lo_contado_se_olvida_a_las_veinticuatro_horas(monkeypatch: pytest.MonkeyPatch) -> None:
    from generador.captura.models import Asedio

    asedia("UNA-QUE-NO-EXISTE")
    en(24 * 60 + 1, monkeypatch)
    asedia("OTRA-QUE-NO-EXISTE", veces=1, desde=50)

    assert 1 == Asedio.objects.count()


@pytest.mark.parametrize(
    ("dicha", "cuenta"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1"),
        ("", ""),
    ],
    ids=["seis", "la misma red", "otra red", "cuatro en seis", "cuatro", "ninguna"],
)
def test_en_ipv6_se_cuenta_por_red(dicha: str, cuenta: str) -> None:
    from django.test import RequestFactory

    assert cuenta == red_de(RequestFactory().get("/", REMOTE_ADDR=dicha))
