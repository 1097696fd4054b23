"""¿Se nota cualquier manera de alterar la historia?"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.aceptacion.conftest import Terminal, preparar


@pytest.fixture(scope="module")
def _vivida(simulado: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Un expediente con varias propuestas, una rechazada, y un ancla; se hace una vez."""
    terminal = preparar(simulado, tmp_path_factory.mktemp("vivida"))
    formulas = sorted(terminal.raiz.rglob("*-MR-P-1.yml"))
    carpetas = list(dict.fromkeys(r.parent.relative_to(terminal.raiz).as_posix() for r in formulas))
    clave = next(filter(None, (_de_pah(terminal, r.stem) for r in formulas)))
    suya = terminal.ruta(clave).parent.relative_to(terminal.raiz).as_posix()
    for hora, carpeta in enumerate([suya, *(c for c in carpetas if c != suya)][:3], start=10):
        terminal(f"2024-04-25T{hora}:00", "entregar-cuentas", carpeta, "--cuenta", "UT")
    terminal.al_dia()
    ruta = terminal.escribir(clave)
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", "PAH-CAPTURA")
    terminal("2024-04-28T12:00", "rechazar", terminal.folio, "--causa", "archivo", "--cuenta", "UT")
    terminal("2024-04-28T13:00", "proponer", str(ruta), "--cuenta", "PAH-CAPTURA")
    folio = terminal.folio
    terminal("2024-04-28T14:00", "validar-propuesta", folio, "--cuenta", "PAH-SUPERVISORA")
    terminal("2024-04-28T15:00", "integrar", folio, "--cuenta", "UT")
    terminal.al_dia()
    terminal("2024-04-29T09:00", "historial", "anclar", "--cuenta", "UT")
    assert "intacta" in terminal(
        "2024-04-29T10:00", "historial", "verificar", "--todo", "--cuenta", "UT"
    )
    return terminal


def _de_pah(terminal: Terminal, clave: str) -> str:
    """La clave, si por ella captura PAH y ya había capturado."""
    texto = next(terminal.llenas.glob(f"*/*/*/{clave}.yml")).read_text("utf-8")
    suya = re.search(r'postulante: "PAH"|captura_por: "PAH"', texto)
    return clave if suya and "validada:" in texto and "baja:" not in texto else ""


@pytest.fixture
def historia(_vivida: Terminal, tmp_path: Path) -> tuple[Terminal, Path]:
    """Una copia de esa historia y de su depósito común, para alterarla."""
    raiz, comun = tmp_path / "proceso", tmp_path / "comun.git"
    shutil.copytree(_vivida.raiz, raiz)
    shutil.copytree(_vivida.raiz.parent / "comun.git", comun)
    terminal = Terminal(raiz, _vivida.llenas)
    terminal.git("remote", "set-url", "origin", str(comun))
    return terminal, comun


def _git(donde: Path, *orden: str, entrada: str = "", hora: str = "1714400000 -0600") -> str:
    quien = {
        "GIT_AUTHOR_NAME": "UT", "GIT_AUTHOR_EMAIL": "ut@conoceles.invalid",
        "GIT_COMMITTER_NAME": "UT", "GIT_COMMITTER_EMAIL": "ut@conoceles.invalid",
        "GIT_AUTHOR_DATE": hora, "GIT_COMMITTER_DATE": hora,
    }  # fmt: skip
    hecha = subprocess.run(
        ["git", *orden], cwd=donde, input=entrada, capture_output=True, text=True, check=True,
        env={**os.environ, **quien},
    )  # fmt: skip
    return hecha.stdout.strip()


def _mover(comun: Path, commit: str) -> None:
    _git(comun, "update-ref", "refs/heads/main", commit)


def _reescribir(comun: Path, *, quitar: int = 0, mensaje: str = "") -> None:
    """Rehace la última unión, con otro mensaje o sobre un padre anterior."""
    padres = _git(comun, "log", "-1", "--format=%P", "main").split()
    arbol = _git(comun, "rev-parse", "main^{tree}")
    dicho = _git(comun, "log", "-1", "--format=%B", "main") + mensaje
    primero = _git(comun, "rev-parse", f"{padres[0]}~{quitar}") if quitar else padres[0]
    _mover(
        comun,
        _git(comun, "commit-tree", arbol, "-p", primero, "-p", padres[1], entrada=f"{dicho}\n"),
    )


def _enmendar(comun: Path) -> None:
    _reescribir(comun, mensaje="\nMotivo: otro")


def _saltar_un_commit(comun: Path) -> None:
    _reescribir(comun, quitar=1)


def _regresar(comun: Path) -> None:
    _mover(comun, _git(comun, "rev-parse", "main~1"))


