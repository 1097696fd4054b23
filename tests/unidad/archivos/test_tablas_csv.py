import pytest

from generador.archivos.tablas import leer_catalogos, leer_renglones, leer_tabla
from generador.errores import ErrorConoceles


def test_la_primera_columna_es_la_llave_y_conserva_sus_ceros(tmp_path):
    ruta = tmp_path / "lugares.csv"
    ruta.write_text("clave,nombre\n001,Uno\n002,\n", encoding="utf-8")

    esperada = {"001": {"clave": "001", "nombre": "Uno"}, "002": {"clave": "002", "nombre": ""}}

    assert esperada == leer_tabla(ruta)
    assert {"lugares": esperada} == leer_catalogos(tmp_path)


def test_admite_la_marca_que_ponen_las_hojas_de_calculo(tmp_path):
    ruta = tmp_path / "t.csv"
    ruta.write_bytes(b"\xef\xbb\xbfclave,nombre\r\n1,Uno\r\n")

    assert [{"clave": "1", "nombre": "Uno"}] == leer_renglones(ruta)


def test_un_catalogo_vacio_no_tiene_renglones(tmp_path):
    ruta = tmp_path / "t.csv"
    ruta.write_text("", encoding="utf-8")

    assert [] == leer_renglones(ruta)


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        (b"clave,nombre\n1,Uno\n\n1,Otro\n", "renglón 4: repite «1»"),
        (b"clave,nombre\n1\n", "renglón 2: no tiene 2 columnas"),
        (b"clave,nombre\n1,Uno,Sobra\n", "renglón 2: no tiene 2 columnas"),
        (b"clave,clave\n1,Uno\n", "repite una columna"),
        (b"clave,nombre\n1,\xf1\n", "debe ser CSV en UTF-8"),
        (b'clave,nombre\n1,"sin cerrar\n', "debe ser CSV en UTF-8"),
    ],
)
def test_se_niega_ante_un_catalogo_defectuoso_y_dice_el_renglon(tmp_path, contenido, frase):
    ruta = tmp_path / "t.csv"
    ruta.write_bytes(contenido)

    with pytest.raises(ErrorConoceles, match=frase):
        leer_tabla(ruta)


def test_dice_por_que_no_se_puede_abrir(tmp_path):
    with pytest.raises(ErrorConoceles, match=r"no\.csv: no existe\."):
        leer_tabla(tmp_path / "no.csv")
    with pytest.raises(ErrorConoceles, match="es una carpeta"):
        leer_tabla(tmp_path)
    with pytest.raises(ErrorConoceles, match="el nombre es demasiado largo"):
        leer_tabla(tmp_path / ("x" * 300))


def test_un_catalogo_sin_permiso_se_dice(abierta, cualquiera):
    ruta = abierta / "cerrado.csv"
    ruta.write_text("a\n", encoding="utf-8")
    ruta.chmod(0)

    with cualquiera(), pytest.raises(ErrorConoceles, match="no hay permiso"):
        leer_tabla(ruta)
