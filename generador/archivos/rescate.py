"""¿Qué se salva de un expediente que no está bien?

Nadie desaparece (PTO 14): si el error no toca `version`, `clave` ni `registro`, la persona queda
con sus datos básicos. Ante la duda no se rescata: publicar un registro equivocado es peor.
"""

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from generador.archivos.esquemas import Validador
from generador.archivos.texto import MAXIMO_BYTES, Posicion, Problema, leer
from generador.nucleo.hallazgo import Hallazgo

_BASICOS = ("version", "clave", "registro")
_LO_DEMAS = ("curricular", "consentimiento", "identidad", "tramite")
_NO_IMPIDEN_LEER = frozenset({"YAM02", "YAM03"})
_CORTAN = frozenset({"YAM02", "YAM04", "YAM10"})
_VUELVE_A_DECIRLO = re.compile(
    r"(?:\A|[\n\r\x85\u2028\u2029])"
    rf"(?:\?|(?![ \t#])[^:\n\r]*\b(?:{'|'.join(_BASICOS)})[\"']?[ \t]*:)"
)
"""Un renglón sin sangría que repite algo básico, en lo que ya no se pudo leer."""


def rescatar_de_arbol(
    validador: Validador, dato: dict[str, Any], hallazgos: Iterable[Hallazgo]
) -> Any:
    """El mismo árbol si está bien; sus datos básicos si el error no los toca; o None."""
    graves = [h for h in hallazgos if h.regla not in _NO_IMPIDEN_LEER]
    if not graves:
        return dato
    return None if any(map(_toca_lo_basico, graves)) else _basico(validador, dato)


def rescatar_de_texto(validador: Validador, crudo: bytes, problemas: Sequence[Problema]) -> Any:
    """Los datos básicos de un archivo que más adelante dejó de poderse leer, o None.

    Se cree solo en bloques cerrados: los que ya habían terminado cuando empezó otro que también
    es del expediente. `problemas` son los de su lectura; el último dice dónde se cortó.
    """
    corto = problemas[-1]
    if corto.regla not in _CORTAN or len(crudo) > MAXIMO_BYTES:
        return None
    legible, resto = _partir(crudo)
    corte = _donde_empieza_lo_abierto(_claves_de_arriba(legible, (corto.linea, corto.columna)))
    if _VUELVE_A_DECIRLO.search(legible[corte:] + resto):
        return None
    lectura = leer(legible[:corte].encode())
    graves = [p for p in lectura.problemas if p.regla not in _NO_IMPIDEN_LEER]
    if not isinstance(lectura.dato, dict) or any(map(_toca_lo_basico, graves)):
        return None
    return _basico(validador, lectura.dato)


def _toca_lo_basico(hallazgo: Hallazgo | Problema) -> bool:
    if hallazgo.regla.startswith("YAM") and not hallazgo.puntero:
        return True
    return hallazgo.puntero.split("/")[1:2] in ([clave] for clave in _BASICOS)


def _basico(validador: Validador, dato: Mapping[str, Any]) -> dict[str, Any] | None:
    basico = {
        **{clave: dato.get(clave) for clave in _BASICOS},
        "curricular": None,
        "consentimiento": None,
        "identidad": {"estado": "pendiente"},
        "tramite": {},
    }
    return basico if validador.cumple(basico) else None


def _partir(crudo: bytes) -> tuple[str, str]:
    """El texto hasta lo primero que YAML no admite, y lo que sigue, leído como se pueda."""
    crudo = crudo.removeprefix(codecs.BOM_UTF8)
    try:
        legible, resto = crudo.decode(), ""
    except UnicodeDecodeError as error:
        legible, resto = (
            crudo[: error.start].decode(),
            crudo[error.start :].decode(errors="replace"),
        )
    imposible = yaml.reader.Reader.NON_PRINTABLE.search(legible)
    fin = imposible.start() if imposible else len(legible)
    return legible[:fin], legible[fin:] + resto


def _donde_empieza_lo_abierto(claves: Sequence[tuple[str, int]]) -> int:
    """Índice de la última clave que alcanzó a empezar: lo anterior está cerrado. 0 si se duda.

    Se duda si hay una clave repetida o ajena, que suele ser un renglón de `registro` que perdió su
    sangría, o si lo último que empezó es básico.
    """
    nombres = [nombre for nombre, _ in claves]
    ajenas = set(nombres) - {*_BASICOS, *_LO_DEMAS}
    if not claves or ajenas or len(set(nombres)) < len(nombres) or nombres[-1] in _BASICOS:
        return 0
    return claves[-1][1]


def _claves_de_arriba(texto: str, limite: Posicion) -> list[tuple[str, int]]:
    """(clave, índice) del primer nivel, en orden, hasta el límite o donde deja de ser YAML.

    Ninguna si lo básico no va a un dato por renglón, que suele ser una comilla que se tragó lo que
    seguía, ni si las claves llevan sangría.
    """
    claves: list[tuple[str, int]] = []
    hondura, toca_clave = 0, False
    eventos = CParser(texto)
    with suppress(yaml.YAMLError):
        while (evento := eventos.get_event()) and _lugar(evento.start_mark) < limite:
            if isinstance(evento, yaml.CollectionStartEvent):
                hondura += 1
                toca_clave = hondura == 1
            elif isinstance(evento, yaml.CollectionEndEvent):
                hondura -= 1
                toca_clave = True
            elif isinstance(evento, yaml.NodeEvent):
                empieza: Any = evento.start_mark
                es_clave = hondura == 1 and toca_clave
                if es_clave:
                    claves.append((getattr(evento, "value", ""), empieza.index))
                sin_margen = es_clave and empieza.column > 0
                de_varios = _lugar(evento.end_mark)[0] > _lugar(empieza)[0]
                if sin_margen or (de_varios and claves and claves[-1][0] in _BASICOS):
                    return []
                toca_clave = not toca_clave
    return claves


def _lugar(marca: Any) -> Posicion:
    return marca.line + 1, marca.column + 1
