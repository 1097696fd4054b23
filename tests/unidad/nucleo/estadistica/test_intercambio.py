"""¿El otro reparto da de verdad los mismos números?"""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generador.nucleo.estadistica.familia import (
    NO_APLICA,
    TODAS,
    Familia,
    Forma,
    Plan,
    Publicado,
    Sujeto,
    Tabla,
    Valor,
)
from generador.nucleo.estadistica.intercambio import Cambio, Reparto, sin_intercambio
from generador.nucleo.estadistica.supresion import planear
from generador.nucleo.estadistica.vistas import vistas

MINIMO = 3
VARIABLES = ("sexo", "cargo")
SI_NO = Forma("i01", ("si", "no", "pnc"), principales=("si",), aparte=("pnc",))
HIJA = Forma("i03", ("uno", "otro", NO_APLICA), padre=0, abren=("si",))
RESPUESTAS = (("si", "uno"), ("si", "otro"), ("no", NO_APLICA), ("pnc", NO_APLICA))


def _sujeto(ident: str, valores: Sequence[str], sexo: str, cargo: str, sabidas: str = "") -> Sujeto:
    return Sujeto(
        ident,
        tuple(frozenset({v}) for v in valores),
        frozenset(map(int, sabidas)),
        {"sexo": sexo, "cargo": cargo},
    )


def _numeros(familia: Familia, planes: Sequence[Plan], cambios: Sequence[Cambio] = ()) -> list:
    """Todo lo que se publica, con los cambios aplicados."""
    todas = vistas(familia, planes)
    otros = dict(cambios)
    numeros = []
    for lugar, vista in enumerate(todas):
        for columnas, de in vista.tablas:
            cuenta: Counter[tuple[str, Valor]] = Counter()
            for s in familia.sujetos:
                if s.ident in de:
                    columna = de[s.ident] if de[s.ident] in columnas else "resto"
                    perfil = otros.get(s.ident)
                    cuenta[columna, perfil[lugar] if perfil else vista.valor(s)] += 1
            numeros.append(cuenta)
    return numeros


def _exigir_que_se_sostenga(familia: Familia, planes: Sequence[Plan]) -> None:
    """De cada persona hay otro reparto; es de verdad otro, y da lo mismo."""
    reparto = Reparto(familia, planes)
    todas = vistas(familia, planes)
    for sujeto in familia.sujetos:
        for q, plan in enumerate(planes):
            if not plan.tablas or q in sujeto.sabidas or sujeto.ident in plan.en_espera:
                continue
            for objetivo in reparto.objetivos(q):
                cambios = reparto.otro(sujeto, objetivo)

                assert cambios
                assert len(cambios) == len({ident for ident, _ in cambios})
                ident, nuevo = cambios[0]
                assert sujeto.ident == ident
                assert any(nuevo[v] != todas[v].valor(sujeto) for v in objetivo)
                assert _numeros(familia, planes) == _numeros(familia, planes, cambios)


@st.composite
def familias(draw: st.DrawFn) -> Familia:
    cuantas = draw(st.integers(0, 60))
    gente = []
    for n in range(cuantas):
        respuesta = draw(st.sampled_from(RESPUESTAS))
        sabidas = draw(st.sampled_from(("", "", "", "0", "01")))
        gente.append(
            _sujeto(
                f"p{n}",
                respuesta,
                draw(st.sampled_from("mh")),
                draw(st.sampled_from("abc")),
                "01" if sabidas and respuesta[1] == NO_APLICA else sabidas,
            )
        )
    return Familia((SI_NO, HIJA), tuple(gente))


@settings(deadline=None, max_examples=60)
@given(familias())
def test_de_cada_persona_hay_otro_reparto_que_da_lo_mismo(familia: Familia) -> None:
    planes = planear(familia, VARIABLES, MINIMO)

    assert () == sin_intercambio(familia, planes)
    _exigir_que_se_sostenga(familia, planes)


@settings(deadline=None, max_examples=60)
@given(familias())
def test_tambien_cuando_se_prueba_menos_porque_son_muchas(familia: Familia) -> None:
    with pytest.MonkeyPatch.context() as parche:
        parche.setattr("generador.nucleo.estadistica.supresion.MUCHAS", 0)
        planes = planear(familia, VARIABLES, MINIMO)

    assert () == sin_intercambio(familia, planes)
    _exigir_que_se_sostenga(familia, planes)


