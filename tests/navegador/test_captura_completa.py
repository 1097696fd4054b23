"""De la primera letra a la ficha publicada, con todos los papeles y un navegador de verdad."""

from pathlib import Path

import pytest
from ensayo import PARTIDO, SOLA, Alguien, Captura, con_gps, valores_de
from revisor import Revisor

pytestmark = [pytest.mark.navegador, pytest.mark.xdist_group("navegador-captura")]

SIN_GUIONES, CON_GUIONES = False, True
COMO = [
    pytest.param({"ancho": 360, "con_js": SIN_GUIONES}, id="telefono-sin-guiones"),
    pytest.param({"ancho": 1280, "con_js": CON_GUIONES}, id="escritorio", marks=pytest.mark.lento),
    pytest.param({"ancho": 360, "con_js": CON_GUIONES}, id="telefono", marks=pytest.mark.lento),
    pytest.param(
        {"ancho": 1280, "con_js": SIN_GUIONES},
        id="escritorio-sin-guiones",
        marks=pytest.mark.lento,
    ),
]


@pytest.mark.parametrize("como", COMO)
def test_de_la_primera_letra_a_la_ficha(
    alguien: Alguien, captura: Captura, tmp_path: Path, como: dict[str, int]
) -> None:
    clave, revisor = captura.una(), Revisor()
    foto = con_gps(captura.foto(clave), tmp_path / "foto.jpg")
    quien = alguien(f"{PARTIDO}-CAPTURA", revisor, **como).entra()
    folio = quien.llena_y_envia(clave, valores_de(captura, clave), foto)
    captura.despacha("--sin-integrar")

    supervisora = alguien(f"{PARTIDO}-SUPERVISORA", revisor, **como).entra("/supervision/")
    supervisora.ve(f"/supervision/{clave}/")
    assert folio in supervisora.texto
    supervisora.ve(f"/candidaturas/{clave}/").acepta(clave)
    supervisora.ve(f"/supervision/{clave}/").pulsa("Ver la ficha como será pública", "link")
    assert captura.dice(clave)["motivo"][:40] in supervisora.texto
    supervisora.ve(f"/supervision/{clave}/").marca("#confirmo")
    supervisora.pulsa("Validar")
    assert "en cola" in supervisora.texto
    captura.despacha("--sin-integrar")

    unidad = alguien("UT", revisor, **como).entra("/unidad/")
    renglon = unidad.pagina.locator("tr", has_text=clave).get_by_role("link").first
    unidad.pulsa_en(renglon).pulsa("Integrar lo que aquí se ve")
    captura.despacha("--sin-integrar")

    cualquiera = alguien("", revisor, **como).ve("/verificar/")
    cualquiera.escribe("#folio", folio)
    cualquiera.pulsa("Verificar")
    assert "Consta y está publicado" in cualquiera.texto
    assert ({}, []) == (revisor.malas, alguien.quejas)


def test_la_independiente_llena_y_valida_lo_suyo_y_su_ficha_lo_muestra(
    alguien: Alguien, captura: Captura, tmp_path: Path
) -> None:
    foto = con_gps(captura.foto(SOLA), tmp_path / "foto.jpg")
    revisor = Revisor(("light",))
    sola = alguien(SOLA, revisor).entra()
    folio = sola.llena_y_envia(SOLA, valores_de(captura, SOLA), foto)
    captura.despacha()
    sola.ve("/supervision/").pulsa_en(sola.pagina.locator(".trabajo a").first)
    assert folio in sola.texto
    sola.marca("#confirmo")
    sola.pulsa("Validar")
    captura.despacha()

    sola.ve(f"/candidaturas/{SOLA}/").pulsa("Ver las respuestas", "link")
    assert "aquí se destruyó" in sola.texto
    publico = captura.construye(tmp_path / "publico")
    ficha = next(publico.glob(f"candidaturas/{SOLA.lower()}*/index.html"))
    assert captura.dice(SOLA)["motivo"][:40] in ficha.read_text("utf-8")
    assert ({}, []) == (revisor.malas, alguien.quejas)
