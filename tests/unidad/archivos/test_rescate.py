"""Un archivo que deja de poderse leer, ¿conserva a su persona, y nunca una equivocada?"""

from collections.abc import Callable
from typing import Any

import pytest

from generador.archivos.carga import cargar
from generador.archivos.expediente import Leida, juzgar
from generador.archivos.texto import MAXIMO_BYTES
from generador.nucleo.ficha import Estado
from generador.nucleo.publico import publicar

Cortar = Callable[..., Leida]
MOTIVO = b"  motivo: "
ROTO = b"  motivo: 'sin cerrar\n  motivo: "


@pytest.fixture
def cortar(lector, canonico, expediente) -> Cortar:
    """`cortar(antes, despues, …)` → lo que se lee tras cambiar cada texto por el que le sigue."""

    def con(*cambios: bytes, todo: Any = lambda crudo: crudo) -> Leida:
        crudo = canonico(expediente)
        for antes, despues in zip(cambios[::2], cambios[1::2], strict=True):
            assert antes in crudo
            crudo = crudo.replace(antes, despues, 1)
        return juzgar(lector, "candidaturas/x/A.yml", todo(crudo), None)

    return con


HONDO = b"[" * 25 + b"]" * 25
SE_SALVA = {
    "comilla": (MOTIVO, ROTO),
    "tabulador": (MOTIVO, b"\tmotivo: "),
    "dos puntos": (MOTIVO, b"  motivo: esto: aquello\n  x: "),
    "marcas de conflicto": (
        MOTIVO,
        b"<<<<<<< HEAD\n  motivo: 'uno'\n=======\n  motivo: 'otro'\n>>>>>>> rama\n  x: ",
    ),
    "lista sin cerrar": (b"  propuestas:", b"  propuestas: [\n  otras:"),
    "al final": (b"tramite:", b"tramite: {\n  x:"),
    "en el renglón del bloque": (b"curricular:", b"curricular: ["),
    "clave que no es texto": (MOTIVO, b"  [a, b]: c\n  motivo: "),
    "demasiado hondo": (MOTIVO, b"  x: " + HONDO + b"\n  motivo: "),
    "carácter imposible": (MOTIVO, b"  motivo: \x07"),
    "fuera de UTF-8": (MOTIVO, b"  motivo: \xf1"),
    "texto pegado que habla de la clave": (MOTIVO, b"La clave del registro fue\n  motivo: "),
    "comentarios antes": (b"registro:", b"# registro: otro\nregistro:", MOTIVO, ROTO),
    "anclas en lo demás": (b"  contacto:", b"  contacto: &a", MOTIVO, ROTO),
    "en flujo": (b"tramite:", b"tramite: {a: 1, b: 2\n"),
}
NO_SE_SALVA = {
    "en el registro": (b"  primer_apellido: ", b"  primer_apellido: 'sin\n  primer_apellido: "),
    "en la clave": (b"clave: ", b"clave: 'sin\nclave: "),
    "al terminar el registro": (b"curricular:", b"  : [\ncurricular:"),
    "registro repetido": (b"curricular:", b"registro: {nombre: 'Otra'}\ncurricular:", MOTIVO, ROTO),
    "nombre repetido": (b"  sexo: ", b"  nombre: 'Otra'\n  sexo: ", MOTIVO, ROTO),
    "registro otra vez tras el error": (MOTIVO, ROTO, b"tramite:", b"registro: {}\ntramite:"),
    "clave otra vez, entre comillas": (MOTIVO, ROTO, b"tramite:", b'"clave" : "X"\ntramite:'),
    "versión otra vez, explícita": (MOTIVO, ROTO, b"tramite:", b"? version\n: 1\ntramite:"),
    "registro otra vez, con etiqueta": (MOTIVO, ROTO, b"tramite:", b"!!map registro: {}\ntramite:"),
    "otra vez con retorno de carro": (MOTIVO, ROTO, b"tramite:", b"x\rregistro: {}\ntramite:"),
    "otra vez, tras lo que no es UTF-8": (MOTIVO, b"  m: \xf1", b"tramite:", b"clave: X\ntramite:"),
    "ancla en el registro": (b"registro:", b"registro: &a", MOTIVO, ROTO),
    "ancla en un dato": (b"  nombre: ", b"  nombre: &a ", MOTIVO, ROTO),
    "alias en el registro": (b"  nombre: ", b"  acuerdo2: *a\n  nombre: ", MOTIVO, ROTO),
    "ancla en la clave": (b"registro:", b"&a registro:", MOTIVO, ROTO),
    "ancla en todo": (b"version:", b"--- &a\nversion:", MOTIVO, ROTO),
    "etiqueta en un dato": (b"  nombre: ", b"  nombre: !!str ", MOTIVO, ROTO),
    "dato ajeno en el registro": (b"  sexo: ", b"  curp: 'X'\n  sexo: ", MOTIVO, ROTO),
    "sin un dato obligatorio": (b"  sexo: ", b"  # sexo: ", MOTIVO, ROTO),
    "registro que perdió un renglón": (b"  acuerdo: ", b"acuerdo: ", MOTIVO, ROTO),
    "opcional sin su sangría": (b"curricular:", b"sobrenombre: X\ncurricular:", MOTIVO, ROTO),
    "comilla que se tragó un renglón": (
        b"  sexo: ",
        b"  sobrenombre: 'Beto\n  segundo_apellido: X'\n  sexo: ",
        MOTIVO,
        ROTO,
    ),
    "dato de varios renglones": (b"  sexo: ", b"  sobrenombre: |\n    X\n  sexo: ", MOTIVO, ROTO),
    "otra versión": (b"version: 1", b"version: 2", MOTIVO, ROTO),
    "dos documentos": (b"tramite:", b"---\ntramite:", MOTIVO, MOTIVO),
    "después de lo básico no empezó nada": (b"curricular:", b"'curricular"),
}  # fmt: skip


