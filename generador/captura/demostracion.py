"""¿Cómo se ensaya todo sin red? Con un proceso ficticio, su forja, su bóveda y sus cuentas.

El reloj del ensayo empieza dentro del plazo de captura y corre solo mientras está levantado.
"""

import os
import secrets
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from generador.archivos.carga import abrir_contexto
from generador.archivos.cuentas import ARCHIVO as CUENTAS
from generador.boveda.llaves import crear_privada
from generador.captura.aplicacion import preparar as preparar_django
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Contexto
from generador.simulacion.simulador import Pedido, simular
from generador.tramites.configurar import configurar
from generador.tramites.custodiar import abrir_llaves
from generador.tramites.entregar import entregar_cuentas
from generador.tramites.mesa import abrir_mesa
from generador.tramites.preparar import preparar_local

_PEDIDO = Pedido(
    60,
    "tule",
    estadisticas=False,
    ambitos={"municipio": ("044",), "distrito": ("010",)},
    en_blanco=True,
)
"""Un municipio y un distrito: hay de todo, también una candidatura independiente."""
_OTRAS_CUENTAS = '  UIE:\n    rol: "uie"\n  CEVINE:\n    rol: "cevine"\n'
_UN_DIA, _UN_MINUTO = timedelta(days=1), timedelta(minutes=1)
_ESPERA = 10
_BIEN = {0, -signal.SIGINT, -signal.SIGTERM, 130}
"""Con lo que salen los dos procesos cuando se les pide terminar."""


