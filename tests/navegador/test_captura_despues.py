"""Después de enviar: se observa, se subsana, se reporta una falla y se cuenta cuántas van."""

from pathlib import Path

import pytest
from ensayo import PARTIDO, Alguien, Captura, con_gps, valores_de
from persona import Persona
from revisor import Revisor

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.lento,
    pytest.mark.xdist_group("navegador-captura"),
]

OTRO_MOTIVO = "Quiero que en mi municipio las cuentas se entiendan y las obras se terminen. " * 5
COMO = [
    pytest.param({"ancho": ancho, "con_js": guiones}, id=f"{ancho}-{con}-guiones")
    for ancho in (360, 1280)
    for guiones, con in ((False, "sin"), (True, "con"))
]


_YA: dict[str, str] = {}


def revisor_de(como: dict[str, int]) -> Revisor:
    """Sin guiones no corre axe: solo se mira que nada se salga ni quede chico."""
    return Revisor(("light",) if como["con_js"] else ())


def validada(alguien: Alguien, captura: Captura, tmp_path: Path) -> str:
    """La clave de una ya integrada; se llena una sola vez."""
    if PARTIDO not in _YA:
        clave = captura.una()
        foto = con_gps(captura.foto(clave), tmp_path / "foto.jpg")
        quien = alguien(f"{PARTIDO}-CAPTURA").entra()
        quien.llena_y_envia(clave, valores_de(captura, clave), foto)
        captura.despacha("--sin-integrar")
        valida(alguien(f"{PARTIDO}-SUPERVISORA"), captura, clave)
        _YA[PARTIDO] = clave
    return _YA[PARTIDO]


def valida(supervisora: Persona, captura: Captura, clave: str) -> None:
    supervisora.entra("/supervision/").ve(f"/candidaturas/{clave}/").acepta(clave)
    supervisora.ve(f"/supervision/{clave}/")
    assert supervisora.pagina.locator("#confirmo").count(), supervisora.texto
    supervisora.marca("#confirmo")
    supervisora.pulsa("Validar")
    captura.despacha()


def test_la_candidatura_de_partido_llena_la_suya_y_no_la_valida(
    alguien: Alguien, captura: Captura, tmp_path: Path
) -> None:
    como = {"ancho": 360, "con_js": False}
    clave, revisor = captura.con_cuenta(PARTIDO), revisor_de(como)
    foto = con_gps(captura.foto(captura.una()), tmp_path / "foto.jpg")
    propia = alguien(clave, revisor, **como).entra()
    folio = propia.llena_y_envia(clave, valores_de(captura, clave), foto)
    captura.despacha("--sin-integrar")
    propia.ve(f"/folios/{folio}/")
    assert "por validar" in propia.texto
    assert not propia.pagina.get_by_role("link", name="Por validar", exact=True).count()

    valida(alguien(f"{PARTIDO}-SUPERVISORA", revisor, **como), captura, clave)
    propia.ve(f"/folios/{folio}/")
    assert "Integrad" in propia.texto
    assert ({}, []) == (revisor.malas, alguien.quejas)


@pytest.mark.parametrize("como", COMO)
def test_lo_observado_se_oculta_se_subsana_y_vuelve_a_mostrarse(
    alguien: Alguien, captura: Captura, tmp_path: Path, como: dict[str, int]
) -> None:
    clave, revisor = validada(alguien, captura, tmp_path), revisor_de(como)
    verificadora = alguien("VERIFICADORA", revisor, **como).entra("/verificacion/")
    verificadora.ve(f"/verificacion/{clave}/")
    boton = verificadora.pagina.locator("a[href*='rubro=/curricular/motivo']")
    verificadora.pulsa_en(boton)
    verificadora.pulsa("Observar y ocultar")
    assert "Hay algo que corregir" in verificadora.texto
    causal = verificadora.pagina.locator("[name='causal']").first
    if causal.evaluate("(e) => e.tagName") == "SELECT":
        causal.select_option(index=1)
    else:
        verificadora.marca("[name='causal']")
    verificadora.escribe("#fundamento", "Artículo 9 de las reglas ficticias")
    verificadora.marca("#confirmo")
    verificadora.pulsa("Observar y ocultar")
    captura.despacha()
    verificadora.ve(f"/verificacion/{clave}/")
    assert "Sin subsanar" in verificadora.texto

    supervisora = alguien(f"{PARTIDO}-SUPERVISORA", revisor, **como).entra("/supervision/")
    supervisora.ve(f"/candidaturas/{clave}/subsanar/")
    supervisora.pulsa_en(supervisora.pagina.locator("a.boton[href*='rubro=']").first)
    motivo = f"{OTRO_MOTIVO}Esta es la corrección {como['ancho']}, {como['con_js']}."
    supervisora.escribe("main textarea:visible", motivo)
    supervisora.pulsa("Guardar y revisar")
    assert supervisora.pagina.locator("#confirmo").count(), supervisora.texto
    supervisora.marca("#confirmo")
    supervisora.pulsa_en(supervisora.pagina.locator("main .acciones button").first)
    captura.despacha()
    verificadora.ve(f"/verificacion/{clave}/")
    assert "Sin subsanar" not in verificadora.texto
    assert motivo in verificadora.texto
    assert ({}, []) == (revisor.malas, alguien.quejas)


@pytest.mark.parametrize("como", COMO)
def test_una_falla_se_reporta_se_atiende_y_quien_la_reporto_lo_lee(
    alguien: Alguien, como: dict[str, int]
) -> None:
    revisor = revisor_de(como)
    que = f"La página de la fotografía no abre en mi teléfono {como}."
    quien = alguien(f"{PARTIDO}-CAPTURA", revisor, **como).entra()
    quien.ve("/fallas/reportar/").pulsa("Enviar el reporte")
    assert "Escriba qué pasó." in quien.texto
    quien.pagina.locator("[name='dia']").fill("2024-04-28")
    quien.pagina.locator("[name='hora']").fill("08:30")
    quien.escribe("[name='que']", que)
    quien.pulsa("Enviar el reporte")

    soporte = alguien("UIE", revisor, **como).entra("/fallas/")
    soporte.ve("/fallas/")
    soporte.pulsa_en(soporte.pagina.locator("main a[href^='/fallas/']").first)
    assert que in soporte.texto
    soporte.escribe("main textarea", "Era el certificado del servidor; ya abre.")
    soporte.pulsa("Dar por atendida")

    quien.ve("/fallas/reportar/")
    assert "ya abre" in quien.texto
    consejo = alguien("CEVINE", revisor, **como).entra("/cifras/").ve("/cifras/")
    assert "Por partido que captura" in consejo.texto
    assert ({}, []) == (revisor.malas, alguien.quejas)
