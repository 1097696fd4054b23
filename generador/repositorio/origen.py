"""¿De qué versión de los datos sale lo que se construye?"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from git import GitCommandNotFound, InvalidGitRepositoryError, NoSuchPathError, Repo

from generador.errores import ErrorConoceles
from generador.repositorio.orden import SIN_GIT


@dataclass(frozen=True, slots=True)
class Version:
    """El commit del que salen los datos, y su fecha."""

    commit: str
    fecha: datetime


def version_de(raiz: Path) -> Version | None:
    """De qué commit es lo que hay en `raiz`; None si no está en un repositorio con historia.

    Lanza `ErrorConoceles` si está y no hay con qué leerla.
    """
    try:
        with Repo(raiz, search_parent_directories=True) as repositorio:
            if not repositorio.head.is_valid():
                return None
            commit = repositorio.head.commit
            suya = Path(repositorio.working_tree_dir or "")
            if suya.resolve() != raiz.resolve():
                # La carpeta es parte de otro repositorio: vale el último commit que la tocó.
                carpeta = str(raiz.resolve())
                commit = next(repositorio.iter_commits(paths=carpeta, max_count=1), commit)
            return Version(commit.hexsha, commit.committed_datetime.astimezone(UTC))
    except (InvalidGitRepositoryError, NoSuchPathError):
        return None
    except GitCommandNotFound as error:
        raise ErrorConoceles(SIN_GIT) from error
