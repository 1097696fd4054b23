"""¿Cómo calcular una sola vez lo que depende de un objeto que no se puede indexar?

El proceso y los esquemas llevan mapas por dentro, así que `lru_cache` no los admite. Las reglas
corren miles de veces seguidas sobre los mismos: basta recordar el último.
"""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def recordar(funcion: Callable[[Any], T]) -> Callable[[Any], T]:
    """Envuelve una función de un argumento para que recuerde el último objeto que recibió.

    Se compara por identidad: el objeto no debe cambiar después. Sirve entre hilos, porque la
    pareja (objeto, resultado) se guarda de una vez.
    """
    guardado: list[tuple[Any, T]] = []

    def con_memoria(objeto: Any) -> T:
        pareja = guardado[0] if guardado else None
        if pareja is None or pareja[0] is not objeto:
            pareja = (objeto, funcion(objeto))
            guardado[:] = [pareja]
        return pareja[1]

    return con_memoria


def recordar_par(funcion: Callable[[Any, Any], T]) -> Callable[[Any, Any], T]:
    """Lo mismo para una función de dos argumentos."""
    guardado: list[tuple[Any, Any, T]] = []

    def con_memoria(uno: Any, otro: Any) -> T:
        terna = guardado[0] if guardado else None
        if terna is None or terna[0] is not uno or terna[1] is not otro:
            terna = (uno, otro, funcion(uno, otro))
            guardado[:] = [terna]
        return terna[2]

    return con_memoria
