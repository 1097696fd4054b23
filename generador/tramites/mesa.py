"""¿Con qué se trabaja? El depósito al día, lo que rige y la cuenta que actúa.

Lo que rige (proceso, cuentas, catálogos) se toma del tronco, no de la carpeta de quien trabaja:
nadie se da facultades editando un archivo suyo.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from generador.archivos.carga import abrir_contexto
from generador.archivos.cuentas import ARCHIVO as ARCHIVO_CUENTAS
from generador.archivos.cuentas import leer_cuentas
from generador.archivos.expediente import (
    Lector,
    Leida,
    abrir_candidatura,
    juzgar,
    preparar_lector,
)
from generador.archivos.fotografia import foto_de_contenido
from generador.errores import ConHallazgos, ErrorConoceles
from generador.nucleo.acciones import CUESTIONARIOS
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.claves import CARPETA
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuenta, Cuentas
from generador.nucleo.modelo import Candidatura
from generador.repositorio.deposito import Deposito, Firmante
from generador.repositorio.forja import Forja
from generador.repositorio.forja.eleccion import abrir_forja
from generador.repositorio.remoto import Remoto

LLAVE = "CONOCELES_LLAVE"
"""La variable con el archivo de la llave SSH con que firma quien actúa."""

_APARTE = frozenset({CARPETA, "estadistica", "esquemas", "sitio", "generador", "tests", ".github"})
"""Carpetas que no dicen qué rige: los expedientes y el programa."""
_DE_CONFIGURACION = (".yml", ".csv", ".svg", ".webp", ".png")


class ActoNegado(ConHallazgos):
    """El estado o la cuenta no permiten el acto."""


class EsperaOtro(ActoNegado):
    """Procede, pero antes debe integrarse otro acto que espera sobre lo mismo."""


@dataclass(frozen=True, slots=True)
class Mesa:
    """Todo lo que un acto necesita, ya al día."""

    raiz: Path
    forja: Forja
    contexto: Contexto
    cuentas: Cuentas
    lector: Lector
    cuenta: Cuenta
    tronco: str
    llave: str = ""
    """Archivo de la llave SSH con que firma la cuenta; vacío si no firma."""
    remolques: Mapping[str, str] = field(default_factory=dict)
    """Lo que además lleva cada commit: el despachador ancla ahí su bitácora."""

    @property
    def deposito(self) -> Deposito:
        """El almacén propio, con lo común ya traído."""
        return self.forja.remoto.deposito

    @property
    def ahora(self) -> datetime:
        """El instante del acto, sin fracciones: es el que queda escrito."""
        return self.contexto.ahora

    @property
    def sello(self) -> str:
        """El instante del acto como se anota en el expediente."""
        return self.ahora.isoformat()

    @property
    def firmante(self) -> Firmante:
        """Quien firma el commit: la cuenta, a la hora del acto."""
        return Firmante(self.cuenta.clave, self.cuenta.correo, self.ahora, self.llave)

    def como(self, cuenta: Cuenta, instante: datetime) -> Self:
        """La misma mesa con otra cuenta y a otra hora: para repetir un acto suyo ya hecho."""
        zona = self.contexto.proceso.calendario.tz
        contexto = replace(self.contexto, ahora=instante.astimezone(zona))
        return replace(
            self, cuenta=cuenta, contexto=contexto, lector=replace(self.lector, contexto=contexto)
        )

    def leer(self, revision: str, *rutas: str) -> dict[str, Leida]:
        """Ruta → expediente juzgado de una revisión, bajo esas rutas; con su fotografía."""
        imagenes = [_imagen(ruta) for ruta in rutas if ruta.endswith(".yml")]
        blobs = self.deposito.archivos(revision, *rutas, *imagenes)
        contenidos = self.deposito.contenidos(blobs.values())
        return {
            ruta: self.juzgar(ruta, contenidos[blob], _foto(blobs, contenidos, ruta))
            for ruta, blob in blobs.items()
            if ruta.endswith(".yml")
        }

    def abrir(self, revision: str, *rutas: str) -> dict[str, Candidatura]:
        """Ruta → candidatura de una revisión, sin juzgarla: para cotejar muchas."""
        blobs = {
            r: b for r, b in self.deposito.archivos(revision, *rutas).items() if r.endswith(".yml")
        }
        contenidos = self.deposito.contenidos(blobs.values())
        abiertas = {r: abrir_candidatura(self.lector, r, contenidos[b]) for r, b in blobs.items()}
        return {ruta: una for ruta, una in abiertas.items() if una is not None}

    def ya_consta(self, ruta: str, propio: bytes, comun: bytes) -> bool:
        """Si de un expediente de la carpeta el tronco ya tiene el registro y todo lo capturado."""
        if not ruta.startswith(f"{CARPETA}/"):
            return False
        una = abrir_candidatura(self.lector, ruta, propio)
        otra = abrir_candidatura(self.lector, ruta, comun)
        if una is None or otra is None:
            return False
        bloques = ("registro", *(b.strip("/") for b in CUESTIONARIOS))
        return all(una.dato[b] == otra.dato[b] for b in bloques)

    def juzgar(self, ruta: str, crudo: bytes, foto: bytes | None) -> Leida:
        """Juzga un expediente y su fotografía, vengan de donde vengan."""
        limite = self.contexto.proceso.fotografia
        medida = foto_de_contenido(ruta, foto, limite) if foto is not None else None
        return juzgar(self.lector, ruta, crudo, medida)


def candidatura_de(leida: Leida | None) -> Candidatura | None:
    """La candidatura de lo leído; None si no se pudo leer o no estaba."""
    if leida is None or leida.dato is None:
        return None
    return Candidatura.de_dato(leida.archivo, leida.dato, leida.foto)


def abrir_mesa(
    raiz: Path,
    momento: datetime,
    clave: str,
    entorno: Mapping[str, str] = os.environ,
    *,
    constancias: bool = True,
    tras_el_cierre: bool = False,
) -> Mesa:
    """Trae lo último y prepara la mesa de una cuenta. Lanza `ErrorConoceles` si no se puede.

    `entorno` trae los secretos: con qué se entra a la forja y con qué llave se firma. Sin
    `constancias` no se traen las de todas las propuestas: enviar una solo mira la suya. Con
    `tras_el_cierre` se abre también después: auditar no tiene plazo, y los datos sensibles se
    bloquean y se destruyen entonces.
    """
    deposito = Deposito.abrir(raiz)
    remoto = Remoto(deposito)
    if not remoto.direccion:
        raise ErrorConoceles(
            f"{raiz} no tiene un depósito común («{remoto.nombre}»): corra «conoceles forja "
            "preparar»."
        )
    forja = abrir_forja(remoto, entorno)
    remoto.traer(constancias=constancias)
    tronco = remoto.cabeza()
    if not tronco:
        raise ErrorConoceles(f"El depósito común no tiene la rama «{remoto.tronco}».")
    with lo_que_rige(deposito, tronco) as carpeta:
        contexto = abrir_contexto(
            carpeta, momento.replace(microsecond=0), tras_el_cierre=tras_el_cierre
        )
    crudo = deposito.leer(tronco, ARCHIVO_CUENTAS)
    cuentas = leer_cuentas(crudo, contexto.esquemas, contexto.proceso)
    cuenta = cuentas.buscar(clave)
    if cuenta is None:
        raise ActoNegado(f"La cuenta «{clave}» no existe: revise «--cuenta».")
    cierre = contexto.proceso.fechas.cierre
    if not tras_el_cierre and contexto.ahora.timestamp() < momento.timestamp() - 1:
        raise ActoNegado(f"El proceso cerró el {fecha_larga(cierre)}: ya no admite actos.")
    if not contexto.proceso.identificacion.ficticio:
        forja.exigir_privado()
    return Mesa(
        raiz=raiz,
        forja=forja,
        contexto=contexto,
        cuentas=cuentas,
        lector=preparar_lector(raiz, contexto),
        cuenta=cuenta,
        tronco=tronco,
        llave=entorno.get(LLAVE, ""),
    )


@contextmanager
def lo_que_rige(deposito: Deposito, revision: str) -> Iterator[Path]:
    """Una carpeta de paso con el proceso, sus catálogos y emblemas como están en una revisión."""
    cimas = [cima for cima in deposito.cimas(revision) if cima not in _APARTE]
    blobs = {
        ruta: blob
        for ruta, blob in deposito.archivos(revision, *cimas).items()
        if ruta.endswith(_DE_CONFIGURACION)
    }
    contenidos = deposito.contenidos(blobs.values())
    with tempfile.TemporaryDirectory(prefix="conoceles-rige-") as paso:
        carpeta = Path(paso).resolve()
        for ruta, blob in blobs.items():
            destino = carpeta / ruta
            destino.parent.mkdir(parents=True, exist_ok=True)
            destino.write_bytes(contenidos[blob])
        yield carpeta


def _foto(blobs: Mapping[str, str], contenidos: Mapping[str, bytes], ruta: str) -> bytes | None:
    blob = blobs.get(_imagen(ruta))
    return contenidos[blob] if blob else None


def _imagen(ruta: str) -> str:
    return ruta.removesuffix(".yml") + ".webp"
