"""¿Qué cuenta de un grupo se puede decir?

Solo mira a las personas reservadas: quienes no autorizaron publicar su respuesta. A las demás
cualquiera las resta, así que un conteo se juzga por lo que queda sin ellas.
"""

from collections.abc import Mapping

from generador.nucleo.estadistica.familia import NO_APLICA, OTRAS, Forma


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
