"""¿Qué se calla para que de nadie se pueda saber qué contestó?"""

from collections.abc import Sequence

from generador.nucleo.estadistica.familia import TODAS, Familia, Plan, Sujeto, Tabla
from generador.nucleo.estadistica.intercambio import Falla, Reparto, sin_otro, todas_las_preguntas
from generador.nucleo.estadistica.mesa import Mesa

Veto = tuple[int, str]
"""Una pregunta y una variable."""
MUCHAS = 2000
"""Con tantas personas, antes de buscar por todas se busca por una muestra."""
MUESTRA = 200
UNA_DE_CADA = 20
"""Si una variable señala a más de una de cada tantas de la muestra, se calla entera."""


def planear(familia: Familia, variables: Sequence[str], minimo: int) -> tuple[Plan, ...]:
    """Qué se publica de cada pregunta de una familia. `variables`, de la más a la menos importante.

    Mientras haya una persona sin otro reparto posible, se calla su columna en la variable menos
    importante; si ya no se ve ninguna, la variable entera; al final, la pregunta.

    Con miles de personas se prueba menos: una muestra dice qué variables callar de entrada, y las
    preguntas que otra abre se agregan al final, mientras no señalen a nadie.
    """
    lugares = range(len(familia.preguntas))
    vetos: dict[Veto, frozenset[str]] = {}
    if len(familia.sujetos) < MUCHAS:
        mesas = [Mesa(familia, q, minimo, vetos) for q in lugares]
        planes = _callar_hasta(familia, mesas, vetos, variables)
    else:
        mesas = [Mesa(familia, q, minimo, vetos, muchas=True) for q in lugares]
        _descartar(familia, mesas, vetos, variables)
        planes = _callar_hasta(familia, mesas, vetos, variables)
        planes = _agregar(familia, mesas, vetos, variables, planes)
    return tuple(_completar(familia, q, plan) for q, plan in enumerate(planes))


def _callar_hasta(
    familia: Familia,
    mesas: Sequence[Mesa],
    vetos: dict[Veto, frozenset[str]],
    variables: Sequence[str],
) -> Sequence[Plan]:
    """Los planes en que nadie queda sin otro reparto."""
    anteriores: Sequence[Plan] = ()
    fallas: Sequence[Falla] = ()
    while True:
        planes = _decidir(mesas, variables)
        if not fallas or not _dicen_menos(planes, anteriores):
            # Si dicen menos, las demás ya tenían otro reparto, y sigue valiendo.
            fallas = todas_las_preguntas(familia)
        fallas = tuple(sin_otro(Reparto(familia, planes), fallas))
        if not fallas:
            return planes
        for mesa, plan in zip(mesas, planes, strict=True):
            if mesa.muchas:
                mesa.fijar(plan, variables)
        for sujeto, q in fallas:
            llave, calladas = _callar(familia, planes, sujeto, q, variables)
            vetos[llave] = vetos.get(llave, frozenset()) | calladas
        anteriores = planes


def _decidir(mesas: Sequence[Mesa], variables: Sequence[str]) -> list[Plan]:
    """El plan de cada pregunta con los vetos de ahora, sin mirar todavía a cada persona."""
    planes: list[Plan] = []
    for mesa in mesas:
        mesa.del_padre = None if mesa.forma.padre is None else planes[mesa.forma.padre]
        planes.append(mesa.decidir(variables))
    return planes


def _descartar(
    familia: Familia,
    mesas: Sequence[Mesa],
    vetos: dict[Veto, frozenset[str]],
    variables: Sequence[str],
) -> None:
    """Veta las variables que señalarían a muchas de una muestra, y las preguntas que otra abre.

    Se empieza por callarlo todo y se prueba una por una, de la más a la menos importante.
    """
    if familia.anteriores:
        # Sin vetos se ve mejor si a quienes entraron les toca esperar.
        for mesa, plan in zip(mesas, _decidir(mesas, variables), strict=True):
            mesa.fijar(plan, ())
    reservadas = [s for s in familia.sujetos if len(s.sabidas) < len(mesas)]
    pasos = range(0, len(reservadas), len(reservadas) // MUESTRA or 1)
    muestra = [(reservadas[n], 0) for n in pasos]
    for q in range(len(mesas)):
        vetos |= {(q, v): frozenset(s.columnas[v] for s in familia.sujetos) for v in variables}
        if q:
            vetos[q, TODAS] = frozenset({TODAS})
    for n, variable in enumerate(variables, 1):
        callada = vetos.pop((0, variable))
        planes = _decidir(mesas, variables)
        fallan = sum(1 for _ in sin_otro(Reparto(familia, planes), muestra))
        if fallan * UNA_DE_CADA > len(muestra):
            vetos[0, variable] = callada
        else:
            mesas[0].fijar(planes[0], variables[:n])


def _agregar(
    familia: Familia,
    mesas: Sequence[Mesa],
    vetos: dict[Veto, frozenset[str]],
    variables: Sequence[str],
    planes: Sequence[Plan],
) -> Sequence[Plan]:
    """Los planes, con lo que se pueda ver de las preguntas que otra abre sin señalar a nadie."""
    mesas[0].fijar(planes[0], variables)
    todas = todas_las_preguntas(familia)
    for q in range(1, len(mesas)):
        for n, variable in enumerate((TODAS, *variables)):
            callada = vetos.pop((q, variable))
            otros = _decidir(mesas, variables)
            if otros != planes and any(sin_otro(Reparto(familia, otros), todas)):
                vetos[q, variable] = callada
                break
            planes = otros
            mesas[q].fijar(planes[q], variables[:n])
    return planes


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
