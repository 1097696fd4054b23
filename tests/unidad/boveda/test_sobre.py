"""Qué lleva un sobre, y que ningún cambio por dentro ni por fuera pasa por bueno."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.boveda.cifrado import NoAbre, Privada, cerrar, nueva_privada
from generador.boveda.llaves import Llavero
from generador.boveda.sobre import (
    TAMANO,
    Contenido,
    Rotulo,
    SobreRoto,
    abrir_documento,
    abrir_sobre,
    cerrar_documento,
    leer_rotulo,
    nombre_de,
    sellar,
)
from generador.nucleo.identidad.compromiso import canonico
from tests.unidad.boveda.conftest import CANARIO, contenido_de

SECRETA, PUBLICA = nueva_privada()
PRIVADA = Privada(SECRETA)
LLAVERO = Llavero("edomex-2024", {"a": PUBLICA, "b": nueva_privada()[1]})
UNO = contenido_de("A-1")
SELLADO = sellar(UNO, LLAVERO)


def sumado(dato: dict[str, object], cifrado: bytes) -> bytes:
    """Un rótulo cualquiera con la suma que le toca."""
    dichos = [dato[n] for n in ("clave", "compromiso", "depositado", "llaves")]
    dato["suma"] = sha256(json.dumps(dichos).encode() + cifrado).hexdigest()
    return json.dumps(dato).encode() + b"\n" + cifrado


def test_se_abre_lo_que_se_cerro() -> None:
    assert UNO == abrir_sobre(SELLADO, PRIVADA)
    assert (UNO.clave, UNO.compromiso) == ("A-1", leer_rotulo(SELLADO)[0].compromiso)


def test_por_fuera_no_dice_nada_de_lo_de_dentro() -> None:
    assert CANARIO.encode() not in SELLADO
    assert UNO.sal.hex().encode() not in SELLADO
    assert UNO.sal not in SELLADO


def test_todos_pesan_lo_mismo() -> None:
    largo = replace(UNO.cuestionario, respuestas={"i03_otra": "x" * 250})

    assert {TAMANO} == {len(UNO.a_bytes()), len(replace(UNO, cuestionario=largo).a_bytes())}
    # age agrega a cada sobre un renglón de largo al azar, que no depende de lo de dentro.
    assert abs(len(SELLADO) - len(sellar(replace(UNO, cuestionario=largo), LLAVERO))) < 400


def test_cada_deposito_tiene_otra_sal_y_otro_compromiso() -> None:
    otro = contenido_de("A-1")

    assert UNO.compromiso != otro.compromiso
    assert nombre_de("A-1", UNO.compromiso) != nombre_de("A-1", otro.compromiso)
    assert Rotulo("A-1", UNO.compromiso, "", "").nombre == nombre_de("A-1", UNO.compromiso)


@given(st.integers(0, len(SELLADO) - 1), st.integers(0, 7))
def test_un_bit_cambiado_en_cualquier_lugar_se_nota(donde: int, bit: int) -> None:
    roto = bytearray(SELLADO)
    roto[donde] ^= 1 << bit

    with pytest.raises((SobreRoto, NoAbre)) as dicho:
        abrir_sobre(bytes(roto), PRIVADA)
    assert CANARIO not in str(dicho.value)


@given(st.integers(0, len(SELLADO) - 1))
def test_cortado_donde_sea_se_nota_sin_llave(largo: int) -> None:
    with pytest.raises(SobreRoto):
        leer_rotulo(SELLADO[:largo])


@pytest.mark.parametrize("campo", ["clave", "compromiso", "depositado", "llaves"])
def test_el_rotulo_editado_se_nota_sin_llave(campo: str) -> None:
    linea, _, cifrado = SELLADO.partition(b"\n")
    dato = json.loads(linea) | {campo: "2020-01-01T00:00:00-06:00"}

    with pytest.raises(SobreRoto, match="no coincide su suma"):
        leer_rotulo(json.dumps(dato).encode() + b"\n" + cifrado)


@pytest.mark.parametrize("campo", ["clave", "compromiso", "depositado"])
def test_el_rotulo_editado_con_su_suma_rehecha_se_nota_con_llave(campo: str) -> None:
    linea, _, cifrado = SELLADO.partition(b"\n")
    dato = json.loads(linea) | {campo: "2020-01-01T00:00:00-06:00"}

    with pytest.raises(SobreRoto, match="alguien cambió los sobres"):
        abrir_sobre(sumado(dato, cifrado), PRIVADA)


@pytest.mark.parametrize(
    "linea",
    [
        b"", b"{}", b"[]", b"3", b'"x"', b"{" * 1999, b"[" * 1999, b"\xff", b"{" + b" " * 3000,
        b'{"clave": 1, "compromiso": 2, "depositado": 3, "llaves": 4, "suma": 5}',
        b'{"clave": "A", "compromiso": [], "depositado": "x", "llaves": "", "suma": ""}',
        b'{"clave": "A", "compromiso": "", "depositado": "ayer", "llaves": "", "suma": ""}',
        b'{"clave": "A", "compromiso": "", "depositado": "2024-01-01", "llaves": "", "suma": ""}',
    ],
)  # fmt: skip
def test_un_rotulo_que_no_se_entiende_se_dice(linea: bytes) -> None:
    with pytest.raises(SobreRoto, match="no se entiende su rótulo"):
        leer_rotulo(linea + b"\nx")


def _por_dentro(cambiar: Callable[[dict[str, object]], object]) -> bytes:
    """Un sobre que cerró alguien con las públicas, con lo que quiso por dentro."""
    dato = json.loads(UNO.a_bytes())
    puesto = cambiar(dato)
    dato = dato if puesto is None else puesto
    linea, _, _ = SELLADO.partition(b"\n")
    crudo = dato if isinstance(dato, bytes) else canonico(dato)
    return sumado(json.loads(linea), cerrar(crudo, [PUBLICA]))


@pytest.mark.parametrize(
    "cambiar",
    [
        lambda _: b"", lambda _: b"[]", lambda _: b"\xff", lambda _: b"[" * 5000,
        lambda d: d.update(sal="00"), lambda d: d.update(sal="zz"), lambda d: d.update(sal=3),
        lambda d: d.update(consentimiento="x"), lambda d: d.update(cuestionario=[]),
        lambda d: d["cuestionario"].update(respuestas=["x"]),
        lambda d: d["cuestionario"].update(respuestas={"i01": {"x": CANARIO}}),
        lambda d: d["cuestionario"].update(respuestas={"i01": [[CANARIO]]}),
        lambda d: json.dumps(d | {"depositado": "\ud800"}).encode(),
        lambda d: d["cuestionario"].update(manifestaciones="x"),
        lambda d: d.pop("llave_documento") or None,
        lambda d: json.dumps(d | {"consentimiento": {"x": float("nan")}}).encode(),
    ],
)  # fmt: skip
def test_lo_que_cerro_cualquiera_con_las_publicas_no_se_da_por_bueno(cambiar) -> None:
    with pytest.raises(SobreRoto, match="lo de dentro no se entiende") as dicho:
        abrir_sobre(_por_dentro(cambiar), PRIVADA)

    assert None is dicho.value.__cause__
    assert None is dicho.value.__context__


def test_el_documento_se_abre_solo_con_lo_de_su_sobre() -> None:
    con_llave, cerrado = cerrar_documento(UNO, b"%PDF")

    assert b"%PDF" == abrir_documento(cerrado, con_llave)
    assert UNO.compromiso == con_llave.compromiso
    assert con_llave == abrir_sobre(sellar(con_llave, LLAVERO), PRIVADA)
    for ajeno in (UNO, cerrar_documento(contenido_de("A-1"), b"%PDF")[0]):
        with pytest.raises(SobreRoto, match="es de otro depósito"):
            abrir_documento(cerrado, ajeno)
    with pytest.raises(NoAbre):
        abrir_documento(cerrado, cerrar_documento(UNO, b"otro")[0])


def test_la_sal_corta_no_da_compromiso() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        _ = replace(UNO, sal=b"corta").compromiso


def test_lo_de_dentro_se_lee_igual() -> None:
    assert UNO == Contenido.de_bytes(UNO.a_bytes())
