"""¿Cómo se lee y se escribe en Git sin tocar los archivos de quien trabaja?

Todo va por órdenes de bajo nivel sobre el almacén de objetos: el árbol de trabajo y su índice no
se miran ni se mueven. Una referencia se mueve al final, y solo si sigue donde estaba.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from git import Git, InvalidGitRepositoryError, NoSuchPathError, Repo

from generador.errores import ErrorConoceles
from generador.nucleo.movimiento import Tocado

VERSION_MINIMA = (2, 38)
"""La primera con `merge-tree --write-tree`."""

_AMBIENTE = {
    "LC_ALL": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",  # un reemplazo local no puede cambiar lo que dice la historia
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
NADA = "0" * 40
"""Como dice Git que un objeto no existe."""

_VERSION = re.compile(r"(\d+)\.(\d+)")
_ARCHIVO = "100644"


class GitFallo(ErrorConoceles):
    """Git no pudo; el texto lo dice en español y `detalle` trae lo que dijo Git."""

    def __init__(self, mensaje: str, detalle: str = "") -> None:
        super().__init__(mensaje)
        self.detalle = detalle


@dataclass(frozen=True, slots=True)
class Firmante:
    """Quién hace un commit y cuándo: la cuenta, su correo de autor y el instante, con zona."""

    nombre: str
    correo: str
    instante: datetime

    def ambiente(self) -> dict[str, str]:
        """Las variables con que Git escribe autor y confirmante."""
        fecha = f"{int(self.instante.timestamp())} {self.instante.strftime('%z')}"
        quien = {"NAME": self.nombre, "EMAIL": self.correo, "DATE": fecha}
        return {f"GIT_{p}_{k}": v for p in ("AUTHOR", "COMMITTER") for k, v in quien.items()}


@dataclass(frozen=True, slots=True)
class Fusion:
    """El árbol que resulta de unir dos commits, y los archivos que chocan."""

    arbol: str
    choques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Movida:
    """Una referencia que pasa de `viejo` a `nuevo`; vacío es que no existe."""

    referencia: str
    nuevo: str
    viejo: str


class Deposito:
    """El almacén de Git de un expediente."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo

    @classmethod
    def abrir(cls, raiz: Path) -> Self:
        """Abre el repositorio que contiene a `raiz`. Lanza `ErrorConoceles` si no lo hay."""
        _exigir_version()
        try:
            return cls(Repo(raiz, search_parent_directories=True))
        except (InvalidGitRepositoryError, NoSuchPathError) as error:
            raise ErrorConoceles(
                f"{raiz} no está en un repositorio de Git: corra «git init» ahí y haga su primer "
                "commit."
            ) from error

    @classmethod
    def crear(cls, raiz: Path) -> Self:
        """El repositorio de `raiz`; lo crea si no lo hay."""
        _exigir_version()
        try:
            return cls(Repo(raiz))
        except InvalidGitRepositoryError:
            return cls(Repo.init(raiz, initial_branch="main"))

    @property
    def interna(self) -> Path:
        """La carpeta de Git: ahí nada se publica ni se versiona."""
        return Path(self._repo.common_dir)

    @property
    def carpeta(self) -> Path:
        """La carpeta de trabajo o, si no tiene, la de Git."""
        return Path(self._repo.working_tree_dir or self._repo.git_dir)

    # --- correr ------------------------------------------------------------------------------

    def correr(
        self,
        *orden: str,
        entrada: bytes = b"",
        ambiente: Mapping[str, str] | None = None,
        admite: Sequence[int] = (0,),
    ) -> bytes:
        """Corre una orden de Git y devuelve su salida. Lanza `GitFallo` si falla.

        `admite` son los códigos de salida que no son un fallo.
        """
        proceso = self._lanzar(orden, ambiente)
        salida, error = proceso.communicate(entrada)
        if proceso.returncode not in admite:
            detalle = error.decode("utf-8", "replace").strip()
            raise GitFallo(
                f"Git no pudo hacer «{orden[0]}»: {detalle.rpartition(chr(10))[2]}", detalle
            )
        return bytes(salida)

    def texto(self, *orden: str, admite: Sequence[int] = (0,)) -> str:
        """La salida de una orden, como texto y sin el salto final."""
        return self.correr(*orden, admite=admite).decode("utf-8", "replace").rstrip("\n")

    def _lanzar(self, orden: Sequence[str], ambiente: Mapping[str, str] | None) -> Any:
        return self._repo.git.execute(
            [Git.GIT_PYTHON_GIT_EXECUTABLE or "git", *orden],
            istream=subprocess.PIPE,
            as_process=True,
            env={**_AMBIENTE, **(ambiente or {})},
        )

    # --- leer --------------------------------------------------------------------------------

    def commit(self, nombre: str) -> str:
        """El commit al que apunta una referencia o revisión; vacío si no existe."""
        return self.texto(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{nombre}^{{commit}}",
            admite=(0, 1, 128),
        )  # fmt: skip

    def objeto(self, referencia: str) -> str:
        """El objeto al que apunta una referencia; vacío si no existe."""
        return self.texto(
            "rev-parse", "--verify", "--quiet", "--end-of-options", referencia, admite=(0, 1, 128)
        )

    def referencias(self, *prefijos: str) -> dict[str, str]:
        """Nombre completo → objeto de cada referencia bajo los prefijos."""
        salida = self.texto("for-each-ref", "--format=%(refname) %(objectname)", *prefijos)
        return dict(renglon.split(" ", 1) for renglon in salida.splitlines())

    def archivos(self, revision: str, *rutas: str) -> dict[str, str]:
        """Ruta → blob de cada archivo de una revisión, bajo las rutas si se piden."""
        salida = self.correr("ls-tree", "-r", "-z", "--full-tree", revision, "--", *rutas)
        hallados = {}
        for entrada in salida.split(b"\0")[:-1]:
            encabezado, _, ruta = entrada.partition(b"\t")
            hallados[ruta_de_git(ruta)] = encabezado.split()[2].decode()
        return hallados

    def contenidos(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Blob → contenido, en una sola orden."""
        pedidos = list(dict.fromkeys(blobs))
        salida = self.correr("cat-file", "--batch", entrada="\n".join([*pedidos, ""]).encode())
        leidos, desde = {}, 0
        for blob in pedidos:
            fin = salida.index(b"\n", desde)
            tamano = int(salida[desde:fin].split()[2])
            leidos[blob] = salida[fin + 1 : fin + 1 + tamano]
            desde = fin + tamano + 2
        return leidos

    def leer(self, revision: str, ruta: str) -> bytes | None:
        """El contenido de un archivo en una revisión; None si no está."""
        blob = self.archivos(revision, ruta).get(ruta)
        return self.contenidos([blob])[blob] if blob else None

    def con_renglon(self, revision: str, bajo: str, textos: Sequence[str]) -> list[str]:
        """Rutas, bajo esa carpeta, de los archivos que tienen alguno de los textos."""
        busca = [o for texto in textos for o in ("-e", texto)]
        salida = self.correr(
            "grep", "-l", "-z", "--full-name", "-F", *busca, revision, "--", bajo, admite=(0, 1)
        )
        prefijo = f"{revision}:"
        return [ruta_de_git(r).removeprefix(prefijo) for r in salida.split(b"\0")[:-1]]

    def tocados(self, desde: str, hasta: str) -> dict[str, Tocado]:
        """Ruta → lo que le pasó a cada archivo distinto entre dos revisiones."""
        salida = self.correr(
            "diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", desde, hasta
        )
        partes = salida.split(b"\0")[:-1]
        return {
            ruta_de_git(ruta): leer_tocado(crudo)
            for crudo, ruta in zip(partes[::2], partes[1::2], strict=True)
        }

    def contiene(self, viejo: str, nuevo: str) -> bool:
        """Si `viejo` es `nuevo` o uno de sus antepasados."""
        proceso = self._lanzar(("merge-base", "--is-ancestor", viejo, nuevo), None)
        proceso.communicate(b"")
        return bool(proceso.returncode == 0)

    def base(self, uno: str, otro: str) -> str:
        """El antepasado común de dos commits; vacío si no tienen."""
        return self.texto("merge-base", uno, otro, admite=(0, 1))

    # --- escribir ----------------------------------------------------------------------------

    def confirmar(
        self,
        base: str,
        cambios: Mapping[str, bytes | None],
        mensaje: str,
        firmante: Firmante,
        *,
        firma: str = "",
    ) -> str:
        """Hace un commit sobre `base` con los archivos cambiados (None borra) y lo devuelve.

        No mueve ninguna referencia. `firma` es la llave SSH con que se firma, si la hay.
        """
        return self.sellar(self._arbol_con(base, cambios), (base,), mensaje, firmante, firma=firma)

    def primer_commit(self, rama: str, mensaje: str, firmante: Firmante) -> str:
        """Guarda todo lo que hay en la carpeta de trabajo como primer commit de la rama."""
        self.correr("add", "--all")
        arbol = self.texto("write-tree")
        commit = self.sellar(arbol, (), mensaje, firmante)
        self.mover([Movida(f"refs/heads/{rama}", commit, "")])
        return commit

    def sellar(
        self,
        arbol: str,
        padres: Sequence[str],
        mensaje: str,
        firmante: Firmante,
        *,
        firma: str = "",
    ) -> str:
        """Hace un commit de un árbol que ya existe."""
        opciones = [o for padre in padres for o in ("-p", padre)]
        if firma:
            opciones = [f"-S{firma}", *opciones]
        configuracion = ("-c", "gpg.format=ssh") if firma else ()
        return (
            self.correr(
                *configuracion,
                "commit-tree", *opciones, arbol,
                entrada=mensaje.encode(),
                ambiente=firmante.ambiente(),
            )
            .decode()
            .strip()
        )  # fmt: skip

    def guardar(self, contenido: bytes) -> str:
        """Guarda un blob y lo devuelve."""
        return self.correr("hash-object", "-w", "--stdin", entrada=contenido).decode().strip()

    def fundir(self, tronco: str, rama: str) -> Fusion:
        """Une dos commits sin tocar archivos: el árbol que resulta y lo que choca."""
        salida = self.correr(
            "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", tronco, rama,
            admite=(0, 1),
        )  # fmt: skip
        arbol, *choques = salida.split(b"\0")[:-1]
        return Fusion(arbol.decode(), tuple(sorted({ruta_de_git(c) for c in choques if c})))

    def mover(self, movidas: Iterable[Movida]) -> None:
        """Mueve referencias, todas o ninguna, si cada una sigue en su valor viejo."""
        renglones = ["start"]
        for m in movidas:
            if m.nuevo:
                renglones.append(f"update {m.referencia} {m.nuevo} {m.viejo or NADA}")
            else:
                renglones.append(f"delete {m.referencia} {m.viejo}")
        renglones += ["prepare", "commit", ""]
        self.correr("update-ref", "--stdin", entrada="\n".join(renglones).encode())

    def _arbol_con(self, base: str, cambios: Mapping[str, bytes | None]) -> str:
        """El árbol de `base` con los archivos cambiados, por un índice que se tira."""
        with _indice_de_paso() as ambiente:
            self.correr("read-tree", f"{base}^{{tree}}", ambiente=ambiente)
            renglones = []
            for ruta, contenido in cambios.items():
                if contenido is None:
                    renglones.append(f"0 {NADA}\t{ruta}\0")
                else:
                    renglones.append(f"{_ARCHIVO} {self.guardar(contenido)}\t{ruta}\0")
            self.correr(
                "update-index", "-z", "--index-info",
                entrada="".join(renglones).encode("utf-8", "surrogateescape"),
                ambiente=ambiente,
            )  # fmt: skip
            return self.correr("write-tree", ambiente=ambiente).decode().strip()


@contextmanager
def _indice_de_paso() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="conoceles-indice-") as carpeta:
        yield {"GIT_INDEX_FILE": str(Path(carpeta) / "indice")}


def leer_tocado(crudo: bytes) -> Tocado:
    """De `:100644 100644 <antes> <después> M`."""
    _, _, antes, despues, estado = crudo.decode().split()
    return Tocado(estado, antes.replace(NADA, ""), despues.replace(NADA, ""))


def ruta_de_git(cruda: bytes) -> str:
    """Una ruta de Git como texto; los bytes que no son UTF-8 se conservan aparte."""
    return cruda.decode("utf-8", "surrogateescape")


@cache
def _exigir_version() -> None:
    dicho = Git().version()
    hallada = _VERSION.search(dicho)
    if hallada is None or (int(hallada[1]), int(hallada[2])) < VERSION_MINIMA:
        pedida = ".".join(map(str, VERSION_MINIMA))
        raise ErrorConoceles(f"Hace falta Git {pedida} o posterior; aquí está «{dicho}».")
