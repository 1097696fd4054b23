"""¿Qué campos hay, cómo se llaman y quién los ve?

Convierte los JSON Schema en una lista plana de `Campo`. De aquí salen las columnas de los
datos, los apartados de la ficha, la documentación y, más adelante, los formularios: el
esquema es la única fuente.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

Esquemas = Mapping[str, Mapping[str, Any]]
"""Los esquemas por nombre corto: `registro`, `curricular`…"""

_SUFIJO = ".schema.json"


@dataclass(frozen=True, slots=True)
class Condicion:
    """Cuándo aplica un campo: según la respuesta de otro (`x-condicion`)."""

    campo: str
    en: tuple[str, ...] = ()
    distinto: tuple[str, ...] = ()

    def aplica(self, valor: object) -> bool:
        """Dice si el campo condicionado aplica cuando el otro vale `valor`.

        Si el otro admite varias respuestas, basta con que una lo haga aplicar.
        """
        if isinstance(valor, list | tuple):
            return any(self.aplica(una) for una in valor)
        if self.en:
            return valor in self.en
        return valor is not None and valor not in self.distinto


@dataclass(frozen=True, slots=True)
class Campo:
    """Un campo del expediente.

    `puntero` es su JSON Pointer (RFC 6901) desde la raíz; los elementos de una lista llevan
    `-`. `formato` dice cómo se escribe o se muestra (`x-formato`), o el tipo de JSON.
    """

    puntero: str
    titulo: str
    ayuda: str
    formato: str
    visibilidad: str
    origen: str
    rubro: str = ""
    catalogo: str = ""
    limite: str = ""
    dimension: str = ""
    etiquetas: Mapping[str, str] | None = None
    condicion: Condicion | None = None
    requerido: bool = False
    maximo: int | None = None
    preguntas: tuple[str, ...] = ()
    multiple: bool = False
    extension: bool = False
    admite: tuple[str, ...] = ()
    """Además de las claves del catálogo, cuáles otras."""
    otra: str = ""
    """El campo en que se dice cuál, si se elige «otra»."""
    edades: tuple[int, int] | None = None
    """Entre qué edades la respuesta es sí, si sale del registro y no de la persona."""
    hoja: bool = True

    @property
    def nombre(self) -> str:
        """Último tramo del puntero: el nombre de la columna y de la llave."""
        return _ultimo_tramo(self.puntero)


@cache
def _ultimo_tramo(puntero: str) -> str:
    return puntero.rsplit("/", 1)[-1]


def resolver(esquemas: Esquemas, nodo: Mapping[str, Any]) -> Mapping[str, Any]:
    """Sigue `$ref` y la rama no nula de `anyOf`; lo que el nodo dice de sí mismo prevalece."""
    if "$ref" in nodo:
        destino = _destino(esquemas, str(nodo["$ref"]))
        return {**resolver(esquemas, destino), **{k: v for k, v in nodo.items() if k != "$ref"}}
    for rama in nodo.get("anyOf", ()):
        if rama.get("type") != "null":
            return {**resolver(esquemas, rama), **{k: v for k, v in nodo.items() if k != "anyOf"}}
    return nodo


def campos(esquemas: Esquemas, raiz: str = "candidatura") -> tuple[Campo, ...]:
    """Enumera los campos del esquema `raiz` en su orden, de afuera hacia adentro."""
    nodo = resolver(esquemas, esquemas[raiz])
    return tuple(_recorrer(esquemas, nodo, "", {}))


def titulo_de(puntero: str, esquemas: Esquemas) -> str:
    """El nombre de un campo de la candidatura según su esquema; el puntero si no tiene."""
    return str(buscar_esquema(esquemas, "candidatura", puntero).get("title", puntero))


def buscar_esquema(esquemas: Esquemas, raiz: str, puntero: str) -> Mapping[str, Any]:
    """Devuelve el subesquema de un puntero; vacío si no existe."""
    nodo: Mapping[str, Any] = resolver(esquemas, esquemas[raiz])
    for tramo in puntero.split("/")[1:]:
        propiedades = nodo.get("properties", {})
        if tramo in propiedades:
            nodo = resolver(esquemas, propiedades[tramo])
        elif tramo.isdigit() and "items" in nodo:
            nodo = resolver(esquemas, nodo["items"])
        elif isinstance(nodo.get("additionalProperties"), Mapping):
            nodo = resolver(esquemas, nodo["additionalProperties"])
        else:
            return {}
    return nodo


def _destino(esquemas: Esquemas, referencia: str) -> Mapping[str, Any]:
    nombre, _, fragmento = referencia.partition("#")
    nodo: Any = esquemas[nombre.removesuffix(_SUFIJO)] if nombre else esquemas["candidatura"]
    for tramo in fragmento.split("/")[1:]:
        nodo = nodo[tramo]
    return resolver(esquemas, nodo)


def _recorrer(
    esquemas: Esquemas, nodo: Mapping[str, Any], base: str, herencia: Mapping[str, str]
) -> Iterator[Campo]:
    requeridos = set(nodo.get("required", ()))
    for nombre, crudo in nodo.get("properties", {}).items():
        hijo = resolver(esquemas, crudo)
        legado = {**herencia, **({"x-rubro": hijo["x-rubro"]} if "x-rubro" in hijo else {})}
        campo = _campo(hijo, f"{base}/{nombre}", legado, requerido=nombre in requeridos)
        yield campo
        if not campo.hoja:
            yield from _recorrer(esquemas, hijo, campo.puntero, legado)


def _campo(
    nodo: Mapping[str, Any], puntero: str, herencia: Mapping[str, str], *, requerido: bool
) -> Campo:
    tipo = nodo.get("type", "string")
    if isinstance(tipo, list):
        tipo = next(t for t in tipo if t != "null")
    hoja = not (tipo == "object" and nodo.get("properties"))
    condicion = nodo.get("x-condicion")
    elemento = nodo.get("items") if isinstance(nodo.get("items"), Mapping) else {}
    return Campo(
        puntero=puntero,
        titulo=nodo.get("title", puntero),
        ayuda=nodo.get("description", ""),
        formato=nodo.get("x-formato") or ("opcion" if nodo.get("enum") else tipo),
        visibilidad=nodo.get("x-visibilidad", ""),
        origen=nodo.get("x-origen", ""),
        rubro=nodo.get("x-rubro") or herencia.get("x-rubro", ""),
        catalogo=nodo.get("x-catalogo", ""),
        limite=nodo.get("x-limite") or (elemento or {}).get("x-limite", ""),
        dimension=nodo.get("x-dimension", ""),
        etiquetas=nodo.get("x-etiquetas"),
        condicion=Condicion(
            condicion["campo"],
            tuple(condicion.get("en", ())),
            tuple(condicion.get("distinto", ())),
        )
        if condicion
        else None,
        requerido=requerido,
        maximo=nodo.get("maxLength"),
        preguntas=tuple(nodo.get("x-pregunta", ())),
        multiple=bool(nodo.get("x-multiple")),
        extension=bool(nodo.get("x-extension")),
        admite=tuple(nodo.get("x-admite", ())),
        otra=nodo.get("x-otra", ""),
        edades=_edades(nodo.get("x-derivada")),
        hoja=hoja,
    )


_SIN_LIMITE = 200


def _edades(derivada: Mapping[str, Any] | None) -> tuple[int, int] | None:
    if not derivada:
        return None
    return int(derivada.get("desde", 0)), int(derivada.get("hasta", _SIN_LIMITE))
