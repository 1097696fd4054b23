"""¿Sirve `conoceles simular` a quien quiere ensayar?"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generador.cli import conoceles

LUGARES = ("--ambito", "municipio=106,081", "--ambito", "distrito=009", "--ambito", "entidad=EDO")


def _simular(carpeta: Path, *opciones: str) -> Result:
    return CliRunner().invoke(
        conoceles, ["simular", "150", "--carpeta", str(carpeta), *LUGARES, *opciones]
    )


def _arbol(carpeta: Path) -> dict[str, bytes]:
    return {str(r.relative_to(carpeta)): r.read_bytes() for r in carpeta.rglob("*") if r.is_file()}


@pytest.fixture(scope="session")
def ensayo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    carpeta = tmp_path_factory.mktemp("ensayo") / "proceso"
    hecho = _simular(carpeta)
    assert hecho.exit_code == 0, hecho.output
    return carpeta


@pytest.fixture(scope="session")
def expedientes(ensayo: Path) -> list[dict[str, Any]]:
    rutas = sorted((ensayo / "candidaturas").rglob("*.yml"))
    return [yaml.safe_load(ruta.read_text(encoding="utf-8")) for ruta in rutas]


def test_lo_simulado_no_tiene_ningun_error(ensayo: Path) -> None:
    hecho = CliRunner().invoke(conoceles, ["--raiz", str(ensayo), "validar", "--formato", "json"])

    assert hecho.exit_code == 0, hecho.output
    assert json.loads(hecho.stdout)["conteo"]["error"] == 0


def test_la_misma_semilla_escribe_lo_mismo_y_otra_no(ensayo: Path, tmp_path: Path) -> None:
    igual, distinta = tmp_path / "igual", tmp_path / "distinta"
    _simular(igual)
    _simular(distinta, "--semilla", "otra", "--sin-fotos")

    assert _arbol(igual) == _arbol(ensayo)
    assert _arbol(distinta) != _arbol(ensayo)


def test_sin_estadisticas_no_se_cuenta_nada(ensayo: Path, tmp_path: Path) -> None:
    _simular(tmp_path / "sin", "--sin-fotos", "--sin-estadisticas")

    assert list((ensayo / "estadistica").rglob("*.csv"))
    assert not (tmp_path / "sin" / "estadistica").exists()


def test_estan_todas_las_situaciones_del_dominio(expedientes: list[dict[str, Any]]) -> None:
    tramites = [e["tramite"] for e in expedientes]
    estatus = Counter(e["registro"]["estatus"] for e in expedientes)

    assert estatus["sustituida"] > 0
    assert estatus["cancelada"] > 0
    assert any(e["curricular"] is None for e in expedientes)
    assert any("enviada" in t and "validada" not in t for t in tramites)
    assert any("sustituye_a" in t for t in tramites)
    assert any(e["clave"].endswith("-3") for e in expedientes), "una cadena de sustituciones"
    observaciones = [o for t in tramites for o in t.get("observaciones", ())]
    assert any("subsanada" in o for o in observaciones)
    assert any("subsanada" not in o for o in observaciones)
    assert any("aplicado" in t.get("cambio", {}) for t in tramites)
    consentimientos = [e["consentimiento"] for e in expedientes if e["consentimiento"]]
    assert {c["publicacion"] for c in consentimientos} == {True, False}
    assert {e["registro"]["principio"] for e in expedientes} == {"mr", "rp"}


def test_ninguna_candidatura_comparte_un_parrafo_salvo_las_copias_plantadas(
    expedientes: list[dict[str, Any]],
) -> None:
    duenos: dict[str, set[str]] = {}
    for expediente in expedientes:
        curricular = expediente["curricular"] or {}
        textos = [curricular.get(c, "") for c in ("historia_profesional", "motivo")]
        textos += [curricular.get("propuesta_genero", ""), *curricular.get("propuestas", ())]
        for parrafo in "\n\n".join(textos).split("\n\n"):
            if parrafo:
                duenos.setdefault(parrafo, set()).add(expediente["clave"])
    compartidos = {tuple(sorted(claves)) for claves in duenos.values() if len(claves) > 1}

    assert len(compartidos) <= 1


def test_el_extracto_solo_trae_a_quien_consintio_o_su_dimension(
    ensayo: Path, expedientes: list[dict[str, Any]]
) -> None:
    extracto = json.loads((ensayo / "identidad-publica.json").read_text(encoding="utf-8"))
    consienten = {
        e["clave"]
        for e in expedientes
        if e["consentimiento"] and e["consentimiento"]["publicacion"]
    }
    bases = Counter(una["base"] for una in extracto["candidaturas"].values())

    assert extracto["ficticio"] is True
    assert bases["consentimiento"] > 0
    assert bases["accion_afirmativa"] > 0
    for clave, una in extracto["candidaturas"].items():
        assert (una["base"] == "consentimiento") == (clave in consienten)


def test_se_niega_a_escribir_donde_ya_hay_algo(ensayo: Path) -> None:
    hecho = _simular(ensayo)

    assert hecho.exit_code == 2
    assert "no está vacía" in hecho.output


@pytest.mark.parametrize("malo", ["municipio", "municipio=999", "planeta=001"])
def test_un_lugar_que_no_existe_se_dice(tmp_path: Path, malo: str) -> None:
    hecho = CliRunner().invoke(
        conoceles, ["simular", "10", "--carpeta", str(tmp_path / "x"), "--ambito", malo]
    )

    assert hecho.exit_code == 2
    assert "Traceback" not in hecho.output
    assert not (tmp_path / "x").exists()