def _aplastar(comun: Path) -> None:
    arbol, base = _git(comun, "rev-parse", "main^{tree}"), _git(comun, "rev-parse", "main~2")
    mensaje = _git(comun, "log", "-1", "--format=%B", "main")
    _mover(comun, _git(comun, "commit-tree", arbol, "-p", base, entrada=mensaje))


def _reordenar(comun: Path) -> None:
    """Las dos últimas uniones, en el otro orden."""
    ultima, previa = _git(comun, "rev-parse", "main"), _git(comun, "rev-parse", "main~1")
    base = _git(comun, "rev-parse", "main~2")
    for union in (ultima, previa):
        rama = _git(comun, "rev-parse", f"{union}^2")
        arbol = _git(comun, "merge-tree", "--write-tree", base, rama).split()[0]
        mensaje = _git(comun, "log", "-1", "--format=%B", union)
        base = _git(comun, "commit-tree", arbol, "-p", base, "-p", rama, entrada=f"{mensaje}\n")
    _mover(comun, base)


def _borrar_la_rechazada(comun: Path) -> None:
    integradas = _git(comun, "log", "--format=%H", "main").split()
    for linea in _git(comun, "for-each-ref", "refs/propuestas").splitlines():
        objeto, _, referencia = linea.split()
        if objeto not in integradas:
            _git(comun, "update-ref", "-d", referencia)


def _cambiar_una_constancia(comun: Path) -> None:
    referencia = _git(comun, "for-each-ref", "--format=%(refname)", "refs/propuestas")
    primero = _git(comun, "rev-list", "--max-parents=0", "main")
    _git(comun, "update-ref", referencia.splitlines()[0], primero)


ALTERACIONES: dict[str, Callable[[Path], None]] = {
    "enmendar el último commit": _enmendar,
    "saltarse un commit": _saltar_un_commit,
    "regresar el tronco": _regresar,
    "aplastar varios en uno": _aplastar,
    "cambiar el orden": _reordenar,
    "borrar la propuesta rechazada": _borrar_la_rechazada,
    "mover una constancia": _cambiar_una_constancia,
}


@pytest.mark.parametrize("como", list(ALTERACIONES))
def test_quien_ya_la_vio_y_quien_guardo_el_ancla_lo_notan(
    como: str, historia: tuple[Terminal, Path], tmp_path: Path
) -> None:
    terminal, comun = historia
    etiqueta = terminal.git("for-each-ref", "--format=%(contents)", "refs/tags/ancla")
    (tmp_path / "ancla.json").write_text(etiqueta, encoding="utf-8")
    ALTERACIONES[como](comun)

    # Una copia nueva, que no vio nada antes, con el ancla que se publicó.
    otra = tmp_path / "otra"
    _git(tmp_path, "clone", "--quiet", str(comun), str(otra))
    nueva = Terminal(otra, terminal.llenas)
    dicho = nueva(
        "2024-04-30", "historial", "verificar", "--cuenta", "UT",
        "--ancla", str(tmp_path / "ancla.json"), espera=1,
    )  # fmt: skip
    assert re.search(r"se reescribió|Falta la constancia|ya no contiene", dicho)

    # Y la copia que ya la había visto, sin ancla.
    if "borrar" in como:
        terminal("2024-04-30", "historial", "verificar", "--cuenta", "UT")
    else:
        terminal("2024-04-30", "historial", "verificar", "--cuenta", "UT", espera=2)
        assert "reescribió" in terminal.dijo


