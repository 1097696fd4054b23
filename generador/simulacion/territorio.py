"""¿Quién compite por qué, y dónde, en un proceso ficticio?

Reparte partidos, alianzas e independientes inventados sobre el territorio real de una
plantilla, hasta llegar al número de candidaturas que se pidió.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from generador.errores import ErrorConoceles
from generador.nucleo.proceso import Ambito, Cargo, Postulante, Proceso

_CONTENDIENTES = 5
_FORMULAS_RP = 4
_PROBABILIDAD_INDEPENDIENTE = 0.3


@dataclass(frozen=True, slots=True)
class Lugar:
    """Un sitio en la boleta que alguien va a ocupar."""

    cargo: Cargo
    ambito: Ambito
    postulante: str
    numero: int | None
    caracter: str
    captura_por: str | None
    orden: int
    """Lugar de la fórmula en su planilla o lista, desde 0: la paridad alterna con él."""


@dataclass(frozen=True, slots=True)
class Alianza:
    """Una alianza inventada y los ámbitos donde va junta."""

    clave: str
    integrantes: tuple[str, ...]
    ambitos: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contienda:
    """Los postulantes ficticios, quién captura en cada alianza y los lugares en la boleta."""

    postulantes: dict[str, Postulante]
    alianzas: list[dict[str, str]]
    lugares: list[Lugar]
    ambitos: dict[str, tuple[str, ...]]


def inventar_partidos() -> tuple[list[Postulante], list[Postulante]]:
    """Lee los partidos y las alianzas inventados; ninguno existe."""
    dato = tomllib.loads(
        files("generador.simulacion").joinpath("partidos.toml").read_text(encoding="utf-8")
    )
    partidos = [
        Postulante(
            clave=p["clave"], nombre=p["nombre"], siglas=p["siglas"], tipo="partido", orden=n
        )
        for n, p in enumerate(dato["partidos"], start=1)
    ]
    alianzas = [
        Postulante(
            clave=a["clave"],
            nombre=a["nombre"],
            siglas=a["siglas"],
            tipo=a["tipo"],
            orden=len(partidos) + n,
            integrantes=tuple(a["integrantes"]),
        )
        for n, a in enumerate(dato["alianzas"], start=1)
    ]
    return partidos, alianzas


def repartir(
    proceso: Proceso,
    cuantas: int,
    azar: Random,
    elegidos: dict[str, tuple[str, ...]] | None = None,
) -> Contienda:
    """Arma la contienda sobre los cargos y ámbitos de `proceso`.

    `elegidos` fija los ámbitos por tipo (la demostración); sin él se toman los que hagan falta
    para llegar a `cuantas` candidaturas, sin partir ninguna planilla.
    """
    partidos, alianzas = inventar_partidos()
    _exigir_que_existan(proceso, elegidos or {})
    ambitos = elegidos or _elegir_ambitos(proceso, cuantas, azar)
    por_lugar = _contendientes_por_ambito(proceso, ambitos, cuantas)
    usados = partidos[: max(_CONTENDIENTES + 1, min(len(partidos), por_lugar))]
    claves = {p.clave for p in usados}
    alianzas = [a for a in alianzas if set(a.integrantes) <= claves]
    postulantes = {p.clave: p for p in [*usados, *alianzas]}
    filas: list[dict[str, str]] = []
    lugares: list[Lugar] = []
    for eleccion in proceso.elecciones:
        cargos = [c for c in proceso.cargos.values() if c.eleccion == eleccion]
        tipos = dict.fromkeys(c.ambito for c in cargos)
        for tipo in tipos:
            propios = [c for c in cargos if c.ambito == tipo]
            for clave in ambitos.get(tipo, ()):
                ambito = proceso.ambitos[tipo].lugares[clave]
                con_lista = all(c.posiciones is None and not c.columna_posiciones for c in propios)
                compiten = (
                    [(p.clave, p.clave) for p in usados[: _CONTENDIENTES - 1]]
                    if con_lista
                    else _compiten(usados, alianzas, por_lugar, azar)
                )
                if not con_lista and azar.random() < _PROBABILIDAD_INDEPENDIENTE:
                    compiten = [*compiten, _independiente(postulantes)]
                for postulante, captura in compiten:
                    if postulantes[postulante].integrantes:
                        filas.append(_fila(postulante, eleccion, clave, captura))
                    lugares += _planilla(proceso, propios, ambito, postulante, captura)
                if elegidos is None and len(lugares) >= cuantas:
                    return _cerrar(postulantes, filas, lugares)
    return _cerrar(postulantes, filas, lugares)


def _exigir_que_existan(proceso: Proceso, elegidos: dict[str, tuple[str, ...]]) -> None:
    for tipo, claves in elegidos.items():
        lugares = proceso.ambitos[tipo].lugares if tipo in proceso.ambitos else {}
        faltan = [clave for clave in claves if clave not in lugares]
        if faltan or not lugares:
            raise ErrorConoceles(
                f"El proceso no tiene {tipo} {', '.join(faltan)}. Tipos: "
                f"{', '.join(proceso.ambitos)}."
            )


def _cerrar(
    postulantes: dict[str, Postulante], filas: list[dict[str, str]], lugares: list[Lugar]
) -> Contienda:
    ambitos: dict[str, dict[str, None]] = {}
    for lugar in lugares:
        ambitos.setdefault(lugar.ambito.tipo, {})[lugar.ambito.clave] = None
    return Contienda(postulantes, filas, lugares, {t: tuple(sorted(c)) for t, c in ambitos.items()})


def _fila(postulante: str, eleccion: str, ambito: str, captura: str) -> dict[str, str]:
    return {
        "postulante": postulante,
        "eleccion": eleccion,
        "ambito": ambito,
        "posicion": "",
        "captura_por": captura,
    }


def _independiente(postulantes: dict[str, Postulante]) -> tuple[str, str]:
    numero = sum(p.tipo == "independiente" for p in postulantes.values()) + 1
    clave = f"IND{numero:02d}"
    postulantes[clave] = Postulante(
        clave=clave,
        nombre=f"Candidatura independiente {numero}",
        siglas=f"IND {numero}",
        tipo="independiente",
        orden=100 + numero,
    )
    return clave, clave


def _compiten(
    partidos: list[Postulante], alianzas: list[Postulante], cuantos: int, azar: Random
) -> list[tuple[str, str]]:
    """Quiénes compiten en un lugar y quién captura por cada cual (vacío: no se conoce)."""
    juntas = [a for a in alianzas if azar.random() < 0.5]  # noqa: PLR2004 - mitad de los lugares
    dentro: set[str] = set()
    elegidas = []
    for alianza in juntas:
        if not dentro & set(alianza.integrantes):
            dentro |= set(alianza.integrantes)
            elegidas.append(alianza)
    compiten = [(p.clave, p.clave) for p in partidos if p.clave not in dentro]
    compiten += [
        (a.clave, azar.choice(a.integrantes) if azar.random() < 0.9 else "")  # noqa: PLR2004
        for a in elegidas
    ]
    return compiten[:cuantos] if len(compiten) > cuantos else compiten


def _planilla(
    proceso: Proceso, cargos: Iterable[Cargo], ambito: Ambito, postulante: str, captura: str
) -> Iterator[Lugar]:
    formulas = (
        (cargo, posicion)
        for cargo in cargos
        for posicion in range(1, (proceso.posiciones_de(cargo, ambito) or _FORMULAS_RP) + 1)
    )
    for orden, (cargo, posicion) in enumerate(formulas):
        for caracter in ("propietaria", "suplente") if cargo.suplente else ("propietaria",):
            yield Lugar(
                cargo=cargo,
                ambito=ambito,
                postulante=postulante,
                numero=posicion if cargo.numerado else None,
                caracter=caracter,
                captura_por=captura or None,
                orden=orden,
            )


def _personas_de(proceso: Proceso, tipo: str, clave: str) -> int:
    ambito = proceso.ambitos[tipo].lugares[clave]
    return sum(
        (proceso.posiciones_de(c, ambito) or _FORMULAS_RP) * (2 if c.suplente else 1)
        for c in proceso.cargos.values()
        if c.ambito == tipo
    )


def _elegir_ambitos(proceso: Proceso, cuantas: int, azar: Random) -> dict[str, tuple[str, ...]]:
    """Toma de cada tipo de ámbito la parte proporcional a lo pedido."""
    todos = {t: list(a.lugares) for t, a in proceso.ambitos.items()}
    personas = sum(_personas_de(proceso, t, c) for t, claves in todos.items() for c in claves)
    parte = min(1.0, cuantas / (personas * _CONTENDIENTES))
    elegidos = {}
    for tipo, claves in todos.items():
        azar.shuffle(claves)
        elegidos[tipo] = tuple(sorted(claves[: max(1, round(len(claves) * parte))]))
    return elegidos


def _contendientes_por_ambito(
    proceso: Proceso, ambitos: dict[str, tuple[str, ...]], cuantas: int
) -> int:
    personas = sum(_personas_de(proceso, t, c) for t, claves in ambitos.items() for c in claves)
    return max(_CONTENDIENTES, round(cuantas / personas) + 1)
