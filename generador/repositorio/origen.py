"""¿De qué versión de los datos sale lo que se construye?"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from git import InvalidGitRepositoryError, NoSuchPathError, Repo


@dataclass(frozen=True, slots=True)
class Version:
    """El commit del que salen los datos, y su fecha."""

    commit: str
    fecha: datetime


def version_de(raiz: Path) -> Version | None:
    """El último commit que tocó `raiz`; None si no está en un repositorio con historia."""
    try:
        with Repo(raiz, search_parent_directories=True) as repositorio:
            if not repositorio.head.is_valid():
                return None
            ultimo = next(repositorio.iter_commits(paths=str(raiz.resolve()), max_count=1), None)
            commit = ultimo or repositorio.head.commit
            return Version(commit.hexsha, commit.committed_datetime.astimezone(UTC))
    except (InvalidGitRepositoryError, NoSuchPathError):
        return None
