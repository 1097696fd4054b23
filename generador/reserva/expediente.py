"""¿Qué de un expediente no es su cuestionario curricular?"""

import re

_ES_EXPEDIENTE = re.compile(rb"\Aversion: \d+\n(?:#[^\n]*\n)*clave: ", re.MULTILINE)
_CURRICULAR = re.compile(rb"^curricular:.*\n(?:[ \t#].*\n|\n)*", re.MULTILINE)


def sin_curricular(crudo: bytes) -> bytes:
    """El expediente sin ese bloque; lo que no es un expediente, entero.

    Lo que una persona escribió para publicarse está en Git a propósito, en todas sus versiones: si
    ahí repite palabras de su otro cuestionario, no es una fuga.
    """
    return _CURRICULAR.sub(b"", crudo, count=1) if _ES_EXPEDIENTE.match(crudo) else crudo
