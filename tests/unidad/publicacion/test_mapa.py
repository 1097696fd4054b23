"""¿Qué leen los buscadores?"""

from dataclasses import replace

from generador.nucleo.proceso import Proceso
from generador.publicacion import mapa


def test_el_mapa_tiene_cada_direccion_una_vez() -> None:
    archivos = mapa.sitemap("https://e.invalid/", ["", "a/", "a/"], "2030-05-10")

    assert ["sitemap.xml"] == list(archivos)
    assert 1 == archivos["sitemap.xml"].count("<loc>https://e.invalid/a/</loc>")


def test_se_parte_cuando_no_cabe() -> None:
    archivos = mapa.sitemap("https://e.invalid/", ["a/", "b/", "c/"], "2030-05-10", maximo=2)

    assert ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"] == list(archivos)
    assert "<sitemapindex" in archivos["sitemap.xml"]


def test_un_proceso_ficticio_no_ofrece_su_mapa(proceso_ficticio: Proceso) -> None:
    quien = proceso_ficticio.identificacion

    assert "Sitemap:" not in mapa.robots(quien)
    assert "Sitemap:" in mapa.robots(replace(quien, ficticio=False))
