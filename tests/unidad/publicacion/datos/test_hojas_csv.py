"""¿Se escribe lo mismo que se capturó, sin que nada se ejecute?"""

import csv
from pathlib import Path

from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.hojas_csv import (
    escribir_csv,
    escribir_csv_de_excel,
    neutralizar,
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