def test_dos_tablas_que_cumplen_por_separado_pueden_senalar_juntas() -> None:
    """Donde una dice que nadie dijo «sí» y la otra que nadie prefirió no contestar, queda «no»."""
    gente = [
        *(_sujeto(f"a{n}", ("no",), "m", "a") for n in range(3)),
        *(_sujeto(f"b{n}", ("pnc",), "m", "b") for n in range(3)),
        *(_sujeto(f"c{n}", ("si",), "h", "a") for n in range(3)),
        *(_sujeto(f"d{n}", ("no",), "h", "b") for n in range(3)),
        *(_sujeto(f"e{n}", ("si",), "h", "b") for n in range(3)),
        *(_sujeto(f"f{n}", ("pnc",), "h", "b") for n in range(3)),
    ]
    familia = Familia((SI_NO,), tuple(gente))
    columnas = {"sexo": frozenset("mh"), "cargo": frozenset("ab"), TODAS: frozenset({TODAS})}
    todas = frozenset(SI_NO.dominio)
    ingenuo = Plan({variable: Tabla(todas, suyas) for variable, suyas in columnas.items()})
    senaladas = {s.ident for s, _ in sin_intercambio(familia, [ingenuo])}

    assert {"a0", "a1", "a2"} <= senaladas
    planes = planear(familia, VARIABLES, MINIMO)
    assert () == sin_intercambio(familia, planes)
    assert planes[0].visibles


def test_cuatro_se_cambian_cuando_dos_no_pueden() -> None:
    """Nadie comparte grupo con quien contestó otra cosa, pero entre cuatro se cuadra."""
    gente = [
        _sujeto("1", ("si",), "m", "a"),
        _sujeto("2", ("no",), "m", "b"),
        _sujeto("3", ("no",), "h", "a"),
        _sujeto("4", ("si",), "h", "b"),
    ]
    familia = Familia((SI_NO,), tuple(gente))
    columnas = {"sexo": frozenset("mh"), "cargo": frozenset("ab")}
    plan = Plan({v: Tabla(frozenset(SI_NO.dominio), suyas) for v, suyas in columnas.items()})

    assert () == sin_intercambio(familia, [plan])
    reparto = Reparto(familia, [plan])
    assert 4 == len(reparto.otro(gente[0], next(iter(reparto.objetivos(0)))))
    _exigir_que_se_sostenga(familia, [plan])


def test_la_pareja_no_puede_moverse_en_lo_demas() -> None:
    """En la pregunta que cambian por su cuenta, las dos deben estar en el mismo grupo."""
    gente = [
        _sujeto("1", ("si", "uno"), "m", "a"),
        _sujeto("2", ("no", NO_APLICA), "m", "c"),
        _sujeto("3", ("no", NO_APLICA), "h", "a"),
        _sujeto("4", ("si", "otro"), "h", "b"),
    ]
    familia = Familia((SI_NO, HIJA), tuple(gente))
    cabeza = Plan({"sexo": Tabla(frozenset(SI_NO.dominio), frozenset("mh"))})
    hijas = frozenset(HIJA.dominio)

    estatal = Plan({TODAS: Tabla(hijas, frozenset({TODAS}))})
    assert () == sin_intercambio(familia, [cabeza, estatal])
    por_cargo = Plan({"cargo": Tabla(hijas, frozenset("abc"))})
    assert ("1", 0) in {(s.ident, q) for s, q in sin_intercambio(familia, [cabeza, por_cargo])}


def test_con_tres_no_hay_cuarta() -> None:
    gente = [
        _sujeto("1", ("si",), "m", "a"),
        _sujeto("2", ("no",), "m", "b"),
        _sujeto("3", ("no",), "h", "a"),
    ]
    familia = Familia((SI_NO,), tuple(gente))
    columnas = {"sexo": frozenset("mh"), "cargo": frozenset("ab")}
    plan = Plan({v: Tabla(frozenset(SI_NO.dominio), suyas) for v, suyas in columnas.items()})

    assert {"1", "2", "3"} == {s.ident for s, _ in sin_intercambio(familia, [plan])}


def test_no_se_busca_sin_fin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generador.nucleo.estadistica.pares.TOPE_DE_PAREJAS", 0)
    gente = [
        _sujeto("1", ("si",), "m", "a"),
        _sujeto("2", ("no",), "m", "b"),
        _sujeto("3", ("no",), "h", "a"),
        _sujeto("4", ("si",), "h", "b"),
    ]
    familia = Familia((SI_NO,), tuple(gente))
    columnas = {"sexo": frozenset("mh"), "cargo": frozenset("ab")}
    plan = Plan({v: Tabla(frozenset(SI_NO.dominio), suyas) for v, suyas in columnas.items()})

    assert 4 == len(sin_intercambio(familia, [plan]))


def test_quien_no_estaba_en_el_corte_anterior_no_se_cambia_con_quien_si() -> None:
    """Aunque hoy estén juntas: el total de antes cambiaría."""
    antes = [_sujeto(f"a{n}", (r,), "m", "a") for n, r in enumerate(("si", "no") * 4)]
    nuevas = [_sujeto(f"n{n}", ("no",), "m", "a") for n in range(4)]
    todas = frozenset(SI_NO.dominio)
    tablas = {TODAS: Tabla(todas, frozenset({TODAS}))}
    previo = Publicado(
        tablas,
        {(TODAS, TODAS): {"si": 4, "no": 4, "pnc": 0}},
        {s.ident: s.columnas for s in antes},
    )
    familia = Familia((SI_NO,), (*antes, *nuevas), ({0: previo},))
    senaladas = {s.ident for s, _ in sin_intercambio(familia, [Plan(tablas)])}

    assert {s.ident for s in nuevas} == senaladas
    assert frozenset(senaladas) == planear(familia, VARIABLES, MINIMO)[0].en_espera


