"""¿Qué candidaturas hay, y qué está mal en ellas?

La única entrada de datos: lee todo, lo comprueba contra el esquema y las reglas, y devuelve un
`Conjunto`. Lee siempre todo, porque las reglas de conjunto lo necesitan, y en paralelo.
"""

import gc
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generador.archivos.esquemas import leer_esquemas
from generador.archivos.expediente import Lector, Leida, leer_uno, preparar_lector
from generador.archivos.lectura_proceso import ARCHIVO as ARCHIVO_PROCESO
from generador.archivos.lectura_proceso import abrir_proceso, instante_del_proceso
from generador.archivos.texto import leer, ubicar
from generador.archivos.tolerancias import tolerar
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance, aplicar_al_conjunto
from generador.nucleo.reglas import de_alcance
from generador.recursos import carpeta_de_esquemas

CARPETA = "candidaturas"
TROZO = 250
MINIMO_PARALELO = 1_000

Avance = Callable[[int, int], None]


def abrir_contexto(raiz: Path, momento: datetime) -> Contexto:
    """Lee esquemas y `proceso.yml`, y fija el instante al que se juzga."""
    esquemas = leer_esquemas(carpeta_de_esquemas())
    proceso = abrir_proceso(raiz, esquemas)
    return Contexto(proceso, esquemas, instante_del_proceso(proceso, momento))


def cargar(
    raiz: Path, momento: datetime, *, trabajadores: int | None = None, avance: Avance | None = None
) -> Conjunto:
    """Lee y juzga todas las candidaturas de `raiz/candidaturas`.

    Nunca lanza por un dato malo. Lanza `ErrorConoceles` si no hay proceso o esquemas.
    """
    contexto = abrir_contexto(raiz, momento)
    lector = preparar_lector(raiz, contexto)
    rutas, ajenos = recorrer(raiz)
    activo = gc.isenabled()
    gc.disable()  # millones de objetos que viven hasta el final: recorrerlos no libera nada
    try:
        leidas = list(_leer_todas(lector, rutas, trabajadores, avance))
        conjunto = _armar(contexto, leidas, ajenos)
        del leidas
    finally:
        if activo:
            gc.enable()
    generales = [
        *aplicar_al_conjunto(de_alcance(Alcance.CONJUNTO), conjunto),
        *_del_proceso(contexto),
    ]
    ubicados = ubicar_hallazgos(raiz, generales)
    return replace(conjunto, hallazgos=tolerar(contexto, (*conjunto.hallazgos, *ubicados)))


def recorrer(raiz: Path) -> tuple[list[str], list[Hallazgo]]:
    """Rutas de los expedientes, ordenadas, y un hallazgo por cada cosa que no debe estar ahí."""
    carpeta = raiz / CARPETA
    if not carpeta.is_dir():
        raise ErrorConoceles(
            f"No hay carpeta {CARPETA}/ en {raiz}: créela, aunque sea vacía, o indique otra "
            "carpeta con «--raiz»."
        )
    rutas: list[str] = []
    ajenos: list[Hallazgo] = []

    def ajeno(ruta: str, mensaje: str, remedio: str) -> None:
        ajenos.append(Hallazgo(ruta, 1, 1, "", "YAM01", Nivel.ERROR, mensaje, remedio))

    pendientes = [(str(carpeta), CARPETA)]
    while pendientes:
        actual, relativa = pendientes.pop()
        with os.scandir(actual) as entradas:
            for entrada in sorted(entradas, key=lambda e: e.name):
                ruta = f"{relativa}/{entrada.name}"
                if entrada.is_symlink():
                    ajeno(ruta, "Es un enlace simbólico.", "Ponga el archivo mismo.")
                elif entrada.is_dir():
                    if entrada.name.endswith((".yml", ".webp")):
                        ajeno(ruta, "Es una carpeta donde debía haber un archivo.", "Renómbrela.")
                    else:
                        pendientes.append((entrada.path, ruta))
                elif entrada.name.endswith(".yml"):
                    rutas.append(ruta)
                elif not entrada.name.endswith(".webp") and entrada.name != ".gitkeep":
                    ajeno(
                        ruta,
                        "Este archivo no es de un expediente.",
                        f"En {CARPETA}/ solo hay <clave>.yml y <clave>.webp.",
                    )
    return sorted(rutas), ajenos


