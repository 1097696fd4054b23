"""¿Cómo se estampan miles de páginas en dos procesos, sin copiar las fichas?

Los hijos nacen por `fork`: heredan la memoria ya preparada y toman trozos de un contador común.
El resultado no depende de cuántos sean ni de quién tome qué.
"""

import multiprocessing
import os
import signal
import traceback
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from generador.errores import ConstruccionFallida, ErrorConoceles
from generador.nucleo.ficha import FichaPublica
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase
from generador.publicacion.plantillas import Imprenta

TROZO = 100
"""Cuántas páginas toma un proceso cada vez."""

CEDER = 5
"""Cuánto ceden el paso a los datos abiertos, que tardan más y van en un solo proceso."""


@dataclass(frozen=True, slots=True)
class Trabajo:
    """Páginas de una misma clase que se estampan juntas."""

    clase: Clase
    elementos: Sequence[Any]


def repartir(clases: Sequence[Clase], indice: Indice) -> tuple[Trabajo, ...]:
    """Divide todas las páginas en trozos."""
    trabajos = []
    for clase in clases:
        elementos = clase.elementos(indice)
        trabajos += [
            Trabajo(clase, elementos[desde : desde + TROZO])
            for desde in range(0, len(elementos), TROZO)
        ]
    return tuple(trabajos)


def estampar(
    trabajos: Sequence[Trabajo],
    indice: Indice,
    imprenta: Imprenta,
    carpeta: Path,
    *,
    trabajadores: int,
    avance: Callable[[int, int], None],
) -> int:
    """Escribe todas las páginas y devuelve sus bytes.

    Lanza `ConstruccionFallida` u `OSError` si algo no se pudo escribir.
    """
    if trabajadores < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004
        hechos = 0
        for numero, trabajo in enumerate(trabajos, 1):
            hechos += _hacer(trabajo, indice, imprenta, carpeta)
            avance(numero, len(trabajos))
        return hechos
    return _en_procesos(trabajos, indice, imprenta, carpeta, trabajadores, avance)


def _en_procesos(
    trabajos: Sequence[Trabajo],
    indice: Indice,
    imprenta: Imprenta,
    carpeta: Path,
    trabajadores: int,
    avance: Callable[[int, int], None],
) -> int:
    contexto = multiprocessing.get_context("fork")
    turno = contexto.Value("l", 0)
    canales: dict[Connection, BaseProcess] = {}

    def trabajar(salida: Connection) -> None:
        os.nice(CEDER)
        # Ctrl-C llega a toda la familia: lo atiende quien espera, que detiene a los demás.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            while (mio := _tomar(turno)) < len(trabajos):
                salida.send(_hacer(trabajos[mio], indice, imprenta, carpeta))
            salida.send(None)
        except (OSError, ErrorConoceles) as error:
            salida.send(error)
        except Exception:  # noqa: BLE001 (un hijo solo puede avisar; quien espera lo lanza)
            salida.send(RuntimeError(traceback.format_exc()))

    with warnings.catch_warnings():
        # Solo se avisa de hilos ajenos (los de quien mide o prueba); aquí no se crea ninguno.
        warnings.simplefilter("ignore", DeprecationWarning)
        for _ in range(trabajadores):
            entrada, salida = contexto.Pipe(duplex=False)
            hijo = contexto.Process(target=trabajar, args=(salida,))
            hijo.start()
            salida.close()
            canales[entrada] = hijo
    return _juntar(canales, len(trabajos), avance)


def _tomar(turno: Any) -> int:
    with turno.get_lock():
        mio: int = turno.value
        turno.value = mio + 1
    return mio


def _juntar(
    canales: dict[Connection, BaseProcess], total: int, avance: Callable[[int, int], None]
) -> int:
    bytes_escritos = hechos = 0
    abiertos: list[Any] = list(canales)
    try:
        while abiertos:
            for canal in wait(abiertos):
                aviso = _recibir(canal)
                if aviso is None:
                    abiertos.remove(canal)
                else:
                    hechos += 1
                    bytes_escritos += aviso
                    avance(hechos, total)
    finally:
        for canal, hijo in canales.items():
            if canal in abiertos:
                hijo.terminate()
            hijo.join()
            canal.close()
    return bytes_escritos


def _recibir(canal: Any) -> int | None:
    try:
        aviso: int | BaseException | None = canal.recv()
    except EOFError as error:
        raise ConstruccionFallida(
            "Un proceso que estampaba páginas se detuvo sin avisar; quizá faltó memoria. "
            "Pruebe con un solo trabajador."
        ) from error
    if isinstance(aviso, BaseException):
        raise aviso
    return aviso


def _hacer(trabajo: Trabajo, indice: Indice, imprenta: Imprenta, carpeta: Path) -> int:
    escritos = 0
    for elemento in trabajo.elementos:
        pagina = trabajo.clase.componer(indice, elemento)
        destino = f"{carpeta}/{pagina.url}"
        _abrir_carpeta(destino)
        escritos += escribir(f"{destino}index.html", imprenta.imprimir(pagina))
        for nombre, texto in pagina.archivos.items():
            escritos += escribir(destino + nombre, texto)
        if isinstance(elemento, FichaPublica):
            _copiar_foto(elemento, indice.fuente.raiz, destino)
    return escritos


def _abrir_carpeta(destino: str) -> None:
    """Casi siempre su madre ya existe: preguntarlo cada vez cuesta más que intentarlo."""
    try:
        os.mkdir(destino)  # noqa: PTH102 (pathlib tarda el triple aquí)
    except OSError:
        os.makedirs(destino, exist_ok=True)  # noqa: PTH103


def _copiar_foto(ficha: FichaPublica, raiz: Path, destino: str) -> None:
    if not (ficha.fotografia and ficha.esta_vigente):
        return
    origen = f"{raiz}/{ficha.fotografia}"
    if not _es_de_casa(raiz, os.path.dirname(origen)):  # noqa: PTH120
        raise ConstruccionFallida(
            f"La fotografía de {ficha.clave} está fuera de la carpeta del proceso."
        )
    # Un enlace en el lugar de la imagen tampoco se sigue: no se puede abrir y se dice cuál es.
    with open(origen, "rb", opener=_sin_enlaces) as imagen:
        _volcar(f"{destino}{ficha.clave.lower()}.webp", imagen.read())


@lru_cache(maxsize=1_024)
def _es_de_casa(raiz: Path, carpeta: str) -> bool:
    return Path(carpeta).resolve().is_relative_to(raiz.resolve())


def _sin_enlaces(ruta: str, banderas: int) -> int:
    return os.open(ruta, banderas | os.O_NOFOLLOW)


def escribir(ruta: str | Path, texto: str) -> int:
    """Escribe un archivo de texto y devuelve sus bytes."""
    return _volcar(ruta, texto.encode())


def _volcar(ruta: str | Path, crudo: bytes) -> int:
    # Sin memoria intermedia: el contenido ya está entero y se hace decenas de miles de veces.
    with open(ruta, "wb", buffering=0) as archivo:  # noqa: PTH123
        pendiente = memoryview(crudo)
        while pendiente:
            pendiente = pendiente[archivo.write(pendiente) :]
    return len(crudo)
