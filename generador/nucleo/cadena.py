"""¿Cómo se nota que alguien tocó una bitácora? (PTO 15)

Cada renglón suma lo suyo y la suma del anterior. Quitar, cambiar o mover uno rompe la cadena;
cortarla por el final no, y por eso su última suma se ancla en Git.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any

ORIGEN = "0" * 64
"""La suma anterior al primer renglón."""


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
