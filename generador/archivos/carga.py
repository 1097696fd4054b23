"""¿Qué candidaturas hay, y qué está mal en ellas?

La única entrada de datos: lee todo, lo comprueba contra el esquema y las reglas, y devuelve un
`Conjunto`. Lee siempre todo, porque las reglas de conjunto lo necesitan, y en paralelo.
"""

import gc
import hashlib
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.esquemas import (
    Validador,
    leer_esquemas,
    orden_de_claves,
    preparar_validador,
)
from generador.archivos.lectura_proceso import (
    ARCHIVO as ARCHIVO_PROCESO,
)
from generador.archivos.lectura_proceso import (
    abrir_proceso,
    instante_del_proceso,
)
from generador.archivos.texto import Lectura, Problema, leer, ubicar
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.publico import BLOQUES_QUE_DEGRADAN
from generador.nucleo.regla import Alcance, aplicar_a_una, aplicar_al_conjunto
from generador.nucleo.reglas import de_alcance
from generador.recursos import carpeta_de_esquemas

CARPETA = "candidaturas"
TROZO = 250
MINIMO_PARALELO = 1_000
_AVISOS_DE_LECTURA = frozenset({"YAM12"})

Avance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Leida:
    """Lo que salió de un archivo: su árbol (o None), su foto y sus hallazgos."""

    archivo: str
    dato: Any
    foto: Fotografia | None
    hallazgos: tuple[Hallazgo, ...]


@dataclass(frozen=True, slots=True)
class Lector:
    """Lo que hace falta para juzgar un archivo; los procesos hijos lo heredan."""

    raiz: Path
    contexto: Contexto
    validador: Validador
    orden: OrdenDeClaves


def abrir_contexto(raiz: Path, momento: datetime) -> Contexto:
    """Lee esquemas y `proceso.yml`, y fija el instante al que se juzga."""
    esquemas = leer_esquemas(carpeta_de_esquemas())
    proceso = abrir_proceso(raiz, esquemas)
    return Contexto(proceso, esquemas, instante_del_proceso(proceso, momento))


def preparar_lector(raiz: Path, contexto: Contexto) -> Lector:
    """Prepara validadores y orden canónico una sola vez."""
    return Lector(
        raiz=raiz,
        contexto=contexto,
        validador=preparar_validador(contexto.esquemas, "candidatura"),
        orden=orden_de_claves(contexto.esquemas, "candidatura"),
    )


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
    return replace(conjunto, hallazgos=_tolerar(contexto, (*conjunto.hallazgos, *ubicados)))


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


# --- Un archivo ---------------------------------------------------------------------------


def leer_uno(lector: Lector, archivo: str) -> Leida:
    """Lee y juzga un archivo por sí solo: sintaxis, esquema y reglas de candidatura."""
    try:
        crudo = (lector.raiz / archivo).read_bytes()
    except OSError as error:
        problema = Problema(
            "YAM01", "", 1, 1, f"No se puede leer: {error.strerror}.", "Revise sus permisos."
        )
        return Leida(archivo, None, None, (_de_problema(archivo, problema),))
    return juzgar(lector, archivo, crudo, medir_foto(lector.raiz, archivo))


def juzgar(lector: Lector, archivo: str, crudo: bytes, foto: Fotografia | None) -> Leida:
    """Juzga el contenido de un expediente, venga del disco o de un formulario."""
    lectura = leer(crudo)
    hallazgos = [_de_problema(archivo, p) for p in lectura.problemas]
    dato = lectura.dato
    if dato is None:
        return Leida(archivo, None, foto, tuple(hallazgos))
    if not isinstance(dato, dict):
        problema = Problema(
            "YAM11", "", 1, 1, "El archivo no es un expediente.", "Debe empezar con «version: 1»."
        )
        return Leida(archivo, None, foto, (*hallazgos, _de_problema(archivo, problema)))
    if not lector.validador.cumple(dato):
        hallazgos += _del_esquema(lector, archivo, lectura)
    rescatado = _rescatar(lector, dato, hallazgos)
    if rescatado is dato:
        hallazgos += _de_reglas(lector, archivo, lectura, foto)
        if not hallazgos and crudo != escribir(dato, lector.orden).encode():
            hallazgos.append(_no_canonico(archivo))
    return Leida(archivo, rescatado, foto, tuple(hallazgos))


