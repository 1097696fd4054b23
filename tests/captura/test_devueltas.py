"""Lo devuelto y lo anticipado se corrige sobre lo que ya estaba, sin llenarlo otra vez."""

import re
import shutil
import subprocess

import pytest

from tests.captura.conftest import AJENA, CANARIO, PARTIDO, RESPUESTAS, UNA, Sala
from tests.captura.llenar import TEXTO, acepta, contenido, llena

CAPTURA, SUPERVISA, UNIDAD = f"{PARTIDO}-CAPTURA", f"{PARTIDO}-SUPERVISORA", "UT"
FIRMA = {"tratamiento": "si", "publicacion": "si", "estadistica": "si", "fecha": "2024-04-26"}


def _estado() -> str:
    from generador.captura.models import Envio

    return str(Envio.objects.latest("pk").estado)


def _valida(sala: Sala) -> None:
    from generador.captura.models import Borrador

    datos = {f"version-{UNA}": Borrador.objects.get(clave=UNA).version, "confirmo": "si"}
    sala.entra(SUPERVISA).post(f"/supervision/{UNA}/", datos)
    sala.despacha(integra_solo=False)


def _rechaza(sala: Sala) -> None:
    from generador.captura.models import Propuesta

    folio = Propuesta.objects.get().folio
    datos = {"causa": "archivo", "confirmo": "si"}
    sala.entra(UNIDAD).post(f"/unidad/propuestas/{folio}/rechazar/", datos)
    sala.despacha(integra_solo=False)


@pytest.fixture
def rechazada(sala: Sala) -> Sala:
    """Con una propuesta ya validada que la unidad rechazó."""
    from generador.captura.models import Borrador

    sala.envia(UNA)
    sala.despacha(integra_solo=False)
    _valida(sala)
    assert ("validado", False) == (_estado(), Borrador.objects.exists())
    _rechaza(sala)
    assert "devuelto" == _estado()
    return sala


def test_lo_curricular_y_la_fotografia_vuelven_y_la_identidad_no(rechazada: Sala) -> None:
    from generador.captura.llenado import borradores
    from generador.captura.models import Adjunto, Expediente

    suyo = rechazada.llenado(UNA)["curricular"]
    suyo.pop("fotografia", None)
    assert {"curricular": suyo} == contenido(UNA)
    borrador = borradores.buscar(UNA)
    archivo = Expediente.objects.get(clave=UNA).archivo.replace("candidaturas", "capturas", 1)
    foto = (rechazada.raiz / archivo).with_suffix(".webp").read_bytes()
    assert foto == borradores.adjunto_de(borrador, Adjunto.FOTOGRAFIA)
    assert borradores.adjunto_de(borrador, Adjunto.CONSENTIMIENTO) is None

    cliente = rechazada.entra(CAPTURA)
    acepta(cliente, UNA)
    tareas = cliente.get(f"/candidaturas/{UNA}/").content.decode()
    assert "roto o incompleto" in tareas
    assert "se contestan otra vez" in tareas
    pregunta = cliente.get(f"/candidaturas/{UNA}/consentimiento/").content.decode()
    assert "Se pregunta otra vez" in pregunta
    for ruta in rechazada.base.rglob("*"):
        if ruta.is_file():
            assert CANARIO.encode() not in ruta.read_bytes(), ruta


def test_corregida_se_envia_se_valida_y_se_integra(rechazada: Sala) -> None:
    from generador.captura.models import Borrador, Envio, Expediente

    cliente = rechazada.entra(CAPTURA)
    acepta(cliente, UNA)
    llena(cliente, UNA, "motivo", {"/curricular/motivo": TEXTO})
    firmado = rechazada.raiz / "capturas" / "consentimiento-ficticio.pdf"
    donde = f"/candidaturas/{UNA}/consentimiento/"
    version = Borrador.objects.get(clave=UNA).version
    with firmado.open("rb") as documento:
        datos = {f"/consentimiento/{n}": v for n, v in FIRMA.items()}
        cliente.post(donde, {**datos, "_version": version, "documento": documento})
    dichas = {f"/identidad/respuestas/{n}": v for n, v in RESPUESTAS.items()}
    llena(cliente, UNA, "indigena", {k: v for k, v in dichas.items() if "/i0" in k})

    pagina = cliente.get(f"/candidaturas/{UNA}/revisar/").content.decode()
    version = Borrador.objects.get(clave=UNA).version
    enviado = cliente.post(f"/candidaturas/{UNA}/enviar/", {"_version": version, "confirmo": "si"})
    assert 302 == enviado.status_code, re.findall("<li><a href=.*?</li>", pagina)
    rechazada.despacha()
    _valida(rechazada)
    rechazada.despacha()

    assert ["devuelto", "integrado"] == [e.estado for e in Envio.objects.order_by("pk")]
    assert TEXTO == Expediente.objects.get(clave=UNA).dato["curricular"]["motivo"]
    assert not Borrador.objects.exists()


