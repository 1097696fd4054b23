"""¿Se niega a escribir donde borraría lo de alguien?"""

from pathlib import Path

import pytest

from generador.errores import ConstruccionFallida
from generador.publicacion.destino import resolver_carpeta_de_datos, resolver_destino


def _poner(raiz: Path, *rutas: str) -> None:
    for ruta in rutas:
        (raiz / ruta).parent.mkdir(parents=True, exist_ok=True)
        (raiz / ruta).write_text("algo de alguien", encoding="utf-8")


@pytest.fixture
def raiz(tmp_path: Path) -> Path:
    proceso = tmp_path / "proceso"
    _poner(proceso, "proceso.yml", "candidaturas/ayu/una.yml", "ajena/tesis.txt")
    return proceso


@pytest.mark.parametrize("destino", ["", "ajena", "..", "/", "ajena/..", "candidaturas"])
def test_se_niega_ante_una_carpeta_con_archivos_ajenos(raiz: Path, destino: str) -> None:
    with pytest.raises(ConstruccionFallida, match="--destino"):
        resolver_destino(raiz / destino, raiz)


def test_se_niega_ante_un_enlace_a_una_carpeta_ajena(raiz: Path) -> None:
    (raiz / "enlace").symlink_to("ajena")

    with pytest.raises(ConstruccionFallida, match="los borraría"):
        resolver_destino(raiz / "enlace", raiz)


@pytest.mark.parametrize("destino", ["candidaturas", "candidaturas/nueva", "otra/../candidaturas"])
def test_nada_se_publica_entre_los_expedientes(raiz: Path, destino: str) -> None:
    with pytest.raises(ConstruccionFallida, match="solo hay expedientes"):
        resolver_carpeta_de_datos(raiz / destino, raiz)
    with pytest.raises(ConstruccionFallida, match="solo hay expedientes"):
        resolver_destino(raiz / destino, raiz)


def test_los_datos_de_alguien_mas_no_se_sobrescriben(raiz: Path) -> None:
    _poner(raiz, "ajena/datos/candidaturas.csv")

    with pytest.raises(ConstruccionFallida, match="podrían perderse"):
        resolver_carpeta_de_datos(raiz / "ajena", raiz)


def test_admite_una_carpeta_nueva_o_vacia(raiz: Path) -> None:
    (raiz / "vacia").mkdir()

    assert raiz / "publico" == resolver_destino(raiz / "publico", raiz)
    assert raiz / "vacia" == resolver_destino(raiz / "vacia", raiz)


def test_admite_un_sitio_anterior_y_lo_que_dejo_paquetes(raiz: Path) -> None:
    _poner(raiz / "publico", "busqueda/indice.json", "secciones/todas.json", "index.html")
    _poner(raiz / "datos-solos", "datos/datapackage.json")

    assert raiz / "publico" == resolver_destino(raiz / "publico", raiz)
    assert raiz / "datos-solos" == resolver_destino(raiz / "datos-solos", raiz)


def test_un_enlace_a_un_sitio_se_sigue_y_no_se_reemplaza(raiz: Path) -> None:
    _poner(raiz / "disco" / "sitio", "busqueda/indice.json", "secciones/todas.json")
    (raiz / "publico").symlink_to("disco/sitio")

    assert raiz / "disco" / "sitio" == resolver_destino(raiz / "publico", raiz)
