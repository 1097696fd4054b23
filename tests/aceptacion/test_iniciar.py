"""¿`conoceles iniciar` deja un repositorio de datos que se valida y construye enseguida?"""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from generador.archivos.carga import cargar
from generador.archivos.inicio import plantillas
from generador.cli import conoceles
from generador.cli.opciones import instante

RAIZ = Path(__file__).parents[2]
FICTICIAS = ("extraordinaria-municipio", "modelo")


def correr(*argumentos):
    """La orden, como proceso aparte y desde otra carpeta."""
    return subprocess.run(
        [sys.executable, "-m", "generador", *map(str, argumentos)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(RAIZ)},
    )


@pytest.fixture
def nueva(tmp_path):
    """Una carpeta recién iniciada con la plantilla por omisión."""
    carpeta = tmp_path / "mi-proceso"
    hecho = CliRunner().invoke(conoceles, ["iniciar", str(carpeta)])

    assert hecho.exit_code == 0, hecho.output
    return carpeta


def archivos(carpeta):
    return {r.relative_to(carpeta).as_posix() for r in carpeta.rglob("*") if r.is_file()}


def test_escribe_un_repositorio_solo_de_datos(nueva):
    esperado = {
        ".gitattributes",
        ".github/CODEOWNERS",
        ".github/dependabot.yml",
        ".github/guarda_rutas.py",
        ".github/workflows/publicar.yml",
        ".github/workflows/validar.yml",
        ".gitignore",
        "LEEME.md",
        "README.md",
        "candidaturas/ayuntamientos/001-villa-de-ejemplo/pej/AYU-001-PEJ-PRES-P-1.yml",
        "candidaturas/ayuntamientos/001-villa-de-ejemplo/pej/AYU-001-PEJ-PRES-S-1.yml",
        "catalogos/lugares.csv",
        "catalogos/secciones.csv",
        "proceso.yml",
        "requirements.txt",
    }

    assert esperado == archivos(nueva)


def test_lo_recien_iniciado_se_valida_sin_errores_ni_avisos(nueva):
    hecho = CliRunner().invoke(conoceles, ["--raiz", str(nueva), "validar"])

    assert (hecho.exit_code, hecho.output) == (0, "Se revisaron 2 archivos: sin hallazgos.\n")


def test_como_proceso_de_verdad_escribe_valida_y_dice_lo_que_sigue(tmp_path):
    carpeta = tmp_path / "otro"
    iniciado = correr("iniciar", carpeta)
    validado = correr("--raiz", carpeta, "validar")

    assert iniciado.returncode == 0, iniciado.stderr
    assert iniciado.stdout.startswith("Se escribieron 15 archivos en ")
    assert f"conoceles --raiz {carpeta} construir" in iniciado.stdout
    assert (validado.returncode, validado.stderr) == (0, "")


def test_lo_recien_iniciado_se_construye_y_muestra_su_primera_candidatura(nueva):
    hecho = correr("--raiz", nueva, "construir")
    ficha = nueva / "publico" / "candidaturas" / "ayu-001-pej-pres-p-1" / "index.html"

    assert hecho.returncode == 0, hecho.stderr
    assert (nueva / "publico" / "index.html").is_file()
    assert (nueva / "publico" / "datos" / "datapackage.json").is_file()
    assert "Citlali Ejemplo Ficticia" in ficha.read_text(encoding="utf-8")


@pytest.mark.parametrize("plantilla", plantillas())
def test_cada_plantilla_inicia_sin_hallazgos_y_sin_marcas_por_llenar(tmp_path, plantilla):
    carpeta = tmp_path / plantilla
    hecho = CliRunner().invoke(conoceles, ["iniciar", str(carpeta), "--plantilla", plantilla])
    conjunto = cargar(carpeta, instante(None))
    marcados = [n for n in archivos(carpeta) if b"@@" in (carpeta / n).read_bytes()]

    assert hecho.exit_code == 0, hecho.output
    assert [h for h in conjunto.hallazgos if h.nivel == "error"] == []
    assert marcados == []
    assert bool(conjunto.candidaturas) == (plantilla in FICTICIAS)


