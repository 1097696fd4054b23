"""Quien valida ve en qué va cada una, y valida las que puede: lo demás se dice por qué."""

from typing import Any

from django.test import Client

from tests.captura.conftest import AJENA, CANARIO, OTRA, UNA, Sala

SUPERVISORA = "MCL-SUPERVISORA"


def _por_validar(sala: Sala, *claves: str) -> dict[str, int]:
    """Envía y lleva esas candidaturas; da la versión del borrador de cada una."""
    from generador.captura.models import Borrador

    for clave in claves:
        sala.envia(clave)
    sala.despacha()
    return dict(Borrador.objects.values_list("clave", "version"))


def _validar(cliente: Client, versiones: dict[str, int], **otros: str) -> Any:
    datos = {f"version-{c}": str(v) for c, v in versiones.items()}
    return cliente.post("/supervision/validar/", {"clave": [*versiones], **datos, **otros})


def test_el_tablero_cuenta_cada_situacion(sala: Sala) -> None:
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.oficina.tablero import con_situacion, cuantas, suyas

    sala.envia(UNA)
    sala.guarda(OTRA)
    cuenta = cuenta_de(SUPERVISORA)
    assert cuenta is not None

    contadas = cuantas(con_situacion(suyas(cuenta)), vigente())
    assert (1, 1) == (contadas["por_validar"], contadas["en_captura"])
    assert contadas["total"] - 2 == contadas["sin_empezar"]


def test_el_tablero_solo_trae_las_suyas(sala: Sala) -> None:
    pagina = sala.entra(SUPERVISORA).post("/supervision/", {"busca": "PRES"}).content.decode()

    assert UNA in pagina
    assert AJENA not in pagina


def test_el_tablero_no_pregunta_a_la_base_por_cada_renglon(sala: Sala) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cliente = sala.entra(SUPERVISORA)
    cliente.get("/supervision/")
    with CaptureQueriesContext(connection) as consultas:
        cliente.get("/supervision/")
    assert len(consultas) < 20


def test_abrirla_muestra_lo_enviado_y_queda_en_la_bitacora(sala: Sala) -> None:
    from generador.captura.models import Asiento

    _por_validar(sala, UNA)
    pagina = sala.entra(SUPERVISORA).get(f"/supervision/{UNA}/").content.decode()

    assert "¿Por qué quiere ocupar un cargo público?" in pagina
    assert CANARIO not in pagina
    assert Asiento.objects.filter(cuenta=SUPERVISORA, accion="abrir", objeto=UNA).exists()


def test_lo_ajeno_se_contesta_como_lo_que_no_existe(sala: Sala) -> None:
    cliente = sala.entra(SUPERVISORA)

    assert 404 == cliente.get(f"/supervision/{AJENA}/").status_code
    assert 404 == cliente.get("/supervision/AYU-999-MCL-PRES-P-1/").status_code


def test_sin_confirmar_no_se_valida(sala: Sala) -> None:
    from generador.captura.models import Acto

    versiones = _por_validar(sala, UNA)
    respuesta = _validar(sala.entra(SUPERVISORA), versiones)

    assert "se destruye" in respuesta.content.decode()
    assert not Acto.objects.exists()


def test_validar_una_la_pone_en_cola_y_llega_a_integrarse(sala: Sala) -> None:
    from generador.captura.models import Envio

    versiones = _por_validar(sala, UNA)
    datos = {f"version-{UNA}": versiones[UNA], "confirmo": "si"}
    respuesta = sala.entra(SUPERVISORA).post(f"/supervision/{UNA}/", datos)
    sala.despacha()

    assert 302 == respuesta.status_code
    assert "integrado" == Envio.objects.get(clave=UNA).estado


def test_validar_varias_hace_las_que_puede_y_dice_por_que_no_las_demas(sala: Sala) -> None:
    from generador.captura.models import Acto

    versiones = _por_validar(sala, UNA, OTRA)
    cliente = sala.entra(SUPERVISORA)
    pagina = _validar(cliente, {UNA: versiones[UNA], OTRA: 99}, confirmo="si").content.decode()

    assert "1 de 2 quedaron en cola" in pagina
    assert "guardó antes que usted" in pagina
    assert [UNA] == [a.datos["clave"] for a in Acto.objects.all()]


