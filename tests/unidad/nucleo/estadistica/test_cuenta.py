"""¿Se cuenta bien, cada vacío aparte y con sus dos denominadores?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generador.errores import ErrorConoceles
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.estadistica.censo import autorizadas_por, contada_de, publicas_en
from generador.nucleo.estadistica.contables import SIN_RESPUESTA, Pregunta, preguntas_contables
from generador.nucleo.estadistica.contada import VARIABLES, Contada, Situacion
from generador.nucleo.estadistica.corte import COLUMNA, LAS_DEMAS, Corte, Presente, Renglon
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.estadistica.familia import NO_APLICA, OTRAS
from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.modelo import Candidatura
from generador.nucleo.publico import publicar

DIA = date(2030, 5, 10)
MINIMO = 3
Preguntas = tuple[Pregunta, ...]


@pytest.fixture(scope="module")
def preguntas(esquemas: Esquemas, contexto: Contexto) -> Preguntas:
    return preguntas_contables(esquemas, contexto.proceso)


def _contada(n: int, respuestas: Mapping[str, Any], **cambios: Any) -> Contada:
    variables = dict.fromkeys(VARIABLES, "todas") | {"sexo": "mh"[n % 2]}
    base = Contada(f"C{n:03}", 40, variables, Situacion.CONTESTO, respuestas, compromiso="c")
    return replace(base, **cambios)


def _gente(**cuantas: int) -> list[Contada]:
    """Respuesta a i01 → cuántas; lo demás, que no."""
    dichas = [a for a, n in cuantas.items() for _ in range(n)]
    return [_contada(n, {"i01": a, "i02": "no"}) for n, a in enumerate(dichas)]


def _de(corte: Corte, pregunta: str, variable: str = "", columna: str = "") -> dict[str, Renglon]:
    return {
        r.respuesta: r
        for r in corte.renglones
        if (r.pregunta, r.variable, r.columna) == (pregunta, variable, columna)
    }


def test_se_cuentan_las_diecinueve_y_ninguna_de_texto(preguntas: Preguntas) -> None:
    assert [f"i{n:02}" for n in range(1, 20)] == [p.nombre for p in preguntas]
    por_nombre = {p.nombre: p for p in preguntas}
    assert ("no_aplica", "sin_respuesta") == tuple(por_nombre["i03"].respuestas)[-2:]
    assert "otro" in por_nombre["i03"].respuestas
    assert "no_aplica" not in por_nombre["i01"].respuestas
    assert {"si", "no"} == set(por_nombre["i16"].respuestas)
    assert "Prefiero no contestar" == por_nombre["i01"].etiqueta("pnc")
    assert "Otras respuestas, juntas" == por_nombre["i01"].etiqueta(OTRAS)
    assert "de_nadie" == por_nombre["i01"].etiqueta("de_nadie")


def test_una_extension_se_cuenta_si_el_proceso_la_activo(
    armar_contexto: Callable[..., Contexto], esquemas: Esquemas
) -> None:
    con = armar_contexto({"lecturas": {"extensiones": ["entidad_nacimiento"]}})

    nombres = [p.nombre for p in preguntas_contables(esquemas, con.proceso)]
    assert "entidad_nacimiento" in nombres


def test_lo_que_no_es_respuesta_va_aparte(preguntas: Preguntas) -> None:
    gente = _gente(si=10, no=20, pnc=4, vacia=3)
    corte = contar(gente, preguntas, DIA, MINIMO)
    estatal = _de(corte, "i01")

    assert {"si": 10, "no": 20, "pnc": 4, SIN_RESPUESTA: 3} == {
        a: r.conteo for a, r in estatal.items()
    }
    una = estatal["si"]
    assert (37, 37, 0, 30) == (una.registradas, una.contestadas, una.en_espera, una.validas)
    assert "" == una.causa


def test_quien_no_contesto_esta_en_el_primer_denominador_y_no_en_el_segundo(
    preguntas: Preguntas,
) -> None:
    gente = _gente(si=10, no=20)
    gente += [_contada(100, {}, situacion=Situacion.SIN_CAPTURA)]
    gente += [_contada(101, {}, situacion=Situacion.NO_AUTORIZO)]
    corte = contar(gente, preguntas, DIA, MINIMO)
    una = _de(corte, "i01")["si"]

    assert (32, 30) == (una.registradas, una.contestadas)
    assert {"C100", "C101"}.isdisjoint(p.clave for p in corte.poblacion)


def test_no_aplica_a_quien_no_abrio_la_pregunta(preguntas: Preguntas) -> None:
    gente = _gente(si=20, no=20)
    pueblos = ("mazahua", "otomi", "otro", "no_aplica")
    gente = [
        replace(c, respuestas={**c.respuestas, "i03": pueblos[n % 4]}) for n, c in enumerate(gente)
    ]
    estatal = _de(contar(gente, preguntas, DIA, MINIMO), "i03")

    assert 20 == estatal[NO_APLICA].conteo
    assert {"mazahua": 5, "otomi": 5, "otro": 5} == {
        a: r.conteo for a, r in estatal.items() if a in pueblos[:3]
    }
    assert 5 == estatal[SIN_RESPUESTA].conteo  # eligió «no aplica»: no dijo ninguno
    assert 15 == estatal["otomi"].validas
    assert 0 == estatal["pnc"].conteo


def test_de_un_catalogo_no_se_escribe_lo_que_nadie_dijo(preguntas: Preguntas) -> None:
    gente = _gente(si=20, no=20)
    gente = [replace(c, respuestas={**c.respuestas, "i03": "otomi"}) for c in gente]
    gente[0] = replace(gente[0], respuestas={"i01": "si", "i03": "mazahua"})
    gente[1:6] = [replace(c, respuestas={"i01": "si", "i03": "nahuatl"}) for c in gente[1:6]]
    estatal = _de(contar(gente, preguntas, DIA, MINIMO), "i03")

    assert {"otomi", NO_APLICA, "pnc", SIN_RESPUESTA, OTRAS} == set(estatal)
    assert (None, "suprimida") == (estatal["pnc"].conteo, estatal["pnc"].causa)
    assert 6 == estatal[OTRAS].conteo
    assert estatal["otomi"].validas is None


def test_la_que_admite_varias_no_suma_personas(preguntas: Preguntas) -> None:
    gente = [
        _contada(n, {"i04": "si", "i06": [["fisica"], ["fisica", "mental"], ["pnc"]][n % 3]})
        for n in range(30)
    ]
    gente += [_contada(n, {"i04": "no"}) for n in range(100, 120)]
    estatal = _de(contar(gente, preguntas, DIA, MINIMO), "i06")

    assert (20, 10, 10) == tuple(estatal[a].conteo for a in ("fisica", "mental", "pnc"))
    assert 20 == estatal["fisica"].validas
    assert OTRAS not in estatal


def test_lo_que_sale_de_la_edad_no_mira_lo_contestado(preguntas: Preguntas) -> None:
    gente = [_contada(0, {"i16": "pnc"}, edad=25), _contada(1, {}, situacion=Situacion.SIN_CAPTURA)]
    corte = contar(gente, preguntas, DIA, MINIMO)

    assert (1, 1) == tuple(_de(corte, "i16")[a].conteo for a in ("si", "no"))
    assert 2 == _de(corte, "i16")["si"].contestadas
    assert 0 == _de(corte, "i17", "sexo", "m")["si"].conteo


def test_una_columna_que_no_se_publica_es_un_renglon_con_sus_denominadores(
    preguntas: Preguntas,
) -> None:
    gente = _gente(si=10, no=20)
    gente[0] = replace(gente[0], variables={**gente[0].variables, "sexo": "x"})
    corte = contar(gente, preguntas, DIA, MINIMO)
    suprimida = _de(corte, "i01", "sexo", "x")

    assert {COLUMNA} == set(suprimida)
    una = suprimida[COLUMNA]
    assert (None, 1, 1, None) == (una.conteo, una.registradas, una.contestadas, una.validas)


def test_donde_todas_lo_autorizaron_no_hay_nada_que_suprimir(preguntas: Preguntas) -> None:
    """Aunque sea una sola: su ficha ya lo dice."""
    gente = _gente(si=10, no=20)
    publica = frozenset({"i01"})
    gente[0] = replace(
        gente[0],
        publicas=publica,
        autorizadas=publica,
        variables={**gente[0].variables, "sexo": "x"},
    )
    corte = contar(gente, preguntas, DIA, MINIMO)
    una = _de(corte, "i01", "sexo", "x")["si"]

    assert (1, 1) == (una.conteo, una.publicas)


def test_las_publicas_no_protegen_a_las_reservadas(preguntas: Preguntas) -> None:
    """Diez dijeron que sí y nueve se ven: la décima queda sola."""
    gente = _gente(si=10, no=20)
    publica = frozenset({"i01"})
    gente[:9] = [replace(c, publicas=publica, autorizadas=publica) for c in gente[:9]]
    estatal = _de(contar(gente, preguntas, DIA, MINIMO), "i01")

    assert {COLUMNA} == set(estatal)


def test_quien_autorizo_cuenta_desde_que_su_ficha_se_ve(preguntas: Preguntas) -> None:
    gente = _gente(si=10, no=20)
    gente[0] = replace(gente[0], autorizadas=frozenset({"i01"}))
    corte = contar(gente, preguntas, DIA, MINIMO)
    una = _de(corte, "i01")["si"]

    assert (9, 1, 30) == (una.conteo, una.en_espera, una.contestadas)
    assert [{"i01"}] == [p.en_espera for p in corte.poblacion if p.clave == "C000"]


def test_quien_dijo_su_pueblo_ya_dijo_que_si(preguntas: Preguntas) -> None:
    gente = _gente(si=4, no=20)
    dicho = frozenset({"i03"})
    gente[:2] = [
        replace(c, respuestas={"i01": "si", "i03": "otomi"}, publicas=dicho, autorizadas=dicho)
        for c in gente[:2]
    ]

    # Quedan dos reservadas que dijeron que sí: menos del mínimo.
    assert {COLUMNA} == set(_de(contar(gente, preguntas, DIA, MINIMO), "i01"))


def test_quien_dijo_que_no_ya_dijo_que_lo_demas_no_aplica(preguntas: Preguntas) -> None:
    gente = _gente(si=10, no=20)
    dicho = frozenset({"i01"})
    gente[10:] = [replace(c, publicas=dicho, autorizadas=dicho) for c in gente[10:]]
    gente = [
        replace(c, respuestas={**c.respuestas, "i03": ("otomi", "mazahua")[n % 2]})
        for n, c in enumerate(gente)
    ]
    corte = contar(gente, preguntas, DIA, MINIMO)

    # De las diez reservadas se sabe que dijeron que sí: no queda otra respuesta.
    assert {COLUMNA} == set(_de(corte, "i01"))


def test_el_corte_siguiente_sabe_lo_que_dijo_el_anterior(preguntas: Preguntas) -> None:
    antes = _gente(si=10, no=20)
    primero = contar(antes, preguntas, DIA, MINIMO)
    despues = [*antes, _contada(500, {"i01": "si", "i02": "no"})]
    segundo = contar(despues, preguntas, DIA, MINIMO, [primero])
    una = _de(segundo, "i01")["si"]

    assert (10, 1) == (una.conteo, una.en_espera)
    tercero = contar(despues, preguntas, DIA, MINIMO, [primero, segundo])
    assert segundo.renglones == tercero.renglones


def test_lo_que_iba_junto_sigue_junto(preguntas: Preguntas) -> None:
    antes = _gente(si=10, no=20, pnc=1)
    primero = contar(antes, preguntas, DIA, MINIMO)
    segundo = contar(antes, preguntas, DIA, MINIMO, [primero])

    assert {"si", "no", "pnc", SIN_RESPUESTA, OTRAS} == set(_de(primero, "i01"))
    assert 21 == _de(primero, "i01")[OTRAS].conteo
    assert primero.renglones == segundo.renglones


def test_las_columnas_que_no_se_publican_van_juntas(preguntas: Preguntas) -> None:
    gente = _gente(si=12, no=24)
    gente = [
        replace(c, variables={**c.variables, "cargo": "aabbccccccccc"[n % 13]})
        for n, c in enumerate(gente)
    ]
    corte = contar(gente, preguntas, DIA, MINIMO)
    junto = _de(corte, "i01", "cargo", LAS_DEMAS)
    sueltas = [_de(corte, "i01", "cargo", c) for c in "abc"]
    calladas = [c[COLUMNA] for c in sueltas if COLUMNA in c]

    assert 2 == len(calladas)
    assert junto["si"].registradas == sum(r.registradas for r in calladas)
    visible = next(c for c in sueltas if COLUMNA not in c)
    assert 12 == (junto["si"].conteo or 0) + (visible["si"].conteo or 0)


def test_con_otras_respuestas_es_otra_incognita(preguntas: Preguntas) -> None:
    antes = _gente(si=10, no=20)
    primero = contar(antes, preguntas, DIA, MINIMO)
    despues = [replace(antes[0], respuestas={"i01": "no"}, compromiso="d"), *antes[1:]]
    segundo = contar(despues, preguntas, DIA, MINIMO, [primero])

    # Publicarlo diría qué contestaba y qué contesta ahora.
    assert {COLUMNA} == set(_de(segundo, "i01"))


def test_sin_la_poblacion_del_anterior_se_niega(preguntas: Preguntas) -> None:
    sin = replace(contar(_gente(si=10, no=20), preguntas, DIA, MINIMO), poblacion=())

    with pytest.raises(ErrorConoceles, match="falta la población"):
        contar([], preguntas, DIA, MINIMO, [sin])


def test_la_poblacion_va_y_vuelve() -> None:
    una = Presente("C1", "c", {"sexo": "m"}, frozenset({"i01"}), frozenset({"i02"}))

    assert una == Presente.de_dato(una.a_dato())


def test_lo_autorizado_sale_de_lo_que_permite_la_boveda(
    preguntas: Preguntas, contexto: Contexto, armar_contexto: Callable[..., Contexto]
) -> None:
    toda = armar_contexto({"lecturas": {"accion_afirmativa": {"alcance": "toda"}}}).proceso
    por_accion = IdentidadDeUna("accion_afirmativa", {}, "afromexicana")

    assert frozenset() == autorizadas_por(None, preguntas, contexto.proceso)
    assert {"i08"} == autorizadas_por(por_accion, preguntas, contexto.proceso)
    assert 19 == len(autorizadas_por(por_accion, preguntas, toda))
    consiente = IdentidadDeUna("consentimiento", {})
    assert 19 == len(autorizadas_por(consiente, preguntas, contexto.proceso))


def test_lo_publico_es_lo_que_dice_la_ficha(
    candidatura: Callable[..., Candidatura], contexto: Contexto
) -> None:
    assert frozenset() == publicas_en(None)
    ficha = _ficha(candidatura(), contexto)
    assert frozenset() == publicas_en(replace(ficha, identidad_vacio=Vacio.NO_CONSINTIO))
    respuestas = (
        Respuesta("/respuestas/i01", "", "opcion", valor="Sí"),
        Respuesta("/respuestas/i03", "", "opcion", vacio=Vacio.NO_APLICA),
        Respuesta("/respuestas/i04", "", "opcion", vacio=Vacio.EN_CORRECCION),
    )
    vista = replace(ficha, identidad=respuestas, identidad_vacio=None)
    assert {"i01", "i03"} == publicas_en(vista)


def _ficha(una: Candidatura, contexto: Contexto) -> FichaPublica:
    (ficha,) = publicar(Conjunto(contexto, {una.clave: una}))
    return ficha


@pytest.mark.parametrize(
    ("estado", "tratamiento", "situacion"),
    [
        ("depositada", True, Situacion.CONTESTO),
        ("depositada", False, Situacion.SIN_CAPTURA),
        ("depositada", None, Situacion.SIN_CAPTURA),
        ("no_autorizo", None, Situacion.NO_AUTORIZO),
        ("pendiente", None, Situacion.SIN_CAPTURA),
    ],
)
def test_de_la_candidatura_sale_como_se_cuenta(
    candidatura: Callable[..., Candidatura],
    contexto: Contexto,
    preguntas: Preguntas,
    estado: str,
    tratamiento: object,
    situacion: Situacion,
) -> None:
    una = candidatura(identidad={"estado": estado})
    dicho = (
        None
        if tratamiento is None
        else Cuestionario(una.clave, {"i01": "si"}, tratamiento=bool(tratamiento), estadistica=True)
    )
    contada = contada_de(una, contexto.proceso, preguntas, dicho, None, None)

    assert situacion is contada.situacion
    assert set(VARIABLES) == set(contada.variables)
    assert contada.variables["ambito"].endswith(f":{una.registro.ambito}")
