"""¿Se lee de vuelta lo que se escribió, y se rechaza lo que alguien tocó?"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generador.archivos.estadistica import a_csv, leer_cortes, ruta_de
from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.estadistica.contables import Pregunta, preguntas_contables
from generador.nucleo.estadistica.contada import VARIABLES, Contada, Situacion
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.estadistica.cuenta import contar

DIA = date(2030, 5, 10)
Preguntas = tuple[Pregunta, ...]
Escribir = Callable[[str], Path]


@pytest.fixture(scope="module")
def preguntas(esquemas: Esquemas, contexto: Contexto) -> Preguntas:
    return preguntas_contables(esquemas, contexto.proceso)


@pytest.fixture(scope="module")
def corte(preguntas: Preguntas) -> Corte:
    gente = [
        Contada(
            f"C{n:03}",
            40,
            dict.fromkeys(VARIABLES, "todas") | {"sexo": "mh"[n % 2] if n else "x"},
            Situacion.CONTESTO,
            {"i01": ("si", "no", "no")[n % 3], "i18": "sin_ingresos" if n else "pnc"},
        )
        for n in range(40)
    ]
    return contar(gente, preguntas, DIA, 3)


@pytest.fixture(scope="module")
def texto(corte: Corte, preguntas: Preguntas) -> str:
    return a_csv(corte, preguntas)


@pytest.fixture
def escribir(tmp_path: Path) -> Escribir:
    def hacer(texto: str, fecha: date = DIA) -> Path:
        ruta = tmp_path / ruta_de(fecha)
        ruta.parent.mkdir(parents=True)
        ruta.write_text(texto, encoding="utf-8", newline="")
        return ruta

    return hacer


def test_sin_cortes_no_hay_nada_que_leer(tmp_path: Path, preguntas: Preguntas) -> None:
    assert () == leer_cortes(tmp_path, preguntas)


def test_va_y_vuelve_sin_su_poblacion(
    tmp_path: Path, preguntas: Preguntas, corte: Corte, escribir: Escribir
) -> None:
    escribir(a_csv(corte, preguntas))
    (leido,) = leer_cortes(tmp_path, preguntas)

    assert corte.renglones == leido.renglones
    assert (corte.fecha, corte.minimo, ()) == (leido.fecha, leido.minimo, leido.poblacion)
    assert a_csv(leido, preguntas) == a_csv(corte, preguntas)


def test_del_primero_al_ultimo(
    tmp_path: Path, preguntas: Preguntas, corte: Corte, escribir: Callable[..., Path]
) -> None:
    for fecha in (date(2030, 6, 1), DIA):
        escribir(a_csv(corte, preguntas).replace(DIA.isoformat(), fecha.isoformat()), fecha)

    assert [DIA, date(2030, 6, 1)] == [c.fecha for c in leer_cortes(tmp_path, preguntas)]


TOTAL = "2030-05-10,3,i01,indigena,,,si,14,,0,40,40,0,40"


@pytest.mark.parametrize(
    ("antes", "despues", "dice"),
    [
        ("corte,celda", "fecha,celda", "sus columnas deben ser"),
        (TOTAL, f"{TOTAL},9", "renglón 2: no tiene 14 celdas"),
        (TOTAL, TOTAL.replace(",40,40,0,40", ""), "no tiene 14 celdas"),
        (TOTAL, TOTAL.replace("05-10", "05-11"), "«2030-05-11» no puede ir en «corte»"),
        (TOTAL, TOTAL.replace("i01", "i99"), "«i99» no puede ir en «pregunta»"),
        (TOTAL, TOTAL.replace("indigena", "x"), "«x» no puede ir en «dimension»"),
        (TOTAL, TOTAL.replace(",,,si", ",color,rojo,si"), "«color» no puede ir en «variable»"),
        (TOTAL, TOTAL.replace(",,,si", ",sexo,,si"), "van las dos o ninguna"),
        (TOTAL, TOTAL.replace(",si,", ",tal vez,"), "«tal vez» no puede ir en «respuesta»"),
        (TOTAL, TOTAL.replace(",14,,", ",-14,,"), "«conteo» debe ser un número entero"),
        (TOTAL, TOTAL.replace(",14,,", ",１４,,"), "«conteo» debe ser un número entero"),
        (TOTAL, TOTAL.replace(",14,,", ",1234567890,,"), "«conteo» debe ser un número entero"),
        (TOTAL, TOTAL.replace(",14,,", ",14,suprimida,"), "sin conteo la causa"),
        (TOTAL, TOTAL.replace(",14,,", ",,,"), "sin conteo la causa"),
        (TOTAL, TOTAL.replace(",14,,", ",14,porque sí,"), "no puede ir en «causa»"),
        (TOTAL, TOTAL.replace(",14,,0", ",14,,15"), "no caben unas en otras"),
        (TOTAL, TOTAL.replace(",40,40,0,40", ",40,41,0,40"), "no caben unas en otras"),
        (TOTAL, TOTAL.replace(",40,40,0,40", ",40,40,0,41"), "no caben unas en otras"),
        (TOTAL, TOTAL.replace(",14,", ",15,"), "«i01» en el total no suman"),
        (TOTAL, TOTAL.replace(",40,40,0,40", ",41,40,0,40"), "no suman sus denominadores"),
        (TOTAL, f"{TOTAL}\n{TOTAL}", "renglón 3: repite un conteo"),
        (TOTAL, TOTAL.replace(",3,", ",4,", 1), "«celda_minima» debe ser una sola"),
        (TOTAL, f'{TOTAL[:-2]}"4', "no es CSV en UTF-8"),
    ],
)
def test_lo_que_alguien_toco_se_rechaza_con_su_lugar(
    preguntas: Preguntas, texto: str, escribir: Escribir, antes: str, despues: str, dice: str
) -> None:
    assert antes in texto
    raiz = escribir(texto.replace(antes, despues, 1)).parents[2]

    with pytest.raises(ErrorConoceles, match=r"estadistica/2030-05-10/identidad\.csv") as error:
        leer_cortes(raiz, preguntas)
    assert dice in str(error.value)
    assert "Vuelva a escribirlo" in str(error.value)


def test_lo_que_no_suma_en_una_columna_dice_cual(
    tmp_path: Path, preguntas: Preguntas, corte: Corte, escribir: Escribir
) -> None:
    antes = next(
        linea
        for linea in a_csv(corte, preguntas).splitlines()
        if ",i01,indigena,sexo,h,no," in linea
    )
    celdas = antes.split(",")
    celdas[7] = str(int(celdas[7]) - 1)
    escribir(a_csv(corte, preguntas).replace(antes, ",".join(celdas)))

    with pytest.raises(ErrorConoceles, match="«i01» en sexo h no suman"):
        leer_cortes(tmp_path, preguntas)


@pytest.mark.parametrize("nombre", ["notas.txt", "2030-13-01", "20300510", ".DS_Store"])
def test_lo_que_no_es_un_corte_se_rechaza(
    tmp_path: Path, preguntas: Preguntas, nombre: str
) -> None:
    (tmp_path / "estadistica").mkdir()
    (tmp_path / "estadistica" / nombre).mkdir()

    with pytest.raises(ErrorConoceles, match=f"estadistica/{nombre} no es un corte"):
        leer_cortes(tmp_path, preguntas)


def test_no_se_siguen_enlaces(
    tmp_path: Path, preguntas: Preguntas, corte: Corte, escribir: Escribir
) -> None:
    ruta = escribir(a_csv(corte, preguntas))
    otra = tmp_path / "fuera.csv"
    ruta.rename(otra)
    ruta.symlink_to(otra)

    with pytest.raises(ErrorConoceles, match="no es un archivo común"):
        leer_cortes(tmp_path, preguntas)
    ruta.unlink()
    ruta.parent.rename(tmp_path / "fuera")
    ruta.parent.symlink_to(tmp_path / "fuera")
    with pytest.raises(ErrorConoceles, match="no es un corte"):
        leer_cortes(tmp_path, preguntas)


def test_lo_desmedido_y_lo_ilegible_se_dicen_con_una_frase(
    tmp_path: Path,
    preguntas: Preguntas,
    corte: Corte,
    escribir: Escribir,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ruta = escribir(a_csv(corte, preguntas))
    monkeypatch.setattr("generador.archivos.estadistica.MAXIMO", 10)
    with pytest.raises(ErrorConoceles, match="mide más de"):
        leer_cortes(tmp_path, preguntas)
    monkeypatch.undo()
    ruta.write_bytes(b"\xff\xfe")
    with pytest.raises(ErrorConoceles, match="no es CSV en UTF-8"):
        leer_cortes(tmp_path, preguntas)
    ruta.write_text("")
    with pytest.raises(ErrorConoceles, match="sus columnas deben ser"):
        leer_cortes(tmp_path, preguntas)


@pytest.mark.parametrize("falla", ["iterdir", "read_bytes"])
def test_si_el_disco_falla_se_dice(
    tmp_path: Path,
    preguntas: Preguntas,
    texto: str,
    escribir: Escribir,
    monkeypatch: pytest.MonkeyPatch,
    falla: str,
) -> None:
    escribir(texto)

    def fallar(*_: object) -> None:
        raise PermissionError(13, "denegado")

    monkeypatch.setattr(Path, falla, fallar)
    with pytest.raises(ErrorConoceles, match="No se puede"):
        leer_cortes(tmp_path, preguntas)
