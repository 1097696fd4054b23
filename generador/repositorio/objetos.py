"""¿Qué guarda Git, byte por byte, lo alcance o no una referencia?"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from generador.repositorio.deposito import Deposito, GitFallo
from generador.repositorio.orden import seguir_git

_ALMACEN = "objects"


def enumerar_objetos(deposito: Deposito) -> list[str]:
    """La huella de cada objeto del almacén: sueltos, empacados, prestados y sin alcanzar."""
    salida = deposito.correr(
        "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"
    )
    return salida.decode().split()


def leer_objetos(deposito: Deposito, huellas: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """(«tipo huella», contenido) de cada uno, en una sola orden y sin juntarlos en memoria.

    Lanza `GitFallo` si Git no puede leer alguno.
    """
    with tempfile.TemporaryFile() as pedidos:
        pedidos.write("\n".join((*huellas, "")).encode())
        pedidos.seek(0)
        with seguir_git(("cat-file", "--batch", "--buffer"), deposito.carpeta, pedidos) as git:
            salida = git.stdout
            if salida is None:
                raise GitFallo("Git no abrió su salida.")
            for huella in huellas:
                encabezado = salida.readline().split()
                if len(encabezado) != 3 or not encabezado[2].isdigit():  # noqa: PLR2004
                    git.kill()
                    raise GitFallo(f"Git no pudo leer el objeto {huella}.")
                tamano = int(encabezado[2])
                crudo = salida.read(tamano + 1)[:-1]
                if len(crudo) != tamano:
                    raise GitFallo(f"Git no pudo leer el objeto {huella}.")
                yield f"{encabezado[1].decode()} {huella[:12]}", crudo


def archivos_de_git(deposito: Deposito) -> Iterator[Path]:
    """Lo que Git guarda fuera de su almacén: referencias, bitácoras, índice y mensajes a medias."""
    for carpeta, carpetas, nombres in os.walk(deposito.interna):
        if Path(carpeta) == deposito.interna and _ALMACEN in carpetas:
            carpetas.remove(_ALMACEN)
        yield from (Path(carpeta) / nombre for nombre in sorted(nombres))
