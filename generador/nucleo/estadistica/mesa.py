"""¿Qué se ve de una pregunta: a quiénes cuenta, qué respuestas y qué columnas?"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generador.nucleo.estadistica.celda import visibles_de
from generador.nucleo.estadistica.despeje import Bloques
from generador.nucleo.estadistica.familia import (
    NO_APLICA,
    RESTO,
    TODAS,
    Familia,
    Forma,
    Plan,
    Publicado,
    Tabla,
    Vetos,
)
from generador.nucleo.estadistica.juez import Juez, Sabido
from generador.nucleo.estadistica.poblacion import Poblacion, juntar


def _menores(culpables: Iterable[frozenset[str]], orden: Sequence[str]) -> Collection[str]:
    """Una columna de cada grupo que incumple, la primera en ese orden."""
    quitadas: set[str] = set()
    for columnas in culpables:
        suyas = [c for c in orden if c in columnas]
        if suyas and quitadas.isdisjoint(suyas):
            quitadas.add(suyas[0])
    return quitadas


@dataclass(slots=True)
class Mesa:
    """Decide una pregunta: a quiénes cuenta, qué respuestas se ven y en qué columnas.

    Se le puede volver a preguntar con otros vetos: lo que no cambió no se vuelve a buscar.
    """

    familia: Familia
    lugar: int
    minimo: int
    vetos: Vetos
    del_padre: Plan | None = None
    muchas: bool = False
    """Con miles de personas se prueba menos: se calla más aprisa lo que no va a poder verse."""
    esperan: frozenset[str] | None = None
    """Quiénes esperan, si ya se decidió."""
    techo: Mapping[str, Tabla] = field(default_factory=dict)
    """Por variable, lo más que se puede ver: las mismas respuestas, y no más columnas."""
    _bits: dict[str, int] = field(init=False)
    _de_respuesta: dict[str, int] = field(init=False)
    _reservadas: frozenset[str] = field(init=False)
    _cuentan: Poblacion = field(init=False)
    _sabidas: int = field(init=False)
    _antes: list[Publicado] = field(init=False)
    _de_antes: list[dict[str, Bloques]] = field(init=False)
    _conocido: Sabido = field(init=False)
    _poblaciones: dict[frozenset[str], Poblacion] = field(init=False, default_factory=dict)
    _cuentas: dict[int, dict[str, int]] = field(init=False, default_factory=dict)
    _mejores: dict[
        tuple[Poblacion, Sabido, str, frozenset[str], Tabla | None], tuple[Tabla, Sabido]
    ] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        sujetos = self.familia.sujetos
        self._antes = [c[self.lugar] for c in self.familia.anteriores if self.lugar in c]
        self._reservadas = frozenset(s.ident for s in sujetos if self.lugar not in s.sabidas)
        idents = dict.fromkeys(s.ident for s in sujetos if s.ident in self._reservadas)
        for antes in self._antes:
            idents |= dict.fromkeys(antes.presentes)
        self._bits = {ident: n for n, ident in enumerate(idents)}
        con_bit = [s for s in sujetos if s.ident in self._bits]
        dieron: dict[str, list[int]] = {a: [] for a in self.forma.dominio}
        for s in con_bit:
            for a in s.valores[self.lugar]:
                dieron[a].append(self._bits[s.ident])
        self._de_respuesta = {a: self._juntar(suyas) for a, suyas in dieron.items()}
        self._sabidas = self._juntar(
            self._bits[s.ident] for s in con_bit if self.lugar in s.sabidas
        )
        self._de_antes = []
        for antes in self._antes:
            poblacion = Poblacion.de(antes.presentes, self._bits)
            self._de_antes.append({v: self._de_corte(antes, poblacion, v) for v in antes.tablas})
        juez = Juez(self.forma, self.minimo)
        for propios in self._de_antes:
            juez.conocer(propios.values())
        self._conocido = juez.sabido

    def _juntar(self, lugares: Iterable[int]) -> int:
        return juntar(lugares, len(self._bits))

    @property
    def forma(self) -> Forma:
        """La pregunta."""
        return self.familia.preguntas[self.lugar]

    def decidir(self, variables: Sequence[str]) -> Plan:
        """El plan de la pregunta.

        Si quienes entraron desde el corte anterior se distinguirían, esperan al siguiente. Una
        pregunta que otra abre solo muestra lo que la otra muestra: si no, lo que una calla lo
        diría la otra con su «no aplica».
        """
        if TODAS in self.vetos.get((self.lugar, TODAS), ()):
            return Plan()
        en_espera: frozenset[str] = frozenset()
        if self.del_padre is not None:
            if not self.del_padre.visibles.issuperset(self.forma.abren):
                return Plan()
            en_espera = self.del_padre.en_espera
        nuevas: frozenset[str] = frozenset()
        if self._antes:
            nuevas = self._reservadas - self._antes[-1].presentes.keys()
        modos = [en_espera, en_espera | nuevas] if self.esperan is None else [self.esperan]
        planes = [self._sin(esperan, variables) for esperan in dict.fromkeys(modos)]
        return max(planes, key=lambda p: sum(len(t.columnas) for t in p.tablas.values()))

    def fijar(self, plan: Plan, variables: Iterable[str]) -> None:
        """En adelante, en esas variables solo se calla, y quienes esperan son esas personas."""
        if plan.tablas:
            self.esperan = plan.en_espera
            self.techo = {variable: plan.tablas[variable] for variable in variables}

    def _sin(self, esperan: frozenset[str], variables: Sequence[str]) -> Plan:
        """El plan, si esas personas no se cuentan todavía."""
        esperan &= self._reservadas
        if esperan not in self._poblaciones:
            cuentan = self._reservadas - esperan
            self._poblaciones[esperan] = Poblacion.de(
                {s.ident: s.columnas for s in self.familia.sujetos if s.ident in cuentan},
                self._bits,
            )
        self._cuentan = self._poblaciones[esperan]
        juez = Juez(self.forma, self.minimo, self._conocido)
        if self.muchas:
            cuenta = self._contar(self._cuentan.todas)
            juez.sin_ceros = frozenset(a for a in self.forma.principales if cuenta[a])
        estatal = self._una_vez(juez, TODAS, frozenset({TODAS}), self._estatal)
        if not estatal.columnas:
            return Plan()
        tablas = {TODAS: estatal}
        for variable in variables:
            posibles = self._posibles(variable)
            tablas[variable] = self._una_vez(
                juez, variable, posibles, lambda j, v, p: self._mejor(j, v, estatal, p)
            )
        return Plan(tablas, esperan)

    def _una_vez(
        self,
        juez: Juez,
        variable: str,
        posibles: frozenset[str],
        buscar: Callable[[Juez, str, frozenset[str]], Tabla],
    ) -> Tabla:
        """Lo que se halló la vez anterior, si se partía de lo mismo."""
        llave = (self._cuentan, juez.sabido, variable, posibles, self.techo.get(variable))
        if llave not in self._mejores:
            tabla = buscar(juez, variable, posibles)
            self._mejores[llave] = (tabla, juez.sabido)
        tabla, juez.sabido = self._mejores[llave]
        return tabla

    def _estatal(self, juez: Juez, variable: str, columnas: frozenset[str]) -> Tabla:
        todas = self._cuentan.todas
        visibles = visibles_de(self.forma, self._contar(todas), todas.bit_count(), self.minimo)
        tabla = Tabla(visibles, columnas)
        admitida = visibles and self._admite(juez, variable, tabla)
        return tabla if admitida else Tabla(frozenset(), frozenset())

    def _posibles(self, variable: str) -> frozenset[str]:
        """Las columnas que se pueden ver: en la pregunta que otra abre, las que en la otra."""
        posibles = frozenset(self._cuentan.por(variable))
        posibles -= self.vetos.get((self.lugar, variable), frozenset())
        if variable in self.techo:
            posibles &= self.techo[variable].columnas
        if self.del_padre is not None:
            del_padre = self.del_padre.tablas[variable]
            abierta = del_padre.visibles.issuperset(self.forma.abren)
            posibles &= del_padre.columnas if abierta else frozenset()
        return posibles

    def _mejor(self, juez: Juez, variable: str, estatal: Tabla, posibles: frozenset[str]) -> Tabla:
        """Con qué respuestas se ven más columnas; entre iguales, con más respuestas."""
        mejor = Tabla(frozenset(), frozenset())
        previo = sabido = juez.sabido
        techo = self.techo.get(variable)
        for visibles in [techo.visibles] if techo else self._opciones(estatal.visibles):
            juez.sabido = previo
            tabla = self._columnas_visibles(
                juez, variable, Tabla(visibles, posibles), len(mejor.columnas)
            )
            if len(tabla.columnas) > len(mejor.columnas):
                mejor, sabido = tabla, juez.sabido
            if mejor.columnas == posibles:
                break
        juez.sabido = sabido
        return mejor

    def _opciones(self, visibles: frozenset[str]) -> Iterator[frozenset[str]]:
        """Las respuestas de mayor a menor detalle: se juntan las menores, nunca las principales."""
        yield visibles
        if self.forma.multiple:
            return
        cuenta = self._contar(self._cuentan.todas)
        fijas = {NO_APLICA, *self.forma.principales}
        orden = sorted(visibles - fijas, key=lambda a: (a not in self.forma.aparte, cuenta[a], a))
        for cuantas in range(1, len(orden) + 1):
            quedan = visibles - set(orden[:cuantas])
            if quedan - {NO_APLICA}:
                yield quedan

    def _columnas_visibles(self, juez: Juez, variable: str, toda: Tabla, ya: int) -> Tabla:
        """Las columnas que cumplen; se quitan las menores hasta que el resto también cumpla.

        No se sigue si son tan pocas como las que `ya` se pueden ver con otras respuestas.
        """
        visibles, posibles = toda.visibles, toda.columnas
        bloques = self._repartir(variable, toda)
        tamanos = {c: bloques.grupos[c].bit_count() for c in posibles}
        viejos = self._viejos(variable)
        buenas = [
            c
            for c in posibles
            if juez.cumple(bloques.cuentas[c], tamanos[c], visibles)
            and all(self._admite_cambio(juez, viejo, bloques, c) for viejo in viejos)
        ]
        buenas.sort(key=lambda c: (tamanos[c], c))
        while len(buenas) > ya:
            tabla = Tabla(visibles, frozenset(buenas))
            if self._admite(juez, variable, tabla):
                return tabla
            sobran = self._las_que_estorban(juez, buenas)
            buenas = [c for c in buenas if c not in sobran]
        return Tabla(frozenset(), frozenset())

    def _las_que_estorban(self, juez: Juez, buenas: Sequence[str]) -> Collection[str]:
        """De unas columnas que no se admitieron, de menor a mayor, las que se quitan."""
        if self.muchas and juez.demasiados:
            return buenas[: (len(buenas) + 1) // 2]
        culpables = _menores(juez.culpables, buenas) if self.muchas else ()
        return culpables or buenas[: max(1, len(buenas) // 10)]

    def _admite(self, juez: Juez, variable: str, tabla: Tabla) -> bool:
        nuevo = self._repartir(variable, tabla)
        cambios = (
            self._admite_cambio(juez, viejo, nuevo, nombre)
            for viejo in self._viejos(variable)
            for nombre in nuevo.grupos
        )
        juez.culpables, juez.demasiados = [], False
        return all(cambios) and juez.admite(nuevo)

    def _viejos(self, variable: str) -> list[Bloques]:
        """Lo mismo, en los cortes anteriores."""
        return [propios[variable] for propios in self._de_antes if variable in propios]

    def _admite_cambio(self, juez: Juez, antes: Bloques, ahora: Bloques, nombre: str) -> bool:
        """Si de un grupo que está en dos cortes, quienes entraron y quienes salieron cumplen."""
        viejas, nuevas = antes.grupos.get(nombre, 0), ahora.grupos[nombre]
        entran, salen = nuevas & ~viejas, viejas & ~nuevas
        if not viejas or not (entran or salen):
            return True
        visibles = antes.visibles & ahora.visibles
        de_salida = Counter(antes.cuentas[nombre])
        de_salida.subtract(self._contar(viejas & nuevas))
        return juez.cumple(self._contar(entran), entran.bit_count(), visibles) and juez.cumple(
            de_salida, salen.bit_count(), visibles
        )

    def _contar(self, quienes: int) -> dict[str, int]:
        """Cuántas de esas personas dieron cada respuesta."""
        if quienes not in self._cuentas:
            self._cuentas[quienes] = {
                a: (quienes & suyas).bit_count() for a, suyas in self._de_respuesta.items()
            }
        return self._cuentas[quienes]

    def _repartir(self, variable: str, tabla: Tabla) -> Bloques:
        grupos = self._cuentan.agrupar(variable, tabla)
        cuentas = {n: self._contar(g) for n, g in grupos.items()}
        return Bloques(grupos, cuentas, tabla.visibles, {n: frozenset({n}) for n in grupos})

    def _de_corte(self, antes: Publicado, poblacion: Poblacion, variable: str) -> Bloques:
        """El reparto que publicó un corte anterior, sin quienes desde entonces lo autorizaron."""
        tabla = antes.tablas[variable]
        resto = Counter(antes.cuentas[TODAS, TODAS])
        cuentas: dict[str, Counter[str]] = {RESTO: resto}
        for columna in tabla.columnas:
            cuentas[columna] = Counter(antes.cuentas[variable, columna])
            resto.subtract(cuentas[columna])
        grupos = poblacion.agrupar(variable, tabla)
        for nombre, quienes in grupos.items():
            cuentas[nombre].subtract(self._contar(quienes & self._sabidas))
            grupos[nombre] = quienes & ~self._sabidas
        return Bloques({n: g for n, g in grupos.items() if g}, cuentas, tabla.visibles)
