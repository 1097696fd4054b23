"""La única puerta de salida, contra una tabla escrita aparte."""

import itertools
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest

from generador.nucleo.conjunto import Conjunto
from generador.nucleo.ficha import Estado, Vacio
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.publico import publicar, tiene_lugar

ANTES, DESPUES = "2030-04-26T12:00:00-06:00", "2030-05-10T12:00:00-06:00"
FUTURO = "2030-05-20T10:00:00-06:00"
TODAS = {"i01": "si", "i04": "no", "i08": "no"}


@pytest.fixture
def ver(armar_contexto, armar_candidatura):
    """`ver(cambios)` → la ficha de la candidatura de base con esos cambios."""

    def con(
        cambios: Any = None, *, ahora=DESPUES, proceso=None, extracto=None, hallazgos=()
    ) -> Any:
        contexto = armar_contexto(proceso or {}, ahora)
        candidatura = armar_candidatura(cambios, en=contexto)
        conjunto = Conjunto(
            contexto,
            {candidatura.clave: candidatura},
            tuple(replace(h, archivo=candidatura.archivo) for h in hallazgos),
        )
        identidad = None if extracto is None else {candidatura.clave: extracto} if extracto else {}
        fichas = publicar(conjunto, identidad)
        return fichas[0] if fichas else None

    return con


def apartado(ficha, nombre):
    return next(r for r in ficha.rubros if r.nombre == nombre)


# --- Curricular: estatus × captura × validación × fecha × observación ---

ESTATUS = ("registrada", "sustituida", "cancelada")
CAPTURA = ("nada", "capturada")
VALIDACION = ("", "2030-05-02T10:00:00-06:00", FUTURO)
OBSERVACION = ("ninguna", "abierta", "subsanada", "futura")

# De arriba abajo, la primera fila que coincide decide; «*» es cualquiera. La última columna es
# la causa del motivo; «se ve» es que se publica.
TABLA_CURRICULAR = """
antes    *           *          *       *          | sin ficha
despues  sustituida  *          *       *          | no_aplica
despues  cancelada   *          *       *          | no_aplica
despues  registrada  nada       *       *          | sin_captura
despues  registrada  capturada  no      *          | sin_validar
despues  registrada  capturada  futura  *          | sin_validar
despues  registrada  capturada  si      abierta    | en_correccion
despues  registrada  capturada  si      *          | se ve
"""


def dice_la_tabla(tabla: str, caso: tuple[str, ...]) -> str:
    for renglon in tabla.strip().splitlines():
        condiciones, _, salida = renglon.partition("|")
        if all(c in ("*", v) for c, v in zip(condiciones.split(), caso, strict=True)):
            return salida.strip()
    raise AssertionError(caso)


def observaciones(cual: str, rubro: str) -> list[dict[str, str]]:
    if cual == "ninguna":
        return []
    fecha = FUTURO if cual == "futura" else "2030-05-04T10:00:00-06:00"
    una = {"rubro": rubro, "causal": "copia", "fecha": fecha}
    return [una | ({"subsanada": "2030-05-06T10:00:00-06:00"} if cual == "subsanada" else {})]


@pytest.mark.parametrize(
    ("ahora", "estatus", "captura", "validada", "observacion"),
    list(itertools.product((ANTES, DESPUES), ESTATUS, CAPTURA, VALIDACION, OBSERVACION)),
)
def test_lo_curricular_se_publica_segun_la_tabla(
    ver, ahora, estatus, captura, validada, observacion
):
    cambios: dict[str, Any] = {
        "registro": {"estatus": estatus},
        "tramite": {
            "validada": validada or "BORRAR",
            "observaciones": observaciones(observacion, "/curricular/motivo"),
        },
    }
    if captura == "nada":
        cambios["curricular"] = None
    esperado = dice_la_tabla(
        TABLA_CURRICULAR,
        (
            "antes" if ahora == ANTES else "despues",
            estatus,
            captura,
            {"": "no", FUTURO: "futura"}.get(validada, "si"),
            observacion,
        ),
    )
    ficha = ver(cambios, ahora=ahora)
    if esperado == "sin ficha":
        assert ficha is None
        return
    [motivo] = apartado(ficha, "motivo").respuestas

    assert esperado == (motivo.vacio or "se ve")
    assert (motivo.valor is not None) is (esperado == "se ve")
    assert apartado(ficha, "motivo").vacio == motivo.vacio
    otra = apartado(ficha, "propuesta_genero").respuestas[0]
    visible = esperado in ("se ve", "en_correccion")
    assert (otra.valor is not None) is visible
    assert bool(ficha.fotografia) is visible
    assert bool(ficha.validada) is visible
    estado = estatus if estatus != "registrada" else esperado.replace("se ve", "publicada")
    assert Estado(estado) is ficha.estado


