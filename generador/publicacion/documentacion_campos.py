"""¿Cómo se explica cada campo a partir de su esquema?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generador.nucleo.esquema import Esquemas, resolver
from generador.nucleo.formatos import contados
from generador.nucleo.proceso import Catalogo
from generador.publicacion.marcado import codigo, lista, literal, prosa, tabla

OPCIONES_A_LA_VISTA = 15

TIPOS = {
    "string": "texto",
    "integer": "número entero",
    "number": "número",
    "boolean": "sí o no",
    "array": "lista",
    "object": "apartado",
    "null": "vacío (null)",
}

LISTAS = {"string": "lista de textos", "object": "lista de apartados"}

FORMAS = {"fecha": "AAAA-MM-DD", "instante": "AAAA-MM-DDThh:mm:ss-06:00"}
"""Donde un ejemplo dice más que la expresión regular."""

VISIBILIDADES = {
    "publica": "pública, cuando la ficha lo es",
    "interna": "interna: está en el expediente y no se publica",
    "reservada": "reservada: no se publica",
    "sensible": "sensible: nunca está en Git; se publica solo con consentimiento o si la norma "
    "lo ordena",
}

ORIGENES = {
    "registro": "llega del registro oficial",
    "captura": "lo captura la candidatura",
    "derivada": "lo calcula el programa",
}

CARACTERES, ELEMENTOS = ("carácter", "caracteres"), ("elemento", "elementos")

LIMITES = (
    ("minLength", "al menos", CARACTERES),
    ("maxLength", "hasta", CARACTERES),
    ("minimum", "desde", None),
    ("maximum", "hasta", None),
    ("minItems", "al menos", ELEMENTOS),
    ("maxItems", "hasta", ELEMENTOS),
    ("maxProperties", "hasta", ("entrada", "entradas")),
)


@dataclass(frozen=True, slots=True)
class _Explicable:
    """Un campo con lo que su página dice de él.

    `otro` es el esquema que lo detalla, si no es este; `vacio`, si admite null por `anyOf`.
    """

    puntero: str
    nodo: Mapping[str, Any]
    requerido: bool
    otro: str
    vacio: bool


def paginas_de_campos(
    esquemas: Esquemas, catalogos: Mapping[str, Catalogo]
) -> Iterator[tuple[str, str]]:
    """Da (ruta, texto) de una página por esquema y del índice.

    Los punteros son los del archivo completo (`/registro/nombre`), como los dice un hallazgo.
    """
    bases = _bases(esquemas)
    indice = (
        (f"[{literal(esquema['title'])}]({nombre}.md)", prosa(esquema.get("description", "")))
        for nombre, esquema in sorted(esquemas.items())
    )
    yield (
        "campos/index.md",
        "# Campos\n\n"
        "Lo que puede decir cada archivo, tomado de su esquema. El puntero es la dirección del "
        "campo dentro del archivo; `-` es cualquier elemento de una lista.\n\n"
        + tabla(("Esquema", "Qué guarda"), indice),
    )
    for nombre, esquema in sorted(esquemas.items()):
        campos = _recorrer(esquemas, esquema, bases.get(nombre, ""))
        partes = [
            f"# {literal(esquema['title'])}",
            prosa(esquema.get("description", "")),
            *(_texto_de_campo(campo, catalogos) for campo in campos),
        ]
        yield f"campos/{nombre}.md", "\n\n".join(parte for parte in partes if parte)


def _bases(esquemas: Esquemas) -> dict[str, str]:
    """En qué puntero del expediente va cada esquema que la candidatura incluye."""
    propiedades = esquemas["candidatura"]["properties"]
    return {
        destino: f"/{nombre}"
        for nombre, nodo in propiedades.items()
        for destino in [_ajeno(nodo)]
        if destino
    }


def _ajeno(nodo: Mapping[str, Any]) -> str:
    """Nombre del otro esquema al que el nodo manda; vacío si no manda a ninguno."""
    for rama in (nodo, *nodo.get("anyOf", ())):
        referencia = str(rama.get("$ref", ""))
        if referencia and not referencia.startswith("#"):
            return referencia.partition(".")[0]
    return ""


def _recorrer(esquemas: Esquemas, nodo: Mapping[str, Any], base: str) -> Iterator[_Explicable]:
    requeridos = set(nodo.get("required", ()))
    for nombre, crudo in nodo.get("properties", {}).items():
        campo = _Explicable(
            puntero=f"{base}/{nombre}",
            nodo=resolver(esquemas, crudo),
            requerido=nombre in requeridos,
            otro=_ajeno(crudo),
            vacio=any(rama.get("type") == "null" for rama in crudo.get("anyOf", ())),
        )
        yield campo
        if not campo.otro:
            yield from _dentro(esquemas, campo.nodo, campo.puntero)


def _dentro(esquemas: Esquemas, nodo: Mapping[str, Any], puntero: str) -> Iterator[_Explicable]:
    """Los campos de un apartado, de los elementos de una lista o de las entradas de un mapa."""
    yield from _recorrer(esquemas, nodo, puntero)
    for clave, tramo in (("items", "-"), ("additionalProperties", "<clave>")):
        if isinstance(nodo.get(clave), Mapping):
            yield from _dentro(esquemas, resolver(esquemas, nodo[clave]), f"{puntero}/{tramo}")


def _texto_de_campo(campo: _Explicable, catalogos: Mapping[str, Catalogo]) -> str:
    nodo = campo.nodo
    datos = (
        ("Puntero", codigo(campo.puntero)),
        ("Tipo", _tipo(campo)),
        ("Obligatorio", "sí" if campo.requerido else "no"),
        ("Límites", _limites(nodo)),
        ("Forma", _forma(nodo)),
        ("Opciones", _opciones(nodo, catalogos)),
        ("Visibilidad", _frase(VISIBILIDADES, nodo.get("x-visibilidad", ""))),
        ("Origen", _frase(ORIGENES, nodo.get("x-origen", ""))),
        ("Se pide", _condicion(nodo.get("x-condicion"))),
        ("Pregunta del cuestionario", ", ".join(codigo(p) for p in nodo.get("x-pregunta", ()))),
        ("Detalle", f"[en su propia página]({campo.otro}.md)" if campo.otro else ""),
    )
    titulo = literal(nodo.get("title") or campo.puntero)
    partes = (f"## {titulo}", prosa(nodo.get("description", "")), lista(datos))
    return "\n\n".join(parte for parte in partes if parte)


def _tipo(campo: _Explicable) -> str:
    nodo = campo.nodo
    if "const" in nodo:
        return f"siempre {codigo(str(nodo['const']))}"
    frases = [TIPOS[tipo] for tipo in dict.fromkeys(_tipos(nodo))]
    de_que = _tipos(nodo["items"])[:1] if isinstance(nodo.get("items"), Mapping) else []
    if de_que:
        frases = [LISTAS[de_que[0]] if frase == "lista" else frase for frase in frases]
    if campo.vacio:
        frases.append(TIPOS["null"])
    formato = nodo.get("x-formato", "").replace("_", " ")
    return " o ".join(frases) + (f" ({literal(formato)})" if formato not in {"", "lista"} else "")


def _forma(nodo: Mapping[str, Any]) -> str:
    forma = FORMAS.get(nodo.get("x-formato", ""), nodo.get("pattern", ""))
    return codigo(forma) if forma else ""


def _tipos(nodo: Mapping[str, Any]) -> list[str]:
    """Los tipos de JSON que admite un nodo; una enumeración sin tipo es de textos."""
    declarado = nodo.get("type", ["string"] if "enum" in nodo else [])
    tipos = [declarado] if isinstance(declarado, str) else list(declarado)
    return tipos + [tipo for rama in nodo.get("oneOf", ()) for tipo in _tipos(rama)]


def _limites(nodo: Mapping[str, Any]) -> str:
    frases = [
        f"{cuanto} {contados(nodo[clave], *que) if que else nodo[clave]}"
        for clave, cuanto, que in LIMITES
        if clave in nodo
    ]
    if nodo.get("uniqueItems"):
        frases.append("sin repetir")
    elemento = nodo.get("items")
    limite = nodo.get("x-limite") or (elemento or {}).get("x-limite", "")
    if limite:
        frases.append(f"además, el que diga {codigo(f'proceso.yml: textos.{limite}')}")
    return "; ".join(frases)


def _opciones(nodo: Mapping[str, Any], catalogos: Mapping[str, Catalogo]) -> str:
    if "enum" in nodo:
        etiquetas = nodo.get("x-etiquetas", {})
        return "; ".join(_opcion(str(valor), etiquetas.get(valor, "")) for valor in nodo["enum"])
    nombre = nodo.get("x-catalogo", "")
    if not nombre:
        return ""
    admite = "".join(f"; también {codigo(valor)}" for valor in nodo.get("x-admite", ()))
    catalogo = catalogos.get(nombre)
    if catalogo is None:
        return f"las que define {codigo('proceso.yml')} ({codigo(nombre)}){admite}"
    if len(catalogo) > OPCIONES_A_LA_VISTA:
        return f"{len(catalogo):,} en el catálogo {codigo(nombre)}{admite}"
    return (
        "; ".join(_opcion(clave, fila.get("nombre", "")) for clave, fila in catalogo.items())
        + admite
    )


def _opcion(valor: str, etiqueta: str) -> str:
    return f"{codigo(valor)} {literal(etiqueta)}".rstrip()


def _condicion(condicion: Mapping[str, Any] | None) -> str:
    if not condicion:
        return ""
    valores = condicion.get("en") or condicion.get("distinto", ())
    es = "es" if condicion.get("en") else "no es"
    return f"si {codigo(condicion['campo'])} {es} " + " o ".join(codigo(v) for v in valores)


def _frase(frases: Mapping[str, str], valor: str) -> str:
    return literal(frases[valor]) if valor else ""
