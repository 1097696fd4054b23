"""¿Qué contestaron todas en el cuestionario de identidad, para la autoridad? (PTO 5 y 6)

Nada de esto es público ni toca el disco: quien lo pide lo cifra con la llave de la autoridad.
"""

from collections.abc import Iterable, Iterator

from generador.nucleo.conjunto import Contexto
from generador.nucleo.diccionario import Columna, Diccionario, Tipo
from generador.nucleo.ficha import CAUSAS, Vacio
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.matriz import renglon_completo
from generador.nucleo.modelo import Candidatura
from generador.publicacion.datos.celdas import TablaDeDatos, escapar
from generador.publicacion.datos.libro import armar_xlsx
from generador.publicacion.datos.matriz import (
    COMO_SE_LEE,
    MATRIZ,
    columnas_de_datos,
    tabla_de_diccionario,
)
from generador.publicacion.datos.referencias import tabla_de_catalogos

Par = tuple[Candidatura, Cuestionario | None]
"""Una candidatura y su cuestionario descifrado; None si la bóveda no tiene el suyo."""


def matriz_completa(pares: Iterable[Par], contexto: Contexto) -> bytes:
    """Un libro XLSX con la matriz, su diccionario y sus catálogos, en memoria.

    Todo texto queda como texto: nada se vuelve fórmula. Lanza ValueError si un cuestionario no es
    de su candidatura.
    """
    diccionario = Diccionario.de_contexto(contexto)
    columnas = diccionario.completas
    matriz = TablaDeDatos(
        MATRIZ,
        "Matriz de identidad completa",
        "",
        columnas_de_datos(columnas),
        ("clave",),
        [
            tuple(map(_escrita, columnas, renglon_completo(candidatura, suyo, diccionario)))
            for candidatura, suyo in pares
        ],
    )
    tablas = (matriz, tabla_de_diccionario(columnas), tabla_de_catalogos((matriz,)))
    return armar_xlsx(tablas, tuple(_leame(contexto)), contexto.ahora)


def _escrita(columna: Columna, valor: str) -> str:
    """Lo que escribió una persona no se confunde con la clave de un vacío."""
    libre = columna.tipo is Tipo.TEXTO and not isinstance(valor, Vacio)
    return escapar(valor) if libre else valor


def _leame(contexto: Contexto) -> Iterator[str]:
    quien = contexto.proceso.identificacion
    ficticio = "DATOS FICTICIOS · " if quien.ficticio else ""
    yield f"{ficticio}Matriz de identidad completa: {quien.nombre}"
    yield (
        "CONTIENE DATOS PERSONALES SENSIBLES, también de quienes no autorizaron publicarlos. No la "
        "comparta ni la guarde sin cifrar; destrúyala al terminar (PTO 5 y 44)."
    )
    yield f"Responsable: {quien.unidad}, {quien.autoridad}."
    yield f"Corte: {contexto.ahora.isoformat(timespec='minutes')}."
    yield ""
    yield from COMO_SE_LEE
    yield (
        "Las columnas de texto traen lo que la persona escribió en «otra», tal cual; si es igual a "
        "la clave de un vacío lleva una barra inversa (\\) delante."
    )
    yield ""
    yield from (f"{vacio.value}: {causa}" for vacio, causa in CAUSAS.items())
