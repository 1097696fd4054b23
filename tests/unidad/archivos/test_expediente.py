import os
from typing import Any

import pytest

from generador.archivos.expediente import juzgar, leer_uno
from generador.archivos.fotografia import medir_foto
from generador.archivos.texto import MAXIMO_BYTES

ARCHIVO = "candidaturas/x/A.yml"


@pytest.fixture
def juzgado(lector, canonico, expediente):
    """`juzgado(cambio)` → lo que se lee del expediente después de que `cambio` lo altera."""

    def con(cambio: Any = None, antes: bytes = b"", despues: bytes = b"") -> Any:
        if cambio:
            cambio(expediente)
        crudo = canonico(expediente)
        return juzgar(lector, ARCHIVO, crudo.replace(antes, despues, 1) if antes else crudo, None)

    return con


def de_lectura(leida) -> list[str]:
    return [h.regla for h in leida.hallazgos if h.regla.startswith(("YAM", "ESQ"))]


def test_un_expediente_canonico_se_lee_entero(juzgado, expediente):
    leida = juzgado()

    assert [] == de_lectura(leida)
    assert expediente == leida.dato
    assert not leida.rescatada


def test_lo_que_no_es_canonico_es_un_aviso(lector, sembrar, canonico, expediente):
    ruta = sembrar(canonico(expediente) + b"\n")
    leida = leer_uno(lector, ruta)

    assert [("YAM12", "aviso")] == [(h.regla, h.nivel) for h in leida.hallazgos]
    assert expediente == leida.dato


BASICO = {"curricular": None, "consentimiento": None, "identidad": {"estado": "pendiente"}}


@pytest.mark.parametrize(
    ("cambio", "regla"),
    [
        (lambda d: d["curricular"].update(motivo=5), "ESQ-type"),
        (lambda d: d.update(curricular="x"), "ESQ-anyOf"),
        (lambda d: d["consentimiento"].pop("fecha"), "ESQ-required"),
        (lambda d: d["identidad"].update(i01="si"), "ESQ-prohibida"),
        (lambda d: d["tramite"].update(folio="x"), "ESQ-pattern"),
        (lambda d: d.pop("tramite"), "ESQ-required"),
        (lambda d: d.update(curp="X"), "ESQ-prohibida"),
        (lambda d: d.update(registros={}), "ESQ-additionalProperties"),
    ],
)
def test_un_error_fuera_del_registro_deja_los_datos_basicos(juzgado, expediente, cambio, regla):
    leida = juzgado(cambio)

    assert [regla] == de_lectura(leida)
    assert leida.rescatada
    assert expediente["registro"] == leida.dato["registro"]
    assert BASICO.items() <= leida.dato.items()


@pytest.mark.parametrize(
    "cambio",
    [
        lambda d: d["registro"].pop("nombre"),
        lambda d: d["registro"].update(curp="X"),
        lambda d: d.update(clave="x"),
        lambda d: d.update(version=2),
        lambda d: d.pop("registro"),
        lambda d: d.pop("version"),
    ],
)
def test_un_error_en_lo_basico_no_deja_candidatura(juzgado, cambio):
    leida = juzgado(cambio)

    assert leida.dato is None
    assert leida.hallazgos


@pytest.mark.parametrize(
    ("antes", "despues", "regla", "queda"),
    [
        (b"  motivo:", b"  propuesta_genero: 'otra'\n  motivo:", "YAM05", True),
        (b"  motivo: ", b"  motivo: &m ", "YAM06", True),
        (b"  nombre: ", b"  nombre: 'Otra'\n  nombre: ", "YAM05", False),
        (b"version: 1", b"version: 1\nversion: 1", "YAM05", False),
        (b"tramite:", b"otra: 1\notra: 2\ntramite:", "YAM05", True),
        (b"  motivo: ", b"  motivo: 'sin cerrar\n  motivo: ", "YAM04", True),
        (b"  motivo: ", b"---\n  motivo: ", "YAM08", False),
    ],
)
def test_un_problema_de_lectura_rescata_lo_que_no_toca(juzgado, antes, despues, regla, queda):
    leida = juzgado(None, antes, despues)

    assert regla in de_lectura(leida)
    assert queda is (leida.dato is not None)
    assert queda is leida.rescatada


@pytest.mark.parametrize("crudo", [b"- 1\n", b"hola\n", b"12\n"])
def test_lo_que_no_es_un_grupo_de_campos_no_es_un_expediente(lector, crudo):
    leida = juzgar(lector, ARCHIVO, crudo, None)

    assert ["YAM11"] == [h.regla for h in leida.hallazgos]
    assert leida.dato is None


def test_el_hallazgo_dice_renglon_y_columna(juzgado, canonico, expediente):
    leida = juzgado(lambda d: d["registro"].update(edad=5))
    [hallazgo] = leida.hallazgos
    renglon = canonico(expediente).decode().split("\n")[hallazgo.linea - 1]

    assert "  edad: 5" == renglon
    assert (3, "/registro/edad") == (hallazgo.columna, hallazgo.puntero)


def test_con_crlf_o_bom_se_lee_entero_y_se_dice(lector, canonico, expediente):
    crlf = juzgar(lector, ARCHIVO, canonico(expediente).replace(b"\n", b"\r\n"), None)
    bom = juzgar(lector, ARCHIVO, b"\xef\xbb\xbf" + canonico(expediente), None)

    assert (["YAM03"], expediente) == (de_lectura(crlf), crlf.dato)
    assert (["YAM02"], expediente) == (de_lectura(bom), bom.dato)


def test_lo_que_no_se_puede_abrir_es_un_hallazgo(lector, raiz):
    (raiz / "candidaturas" / "carpeta.yml").mkdir()
    [uno] = leer_uno(lector, "candidaturas/carpeta.yml").hallazgos
    [otro] = leer_uno(lector, "candidaturas/nadie.yml").hallazgos

    assert ("YAM01", "No se puede leer: es una carpeta.") == (uno.regla, uno.mensaje)
    assert "No se puede leer: no existe." == otro.mensaje


def test_de_un_archivo_enorme_solo_se_lee_lo_necesario(lector, raiz):
    enorme = raiz / "candidaturas" / "enorme.yml"
    with enorme.open("wb") as archivo:
        archivo.truncate(50 * MAXIMO_BYTES)
    [hallazgo] = leer_uno(lector, "candidaturas/enorme.yml").hallazgos

    assert "YAM09" == hallazgo.regla


def test_la_foto_se_mide_y_un_enlace_o_una_tuberia_no_cuentan(raiz, sembrar, contexto):
    limite = contexto.proceso.fotografia
    ruta = sembrar()
    foto = raiz / ruta.replace(".yml", ".webp")

    medida = medir_foto(raiz, ruta, limite)
    assert medida
    assert (foto.stat().st_size, 71) == (medida.bytes, len(medida.huella))

    foto.unlink()
    assert medir_foto(raiz, ruta, limite) is None

    foto.symlink_to(raiz / "proceso.yml")
    assert medir_foto(raiz, ruta, limite) is None

    foto.unlink()
    os.mkfifo(foto)
    assert medir_foto(raiz, ruta, limite) is None


def test_una_foto_sin_permiso_cuenta_como_que_no_esta(abierta, cualquiera, contexto):
    foto = abierta / "a.webp"
    foto.write_bytes(b"x")
    foto.chmod(0)

    with cualquiera():
        assert medir_foto(abierta, "a.yml", contexto.proceso.fotografia) is None
