"""¿Qué puede saber quien lo sabe todo menos lo reservado, y tiene cada número publicado?

Dos ataques que no usan nada del control: restar grupos, y resolver con programación lineal qué
repartos de respuestas admiten los números. El atacante conoce los atributos de cada persona, si
contestó, lo que autorizó publicar y todos los cortes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.corte import Corte, Renglon

Celda = tuple[str, str, str]
"""Pregunta, variable y columna."""
Respuestas = Mapping[str, frozenset[str]]
"""Pregunta → lo contestado."""
TOLERANCIA = 1e-5
NO_APLICA = "no_aplica"
OTROS_REPARTOS = 6


@dataclass(frozen=True)
class Hallado:
    """Algo que el atacante supo y no debía."""

    como: str
    pregunta: str
    que: str


@dataclass
class Mundo:
    """Lo que hay: la verdad solo se usa para saber si el atacante acertó."""

    preguntas: Sequence[Pregunta]
    cortes: Sequence[Corte]
    contadas: Sequence[Sequence[Contada]]
    verdad: dict[str, Respuestas] = field(default_factory=dict)
    sabidas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def de(
        cls,
        preguntas: Sequence[Pregunta],
        cortes: Sequence[Corte],
        contadas: Sequence[Sequence[Contada]],
    ) -> "Mundo":
        mundo = cls(preguntas, cortes, contadas)
        por_nombre = {p.nombre: p for p in preguntas}
        for de_corte in contadas:
            for c in de_corte:
                mundo.verdad[c.ident] = {
                    p.nombre: p.valor(c, por_nombre.get(p.padre)) for p in preguntas
                }
                mundo.sabidas[c.ident] |= c.publicas | c.autorizadas
        return mundo

    def familias(self) -> Iterator[list[Pregunta]]:
        for p in self.preguntas:
            if not p.padre and not p.por_edad:
                yield [p, *(h for h in self.preguntas if h.padre == p.nombre)]

    def sabe(self, ident: str, familia: Sequence[Pregunta]) -> dict[str, frozenset[str]]:
        """Lo que el atacante sabe de alguien, también por deducción."""
        verdad, cabeza = self.verdad[ident], familia[0].nombre
        sabido = {p.nombre: verdad[p.nombre] for p in familia if p.nombre in self.sabidas[ident]}
        if any(n != cabeza and v != {NO_APLICA} for n, v in sabido.items()):
            sabido[cabeza] = verdad[cabeza]
        if cabeza in sabido:
            sabido |= {
                p.nombre: verdad[p.nombre] for p in familia if verdad[p.nombre] == {NO_APLICA}
            }
        return sabido


def _columna(columnas: Mapping[str, str], variable: str) -> str:
    return columnas[variable] if variable else ""


# --- Restar -------------------------------------------------------------------------------------


def restar(mundo: Mundo) -> list[Hallado]:
    """Cada grupo publicado menos cada grupo que tiene dentro, y otra vez con lo hallado."""
    hallados = []
    for familia in mundo.familias():
        for pregunta in familia:
            for respuesta in pregunta.respuestas:
                grupos = _grupos(mundo, familia, pregunta.nombre, respuesta)
                for quienes, cuantos in _despejados(grupos):
                    minimo = mundo.cortes[-1].minimo
                    if 0 < cuantos < minimo or (0 < cuantos == len(quienes)):
                        que = f"{cuantos} de {len(quienes)} contestaron «{respuesta}»"
                        hallados.append(Hallado("resta", pregunta.nombre, que))
    return hallados


def _grupos(
    mundo: Mundo, familia: Sequence[Pregunta], pregunta: str, respuesta: str
) -> dict[frozenset[str], int]:
    """Los grupos de reservadas de los que se publicó cuántas dieron una respuesta."""
    grupos: dict[frozenset[str], int] = {}
    for corte in mundo.cortes:
        publicados = {
            (r.variable, r.columna): r.conteo
            for r in corte.renglones
            if r.pregunta == pregunta
            and r.respuesta == respuesta
            and r.conteo is not None
            and r.columna != "resto"
        }
        cuentan = [p for p in corte.poblacion if pregunta not in p.en_espera]
        for (variable, columna), conteo in publicados.items():
            propias = [p for p in cuentan if _columna(p.columnas, variable) == columna]
            sabidos = {p.ident: mundo.sabe(p.ident, familia).get(pregunta) for p in propias}
            restan = sum(respuesta in v for v in sabidos.values() if v is not None)
            quienes = frozenset(i for i, v in sabidos.items() if v is None)
            if quienes:
                grupos[quienes] = conteo - restan
    return grupos


def _despejados(grupos: dict[frozenset[str], int]) -> Iterator[tuple[frozenset[str], int]]:
    todos = dict(grupos)
    for _ in range(2):
        nuevos = {
            mayor - menor: todos[mayor] - todos[menor]
            for mayor, menor in product(todos, todos)
            if menor < mayor
        }
        todos |= {k: v for k, v in nuevos.items() if k not in todos}
        if len(todos) > 600:
            break
    yield from todos.items()


# --- Resolver -----------------------------------------------------------------------------------


@dataclass
class Sistema:
    """Lo que se sabe de una familia, como ecuaciones.

    Una incógnita es cuántas de una clase de personas, iguales para el atacante, dieron una
    respuesta.
    """

    mundo: Mundo
    familia: Sequence[Pregunta]
    clases: dict[tuple, list[str]] = field(default_factory=dict)
    incognitas: dict[tuple[int, str, str], int] = field(default_factory=dict)
    iguales: list[tuple[dict[int, float], float]] = field(default_factory=list)
    menores: list[tuple[dict[int, float], float]] = field(default_factory=list)
    topes: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sabido = {
            ident: self.mundo.sabe(ident, self.familia)
            for corte in self.mundo.cortes
            for ident in (p.ident for p in corte.poblacion)
        }
        self.miembros: dict[tuple, tuple[set[int], list[str]]] = {}
        self.presentes = {c.fecha: [(p, p.ident) for p in c.poblacion] for c in self.mundo.cortes}
        ultimo = self.mundo.cortes[-1]
        self.hay_si = {
            p.nombre: any(
                "si" in self.mundo.verdad[q.ident][p.nombre]
                for q in ultimo.poblacion
                if p.nombre not in self.sabido[q.ident] and p.nombre not in q.en_espera
            )
            for p in self.familia
        }
        self._clasificar()
        for n, (_, quienes) in enumerate(self.clases.items()):
            self._una_clase(n, quienes)
        self.verdadera = {
            lugar: sum(a in self.mundo.verdad[i][nombre] for i in quienes[n])
            for quienes in [list(self.clases.values())]
            for (n, nombre, a), lugar in self.incognitas.items()
        }
        for corte in self.mundo.cortes:
            for renglon in corte.renglones:
                if renglon.conteo is not None:
                    self._un_numero(corte, renglon)

    def _clasificar(self) -> None:
        firmas: dict[str, list] = defaultdict(list)
        for k, corte in enumerate(self.mundo.cortes):
            for p in corte.poblacion:
                esperan = tuple(sorted(q.nombre for q in self.familia if q.nombre in p.en_espera))
                firmas[p.ident].append((k, tuple(sorted(p.columnas.items())), esperan))
        for ident, firma in firmas.items():
            sabido = self.sabido[ident]
            if len(sabido) < len(self.familia):
                llave = (
                    tuple(firma),
                    tuple((k, tuple(sorted(v))) for k, v in sorted(sabido.items())),
                )
                self.clases.setdefault(llave, []).append(ident)
        self.de_clase = {i: n for n, (_, q) in enumerate(self.clases.items()) for i in q}

    def _una_clase(self, n: int, quienes: Sequence[str]) -> None:
        cuantas = len(quienes)
        sabido = self.sabido[quienes[0]]
        for p in self.familia:
            for a in p.respuestas:
                self.incognitas[n, p.nombre, a] = len(self.topes)
                self.topes.append(cuantas)
            if p.nombre in sabido:
                for a in p.respuestas:
                    lugar = self.incognitas[n, p.nombre, a]
                    self.iguales.append(({lugar: 1}, cuantas * (a in sabido[p.nombre])))
            elif not p.multiple:
                suma = {self.incognitas[n, p.nombre, a]: 1.0 for a in p.respuestas}
                self.iguales.append((suma, cuantas))
            if p.padre:
                self._abierta(n, p, cuantas)

    def _abierta(self, n: int, p: Pregunta, cuantas: int) -> None:
        """«No aplica» es justo que la otra no la abrió; quien la abrió contestó al menos algo."""
        abren = {self.incognitas[n, p.padre, a]: 1.0 for a in p.abren}
        self.iguales.append(({self.incognitas[n, p.nombre, NO_APLICA]: 1.0, **abren}, cuantas))
        propias = [self.incognitas[n, p.nombre, a] for a in p.respuestas if a != NO_APLICA]
        for lugar in propias:
            self.menores.append(({lugar: 1.0, **dict.fromkeys(abren, -1.0)}, 0))
        self.menores.append(({**abren, **dict.fromkeys(propias, -1.0)}, 0))

    def _un_numero(self, corte: Corte, r: Renglon) -> None:
        pregunta = next((p for p in self.familia if p.nombre == r.pregunta), None)
        if pregunta is None or r.columna == "resto":  # lo que queda al restar: no dice nada más
            return
        if r.respuesta == "otras":
            dichas = {
                o.respuesta
                for o in corte.renglones
                if (o.pregunta, o.variable, o.columna) == (r.pregunta, r.variable, r.columna)
                and o.conteo is not None
            }
            respuestas = [a for a in pregunta.respuestas if a not in dichas]
        else:
            respuestas = [r.respuesta]
        suma, resto = self.funcion(corte, (r.pregunta, r.variable, r.columna), respuestas)
        self.iguales.append((suma, r.conteo - resto))

    def funcion(
        self, corte: Corte, celda: Celda, respuestas: Iterable[str]
    ) -> tuple[dict[int, float], int]:
        """Cuántas dieron esas respuestas en una celda: las incógnitas y lo que ya se sabe.

        De cada incógnita, la parte de su clase que cuenta: toda o nada.
        """
        nombre = celda[0]
        clases, fuera = self._miembros(corte, celda)
        resto = sum(a in self.mundo.verdad[i][nombre] for i in fuera for a in respuestas)
        return {self.incognitas[n, nombre, a]: 1.0 for n in clases for a in respuestas}, resto

    def _miembros(self, corte: Corte, celda: Celda) -> tuple[set[int], list[str]]:
        """De una celda, las clases de las que no se sabe y las personas de las que sí."""
        llave = (corte.fecha, celda)
        if llave not in self.miembros:
            nombre, variable, columna = celda
            clases, fuera = set(), []
            for p, ident in self.presentes[corte.fecha]:
                if nombre in p.en_espera or _columna(p.columnas, variable) != columna:
                    continue
                if nombre in self.sabido[ident] or ident not in self.de_clase:
                    fuera.append(ident)
                else:
                    clases.add(self.de_clase[ident])
            self.miembros[llave] = clases, fuera
        return self.miembros[llave]

    def resolver(
        self,
        objetivo: Mapping[int, float],
        extra: Sequence[tuple[dict[int, float], float]] = (),
        topes: Sequence[float] = (),
    ) -> np.ndarray:
        """El reparto que hace menor el objetivo."""
        todos = [*self.topes, *topes]
        c = np.zeros(len(todos))
        for lugar, peso in objetivo.items():
            c[lugar] = peso
        menores = [*self.menores, *extra]
        hecho = linprog(
            c,
            A_ub=_matriz(menores, len(todos)) if menores else None,
            b_ub=[b for _, b in menores] if menores else None,
            A_eq=_matriz(self.iguales, len(todos)),
            b_eq=[b for _, b in self.iguales],
            bounds=[(0, t) for t in todos],
            method="highs",
        )
        if hecho.x is None:
            raise AssertionError(f"Lo publicado se contradice: {hecho.message}")
        return hecho.x

    def atacar(self) -> Iterator[Hallado]:
        """Personas cuya respuesta queda determinada, y celdas suprimidas que se despejan."""
        blancos = list(self._blancos())
        puntos = []
        pendientes = dict(enumerate(blancos))
        # Un reparto que se aparte de la verdad en tantos blancos como se pueda, de una vez.
        while pendientes and self.incognitas:
            base = len(self.topes)
            holguras = {n: base + k for k, n in enumerate(pendientes)}
            extra = [_apartarse(*blancos[n][:2], lugar) for n, lugar in holguras.items()]
            punto = self.resolver(dict.fromkeys(holguras.values(), -1.0), extra, [1.0] * len(extra))
            puntos.append(punto[:base])
            libres = [n for n, lugar in holguras.items() if punto[lugar] > TOLERANCIA]
            if not libres:
                break
            for n in libres:
                del pendientes[n]
        for n in pendientes:
            _, _, pregunta, que = blancos[n]
            yield Hallado("persona", pregunta, que)
        # Otros repartos cualesquiera: en casi todas las celdas bastan para ver que no se despeja.
        azar = np.random.default_rng(0)
        for _ in range(OTROS_REPARTOS if self.incognitas else 0):
            pesos = azar.normal(size=len(self.topes))
            puntos.append(self.resolver(dict(enumerate(pesos))))
        yield from self._celdas(puntos)

    def _blancos(self) -> Iterator[tuple[int, float, str, str]]:
        """Lo que no debe quedar determinado: una clase en que todas contestaron lo mismo."""
        for n, (_, quienes) in enumerate(self.clases.items()):
            for p in self.familia:
                if p.nombre in self.sabido[quienes[0]]:
                    continue
                valores = [self.mundo.verdad[i][p.nombre] for i in quienes]
                if (
                    "si" in p.respuestas
                    and self.hay_si[p.nombre]
                    and not any("si" in v for v in valores)
                ):
                    # Que no dijo que sí: sería saber que no es de ese grupo.
                    no = self.incognitas[n, p.nombre, "si"]
                    yield no, 0, p.nombre, f"{quienes[0]} no contestó «si»"
                for a in frozenset.intersection(*valores) - {NO_APLICA}:
                    lugar = self.incognitas[n, p.nombre, a]
                    yield lugar, len(quienes), p.nombre, f"{quienes[0]} contestó «{a}»"

    def _celdas(self, puntos: Sequence[np.ndarray]) -> Iterator[Hallado]:
        for corte in self.mundo.cortes:
            for celda, respuesta in self._suprimidas(corte):
                if respuesta == NO_APLICA and not self.hay_si[self.familia[0].nombre]:
                    continue  # lo dice el cero de la que la abre, que se publica a propósito
                suma, _ = self.funcion(corte, celda, [respuesta])
                real = sum(self.verdadera[lugar] for lugar in suma)
                total = sum(self.topes[lugar] for lugar in suma)
                if not (0 < real < corte.minimo or 0 < real == total):
                    continue
                if any(abs(sum(x[i] for i in suma) - real) > TOLERANCIA for x in puntos):
                    continue
                bajo, alto = (self.resolver(dict.fromkeys(suma, s)) for s in (1.0, -1.0))
                if sum(alto[i] - bajo[i] for i in suma) < TOLERANCIA:
                    yield Hallado(
                        "celda", celda[0], f"{celda} «{respuesta}»: {real} de {total:.0f}"
                    )

    def _suprimidas(self, corte: Corte) -> Iterator[tuple[Celda, str]]:
        """Cada conteo que no se publicó."""
        for p in self.familia:
            dichas: dict[Celda, set[str]] = defaultdict(set)
            for r in corte.renglones:
                if r.pregunta == p.nombre and r.columna != "resto":
                    dichas[r.pregunta, r.variable, r.columna] |= (
                        {r.respuesta} if r.conteo is not None else set()
                    )
            for celda, publicadas in dichas.items():
                for a in p.respuestas:
                    # De un catálogo largo no se escribe lo que nadie contestó.
                    if a not in publicadas and not (
                        p.de_catalogo and "otras" not in publicadas and publicadas
                    ):
                        yield celda, a


def _apartarse(blanco: int, tope: float, holgura: int) -> tuple[dict[int, float], float]:
    """La incógnita baja de su tope, o sube de cero, al menos lo que diga la holgura."""
    if tope:
        return {blanco: 1.0, holgura: 1.0}, tope
    return {blanco: -1.0, holgura: 1.0}, 0


def _matriz(filas: Sequence[tuple[dict[int, float], float]], ancho: int) -> csr_matrix:
    datos, columnas, inicios = [], [], [0]
    for pesos, _ in filas:
        columnas += pesos.keys()
        datos += pesos.values()
        inicios.append(len(datos))
    return csr_matrix((datos, columnas, inicios), shape=(len(filas), ancho))


def resolver(mundo: Mundo) -> list[Hallado]:
    """Todo lo que la programación lineal despeja."""
    return [h for familia in mundo.familias() for h in Sistema(mundo, familia).atacar()]


def sin_control(contadas: Sequence[Contada], preguntas: Sequence[Pregunta], corte: Corte) -> Corte:
    """El mismo corte, con todos los conteos: lo que se publicaría si nadie cuidara nada."""
    por_nombre = {p.nombre: p for p in preguntas}
    contestaron = [c for c in contadas if c.situacion == "contesto"]
    cuentas: dict[Celda, Counter[str]] = defaultdict(Counter)
    for p, c in product(preguntas, contestaron):
        valor = p.valor(c, por_nombre.get(p.padre))
        for variable, columna in [("", ""), *c.variables.items()]:
            cuentas[p.nombre, variable, columna].update(valor)
    renglones = [
        Renglon(*celda, a, cuenta[a], 0, 0, 0, 0, None)
        for celda, cuenta in cuentas.items()
        for a in por_nombre[celda[0]].respuestas
    ]
    poblacion = tuple(replace(p, en_espera=frozenset()) for p in corte.poblacion)
    return Corte(corte.fecha, corte.minimo, tuple(renglones), poblacion)
