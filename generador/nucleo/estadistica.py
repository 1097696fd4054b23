"""¿Cuántas personas dieron cada respuesta de identidad, dicho sin señalar a ninguna?

Cuenta a un corte, por pregunta y por una variable, con dos denominadores. Lo que no se puede
publicar lo decide `supresion`; lo comprueba, persona por persona, `intercambio`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from generador.errores import ErrorConoceles
from generador.nucleo.edades import grupo_de_edad
from generador.nucleo.esquema import Campo, Esquemas, buscar_esquema, campos
from generador.nucleo.ficha import FichaPublica, Vacio
from generador.nucleo.formulario import ETIQUETA_PNC
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.intercambio import planear
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso
from generador.nucleo.supresion import (
    NO_APLICA,
    OTRAS,
    TODAS,
    Familia,
    Forma,
    Plan,
    Publicado,
    Sujeto,
    Tabla,
    Valor,
)

PNC = "pnc"
SIN_RESPUESTA = "sin_respuesta"
SUPRIMIDA = Vacio.SUPRIMIDA.value
"""La causa de todo conteo que no se publica. Es una sola: decir cuál fue ya diría algo."""
COLUMNA = "todas"
"""La respuesta del renglón que dice que una columna entera no se publica."""
LAS_DEMAS = "resto"
"""Las columnas que no se publican, juntas: saldrían de restar, así que se escriben."""

Reparto = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Cómo se aplica una tarea a cada parte: `map`, o quien la reparta entre procesos."""

VARIABLES: Mapping[str, str] = {
    "eleccion": "Elección",
    "cargo": "Cargo",
    "postulante": "Quién postula",
    "sexo": "Sexo",
    "edad": "Grupo de edad",
    "ambito": "Ámbito",
}
"""Por qué se reparte cada pregunta, en el orden en que se muestra."""

_IMPORTANCIA = ("sexo", "eleccion", "edad", "cargo", "postulante", "ambito")
"""Cuando no se puede publicar todo, se calla primero lo último."""

NO_SON_RESPUESTA = (PNC, NO_APLICA, SIN_RESPUESTA)
"""Van aparte: no entran en el denominador de respuestas válidas."""

_DE_TODAS: Mapping[str, str] = {
    PNC: ETIQUETA_PNC,
    NO_APLICA: "No aplica",
    SIN_RESPUESTA: "Sin respuesta",
    OTRAS: "Otras respuestas, juntas",
    COLUMNA: "Todas las respuestas",
}


def identificar(clave: str, compromiso: str) -> str:
    """Nombra a una persona con unas respuestas."""
    return f"{clave} {compromiso}"


class Situacion(StrEnum):
    """Qué pasó con el cuestionario de identidad de alguien; consta en su expediente."""

    CONTESTO = "contesto"
    SIN_CAPTURA = "sin_captura"
    NO_AUTORIZO = "no_autorizo"


