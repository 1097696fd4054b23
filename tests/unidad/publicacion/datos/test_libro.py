"""¿Abre el libro con cada texto intacto, sin que nada se ejecute y siempre igual?"""

import errno
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from generador.errores import ConstruccionFallida
from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.columnas import ColumnaDeDatos
from generador.publicacion.datos.libro import escribir_xlsx

CORTE = datetime(2024, 5, 20, 14, 30, tzinfo=UTC)


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
        escribir_xlsx([tabla], ["Uno"], CORTE, tmp_path / "a.xlsx")
    else:
        with pytest.raises(ConstruccionFallida, match=r"Equis.*no cabe"):
            escribir_xlsx([tabla], ["Uno"], CORTE, tmp_path / "a.xlsx")


def test_sin_renglones_la_hoja_dice_sus_columnas(tabla: TablaDeDatos, tmp_path: Path):
    vacia = replace(tabla, renglones=[])

    escribir_xlsx([vacia], ["Uno"], CORTE, tmp_path / "a.xlsx")

    hoja = openpyxl.load_workbook(tmp_path / "a.xlsx")["ejemplo"]
    assert [celda.value for celda in hoja[1]] == ["texto", "edad"]


def test_ninguna_parte_del_libro_trae_la_hora_del_reloj(tabla: TablaDeDatos, tmp_path: Path):
    escribir_xlsx([tabla], ["Uno"], CORTE, tmp_path / "a.xlsx")

    with zipfile.ZipFile(tmp_path / "a.xlsx") as libro:
        nombres = libro.namelist()
        propiedades = libro.read("docProps/core.xml").decode()
        assert libro.testzip() is None
        assert {i.date_time for i in libro.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(nombres) == len(set(nombres))
    assert propiedades.count("2024-05-20T14:30:00Z") == 2


def test_un_disco_que_no_deja_escribir_se_dice_con_su_numero(tabla: TablaDeDatos, tmp_path: Path):
    with pytest.raises(OSError, match=r"a\.xlsx") as lanzado:
        escribir_xlsx([tabla], ["Uno"], CORTE, tmp_path / "no_existe" / "a.xlsx")

    assert lanzado.value.errno == errno.ENOENT
