"""¿Se escribe lo mismo que se capturó, sin que nada se ejecute?"""

import csv
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from generador.errores import ConstruccionFallida
from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.columnas import ColumnaDeDatos
from generador.publicacion.datos.exportes import (
    escribir_csv,
    escribir_csv_de_excel,
    escribir_xlsx,
    neutralizar,
)

HOSTILES = (
    '=HYPERLINK("https://ejemplo.invalid","clic")',
    "+5255",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "'=1+1",
    "''001",
    "001",
    "5 de mayo",
    "1E5",
    'Dijo "sí"; luego, «no»',
    "Dos\nrenglones",
    "]]><script>alert(1)</script>",
    "https://ejemplo.invalid/",
    "José Ñandú 🦙 áéíóú",
    "_x0041_ y _x005F_",
    " con espacios ",
    "'",
    "\\no_aplica",
)

CORTE = datetime(2024, 5, 20, 14, 30, tzinfo=UTC)


@pytest.fixture
def tabla() -> TablaDeDatos:
    return TablaDeDatos(
        "ejemplo",
        "Ejemplo",
        "",
        (ColumnaDeDatos("texto", "Texto", ""), ColumnaDeDatos("edad", "Edad", "", "integer")),
        (),
        [(texto, "7") for texto in HOSTILES] + [("sin edad", "no_aplica")],
    )


def _leer(ruta: Path, codificacion: str = "utf-8") -> list[tuple[str, ...]]:
    with ruta.open(encoding=codificacion, newline="") as archivo:
        return [tuple(renglon) for renglon in csv.reader(archivo)][1:]


def test_el_csv_devuelve_cada_texto_intacto(tabla: TablaDeDatos, tmp_path: Path):
    escribir_csv(tabla, tmp_path / "a.csv")

    assert _leer(tmp_path / "a.csv") == list(tabla.renglones)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"texto,edad\n")
    assert b"\r" not in (tmp_path / "a.csv").read_bytes()


def test_el_csv_de_excel_no_deja_nada_que_interpretar(tabla: TablaDeDatos, tmp_path: Path):
    escribir_csv_de_excel(tabla, tmp_path / "a.csv")

    crudo = (tmp_path / "a.csv").read_bytes()
    assert crudo.startswith(b"\xef\xbb\xbftexto,edad\r\n")
    escritos = [texto for texto, _ in _leer(tmp_path / "a.csv", "utf-8-sig")]
    assert [e for e in escritos if e.lstrip()[:1] in tuple("=+-@＝0123456789")] == []
    recuperados = [e[1:] if neutralizar(e) != e else e for e in escritos]
    assert recuperados == [texto for texto, _ in tabla.renglones]


def test_en_el_csv_de_excel_los_enteros_siguen_siendo_enteros(tabla: TablaDeDatos, tmp_path: Path):
    escribir_csv_de_excel(tabla, tmp_path / "a.csv")

    assert {edad for _, edad in _leer(tmp_path / "a.csv", "utf-8-sig")} == {"7", "no_aplica"}


def test_el_libro_no_tiene_formulas_ni_enlaces(tabla: TablaDeDatos, tmp_path: Path):
    escribir_xlsx([tabla], ["DATOS FICTICIOS"], CORTE, tmp_path / "a.xlsx")

    libro = openpyxl.load_workbook(tmp_path / "a.xlsx")
    celdas = [celda for hoja in libro for fila in hoja.iter_rows() for celda in fila]
    assert {celda.data_type for celda in celdas} == {"s", "n"}
    assert [celda.coordinate for celda in celdas if celda.hyperlink] == []
    assert libro.properties.created == datetime(2024, 5, 20, 14, 30)  # noqa: DTZ001


def test_el_libro_devuelve_cada_texto_intacto(tabla: TablaDeDatos, tmp_path: Path):
    escribir_xlsx([tabla], ["DATOS FICTICIOS"], CORTE, tmp_path / "a.xlsx")

    libro = openpyxl.load_workbook(tmp_path / "a.xlsx")
    leidos = list(libro["ejemplo"].iter_rows(min_row=2, values_only=True))
    assert libro.sheetnames == ["LÉAME", "ejemplo"]
    assert libro["LÉAME"]["A1"].value == "DATOS FICTICIOS"
    # Excel deshace `_x005F_`, con que se escribe un guion bajo literal; openpyxl lo deja.
    assert [unescape(texto) for texto, _ in leidos] == [texto for texto, _ in tabla.renglones]
    assert {edad for _, edad in leidos} == {7, "no_aplica"}
    assert libro["ejemplo"].freeze_panes == "B2"
    assert libro["ejemplo"].auto_filter.ref == f"A1:B{len(tabla.renglones) + 1}"


def test_el_libro_es_identico_entre_corridas(tabla: TablaDeDatos, tmp_path: Path):
    for nombre in ("a.xlsx", "b.xlsx"):
        escribir_xlsx([tabla], ["Uno"], CORTE, tmp_path / nombre)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(("texto", "cabe"), [("a" * 32_767, True), ("🦙" * 20_000, False)])
def test_un_texto_que_no_cabe_en_una_celda_se_dice(texto: str, *, cabe: bool, tmp_path: Path):
    tabla = TablaDeDatos("t", "T", "", (ColumnaDeDatos("x", "Equis", ""),), (), [(texto,)])

    if cabe:
        escribir_xlsx([tabla], [], CORTE, tmp_path / "a.xlsx")
    else:
        with pytest.raises(ConstruccionFallida, match=r"Equis.*no cabe"):
            escribir_xlsx([tabla], [], CORTE, tmp_path / "a.xlsx")
