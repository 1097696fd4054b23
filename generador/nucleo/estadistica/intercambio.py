"""¿Podría cada persona reservada haber contestado otra cosa?

Para cada una se busca otro reparto de respuestas, entre las mismas personas, que da exactamente
los mismos números publicados y en el que ella contesta distinto. Si no se halla, se calla más.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generador.nucleo.estadistica.familia import Familia, Plan, Sujeto
from generador.nucleo.estadistica.pares import Clase, Indices, Llave, Selector, selector
from generador.nucleo.estadistica.plano import Plano
from generador.nucleo.estadistica.vistas import Grupos, Lugares, Perfil, Vista, vistas

Cambio = tuple[str, Perfil]
"""Una persona y lo que contestaría en el otro reparto."""
Falla = tuple[Sujeto, int]
"""Una persona y una pregunta de la que no se halló otro reparto."""
TOPE_DE_PERFILES = 12
"""Cuántas maneras de contestar otra cosa se intentan entre cuatro, de la más común a la menos."""


@dataclass(frozen=True, slots=True, eq=False)
class Ajeno:
    """Otra manera de contestar: en qué vistas difiere, y quienes contestaron así, por su grupo."""

    perfil: Perfil
    distintas: Lugares
    parte: Selector
    juntas: Mapping[Llave, Clase]


Camino = tuple[Selector, Mapping[Llave, Mapping[Llave, Clase]], Lugares, Lugares]
"""Una manera de soltar tablas: las demás, quienes coinciden en ellas, las vistas y las tablas."""


@dataclass(slots=True)
class Reparto:
    """Las personas de una familia y dónde cae cada una en lo publicado."""

    familia: Familia
    planes: Sequence[Plan]
    _vistas: tuple[Vista, ...] = field(init=False)
    _plano: Plano = field(init=False)
    _clases: dict[str, Clase] = field(init=False)
    _libres: dict[Clase, str] = field(init=False)
    _indices: Indices = field(init=False)
    _perfiles: list[Perfil] = field(init=False)
    _ajenos: dict[tuple[Perfil, frozenset[int], frozenset[int]], list[Ajeno]] = field(init=False)
    _caminos: dict[tuple[Perfil, Lugares], list[Camino]] = field(init=False)

    def __post_init__(self) -> None:
        self._vistas = vistas(self.familia, self.planes)
        # A quien se le sabe todo no se le puede cambiar nada.
        cuantas = len(self.familia.preguntas)
        sujetos = [s for s in self.familia.sujetos if len(s.sabidas) < cuantas]
        self._plano = Plano(self._vistas, sujetos)
        unicas: dict[tuple[Perfil, Grupos], Clase] = {}
        self._clases = {}
        for s in sujetos:
            llave = (tuple(v.valor(s) for v in self._vistas), self._plano.grupos[s.ident])
            self._clases[s.ident] = unicas.setdefault(llave, Clase(*llave))
        libres = [s.ident for s in sujetos if not s.sabidas]
        self._libres = {self._clases[ident]: ident for ident in libres}
        self._indices = Indices(self._plano, tuple(self._libres))
        comunes = Counter(self._clases[ident].perfil for ident in libres)
        self._perfiles = [perfil for perfil, _ in comunes.most_common()]
        self._ajenos, self._caminos = {}, {}

    def clase_de(self, sujeto: Sujeto) -> Clase:
        """Su perfil y sus grupos."""
        return self._clases[sujeto.ident]

    def objetivos(self, lugar: int) -> Iterator[frozenset[int]]:
        """Lo que debe poder cambiar de cada persona en una pregunta: alguna vista de cada grupo.

        Su respuesta; y además, si la dio o no, la respuesta principal, que es la que señala. Salvo
        que no la haya dado nadie en todo el estado: un cero se publica y lo dice de todas.
        """
        propias = [v for v, vista in enumerate(self._vistas) if vista.pregunta == lugar]
        yield frozenset(v for v in propias if self._vistas[v].tablas)
        for v in propias:
            if not self._vistas[v].tablas and self._la_dio_alguien(self._vistas[v]):
                yield frozenset({v})

    def _la_dio_alguien(self, vista: Vista) -> bool:
        return any(
            vista.visibles & s.valores[vista.pregunta]
            for s in self.familia.sujetos
            if vista.pregunta not in s.sabidas
            and s.ident not in self.planes[vista.pregunta].en_espera
        )

    def otro(self, sujeto: Sujeto, objetivo: frozenset[int]) -> tuple[Cambio, ...]:
        """Otro reparto en que de esa persona cambia alguna de esas vistas; vacío si no se halla.

        Se prueban dos: que se cambie con alguien que está en sus mismos grupos, y que ella y otra
        se cambien con dos que, entre ambas, están en los grupos de ellas dos.
        """
        clase = self._clases[sujeto.ident]
        ajenos = self._que_sirven(clase.perfil, sujeto.sabidas, objetivo)
        for ajeno in ajenos:
            alguien = ajeno.juntas.get(ajeno.parte(clase.grupos))
            if alguien is not None:
                return ((sujeto.ident, ajeno.perfil), (self._libres[alguien], clase.perfil))
        for ajeno in ajenos[:TOPE_DE_PERFILES]:
            perfil = ajeno.perfil
            hallado = self._entre_cuatro(clase, perfil, ajeno.distintas)
            if hallado is not None:
                otra, igual, ajena = hallado
                return (
                    (sujeto.ident, perfil),
                    (self._libres[otra], clase.perfil),
                    (self._libres[igual], ajena.perfil),
                    (self._libres[ajena], igual.perfil),
                )
        return ()

    def _que_sirven(
        self, propio: Perfil, sabidas: frozenset[int], objetivo: frozenset[int]
    ) -> list[Ajeno]:
        """Los perfiles que cambian lo que debe poder cambiar, y no lo que se sabe; y en qué."""
        llave = (propio, sabidas, objetivo)
        if llave not in self._ajenos:
            hallados = self._ajenos[llave] = []
            for perfil in self._perfiles:
                distintas = tuple(v for v, valor in enumerate(propio) if valor != perfil[v])
                cambian = {self._vistas[v].pregunta for v in distintas}
                if not objetivo.isdisjoint(distintas) and not cambian & sabidas:
                    tablas = self._plano.de_vistas(distintas)
                    juntas = self._indices.en(tablas, perfil)
                    hallados.append(Ajeno(perfil, distintas, selector(tablas), juntas))
        return self._ajenos[llave]

    def _entre_cuatro(
        self, una: Clase, perfil: Perfil, distintas: Lugares
    ) -> tuple[Clase, Clase, Clase] | None:
        """La que contestó así y casi está en los grupos de `una`, y dos que deshacen lo que mueven.

        En las tablas sueltas, en que `una` y la otra no están juntas, las otras dos están al revés.
        """
        for demas, casi, movidas, sueltas in self._caminos_a(perfil, distintas):
            otras = casi.get(demas(una.grupos))
            if otras:
                for pares in self._indices.pares(movidas, sueltas):
                    hallado = pares.hallar(una, perfil, otras)
                    if hallado is not None:
                        return hallado
        return None

    def _caminos_a(self, perfil: Perfil, distintas: Lugares) -> Iterator[Camino]:
        """De cada manera de soltar tablas, con qué y dónde se busca; lo ya dicho se guarda."""
        sueltas = self._plano.sueltas(distintas)
        dichos = self._caminos.setdefault((perfil, distintas), [])
        yield from dichos
        tablas = self._plano.de_vistas(distintas)
        for parte in sueltas[len(dichos) :]:
            demas = selector([n for n in tablas if n not in parte])
            movidas = tuple(v for v in distintas if self._plano.de_vista[v] & set(parte))
            dichos.append((demas, self._indices.casi(tablas, parte, perfil), movidas, parte))
            yield dichos[-1]


def sin_intercambio(familia: Familia, planes: Sequence[Plan]) -> tuple[Falla, ...]:
    """Las personas y preguntas publicadas de las que no se halló otro reparto."""
    return tuple(sin_otro(Reparto(familia, planes), todas_las_preguntas(familia)))


def todas_las_preguntas(familia: Familia) -> Sequence[Falla]:
    """Cada persona con cada pregunta."""
    return [(s, q) for s in familia.sujetos for q in range(len(familia.preguntas))]


def sin_otro(reparto: Reparto, quienes: Iterable[Falla]) -> Iterator[Falla]:
    """De esas personas y preguntas, las publicadas para las que no se halla otro reparto."""
    planes = reparto.planes
    objetivos = [tuple(reparto.objetivos(q)) if p.tablas else () for q, p in enumerate(planes)]
    ya: dict[tuple[Clase, frozenset[int], int], bool] = {}
    for sujeto, q in quienes:
        plan = planes[q]
        if not plan.tablas or q in sujeto.sabidas or sujeto.ident in plan.en_espera:
            continue
        llave = (reparto.clase_de(sujeto), sujeto.sabidas, q)
        if llave not in ya:
            ya[llave] = all(reparto.otro(sujeto, o) for o in objetivos[q])
        if not ya[llave]:
            yield sujeto, q
