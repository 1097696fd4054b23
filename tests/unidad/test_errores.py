import errno
import os

import pytest

from generador.errores import causa_de_disco

CONOCIDOS = (errno.EACCES, errno.ENOENT, errno.ENOSPC, errno.EADDRINUSE)


@pytest.mark.parametrize("numero", CONOCIDOS)
def test_la_causa_no_esta_en_el_idioma_de_la_maquina(numero):
    dicho = causa_de_disco(OSError(numero, os.strerror(numero)))

    assert os.strerror(numero) not in dicho
    assert str(numero) not in dicho


@pytest.mark.parametrize("error", [OSError(errno.EPROTO, "?"), OSError("sin número")])
def test_la_causa_rara_deja_su_numero(error):
    assert causa_de_disco(error) == f"el sistema no lo permitió (error {error.errno})"