def test_fija_la_version_del_programa_con_que_se_escribio(nueva):
    renglones = (nueva / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert renglones[-1] == f"conoceles=={version('conoceles')}"


def test_el_readme_dice_el_nombre_y_las_tres_ordenes(nueva):
    texto = (nueva / "README.md").read_text(encoding="utf-8")

    assert texto.startswith("# Elección de ejemplo\n")
    assert all(f"\nconoceles {verbo}" in texto for verbo in ("validar", "construir", "servir"))


def test_git_ignora_lo_construido_y_la_identidad(nueva):
    ignorado = (nueva / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert {"publico/", "identidad-publica.json"} <= set(ignorado)


def test_los_flujos_pasan_las_revisiones_de_este_repositorio(nueva):
    flujos = sorted((nueva / ".github" / "workflows").iterdir())
    binarios = Path(sys.executable).parent
    forma = [binarios / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *flujos]
    dependabot = nueva / ".github" / "dependabot.yml"
    otra = [binarios / "check-jsonschema", "--builtin-schema", "vendor.dependabot", dependabot]
    seguros = [binarios / "zizmor", "--offline", "--no-progress", "--quiet", nueva / ".github"]

    for orden in (forma, otra, seguros):
        hecho = subprocess.run(orden, capture_output=True, text=True, check=False)

        assert hecho.returncode == 0, hecho.stdout + hecho.stderr


def test_los_flujos_usan_las_mismas_acciones_fijadas_que_este_repositorio(nueva):
    def acciones(carpeta):
        textos = [ruta.read_text(encoding="utf-8") for ruta in sorted(carpeta.glob("*.yml"))]
        return {r.strip() for t in textos for r in t.splitlines() if "uses:" in r}

    propias = acciones(nueva / ".github" / "workflows")

    assert propias <= acciones(RAIZ / ".github" / "workflows")
    assert propias


def test_la_guarda_de_rutas_es_la_de_este_repositorio(nueva):
    guarda = Path(".github", "guarda_rutas.py")

    assert (RAIZ / guarda).read_bytes() == (nueva / guarda).read_bytes()


def test_se_niega_si_la_carpeta_esta_ocupada_y_no_toca_nada(tmp_path):
    (tmp_path / "nota.txt").write_text("mía", encoding="utf-8")
    hecho = correr("iniciar", tmp_path)

    assert hecho.returncode == 2
    assert hecho.stderr == f"conoceles: {tmp_path} no está vacía: elija otra carpeta.\n"
    assert archivos(tmp_path) == {"nota.txt"}


def test_se_niega_si_la_carpeta_es_un_archivo(tmp_path):
    ruta = tmp_path / "nota.txt"
    ruta.write_text("mía", encoding="utf-8")
    hecho = CliRunner().invoke(conoceles, ["iniciar", str(ruta)])

    assert hecho.exit_code == 2
    assert ruta.read_text(encoding="utf-8") == "mía"


def test_empieza_en_un_repositorio_recien_creado(tmp_path):
    (tmp_path / ".git").mkdir()
    hecho = CliRunner().invoke(conoceles, ["iniciar", str(tmp_path)])

    assert hecho.exit_code == 0, hecho.output
    assert (tmp_path / "proceso.yml").is_file()


def test_una_plantilla_que_no_existe_enumera_las_que_hay(tmp_path):
    hecho = correr("iniciar", tmp_path / "x", "--plantilla", "marciana")

    assert hecho.returncode == 2
    assert hecho.stderr == (
        "conoceles: No hay plantilla «marciana». Las que hay: edomex-2024, "
        "extraordinaria-municipio, gubernatura-2023, modelo.\n"
    )
    assert not (tmp_path / "x").exists()
