"""Cada regla acepta sus casos válidos y señala el lugar exacto de los inválidos.

Un caso es un YAML con solo lo que cambia respecto de `tests/casos/base.yml`, o una carpeta con
varias candidaturas y, si hace falta, un `proceso.yml` con lo que cambia del proceso. Sus
comentarios iniciales dicen:

    # espera: /puntero línea 7      lo que la regla debe señalar (uno por renglón; línea opcional;
                                    «raíz» es el archivo entero)
    # ahora: 2030-05-20T10:00:00-06:00
    # archivo: ruta/del/expediente.yml
    # foto: ninguna                 o «foto: 60000 bytes», «foto: otra» o «foto: defectuosa»
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from generador.archivos.esquemas import preparar_validador
from generador.archivos.expediente import juzgar, preparar_lector
from generador.archivos.texto import leer, ubicar
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.hallazgo import Hallazgo
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.regla import Alcance, Regla, aplicar_a_una, aplicar_al_conjunto
from generador.nucleo.reglas import REGLAS

CASOS = Path(__file__).parents[3] / "casos"
POR_CODIGO = {regla.codigo: regla for regla in REGLAS}
PROCESO = "proceso.yml"
EN_SU_LUGAR = "candidaturas/ayuntamientos/106-san-martin-del-rio/pah/AYU-106-PAH-PRES-P-1.yml"
_INDICACION = re.compile(r"# (espera|ahora|archivo|foto): (.+)")
_ESPERADO = re.compile(r"(?P<puntero>\S*)(?: línea (?P<linea>[0-9]+))?")


@dataclass(frozen=True)
class Pieza:
    """Un archivo de un caso."""

    ruta: Path
    espera: tuple[str, ...]
    indicaciones: dict[str, str]

    @property
    def cambios(self) -> dict[str, Any]:
        return leer(self.ruta.read_bytes()).dato or {}


def casos() -> list[Path]:
    carpetas = [
        carpeta
        for carpeta in CASOS.iterdir()
        if carpeta.is_dir() and POR_CODIGO[carpeta.name].alcance is not Alcance.PROPUESTA
    ]
    return sorted(caso for carpeta in carpetas for caso in carpeta.iterdir())


def piezas(caso: Path) -> list[Pieza]:
    rutas = sorted(caso.iterdir()) if caso.is_dir() else [caso]
    return [_pieza(ruta) for ruta in rutas]


def _pieza(ruta: Path) -> Pieza:
    dichas = _INDICACION.findall(ruta.read_text("utf-8", errors="replace"))
    esperadas = tuple(valor.strip() for nombre, valor in dichas if nombre == "espera")
    return Pieza(ruta, esperadas, {n: v.strip() for n, v in dichas if n != "espera"})


@pytest.mark.parametrize("caso", casos(), ids=lambda caso: f"{caso.parent.name}-{caso.stem}")
def test_cada_regla_cumple_sus_casos(
    caso: Path,
    armar_contexto: Callable[..., Contexto],
    armar_candidatura: Callable[..., Candidatura],
) -> None:
    regla = POR_CODIGO[caso.parent.name]
    partes = piezas(caso)
    if regla.alcance is Alcance.ARCHIVO:
        hallazgos = _del_lector(regla, partes[0], armar_contexto())
    else:
        hallazgos = _de_la_regla(regla, partes, armar_contexto, armar_candidatura)
    obtenido = sorted((str(h.archivo), h.puntero, h.linea) for h in hallazgos)
    esperado = sorted(_esperados(partes, obtenido))

    assert esperado == obtenido
    assert caso.name.startswith("invalido-" if esperado else "valido-")


def _esperados(
    partes: list[Pieza], obtenido: list[tuple[str, str, int]]
) -> Iterator[tuple[str, str, int]]:
    for parte in partes:
        for dicho in parte.espera:
            partido = _ESPERADO.fullmatch(dicho)

            assert partido is not None
            puntero, linea = partido["puntero"].replace("raíz", ""), partido["linea"]
            if linea is None:
                linea = next((o[2] for o in obtenido if o[:2] == (parte.ruta.name, puntero)), 0)
            yield parte.ruta.name, puntero, int(linea)


def _de_la_regla(
    regla: Regla,
    partes: list[Pieza],
    armar_contexto: Callable[..., Contexto],
    armar_candidatura: Callable[..., Candidatura],
) -> list[Hallazgo]:
    ahora = next((p.indicaciones["ahora"] for p in partes if "ahora" in p.indicaciones), None)
    del_proceso = next(
        (p for p in partes if p.ruta.name == PROCESO or regla.alcance is Alcance.PROCESO), None
    )
    contexto = armar_contexto(
        del_proceso.cambios if del_proceso else None, **({"ahora": ahora} if ahora else {})
    )
    if regla.alcance is Alcance.PROCESO and del_proceso:
        nombre = del_proceso.ruta.name
        hallazgos = [regla.hallazgo(nombre, dicho) for dicho in regla(contexto)]
        return _ubicar(hallazgos, {nombre: del_proceso})
    candidatas = {
        p.ruta.name: _armar(p, contexto, armar_candidatura) for p in partes if p is not del_proceso
    }
    nombres = {c.archivo: nombre for nombre, c in candidatas.items()}
    if regla.alcance is Alcance.CONJUNTO:
        conjunto = Conjunto(contexto, {c.clave: c for c in candidatas.values()})

        assert len(candidatas) == len(conjunto.candidaturas), "dos piezas con la misma clave"
        hallazgos = list(aplicar_al_conjunto([regla], conjunto))
    else:
        hallazgos = [
            h for una in candidatas.values() for h in aplicar_a_una([regla], una, contexto)
        ]
    propios = [replace(h, archivo=nombres.get(h.archivo, h.archivo)) for h in hallazgos]
    return _ubicar(propios, {p.ruta.name: p for p in partes})


def _armar(
    pieza: Pieza, contexto: Contexto, armar_candidatura: Callable[..., Candidatura]
) -> Candidatura:
    dicho = pieza.indicaciones.get("foto", "")
    otra = "sha256:" + "d" * 64
    fotos: dict[str, Any] = {
        "": "la declarada",
        "ninguna": None,
        "otra": Fotografia("retrato.webp", otra, 20_000),
        "defectuosa": Fotografia("retrato.webp", "sha256:" + "a" * 64, 20_000, "tiene movimiento"),
    }
    foto = fotos.get(dicho)
    if dicho.endswith(" bytes"):
        propia = pieza.cambios.get("curricular", {}).get("fotografia", "sha256:" + "a" * 64)
        foto = Fotografia("retrato.webp", propia, int(dicho.removesuffix(" bytes")))
    armada = armar_candidatura(
        pieza.cambios, archivo=pieza.indicaciones.get("archivo", ""), foto=foto, en=contexto
    )
    validador = preparar_validador(contexto.esquemas, "candidatura")

    assert validador.cumple(armada.dato), list(validador.explicaciones(armada.dato))
    return armada


def _ubicar(hallazgos: list[Hallazgo], partes: dict[str, Pieza]) -> list[Hallazgo]:
    ubicados = []
    for hallazgo in hallazgos:
        pieza = partes[hallazgo.archivo]
        linea, columna = ubicar(leer(pieza.ruta.read_bytes()).posiciones, hallazgo.puntero)
        ubicados.append(replace(hallazgo, linea=linea, columna=columna))
    return ubicados


def _del_lector(regla: Regla, pieza: Pieza, contexto: Contexto) -> list[Hallazgo]:
    """Los casos de sintaxis y esquema son archivos completos, tal como llegarían."""
    lector = preparar_lector(CASOS, contexto)
    foto = Fotografia("retrato.webp", "sha256:" + "a" * 64, 20_000)
    leida = juzgar(lector, EN_SU_LUGAR, pieza.ruta.read_bytes(), foto)
    return [replace(h, archivo=pieza.ruta.name) for h in leida.hallazgos if h.regla == regla.codigo]