def test_muerto_al_devolverla_no_se_pierde_ni_se_repite(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.cola import destinos
    from generador.captura.models import Borrador

    sala.envia(UNA)
    sala.despacha(integra_solo=False)
    _valida(sala)

    anotar = destinos.bitacora.anotar

    def morir(quien: str, modulo: str, accion: str, *resto: str) -> None:
        if accion == "devolver":
            raise KeyboardInterrupt
        anotar(quien, modulo, accion, *resto)

    with monkeypatch.context() as muere:
        muere.setattr(destinos.bitacora, "anotar", morir)
        with pytest.raises(KeyboardInterrupt):
            _rechaza(sala)
    assert ("validado", False) == (_estado(), Borrador.objects.exists())
    sala.despacha(integra_solo=False)

    assert ("devuelto", 1) == (_estado(), Borrador.objects.get(clave=UNA).version)


def test_devuelta_antes_de_validar_conserva_todo_lo_llenado(sala: Sala) -> None:
    sala.envia(UNA)
    sala.despacha(integra_solo=False)
    antes = contenido(UNA)
    _rechaza(sala)

    assert ("devuelto", antes) == (_estado(), contenido(UNA))
    cliente = sala.entra(CAPTURA)
    acepta(cliente, UNA)
    tareas = cliente.get(f"/candidaturas/{UNA}/").content.decode()
    assert "roto o incompleto" in tareas
    assert "otra vez" not in tareas


# --- La carga anticipada ------------------------------------------------------------------------


def _anticipa(sala: Sala) -> bytes:
    """Su expediente ya en Git con lo curricular y su fotografía; devuelve la imagen."""
    from generador.captura.models import Expediente

    archivo = sala.raiz / Expediente.objects.get(clave=UNA).archivo
    captura = sala.raiz / "capturas" / archivo.relative_to(sala.raiz / "candidaturas")
    foto = captura.with_suffix(".webp")
    shutil.copy2(captura, archivo)
    shutil.copy2(foto, archivo.with_suffix(".webp"))
    dicho = sala.corre("proponer", str(archivo), "--anticipada", "--cuenta", CAPTURA)
    for orden in (("checkout", "--quiet", "--", "candidaturas"), ("clean", "-fdq", "candidaturas")):
        subprocess.run(["git", "-C", str(sala.raiz), *orden], check=True)
    folio = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", dicho)
    assert folio is not None, dicho
    sala.corre("integrar", folio[0], "--cuenta", UNIDAD)
    sala.despacha()
    return foto.read_bytes()


def test_la_fotografia_anticipada_se_ve_y_nace_en_el_borrador(sala: Sala) -> None:
    from generador.captura.llenado import borradores
    from generador.captura.models import Adjunto

    foto = _anticipa(sala)
    cliente = sala.entra(CAPTURA)
    acepta(cliente, UNA)
    assert foto == cliente.get(f"/candidaturas/{UNA}/fotografia/ver/").content
    pagina = cliente.get(f"/candidaturas/{UNA}/revisar/").content.decode()
    assert "La fotografía que se enviará" in pagina
    llena(cliente, UNA, "motivo", {"/curricular/motivo": TEXTO})

    guardado = borradores.buscar(UNA)
    assert foto == borradores.adjunto_de(guardado, Adjunto.FOTOGRAFIA)
    assert foto == cliente.get(f"/candidaturas/{UNA}/fotografia/ver/").content


def test_una_imagen_que_no_es_la_que_consta_no_se_trae(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _anticipa(sala)
    archivo = sala.raiz / Expediente.objects.get(clave=UNA).archivo
    archivo.with_suffix(".webp").write_bytes(b"RIFF otra cosa WEBP")
    cliente = sala.entra(CAPTURA)
    acepta(cliente, UNA)

    assert 404 == cliente.get(f"/candidaturas/{UNA}/fotografia/ver/").status_code


def test_la_de_otra_candidatura_no_se_ve(sala: Sala) -> None:
    _anticipa(sala)

    assert 404 == sala.entra(AJENA).get(f"/candidaturas/{UNA}/fotografia/ver/").status_code
