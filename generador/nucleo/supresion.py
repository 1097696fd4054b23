"""¿Qué conteos se pueden publicar sin decir qué contestó alguien?

Solo mira a las personas reservadas: quienes no autorizaron publicar su respuesta. A las demás
cualquiera las resta, así que un conteo se juzga por lo que queda sin ellas.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Valor = frozenset[str]
"""Lo que alguien contestó a una pregunta: una clave, o varias si admite varias."""

TODAS = ""
"""La variable y la columna del total estatal."""
NO_APLICA = "no_aplica"
"""Lo que «contesta» quien no abrió la pregunta; lo dice también la respuesta que la abre."""
OTRAS = "otras"
"""Las respuestas que no se publican una por una, juntas."""
RESTO = "\0resto"
"""Las columnas que no se publican, juntas: salen de restar."""
TOPE_DE_DESPEJES = 150
"""Con más repartos que se despejan unos de otros, no se sigue buscando: se suprime."""


@dataclass(frozen=True, slots=True)
class Forma:
    """Una pregunta, para lo que importa aquí."""

    nombre: str
    dominio: tuple[str, ...]
    """Toda respuesta posible, también las que no son de la pregunta (`sin_respuesta`…)."""
    multiple: bool = False
    padre: int | None = None
    """La pregunta de la misma familia que la abre, por su lugar; None si no depende de otra."""
    abren: tuple[str, ...] = ()
    principales: tuple[str, ...] = ()
    """Las que más importa ver aparte cuando no caben todas."""
    aparte: tuple[str, ...] = ()
    """Las que son un vacío: cuando no caben todas, son las primeras que se juntan."""


@dataclass(frozen=True, slots=True)
class Sujeto:
    """Una persona con algo reservado en una familia de preguntas."""

    ident: str
    """Cambia si cambian sus respuestas: entonces es otra incógnita."""
    valores: tuple[Valor, ...]
    sabidas: frozenset[int]
    """Las preguntas que autorizó publicar, por su lugar en la familia."""
    columnas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Qué se ve de una pregunta repartida por una variable."""

    visibles: frozenset[str]
    """Las respuestas con conteo propio; las demás van juntas."""
    columnas: frozenset[str]
    """Las columnas que se ven; las demás, ni una por una ni juntas, pero se restan."""


@dataclass(frozen=True, slots=True)
class Publicado:
    """Lo que un corte anterior dijo de una pregunta."""

    tablas: Mapping[str, Tabla]
    """Por variable; la del total estatal es `TODAS`."""
    cuentas: Mapping[tuple[str, str], Mapping[str, int]]
    """(variable, columna) → respuesta → cuántas reservadas."""
    presentes: Mapping[str, Mapping[str, str]]
    """Las reservadas que contaba y su columna en cada variable."""


