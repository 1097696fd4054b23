"""Lo tecleado no se pierde ni se escapa: dos a la vez, la sesión que vence y el canario."""

from pathlib import Path

import pytest
from ensayo import PARTIDO, Alguien, Captura, con_gps, valores_de

pytestmark = [pytest.mark.navegador, pytest.mark.xdist_group("navegador-captura")]

MOTIVO = "#c-curricular-motivo"
DE_IDENTIDAD, DE_TEXTO = "zqcanariozqidentidad", "zqcanariozqtexto"


@pytest.mark.parametrize("con_js", [True, False])
def test_dos_a_la_vez_la_segunda_lo_ve_y_nada_se_pierde(
    alguien: Alguien, captura: Captura, *, con_js: bool
) -> None:
    clave = captura.una()
    ruta = f"/candidaturas/{clave}/seccion/motivo/"
    una = alguien(f"{PARTIDO}-CAPTURA", con_js=con_js).entra()
    otra = alguien(f"{PARTIDO}-SUPERVISORA", con_js=con_js).entra()
    for quien in (una, otra):
        quien.acepta(clave)
        quien.ve(ruta)
    una.escribe(MOTIVO, "Lo que escribió la primera.")
    una.pulsa("Guardar y salir")
    otra.escribe(MOTIVO, "Lo que escribió la segunda.")
    otra.pulsa("Guardar y salir")

    assert "Otra persona cambió lo mismo" in otra.texto
    assert "Lo que escribió la primera." in otra.texto
    assert "Lo que escribió la segunda." in otra.texto
    otra.marca("input[value='mio']")
    otra.pulsa("Guardar lo elegido")
    una.ve(ruta)
    assert "Lo que escribió la segunda." == una.pagina.input_value(MOTIVO)
    assert [] == alguien.quejas


@pytest.mark.parametrize("con_js", [True, False])
def test_si_la_sesion_vence_a_media_captura_lo_escrito_se_retoma(
    alguien: Alguien, captura: Captura, *, con_js: bool
) -> None:
    clave = captura.una()
    ruta = f"/candidaturas/{clave}/seccion/motivo/"
    quien = alguien(f"{PARTIDO}-CAPTURA", con_js=con_js).entra()
    quien.acepta(clave)
    quien.ve(ruta).escribe(MOTIVO, "A media captura se venció.")
    quien.contexto.clear_cookies(name="sesion")
    quien.pulsa("Guardar y salir")

    assert "lo que escribió no se perdió" in quien.texto
    quien.identifica()
    assert "Lo que escribió quedó guardado." in quien.texto
    quien.ve(ruta)
    assert "A media captura se venció." == quien.pagina.input_value(MOTIVO)
    assert [] == alguien.quejas


def test_lo_tecleado_no_aparece_fuera_de_lo_cifrado(
    alguien: Alguien, captura: Captura, tmp_path: Path
) -> None:
    clave = captura.una()
    valores = valores_de(captura, clave, i03_otra=DE_IDENTIDAD)
    motivo = valores["/curricular/motivo"]
    foto = con_gps(captura.foto(clave), tmp_path / "foto.jpg")
    persona = alguien(f"{PARTIDO}-CAPTURA").entra()
    persona.acepta(clave)
    persona.ve(f"/candidaturas/{clave}/seccion/motivo/").escribe(MOTIVO, DE_TEXTO * 2000)
    persona.pulsa("Guardar y continuar")
    assert [] == captura.donde_esta(DE_TEXTO)
    persona.ve(f"/candidaturas/{clave}/")
    persona.llena(clave, {**valores, "/curricular/motivo": f"{motivo} {DE_TEXTO}"}, foto)
    persona.ve(f"/candidaturas/{clave}/seccion/motivo/").escribe(MOTIVO, motivo)
    persona.pulsa("Guardar y salir")
    assert [] == captura.donde_esta(DE_IDENTIDAD) + captura.donde_esta(DE_TEXTO)
    persona.envia(clave)
    captura.despacha()
    assert [] == captura.donde_esta(DE_IDENTIDAD)

    supervisora = alguien(f"{PARTIDO}-SUPERVISORA").entra()
    supervisora.ve(f"/supervision/{clave}/").marca("#confirmo")
    supervisora.pulsa("Validar")
    captura.despacha()
    llave = str(captura.base / "llaves" / "UT-1")
    captura.corre("--raiz", str(captura.raiz), "--fecha", captura.hoy(), "boveda", "verificar",
                  "--cuenta", "UT", "--llave", llave)  # fmt: skip
    assert [] == captura.donde_esta(DE_IDENTIDAD) + captura.donde_esta(DE_TEXTO)
    visitadas = [url for quien in alguien.personas for url in quien.visitadas]
    assert [] == [url for url in visitadas if "zqcanariozq" in url]
