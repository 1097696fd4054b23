"""Las preguntas de identidad: cuándo se hacen, qué se guarda y que nada se vea donde no debe."""

from typing import Any

import pytest

from tests.captura.conftest import CANARIO, PARTIDO, UNA, Sala
from tests.captura.llenar import acepta, contenido, escondidos, llena, ruta

R = "/identidad/respuestas"


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    """La captura del partido, con el aviso declarado y el tratamiento autorizado."""
    cliente = mostrador.entra(f"{PARTIDO}-CAPTURA")
    acepta(cliente, UNA)
    firma(cliente, tratamiento="si", publicacion="no", estadistica="si")
    return cliente


def firma(cliente: Any, que: str = "salir", **dichas: str) -> Any:
    donde = f"/candidaturas/{UNA}/consentimiento/"
    datos = {f"/consentimiento/{nombre}": valor for nombre, valor in dichas.items()}
    return cliente.post(donde, {**escondidos(cliente.get(donde)), **datos, "_que": que})


def test_sin_decir_si_se_autoriza_no_se_pregunta(mostrador: Sala) -> None:
    cliente = mostrador.entra(UNA)
    acepta(cliente, UNA)
    assert f"/candidaturas/{UNA}/consentimiento/" == cliente.get(ruta(UNA, "indigena")).url


def test_sin_guiones_lo_condicionado_sale_en_la_pagina_siguiente(quien: Any) -> None:
    antes = quien.get(ruta(UNA, "discapacidad")).content.decode()
    assert 1 == antes.count('<fieldset class="caja" role="presentation" data-puntero')
    assert 6 == antes.count("hidden disabled")

    sigue = llena(quien, UNA, "discapacidad", {f"{R}/i04": "si"}, "continuar")
    assert ruta(UNA, "discapacidad") == sigue.url
    despues = quien.get(sigue.url).content.decode()
    assert 3 == despues.count("hidden disabled")


@pytest.mark.parametrize(
    ("nombre", "dichas", "visibles"),
    [
        ("discapacidad", {"i04": "no"}, ["i04"]),
        ("discapacidad", {"i04": "pnc"}, ["i04"]),
        ("discapacidad", {"i04": "si"}, ["i04", "i05", "i06", "i07"]),
        ("diversidad_sexual", {"i09": "no"}, ["i09"]),
        ("diversidad_sexual", {"i09": "si", "i10": "otra"}, ["i09", "i10", "i10_otra"]),
        ("migrante", {"i11": "no"}, ["i11"]),
        ("migrante", {"i11": "si"}, ["i11", "i12", "i13", "i14", "i15"]),
    ],
)
def test_cada_pregunta_aparece_cuando_le_toca(
    mostrador: Sala, nombre: str, dichas: dict[str, str], visibles: list[str]
) -> None:
    from generador.captura.formulario.secciones import Secciones
    from generador.captura.fuente import vigente

    seccion = Secciones.de(vigente()).por_nombre[nombre]
    lleno = {"identidad": {"respuestas": dichas}}
    assert visibles == [e.puntero.rpartition("/")[2] for e in seccion.visibles(lleno)]


def test_siempre_se_puede_preferir_no_contestar(mostrador: Sala) -> None:
    from generador.captura.formulario.secciones import Secciones
    from generador.captura.fuente import vigente

    elegibles = [e for e in Secciones.de(vigente()).identidad if e.opciones and R in e.puntero]
    assert 17 == len([e for e in elegibles if "pnc" in (e.opciones or {})]) == len(elegibles)


def test_lo_que_sale_de_la_edad_se_dice_y_no_se_pregunta(quien: Any) -> None:
    lista = quien.get(f"/candidaturas/{UNA}/").content.decode()
    assert "¿Es parte de la población joven?" in lista
    assert 404 == quien.get(ruta(UNA, "joven")).status_code


