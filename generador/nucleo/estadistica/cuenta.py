"""¿Cuántas personas dieron cada respuesta de identidad, dicho sin señalar a ninguna?

Cuenta a un corte, por pregunta y por una variable, con dos denominadores. Lo que no se puede
publicar lo decide `supresion`; lo comprueba, persona por persona, `intercambio`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from generador.errores import ErrorConoceles
from generador.nucleo.estadistica.armado import armar, familias_de
from generador.nucleo.estadistica.contables import Pregunta
from generador.nucleo.estadistica.contada import Contada, Situacion
from generador.nucleo.estadistica.corte import Corte, Presente, Renglon
from generador.nucleo.estadistica.familia import Plan, Valor
from generador.nucleo.estadistica.renglones import Cuenta
from generador.nucleo.estadistica.supresion import planear

Reparto = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""Cómo se aplica una tarea a cada parte: `map`, o quien la reparta entre procesos."""
_IMPORTANCIA = ("sexo", "eleccion", "edad", "cargo", "postulante", "ambito")
"""Cuando no se puede publicar todo, se calla primero lo último."""


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
    familias = familias_de(preguntas)
    planes |= {f[0].nombre: Plan() for f in familias if f[0].por_edad}
    # Primero las largas: así se reparten mejor entre procesos.
    por_decidir = sorted((f for f in familias if not f[0].por_edad), key=len, reverse=True)

    def decidir(familia: tuple[Pregunta, ...]) -> Sequence[Plan]:
        armada = armar(familia, contestaron, valores, anteriores)
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
        cuenta = Cuenta(pregunta, planes[nombre], valores[nombre], esperan.get(nombre, frozenset()))
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
