"""¿Cumple el código lo que prometen las convenciones, y nada de una máquina quedó escrito?"""

import ast
import re
import subprocess
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]
MODULOS = sorted((RAIZ / "generador").rglob("*.py"))
ESCRITOS = [r for r in MODULOS if not r.match("migraciones/0*.py")]
"""Los que escribe una persona: las migraciones las genera Django."""
GUIONES_DE_CAPTURA = sorted((RAIZ / "generador" / "captura").rglob("*.js"))
PLANTILLAS_DE_CAPTURA = sorted((RAIZ / "generador" / "captura").rglob("*.html"))
PLANTILLAS = sorted(
    ruta
    for ruta in (RAIZ / "sitio").rglob("*")
    if ruta.suffix in {".html", ".js", ".xml", ".css"} and ruta.is_file()
)

NOMBRES_VAGOS = {"utils", "util", "helpers", "helper", "common", "misc", "utilidades", "comun"}
PENDIENTES = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
PELIGROSO = re.compile(
    r"\|\s*safe\b|\bMarkup\(|\bmark_safe\b|\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|"
    r"document\.write\b|(?<![.\w])eval\(|(?<![.\w])exec\(|autoescape\s+false"
)
# Direcciones de máquina: registros de paquetes distintos del público y rutas de quien programa.
DE_MAQUINA = re.compile(
    r"(--(extra-)?index-url|--find-links|--trusted-host|registry\s*=|index-url\s*=)\s*\S+://|"
    r"(?<![\w.$}/-])/(work|home|root|Users|mnt|private|var/folders)/[\w.-]+"
)
# Carpetas de ejemplo que sí se nombran: la cuenta de la imagen de los flujos públicos.
PERMITIDO = re.compile(r"/home/runner\b")


def relativa(ruta: Path) -> str:
    return ruta.relative_to(RAIZ).as_posix()


def versionados() -> list[Path]:
    nombres = subprocess.run(
        ["git", "-C", str(RAIZ), "ls-files", "-z"], check=True, capture_output=True
    ).stdout
    rutas = [RAIZ / nombre.decode() for nombre in nombres.split(b"\0") if nombre]
    return [ruta for ruta in rutas if ruta.is_file()]


def textos() -> list[tuple[str, str]]:
    leidos = []
    for ruta in versionados():
        try:
            leidos.append((relativa(ruta), ruta.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return leidos


def test_ningun_modulo_tiene_un_nombre_que_no_dice_nada():
    assert [] == [relativa(r) for r in MODULOS if NOMBRES_VAGOS & {r.stem, *r.parts}]


def test_no_hay_pendientes_en_el_codigo():
    sospechosos = [*MODULOS, *PLANTILLAS, *(RAIZ / "tests").rglob("*.py")]

    assert [] == [relativa(r) for r in sospechosos if PENDIENTES.search(r.read_text("utf-8"))]


def test_nada_imprime_html_sin_escapar_ni_ejecuta_texto():
    hallados = [
        f"{relativa(ruta)}: {hallado.group()}"
        for ruta in [*MODULOS, *PLANTILLAS, *PLANTILLAS_DE_CAPTURA, *GUIONES_DE_CAPTURA]
        for hallado in PELIGROSO.finditer(ruta.read_text("utf-8"))
    ]

    assert [] == hallados


def test_las_importaciones_son_absolutas_y_no_importan_todo():
    malas = [
        f"{relativa(ruta)}:{nodo.lineno}"
        for ruta in MODULOS
        for nodo in ast.walk(ast.parse(ruta.read_text("utf-8")))
        if isinstance(nodo, ast.ImportFrom)
        and (nodo.level or any(alias.name == "*" for alias in nodo.names))
    ]

    assert [] == malas


def test_ningun_archivo_versionado_dice_de_que_maquina_salio():
    hallados = [
        f"{nombre}: {hallado.group()}"
        for nombre, texto in textos()
        if nombre != relativa(Path(__file__))
        for hallado in DE_MAQUINA.finditer(texto)
        if not PERMITIDO.search(hallado.group())
    ]

    assert [] == hallados


@pytest.mark.parametrize("ruta", ESCRITOS, ids=relativa)
def test_cada_modulo_y_cada_funcion_publica_dicen_para_que_son(ruta):
    arbol = ast.parse(ruta.read_text("utf-8"))
    primera = (ast.get_docstring(arbol) or "").split("\n\n")[0]
    definiciones = [arbol, *(n for n in arbol.body if isinstance(n, ast.ClassDef))]
    mudas = [
        f"{ruta.name}:{nodo.lineno} {nodo.name}"
        for lugar in definiciones
        if not getattr(lugar, "name", "").startswith("_")
        for nodo in lugar.body
        if isinstance(nodo, ast.FunctionDef | ast.ClassDef)
        and not nodo.name.startswith("_")
        and nodo.name != "Meta"  # la que Django pide dentro de cada modelo
        and not ast.get_docstring(nodo)
    ]

    assert primera
    assert "\n" not in primera, "la primera frase del módulo cabe en un renglón"
    assert [] == mudas


def test_nada_ocurre_al_importar():
    permitidos = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
        ast.If,
    )
    raros = [
        f"{relativa(ruta)}:{nodo.lineno}"
        for ruta in MODULOS
        for nodo in ast.parse(ruta.read_text("utf-8")).body
        if not isinstance(nodo, permitidos)
        and not (isinstance(nodo, ast.Expr) and isinstance(nodo.value, ast.Constant))
    ]

    assert ["generador/cli/__init__.py"] == sorted({r.rpartition(":")[0] for r in raros})
