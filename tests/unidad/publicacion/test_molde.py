"""¿Se corta bien el molde, y dice claro cuando está mal?"""

import pytest

from generador.errores import ConstruccionFallida
from generador.publicacion.molde import CABEZA, CUERPO, cortar, rellenar

BUENO = f"<title>@@titulo@@</title>@@descripcion@@ @@canonica@@{CABEZA}<main>{CUERPO}</main>"


def test_estampa_el_cuerpo_tal_cual_y_escapa_el_titulo() -> None:
    html = cortar(BUENO, "x").estampar(
        titulo='<b> & "comillas"',
        descripcion="",
        canonica="",
        seccion="",
        cabeza="",
        cuerpo="<p>",
    )

    assert "<title>&lt;b&gt; &amp; &quot;comillas&quot;</title>" in html
    assert "<main><p></main>" in html


def test_marca_solo_la_seccion_actual() -> None:
    molde = cortar(BUENO + "<a @@aqui-datos@@><a @@aqui-cifras@@>", "x")

    html = molde.estampar(
        titulo="", descripcion="", canonica="", seccion="datos", cabeza="", cuerpo=""
    )

    assert '<a aria-current="page"><a >' in html


@pytest.mark.parametrize("falta", [CABEZA, CUERPO, "@@titulo@@", "@@canonica@@"])
def test_avisa_que_falta_un_marcador(falta: str) -> None:
    with pytest.raises(ConstruccionFallida, match="molde inicio"):
        cortar(BUENO.replace(falta, ""), "inicio")


def test_no_admite_un_marcador_repetido_ni_una_ficha_desconocida() -> None:
    with pytest.raises(ConstruccionFallida, match="exactamente una vez"):
        cortar(BUENO + CUERPO, "x")
    with pytest.raises(ConstruccionFallida, match="desconocidas"):
        cortar(BUENO + "@@otra@@", "x")


def test_rellena_las_paginas_escritas_con_texto_escapado() -> None:
    html = rellenar("<p>@@autoridad@@</p>", {"autoridad": "A & B"}, "x")

    assert "<p>A &amp; B</p>" == html


def test_una_pagina_que_pide_un_dato_que_no_existe_no_se_publica() -> None:
    with pytest.raises(ConstruccionFallida, match="@@domicilio@@"):
        rellenar("@@domicilio@@", {"autoridad": "A"}, "privacidad/index.html")