# --- Identidad: consentimiento × acción afirmativa × extracto × alcance × depósito ---

TABLA_IDENTIDAD = """
sustituida  *            *   *        *                  *            | no_aplica
cancelada   *            *   *        *                  *            | no_aplica
registrada  pendiente    *   *        *                  *            | sin_captura
registrada  no_autorizo  *   *        *                  *            | no_consintio
registrada  bloqueada    *   *        *                  *            | no_aplica
registrada  destruida    *   *        *                  *            | no_aplica
registrada  depositada   no  *        *                  *            | sin_validar
registrada  depositada   si  si       sin                *            | sin_extracto
registrada  depositada   si  *        sin                *            | no_consintio
registrada  depositada   si  si       vacio              *            | no_proporciono
registrada  depositada   si  *        vacio              *            | no_consintio
registrada  depositada   si  si       consentimiento     *            | todo
registrada  depositada   si  *        consentimiento     *            | no_consintio
registrada  depositada   si  *        accion_afirmativa  toda         | todo
registrada  depositada   si  *        accion_afirmativa  su_dimension | indigena
registrada  depositada   si  *        sin_dimension      *            | no_consintio
"""
EXTRACTOS = {
    "sin": None,
    "vacio": (),
    "consentimiento": IdentidadDeUna("consentimiento", TODAS),
    "accion_afirmativa": IdentidadDeUna("accion_afirmativa", TODAS, "indigena"),
    "sin_dimension": IdentidadDeUna("accion_afirmativa", TODAS),
}
CONSENTIMIENTO = {
    "si": {},
    "no": {"publicacion": False},
    "futuro": {"fecha": "2030-05-20"},
    "falta": None,
}
DEPOSITO = ("pendiente", "depositada", "no_autorizo", "bloqueada", "destruida")


@pytest.mark.parametrize(
    ("estatus", "deposito", "validada"),
    list(itertools.product(ESTATUS, DEPOSITO, ("si", "no"))),
)
def test_lo_de_identidad_se_publica_segun_la_tabla(ver, estatus, deposito, validada):
    combinaciones = itertools.product(CONSENTIMIENTO, EXTRACTOS, ("toda", "su_dimension"))
    for consentimiento, extracto, alcance in combinaciones:
        ficha = ver(
            {
                "registro": {"estatus": estatus},
                "identidad": {"estado": deposito},
                "consentimiento": CONSENTIMIENTO[consentimiento],
                "tramite": {"validada": "BORRAR" if validada == "no" else VALIDACION[1]},
            },
            proceso={"lecturas": {"accion_afirmativa": {"alcance": alcance}}},
            extracto=EXTRACTOS[extracto],
        )
        caso = (estatus, deposito, validada, consentimiento, extracto, alcance)
        esperado = dice_la_tabla(TABLA_IDENTIDAD, caso)
        visibles = {r.puntero.rpartition("/")[2] for r in ficha.identidad if r.valor is not None}

        assert {"todo": set(TODAS), "indigena": {"i01"}}.get(esperado, set()) == visibles, caso
        muestra = esperado in ("todo", "indigena")
        assert (None if muestra else esperado) == ficha.identidad_vacio, caso


@pytest.mark.parametrize(
    ("rubro", "ocultas"),
    [
        ("/identidad", set(TODAS)),
        ("/identidad/respuestas", set(TODAS)),
        ("/identidad/indigena", {"i01"}),
        ("/identidad/i04", {"i04"}),
        ("/identidad/respuestas/i08", {"i08"}),
        ("/curricular", set()),
    ],
)
def test_una_observacion_de_identidad_oculta_lo_que_nombra(ver, rubro, ocultas):
    ficha = ver(
        {"tramite": {"observaciones": observaciones("abierta", rubro)}},
        extracto=EXTRACTOS["consentimiento"],
    )
    visibles = {r.puntero.rpartition("/")[2] for r in ficha.identidad if r.valor is not None}

    assert set(TODAS) - ocultas == visibles


# --- Observaciones, errores y fechas imposibles ---


