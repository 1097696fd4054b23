"""¿Qué agujas trae un archivo, y está donde nadie más puede leerlo?"""

import json
import os
import stat
from pathlib import Path

from generador.archivos.apertura import abrir_comun
from generador.errores import ErrorConoceles, causa_de_disco
from generador.repositorio.orden import correr_git, situar
from generador.reserva.agujas import Aguja

_AJENOS = stat.S_IRWXG | stat.S_IRWXO
_CAMPOS = frozenset(("clave", "campo", "texto"))


def leer_agujas(ruta: Path) -> tuple[Aguja, ...]:
    """Lee una lista JSON de `{"clave", "campo", "texto"}`.

    Se niega si otra cuenta del equipo puede leer el archivo, o si está en un repositorio que
    podría guardarlo. Ningún mensaje dice qué trae.
    """
    _exigir_fuera_de_git(ruta)
    try:
        with abrir_comun(ruta) as abierto:
            if os.fstat(abierto.fileno()).st_mode & _AJENOS:
                raise ErrorConoceles(
                    f"Otras cuentas pueden leer {ruta}: ciérrelo con «chmod 600 {ruta}»."
                )
            dato = json.loads(abierto.read().decode())
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
    except (ValueError, RecursionError):
        # Sin «from»: la causa guarda el texto leído.
        raise ErrorConoceles(f"{ruta} no es JSON en UTF-8.") from None
    if not isinstance(dato, list):
        raise ErrorConoceles(f"{ruta} no es una lista.")
    return tuple(_aguja(ruta, numero, una) for numero, una in enumerate(dato, start=1))


def _aguja(ruta: Path, numero: int, una: object) -> Aguja:
    if (
        isinstance(una, dict)
        and set(una) == _CAMPOS
        and all(isinstance(valor, str) and valor for valor in una.values())
    ):
        return Aguja(**una)
    raise ErrorConoceles(
        f"El elemento {numero} de {ruta} no tiene clave, campo y texto, y nada más."
    )


def _exigir_fuera_de_git(ruta: Path) -> None:
    carpeta = ruta.resolve().parent
    if situar(carpeta) is None:
        return
    ignorado = correr_git(("check-ignore", "--quiet", "--", ruta.name), carpeta).returncode == 0
    if not ignorado:
        raise ErrorConoceles(
            f"{ruta} está en un repositorio de Git y no se ignora: lo que se reserva nunca entra "
            "en Git. Guárdelo fuera."
        )
