"""La tabla de verdad de la identidad, entera, contra otra escrita aparte."""

import itertools

import pytest

from generador.nucleo.esquema import campos
from generador.nucleo.ficha import Vacio
from generador.nucleo.identidad.compromiso import comprometer
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.permiso import Decision, Situacion, Trato, decidir, situacion_de
from generador.nucleo.identidad.publica import IdentidadDeUna, extraer

# De arriba abajo, la primera fila que coincide decide; «*» es cualquiera.
# vigente, error, depósito, validada, fecha, firma, acción, alcance, pregunta, observada | salida
TABLA = """
no * *           *  *  *    *       *            *       * | no_aplica  no_aplica
si si *          *  *  *    *       *            *       * | reservada  con_error
si no pendiente  *  *  *    *       *            *       * | reservada  sin_captura
si no no_autorizo * *  *    *       *            *       * | reservada  no_consintio
si no bloqueada  *  *  *    *       *            *       * | no_aplica  no_aplica
si no destruida  *  *  *    *       *            *       * | no_aplica  no_aplica
si no depositada no *  *    *       *            *       * | reservada  sin_validar
si no depositada si no *    *       *            *       * | reservada  sin_validar
si no depositada si si si   *       *            *      si | reservada  en_correccion
si no depositada si si si   *       *            *      no | publica    consentimiento
si no depositada si si *    ninguna *            *       * | reservada  no_consintio
si no depositada si si *    suya    toda         *      si | reservada  en_correccion
si no depositada si si *    suya    toda         *      no | publica    accion_afirmativa
si no depositada si si *    suya    su_dimension otra    * | reservada  no_consintio
si no depositada si si *    suya    su_dimension suya   si | reservada  en_correccion
si no depositada si si *    suya    su_dimension suya   no | publica    accion_afirmativa
"""
EJES = (
    ("si", "no"),
    ("si", "no"),
    ("pendiente", "depositada", "no_autorizo", "bloqueada", "destruida"),
    ("si", "no"),
    ("si", "no"),
    ("si", "no", "falta"),
    ("suya", "ninguna"),
    ("toda", "su_dimension"),
    ("suya", "otra"),
    ("si", "no"),
)
FIRMA = {"si": True, "no": False, "falta": None}
TODAS = {"i01": "si", "i02": "no", "i03": "mazahua", "i04": "no", "i08": "pnc"}
CONSENTIMIENTO = ("si", "no", "futuro", "retirado", "por_retirar", "falta")


def dice_la_tabla(caso: tuple[str, ...]) -> list[str]:
    for renglon in TABLA.strip().splitlines():
        condiciones, _, salida = renglon.partition("|")
        if all(c in ("*", v) for c, v in zip(condiciones.split(), caso, strict=True)):
            return salida.split()
    raise AssertionError(caso)


@pytest.mark.parametrize("primeros", list(itertools.product(*EJES[:3])), ids="-".join)
def test_cada_combinacion_sale_como_dice_la_tabla(primeros):
    for resto in itertools.product(*EJES[3:]):
        caso = (*primeros, *resto)
        vigente, error, estado, validada, fecha, firmado, accion, alcance, pregunta, observada = (
            caso
        )
        quien = Situacion(
            vigente=vigente == "si",
            estado=estado,
            con_error=error == "si",
            validada=validada == "si",
            publicada=fecha == "si",
            consiente=FIRMA[firmado],
            dimension="indigena" if accion == "suya" else "",
            alcance=alcance,
        )
        dimension = "indigena" if pregunta == "suya" else "discapacidad"

        obtenido = decidir(quien, dimension, observada=observada == "si")

        salida, razon = dice_la_tabla(caso)
        trato = Trato(salida)
        publica = Decision(trato, base=razon) if trato is Trato.PUBLICA else None
        assert (publica or Decision(trato, Vacio(razon))) == obtenido, caso


