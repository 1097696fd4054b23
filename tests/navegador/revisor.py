"""¿Cómo se ve cada página a la que se llega? Se revisa una de cada clase."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from persona import Persona

_CLAVE = re.compile(r"/(?:[A-Z]{3}-[0-9A-Z-]{10,}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})(?=/|$)")
_PAPEL = re.compile(r"(?<=^/cuentas)/(?!crear/)[\w-]+(?=/)")
_GRAVES = ("serious", "critical")
_SE_SALEN = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 90)).slice(0, 3)"""
_CHICOS = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 2)
  .filter((e) => getComputedStyle(e).display !== "inline")
  .filter((e) => {
    const { width, height } = e.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .map((e) => e.outerHTML.slice(0, 90))"""
"""Lo que mide menos de 24 por 24 puntos y no va dentro de un renglón (WCAG 2.2, 2.5.8)."""


def clase_de(ruta: str) -> str:
    """De qué clase es una página: su dirección sin claves, folios ni números."""
    sin = _PAPEL.sub("/·", _CLAVE.sub("/·", ruta))
    return re.sub(r"/(?:\d+|FA-[\w-]+)(?=/)", "/·", sin)


@dataclass
class Revisor:
    """Revisa cada página una vez por clase, título y ancho; `malas` es lo que halló.

    `esquemas` son los de color con que se pasa axe; vacío, no se pasa.
    """

    esquemas: tuple[str, ...] = ()
    por_seccion: bool = False
    malas: dict[str, list[str]] = field(default_factory=dict)
    vistas: set[str] = field(default_factory=set)

    def __call__(self, persona: Persona) -> None:
        """Lo que se llama al llegar."""
        clase = clase_de(persona.ruta)
        if not self.por_seccion:
            clase = re.sub(r"/seccion/\w+/", "/seccion/·/", clase)
        hay_error = bool(persona.pagina.locator(".errores").count())
        cual = f"{clase}{' con errores' if hay_error else ''}"
        if cual in self.vistas:
            return
        self.vistas.add(cual)
        if halladas := [*self._de_lado(persona), *self._axe(persona)]:
            self.malas[cual] = halladas

    def _de_lado(self, persona: Persona) -> list[str]:
        pagina = persona.pagina
        tamano = pagina.viewport_size
        assert tamano is not None
        pagina.set_viewport_size({"width": 360, "height": 640})
        malas = []
        if pagina.evaluate("document.documentElement.scrollWidth > innerWidth"):
            malas.append(f"se sale de lado: {pagina.evaluate(_SE_SALEN)}")
        if chicos := pagina.evaluate(_CHICOS):
            malas.append(f"muy chico: {chicos}")
        pagina.set_viewport_size(tamano)
        return malas

    def _axe(self, persona: Persona) -> list[str]:
        malas = []
        for esquema in self.esquemas:
            persona.pagina.emulate_media(color_scheme=esquema)  # type: ignore[arg-type]
            solo = None
            if esquema != self.esquemas[0]:
                solo = {"runOnly": ["color-contrast"]}
            informe = Axe().run(persona.pagina, options=solo)
            malas += [
                f"{esquema}: {v['id']}: {v['nodes'][0]['html'][:120]}"
                for v in informe.response["violations"]
                if v["impact"] in _GRAVES or v["id"] == "region"
            ]
        return malas
