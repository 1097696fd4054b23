"""¿En qué páginas se reparte lo que se pregunta? Un apartado del cuestionario en cada una.

Lo curricular se reparte por rubro y la identidad por dimensión, como dicen los esquemas.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from generador.captura.fuente import Vigente
from generador.captura.llenado.campos import (
    IDENTIDAD,
    NINGUNA,
    Clase,
    Entrada,
    de_campo,
    de_pregunta,
    manifestaciones,
)
from generador.captura.llenado.valores import buscar
from generador.nucleo.esquema import Esquemas, campos
from generador.nucleo.formulario import FOTOGRAFIA
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.proceso import Proceso

CURRICULAR, FIRMA, DE_IDENTIDAD = "curricular", "consentimiento", "identidad"
ACCION = "accion_afirmativa"


@dataclass(frozen=True, slots=True)
class Seccion:
    """Una página del formulario. `raiz` es el puntero de todo lo suyo; vacío si son varios."""

    nombre: str
    titulo: str
    bloque: str
    entradas: tuple[Entrada, ...]
    ayuda: str = ""
    raiz: str = ""

    def abarca(self, puntero: str) -> bool:
        """Si lo que se dice de ese puntero es de esta sección."""
        raices = (self.raiz,) if self.raiz else tuple(e.puntero for e in self.entradas)
        return any(puntero == raiz or puntero.startswith(f"{raiz}/") for raiz in raices)

    def tiene_algo(self, contenido: Mapping[str, Any]) -> bool:
        """Si ya se escribió algo en ella."""
        if self.raiz:
            return buscar(contenido, self.raiz) not in (None, "", [], {})
        return any(buscar(contenido, e.puntero) is not None for e in self.entradas)

    def visibles(self, contenido: Mapping[str, Any]) -> tuple[Entrada, ...]:
        """Lo que se pregunta, según lo ya contestado."""
        return tuple(e for e in self.entradas if e.aplica(contenido))

    def faltantes(self, contenido: Mapping[str, Any]) -> tuple[Entrada, ...]:
        """Lo visible que se contesta eligiendo y quedó en blanco."""
        return tuple(
            e
            for e in self.visibles(contenido)
            if e.opciones and buscar(contenido, e.puntero) is None
        )


@dataclass(frozen=True)
class Secciones:
    """Todas, en el orden en que se llenan."""

    todas: tuple[Seccion, ...]

    @classmethod
    def de(cls, rige: Vigente) -> "Secciones":
        """Las de este proceso."""
        proceso = rige.contexto.proceso
        if not (_guardadas and _guardadas[0][0] is proceso):
            _guardadas[:] = [(proceso, _armar(rige))]
        return _guardadas[0][1]

    def __iter__(self) -> Iterator[Seccion]:
        return iter(self.todas)

    @cached_property
    def por_nombre(self) -> Mapping[str, Seccion]:
        """Cada una por su nombre."""
        return {una.nombre: una for una in self.todas}

    @cached_property
    def identidad(self) -> tuple[Entrada, ...]:
        """Todo lo que se pregunta de identidad."""
        return tuple(e for s in self.todas if s.bloque == DE_IDENTIDAD for e in s.entradas)

    def de_puntero(self, puntero: str) -> Seccion | None:
        """La sección de lo que se dice de ese puntero; None si es de todo el expediente."""
        return next((una for una in self.todas if una.abarca(puntero)), None)

    def siguiente(self, nombre: str) -> Seccion | None:
        """La que va después; None si es la última."""
        nombres = list(self.por_nombre)
        posterior = nombres.index(nombre) + 1
        return self.todas[posterior] if posterior < len(self.todas) else None


_guardadas: list[tuple[Proceso, Secciones]] = []
"""Las últimas: son las mismas mientras no cambie el proceso."""


def _armar(rige: Vigente) -> Secciones:
    esquemas, proceso = rige.contexto.esquemas, rige.contexto.proceso
    firma = Seccion(FIRMA, "Consentimiento", FIRMA, _firma(esquemas), raiz=f"/{FIRMA}")
    return Secciones((*_curricular(esquemas, proceso), firma, *_identidad(rige.preguntas)))


def _curricular(esquemas: Esquemas, proceso: Proceso) -> Iterable[Seccion]:
    por_rubro: dict[str, list[Entrada]] = {}
    cabezas: dict[str, Any] = {}
    for campo in campos(esquemas):
        if not campo.rubro or not campo.puntero.startswith(f"/{CURRICULAR}/"):
            continue
        cabezas.setdefault(campo.rubro, campo)
        if campo.hoja and campo.origen == "captura" and campo.rubro != FOTOGRAFIA:
            por_rubro.setdefault(campo.rubro, []).append(de_campo(campo, esquemas, proceso))
    for rubro, cabeza in cabezas.items():
        entradas = tuple(por_rubro.get(rubro, ()))
        yield Seccion(rubro, cabeza.titulo, CURRICULAR, entradas, cabeza.ayuda, cabeza.puntero)


def _firma(esquemas: Esquemas) -> tuple[Entrada, ...]:
    """Las tres manifestaciones y la fecha, con las palabras de sus esquemas."""
    fecha = next(c for c in campos(esquemas, "consentimiento") if c.nombre == "fecha")
    return (
        *(
            Entrada(f"/{FIRMA}/{nombre}", Clase.SI_NO, dicha.titulo)
            for nombre, dicha in manifestaciones(esquemas).items()
        ),
        Entrada(f"/{FIRMA}/fecha", Clase.FECHA, fecha.titulo, fecha.ayuda, "date"),
    )


def _identidad(preguntas: Preguntas) -> Iterable[Seccion]:
    """Una por dimensión; las que salen de la edad no se preguntan."""
    yield _accion(preguntas)
    titulos = preguntas.contexto.esquemas[DE_IDENTIDAD]["x-dimensiones"]
    por_dimension: dict[str, list[Entrada]] = {}
    for pregunta in preguntas:
        if pregunta.campo.edades is None:
            por_dimension.setdefault(pregunta.campo.dimension, []).append(de_pregunta(pregunta))
    for nombre, entradas in por_dimension.items():
        # Por qué se pregunta es lo mismo en toda la dimensión: se dice una vez, arriba.
        ayuda = entradas[0].ayuda
        suyas = tuple(replace(e, ayuda="") if e.ayuda == ayuda else e for e in entradas)
        yield Seccion(nombre, titulos.get(nombre, nombre), DE_IDENTIDAD, suyas, ayuda)


def _accion(preguntas: Preguntas) -> Seccion:
    esquemas = preguntas.contexto.esquemas
    campo = next(c for c in campos(esquemas, DE_IDENTIDAD) if c.nombre == ACCION)
    opciones = {clave: renglon["nombre"] for clave, renglon in preguntas.acciones.items()}
    entrada = Entrada(
        puntero=IDENTIDAD + campo.puntero,
        clase=Clase.OPCION,
        titulo="¿Por qué grupo se aprobó su registro?",
        ayuda=campo.ayuda,
        opciones={**opciones, NINGUNA: "Por ninguno: no es una candidatura de acción afirmativa"},
    )
    return Seccion(ACCION, "Acción afirmativa", DE_IDENTIDAD, (entrada,), raiz=entrada.puntero)