@dataclass(frozen=True, slots=True)
class Ensayo:
    """Todo lo del ensayo cuelga de `base`."""

    base: Path

    @property
    def raiz(self) -> Path:
        """La carpeta del proceso."""
        return self.base / "proceso"

    @property
    def _datos(self) -> Path:
        return self.base / "base.sqlite3"

    @property
    def _listo(self) -> Path:
        """Lo último que se escribe: si está, no hay que volver a preparar."""
        return self.base / "listo"

    def preparar(self) -> Iterator[str]:
        """Deja listo el ensayo y dice las cuentas, una sola vez; si ya lo había, lo reusa.

        Lanza `ErrorConoceles` si quedó uno a medias o ya terminó su proceso.
        """
        if self._listo.is_file():
            self._ambiente()
            preparar_django()
            yield f"Se sigue con el ensayo de {self.base}. Para empezar otro, borre esa carpeta."
            return
        if self.base.exists() and any(self.base.iterdir()):
            raise ErrorConoceles(
                f"En {self.base} quedó un ensayo a medias: borre esa carpeta y repita."
            )
        yield "Preparando un proceso ficticio; tarda menos de un minuto."
        self._escribir_proceso()
        self._ambiente()
        preparar_django()
        cuentas = list(self._poblar())
        self._listo.touch()
        yield from cuentas

    def que_hacer(self) -> str:
        """Las instrucciones para quien lo corre."""
        raiz = shlex.quote(str(_corta(self.raiz)))
        hoy = (datetime.now(UTC) + self._desfase()).date()
        return (
            "\nSegundo factor de este momento: conoceles captura ensayar --codigos\n"
            "Lo que se valide se integra solo. El sitio público de este ensayo:\n"
            f"  conoceles --raiz {raiz} --fecha {hoy} construir\n"
        )

    def levantar(self, puerto: int) -> None:
        """La web y el despachador, hasta Ctrl-C o hasta que uno de los dos termine."""
        orden = [sys.executable, "-m", "generador", "captura"]
        web = subprocess.Popen([*orden, "servir", "--direccion", f"127.0.0.1:{puerto}"])
        lleva = subprocess.Popen([*orden, "despachar", "--continuo", "--cada", "5"])
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with suppress(KeyboardInterrupt):
                while lleva.poll() is None and _sigue(web):
                    pass
        finally:
            for proceso in (web, lleva):
                proceso.terminate()
            for proceso in (web, lleva):
                with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                    proceso.wait(_ESPERA)
        if not {web.returncode, lleva.returncode} <= _BIEN:
            raise ErrorConoceles("Uno de los dos procesos se detuvo; arriba dice por qué.")

    def codigos(self) -> Iterator[tuple[str, str]]:
        """(cuenta, código) del segundo factor, a esta hora."""
        if not self._listo.is_file():
            raise ErrorConoceles(f"En {self.base} no hay ningún ensayo: corra «make captura».")
        self._ambiente()
        preparar_django()
        from generador.captura.elenco import codigos

        yield from codigos()

    # --- armarlo ---------------------------------------------------------------------------

    def _escribir_proceso(self) -> None:
        self.base.mkdir(parents=True, mode=0o700, exist_ok=True)
        self.raiz.mkdir()
        simular(self.raiz, _PEDIDO)
        fechas = self._contexto().proceso.fechas
        antes = self._a_las_diez(fechas.registro - _UN_DIA)
        preparar_local(self.raiz, antes, self.base / "comun.git")
        cuentas = self.raiz / CUENTAS
        cuentas.write_text(cuentas.read_text("utf-8") + _OTRAS_CUENTAS, encoding="utf-8")
        self._actuar(antes, cuentas)
        llaves = self.base / "llaves"
        llaves.mkdir(mode=0o700)
        (self.base / "secreto").write_text(secrets.token_urlsafe(64), encoding="ascii")
        (self.base / "secreto").chmod(0o600)
        crear_privada(self.base / "borradores.llave")
        de_la_unidad = abrir_llaves(self.raiz, antes, self.base / "boveda", crear=True)
        for nombre in ("UT-1", "UT-2"):
            de_la_unidad.agregar(nombre, "", llaves / nombre)

    def _actuar(self, antes: datetime, cuentas: Path) -> None:
        """Asienta las cuentas y entrega las de todas las candidaturas."""
        mesa = abrir_mesa(self.raiz, antes, "UT", {})
        configurar(mesa, [cuentas])
        mesa.forja.remoto.ponerse_al_dia(mesa.ya_consta)
        carpetas = sorted((self.raiz / "candidaturas").glob("*/*/*"))
        for numero, carpeta in enumerate(carpetas):
            momento = antes + _UN_DIA + numero * _UN_MINUTO
            mesa = abrir_mesa(self.raiz, momento, "UT", {})
            entregar_cuentas(mesa, carpeta.relative_to(self.raiz).as_posix())
            mesa.forja.remoto.ponerse_al_dia(mesa.ya_consta)

    def _contexto(self) -> Contexto:
        return abrir_contexto(self.raiz, datetime.now(UTC), tras_el_cierre=True)

    def _a_las_diez(self, dia: date) -> datetime:
        zona = self._contexto().proceso.calendario.tz
        return datetime.combine(dia, time(10), zona)

    # --- ambiente y cuentas ----------------------------------------------------------------

    def _ambiente(self) -> None:
        """Los ajustes del ensayo. Ni la web ni el despachador heredan ninguna credencial."""
        for nombre in [n for n in os.environ if n.startswith("CONOCELES_")]:
            del os.environ[nombre]
        os.environ.update(
            CONOCELES_DESARROLLO="1",
            CONOCELES_SECRETO=(self.base / "secreto").read_text("ascii"),
            CONOCELES_RAIZ=str(self.raiz),
            CONOCELES_BOVEDA=str(self.base / "boveda"),
            CONOCELES_LLAVE_BORRADORES=str(self.base / "borradores.llave"),
            CONOCELES_DESFASE=str(int(self._desfase().total_seconds())),
            DATABASE_URL=f"sqlite:///{self._datos}",
        )

    def _desfase(self) -> timedelta:
        """Sigue un minuto después de lo último anotado; al empezar, al día siguiente de publicar.

        Lanza `ErrorConoceles` si ya venció la captura extemporánea: no habría qué ensayar.
        """
        fechas = self._contexto().proceso.fechas
        desde = self._a_las_diez(fechas.publicacion + _UN_DIA)
        if ultimo := _ultimo_anotado(self._datos):
            desde = max(desde, ultimo + _UN_MINUTO)
        if desde.date() >= fechas.jornada:
            raise ErrorConoceles(
                f"El ensayo de {self.base} ya llegó a la jornada: borre esa carpeta y repita."
            )
        return desde - datetime.now(UTC)

    def _poblar(self) -> Iterator[str]:
        from django.core.management import call_command

        from generador.captura.cola.despacho import Despachador
        from generador.captura.elenco import dar_credencial, papeles

        call_command("migrate", verbosity=0)
        Despachador(self.raiz).dar_vuelta()
        yield "\nCuentas de este ensayo. Se dicen solo esta vez: guárdelas.\n"
        for cuenta, que_es in papeles():
            contrasena, secreto = dar_credencial(cuenta)
            factor = f"  segundo factor: {secreto}" if secreto else ""
            yield f"  {cuenta:24} {contrasena}{factor}\n  {'':24} {que_es}"


def _sigue(proceso: subprocess.Popen[bytes]) -> bool:
    """Lo espera un segundo; si todavía corre."""
    with suppress(subprocess.TimeoutExpired):
        proceso.wait(1)
    return proceso.returncode is None


def _ultimo_anotado(base: Path) -> datetime | None:
    """El instante del último renglón de la bitácora; None si no hay base todavía."""
    if not base.is_file():
        return None
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as conexion:
        try:
            (texto,) = conexion.execute("SELECT max(instante) FROM captura_asiento").fetchone()
        except sqlite3.OperationalError:
            return None
    return datetime.fromisoformat(texto).replace(tzinfo=UTC) if texto else None


def _corta(ruta: Path) -> Path:
    """La misma, desde donde se corre si cuelga de ahí."""
    return ruta.relative_to(Path.cwd()) if ruta.is_relative_to(Path.cwd()) else ruta
