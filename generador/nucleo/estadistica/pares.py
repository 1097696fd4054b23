"""¿Quiénes se pueden cambiar entre sí las respuestas?

Índices por lo que dos personas tienen igual, para hallarlas sin recorrerlas todas.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from generador.nucleo.estadistica.plano import Plano
from generador.nucleo.estadistica.vistas import Grupos, Lugares, Perfil

Llave = object
"""Lo que dos personas tienen igual; solo sirve para hallarlas."""
Selector = Callable[[tuple[object, ...]], Llave]
"""Toma de una lista lo que hay en unos lugares."""
TOPE_DE_PAREJAS = 400
"""Con cuántas de las que casi están en sus grupos se intenta que cuatro se cambien."""


@dataclass(frozen=True, slots=True, eq=False)
class Clase:
    """Quienes contestaron lo mismo y están en los mismos grupos de todo lo publicado."""

    perfil: Perfil
    grupos: Grupos


@dataclass(slots=True)
class Indices:
    """Las clases de quienes no han autorizado nada, por lo que tienen igual."""

    plano: Plano
    clases: Sequence[Clase]
    _de_perfil: dict[Perfil, list[Clase]] = field(init=False)
    _en: dict[tuple[Lugares, Perfil], dict[Llave, Clase]] = field(init=False)
    _casi: dict[tuple[Lugares, Lugares, Perfil], dict[Llave, dict[Llave, Clase]]] = field(
        init=False
    )
    _dichos: dict[Lugares, dict[Llave, list[Clase]]] = field(init=False)
    _pares: dict[tuple[Lugares, Lugares], list["Pares"]] = field(init=False)

    def __post_init__(self) -> None:
        self._en, self._casi, self._dichos, self._pares = {}, {}, {}, {}
        self._de_perfil = defaultdict(list)
        for c in self.clases:
            self._de_perfil[c.perfil].append(c)

    def en(self, tablas: Lugares, perfil: Perfil) -> Mapping[Llave, Clase]:
        """Una clase de ese perfil por cada combinación de grupos en esas tablas."""
        llave = (tablas, perfil)
        if llave not in self._en:
            parte = selector(tablas)
            self._en[llave] = {parte(c.grupos): c for c in self._de_perfil[perfil]}
        return self._en[llave]

    def casi(
        self, tablas: Lugares, sueltas: Lugares, perfil: Perfil
    ) -> Mapping[Llave, Mapping[Llave, Clase]]:
        """Por su grupo en las demás tablas y, dentro, en las sueltas."""
        llave = (tablas, sueltas, perfil)
        if llave not in self._casi:
            demas = selector([n for n in tablas if n not in sueltas])
            parte = selector(sueltas)
            hallados = self._casi[llave] = defaultdict(dict)
            for c in self._de_perfil[perfil]:
                hallados[demas(c.grupos)][parte(c.grupos)] = c
        return self._casi[llave]

    def _por_lo_dicho(self, movidas: Lugares) -> Mapping[Llave, Sequence[Clase]]:
        if movidas not in self._dichos:
            dicho = selector(movidas)
            hallados = self._dichos[movidas] = defaultdict(list)
            for perfil, suyas in self._de_perfil.items():
                hallados[dicho(perfil)] += suyas
        return self._dichos[movidas]

    def pares(self, movidas: Lugares, sueltas: Lugares) -> Sequence["Pares"]:
        """De dónde salen dos que se cambian entre sí las respuestas de las vistas movidas.

        O contestaron lo mismo en las demás, o ahí están en los mismos grupos.
        """
        llave = (movidas, sueltas)
        if llave not in self._pares:
            otras = [v for v, suyas in enumerate(self.plano.de_vista) if suyas and v not in movidas]
            quietas = [v for v in otras if not self.plano.de_vista[v].isdisjoint(sueltas)]
            propias, todas = self.plano.de_vistas(movidas), self.plano.de_vistas((*movidas, *otras))
            modos = {(propias, tuple(otras)), (todas, tuple(quietas))}
            self._pares[llave] = [
                Pares(self._por_lo_dicho(movidas), movidas, sueltas, *modo)
                for modo in sorted(modos)
            ]
        return self._pares[llave]


@dataclass(slots=True)
class Pares:
    """Las clases por lo que contestaron en unas vistas y por sus grupos en las tablas sueltas.

    Dentro, por lo que dos deben tener igual para cambiarse: el grupo en las demás tablas y la
    respuesta en las vistas quietas.
    """

    clases: Mapping[Llave, Sequence[Clase]]
    """Por lo que contestaron en las vistas movidas."""
    movidas: Lugares
    sueltas: Lugares
    tablas: Lugares
    quietas: Lugares
    _por: dict[Llave, Mapping[Llave, Mapping[Llave, Clase]]] = field(init=False)
    _dicho: Selector = field(init=False)
    _parte: Selector = field(init=False)
    _demas: Selector = field(init=False)
    _igual: Selector = field(init=False)

    def __post_init__(self) -> None:
        self._dicho, self._parte = selector(self.movidas), selector(self.sueltas)
        self._demas = selector([n for n in self.tablas if n not in self.sueltas])
        self._igual = selector(self.quietas)
        self._por = {}

    def _quienes(self, dicho: Llave) -> Mapping[Llave, Mapping[Llave, Clase]]:
        """Las que contestaron eso: por su grupo en las sueltas y, dentro, por lo demás."""
        if dicho not in self._por:
            hallados: dict[Llave, dict[Llave, Clase]] = defaultdict(dict)
            parte, demas, igual = self._parte, self._demas, self._igual
            for c in self.clases.get(dicho, ()):
                hallados[parte(c.grupos)][demas(c.grupos), igual(c.perfil)] = c
            self._por[dicho] = hallados
        return self._por[dicho]

    def hallar(
        self, una: Clase, perfil: Perfil, otras: Mapping[Llave, Clase]
    ) -> tuple[Clase, Clase, Clase] | None:
        """Con cuál de `otras` se cambia `una`, y qué dos lo deshacen.

        Están, en las tablas sueltas, al revés que ellas; en lo demás, entre sí, iguales.
        """
        ajenas = self._quienes(self._dicho(perfil)).get(self._parte(una.grupos))
        if not ajenas:
            return None
        iguales = self._quienes(self._dicho(una.perfil))
        for de_otra, otra in islice(otras.items(), TOPE_DE_PAREJAS):
            suyas = iguales.get(de_otra, {})
            pocas, muchas = (suyas, ajenas) if len(suyas) < len(ajenas) else (ajenas, suyas)
            for llave in pocas:
                if llave in muchas:
                    return otra, suyas[llave], ajenas[llave]
        return None


def selector(lugares: Sequence[int]) -> Selector:
    """Lo que hay en esos lugares de una lista."""
    return itemgetter(*lugares) if lugares else lambda _: None
