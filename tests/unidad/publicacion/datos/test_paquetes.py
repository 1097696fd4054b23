"""¿Cumplen los datos lo que dicen de sí mismos?"""

import csv
import hashlib
import json
import pickle
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package

from generador.errores import ConstruccionFallida
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.proceso import Proceso
from generador.publicacion.datos.control import comprobar_cifras, recalcular
from generador.publicacion.datos.paquetes import (
    ResumenPaquete,
    comprobar_paquete,
    escribir_paquete,
    paso_de_paquete,
)
from generador.publicacion.fuente import Fuente, Origen

Fichas = tuple[FichaPublica, ...]
Escribir = Callable[[Fichas, Path], ResumenPaquete]

CANARIO = "CANARIO-QUE-NADIE-DEBE-VER"
PERMITIDO = "TESTIGO-QUE-SI-SE-PUBLICA"


@pytest.fixture(scope="session")
def escribir(proceso: Proceso, esquemas: Esquemas, corte: datetime) -> Escribir:
    def hacer(fichas: Fichas, destino: Path) -> ResumenPaquete:
        return escribir_paquete(
            fichas, Contexto(proceso, esquemas, corte), Origen("a1b2c3", corte), destino
        )

    return hacer


@pytest.fixture(scope="session")
def publicado(
    miniatura: Fichas, escribir: Escribir, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ResumenPaquete]:
    carpeta = tmp_path_factory.mktemp("datos")
    return carpeta, escribir(miniatura, carpeta)


@pytest.fixture
def paquete(publicado: tuple[Path, ResumenPaquete], tmp_path: Path) -> Path:
    """Una copia que la prueba puede alterar."""
    return Path(shutil.copytree(publicado[0], tmp_path / "copia"))


def _descriptor(carpeta: Path) -> dict:
    return json.loads((carpeta / "datapackage.json").read_text(encoding="utf-8"))


def _alterar(ruta: Path, de: str, a: str) -> None:
    texto = ruta.read_text(encoding="utf-8")
    assert de in texto
    ruta.write_text(texto.replace(de, a), encoding="utf-8", newline="\n")


def test_frictionless_lo_aprueba_con_todas_sus_llaves(paquete: Path):
    informe = Package(str(paquete / "datapackage.json")).validate()

    assert informe.flatten(["title", "message"]) == []
    assert informe.warnings == []
    assert comprobar_paquete(paquete) == ()


def test_el_descriptor_dice_de_donde_sale_y_que_es_ficticio(paquete: Path, corte: datetime):
    descriptor = _descriptor(paquete)

    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["created"] == corte.isoformat()
    assert descriptor["sources"][0]["version"] == "a1b2c3"
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert descriptor["title"].startswith("DATOS FICTICIOS")
    assert descriptor["description"].startswith("DATOS FICTICIOS")
    assert descriptor["ficticio"] is True


def test_los_vacios_y_las_opciones_llevan_su_etiqueta(paquete: Path):
    esquema = _descriptor(paquete)["resources"][0]["schema"]
    sexo = next(campo for campo in esquema["fields"] if campo["name"] == "sexo")

    assert {"value": "no_consintio", "label": "no consintió"} in esquema["missingValues"]
    assert sexo["categories"][0] == {"value": "mujer", "label": "Mujer"}
    assert sexo["title"] == "Sexo"


def test_un_estado_igual_a_un_vacio_se_lee_como_estado(paquete: Path):
    tabla = Package(str(paquete / "datapackage.json")).get_resource("candidaturas")
    estados = [renglon["estado"] for renglon in tabla.read_rows()]

    assert {"sin_captura", "sin_validar", "con_error"} <= set(estados)
    assert None not in estados


def test_las_cifras_de_control_son_las_del_sitio(publicado: tuple[Path, ResumenPaquete]):
    carpeta, resumen = publicado

    with (carpeta / "cifras_de_control.csv").open(encoding="utf-8", newline="") as archivo:
        escritas = {r["nombre"]: int(r["valor"]) for r in csv.DictReader(archivo)}
    assert recalcular(carpeta) == dict(resumen.cifras.totales) == escritas


def test_una_cifra_distinta_se_dice():
    assert comprobar_cifras({"a": 1, "b": 2, "c": 1000}, {"a": 1, "b": 3, "d": 4}) == (
        "La cifra «b» es 2 en el sitio y 3 en los datos.",
        "La cifra «c» es 1,000 en el sitio y ninguna en los datos.",
        "La cifra «d» es ninguna en el sitio y 4 en los datos.",
    )


