"""Los cuestionarios que alguien entrega en un archivo: hostiles, cortos o recorridos."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generador.archivos.cuestionarios import (
    buscar_opcion,
    leer_cuestionario,
    leer_cuestionarios,
)
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Contexto
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.preguntas import Preguntas

CANARIO = "zqpuebloqz"
FIRMA = {"tratamiento": "sí", "estadistica": "SI", "publicacion": "No", "fecha": "2030-04-27",
         "aviso": "2030-1", "documento": "uno.pdf"}  # fmt: skip
CLAVE = "AYU-106-PAH-PRES-P-1"


@pytest.fixture(scope="module")
def preguntas(armar_contexto: Callable[..., Contexto]) -> Preguntas:
    return Preguntas.de_contexto(
        armar_contexto({"lecturas": {"respuestas_multiples": ["i06", "i07"]}})
    )


def en_csv(ruta: Path, *filas: dict[str, str], columnas: list[str] | None = None) -> Path:
    titulos = columnas or list(dict.fromkeys(c for fila in filas for c in fila))
    texto = io.StringIO()
    hoja = csv.DictWriter(texto, titulos)
    hoja.writeheader()
    hoja.writerows(filas)
    ruta.write_text(texto.getvalue(), encoding="utf-8")
    return ruta


def en_xlsx(ruta: Path, *filas: dict[str, object]) -> Path:
    libro = openpyxl.Workbook()
    hoja = libro.active
    titulos = list(dict.fromkeys(c for fila in filas for c in fila))
    hoja.append(titulos)
    for fila in filas:
        hoja.append([fila.get(t) for t in titulos])
    libro.save(ruta)
    return ruta


def una(**celdas: str) -> dict[str, str]:
    return {"clave": CLAVE, **FIRMA, **celdas}


def test_se_contesta_con_la_clave_o_con_el_texto_con_acentos_o_sin_ellos(tmp_path, preguntas):
    fila = una(i01="SÍ", i03="otro", i03_otra=CANARIO, i04=" si ", i05="PERMANENTE",
               i06="Fisica; mental ;", i18="prefiero no contestar",
               accion_afirmativa="indigena")  # fmt: skip

    (renglon,), hallazgos = leer_cuestionarios(en_csv(tmp_path / "h.csv", fila), preguntas)

    assert () == hallazgos
    assert {
        "i01": "si", "i03": "otro", "i03_otra": CANARIO, "i04": "si", "i05": "permanente",
        "i06": ["fisica", "mental"], "i18": "pnc",
    } == renglon.cuestionario.respuestas  # fmt: skip
    assert (2, True, True, False, "indigena", "2030-04-27", "uno.pdf") == (
        renglon.numero, renglon.cuestionario.tratamiento, renglon.cuestionario.estadistica,
        renglon.publicacion, renglon.cuestionario.accion_afirmativa, renglon.fecha,
        renglon.documento,
    )  # fmt: skip


def test_de_un_libro_se_lee_lo_mismo(tmp_path: Path, preguntas: Preguntas) -> None:
    filas = (una(i01="Sí", tratamiento=True, publicacion=0), una(clave="B", i01="=1+1"))
    renglones, hallazgos = leer_cuestionarios(en_xlsx(tmp_path / "h.xlsx", *filas), preguntas)

    assert [{"i01": "si"}] == [r.cuestionario.respuestas for r in renglones][:1]
    assert (True, False) == (renglones[0].cuestionario.tratamiento, renglones[0].publicacion)
    # Lo que una fórmula daría no se calcula: sin valor guardado, no hay respuesta.
    assert {} == renglones[1].cuestionario.respuestas
    assert () == hallazgos


def test_una_formula_en_un_csv_es_texto(tmp_path: Path, preguntas: Preguntas) -> None:
    formula = "=HYPERLINK(A1)"
    ruta = en_csv(tmp_path / "h.csv", una(i03_otra=formula), una(clave="B", i01=formula))
    (renglon,), (hallazgo,) = leer_cuestionarios(ruta, preguntas)

    assert {"i03_otra": formula} == renglon.cuestionario.respuestas
    assert (3, "/i01") == (hallazgo.linea, hallazgo.puntero)
    assert formula not in hallazgo.mensaje


@pytest.mark.parametrize(
    ("celdas", "puntero"),
    [
        ({"i01": CANARIO}, "/i01"),
        ({"i06": f"fisica;{CANARIO}"}, "/i06"),
        ({"tratamiento": CANARIO}, "/tratamiento"),
        ({"estadistica": ""}, "/estadistica"),
        ({"publicacion": "tal vez"}, "/publicacion"),
        ({"clave": " "}, "/clave"),
        ({"i01": "-"}, "/i01"),
        ({"i01": "²"}, "/i01"),
    ],
)
def test_lo_que_no_se_entiende_dice_el_renglon_y_la_columna_y_no_la_celda(
    celdas, puntero, tmp_path: Path, preguntas: Preguntas
) -> None:
    fila = una(**{"i01": "", "i06": "", **celdas})
    renglones, (hallazgo,) = leer_cuestionarios(en_csv(tmp_path / "h.csv", fila), preguntas)

    columna = list(fila).index(puntero.strip("/")) + 1
    assert ((), 2, columna, puntero, "IDE01") == (
        renglones, hallazgo.linea, hallazgo.columna, hallazgo.puntero, hallazgo.regla,
    )  # fmt: skip
    assert CANARIO not in f"{hallazgo.mensaje}{hallazgo.remedio}"


def test_un_renglon_corto_o_recorrido_no_se_guarda_mal(tmp_path: Path, preguntas) -> None:
    ruta = en_csv(tmp_path / "h.csv", una(i03_otra="x"))
    with ruta.open("a", encoding="utf-8") as abierto:
        abierto.write("B\nC,sí,sí,no,2030-04-27,1,uno.pdf,un pueblo, del cerro\n")

    renglones, hallazgos = leer_cuestionarios(ruta, preguntas)

    assert [CLAVE] == [r.cuestionario.clave for r in renglones]
    assert [(3, "/tratamiento"), (4, "/clave")] == [(h.linea, h.puntero) for h in hallazgos]
    assert "más celdas que columnas" in hallazgos[1].mensaje


@pytest.mark.parametrize(
    ("columnas", "dice"),
    [
        (["clave", "i01"], "no tiene las columnas: tratamiento, estadistica, publicacion"),
        ([*una(), "i01", "i01"], "repite la columna 8"),
        ([*una(), "respuesta"], "columnas que no son del cuestionario: respuesta"),
        (["Sí", "Sí", CANARIO, CANARIO], "repite la columna"),
    ],
)
def test_sin_las_columnas_que_son_no_se_lee(columnas, dice, tmp_path: Path, preguntas) -> None:
    ruta = tmp_path / "h.csv"
    ruta.write_text(f"{','.join(columnas)}\n", encoding="utf-8")

    with pytest.raises(ErrorConoceles, match=dice) as dicho:
        leer_cuestionarios(ruta, preguntas)
    assert CANARIO not in str(dicho.value)


@pytest.mark.parametrize(
    ("nombre", "crudo", "dice"),
    [
        ("h.csv", b"", "no tiene el rengl"),
        ("h.csv", b"clave\0,i01\n", "no es un CSV"),
        ("h.csv", "clave,i01\n".encode("utf-16"), "no es un CSV|no tiene las columnas"),
        ("h.csv", b'clave,"' + b"x" * 200_000, "una celda enorme"),
        ("h.xlsx", b"PK\x03\x04 no es un libro", "no es un libro"),
        ("h.xlsx", b"", "no es un libro"),
    ],
)
def test_lo_que_no_es_una_hoja_se_dice(nombre, crudo, dice, tmp_path: Path, preguntas) -> None:
    ruta = tmp_path / nombre
    ruta.write_bytes(crudo)

    with pytest.raises(ErrorConoceles, match=dice):
        leer_cuestionarios(ruta, preguntas)


def test_una_hoja_de_windows_se_lee_con_sus_acentos(tmp_path: Path, preguntas) -> None:
    ruta = en_csv(tmp_path / "h.csv", una(i01="Sí"))
    ruta.write_bytes(ruta.read_text("utf-8").replace(",", ";").encode("cp1252"))

    (renglon,), _ = leer_cuestionarios(ruta, preguntas)

    assert ({"i01": "si"}, True) == (
        renglon.cuestionario.respuestas, renglon.cuestionario.tratamiento,
    )  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(celdas=st.lists(st.text(max_size=20), min_size=1, max_size=14))
def test_ninguna_celda_da_una_traza_ni_se_repite(celdas, tmp_path: Path, preguntas) -> None:
    marcadas = [f"{CANARIO}{c}".encode("utf-8", "ignore").decode() for c in celdas]
    ruta = tmp_path / "hostil.csv"
    texto = io.StringIO()
    hoja = csv.writer(texto)
    hoja.writerow([*una(), "i01", "i03", "i03_otra", "i06", "accion_afirmativa"])
    hoja.writerow([CLAVE, *marcadas])
    ruta.write_bytes(texto.getvalue().encode())

    dichos: list[str] = []
    try:
        _, hallazgos = leer_cuestionarios(ruta, preguntas)
        dichos += [f"{h.puntero}{h.mensaje}{h.remedio}" for h in hallazgos]
    except ErrorConoceles as error:
        dichos.append(str(error))
    assert CANARIO not in " ".join(dichos)


# --- un solo cuestionario, en JSON -------------------------------------------------------------

BUENO: dict[str, Any] = {
    "clave": CLAVE, "accion_afirmativa": None, "respuestas": {"i01": "si"},
    "manifestaciones": {"tratamiento": True, "estadistica": True},
}  # fmt: skip


def en_json(ruta: Path, dato: Any) -> Path:
    ruta.write_text(json.dumps(dato), encoding="utf-8")
    return ruta


def test_el_json_se_lee_como_se_escribe(tmp_path: Path, preguntas: Preguntas) -> None:
    leido = leer_cuestionario(en_json(tmp_path / "u.json", BUENO), preguntas)

    assert Cuestionario(CLAVE, {"i01": "si"}, tratamiento=True, estadistica=True) == leido
    assert BUENO == leido.a_dato()
    assert leido == Cuestionario.de_dato(leido.a_dato())


@pytest.mark.parametrize(
    ("cambio", "donde"),
    [
        ({"respuestas": {"i01": CANARIO}}, "/respuestas/i01"),
        ({"respuestas": {CANARIO: "si"}}, "/respuestas"),
        ({"respuestas": CANARIO}, "/respuestas"),
        ({"respuestas": {"i06": [CANARIO]}}, "/respuestas/i06/0"),
        ({"respuestas": {"i06": {CANARIO: CANARIO}}}, "/respuestas/i06"),
        ({"manifestaciones": {"tratamiento": CANARIO, "estadistica": True}}, "/manifestaciones"),
        ({CANARIO: CANARIO}, "/"),
    ],
)
def test_el_json_con_otra_forma_dice_donde_y_no_que(cambio, donde, tmp_path, preguntas) -> None:
    with pytest.raises(ErrorConoceles, match="no tiene la forma esperada") as dicho:
        leer_cuestionario(en_json(tmp_path / "u.json", BUENO | cambio), preguntas)
    assert donde in str(dicho.value)
    assert CANARIO not in str(dicho.value)


@pytest.mark.parametrize(
    "crudo",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, f'{{"clave": "{CANARIO}'.encode(),
     json.dumps(BUENO).replace('"i01": "si"', '"i01": "si", "i01": "no"').encode()],
)  # fmt: skip
def test_lo_que_no_es_json_o_repite_una_clave_se_dice(crudo, tmp_path: Path, preguntas) -> None:
    ruta = tmp_path / "u.json"
    ruta.write_bytes(crudo)

    with pytest.raises(ErrorConoceles, match="no es JSON en UTF-8, o repite") as dicho:
        leer_cuestionario(ruta, preguntas)
    assert None is dicho.value.__cause__
    assert CANARIO not in str(dicho.value)


def test_un_json_que_no_se_puede_leer_se_dice(tmp_path: Path, preguntas: Preguntas) -> None:
    (tmp_path / "enlace.json").symlink_to(tmp_path / "u.json")
    for nombre, dice in (("nada.json", "no existe"), ("enlace.json", "los enlaces dan vueltas")):
        with pytest.raises(ErrorConoceles, match=dice):
            leer_cuestionario(tmp_path / nombre, preguntas)


def test_que_opcion_dice_un_texto() -> None:
    opciones = {"si": "Sí", "pnc": "Prefiero no contestar"}

    assert ["si", "si", "pnc", "", ""] == [
        buscar_opcion(opciones, t) for t in ("si", " SÍ ", "PREFIERO  no contestar", "", "quizá")
    ]
