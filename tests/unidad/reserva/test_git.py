"""Lo que guarda Git se busca todo: alcanzado o no, contenido, mensajes y nombres."""

import subprocess
from pathlib import Path

import pytest

from generador.repositorio.deposito import Deposito
from generador.repositorio.objetos import archivos_de_git, enumerar_objetos, leer_objetos
from generador.reserva.agujas import Acerico, Aguja, buscar
from generador.reserva.arboles import Arboles
from generador.reserva.expediente import sin_curricular

_TEXTO = "zqcanario en git de verdad"
AGUJA = Aguja("AYU-001-PAH-PRES-P-1", "i03_otra", _TEXTO)


@pytest.fixture
def raiz(tmp_path: Path) -> Path:
    """Un repositorio con un commit que no dice nada."""
    _git(tmp_path, "init", "--quiet", "--initial-branch=main")
    _confirmar(tmp_path, "leame.txt", "nada", "primero")
    return tmp_path


def _git(raiz: Path, *orden: str, entrada: str = "") -> str:
    quien = ("-c", "user.name=UT", "-c", "user.email=ut@conoceles.invalid")
    return subprocess.run(
        ["git", *quien, *orden], cwd=raiz, input=entrada, capture_output=True, text=True, check=True
    ).stdout.strip()


def _confirmar(raiz: Path, nombre: str, texto: str, mensaje: str) -> None:
    (raiz / nombre).write_text(texto, encoding="utf-8")
    _git(raiz, "add", "--all")
    _git(raiz, "commit", "--quiet", "--message", mensaje)


def _clases(raiz: Path) -> list[str]:
    """De qué clase es cada objeto en que se halla la aguja."""
    deposito = Deposito.abrir(raiz)
    objetos = leer_objetos(deposito, enumerar_objetos(deposito))
    arboles = Arboles(Acerico([AGUJA]))
    halladas = (
        arboles.buscar(nombre, crudo)
        if nombre.startswith("tree ")
        else buscar([AGUJA], [(nombre, sin_curricular(crudo))])
        for nombre, crudo in objetos
    )
    return sorted(hallada.lugar.split()[0] for suyas in halladas for hallada in suyas)


def test_un_repositorio_limpio_no_dice_nada(raiz: Path) -> None:
    assert [] == _clases(raiz)


def test_halla_un_archivo_que_se_borro_despues(raiz: Path) -> None:
    _confirmar(raiz, "nota.txt", f"dijo: {_TEXTO.upper()}", "uno")
    _confirmar(raiz, "nota.txt", "ya no", "dos")

    assert ["blob"] == _clases(raiz)


def test_halla_un_objeto_que_nada_alcanza(raiz: Path) -> None:
    _git(raiz, "hash-object", "-w", "--stdin", entrada=_TEXTO)

    assert ["blob"] == _clases(raiz)


def test_halla_lo_empacado(raiz: Path) -> None:
    _confirmar(raiz, "nota.txt", _TEXTO, "uno")
    _git(raiz, "gc", "--quiet")

    assert ["blob"] == _clases(raiz)


def test_halla_el_mensaje_de_un_commit_y_el_de_una_etiqueta(raiz: Path) -> None:
    _confirmar(raiz, "nota.txt", "nada", f"capturar: {_TEXTO}")
    _git(raiz, "tag", "--annotate", "--message", _TEXTO, "ancla")

    assert ["commit", "tag"] == _clases(raiz)


def test_halla_el_nombre_de_un_archivo(raiz: Path) -> None:
    _confirmar(raiz, f"{_TEXTO}.txt", "nada", "uno")

    assert ["tree"] == _clases(raiz)


def test_halla_el_nombre_en_cada_arbol_que_lo_lleva(raiz: Path) -> None:
    _confirmar(raiz, "otro.txt", "nada", "uno")
    for numero in range(3):
        _confirmar(raiz, f"{_TEXTO}.txt", f"nada {numero}", "otra vez")

    assert ["tree"] * 3 == _clases(raiz)


def test_un_arbol_que_no_se_entiende_se_mira_entero() -> None:
    arboles = Arboles(Acerico([AGUJA]))
    limpio = b"100644 leame.txt\0" + b"\1" * 20
    sucio = limpio + _TEXTO.encode()

    assert [[], ["UTF-16"], ["UTF-16"]] == [
        [h.forma for h in arboles.buscar("tree", crudo)] for crudo in (limpio, sucio, sucio)
    ]


def test_halla_el_nombre_de_una_rama_y_lo_que_no_es_un_objeto(raiz: Path) -> None:
    _git(raiz, "branch", _TEXTO.replace(" ", "-"))
    (raiz / ".git" / "MERGE_MSG").write_text(_TEXTO, encoding="utf-8")
    archivos = sorted(archivos_de_git(Deposito.abrir(raiz)))

    halladas = {h.lugar for h in buscar([AGUJA], ((str(a), a.read_bytes()) for a in archivos))}
    assert any(lugar.endswith("MERGE_MSG") for lugar in halladas)
    assert any("refs/heads/" in lugar for lugar in halladas)
    assert not any("/objects/" in str(archivo) for archivo in archivos)


_EXPEDIENTE = """\
version: 1
clave: "AYU-001-PAH-PRES-P-1"
registro:
  nombre: "Ana"
curricular:
  motivo: |
    Lo digo en público.

    {curricular}
  propuestas:
    - "una"
identidad:
  estado: "depositada"
tramite:
  folio: "{tramite}"
"""


@pytest.mark.parametrize(
    ("curricular", "tramite", "esperado"),
    [(_TEXTO, "nada", []), ("nada", _TEXTO, ["blob"]), (_TEXTO, _TEXTO, ["blob"])],
)
def test_lo_escrito_en_el_curricular_no_es_fuga_y_lo_demas_si(
    raiz: Path, curricular: str, tramite: str, esperado: list[str]
) -> None:
    _confirmar(raiz, "uno.yml", _EXPEDIENTE.format(curricular=curricular, tramite=tramite), "uno")

    assert esperado == _clases(raiz)


def test_un_bloque_curricular_fuera_de_un_expediente_no_disculpa(raiz: Path) -> None:
    _confirmar(raiz, "nota.txt", f"curricular:\n  motivo: {_TEXTO}\n", "uno")

    assert ["blob"] == _clases(raiz)
