"""Se cierra con públicas, se abre con una privada, y ninguna sale en un mensaje."""

import subprocess
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.boveda.cifrado import NoAbre, Privada, abrir, cerrar, es_publica, nueva_privada
from generador.errores import ErrorConoceles

SECRETA, PUBLICA = nueva_privada()
OTRA, OTRA_PUBLICA = nueva_privada()


def test_con_cualquiera_de_las_llaves_se_abre_y_con_otra_no() -> None:
    cerrado = cerrar(b"secreto", [PUBLICA, OTRA_PUBLICA])

    assert [b"secreto"] * 2 == [abrir(cerrado, Privada(s)) for s in (SECRETA, OTRA)]
    with pytest.raises(NoAbre):
        abrir(cerrado, Privada(nueva_privada()[0]))


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_un_bit_distinto_no_abre(donde: int, bit: int) -> None:
    cerrado = bytearray(cerrar(b"secreto", [PUBLICA]))
    cerrado[donde % len(cerrado)] ^= 1 << bit

    try:
        abierto = abrir(bytes(cerrado), Privada(SECRETA))
    except NoAbre:
        return
    assert b"secreto" == abierto  # lo único sin cifrar que da igual son espacios del encabezado


@pytest.mark.parametrize("crudo", [b"", b"\0", b"age-encryption.org/v1\n", b"x" * 10_000])
def test_lo_que_no_es_un_sobre_no_abre(crudo: bytes) -> None:
    with pytest.raises(NoAbre):
        abrir(crudo, Privada(SECRETA))


def test_sin_ninguna_llave_no_se_cierra() -> None:
    with pytest.raises(ErrorConoceles, match="Falta la llave pública"):
        cerrar(b"x", [])


def _mensajes(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@given(
    st.one_of(
        st.text(),
        st.integers(0, len(SECRETA) - 1).map(lambda n: SECRETA[:n]),
        st.integers(1, len(SECRETA)).map(lambda n: SECRETA[:n] + "q" + SECRETA[n:]),
        st.just(f"{SECRETA}\n{OTRA}"),
        st.just(SECRETA[:-1] + "\0"),
    )
)
def test_una_llave_que_no_es_se_dice_y_no_se_repite(texto: str) -> None:
    with pytest.raises(ErrorConoceles) as dicho:
        Privada(texto)

    assert "AGE-SECRET-KEY-1" in str(dicho.value)
    assert SECRETA[16:24] not in _mensajes(dicho.value)
    assert OTRA[16:24] not in _mensajes(dicho.value)


def test_la_llave_se_lee_con_comentarios_y_no_se_imprime() -> None:
    propia = Privada(f"# guárdela\n\n  {SECRETA}  \n")

    assert (PUBLICA, "Privada(…)") == (propia.publica, repr(propia))


@pytest.mark.parametrize(
    ("texto", "es"),
    [(PUBLICA, True), (PUBLICA[:-1], False), (SECRETA, False), ("", False),
     ("ssh-ed25519 AAAA", False), ("ssh-rsa AAAA", False), ("ssh-", False), ("\0", False)],
    ids=range(8),
)  # fmt: skip
def test_que_es_una_llave_publica(texto: str, es: bool) -> None:  # noqa: FBT001 - una tabla
    assert es is es_publica(texto)


def test_tambien_se_cierra_para_una_llave_de_ssh(tmp_path: Path) -> None:
    ruta = tmp_path / "una"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ruta], check=True)
    publica = ruta.with_suffix(".pub").read_text("utf-8")

    assert es_publica(publica)
    assert b"secreto" not in cerrar(b"secreto", [publica])


def test_dar_la_privada_por_publica_no_la_repite() -> None:
    with pytest.raises(ErrorConoceles) as dicho:
        cerrar(b"x", [SECRETA])

    assert SECRETA[16:20] not in _mensajes(dicho.value)
