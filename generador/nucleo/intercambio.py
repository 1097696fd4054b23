"""¿Podría cada persona reservada haber contestado otra cosa?

Para cada una se busca otro reparto de respuestas, entre las mismas personas, que da exactamente
los mismos números publicados y en el que ella contesta distinto. Si no se halla, se calla más.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
Sitio = tuple[str | None, ...]
"""El grupo de una persona en cada tabla de una vista."""
Cambio = tuple[str, Perfil]
"""Una persona y lo que contestaría en el otro reparto."""
Lugares = tuple[int, ...]
"""Vistas, por su lugar en la lista."""

TOPE_DE_PAREJAS = 400
"""Con cuántas se intenta que cuatro se cambien antes de darlo por no hallado."""


@dataclass(frozen=True, slots=True)
class Vista:
    """Las tablas de una pregunta, de cualquier corte, en que se ven las mismas respuestas."""

    pregunta: int
    visibles: frozenset[str]
    tablas: tuple[tuple[frozenset[str], Mapping[str, str]], ...]
    """De cada una, las columnas que se ven y la columna de cada persona que cuenta."""

    def valor(self, sujeto: Sujeto) -> Valor:
        """Lo que alguien contestó, como se ve aquí."""
        propio = sujeto.valores[self.pregunta]
        return frozenset(a if a in self.visibles else OTRAS for a in propio)

    def sitio(self, ident: str) -> Sitio:
        """Su grupo en cada tabla; None donde no se le cuenta."""
        return tuple(_grupo(columnas, de.get(ident)) for columnas, de in self.tablas)


def vistas(familia: Familia, planes: Sequence[Plan]) -> tuple[Vista, ...]:
    """Todo lo que se ha publicado y se va a publicar de una familia.

    Al final, sin tablas, si se dio o no la respuesta principal de cada pregunta.
    """
    tablas: dict[tuple[int, frozenset[str]], list[tuple[frozenset[str], Mapping[str, str]]]]
    tablas = defaultdict(list)
    for q, plan in enumerate(planes):
        cuentan: Mapping[str, Mapping[str, str]] = {
            s.ident: s.columnas
            for s in familia.sujetos
            if q not in s.sabidas and s.ident not in plan.en_espera
        }
        dichas = [(plan.tablas, cuentan)]
        dichas += [(c[q].tablas, c[q].presentes) for c in familia.anteriores if q in c]
        for propias, quienes in dichas:
            for variable, tabla in propias.items():
                if tabla.visibles:
                    de = {i: columnas.get(variable, TODAS) for i, columnas in quienes.items()}
                    tablas[q, tabla.visibles].append((tabla.columnas, de))
    publicadas = [Vista(q, visibles, tuple(suyas)) for (q, visibles), suyas in tablas.items()]
    principales = [
        Vista(q, frozenset(forma.principales), ())
        for q, forma in enumerate(familia.preguntas)
        if forma.principales
    ]
    return (*publicadas, *principales)


def _grupo(columnas: frozenset[str], propia: str | None) -> str | None:
    return propia if propia is None or propia in columnas else RESTO


@dataclass(frozen=True, slots=True)
class Clase:
    """Quienes contestaron lo mismo y están en los mismos grupos de todo lo publicado."""

    perfil: Perfil
    sitios: tuple[Sitio, ...]

    def distintas(self, perfil: Perfil) -> Lugares:
        """Las vistas en que otro perfil contesta otra cosa."""
        return tuple(q for q, v in enumerate(self.perfil) if v != perfil[q])


@dataclass(slots=True)
class Reparto:
    """Las personas de una familia y dónde cae cada una en lo publicado."""

    familia: Familia
    planes: Sequence[Plan]
    _vistas: tuple[Vista, ...] = field(init=False)
    _clases: dict[str, Clase] = field(init=False)
    _libres: dict[Clase, str] = field(init=False)
    _perfiles: list[Perfil] = field(init=False)
    _por_perfil: dict[tuple[Lugares, Perfil], dict[Sitio, Clase]] = field(init=False)
    _por_parte: dict[Lugares, dict[Perfil, "Parte"]] = field(init=False)

    def __post_init__(self) -> None:
        self._vistas = vistas(self.familia, self.planes)
        self._clases = {
            s.ident: Clase(
                tuple(vista.valor(s) for vista in self._vistas),
                tuple(vista.sitio(s.ident) for vista in self._vistas),
            )
            for s in self.familia.sujetos
        }
        libres = [s.ident for s in self.familia.sujetos if not s.sabidas]
        self._libres = {self._clases[ident]: ident for ident in libres}
        comunes = Counter(self._clases[ident].perfil for ident in libres)
        self._perfiles = [perfil for perfil, _ in comunes.most_common()]
        self._por_perfil, self._por_parte = {}, {}

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
        ajenos = [perfil for perfil in self._perfiles if self._sirve(sujeto, objetivo, perfil)]
        for perfil in ajenos:
            distintas = clase.distintas(perfil)
            alguien = self._de_perfil(distintas, perfil).get(_parte(clase.sitios, distintas))
            if alguien is not None:
                return ((sujeto.ident, perfil), (self._libres[alguien], clase.perfil))
        intentos = 0
        for perfil in ajenos:
            for otra in self._de_perfil(clase.distintas(perfil), perfil).values():
                if intentos == TOPE_DE_PAREJAS:
                    return ()
                intentos += 1
                pareja = self._pareja(clase, otra)
                if pareja is not None:
                    igual, ajena = pareja
                    return (
                        (sujeto.ident, perfil),
                        (self._libres[otra], clase.perfil),
                        (self._libres[igual], ajena.perfil),
                        (self._libres[ajena], igual.perfil),
                    )
        return ()

    def _sirve(self, sujeto: Sujeto, objetivo: frozenset[int], perfil: Perfil) -> bool:
        """Si cambia lo que debe poder cambiar, y no las respuestas que se saben."""
        distintas = self._clases[sujeto.ident].distintas(perfil)
        cambian = {self._vistas[v].pregunta for v in distintas}
        return not objetivo.isdisjoint(distintas) and not cambian & sujeto.sabidas

    def _de_perfil(self, distintas: Lugares, perfil: Perfil) -> dict[Sitio, Clase]:
        """Una clase de ese perfil por cada combinación de grupos en las preguntas que cambian."""
        llave = (distintas, perfil)
        if llave not in self._por_perfil:
            self._por_perfil[llave] = {
                _parte(c.sitios, distintas): c for c in self._libres if c.perfil == perfil
            }
        return self._por_perfil[llave]

    def _de_parte(self, lugares: Lugares, perfil: Perfil) -> "Parte":
        """Las clases que contestaron así en esas vistas."""
        if lugares not in self._por_parte:
            partes: dict[Perfil, Parte] = defaultdict(Parte)
            for c in self._libres:
                partes[tuple(c.perfil[v] for v in lugares)].poner(_parte(c.sitios, lugares), c)
            self._por_parte[lugares] = partes
        return self._por_parte[lugares][perfil]

    def _pareja(self, una: Clase, otra: Clase) -> tuple[Clase, Clase] | None:
        """Dos que, al cambiarse entre sí, deshacen lo que mueve el cambio de `una` con `otra`.

        En las preguntas en que `una` y `otra` no están en los mismos grupos, contestaron como
        ellas y están, grupo por grupo, al revés. En las demás, si contestaron distinto, están en
        los mismos grupos.
        """
        movidas = tuple(v for v in una.distintas(otra.perfil) if una.sitios[v] != otra.sitios[v])
        de_una, de_otra = _parte(una.sitios, movidas), _parte(otra.sitios, movidas)
        iguales = self._de_parte(movidas, tuple(una.perfil[v] for v in movidas))
        ajenas = self._de_parte(movidas, tuple(otra.perfil[v] for v in movidas))
        if len(iguales.clases) <= len(ajenas.clases):
            hallados = [
                (sitio, _al_reves(de_una, de_otra, sitio))
                for sitio in iguales.como(de_una, de_otra)
            ]
        else:
            hallados = [
                (_al_reves(de_otra, de_una, sitio), sitio) for sitio in ajenas.como(de_otra, de_una)
            ]
        for sitio_igual, sitio_ajena in hallados:
            for igual in iguales.clases.get(sitio_igual, ()):
                for ajena in ajenas.clases.get(sitio_ajena, ()):
                    if _quietas(igual, ajena, movidas) and not {una, otra} & {igual, ajena}:
                        return igual, ajena
        return None


@dataclass(slots=True)
class Parte:
    """Quienes contestaron lo mismo en unas vistas, por sus grupos en ellas."""

    clases: dict[Sitio, list[Clase]] = field(default_factory=dict)
    _por_grupo: dict[tuple[int, str | None], list[Sitio]] = field(default_factory=dict)

    def poner(self, sitio: Sitio, clase: Clase) -> None:
        """Añade una clase."""
        if sitio not in self.clases:
            for tabla, grupo in enumerate(sitio):
                self._por_grupo.setdefault((tabla, grupo), []).append(sitio)
        self.clases.setdefault(sitio, []).append(clase)

    def como(self, de_una: Sitio, de_otra: Sitio) -> list[Sitio]:
        """Los sitios que, donde las dos difieren, están con la segunda."""
        difieren = [(t, o) for t, (u, o) in enumerate(zip(de_una, de_otra, strict=True)) if u != o]
        cortos = min((self._por_grupo.get(par, []) for par in difieren), key=len)
        return [s for s in cortos if all(s[t] == o for t, o in difieren)]


def _parte(sitios: tuple[Sitio, ...], lugares: Lugares) -> Sitio:
    return tuple(grupo for v in lugares for grupo in sitios[v])


def _al_reves(de_una: Sitio, de_otra: Sitio, de_tercera: Sitio) -> Sitio:
    """Dónde debe estar la cuarta para que cada grupo gane y pierda lo mismo.

    Donde las dos primeras difieren, con la primera; donde no, con la tercera.
    """
    return tuple(t if u == o else u for u, o, t in zip(de_una, de_otra, de_tercera, strict=True))


def _quietas(igual: Clase, ajena: Clase, movidas: Lugares) -> bool:
    return all(
        igual.sitios[q] == ajena.sitios[q]
        for q in igual.distintas(ajena.perfil)
        if q not in movidas
    )


def sin_intercambio(familia: Familia, planes: Sequence[Plan]) -> tuple[tuple[Sujeto, int], ...]:
    """Las personas y preguntas publicadas de las que no se halló otro reparto."""
    reparto = Reparto(familia, planes)
    ya: dict[tuple[Clase, frozenset[int], int], bool] = {}
    fallas = []
    for sujeto in familia.sujetos:
        for q, plan in enumerate(planes):
            if not plan.tablas or q in sujeto.sabidas or sujeto.ident in plan.en_espera:
                continue
            llave = (reparto.clase_de(sujeto), sujeto.sabidas, q)
            if llave not in ya:
                ya[llave] = all(reparto.otro(sujeto, o) for o in reparto.objetivos(q))
            if not ya[llave]:
                fallas.append((sujeto, q))
    return tuple(fallas)


def planear(familia: Familia, variables: Sequence[str], minimo: int) -> tuple[Plan, ...]:
    """Qué se publica de cada pregunta de una familia. `variables`, de la más a la menos importante.

    Mientras haya una persona sin otro reparto posible, se calla su columna en la variable menos
    importante; si ya no se ve ninguna, la variable entera; al final, la pregunta.
    """
    vetos: dict[tuple[int, str], frozenset[str]] = {}
    while True:
        planes: list[Plan] = []
        for q, forma in enumerate(familia.preguntas):
            del_padre = None if forma.padre is None else planes[forma.padre]
            planes.append(Mesa(familia, q, minimo, vetos, del_padre).decidir(variables))
        fallas = sin_intercambio(familia, planes)
        if not fallas:
            return tuple(_completar(familia, q, plan) for q, plan in enumerate(planes))
        nuevos: dict[tuple[int, str], set[str]] = defaultdict(set)
        for sujeto, q in fallas:
            for llave, columnas in _callar(familia, planes, sujeto, q, variables):
                nuevos[llave] |= columnas
        for llave, calladas in nuevos.items():
            vetos[llave] = vetos.get(llave, frozenset()) | calladas


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
) -> Iterator[tuple[tuple[int, str], frozenset[str]]]:
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
                    yield (q, variable), callar
                    return
    publicada = next(q for q in lugares if planes[q].tablas)
    yield (publicada, TODAS), frozenset({TODAS})
