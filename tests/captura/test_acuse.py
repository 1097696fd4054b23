"""El acuse prueba qué se envió y cuándo, también cuando lo sensible ya no está."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generador.cli import conoceles
from generador.nucleo.acuse import FOLIO, Acuse
from tests.captura.conftest import OTRA, UNA, Sala


def acuse_de(envio: Any) -> Acuse:
    from generador.captura.acuses import constancia as acuse
    from generador.captura.fuente import vigente

    return acuse.acuse_de(envio, vigente().contexto.proceso)


def guardado(sala: Sala, acuse: Acuse) -> Path:
    ruta = sala.base / "acuse.json"
    ruta.write_text(acuse.a_json(), "utf-8")
    return ruta


def verifica(sala: Sala, ruta: Path) -> tuple[int, str]:
    orden = ["--raiz", str(sala.raiz), "acuse", "verificar", str(ruta)]
    corrida = CliRunner().invoke(conoceles, orden, catch_exceptions=False)
    return corrida.exit_code, corrida.output


def valida(envio: Any, **cambios: Any) -> Any:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.llenado import borradores
    from generador.captura.models import Expediente

    expediente = Expediente.objects.get(clave=envio.clave)
    borrador = borradores.buscar(envio.clave)
    if cambios:
        dicho = borradores.leer(borrador)
        dicho["curricular"] |= cambios
        borrador = borradores.guardar(envio.clave, "MCL-SUPERVISORA", dicho, borrador.version)
    quien = cuenta_de("MCL-SUPERVISORA")
    return envios.pedir_validacion(envio, expediente, quien, vigente(), borrador.version)


def test_es_el_mismo_recien_hecho_que_leido_de_la_base(sala: Sala) -> None:
    from generador.captura.models import Envio

    envio = sala.envia(UNA)

    assert acuse_de(envio) == acuse_de(Envio.objects.get(folio=envio.folio))


def test_cambiarle_un_caracter_se_nota(sala: Sala) -> None:
    texto = acuse_de(sala.envia(UNA)).a_json()
    dato = json.loads(texto)

    assert dato == Acuse.de_json(texto.encode()).a_dato()
    for campo, valor in dato.items():
        otro = (not valor) if isinstance(valor, bool) else f"{valor}0"
        with pytest.raises(Exception, match="acuse"):
            Acuse.de_dato({**dato, campo: otro})


def test_verifica_lo_que_espera_en_su_propuesta(sala: Sala) -> None:
    envio = sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()

    codigo, dicho = verifica(sala, guardado(sala, acuse_de(envio)))

    assert (0, True) == (codigo, "Todavía no se integra" in dicho), dicho


def test_uno_rehecho_con_otra_hora_no_es_autentico(sala: Sala) -> None:
    bueno = acuse_de(sala.envia(UNA))
    sala.despacha()

    for malo in (
        replace(bueno, instante="2024-04-27T10:00:00-06:00"),
        replace(bueno, extemporaneo=True),
        replace(bueno, cuenta="MCL-SUPERVISORA"),
        replace(bueno, curricular=f"sha256:{'0' * 64}"),
        replace(bueno, identidad=f"sha256:{'0' * 64}"),
        replace(bueno, clave=OTRA),
        replace(bueno, folio="0000-0000-0000"),
        replace(bueno, corrige=bueno.folio),
        replace(bueno, proceso="otro"),
    ):
        codigo, dicho = verifica(sala, guardado(sala, malo))

        assert (1, True) == (codigo, "no es auténtico" in dicho), (malo, dicho)


def test_integrado_dice_que_lo_vigente_es_lo_enviado(sala: Sala) -> None:
    envio = sala.envia(UNA)
    sala.despacha()
    valida(envio)
    sala.despacha()

    codigo, dicho = verifica(sala, guardado(sala, acuse_de(envio)))

    assert (0, True) == (codigo, "exactamente lo que se envió" in dicho), dicho


def test_corregido_al_validar_los_dos_acuses_verifican_y_el_primero_nombra_al_segundo(
    sala: Sala,
) -> None:
    envio = sala.envia(UNA)
    sala.despacha()
    motivo = sala.llenado(UNA)["curricular"]["motivo"]
    segundo = valida(envio, motivo=f"{motivo} Con todo el corazo\u0301n.")  # sin componer
    sala.despacha()
    assert segundo.folio != envio.folio

    codigo, dicho = verifica(sala, guardado(sala, acuse_de(segundo)))
    assert (0, True) == (codigo, "exactamente lo que se envió" in dicho), dicho
    assert f"Sustituye al acuse {envio.folio}" in dicho
    codigo, dicho = verifica(sala, guardado(sala, acuse_de(envio)))
    assert (0, True) == (codigo, f"lo ampara el acuse {segundo.folio}" in dicho), dicho


def test_lo_que_se_separa_conserva_su_acuse(sala: Sala) -> None:
    uno, otro = sala.envia(UNA), sala.envia(OTRA)
    sala.despacha()
    valida(uno)
    sala.despacha()

    assert 0 == verifica(sala, guardado(sala, acuse_de(uno)))[0]
    assert 0 == verifica(sala, guardado(sala, acuse_de(otro)))[0]


def test_sigue_verificando_despues_de_destruir_lo_sensible(sala: Sala) -> None:
    envio = sala.envia(UNA)
    sala.despacha()
    valida(envio)
    sala.despacha()
    cuentas = sala.raiz / "cuentas.yml"
    cuentas.write_text(f'{cuentas.read_text("utf-8")}  UT-2:\n    rol: "ut"\n', "utf-8")
    sala.corre("configurar", str(cuentas), "--cuenta", "UT", fecha="2024-05-05")
    baja = ("cancelar", UNA, "--causa", "renuncia", "--acuerdo", "IEEM/1", "--cuenta", "UT")
    sala.corre(*baja, fecha="2024-05-06")
    pedir = ("boveda", "destruir", UNA, "--documento", "Acta 9", "--cuenta", "UT")
    folio = FOLIO.search(sala.corre(*pedir, fecha="2024-06-10"))
    assert folio
    autorizar = ("boveda", "destruir", "--autorizar", folio.group(), "--cuenta", "UT-2")
    assert "Destruida" in sala.corre(*autorizar, fecha="2024-06-11")

    codigo, dicho = verifica(sala, guardado(sala, acuse_de(envio)))

    assert (0, True) == (codigo, "exactamente lo que se envió" in dicho), dicho


# --- la web ------------------------------------------------------------------------------------


def test_la_pagina_dice_folio_hora_huella_compromiso_y_trae_el_codigo(sala: Sala) -> None:
    envio = sala.envia(UNA)

    pagina = sala.entra("MCL-CAPTURA").get(f"/acuses/{envio.folio}/")

    texto = pagina.content.decode()
    for dicho in (envio.folio, "28 de abril de 2024, 10:0", envio.huella_curricular):
        assert dicho in texto
    assert envio.compromiso in texto
    assert "data:image/svg+xml" in texto
    assert "fuera de plazo" not in texto


def test_el_extemporaneo_y_el_segundo_lo_dicen(sala: Sala) -> None:
    from generador.captura.models import Envio

    envio = sala.envia(UNA)
    Envio.objects.update(extemporaneo=True)
    sala.despacha()
    motivo = sala.llenado(UNA)["curricular"]["motivo"]
    segundo = valida(envio, motivo=f"{motivo} Y nada más.")
    cliente = sala.entra("MCL-SUPERVISORA")

    primero = cliente.get(f"/acuses/{envio.folio}/").content.decode()
    despues = cliente.get(f"/acuses/{segundo.folio}/").content.decode()

    assert "fuera de plazo" in primero
    assert segundo.folio in primero
    assert "Segundo acuse" in despues
    assert envio.folio in despues


def test_lo_ajeno_y_lo_que_no_existe_contestan_igual(sala: Sala) -> None:
    folio = sala.envia(UNA).folio
    sala.despacha()

    for cuenta in ("PAH-CAPTURA", "PAH-SUPERVISORA", OTRA):
        cliente = sala.entra(cuenta)
        for ruta in ("acuses/{}/", "acuses/{}/acuse.pdf", "acuses/{}/acuse.json", "folios/{}/"):
            for cual in (folio, "0000-0000-0000"):
                assert 404 == cliente.get("/" + ruta.format(cual)).status_code, (cuenta, ruta)


def test_el_pdf_esta_en_espanol_con_titulo_y_letra_dentro(sala: Sala) -> None:
    envio = sala.envia(UNA)

    pdf = sala.entra("UT").get(f"/acuses/{envio.folio}/acuse.pdf")

    assert "application/pdf" == pdf["Content-Type"]
    for parte in (b"%PDF", b"/Lang (es-MX)", b"/DisplayDocTitle true", b"/FontFile2", b"/Title"):
        assert parte in pdf.content


def test_el_pdf_dice_que_es_cada_trozo_y_en_que_orden_se_lee() -> None:
    from generador.captura.acuses.papel import hacer_pdf

    datos, nota = [("Folio", "7K2M-9QF4-M3XR"), ("Recibido", "hoy")], ["Fuera de plazo."]
    pdf = hacer_pdf("Acuse de recibo", datos, nota, "https://ejemplo.invalid/verificar/")
    clases = re.findall(rb"/S /(\w+) /Type /StructElem", pdf)

    for parte in (b"/Marked true", b"/StructParents 0", b"/Alt (C\\363digo QR"):
        assert parte in pdf
    assert [b"Document", b"P", b"H1", b"P", b"P", b"P", b"Figure", b"P", b"P", b"P"] == clases


def test_el_json_descargado_es_el_que_verifica(sala: Sala) -> None:
    envio = sala.envia(UNA)
    sala.despacha()
    ruta = sala.base / "acuse.json"
    ruta.write_bytes(sala.entra(UNA).get(f"/acuses/{envio.folio}/acuse.json").content)

    assert 0 == verifica(sala, ruta)[0]


def sube(crudo: bytes) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    datos = {"archivo": SimpleUploadedFile("acuse.json", crudo)}
    return str(Client().post("/verificar/", datos).content.decode())


def test_cualquiera_comprueba_un_archivo_desde_que_esta_en_cola_hasta_integrado(
    sala: Sala,
) -> None:
    envio = sala.envia(UNA)
    crudo = acuse_de(envio).a_json().encode()

    assert "espera su turno" in sube(crudo)
    sala.despacha()
    assert "Todavía no se integra" in sube(crudo)
    valida(envio)
    sala.despacha()
    assert "exactamente lo que se envió" in sube(crudo)


def test_la_web_rechaza_lo_cambiado_lo_rehecho_y_lo_que_no_es_un_acuse(sala: Sala) -> None:
    bueno = acuse_de(sala.envia(UNA))
    rehecho = replace(bueno, instante="2024-04-27T10:00:00-06:00").a_json()

    for crudo in (
        bueno.a_json().replace("MCL-CAPTURA", "MCL-CAPTURE").encode(),
        rehecho.encode(),
        b"no es JSON",
        b"[" * 9_000,
        b"\xff\xfe",
        b"",
        b"1" * 20_000,
    ):
        assert "No es auténtico" in sube(crudo), crudo[:40]


def test_por_folio_lo_inexistente_y_lo_no_publicado_se_dicen_igual(sala: Sala) -> None:
    from django.test import Client

    folio = sala.envia(UNA).folio
    sala.despacha()

    def dicho(cual: str) -> str:
        return str(Client().get("/verificar/", {"folio": cual}).content.decode()).replace(cual, "")

    igual = [dicho(cual).partition("csrf")[0] for cual in (folio, "0000-0000-0000", "ZZZZ-1")]
    assert 1 == len(set(igual))
    assert "No hay nada público" in igual[0]


def test_por_folio_lo_publicado_se_dice_sin_la_cuenta(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from django.test import Client

    envio = sala.envia(UNA)
    sala.despacha()
    valida(envio)
    sala.despacha()
    entorno = settings.ENTORNO
    monkeypatch.setattr(
        settings, "ENTORNO", replace(entorno, desfase=entorno.desfase + timedelta(days=20))
    )

    texto = Client().get("/verificar/", {"folio": envio.folio.lower()}).content.decode()

    assert "exactamente lo que se envió" in texto
    assert "MCL-CAPTURA" not in texto


def test_la_pagina_del_folio_dice_quien_lo_tiene_y_que_falta(sala: Sala) -> None:
    envio = sala.envia(UNA)
    cliente = sala.entra("MCL-CAPTURA")

    def texto(folio: str) -> str:
        return str(cliente.get(f"/folios/{folio}/").content.decode())

    assert "Recibido, en cola" in texto(envio.folio)
    sala.despacha()
    assert "Supervisora de MCL" in texto(envio.folio) or "MCL-SUPERVISORA" in texto(envio.folio)
    valida(envio)
    assert "ya se pidió" in texto(envio.folio)
    sala.despacha()
    assert "ya es parte del expediente" in texto(envio.folio)


def test_la_pagina_de_una_propuesta_y_de_un_acto(sala: Sala) -> None:
    from generador.captura.models import Acto, Tanda

    envio = sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    cliente = sala.entra(UNA)
    propuesta = cliente.get(f"/folios/{Tanda.objects.get().folio}/").content.decode()
    assert UNA in propuesta
    assert OTRA not in propuesta
    valida(envio)
    acto = Acto.objects.get()

    assert "En cola" in cliente.get(f"/folios/{acto.folio}/").content.decode()


def test_lo_corregido_antes_de_llegar_a_git_conserva_su_hora_y_sus_dos_acuses(sala: Sala) -> None:
    envio = sala.envia(UNA)
    motivo = sala.llenado(UNA)["curricular"]["motivo"]
    segundo = valida(envio, motivo=f"{motivo} Y nada más.")
    sala.despacha()

    assert 0 == verifica(sala, guardado(sala, acuse_de(envio)))[0]
    assert 0 == verifica(sala, guardado(sala, acuse_de(segundo)))[0]
    escrito = (sala.raiz / envio.archivo).read_text("utf-8")
    assert f'folio: "{envio.folio}"' in escrito
