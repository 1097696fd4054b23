"""¿Está limpio todo lo que se va a publicar, lo que se apuntó y lo que guarda Git?

Reparte el trabajo en dos procesos por `fork`, que heredan la verdad y las agujas sin copiarlas.
"""

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from generador.errores import ErrorConoceles
from generador.repositorio.deposito import Deposito
from generador.repositorio.objetos import archivos_de_git, enumerar_objetos, leer_objetos
from generador.reserva.agujas import Acerico, Aguja, Hallada, buscar
from generador.reserva.arboles import Arboles
from generador.reserva.expediente import sin_curricular
from generador.reserva.fuga import Fuga
from generador.reserva.inspeccion import Inspector
from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.verdad import Verdad

TROZO = 8_000_000
"""Bytes que toma un proceso cada vez."""
GRANDE = 1_000_000
"""Bytes desde los que un archivo va antes que los demás."""
_LO_QUE_CRECE = {".xlsx": 10}
"""Cuántas veces pesa por dentro lo comprimido."""
OBJETOS = 4_000
"""Objetos de Git que toma un proceso cada vez."""
MAXIMO_DE_FUGAS = 1_000
"""Cuántas se dicen por tarea: pasado eso, lo que falla es todo."""


@dataclass(frozen=True, slots=True)
class Donde:
    """Lo que se va a mirar. `anteriores` son los procesos cerrados: su clave y su verdad."""

    publico: Path
    verdad: Verdad
    anteriores: Mapping[str, Verdad]
    bitacoras: Sequence[Path] = ()
    deposito: Deposito | None = None


@dataclass(frozen=True, slots=True)
class Informe:
    """Lo que se miró y lo que se encontró."""

    fugas: tuple[Fuga, ...]
    archivos: int
    bytes: int
    claves: int
    reservadas: int
    agujas: int
    cortas: int
    bitacoras: int
    objetos: int


def comprobar(donde: Donde, agujas: Iterable[Aguja] = (), *, trabajadores: int = 2) -> Informe:
    """Comprueba que nada reservado esté en lo publicado, en las bitácoras ni en Git.

    Sin agujas prueba lo que no necesita llave: que ninguna salida tenga valor en una pregunta que
    no es pública, y que no haya ninguna salida que nadie declaró. Lanza `ErrorConoceles` si no se
    pudo mirar todo.
    """
    acerico = Acerico(agujas)
    archivos = sorted(_archivos(donde.publico))
    if not archivos:
        raise ErrorConoceles(f"No hay nada que comprobar en {donde.publico}: constrúyalo primero.")
    bitacoras = sorted(_bitacoras(donde))
    objetos = enumerar_objetos(donde.deposito) if donde.deposito and len(acerico) else []
    bytes_de = {ruta: os.lstat(f"{donde.publico}/{ruta}").st_size for ruta in archivos}
    tareas: list[_Tarea] = [
        *(("publico", trozo) for trozo in _trozos(bytes_de)),
        *(("bitacoras", trozo) for trozo in _trozos({b: os.lstat(b).st_size for b in bitacoras})),
        *(("git", objetos[n : n + OBJETOS]) for n in range(0, len(objetos), OBJETOS)),
    ]
    fugas = sorted(
        {f for hechas in _repartir(tareas, donde, acerico, trabajadores) for f in hechas}
    )
    verdades = (donde.verdad, *donde.anteriores.values())
    return Informe(
        fugas=tuple(_sin_decirlo(fuga, acerico) for fuga in fugas),
        archivos=len(archivos),
        bytes=sum(bytes_de.values()),
        claves=sum(len(v.fichas) for v in verdades),
        reservadas=sum(v.reservadas for v in verdades),
        agujas=len(acerico),
        cortas=len(acerico.cortas),
        bitacoras=len(bitacoras),
        objetos=len(objetos),
    )


_Tarea = tuple[str, Sequence[str]]


class _Obrero:
    """Lo que hereda cada proceso: con qué se mira."""

    def __init__(self, donde: Donde, acerico: Acerico) -> None:
        originales = Originales.del_programa()
        self.donde = donde
        self.acerico = acerico
        self.arboles = Arboles(acerico)
        self.propio = Inspector(donde.publico, donde.verdad, acerico, originales)
        self.anteriores = {
            f"procesos/{clave}/": Inspector(
                donde.publico / "procesos" / clave, verdad, acerico, originales
            )
            for clave, verdad in donde.anteriores.items()
        }

    def hacer(self, tarea: _Tarea) -> list[Fuga]:
        """Las fugas de una tarea."""
        clase, nombres = tarea
        hacer: Callable[[Sequence[str]], Iterator[Fuga]] = {
            "publico": self._publico, "bitacoras": self._de_bitacoras, "git": self._de_git
        }[clase]  # fmt: skip
        fugas = []
        for fuga in hacer(nombres):
            fugas.append(fuga)
            if len(fugas) >= MAXIMO_DE_FUGAS:
                break
        return fugas

    def _publico(self, rutas: Sequence[str]) -> Iterator[Fuga]:
        for ruta in rutas:
            yield from self._de_archivo(ruta)

    def _de_archivo(self, ruta: str) -> Iterator[Fuga]:
        lugar = f"{self.donde.publico.name}/{ruta}"
        for prefijo, inspector in self.anteriores.items():
            if ruta.startswith(prefijo):
                yield from inspector.revisar(ruta.removeprefix(prefijo), lugar)
                return
        yield from self.propio.revisar(ruta, lugar)

    def _de_bitacoras(self, rutas: Sequence[str]) -> Iterator[Fuga]:
        for ruta in rutas:
            crudo = Path(ruta).read_bytes()
            for hallada in buscar(self.acerico, [(ruta, crudo)]):
                yield _con_renglon(hallada, crudo)

    def _de_git(self, huellas: Sequence[str]) -> Iterator[Fuga]:
        if self.donde.deposito is None:
            return
        for nombre, crudo in leer_objetos(self.donde.deposito, huellas):
            lugar = f"Git, {nombre}"
            if nombre.startswith("tree "):
                halladas: Iterable[Hallada] = self.arboles.buscar(lugar, crudo)
            else:
                halladas = buscar(self.acerico, [(lugar, sin_curricular(crudo))])
            yield from map(_de_hallada, halladas)