def test_las_cifras_cuadran_con_claves_fuera_de_catalogo(
    candidatura, publicar_datos, escribir: Escribir, tmp_path: Path
):
    fichas = publicar_datos(
        [
            candidatura("DIP-001-AURORA-MR-P-1", registro={"sexo": "otro", "eleccion": "otra"}),
            candidatura(
                "DIP-002-AURORA-MR-P-1", registro={"eleccion": "otra", "estatus": "cancelada"}
            ),
        ]
    )

    totales = escribir(fichas, tmp_path).cifras.totales

    assert totales["sexo.con_error.registradas"] == 1
    assert totales["bajas.con_error.canceladas"] == 1


def test_sin_candidaturas_tambien_es_valido(escribir: Escribir, tmp_path: Path):
    assert escribir((), tmp_path).renglones["candidaturas"] == 0


def test_las_huellas_son_de_todo_lo_que_hay(paquete: Path):
    lineas = (paquete / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sumas = {ruta: huella for huella, ruta in (linea.split("  ") for linea in lineas)}
    presentes = {
        r.relative_to(paquete).as_posix(): hashlib.sha256(r.read_bytes()).hexdigest()
        for r in paquete.rglob("*")
        if r.is_file() and r.name != "SHA256SUMS"
    }

    assert sumas == presentes
    assert "compatibilidad/conoceles_ine_2022.csv" in sumas


def test_dos_corridas_son_identicas(
    miniatura: Fichas, paquete: Path, escribir: Escribir, tmp_path: Path
):
    escribir(miniatura, tmp_path / "otra")

    assert (paquete / "SHA256SUMS").read_bytes() == (tmp_path / "otra/SHA256SUMS").read_bytes()


def test_el_paso_de_la_construccion_viaja_a_otro_proceso(
    miniatura: Fichas,
    proceso: Proceso,
    esquemas: Esquemas,
    corte: datetime,
    paquete: Path,
    tmp_path: Path,
):
    origen = Origen("a1b2c3", corte)
    fichas = partial(tuple, miniatura)
    fuente = Fuente(proceso, fichas, corte, origen, tmp_path, con_identidad=True, abierto=True)

    pickle.loads(pickle.dumps(paso_de_paquete(fuente, esquemas)))(tmp_path)  # noqa: S301

    assert (tmp_path / "datos/SHA256SUMS").read_bytes() == (paquete / "SHA256SUMS").read_bytes()


def _escrito(valor: object) -> str:
    """Un libro solo sabe de reales: 7 se lee 7.0."""
    return str(int(valor)) if isinstance(valor, float) else str(valor)


def test_el_libro_y_los_csv_dicen_lo_mismo(paquete: Path):
    libro = openpyxl.load_workbook(paquete / "conoceles.xlsx", read_only=True)
    de_csv = {}
    for ruta in sorted(paquete.glob("*.csv")):
        with ruta.open(encoding="utf-8", newline="") as archivo:
            de_csv[ruta.stem] = list(csv.reader(archivo))
    de_libro = {
        hoja.title: [[_escrito(v) for v in fila] for fila in hoja.iter_rows(values_only=True)]
        for hoja in libro
        if hoja.title != "LÉAME"
    }

    assert de_libro == de_csv


@pytest.mark.parametrize(
    ("archivo", "de", "a", "dice"),
    [
        ("candidaturas.csv", ",mujer,", ",inventado,", "enum"),
        ("candidaturas.csv", ",19,", ",17,", "minimum"),
        ("candidaturas.csv", "mujer", "mujxr", "sha256|hash"),
        ("propuestas.csv", "\nDIP-002-JUNTAS-MR-P-1,2", "\nDIP-002-JUNTAS-MR-P-1,1", "primary"),
    ],
)
def test_un_csv_que_no_cumple_se_detecta(paquete: Path, archivo: str, de: str, a: str, dice: str):
    _alterar(paquete / archivo, de, a)

    problemas = "\n".join(comprobar_paquete(paquete)).lower()
    assert any(palabra in problemas for palabra in dice.split("|"))


def test_una_llave_ajena_rota_se_detecta(paquete: Path):
    _alterar(paquete / "propuestas.csv", "DIP-002-JUNTAS-MR-P-1", "DIP-002-NADIE-MR-P-1")
    descriptor = _descriptor(paquete)
    for recurso in descriptor["resources"]:
        recurso.pop("hash")
        recurso.pop("bytes")
    (paquete / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    esperado = (
        "La tabla «propuestas» señala en «clave» a DIP-002-NADIE-MR-P-1, que no está en "
        "«candidaturas»."
    )
    assert comprobar_paquete(paquete) == (esperado,)


def test_un_descriptor_roto_se_dice(paquete: Path):
    _alterar(paquete / "datapackage.json", '"type": "integer"', '"type": "inventado"')

    assert comprobar_paquete(paquete)[0].startswith("El descriptor de los datos no es válido")


def test_la_construccion_falla_si_los_datos_no_cumplen(
    miniatura: Fichas, escribir: Escribir, tmp_path: Path
):
    repetida = (*miniatura, miniatura[0])

    with pytest.raises(ConstruccionFallida, match="no pasaron su propia comprobación"):
        escribir(repetida, tmp_path)


def test_los_textos_hostiles_no_rompen_nada(
    candidatura, publicar_datos, escribir: Escribir, tmp_path: Path
):
    hostil = '=HYPERLINK("x");;;;\n"comillas" \'; 001 \\no_aplica ]]> 🦙 ñ\n;;;;\n'
    cambios = {
        "historia_profesional": hostil,
        "motivo": "no_aplica",
        "propuestas": ["sin_captura", hostil],
        "formacion": {"grado_maximo": "primaria", "otra_formacion": [hostil, "001"]},
    }
    claves = [f"DIP-{n:03d}-AURORA-MR-P-1" for n in range(1, 40)]
    fichas = publicar_datos(candidatura(clave, curricular=cambios) for clave in claves)

    escribir(fichas, tmp_path)

    paquete = Package(str(tmp_path / "datapackage.json"))
    leidas = paquete.get_resource("curricular").read_rows()
    assert len(leidas) == len(claves)
    assert {r["historia_profesional"] for r in leidas} == {hostil}
    assert {r["motivo"] for r in leidas} == {"\\no_aplica"}
    assert paquete.validate().valid


def test_nada_reservado_llega_a_ningun_byte(
    candidatura, publicar_datos, escribir: Escribir, tmp_path: Path
):
    consiente = {"publicacion": True, "fecha": "2024-05-01", "aviso": CANARIO, "documento": CANARIO}
    no_consiente = consiente | {"publicacion": False}
    otra = {"i01": "si", "i03": "otro", "i03_otra": CANARIO, "i05_otra": CANARIO}
    fichas = publicar_datos(
        [
            candidatura("DIP-001-AURORA-MR-P-1", consentimiento=no_consiente),
            candidatura("DIP-002-AURORA-MR-P-1", consentimiento=no_consiente),
            candidatura(
                "DIP-003-AURORA-MR-P-1",
                consentimiento=consiente,
                tramite={"folio": CANARIO},
                curricular={"motivo": CANARIO},
            ),
            candidatura("DIP-004-AURORA-MR-P-1", curricular={"motivo": CANARIO}),
            candidatura("DIP-005-AURORA-MR-P-1", consentimiento=consiente),
        ],
        {
            "DIP-001-AURORA-MR-P-1": IdentidadDeUna("consentimiento", otra),
            "DIP-002-AURORA-MR-P-1": IdentidadDeUna("accion_afirmativa", otra, "joven"),
            "DIP-003-AURORA-MR-P-1": IdentidadDeUna("consentimiento", otra),
            "DIP-005-AURORA-MR-P-1": IdentidadDeUna(
                "consentimiento", otra | {"i03_otra": PERMITIDO, "i05_otra": ""}
            ),
        },
        con_error=("DIP-004-AURORA-MR-P-1",),
    )

    escribir(fichas, tmp_path)

    libro = openpyxl.load_workbook(tmp_path / "conoceles.xlsx")
    celdas = [str(c.value) for hoja in libro for fila in hoja.iter_rows() for c in fila]
    assert [c for c in celdas if CANARIO in c] == []
    con_canario = [
        r for r in tmp_path.rglob("*") if r.is_file() and CANARIO.encode() in r.read_bytes()
    ]
    assert con_canario == []
