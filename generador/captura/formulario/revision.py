"""¿Cómo va cada sección, y qué se le encontró? Con las palabras de `conoceles validar`."""

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generador.captura.formulario.secciones import (
    ACCION,
    CURRICULAR,
    DE_IDENTIDAD,
    FIRMA,
    Seccion,
    Secciones,
)
from generador.captura.fuente import Vigente
from generador.captura.llenado.escrito import Llenado, Previo, armar
from generador.captura.llenado.valores import buscar, poner
from generador.nucleo.formulario import FOTOGRAFIA
from generador.nucleo.hallazgo import Hallazgo, Nivel, ordenar

_DE_FORMA = ("ESQ-", "YAM")
_FALTA = re.compile(r"\(([a-z_]+)\)\.\Z")
_SOLO_DE_PASO = frozenset({"EXP22", "EXP26", "YAM12"})
"""Lo que se dice de un envío que todavía no es: no es cosa de quien llena."""


class Estado(StrEnum):
    """Cómo va una sección."""

    HECHA = "Hecha"
    POR_HACER = "Por hacer"
    CON_ERRORES = "Con errores"
    OPCIONAL = "Opcional"
    AUN_NO = "Aún no se puede"
    CERRADA = "Cerrada"


@dataclass(frozen=True, slots=True)
class Revision:
    """Lo que se le encontró a lo llenado."""

    hallazgos: tuple[Hallazgo, ...]
    secciones: Secciones

    def de(self, seccion: Seccion) -> tuple[Hallazgo, ...]:
        """Lo que se dice de esa sección."""
        return tuple(h for h in self.hallazgos if seccion.abarca(h.puntero))

    def errores_de(self, seccion: Seccion) -> tuple[Hallazgo, ...]:
        """Lo que en esa sección impide enviar."""
        return tuple(h for h in self.de(seccion) if h.nivel is Nivel.ERROR)

    @property
    def errores(self) -> tuple[Hallazgo, ...]:
        """Lo que impide enviar."""
        return tuple(h for h in self.hallazgos if h.nivel is Nivel.ERROR)


def revisar(llenado: Llenado, rige: Vigente, previo: Previo | None = None) -> Revision:
    """Todo lo que se le encuentra a lo llenado.

    Lo que no cumple el esquema calla a las demás reglas: se aparta lo que está mal y se vuelve a
    mirar, para que un teléfono incompleto no esconda lo que falta en otra página.
    """
    secciones = Secciones.de(rige)
    contenido = copy.deepcopy(dict(llenado.contenido))
    _empezar(contenido)
    primeros = _juzgar(replace(llenado, contenido=contenido), rige, previo)
    mal_formadas = [
        s
        for s in secciones
        if s.raiz and any(s.abarca(h.puntero) for h in primeros if _es_de_forma(h))
    ]
    hallazgos = list(primeros)
    if mal_formadas:
        for seccion in mal_formadas:
            poner(contenido, seccion.raiz, None)
        _empezar(contenido)
        segundos = _juzgar(replace(llenado, contenido=contenido), rige, previo)
        hallazgos += [h for h in segundos if not any(s.abarca(h.puntero) for s in mal_formadas)]
    dichos = [en_su_casilla(h) for h in ordenar(hallazgos) if h.regla not in _SOLO_DE_PASO]
    dichos.sort(key=lambda h: _lugar(secciones, h.puntero))
    return Revision(tuple(dict.fromkeys(dichos)), secciones)


def _empezar(contenido: dict[str, Any]) -> None:
    """Si lo curricular está en blanco, que aun así se mire qué le falta."""
    if not contenido.get(CURRICULAR):
        contenido[CURRICULAR] = {"contacto": {}}


def _lugar(secciones: Secciones, puntero: str) -> tuple[int, int, str]:
    """En qué orden se dice: el de las páginas y, en cada una, el de sus casillas."""
    for numero, seccion in enumerate(secciones):
        if seccion.abarca(puntero):
            suyas = (n for n, e in enumerate(seccion.entradas) if puntero.startswith(e.puntero))
            return numero, next(suyas, -1), puntero
    return -1, -1, puntero


def _juzgar(llenado: Llenado, rige: Vigente, previo: Previo | None) -> tuple[Hallazgo, ...]:
    return armar(llenado, rige, rige.contexto.ahora, "", previo).hallazgos


def _es_de_forma(hallazgo: Hallazgo) -> bool:
    return hallazgo.regla.startswith(_DE_FORMA) and hallazgo.nivel is Nivel.ERROR


def en_su_casilla(hallazgo: Hallazgo) -> Hallazgo:
    """Lo que falta se dice en el grupo; aquí va en la casilla que falta."""
    if hallazgo.puntero == f"/{ACCION}":
        return replace(hallazgo, puntero=f"/{DE_IDENTIDAD}/{ACCION}")
    falta = _FALTA.search(hallazgo.mensaje) if hallazgo.regla == "ESQ-required" else None
    return replace(hallazgo, puntero=f"{hallazgo.puntero}/{falta[1]}") if falta else hallazgo


@dataclass(frozen=True, slots=True)
class Avance:
    """Cómo va cada sección, por su nombre."""

    estados: Mapping[str, Estado]

    @property
    def hechas(self) -> int:
        """Cuántas ya no piden nada."""
        return sum(e in (Estado.HECHA, Estado.CERRADA) for e in self.estados.values())

    @property
    def cuentan(self) -> int:
        """Cuántas hay que hacer: las opcionales en blanco no."""
        return sum(e is not Estado.OPCIONAL for e in self.estados.values())


def avance_de(llenado: Llenado, revision: Revision, terminadas: Iterable[str]) -> Avance:
    """El avance de lo llenado; `terminadas`, las secciones que alguien dio por hechas."""
    dichas = frozenset(terminadas)
    return Avance(
        {s.nombre: _estado(s, llenado, revision, dichas) for s in revision.secciones.todas}
    )


def _estado(
    seccion: Seccion, llenado: Llenado, revision: Revision, terminadas: frozenset[str]
) -> Estado:
    contenido = llenado.contenido
    errores = bool(revision.errores_de(seccion))
    if seccion.nombre == FOTOGRAFIA:
        algo = llenado.foto is not None
    else:
        algo = seccion.tiene_algo(contenido)
    if seccion.bloque == FIRMA and por_que_cierra(contenido) is Estado.AUN_NO:
        return Estado.POR_HACER
    if seccion.bloque == DE_IDENTIDAD:
        if (cerrada := por_que_cierra(contenido)) is not None:
            return cerrada
        if not errores:
            contestada = algo and not seccion.faltantes(contenido)
            lista = contestada or seccion.nombre in terminadas
            return Estado.HECHA if lista else Estado.POR_HACER
    if errores:
        return Estado.CON_ERRORES if algo or seccion.nombre in terminadas else Estado.POR_HACER
    return Estado.HECHA if algo or seccion.nombre in terminadas else Estado.OPCIONAL


def por_que_cierra(contenido: Mapping[str, Any]) -> Estado | None:
    """Si la identidad no se pregunta: no se ha dicho si se autoriza, o se dijo que no."""
    autoriza = buscar(contenido, f"/{FIRMA}/tratamiento")
    if autoriza is None:
        return Estado.AUN_NO
    return None if autoriza else Estado.CERRADA
