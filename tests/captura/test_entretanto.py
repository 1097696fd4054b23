"""Mientras un envío espera, su expediente cambia por otro lado: todo termina y el folio lo dice."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from generador.cli import conoceles
from tests.captura.conftest import OTRA, PARTIDO, UNA, Sala
from tests.captura.test_actos import QUIEN_ENTRA, _ultimo
from tests.captura.test_despacho import Muerte, _muere, reloj

__all__ = ["reloj"]
Reloj = Callable[[timedelta], None]
CAPTURA, SUPERVISA, UNIDAD = f"{PARTIDO}-CAPTURA", f"{PARTIDO}-SUPERVISORA", "UT"
UN_RATO = timedelta(minutes=40)
"""El despachador vuelve a las 10:40, después de lo que se hizo en la terminal."""
ACUERDO = "IED/CG/98/2024"
FOLIO = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def _prepara(sala: Sala) -> str:
    """Deja en la carpeta lo capturado de UNA, como lo haría quien usa la terminal."""
    from generador.captura.models import Expediente

    archivo = sala.raiz / Expediente.objects.get(clave=UNA).archivo
    captura = sala.raiz / "capturas" / archivo.relative_to(sala.raiz / "candidaturas")
    shutil.copy2(captura, archivo)
    shutil.copy2(captura.with_suffix(".webp"), archivo.with_suffix(".webp"))
    return str(archivo)


def _limpia(sala: Sala) -> None:
    for orden in (("checkout", "--quiet", "--", "candidaturas"), ("clean", "-fdq", "candidaturas")):
        subprocess.run(["git", "-C", str(sala.raiz), *orden], check=True)


def _por_terminal(sala: Sala) -> str:
    """La captura de UNA, propuesta desde la terminal; da su folio."""
    orden = ("proponer", _prepara(sala), "--cuenta", CAPTURA)
    folio = FOLIO.search(sala.corre(*orden, fecha="2024-04-28T10:20"))
    _limpia(sala)
    assert folio is not None
    return folio[0]


def _integra(sala: Sala, folio: str) -> None:
    sala.corre("validar-propuesta", folio, "--cuenta", SUPERVISA, fecha="2024-04-28T10:25")
    sala.corre("integrar", folio, "--cuenta", UNIDAD, fecha="2024-04-28T10:30")


def _cancela(sala: Sala, clave: str = UNA) -> None:
    orden = ("cancelar", clave, "--causa", "Renuncia", "--acuerdo", ACUERDO, "--cuenta", UNIDAD)
    sala.corre(*orden, fecha="2024-04-28T10:20")


def _sustituye(sala: Sala) -> None:
    datos = {**QUIEN_ENTRA, "confirmo": "si"}
    sala.entra(UNIDAD).post(f"/unidad/registro/{UNA}/sustituir/", datos)


def _pide_validar(sala: Sala, clave: str = UNA) -> None:
    from generador.captura.models import Borrador

    datos = {f"version-{clave}": Borrador.objects.get(clave=clave).version, "confirmo": "si"}
    sala.entra(SUPERVISA).post(f"/supervision/{clave}/", datos)


def _envio(clave: str = UNA) -> Any:
    from generador.captura.models import Envio

    return Envio.objects.get(clave=clave)


def _despacha(sala: Sala) -> None:
    """Las vueltas que hacen falta, y una más que no debe cambiar nada."""
    for _ in range(3):
        sala.despacha()
    antes = _referencias(sala)
    sala.despacha()
    assert antes == _referencias(sala)


def _referencias(sala: Sala) -> str:
    orden = ["git", "-C", str(sala.base / "comun.git"), "for-each-ref"]
    return subprocess.run(orden, check=True, capture_output=True, text=True).stdout


def _abiertas(sala: Sala) -> int:
    return _referencias(sala).count("refs/heads/captura/")


def _en_el_tronco() -> Any:
    from generador.captura.models import Expediente

    return Expediente.objects.get(clave=UNA)


def _dice_el_folio(sala: Sala, *frases: str) -> None:
    envio = _envio()
    pagina = sala.entra(CAPTURA).get(f"/folios/{envio.folio}/").content.decode()
    assert "sin_efecto" == envio.estado, envio.motivo
    for frase in ("Sin efecto", "ya no procede", *frases):
        assert frase in pagina


def test_en_cola_y_ya_integrada_por_terminal_no_se_propone_otra(sala: Sala, reloj: Reloj) -> None:
    sala.envia(UNA)
    folio = _por_terminal(sala)
    _integra(sala, folio)
    reloj(UN_RATO)
    _despacha(sala)

    _dice_el_folio(sala, "Ya consta otra captura de la misma candidatura", folio)
    assert (0, folio) == (_abiertas(sala), _en_el_tronco().dato["tramite"]["folio"])
    tareas = sala.entra(CAPTURA).get(f"/candidaturas/{UNA}/").content.decode()
    assert "quedó sin efecto" in tareas
    assert "Ya está validada" in tareas


def test_en_cola_y_otra_por_terminal_sin_integrar_tampoco_se_propone(
    sala: Sala, reloj: Reloj
) -> None:
    sala.envia(UNA)
    folio = _por_terminal(sala)
    reloj(UN_RATO)
    _despacha(sala)

    _dice_el_folio(sala, f"espera en la propuesta {folio}")
    assert 1 == _abiertas(sala)

    # Si aquella se devuelve, lo llenado sigue aquí y se envía otra vez.
    sala.corre(
        "rechazar", folio, "--causa", "archivo", "--cuenta", UNIDAD, fecha="2024-04-28T10:41"
    )
    reloj(timedelta(minutes=50))
    sala.despacha()
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.models import Borrador, Envio

    cuenta, version = cuenta_de(CAPTURA), Borrador.objects.get(clave=UNA).version
    assert cuenta is not None
    envios.enviar(_en_el_tronco(), cuenta, vigente(), version)
    sala.despacha()
    assert ["sin_efecto", "propuesto"] == [e.estado for e in Envio.objects.order_by("pk")]


@pytest.mark.parametrize("llevado", [False, True], ids=["en_cola", "propuesto"])
@pytest.mark.parametrize("como", ["cancelada", "sustituida"])
def test_si_sale_de_la_boleta_lo_enviado_queda_sin_efecto(
    sala: Sala, reloj: Reloj, como: str, *, llevado: bool
) -> None:
    sala.envia(UNA)
    if llevado:
        sala.despacha()
        assert 1 == _abiertas(sala)
    reloj(UN_RATO)
    if como == "cancelada":
        _cancela(sala)
    else:
        _sustituye(sala)
    _despacha(sala)

    _dice_el_folio(sala, f"La candidatura está {como} por IED/CG/")
    assert 0 == _abiertas(sala)
    assert (como, None) == (_en_el_tronco().estatus, _en_el_tronco().enviada)
    assert not list((sala.boveda / "abiertos").glob(f"{UNA}.*"))


def test_ya_validada_y_sin_integrar_tambien(sala: Sala, reloj: Reloj) -> None:
    sala.envia(UNA)
    sala.despacha(integra_solo=False)
    _pide_validar(sala)
    sala.despacha(integra_solo=False)
    assert "validado" == _envio().estado
    reloj(UN_RATO)
    _cancela(sala)
    _despacha(sala)

    _dice_el_folio(sala, f"cancelada por {ACUERDO}")
    assert 0 == _abiertas(sala)
    assert not list((sala.boveda / "abiertos").glob(f"{UNA}.*"))


def test_la_validacion_que_esperaba_no_deposita_nada(sala: Sala, reloj: Reloj) -> None:
    sala.envia(UNA)
    sala.despacha()
    _pide_validar(sala)
    _cancela(sala)
    reloj(UN_RATO)
    _despacha(sala)

    assert "negado" == _ultimo().estado
    assert "sin efecto. La candidatura está cancelada" in _ultimo().resultado
    assert not list(sala.boveda.rglob(f"{UNA}.*"))
    _dice_el_folio(sala)


def test_la_que_va_con_ella_sigue_su_curso(sala: Sala, reloj: Reloj) -> None:
    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    assert 1 == _abiertas(sala)
    reloj(UN_RATO)
    _cancela(sala)
    sala.despacha()
    _dice_el_folio(sala)
    assert ("propuesto", 1) == (_envio(OTRA).estado, _abiertas(sala))

    _pide_validar(sala, OTRA)
    _despacha(sala)
    assert ("integrado", 0) == (_envio(OTRA).estado, _abiertas(sala))


def test_muerto_al_cerrarla_la_siguiente_vuelta_lo_anota(
    sala: Sala, reloj: Reloj, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.cola import sin_efecto

    sala.envia(UNA)
    sala.despacha()
    reloj(UN_RATO)
    _cancela(sala)
    with monkeypatch.context() as muere:
        _muere(muere, sin_efecto, "rechazar", despues=True)
        with pytest.raises(Muerte):
            sala.despacha()
    _despacha(sala)

    _dice_el_folio(sala)


def test_lo_devuelto_que_se_integro_por_terminal_ya_no_invita_a_enviarse(
    sala: Sala, reloj: Reloj
) -> None:
    from generador.captura.models import Propuesta

    sala.envia(UNA)
    sala.despacha()
    datos = {"causa": "archivo", "confirmo": "si"}
    folio = Propuesta.objects.get().folio
    sala.entra(UNIDAD).post(f"/unidad/propuestas/{folio}/rechazar/", datos)
    sala.despacha()
    _integra(sala, _por_terminal(sala))
    reloj(UN_RATO)
    _despacha(sala)

    pagina = sala.entra(CAPTURA).get(f"/folios/{_envio().folio}/").content.decode()
    assert "devuelto" == _envio().estado
    assert "Nada. Ya consta otra captura" in pagina
    assert "Corregirlo y volver a enviarlo" not in pagina


def test_la_terminal_no_repite_lo_que_va_en_medio_de_una_tanda(sala: Sala) -> None:
    """El último commit de la propuesta es de otra candidatura: también cuenta el de ella."""
    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    orden = ["--raiz", str(sala.raiz), "--fecha", "2024-04-28T10:20", "proponer", _prepara(sala)]
    corrida = CliRunner().invoke(conoceles, [*orden, "--cuenta", CAPTURA])

    assert 0 != corrida.exit_code, corrida.output
    assert "ya usó su única oportunidad" in corrida.output
    assert _envio().folio in corrida.output
    assert 1 == _abiertas(sala)
