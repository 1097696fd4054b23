"""¿Con qué bóveda se trabaja, en nombre de quién y de qué expedientes?"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from generador.archivos.carga import cargar
from generador.archivos.cuentas import ARCHIVO as ARCHIVO_CUENTAS
from generador.archivos.cuentas import leer_cuentas
from generador.boveda.almacen import Boveda
from generador.boveda.bitacora import Asiento, anotar
from generador.boveda.cifrado import Privada
from generador.boveda.llaves import leer_privada
from generador.errores import ErrorConoceles
from generador.nucleo.claves import CARPETA
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.cuentas import Cuenta, Rol
from generador.nucleo.modelo import Candidatura
from generador.nucleo.publico import archivos_que_degradan
from generador.repositorio.deposito import Deposito
from generador.repositorio.orden import fuera_de_git
from generador.repositorio.remoto import Remoto

BOVEDA, LLAVE = "CONOCELES_BOVEDA", "CONOCELES_BOVEDA_LLAVE"
"""Las variables que dicen dónde está la bóveda y con qué archivo de llave se abre."""


@dataclass(frozen=True, slots=True)
class Custodia:
    """La bóveda, los expedientes de la carpeta, quién actúa y cuándo.

    Los expedientes se juzgan como quedaron al cierre; `ahora` sigue corriendo: lo que se lee, se
    depura o se destruye después dice la hora en que de verdad fue.
    """

    raiz: Path
    boveda: Boveda
    conjunto: Conjunto
    quien: str
    ahora: datetime
    cuenta: Cuenta | None
    """Con qué papel se actúa; None si la carpeta todavía no lleva cuentas."""

    @property
    def sello(self) -> str:
        """El instante en que se actúa, como se anota."""
        return self.ahora.replace(microsecond=0).isoformat()

    @property
    def al_instante(self) -> Contexto:
        """El contexto a la hora de verdad, también después del cierre."""
        return replace(self.conjunto.contexto, ahora=self.ahora)

    def anotar(self, acto: str, claves: tuple[str, ...] = (), detalle: str = "") -> None:
        """Deja constancia en la bitácora de la bóveda, antes de mostrar nada."""
        anotar(self.boveda.carpeta, Asiento(self.sello, self.quien, acto, claves, detalle))

    def vigentes(self) -> dict[str, str]:
        """Clave → compromiso de lo que hoy se puede leer y contar."""
        return {
            c.clave: c.identidad.compromiso
            for c in self.conjunto.candidaturas.values()
            if por_que_no_se_lee(c) == ""
        }

    def con_error(self) -> frozenset[str]:
        """Los archivos con un error que impide mostrar lo que no es del registro."""
        return archivos_que_degradan(self.conjunto.hallazgos) | self.conjunto.rescatados

    def buscar(self, clave: str) -> Candidatura:
        """La candidatura con esa clave. Lanza `ErrorConoceles` si no existe."""
        una = self.conjunto.candidaturas.get(clave)
        if una is None:
            raise ErrorConoceles(f"No hay ninguna candidatura con la clave {clave}.")
        return una


def por_que_no_se_lee(una: Candidatura) -> str:
    """Por qué no se lee ni se cuenta lo suyo; vacío si se puede. Manda el expediente (PTO 44)."""
    estado = una.identidad.estado
    if una.registro.estatus != "registrada":
        return f"{una.clave} está {una.registro.estatus}: lo suyo está bloqueado (PTO 44)."
    if estado != "depositada":
        nombres = {"pendiente": "no se ha depositado", "no_autorizo": "no autorizó el tratamiento"}
        return f"De {una.clave} no hay qué leer: {nombres.get(estado, f'está {estado}')}."
    return ""


def donde_esta(ruta: Path | None, entorno: Mapping[str, str] = os.environ) -> Path:
    """La carpeta de la bóveda. Lanza `ErrorConoceles` si no se dijo o Git la guardaría."""
    dicha = ruta or (Path(entorno[BOVEDA]) if entorno.get(BOVEDA) else None)
    if dicha is None:
        raise ErrorConoceles(
            f"No se dijo dónde está la bóveda: use «--boveda» o la variable {BOVEDA}."
        )
    if not fuera_de_git(dicha):
        raise ErrorConoceles(
            f"{dicha} está dentro de un repositorio y Git la guardaría, y Git no olvida: póngala "
            "fuera, o anótela en .gitignore."
        )
    return dicha


def abrir_custodia(
    raiz: Path, momento: datetime, boveda: Path | None, quien: str, *, de_la_unidad: bool = True
) -> Custodia:
    """Abre la bóveda y lee los expedientes de `raiz`. Lanza `ErrorConoceles` si no se puede.

    `de_la_unidad` pide que la cuenta sea de la unidad responsable: depositar puede cualquiera que
    capture; leer, solo ella.
    """
    abierta = Boveda.abrir(donde_esta(boveda))
    conjunto = cargar(raiz, momento)
    proceso = conjunto.proceso.identificacion.clave
    if abierta.llavero.proceso != proceso:
        raise ErrorConoceles(
            f"La bóveda es de «{abierta.llavero.proceso}» y este proceso es «{proceso}»: no se "
            "mezclan."
        )
    tz = conjunto.contexto.proceso.calendario.tz
    ahora = momento.replace(tzinfo=tz) if momento.tzinfo is None else momento.astimezone(tz)
    al_instante = replace(conjunto.contexto, ahora=ahora)
    cuenta = _exigir_cuenta(raiz, al_instante, quien, de_la_unidad=de_la_unidad)
    return Custodia(raiz, abierta, conjunto, quien, ahora, cuenta)


def boveda_dicha(ruta: Path | None, entorno: Mapping[str, str] = os.environ) -> bool:
    """Si se dijo dónde está la bóveda."""
    return ruta is not None or bool(entorno.get(BOVEDA))


@dataclass(frozen=True, slots=True)
class LlaveDicha:
    """Dónde se dijo que está la llave privada, y a quién se le pide su frase si la lleva."""

    ruta: Path | None
    pedir_frase: Callable[[], str] | None = None
    entorno: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def archivo(self) -> Path | None:
        """El de la orden o, sin él, el del entorno; None si no se dijo ninguno."""
        return self.ruta or (Path(self.entorno[LLAVE]) if self.entorno.get(LLAVE) else None)


def exigir_al_dia(raiz: Path) -> None:
    """Lanza `ErrorConoceles` si los expedientes de la carpeta no son los del tronco."""
    remoto = Remoto(Deposito.abrir(raiz))
    remoto.traer(constancias=False)
    distintos = remoto.deposito.texto(
        "diff", "--name-only", remoto.cabeza(), "--", CARPETA, "proceso.yml", ARCHIVO_CUENTAS
    )
    sueltos = remoto.deposito.texto("ls-files", "--others", "--exclude-standard", "--", CARPETA)
    if distintos or sueltos:
        uno = (distintos or sueltos).splitlines()[0]
        raise ErrorConoceles(
            f"La carpeta no dice lo mismo que lo integrado ({uno}): lo sensible se decide con lo "
            "integrado. Corra «git pull», y envíe o deseche sus cambios."
        )


def leer_llave(llave: LlaveDicha) -> Privada:
    """La llave privada que se dijo. Lanza `ErrorConoceles` si falta o Git la guardaría."""
    dicha = llave.archivo
    if dicha is None:
        raise ErrorConoceles(f"Falta la llave privada: use «--llave» o la variable {LLAVE}.")
    if "AGE-SECRET-KEY-" in str(dicha).upper():
        # Sin repetirla: quedaría en la pantalla o en una bitácora.
        raise ErrorConoceles(
            "Se dio la llave misma y no el archivo que la guarda: dé la ruta del archivo. Si la "
            "escribió en la terminal, borre ese renglón de su historial."
        )
    exigir_fuera_de_git(dicha)
    return leer_privada(dicha, llave.pedir_frase)


def exigir_fuera_de_git(ruta: Path) -> None:
    """Lanza `ErrorConoceles` si ese archivo entraría a Git."""
    if not fuera_de_git(ruta):
        raise ErrorConoceles(f"{ruta} está dentro de un repositorio: guárdelo fuera.")


def _exigir_cuenta(
    raiz: Path, contexto: Contexto, quien: str, *, de_la_unidad: bool
) -> Cuenta | None:
    ruta = raiz / ARCHIVO_CUENTAS
    if not ruta.is_file():
        return None  # una carpeta sin cuentas todavía no lleva actos: la llave es la que decide
    cuenta = leer_cuentas(ruta.read_bytes(), contexto.esquemas, contexto.proceso).buscar(quien)
    if cuenta is None:
        raise ErrorConoceles(f"La cuenta «{quien}» no existe: revise «--cuenta».")
    if not cuenta.vale(contexto.hoy):
        raise ErrorConoceles(f"La cuenta {quien} no vale hoy: revise sus fechas en cuentas.yml.")
    if de_la_unidad and cuenta.rol is not Rol.UT:
        raise ErrorConoceles(f"Solo la unidad responsable abre la bóveda, y {quien} no es suya.")
    return cuenta
