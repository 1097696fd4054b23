"""¿Se suprime lo que señala, y nada más?"""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.nucleo.estadistica.celda import cumple, es_segura, visibles_de
from generador.nucleo.estadistica.despeje import Bloques, despejar
from generador.nucleo.estadistica.familia import (
    NO_APLICA,
    RESTO,
    TODAS,
    Familia,
    Forma,
    Plan,
    Publicado,
    Sujeto,
    Tabla,
)
from generador.nucleo.estadistica.juez import Juez
from generador.nucleo.estadistica.mesa import Mesa

MINIMO = 3
SI_NO = Forma("i01", ("si", "no", "pnc"), principales=("si",), aparte=("pnc",))
HIJA = Forma("i03", ("uno", "otro", "tres", NO_APLICA), padre=0, abren=("si",))
VARIAS = Forma("i06", ("ver", "oir", "pnc"), multiple=True)


def _gente(grupos: Mapping[tuple[str, str], int], *, desde: int = 0) -> list[Sujeto]:
    """(columna, respuesta) → cuántas."""
    todas = [par for par, cuantas in grupos.items() for _ in range(cuantas)]
    return [
        Sujeto(f"p{n + desde}", (frozenset({a}),), frozenset(), {"sexo": c})
        for n, (c, a) in enumerate(todas)
    ]


def _plan(sujetos: list[Sujeto], *anteriores: Publicado, vetos: dict | None = None) -> Plan:
    familia = Familia((SI_NO,), tuple(sujetos), tuple({0: a} for a in anteriores))
    return Mesa(familia, 0, MINIMO, vetos or {}).decidir(("sexo",))


def _publicado(sujetos: list[Sujeto], plan: Plan) -> Publicado:
    cuentas: dict[tuple[str, str], Counter[str]] = {(TODAS, TODAS): Counter()}
    for s in sujetos:
        cuentas[TODAS, TODAS].update(s.valores[0])
        cuentas.setdefault(("sexo", s.columnas["sexo"]), Counter()).update(s.valores[0])
    return Publicado(plan.tablas, cuentas, {s.ident: s.columnas for s in sujetos})


@pytest.mark.parametrize(
    ("cuenta", "total", "esperado"),
    [
        ({"si": 3, "no": 3}, 6, True),
        ({"si": 0, "no": 3, "pnc": 3}, 6, True),
        ({"si": 2, "no": 4}, 6, False),
        ({"si": 1}, 1, False),
        ({"no": 6}, 6, False),
        ({}, 0, True),
    ],
)
def test_nadie_o_al_menos_tres_y_otras_tres(
    cuenta: dict[str, int], total: int, *, esperado: bool
) -> None:
    assert esperado == es_segura(cuenta, total, MINIMO)


def test_se_juntan_las_menores_y_las_de_nadie() -> None:
    forma = Forma("i18", ("a", "b", "c", "d", "e"))
    visibles = visibles_de(forma, {"a": 9, "b": 8, "c": 2, "d": 1, "e": 0}, 20, MINIMO)

    assert {"a", "b"} == visibles


def test_si_juntas_no_llegan_se_suma_la_menor_y_al_final_la_principal() -> None:
    assert {"si"} == visibles_de(SI_NO, {"si": 4, "no": 20, "pnc": 1}, 25, MINIMO)
    assert frozenset() == visibles_de(SI_NO, {"si": 1, "no": 0, "pnc": 1}, 2, MINIMO)


def test_si_todas_contestaron_lo_mismo_no_se_publica_nada() -> None:
    assert frozenset() == visibles_de(SI_NO, {"si": 0, "no": 25, "pnc": 0}, 25, MINIMO)


def test_sin_nadie_reservado_todo_se_ve() -> None:
    assert set(SI_NO.dominio) == visibles_de(SI_NO, {"si": 0, "no": 0, "pnc": 0}, 0, MINIMO)


def test_de_la_pregunta_que_otra_abre_se_juzga_a_quienes_la_contestaron() -> None:
    cuenta = {"uno": 5, "otro": 0, "tres": 0, NO_APLICA: 40}

    assert frozenset() == visibles_de(HIJA, cuenta, 45, MINIMO)
    assert set(HIJA.dominio) == visibles_de(HIJA, {**cuenta, "otro": 3}, 48, MINIMO)
    todas = frozenset(HIJA.dominio)
    assert cumple(HIJA, {"uno": 5, "otro": 3, NO_APLICA: 40}, 48, todas, MINIMO)
    assert not cumple(HIJA, {"uno": 5, NO_APLICA: 40}, 45, todas, MINIMO)


