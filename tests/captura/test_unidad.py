"""La unidad ve lo que espera, abre una propuesta y la integra, la rechaza o la parte."""

import pytest

from tests.captura.bases import de_sqlite
from tests.captura.conftest import CANARIO, OTRA, UNA, Sala

UNIDAD = "UT"


def _propuesta(sala: Sala, *claves: str) -> str:
    """Envía y lleva esas candidaturas juntas; da el folio de su propuesta."""
    from generador.captura.models import Propuesta

    for clave in claves:
        sala.envia(clave)
    sala.despacha(integra_solo=False)
    return Propuesta.objects.get().folio


def test_la_cola_dice_que_espera_y_a_quien(sala: Sala) -> None:
    folio = _propuesta(sala, UNA)
    pagina = sala.entra(UNIDAD).get("/unidad/").content.decode()

    assert folio in pagina
    assert "Validarla" in pagina
    assert "MCL-SUPERVISORA" in pagina


@pytest.mark.usefixtures("sala")
def test_la_cola_va_por_vencimiento_y_despues_por_riesgo() -> None:
    from generador.captura.cola.pendientes import lo_que_espera
    from generador.captura.fuente import vigente
    from generador.captura.models import Propuesta
    from generador.captura.reloj import ahora

    comun = {"cabeza": "0", "que": "Integrarla", "quien": "UT", "desde": ahora()}
    Propuesta.objects.create(folio="SIN-PLAZO", riesgo=900, **comun)
    Propuesta.objects.create(folio="POCO", riesgo=1, vence=ahora(), **comun)
    Propuesta.objects.create(folio="MUCHO", riesgo=9, vence=ahora(), **comun)

    assert ["MUCHO", "POCO", "SIN-PLAZO"] == [e.folio for e in lo_que_espera(vigente())]


def test_un_primer_envio_se_lee_sin_columna_vacia_ni_nada_de_identidad(sala: Sala) -> None:
    from generador.captura.models import Envio

    folio = _propuesta(sala, UNA)
    pagina = sala.entra(UNIDAD).get(f"/unidad/propuestas/{folio}/").content.decode()

    assert "todo esto se publica por primera vez" in pagina
    assert "(sin respuesta)" not in pagina
    assert "Debe decir" not in pagina
    assert "¿Por qué quiere ocupar un cargo público?" in pagina
    assert CANARIO not in pagina
    assert Envio.objects.get().compromiso not in pagina


def test_lo_que_ya_constaba_dice_y_debe_decir_aunque_otra_sea_nueva(mostrador: Sala) -> None:
    _abierta_con(
        {
            UNA: [_cambio("Lo de antes"), _cambio("(sin respuesta)")],
            OTRA: [_cambio("(sin respuesta)"), _cambio("Sin fotografía.")],
        }
    )
    pagina = mostrador.entra(UNIDAD).get("/unidad/propuestas/ABIERTA/").content.decode()

    assert "Lo de antes" in pagina
    assert (2, 1) == (pagina.count("Debe decir"), pagina.count("por primera vez"))


def test_la_decision_va_antes_de_lo_que_lleva(mostrador: Sala) -> None:
    _abierta_con({UNA: [_cambio("Lo de antes")]})
    pagina = mostrador.entra(UNIDAD).get("/unidad/propuestas/ABIERTA/").content.decode()

    assert 0 < pagina.index("Integrar lo que aquí se ve") < pagina.index("Lo que lleva")


def _cambio(dice: str) -> dict[str, object]:
    return {"puntero": "/curricular/motivo", "titulo": "Motivo", "dice": dice,
            "debe_decir": "Lo nuevo", "reservada": False}  # fmt: skip


def _abierta_con(cambios: dict[str, list[dict[str, object]]]) -> None:
    from generador.captura.llave import cifrar
    from generador.captura.models import Propuesta
    from generador.captura.reloj import ahora

    Propuesta.objects.create(
        folio="ABIERTA", cabeza="0", que="Integrarla", quien="UT", desde=ahora(), lista=True,
        claves=list(cambios), cambios=cifrar(cambios, "propuesta ABIERTA"),
    )  # fmt: skip


@de_sqlite
def test_lo_que_una_propuesta_cambia_no_se_guarda_a_la_vista(sala: Sala) -> None:
    from generador.captura.models import Propuesta

    _propuesta(sala, UNA)
    motivo = sala.llenado(UNA)["curricular"]["motivo"][:40]

    assert motivo.encode() not in bytes(Propuesta.objects.get().cambios)
    assert motivo.encode() not in (sala.base / "base.sqlite3").read_bytes()


