"""Quienes escriben en SQLite se forman; quien lee no espera a nadie."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.captura.bases import de_sqlite
from tests.captura.conftest import Sala

pytestmark = de_sqlite

ESPERA = 60
"""Segundos que se le dan a un hilo antes de darlo por atorado."""

SE_LO_QUEDA = """
import os, sys
from generador.captura.aplicacion import preparar
preparar()
from django.db import transaction
from generador.captura.bitacora import anotar
with transaction.atomic():
    anotar("UT", "prueba", "quedarse")
    print("listo", flush=True)
    sys.stdin.read()
"""


@contextmanager
def apartado(fila: Path) -> Iterator[None]:
    """El turno en manos de alguien más."""
    descriptor = os.open(fila, os.O_RDWR | os.O_CREAT, 0o660)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


class Escribe(threading.Thread):
    """Anota en la bitácora desde otra conexión."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.entro = threading.Event()

    def run(self) -> None:
        from django.db import connection

        from generador.captura.bitacora import anotar

        anotar("UT", "prueba", "escribir")
        connection.close()
        self.entro.set()


def _cuantos(accion: str) -> int:
    from generador.captura.models import Asiento

    return Asiento.objects.filter(accion=accion).count()


def test_quien_escribe_espera_su_turno_y_quien_lee_no(mostrador: Sala) -> None:
    uno = Escribe()
    with apartado(mostrador.base / "base.sqlite3-fila"):
        uno.start()
        assert not uno.entro.wait(0.3)
        assert 0 == _cuantos("escribir")

    assert uno.entro.wait(ESPERA)
    assert 1 == _cuantos("escribir")


def test_muchos_a_la_vez_escriben_todos_y_la_cadena_sigue(mostrador: Sala) -> None:
    from generador.captura import bitacora

    todos = [Escribe() for _ in range(24)]
    for uno in todos:
        uno.start()

    assert all(uno.entro.wait(ESPERA) for uno in todos)
    assert 24 == _cuantos("escribir")
    assert [] == list(bitacora.defectos())


def test_quien_muere_con_el_turno_lo_suelta_y_no_deja_nada(mostrador: Sala) -> None:
    muere = subprocess.Popen(
        [sys.executable, "-c", SE_LO_QUEDA], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert muere.stdout is not None
    assert b"listo\n" == muere.stdout.readline()
    uno = Escribe()
    uno.start()
    assert not uno.entro.wait(0.3)

    muere.send_signal(signal.SIGKILL)
    muere.communicate()

    assert uno.entro.wait(ESPERA)
    assert (0, 1) == (_cuantos("quedarse"), _cuantos("escribir"))


def test_lo_que_se_deshace_deja_pasar_al_siguiente(mostrador: Sala) -> None:
    from django.db import transaction

    from generador.captura.bitacora import anotar

    with suppress(ZeroDivisionError), transaction.atomic():
        anotar("UT", "prueba", "arrepentirse")
        _ = 1 / 0
    uno = Escribe()
    uno.start()

    assert uno.entro.wait(ESPERA)
    assert 0 == _cuantos("arrepentirse")


def test_los_dos_usuarios_comparten_la_fila(mostrador: Sala) -> None:
    fila = mostrador.base / "base.sqlite3-fila"
    fila.unlink(missing_ok=True)
    antes = os.umask(0o007)
    try:
        uno = Escribe()
        uno.start()
        assert uno.entro.wait(ESPERA)
    finally:
        os.umask(antes)

    assert 0o660 == fila.stat().st_mode & 0o777
