"""¿Se pierde algo, o queda a medias, cuando algo falla mientras se escribe en el depósito común?"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.aceptacion.conftest import Terminal
from tests.aceptacion.fallas import (
    CAPTURA,
    DELATOR,
    ENVIO,
    MATON,
    SUPERVISORA,
    UNIDAD,
    UNION,
    VALIDACION,
    Escena,
    enviada,
    escrita,
    ordenes_de_git,
    poner_git,
    validada,
)


@dataclass(frozen=True)
class Acto:
    """Una orden que escribe: en qué punto se corre y con qué palabras."""

    punto: str
    hora: str
    palabras: Callable[[Escena], tuple[str, ...]]


def _sustitucion(clave: str) -> tuple[str, ...]:
    persona = (
        "--nombre",
        "Renata",
        "--primer-apellido",
        "Olmos",
        "--sexo",
        "mujer",
        "--edad",
        "44",
    )
    motivo = ("--causa", "Renuncia", "--acuerdo", "IED/CG/1/2024")
    return ("sustituir", clave, *persona, *motivo, *UNIDAD)


ACTOS = {
    "proponer": Acto("escrita", ENVIO, lambda e: ("proponer", str(e.raiz / e.carpeta), *CAPTURA)),
    "validar-propuesta": Acto(
        "enviada", VALIDACION, lambda e: ("validar-propuesta", e.folio, *SUPERVISORA)
    ),
    "integrar": Acto("validada", UNION, lambda e: ("integrar", e.folio, *UNIDAD)),
    "integrar-automatico": Acto("validada", UNION, lambda _: ("integrar", "--automatico", *UNIDAD)),
    "rechazar": Acto(
        "enviada", UNION, lambda e: ("rechazar", e.folio, "--causa", "archivo", *UNIDAD)
    ),
    "separar": Acto("enviada", UNION, lambda e: ("separar", e.folio, e.suplente, *UNIDAD)),
    "sustituir": Acto("escrita", UNION, lambda e: _sustitucion(e.clave)),
    "anclar": Acto("enviada", UNION, lambda _: ("historial", "anclar", *UNIDAD)),
    "preparar": Acto("virgen", ENVIO, lambda e: ("forja", "preparar", "--en", str(e.comun))),
}


@dataclass(frozen=True)
class Taller:
    """Los puntos de partida, y lo que deja cada acto cuando nada falla."""

    puntos: dict[str, Escena]
    carpeta: Path
    hechos: dict[str, tuple[dict[str, str], list[str]]] = field(default_factory=dict)

    def partir(self, acto: Acto, destino: Path) -> Escena:
        """Una copia del punto en que se corre el acto."""
        destino.mkdir(parents=True)
        punto = self.puntos[acto.punto]
        if acto.punto != "virgen":
            return punto.copiar(destino)
        shutil.copytree(punto.raiz, destino / "proceso")
        return replace(
            punto, terminal=Terminal(destino / "proceso", Path()), comun=destino / "comun.git"
        )

    def entero(self, nombre: str) -> tuple[dict[str, str], list[str]]:
        """(cómo queda el depósito común, las órdenes de Git que hacen falta)."""
        if nombre not in self.hechos:
            self.hechos[nombre] = self._hacer(nombre)
        return self.hechos[nombre]

    def _hacer(self, nombre: str) -> tuple[dict[str, str], list[str]]:
        acto, destino = ACTOS[nombre], self.carpeta / nombre
        escena = self.partir(acto, destino)
        ambiente = poner_git(destino / "git", MATON, MATON_EN="nunca")
        corrida = escena.correr(acto.hora, *acto.palabras(escena), ambiente=ambiente)

        assert 0 == corrida.codigo, corrida.todo
        return escena.referencias(), ordenes_de_git(destino / "git")


@pytest.fixture(scope="module")
def taller(simulado: Path, tmp_path_factory: pytest.TempPathFactory) -> Taller:
    puntos = {
        "escrita": escrita(simulado),
        "enviada": enviada(simulado),
        "validada": validada(simulado),
        "virgen": Escena(Terminal(simulado, Path()), Path(), "", "", ""),
    }
    return Taller(puntos, tmp_path_factory.mktemp("taller"))


def _referencias(escena: Escena) -> dict[str, str]:
    return escena.referencias() if (escena.comun / "HEAD").exists() else {}


def _matar(taller: Taller, nombre: str, en: str, cuando: str, destino: Path) -> None:
    """Mata la orden en una llamada a Git, la repite, y exige que quede como si nada."""
    acto = ACTOS[nombre]
    entero, _ = taller.entero(nombre)
    escena = taller.partir(acto, destino)
    antes = _referencias(escena)
    ambiente = poner_git(destino / "git", MATON, MATON_EN=en, MATON_CUANDO=cuando)
    muerta = escena.correr(acto.hora, *acto.palabras(escena), ambiente=ambiente)
    medio = _referencias(escena)
    repetida = escena.correr(acto.hora, *acto.palabras(escena))

    assert -9 == muerta.codigo, muerta.todo
    assert medio in (antes, entero)
    assert repetida.codigo == 0 or " ya " in f" {repetida.error}", repetida.todo
    assert entero == _referencias(escena)
    escena.exigir_sano()


@pytest.mark.parametrize(
    ("nombre", "cuando"),
    [
        ("separar", "antes"),
        ("separar", "despues"),
        ("sustituir", "despues"),
    ],
)
def test_una_muerte_al_llevarlo_deja_el_acto_entero_o_nada(
    nombre: str, cuando: str, taller: Taller, tmp_path: Path
) -> None:
    _matar(taller, nombre, "push", cuando, tmp_path / "muerta")


LECTURAS = frozenset(
    {"version", "rev-parse", "for-each-ref", "ls-tree", "cat-file", "log", "diff-tree"}
    | {"merge-base", "symbolic-ref", "grep"}
)
"""Morir después de una de estas es lo mismo que morir antes de la siguiente."""


@pytest.mark.lento
@pytest.mark.parametrize("nombre", list(ACTOS))
def test_una_muerte_en_cualquier_paso_deja_el_acto_entero_o_nada(
    nombre: str, taller: Taller, tmp_path: Path
) -> None:
    _, ordenes = taller.entero(nombre)
    for numero, orden in enumerate(ordenes, start=1):
        for cuando in ("antes",) if orden in LECTURAS else ("antes", "despues"):
            destino = tmp_path / f"{numero}-{cuando}"
            _matar(taller, nombre, str(numero), cuando, destino)
            shutil.rmtree(destino)


@pytest.mark.parametrize("nombre", [pytest.param("integrar", marks=pytest.mark.lento), "sustituir"])
def test_una_muerte_a_mitad_del_envio_deja_el_acto_entero_o_nada(
    nombre: str, taller: Taller, tmp_path: Path
) -> None:
    acto, (entero, _) = ACTOS[nombre], taller.entero(nombre)
    escena = taller.partir(acto, tmp_path / "muerta")
    antes = escena.referencias()
    ambiente = poner_git(tmp_path / "git", DELATOR)
    gancho = escena.comun / "hooks" / "pre-receive"
    gancho.parent.mkdir(exist_ok=True)
    gancho.write_text(f"#!/bin/sh\nkill -9 $(cat '{tmp_path}/git/quienes')\n", encoding="utf-8")
    gancho.chmod(0o755)

    muerta = escena.correr(acto.hora, *acto.palabras(escena), ambiente=ambiente)
    _esperar_a_que_nadie_escriba(escena)
    gancho.unlink()
    medio = escena.referencias()
    repetida = escena.correr(acto.hora, *acto.palabras(escena))

    assert -9 == muerta.codigo, muerta.todo
    assert medio in (antes, entero)
    assert repetida.codigo == 0 or " ya " in repetida.error, repetida.todo
    assert entero == escena.referencias()
    escena.exigir_sano()


def _esperar_a_que_nadie_escriba(escena: Escena) -> None:
    """Quien recibía puede terminar lo suyo aunque quien enviaba haya muerto."""
    for _ in range(50):
        time.sleep(0.1)
        if not list(escena.comun.rglob("*.lock")) and not list(escena.comun.rglob("incoming-*")):
            return
