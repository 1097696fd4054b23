"""¿Queda el mismo árbol que habría escrito Git con su índice, sin leer las demás carpetas?"""

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generador.repositorio.deposito import Deposito, Firmante

FIRMANTE = Firmante("UT", "ut@ejemplo.invalid", datetime(2024, 5, 20, 18, tzinfo=UTC))
ARCHIVOS = {
    "proceso.yml": b"version: 1\n",
    "a/uno/x.yml": b"x\n",
    "a/uno/y.yml": b"y\n",
    "a/dos/z.yml": b"z\n",
    "a.b/otra.yml": b"o\n",
    "b/ñandú.yml": "ñ\n".encode(),
}


def _git(carpeta: Path, *orden: str) -> str:
    hecha = subprocess.run(["git", *orden], cwd=carpeta, check=True, capture_output=True, text=True)
    return hecha.stdout.strip()


def _escribir(carpeta: Path, cambios: Mapping[str, bytes | None]) -> None:
    for ruta, contenido in cambios.items():
        if contenido is None:
            (carpeta / ruta).unlink()
        else:
            (carpeta / ruta).parent.mkdir(parents=True, exist_ok=True)
            (carpeta / ruta).write_bytes(contenido)


@pytest.fixture
def deposito(tmp_path: Path) -> Deposito:
    uno = Deposito.crear(tmp_path)
    _escribir(tmp_path, ARCHIVOS)
    uno.primer_commit("main", "configuracion: empieza\n", FIRMANTE)
    return uno


@pytest.mark.parametrize(
    "cambios",
    [
        {"a/uno/x.yml": b"otro\n"},
        {"a/uno/nuevo.yml": b"n\n", "a/tres/honda/w.yml": b"w\n"},
        {"a/dos/z.yml": None},
        {"a/uno/x.yml": None, "a/uno/y.yml": None, "a/dos/z.yml": None},
        {"proceso.yml": b"version: 2\n", "a.b/otra.yml": None, "b/ñandú.yml": b"n\n"},
        dict.fromkeys(ARCHIVOS),
    ],
    ids=["cambia", "agrega", "vacia-una", "vacia-todas-las-de-una", "en-la-raiz", "no-deja-nada"],
)
def test_el_commit_trae_el_arbol_que_habria_escrito_git(
    deposito: Deposito, cambios: dict[str, bytes | None]
) -> None:
    commit = deposito.confirmar(deposito.commit("main"), cambios, "captura: una\n", FIRMANTE)

    _escribir(deposito.carpeta, cambios)
    _git(deposito.carpeta, "add", "--all")
    assert _git(deposito.carpeta, "write-tree") == _git(
        deposito.carpeta, "rev-parse", f"{commit}^{{tree}}"
    )


def test_una_carpeta_toma_el_lugar_de_un_archivo(deposito: Deposito) -> None:
    cambios = {"proceso.yml/dentro.yml": b"d\n"}

    commit = deposito.confirmar(deposito.commit("main"), cambios, "captura: una\n", FIRMANTE)

    assert "proceso.yml/dentro.yml" in deposito.archivos(commit)
    assert "proceso.yml" not in deposito.archivos(commit)
    assert "" == _git(deposito.carpeta, "fsck", "--strict", "--no-dangling")


def test_la_carpeta_de_trabajo_y_su_indice_no_se_mueven(deposito: Deposito) -> None:
    deposito.confirmar(
        deposito.commit("main"), {"a/uno/x.yml": b"otro\n"}, "captura: una\n", FIRMANTE
    )

    assert "" == _git(deposito.carpeta, "status", "--porcelain")


def test_lo_que_no_existe_no_tiene_contenido(deposito: Deposito) -> None:
    assert deposito.leer("main", "a/nada.yml") is None
    assert b"x\n" == deposito.leer("main", "a/uno/x.yml")


def test_sin_carpeta_de_trabajo_la_carpeta_es_la_de_git(tmp_path: Path) -> None:
    _git(tmp_path, "init", "--quiet", "--bare", "comun.git")

    deposito = Deposito.abrir(tmp_path / "comun.git")

    assert (tmp_path / "comun.git").resolve() == deposito.carpeta == deposito.interna