def _agregar(
    comun: Path, cambiar: Callable[[str], str], mensaje: str, *, autor: str = "UT"
) -> None:
    """Un commit sobre el tronco, con Git y a mano, que cambia un expediente."""
    ruta = _git(comun, "ls-tree", "-r", "--name-only", "main", "candidaturas").splitlines()
    archivo = next(r for r in ruta if r.endswith("-P-1.yml"))
    texto = cambiar(_git(comun, "show", f"main:{archivo}") + "\n")
    blob = _git(comun, "hash-object", "-w", "--stdin", entrada=texto)
    indice = {"GIT_INDEX_FILE": str(comun / "indice-de-paso")}
    for orden in (
        ["read-tree", "main"],
        ["update-index", "--add", "--cacheinfo", f"100644,{blob},{archivo}"],
    ):
        subprocess.run(["git", *orden], cwd=comun, check=True, env={**os.environ, **indice})
    arbol = subprocess.run(
        ["git", "write-tree"], cwd=comun, check=True, env={**os.environ, **indice},
        capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    quien = {"GIT_AUTHOR_EMAIL": f"{autor.lower()}@conoceles.invalid", "GIT_AUTHOR_NAME": autor}
    commit = subprocess.run(
        ["git", "commit-tree", arbol, "-p", "main"], cwd=comun, check=True, input=mensaje,
        capture_output=True, text=True,
        env={**os.environ, "GIT_COMMITTER_NAME": autor, "GIT_COMMITTER_EMAIL": "x@y", **quien},
    ).stdout.strip()  # fmt: skip
    _mover(comun, commit)


def _otra_edad(texto: str) -> str:
    return re.sub(r"  edad: \d+", "  edad: 99", texto)


def _se_valida(texto: str) -> str:
    abierto = texto.rstrip("\n").replace("tramite: {}", "tramite:")
    return f'{abierto}\n  validada: "2024-04-29T10:00:00-06:00"\n'


A_MANO: dict[str, tuple[Callable[[str], str], str, str, str]] = {
    "sin remolques": (_otra_edad, "un ajuste\n", "UT", "no dice qué acto es"),
    "sin propuesta": (_otra_edad, "un ajuste\n", "UT", "sin haber entrado por una propuesta"),
    "otro autor": (
        _otra_edad,
        "x\n\nAccion: registrar\nModulo: registro\nUsuario: UT\nFolio: FOLIO-1\n",
        "PAH-CAPTURA",
        "su autor es otro",
    ),
    "sin facultad": (
        _otra_edad,
        "x\n\nAccion: registrar\nModulo: registro\nUsuario: PAH-CAPTURA\nFolio: FOLIO-1\n",
        "PAH-CAPTURA",
        "lo hace la unidad responsable",
    ),
    "campos falsos": (
        _otra_edad,
        "x\n\nAccion: registrar\nModulo: registro\nUsuario: UT\nFolio: FOLIO-1\n",
        "UT",
        "no dice lo que cambia",
    ),
    "una validación que nadie hizo": (
        _se_valida,
        "x\n\nAccion: registrar\nModulo: registro\nUsuario: UT\nFolio: FOLIO-1\n",
        "UT",
        "no puede cambiar /tramite/validada",
    ),
}


@pytest.mark.parametrize("como", list(A_MANO))
def test_un_commit_hecho_a_mano_se_nombra(como: str, historia: tuple[Terminal, Path]) -> None:
    terminal, comun = historia
    cambiar, mensaje, autor, dice = A_MANO[como]
    _agregar(comun, cambiar, mensaje, autor=autor)

    dicho = terminal("2024-04-30", "historial", "verificar", "--cuenta", "UT", espera=1)

    assert dice in dicho
    assert _git(comun, "rev-parse", "main")[:10] in dicho


def test_una_union_que_trae_algo_de_mas_se_nombra(historia: tuple[Terminal, Path]) -> None:
    terminal, comun = historia
    padres = _git(comun, "log", "-1", "--format=%P", "main").split()
    mensaje = _git(comun, "log", "-1", "--format=%B", "main")
    blob = _git(comun, "hash-object", "-w", "--stdin", entrada="algo\n")
    arbol = _git(
        comun, "mktree",
        entrada=_git(comun, "ls-tree", "main") + f"\n100644 blob {blob}\tproceso-extra.yml\n",
    )  # fmt: skip
    _git(comun, "update-ref", "-d", _git(comun, "for-each-ref", "--format=%(refname)", "refs/tags"))
    terminal.git("tag", "-d", terminal.git("tag"))
    terminal.git("update-ref", "refs/remotes/origin/main", padres[0])
    _mover(
        comun,
        _git(comun, "commit-tree", arbol, "-p", padres[0], "-p", padres[1], entrada=f"{mensaje}\n"),
    )

    dicho = terminal("2024-04-30", "historial", "verificar", "--todo", "--cuenta", "UT", espera=1)

    assert "alguien le metió mano" in dicho


def test_el_historial_de_una_candidatura_dice_lo_que_paso(
    historia: tuple[Terminal, Path],
) -> None:
    terminal, _ = historia
    clave = re.search(
        r"Candidatura: (\S+)\nCampos: \S+ /curricular", terminal.git("log", "--format=%B")
    )

    assert clave is not None
    dicho = terminal("2024-04-30", "historial", clave[1], "--formato", "csv")
    acciones = [renglon.split(",")[3] for renglon in dicho.splitlines()[1:]]
    assert ["entregar-cuenta", "integrar", "capturar", "validar", "integrar"] == acciones
    assert "@" not in dicho
    assert "movimientos." in terminal("2024-04-30", "historial")
    assert '"accion": "validar"' in terminal("2024-04-30", "historial", "--formato", "json")
