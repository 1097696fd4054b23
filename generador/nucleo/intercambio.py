"""¿Podría cada persona reservada haber contestado otra cosa?

Para cada una se busca otro reparto de respuestas, entre las mismas personas, que da exactamente
los mismos números publicados y en el que ella contesta distinto. Si no se halla, se calla más.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from operator import itemgetter

from generador.nucleo.supresion import (
    OTRAS,
    RESTO,
    TODAS,
    Familia,
    Mesa,
    Plan,
    Sujeto,
    Tabla,
    Valor,
)

Perfil = tuple[Valor, ...]
"""Lo contestado, como se ve en cada vista: lo que ahí no se ve, plegado."""
Grupos = tuple[str | None, ...]
"""El grupo de una persona en cada tabla que distingue a unas de otras."""
Cambio = tuple[str, Perfil]
"""Una persona y lo que contestaría en el otro reparto."""
Lugares = tuple[int, ...]
"""Vistas, o tablas, por su lugar en la lista."""
Falla = tuple[Sujeto, int]
"""Una persona y una pregunta de la que no se halló otro reparto."""
Veto = tuple[int, str]
"""Una pregunta y una variable."""
Llave = object
"""Lo que dos personas tienen igual; solo sirve para hallarlas."""

Selector = Callable[[tuple[object, ...]], Llave]
"""Toma de una lista lo que hay en unos lugares."""

TOPE_DE_PAREJAS = 400
"""Con cuántas de las que casi están en sus grupos se intenta que cuatro se cambien."""
TOPE_DE_PERFILES = 12
"""Cuántas maneras de contestar otra cosa se intentan entre cuatro, de la más común a la menos."""

MUCHAS = 2000
"""Con tantas personas, antes de buscar por todas se busca por una muestra."""
MUESTRA = 200
UNA_DE_CADA = 20
"""Si una variable señala a más de una de cada tantas de la muestra, se calla entera."""


@dataclass(frozen=True, slots=True)
class Vista:
    """Las tablas de una pregunta, de cualquier corte, en que se ven las mismas respuestas."""

    pregunta: int
    visibles: frozenset[str]
    tablas: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = ()
    """De cada una, las columnas que se ven y la columna de cada persona que cuenta."""
    senas: tuple[tuple[str, int], ...] = ()
    """De cada una, su variable y su corte."""

    def valor(self, sujeto: Sujeto) -> Valor:
        """Lo que alguien contestó, como se ve aquí."""
        propio = sujeto.valores[self.pregunta]
        return frozenset(a if a in self.visibles else OTRAS for a in propio)


def vistas(familia: Familia, planes: Sequence[Plan]) -> tuple[Vista, ...]:
    """Todo lo que se ha publicado y se va a publicar de una familia.

    Al final, sin tablas, si se dio o no la respuesta principal de cada pregunta.
    """
    tablas: dict[tuple[int, frozenset[str]], list[tuple[frozenset[str], Mapping[str, str]]]]
    tablas, senas = defaultdict(list), defaultdict(list)
    for q, plan in enumerate(planes):
        cuentan: Mapping[str, Mapping[str, str]] = {
            s.ident: s.columnas
            for s in familia.sujetos
            if q not in s.sabidas and s.ident not in plan.en_espera
        }
        dichas = [(plan.tablas, cuentan)]
        dichas += [(c[q].tablas, c[q].presentes) for c in familia.anteriores if q in c]
        for corte, (propias, quienes) in enumerate(dichas):
            for variable, tabla in propias.items():
                if tabla.visibles:
                    de = {i: columnas.get(variable, TODAS) for i, columnas in quienes.items()}
                    tablas[q, tabla.visibles].append((tabla.columnas, de))
                    senas[q, tabla.visibles].append((variable, corte))
    publicadas = [
        Vista(q, visibles, tuple(suyas), tuple(senas[q, visibles]))
        for (q, visibles), suyas in tablas.items()
    ]
    principales = [
        Vista(q, frozenset(forma.principales))
        for q, forma in enumerate(familia.preguntas)
        if forma.principales
    ]
    return (*publicadas, *principales)


def _grupo(columnas: frozenset[str], propia: str | None) -> str | None:
    return propia if propia is None or propia in columnas else RESTO


@dataclass(frozen=True, slots=True, eq=False)
class Clase:
    """Quienes contestaron lo mismo y están en los mismos grupos de todo lo publicado."""

    perfil: Perfil
    grupos: Grupos


@dataclass(slots=True)
class Plano:
    """Las tablas que distinguen a unas personas de otras: cuáles son y dónde cae cada una.

    Dos tablas que agrupan igual son una sola.
    """

    vistas: Sequence[Vista]
    sujetos: Sequence[Sujeto]
    grupos: dict[str, Grupos] = field(init=False)
    de_vista: list[frozenset[int]] = field(init=False)
    """Las tablas de cada vista, por su lugar en `grupos`."""
    _de_sena: dict[str | int, set[int]] = field(init=False)
    _sueltas: dict[Lugares, list[Lugares]] = field(init=False)

    def __post_init__(self) -> None:
        distintas: dict[Grupos, int] = {}
        self.de_vista, self._de_sena, self._sueltas = [], defaultdict(set), {}
        for vista in self.vistas:
            propias = set()
            for (visibles, de), sena in zip(vista.tablas, vista.senas, strict=True):
                columnas = [de.get(s.ident) for s in self.sujetos]
                grupos = tuple(_grupo(visibles, columna) for columna in columnas)
                if len(set(grupos)) > 1:
                    propias.add(distintas.setdefault(grupos, len(distintas)))
                    for parte in sena:
                        self._de_sena[parte].add(distintas[grupos])
            self.de_vista.append(frozenset(propias))
        suyos = zip(*distintas, strict=True) if distintas else ((),) * len(self.sujetos)
        self.grupos = {s.ident: g for s, g in zip(self.sujetos, suyos, strict=True)}

    def de_vistas(self, lugares: Iterable[int]) -> Lugares:
        """Las tablas de varias vistas."""
        return tuple(sorted(frozenset().union(*(self.de_vista[v] for v in lugares))))

    def sueltas(self, lugares: Lugares) -> list[Lugares]:
        """Las maneras de partir en dos las tablas de unas vistas: por variables o por corte.

        De cada una, la mitad; con la otra mitad se hallarían los mismos repartos.
        """
        if lugares not in self._sueltas:
            propias = frozenset(self.de_vistas(lugares))
            variables = sorted((n for n in self._de_sena if isinstance(n, str)), key=str)
            cortes = [(n,) for n in self._de_sena if isinstance(n, int)]
            juntas: list[tuple[str, ...]] = [
                sena
                for n in range(1, len(variables) // 2 + 1)
                for sena in combinations(variables, n)
            ]
            halladas: dict[frozenset[int], None] = {}
            senas: list[tuple[str | int, ...]] = [*juntas, *cortes]
            for sena in senas:
                parte = propias.intersection(set().union(*(self._de_sena[n] for n in sena)))
                if parte and parte != propias and propias - parte not in halladas:
                    halladas[parte] = None
            self._sueltas[lugares] = [tuple(sorted(parte)) for parte in halladas]
        return self._sueltas[lugares]


@dataclass(slots=True)
class Indices:
    """Las clases de quienes no han autorizado nada, por lo que tienen igual."""

    plano: Plano
    clases: Sequence[Clase]
    _en: dict[Lugares, dict[Perfil, dict[Llave, Clase]]] = field(default_factory=dict)
    _casi: dict[tuple[Lugares, Lugares], dict[Perfil, dict[Llave, dict[Llave, Clase]]]] = field(
        default_factory=dict
    )
    _pares: dict[tuple[Lugares, Lugares], list["Pares"]] = field(default_factory=dict)

    def en(self, tablas: Lugares, perfil: Perfil) -> Mapping[Llave, Clase]:
        """Una clase de ese perfil por cada combinación de grupos en esas tablas."""
        if tablas not in self._en:
            parte = _selector(tablas)
            hallados = self._en[tablas] = defaultdict(dict)
            for c in self.clases:
                hallados[c.perfil][parte(c.grupos)] = c
        return self._en[tablas].get(perfil, {})

    def casi(
        self, tablas: Lugares, sueltas: Lugares, perfil: Perfil
    ) -> Mapping[Llave, Mapping[Llave, Clase]]:
        """Por su grupo en las demás tablas y, dentro, en las sueltas."""
        llave = (tablas, sueltas)
        if llave not in self._casi:
            demas = _selector([n for n in tablas if n not in sueltas])
            parte = _selector(sueltas)
            hallados = self._casi[llave] = defaultdict(lambda: defaultdict(dict))
            for c in self.clases:
                hallados[c.perfil][demas(c.grupos)][parte(c.grupos)] = c
        return self._casi[llave].get(perfil, {})

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
                Pares(self.clases, movidas, sueltas, *modo) for modo in sorted(modos)
            ]
        return self._pares[llave]


@dataclass(slots=True)
class Pares:
    """Las clases por lo que contestaron en unas vistas y por sus grupos en las tablas sueltas.

    Dentro, por lo que dos deben tener igual para cambiarse: el grupo en las demás tablas y la
    respuesta en las vistas quietas.
    """

    clases: Sequence[Clase]
    movidas: Lugares
    sueltas: Lugares
    tablas: Lugares
    quietas: Lugares
    por: dict[Llave, dict[Llave, dict[Llave, Clase]]] = field(init=False)

    def __post_init__(self) -> None:
        self.por = defaultdict(lambda: defaultdict(dict))
        dicho, parte = _selector(self.movidas), _selector(self.sueltas)
        demas = _selector([n for n in self.tablas if n not in self.sueltas])
        igual = _selector(self.quietas)
        for c in self.clases:
            propias = self.por[dicho(c.perfil)][parte(c.grupos)]
            propias[demas(c.grupos), igual(c.perfil)] = c

    def hallar(
        self, una: Clase, perfil: Perfil, otras: Mapping[Llave, Clase]
    ) -> tuple[Clase, Clase, Clase] | None:
        """Con cuál de `otras` se cambia `una`, y qué dos lo deshacen.

        Están, en las tablas sueltas, al revés que ellas; en lo demás, entre sí, iguales.
        """
        dicho = _selector(self.movidas)
        ajenas = self.por.get(dicho(perfil), {}).get(_selector(self.sueltas)(una.grupos))
        if not ajenas:
            return None
        iguales = self.por.get(dicho(una.perfil), {})
        for de_otra, otra in islice(otras.items(), TOPE_DE_PAREJAS):
            suyas = iguales.get(de_otra, {})
            pocas, muchas = (suyas, ajenas) if len(suyas) < len(ajenas) else (ajenas, suyas)
            for llave in pocas:
                if llave in muchas:
                    return otra, suyas[llave], ajenas[llave]
        return None


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
                    hallados.append(Ajeno(perfil, distintas, _selector(tablas), juntas))
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
            demas = _selector([n for n in tablas if n not in parte])
            movidas = tuple(v for v in distintas if self._plano.de_vista[v] & set(parte))
            dichos.append((demas, self._indices.casi(tablas, parte, perfil), movidas, parte))
            yield dichos[-1]


def _selector(lugares: Sequence[int]) -> Selector:
    """Lo que hay en esos lugares de una lista."""
    return itemgetter(*lugares) if lugares else lambda _: None


def sin_intercambio(familia: Familia, planes: Sequence[Plan]) -> tuple[Falla, ...]:
    """Las personas y preguntas publicadas de las que no se halló otro reparto."""
    return _sin_otro(Reparto(familia, planes), _todas(familia))


def _todas(familia: Familia) -> Sequence[Falla]:
    return [(s, q) for s in familia.sujetos for q in range(len(familia.preguntas))]


def _sin_otro(reparto: Reparto, quienes: Iterable[Falla]) -> tuple[Falla, ...]:
    planes = reparto.planes
    objetivos = [tuple(reparto.objetivos(q)) if p.tablas else () for q, p in enumerate(planes)]
    ya: dict[tuple[Clase, frozenset[int], int], bool] = {}
    fallas = []
    for sujeto, q in quienes:
        plan = planes[q]
        if not plan.tablas or q in sujeto.sabidas or sujeto.ident in plan.en_espera:
            continue
        llave = (reparto.clase_de(sujeto), sujeto.sabidas, q)
        if llave not in ya:
            ya[llave] = all(reparto.otro(sujeto, o) for o in objetivos[q])
        if not ya[llave]:
            fallas.append((sujeto, q))
    return tuple(fallas)


def planear(familia: Familia, variables: Sequence[str], minimo: int) -> tuple[Plan, ...]:
    """Qué se publica de cada pregunta de una familia. `variables`, de la más a la menos importante.

    Mientras haya una persona sin otro reparto posible, se calla su columna en la variable menos
    importante; si ya no se ve ninguna, la variable entera; al final, la pregunta. Cuando en una
    muestra son muchas, se calla de una vez la variable entera.
    """
    vetos: dict[tuple[int, str], frozenset[str]] = {}
    mesas = [Mesa(familia, q, minimo, vetos) for q in range(len(familia.preguntas))]
    anteriores: Sequence[Plan] = ()
    fallas: Sequence[Falla] = ()
    while True:
        planes: list[Plan] = []
        for forma, mesa in zip(familia.preguntas, mesas, strict=True):
            mesa.del_padre = None if forma.padre is None else planes[forma.padre]
            planes.append(mesa.decidir(variables))
        reparto = Reparto(familia, planes)
        if fallas and _dicen_menos(planes, anteriores):
            nuevos = {}  # las demás ya tenían otro reparto, y sigue valiendo
        else:
            nuevos, fallas = _de_una_vez(reparto, variables), _todas(familia)
        if not nuevos:
            fallas = _sin_otro(reparto, fallas)
            if not fallas:
                return tuple(_completar(familia, q, plan) for q, plan in enumerate(planes))
            nuevos = defaultdict(frozenset)
            for sujeto, q in fallas:
                llave, columnas = _callar(familia, planes, sujeto, q, variables)
                nuevos[llave] |= columnas
            anteriores = planes
        else:
            fallas = ()
        for llave, calladas in nuevos.items():
            vetos[llave] = vetos.get(llave, frozenset()) | calladas


def _dicen_menos(planes: Sequence[Plan], que: Sequence[Plan]) -> bool:
    """Si cada número de unos planes se obtiene sumando números de los otros."""
    return all(
        not plan.tablas
        or (
            plan.en_espera == otro.en_espera
            and all(
                not tabla.visibles
                or (
                    tabla.visibles == otro.tablas[variable].visibles
                    and tabla.columnas <= otro.tablas[variable].columnas
                )
                for variable, tabla in plan.tablas.items()
            )
        )
        for plan, otro in zip(planes, que, strict=True)
    )


def _de_una_vez(reparto: Reparto, variables: Sequence[str]) -> dict[Veto, frozenset[str]]:
    """Las variables que se callan enteras, porque en una muestra señalan a muchas."""
    familia, planes = reparto.familia, reparto.planes
    if len(familia.sujetos) < MUCHAS:
        return {}
    paso = len(familia.sujetos) // MUESTRA
    lugares = range(len(familia.preguntas))
    muestra = [(s, q) for s in familia.sujetos[::paso] for q in lugares]
    senaladas = {s.ident: (s, q) for s, q in _sin_otro(reparto, muestra)}
    veces = Counter(_callar(familia, planes, s, q, variables)[0] for s, q in senaladas.values())
    return {
        (q, variable): planes[q].tablas[variable].columnas
        for (q, variable), cuantas in veces.items()
        if cuantas * UNA_DE_CADA > MUESTRA
    }


def _completar(familia: Familia, lugar: int, plan: Plan) -> Plan:
    """Muestra la columna que se calló sola: se sabría al restar, así que nada cambia."""
    tablas = {}
    for variable, tabla in plan.tablas.items():
        calladas = {
            s.columnas.get(variable, TODAS)
            for s in familia.sujetos
            if lugar not in s.sabidas and s.ident not in plan.en_espera
        } - tabla.columnas
        una = calladas if tabla.columnas and len(calladas) == 1 else frozenset()
        tablas[variable] = Tabla(tabla.visibles, tabla.columnas | una)
    return Plan(tablas, plan.en_espera)


def _callar(
    familia: Familia, planes: Sequence[Plan], sujeto: Sujeto, lugar: int, variables: Sequence[str]
) -> tuple[Veto, frozenset[str]]:
    """Lo menos importante que todavía se dice de una persona en esa pregunta o en las que abre."""
    hijas = [q for q, forma in enumerate(familia.preguntas) if forma.padre == lugar]
    lugares = [*reversed(hijas), lugar]
    for entera in (False, True):
        for q in lugares:
            for variable in reversed(variables):
                tabla = planes[q].tablas.get(variable)
                visibles = tabla.columnas if tabla else frozenset()
                propia = frozenset({sujeto.columnas[variable]}) & visibles
                if callar := (visibles if entera else propia):
                    return (q, variable), callar
    publicada = next(q for q in lugares if planes[q].tablas)
    return (publicada, TODAS), frozenset({TODAS})
