"""Se entra con lo que cada cuenta tiene, y quien no puede no averigua nada."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.captura.conftest import CLAVE_DE_ACCESO, UNA, Sala, cifrada

pytestmark = pytest.mark.usefixtures("sala")

CAPTURA, SUPERVISORA = "MCL-CAPTURA", "MCL-SUPERVISORA"
NUEVA = "otra frase larga y distinta"


def credencial(cuenta: str) -> Any:
    from generador.captura.models import Credencial

    una = Credencial.objects.filter(cuenta=cuenta).first() or Credencial.objects.crear(cuenta)
    una.password = cifrada(CLAVE_DE_ACCESO)
    una.save()
    return una


def entra(cliente: Client, cuenta: str = CAPTURA, **campos: str) -> Any:
    datos = {"cuenta": cuenta, "contrasena": CLAVE_DE_ACCESO} | campos
    return cliente.post("/entrar/", datos)


def acciones() -> list[tuple[str, str]]:
    from generador.captura.models import Asiento

    return list(Asiento.objects.order_by("numero").values_list("cuenta", "accion"))


def codigo(cuenta: str, *, confirmado: bool = True) -> str:
    """El código que daría el teléfono; se olvida el último usado, que fue hace un instante."""
    from django_otp.oath import totp
    from django_otp.plugins.otp_totp.models import TOTPDevice

    aparato = TOTPDevice.objects.get(user__cuenta=cuenta, confirmed=confirmado)
    TOTPDevice.objects.filter(pk=aparato.pk).update(last_t=-1, throttling_failure_count=0)
    return f"{totp(aparato.bin_key):06d}"


def test_entra_con_su_contrasena_y_va_a_lo_suyo() -> None:
    credencial(CAPTURA)
    cliente = Client()
    respuesta = entra(cliente, cuenta=f" {CAPTURA.lower()} ")

    assert (302, "candidaturas") == (respuesta.status_code, respuesta.url.split("/")[-2])
    assert 200 == cliente.get("/mi-cuenta/").status_code
    assert (CAPTURA, "entrar") in acciones()


def test_una_cuenta_que_no_existe_y_una_contrasena_mala_se_contestan_igual() -> None:
    credencial(CAPTURA)
    mala = entra(Client(), contrasena="no es esta")
    ajena = entra(Client(), cuenta="NO-EXISTE", contrasena="no es esta")

    def llano(respuesta: Any) -> str:
        texto = respuesta.content.decode()
        ficha = str(respuesta.context["csrf_token"])
        return texto.replace(ficha, "").replace("NO-EXISTE", "").replace(CAPTURA, "")

    assert (401, 401) == (mala.status_code, ajena.status_code)
    assert llano(mala) == llano(ajena)


def test_con_una_cuenta_que_no_existe_tambien_se_hace_el_trabajo_de_comparar(
    monkeypatch: Any,
) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    veces: list[str] = []
    codificar = Argon2PasswordHasher.encode

    def contar(self: Any, password: str, salt: str) -> str:
        veces.append("hecho")
        return str(codificar(self, password, salt))

    monkeypatch.setattr(Argon2PasswordHasher, "encode", contar)
    entra(Client(), cuenta="NO-EXISTE")

    assert ["hecho"] == veces


def test_lo_tecleado_en_lugar_de_la_cuenta_no_queda_en_ninguna_parte() -> None:
    from axes.models import AccessAttempt

    entra(Client(), cuenta="Mi Contraseña Secreta", contrasena="otra")

    assert ("(desconocida)", "fallar al entrar") in acciones()
    guardado = str(list(AccessAttempt.objects.values())) + str(acciones())
    assert "SECRETA" not in guardado.upper()


def test_tras_ocho_fallos_se_bloquea_aunque_acierte_y_todo_queda_anotado() -> None:
    credencial(CAPTURA)
    cliente = Client()
    estados = [entra(cliente, contrasena="no").status_code for _ in range(8)]
    bien = entra(cliente)

    assert [401] * 7 + [429] == estados
    assert 429 == bien.status_code
    assert "en 15 minutos." in bien.content.decode()
    assert 7 == acciones().count((CAPTURA, "fallar al entrar"))
    assert 2 == acciones().count((CAPTURA, "bloqueo por intentos"))


def test_el_bloqueo_no_se_evita_cambiando_como_se_escribe_la_cuenta() -> None:
    credencial(CAPTURA)
    cliente = Client()
    for numero in range(8):
        escrita = CAPTURA.lower() if numero % 2 else f" {CAPTURA}"
        entra(cliente, cuenta=escrita, contrasena="no")

    assert 429 == entra(cliente).status_code


def test_bloquear_una_cuenta_desde_un_lugar_no_impide_entrar_desde_otro() -> None:
    credencial(CAPTURA)
    for _ in range(8):
        entra(Client(REMOTE_ADDR="10.0.0.1"), contrasena="no")

    assert 302 == entra(Client(REMOTE_ADDR="10.0.0.2")).status_code


def test_una_cuenta_desactivada_no_entra() -> None:
    una = credencial(CAPTURA)
    una.activa = False
    una.save()

    assert 401 == entra(Client()).status_code


def test_al_entrar_la_sesion_es_otra() -> None:
    credencial(CAPTURA)
    cliente = Client()
    cliente.get("/entrar/")
    antes = cliente.session.session_key
    entra(cliente)

    assert antes != cliente.session.session_key


def test_solo_se_sigue_a_una_pagina_de_este_sitio() -> None:
    credencial(CAPTURA)
    propia = entra(Client(), siguiente="/mi-cuenta/").url
    fuera = [
        entra(Client(), siguiente=s).url
        for s in ("https://malo.invalid/", "//malo.invalid", "/\\malo.invalid", "javascript:1")
    ]

    assert "/mi-cuenta/" == propia
    assert 4 == sum("malo" not in f and f.startswith("/") for f in fuera)


def test_salir_pide_post_y_cierra() -> None:
    credencial(CAPTURA)
    cliente = Client()
    entra(cliente)
    assert 405 == cliente.get("/salir/").status_code
    cliente.post("/salir/")

    assert 401 == cliente.get("/mi-cuenta/").status_code
    assert (CAPTURA, "salir") in acciones()


def test_cambiar_la_contrasena_cierra_las_demas_sesiones_y_no_esta() -> None:
    credencial(CAPTURA)
    uno, otro = Client(), Client()
    entra(uno)
    entra(otro)
    datos = {"actual": CLAVE_DE_ACCESO, "nueva": NUEVA, "otra_vez": NUEVA}
    assert 302 == uno.post("/mi-cuenta/", datos).status_code

    assert (200, 401) == (uno.get("/mi-cuenta/").status_code, otro.get("/mi-cuenta/").status_code)
    assert 302 == entra(Client(), contrasena=NUEVA).status_code


def test_cerrar_las_demas_sesiones_deja_esta() -> None:
    credencial(CAPTURA)
    uno, otro = Client(), Client()
    entra(uno)
    entra(otro)
    uno.post("/mi-cuenta/sesiones/")

    assert (200, 401) == (uno.get("/mi-cuenta/").status_code, otro.get("/mi-cuenta/").status_code)


def test_una_contrasena_corta_comun_o_distinta_se_dice_junto_al_campo() -> None:
    credencial(CAPTURA)
    cliente = Client()
    entra(cliente)
    dichos = []
    for nueva, otra in (("corta", "corta"), ("password1234", "password1234"), (NUEVA, "otra cosa")):
        datos = {"actual": CLAVE_DE_ACCESO, "nueva": nueva, "otra_vez": otra}
        respuesta = cliente.post("/mi-cuenta/", datos)
        dichos.append(list(respuesta.context["forma"].errors))

    assert [["nueva"], ["nueva"], ["otra_vez"]] == dichos


def test_la_sesion_se_renueva_a_lo_mas_cada_cinco_minutos() -> None:
    credencial(CAPTURA)
    cliente = Client()
    entra(cliente)
    cliente.get("/mi-cuenta/")
    assert "sesion" not in cliente.get("/mi-cuenta/").cookies

    sesion = cliente.session
    sesion["vista"] -= 301
    sesion.save()
    assert "sesion" in cliente.get("/mi-cuenta/").cookies


def test_una_sesion_no_pasa_de_doce_horas_aunque_se_use() -> None:
    credencial(CAPTURA)
    cliente = Client()
    entra(cliente)
    cliente.get("/mi-cuenta/")
    sesion = cliente.session
    sesion["abierta"] -= 12 * 3600 + 1
    sesion.save()

    assert 401 == cliente.get("/mi-cuenta/").status_code


def test_quien_debe_segundo_factor_no_ve_nada_hasta_darlo_de_alta() -> None:
    credencial(SUPERVISORA)
    cliente = Client()
    assert "/segundo-factor/" == entra(cliente, SUPERVISORA).url
    assert "/segundo-factor/" == cliente.get("/mi-cuenta/").url
    assert "Su cuenta decide" in cliente.get("/segundo-factor/").content.decode()
    assert "image/svg+xml" == cliente.get("/segundo-factor/dibujo.svg")["Content-Type"]
    dado = cliente.post("/segundo-factor/", {"codigo": codigo(SUPERVISORA, confirmado=False)})

    assert 10 == len(dado.context["codigos"])
    assert 200 == cliente.get("/mi-cuenta/").status_code


def test_quien_ya_lo_tiene_da_el_codigo_y_el_mismo_no_sirve_dos_veces() -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.create(user=credencial(SUPERVISORA), confirmed=True)
    uno, otro = Client(), Client()
    entra(uno, SUPERVISORA)
    entra(otro, SUPERVISORA)
    bueno = codigo(SUPERVISORA)

    assert 302 == uno.post("/segundo-factor/", {"codigo": bueno}).status_code
    assert 422 == otro.post("/segundo-factor/", {"codigo": bueno}).status_code


def test_con_la_pura_contrasena_no_se_ve_ni_se_cambia_el_aparato() -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.create(user=credencial(SUPERVISORA), confirmed=True)
    cliente = Client()
    entra(cliente, SUPERVISORA)

    assert 404 == cliente.get("/segundo-factor/dibujo.svg").status_code
    assert "/segundo-factor/" == cliente.get("/mi-cuenta/segundo-factor/").url
    assert "/segundo-factor/" == cliente.post("/mi-cuenta/segundo-factor/respaldos/").url


def test_el_codigo_de_respaldo_sirve_una_vez() -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from generador.captura.cuentas import segundo_factor

    una = credencial(SUPERVISORA)
    TOTPDevice.objects.create(user=una, confirmed=True)
    respaldo = segundo_factor.nuevos_respaldos(una)[0]
    estados = []
    for _ in range(2):
        cliente = Client()
        entra(cliente, SUPERVISORA)
        estados.append(cliente.post("/segundo-factor/", {"codigo": respaldo}).status_code)

    assert [302, 422] == estados


def test_a_la_sexta_el_codigo_malo_cierra_la_sesion_y_hay_que_esperar() -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from generador.captura.cuentas import segundo_factor

    una = credencial(SUPERVISORA)
    TOTPDevice.objects.create(user=una, confirmed=True)
    cliente = Client()
    entra(cliente, SUPERVISORA)
    estados = [cliente.post("/segundo-factor/", {"codigo": "000000"}).status_code for _ in range(6)]

    assert [422] * 5 + [429] == estados
    assert "/entrar/" == cliente.get("/segundo-factor/").url
    assert segundo_factor.bloqueado_hasta(una) is not None
    assert (SUPERVISORA, "bloqueo por intentos") in acciones()


def test_una_candidatura_puede_ponerlo_y_quitarlo_y_una_supervisora_no(sala: Sala) -> None:
    credencial(CAPTURA)
    cliente = Client()
    entra(cliente)
    cliente.get("/mi-cuenta/segundo-factor/")
    cliente.post("/mi-cuenta/segundo-factor/", {"codigo": codigo(CAPTURA, confirmado=False)})
    otro = Client()
    assert "/segundo-factor/" == entra(otro).url
    assert 302 == cliente.post("/mi-cuenta/segundo-factor/quitar/").status_code
    assert "/segundo-factor/" != entra(Client()).url

    assert 404 == sala.entra(SUPERVISORA).post("/mi-cuenta/segundo-factor/quitar/").status_code


def test_lo_que_se_guardaba_al_vencer_la_sesion_se_retoma(monkeypatch: Any) -> None:
    """Va cifrado en la página de entrada, y se guarda también si falta el segundo factor."""
    from generador.captura.formulario import retomar
    from generador.captura.llave import cifrar
    from generador.captura.permisos import Permiso
    from generador.captura.vistas import formulario, sesion

    credencial(CAPTURA)
    guardados = []

    def guardar(*dichos: Any) -> str:
        guardados.append(dichos)
        return "/una/pagina/"

    monkeypatch.setattr(formulario, "guardar_retomado", guardar, raising=False)

    vista = SimpleNamespace(permiso=Permiso.CAPTURAR)
    hallada = SimpleNamespace(kwargs={"clave": UNA}, func=vista)
    monkeypatch.setattr(sesion, "resolve", lambda _ruta: hallada)
    dato = {"ruta": "/una/pagina/", "campos": {"/curricular/motivo": ["texto"]}}
    pendiente = retomar.urlsafe_b64encode(cifrar(dato, "retomar")).decode()
    respuesta = entra(Client(), pendiente=pendiente)

    assert "/una/pagina/" == respuesta.url
    ((expediente, cuenta, ruta, campos),) = guardados
    assert (UNA, CAPTURA) == (expediente.clave, cuenta.clave)
    assert ("/una/pagina/", dato["campos"]) == (ruta, campos)


def test_lo_apartado_que_no_es_nuestro_se_ignora() -> None:
    credencial(CAPTURA)

    assert 302 == entra(Client(), pendiente="no es nuestro").status_code
    assert 302 == entra(Client(), pendiente="AAAA").status_code


def test_cuenta_y_contrasena_con_caracteres_raros_no_fallan() -> None:
    assert 401 == entra(Client(), cuenta="\0\u202e💥" * 40, contrasena="\0").status_code
    assert 401 == entra(Client(), cuenta="", contrasena="").status_code


def test_una_pagina_caducada_lleva_lo_escrito_solo_si_venia_de_este_sitio() -> None:
    from django.test import RequestFactory

    from generador.captura.formulario import retomar
    from generador.captura.vistas.comunes import sin_ficha

    hallados = []
    for origen, datos in (("same-origin", {"clave": UNA}), ("cross-site", {"clave": UNA}), (
        "same-origin", {},
    )):  # fmt: skip
        peticion = RequestFactory().post("/una/", {"campo": "texto"}, HTTP_SEC_FETCH_SITE=origen)
        peticion.resolver_match = SimpleNamespace(kwargs=datos)
        cuerpo = sin_ficha(peticion).content.decode()
        _, _, resto = cuerpo.partition('name="pendiente" value="')
        hallados.append(retomar.leer(resto.partition('"')[0]))

    assert [("/una/", {"campo": ["texto"]}), None, None] == hallados


def test_volver_a_entrar_lleva_lo_pendiente_y_a_quien_ya_entro_se_lo_retoma() -> None:
    credencial(CAPTURA)
    cliente = Client()
    ida = cliente.post("/entrar/otra-vez/", {"pendiente": "cifrado"})
    assert 'value="cifrado"' in ida.content.decode()
    entra(cliente)

    assert 302 == cliente.post("/entrar/otra-vez/", {"siguiente": "/mi-cuenta/"}).status_code
