"""¿En qué grupo de edad se cuenta a una persona?"""

GRUPOS_DE_EDAD: tuple[tuple[str, str, int], ...] = (
    ("18-20", "De 18 a 20 años", 20),
    ("21-29", "De 21 a 29 años", 29),
    ("30-39", "De 30 a 39 años", 39),
    ("40-49", "De 40 a 49 años", 49),
    ("50-59", "De 50 a 59 años", 59),
    ("60+", "De 60 años o más", 200),
)
"""Clave, nombre y última edad de cada grupo; el 21-29 y el 60+ son los de las preguntas 16 y 17."""


def grupo_de_edad(edad: int) -> str:
    """Clave del grupo de una edad el día de la elección."""
    return next(clave for clave, _, hasta in GRUPOS_DE_EDAD if edad <= hasta)
