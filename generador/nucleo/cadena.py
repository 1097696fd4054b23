"""¿Cómo se nota que alguien tocó una bitácora? (PTO 15)

Cada renglón suma lo suyo y la suma del anterior. Quitar, cambiar o mover uno rompe la cadena;
cortarla por el final no, y por eso su última suma se ancla en Git.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

ORIGEN = "0" * 64
"""La suma anterior al primer renglón."""
CAPTURA = "captura"
"""Cómo se llama la bitácora de la captura donde se ancla."""


def sumar(cuerpo: Mapping[str, Any]) -> str:
    """La suma de un renglón, con la del anterior ya dentro: SHA-256 de su JSON ordenado."""
    return sha256(json.dumps(cuerpo, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def faltan_en(
    ancladas: Mapping[str, str], bitacoras: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Las bitácoras a las que les quitaron algo ya anclado.

    `ancladas` es nombre → última suma al anclar; `bitacoras`, nombre → las sumas que hoy tiene. De
    la que no se trae no se dice nada.
    """
    for nombre, suma in sorted(ancladas.items()):
        if nombre in bitacoras and suma != ORIGEN and suma not in bitacoras[nombre]:
            yield nombre


def repasar(renglones: Iterable[str]) -> tuple[list[str], list[str]]:
    """(sumas, defectos) de una bitácora exportada: un objeto JSON por renglón.

    Cada uno trae su `numero`, la suma `previa`, la `suma` y lo demás que ella cubre. Las sumas son
    las de los renglones mientras la cadena siga; tras el primer defecto ya nada se puede afirmar.
    """
    sumas: list[str] = []
    for numero, texto in enumerate(renglones, start=1):
        try:
            renglon = json.loads(texto)
            suma = renglon.pop("suma")
            sigue = renglon["numero"] == numero and renglon["previa"] == (sumas or [ORIGEN])[-1]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return sumas, [f"El renglón {numero} de la bitácora exportada no se entiende."]
        if not sigue or suma != sumar(renglon):
            frase = f"El renglón {numero} de la bitácora exportada no sigue al anterior"
            return sumas, [f"{frase}: alguien quitó, cambió o movió uno."]
        sumas.append(suma)
    return sumas, []
