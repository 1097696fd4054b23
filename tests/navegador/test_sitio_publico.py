"""¿Se puede usar el sitio en un navegador de verdad, por cualquiera?"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from visita import Visita

pytestmark = [pytest.mark.navegador, pytest.mark.xdist_group("navegador")]

Abrir = Callable[..., Visita]
FIJAS = (
    "",
    "boleta/",
    "buscar/",
    "candidaturas/",
    "postulantes/",
    "comparar/",
    "cifras/",
    "cifras/identidad/",
    "datos/",
    "metodologia/",
    "preguntas/",
    "privacidad/",
    "accesibilidad/",
    "documentacion/",
    "404.html",
)

ANCHO = 1280
HOJAS = 3
MUCHAS = 5
CORTADOS = """() => [...document.querySelectorAll(".lado > li")]
  .filter((e) => e.checkVisibility())
  .filter((e) => {
    const { left, right } = e.getBoundingClientRect();
    const ancho = document.documentElement.clientWidth;
    return left < 0 || right > ancho || e.scrollWidth > e.clientWidth;
  })
  .map((e) => e.innerText.slice(0, 60))"""
"""Las respuestas que no caben a lo ancho."""
LARGUISIMO = """() => {
  const poner = (cuales, texto) => document.querySelectorAll(cuales)
    .forEach((e) => { e.textContent = texto; });
  poner("main h1, main h3, main li a, main dd a, main [aria-current], .rotulo", "Ñ".repeat(80));
  poner("main p:not(:has(*)), main .pares dd", "x".repeat(200));
  poner(".siglas", "PARTIDO-DE-VEINTE-20");
}"""
"""Lo más largo que el esquema deja escribir, sin un espacio donde cortar."""
CHICOS = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 2)
  .filter((e) => {
    const { width, height } = e.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .map((e) => e.outerHTML.slice(0, 90))"""
"""Lo que mide menos de 24 por 24 puntos (WCAG 2.2, 2.5.8)."""


@pytest.fixture(scope="session")
def rutas(publico: Path) -> tuple[str, ...]:
    """Una página de cada clase, y una ficha de cada estado."""
    fichas = {}
    for archivo in sorted(publico.glob("candidaturas/*/ficha.json")):
        estado = json.loads(archivo.read_text(encoding="utf-8"))["estado"]
        fichas.setdefault(estado, f"candidaturas/{archivo.parent.name}/")
    de_clase = [
        next(
            f"{p.parent.relative_to(publico).as_posix()}/"
            for p in sorted(publico.glob(f"{patron}/index.html"))
        )
        for patron in (
            "lugares/municipio/*",
            "lugares/distrito/*",
            "lugares/entidad/*",
            "boleta/*",
            "planillas/*",
            "comparar/*",
            "postulantes/*",
            "listado/letra/*",
        )
    ]
    return (*FIJAS, *fichas.values(), *de_clase)


def test_nada_falla_ni_sale_hacia_fuera(abrir: Abrir, rutas: tuple[str, ...]) -> None:
    visitas = {ruta: abrir(ruta) for ruta in rutas}

    assert {} == {r: v.quejas + v.fuera for r, v in visitas.items() if v.quejas or v.fuera}


