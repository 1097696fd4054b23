"""¿Cómo se lee un cambio? «Dice / debe decir», por campo y con su nombre."""

import json
from collections.abc import Iterable
from typing import Any

from generador.nucleo.diferencia import Diferencia
from generador.nucleo.esquema import Esquemas, titulo_de

SIN_RESPUESTA = "(sin respuesta)"
IDENTIDAD_ACTUALIZADA = "Identidad actualizada."


def dice_y_debe_decir(cambios: Iterable[Diferencia], esquemas: Esquemas) -> str:
    """Un párrafo por campo. De identidad solo se dice que se actualizó."""
    parrafos = []
    reservado = False
    for cambio in cambios:
        if cambio.es_reservada:
            reservado = True
            continue
        titulo = titulo_de(cambio.puntero, esquemas)
        parrafos.append(
            f"{titulo} ({cambio.puntero})\nDice: {en_texto(cambio.antes)}\n"
            f"Debe decir: {en_texto(cambio.despues)}"
        )
    if reservado:
        parrafos.append(IDENTIDAD_ACTUALIZADA)
    return "\n\n".join(parrafos)


def en_texto(valor: Any) -> str:
    """Un valor como se lee; las listas y los mapas, en JSON."""
    if valor in (None, "", [], {}):
        return SIN_RESPUESTA
    return valor if isinstance(valor, str) else json.dumps(valor, ensure_ascii=False)
