"""¿Qué hallazgos admitió la autoridad por escrito?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generador.archivos.lectura_proceso import ARCHIVO as ARCHIVO_PROCESO
from generador.archivos.texto import Posicion, ubicar
from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel


def tolerar(
    contexto: Contexto, hallazgos: Iterable[Hallazgo], posiciones: Mapping[str, Posicion]
) -> tuple[Hallazgo, ...]:
    """Baja a nota lo tolerado por escrito; una tolerancia que nadie necesita es un error.

    De la vencida no se dice nada aquí: la señala la regla PRO09, con su fecha.
    `posiciones` son las de `proceso.yml`, para señalar el renglón de la que sobra. Salen los
    hallazgos ordenados y sin repetir.
    """
    tolerancias = contexto.proceso.tolerancias
    vigentes = {
        (t.regla, t.archivo): numero
        for numero, t in reversed(list(enumerate(tolerancias)))
        if contexto.hoy <= t.hasta
    }
    usadas: set[int] = set()
    salida = []
    for hallazgo in hallazgos:
        numero = vigentes.get((hallazgo.regla, hallazgo.archivo))
        if numero is None:
            salida.append(hallazgo)
            continue
        usadas.add(numero)
        motivo = tolerancias[numero].motivo
        salida.append(
            replace(hallazgo, nivel=Nivel.NOTA, mensaje=f"{hallazgo.mensaje} (tolerado: {motivo})")
        )
    for numero, tolerancia in enumerate(tolerancias):
        if numero not in usadas and contexto.hoy <= tolerancia.hasta:
            salida.append(
                Hallazgo(
                    ARCHIVO_PROCESO,
                    *ubicar(posiciones, f"/tolerancias/{numero}"),
                    f"/tolerancias/{numero}",
                    "PRO09",
                    Nivel.ERROR,
                    f"Nadie necesita la tolerancia de {tolerancia.regla} en {tolerancia.archivo}.",
                    "Bórrela: el problema ya no existe, o está en otro archivo.",
                )
            )
    return tuple(sorted(set(salida)))
