"""Cómo se siembra una fuga en cada clase de archivo, y en el sitio de quién."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from construccion import FECHA

from generador.archivos.carga import cargar
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.publico import publicar
from generador.reserva.agujas import Aguja
from generador.reserva.fuga import Fuga
from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.verdad import Verdad
from generador.simulacion.identidad import extracto_ficticio

VALOR = "Mazahua"
PREGUNTA = "¿A qué pueblo y/o comunidad indígena pertenece?"
ORIGINALES = Originales.del_programa()
SECRETO = "zqcanario, con Ñoñería y todo"

Siembra = Callable[[bytes], bytes]


class Sitio:
    """La demostración construida, su verdad, y a quién se le siembra la fuga."""

    def __init__(self, raiz: Path) -> None:
        self.raiz = raiz
        self.publico = raiz / "publico"
        momento = datetime.fromisoformat(f"{FECHA}T23:59:59")  # sin zona: la del proceso
        conjunto = cargar(raiz, momento)
        fichas = publicar(conjunto, extracto_ficticio(conjunto))
        self.verdad = Verdad.de_fichas(fichas, conjunto.contexto, raiz)
        self.callada = next(f for f in fichas if f.identidad_vacio == "no_consintio")
        self.retirada = next(f for f in fichas if not f.esta_vigente)
        self.abierta = next(
            f for f in fichas if f.identidad_vacio is None and "i03" in self._dichas(f)
        )
        self.sin_foto = next(f for f in fichas if f.esta_vigente and not f.fotografia)
        self.con_foto = next(f for f in fichas if f.fotografia and f.esta_vigente)

    @staticmethod
    def _dichas(ficha: FichaPublica) -> set[str]:
        return {r.puntero.rpartition("/")[2] for r in ficha.identidad if r.valor is not None}

    def ruta(self, forma: str) -> str:
        """`{callada}` y demás se cambian por su carpeta."""
        return forma.format(
            **{
                nombre: getattr(self, nombre).clave.lower()
                for nombre in ("callada", "abierta", "retirada", "sin_foto", "con_foto")
            }
        )


def cambiar(viejo: str, nuevo: str) -> Siembra:
    def sembrar(crudo: bytes) -> bytes:
        assert viejo.encode() in crudo, "la siembra no encontró su lugar"
        return crudo.replace(viejo.encode(), nuevo.encode(), 1)

    return sembrar


def al_final(texto: str) -> Siembra:
    return lambda crudo: crudo + texto.encode()


def en_json(cambiar: Callable[[dict], object]) -> Siembra:
    def sembrar(crudo: bytes) -> bytes:
        dato = json.loads(crudo)
        cambiar(dato)
        return json.dumps(dato, ensure_ascii=False).encode()

    return sembrar


def en_csv(columna: str, valor: str, cual: str = "") -> Siembra:
    """Pone el valor en la columna de la primera fila (o la de esa clave)."""

    def sembrar(crudo: bytes) -> bytes:
        renglones = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline="")))
        lugar = renglones[0].index(columna)
        fila = next(r for r in renglones[1:] if not cual or r[0] == cual)
        fila[lugar] = valor
        return _a_csv(renglones)

    return sembrar


def columna_de_mas(crudo: bytes) -> bytes:
    renglones = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline="")))
    return _a_csv([[*r, "i08" if n == 0 else "si"] for n, r in enumerate(renglones)])


def celda_de_mas(crudo: bytes) -> bytes:
    return crudo.rstrip(b"\r\n") + b",si\n"


def _a_csv(renglones: list[list[str]]) -> bytes:
    salida = io.StringIO()
    csv.writer(salida, lineterminator="\n").writerows(renglones)
    return salida.getvalue().encode()


def en_libro(parte: str, sembrar: Siembra, *, nueva: bool = False) -> Siembra:
    def hacer(crudo: bytes) -> bytes:
        salida = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(crudo)) as viejo,
            zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as nuevo,
        ):
            for nombre in viejo.namelist():
                leido = viejo.read(nombre)
                nuevo.writestr(nombre, sembrar(leido) if nombre == parte else leido)
            if nueva:
                nuevo.writestr(parte, sembrar(b""))
        return salida.getvalue()

    return hacer


def hoja(publico: Path, nombre: str) -> str:
    """En qué parte del libro está una hoja."""
    with zipfile.ZipFile(publico / "datos/conoceles.xlsx") as libro:
        hojas = re.findall(r'<sheet name="([^"]+)"', libro.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{hojas.index(nombre) + 1}.xml"


PAR = f"<div><dt>{PREGUNTA}</dt><dd>{VALOR}</dd></div>"
FICHA, DATOS = "candidaturas/{callada}/index.html", "candidaturas/{callada}/ficha.json"
ABIERTA = "candidaturas/{abierta}/index.html"
FIN = "</main>"
TITULO = '<h2 id="identidad">Identidad</h2>'


def exigir(fugas: list[Fuga], lugar: str) -> None:
    """Que se detuvo, que dice dónde, y que no dice qué."""
    assert fugas
    for fuga in fugas:
        assert fuga.lugar.startswith(f"publico/{lugar}")
        assert VALOR.lower() not in fuga.motivo.lower()
        assert aplanar(SECRETO) not in aplanar(fuga.frase())


def aguja(sitio: Sitio) -> Aguja:
    return Aguja(sitio.callada.clave, "i03_otra", SECRETO)
