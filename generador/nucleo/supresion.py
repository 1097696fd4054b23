"""¿Qué conteos se pueden publicar sin decir qué contestó alguien?

Solo mira a las personas reservadas: quienes no autorizaron publicar su respuesta. A las demás
cualquiera las resta, así que un conteo se juzga por lo que queda sin ellas.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    _de: dict[int, str] = field(default_factory=dict, compare=False, repr=False)
    _primeras: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def primeras(self) -> Mapping[str, int]:
        """Una persona de cada grupo, por su bit."""
        if not self._primeras:
            self._primeras.update({n: (g & -g).bit_length() - 1 for n, g in self.grupos.items()})
        return self._primeras

    def grupo_de(self, bit: int) -> str | None:
        """El único grupo en que puede estar; None si no está en ninguno."""
        if not self._de:
            for nombre, quienes in self.grupos.items():
                self._de.update(dict.fromkeys(_encendidos(quienes), nombre))
        return self._de.get(bit)


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
    visibles = uno.visibles & otro.visibles
    dentro: dict[str, list[str]] = {}
    for ajeno, primera in otro.primeras().items() if visibles else ():
        nombre = uno.grupo_de(primera)
        if nombre is not None and not otro.grupos[ajeno] & ~uno.grupos[nombre]:
            dentro.setdefault(nombre, []).append(ajeno)
    grupos: dict[str, int] = {}
    cuentas: dict[str, Mapping[str, int]] = {}
    for nombre, ajenos in dentro.items():
        quedan = uno.grupos[nombre]
        for ajeno in ajenos:
            quedan ^= otro.grupos[ajeno]
        if quedan:
            suya, restan = uno.cuentas[nombre], [otro.cuentas[ajeno] for ajeno in ajenos]
            grupos[nombre] = quedan
            cuentas[nombre] = {
                a: suya.get(a, 0) - sum(c.get(a, 0) for c in restan) for a in visibles
            }
    return Bloques(grupos, cuentas, visibles) if grupos else None


def _encendidos(quienes: int) -> Iterator[int]:
    """Los bits de un grupo."""
    bits = f"{quienes:b}"[::-1]
    lugar = bits.find("1")
    while lugar >= 0:
        yield lugar
        lugar = bits.find("1", lugar + 1)


def _juntar(lugares: Iterable[int], cuantos: int) -> int:
    """El grupo con esos bits."""
    octetos = bytearray(cuantos // 8 + 1)
    for lugar in lugares:
        octetos[lugar >> 3] |= 1 << (lugar & 7)
    return int.from_bytes(octetos, "little")


@dataclass(frozen=True, slots=True, eq=False)
class Sabido:
    """Los repartos que se admitieron y los que de ellos se despejan."""

    bloques: tuple[Bloques, ...] = ()
    vistos: frozenset[tuple[int, frozenset[str]]] = frozenset()
    """Cada grupo, y las respuestas de las que se sabe su cuenta."""


@dataclass(slots=True)
class Juez:
    """Dice si un reparto más se puede publicar junto a los que ya se admitieron."""

    forma: Forma
    minimo: int
    sabido: Sabido = field(default_factory=Sabido)

    def conocer(self, publicados: Iterable[Bloques]) -> None:
        """Añade lo ya publicado y lo que de ello se despeja, sin juzgarlo: no tiene remedio."""
        for bloques in publicados:
            self.sabido = self._con(bloques, juzgar=False) or self.sabido

    def admite(self, nuevo: Bloques) -> bool:
        """Lo añade si nada de lo que se despeja con él incumple la regla."""
        con_el = self._con(nuevo, juzgar=True)
        if con_el is not None and con_el.bloques:
            self.sabido = con_el
            return True
        return False

    def _con(self, nuevo: Bloques, *, juzgar: bool) -> Sabido | None:
        """Los admitidos, el nuevo y todo lo que se despeja; None si algo incumple."""
        todos, cola = list(self.sabido.bloques), [nuevo]
        vistos = set(self.sabido.vistos)
        while cola:
            bloques = _sin_vistos(cola.pop(), vistos)
            if not bloques.grupos or not bloques.visibles:
                continue
            if len(todos) > TOPE_DE_DESPEJES or (juzgar and not self._son_seguros(bloques)):
                if juzgar:
                    return None
                vistos = {(g, b.visibles) for b in todos for g in b.grupos.values()}
                break
            for otro in todos:
                hallados = (despejar(bloques, otro), despejar(otro, bloques))
                cola += [b for b in hallados if b is not None]
            todos.append(bloques)
        return Sabido(tuple(todos), frozenset(vistos))

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


@dataclass(frozen=True, slots=True, eq=False)
class Poblacion:
    """A quiénes cuenta un corte de una pregunta: por variable y columna, sus bits."""

    todas: int
    columnas: Mapping[str, Mapping[str, int]]

    @classmethod
    def de(cls, quienes: Mapping[str, Mapping[str, str]], bits: Mapping[str, int]) -> "Poblacion":
        """Cada persona y sus columnas."""
        lugares: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for ident, columnas in quienes.items():
            for variable, columna in columnas.items():
                lugares[variable][columna].append(bits[ident])
        return cls(
            _juntar((bits[ident] for ident in quienes), len(bits)),
            {
                variable: {c: _juntar(suyos, len(bits)) for c, suyos in suyas.items()}
                for variable, suyas in lugares.items()
            },
        )

    def por(self, variable: str) -> Mapping[str, int]:
        """Las columnas de una variable."""
        return self.columnas.get(variable, {TODAS: self.todas} if self.todas else {})

    def agrupar(self, variable: str, tabla: Tabla) -> dict[str, int]:
        """Un grupo por columna que se ve, y uno con todas las demás."""
        grupos = {c: g for c, g in self.por(variable).items() if c in tabla.columnas}
        resto = self.todas
        for quienes in grupos.values():
            resto ^= quienes
        return grupos | {RESTO: resto} if resto else grupos


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
    _mejores: dict[tuple[Poblacion, Sabido, str, frozenset[str]], tuple[Tabla, Sabido]] = field(
        init=False, default_factory=dict
    )

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
        return _juntar(lugares, len(self._bits))

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
        esperan &= self._reservadas
        if esperan not in self._poblaciones:
            cuentan = self._reservadas - esperan
            self._poblaciones[esperan] = Poblacion.de(
                {s.ident: s.columnas for s in self.familia.sujetos if s.ident in cuentan},
                self._bits,
            )
        self._cuentan = self._poblaciones[esperan]
        juez = Juez(self.forma, self.minimo, self._conocido)
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
        llave = (self._cuentan, juez.sabido, variable, posibles)
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
        if self.del_padre is not None:
            del_padre = self.del_padre.tablas[variable]
            abierta = del_padre.visibles.issuperset(self.forma.abren)
            posibles &= del_padre.columnas if abierta else frozenset()
        return posibles

    def _mejor(self, juez: Juez, variable: str, estatal: Tabla, posibles: frozenset[str]) -> Tabla:
        """Con qué respuestas se ven más columnas; entre iguales, con más respuestas."""
        mejor = Tabla(frozenset(), frozenset())
        previo = sabido = juez.sabido
        for visibles in self._opciones(estatal.visibles):
            juez.sabido = previo
            tabla = self._columnas_visibles(juez, variable, visibles, posibles)
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

    def _columnas_visibles(
        self, juez: Juez, variable: str, visibles: frozenset[str], posibles: frozenset[str]
    ) -> Tabla:
        """Las columnas que cumplen; se quitan las menores hasta que el resto también cumpla."""
        bloques = self._repartir(variable, Tabla(visibles, posibles))
        tamanos = {c: bloques.grupos[c].bit_count() for c in posibles}
        viejos = self._viejos(variable)
        buenas = [
            c
            for c in posibles
            if juez.cumple(bloques.cuentas[c], tamanos[c], visibles)
            and all(self._admite_cambio(juez, viejo, bloques, c) for viejo in viejos)
        ]
        buenas.sort(key=lambda c: (tamanos[c], c))
        while buenas:
            tabla = Tabla(visibles, frozenset(buenas))
            if self._admite(juez, variable, tabla):
                return tabla
            del buenas[: max(1, len(buenas) // 10)]
        return Tabla(frozenset(), frozenset())

    def _admite(self, juez: Juez, variable: str, tabla: Tabla) -> bool:
        nuevo = self._repartir(variable, tabla)
        cambios = (
            self._admite_cambio(juez, viejo, nuevo, nombre)
            for viejo in self._viejos(variable)
            for nombre in nuevo.grupos
        )
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
        return Bloques(grupos, {n: self._contar(g) for n, g in grupos.items()}, tabla.visibles)

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
