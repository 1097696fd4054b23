"""¿De qué commit sale lo que se construye?"""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generador.repositorio.origen import version_de

CUANDO = "2024-05-20T12:00:00-06:00"


def _git(carpeta: Path, *orden: str) -> None:
    ambiente = {**os.environ, "GIT_AUTHOR_DATE": CUANDO, "GIT_COMMITTER_DATE": CUANDO}
    identidad = ["-c", "user.name=Prueba", "-c", "user.email=prueba@ejemplo.invalid"]
    subprocess.run(["git", *identidad, *orden], cwd=carpeta, check=True, env=ambiente)


def _con_historia(carpeta: Path) -> Path:
    _git(carpeta, "init", "-q", "-b", "main")
    (carpeta / "datos").mkdir()
    (carpeta / "datos" / "a.yml").write_text("a: 1\n", encoding="utf-8")
    _git(carpeta, "add", ".")
    _git(carpeta, "commit", "-q", "-m", "datos: el primero")
    return carpeta


def test_da_el_ultimo_commit_que_toco_la_carpeta(tmp_path: Path) -> None:
    raiz = _con_historia(tmp_path)
    primera = version_de(raiz / "datos")
    (raiz / "otro.txt").write_text("x", encoding="utf-8")
    _git(raiz, "add", ".")
    _git(raiz, "commit", "-q", "-m", "otro: no toca los datos")

    assert primera is not None
    assert version_de(raiz / "datos") == primera
    assert primera.fecha == datetime(2024, 5, 20, 18, tzinfo=UTC)
    assert len(primera.commit) == 40


def test_sin_repositorio_no_hay_version(tmp_path: Path) -> None:
    assert version_de(tmp_path) is None


def test_un_repositorio_sin_commits_no_tiene_version(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")

    assert version_de(tmp_path) is None