def test_si_ni_asi_se_halla_se_calla_la_variable_y_luego_la_pregunta(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gente = [_sujeto(f"p{n}", RESPUESTAS[n % 4], "mh"[n % 2], "ab"[n // 2 % 2]) for n in range(80)]
    familia = Familia((SI_NO, HIJA), tuple(gente))
    monkeypatch.setattr(Reparto, "otro", lambda *_: ())

    assert (Plan(), Plan()) == planear(familia, VARIABLES, MINIMO)


def test_la_columna_que_se_calla_sola_se_muestra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restar la diría: callarla solo estorbaría."""
    gente = [_sujeto(f"p{n}", (("si", "no")[n % 2],), "mh"[n // 2 % 2], "a") for n in range(60)]
    familia = Familia((SI_NO,), tuple(gente))
    de_verdad = Reparto.otro

    def sin_m(reparto: Reparto, sujeto: Sujeto, objetivo: frozenset[int]) -> tuple[Cambio, ...]:
        se_ve = "m" in reparto.planes[0].tablas["sexo"].columnas
        senalada = se_ve and sujeto.columnas["sexo"] == "m"
        return () if senalada else de_verdad(reparto, sujeto, objetivo)

    monkeypatch.setattr(Reparto, "otro", sin_m)
    (plan,) = planear(familia, VARIABLES, MINIMO)

    assert {"m", "h"} == plan.tablas["sexo"].columnas


def test_callar_empieza_por_lo_menos_importante(monkeypatch: pytest.MonkeyPatch) -> None:
    gente = [_sujeto(f"p{n}", (("si", "no")[n % 2],), "m", "abc"[n % 3]) for n in range(60)]
    gente += [_sujeto(f"q{n}", (("si", "no")[n % 2],), "h", "d") for n in range(20)]
    familia = Familia((SI_NO,), tuple(gente))
    de_verdad = Reparto.otro

    def sin_a(reparto: Reparto, sujeto: Sujeto, objetivo: frozenset[int]) -> tuple[Cambio, ...]:
        visibles = reparto.planes[0].tablas["cargo"].columnas
        senalada = sujeto.columnas["cargo"] in visibles & {"a", "b"}
        return () if senalada else de_verdad(reparto, sujeto, objetivo)

    monkeypatch.setattr(Reparto, "otro", sin_a)
    (plan,) = planear(familia, VARIABLES, MINIMO)

    assert {"m", "h"} == plan.tablas["sexo"].columnas
    assert {"c", "d"} == plan.tablas["cargo"].columnas


@pytest.mark.parametrize("muchas", [1, 10_000])
def test_con_muchas_personas_se_mira_antes_una_muestra(
    monkeypatch: pytest.MonkeyPatch, muchas: int
) -> None:
    """Donde cada quien está sola en su lugar, la muestra basta para callar la variable entera."""
    monkeypatch.setattr("generador.nucleo.estadistica.supresion.MUCHAS", muchas)
    monkeypatch.setattr("generador.nucleo.estadistica.supresion.MUESTRA", 20)
    gente = [_sujeto(f"p{n}", RESPUESTAS[n % 4], "mh"[n % 2], "ab"[n // 2 % 2]) for n in range(80)]
    gente += [
        _sujeto(f"q{n}", RESPUESTAS[n % 3], "mh"[n // 3 % 2], "abc"[n % 3]) for n in range(60)
    ]
    familia = Familia((SI_NO, HIJA), tuple(gente))
    planes = planear(familia, VARIABLES, MINIMO)

    assert () == sin_intercambio(familia, planes)
    assert planes[0].visibles
    _exigir_que_se_sostenga(familia, planes)


def test_una_variable_que_senala_a_muchas_se_calla_entera(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generador.nucleo.estadistica.supresion.MUCHAS", 10)
    monkeypatch.setattr("generador.nucleo.estadistica.supresion.MUESTRA", 20)
    gente = [_sujeto(f"p{n}", (("si", "no")[n % 2],), "m", "abc"[n % 3]) for n in range(60)]
    familia = Familia((SI_NO,), tuple(gente))
    de_verdad = Reparto.otro

    def sin_a(reparto: Reparto, sujeto: Sujeto, objetivo: frozenset[int]) -> tuple[Cambio, ...]:
        senalada = reparto.planes[0].tablas["cargo"].columnas and sujeto.columnas["cargo"] == "a"
        return () if senalada else de_verdad(reparto, sujeto, objetivo)

    monkeypatch.setattr(Reparto, "otro", sin_a)
    (plan,) = planear(familia, VARIABLES, MINIMO)

    assert frozenset() == plan.tablas["cargo"].columnas
    assert plan.visibles
