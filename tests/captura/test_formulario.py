"""El formulario se llena sección por sección, se guarda al avanzar y dice qué le falta."""

from typing import Any

import pytest

from tests.captura.conftest import AJENA, OTRA, PARTIDO, UNA, Sala
from tests.captura.llenar import TEXTO, acepta, contenido, escondidos, llena, ruta

CAPTURA = f"{PARTIDO}-CAPTURA"


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    """La captura del partido, que ya declaró lo del aviso."""
    cliente = mostrador.entra(CAPTURA)
    acepta(cliente, UNA)
    return cliente


def test_sin_aceptar_el_aviso_no_se_abre_ninguna_seccion(mostrador: Sala) -> None:
    cliente = mostrador.entra(CAPTURA)
    for nombre in ("motivo", "contacto", "indigena"):
        respuesta = cliente.get(ruta(UNA, nombre))
        assert f"/candidaturas/{UNA}/aviso/" == respuesta.url
    falta = cliente.post(f"/candidaturas/{UNA}/aviso/", {"mostro": "si"})
    assert "Declare que tiene por escrito" in falta.content.decode()


def test_la_persona_acepta_y_el_partido_declara(mostrador: Sala) -> None:
    from generador.captura.models import Aceptacion, Asiento

    acepta(mostrador.entra(CAPTURA), UNA)
    acepta(mostrador.entra(UNA), UNA)

    assert {"partido", "persona"} == set(Aceptacion.objects.values_list("como", flat=True))
    assert 2 == Asiento.objects.filter(accion="aceptar aviso", objeto=UNA).count()


def test_el_aviso_se_lee_sin_cuenta(mostrador: Sala) -> None:
    from django.test import Client

    respuesta = Client().get("/privacidad/")
    assert 200 == respuesta.status_code
    assert "2024-1" in respuesta.content.decode()


def test_la_lista_solo_tiene_las_suyas_y_se_busca_sin_que_vaya_en_la_direccion(
    mostrador: Sala,
) -> None:
    cliente = mostrador.entra(CAPTURA)
    lista = cliente.get("/candidaturas/").content.decode()
    assert UNA in lista
    assert AJENA not in lista

    hallada = cliente.post("/candidaturas/", {"busca": OTRA.lower()}).content.decode()
    assert OTRA in hallada
    assert UNA not in hallada
    assert UNA not in cliente.post("/candidaturas/", {"estado": "validada"}).content.decode()


def test_la_candidatura_va_directo_a_la_suya(mostrador: Sala) -> None:
    assert f"/candidaturas/{UNA}/" == mostrador.entra(UNA).get("/candidaturas/").url


def test_lo_ajeno_contesta_igual_que_lo_que_no_existe(quien: Any) -> None:
    for clave in (AJENA, "AYU-044-ZZZ-PRES-P-1"):
        assert 404 == quien.get(f"/candidaturas/{clave}/").status_code
        assert 404 == quien.get(ruta(clave, "motivo")).status_code
    assert 404 == quien.get(ruta(UNA, "inventada")).status_code


CASOS: list[tuple[str, dict[str, Any], str, Any]] = [
    ("motivo", {"/curricular/motivo": " Uno\r\ndos "}, "/curricular/motivo", "Uno\ndos"),
    (
        "contacto",
        {
            "/curricular/contacto/correos/0": "a@b.mx",
            "/curricular/contacto/correos/2": "c@d.mx",
            "/curricular/contacto/correos/1": " ",
        },
        "/curricular/contacto/correos",
        ["a@b.mx", "c@d.mx"],
    ),
    (
        "contacto",
        {"/curricular/contacto/redes/facebook": "https://facebook.com/x"},
        "/curricular/contacto/redes",
        {"facebook": "https://facebook.com/x"},
    ),
    (
        "contacto",
        {
            "/curricular/contacto/casas_campana/0/calle": "Hidalgo",
            "/curricular/contacto/casas_campana/0/colonia": "Centro",
            "/curricular/contacto/casas_campana/1/calle": "",
        },
        "/curricular/contacto/casas_campana",
        [{"calle": "Hidalgo", "colonia": "Centro"}],
    ),
    (
        "formacion",
        {"/curricular/formacion/grado_maximo": "licenciatura"},
        "/curricular/formacion/grado_maximo",
        "licenciatura",
    ),
    (
        "propuestas",
        {"/curricular/propuestas/0": "", "/curricular/propuestas/1": "Dos"},
        "/curricular/propuestas",
        ["", "Dos"],
    ),
]


