"""¿Qué puede decirse hoy de cada candidatura? La vara con que se mide lo escrito.

Sale del conjunto y del extracto por la única puerta de salida, `nucleo.publico`; de cómo se
escriben las páginas y las tablas, aquí no se sabe nada.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain, filterfalse
from operator import attrgetter
from pathlib import Path
from typing import Any

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo, campos
from generador.nucleo.ficha import CAUSAS, ETIQUETAS_DE_VACIO, FichaPublica, Hecho, Respuesta, Vacio
from generador.nucleo.formulario import Formulario
from generador.nucleo.proceso import Proceso
from generador.reserva.llano import aplanar, aplanar_juntos

VACIOS = frozenset(vacio.value for vacio in Vacio)
PALABRA = re.compile(r"\w+")
LETRAS_DE_SENA = 7
"""Lo que delata a una pregunta en una página mide al menos esto; lo demás es palabra de todos."""

_APARTE = ("rubros", "identidad", "identidad_vacio", "historia")
_LO_SUYO = attrgetter(*(c.name for c in fields(FichaPublica) if c.name not in _APARTE))
_LO_DEL_HECHO = attrgetter(*(c.name for c in fields(Hecho)))


class Publicable:
    """Lo que se puede decir de una persona."""

    def __init__(self, ficha: FichaPublica, *, callada: bool) -> None:
        self.ficha = ficha
        self.callada = callada
        """Si salió de la consulta y la autoridad decidió no decir quién era."""
        self.identidad: dict[str, Respuesta] = {
            r.puntero.rpartition("/")[2]: r
            for r in ficha.identidad
            if r.vacio is None and r.valor is not None and ficha.identidad_vacio is None
        }
        """Pregunta → respuesta, solo de las que se pueden ver."""

    @cached_property
    def atomos(self) -> frozenset[str]:
        """Cada texto suyo que se puede ver, tal cual; también lo permitido de identidad."""
        return frozenset(filter(None, self._atomos()))

    @cached_property
    def llano(self) -> bytes:
        """Todo lo suyo que se puede ver, llano y separado con espacios."""
        return aplanar_juntos(self.atomos)

    @cached_property
    def llano_de_registro(self) -> bytes:
        """Su nombre y su lugar: lo que se puede ver de ella en una lista."""
        return aplanar_juntos(self._de_registro())

    @cached_property
    def llano_curricular(self) -> bytes:
        """Lo que se puede ver de ella sin su identidad."""
        return aplanar_juntos((*self._de_registro(), *self._de_rubros()))

    @cached_property
    def palabras(self) -> frozenset[str]:
        """Las de todo lo que se puede ver de ella, con su puntuación y sin ella."""
        return _palabras(self.atomos)

    @cached_property
    def palabras_de_registro(self) -> frozenset[str]:
        """Las de su nombre y su lugar."""
        return _palabras(self._de_registro())

    @cached_property
    def palabras_curriculares(self) -> frozenset[str]:
        """Las de lo que se puede ver de ella sin su identidad."""
        return self.palabras_de_registro | _palabras(self._de_rubros())

    def es_suyo(self, texto: str) -> bool:
        """Si eso, comoquiera que esté escrito, es parte de lo que se puede ver de ella."""
        return texto in self.atomos or aplanar(texto) in self.llano

    def _atomos(self) -> Iterator[str]:
        yield from self._de_registro()
        yield from self._de_rubros()
        for respuesta in self.identidad.values():
            yield from _textos(respuesta)

    def _de_registro(self) -> Iterator[str]:
        ficha = self.ficha
        for valor in _LO_SUYO(ficha):
            if isinstance(valor, str):
                yield valor
            else:
                yield from _textos(valor)
        for hecho in ficha.historia:
            yield from _LO_DEL_HECHO(hecho)
        yield from (ficha.nombre_completo, ficha.url)

    def _de_rubros(self) -> Iterator[str]:
        for rubro in self.ficha.rubros:
            yield from filter(None, (rubro.nombre, rubro.titulo, rubro.observado))
            for respuesta in rubro.respuestas:
                if respuesta.vacio is None:
                    yield respuesta.puntero.rpartition("/")[2]
                    yield from _textos(respuesta.valor)
                    yield from _textos(respuesta.clave_valor)


@dataclass(frozen=True)
class Verdad:
    """Lo público de un proceso: sus fichas, sus preguntas y sus nombres.

    `raiz` es la carpeta de los expedientes: de ahí salen las fotografías y los emblemas.
    """

    fichas: Mapping[str, Publicable]
    contexto: Contexto
    preguntas: tuple[Campo, ...]
    raiz: Path

    @classmethod
    def de_fichas(cls, fichas: Iterable[FichaPublica], contexto: Contexto, raiz: Path) -> "Verdad":
        """La de un proceso, a partir de lo que `publicar` dejó pasar."""
        ocultas = contexto.proceso.lecturas.sustituidas == "ocultar"
        return cls(
            {f.clave: Publicable(f, callada=ocultas and not f.esta_vigente) for f in fichas},
            contexto,
            Formulario.de_contexto(contexto).identidad,
            raiz,
        )

    @property
    def proceso(self) -> Proceso:
        """El proceso electoral."""
        return self.contexto.proceso

    @property
    def reservadas(self) -> int:
        """Cuántos pares de clave y pregunta no pueden tener valor en ninguna salida."""
        return sum(len(self.preguntas) - len(p.identidad) for p in self.fichas.values())

    @cached_property
    def nombres(self) -> frozenset[str]:
        """Claves de las preguntas: son también sus columnas."""
        return frozenset(campo.nombre for campo in self.preguntas)

    @cached_property
    def por_titulo(self) -> Mapping[bytes, str]:
        """Título llano → pregunta. Dos títulos no se aplanan igual: lo exige la prueba."""
        return {aplanar(campo.titulo): campo.nombre for campo in self.preguntas}

    @cached_property
    def curriculares(self) -> Mapping[str, str]:
        """Puntero → título de cada campo que el esquema declara público."""
        return {
            c.puntero: c.titulo
            for c in campos(self.contexto.esquemas)
            if c.visibilidad == "publica" or c.rubro
        }

    @cached_property
    def de_todas(self) -> frozenset[str]:
        """Los nombres del proceso: cargos, lugares, postulantes y catálogos del expediente."""
        proceso = self.proceso
        propios = {c.catalogo for c in campos(self.contexto.esquemas)} | {"tipo_postulacion"}
        return frozenset(
            texto
            for grupo in (
                proceso.elecciones,
                proceso.cargos,
                proceso.postulantes,
                {k: (t.clave, t.nombre, t.plural, t.lugares) for k, t in proceso.ambitos.items()},
                {k: c for k, c in proceso.catalogos.items() if k in propios},
                (proceso.identificacion, *VACIOS),
                (*CAUSAS.values(), *ETIQUETAS_DE_VACIO.values()),
            )
            for texto in _textos(grupo)
        )

    @cached_property
    def llano_de_todas(self) -> bytes:
        """Lo mismo, llano: también en mayúsculas se reconoce."""
        return b" ".join(sorted(set(map(aplanar, self.de_todas))))

    def senas(self, palabras_de_todos: bytes) -> Mapping[str, str]:
        """Texto → pregunta, de lo que delata una respuesta: su título, su puntero, sus opciones.

        Una opción que también es palabra del proceso o de las plantillas no delata nada.
        """
        comunes = self.llano_de_todas + b" " + palabras_de_todos
        halladas: dict[str, str] = {}
        for campo in self.preguntas:
            halladas[campo.titulo] = halladas[campo.puntero] = campo.nombre
            for texto in self.opciones(campo):
                llano = aplanar(texto)
                if len(llano) >= LETRAS_DE_SENA and llano not in comunes:
                    halladas.setdefault(texto, campo.nombre)
        return halladas

    @cached_property
    def del_cuestionario(self) -> frozenset[str]:
        """Las palabras del cuestionario de identidad: preguntas, opciones y dimensiones."""
        dimensiones = self.contexto.esquemas["identidad"]["x-dimensiones"].values()
        textos = [t for c in self.preguntas for t in (c.titulo, *self.opciones(c))]
        return frozenset(PALABRA.findall(" ".join((*textos, *dimensiones))))

    def opciones(self, campo: Campo) -> Iterator[str]:
        """Lo que puede contestarse, como se muestra."""
        yield from (campo.etiquetas or {}).values()
        if campo.catalogo:
            catalogo = self.proceso.catalogos.get(campo.catalogo, {})
            yield from (renglon.get("nombre", clave) for clave, renglon in catalogo.items())


def _palabras(textos: Iterable[str]) -> frozenset[str]:
    trozos = frozenset(" ".join(textos).split())
    return trozos.union(PALABRA.findall(" ".join(filterfalse(str.isalnum, trozos))))


def _textos(valor: Any) -> Iterator[str]:
    """Todos los textos de un dato: de sus campos, sus llaves y sus elementos."""
    if isinstance(valor, str):
        if valor:
            yield str(valor)
    elif isinstance(valor, int | None):
        if not isinstance(valor, bool | None):
            yield str(valor)
    else:
        for uno in _partes(valor):
            yield from _textos(uno)


def _partes(valor: Any) -> Iterable[Any]:
    if isinstance(valor, list | tuple):
        return valor
    if isinstance(valor, Mapping):
        return chain.from_iterable(valor.items())
    return (getattr(valor, nombre) for nombre in getattr(valor, "__dataclass_fields__", ()))