@pytest.mark.parametrize(
    ("rubro", "oculto"),
    [
        ("/curricular/propuestas/0", "propuestas"),
        ("/curricular/contacto/correos/0", "contacto"),
        ("/curricular/contacto", "contacto"),
        ("/curricular/formacion/grado_maximo", "formacion"),
        ("/curricular", "motivo"),
    ],
)
def test_observar_una_parte_oculta_el_campo_entero(ver, rubro, oculto):
    ficha = ver({"tramite": {"observaciones": observaciones("abierta", rubro)}})
    observado = apartado(ficha, oculto)

    assert observado.observado
    assert any(r.vacio is Vacio.EN_CORRECCION for r in observado.respuestas)
    assert Estado.EN_CORRECCION is ficha.estado
    assert ("" if rubro == "/curricular" else "retrato.webp") == ficha.fotografia


def test_si_se_observa_la_foto_no_se_muestra(ver):
    ficha = ver({"tramite": {"observaciones": observaciones("abierta", "/curricular/fotografia")}})

    assert ("", Vacio.EN_CORRECCION) == (ficha.fotografia, ficha.foto_vacio)


@pytest.mark.parametrize(
    "cambios",
    [
        {"validada": "2030-02-30T10:00:00-06:00"},
        {"validada": "9999-12-31T23:59:59-09:00"},
    ],
)
def test_una_validacion_imposible_no_publica(ver, cambios):
    assert Estado.SIN_VALIDAR is ver({"tramite": cambios}).estado


@pytest.mark.parametrize(
    "una",
    [
        {"fecha": "2030-02-30T10:00:00-06:00"},
        {"fecha": "2030-05-04T10:00:00-06:00", "subsanada": "2030-02-30T10:00:00-06:00"},
    ],
)
def test_una_observacion_con_fecha_imposible_oculta(ver, una):
    observacion = {"rubro": "/curricular/motivo", "causal": "copia"} | una
    ficha = ver({"tramite": {"observaciones": [observacion]}})

    assert Vacio.EN_CORRECCION is apartado(ficha, "motivo").vacio


@pytest.mark.parametrize(
    ("puntero", "nivel", "estado"),
    [
        ("/curricular/motivo", Nivel.ERROR, Estado.CON_ERROR),
        ("/tramite/enviada", Nivel.ERROR, Estado.CON_ERROR),
        ("/consentimiento", Nivel.ERROR, Estado.CON_ERROR),
        ("/identidad/estado", Nivel.ERROR, Estado.CON_ERROR),
        ("/registro/sexo", Nivel.ERROR, Estado.PUBLICADA),
        ("/curricular/motivo", Nivel.AVISO, Estado.PUBLICADA),
        ("/curricular/motivo", Nivel.NOTA, Estado.PUBLICADA),
    ],
)
def test_un_error_fuera_del_registro_deja_los_datos_basicos(ver, puntero, nivel, estado):
    hallazgo = Hallazgo("x", 1, 1, puntero, "TXT01", nivel, "Algo.")
    ficha = ver(hallazgos=[hallazgo], extracto=EXTRACTOS["consentimiento"])

    assert estado is ficha.estado
    assert "Ana Lucía Robledo Zarco" == ficha.nombre_completo
    assert (estado is Estado.PUBLICADA) is any(r.valor is not None for r in ficha.identidad)
    assert (estado is Estado.PUBLICADA) is (apartado(ficha, "motivo").vacio is None)


def test_lo_rescatado_dice_que_hay_un_error_y_no_que_no_capturo(contexto, candidatura):
    una = candidatura(curricular=None)
    conjunto = Conjunto(contexto, {una.clave: una}, rescatados=frozenset({una.archivo}))

    assert [Estado.CON_ERROR] == [f.estado for f in publicar(conjunto)]


def test_el_cambio_aplicado_se_dice_cuando_ya_ocurrio(ver):
    cambio = {"solicitado": "2030-05-03T10:00:00-06:00", "campos": ["/curricular/motivo"]}

    def aplicado(fecha: str) -> str:
        return ver({"tramite": {"cambio": cambio | {"aplicado": fecha}}}).cambio_aplicado

    assert "2030-05-05T10:00:00-06:00" == aplicado("2030-05-05T10:00:00-06:00")
    assert "" == aplicado(FUTURO)
    assert "" == aplicado("2030-02-30T10:00:00-06:00")