@pytest.mark.parametrize(("nombre", "datos", "puntero", "esperado"), CASOS)
def test_cada_formato_va_y_vuelve(
    quien: Any, nombre: str, datos: dict[str, Any], puntero: str, esperado: Any
) -> None:
    from generador.nucleo.modelo import valor_en

    llena(quien, UNA, nombre, datos)
    assert esperado == valor_en(contenido(UNA), puntero)

    pagina = quien.get(ruta(UNA, nombre)).content.decode()
    escritos = esperado if isinstance(esperado, list) else [esperado]
    for escrito in escritos:
        for texto in escrito.values() if isinstance(escrito, dict) else [escrito]:
            assert texto in pagina


def test_borrar_todo_lo_de_un_campo_lo_quita(quien: Any) -> None:
    llena(quien, UNA, "contacto", {"/curricular/contacto/pagina_web": "https://x.mx"})
    llena(quien, UNA, "contacto", {"/curricular/contacto/pagina_web": ""})
    assert {"curricular": {}} == contenido(UNA)


def test_guardar_y_salir_no_valida_y_continuar_si(quien: Any) -> None:
    salio = llena(quien, UNA, "motivo", {"/curricular/motivo": "Corto"})
    assert f"/candidaturas/{UNA}/" == salio.url

    sigue = llena(quien, UNA, "motivo", {"/curricular/motivo": "Corto"}, "continuar")
    pagina = sigue.content.decode()
    assert 422 == sigue.status_code
    assert "el mínimo es 280" in pagina
    assert "Amplíelo 275 caracteres." in pagina
    assert 'href="#c-curricular-motivo"' in pagina
    assert 'aria-invalid="true"' in pagina
    assert "5 caracteres sin contar espacios" in pagina


def test_lo_bien_hecho_avanza_y_queda_en_la_lista(quien: Any) -> None:
    avanza = llena(quien, UNA, "motivo", {"/curricular/motivo": TEXTO}, "continuar")
    assert ruta(UNA, "propuestas") == avanza.url
    lista = quien.get(f"/candidaturas/{UNA}/").content.decode()
    assert "1 de " in lista


def test_un_error_de_forma_en_otra_pagina_no_calla_los_de_esta(quien: Any) -> None:
    llena(quien, UNA, "contacto", {"/curricular/contacto/telefonos/0": "12"})
    sigue = llena(quien, UNA, "motivo", {"/curricular/motivo": "Corto"}, "continuar")
    assert "el mínimo es 280" in sigue.content.decode()
    assert "diez dígitos" in quien.get(f"/candidaturas/{UNA}/revisar/").content.decode()


def test_un_aviso_de_lenguaje_se_dice_una_vez_y_no_detiene(quien: Any) -> None:
    sexista = TEXTO + "Los ciudadanos y los niños son los beneficiados; los maestros también."
    datos = {"/curricular/motivo": sexista}
    dicho = llena(quien, UNA, "motivo", datos, "continuar")
    assert 200 == dicho.status_code
    assert "Sugerencia." in dicho.content.decode()

    datos |= {**escondidos(dicho), "_que": "continuar"}
    assert ruta(UNA, "propuestas") == quien.post(ruta(UNA, "motivo"), datos).url


def test_lo_que_dejo_de_aplicar_se_quita(quien: Any) -> None:
    base = "/curricular/formacion"
    con = {f"{base}/grado_maximo": "licenciatura", f"{base}/grado_estatus": "titulo"}
    llena(quien, UNA, "formacion", con)
    assert "titulo" == contenido(UNA)["curricular"]["formacion"]["grado_estatus"]

    llena(quien, UNA, "formacion", {f"{base}/grado_maximo": "sin_estudios"})
    assert {"grado_maximo": "sin_estudios"} == contenido(UNA)["curricular"]["formacion"]


