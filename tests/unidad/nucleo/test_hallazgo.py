import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.nucleo.hallazgo import Hallazgo, Nivel, contar, hay_errores, ordenar

ARCHIVO = "candidaturas/ayuntamientos/106-tlatlaya/pah/AYU-106-PAH-REG02-P-1.yml"


def hallazgo(**cambios) -> Hallazgo:
    campos = {
        "archivo": ARCHIVO,
        "linea": 17,
        "columna": 3,
        "puntero": "/curricular/propuestas/0",
        "regla": "TXT02",
        "nivel": Nivel.ERROR,
        "mensaje": "La propuesta tiene 2,140 caracteres; el máximo es 2,000.",
    }
    return Hallazgo(**{**campos, **cambios})


def test_el_nivel_mas_grave_es_el_mayor():
    obtenido = sorted([Nivel.AVISO, Nivel.NOTA, Nivel.ERROR])

    assert obtenido == [Nivel.NOTA, Nivel.AVISO, Nivel.ERROR]


@pytest.mark.parametrize(
    ("comparacion", "esperado"),
    [
        (Nivel.NOTA < Nivel.AVISO, True),
        (Nivel.AVISO <= Nivel.AVISO, True),
        (Nivel.ERROR <= Nivel.AVISO, False),
        (Nivel.ERROR > Nivel.NOTA, True),
        (Nivel.AVISO > Nivel.NOTA, True),
        (Nivel.NOTA >= Nivel.AVISO, False),
        (Nivel.ERROR >= "error", True),
    ],
)
def test_los_niveles_se_comparan_por_gravedad_y_no_por_abecedario(comparacion, esperado):
    assert esperado == comparacion


def test_comparar_con_un_nivel_que_no_existe_es_un_error_de_programa():
    with pytest.raises(ValueError, match="grave"):
        assert Nivel.ERROR < "grave"


def test_el_nivel_se_escribe_en_espanol():
    assert " ".join(Nivel) == "error aviso nota"


def test_se_ordena_por_archivo_linea_columna_regla_y_puntero():
    esperado = [
        hallazgo(archivo="a.yml", linea=9),
        hallazgo(archivo="b.yml", linea=2, columna=1),
        hallazgo(archivo="b.yml", linea=2, columna=5, regla="PLZ01", puntero="/z"),
        hallazgo(archivo="b.yml", linea=2, columna=5, regla="TXT02", puntero="/a"),
        hallazgo(archivo="b.yml", linea=2, columna=5, regla="TXT02", puntero="/b"),
        hallazgo(archivo="b.yml", linea=10),
    ]
    revueltos = [esperado[i] for i in (4, 0, 5, 2, 1, 3)]

    assert esperado == sorted(revueltos)


def test_en_el_mismo_lugar_va_primero_lo_mas_grave():
    error, nota = hallazgo(nivel=Nivel.ERROR), hallazgo(nivel=Nivel.NOTA)

    assert [error, nota] == sorted([nota, error])


def test_ordenar_quita_los_repetidos_exactos():
    uno, otro = hallazgo(linea=1), hallazgo(linea=2)

    assert [uno, otro] == ordenar([otro, uno, hallazgo(linea=1)])


@given(st.lists(st.integers(1, 3), min_size=2, max_size=6))
def test_el_orden_no_depende_de_como_llegan(lineas):
    juntos = [hallazgo(linea=n, mensaje=str(i)) for i, n in enumerate(lineas)]

    assert ordenar(juntos) == ordenar(reversed(juntos))


def test_la_huella_no_cambia_si_la_linea_se_mueve_o_el_mensaje_se_reescribe():
    antes = hallazgo()
    despues = hallazgo(linea=40, columna=9, mensaje="Otra redacción.", nivel=Nivel.AVISO)

    assert antes.huella == despues.huella


@pytest.mark.parametrize(
    "cambio", [{"regla": "TXT03"}, {"archivo": "otro.yml"}, {"puntero": "/curricular/motivo"}]
)
def test_la_huella_cambia_con_la_regla_el_archivo_o_el_puntero(cambio):
    assert hallazgo().huella != hallazgo(**cambio).huella


def test_la_huella_no_confunde_donde_termina_una_parte_y_empieza_otra():
    assert hallazgo(archivo="ab", puntero="c").huella != hallazgo(archivo="a", puntero="bc").huella


def test_la_huella_admite_texto_que_no_es_unicode_valido():
    assert len(hallazgo(puntero="/\ud800").huella) == 16


def test_la_huella_es_la_misma_en_cualquier_version_del_programa():
    assert hallazgo().huella == "b7cf5d89a65fc229"


def test_un_hallazgo_no_se_puede_alterar():
    with pytest.raises(AttributeError):
        hallazgo().mensaje = "otro"


@pytest.mark.parametrize("cambio", [{"linea": 0}, {"columna": 0}, {"linea": -1}])
def test_la_posicion_empieza_en_uno(cambio):
    with pytest.raises(ValueError, match="empiezan en 1; TXT02"):
        hallazgo(**cambio)


def test_contar_da_los_tres_niveles_aunque_no_haya_nada():
    assert contar([]) == {Nivel.ERROR: 0, Nivel.AVISO: 0, Nivel.NOTA: 0}


def test_contar_separa_por_nivel():
    juntos = [hallazgo(), hallazgo(), hallazgo(nivel=Nivel.NOTA)]

    assert contar(juntos) == {Nivel.ERROR: 2, Nivel.AVISO: 0, Nivel.NOTA: 1}


@pytest.mark.parametrize(
    ("niveles", "esperado"),
    [([], False), ([Nivel.NOTA, Nivel.AVISO], False), ([Nivel.NOTA, Nivel.ERROR], True)],
)
def test_solo_los_errores_cuentan_como_error(niveles, esperado):
    assert esperado == hay_errores(hallazgo(nivel=n) for n in niveles)
