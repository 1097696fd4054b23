"""El despachador lleva cada envío una sola vez, aunque muera, y uno malo no detiene a nadie."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generador.errores import ErrorConoceles
from generador.tramites.mesa import ActoNegado
from tests.captura.conftest import OTRA, UNA, Sala

LENTO = pytest.mark.lento


class Muerte(BaseException):
    """Lo que queda de un `kill -9`: nadie la atrapa."""


def _muere(monkeypatch: pytest.MonkeyPatch, donde: Any, nombre: str, *, despues: bool) -> None:
    """La próxima vez que se llame, muere antes o después de hacerlo; a la siguiente, ya no."""
    original: Callable[..., Any] = getattr(donde, nombre)
    ya: list[bool] = []

    def mortal(*args: Any, **kwargs: Any) -> Any:
        if ya:
            return original(*args, **kwargs)
        ya.append(True)
        if despues:
            original(*args, **kwargs)
        raise Muerte

    monkeypatch.setattr(donde, nombre, mortal)


@pytest.fixture
def reloj(sala: Sala) -> Iterator[Callable[[timedelta], None]]:
    """Adelanta el reloj de la captura."""
    from django.conf import settings

    del sala
    entorno = settings.ENTORNO

    def adelantar(cuanto: timedelta) -> None:
        object.__setattr__(settings, "ENTORNO", _con_desfase(entorno, cuanto))

    yield adelantar
    object.__setattr__(settings, "ENTORNO", entorno)


def _con_desfase(entorno: Any, cuanto: timedelta) -> Any:
    from dataclasses import replace

    return replace(entorno, desfase=entorno.desfase + cuanto)


def _desfase() -> timedelta:
    from django.conf import settings

    return settings.ENTORNO.desfase


def _estados() -> dict[str, str]:
    from generador.captura.models import Envio

    return dict(Envio.objects.values_list("clave", "estado"))


def _constancias(sala: Sala) -> int:
    """Cuántas propuestas ha habido en el depósito común."""
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.remoto import Remoto

    remoto = Remoto(Deposito.abrir(sala.raiz))
    remoto.traer()
    return len(remoto.propuestas())


def _pedir_validacion(clave: str = UNA) -> Any:
    from generador.captura.cola import envios
    from generador.captura.fuente import cuenta_de, vigente
    from generador.captura.models import Borrador, Envio, Expediente

    cuenta = cuenta_de("MCL-SUPERVISORA")
    assert cuenta is not None
    version = Borrador.objects.get(clave=clave).version
    envio = Envio.objects.exclude(estado="corregido").get(clave=clave)
    expediente = Expediente.objects.get(clave=clave)
    return envios.pedir_validacion(envio, expediente, cuenta, vigente(), version)


def _acto(accion: str, objeto: str, **datos: Any) -> Any:
    from generador.captura.models import Acto
    from generador.captura.reloj import ahora

    return Acto.objects.create(
        accion=accion, cuenta="UT", objeto=objeto, instante=ahora(), datos=datos
    )


# --- repetir -------------------------------------------------------------------------------------


def test_repetir_una_vuelta_no_duplica_nada(sala: Sala) -> None:
    sala.envia(UNA)
    antes = _constancias(sala)

    assert [1, 0, 0] == [sala.despacha() for _ in range(3)]
    assert antes + 1 == _constancias(sala)


def test_lo_que_no_ha_cambiado_no_se_vuelve_a_revisar(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.cola import proyeccion

    sala.envia(UNA)
    sala.despacha()
    revisadas: list[object] = []
    monkeypatch.setattr(proyeccion, "revisar_abierta", lambda *a: revisadas.append(a))
    sala.despacha(integra_solo=False)

    assert [] == revisadas


# --- morir ---------------------------------------------------------------------------------------

PUNTOS = (
    pytest.param("generador.captura.cola.despacho", "proponer_tanda", False, marks=LENTO),
    pytest.param("generador.captura.cola.despacho", "proponer_tanda", True, marks=LENTO),
    pytest.param("generador.repositorio.remoto.Remoto", "llevar", False, marks=LENTO),
    ("generador.repositorio.remoto.Remoto", "llevar", True),
    pytest.param("generador.captura.cola.proyeccion", "seguir", False, marks=LENTO),
    pytest.param("generador.captura.cola.despacho", "integrar_listas", False, marks=LENTO),
)


def _donde(ruta: str) -> Any:
    from importlib import import_module

    try:
        return import_module(ruta)
    except ModuleNotFoundError:
        modulo, _, clase = ruta.rpartition(".")
        return getattr(import_module(modulo), clase)


@pytest.mark.parametrize(("ruta", "nombre", "despues"), PUNTOS)
def test_muerto_al_proponer_la_siguiente_vuelta_termina(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, ruta: str, nombre: str, *, despues: bool
) -> None:
    from generador.captura.models import Propuesta

    sala.envia(UNA)
    sala.envia(OTRA)
    antes = _constancias(sala)
    _muere(monkeypatch, _donde(ruta), nombre, despues=despues)
    with pytest.raises(Muerte):
        sala.despacha()
    sala.despacha()

    assert {UNA: "propuesto", OTRA: "propuesto"} == _estados()
    assert [UNA, OTRA] == Propuesta.objects.get().claves
    assert antes + 1 == _constancias(sala)


AL_VALIDAR = (
    pytest.param("generador.captura.cola.actos", "_depositar", False, marks=LENTO),
    pytest.param("generador.captura.cola.actos", "_depositar", True, marks=LENTO),
    pytest.param("generador.captura.cola.actos", "separar", False, marks=LENTO),
    ("generador.captura.cola.actos", "separar", True),
    pytest.param("generador.captura.cola.actos", "validar_propuesta", False, marks=LENTO),
    ("generador.captura.cola.actos", "validar_propuesta", True),
    pytest.param("generador.captura.cola.actos", "_destruir", False, marks=LENTO),
    ("generador.captura.cola.actos", "_destruir", True),
    pytest.param("generador.captura.cola.despacho", "_cerrar", False, marks=LENTO),
    pytest.param("generador.captura.cola.despacho", "_cerrar", True, marks=LENTO),
    pytest.param("generador.captura.cola.despacho", "integrar_listas", True, marks=LENTO),
)


@pytest.mark.parametrize(("ruta", "nombre", "despues"), AL_VALIDAR)
def test_muerto_al_validar_la_siguiente_vuelta_termina(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, ruta: str, nombre: str, *, despues: bool
) -> None:
    from generador.captura.models import Acto, Borrador, Envio

    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    _pedir_validacion()
    _muere(monkeypatch, _donde(ruta), nombre, despues=despues)
    with pytest.raises(Muerte):
        sala.despacha()
    sala.despacha()
    sala.despacha()

    assert {UNA: "integrado", OTRA: "propuesto"} == _estados()
    assert ["hecho"] == [a.estado for a in Acto.objects.all()]
    assert b"" == bytes(Envio.objects.get(clave=UNA).cifrado)
    assert [OTRA] == list(Borrador.objects.values_list("clave", flat=True))
    assert 1 == len(list((sala.boveda / "abiertos").glob(f"{UNA}.*.sobre")))


def test_hecho_en_git_y_no_anotado_aqui_ya_constaba(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.cola import despacho
    from generador.captura.models import Expediente

    acto = _acto("cancelar", UNA, clave=UNA, causa="Orden", acuerdo="IED/CG/98/2024")
    _muere(monkeypatch, despacho, "_cerrar", despues=False)
    with pytest.raises(Muerte):
        sala.despacha()
    sala.despacha()

    acto.refresh_from_db()
    assert ("hecho", "Ya constaba.") == (acto.estado, acto.resultado)
    assert "cancelada" == Expediente.objects.get(clave=UNA).estatus


@pytest.mark.parametrize("accion", ["integrar", "rechazar", "separar"])
def test_lo_pedido_de_una_propuesta_tampoco_se_repite(
    sala: Sala, monkeypatch: pytest.MonkeyPatch, accion: str
) -> None:
    from generador.captura.cola import despacho
    from generador.captura.models import Propuesta

    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    if accion == "integrar":
        _pedir_validacion()
        sala.despacha(integra_solo=False)
    folio = Propuesta.objects.filter(lista=accion == "integrar").latest("pk").folio
    acto = _acto(accion, folio, folio=folio, causa="archivo", clave=UNA)
    _muere(monkeypatch, despacho, "_cerrar", despues=False)
    with pytest.raises(Muerte):
        sala.despacha(integra_solo=False)
    sala.despacha(integra_solo=False)

    acto.refresh_from_db()
    assert "hecho" == acto.estado, acto.resultado


# --- uno malo ------------------------------------------------------------------------------------


def _negar_a(monkeypatch: pytest.MonkeyPatch, clave: str, error: Exception) -> None:
    from generador.captura.cola import despacho

    original = despacho.proponer_tanda

    def proponer(mesa: Any, folio: str, encoladas: Any) -> Any:
        if any(clave in e.escrito.archivo for e in encoladas):
            raise error
        return original(mesa, folio, encoladas)

    monkeypatch.setattr(despacho, "proponer_tanda", proponer)


def test_un_envio_que_no_procede_se_devuelve_y_los_demas_siguen(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.models import Borrador, Envio

    sala.envia(UNA)
    sala.envia(OTRA)
    _negar_a(monkeypatch, UNA, ActoNegado("No procede por esto."))
    sala.despacha()
    sala.despacha()

    assert {UNA: "devuelto", OTRA: "propuesto"} == _estados()
    assert "No procede por esto." == Envio.objects.get(clave=UNA).motivo
    assert Borrador.objects.filter(clave=UNA).exists()


def test_un_fallo_inesperado_espera_y_no_detiene_a_los_demas(
    sala: Sala, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generador.captura.models import Envio

    sala.envia(UNA)
    sala.envia(OTRA)
    _negar_a(monkeypatch, UNA, ValueError("zqcanariozq"))
    sala.despacha()
    sala.despacha()

    malo = Envio.objects.get(clave=UNA)
    assert {UNA: "en_cola", OTRA: "propuesto"} == _estados()
    assert (1, True) == (malo.intentos, malo.siguiente is not None)
    assert "zqcanariozq" not in malo.motivo


def test_un_envio_que_no_se_puede_abrir_no_detiene_a_los_demas(sala: Sala) -> None:
    from generador.captura.models import Envio

    sala.envia(UNA)
    sala.envia(OTRA)
    ajeno = Envio.objects.get(clave=OTRA).cifrado
    Envio.objects.filter(clave=UNA).update(cifrado=ajeno)
    sala.despacha()
    sala.despacha()

    assert {UNA: "en_cola", OTRA: "propuesto"} == _estados()


def test_un_acto_mal_hecho_no_detiene_a_los_demas(sala: Sala) -> None:
    from generador.captura.models import Acto

    malo = _acto("cancelar", UNA)
    bueno = _acto("cancelar", OTRA, clave=OTRA, causa="Orden", acuerdo="IED/CG/98/2024")
    sala.despacha()

    assert "hecho" == Acto.objects.get(pk=bueno.pk).estado
    malo.refresh_from_db()
    assert ("en_cola", 1) == (malo.estado, malo.intentos)
    assert "inesperado (KeyError)" in malo.resultado


def test_lo_pedido_despues_sobre_lo_mismo_no_se_adelanta(
    sala: Sala, reloj: Callable[[timedelta], None]
) -> None:
    from generador.captura.models import Acto
    from generador.captura.reloj import ahora

    primero = _acto("acatar", UNA, clave=UNA, efecto="reinstalar", documento="JDC-1/2024")
    primero.siguiente = ahora() + timedelta(minutes=5)
    primero.save()
    _acto("cancelar", UNA, clave=UNA, causa="Orden", acuerdo="IED/CG/98/2024")
    sala.despacha()
    assert {"en_cola"} == set(Acto.objects.values_list("estado", flat=True))

    reloj(timedelta(minutes=6))
    sala.despacha()
    assert ["negado", "hecho"] == list(Acto.objects.order_by("pk").values_list("estado", flat=True))


# --- la forja ------------------------------------------------------------------------------------


def test_sin_forja_nada_se_pierde_y_al_volver_se_hace(sala: Sala) -> None:
    sala.envia(UNA)
    comun = sala.base / "comun.git"
    comun.rename(sala.base / "ida.git")
    with pytest.raises(ErrorConoceles, match="No se pudo traer"):
        sala.despacha()
    assert {UNA: "en_cola"} == _estados()

    (sala.base / "ida.git").rename(comun)
    assert 1 == sala.despacha()
    assert {UNA: "propuesto"} == _estados()


def test_si_la_forja_no_recibe_se_espera_cada_vez_mas(
    sala: Sala, reloj: Callable[[timedelta], None]
) -> None:
    from generador.captura.models import Envio
    from generador.captura.reloj import ahora

    sala.envia(UNA)
    gancho = sala.base / "comun.git" / "hooks" / "pre-receive"
    gancho.parent.mkdir(exist_ok=True)
    gancho.write_text("#!/bin/sh\nexit 1\n")
    gancho.chmod(0o755)
    esperas, adelanto = [], timedelta()
    for _ in range(3):
        sala.despacha()
        envio = Envio.objects.get()
        assert envio.siguiente is not None
        esperas.append(envio.siguiente - ahora())
        adelanto += timedelta(hours=1)
        reloj(adelanto)
    assert "en_cola" == envio.estado
    assert esperas[0] < esperas[1] < esperas[2]

    gancho.unlink()
    reloj(adelanto + timedelta(hours=1))
    sala.despacha()
    assert {UNA: "propuesto"} == _estados()


def test_al_correr_una_vuelta_fallida_se_espera_mas(sala: Sala) -> None:
    from generador.captura.cola.despacho import Despachador, correr

    comun = sala.base / "comun.git"
    comun.rename(sala.base / "ida.git")
    esperas: list[float] = []

    def esperar(cuanto: float) -> bool:
        esperas.append(cuanto)
        if len(esperas) == 3:
            (sala.base / "ida.git").rename(comun)
        return len(esperas) < 4

    correr(Despachador(sala.raiz), 1, esperar)
    assert esperas[0] < esperas[1] < esperas[2]
    assert 1 == esperas[3]


def test_dos_despachadores_a_la_vez_el_segundo_se_niega(sala: Sala) -> None:
    from generador.captura.cola.despacho import Despachador

    with (
        Despachador(sala.raiz)._turno(),
        pytest.raises(ErrorConoceles, match="Ya hay un despachador"),
    ):
        sala.despacha()
    assert 0 == sala.despacha()


def test_el_ritmo_limita_lo_que_se_abre_por_vuelta_y_lo_aplazado_no_ocupa(sala: Sala) -> None:
    from generador.captura.models import Envio, Expediente
    from generador.captura.reloj import ahora

    carpetas: dict[str, str] = {}
    for e in Expediente.objects.filter(partido="MCL").order_by("clave"):
        carpetas.setdefault(e.carpeta, e.clave)
    claves = list(carpetas.values())[:3]
    for clave in claves:
        sala.envia(clave)
    Envio.objects.filter(clave=claves[0]).update(siguiente=ahora() + timedelta(hours=1))

    assert [1] * (len(claves) - 1) + [0] == [sala.despacha(ritmo=1) for _ in claves]


def test_los_de_una_tanda_van_juntos_o_ninguno(sala: Sala) -> None:
    from generador.captura.cola.tandas import entandar
    from generador.captura.models import Envio
    from generador.captura.reloj import ahora

    sala.envia(UNA)
    sala.envia(OTRA)
    entandar()
    Envio.objects.filter(clave=UNA).update(siguiente=ahora() + timedelta(hours=1))

    assert 0 == sala.despacha()
    assert {UNA: "en_cola", OTRA: "en_cola"} == _estados()


# --- la copia ------------------------------------------------------------------------------------


def test_de_un_respaldo_viejo_no_se_lleva_dos_veces_lo_que_ya_esta(sala: Sala) -> None:
    from generador.captura.models import Envio, Propuesta, Tanda

    sala.envia(UNA)
    sala.envia(OTRA)
    sala.despacha()
    antes = _constancias(sala)
    Envio.objects.update(estado="en_cola", tanda=None)
    Tanda.objects.all().delete()
    Propuesta.objects.all().delete()
    sala.despacha()

    assert {UNA: "propuesto", OTRA: "propuesto"} == _estados()
    assert antes == _constancias(sala)


def test_con_un_tronco_que_no_se_conoce_se_rehace_entera(sala: Sala) -> None:
    from generador.captura.models import Expediente, Tronco

    cuantas = Expediente.objects.count()
    Tronco.objects.update(commit="0" * 40)
    Expediente.objects.filter(clave=UNA).delete()
    de_mas = Expediente.objects.get(clave=OTRA)
    de_mas.pk = "AYU-999-MCL-PRES-P-1"
    de_mas.save(force_insert=True)
    sala.despacha()

    assert cuantas == Expediente.objects.count()
    assert Expediente.objects.filter(clave=UNA).exists()


def test_lo_validado_desde_la_terminal_tambien_va_a_la_boveda(sala: Sala) -> None:
    from generador.captura.models import Borrador, Envio, Propuesta

    sala.envia(UNA)
    sala.despacha()
    folio = Propuesta.objects.get().folio
    hora = f"{datetime.now(ZoneInfo('America/Mexico_City')) + _desfase():%Y-%m-%dT%H:%M:%S}"
    sala.corre("validar-propuesta", folio, "--cuenta", "MCL-SUPERVISORA", fecha=hora)
    sala.despacha()

    envio = Envio.objects.get()
    assert ("integrado", b"") == (envio.estado, bytes(envio.cifrado))
    assert not Borrador.objects.exists()
    assert 1 == len(list((sala.boveda / "abiertos").glob(f"{UNA}.*.sobre")))


def test_la_cabeza_de_la_bitacora_queda_anclada_en_git(sala: Sala) -> None:
    from generador.captura import bitacora
    from generador.repositorio.deposito import Deposito

    sala.envia(UNA)
    esperada = bitacora.cabeza()
    sala.despacha()

    assert Deposito.abrir(sala.raiz).dicho_en_commits(f"Bitacora: captura {esperada}")


def test_lo_llenado_y_nunca_validado_se_destruye_al_vencer_su_conservacion(sala: Sala) -> None:
    from datetime import UTC, datetime

    from generador.captura.cola.custodia import depurar
    from generador.captura.cola.despacho import Despachador
    from generador.captura.models import Adjunto, Asiento, Borrador

    sala.guarda(OTRA)
    envio = sala.envia(UNA)
    mesa = Despachador(sala.raiz)._mesa()
    assert () == depurar(mesa)

    tarde = mesa.como(mesa.cuenta, datetime(2040, 1, 1, tzinfo=UTC))
    assert {UNA, OTRA} == set(depurar(tarde))
    envio.refresh_from_db()
    assert (0, 0, b"") == (
        Borrador.objects.count(), Adjunto.objects.count(), bytes(envio.cifrado),
    )  # fmt: skip
    assert 2 == Asiento.objects.filter(accion="destruir lo llenado").count()
    assert () == depurar(tarde)
