"""¿En qué base corren estas pruebas? En SQLite; con `EN_POSTGRESQL=1`, en un servidor propio."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import psycopg
import pytest

from tests.rendimiento.captura import base_vacia

EN_POSTGRESQL = bool(os.environ.get("EN_POSTGRESQL"))
de_sqlite = pytest.mark.skipif(EN_POSTGRESQL, reason="Mira el archivo de SQLite.")
_VIVA, _MOLDE = "viva", "molde"


class Base(Protocol):
    """La base de la sala: se guarda recién armada y se rehace antes de cada prueba."""

    url: str

    def guardar(self) -> None: ...

    def rehacer(self) -> None: ...


class EnSqlite:
    """Un archivo, con su diario."""

    def __init__(self, carpeta: Path, molde: Path) -> None:
        self._carpeta, self._molde = carpeta, molde
        self.url = f"sqlite:///{carpeta / 'base.sqlite3'}"

    def guardar(self) -> None:
        """Va con la carpeta."""

    def rehacer(self) -> None:
        for vieja in self._carpeta.glob("base.sqlite3*"):
            vieja.unlink()
        for buena in self._molde.glob("base.sqlite3*"):
            shutil.copy2(buena, self._carpeta / buena.name)


class EnPostgresql:
    """Una base que se copia de otra."""

    def __init__(self, servidor: str) -> None:
        self._servidor = servidor
        self.url = f"{servidor.rpartition('/')[0]}/{_VIVA}"
        self._manda(f"CREATE DATABASE {_VIVA}")

    def guardar(self) -> None:
        self._manda(f"CREATE DATABASE {_MOLDE} TEMPLATE {_VIVA}")

    def rehacer(self) -> None:
        self._manda(
            f"DROP DATABASE {_VIVA} WITH (FORCE)", f"CREATE DATABASE {_VIVA} TEMPLATE {_MOLDE}"
        )

    def _manda(self, *ordenes: str) -> None:
        with psycopg.connect(self._servidor, autocommit=True) as conexion:
            for orden in ordenes:
                conexion.execute(orden.encode())


def sin_gatillos() -> None:
    """Quita lo que impide cambiar la bitácora, como quien administra la base."""
    from django.db import connection

    with connection.cursor() as cursor:
        if EN_POSTGRESQL:
            cursor.execute("ALTER TABLE captura_asiento DISABLE TRIGGER ALL")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (nombre,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {nombre}")


@contextmanager
def base_de(carpeta: Path, molde: Path) -> Iterator[Base]:
    """La que toca, para la sala de esa carpeta."""
    if not EN_POSTGRESQL:
        yield EnSqlite(carpeta, molde)
        return
    with (
        TemporaryDirectory() as aparte
    ):  # la de pytest es de un solo usuario, y el servidor es otro
        Path(aparte).chmod(0o755)
        with base_vacia("postgresql", Path(aparte)) as servidor:
            yield EnPostgresql(servidor)
