from generador.nucleo.memoria import recordar, recordar_par


def test_calcula_una_vez_por_objeto_y_no_por_valor():
    calculados = []
    contar = recordar(lambda objeto: calculados.append(objeto) or len(calculados))
    uno, igual = {"a": 1}, {"a": 1}

    assert [contar(uno), contar(uno), contar(igual), contar(uno)] == [1, 1, 2, 3]


def test_la_pareja_cuenta_entera():
    calculados = []
    contar = recordar_par(lambda *par: calculados.append(par) or len(calculados))
    uno, otro = {}, {}

    assert [contar(uno, otro), contar(uno, otro), contar(otro, otro), contar(otro, uno)] == [
        1,
        1,
        2,
        3,
    ]
