"""¿Es este SVG un dibujo y nada más?

Un SVG puede ser un programa: abierto solo, fuera de su página, corre guiones, pide archivos a
otros sitios y lleva dentro páginas enteras. Pasa lo que dibuja; lo demás se nombra.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

MAXIMO_KB = 100
"""Un emblema se ve a 40 píxeles en un teléfono: más peso es un dibujo sin simplificar, y lo paga
con sus datos cada persona que consulta."""

_KILO = 1024
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_DE_DIBUJO = frozenset(
    """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
    textPath linearGradient radialGradient stop clipPath mask pattern marker switch style filter
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence
    """.split()  # noqa: SIM905 - así se leen de corrido
)
_DE_FUERA = re.compile(r"url\(\s*['\"]?\s*(?!['\"#\s])|//|data:|javascript:|\\", re.IGNORECASE)
"""Una dirección que no es un trozo del mismo dibujo, o la diagonal con que CSS la disfraza."""


class _NoEsDibujo(Exception):  # noqa: N818 - no es un error: es dejar de leer
    """Ya se sabe por qué no."""


def defecto_de_dibujo(crudo: bytes) -> str:
    """Por qué ese archivo no se puede publicar como dibujo, para decirse tras su nombre.

    Vacío si se puede: un SVG en UTF-8 hecho solo de trazos, textos, colores y referencias a sí
    mismo.
    """
    if len(crudo) > MAXIMO_KB * _KILO:
        return f"pesa más de {MAXIMO_KB:,} KB"
    lector = _Lector()
    try:
        lector.leer(crudo.decode())
    except _NoEsDibujo as motivo:
        return f"no es un SVG que solo dibuje: {motivo}"
    except (ExpatError, ValueError):
        return "no es un SVG que solo dibuje: no está bien formado, o no está en UTF-8"
    return ""


class _Lector:
    """Recorre el SVG y se detiene en lo primero que no dibuja."""

    def __init__(self) -> None:
        self._abiertos: list[str] = []
        self._estilo: list[str] = []
        self._lector = ParserCreate(namespace_separator=" ")
        self._lector.XmlDeclHandler = self._declarar
        self._lector.StartDoctypeDeclHandler = self._tipo_de_documento
        self._lector.ProcessingInstructionHandler = self._instruccion
        self._lector.StartElementHandler = self._abrir
        self._lector.EndElementHandler = self._cerrar
        self._lector.CharacterDataHandler = self._texto

    def leer(self, texto: str) -> None:
        self._lector.Parse(texto, True)  # noqa: FBT003 - así lo pide expat

    def _declarar(self, _version: str, codificacion: str | None, _sola: int) -> None:
        if (codificacion or "utf-8").lower() != "utf-8":
            raise _NoEsDibujo(f"dice estar en «{codificacion}» y debe estar en UTF-8")

    def _tipo_de_documento(
        self, _nombre: str, _sistema: str | None, _publico: str | None, con_entidades: int
    ) -> None:
        if con_entidades:
            raise _NoEsDibujo("define entidades propias")

    def _instruccion(self, nombre: str, _resto: str) -> None:
        raise _NoEsDibujo(f"trae la instrucción «{nombre}»")

    def _abrir(self, completo: str, atributos: Mapping[str, str]) -> None:
        espacio, _, nombre = completo.rpartition(" ")
        if not self._abiertos and (espacio, nombre) != (_SVG, "svg"):
            raise _NoEsDibujo(f"empieza con «{nombre}» y no con un «svg» con su espacio de nombres")
        if espacio != _SVG or nombre not in _DE_DIBUJO:
            raise _NoEsDibujo(f"trae «{nombre}», que no es parte de un dibujo")
        self._abiertos.append(nombre)
        for atributo, valor in atributos.items():
            self._revisar_atributo(atributo, valor)

    def _revisar_atributo(self, completo: str, valor: str) -> None:
        espacio, _, nombre = completo.rpartition(" ")
        if espacio not in ("", _XLINK, _XML) or (espacio == _XML and nombre == "base"):
            raise _NoEsDibujo(f"trae el atributo «{nombre}», que no es parte de un dibujo")
        if not espacio and nombre.lower().startswith("on"):
            raise _NoEsDibujo(f"trae un guion en «{nombre}»")
        if nombre == "href" and not valor.strip().startswith("#"):
            raise _NoEsDibujo("enlaza con algo que no está en el mismo dibujo")
        if _DE_FUERA.search(valor):
            raise _NoEsDibujo(f"trae en «{nombre}» algo que no está en el mismo dibujo")

    def _texto(self, texto: str) -> None:
        if self._abiertos and self._abiertos[-1] == "style":
            self._estilo.append(texto)

    def _cerrar(self, _completo: str) -> None:
        if self._abiertos.pop() == "style":
            estilo = "".join(self._estilo)
            self._estilo.clear()
            if "@" in estilo or _DE_FUERA.search(estilo):
                raise _NoEsDibujo("trae en su estilo algo que no está en el mismo dibujo")
