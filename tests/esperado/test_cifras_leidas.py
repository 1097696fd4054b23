"""¿Dicen las páginas las mismas cifras que los datos, leídas como las lee una persona?

No usa nada del programa: analiza el HTML publicado y cuenta otra vez desde los CSV.
"""

import csv
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

COLUMNAS = {
    "Registradas vigentes": "registradas",
    "Con captura": "con_captura",
    "Validadas": "validadas",
    "Sin captura": "sin_captura",
    "En revisión": "con_error",
    "Candidaturas": "candidaturas",
    "Sustituidas": "sustituidas",
    "Canceladas": "canceladas",
}
EDADES = {
    "De 18 a 20 años": "18-20",
    "De 21 a 29 años": "21-29",
    "De 30 a 39 años": "30-39",
    "De 40 a 49 años": "40-49",
    "De 50 a 59 años": "50-59",
    "De 60 años o más": "60+",
}
CON_CAPTURA = ("sin_validar", "publicada", "en_correccion")
VALIDADAS = ("publicada", "en_correccion")
BAJAS = ("sustituida", "cancelada")


class _Tablas(HTMLParser):
    """Lee `(tabla, renglón, columna) → texto` de todas las tablas de la página."""

    def __init__(self) -> None:
        super().__init__()
        self.celdas: dict[tuple[str, str, str], str] = {}
        self._tabla = self._renglon = ""
        self._columnas: list[str] = []
        self._valores: list[str] = []
        self._abierta = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        atributos = dict(attrs)
        if tag == "section":
            self._tabla = (atributos.get("aria-labelledby") or "").removeprefix("c-")
            self._columnas = []
        elif tag == "tr":
            self._renglon, self._valores = "", []
        elif tag == "th":
            es_columna = atributos.get("scope") == "col"
            self._abierta = "columna" if es_columna else "renglon"
            self._columnas += [""] if es_columna else []
        elif tag == "td":
            self._abierta = "valor"
            self._valores.append("")

    def handle_data(self, data: str) -> None:
        if self._abierta == "columna":
            self._columnas[-1] += data
        elif self._abierta == "renglon":
            self._renglon += data
        elif self._abierta == "valor":
            self._valores[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._abierta = ""
        elif tag == "tr" and self._renglon:
            for columna, valor in zip(self._columnas[1:], self._valores, strict=True):
                self.celdas[self._tabla, self._renglon.strip(), columna] = valor


@pytest.fixture(scope="module")
def publico(demostracion: Path) -> Path:
    return demostracion / "publico"


def _tabla(publico: Path, nombre: str) -> list[dict[str, str]]:
    with (publico / "datos" / f"{nombre}.csv").open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


@pytest.fixture(scope="module")
def control(publico: Path) -> dict[str, int]:
    return {r["nombre"]: int(r["valor"]) for r in _tabla(publico, "cifras_de_control")}


def _claves(publico: Path) -> dict[str, dict[str, str]]:
    """Por tabla de la página: nombre de cada renglón → su clave en los datos."""
    catalogos: dict[str, dict[str, str]] = {}
    for r in _tabla(publico, "catalogos"):
        catalogos.setdefault(r["catalogo"], {})[r["nombre"]] = r["clave"]
    vacios = {r["etiqueta"].capitalize(): r["clave"] for r in _tabla(publico, "vacios")}
    postulantes = {r["nombre"]: r["clave"] for r in _tabla(publico, "postulantes")}
    lugares: dict[str, dict[str, str]] = {}
    for r in _tabla(publico, "ambitos"):
        lugares.setdefault(f"ambito_{r['tipo']}", {})[r["nombre"]] = r["clave"]
    return {
        "eleccion": catalogos["eleccion"],
        "bajas": catalogos["eleccion"],
        "cargo": {r["nombre"]: r["clave"] for r in _tabla(publico, "cargos")},
        "postulante": postulantes,
        "partido": postulantes,
        "sexo": catalogos["sexo"],
        "edad": EDADES,
        "grado": vacios | catalogos["grados"],
        **lugares,
    }


def test_las_tablas_de_cifras_dicen_lo_que_los_datos(
    publico: Path, control: dict[str, int]
) -> None:
    lector = _Tablas()
    lector.feed((publico / "cifras" / "index.html").read_text(encoding="utf-8"))
    claves = _claves(publico)
    leidas = {
        f"{tabla}.{claves[tabla][renglon]}.{COLUMNAS[columna]}": int(valor.replace(",", ""))
        for (tabla, renglon, columna), valor in lector.celdas.items()
        if renglon != "Total" and columna in COLUMNAS
    }

    # Los renglones en ceros no se dibujan.
    con_algo = {n.rpartition(".")[0] for n, valor in control.items() if valor and "." in n}
    assert {n: v for n, v in control.items() if n.rpartition(".")[0] in con_algo} == leidas


def test_los_totales_y_sus_porcentajes_son_los_de_los_datos(
    publico: Path, control: dict[str, int]
) -> None:
    html = (publico / "cifras" / "index.html").read_text(encoding="utf-8")
    tablero = {
        nombre: int(valor.replace(",", ""))
        for nombre, valor in re.findall(r"<dt>([^<]+)</dt><dd>([\d,]+)", html)
    }
    por_ciento = [
        _por_ciento(control["validadas"], control[de]) for de in ("registradas", "con_captura")
    ]

    assert {
        "Registradas": control["registradas"],
        "Con captura": control["con_captura"],
        "Validadas y a la vista": control["validadas"],
        "Sin captura": control["sin_captura"],
    } == tablero
    assert por_ciento == re.findall(r"<span>([\d.]+ %) de las", html)


def _por_ciento(parte: int, todo: int) -> str:
    """Con un decimal y el medio hacia arriba, como se redondea a mano."""
    return f"{(Decimal(100 * parte) / todo).quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


def test_la_portada_dice_las_mismas(publico: Path, control: dict[str, int]) -> None:
    html = (publico / "index.html").read_text(encoding="utf-8")
    leidas = re.search(r"([\d,]+) candidaturas?; ([\d,]+) ya public", html)

    assert leidas is not None
    assert (f"{control['registradas']:,}", f"{control['validadas']:,}") == leidas.groups()


def test_cualquiera_las_recalcula_con_los_csv(publico: Path, control: dict[str, int]) -> None:
    cuenta: Counter[str] = Counter()
    grados = {r["clave"]: r["grado_maximo"] for r in _tabla(publico, "curricular")}
    for fila in _tabla(publico, "candidaturas"):
        estado = fila["estado"]
        if estado in BAJAS:
            cuenta.update([f"{estado}s", f"bajas.{fila['eleccion']}.{estado}s"])
            continue
        columnas = ["registradas"]
        columnas += ["con_captura"] if estado in CON_CAPTURA else [estado]
        columnas += ["validadas"] if estado in VALIDADAS else []
        donde = [f"{eje}.{fila[eje]}." for eje in ("eleccion", "cargo", "postulante", "sexo")]
        donde += [f"partido.{partido}." for partido in fila["integrantes"].split(";")]
        donde += [f"ambito_{fila['ambito_tipo']}.{fila['ambito']}.", f"edad.{_edad(fila)}.", ""]
        cuenta.update(eje + columna for eje in donde for columna in columnas)
        cuenta[f"grado.{grados[fila['clave']]}.candidaturas"] += 1

    assert {nombre: valor for nombre, valor in control.items() if valor} == dict(cuenta)


def _edad(fila: dict[str, str]) -> str:
    edad = int(fila["edad"])
    for clave in EDADES.values():
        desde, _, hasta = clave.rstrip("+").partition("-")
        if int(desde) <= edad <= int(hasta or 200):
            return clave
    raise ValueError(edad)


def test_los_estados_de_las_fichas_suman_lo_mismo(publico: Path, control: dict[str, int]) -> None:
    paginas = len([p for p in (publico / "candidaturas").iterdir() if p.is_dir()])

    assert control["registradas"] + control["sustituidas"] + control["canceladas"] == paginas
