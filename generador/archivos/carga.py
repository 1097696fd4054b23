"""¿Qué candidaturas hay, y qué está mal en ellas?

La única entrada de datos: lee todo, lo comprueba contra el esquema y las reglas, y devuelve un
`Conjunto`. Lee siempre todo, porque las reglas de conjunto lo necesitan, y en paralelo.
"""

import gc
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generador.archivos.canonico import leer_canonico
from generador.archivos.escritura import OrdenDeClaves
from generador.archivos.esquemas import leer_esquemas
from generador.archivos.expediente import Lector, Leida, leer_uno, preparar_lector
from generador.archivos.lectura_proceso import ARCHIVO as ARCHIVO_PROCESO
from generador.archivos.lectura_proceso import abrir_proceso
from generador.archivos.reparto import repartir
from generador.archivos.texto import Posicion, leer, ubicar
from generador.archivos.tolerancias import tolerar
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.calendario import instante_efectivo
from generador.nucleo.claves import CARPETA
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance, aplicar_al_conjunto
from generador.nucleo.reglas import de_alcance
from generador.recursos import carpeta_de_esquemas

TROZO = 250
MINIMO_PARALELO = 1_000

Avance = Callable[[int, int], None]


def abrir_contexto(raiz: Path, momento: datetime, *, tras_el_cierre: bool = False) -> Contexto:
    """Lee esquemas y `proceso.yml`, y fija el instante al que se juzga.

    Un `momento` sin zona se entiende en la del proceso. `tras_el_cierre` lo deja pasar del cierre:
    es para los pocos actos que caben después.
    """
    esquemas = leer_esquemas(carpeta_de_esquemas())
    proceso = abrir_proceso(raiz, esquemas)
    calendario = proceso.calendario
    if momento.tzinfo is None:
        momento = momento.replace(tzinfo=calendario.tz)
    efectivo = instante_efectivo(calendario, momento, proceso.fechas.cierre)
    local = momento.astimezone(calendario.tz)
    return Contexto(proceso, esquemas, local if tras_el_cierre else efectivo)


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
        *hallazgos_del_proceso(contexto),
    ]
    ubicados = ubicar_hallazgos(raiz, generales, lector.orden)
    todos = (*conjunto.hallazgos, *ubicados)
    return replace(
        conjunto, hallazgos=tolerar(contexto, todos, _posiciones(raiz, ARCHIVO_PROCESO, {}))
    )


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
        try:
            with os.scandir(actual) as recorrido:
                entradas = sorted(recorrido, key=lambda e: e.name)
        except OSError as error:
            causa = f"No se puede abrir la carpeta: {causa_de_disco(error)}."
            ajeno(relativa, causa, "Revise sus permisos.")
            continue
        for entrada in entradas:
            ruta = f"{relativa}/{entrada.name}"
            if motivo := _por_que_no_es_de_aqui(entrada):
                ajeno(ruta, *motivo)
            elif entrada.is_dir():
                pendientes.append((entrada.path, ruta))
            elif entrada.name.endswith(".yml"):
                rutas.append(ruta)
    return sorted(rutas), ajenos


def _por_que_no_es_de_aqui(entrada: os.DirEntry[str]) -> tuple[str, str] | None:
    """(mensaje, remedio) de lo que no puede estar entre los expedientes; None si puede."""
    if entrada.is_symlink():
        return "Es un enlace simbólico.", "Ponga el archivo mismo."
    if entrada.is_dir():
        con_nombre_de_archivo = entrada.name.endswith((".yml", ".webp"))
        mensaje = "Es una carpeta donde debía haber un archivo."
        return (mensaje, "Renómbrela.") if con_nombre_de_archivo else None
    if not entrada.is_file():
        return "No es un archivo común: es una tubería o un dispositivo.", "Quítelo."
    if entrada.name.endswith((".yml", ".webp")) or entrada.name == ".gitkeep":
        return None
    return (
        "Este archivo no es de un expediente.",
        f"En {CARPETA}/ solo hay <clave>.yml y <clave>.webp.",
    )


def _leer_todas(
    lector: Lector, rutas: list[str], trabajadores: int | None, avance: Avance | None
) -> Iterator[Leida]:
    def leer_trozo(trozo: Sequence[str]) -> list[Leida]:
        return [leer_uno(lector, ruta) for ruta in trozo]

    trozos = [rutas[n : n + TROZO] for n in range(0, len(rutas), TROZO)]
    hechas = 0
    for grupo in repartir(leer_trozo, trozos, trabajadores if len(rutas) >= MINIMO_PARALELO else 1):
        yield from grupo
        hechas += len(grupo)
        if avance:
            avance(hechas, len(rutas))


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
        rescatados=frozenset(leida.archivo for leida in leidas if leida.rescatada),
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


def hallazgos_del_proceso(contexto: Contexto) -> Iterator[Hallazgo]:
    """Lo que tiene mal `proceso.yml`, sin mirar a ninguna candidatura."""
    for regla in de_alcance(Alcance.PROCESO):
        for dicho in regla(contexto):
            yield regla.hallazgo(ARCHIVO_PROCESO, dicho)


def ubicar_hallazgos(
    raiz: Path, hallazgos: Iterable[Hallazgo], orden: OrdenDeClaves
) -> list[Hallazgo]:
    """Pone línea y columna a los hallazgos de conjunto: relee solo los archivos con alguno."""
    por_archivo: dict[str, list[Hallazgo]] = defaultdict(list)
    for hallazgo in hallazgos:
        por_archivo[hallazgo.archivo].append(hallazgo)
    ubicados: list[Hallazgo] = []
    for archivo, propios in por_archivo.items():
        posiciones = _posiciones(raiz, archivo, orden)
        for hallazgo in propios:
            linea, columna = ubicar(posiciones, hallazgo.puntero)
            ubicados.append(replace(hallazgo, linea=linea, columna=columna))
    return ubicados


def _posiciones(raiz: Path, archivo: str, orden: OrdenDeClaves) -> Mapping[str, Posicion]:
    try:
        crudo = (raiz / archivo).read_bytes()
    except OSError:
        return {}
    return (leer_canonico(crudo, orden) or leer(crudo)).posiciones
