"""¿Qué cambia entre dos versiones de un expediente, campo por campo?

Lo de identidad y su consentimiento nunca se dice: solo que se actualizó.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

RESERVADOS = ("/identidad", "/consentimiento")
"""Bloques de los que solo se dice «identidad actualizada»."""

IDENTIDAD = "/identidad"


@dataclass(frozen=True, slots=True)
class Diferencia:
    """Un campo que cambia; `antes` o `despues` son None si no existe en esa versión."""

    puntero: str
    antes: Any
    despues: Any

    @property
    def es_reservada(self) -> bool:
        """Si no se puede mostrar qué decía ni qué dice."""
        return self.puntero.startswith(RESERVADOS)


def diferencias(antes: Any, despues: Any) -> tuple[Diferencia, ...]:
    """Las hojas que cambian, con su JSON Pointer (RFC 6901); una lista se compara entera.

    Los mapas se recorren; un mapa que aparece o desaparece da una diferencia por cada hoja.
    """
    return tuple(_comparar(antes, despues, ""))


def _comparar(antes: Any, despues: Any, puntero: str) -> Iterator[Diferencia]:
    if antes == despues and type(antes) is type(despues):
        return
    uno = antes if isinstance(antes, Mapping) else None
    otro = despues if isinstance(despues, Mapping) else None
    if uno is None and otro is None:
        yield Diferencia(puntero, antes, despues)
        return
    hojas = list(dict.fromkeys((*(uno or {}), *(otro or {}))))
    if not hojas:  # null que pasa a {}: no hay hoja que nombrar
        yield Diferencia(puntero, antes, despues)
    for clave in hojas:
        escrita = str(clave).replace("~", "~0").replace("/", "~1")
        yield from _comparar(
            (uno or {}).get(clave), (otro or {}).get(clave), f"{puntero}/{escrita}"
        )


def campos_de(cambios: tuple[Diferencia, ...]) -> tuple[str, ...]:
    """Los punteros que se nombran en un commit: los de identidad se resumen en uno."""
    nombrados = (IDENTIDAD if d.es_reservada else d.puntero for d in cambios)
    return tuple(dict.fromkeys(nombrados))