@pytest.mark.parametrize(
    ("esquema", "reglas"), [("light", {}), ("dark", {"runOnly": ["color-contrast"]})]
)
def test_axe_no_encuentra_nada_grave(
    abrir: Abrir, rutas: tuple[str, ...], esquema: str, reglas: dict[str, list[str]]
) -> None:
    graves = {}
    for ruta in rutas:
        informe = Axe().run(abrir(ruta, esquema=esquema).pagina, options=reglas or None)
        malas = [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in informe.response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if malas:
            graves[ruta] = malas

    assert {} == graves


def test_en_un_telefono_no_hay_que_desplazarse_de_lado(
    abrir: Abrir, rutas: tuple[str, ...]
) -> None:
    anchos = {}
    for ruta in rutas:
        pagina = abrir(ruta, ancho=360).pagina
        pagina.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        for ancho in (360, 320):
            pagina.set_viewport_size({"width": ancho, "height": 640})
            anchos[ruta, ancho] = pagina.evaluate("document.documentElement.scrollWidth")

    assert {} == {cual: medido for cual, medido in anchos.items() if medido > cual[1]}


def test_un_nombre_sin_espacios_no_ensancha_la_pagina(abrir: Abrir, rutas: tuple[str, ...]) -> None:
    anchos = {}
    for ruta in rutas:
        if ruta.startswith("documentacion"):
            continue
        pagina = abrir(ruta, ancho=320).pagina
        pagina.evaluate(LARGUISIMO)
        anchos[ruta] = pagina.evaluate("document.documentElement.scrollWidth")

    assert {} == {ruta: ancho for ruta, ancho in anchos.items() if ancho > 320}


def test_sin_javascript_hay_camino_a_todo(abrir: Abrir, rutas: tuple[str, ...]) -> None:
    for ruta in rutas:
        pagina = abrir(ruta, con_js=False).pagina
        assert pagina.locator("h1").first.is_visible(), ruta
    assert abrir("buscar/", con_js=False).pagina.locator(".letras a").count() > 0
    assert not abrir("", con_js=False).pagina.locator("form.pregunta").is_visible()


def test_saltar_al_contenido_es_la_primera_parada_del_teclado(abrir: Abrir) -> None:
    pagina = abrir("cifras/").pagina
    pagina.keyboard.press("Tab")

    assert "Saltar al contenido" == pagina.locator(":focus").inner_text()
    pagina.keyboard.press("Enter")
    assert "contenido" == pagina.evaluate("document.activeElement.id")


def test_la_seccion_lleva_a_su_boleta_sin_salir_del_aparato(abrir: Abrir, publico: Path) -> None:
    dato = json.loads((publico / "secciones" / "todas.json").read_text(encoding="utf-8"))
    desde, _, numero = dato["tramos"][0]
    visita = abrir("")
    antes = len(visita.peticiones)

    visita.pagina.fill("#seccion", str(desde))
    visita.pagina.click("text=Ver mi boleta")
    visita.pagina.wait_for_url(f"**/boleta/{dato['boletas'][numero][0]}/")

    nuevas = [p for p in visita.peticiones[antes:] if "secciones" in p or f"={desde}" in p]
    assert [] == nuevas


@pytest.mark.parametrize(("texto", "frase"), [("9999", "no está en el catálogo"), ("x", "cifras")])
def test_una_seccion_que_no_existe_se_explica(abrir: Abrir, texto: str, frase: str) -> None:
    pagina = abrir("boleta/").pagina
    pagina.fill("#seccion", texto)
    pagina.keyboard.press("Enter")

    pagina.wait_for_function("document.querySelector('#error-seccion').textContent !== ''")
    assert frase in pagina.locator("#error-seccion").inner_text()


def test_busca_sin_acentos_y_con_apellidos_en_otro_orden(abrir: Abrir, publico: Path) -> None:
    indice = json.loads((publico / "busqueda" / "ayuntamientos.json").read_text(encoding="utf-8"))
    nombre = indice["filas"][0][1].split(" «")[0]
    visita = abrir("buscar/")

    assert not [p for p in visita.peticiones if "/busqueda/" in p]
    palabras = reversed(nombre.translate(str.maketrans("áéíóúñÁÉÍÓÚ", "aeiounAEIOU")).split())
    visita.pagina.fill("#nombre", " ".join(palabras).upper())
    visita.pagina.wait_for_selector(".resultados li")
    assert nombre in visita.pagina.locator(".resultados").inner_text()
    assert "candidatura" in visita.pagina.locator(".cuenta").inner_text()


def test_los_filtros_de_la_busqueda_y_del_listado_cuentan(
    abrir: Abrir, rutas: tuple[str, ...]
) -> None:
    buscar = abrir("buscar/").pagina
    buscar.click("summary")
    buscar.select_option("#f-sexo", "mujer")
    buscar.wait_for_selector(".resultados li")
    assert "candidaturas" in buscar.locator(".cuenta").inner_text()

    listado = abrir(next(ruta for ruta in rutas if ruta.startswith("listado/"))).pagina
    listado.select_option("#f-sexo", index=1)
    visibles = listado.locator("#lista > li:visible").count()
    assert listado.locator(".cuenta").inner_text().startswith(f"{visibles} de ")


def test_se_quitan_columnas_y_la_liga_lo_recuerda(abrir: Abrir, rutas: tuple[str, ...]) -> None:
    ruta = next(r for r in rutas if r.startswith("comparar/") and r != "comparar/")
    pagina = abrir(ruta).pagina
    pagina.uncheck("#ver-1")

    assert 0 == pagina.locator("[data-c='1']:visible").count()
    assert pagina.locator("[data-c='2']:visible").count() > 1
    assert "#ver=2" in pagina.url
    otra = abrir(ruta + "#" + pagina.url.partition("#")[2]).pagina
    assert 0 == otra.locator("[data-c='1']:visible").count()


@pytest.mark.parametrize("ancho", [320, 360, 700, 1280, 1920])
def test_al_comparar_nadie_queda_fuera_de_la_vista(abrir: Abrir, publico: Path, ancho: int) -> None:
    nutridas = sorted(publico.glob("comparar/*/index.html"), key=lambda p: p.stat().st_size)
    pagina = abrir(f"comparar/{nutridas[-1].parent.name}/", ancho=ancho).pagina

    assert pagina.locator(".eleccion-columnas input").count() >= MUCHAS
    assert ancho >= pagina.evaluate("document.documentElement.scrollWidth")
    assert [] == pagina.evaluate(CORTADOS)


def test_en_un_telefono_se_compara_pregunta_por_pregunta(
    abrir: Abrir, rutas: tuple[str, ...]
) -> None:
    ruta = next(r for r in rutas if r.startswith("comparar/") and r != "comparar/")
    plegada = abrir(ruta, ancho=360).pagina
    franjas = plegada.locator(".franja").count()
    sin_guion = abrir(ruta, ancho=360, con_js=False).pagina

    assert 1 == plegada.locator(".franja[open]").count() < franjas
    assert franjas == sin_guion.locator(".franja[open]").count()
    assert franjas == abrir(ruta).pagina.locator(".franja[open]").count()


def test_las_cifras_se_leen_en_un_telefono_antes_de_abrir_las_tablas(abrir: Abrir) -> None:
    pagina = abrir("cifras/", ancho=360, con_js=False).pagina
    renglones = pagina.locator(".grafica > li")

    assert renglones.count() > 0
    assert renglones.count() == pagina.locator(".grafica .cuanto b:visible").count()
    assert 0 == pagina.locator(".conteos.captura:visible").count()
    pagina.locator(".completa > summary").first.click()
    assert 1 == pagina.locator(".conteos.captura:visible").count()


def test_se_imprime_con_su_advertencia_y_sin_menus(abrir: Abrir) -> None:
    pagina = abrir("cifras/").pagina
    pagina.emulate_media(media="print")

    assert pagina.locator(".banda").is_visible()
    assert not pagina.locator(".encabezado nav").is_visible()


def test_la_ficha_impresa_cabe_en_tres_hojas_y_lleva_su_direccion(
    abrir: Abrir, publico: Path
) -> None:
    fichas = sorted(publico.glob("candidaturas/*/index.html"), key=lambda p: p.stat().st_size)
    ruta = f"candidaturas/{fichas[-1].parent.name}/"
    pagina = abrir(ruta).pagina
    papel = pagina.pdf(format="Letter", prefer_css_page_size=True)
    hojas = len(re.findall(rb"/Type ?/Page\b", papel))
    pagina.emulate_media(media="print")

    assert 1 <= hojas <= HOJAS
    assert ruta in pagina.locator(".solo-papel").inner_text()
    assert pagina.locator(".banda").is_visible()
    assert not pagina.locator(".migas").is_visible()


def test_todo_lo_que_se_toca_mide_al_menos_24_puntos(abrir: Abrir, rutas: tuple[str, ...]) -> None:
    chicos = {
        ruta: abrir(ruta, ancho=360).pagina.evaluate(CHICOS)
        for ruta in rutas
        if not ruta.startswith("documentacion")
    }

    assert {} == {ruta: malos for ruta, malos in chicos.items() if malos}


def test_con_el_texto_al_doble_no_hay_que_desplazarse_de_lado(
    abrir: Abrir, rutas: tuple[str, ...]
) -> None:
    anchos = {}
    for ruta in rutas:
        pagina = abrir(ruta).pagina
        pagina.evaluate(
            "document.styleSheets[0].insertRule(':root { --t1: 2.125rem; --t0: 1.875rem; }')"
        )
        anchos[ruta] = pagina.evaluate("document.documentElement.scrollWidth")

    assert {} == {ruta: ancho for ruta, ancho in anchos.items() if ancho > ANCHO}
