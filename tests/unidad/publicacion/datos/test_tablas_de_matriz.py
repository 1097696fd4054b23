"""¿Se puede leer y cruzar la matriz pública sin preguntarle nada a nadie?"""

import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.ficha import Vacio
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.proceso import Proceso
from generador.publicacion.datos.matriz import tablas_de_matriz
from generador.publicacion.datos.paquetes import escribir_paquete
from generador.publicacion.fuente import Origen

CONSIENTE = {"publicacion": True, "fecha": "2024-05-01", "aviso": "1", "documento": "sha256:0"}
DE_VARIAS = {"i04": "si", "i05": "otra", "i06": ["fisica", "otra"], "i06_otra": "TEXTO-LIBRE"}


@pytest.fixture(scope="session")
def con_identidad(candidatura, publicar_datos):
    """Quien consintió, quien se ve por acción afirmativa, quien no consintió y quien no capturó."""
    no = CONSIENTE | {"publicacion": False}
    return publicar_datos(
        [
            candidatura("DIP-001-AURORA-MR-P-1", consentimiento=CONSIENTE),
            candidatura("DIP-002-AURORA-MR-P-1", consentimiento=no),
            candidatura("DIP-003-JUNTAS-MR-P-1", consentimiento=no),
            candidatura("DIP-004-IND01-MR-P-1", identidad={"estado": "pendiente"}),
        ],
        {
            "DIP-001-AURORA-MR-P-1": IdentidadDeUna(
                "consentimiento", DE_VARIAS | {"i01": "pnc", "i10": "otra", "i12": "USA"}
            ),
            "DIP-002-AURORA-MR-P-1": IdentidadDeUna(
                "accion_afirmativa", DE_VARIAS | {"i01": "si", "i03": "otomi"}, "indigena"
            ),
        },
    )


@pytest.fixture(scope="session")
def paquete(
    con_identidad,
    proceso: Proceso,
    esquemas: Esquemas,
    corte: datetime,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    carpeta = tmp_path_factory.mktemp("matriz")
    escribir_paquete(
        con_identidad, Contexto(proceso, esquemas, corte), Origen("a1b2c3", corte), carpeta
    )
    return carpeta


def _leer(ruta: Path) -> list[dict[str, str]]:
    with ruta.open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


def test_la_matriz_se_une_con_lo_curricular_por_la_clave(paquete: Path):
    paquete_abierto = Package(str(paquete / "datapackage.json"))
    llaves = paquete_abierto.get_resource("matriz_identidad").schema.foreign_keys

    assert paquete_abierto.validate().flatten(["title", "message"]) == []
    assert {llave["reference"]["resource"] for llave in llaves} >= {"candidaturas", "curricular"}
    claves = [r["clave"] for r in _leer(paquete / "matriz_identidad.csv")]
    assert claves == [r["clave"] for r in _leer(paquete / "curricular.csv")]


def test_los_codigos_se_leen_como_numeros_y_lo_reservado_como_vacio(paquete: Path):
    tabla = Package(str(paquete / "datapackage.json")).get_resource("matriz_identidad")
    consintio, por_accion, no_consintio, sin_captura = tabla.read_rows()

    assert [consintio[c] for c in ("i01", "i05", "i06_opcion_fisica", "i10", "i18")] == [
        3,
        3,
        1,
        9,
        99,
    ]
    assert [por_accion[c] for c in ("i01", "i03", "i05", "i06_opcion_fisica")] == [
        1,
        "otomi",
        None,
        None,
    ]
    assert {no_consintio["i01"], sin_captura["i19"]} == {None}
    assert (por_accion["consentimiento"], consintio["consentimiento"]) == (False, True)


def test_un_codigo_que_no_existe_se_detecta(paquete: Path):
    descriptor = json.loads((paquete / "datapackage.json").read_text(encoding="utf-8"))
    campos = next(r for r in descriptor["resources"] if r["name"] == "matriz_identidad")["schema"]
    i05 = next(campo for campo in campos["fields"] if campo["name"] == "i05")

    assert i05["constraints"]["enum"] == [1, 2, 3, 0, 98, 99]
    assert {"value": 98, "label": "Prefiero no contestar"} in i05["categories"]


def test_el_diccionario_explica_todas_las_columnas_y_ninguna_mas(paquete: Path):
    matriz = _leer(paquete / "matriz_identidad.csv")
    diccionario = {r["columna"]: r for r in _leer(paquete / "matriz_diccionario.csv")}

    assert list(diccionario) == list(matriz[0])
    assert diccionario["i05"]["dominio"].startswith("1: Permanente; 2: Temporal; 3: Otra; 0: No")
    assert diccionario["i12"]["dominio"].startswith("Una clave de «paises»")
    assert diccionario["i06_opcion_fisica"]["pregunta"] == "i06"
    assert diccionario["vigente"]["dominio"] == "si: Sí; no: No"
    assert {r["tipo"] for r in diccionario.values()} == {
        "Clave",
        "Código",
        "Sí o no",
        "Lista de claves",
    }


def test_en_el_libro_tiene_sus_hojas_y_los_codigos_son_numeros(paquete: Path):
    libro = openpyxl.load_workbook(paquete / "conoceles.xlsx")
    nombres = [celda.value for celda in libro["matriz_identidad"][1]]
    primera = dict(zip(nombres, (c.value for c in libro["matriz_identidad"][2]), strict=True))

    assert (primera["i06_opcion_fisica"], primera["i10"]) == (1, 9)
    assert libro["matriz_diccionario"]["A1"].value == "columna"


def test_los_textos_de_otra_no_estan_en_la_matriz(paquete: Path):
    textos = [
        (paquete / carpeta / f"{tabla}.csv").read_text(encoding="utf-8")
        for carpeta in (".", "excel")
        for tabla in ("matriz_identidad", "matriz_diccionario")
    ]

    assert [t for t in textos if "TEXTO-LIBRE" in t or "_otra," in t.partition("\n")[0]] == [
        t for t in textos if "i06_opcion_otra," in t.partition("\n")[0]
    ]
    assert not any("TEXTO-LIBRE" in texto for texto in textos)


def test_cada_vacio_de_la_matriz_es_el_de_la_tabla_de_identidad(con_identidad, paquete: Path):
    """Lo que no se ve en una no se ve en la otra, y por la misma causa."""
    vacios = {vacio.value for vacio in Vacio} - {Vacio.NO_APLICA, Vacio.NO_PROPORCIONO}
    diccionario = {r["columna"]: r["pregunta"] for r in _leer(paquete / "matriz_diccionario.csv")}
    comparadas = 0
    for matriz, identidad in zip(
        _leer(paquete / "matriz_identidad.csv"),
        _leer(paquete / "identidad_publica.csv"),
        strict=True,
    ):
        for columna, pregunta in diccionario.items():
            if pregunta in identidad:
                dice = identidad[pregunta]
                oculta = matriz[columna] if matriz[columna] in vacios else ""

                assert oculta == (dice if dice in vacios else ""), (matriz["clave"], columna)
                comparadas += 1

    assert comparadas > 30 * len(con_identidad)


def test_las_columnas_no_dependen_de_lo_que_se_contesto(
    con_identidad, proceso: Proceso, esquemas: Esquemas, corte: datetime
):
    contexto = Contexto(proceso, esquemas, corte)
    (llena, diccionario), (nadie, de_nadie) = (
        tablas_de_matriz(fichas, contexto) for fichas in (con_identidad, ())
    )

    assert llena.columnas == nadie.columnas
    assert diccionario.renglones == de_nadie.renglones
