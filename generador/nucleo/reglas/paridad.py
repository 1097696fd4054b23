"""¿Cuántas mujeres y cuántos hombres se postulan, y en qué orden?

Todo es aviso con sus cifras: la paridad la resuelve el Consejo al aprobar los registros; aquí se
muestra para que nadie tenga que contarla a mano. Las personas no binarias se cuentan aparte y no
rompen la alternancia ni la mitad.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generador.nucleo.claves import letra_de
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance, DichoDe, regla
from generador.nucleo.reglas.formulas import (
    Planilla,
    nombrar_posicion,
    planilla_de,
    por_formula,
    vigentes,
)

PROCESO = "proceso.yml"
MUJER, HOMBRE = "mujer", "hombre"


def _planillas(conjunto: Conjunto) -> dict[Planilla, list[Candidatura]]:
    """Las propietarias vigentes de cada planilla o lista, en el orden de sus posiciones."""
    orden = {clave: n for n, clave in enumerate(conjunto.proceso.cargos)}
    grupos: dict[Planilla, list[Candidatura]] = defaultdict(list)
    for c in vigentes(conjunto):
        if letra_de(conjunto.proceso, c.registro.caracter) == "P":
            grupos[planilla_de(c.registro, conjunto.proceso)].append(c)
    for grupo in grupos.values():
        grupo.sort(key=lambda c: (orden[c.registro.cargo], c.registro.numero or 0, c.clave))
    return grupos


def _cifras(cuenta: Counter[str]) -> str:
    """«3 mujeres y 5 hombres», más las personas no binarias si las hay."""
    frase = (
        f"{contados(cuenta[MUJER], 'mujer', 'mujeres')} y "
        f"{contados(cuenta[HOMBRE], 'hombre', 'hombres')}"
    )
    otras = cuenta.total() - cuenta[MUJER] - cuenta[HOMBRE]
    return f"{frase} (y {contados(otras, 'persona', 'personas')} más)" if otras else frase


def _faltan_mujeres(cuenta: Counter[str]) -> bool:
    """Si hay menos de la mitad; con un número impar basta que falte una para igualar."""
    return cuenta[HOMBRE] - cuenta[MUJER] > 1


@regla(
    "PAR01",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Suplente de otro género",
    fundamento="Constitución federal, art. 41; LGIPE, arts. 14 y 234",
)
def formula_del_mismo_genero(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Si la propietaria es mujer, su suplente también lo es.

    Así el lugar que ganó una mujer lo ocupa otra mujer si ella falta. Un propietario hombre sí
    puede llevar suplente mujer. Coteje el sexo de las dos personas con el acuerdo.
    """
    for grupo in por_formula(conjunto).values():
        por_letra = {letra_de(conjunto.proceso, c.registro.caracter): c for c in grupo}
        propietaria, suplente = por_letra.get("P"), por_letra.get("S")
        if (
            propietaria
            and suplente
            and propietaria.registro.sexo == MUJER
            and suplente.registro.sexo == HOMBRE
        ):
            yield (
                suplente.archivo,
                (
                    "/registro/sexo",
                    f"La propietaria ({propietaria.clave}) es mujer y su suplente, hombre.",
                    "Coteje con el acuerdo que aprobó la fórmula.",
                ),
            )


@regla(
    "PAR02",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Alternancia en la planilla",
    fundamento="Constitución federal, art. 41; LGIPE, arts. 14 y 234",
)
def alternancia(conjunto: Conjunto) -> Iterator[DichoDe]:
    """En una planilla o lista, las propietarias alternan mujer y hombre hasta agotarla.

    Se recorre en el orden de los cargos y se señala la primera posición que repite el género de la
    anterior. Dos mujeres seguidas no se señalan, porque la paridad es un piso. Una persona no
    binaria no rompe la cuenta.
    """
    for grupo in _planillas(conjunto).values():
        definidas = [c for c in grupo if c.registro.sexo in (MUJER, HOMBRE)]
        for anterior, actual in pairwise(definidas):
            if anterior.registro.sexo == actual.registro.sexo == HOMBRE:
                registro = actual.registro
                posicion = nombrar_posicion((registro.cargo, registro.numero), conjunto.proceso)
                yield (
                    actual.archivo,
                    (
                        "/registro/sexo",
                        f"En {posicion} no alterna: le antecede otro hombre ({anterior.clave}).",
                        "Coteje con el acuerdo que aprobó la planilla.",
                    ),
                )
                break


@regla(
    "PAR03",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Mitad de la planilla",
    fundamento="Constitución federal, art. 41; LGIPE, art. 232",
)
def mitad_de_la_planilla(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Al menos la mitad de las propietarias de una planilla o lista son mujeres.

    Si el número es impar puede haber un hombre más. Más mujeres que hombres cumple. El mensaje da
    las cifras.
    """
    for grupo in _planillas(conjunto).values():
        cuenta = Counter(c.registro.sexo for c in grupo)
        if _faltan_mujeres(cuenta):
            yield (
                grupo[0].archivo,
                (
                    "/registro/sexo",
                    f"Las propietarias de la planilla son {_cifras(cuenta)}.",
                    "Coteje con el acuerdo que la aprobó.",
                ),
            )


@regla(
    "PAR04",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Paridad de quien postula",
    fundamento="Constitución federal, art. 41; LGIPE, art. 232",
)
def paridad_de_quien_postula(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Al menos la mitad de las planillas y fórmulas de quien postula las encabezan mujeres.

    Se cuenta, en cada elección, a quien va en la primera posición de cada lugar: la presidencia
    municipal o la diputación. Las alianzas se cuentan por separado de sus integrantes. Señala al
    proceso y no a una candidatura, porque ninguna es responsable del conjunto.
    """
    encabezan: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for planilla, grupo in _planillas(conjunto).items():
        eleccion, tipo, _, postulante = planilla
        encabezan[postulante, eleccion, tipo][grupo[0].registro.sexo] += 1
    for (postulante, eleccion, tipo), cuenta in sorted(encabezan.items()):
        if _faltan_mujeres(cuenta):
            nombre = conjunto.proceso.ambitos[tipo].plural.lower()
            yield (
                PROCESO,
                (
                    "/postulantes",
                    (
                        f"{postulante} encabeza sus postulaciones de {eleccion} ({nombre}) con "
                        f"{_cifras(cuenta)}."
                    ),
                    "Coteje con el acuerdo que aprobó los registros.",
                ),
            )