@dataclass(frozen=True, slots=True)
class Contada:
    """Una candidatura vigente, con lo que hace falta para contarla."""

    clave: str
    edad: int
    """La del día de la elección; es pública."""
    variables: Mapping[str, str]
    """Su columna en cada una de `VARIABLES`."""
    situacion: Situacion
    respuestas: Mapping[str, Any] = field(default_factory=dict)
    publicas: frozenset[str] = frozenset()
    """Las preguntas cuya respuesta se ve hoy en su ficha."""
    autorizadas: frozenset[str] = frozenset()
    """Las que autorizó publicar, o manda publicar la norma, se vean ya o todavía no."""
    compromiso: str = ""
    """El de su expediente: cambia si cambian sus respuestas."""

    @property
    def ident(self) -> str:
        """La persona con esas respuestas: con otras, es otra incógnita."""
        return identificar(self.clave, self.compromiso)


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta que se cuenta."""

    nombre: str
    titulo: str
    dimension: str
    dimension_nombre: str
    respuestas: Mapping[str, str]
    """Clave → nombre de cada respuesta posible, en su orden; al final las que van aparte."""
    multiple: bool = False
    padre: str = ""
    abren: tuple[str, ...] = ()
    de_catalogo: bool = False
    por_edad: tuple[int, int] | None = None
    """Entre qué edades es «sí»: se cuenta la edad, que es pública, y no lo que contestó nadie."""

    def etiqueta(self, respuesta: str) -> str:
        """Cómo se lee una respuesta."""
        return self.respuestas.get(respuesta) or _DE_TODAS.get(respuesta, respuesta)

    def valor(self, contada: Contada, padre: "Pregunta | None") -> Valor:
        """Lo que contestó alguien, o por qué no hay respuesta."""
        if self.por_edad:
            desde, hasta = self.por_edad
            return frozenset({"si" if desde <= contada.edad <= hasta else "no"})
        if padre is not None and not padre.valor(contada, None) & set(self.abren):
            return frozenset({NO_APLICA})
        crudo = contada.respuestas.get(self.nombre)
        claves = [crudo] if isinstance(crudo, str) else list(crudo or ())
        # En el catálogo de pueblos «no aplica» es una opción: quien la elige no dijo ninguno.
        propias = {c for c in claves if c in self.respuestas and c != NO_APLICA}
        return frozenset(propias or {SIN_RESPUESTA})


@dataclass(frozen=True, slots=True)
class Renglon:
    """Un conteo publicado, o la causa de que no lo esté."""

    pregunta: str
    variable: str
    """Vacía en el total estatal."""
    columna: str
    respuesta: str
    conteo: int | None
    publicas: int
    """De ellas, en cuántas se ve esa respuesta en su ficha."""
    registradas: int
    """Primer denominador: candidaturas registradas vigentes."""
    contestadas: int
    """Segundo: las que contestaron el cuestionario de identidad."""
    en_espera: int
    """De ellas, las que se contarán en otro corte.

    Porque su respuesta es pública y su ficha todavía no se ve, o porque entraron tan pocas desde el
    corte anterior que se las distinguiría.
    """
    validas: int | None
    """De las que se cuentan, cuántas no prefirieron no contestar ni dejaron un vacío."""

    @property
    def causa(self) -> str:
        """Por qué no hay conteo; vacía si lo hay."""
        return SUPRIMIDA if self.conteo is None else ""


@dataclass(frozen=True, slots=True)
class Presente:
    """Quién contaba en un corte: lo que hace falta para que el siguiente no lo revele por resta."""

    clave: str
    compromiso: str
    columnas: Mapping[str, str]
    publicas: frozenset[str]
    en_espera: frozenset[str] = frozenset()
    """Las preguntas en que todavía no se le contó."""

    @property
    def ident(self) -> str:
        """El mismo que tenía al contarla."""
        return identificar(self.clave, self.compromiso)

    def a_dato(self) -> dict[str, Any]:
        """El árbol que guarda la bóveda."""
        return {
            "clave": self.clave,
            "compromiso": self.compromiso,
            "columnas": dict(self.columnas),
            "publicas": sorted(self.publicas),
            "en_espera": sorted(self.en_espera),
        }

    @classmethod
    def de_dato(cls, dato: Mapping[str, Any]) -> Self:
        """Lo lee del árbol que guardó la bóveda."""
        return cls(
            dato["clave"],
            dato["compromiso"],
            dato["columnas"],
            frozenset(dato["publicas"]),
            frozenset(dato["en_espera"]),
        )


@dataclass(frozen=True, slots=True)
class Corte:
    """Lo que se publica a una fecha.

    `poblacion` no se publica ni va a Git, porque dice de quién se publicará qué: se guarda en la
    bóveda, para contar el corte siguiente.
    """

    fecha: date
    minimo: int
    renglones: tuple[Renglon, ...]
    poblacion: tuple[Presente, ...] = ()


def preguntas_contables(esquemas: Esquemas, proceso: Proceso) -> tuple[Pregunta, ...]:
    """Las que se cuentan: con opciones o de catálogo, y las extensiones que el proceso activó.

    El texto libre de las «otra» no se cuenta nunca.
    """
    extensiones = proceso.lecturas.extensiones
    return tuple(
        _pregunta(campo, esquemas, proceso)
        for campo in campos(esquemas, "identidad")
        if campo.puntero.startswith("/respuestas/")
        and (campo.etiquetas or campo.catalogo)
        and (not campo.extension or campo.nombre in extensiones)
    )


def _pregunta(campo: Campo, esquemas: Esquemas, proceso: Proceso) -> Pregunta:
    nodo = buscar_esquema(esquemas, "identidad", campo.puntero)
    opciones = dict(campo.etiquetas or {})
    if campo.catalogo:
        catalogo = proceso.catalogos.get(campo.catalogo, {})
        opciones = {clave: renglon.get("nombre", clave) for clave, renglon in catalogo.items()}
        opciones |= {"otro": "Otro"} if "otro" in nodo.get("x-admite", ()) else {}
    aparte = dict.fromkeys([PNC, *([NO_APLICA] if campo.condicion else []), SIN_RESPUESTA], "")
    derivada = nodo.get("x-derivada")
    if derivada:
        opciones.pop(PNC, None)
        aparte = {}
    propias = {k: v for k, v in opciones.items() if k not in NO_SON_RESPUESTA}
    return Pregunta(
        nombre=campo.nombre,
        titulo=campo.titulo,
        dimension=campo.dimension,
        dimension_nombre=esquemas["identidad"]["x-dimensiones"][campo.dimension],
        respuestas={**propias, **{k: _DE_TODAS[k] for k in aparte}},
        multiple=campo.multiple,
        padre=campo.condicion.campo.rpartition("/")[2] if campo.condicion else "",
        abren=campo.condicion.en if campo.condicion else (),
        de_catalogo=bool(campo.catalogo),
        por_edad=(derivada["desde"], derivada.get("hasta", 200)) if derivada else None,
    )


def autorizadas_por(
    permitido: IdentidadDeUna | None, preguntas: Iterable[Pregunta], proceso: Proceso
) -> frozenset[str]:
    """Qué preguntas de una persona se pueden publicar, según lo que dice la bóveda."""
    if permitido is None:
        return frozenset()
    toda = (
        permitido.base == "consentimiento" or proceso.lecturas.alcance_accion_afirmativa == "toda"
    )
    return frozenset(p.nombre for p in preguntas if toda or p.dimension == permitido.dimension)


def publicas_en(ficha: FichaPublica | None) -> frozenset[str]:
    """Qué respuestas de identidad ve hoy cualquiera, también las que dicen que no las hay."""
    if ficha is None or ficha.identidad_vacio is not None:
        return frozenset()
    dichas = (None, Vacio.NO_APLICA, Vacio.NO_PROPORCIONO)
    return frozenset(r.puntero.rpartition("/")[2] for r in ficha.identidad if r.vacio in dichas)


def contada_de(
    candidatura: Candidatura,
    proceso: Proceso,
    preguntas: Iterable[Pregunta],
    cuestionario: Cuestionario | None,
    permitido: IdentidadDeUna | None,
    ficha: FichaPublica | None,
) -> Contada:
    """Lo que hace falta para contar a una candidatura vigente.

    `cuestionario` es el que guarda la bóveda, None si no lo hay; `permitido`, lo que de él deja
    publicar; `ficha`, lo que de ella se ve a la fecha del corte.
    """
    r = candidatura.registro
    contesto = cuestionario is not None and cuestionario.tratamiento
    if contesto and candidatura.identidad.estado == "depositada":
        situacion = Situacion.CONTESTO
    elif candidatura.identidad.estado == "no_autorizo":
        situacion = Situacion.NO_AUTORIZO
    else:
        situacion = Situacion.SIN_CAPTURA
    return Contada(
        clave=candidatura.clave,
        edad=r.edad,
        variables={
            "eleccion": r.eleccion,
            "cargo": r.cargo,
            "postulante": r.postulante,
            "sexo": r.sexo,
            "edad": grupo_de_edad(r.edad),
            "ambito": f"{proceso.cargos[r.cargo].ambito}:{r.ambito}",
        },
        situacion=situacion,
        respuestas=cuestionario.respuestas if cuestionario is not None else {},
        publicas=publicas_en(ficha),
        autorizadas=autorizadas_por(permitido, preguntas, proceso),
        compromiso=candidatura.identidad.compromiso,
    )


def contar(
    contadas: Iterable[Contada],
    preguntas: Sequence[Pregunta],
    fecha: date,
    minimo: int,
    anteriores: Sequence[Corte] = (),
    repartir: Reparto = map,
) -> Corte:
    """El corte a esa fecha, con lo que no se puede publicar suprimido.

    Cada familia de preguntas se decide por separado: `repartir` puede hacerlo entre procesos.
    `anteriores` son los cortes que ya se publicaron, con su población: sin ella no se sabe qué
    diría la resta, y se niega.
    """
    if not all(corte.poblacion for corte in anteriores):
        raise ErrorConoceles(
            "No se puede contar otro corte: falta la población de uno anterior. Recupérela de la "
            "bóveda."
        )
    todas = sorted(contadas, key=lambda c: c.clave)
    contestaron = [c for c in todas if c.situacion is Situacion.CONTESTO]
    renglones: list[Renglon] = []
    por_nombre = {p.nombre: p for p in preguntas}
    planes: dict[str, Plan] = {}
    valores: dict[str, dict[str, Valor]] = {}
    for pregunta in preguntas:
        padre = por_nombre.get(pregunta.padre)
        quienes = todas if pregunta.por_edad else contestaron
        valores[pregunta.nombre] = {c.clave: pregunta.valor(c, padre) for c in quienes}
    familias = _familias(preguntas)
    planes |= {f[0].nombre: Plan() for f in familias if f[0].por_edad}
    por_decidir = [f for f in familias if not f[0].por_edad]

    def decidir(familia: tuple[Pregunta, ...]) -> Sequence[Plan]:
        armada = _armar(familia, contestaron, valores, anteriores)
        return planear(armada, _IMPORTANCIA, max(minimo, 1))

    for familia, propios in zip(por_decidir, repartir(decidir, por_decidir), strict=True):
        planes |= {p.nombre: plan for p, plan in zip(familia, propios, strict=True)}
    esperan = {
        p.nombre: planes[p.nombre].en_espera
        | {c.ident for c in contestaron if p.nombre in c.autorizadas - c.publicas}
        for p in preguntas
        if not p.por_edad
    }
    for pregunta in preguntas:
        nombre = pregunta.nombre
        cuenta = _Cuenta(
            pregunta, planes[nombre], valores[nombre], esperan.get(nombre, frozenset())
        )
        renglones += cuenta.renglones(todas, contestaron)
    poblacion = tuple(
        Presente(
            c.clave,
            c.compromiso,
            c.variables,
            c.publicas,
            frozenset(nombre for nombre, quienes in esperan.items() if c.ident in quienes),
        )
        for c in contestaron
    )
    return Corte(fecha, minimo, tuple(renglones), poblacion)


def _familias(preguntas: Sequence[Pregunta]) -> list[tuple[Pregunta, ...]]:
    """Cada pregunta con las que abre."""
    return [
        (cabeza, *(p for p in preguntas if p.padre == cabeza.nombre))
        for cabeza in preguntas
        if not cabeza.padre
    ]


def _armar(
    familia: Sequence[Pregunta],
    contestaron: Sequence[Contada],
    valores: Mapping[str, Mapping[str, Valor]],
    anteriores: Sequence[Corte],
) -> Familia:
    sabidas_antes: dict[str, set[str]] = defaultdict(set)
    for corte in anteriores:
        for presente in corte.poblacion:
            sabidas_antes[presente.ident] |= presente.publicas
    nombres = [p.nombre for p in familia]
    sujetos = []
    for c in contestaron:
        publicas = c.publicas | c.autorizadas | sabidas_antes[c.ident]
        sujetos.append(
            Sujeto(
                c.ident,
                tuple(valores[nombre][c.clave] for nombre in nombres),
                _sabidas(familia, [valores[n][c.clave] for n in nombres], publicas),
                c.variables,
            )
        )
    return Familia(
        preguntas=tuple(
            Forma(
                p.nombre,
                tuple(p.respuestas),
                p.multiple,
                nombres.index(p.padre) if p.padre else None,
                p.abren,
                principales=("si",) if set(p.respuestas) >= {"si", "no"} else (),
                aparte=(PNC, SIN_RESPUESTA),
            )
            for p in familia
        ),
        sujetos=tuple(sujetos),
        anteriores=tuple(_publicado_antes(nombres, corte) for corte in anteriores),
    )


def _sabidas(
    familia: Sequence[Pregunta], valores: Sequence[Valor], publicas: Iterable[str]
) -> frozenset[int]:
    """Las que se saben, también por deducción: quien dijo su pueblo ya dijo que es indígena."""
    nombres = [p.nombre for p in familia]
    sabidas = {n for n, nombre in enumerate(nombres) if nombre in set(publicas)}
    for n in tuple(sabidas):
        if familia[n].padre and valores[n] != {NO_APLICA}:
            sabidas.add(nombres.index(familia[n].padre))
    if 0 in sabidas:
        sabidas |= {n for n, valor in enumerate(valores) if valor == {NO_APLICA}}
    return frozenset(sabidas)


def _publicado_antes(nombres: Sequence[str], corte: Corte) -> dict[int, Publicado]:
    """Lo que un corte dijo de cada pregunta de la familia, ya sin quienes lo autorizaron."""
    visibles: dict[tuple[int, str], set[str]] = defaultdict(set)
    columnas: dict[tuple[int, str], set[str]] = defaultdict(set)
    cuentas: dict[int, dict[tuple[str, str], dict[str, int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    lugares = {nombre: n for n, nombre in enumerate(nombres)}
    for r in corte.renglones:
        if r.pregunta not in lugares or r.conteo is None:
            continue
        if r.respuesta == OTRAS or r.columna == LAS_DEMAS:
            continue
        n = lugares[r.pregunta]
        visibles[n, r.variable].add(r.respuesta)
        columnas[n, r.variable].add(r.columna)
        cuentas[n][r.variable, r.columna][r.respuesta] = r.conteo - r.publicas
    return {
        n: Publicado(
            {
                v: Tabla(frozenset(suyas), frozenset(columnas[m, v]))
                for (m, v), suyas in visibles.items()
                if m == n
            },
            cuentas[n],
            {
                p.ident: p.columnas
                for p in corte.poblacion
                if nombres[n] not in p.publicas | p.en_espera
            },
        )
        for n in cuentas
    }


@dataclass(frozen=True, slots=True)
class _Cuenta:
    """Los renglones de una pregunta, ya con su plan."""

    pregunta: Pregunta
    plan: Plan
    valores: Mapping[str, Valor]
    esperan: frozenset[str]

    def renglones(
        self, todas: Sequence[Contada], contestaron: Sequence[Contada]
    ) -> Iterator[Renglon]:
        """Primero el total estatal; luego, variable por variable y columna por columna."""
        base = todas if self.pregunta.por_edad else contestaron
        for variable in (TODAS, *VARIABLES):
            grupos: dict[str, tuple[list[Contada], list[Contada]]] = {}
            for lado, quienes in enumerate((todas, base)):
                for c in quienes:
                    columna = c.variables[variable] if variable else TODAS
                    grupos.setdefault(columna, ([], []))[lado].append(c)
            calladas: tuple[list[Contada], list[Contada]] = ([], [])
            for columna in sorted(grupos):
                registradas, propias = grupos[columna]
                visibles = self._visibles(variable, columna, propias)
                if not visibles:
                    calladas[0].extend(registradas)
                    calladas[1].extend(propias)
                yield from self._columna((variable, columna), visibles, len(registradas), propias)
            tabla = self.plan.tablas.get(variable)
            if tabla and tabla.visibles and calladas[0]:
                celda, registradas = (variable, LAS_DEMAS), calladas[0]
                yield from self._columna(celda, tabla.visibles, len(registradas), calladas[1])

    def _columna(
        self,
        celda: tuple[str, str],
        visibles: frozenset[str],
        registradas: int,
        propias: Sequence[Contada],
    ) -> Iterator[Renglon]:
        nombre = self.pregunta.nombre
        cuentan = [c for c in propias if c.ident not in self.esperan]
        cuenta = Counter(a for c in cuentan for a in self.valores[c.clave])
        publicas = Counter(a for c in cuentan if self._publica(c) for a in self.valores[c.clave])
        # Se restan: en una pregunta que admite varias, las respuestas no suman personas.
        aparte = [a for a in NO_SON_RESPUESTA if a in self.pregunta.respuestas]
        validas = len(cuentan) - sum(cuenta[a] for a in aparte)
        base = Renglon(
            pregunta=nombre,
            variable=celda[0],
            columna=celda[1],
            respuesta=COLUMNA,
            conteo=None,
            publicas=0,
            registradas=registradas,
            contestadas=len(propias),
            en_espera=len(propias) - len(cuentan),
            validas=validas if visibles.issuperset(aparte) else None,
        )
        if not visibles:
            yield replace(base, validas=None)
            return
        ocultas = [a for a in self.pregunta.respuestas if a not in visibles]
        for respuesta in self.pregunta.respuestas:
            if respuesta in visibles:
                if cuenta[respuesta] or not self._sobra(respuesta):
                    yield replace(
                        base,
                        respuesta=respuesta,
                        conteo=cuenta[respuesta],
                        publicas=publicas[respuesta],
                    )
            elif not self._sobra(respuesta):
                yield replace(base, respuesta=respuesta)
        if ocultas and not self.pregunta.multiple:
            yield replace(
                base,
                respuesta=OTRAS,
                conteo=sum(cuenta[a] for a in ocultas),
                publicas=sum(publicas[a] for a in ocultas),
            )

    def _sobra(self, respuesta: str) -> bool:
        """Si es de un catálogo largo: entonces solo se escribe cuando alguien la dio y se ve."""
        return self.pregunta.de_catalogo and respuesta not in NO_SON_RESPUESTA

    def _publica(self, contada: Contada) -> bool:
        return bool(self.pregunta.por_edad) or self.pregunta.nombre in contada.publicas

    def _visibles(self, variable: str, columna: str, propias: Sequence[Contada]) -> frozenset[str]:
        """Las respuestas que se ven ahí; donde no hay nadie reservado, las del total."""
        if self.pregunta.por_edad:
            return frozenset(self.pregunta.respuestas)
        if not self.plan.tablas:
            return frozenset()
        tabla = self.plan.tablas[variable]
        if columna in tabla.columnas:
            return tabla.visibles
        reservadas = (c for c in propias if c.ident not in self.esperan and not self._publica(c))
        return frozenset() if any(reservadas) else tabla.visibles