@pytest.mark.parametrize("caso", SE_SALVA)
def test_lo_que_se_rompe_despues_del_registro_deja_los_datos_basicos(cortar, expediente, caso):
    leida = cortar(*SE_SALVA[caso])

    assert leida.rescatada
    assert expediente["registro"] == leida.dato["registro"]
    assert (expediente["clave"], None) == (leida.dato["clave"], leida.dato["curricular"])
    assert any(h.nivel == "error" for h in leida.hallazgos)


@pytest.mark.parametrize("caso", NO_SE_SALVA)
def test_lo_que_toca_lo_basico_o_deja_duda_no_se_rescata(cortar, caso):
    leida = cortar(*NO_SE_SALVA[caso])

    assert leida.dato is None
    assert not leida.rescatada
    assert any(h.nivel == "error" for h in leida.hallazgos)


@pytest.mark.parametrize(
    "todo",
    [
        lambda crudo: b"\xef\xbb\xbf" + crudo,
        lambda crudo: crudo.replace(b"\n", b"\r\n"),
        lambda crudo: b"---\n" + crudo,
        lambda crudo: "\N{LATIN SMALL LETTER N WITH TILDE}".encode().join([b"# ", b"\n" + crudo]),
    ],
)
def test_la_forma_del_archivo_no_estorba(cortar, expediente, todo):
    leida = cortar(MOTIVO, ROTO, todo=todo)

    assert expediente["registro"] == leida.dato["registro"]


@pytest.mark.parametrize(
    "todo",
    [
        lambda crudo: crudo.replace(b"\n", b"\n ").join([b" ", b""]),
        lambda crudo: b"{" + crudo,
        lambda crudo: crudo + b"#" * MAXIMO_BYTES,
        lambda crudo: crudo.decode().encode("utf-16"),
    ],
)
def test_lo_que_no_se_parece_a_lo_que_escribimos_no_se_rescata(cortar, todo):
    assert cortar(MOTIVO, ROTO, todo=todo).dato is None


@pytest.mark.parametrize("roto", [b"\n'roto: [\n", b'"', b"\x00", b"\n\t: [", b"\xff", b"\n}\n"])
def test_dondequiera_que_se_rompa_se_salva_la_misma_persona_o_ninguna(
    lector, canonico, expediente, roto
):
    crudo = canonico(expediente)
    lo_demas = crudo.index(b"\ncurricular:")
    cortes = range(0, len(crudo), 3)
    intentos = [crudo[:corte] + roto + crudo[corte:] for corte in cortes]
    leidas = [juzgar(lector, "candidaturas/x/A.yml", uno, None) for uno in intentos]
    rescatadas = {
        corte: leida.dato["registro"]
        for corte, leida in zip(cortes, leidas, strict=True)
        if leida.rescatada
    }

    assert len(rescatadas) > (len(crudo) - lo_demas) / 6
    assert min(rescatadas) >= lo_demas
    assert all(expediente["registro"] == registro for registro in rescatadas.values())


def test_quien_se_rescata_aparece_con_su_causa(raiz, sembrar, canonico, expediente, contexto):
    sembrar(canonico(expediente).replace(MOTIVO, ROTO, 1))
    conjunto = cargar(raiz, contexto.ahora)
    [ficha] = publicar(conjunto)

    assert () == conjunto.ilegibles
    assert (Estado.CON_ERROR, expediente["registro"]["nombre"]) == (ficha.estado, ficha.nombre)