def test_integrar_solo_en_el_commit_que_se_vio(sala: Sala) -> None:
    from generador.captura.models import Acto, Borrador, Propuesta

    folio = _propuesta(sala, UNA)
    vista = Propuesta.objects.get().cabeza
    version = Borrador.objects.get().version
    sala.entra("MCL-SUPERVISORA").post(
        f"/supervision/{UNA}/", {f"version-{UNA}": version, "confirmo": "si"}
    )
    sala.despacha(integra_solo=False)
    cliente = sala.entra(UNIDAD)
    cliente.post(f"/unidad/propuestas/{folio}/integrar/", {"revisado": vista})
    sala.despacha(integra_solo=False)
    viejo = Acto.objects.get(accion="integrar")
    assert "negado" == viejo.estado
    assert "cambió después de revisarse" in viejo.resultado

    nueva = Propuesta.objects.get().cabeza
    cliente.post(f"/unidad/propuestas/{folio}/integrar/", {"revisado": nueva})
    sala.despacha(integra_solo=False)
    assert "hecho" == Acto.objects.filter(accion="integrar").latest("pk").estado
    assert not Propuesta.objects.exists()


def test_rechazada_se_devuelve_con_su_causa_y_puede_volver_a_enviarse(sala: Sala) -> None:
    from generador.captura.models import Borrador, Envio

    folio = _propuesta(sala, UNA)
    datos = {"causa": "archivo", "confirmo": "si"}
    sala.entra(UNIDAD).post(f"/unidad/propuestas/{folio}/rechazar/", datos)
    sala.despacha()

    envio = Envio.objects.get()
    assert "devuelto" == envio.estado
    assert "roto o incompleto" in envio.motivo
    assert Borrador.objects.filter(clave=UNA).exists()

    _reenvia()
    sala.despacha()
    assert ["devuelto", "propuesto"] == list(
        Envio.objects.order_by("pk").values_list("estado", flat=True)
    )


def _reenvia() -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.models import Borrador, Expediente

    cuenta = cuenta_de("MCL-CAPTURA")
    assert cuenta is not None
    version = Borrador.objects.get(clave=UNA).version
    envios.enviar(Expediente.objects.get(clave=UNA), cuenta, vigente(), version)


def test_sin_causa_formal_no_se_rechaza(sala: Sala) -> None:
    from generador.captura.models import Acto

    folio = _propuesta(sala, UNA)
    sala.entra(UNIDAD).post(f"/unidad/propuestas/{folio}/rechazar/", {"causa": "no me gusta"})

    assert not Acto.objects.exists()


def test_separada_cada_envio_sigue_en_su_propuesta(sala: Sala) -> None:
    from generador.captura.models import Envio, Propuesta

    folio = _propuesta(sala, UNA, OTRA)
    sala.entra(UNIDAD).post(f"/unidad/propuestas/{folio}/separar/", {"clave": UNA})
    sala.despacha()

    donde = {tuple(p.claves): p.folio for p in Propuesta.objects.all()}
    assert {(UNA,), (OTRA,)} == donde.keys()
    for envio in Envio.objects.select_related("tanda"):
        assert ("propuesto", donde[envio.clave,]) == (envio.estado, envio.tanda.folio)


def test_de_una_propuesta_no_se_piden_dos_actos_a_la_vez(sala: Sala) -> None:
    from generador.captura.models import Acto

    folio = _propuesta(sala, UNA, OTRA)
    cliente = sala.entra(UNIDAD)
    cliente.post(f"/unidad/propuestas/{folio}/separar/", {"clave": UNA})
    datos = {"causa": "archivo", "confirmo": "si"}
    pagina = cliente.post(f"/unidad/propuestas/{folio}/rechazar/", datos, follow=True)

    assert 1 == Acto.objects.count()
    assert "ya espera «Separar»" in pagina.content.decode()


def test_la_cola_es_solo_de_la_unidad(sala: Sala) -> None:
    folio = _propuesta(sala, UNA)
    for quien in ("MCL-SUPERVISORA", "MCL-CAPTURA", "VERIFICADORA", UNA):
        cliente = sala.entra(quien)
        for ruta in ("", f"propuestas/{folio}/", "actos/", "registro/", f"registro/{UNA}/"):
            assert 404 == cliente.get(f"/unidad/{ruta}").status_code