def test_lo_corregido_antes_de_validar_da_un_segundo_acuse(sala: Sala) -> None:
    from generador.captura.llenado import borradores
    from generador.captura.models import Borrador, Envio

    _por_validar(sala, UNA)
    borrador = Borrador.objects.get(clave=UNA)
    dicho = borradores.leer(borrador)
    dicho["curricular"]["motivo"] += " Con lo que agregó su supervisora."
    nuevo = borradores.guardar(UNA, SUPERVISORA, dicho, borrador.version)
    _validar(sala.entra(SUPERVISORA), {UNA: nuevo.version}, confirmo="si")
    sala.despacha()

    assert ["corregido", "integrado"] == list(
        Envio.objects.order_by("pk").values_list("estado", flat=True)
    )
    publicado = (sala.raiz / Envio.objects.latest("pk").archivo).read_text("utf-8")
    assert "Con lo que agregó su supervisora." in publicado


def test_la_independiente_ve_solo_la_suya(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _por_validar(sala, UNA, OTRA)
    Expediente.objects.filter(clave__in=(UNA, OTRA)).update(independiente=True)
    cliente = sala.entra(UNA)
    pagina = cliente.get("/supervision/").content.decode()

    assert UNA in pagina
    assert OTRA not in pagina
    assert (200, 404) == (
        cliente.get(f"/supervision/{UNA}/").status_code,
        cliente.get(f"/supervision/{OTRA}/").status_code,
    )


def test_la_candidatura_de_partido_no_valida(sala: Sala) -> None:
    _por_validar(sala, UNA)
    cliente = sala.entra(UNA)

    assert 404 == cliente.get(f"/supervision/{UNA}/").status_code
    assert "No hay ninguna candidatura que usted valide" in (
        cliente.get("/supervision/").content.decode()
    )


def test_lo_observado_y_lo_habilitado_se_pide_desde_el_tablero(sala: Sala) -> None:
    from generador.captura.models import Expediente

    Expediente.objects.filter(clave=UNA).update(observados=1)
    Expediente.objects.filter(clave=OTRA).update(cambio="habilitado")
    pagina = sala.entra(SUPERVISORA).get("/supervision/").content.decode()

    assert f"/candidaturas/{UNA}/subsanar/" in pagina
    assert f"/candidaturas/{OTRA}/cambio/aplicar/" in pagina


def test_el_tablero_de_mil_candidaturas_hace_las_mismas_consultas(sala: Sala) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from generador.captura.models import Expediente

    cliente = sala.entra(SUPERVISORA)
    cliente.get("/supervision/")
    with CaptureQueriesContext(connection) as con_pocas:
        cliente.get("/supervision/")
    una = Expediente.objects.get(clave=UNA)
    mil = [Expediente(**_campos(una) | {"clave": f"X-{n}"}) for n in range(1_000)]
    Expediente.objects.bulk_create(mil)
    with CaptureQueriesContext(connection) as con_mil:
        pagina = cliente.get("/supervision/").content.decode()

    assert len(con_pocas) == len(con_mil)
    assert "Página 1 de 21" in pagina


def _campos(una: Any) -> dict[str, Any]:
    return {c.attname: getattr(una, c.attname) for c in una._meta.concrete_fields}


def test_el_menu_ofrece_validar_solo_a_quien_valida(sala: Sala) -> None:
    from generador.captura.models import Expediente

    de_partido = sala.entra(UNA).get("/").content.decode()
    Expediente.objects.filter(clave=UNA).update(independiente=True)
    independiente = sala.entra(UNA).get("/").content.decode()

    assert (False, True) == ("Por validar" in de_partido, "Por validar" in independiente)


def test_ya_validada_no_pide_lo_que_falta_ni_ensena_una_ficha_vacia(sala: Sala) -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.models import Borrador, Expediente
    from tests.captura.llenar import acepta

    envio = sala.envia(UNA)
    sala.despacha()
    supervisora = cuenta_de("MCL-SUPERVISORA")
    assert supervisora is not None
    version = Borrador.objects.get(clave=UNA).version
    una = Expediente.objects.get(clave=UNA)
    envios.pedir_validacion(envio, una, supervisora, vigente(), version)
    sala.despacha()
    cliente = sala.entra("MCL-CAPTURA")
    acepta(cliente, UNA)
    respuestas = cliente.get(f"/candidaturas/{UNA}/revisar/").content.decode()

    assert "Falta esto" not in respuestas
    assert "aquí se destruyó" in respuestas
    assert f"/candidaturas/{UNA}/" == cliente.get(f"/candidaturas/{UNA}/vista-previa/").url