def _del_esquema(lector: Lector, archivo: str, lectura: Lectura) -> Iterator[Hallazgo]:
    for explicacion in lector.validador.explicaciones(lectura.dato):
        linea, columna = ubicar(lectura.posiciones, explicacion.puntero)
        yield Hallazgo(
            archivo,
            linea,
            columna,
            explicacion.puntero,
            f"ESQ-{explicacion.palabra}",
            Nivel.ERROR,
            explicacion.mensaje,
            explicacion.remedio,
        )


def _rescatar(lector: Lector, dato: dict[str, Any], hallazgos: list[Hallazgo]) -> Any:
    """El mismo árbol si está bien; sus datos básicos si el error no los toca; o None."""
    if not hallazgos:
        return dato
    graves = [h for h in hallazgos if h.regla not in _NO_IMPIDEN_LEER]
    if not graves:
        return dato
    if any(not h.puntero.startswith(BLOQUES_QUE_DEGRADAN) for h in graves):
        basico = {k: v for k, v in dato.items() if k in ("version", "clave", "registro")}
        sospechoso = any(h.puntero.startswith(("/registro", "/clave", "/version")) for h in graves)
        sintaxis = any(h.regla.startswith("YAM") and not h.puntero for h in graves)
        if sospechoso or sintaxis:
            return None
        dato = basico
    basico = {
        "version": dato.get("version"),
        "clave": dato.get("clave"),
        "registro": dato.get("registro"),
        "curricular": None,
        "consentimiento": None,
        "identidad": {"estado": "pendiente"},
        "tramite": {},
    }
    return basico if lector.validador.cumple(basico) else None


_NO_IMPIDEN_LEER = frozenset({"YAM02", "YAM03"})


def _de_reglas(
    lector: Lector, archivo: str, lectura: Lectura, foto: Fotografia | None
) -> Iterator[Hallazgo]:
    candidatura = Candidatura.de_dato(archivo, lectura.dato, foto)
    reglas = de_alcance(Alcance.CANDIDATURA)
    for hallazgo in aplicar_a_una(reglas, candidatura, lector.contexto):
        linea, columna = ubicar(lectura.posiciones, hallazgo.puntero)
        yield replace(hallazgo, linea=linea, columna=columna)


def _de_problema(archivo: str, problema: Problema) -> Hallazgo:
    nivel = Nivel.AVISO if problema.regla in _AVISOS_DE_LECTURA else Nivel.ERROR
    return Hallazgo(
        archivo,
        problema.linea,
        problema.columna,
        problema.puntero,
        problema.regla,
        nivel,
        problema.mensaje,
        problema.remedio,
    )


def _no_canonico(archivo: str) -> Hallazgo:
    return _de_problema(
        archivo,
        Problema(
            "YAM12",
            "",
            1,
            1,
            "El contenido está bien, pero no está escrito en la forma única.",
            "Corra «conoceles validar --corregir».",
        ),
    )


def medir_foto(raiz: Path, archivo: str) -> Fotografia | None:
    """Huella y peso de la imagen que está junto al expediente; None si no existe."""
    ruta = archivo.removesuffix(".yml") + ".webp"
    try:
        contenido = (raiz / ruta).read_bytes()
    except OSError:
        return None
    huella = hashlib.sha256(contenido).hexdigest()
    return Fotografia(ruta, f"sha256:{huella}", len(contenido))


# --- Todos --------------------------------------------------------------------------------

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


def _tolerar(contexto: Contexto, hallazgos: Iterable[Hallazgo]) -> tuple[Hallazgo, ...]:
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


def corregir(raiz: Path, conjunto: Conjunto) -> list[str]:
    """Reescribe en su forma única los archivos que solo tienen ese problema; devuelve cuáles."""
    orden = orden_de_claves(conjunto.contexto.esquemas, "candidatura")
    con_error = conjunto.con_error()
    corregidos = []
    for hallazgo in conjunto.hallazgos:
        reparable = hallazgo.regla in ("YAM02", "YAM03") or (
            hallazgo.regla == "YAM12" and hallazgo.archivo not in con_error
        )
        if not reparable or hallazgo.archivo in corregidos:
            continue
        lectura = leer((raiz / hallazgo.archivo).read_bytes())
        if not isinstance(lectura.dato, dict):
            continue
        ruta = raiz / hallazgo.archivo
        provisional = ruta.with_name(f".{ruta.name}.nuevo")
        provisional.write_text(escribir(lectura.dato, orden), encoding="utf-8", newline="\n")
        provisional.replace(ruta)
        corregidos.append(hallazgo.archivo)
    return corregidos