def test_varias_respuestas_van_y_vuelven_y_pnc_va_sola(quien: Any) -> None:
    datos = {f"{R}/i04": "si", f"{R}/i06": ["fisica", "mental"]}
    llena(quien, UNA, "discapacidad", datos)
    assert ["fisica", "mental"] == contenido(UNA)["identidad"]["respuestas"]["i06"]
    pagina = quien.get(ruta(UNA, "discapacidad")).content.decode()
    assert 'value="fisica" checked' in pagina

    datos[f"{R}/i06"] = ["fisica", "pnc"]
    sigue = llena(quien, UNA, "discapacidad", {**datos, "_campos": f"{R}/i05"}, "continuar")
    assert "no va con otra respuesta" in sigue.content.decode()


def test_lo_condicionado_se_quita_al_cambiar_la_de_arriba(quien: Any) -> None:
    si = {f"{R}/i09": "si", f"{R}/i10": "otra", f"{R}/i10_otra": CANARIO}
    llena(quien, UNA, "diversidad_sexual", si)
    assert CANARIO == contenido(UNA)["identidad"]["respuestas"]["i10_otra"]
    llena(quien, UNA, "diversidad_sexual", {f"{R}/i09": "no"})
    assert {"i09": "no"} == contenido(UNA)["identidad"]["respuestas"]


def test_la_accion_afirmativa_se_elige_o_se_dice_que_ninguna(quien: Any) -> None:
    llena(quien, UNA, "accion_afirmativa", {"/identidad/accion_afirmativa": "indigena"})
    assert "indigena" == contenido(UNA)["identidad"]["accion_afirmativa"]
    llena(quien, UNA, "accion_afirmativa", {"/identidad/accion_afirmativa": "_ninguna"})
    assert "accion_afirmativa" not in contenido(UNA)["identidad"]


def test_una_opcion_inventada_se_senala(quien: Any) -> None:
    sigue = llena(quien, UNA, "indigena", {f"{R}/i01": CANARIO}, "continuar")
    assert 422 == sigue.status_code
    assert "no está entre las opciones" in sigue.content.decode()
    assert CANARIO not in sigue.content.decode()


def test_quien_lo_vera_se_dice_segun_lo_autorizado(quien: Any) -> None:
    assert "No se autorizó publicarlas" in quien.get(ruta(UNA, "indigena")).content.decode()
    firma(quien, tratamiento="si", publicacion="si", estadistica="si")
    assert "Se autorizó publicarlas" in quien.get(ruta(UNA, "indigena")).content.decode()


def test_no_autorizar_cierra_la_identidad_y_borra_lo_contestado(quien: Any) -> None:
    llena(quien, UNA, "indigena", {f"{R}/i03": "otro", f"{R}/i01": "si", f"{R}/i03_otra": CANARIO})
    firma(quien, tratamiento="no", publicacion="no", estadistica="no")
    assert "identidad" not in contenido(UNA)
    assert f"/candidaturas/{UNA}/consentimiento/" == quien.get(ruta(UNA, "indigena")).url
    assert "Cerrada" in quien.get(f"/candidaturas/{UNA}/").content.decode()


def test_lo_de_identidad_no_queda_a_la_vista_en_ninguna_parte(mostrador: Sala, quien: Any) -> None:
    from generador.captura.formulario.guardado import guardar_retomado
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Asiento, Expediente

    abierta = escondidos(quien.get(ruta(UNA, "indigena")))
    datos = {f"{R}/i01": "si", f"{R}/i03": "otro", f"{R}/i03_otra": CANARIO}
    llena(quien, UNA, "indigena", datos)
    quien.get(f"/candidaturas/{UNA}/revisar/")
    quien.get(f"/candidaturas/{UNA}/vista-previa/?como=publica")
    cuenta, una = cuenta_de(f"{PARTIDO}-CAPTURA"), Expediente.objects.get(clave=UNA)
    assert cuenta is not None
    viejos = {n: [v] for n, v in abierta.items()} | {f"{R}/i03_otra": [CANARIO + "2"]}
    donde = guardar_retomado(una, cuenta, ruta(UNA, "indigena"), viejos)
    assert donde.endswith("/conflicto/")

    for archivo in mostrador.base.rglob("*"):
        if archivo.is_file():
            assert CANARIO.encode() not in archivo.read_bytes(), archivo
    assert Asiento.objects.filter(accion="abrir identidad", objeto=UNA).exists()
