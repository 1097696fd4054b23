"""¿Qué hace falta para que una carpeta de datos sea un expediente con propuestas?"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generador.archivos.carga import abrir_contexto
from generador.archivos.cuentas import ARCHIVO, leer_cuentas
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.cuentas import Cuenta, Rol
from generador.nucleo.proceso import Proceso
from generador.repositorio.deposito import Deposito, Firmante
from generador.repositorio.forja.eleccion import REPOSITORIO, abrir_forja
from generador.repositorio.remolques import redactar
from generador.repositorio.remoto import Remoto
from generador.tramites.mesa import ActoNegado

UT = "UT"
NUNCA_EN_GIT = (
    "identidad-publica.json",
    "publico/",
    ".publico-nuevo/",
    ".publico-anterior/",
    ".cache/",
    "capturas/",
    ".venv/",
)
"""Lo que `.gitignore` debe nombrar: la identidad vive fuera, y lo construido se reconstruye."""


@dataclass(frozen=True, slots=True)
class Preparado:
    """Qué se creó; vacío lo que ya estaba."""

    cuentas: bool
    commit: str
    deposito: str


def preparar_local(raiz: Path, momento: datetime, comun: Path | None) -> Preparado:
    """Deja `raiz` con cuentas, primer commit y un depósito común vacío a su lado.

    `comun` es dónde va el depósito compartido (un repositorio sin carpeta de trabajo); sin él,
    dentro de `.git`. Repetirlo no cambia lo que ya está. Lanza `ActoNegado` si `raiz` tiene cambios
    sin guardar en un repositorio que ya existe.
    """
    base = _preparar_carpeta(raiz, momento)
    if base.remoto.direccion:
        return Preparado(base.cuentas, base.commit, "")
    destino = comun or base.remoto.deposito.interna / "conoceles.git"
    base.remoto.crear(destino)
    return Preparado(base.cuentas, base.commit, str(destino))


def preparar_github(
    raiz: Path, momento: datetime, repositorio: str, entorno: Mapping[str, str] = os.environ
) -> Preparado:
    """Deja `raiz` con cuentas y primer commit, y el repositorio de GitHub dispuesto.

    `repositorio` es «dueña/nombre» y ya existe. Si la copia no tiene depósito común, será ese.
    Lanza `ErrorConoceles` si es público y el proceso no es ficticio.
    """
    base = _preparar_carpeta(raiz, momento)
    remoto = base.remoto
    remoto.deposito.correr("config", REPOSITORIO, repositorio)
    nueva = not remoto.direccion
    if nueva:
        remoto.nombrar(f"https://github.com/{repositorio}.git")
    forja = abrir_forja(remoto, entorno)
    if not base.proceso.identificacion.ficticio:
        forja.exigir_privado()
    if nueva:
        remoto.llevar_tronco()
    forja.preparar()
    return Preparado(base.cuentas, base.commit, remoto.direccion if nueva else "")


@dataclass(frozen=True, slots=True)
class _Base:
    proceso: Proceso
    remoto: Remoto
    cuentas: bool
    commit: str


def _preparar_carpeta(raiz: Path, momento: datetime) -> _Base:
    """Las cuentas y el primer commit, si faltan."""
    contexto = abrir_contexto(raiz, momento.replace(microsecond=0))
    creadas = _crear_cuentas(raiz, contexto.proceso)
    leer_cuentas((raiz / ARCHIVO).read_bytes(), contexto.esquemas, contexto.proceso)
    _no_versionar(raiz)
    deposito = Deposito.crear(raiz)
    remoto = Remoto(deposito)
    commit = "" if deposito.commit("HEAD") else _primer_commit(deposito, contexto.ahora, remoto)
    if creadas and not commit:
        raise ActoNegado(
            f"Se creó {ARCHIVO}: revíselo, agréguelo con un commit de la unidad y repita la orden."
        )
    return _Base(contexto.proceso, remoto, creadas, commit)


def _no_versionar(raiz: Path) -> None:
    """Que el extracto de identidad y lo construido no puedan entrar a Git por descuido."""
    ruta = raiz / ".gitignore"
    escritas = ruta.read_text("utf-8").splitlines() if ruta.exists() else []
    faltan = [linea for linea in NUNCA_EN_GIT if linea not in escritas]
    if faltan:
        ruta.write_text("\n".join([*escritas, *faltan, ""]), encoding="utf-8", newline="\n")


def _primer_commit(deposito: Deposito, ahora: datetime, remoto: Remoto) -> str:
    cuenta = Cuenta(UT, Rol.UT)
    norma = NORMAS[Accion.CONFIGURAR]
    mensaje = redactar(
        f"{norma.modulo}: empieza el expediente",
        {"Accion": Accion.CONFIGURAR.value, "Modulo": norma.modulo, "Usuario": cuenta.clave},
    )
    return deposito.primer_commit(
        remoto.tronco, mensaje, Firmante(cuenta.clave, cuenta.correo, ahora)
    )


def _crear_cuentas(raiz: Path, proceso: Proceso) -> bool:
    ruta = raiz / ARCHIVO
    if ruta.exists():
        return False
    renglones = [
        "# Cuentas de papel: qué puede cada una (PTO 9 y 24). Sin nombres, correos ni contraseñas.",
        "# La cuenta de una candidatura es su clave y no se anota aquí.",
        "version: 1",
        "cuentas:",
        f"  {UT}:",
        '    rol: "ut"',
        "  VERIFICADORA:",
        '    rol: "verificadora"',
    ]
    for postulante in proceso.postulantes.values():
        if postulante.tipo == "partido":
            for sufijo, rol in (("SUPERVISORA", Rol.SUPERVISORA), ("CAPTURA", Rol.CAPTURA)):
                renglones += [
                    f"  {postulante.clave}-{sufijo}:",
                    f'    rol: "{rol.value}"',
                    f'    postulante: "{postulante.clave}"',
                ]
    ruta.write_text("\n".join([*renglones, ""]), encoding="utf-8", newline="\n")
    return True
