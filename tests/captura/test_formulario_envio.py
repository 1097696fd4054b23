"""Dos personas no se enciman, y enviar gasta la única oportunidad solo si todo está bien."""

from typing import Any

import pytest

from tests.captura.conftest import AJENA, CANARIO, PARTIDO, UNA, Sala
from tests.captura.llenar import TEXTO, acepta, contenido, escondidos, llena, ruta

CAPTURA = f"{PARTIDO}-CAPTURA"


@pytest.fixture
def quien(mostrador: Sala) -> Any:
    """La captura del partido, que ya declaró lo del aviso."""
    cliente = mostrador.entra(CAPTURA)
    acepta(cliente, UNA)
    return cliente


# --- Dos personas -------------------------------------------------------------------------------


def test_quien_guarda_sobre_una_version_vieja_elige_y_no_encima(
    mostrador: Sala, quien: Any
) -> None:
    supervisora = mostrador.entra(f"{PARTIDO}-SUPERVISORA")
    acepta(supervisora, UNA)
    suya = escondidos(quien.get(ruta(UNA, "motivo")))
    llena(supervisora, UNA, "motivo", {"/curricular/motivo": "Lo de ella"})

    datos = {**suya, "/curricular/motivo": "Lo mío", "_que": "continuar"}
    choque = quien.post(ruta(UNA, "motivo"), datos)
    pagina = choque.content.decode()
    assert 409 == choque.status_code
    assert "Lo de ella" in pagina
    assert "Lo mío" in pagina
    assert "MCL-SUPERVISORA" in pagina
    assert "Lo de ella" == contenido(UNA)["curricular"]["motivo"]

    indecisa = quien.post(ruta(UNA, "motivo"), {**datos, **escondidos(choque), "_comparada": "si"})
    assert 409 == indecisa.status_code

    for elegido, queda in (("guardado", "Lo de ella"), ("mio", "Lo mío")):
        eleccion = {
            **datos,
            **escondidos(choque),
            "_elegir:/curricular/motivo": elegido,
            "_que": "salir",
        }
        quien.post(ruta(UNA, "motivo"), eleccion)
        assert queda == contenido(UNA)["curricular"]["motivo"]


def test_si_la_otra_persona_toco_otra_seccion_no_hay_choque(mostrador: Sala, quien: Any) -> None:
    suya = escondidos(quien.get(ruta(UNA, "motivo")))
    otra = mostrador.entra(UNA)
    acepta(otra, UNA)
    llena(otra, UNA, "historia_profesional", {"/curricular/historia_profesional": "Ajena"})

    datos = {**suya, "/curricular/motivo": "Lo mío", "_que": "salir"}
    assert 302 == quien.post(ruta(UNA, "motivo"), datos).status_code
    assert {"motivo", "historia_profesional"} == set(contenido(UNA)["curricular"])


def test_lo_apartado_al_vencer_la_sesion_se_guarda(mostrador: Sala, quien: Any) -> None:
    from generador.captura.formulario.guardado import guardar_retomado
    from generador.captura.fuente import cuenta_de
    from generador.captura.models import Adjunto, Expediente

    cuenta, una = cuenta_de(CAPTURA), Expediente.objects.get(clave=UNA)
    assert cuenta is not None
    suya = escondidos(quien.get(ruta(UNA, "motivo")))
    campos = {n: [v] for n, v in suya.items()} | {"/curricular/motivo": ["Lo apartado"]}
    assert ruta(UNA, "motivo") == guardar_retomado(una, cuenta, ruta(UNA, "motivo"), campos)
    assert "Lo apartado" == contenido(UNA)["curricular"]["motivo"]

    campos["/curricular/motivo"] = ["Lo viejo"]
    donde = guardar_retomado(una, cuenta, ruta(UNA, "motivo"), campos)
    assert f"{ruta(UNA, 'motivo')}conflicto/" == donde
    compara = quien.get(donde)
    assert "Lo viejo" in compara.content.decode()
    assert "Lo apartado" == contenido(UNA)["curricular"]["motivo"]

    datos = {**escondidos(compara), "/curricular/motivo": "Lo viejo", "_que": "salir"}
    quien.post(ruta(UNA, "motivo"), {**datos, "_elegir:/curricular/motivo": "mio"})
    assert "Lo viejo" == contenido(UNA)["curricular"]["motivo"]
    assert not Adjunto.objects.exists()
    assert "/" in guardar_retomado(una, cuenta, "/no/existe/", campos)
    assert "/" in guardar_retomado(una, cuenta, ruta(AJENA, "motivo"), campos)


# --- Revisar y enviar ---------------------------------------------------------------------------


def test_enviar_pide_confirmar_y_da_el_acuse(mostrador: Sala, quien: Any) -> None:
    from generador.captura.models import Envio

    borrador = mostrador.guarda(UNA)
    pagina = quien.get(f"/candidaturas/{UNA}/revisar/").content.decode()
    assert "una sola oportunidad" in pagina
    datos = {"_version": str(borrador.version)}
    assert 422 == quien.post(f"/candidaturas/{UNA}/enviar/", datos).status_code
    assert not Envio.objects.exists()

    enviada = quien.post(f"/candidaturas/{UNA}/enviar/", {**datos, "confirmo": "si"})
    assert Envio.objects.get().folio in enviada.url


