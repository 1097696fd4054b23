"""¿Están completos y bien dichos los datos abiertos?

Escribe las tablas, sus variantes, su descriptor y sus huellas, y comprueba lo escrito antes de
darlo por bueno.
"""

import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generador.errores import ConstruccionFallida
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.ficha import FichaPublica
from generador.publicacion.aparte import en_marcha
from generador.publicacion.cifras import Cifras, cifras
from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.compatibilidad import tabla_ine_2022
from generador.publicacion.datos.control import comprobar_cifras, recalcular
from generador.publicacion.datos.descriptor import Archivo, describir, leame
from generador.publicacion.datos.estadistica import tablas_de_estadistica
from generador.publicacion.datos.hojas_csv import escribir_csv, escribir_csv_de_excel
from generador.publicacion.datos.libro import escribir_xlsx
from generador.publicacion.datos.llaves import llaves_rotas
from generador.publicacion.datos.referencias import tablas_de_referencia
from generador.publicacion.datos.tablas import tablas_de_fichas
from generador.publicacion.fuente import Fuente, Origen

DESCRIPTOR = "datapackage.json"
HUELLAS = "SHA256SUMS"
LIBRO = "conoceles.xlsx"
LEAME = "LEAME.txt"
ANCLA = "ancla.json"

MAXIMO_DE_ERRORES = 20
"""Cuántos problemas se dicen; el resto suele ser el mismo."""


@dataclass(frozen=True, slots=True)
class ResumenPaquete:
    """Lo que se escribió. `renglones` es por tabla; `cifras`, las de control."""

    archivos: tuple[Archivo, ...]
    renglones: dict[str, int]
    cifras: Cifras

    @property
    def bytes(self) -> int:
        """Lo que ocupa todo."""
        return sum(archivo.bytes for archivo in self.archivos)


def escribir_paquete(
    fichas: Sequence[FichaPublica],
    contexto: Contexto,
    origen: Origen,
    destino: Path,
    cortes: Sequence[Corte] = (),
) -> ResumenPaquete:
    """Escribe y comprueba los datos abiertos en `destino` (`publico/datos/`).

    `contexto` dice a qué instante corresponden; `origen`, de qué versión son; `cortes` son las
    estadísticas de identidad publicadas. Dos
    corridas iguales dan los mismos bytes. Lanza `ConstruccionFallida` si lo escrito no cumple
    su propio descriptor o sus cifras no son las del sitio.
    """
    proceso, corte = contexto.proceso, contexto.ahora
    las_cifras = cifras(fichas, proceso, corte)
    tablas = armar_tablas(fichas, contexto, las_cifras, cortes)
    explicacion = leame(tablas, proceso, corte, origen.commit)
    destino.mkdir(parents=True, exist_ok=True)
    # El libro tarda tanto como todo lo demás: se escribe aparte, mientras se comprueban las tablas.
    libro = partial(escribir_xlsx, tablas, explicacion, corte, destino / LIBRO)
    with en_marcha([libro]) as esperar_libro:
        de_tablas = _escribir_csv(tablas, tabla_ine_2022(fichas, proceso), destino)
        _escribir_texto(destino / LEAME, "\n".join(explicacion))
        descritas = [(t, _medir(destino / f"{t.nombre}.csv", destino)) for t in tablas]
        descriptor = describir(descritas, proceso, corte, origen.commit)
        _escribir_texto(destino / DESCRIPTOR, json.dumps(descriptor, ensure_ascii=False, indent=2))
        _exigir(
            (
                *comprobar_paquete(destino),
                *comprobar_cifras(las_cifras.totales, recalcular(destino)),
            )
        )
        esperar_libro()
    otros = [LIBRO, LEAME, DESCRIPTOR]
    if origen.ancla:
        _escribir_texto(destino / ANCLA, origen.ancla.rstrip("\n"))
        otros.append(ANCLA)
    archivos = _sellar((*de_tablas, *otros), destino)
    return ResumenPaquete(archivos, {t.nombre: len(t.renglones) for t in tablas}, las_cifras)


def paso_de_paquete(fuente: Fuente, esquemas: Esquemas) -> Callable[[Path], None]:
    """El paso de la construcción que deja los datos en `datos/` de la carpeta que recibe.

    Se puede mandar a otro proceso: no guarda nada fuera de sus argumentos.
    """
    return partial(_dejar_paquete, fuente, esquemas)


