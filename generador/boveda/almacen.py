"""¿Dónde está lo de cada quien, y qué se puede hacer con eso?

Un sobre por depósito. Los abiertos se leen y se cuentan; los bloqueados, no (PTO 44). Depositar
pide solo llaves públicas: quien recibe no puede leer.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from generador.boveda.candado import DE_LLAVES, DE_MANTENIMIENTO, candado
from generador.boveda.cifrado import NoAbre, Privada
from generador.boveda.disco import (
    PASO,
    asegurar_carpeta,
    barrer,
    borrar,
    errores_de_disco,
    escribir,
    exigir_privado,
    mover,
)
from generador.boveda.llaves import Llavero, exigir_suya, guardar_llavero, leer_llavero
from generador.boveda.sobre import (
    Contenido,
    Rotulo,
    SobreRoto,
    abrir_documento,
    abrir_sobre,
    cerrar_documento,
    leer_rotulo,
    nombre_de,
    sellar,
)
from generador.errores import ErrorConoceles, causa_de_disco

ABIERTOS, BLOQUEADOS, ORDENES = "abiertos", "bloqueados", "ordenes"
SOBRE, DOCUMENTO = ".sobre", ".documento"
_A_LA_VEZ = 8


@dataclass(frozen=True, slots=True)
class Entrega:
    """Lo que alguien entrega: el contenido y, si lo hay, el documento que firmó."""

    contenido: Contenido
    documento: bytes | None = None


@dataclass(frozen=True, slots=True)
class Guardado:
    """Un sobre en el disco: su rótulo, o por qué no se entiende."""

    ruta: Path
    rotulo: Rotulo | None
    defecto: str = ""

    @property
    def clave(self) -> str:
        """La clave que dice su nombre de archivo."""
        return self.ruta.name.partition(".")[0]

    @property
    def bloqueado(self) -> bool:
        """Si está donde no se lee."""
        return self.ruta.parent.name == BLOQUEADOS


@dataclass(frozen=True, slots=True)
class Boveda:
    """Una bóveda abierta, sin llave."""

    carpeta: Path

    @classmethod
    def abrir(cls, carpeta: Path) -> Self:
        """Lanza `ErrorConoceles` si no es una bóveda o la puede abrir alguien más."""
        if not carpeta.is_dir():
            raise ErrorConoceles(
                f"No hay ninguna bóveda en {carpeta}: créela con «conoceles boveda llaves --crear»."
            )
        exigir_privado(carpeta)
        propia = cls(carpeta.resolve())
        leer_llavero(propia.carpeta)
        for nombre in (ABIERTOS, BLOQUEADOS, ORDENES):
            exigir_privado(propia.carpeta / nombre)
        return propia

    @classmethod
    def crear(cls, carpeta: Path, proceso: str) -> Self:
        """Una bóveda vacía, o la que ya está si es de ese proceso."""
        with errores_de_disco("crear la bóveda en"):
            carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
            exigir_privado(carpeta)
            for nombre in (ABIERTOS, BLOQUEADOS, ORDENES):
                (carpeta / nombre).mkdir(mode=0o700, exist_ok=True)
        propia = cls(carpeta.resolve())
        if not (propia.carpeta / "boveda.json").exists():
            ajenos = {r.name for r in carpeta.iterdir()} - {ABIERTOS, BLOQUEADOS, ORDENES}
            # Lo que dejó a medio escribir una creación interrumpida no es de nadie.
            if any(not nombre.startswith(PASO) for nombre in ajenos):
                raise ErrorConoceles(f"{carpeta} ya tiene otra cosa: use una carpeta vacía.")
            guardar_llavero(propia.carpeta, Llavero(proceso, {}))
        if propia.llavero.proceso != proceso:
            raise ErrorConoceles(
                f"La bóveda de {carpeta} es de «{propia.llavero.proceso}» y este proceso es "
                f"«{proceso}»: no se mezclan."
            )
        return propia

    @property
    def llavero(self) -> Llavero:
        """Las llaves con que hoy se cierra."""
        return leer_llavero(self.carpeta)

    def cambiar_llaves(self, llavero: Llavero) -> None:
        """Cambia con qué se cierra desde ahora; lo ya cerrado lo cambia `rotar`."""
        with (
            candado(self.carpeta, DE_LLAVES),
            errores_de_disco("guardar las llaves en"),
        ):
            guardar_llavero(self.carpeta, llavero)

    def depositar(self, lote: Iterable[Entrega]) -> tuple[str, ...]:
        """Guarda cada uno, entero, y da sus compromisos en orden.

        Si algo falla, lo que alcanzó a guardarse no estorba: ningún expediente lo nombra, y repetir
        guarda otro con otra sal. Lanza `ErrorConoceles` si faltan llaves o el disco no deja.
        """
        entregas = list(lote)
        with (
            candado(self.carpeta, DE_LLAVES, compartido=True),
            errores_de_disco("depositar en"),
        ):
            llavero = self.llavero
            llavero.exigir_bastantes()
            with ThreadPoolExecutor(_A_LA_VEZ) as hilos:
                compromisos = list(hilos.map(lambda e: self._guardar(e, llavero), entregas))
            asegurar_carpeta(self.carpeta / ABIERTOS)
        return tuple(compromisos)

    def _guardar(self, entrega: Entrega, llavero: Llavero) -> str:
        contenido = entrega.contenido
        if contenido.proceso != llavero.proceso:
            raise ErrorConoceles(f"{contenido.clave} es de otro proceso: no se deposita aquí.")
        base = self.carpeta / ABIERTOS / nombre_de(contenido.clave, contenido.compromiso)
        if entrega.documento is not None:
            # Primero el documento: sin sobre no es de nadie, y el sobre nunca queda sin el suyo.
            contenido, cerrado = cerrar_documento(contenido, entrega.documento)
            escribir(base.with_name(base.name + DOCUMENTO), cerrado)
        escribir(base.with_name(base.name + SOBRE), sellar(contenido, llavero))
        return contenido.compromiso

    def guardados(self) -> Iterator[Guardado]:
        """Cada sobre, con su rótulo; los dañados, con la causa."""
        with errores_de_disco("leer la bóveda"):
            for carpeta in (ABIERTOS, BLOQUEADOS):
                for ruta in sorted((self.carpeta / carpeta).glob(f"*{SOBRE}")):
                    yield _mirar(ruta)

    def leer(self, clave: str, compromiso: str, privada: Privada) -> Contenido:
        """Lo depositado con ese compromiso. Lanza `ErrorConoceles` si no está o no se debe."""
        exigir_suya(self.llavero, privada)
        return self._abrir(clave, compromiso, privada)

    def leer_todos(
        self, vigentes: Mapping[str, str], privada: Privada
    ) -> Iterator[tuple[str, Contenido | None, str]]:
        """(clave, contenido, defecto) de cada clave con su compromiso; se abren de a uno."""
        exigir_suya(self.llavero, privada)
        for clave, compromiso in vigentes.items():
            try:
                yield clave, self._abrir(clave, compromiso, privada), ""
            except ErrorConoceles as error:
                yield clave, None, str(error)

    def documento(self, contenido: Contenido) -> bytes | None:
        """El documento firmado de lo que ya se leyó; None si no trae."""
        ruta = self._ruta(ABIERTOS, contenido.clave, contenido.compromiso, DOCUMENTO)
        if not contenido.llave_documento:
            return None
        try:
            return abrir_documento(ruta.read_bytes(), contenido)
        except OSError as error:
            raise ErrorConoceles(
                f"Falta el documento firmado de {contenido.clave}: {causa_de_disco(error)}."
            ) from error

    def _abrir(self, clave: str, compromiso: str, privada: Privada) -> Contenido:
        ruta = self._ruta(ABIERTOS, clave, compromiso, SOBRE)
        try:
            crudo = ruta.read_bytes()
        except FileNotFoundError as error:
            if self._ruta(BLOQUEADOS, clave, compromiso, SOBRE).exists():
                raise ErrorConoceles(
                    f"Lo de {clave} está bloqueado: no se lee (PTO 44)."
                ) from error
            raise ErrorConoceles(
                f"Lo depositado de {clave} no está en la bóveda: restáurelo del respaldo."
            ) from error
        except OSError as error:
            raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
        try:
            contenido = abrir_sobre(crudo, privada)
        except (SobreRoto, NoAbre) as error:
            raise type(error)(f"{clave}: {error}") from None
        if (contenido.clave, contenido.compromiso) != (clave, compromiso):
            raise SobreRoto(f"El sobre de {clave} no es el que dice su compromiso: se cambió.")
        return contenido

    def _ruta(self, carpeta: str, clave: str, compromiso: str, extension: str) -> Path:
        return self.carpeta / carpeta / f"{nombre_de(clave, compromiso)}{extension}"

    def bloquear(self, claves: Iterable[str]) -> tuple[str, ...]:
        """Pone todo lo de esas claves donde no se lee. Devuelve las que cambiaron."""
        return self._cambiar_de_lado(claves, ABIERTOS, BLOQUEADOS)

    def desbloquear(self, claves: Iterable[str]) -> tuple[str, ...]:
        """Lo devuelve a donde se lee, si una resolución reinstaló a la persona."""
        return self._cambiar_de_lado(claves, BLOQUEADOS, ABIERTOS)

    def _cambiar_de_lado(self, claves: Iterable[str], de: str, a: str) -> tuple[str, ...]:
        movidas: dict[str, None] = {}
        buscadas = frozenset(claves)
        with self.mantenimiento(), errores_de_disco("mover en la bóveda"):
            for ruta in sorted((self.carpeta / de).iterdir(), reverse=True):
                # Al revés: el sobre sale antes que su documento, y bloquear empieza por él.
                if ruta.name.partition(".")[0] in buscadas and ruta.suffix in (SOBRE, DOCUMENTO):
                    mover(ruta, self.carpeta / a / ruta.name)
                    movidas[ruta.name.partition(".")[0]] = None
        return tuple(movidas)

    def borrar(self, claves: Iterable[str]) -> int:
        """Borra todo lo de esas claves: sobre, sal y documento. Repetirlo no hace daño.

        Espera a que nadie deposite: así ve también lo que otra orden dejó a medio escribir, que
        puede ser otra copia del sobre y no lleva nombre.
        """
        buscadas = frozenset(claves)
        cuantos = 0
        with candado(self.carpeta, DE_LLAVES), errores_de_disco("borrar en la bóveda"):
            for carpeta in (ABIERTOS, BLOQUEADOS):
                barrer(self.carpeta / carpeta)
                # Primero los sobres: sin ellos, de los documentos ya no queda la llave.
                rutas = sorted((self.carpeta / carpeta).iterdir(), key=lambda r: r.suffix != SOBRE)
                for ruta in rutas:
                    if ruta.name.partition(".")[0] in buscadas:
                        borrar(ruta)
                        cuantos += 1
                asegurar_carpeta(self.carpeta / carpeta)
        return cuantos

    def borrar_sobre(self, guardado: Guardado) -> None:
        """Borra un solo depósito: el que ningún expediente nombra."""
        with errores_de_disco("borrar en la bóveda"):
            borrar(guardado.ruta)
            borrar(guardado.ruta.with_suffix(DOCUMENTO))
            asegurar_carpeta(guardado.ruta.parent)

    @contextmanager
    def mantenimiento(self) -> Iterator[None]:
        """Un turno para mover, rotar o borrar. Barre lo que otro dejó a medias.

        Lanza `ErrorConoceles` si otra orden lo tiene.
        """
        with candado(self.carpeta, DE_MANTENIMIENTO):
            with candado(self.carpeta, DE_LLAVES), errores_de_disco("barrer en la bóveda"):
                for nombre in (ABIERTOS, BLOQUEADOS, ORDENES):
                    barrer(self.carpeta / nombre)
            yield


def _mirar(ruta: Path) -> Guardado:
    try:
        exigir_privado(ruta)
        rotulo, _ = leer_rotulo(ruta.read_bytes())
    except ErrorConoceles as error:
        return Guardado(ruta, None, str(error))
    except OSError as error:
        return Guardado(ruta, None, f"No se puede leer {ruta.name}: {causa_de_disco(error)}.")
    if ruta.name != rotulo.nombre + SOBRE:
        return Guardado(ruta, None, f"{ruta.name} guarda el sobre de {rotulo.clave}: se cambió.")
    return Guardado(ruta, rotulo)