def _de_hallada(hallada: Hallada) -> Fuga:
    if hallada.aguja is None:
        return Fuga(hallada.lugar, "", "", hallada.forma)
    motivo = f"aparece y se reserva ({hallada.forma})"
    return Fuga(hallada.lugar, hallada.aguja.clave, hallada.aguja.campo, motivo)


def _sin_decirlo(fuga: Fuga, acerico: Acerico) -> Fuga:
    """La fuga sin el nombre del lugar, si el nombre mismo dice lo que se reserva."""
    partes = fuga.lugar.split("/")
    for hasta in range(len(partes), -1, -1):
        lugar = "/".join(partes[:hasta])
        if not acerico.en(aplanar(lugar)):
            break
    return fuga if hasta == len(partes) else replace(fuga, lugar=f"{lugar}/(un nombre que lo dice)")


def _con_renglon(hallada: Hallada, crudo: bytes) -> Fuga:
    """Con el número de renglón, si está entera en uno."""
    fuga = _de_hallada(hallada)
    if hallada.aguja is None:
        return fuga
    llana = aplanar(hallada.aguja.texto)
    for numero, renglon in enumerate(crudo.splitlines(), start=1):
        if llana in aplanar(renglon.decode("utf-8", "replace")):
            return Fuga(f"{fuga.lugar}:{numero}", fuga.clave, fuga.campo, fuga.motivo)
    return fuga


def _archivos(carpeta: Path) -> Iterator[str]:
    """Rutas relativas de todo lo que no es una carpeta, también los enlaces."""
    for base, carpetas, nombres in os.walk(carpeta):
        enlaces = [c for c in carpetas if (Path(base) / c).is_symlink()]
        for nombre in (*nombres, *enlaces):
            yield f"{base}/{nombre}".removeprefix(f"{carpeta}/")


def _bitacoras(donde: Donde) -> Iterator[str]:
    for ruta in donde.bitacoras:
        if ruta.is_dir():
            yield from (f"{ruta}/{nombre}" for nombre in _archivos(ruta))
        elif ruta.is_file():
            yield str(ruta)
        else:
            raise ErrorConoceles(f"No existe la bitácora {ruta}.")
    if donde.deposito is not None:
        yield from map(str, archivos_de_git(donde.deposito))


def _trozos(bytes_de: Mapping[str, int]) -> Iterator[list[str]]:
    """Grupos de tamaño parecido; los archivos grandes, primero: tardan más.

    Los demás, en su orden: lo de una persona y lo de su planilla lo mira un mismo proceso, que
    prepara una sola vez lo que puede decirse de ellas.
    """
    pesos = {ruta: n * _LO_QUE_CRECE.get(ruta[-5:], 1) for ruta, n in bytes_de.items()}
    grandes = sorted((r for r in pesos if pesos[r] >= GRANDE), key=pesos.__getitem__, reverse=True)
    trozo: list[str] = []
    peso = 0
    for ruta in (*grandes, *(r for r in pesos if pesos[r] < GRANDE)):
        trozo.append(ruta)
        peso += pesos[ruta] + 2_000
        if peso >= TROZO:
            yield trozo
            trozo, peso = [], 0
    if trozo:
        yield trozo


_heredado: list[_Obrero] = []


def _heredar(obrero: _Obrero) -> None:
    _heredado[:] = [obrero]


def _hacer(tarea: _Tarea) -> list[Fuga]:
    return _heredado[0].hacer(tarea)


def _repartir(
    tareas: Sequence[_Tarea], donde: Donde, acerico: Acerico, trabajadores: int
) -> Iterator[list[Fuga]]:
    obrero = _Obrero(donde, acerico)
    if trabajadores < 2:  # noqa: PLR2004
        yield from map(obrero.hacer, tareas)
        return
    with warnings.catch_warnings():
        # Solo se avisa de hilos ajenos (los de quien mide o prueba); aquí no se crea ninguno.
        warnings.simplefilter("ignore", DeprecationWarning)
        with ProcessPoolExecutor(trabajadores, get_context("fork"), _heredar, (obrero,)) as grupo:
            try:
                yield from grupo.map(_hacer, tareas)
            except BrokenProcessPool as error:
                raise ErrorConoceles(
                    "Un proceso que comprobaba la reserva se detuvo sin avisar; quizá faltó "
                    "memoria. No se puede afirmar que no haya fugas."
                ) from error
