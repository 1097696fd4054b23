"""¿Cómo se escribe y se lee lo que un commit declara? (git-interpret-trailers)

Los remolques son el último párrafo del mensaje: `Clave: valor`, uno por renglón.
"""

import re
from collections.abc import Iterable, Mapping

ORDEN = (
    "Accion",
    "Modulo",
    "Usuario",
    "Folio",
    "Carpeta",
    "Candidatura",
    "Campos",
    "Captura",
    "Valida",
    "Documento",
    "Causal",
    "Motivo",
    "Revisado",
    "Acuse",
    "Bitacora",
)
"""Los que se escriben, en su orden."""

_CONOCIDOS = frozenset(ORDEN)
_BLANCOS = re.compile(r"\s+")


def en_un_renglon(texto: str) -> str:
    """El texto en un renglón: un salto no puede fingir otro remolque."""
    return _BLANCOS.sub(" ", texto).strip()


def redactar(asunto: str, remolques: Mapping[str, str | Iterable[str]], cuerpo: str = "") -> str:
    """El mensaje de un commit: asunto, cuerpo si lo hay y remolques. Los vacíos no se escriben."""
    renglones = []
    for nombre in ORDEN:
        valores = remolques.get(nombre, ())
        varios = (valores,) if isinstance(valores, str) else valores
        renglones += [f"{nombre}: {en_un_renglon(valor)}" for valor in varios if valor]
    partes = [en_un_renglon(asunto), cuerpo.strip(), "\n".join(renglones)]
    return "\n\n".join(p for p in partes if p) + "\n"


def leer_remolques(ultimo_parrafo: str) -> dict[str, tuple[str, ...]]:
    """Nombre → valores, en su orden, de los remolques que aquí se escriben; otros se ignoran."""
    leidos: dict[str, list[str]] = {}
    for renglon in ultimo_parrafo.split("\n"):  # un U+2028 dentro de un valor no empieza otro
        nombre, separador, valor = renglon.rstrip("\r").partition(": ")
        if separador and nombre in _CONOCIDOS:
            leidos.setdefault(nombre, []).append(valor)
    return {nombre: tuple(valores) for nombre, valores in leidos.items()}