def test_una_dimension_vacia_nunca_es_la_de_nadie():
    """Una pregunta sin dimensión no sale por una acción afirmativa que tampoco la dice."""
    quien = Situacion(
        vigente=True,
        estado="depositada",
        con_error=False,
        validada=True,
        publicada=True,
        consiente=None,
        dimension="",
        alcance="toda",
    )

    assert Decision(Trato.RESERVADA, Vacio.NO_CONSINTIO) == decidir(quien, "", observada=False)


def firma(cual: str) -> dict[str, object] | None:
    return {
        "si": {},
        "no": {"publicacion": False},
        "futuro": {"fecha": "2030-05-20"},
        "retirado": {"retirado": "2030-05-09T10:00:00-06:00"},
        "por_retirar": {"retirado": "2030-05-20T10:00:00-06:00"},
        "falta": None,
    }[cual]


@pytest.mark.parametrize(
    ("cual", "consiente"),
    [
        ("si", True),
        ("no", False),
        ("futuro", False),
        ("retirado", False),
        ("por_retirar", True),
        ("falta", None),
    ],
)
def test_un_consentimiento_retirado_o_futuro_no_cuenta(
    armar_contexto, armar_candidatura, cual, consiente
):
    contexto = armar_contexto()
    una = armar_candidatura({"consentimiento": firma(cual)}, en=contexto)

    assert consiente is situacion_de(una, contexto, "", con_error=False).consiente


def test_un_retiro_con_fecha_imposible_se_respeta(armar_contexto, armar_candidatura):
    contexto = armar_contexto()
    retirado = {"consentimiento": {"retirado": "2030-02-30T10:00:00-06:00"}}
    una = armar_candidatura(retirado, en=contexto)

    assert situacion_de(una, contexto, "", con_error=False).consiente is False


@pytest.mark.parametrize(
    "caso",
    list(
        itertools.product(
            CONSENTIMIENTO,
            ("", "indigena", "no_existe"),
            ("toda", "su_dimension"),
            ("depositada", "bloqueada"),
        )
    ),
    ids="-".join,
)
def test_al_extracto_entra_solo_lo_que_se_puede_mostrar(
    armar_contexto, armar_candidatura, esquemas, caso
):
    cual, accion, alcance, estado = caso
    contexto = armar_contexto({"lecturas": {"accion_afirmativa": {"alcance": alcance}}})
    cambios = {"consentimiento": firma(cual), "identidad": {"estado": estado}}
    una = armar_candidatura(cambios, en=contexto)
    dicho = Cuestionario(
        una.clave, TODAS, tratamiento=True, estadistica=True, accion_afirmativa=accion
    )
    preguntas = [c for c in campos(esquemas, "identidad") if c.puntero.startswith("/respuestas/")]

    obtenido = extraer(una, dicho, contexto, preguntas, con_error=False)

    if estado == "bloqueada":
        esperado = None
    elif cual in ("si", "por_retirar"):
        esperado = IdentidadDeUna("consentimiento", TODAS)
    elif accion != "indigena":
        esperado = None
    else:
        suyas = TODAS if alcance == "toda" else {k: TODAS[k] for k in ("i01", "i02", "i03")}
        esperado = IdentidadDeUna("accion_afirmativa", suyas, "indigena")
    assert esperado == obtenido


def test_el_cuestionario_va_y_vuelve():
    dicho = Cuestionario("X", {"i01": "si"}, tratamiento=True, estadistica=False)

    assert dicho == Cuestionario.de_dato(dicho.a_dato())


def test_la_sal_decide_el_compromiso_y_una_corta_no_se_admite():
    contenido = {"i01": "si"}

    assert comprometer(b"a" * 32, contenido) != comprometer(b"b" * 32, contenido)
    assert comprometer(b"a" * 32, {"i01": "si", "i02": "no"}) == comprometer(
        b"a" * 32, {"i02": "no", "i01": "si"}
    )
    with pytest.raises(ValueError, match="32 bytes"):
        comprometer(b"corta", contenido)
