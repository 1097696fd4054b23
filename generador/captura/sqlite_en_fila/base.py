"""¿Quién escribe ahora en SQLite? Uno; los demás se forman.

SQLite hace dormir a quien encuentra ocupado, y le manda preguntar otra vez, cada vez más tarde: en
la última hora alguien espera segundos por transacciones que duran milésimas. Aquí se forman en un
candado del sistema, que los despierta en cuanto se desocupa y que se suelta solo si el proceso
muere. Lo demás es el motor de Django.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base

_FILA = "-fila"
_SIN_ABRIR = -1


class DatabaseWrapper(base.DatabaseWrapper):
    """El de Django; antes de abrir una transacción, espera su turno."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fila = _SIN_ABRIR

    def _start_transaction_under_autocommit(self) -> None:
        self._formarse()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._dejar_pasar()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._si_termino()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._si_termino()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            if self._fila != _SIN_ABRIR:
                os.close(self._fila)  # y con él, el turno
                self._fila = _SIN_ABRIR

    def _formarse(self) -> None:
        if self.is_in_memory_db():
            return
        if self._fila == _SIN_ABRIR:
            ruta = f"{self.settings_dict['NAME']}{_FILA}"
            self._fila = os.open(ruta, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o660)
        fcntl.flock(self._fila, fcntl.LOCK_EX)

    def _si_termino(self) -> None:
        """Si el disco se llenó al guardar, la transacción sigue abierta y el turno con ella."""
        if self.connection is None or not self.connection.in_transaction:
            self._dejar_pasar()

    def _dejar_pasar(self) -> None:
        if self._fila != _SIN_ABRIR:
            fcntl.flock(self._fila, fcntl.LOCK_UN)
