"""¿Trae la matriz completa todo, como texto, sin dejar nada en el disco?"""

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.tramites.matriz_completa import matriz_completa

HOSTILES = (
    '=HYPERLINK("https://ejemplo.invalid","clic")',
    "+5255",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "'=1+1",
    "=cmd|' /C calc'!A0",
    "https://ejemplo.invalid/",
    'Dos\nrenglones y «comillas» "rectas"',
    "]]><script>alert(1)</script>",
    "_x0041_",
    "🦙 ñandú",
    "a\x01b\x0bc",
    "0",
    "99",
)


@pytest.fixture
def persona(armar_candidatura):
    """`persona(n, **respuestas)` → una candidatura y su cuestionario."""

    def con(numero=1, cambios=None, **respuestas):
        registro = {"cargo": "regiduria", "numero": numero}
        una = armar_candidatura({"registro": registro, **(cambios or {})})
        return una, Cuestionario(una.clave, respuestas, tratamiento=True, estadistica=True)

    return con


def abrir(crudo):
    return openpyxl.load_workbook(io.BytesIO(crudo))


def renglones(libro):
    encabezado, *filas = libro["matriz_identidad"].iter_rows(values_only=True)
    return [dict(zip(encabezado, fila, strict=True)) for fila in filas]


def test_trae_matriz_diccionario_catalogos_y_la_advertencia(contexto, persona):
    libro = abrir(matriz_completa([persona(i01="si", i03="otomi")], contexto))

    assert libro.sheetnames == ["LÉAME", "matriz_identidad", "matriz_diccionario", "catalogos"]
    portada = [celda.value for celda in libro["LÉAME"]["A"]]
    assert portada[0].startswith("DATOS FICTICIOS")
    assert portada[1].startswith("CONTIENE DATOS PERSONALES SENSIBLES")
    explicadas = [celda.value for celda in libro["matriz_diccionario"]["A"]][1:]
    assert explicadas == [celda.value for celda in libro["matriz_identidad"][1]]
    assert "i03_otra" in explicadas
    assert ("paises", "USA") in {
        fila[:2] for fila in libro["catalogos"].iter_rows(values_only=True)
    }


def test_trae_tambien_a_quien_no_consintio_y_a_quien_no_capturo(contexto, persona):
    no = {"consentimiento": {"publicacion": False}}
    sin_captura, _ = persona(2, {"identidad": {"estado": "pendiente"}})

    libro = abrir(matriz_completa([persona(1, no, i01="si"), (sin_captura, None)], contexto))

    callada, pendiente = renglones(libro)
    assert (callada["consentimiento"], callada["i01"], callada["i18"]) == ("no", 1, 99)
    assert (pendiente["i01"], pendiente["accion_afirmativa"]) == ("sin_captura", "sin_captura")


@pytest.mark.parametrize("hostil", HOSTILES)
def test_ningun_texto_se_vuelve_formula_ni_enlace(contexto, persona, hostil):
    libro = abrir(matriz_completa([persona(i01="si", i03="otro", i03_otra=hostil)], contexto))

    celdas = [celda for hoja in libro for fila in hoja.iter_rows() for celda in fila]
    assert {celda.data_type for celda in celdas if celda.value is not None} == {"s", "n"}
    assert [celda for celda in celdas if celda.hyperlink] == []
    # openpyxl deshace a medias lo que Excel deshace entero: `_x005F_` sí, `_x0001_` no.
    leido = renglones(libro)[0]["i03_otra"]
    assert hostil in (leido, unescape(leido))


def test_lo_escrito_no_se_confunde_con_un_vacio(contexto, persona):
    una = persona(i01="si", i03="otro", i03_otra="no_aplica", i04="no")

    renglon = renglones(abrir(matriz_completa([una], contexto)))[0]

    assert (renglon["i03_otra"], renglon["i05_otra"]) == ("\\no_aplica", "no_aplica")


def test_dos_corridas_son_identicas(contexto, persona):
    pares = [persona(n, i01="si") for n in (1, 2)]

    assert matriz_completa(pares, contexto) == matriz_completa(iter(pares), contexto)


def test_sin_nadie_tambien_es_un_libro(contexto):
    assert "i01" in [c.value for c in abrir(matriz_completa([], contexto))["matriz_identidad"][1]]


def test_nada_toca_el_disco(contexto, persona, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "no-existe"))
    monkeypatch.chdir(tmp_path)

    crudo = matriz_completa([persona(i01="si", i03="otro", i03_otra="SECRETO")], contexto)

    assert os.listdir(tmp_path) == []  # noqa: PTH208 — se pregunta por todo lo que haya
    with zipfile.ZipFile(io.BytesIO(crudo)) as libro:
        assert any(b"SECRETO" in libro.read(nombre) for nombre in libro.namelist())


def test_se_niega_a_mezclar_a_dos_personas(contexto, persona):
    (una, _), (_, ajeno) = persona(1, i01="si"), persona(2, i01="si")

    with pytest.raises(ValueError, match="El cuestionario no es de"):
        matriz_completa([(una, ajeno)], contexto)
