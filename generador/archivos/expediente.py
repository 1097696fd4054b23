"""¿Qué dice un expediente por sí solo, y qué está mal en él?

Un archivo, venga del disco o de un formulario: sintaxis, esquema y reglas de candidatura.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generador.archivos.canonico import leer_canonico
from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.esquemas import Validador, orden_de_claves, preparar_validador
from generador.archivos.fotografia import medir_foto
from generador.archivos.rescate import rescatar_de_arbol, rescatar_de_texto
from generador.archivos.texto import MAXIMO_BYTES, Lectura, Problema, leer, ubicar
from generador.errores import causa_de_disco
from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.regla import Alcance, aplicar_a_una
from generador.nucleo.reglas import de_alcance

_AVISOS_DE_LECTURA = frozenset({"YAM12"})


@dataclass(frozen=True, slots=True)
class Leida:
    """Lo que salió de un archivo: su árbol (o None), su foto y sus hallazgos.

    `rescatada` dice que el árbol solo trae los datos básicos: lo demás no se pudo leer.
    """

    archivo: str
    dato: Any
    foto: Fotografia | None
    hallazgos: tuple[Hallazgo, ...]
    rescatada: bool = False


@dataclass(frozen=True, slots=True)
class Lector:
    """Lo que hace falta para juzgar un archivo; los procesos hijos lo heredan."""

    raiz: Path
    contexto: Contexto
    validador: Validador
    orden: OrdenDeClaves


def preparar_lector(raiz: Path, contexto: Contexto) -> Lector:
    """Prepara validadores y orden canónico una sola vez."""
    return Lector(
        raiz=raiz,
        contexto=contexto,
        validador=preparar_validador(contexto.esquemas, "candidatura"),
        orden=orden_de_claves(contexto.esquemas, "candidatura"),
    )


def leer_uno(lector: Lector, archivo: str) -> Leida:
    """Lee y juzga un archivo por sí solo: sintaxis, esquema y reglas de candidatura."""
    try:
        with open(f"{lector.raiz}/{archivo}", "rb") as abierto:  # noqa: PTH123 (miles de veces)
            # Uno más basta para saber que se pasa; pedir siempre el máximo aparta un mega.
            crudo = abierto.read(min(os.fstat(abierto.fileno()).st_size, MAXIMO_BYTES) + 1)
    except OSError as error:
        causa = causa_de_disco(error)
        problema = Problema(
            "YAM01", "", 1, 1, f"No se puede leer: {causa}.", "Revise sus permisos."
        )
        return Leida(archivo, None, None, (_de_problema(archivo, problema),))
    foto = medir_foto(lector.raiz, archivo, lector.contexto.proceso.fotografia)
    return juzgar(lector, archivo, crudo, foto)


def juzgar(lector: Lector, archivo: str, crudo: bytes, foto: Fotografia | None) -> Leida:
    """Juzga el contenido de un expediente, venga del disco o de un formulario."""
    lectura = leer_canonico(crudo, lector.orden) or leer(crudo)
    hallazgos = [_de_problema(archivo, p) for p in lectura.problemas]
    dato = lectura.dato
    if dato is None:
        salvado = rescatar_de_texto(lector.validador, crudo, lectura.problemas)
        return Leida(archivo, salvado, foto, tuple(hallazgos), rescatada=salvado is not None)
    if not isinstance(dato, dict):
        problema = Problema(
            "YAM11", "", 1, 1, "El archivo no es un expediente.", "Debe empezar con «version: 1»."
        )
        return Leida(archivo, None, foto, (*hallazgos, _de_problema(archivo, problema)))
    if not lector.validador.cumple(dato):
        hallazgos += _del_esquema(lector, archivo, lectura)
    rescatado = rescatar_de_arbol(lector.validador, dato, hallazgos)
    if rescatado is dato:
        hallazgos += _de_reglas(lector, archivo, lectura, foto)
        if not (lectura.es_canonica or hallazgos or escribir(dato, lector.orden).encode() == crudo):
            hallazgos.append(_no_canonico(archivo))
    rescatada = rescatado is not dato and rescatado is not None
    return Leida(archivo, rescatado, foto, tuple(hallazgos), rescatada)


def abrir_candidatura(
    lector: Lector, archivo: str, crudo: bytes, foto: Fotografia | None = None
) -> Candidatura | None:
    """La candidatura de un contenido, sin aplicarle reglas; None si no la hay.

    De uno roto se salva lo que se pueda, como al publicar.
    """
    lectura = leer_canonico(crudo, lector.orden) or leer(crudo)
    dato = lectura.dato
    if lectura.problemas or not (isinstance(dato, dict) and lector.validador.cumple(dato)):
        dato = juzgar(lector, archivo, crudo, foto).dato
    return None if dato is None else Candidatura.de_dato(archivo, dato, foto)


def situar_en_contenido(
    lector: Lector, hallazgos: Iterable[Hallazgo], crudo: bytes
) -> Iterator[Hallazgo]:
    """Los mismos hallazgos con la línea y la columna que les tocan en ese contenido."""
    posiciones = (leer_canonico(crudo, lector.orden) or leer(crudo)).posiciones
    for hallazgo in hallazgos:
        linea, columna = ubicar(posiciones, hallazgo.puntero)
        yield replace(hallazgo, linea=linea, columna=columna)


def _del_esquema(lector: Lector, archivo: str, lectura: Lectura) -> Iterator[Hallazgo]:
    for explicacion in lector.validador.explicaciones(lectura.dato):
        linea, columna = ubicar(lectura.posiciones, explicacion.puntero)
        yield Hallazgo(
            archivo,
            linea,
            columna,
            explicacion.puntero,
            f"ESQ-{explicacion.palabra}",
            Nivel.ERROR,
            explicacion.mensaje,
            explicacion.remedio,
        )


def _de_reglas(
    lector: Lector, archivo: str, lectura: Lectura, foto: Fotografia | None
) -> Iterator[Hallazgo]:
    candidatura = Candidatura.de_dato(archivo, lectura.dato, foto)
    reglas = de_alcance(Alcance.CANDIDATURA)
    for hallazgo in aplicar_a_una(reglas, candidatura, lector.contexto):
        linea, columna = ubicar(lectura.posiciones, hallazgo.puntero)
        yield replace(hallazgo, linea=linea, columna=columna)


def _de_problema(archivo: str, problema: Problema) -> Hallazgo:
    nivel = Nivel.AVISO if problema.regla in _AVISOS_DE_LECTURA else Nivel.ERROR
    return Hallazgo(
        archivo,
        problema.linea,
        problema.columna,
        problema.puntero,
        problema.regla,
        nivel,
        problema.mensaje,
        problema.remedio,
    )


def _no_canonico(archivo: str) -> Hallazgo:
    return _de_problema(
        archivo,
        Problema(
            "YAM12",
            "",
            1,
            1,
            "El contenido está bien, pero no está escrito en la forma única.",
            "Corra «conoceles validar --corregir».",
        ),
    )
