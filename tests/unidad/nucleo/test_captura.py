"""¿Se marca lo que llegó tarde, y solo eso?"""

import pytest

from generador.nucleo.captura import es_extemporanea


@pytest.mark.parametrize(
    ("enviada", "sustituye", "esperado"),
    [
        ("2030-05-11T23:59:59-06:00", "BORRAR", False),
        ("2030-05-12T00:00:00-06:00", "BORRAR", True),
        ("2030-05-01T23:59:59-06:00", "AYU-106-PAH-PRES-P-9", False),
        ("2030-05-02T00:00:00-06:00", "AYU-106-PAH-PRES-P-9", True),
        ("2030-02-30T00:00:00-06:00", "BORRAR", False),
        ("BORRAR", "BORRAR", False),
    ],
)
def test_admite_extemporanea_y_la_marca(contexto, candidatura, enviada, sustituye, esperado):
    una = candidatura(tramite={"enviada": enviada, "sustituye_a": sustituye})

    assert esperado is es_extemporanea(una, contexto.proceso)