def test_no_se_envia_lo_que_otra_persona_cambio_despues_de_revisarlo(
    mostrador: Sala, quien: Any
) -> None:
    from generador.captura.models import Envio

    borrador = mostrador.guarda(UNA)
    llena(quien, UNA, "motivo", {"/curricular/motivo": TEXTO})
    datos = {"_version": str(borrador.version), "confirmo": "si"}
    assert f"/candidaturas/{UNA}/revisar/" == quien.post(f"/candidaturas/{UNA}/enviar/", datos).url
    assert not Envio.objects.exists()


@pytest.mark.parametrize("que", ["documento", "borrador"])
def test_lo_que_cambia_mientras_se_juzga_no_se_envia_a_ciegas(
    mostrador: Sala, monkeypatch: pytest.MonkeyPatch, que: str
) -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.llenado import borradores
    from generador.captura.models import Adjunto, Envio, Expediente

    borrador = mostrador.guarda(UNA)
    armar = envios.armar

    def mientras(*datos: Any) -> Any:
        if que == "documento":
            otro = borradores.Archivo(b"%PDF-1.7 otro", "pdf")
            borradores.adjuntar(borrador, Adjunto.CONSENTIMIENTO, otro)
        else:
            borradores.guardar(UNA, CAPTURA, borradores.leer(borrador), borrador.version)
        return armar(*datos)

    monkeypatch.setattr(envios, "armar", mientras)
    expediente, cuenta = Expediente.objects.get(clave=UNA), cuenta_de(CAPTURA)
    assert cuenta is not None
    with pytest.raises(borradores.SeAdelantaron):
        envios.enviar(expediente, cuenta, vigente(), borrador.version)

    assert not Envio.objects.exists()


def test_los_errores_llevan_a_su_casilla(quien: Any) -> None:
    llena(quien, UNA, "motivo", {"/curricular/motivo": "Corto"})
    pagina = quien.get(f"/candidaturas/{UNA}/revisar/").content.decode()
    assert f"{ruta(UNA, 'motivo')}#c-curricular-motivo" in pagina
    assert f"{ruta(UNA, 'propuestas')}#c-curricular-propuestas-1" in pagina
    assert f"/candidaturas/{UNA}/fotografia/#" in pagina
    assert '"confirmo"' not in pagina


def test_lo_tardio_se_admite_y_se_dice(mostrador: Sala, quien: Any) -> None:
    from datetime import timedelta

    from generador.captura.models import Expediente
    from generador.captura.reloj import ahora

    Expediente.objects.filter(clave=UNA).update(vence=ahora() - timedelta(days=1))
    mostrador.guarda(UNA)
    assert "extemporánea" in quien.get(f"/candidaturas/{UNA}/revisar/").content.decode()
    assert "Venció" in quien.get("/candidaturas/").content.decode()


def test_sin_entrega_de_la_cuenta_se_llena_y_aun_no_se_envia(mostrador: Sala, quien: Any) -> None:
    from generador.captura.models import Expediente

    una = Expediente.objects.get(clave=UNA)
    dato = {**una.dato, "tramite": {}}
    Expediente.objects.filter(clave=UNA).update(recibida=None, vence=None, dato=dato)
    llena(quien, UNA, "motivo", {"/curricular/motivo": TEXTO})
    assert "Aún no puede enviarse" in quien.get(f"/candidaturas/{UNA}/revisar/").content.decode()


def test_lo_enviado_queda_de_solo_lectura_salvo_para_quien_valida(
    mostrador: Sala, quien: Any
) -> None:
    mostrador.envia(UNA)
    pagina = quien.get(ruta(UNA, "motivo")).content.decode()
    assert "Solo quien valida" in pagina
    datos = {**escondidos(quien.get(ruta(UNA, "motivo"))), "/curricular/motivo": "Tarde"}
    quien.post(ruta(UNA, "motivo"), datos)
    assert "Tarde" != contenido(UNA)["curricular"]["motivo"]

    supervisora = mostrador.entra(f"{PARTIDO}-SUPERVISORA")
    acepta(supervisora, UNA)
    llena(supervisora, UNA, "motivo", {"/curricular/motivo": TEXTO + "Corregido."})
    assert contenido(UNA)["curricular"]["motivo"].endswith("Corregido.")


def test_la_carga_anticipada_nace_en_el_formulario(mostrador: Sala, quien: Any) -> None:
    from generador.captura.models import Expediente

    una = Expediente.objects.get(clave=UNA)
    dato = {**una.dato, "curricular": {"motivo": "Lo anticipado"}}
    Expediente.objects.filter(clave=UNA).update(dato=dato)
    assert "Lo anticipado" in quien.get(ruta(UNA, "motivo")).content.decode()
    llena(quien, UNA, "propuesta_genero", {"/curricular/propuesta_genero": "Nueva"})
    assert {"motivo": "Lo anticipado", "propuesta_genero": "Nueva"} == contenido(UNA)["curricular"]


def test_todo_queda_en_la_bitacora_y_ningun_valor(quien: Any) -> None:
    from generador.captura.models import Asiento

    llena(quien, UNA, "motivo", {"/curricular/motivo": CANARIO})
    quien.get(f"/candidaturas/{UNA}/vista-previa/")
    acciones = set(Asiento.objects.filter(objeto=UNA).values_list("accion", flat=True))
    assert {"aceptar aviso", "guardar", "ver vista previa"} <= acciones
    assert not Asiento.objects.filter(detalle__contains=CANARIO).exists()