def test_donde_no_se_ve_ninguna_respuesta_no_hay_que_cumplir_nada() -> None:
    assert cumple(SI_NO, {"si": 1}, 1, frozenset(), MINIMO)


def test_las_que_admiten_varias_se_callan_una_por_una() -> None:
    assert {"ver"} == visibles_de(VARIAS, {"ver": 5, "oir": 1, "pnc": 0}, 9, MINIMO)
    assert frozenset() == visibles_de(VARIAS, {"ver": 9, "oir": 1, "pnc": 0}, 9, MINIMO)
    assert set(VARIAS.dominio) == visibles_de(VARIAS, {"ver": 5, "oir": 4, "pnc": 0}, 9, MINIMO)
    assert cumple(VARIAS, {"ver": 5, "oir": 5}, 9, frozenset({"ver", "oir"}), MINIMO)


def test_despejar_quita_lo_que_esta_entero_dentro() -> None:
    todas = frozenset({"si"})
    grande = Bloques({"x": 0b1111}, {"x": {"si": 3}}, todas)
    chico = Bloques({"y": 0b0011, "z": 0b110000}, {"y": {"si": 2}, "z": {"si": 1}}, todas)

    queda = despejar(grande, chico)
    assert queda is not None
    assert {"x": 0b1100} == queda.grupos
    assert 1 == queda.cuentas["x"]["si"]
    assert despejar(chico, grande) is None


def test_la_columna_que_senala_se_calla_junto_con_otra() -> None:
    plan = _plan(
        _gente(
            {
                ("m", "si"): 5, ("m", "no"): 9,
                ("h", "si"): 4, ("h", "no"): 6,
                ("x", "si"): 1, ("x", "no"): 3,
            }
        )
    )  # fmt: skip

    assert {"m"} == plan.tablas["sexo"].columnas
    assert {"si", "no", "pnc"} == plan.tablas["sexo"].visibles


def test_con_menos_respuestas_se_ven_mas_columnas() -> None:
    plan = _plan(
        _gente(
            {
                ("m", "si"): 5, ("m", "no"): 9, ("m", "pnc"): 2,
                ("h", "si"): 4, ("h", "no"): 6, ("h", "pnc"): 1,
            }
        )
    )  # fmt: skip

    assert {"m", "h"} == plan.tablas["sexo"].columnas
    assert {"si"} == plan.tablas["sexo"].visibles
    assert {"si", "no", "pnc"} == plan.visibles


def test_una_columna_vetada_no_se_ve_y_una_pregunta_vetada_tampoco() -> None:
    gente = _gente({(c, a): 5 for c in "mhx" for a in ("si", "no")})

    assert {"m", "h", "x"} == _plan(gente).tablas["sexo"].columnas
    vetos = {(0, "sexo"): frozenset({"m"})}
    assert "m" not in _plan(gente, vetos=vetos).tablas["sexo"].columnas
    assert Plan() == _plan(gente, vetos={(0, TODAS): frozenset({TODAS})})


def test_quien_entra_sola_espera_al_corte_siguiente() -> None:
    antes = _gente({("m", "si"): 5, ("m", "no"): 9, ("h", "si"): 4, ("h", "no"): 6})
    previo = _publicado(antes, _plan(antes))
    nueva = _gente({("m", "si"): 1}, desde=100)
    plan = _plan([*antes, *nueva], previo)

    assert {"p100"} == plan.en_espera
    assert {"m", "h"} == plan.tablas["sexo"].columnas


def test_quienes_entran_siendo_bastantes_se_cuentan() -> None:
    antes = _gente({("m", "si"): 5, ("m", "no"): 9, ("h", "si"): 4, ("h", "no"): 6})
    previo = _publicado(antes, _plan(antes))
    nuevas = _gente({(c, a): 4 for c in "mh" for a in ("si", "no")}, desde=100)

    assert frozenset() == _plan([*antes, *nuevas], previo).en_espera


def test_si_alguien_sale_la_pregunta_no_se_vuelve_a_publicar() -> None:
    antes = _gente({("m", "si"): 5, ("m", "no"): 9, ("h", "si"): 4, ("h", "no"): 6})
    previo = _publicado(antes, _plan(antes))

    assert Plan() == _plan(antes[1:], previo)