_lector_heredado: Lector | None = None


def _heredar(lector: Lector) -> None:
    global _lector_heredado  # noqa: PLW0603 - estado del proceso hijo, puesto una vez al nacer
    _lector_heredado = lector
    gc.disable()


def _leer_trozo(rutas: Sequence[str]) -> list[Leida]:
    if _lector_heredado is None:
        raise RuntimeError("El proceso hijo no recibió su lector.")
    return [leer_uno(_lector_heredado, ruta) for ruta in rutas]


def _leer_todas(
    lector: Lector, rutas: list[str], trabajadores: int | None, avance: Avance | None
) -> Iterator[Leida]:
    cuantos = trabajadores or os.cpu_count() or 1
    trozos = [rutas[n : n + TROZO] for n in range(0, len(rutas), TROZO)]
    hechas = 0
    for grupo in _repartir(lector, trozos, cuantos if len(rutas) >= MINIMO_PARALELO else 1):
        yield from grupo
        hechas += len(grupo)
        if avance:
            avance(hechas, len(rutas))


def _repartir(lector: Lector, trozos: list[list[str]], trabajadores: int) -> Iterable[list[Leida]]:
    if trabajadores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from ([leer_uno(lector, ruta) for ruta in trozo] for trozo in trozos)
        return
    contexto = multiprocessing.get_context("fork")
    with contexto.Pool(trabajadores, initializer=_heredar, initargs=(lector,)) as grupo:
        yield from grupo.imap(_leer_trozo, trozos)


def _armar(contexto: Contexto, leidas: list[Leida], ajenos: list[Hallazgo]) -> Conjunto:
    candidaturas: dict[str, Candidatura] = {}
    hallazgos = list(ajenos)
    ilegibles = []
    for leida in leidas:
        hallazgos += leida.hallazgos
        if leida.dato is None:
            ilegibles.append(leida.archivo)
            continue
        candidatura = Candidatura.de_dato(leida.archivo, leida.dato, leida.foto)
        if candidatura.clave in candidaturas:
            otra = candidaturas[candidatura.clave].archivo
            hallazgos.append(_clave_repetida(leida.archivo, candidatura.clave, otra))
            ilegibles.append(leida.archivo)
            continue
        candidaturas[candidatura.clave] = candidatura
    return Conjunto(
        contexto=contexto,
        candidaturas=candidaturas,
        hallazgos=tuple(hallazgos),
        archivos=len(leidas),
        ilegibles=tuple(ilegibles),
    )


def _clave_repetida(archivo: str, clave: str, otra: str) -> Hallazgo:
    return Hallazgo(
        archivo,
        1,
        1,
        "/clave",
        "EXP01",
        Nivel.ERROR,
        f"La clave {clave} ya la tiene {otra}.",
        "Una clave nunca se repite: corrija la del archivo equivocado.",
    )


def _del_proceso(contexto: Contexto) -> Iterator[Hallazgo]:
    for regla in de_alcance(Alcance.PROCESO):
        for dicho in regla(contexto):
            yield regla.hallazgo(ARCHIVO_PROCESO, dicho)


def ubicar_hallazgos(raiz: Path, hallazgos: Iterable[Hallazgo]) -> list[Hallazgo]:
    """Pone línea y columna a los hallazgos de conjunto: relee solo los archivos con alguno."""
    por_archivo: dict[str, list[Hallazgo]] = defaultdict(list)
    for hallazgo in hallazgos:
        por_archivo[hallazgo.archivo].append(hallazgo)
    ubicados: list[Hallazgo] = []
    for archivo, propios in por_archivo.items():
        try:
            posiciones = leer((raiz / archivo).read_bytes()).posiciones
        except OSError:
            posiciones = {}
        for hallazgo in propios:
            linea, columna = ubicar(posiciones, hallazgo.puntero)
            ubicados.append(replace(hallazgo, linea=linea, columna=columna))
    return ubicados