def _dejar_paquete(fuente: Fuente, esquemas: Esquemas, sitio: Path) -> None:
    escribir_paquete(
        fuente.fichas,
        Contexto(fuente.proceso, esquemas, fuente.corte),
        fuente.origen,
        sitio / "datos",
        fuente.cortes if fuente.abierto else (),
    )


def armar_tablas(
    fichas: Sequence[FichaPublica],
    contexto: Contexto,
    las_cifras: Cifras,
    cortes: Sequence[Corte] = (),
) -> tuple[TablaDeDatos, ...]:
    """Todas las tablas de los datos abiertos, en el orden en que se listan."""
    de_fichas = (*tablas_de_fichas(fichas, contexto), *tablas_de_estadistica(cortes, contexto))
    referencias = tablas_de_referencia(contexto.proceso, contexto.esquemas, las_cifras, de_fichas)
    return (*de_fichas, *referencias)


def comprobar_paquete(carpeta: Path) -> tuple[str, ...]:
    """Comprueba lo escrito contra su descriptor. Vacío si cumple; si no, los primeros problemas.

    frictionless comprueba huellas, tipos, opciones y llaves propias. Las llaves ajenas se siguen
    aquí: frictionless vuelve a leer la tabla señalada por cada una y tarda otro tanto.
    """
    from frictionless import FrictionlessException, Package  # noqa: PLC0415 — tarda en importarse

    try:
        descriptor = json.loads((carpeta / DESCRIPTOR).read_text(encoding="utf-8"))
        sin_ajenas = copy.deepcopy(descriptor)
        for recurso in sin_ajenas["resources"]:
            recurso["schema"].pop("foreignKeys", None)
        paquete = Package.from_descriptor(sin_ajenas, basepath=str(carpeta))
        informe = paquete.validate(limit_errors=MAXIMO_DE_ERRORES)
    except FrictionlessException as error:
        return (f"El descriptor de los datos no es válido: {error.error.message}",)
    problemas = [f"El paquete de datos no es válido: {error.message}" for error in informe.errors]
    problemas += [
        f"La tabla «{tarea.name}» no cumple su descriptor: {error.message}"
        for tarea in informe.tasks
        for error in tarea.errors
    ]
    # Con una tabla ilegible no hay llaves que seguir.
    return tuple(problemas or llaves_rotas(carpeta, descriptor))[:MAXIMO_DE_ERRORES]


def _exigir(problemas: tuple[str, ...]) -> None:
    if problemas:
        raise ConstruccionFallida(
            "Los datos abiertos no pasaron su propia comprobación:\n" + "\n".join(problemas)
        )


def _escribir_csv(
    tablas: Iterable[TablaDeDatos], compatible: TablaDeDatos, destino: Path
) -> list[str]:
    """Escribe cada tabla en sus carpetas; devuelve las rutas relativas."""
    for carpeta in ("excel", "compatibilidad"):
        (destino / carpeta).mkdir(parents=True, exist_ok=True)
    rutas = [f"compatibilidad/{compatible.nombre}.csv"]
    escribir_csv(compatible, destino / rutas[0])
    for tabla in tablas:
        ruta, de_excel = f"{tabla.nombre}.csv", f"excel/{tabla.nombre}.csv"
        escribir_csv(tabla, destino / ruta)
        escribir_csv_de_excel(tabla, destino / de_excel)
        rutas += [ruta, de_excel]
    return rutas


def _escribir_texto(ruta: Path, texto: str) -> None:
    ruta.write_text(f"{texto}\n", encoding="utf-8", newline="\n")


def _medir(ruta: Path, raiz: Path) -> Archivo:
    with ruta.open("rb") as archivo:
        huella = hashlib.file_digest(archivo, "sha256").hexdigest()
    return Archivo(ruta.relative_to(raiz).as_posix(), ruta.stat().st_size, huella)


def _sellar(rutas: Iterable[str], destino: Path) -> tuple[Archivo, ...]:
    """Escribe `SHA256SUMS` con la huella de todo lo demás."""
    archivos = tuple(_medir(destino / ruta, destino) for ruta in sorted(rutas))
    sumas = "\n".join(f"{archivo.sha256}  {archivo.ruta}" for archivo in archivos)
    _escribir_texto(destino / HUELLAS, sumas)
    return (*archivos, _medir(destino / HUELLAS, destino))
