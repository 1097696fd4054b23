"""La identidad observada se contesta otra vez desde la web, y lo sensible va solo a la bóveda."""

from typing import Any

import pytest

from tests.captura.conftest import UNA, Sala
from tests.captura.llenar import acepta
from tests.captura.test_actos import _ultimo, _validada

SUPERVISA = "MCL-SUPERVISORA"
NUEVO = "zqrepuestozq"
RUTA = f"/candidaturas/{UNA}/subsanar/?rubro=/identidad"
R, F = "/identidad/respuestas", "/consentimiento"
SI = {f"{F}/tratamiento": "si", f"{F}/publicacion": "no", f"{F}/estadistica": "si",
      f"{F}/fecha": "2024-04-27"}  # fmt: skip
RESPUESTAS = {f"{R}/i01": "si", f"{R}/i03": "otro", f"{R}/i03_otra": NUEVO, f"{R}/i04": "no"}


@pytest.fixture
def quien(sala: Sala) -> Any:
    """La supervisora, con la identidad de una de las suyas ya observada."""
    from generador.captura.models import Expediente

    _validada(sala)
    dicho = {"causal": "lenguaje", "confirmo": "si"}
    sala.entra("VERIFICADORA").post(f"/verificacion/{UNA}/observar/?rubro=/identidad", dicho)
    sala.despacha()
    assert 1 == Expediente.objects.get(clave=UNA).observados, _ultimo().resultado
    cliente = sala.entra(SUPERVISA)
    acepta(cliente, UNA)
    return cliente


def _borrador() -> Any:
    from generador.captura.models import Borrador

    return Borrador.objects.filter(clave=UNA, para=Borrador.IDENTIDAD).first()


def _dice() -> Any:
    from generador.captura.models import Expediente

    return Expediente.objects.get(clave=UNA).dato