@pytest.mark.parametrize(("entran", "publica"), [(1, False), (6, True)])
def test_si_unas_entran_y_otras_salen_las_dos_partes_deben_cumplir(
    entran: int, *, publica: bool
) -> None:
    antes = _gente({("m", "si"): 9, ("m", "no"): 9})
    previo = _publicado(antes, Plan({TODAS: _plan(antes).tablas[TODAS]}))
    se_quedan = [*antes[3:9], *antes[12:]]
    nuevas = _gente({("m", "si"): (entran + 1) // 2, ("m", "no"): entran // 2}, desde=100)

    assert publica == ("p100" not in _plan([*se_quedan, *nuevas], previo).en_espera)


def test_lo_que_despues_se_autorizo_ya_no_cuenta_como_reservado() -> None:
    antes = _gente({("m", "si"): 5, ("m", "no"): 9, ("h", "si"): 4, ("h", "no"): 6})
    previo = _publicado(antes, _plan(antes))
    una = antes[0]
    sabida = Sujeto(una.ident, una.valores, frozenset({0}), una.columnas)

    assert {"m", "h"} == _plan([sabida, *antes[1:]], previo).tablas["sexo"].columnas


def test_la_pregunta_abierta_calla_lo_que_calla_la_que_la_abre() -> None:
    sujetos = tuple(
        Sujeto(f"p{n}", (frozenset({a}), frozenset({b})), frozenset(), {"sexo": c})
        for n, (c, a, b) in enumerate(
            [(c, "si", b) for c in "mh" for b in ("uno", "otro") for _ in range(4)]
            + [(c, "no", NO_APLICA) for c in "mh" for _ in range(6)]
        )
    )
    familia = Familia((SI_NO, HIJA), sujetos)
    padre = Mesa(familia, 0, MINIMO, {}).decidir(("sexo",))

    def hija(de_la_otra: Plan) -> Plan:
        return Mesa(familia, 1, MINIMO, {}, de_la_otra).decidir(("sexo",))

    assert {"m", "h"} == hija(padre).tablas["sexo"].columnas
    assert Plan() == hija(Plan({TODAS: Tabla(frozenset({"no"}), frozenset({TODAS}))}))
    sin_si = {**padre.tablas, "sexo": Tabla(frozenset({"no"}), frozenset("mh"))}
    assert frozenset() == hija(Plan(sin_si)).tablas["sexo"].columnas


def test_si_se_despejan_demasiados_se_suprime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generador.nucleo.estadistica.juez.TOPE_DE_DESPEJES", -1)
    juez = Juez(SI_NO, MINIMO)
    bloques = Bloques({"x": 0b111111}, {"x": {"si": 3, "no": 3}}, frozenset({"si", "no"}))
    juez.conocer([bloques])

    assert () == juez.sabido.bloques
    assert not juez.admite(bloques)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["si", "no", "pnc"])),
        st.integers(0, 12),
    )
)
def test_lo_que_se_ve_y_lo_que_queda_cumplen_siempre(grupos: dict[tuple[str, str], int]) -> None:
    sujetos = _gente(grupos)
    plan = _plan(sujetos)
    for variable, tabla in plan.tablas.items():
        cuentas: dict[str, Counter[str]] = {}
        for s in sujetos:
            columna = s.columnas.get(variable, TODAS)
            grupo = columna if columna in tabla.columnas else RESTO
            cuentas.setdefault(grupo, Counter()).update(s.valores[0])
        for cuenta in cuentas.values():
            assert cumple(SI_NO, cuenta, cuenta.total(), tabla.visibles, MINIMO)


def test_la_que_admite_varias_se_reparte_con_todas_sus_respuestas_o_no_se_reparte() -> None:
    valores = [("ver",), ("oir",), ("ver", "oir"), ("pnc",)]
    sujetos = tuple(
        Sujeto(f"p{n}", (frozenset(valores[n % 4]),), frozenset(), {"sexo": "mh"[n // 4 % 2]})
        for n in range(40)
    )
    plan = Mesa(Familia((VARIAS,), sujetos), 0, MINIMO, {}).decidir(("sexo",))

    assert Tabla(frozenset(VARIAS.dominio), frozenset("mh")) == plan.tablas["sexo"]
    pocas = (*sujetos[:37], *(Sujeto("x", (frozenset({"pnc"}),), frozenset(), {"sexo": "x"}),))
    plan = Mesa(Familia((VARIAS,), pocas), 0, MINIMO, {}).decidir(("sexo",))
    assert "x" not in plan.tablas["sexo"].columnas
