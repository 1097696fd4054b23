"""Lo que se lee en pantalla: títulos, remedios y palabras, como las ve quien usa la captura."""

import ast
import re
from pathlib import Path

import pytest

from tests.captura.conftest import UNA, Sala
from tests.captura.llenar import acepta

CAPTURA, SUPERVISORA, UNIDAD = "MCL-CAPTURA", "MCL-SUPERVISORA", "UT"
CORREO = "mailto:conoceles@ejemplo.invalid"
FUENTES = Path(__file__).resolve().parents[2] / "generador" / "captura"
CON_TITULO = {
    UNIDAD: ("/unidad/", "/unidad/actos/", "/unidad/registro/", "/cuentas/", "/entregas/",
             "/designaciones/", "/bitacora/", "/verificacion/", "/fallas/", "/cifras/",
             f"/unidad/registro/{UNA}/", f"/cuentas/{UNA}/", "/mi-cuenta/"),
    SUPERVISORA: ("/supervision/", f"/supervision/{UNA}/", "/candidaturas/"),
    CAPTURA: ("/", "/candidaturas/", f"/candidaturas/{UNA}/", f"/candidaturas/{UNA}/aviso/",
              "/fallas/reportar/"),
}  # fmt: skip


def _llano(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _titulos(pagina: str) -> tuple[str, str]:
    """(título de la ventana sin el nombre del sitio, encabezado)."""
    ventana = re.search(r"<title>(.*?) · Conóceles</title>", pagina)
    encabezado = re.search(r"<h1[^>]*>(.*?)</h1>", pagina, re.DOTALL)
    assert ventana, pagina
    assert encabezado, pagina
    return _llano(ventana.group(1)), _llano(encabezado.group(1))


@pytest.mark.parametrize("cuenta", CON_TITULO)
def test_la_ventana_se_llama_como_la_pagina(mostrador: Sala, cuenta: str) -> None:
    cliente = mostrador.entra(cuenta)
    for ruta in CON_TITULO[cuenta]:
        ventana, encabezado = _titulos(cliente.get(ruta).content.decode())
        assert ventana == encabezado, ruta


def test_a_quien_no_ha_entrado_el_404_le_dice_a_quien_escribir(mostrador: Sala) -> None:
    from django.test import Client

    assert mostrador
    respuesta = Client().get("/no-hay/")
    pagina = respuesta.content.decode()

    assert 404 == respuesta.status_code
    assert CORREO in pagina


def test_a_quien_ya_entro_el_404_lo_lleva_a_reportar_la_falla(mostrador: Sala) -> None:
    pagina = mostrador.entra(CAPTURA).get("/unidad/").content.decode()

    assert '<a href="/fallas/reportar/">reporte la falla</a>' in pagina


@pytest.mark.parametrize("plantilla", ["400.html", "403.html", "404.html", "500.html", "503.html"])
def test_toda_pagina_de_error_dice_que_sigue(mostrador: Sala, plantilla: str) -> None:
    from django.template.loader import render_to_string

    assert mostrador
    pagina = render_to_string(plantilla, {"correo": "conoceles@ejemplo.invalid"})
    ventana, encabezado = _titulos(pagina)

    assert encabezado.startswith(ventana)
    assert CORREO in pagina or "/fallas/reportar/" in pagina
    assert 'class="boton" href="/"' in pagina
    assert "captura.css" in pagina


def test_quien_no_puede_entrar_lee_a_donde_escribir(mostrador: Sala) -> None:
    from django.test import Client

    assert mostrador
    assert CORREO in Client().get("/entrar/").content.decode()


def test_lo_que_nadie_ha_empezado_se_llama_igual_en_toda_la_captura(mostrador: Sala) -> None:
    for cuenta, ruta in ((CAPTURA, "/candidaturas/"), (SUPERVISORA, "/supervision/")):
        pagina = mostrador.entra(cuenta).get(ruta).content.decode()
        assert "Sin empezar" in pagina
        assert "Por empezar" not in pagina

    buscadas = mostrador.entra(CAPTURA).post("/candidaturas/", {"estado": "sin_empezar"})
    assert UNA in buscadas.content.decode()


def test_al_cancelar_una_candidatura_ningun_boton_se_confunde_con_salir(mostrador: Sala) -> None:
    datos = {"causa": "Renuncia", "acuerdo": "IED/CG/99/2024"}
    respuesta = mostrador.entra(UNIDAD).post(f"/unidad/registro/{UNA}/cancelar/", datos)
    pagina = respuesta.content.decode()

    assert '<button class="peligro">Cancelar la candidatura</button>' in pagina
    assert "Salir sin hacerlo</a>" in pagina
    assert ">Cancelar<" not in pagina


def test_la_bitacora_se_lee_en_frases(mostrador: Sala) -> None:
    from generador.captura import bitacora

    cliente = mostrador.entra(UNIDAD)
    bitacora.anotar(CAPTURA, "captura", "abrir identidad", UNA, "accion_afirmativa")
    bitacora.anotar("despacho", "actos", "validar", "8MHF-9E9Q-VXRQ", "no procedió")
    bitacora.anotar(SUPERVISORA, "verificacion", "pedir subsanar", UNA)
    pagina = _llano(cliente.get("/bitacora/").content.decode())

    assert f"Abrió las preguntas de identidad {UNA} accion afirmativa" in pagina
    assert "Atendió «Validar»" in pagina
    assert "Pidió «Subsanar»" in pagina
    assert "Verificación" in pagina
    assert "verificacion" not in pagina


def test_toda_accion_que_se_anota_tiene_su_frase() -> None:
    """Si falla, agréguela a `oficina.frases`: si no, se leería su nombre interno."""
    from generador.captura.oficina.frases import PARTES, se_dice

    anotadas = {
        (nodo.args[1].value, nodo.args[2].value)
        for archivo in FUENTES.rglob("*.py")
        for nodo in ast.walk(ast.parse(archivo.read_text("utf-8")))
        if isinstance(nodo, ast.Call)
        and getattr(nodo.func, "id", getattr(nodo.func, "attr", "")) == "anotar"
        and all(isinstance(a, ast.Constant) for a in nodo.args[1:3])
        and len(nodo.args) > 2
    }

    assert 30 < len(anotadas)
    assert [] == sorted(f"{m}: {a}" for m, a in anotadas if not se_dice(m, a))
    assert {m for m, _ in anotadas} <= PARTES.keys()


def test_lo_que_todavia_no_se_abre_se_dice_en_un_renglon(mostrador: Sala) -> None:
    cliente = mostrador.entra(CAPTURA)
    antes = cliente.get(f"/candidaturas/{UNA}/").content.decode()
    assert 2 <= antes.count("Se abre al conocer el aviso de privacidad.")
    assert "Aún no se puede" not in antes
    assert "/seccion/" not in antes

    acepta(cliente, UNA)
    despues = cliente.get(f"/candidaturas/{UNA}/").content.decode()
    assert 1 == despues.count("Se abre al contestar el consentimiento.")
    assert "/seccion/motivo/" in despues
    assert "Aún no se puede" not in despues
