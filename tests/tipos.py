"""Los ajustes con que se revisan los tipos: no corre nada con ellos."""

import os

os.environ.update(
    CONOCELES_DESARROLLO="1",
    CONOCELES_SECRETO="tipos",
    CONOCELES_RAIZ=".",
    DATABASE_URL="sqlite://:memory:",
    CONOCELES_LLAVE_BORRADORES="ninguna",
)

from generador.captura.ajustes import *  # noqa: F403