def _documento(sala: Sala) -> Any:
    """Otro documento firmado: no es el que consta."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    crudo = (sala.raiz / "capturas" / "consentimiento-ficticio.pdf").read_bytes()
    return SimpleUploadedFile("firmado.pdf", crudo + b"\n%%EOF\n", "application/pdf")


def _escribe(cliente: Any, **datos: Any) -> Any:
    borrador = _borrador()
    return cliente.post(RUTA, {"version": borrador.version if borrador else 0, **datos})


def _confirma(cliente: Any, **datos: str) -> Any:
    return _escribe(cliente, paso="confirmar", **datos)


def _llena(sala: Sala, cliente: Any) -> Any:
    _escribe(cliente, **SI, documento=_documento(sala))
    pendientes = {"_campos": [*RESPUESTAS, *_preguntas()]}
    return _escribe(cliente, **SI, **RESPUESTAS, **pendientes)


def _preguntas() -> list[str]:
    from generador.captura.formulario.reposicion import Reposicion
    from generador.captura.models import Expediente

    repone = Reposicion.abrir(Expediente.objects.get(clave=UNA))
    return [e.puntero for e in repone.entradas if e.puntero.startswith("/identidad")]


def test_se_contesta_completa_va_a_la_boveda_y_aqui_se_destruye(sala: Sala, quien: Any) -> None:
    from generador.captura.models import Acto, Asiento, Borrador

    antes = _dice()
    lista = quien.get(f"/candidaturas/{UNA}/subsanar/").content.decode()
    assert "?rubro=/identidad" in lista
    assert "aquí no se puede leer" in quien.get(RUTA).content.decode()

    revisa = _llena(sala, quien).content.decode()
    assert "Lo revisé y es lo que dice el documento firmado" in revisa
    assert NUEVO in revisa
    assert "quedó sin respuesta" in revisa
    assert "Guardar y continuar" not in revisa
    assert 422 == _confirma(quien).status_code
    assert 302 == _confirma(quien, confirmo="si").status_code
    assert "ya espera en la cola" in quien.get(RUTA).content.decode()
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    ahora = _dice()
    assert antes["identidad"]["compromiso"] != ahora["identidad"]["compromiso"]
    assert "2024-04-27" == ahora["consentimiento"]["fecha"]
    assert "subsanada" in ahora["tramite"]["observaciones"][0]
    assert antes["curricular"] == ahora["curricular"]
    assert not Borrador.objects.exists()
    assert not Acto.objects.exclude(cifrado=b"").exists()
    assert not Asiento.objects.filter(detalle__contains=NUEVO).exists()
    llave = str(sala.base / "llaves" / "UT-1")
    sala.corre("boveda", "verificar", "--cuenta", "UT", "--llave", llave)
    for ruta in sala.base.rglob("*"):
        if ruta.is_file():
            assert NUEVO.encode() not in ruta.read_bytes(), ruta


def test_callar_no_pasa_y_se_dice_con_las_palabras_del_esquema(sala: Sala, quien: Any) -> None:
    pagina = _escribe(quien, **{f"{F}/fecha": "2024-04-27"})
    assert 422 == pagina.status_code
    dicho = "Falta «Tratamiento de mis datos conforme al aviso de privacidad» (tratamiento)."
    assert dicho in pagina.content.decode()
    assert 'href="#c-consentimiento-tratamiento"' in pagina.content.decode()

    sin_documento = _escribe(quien, **SI, **RESPUESTAS, _campos=_preguntas())
    assert 422 == sin_documento.status_code
    assert "Falta el documento firmado" in sin_documento.content.decode()
    assert 422 == _confirma(quien, confirmo="si").status_code


def test_sin_guiones_lo_que_aparece_se_pregunta_en_la_siguiente(sala: Sala, quien: Any) -> None:
    assert f"{R}/i04" not in quien.get(RUTA).content.decode()
    sigue = _escribe(quien, **SI, documento=_documento(sala))
    assert 302 == sigue.status_code
    assert f"{R}/i04" in quien.get(sigue.url).content.decode()


def test_no_autorizar_retira_la_respuesta(sala: Sala, quien: Any) -> None:
    _llena(sala, quien)
    revisa = _escribe(quien, **SI | {f"{F}/tratamiento": "no"}, documento=_documento(sala))
    assert "la respuesta se retira" in revisa.content.decode()
    _confirma(quien, confirmo="si")
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    assert "no_autorizo" == _dice()["identidad"]["estado"]
    assert "compromiso" not in _dice()["identidad"]


def test_dos_personas_no_se_enciman(sala: Sala, quien: Any) -> None:
    _llena(sala, quien)
    choque = quien.post(RUTA, {"version": 1, **SI, f"{R}/i03_otra": "Otra cosa"})
    pagina = choque.content.decode()

    assert 409 == choque.status_code
    assert NUEVO in pagina
    assert "Otra cosa" in pagina
    vieja = quien.post(RUTA, {"version": 1, "paso": "confirmar", "confirmo": "si"})
    assert 409 == vieja.status_code


def test_muerto_antes_de_anotarlo_no_se_repite_y_tambien_se_destruye(
    sala: Sala, quien: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.cola import despacho

    _llena(sala, quien)
    _confirma(quien, confirmo="si")

    def morir(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as muere:
        muere.setattr(despacho, "concluir", morir)
        with pytest.raises(KeyboardInterrupt):
            sala.despacha()
    assert _borrador() is not None
    sala.despacha()

    assert ("hecho", "Ya constaba.") == (_ultimo().estado, _ultimo().resultado)
    assert _borrador() is None


def test_quien_solo_captura_no_la_ve(sala: Sala, quien: Any) -> None:
    del quien
    for cuenta in ("MCL-CAPTURA", UNA, "UT", "VERIFICADORA"):
        assert 404 == sala.entra(cuenta).get(RUTA).status_code


def test_antes_va_el_aviso_de_privacidad(sala: Sala, quien: Any) -> None:
    from generador.captura.models import Aceptacion

    Aceptacion.objects.all().delete()
    assert f"/candidaturas/{UNA}/aviso/" == quien.get(RUTA).url
