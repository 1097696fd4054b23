"""¿Los postulantes y alianzas de 2024 cuadran con lo publicado y con los catálogos?"""

import csv
from collections import Counter
from pathlib import Path

import pytest

ESQUEMAS = Path(__file__).parents[2] / "esquemas"
CARPETA = ESQUEMAS / "procesos" / "edomex-2024"
LUGARES = {"diputaciones": "distritos_locales", "ayuntamientos": "municipios"}


def leer(ruta):
    with ruta.open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo, strict=True))


def claves(catalogo):
    return {fila["clave"] for fila in leer(ESQUEMAS / "catalogos" / f"{catalogo}.csv")}


def postulantes():
    return {fila["clave"]: fila for fila in leer(CARPETA / "postulantes.csv")}


def integrantes(postulante):
    return [partido for partido in postulante["integrantes"].split(";") if partido]


def en_boleta(eleccion):
    """Cuántos postulantes hay en cada lugar si quien no va en alianza compite solo."""
    datos = postulantes()
    partidos = sum(p["tipo"] == "partido" for p in datos.values())
    cuenta = dict.fromkeys(claves(LUGARES[eleccion]), partidos)
    for alianza in leer(CARPETA / "alianzas.csv"):
        if alianza["eleccion"] == eleccion:
            cuenta[alianza["ambito"]] -= len(integrantes(datos[alianza["postulante"]])) - 1
    for caso in leer(CARPETA / "particularidades.csv"):
        if caso["eleccion"] == eleccion:
            ausentes = [p for p in caso["sin_votos_propios"].split(";") if p]
            cuenta[caso["ambito"]] += int(caso["independientes"]) - len(ausentes)
    return cuenta


@pytest.mark.parametrize("nombre", ["postulantes", "alianzas", "particularidades"])
def test_el_csv_va_en_utf8_sin_bom_con_lf_y_sin_espacios_de_mas(nombre):
    ruta = CARPETA / f"{nombre}.csv"
    celdas = [celda for fila in leer(ruta) for celda in fila.values()]

    assert not ruta.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r" not in ruta.read_bytes()
    assert [celda for celda in celdas if celda != " ".join(celda.split())] == []


def test_hay_ocho_partidos_dos_coaliciones_y_dos_candidaturas_comunes():
    esperado = {"partido": 8, "coalicion": 2, "candidatura_comun": 2}
    obtenido = Counter(p["tipo"] for p in postulantes().values())

    assert esperado == obtenido
    assert set(esperado) <= claves("tipo_postulacion")


def test_las_claves_de_postulante_son_cortas_unicas_y_sin_guiones():
    obtenido = [fila["clave"] for fila in leer(CARPETA / "postulantes.csv")]

    assert len(set(obtenido)) == len(obtenido)
    assert all(c.isascii() and c.isalnum() and c.isupper() and len(c) <= 12 for c in obtenido)


def test_las_alianzas_se_forman_con_partidos_de_la_lista():
    datos = postulantes()
    for postulante in datos.values():
        tipos = {datos[partido]["tipo"] for partido in integrantes(postulante)}

        assert tipos == (set() if postulante["tipo"] == "partido" else {"partido"})


def test_cada_alianza_va_en_tantos_lugares_como_se_publico():
    esperado = {
        ("FCE", "diputaciones"): 31,
        ("FCE", "ayuntamientos"): 51,
        ("FCECC", "diputaciones"): 10,
        ("FCECC", "ayuntamientos"): 40,
        ("SHH", "diputaciones"): 32,
        ("SHH", "ayuntamientos"): 73,
        ("SHHCC", "diputaciones"): 9,
    }
    filas = leer(CARPETA / "alianzas.csv")

    assert esperado == Counter((f["postulante"], f["eleccion"]) for f in filas)


def test_cada_alianza_ocurre_en_un_lugar_que_existe():
    for fila in leer(CARPETA / "alianzas.csv") + leer(CARPETA / "particularidades.csv"):
        assert fila["ambito"] in claves(LUGARES[fila["eleccion"]])


def test_ningun_partido_va_en_dos_alianzas_en_el_mismo_lugar():
    datos = postulantes()
    obtenido = Counter(
        (fila["eleccion"], fila["ambito"], partido)
        for fila in leer(CARPETA / "alianzas.csv")
        for partido in integrantes(datos[fila["postulante"]])
    )

    assert max(obtenido.values()) == 1


def test_captura_un_integrante_y_solo_donde_se_sabe():
    datos = postulantes()
    filas = leer(CARPETA / "alianzas.csv")
    conocidas = [fila for fila in filas if fila["captura_por"]]

    assert len(conocidas) == 9
    assert {fila["postulante"] for fila in conocidas} == {"SHHCC"}
    assert all(f["captura_por"] in integrantes(datos[f["postulante"]]) for f in conocidas)


def test_un_partido_sin_votos_propios_no_iba_en_alianza():
    datos = postulantes()
    aliados = {
        (fila["eleccion"], fila["ambito"], partido)
        for fila in leer(CARPETA / "alianzas.csv")
        for partido in integrantes(datos[fila["postulante"]])
    }
    sueltos = {
        (fila["eleccion"], fila["ambito"], partido)
        for fila in leer(CARPETA / "particularidades.csv")
        for partido in fila["sin_votos_propios"].split(";")
        if partido
    }

    assert aliados & sueltos == set()
    assert {partido for _, _, partido in sueltos} <= set(datos)


def test_se_deducen_155_formulas_de_diputacion_y_579_planillas():
    formulas = sum(en_boleta("diputaciones").values())
    planillas = sum(en_boleta("ayuntamientos").values())
    independientes = sum(int(f["independientes"]) for f in leer(CARPETA / "particularidades.csv"))

    assert (formulas, planillas, independientes) == (155, 579, 9)
