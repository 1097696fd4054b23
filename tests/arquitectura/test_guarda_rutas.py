"""¿Una propuesta de datos solo puede tocar su propia carpeta?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GUARDA = Path(__file__).parents[2] / ".github" / "guarda_rutas.py"
CARPETA = "candidaturas/ayuntamientos/106-tlatlaya/pah"
CLAVE = "AYU-106-PAH-REG02-P-1"


@pytest.fixture
def repo(tmp_path):
    """Un repositorio con una candidatura y un programa; da una función que corre git en él."""
    ambiente = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Prueba",
        "GIT_AUTHOR_EMAIL": "prueba@conoceles.invalid",
        "GIT_COMMITTER_NAME": "Prueba",
        "GIT_COMMITTER_EMAIL": "prueba@conoceles.invalid",
    }

    def git(*argumentos):
        return subprocess.run(
            ["git", *argumentos], cwd=tmp_path, env=ambiente, check=True, capture_output=True
        ).stdout

    git("init", "-q", "-b", "main")
    escribir(tmp_path, f"{CARPETA}/{CLAVE}.yml", "version: 1\n")
    escribir(tmp_path, "generador/reglas.py", "REGLAS = ()\n")
    git("add", "-A")
    git("commit", "-q", "-m", "base")
    git("switch", "-q", "-c", "propuesta")
    return tmp_path, git


def escribir(raiz, ruta, texto):
    archivo = raiz / ruta
    archivo.parent.mkdir(parents=True, exist_ok=True)
    archivo.write_text(texto, encoding="utf-8")


def revisar(repo):
    """Propone lo que hay en el árbol y devuelve (código de salida, lo que dijo la guarda)."""
    _, git = repo
    git("add", "-A")
    git("commit", "-q", "-m", "propuesta")
    crudo = git("diff", "--raw", "-z", "--no-renames", "--no-abbrev", "main...HEAD")
    proceso = subprocess.run(
        [sys.executable, str(GUARDA)], input=crudo, capture_output=True, check=False
    )
    return proceso.returncode, proceso.stdout.decode("utf-8")


def test_admite_cambiar_y_agregar_en_una_sola_carpeta(repo):
    escribir(repo[0], f"{CARPETA}/{CLAVE}.yml", "version: 1\nclave: x\n")
    escribir(repo[0], f"{CARPETA}/{CLAVE}.webp", "imagen")
    escribir(repo[0], f"{CARPETA}/AYU-106-PAH-REG02-S-1.yml", "version: 1\n")

    assert revisar(repo) == (0, "")


def test_admite_una_propuesta_del_programa_que_no_toca_datos(repo):
    escribir(repo[0], "generador/reglas.py", "REGLAS = (1,)\n")

    assert revisar(repo) == (0, "")


def test_rechaza_datos_y_programa_juntos(repo):
    escribir(repo[0], f"{CARPETA}/{CLAVE}.yml", "version: 1\nclave: x\n")
    escribir(repo[0], "generador/reglas.py", "REGLAS = (1,)\n")
    codigo, dicho = revisar(repo)

    assert codigo == 1
    assert "file=generador/reglas.py" in dicho


def test_rechaza_dos_carpetas(repo):
    escribir(repo[0], f"{CARPETA}/{CLAVE}.yml", "version: 1\nclave: x\n")
    escribir(
        repo[0], "candidaturas/ayuntamientos/106-tlatlaya/psd/AYU-106-PSD-PRES-P-1.yml", "v: 1"
    )
    codigo, dicho = revisar(repo)

    assert codigo == 1
    assert "más de una carpeta" in dicho


@pytest.mark.parametrize(
    "ruta",
    [
        f"{CARPETA}/LEEME.md",
        f"{CARPETA}/{CLAVE}.yaml",
        f"{CARPETA}/otra/{CLAVE}.yml",
        f"candidaturas/{CLAVE}.yml",
        f"{CARPETA}/.gitattributes",
        f"{CARPETA}/{CLAVE}.svg",
    ],
)
def test_rechaza_nombres_y_lugares_que_no_son_de_una_candidatura(repo, ruta):
    escribir(repo[0], ruta, "x")

    assert revisar(repo)[0] == 1


def test_rechaza_borrar_una_candidatura(repo):
    (repo[0] / f"{CARPETA}/{CLAVE}.yml").unlink()
    codigo, dicho = revisar(repo)

    assert codigo == 1
    assert "no se borra" in dicho


def test_rechaza_un_enlace_que_sale_de_la_carpeta(repo):
    (repo[0] / f"{CARPETA}/AYU-106-PAH-REG03-P-1.yml").symlink_to("../../../../generador/reglas.py")
    codigo, dicho = revisar(repo)

    assert codigo == 1
    assert "120000" in dicho


def test_un_nombre_de_archivo_no_inyecta_ordenes_en_la_salida(repo):
    escribir(repo[0], f"{CARPETA}/a\n::warning::b%.yml", "x")
    codigo, dicho = revisar(repo)

    assert codigo == 1
    assert len(dicho.splitlines()) == 1
