"""¿Qué es reservado de quienes contestaron, y qué se publicó ya?

Lo que se cuenta, en los términos de quien decide qué se suprime.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generador.nucleo.estadistica.contables import PNC, SIN_RESPUESTA, Pregunta
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.corte import LAS_DEMAS, Corte
from generador.nucleo.estadistica.familia import (
    NO_APLICA,
    OTRAS,
    Familia,
    Forma,
    Publicado,
    Sujeto,
    Tabla,
    Valor,
)


def familias_de(preguntas: Sequence[Pregunta]) -> list[tuple[Pregunta, ...]]:
    """Cada pregunta con las que abre."""
    return [
        (cabeza, *(p for p in preguntas if p.padre == cabeza.nombre))
        for cabeza in preguntas
        if not cabeza.padre
    ]


def armar(
    familia: Sequence[Pregunta],
    contestaron: Sequence[Contada],
    valores: Mapping[str, Mapping[str, Valor]],
    anteriores: Sequence[Corte],
) -> Familia:
    """Una familia de preguntas con quienes las contestaron y lo que de ellas ya se publicó."""
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
