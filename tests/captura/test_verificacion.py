"""Lo publicado se verifica, se observa por rubro, se subsana y se cambia una sola vez."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.captura.conftest import UNA, Sala
from tests.captura.test_actos import _ultimo, _validada

VERIFICA, SUPERVISA = "VERIFICADORA", "MCL-SUPERVISORA"
MOTIVO = "/curricular/motivo"
LARGO = "Quiero servir a mi municipio con cuentas claras y obras que duren. " * 6


def _observa(sala: Sala, rubro: str = MOTIVO, **datos: str) -> Any:
    dicho = {"causal": "lenguaje", "confirmo": "si", **datos}
    ruta = f"/verificacion/{UNA}/observar/?rubro={rubro}"
    return sala.entra(VERIFICA).post(ruta, dicho, follow=True)


def _observada(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _validada(sala)
    _observa(sala)
    sala.despacha()
    assert 1 == Expediente.objects.get(clave=UNA).observados


def _formulario(bajo: str, **cambios: str) -> dict[str, str]:
    """Lo que el formulario traería, con algo escrito."""
    from generador.captura.formulario import edicion
    from generador.captura.fuente import vigente
    from generador.captura.llenado.casillas import valores
    from generador.captura.models import Expediente

    expediente = Expediente.objects.get(clave=UNA)
    dice = expediente.dato["curricular"]
    dicho = valores(edicion.de_curricular(expediente, dice, vigente(), (bajo,)))
    return dicho | {f"/curricular/{k}": v for k, v in cambios.items()}


def _dice(campo: str = "motivo") -> Any:
    from generador.captura.models import Expediente

    return Expediente.objects.get(clave=UNA).dato["curricular"].get(campo)


# --- observar ------------------------------------------------------------------------------------


def test_la_lista_trae_lo_validado(sala: Sala) -> None:
    cliente = sala.entra(VERIFICA)
    assert UNA not in cliente.get("/verificacion/").content.decode()
    _validada(sala)

    assert UNA in cliente.get("/verificacion/").content.decode()
    assert UNA not in cliente.get("/verificacion/?ver=observadas").content.decode()


def test_antes_de_observar_se_ve_lo_que_dejaria_de_mostrarse(sala: Sala) -> None:
    _validada(sala)
    ruta = f"/verificacion/{UNA}/observar/?rubro={MOTIVO}"
    pagina = sala.entra(VERIFICA).get(ruta).content.decode()

    assert "Lo que dejaría de mostrarse" in pagina
    assert _dice()[:30] in pagina


def test_observado_el_rubro_se_oculta(sala: Sala) -> None:
    _observada(sala)

    pagina = sala.entra(VERIFICA).get(f"/verificacion/{UNA}/").content.decode()
    assert "Lenguaje sexista" in pagina
    assert "Sin subsanar" in pagina
    assert UNA in sala.entra(VERIFICA).get("/verificacion/?ver=observadas").content.decode()


def test_una_causal_que_pide_norma_no_va_sin_ella(sala: Sala) -> None:
    from generador.captura.fuente import vigente

    _validada(sala)
    causales = vigente().contexto.proceso.causales.values()
    con_cita = next(c.clave for c in causales if c.cita)
    sin_ella = _observa(sala, causal=con_cita)
    assert 400 == sin_ella.status_code
    assert 'href="#fundamento"' in sin_ella.content.decode()

    _observa(sala, causal=con_cita, fundamento="Art. 18, fracción II")
    sala.despacha()
    assert "hecho" == _ultimo().estado, _ultimo().resultado


def test_dos_rubros_se_observan_sin_esperar(sala: Sala) -> None:
    from generador.captura.models import Acto, Expediente

    _validada(sala)
    _observa(sala)
    _observa(sala, "/curricular/propuestas")
    _observa(sala)
    assert 2 == Acto.objects.filter(accion="observar").count()
    sala.despacha()
    sala.despacha()

    assert 2 == Expediente.objects.get(clave=UNA).observados


def test_solo_quien_verifica_observa(sala: Sala) -> None:
    _validada(sala)
    for quien in ("UT", SUPERVISA, UNA):
        ruta = f"/verificacion/{UNA}/observar/?rubro={MOTIVO}"
        assert 404 == sala.entra(quien).get(ruta).status_code
    assert 200 == sala.entra("UT").get(f"/verificacion/{UNA}/").status_code
    assert 404 == sala.entra(SUPERVISA).get(f"/verificacion/{UNA}/").status_code


def test_lo_que_no_es_un_rubro_no_se_observa(sala: Sala) -> None:
    _validada(sala)
    ruta = f"/verificacion/{UNA}/observar/?rubro=/tramite"

    assert 404 == sala.entra(VERIFICA).get(ruta).status_code


# --- subsanar ------------------------------------------------------------------------------------


def _subsana(sala: Sala, rubro: str = MOTIVO, **datos: Any) -> Any:
    ruta = f"/candidaturas/{UNA}/subsanar/?rubro={rubro}"
    return sala.entra(SUPERVISA).post(ruta, datos, follow=True)


def test_subsanar_muestra_lo_observado_y_por_que(sala: Sala) -> None:
    _observada(sala)
    pagina = sala.entra(SUPERVISA).get(f"/candidaturas/{UNA}/subsanar/").content.decode()

    assert "Lenguaje sexista" in pagina
    assert "¿Por qué quiere ocupar un cargo público?" in pagina


def test_subsanado_vuelve_a_mostrarse_corregido(sala: Sala) -> None:
    from generador.captura.models import Borrador, Expediente

    _observada(sala)
    datos = _formulario(MOTIVO, motivo=LARGO)
    pagina = _subsana(sala, **datos).content.decode()
    assert "Debe decir" in pagina
    _subsana(sala, **datos, confirmo="si", version="1")
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    assert (LARGO.strip(), 0) == (_dice(), Expediente.objects.get(clave=UNA).observados)
    assert not Borrador.objects.exists()


def test_lo_que_no_cumple_se_dice_junto_a_su_campo(sala: Sala) -> None:
    _observada(sala)
    respuesta = _subsana(sala, **_formulario(MOTIVO, motivo="Muy corto."))

    assert 400 == respuesta.status_code
    assert 'href="#curricular-motivo"' in respuesta.content.decode()


def test_se_subsana_retirando_la_respuesta_si_puede_faltar(sala: Sala) -> None:
    _validada(sala)
    rubro = "/curricular/propuesta_genero"
    _observa(sala, rubro)
    sala.despacha()
    primera = _subsana(sala, rubro, retirar="si")
    if 400 == primera.status_code:  # el proceso la pide: se dice y no se retira
        assert "corregir" in primera.content.decode()
        return
    _subsana(sala, rubro, retirar="si", confirmo="si", version="1")
    sala.despacha()
    assert _dice("propuesta_genero") is None


def test_lo_no_observado_no_se_subsana(sala: Sala) -> None:
    _observada(sala)

    assert 404 == _subsana(sala, "/curricular/propuestas").status_code


def _imagen() -> Any:
    """Una fotografía cualquiera, distinta de la que consta."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    salida = BytesIO()
    Image.new("RGB", (600, 750), (90, 60, 140)).save(salida, "PNG")
    return SimpleUploadedFile("foto.png", salida.getvalue(), "image/png")


