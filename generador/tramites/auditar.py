"""¿La historia dice la verdad, y nadie la tocó? (PTO 15)

Tres preguntas: si lo anclado sigue ahí, si cada commit dice lo que hizo y lo hizo quien podía, y
si todo entró por una propuesta que la unidad integró tal como se revisó.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generador.archivos.expediente import Lector
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.cadena import ORIGEN
from generador.nucleo.cuentas import Cuentas
from generador.nucleo.movimiento import Movimiento
from generador.nucleo.propuesta import Propuesta
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.repositorio.ancla import Ancla, comprobar, leer_anclas
from generador.repositorio.deposito import Deposito
from generador.repositorio.firmas import ARCHIVO as ARCHIVO_FIRMANTES
from generador.repositorio.firmas import defectos_de_firma
from generador.repositorio.historial import leer_movimientos, recorrer_historia, uniones_alteradas
from generador.repositorio.remoto import Remoto
from generador.tramites.pasos import armar_pasos

POR_TANDA = 2_000
"""Cuántos commits se leen a la vez: acota la memoria en una historia larga."""

_NO_SE_AUDITAN = frozenset({"REV01"})
"""Una carpeta por propuesta se revisa al proponer; un commit suelto no la dice."""


@dataclass(frozen=True, slots=True)
class Defecto:
    """Algo que no cuadra: el commit donde se ve, o vacío si es de un ancla."""

    commit: str
    frase: str


def auditar(
    remoto: Remoto,
    lector: Lector,
    cuentas: Cuentas,
    *,
    todo: bool = False,
    anclas: Iterable[Ancla] = (),
    bitacoras: Mapping[str, Collection[str]] | None = None,
) -> tuple[tuple[Defecto, ...], int]:
    """(defectos, commits revisados). Sin `todo`, se revisa lo posterior a la última ancla.

    `anclas` son las que alguien guardó fuera: se comprueban además de las del depósito y, si las
    hay, se parte de ellas, porque en el depósito cualquiera que escriba puede poner una.
    `bitacoras` son las sumas de las que viven fuera de Git: lo anclado de ellas debe seguir ahí.
    """
    deposito, anclas = remoto.deposito, tuple(anclas)
    deposito.exigir_historia()
    halladas = list(leer_anclas(deposito))
    propias = [ancla for _, ancla in halladas if ancla is not None]
    defectos = [
        Defecto("", f"La etiqueta ancla/{nombre} no es un ancla: alguien la puso a mano.")
        for nombre, ancla in halladas
        if ancla is None
    ]
    defectos += [
        Defecto("", f) for a in (*propias, *anclas) for f in comprobar(remoto, a, bitacoras)
    ]
    desde = ""
    confiables = sorted(anclas, key=lambda a: a.instante) or propias
    if not todo and not defectos and confiables:
        desde = confiables[-1].commit
    tronco = remoto.cabeza()
    movimientos = list(recorrer_historia(deposito, tronco, desde))
    defectos += _fuera_de_propuesta(deposito, movimientos, tronco, desde)
    for alterada in uniones_alteradas(deposito, tronco, desde):
        defectos.append(
            Defecto(alterada, "La unión no es la de sus dos ramas: alguien le metió mano.")
        )
    del_tronco = deposito.texto("rev-list", "--first-parent", tronco).split()
    if bitacoras:
        propuestos = _sin_integrar(remoto, tronco)
        defectos += _de_bitacoras([*movimientos, *propuestos], bitacoras)
    defectos += _de_firmas(deposito, movimientos, tronco)
    defectos += _de_validacion(movimientos, frozenset(del_tronco))
    defectos += _de_dos_personas(movimientos, frozenset(del_tronco))
    for inicio in range(0, len(movimientos), POR_TANDA):
        tanda = movimientos[inicio : inicio + POR_TANDA]
        actos = [m for m in tanda if not m.es_union and m.commit != del_tronco[-1]]
        defectos += _de_actos(deposito, lector, cuentas, actos)
        defectos += _de_uniones(cuentas, [m for m in tanda if m.es_union])
    return tuple(defectos), len(movimientos)


def _fuera_de_propuesta(
    deposito: Deposito, movimientos: Sequence[Movimiento], tronco: str, desde: str
) -> Iterator[Defecto]:
    """Los commits del tronco que no son una unión: nadie escribe directo."""
    tramo = f"{desde}..{tronco}" if desde else tronco
    del_tronco = set(deposito.texto("rev-list", "--first-parent", tramo).split())
    for m in movimientos:
        if m.commit in del_tronco and m.padres and not m.es_union:
            yield Defecto(m.commit, "Está en el tronco sin haber entrado por una propuesta.")


def _de_actos(
    deposito: Deposito, lector: Lector, cuentas: Cuentas, movimientos: Sequence[Movimiento]
) -> Iterator[Defecto]:
    reglas = [r for r in de_alcance(Alcance.PROPUESTA) if r.codigo not in _NO_SE_AUDITAN]
    for paso in armar_pasos(deposito, lector, cuentas, movimientos):
        for regla in reglas:
            for archivo, (_, mensaje, *_resto) in regla(Propuesta((paso,))):
                yield Defecto(paso.movimiento.commit, f"{archivo}: {mensaje}")


def _sin_integrar(remoto: Remoto, tronco: str) -> Iterable[Movimiento]:
    """Lo que está en una propuesta, abierta o rechazada, y no en el tronco."""
    cabezas = sorted(set(remoto.propuestas().values()))
    if not cabezas:
        return ()
    fuera = remoto.deposito.texto("rev-list", "--ignore-missing", *cabezas, "--not", tronco)
    return leer_movimientos(remoto.deposito, fuera.split()).values()


def _de_bitacoras(
    movimientos: Sequence[Movimiento], bitacoras: Mapping[str, Collection[str]]
) -> Iterator[Defecto]:
    """Los commits que dicen en qué suma iba una bitácora de fuera, y esa suma ya no está en ella.

    De la que no se trae no se dice nada.
    """
    hay = {nombre: frozenset(sumas) for nombre, sumas in bitacoras.items()}
    for m in movimientos:
        for dicho in m.remolques.get("Bitacora", ()):
            nombre, _, suma = dicho.partition(" ")
            if nombre in hay and suma != ORIGEN and suma not in hay[nombre]:
                yield Defecto(
                    m.commit,
                    f"La bitácora «{nombre}» iba en {suma[:10]}, que no está en la que se trae: la "
                    "cortaron o la cambiaron, o es una copia anterior.",
                )


def _de_firmas(
    deposito: Deposito, movimientos: Sequence[Movimiento], tronco: str
) -> Iterator[Defecto]:
    """Cada commit, con quienes firmaban en el tronco antes de que él entrara."""
    cambios = deposito.texto(
        "rev-list", "--first-parent", "--reverse", tronco, "--", ARCHIVO_FIRMANTES
    ).split()
    pendientes = {m.commit: m for m in movimientos}
    for cambio in cambios:
        antes = deposito.commit(f"{cambio}^1")
        alcanzados = deposito.texto("rev-list", cambio).split() if antes else [cambio]
        suyos = [pendientes.pop(c) for c in alcanzados if c in pendientes]
        firmantes = deposito.leer(antes, ARCHIVO_FIRMANTES) if antes else None
        yield from _sin_firma(deposito, firmantes, suyos)
    firmantes = deposito.leer(tronco, ARCHIVO_FIRMANTES)
    yield from _sin_firma(deposito, firmantes, list(pendientes.values()))


def _sin_firma(
    deposito: Deposito, firmantes: bytes | None, movimientos: Sequence[Movimiento]
) -> Iterator[Defecto]:
    for commit, frase in defectos_de_firma(deposito, firmantes, movimientos):
        yield Defecto(commit, frase)


def _de_validacion(
    movimientos: Sequence[Movimiento], del_tronco: frozenset[str]
) -> Iterator[Defecto]:
    """Las uniones que metieron una captura que nadie había validado (PTO 25 y 27)."""
    por_commit = {m.commit: m for m in movimientos}
    for union in movimientos:
        if not union.es_union or union.commit not in del_tronco:
            continue
        capturadas: set[str] = set()
        validadas: set[str] = set()
        actual = por_commit.get(union.padres[1])
        while actual is not None and actual.commit not in del_tronco:
            if actual.accion is Accion.VALIDAR:
                validadas.update(actual.claves)
            elif actual.accion is Accion.CAPTURAR:
                capturadas.update(set(actual.claves) - validadas)
            actual = por_commit.get(actual.padres[0]) if actual.padres else None
        if capturadas:
            quienes = ", ".join(sorted(capturadas))
            yield Defecto(union.commit, f"Unió una captura que nadie validó: {quienes}.")


def _de_dos_personas(
    movimientos: Sequence[Movimiento], del_tronco: frozenset[str]
) -> Iterator[Defecto]:
    """Las destrucciones que propuso y unió la misma cuenta (PTO 44)."""
    por_commit = {m.commit: m for m in movimientos}
    for union in movimientos:
        if not union.es_union or union.commit not in del_tronco:
            continue
        actual = por_commit.get(union.padres[1])
        while actual is not None and actual.commit not in del_tronco:
            if actual.accion is Accion.DESTRUIR and actual.cuenta == union.cuenta:
                yield Defecto(
                    union.commit,
                    f"{union.cuenta} propuso destruir y lo autorizó: hacen falta dos cuentas.",
                )
            actual = por_commit.get(actual.padres[0]) if actual.padres else None


def _de_uniones(cuentas: Cuentas, uniones: Sequence[Movimiento]) -> Iterator[Defecto]:
    for union in uniones:
        for frase in _defectos_de_union(cuentas, union):
            yield Defecto(union.commit, frase)


def _defectos_de_union(cuentas: Cuentas, union: Movimiento) -> Iterator[str]:
    if union.accion is not Accion.INTEGRAR:
        yield "Es una unión y no dice que se integró una propuesta."
        return
    cuenta = cuentas.buscar(union.cuenta)
    if cuenta is None or cuenta.rol not in NORMAS[Accion.INTEGRAR].roles:
        yield f"La integró {union.cuenta or 'nadie'}, que no es de la unidad responsable."
    elif not cuenta.vale(union.instante.date()):
        yield f"La integró {union.cuenta}, que no valía ese día."
    elif union.correo != cuenta.correo and union.correo not in cuenta.autores:
        yield f"Dice la cuenta {union.cuenta}, pero su autor es otro."
    if union.uno("Revisado") != union.padres[1]:
        yield "No se integró el commit que dice haberse revisado."
