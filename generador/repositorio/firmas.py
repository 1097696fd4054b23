"""¿Firmó cada commit la llave de la cuenta que dice haberlo hecho? (ssh-keygen -Y, OpenSSH)

`allowed_signers`, en la raíz del expediente, dice qué llave pública es de qué cuenta. La cuenta que
no está ahí no firma; la que está, firma todo lo suyo. Rige el del tronco de antes de cada unión: ni
una rama ni una fecha escrita a mano cambian quién debía firmar.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from generador.errores import ErrorConoceles
from generador.nucleo.movimiento import Movimiento
from generador.repositorio.deposito import Deposito

ARCHIVO = "allowed_signers"

_BUENA = "G"


def defectos_de_firma(
    deposito: Deposito, firmantes: bytes | None, movimientos: Iterable[Movimiento]
) -> Iterator[tuple[str, str]]:
    """(commit, frase) de cada uno que debía firmarse y no lo está, o no con su llave.

    `firmantes` es el contenido de `allowed_signers`; None es que no se firma. Lanza
    `ErrorConoceles` si no hay con qué comprobar.
    """
    if firmantes is None:
        return
    patrones = _principales(firmantes.decode("utf-8", "replace"))
    debidos = {m.commit: m for m in movimientos if any(fnmatchcase(m.correo, p) for p in patrones)}
    if not debidos:
        return
    for commit, (estado, firmante) in _comprobadas(deposito, firmantes, debidos).items():
        if estado == _BUENA and firmante == debidos[commit].correo:
            continue
        yield commit, _frase(estado, firmante, debidos[commit].cuenta)


def _frase(estado: str, firmante: str, cuenta: str) -> str:
    if estado == "N":
        return f"No está firmado, y la cuenta {cuenta} firma lo suyo ({ARCHIVO})."
    if estado == _BUENA:
        return f"Dice la cuenta {cuenta} y lo firmó {firmante}."
    return f"Su firma no es de una llave que {ARCHIVO} le reconozca a la cuenta {cuenta}."


def _principales(texto: str) -> tuple[str, ...]:
    """Los correos, o patrones de correo, que tienen llave."""
    renglones = (r.strip() for r in texto.splitlines())
    return tuple(
        correo
        for renglon in renglones
        if renglon and not renglon.startswith("#")
        for correo in renglon.split(" ", 1)[0].strip('"').split(",")
    )


def _comprobadas(
    deposito: Deposito, firmantes: bytes, commits: Iterable[str]
) -> Mapping[str, tuple[str, str]]:
    """Commit → (estado de la firma según Git, cuenta que firmó)."""
    if shutil.which("ssh-keygen") is None:
        raise ErrorConoceles(
            f"El expediente tiene {ARCHIVO} y no hay con qué comprobar las firmas: instale OpenSSH."
        )
    with tempfile.TemporaryDirectory(prefix="conoceles-firmas-") as paso:
        ruta = Path(paso) / ARCHIVO
        ruta.write_bytes(firmantes)
        salida = deposito.correr(
            "-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={ruta}",
            "log", "--no-walk=unsorted", "--stdin", "--format=%H%x1f%G?%x1f%GS",
            entrada="\n".join([*commits, ""]).encode(),
        )  # fmt: skip
    leidas = {}
    for renglon in salida.decode("utf-8", "replace").splitlines():
        commit, estado, firmante = renglon.split("\x1f")
        leidas[commit] = (estado, firmante)
    return leidas