def test_lo_que_no_se_dio_o_no_aplica_lleva_su_causa(ver):
    ficha = ver(
        {
            "curricular": {
                "motivo": "BORRAR",
                "formacion": {"grado_maximo": "sin_estudios", "grado_estatus": "BORRAR"},
                "fotografia": "BORRAR",
            }
        }
    )
    formacion = {r.puntero: r.vacio for r in apartado(ficha, "formacion").respuestas}

    assert Vacio.NO_PROPORCIONO is apartado(ficha, "motivo").vacio
    assert Vacio.NO_APLICA is formacion["/curricular/formacion/grado_estatus"]
    assert Vacio.NO_PROPORCIONO is ficha.foto_vacio
    assert Vacio.NO_APLICA is apartado(ver({"registro": {"estatus": "cancelada"}}), "motivo").vacio


def test_quien_no_tiene_lugar_no_se_muestra(contexto, candidatura):
    una = candidatura(registro={"postulante": "NADIE"})

    assert not tiene_lugar(una, contexto.proceso)
    assert () == publicar(Conjunto(contexto, {una.clave: una}))


def test_se_enlazan_quien_sale_y_quien_entra(contexto, armar_candidatura):
    sale = armar_candidatura(
        {
            "registro": {"estatus": "sustituida"},
            "tramite": {"baja": {"fecha": "2030-05-01", "acuerdo": "IEC/CG/12/2030"}},
        }
    )
    entra = armar_candidatura(
        {"clave": "AYU-106-PAH-PRES-P-2", "tramite": {"sustituye_a": sale.clave}}
    )
    fichas = {f.clave: f for f in publicar(Conjunto(contexto, {c.clave: c for c in (sale, entra)}))}

    assert entra.clave == fichas[sale.clave].sustituida_por
    assert "2030-05-01" == fichas[sale.clave].baja_fecha
    assert not fichas[sale.clave].esta_vigente
    assert sale.clave == fichas[entra.clave].sustituye_a


# --- Orden ---


def test_el_orden_por_sorteo_se_puede_recalcular_con_la_semilla(armar_contexto, armar_candidatura):
    contexto = armar_contexto(
        {"orden": {"modo": "sorteo", "semilla": "acta-7", "fundamento": "Sorteo público"}}
    )
    partidos = ["PAH", "PLN", "PT", "MC", "PVS", "AURORA", "IND01"]
    todas = [
        armar_candidatura({"registro": {"postulante": p, "captura_por": p}}, en=contexto)
        for p in partidos
    ]
    conjunto = Conjunto(contexto, {c.clave: c for c in todas})
    esperado = sorted(
        partidos, key=lambda p: sha256(f"acta-7|ayuntamientos/106|{p}".encode()).hexdigest()
    )

    assert esperado == [f.postulante for f in publicar(conjunto)]
    assert esperado != partidos


def test_el_orden_por_registro_sigue_el_numero_de_cada_quien(contexto, armar_candidatura):
    todas = [
        armar_candidatura({"registro": {"postulante": p, "captura_por": p}})
        for p in ("MC", "PAH", "PT")
    ]
    conjunto = Conjunto(contexto, {c.clave: c for c in todas})

    assert ["PAH", "PT", "MC"] == [f.postulante for f in publicar(conjunto)]


def test_un_proceso_cerrado_no_cambia_con_el_tiempo(armar_contexto, armar_candidatura):
    from generador.nucleo.calendario import instante_efectivo  # noqa: PLC0415

    def fichas(momento: str) -> Any:
        base = armar_contexto()
        calendario, cierre = base.proceso.calendario, base.proceso.fechas.cierre
        ahora = instante_efectivo(calendario, datetime.fromisoformat(momento), cierre)
        contexto = replace(base, ahora=ahora)
        una = armar_candidatura({"tramite": {"validada": "2031-01-01T10:00:00-06:00"}}, en=contexto)
        return publicar(Conjunto(contexto, {una.clave: una}))

    assert fichas("2030-12-04T23:59:59-06:00") == fichas("2040-01-01T00:00:00-06:00")
    assert Estado.SIN_VALIDAR is fichas("2040-01-01T00:00:00-06:00")[0].estado


@pytest.mark.parametrize("mostrar", ["ocultar", "leyenda"])
def test_de_quien_salio_la_ficha_solo_lleva_su_persona_si_se_decidio(ver, mostrar):
    lecturas = {"lecturas": {"sustituidas": {"mostrar": mostrar}}}
    cambios = {"registro": {"estatus": "cancelada", "nombre": "Abril", "sexo": "mujer"}}
    ficha = ver(cambios, proceso=lecturas)

    se_ve = mostrar == "leyenda"
    assert (se_ve, se_ve, se_ve) == (bool(ficha.nombre_completo), bool(ficha.sexo), ficha.edad > 0)
    assert se_ve == (ficha.cargo_nombre == "Presidenta municipal")
