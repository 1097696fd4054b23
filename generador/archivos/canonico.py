"""¿Está un archivo en su forma única, y qué dice?

Casi todos lo están, porque así los escribe el programa. Leerlos es deshacer `escribir`: renglón
por renglón, sin un analizador de YAML. La prueba de que se leyó bien es volver a escribirlo: si
no sale el mismo texto, aquí no se dice nada y lee el lector general (ADR 0016).
"""

import json
from typing import Any

from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.texto import (
    DIGITOS_SEGUROS,
    ENTERO,
    MAXIMO_BYTES,
    MAXIMO_NIVELES,
    MAXIMO_NODOS,
    Lectura,
    Posicion,
)

_SANGRIA = "  "
_SIN_COMILLAS = {"null": None, "true": True, "false": False}
_VACIOS = {"[]": list, "{}": dict}
_NO_ES_CLAVE = frozenset(("", " ", "-"))
_ES_ESCALAR = frozenset('"|[{')
_MARGEN_MAXIMO = len(_SANGRIA) * MAXIMO_NIVELES


def leer_canonico(crudo: bytes, orden: OrdenDeClaves) -> Lectura | None:
    """La lectura de un texto que `escribir` habría dado con ese orden; None si no es así."""
    if len(crudo) > MAXIMO_BYTES:
        return None
    try:
        texto = crudo.decode("utf-8")
        dato = _Lector(texto).leer()
        # Un entero o una cadena que JSON no admite también es ValueError; un renglón de menos
        # es IndexError: en los dos casos no era la forma única.
    except (ValueError, IndexError):
        return None
    if not dato or escribir(dato, orden) != texto:
        return None
    return Lectura(dato, texto=texto, es_canonica=True, situar=situar_canonico)


def situar_canonico(texto: str) -> dict[str, Posicion]:
    """Línea y columna (desde 1) por JSON Pointer de un texto que está en su forma única."""
    lector = _Lector(texto, {"": (1, 1)})
    lector.leer()
    return lector.marcas or {}


class _Lector:
    """Deshace `escribir`. Ante lo que no conoce levanta ValueError o lee de menos."""

    __slots__ = ("_donde", "_renglones", "marcas")

    def __init__(self, texto: str, marcas: dict[str, Posicion] | None = None) -> None:
        self._renglones = texto.split("\n")
        if self._renglones.pop() or len(self._renglones) > MAXIMO_NODOS:
            raise ValueError("No termina con un salto de renglón, o es demasiado largo.")
        self._donde = 0
        self.marcas = marcas

    def leer(self) -> dict[str, Any]:
        """El árbol entero; vacío si sobró texto."""
        self._renglones.append("-")  # un tope: no es renglón de ningún mapa
        mapa = self._mapa("", "")
        return mapa if self._donde == len(self._renglones) - 1 else {}

    def _mapa(self, margen: str, puntero: str) -> dict[str, Any]:
        mapa: dict[str, Any] = {}
        renglones, ancho = self._renglones, len(margen)
        while (renglon := renglones[self._donde]).startswith(margen):
            if renglon[ancho : ancho + 1] in _NO_ES_CLAVE:
                break
            clave, _, escrito = renglon[ancho:].partition(":")
            hijo = self._marcar(puntero, clave, ancho)
            self._donde += 1
            mapa[clave] = (
                self._valor(escrito[1:], margen)
                if escrito
                else self._anidado(margen + _SANGRIA, hijo)
            )
        return mapa

    def _lista(self, margen: str, puntero: str) -> list[Any]:
        lista: list[Any] = []
        raya, adentro = f"{margen}- ", margen + _SANGRIA
        while (renglon := self._renglones[self._donde]).startswith(raya):
            hijo = self._marcar(puntero, len(lista), len(raya))
            escrito = renglon[len(raya) :]
            if escrito[0] in _ES_ESCALAR or escrito in _SIN_COMILLAS or ENTERO.match(escrito):
                self._donde += 1
                lista.append(self._valor(escrito, margen))
            else:  # un mapa o una lista cuyo primer renglón va junto a la raya
                self._renglones[self._donde] = adentro + escrito
                lista.append(self._anidado(adentro, hijo))
        return lista

    def _anidado(self, margen: str, puntero: str) -> Any:
        if len(margen) > _MARGEN_MAXIMO:
            raise ValueError("Hay demasiados niveles.")
        es_lista = self._renglones[self._donde].startswith(f"{margen}- ")
        return self._lista(margen, puntero) if es_lista else self._mapa(margen, puntero)

    def _valor(self, escrito: str, margen: str) -> Any:
        if escrito[0] == '"':
            return json.loads(escrito) if "\\" in escrito else escrito[1:-1]
        if escrito == "|-":
            return self._bloque(margen + _SANGRIA)
        if escrito in _VACIOS:
            return _VACIOS[escrito]()
        if escrito in _SIN_COMILLAS:
            return _SIN_COMILLAS[escrito]
        if len(escrito) <= DIGITOS_SEGUROS and ENTERO.match(escrito):
            return int(escrito)
        raise ValueError("No es un escalar de la forma única.")

    def _bloque(self, margen: str) -> str:
        ancho, desde, renglones = len(margen), self._donde, self._renglones
        while (renglon := renglones[self._donde]).startswith(margen) or not renglon:
            self._donde += 1
        return "\n".join([renglon[ancho:] for renglon in renglones[desde : self._donde]])

    def _marcar(self, puntero: str, tramo: str | int, columna: int) -> str:
        """El puntero del hijo; sin marcas no hace falta y no se arma."""
        if self.marcas is None:
            return ""
        hijo = f"{puntero}/{tramo}"
        self.marcas[hijo] = (self._donde + 1, columna + 1)
        return hijo
