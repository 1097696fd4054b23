"""Lo que se envía llega a Git una sola vez, y lo sensible a la bóveda y a ninguna otra parte."""

from tests.captura.conftest import CANARIO, OTRA, UNA, Sala


def test_dos_envios_de_una_carpeta_van_en_una_propuesta(sala: Sala) -> None:
    from generador.captura.models import Envio, Propuesta

    uno, otro = sala.envia(UNA), sala.envia(OTRA)
    assert "en_cola" == uno.estado

    assert 2 == sala.despacha()
    (propuesta,) = Propuesta.objects.all()
    assert [UNA, OTRA] == propuesta.claves
    assert {"propuesto"} == set(Envio.objects.values_list("estado", flat=True))
    assert uno.folio != otro.folio
    assert 0 == sala.despacha()


def test_al_validar_la_identidad_va_a_la_boveda_y_aqui_se_destruye(sala: Sala) -> None:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.models import Borrador, Expediente

    envio = sala.envia(UNA)
    sala.despacha()
    supervisora = cuenta_de("MCL-SUPERVISORA")
    assert supervisora is not None
    expediente, borrador = Expediente.objects.get(clave=UNA), Borrador.objects.get(clave=UNA)
    envios.pedir_validacion(envio, expediente, supervisora, vigente(), borrador.version)
    sala.despacha()

    envio.refresh_from_db()
    assert ("integrado", b"") == (envio.estado, bytes(envio.cifrado))
    assert not Borrador.objects.exists()
    assert envio.compromiso in (sala.raiz / envio.archivo).read_text("utf-8")
    llave = str(sala.base / "llaves" / "UT-1")
    sala.corre("boveda", "verificar", "--cuenta", "UT", "--llave", llave)
    for ruta in sala.base.rglob("*"):
        if ruta.is_file():
            assert CANARIO.encode() not in ruta.read_bytes(), ruta