HOSTILES = [
    "<script>alert(1)</script>",
    "nulo \x00 aquí",
    "\u202evolteado\u202c \u200b",
    "é" * 30_000,
    "{{ 7*7 }} {% debug %}",
    "'; DROP TABLE captura_borrador; --",
    "\ud7ff\ufffe\U0001f3f4",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("texto", HOSTILES)
def test_lo_hostil_nunca_es_una_traza(quien: Any, texto: str) -> None:
    for que in ("salir", "continuar"):
        datos = {
            "/curricular/motivo": texto,
            "/curricular/motivo/__proto__": "x",
            "/registro/edad": "18",
            "__proto__": "x",
            "/curricular/inventado": "x",
        }
        respuesta = llena(quien, UNA, "motivo", datos, que)
        assert respuesta.status_code in (200, 302, 422)
        assert {"motivo"} == set(contenido(UNA)["curricular"])
    for pagina in (f"/candidaturas/{UNA}/", f"/candidaturas/{UNA}/revisar/", ruta(UNA, "motivo")):
        vista = quien.get(pagina)
        assert 200 == vista.status_code
        assert b"<script>alert" not in vista.content


def test_lo_desmedido_no_se_guarda_y_se_dice(quien: Any) -> None:
    respuesta = llena(quien, UNA, "motivo", {"/curricular/motivo": "a" * 70_000})
    assert 422 == respuesta.status_code
    assert "mucho más largo" in respuesta.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²"])
def test_una_version_que_no_es_numero_no_encima_nada(quien: Any, version: str) -> None:
    llena(quien, UNA, "motivo", {"/curricular/motivo": "Primero"})
    datos = {"_version": version, "/curricular/motivo": "Segundo", "_que": "salir"}
    assert 409 == quien.post(ruta(UNA, "motivo"), datos).status_code
    assert "Primero" == contenido(UNA)["curricular"]["motivo"]


def test_lo_que_se_escribe_se_lee_igual_en_todas_las_preguntas(mostrador: Sala) -> None:
    from generador.captura.formulario.secciones import Secciones
    from generador.captura.fuente import vigente
    from generador.captura.llenado.campos import Clase
    from generador.captura.llenado.valores import escribir, leer

    de_clase: dict[Clase, Any] = {
        Clase.LISTA: ["uno", "dos"],
        Clase.TEXTOS: ["", "dos"],
        Clase.DOMICILIOS: [{"calle": "Hidalgo", "colonia": "Centro"}],
        Clase.SI_NO: False,
        Clase.FECHA: "2024-04-26",
        Clase.TEXTO: "texto",
        Clase.LARGO: "dos\n\nrenglones",
    }
    vistas = set()
    for seccion in Secciones.de(vigente()):
        for entrada in seccion.entradas:
            claves = list(entrada.opciones or {})
            valor = de_clase.get(entrada.clase, claves[0] if claves else None)
            if entrada.clase is Clase.VARIAS:
                valor = claves[:2]
            elif entrada.clase is Clase.REDES:
                valor = {parte.nombre: "https://x.mx" for parte in entrada.partes}
            elif entrada.en_lista:
                valor = [valor]
            campos: dict[str, list[str]] = {}
            for nombre, escrito in escribir(entrada, valor):
                campos.setdefault(nombre, []).append(escrito)
            assert valor == leer(entrada, campos), entrada.puntero
            vistas.add(entrada.clase)
    assert set(Clase) == vistas


def test_una_seccion_mal_formada_no_vuelve_opcionales_a_las_demas(mostrador: Sala) -> None:
    cliente = mostrador.entra("MCL-CAPTURA")
    acepta(cliente, UNA)
    llena(cliente, UNA, "motivo", {"/curricular/motivo": "x" * 25_000})
    pagina = cliente.get(f"/candidaturas/{UNA}/").content.decode()

    assert "Con errores" in pagina
    assert "Opcional" not in pagina.partition("Cuestionario de identidad")[0]
