"""¿Qué hallazgos admitió la autoridad por escrito?"""

from collections.abc import Iterable
from dataclasses import replace

from generador.archivos.lectura_proceso import ARCHIVO as ARCHIVO_PROCESO
from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel


def tolerar(contexto: Contexto, hallazgos: Iterable[Hallazgo]) -> tuple[Hallazgo, ...]:
    """Baja a nota lo tolerado por escrito; una tolerancia que nadie necesita es un error."""
    tolerancias = contexto.proceso.tolerancias
    usadas: set[int] = set()
    salida = []
    for hallazgo in hallazgos:
        numero = next(
            (
                n
                for n, t in enumerate(tolerancias)
                if t.regla == hallazgo.regla
                and t.archivo == hallazgo.archivo
                and contexto.hoy <= t.hasta
            ),
            None,
        )
        if numero is None:
            salida.append(hallazgo)
            continue
        usadas.add(numero)
        motivo = tolerancias[numero].motivo
        salida.append(
            replace(hallazgo, nivel=Nivel.NOTA, mensaje=f"{hallazgo.mensaje} (tolerado: {motivo})")
        )
    for numero, tolerancia in enumerate(tolerancias):
        if numero not in usadas:
            salida.append(
                Hallazgo(
                    ARCHIVO_PROCESO,
                    1,
                    1,
                    f"/tolerancias/{numero}",
                    "PRO09",
                    Nivel.ERROR,
                    f"Nadie necesita la tolerancia de {tolerancia.regla} en {tolerancia.archivo}.",
                    "Bórrela: el problema ya no existe, o la tolerancia venció.",
                )
            )
    return tuple(sorted(set(salida)))