@dataclass(frozen=True, slots=True)
class Familia:
    """Preguntas que se abren unas a otras, y lo que se sabe de ellas."""

    preguntas: tuple[Forma, ...]
    sujetos: tuple[Sujeto, ...]
    anteriores: tuple[Mapping[int, Publicado], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Qué se publica de una pregunta; nada si no hay tablas."""

    tablas: Mapping[str, Tabla] = field(default_factory=dict)
    en_espera: frozenset[str] = frozenset()
    """Reservadas que todavía no se cuentan: son tan pocas que se las distinguiría."""

    @property
    def visibles(self) -> frozenset[str]:
        """Las respuestas con conteo propio en el total estatal."""
        return self.tablas[TODAS].visibles if self.tablas else frozenset()


Vetos = Mapping[tuple[int, str], frozenset[str]]
"""(pregunta, variable) → columnas que no se pueden ver; `TODAS` en `TODAS`, nada de la pregunta."""


@dataclass(frozen=True, slots=True)
class Bloques:
    """Un reparto de personas reservadas en grupos de los que se sabe la cuenta.

    Un grupo es un entero: cada persona es uno de sus bits.
    """

    grupos: Mapping[str, int]
    """Nombre → quiénes; no se enciman. Quien no está no es de ninguno."""
    cuentas: Mapping[str, Mapping[str, int]]
    visibles: frozenset[str]
    """De qué respuestas se sabe la cuenta."""


def es_segura(cuenta: Mapping[str, int], total: int, minimo: int) -> bool:
    """La regla: cada respuesta la dio nadie, o al menos `minimo`, y otras `minimo` dieron otra.

    Un grupo sin nadie reservado no dice nada de nadie.
    """
    return total == 0 or all(n == 0 or minimo <= n <= total - minimo for n in cuenta.values())


def visibles_de(forma: Forma, cuenta: Mapping[str, int], total: int, minimo: int) -> frozenset[str]:
    """Las respuestas de una pregunta que se publican una por una; ninguna si no alcanza.

    En la que otra abre, «no aplica» ya se sabe por la otra: se decide entre las demás.
    """
    if total == 0:
        return frozenset(cuenta)
    if forma.padre is None:
        return _visibles_entre(forma, cuenta, total, minimo)
    propias = {a: n for a, n in cuenta.items() if a != NO_APLICA}
    visibles = _visibles_entre(forma, propias, total - cuenta.get(NO_APLICA, 0), minimo)
    return visibles | {NO_APLICA} if visibles else visibles


def _visibles_entre(
    forma: Forma, cuenta: Mapping[str, int], total: int, minimo: int
) -> frozenset[str]:
    """Las que tienen menos del mínimo se juntan, también las de nadie: no se sabe cuál es cuál.

    Si juntas no llegan, se les suma la menor de las demás, y la principal hasta el final.
    """
    if forma.multiple:
        chicas = {a for a, n in cuenta.items() if not es_segura({a: n}, total, minimo)}
        if chicas:
            chicas |= {a for a, n in cuenta.items() if n == 0}
    else:
        chicas = {a for a, n in cuenta.items() if n < minimo}
        if not any(cuenta[a] for a in chicas):
            chicas = set()
        demas = sorted(cuenta.keys() - chicas, key=lambda a: (a in forma.principales, cuenta[a], a))
        while chicas and demas and sum(cuenta[a] for a in chicas) < minimo:
            chicas.add(demas.pop(0))
    visibles = cuenta.keys() - chicas
    # Si todas contestaron lo mismo, el total ya dice qué contestó cada una.
    basta = any(cuenta[a] for a in visibles) and max(cuenta.values()) < total
    return frozenset(visibles) if basta else frozenset()


def cumple(
    forma: Forma, cuenta: Mapping[str, int], total: int, visibles: frozenset[str], minimo: int
) -> bool:
    """Si lo que se ve de un grupo cumple la regla, con las respuestas que no se ven plegadas.

    Las de una pregunta que admite varias no se pueden sumar: las que no se ven, no se pliegan. En
    la que otra abre, quienes la contestaron cumplen la regla también entre sí.
    """
    if not visibles:
        return True
    plegada = {a: cuenta.get(a, 0) for a in visibles}
    if not forma.multiple:
        plegada[OTRAS] = total - sum(plegada.values())
    if not es_segura(plegada, total, minimo):
        return False
    if forma.padre is None or NO_APLICA not in plegada:
        return True
    quienes = total - plegada.pop(NO_APLICA)
    return es_segura(plegada, quienes, minimo)


def despejar(uno: Bloques, otro: Bloques) -> Bloques | None:
    """Lo que queda de cada grupo de `uno` al quitarle los de `otro` que tiene enteros dentro."""
    grupos: dict[str, int] = {}
    cuentas: dict[str, Mapping[str, int]] = {}
    ajenos = otro.grupos.items()
    for nombre, quienes in uno.grupos.items():
        fuera, quedan, dentro = ~quienes, quienes, []
        for ajeno, suyas in ajenos:
            if not suyas & fuera:
                dentro.append(ajeno)
                quedan &= ~suyas
        if dentro and quedan:
            cuenta = Counter(uno.cuentas[nombre])
            for ajeno in dentro:
                cuenta.subtract(otro.cuentas[ajeno])
            grupos[nombre], cuentas[nombre] = quedan, cuenta
    return Bloques(grupos, cuentas, uno.visibles & otro.visibles) if grupos else None


@dataclass(slots=True)
class Juez:
    """Dice si un reparto más se puede publicar junto a los que ya se admitieron."""

    forma: Forma
    minimo: int
    admitidos: list[Bloques] = field(default_factory=list)

    def conocer(self, publicados: Iterable[Bloques]) -> None:
        """Añade lo ya publicado y lo que de ello se despeja, sin juzgarlo: no tiene remedio."""
        for bloques in publicados:
            self.admitidos = self._con(bloques, juzgar=False)

    def admite(self, nuevo: Bloques) -> bool:
        """Lo añade si nada de lo que se despeja con él incumple la regla."""
        todos = self._con(nuevo, juzgar=True)
        if todos:
            self.admitidos = todos
        return bool(todos)

    def _con(self, nuevo: Bloques, *, juzgar: bool) -> list[Bloques]:
        """Los admitidos, el nuevo y todo lo que se despeja; vacío si algo incumple."""
        todos, cola = list(self.admitidos), [nuevo]
        vistos = {(g, b.visibles) for b in todos for g in b.grupos.values()}
        while cola:
            bloques = _sin_vistos(cola.pop(), vistos)
            if not bloques.grupos or not bloques.visibles:
                continue
            if len(todos) > TOPE_DE_DESPEJES or (juzgar and not self._son_seguros(bloques)):
                return [] if juzgar else todos
            for otro in todos:
                hallados = (despejar(bloques, otro), despejar(otro, bloques))
                cola += [b for b in hallados if b is not None]
            todos.append(bloques)
        return todos

    def cumple(self, cuenta: Mapping[str, int], total: int, visibles: frozenset[str]) -> bool:
        """Si un grupo con esa cuenta cumple la regla."""
        return cumple(self.forma, cuenta, total, visibles, self.minimo)

    def _son_seguros(self, bloques: Bloques) -> bool:
        return all(
            self.cumple(bloques.cuentas[nombre], quienes.bit_count(), bloques.visibles)
            for nombre, quienes in bloques.grupos.items()
        )


def _sin_vistos(bloques: Bloques, vistos: set[tuple[int, frozenset[str]]]) -> Bloques:
    """Los grupos de los que todavía no se sabía eso."""
    nuevos = {n: g for n, g in bloques.grupos.items() if g and (g, bloques.visibles) not in vistos}
    vistos.update((g, bloques.visibles) for g in nuevos.values())
    return Bloques(nuevos, bloques.cuentas, bloques.visibles)


@dataclass(slots=True)
class Mesa:
    """Decide una pregunta: a quiénes cuenta, qué respuestas se ven y en qué columnas."""

    familia: Familia
    lugar: int
    minimo: int
    vetos: Vetos
    del_padre: Plan | None = None
    _bits: dict[str, int] = field(init=False)
    _de_respuesta: dict[str, int] = field(init=False)
    _reservadas: frozenset[str] = field(init=False)
    _cuentan: dict[str, Mapping[str, str]] = field(init=False)
    _sabidas: int = field(init=False)
    _antes: list[Publicado] = field(init=False)

    def __post_init__(self) -> None:
        sujetos = self.familia.sujetos
        self._antes = [c[self.lugar] for c in self.familia.anteriores if self.lugar in c]
        idents = dict.fromkeys(s.ident for s in sujetos)
        for antes in self._antes:
            idents |= dict.fromkeys(antes.presentes)
        self._bits = {ident: 1 << n for n, ident in enumerate(idents)}
        self._de_respuesta = dict.fromkeys(self.forma.dominio, 0)
        for s in sujetos:
            for a in s.valores[self.lugar]:
                self._de_respuesta[a] |= self._bits[s.ident]
        self._cuentan = {s.ident: s.columnas for s in sujetos if self.lugar not in s.sabidas}
        self._reservadas = frozenset(self._cuentan)
        self._sabidas = sum(self._bits[s.ident] for s in sujetos if self.lugar in s.sabidas)

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
        planes = [
            self._sin(esperan, variables)
            for esperan in dict.fromkeys((en_espera, en_espera | nuevas))
        ]
        return max(planes, key=lambda p: sum(len(t.columnas) for t in p.tablas.values()))

    def _sin(self, esperan: frozenset[str], variables: Sequence[str]) -> Plan:
        """El plan, si esas personas no se cuentan todavía."""
        self._cuentan = {
            s.ident: s.columnas
            for s in self.familia.sujetos
            if s.ident in self._reservadas and s.ident not in esperan
        }
        juez = Juez(self.forma, self.minimo)
        for antes in self._antes:
            juez.conocer(self._de_corte(antes, v) for v in antes.tablas)
        estatal = self._estatal(juez)
        if estatal is None:
            return Plan()
        tablas = {TODAS: estatal}
        for variable in variables:
            tablas[variable] = self._mejor(juez, variable, estatal)
        return Plan(tablas, esperan & self._reservadas)

    def _estatal(self, juez: Juez) -> Tabla | None:
        todas = sum(self._bits[i] for i in self._cuentan)
        visibles = visibles_de(self.forma, self._contar(todas), todas.bit_count(), self.minimo)
        tabla = Tabla(visibles, frozenset({TODAS}))
        return tabla if visibles and self._admite(juez, TODAS, tabla) else None

    def _mejor(self, juez: Juez, variable: str, estatal: Tabla) -> Tabla:
        """Con qué respuestas se ven más columnas; entre iguales, con más respuestas.

        En la pregunta que otra abre no se ve una columna que en la otra no se ve.
        """
        posibles = frozenset(c.get(variable, TODAS) for c in self._cuentan.values())
        posibles -= self.vetos.get((self.lugar, variable), frozenset())
        if self.del_padre is not None:
            del_padre = self.del_padre.tablas[variable]
            abierta = del_padre.visibles.issuperset(self.forma.abren)
            posibles &= del_padre.columnas if abierta else frozenset()
        mejor = Tabla(frozenset(), frozenset())
        previos = admitidos = juez.admitidos
        for visibles in self._opciones(estatal.visibles):
            juez.admitidos = previos
            tabla = self._columnas_visibles(juez, variable, visibles, posibles)
            if len(tabla.columnas) > len(mejor.columnas):
                mejor, admitidos = tabla, juez.admitidos
            if mejor.columnas == posibles:
                break
        juez.admitidos = admitidos
        return mejor

    def _opciones(self, visibles: frozenset[str]) -> Iterator[frozenset[str]]:
        """Las respuestas de mayor a menor detalle: se juntan las menores, nunca las principales."""
        yield visibles
        if self.forma.multiple:
            return
        cuenta = self._contar(sum(self._bits[i] for i in self._cuentan))
        fijas = {NO_APLICA, *self.forma.principales}
        orden = sorted(visibles - fijas, key=lambda a: (a not in self.forma.aparte, cuenta[a], a))
        for cuantas in range(1, len(orden) + 1):
            quedan = visibles - set(orden[:cuantas])
            if quedan - {NO_APLICA}:
                yield quedan

    def _columnas_visibles(
        self, juez: Juez, variable: str, visibles: frozenset[str], posibles: frozenset[str]
    ) -> Tabla:
        """Las columnas que cumplen; se quitan las menores hasta que el resto también cumpla."""
        bloques = self._repartir(variable, Tabla(visibles, posibles))
        tamanos = {c: bloques.grupos[c].bit_count() for c in posibles}
        buenas = [c for c in posibles if juez.cumple(bloques.cuentas[c], tamanos[c], visibles)]
        buenas.sort(key=lambda c: (tamanos[c], c))
        while buenas:
            tabla = Tabla(visibles, frozenset(buenas))
            if self._admite(juez, variable, tabla):
                return tabla
            del buenas[: max(1, len(buenas) // 10)]
        return Tabla(frozenset(), frozenset())

    def _admite(self, juez: Juez, variable: str, tabla: Tabla) -> bool:
        nuevo = self._repartir(variable, tabla)
        viejos = [self._de_corte(a, variable) for a in self._antes if variable in a.tablas]
        return all(self._admite_cambio(juez, v, nuevo) for v in viejos) and juez.admite(nuevo)

    def _admite_cambio(self, juez: Juez, antes: Bloques, ahora: Bloques) -> bool:
        """Si entre dos cortes de lo mismo entró y salió gente, cada parte cumple la regla.

        Cuando solo entró o solo salió, ya lo ve el juez: un grupo queda dentro del otro.
        """
        visibles = antes.visibles & ahora.visibles
        for nombre in antes.grupos.keys() & ahora.grupos.keys():
            viejas, nuevas = antes.grupos[nombre], ahora.grupos[nombre]
            entran, salen = nuevas & ~viejas, viejas & ~nuevas
            if not (entran and salen):
                continue
            de_salida = Counter(antes.cuentas[nombre])
            de_salida.subtract(self._contar(viejas & nuevas))
            if not (
                juez.cumple(self._contar(entran), entran.bit_count(), visibles)
                and juez.cumple(de_salida, salen.bit_count(), visibles)
            ):
                return False
        return True

    def _contar(self, quienes: int) -> dict[str, int]:
        """Cuántas de esas personas dieron cada respuesta."""
        return {a: (quienes & suyas).bit_count() for a, suyas in self._de_respuesta.items()}

    def _repartir(self, variable: str, tabla: Tabla) -> Bloques:
        """Un grupo por columna que se ve, y uno con todas las demás."""
        grupos = self._agrupar(self._cuentan, variable, tabla)
        return Bloques(grupos, {n: self._contar(g) for n, g in grupos.items()}, tabla.visibles)

    def _agrupar(
        self, columnas_de: Mapping[str, Mapping[str, str]], variable: str, tabla: Tabla
    ) -> dict[str, int]:
        grupos: dict[str, int] = defaultdict(int)
        for ident, columnas in columnas_de.items():
            columna = columnas.get(variable, TODAS)
            grupos[columna if columna in tabla.columnas else RESTO] |= self._bits[ident]
        return grupos

    def _de_corte(self, antes: Publicado, variable: str) -> Bloques:
        """El reparto que publicó un corte anterior, sin quienes desde entonces lo autorizaron."""
        tabla = antes.tablas[variable]
        resto = Counter(antes.cuentas[TODAS, TODAS])
        cuentas: dict[str, Counter[str]] = {RESTO: resto}
        for columna in tabla.columnas:
            cuentas[columna] = Counter(antes.cuentas[variable, columna])
            resto.subtract(cuentas[columna])
        grupos = self._agrupar(antes.presentes, variable, tabla)
        for nombre, quienes in grupos.items():
            cuentas[nombre].subtract(self._contar(quienes & self._sabidas))
            grupos[nombre] = quienes & ~self._sabidas
        return Bloques({n: g for n, g in grupos.items() if g}, cuentas, tabla.visibles)