def test_la_fotografia_observada_se_cambia_por_otra(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _validada(sala)
    antes = _dice("fotografia")
    _observa(sala, "/curricular/fotografia", causal="campana")
    sala.despacha()
    _subsana(sala, "/curricular/fotografia", fotografia=_imagen())
    _subsana(sala, "/curricular/fotografia", confirmo="si", version="1")
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    assert antes != _dice("fotografia")
    archivo = Expediente.objects.get(clave=UNA).archivo
    assert _dice("fotografia").endswith(_huella(sala.raiz / archivo.replace(".yml", ".webp")))


def _huella(ruta: Path) -> str:
    return sha256(ruta.read_bytes()).hexdigest()


def test_lo_que_no_es_una_imagen_se_dice_junto_a_su_campo(sala: Sala) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    _validada(sala)
    _observa(sala, "/curricular/fotografia", causal="campana")
    sala.despacha()
    falsa = SimpleUploadedFile("foto.png", b"MZ esto no es una imagen", "image/png")
    respuesta = _subsana(sala, "/curricular/fotografia", fotografia=falsa)

    assert 400 == respuesta.status_code
    assert 'href="#fotografia"' in respuesta.content.decode()


# --- el cambio único -----------------------------------------------------------------------------


def _cambia(sala: Sala, paso: str = "", **datos: str) -> Any:
    return sala.entra(SUPERVISA).post(f"/candidaturas/{UNA}/cambio/{paso}", datos, follow=True)


def _habilitado(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _validada(sala)
    datos = _formulario("/curricular", motivo=LARGO)
    assert "Debe decir" in _cambia(sala, **datos).content.decode()
    _cambia(sala, **datos, confirmo="si", version="1")
    sala.despacha()
    assert "solicitado" == Expediente.objects.get(clave=UNA).cambio, _ultimo().resultado
    sala.entra("UT").post(f"/unidad/registro/{UNA}/habilitar-cambio/", {"confirmo": "si"})
    sala.despacha()
    assert "habilitado" == Expediente.objects.get(clave=UNA).cambio, _ultimo().resultado


def test_el_cambio_va_en_tres_pasos_y_se_gasta_una_vez(sala: Sala) -> None:
    from generador.captura.models import Borrador, Expediente

    _habilitado(sala)
    assert _dice() != LARGO.strip()
    pagina = sala.entra(SUPERVISA).get(f"/candidaturas/{UNA}/cambio/aplicar/").content.decode()
    assert "Puede aplicarlo hasta el" in pagina
    assert LARGO.strip() in pagina

    datos = _formulario(MOTIVO, motivo=LARGO)
    _cambia(sala, "aplicar/", **datos, confirmo="si", version="2")
    sala.despacha()

    expediente = Expediente.objects.get(clave=UNA)
    assert (LARGO.strip(), "aplicado") == (_dice(), expediente.cambio), _ultimo().resultado
    assert not Borrador.objects.filter(para="cambio").exists()
    otra = sala.entra(SUPERVISA).get(f"/candidaturas/{UNA}/cambio/").content.decode()
    assert "ya usó su única ocasión de cambio" in otra


def test_al_aplicar_solo_se_ofrece_lo_que_se_pidio(sala: Sala) -> None:
    _habilitado(sala)
    pagina = sala.entra(SUPERVISA).get(f"/candidaturas/{UNA}/cambio/aplicar/").content.decode()

    assert 'name="/curricular/motivo"' in pagina
    assert 'name="/curricular/propuestas/0"' not in pagina


def test_lo_que_espera_habilitarse_esta_en_la_cola_de_la_unidad(sala: Sala) -> None:
    _validada(sala)
    datos = _formulario("/curricular", motivo=LARGO)
    _cambia(sala, **datos, confirmo="si", version="0")
    sala.despacha()

    pagina = sala.entra("UT").get("/unidad/?tipo=cambio").content.decode()
    assert "Habilitar el cambio" in pagina


def test_pedir_lo_mismo_que_consta_se_dice(sala: Sala) -> None:
    _validada(sala)

    respuesta = _cambia(sala, **_formulario("/curricular"))
    assert "no hay qué cambiar" in respuesta.content.decode()


def test_el_formulario_de_cambio_dice_lo_mismo_que_el_expediente(sala: Sala) -> None:
    """Sin tocar nada, lo que se lee del formulario es lo que consta, campo por campo."""
    from generador.captura.formulario import edicion
    from generador.captura.fuente import vigente
    from generador.captura.llenado.casillas import leer
    from generador.captura.models import Expediente

    _validada(sala)
    rige, expediente = vigente(), Expediente.objects.get(clave=UNA)
    dice = expediente.dato["curricular"]
    casillas = edicion.de_curricular(expediente, dice, rige, ("/curricular",))
    leidas = leer(casillas, {c.nombre: c.valor for c in casillas})

    assert dice == edicion.con_lo_escrito(dice, leidas, rige, ("/curricular",))


def test_si_otra_persona_guardo_antes_se_ven_los_dos_y_no_se_pierde_lo_escrito(sala: Sala) -> None:
    _validada(sala)
    _cambia(sala, **_formulario("/curricular", motivo=LARGO), version="0")
    lo_mio = LARGO.replace("cuentas claras", "manos limpias")
    respuesta = _cambia(sala, **_formulario("/curricular", motivo=lo_mio), version="0")
    pagina = respuesta.content.decode()

    assert 409 == respuesta.status_code
    assert "Lo que ya se guardó" in pagina
    assert f">{lo_mio.strip()}</textarea>" in pagina
