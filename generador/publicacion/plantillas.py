"""¿Cómo se dibuja una página?

Jinja con escape automático y sin valores indefinidos. Ninguna plantilla puede marcar un texto
como seguro: lo comprueba una prueba.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generador.nucleo.ficha import CAUSAS, ETIQUETAS_DE_VACIO, Estado
from generador.publicacion import textos
from generador.publicacion.fuente import Fuente
from generador.publicacion.indice import url_de_lugar
from generador.publicacion.molde import Molde
from generador.publicacion.pagina import Pagina
from generador.recursos import carpeta_de_recursos

ETIQUETAS_DE_ESTADO: Mapping[Estado, str] = {
    Estado.SIN_CAPTURA: "Sin captura",
    Estado.SIN_VALIDAR: "Sin validar",
    Estado.PUBLICADA: "Publicada",
    Estado.EN_CORRECCION: "En corrección",
    Estado.CON_ERROR: "En revisión",
    Estado.SUSTITUIDA: "Sustituida",
    Estado.CANCELADA: "Cancelada",
}


def crear_entorno() -> Environment:
    """El entorno de Jinja con los filtros que usan las plantillas."""
    entorno = Environment(
        loader=FileSystemLoader(carpeta_de_recursos() / "sitio" / "plantillas"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    entorno.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    entorno.filters.update(
        anfitrion=textos.anfitrion,
        caracter_corto=textos.caracter_corto,
        dia=textos.dia,
        enumerar=textos.enumerar,
        miles=textos.miles,
        puesto=textos.puesto,
        url_de_lugar=url_de_lugar,
    )
    entorno.globals.update(
        causas=CAUSAS,
        cuantas=textos.cuantas,
        etiquetas=ETIQUETAS_DE_ESTADO,
        etiquetas_de_vacio=ETIQUETAS_DE_VACIO,
    )
    return entorno


class Imprenta:
    """Estampa páginas: guarda plantillas y moldes ya listos para repetirlos miles de veces."""

    def __init__(self, fuente: Fuente, moldes: tuple[Molde, ...]) -> None:
        self._entorno = crear_entorno()
        self._entorno.globals.update(
            abierto=fuente.abierto,
            proceso=fuente.proceso,
            sitio=textos.textos_del_proceso(fuente),
        )
        self._moldes = moldes
        self._base = fuente.proceso.identificacion.url
        self._ficticio = fuente.proceso.identificacion.ficticio
        self._plantillas: dict[str, Template] = {}

    def imprimir(self, pagina: Pagina) -> str:
        """El HTML completo de una página."""
        contexto = self._contexto(pagina)
        return self._moldes[pagina.profundidad].estampar(
            titulo=pagina.titulo,
            descripcion=pagina.descripcion,
            canonica=self._base + pagina.url,
            seccion=pagina.seccion,
            cabeza=self._plantilla("piezas/cabeza.html").render(contexto),
            cuerpo=self._plantilla(pagina.plantilla).render(contexto),
        )

    def _contexto(self, pagina: Pagina) -> dict[str, Any]:
        return {
            **pagina.datos,
            "pagina": pagina,
            "raiz": pagina.raiz,
            "base": self._base,
            "ligados": ligados(pagina, self._base),
            "noindex": self._ficticio or not pagina.indexable,
        }

    def _plantilla(self, nombre: str) -> Template:
        if nombre not in self._plantillas:
            self._plantillas[nombre] = self._entorno.get_template(nombre)
        return self._plantillas[nombre]


def ligados(pagina: Pagina, base: str) -> list[Mapping[str, Any]]:
    """Los datos enlazados (JSON-LD, schema.org) de una página: los suyos y su camino de migas."""
    if not pagina.migas:
        return [*pagina.datos_ligados]
    camino = [
        {"@type": "ListItem", "position": numero, "name": miga.texto}
        | ({} if miga.url is None else {"item": base + miga.url})
        for numero, miga in enumerate(pagina.migas, 1)
    ]
    migas = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": camino,
    }
    return [*pagina.datos_ligados, migas]
