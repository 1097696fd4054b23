"""Callar no autoriza: antes de enviar se dice sí o no, y se ve qué se publicará."""

from typing import Any

import pytest

from tests.captura.conftest import CANARIO, PARTIDO, UNA, Sala
from tests.captura.llenar import acepta

REVISAR, ENVIAR = f"/candidaturas/{UNA}/revisar/", f"/candidaturas/{UNA}/enviar/"
FIRMA = {"tratamiento": True, "publicacion": True, "estadistica": True, "fecha": "2024-04-26"}
TRATAR = "Falta «Tratamiento de mis datos conforme al aviso de privacidad» (tratamiento)."
PUBLICAR = "Falta «Publicación de los datos sensibles del cuestionario de identidad» (publicacion)."


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    cliente = mostrador.entra(f"{PARTIDO}-CAPTURA")
    acepta(cliente, UNA)
    return cliente


def _envia(cliente: Any, version: int = 1, **datos: str) -> Any:
    return cliente.post(ENVIAR, {"_version": version, "confirmo": "si", **datos})


def _que_se_publica(cliente: Any) -> str:
    pagina = cliente.get(REVISAR).content.decode()
    assert "Qué se publicará y qué no" in pagina
    return str(pagina.partition('id="t-publica"')[2].partition("</section>")[0])


def _no_obligada(monkeypatch: pytest.MonkeyPatch) -> None:
    """Como si el cargo solo la pidiera a quien va por una acción afirmativa."""
    from generador.captura.llenado import escrito
    from generador.captura.vistas import revisar

    for modulo in (escrito, revisar):
        monkeypatch.setattr(modulo, "pide_identidad", lambda *_: False)


@pytest.mark.parametrize(
    ("firma", "falta"),
    [
        pytest.param({}, TRATAR, id="todo"),
        pytest.param({"fecha": "2024-04-26"}, TRATAR, id="las-tres"),
        pytest.param({**FIRMA, "publicacion": None}, PUBLICAR, id="publicar"),
        pytest.param({**FIRMA, "estadistica": None}, "(estadistica).", id="estadistica"),
    ],
)
def test_en_blanco_no_se_envia(
    mostrador: Sala, quien: Any, firma: dict[str, Any], falta: str
) -> None:
    from generador.captura.models import Envio

    dicha = {k: v for k, v in firma.items() if v is not None}
    mostrador.guarda(UNA, consentimiento=dicha)
    pagina = quien.get(REVISAR).content.decode()
    assert falta in pagina
    assert 'name="confirmo"' not in pagina
    assert f"/candidaturas/{UNA}/consentimiento/#c-consentimiento-" in pagina

    assert 422 == _envia(quien).status_code
    assert not Envio.objects.exists()


def test_lo_que_falta_se_dice_con_las_palabras_de_validar(mostrador: Sala, quien: Any) -> None:
    """Lo mismo que el validador dice del cuestionario al que le faltan."""
    from generador.archivos.esquemas import preparar_validador
    from generador.captura.fuente import vigente

    esquemas = vigente().contexto.esquemas
    vacio = {"clave": UNA, "respuestas": {}, "manifestaciones": {}}
    dichos = [e.mensaje for e in preparar_validador(esquemas, "identidad").explicaciones(vacio)]
    mostrador.guarda(UNA, consentimiento={})
    pagina = quien.get(REVISAR).content.decode()

    assert 2 == len(dichos)
    assert all(dicho in pagina for dicho in dichos)


def test_con_un_no_al_tratamiento_lo_demas_no_se_pide(mostrador: Sala, quien: Any) -> None:
    firma = {"tratamiento": False, "fecha": "2024-04-26"}
    mostrador.guarda(UNA, consentimiento=firma, identidad={})
    assert "No se autorizó tratarlas" in _que_se_publica(quien)

    assert "/acuses/" in _envia(quien).url


@pytest.mark.parametrize(
    ("publicacion", "accion", "dice"),
    [
        pytest.param(True, "", "Se autorizó publicarlas", id="si"),
        pytest.param(False, "", "Así se dijo.", id="no"),
        pytest.param(False, "indigena", "por la acción afirmativa", id="accion-afirmativa"),
    ],
)
def test_se_dice_que_se_publicara_y_que_no(
    mostrador: Sala, quien: Any, accion: str, dice: str, *, publicacion: bool
) -> None:
    llenado = mostrador.llenado(UNA)
    mostrador.guarda(
        UNA,
        consentimiento={**FIRMA, "publicacion": publicacion},
        identidad={**llenado["identidad"], "accion_afirmativa": accion},
    )
    dicho = _que_se_publica(quien)

    assert dice in dicho
    assert publicacion is not ("Cuentan en informes sin su nombre" in dicho)
    assert bool(publicacion or accion) is ("<li>" in dicho)
    assert CANARIO not in dicho


def test_lo_que_dice_la_pagina_es_lo_que_decide_el_sitio(mostrador: Sala, quien: Any) -> None:
    """Con acción afirmativa y sin autorizar: solo su dimensión, según la misma tabla."""
    from generador.captura.fuente import vigente

    identidad = {**mostrador.llenado(UNA)["identidad"], "accion_afirmativa": "indigena"}
    firma = {**FIRMA, "publicacion": False}
    mostrador.guarda(UNA, consentimiento=firma, identidad=identidad)
    dicho = _que_se_publica(quien)

    rige = vigente()
    dimension = rige.preguntas.acciones["indigena"]["dimension"]
    for pregunta in rige.preguntas:
        if pregunta.es_visible(identidad["respuestas"]):
            suya = pregunta.campo.dimension == dimension
            assert suya is (f"<li>{pregunta.titulo}</li>" in dicho), pregunta.nombre


def test_quien_no_esta_obligada_calla_a_sabiendas(
    mostrador: Sala, quien: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.models import Envio

    _no_obligada(monkeypatch)
    mostrador.guarda(UNA, consentimiento={}, identidad={})
    assert "no se contará ni se publicará nada" in quien.get(REVISAR).content.decode()
    sin_decirlo = _envia(quien)
    assert 422 == sin_decirlo.status_code
    assert 'href="#callo"' in sin_decirlo.content.decode()
    assert not Envio.objects.exists()

    assert "/acuses/" in _envia(quien, callo="si").url
    assert "" == Envio.objects.get().compromiso


def test_quien_autorizo_tratar_dice_lo_demas_aunque_no_este_obligada(
    mostrador: Sala, quien: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_obligada(monkeypatch)
    mostrador.guarda(UNA, consentimiento={"tratamiento": True, "fecha": "2024-04-26"})

    assert PUBLICAR in quien.get(REVISAR).content.decode()
