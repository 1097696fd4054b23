"""¿Dice cada código lo mismo que la ficha, y nada que la ficha calle?"""

import itertools
from dataclasses import replace

import pytest

from generador.nucleo.conjunto import Conjunto
from generador.nucleo.diccionario import PNC, Diccionario
from generador.nucleo.edades import GRUPOS_DE_EDAD
from generador.nucleo.esquema import buscar_esquema
from generador.nucleo.ficha import Vacio
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.matriz import renglon_completo, renglon_publico
from generador.nucleo.publico import publicar

CLAVE = "AYU-106-PAH-PRES-P-1"
VACIOS = {vacio.value for vacio in Vacio}
FUTURO = "2030-05-20T10:00:00-06:00"


@pytest.fixture
def diccionario(contexto):
    return Diccionario.de_contexto(contexto)


@pytest.fixture
def ficha_con(armar_contexto, armar_candidatura):
    """`ficha_con(extracto, cambios)` → la ficha de la candidatura de base."""

    def con(extracto, cambios=None, proceso=None):
        contexto = armar_contexto(proceso or {})
        candidatura = armar_candidatura(cambios, en=contexto)
        identidad = None if extracto is None else {candidatura.clave: extracto}
        return publicar(Conjunto(contexto, {candidatura.clave: candidatura}), identidad)[0]

    return con


@pytest.fixture
def publico(ficha_con, diccionario):
    """`publico(extracto, cambios)` → el renglón público, por columna."""

    def con(*argumentos, **opciones):
        renglon = renglon_publico(ficha_con(*argumentos, **opciones), diccionario)
        nombres = [columna.nombre for columna in diccionario.publicas]
        return dict(zip(nombres, renglon, strict=True))

    return con


@pytest.fixture
def completo(armar_candidatura, diccionario):
    """`completo(respuestas, cambios, …)` → el renglón completo, por columna."""

    def con(respuestas, cambios=None, **cuestionario):
        candidatura = armar_candidatura(cambios)
        dicho = {"tratamiento": True, "estadistica": True} | cuestionario
        suyo = None if respuestas is None else Cuestionario(candidatura.clave, respuestas, **dicho)
        renglon = renglon_completo(candidatura, suyo, diccionario)
        nombres = [columna.nombre for columna in diccionario.completas]
        return dict(zip(nombres, renglon, strict=True))

    return con


def consentida(**respuestas):
    return IdentidadDeUna("consentimiento", respuestas)


def padres_de(campo):
    """Lo que hay que contestar para que se pregunte."""
    condicion = campo.condicion
    return {condicion.campo.rpartition("/")[2]: condicion.en[0]} if condicion else {}


def descifrar(lectura, codigos):
    """De códigos a lo que se contestó, con el diccionario y nada más; o su vacío."""
    if codigos[0] in VACIOS:
        return codigos[0]
    if lectura.varias:
        textos = [c.dominio[codigo] for c, codigo in zip(lectura.columnas, codigos, strict=True)]
        if len(set(textos)) == 1 and textos[0].startswith(("No aplica", "Sin respuesta")):
            return textos[0].partition(":")[0]
        marcadas = [k for k, texto in zip(lectura.opciones, textos, strict=True) if texto == "Sí"]
        return marcadas + ([PNC] if "Prefiero no contestar" in textos else [])
    return lectura.columnas[0].dominio[codigos[0]].partition(":")[0]


def posibles(lectura, esquemas, contexto):
    """Toda respuesta que admite la pregunta; de varias opciones, todo par y cada una sola."""
    nodo = buscar_esquema(esquemas, "identidad", lectura.campo.puntero)
    if lectura.varias:
        opciones = nodo["items"]["enum"]
        return [[una] for una in opciones] + [list(p) for p in itertools.combinations(opciones, 2)]
    return nodo.get("enum") or [*contexto.proceso.catalogos[lectura.campo.catalogo], PNC]


# --- Ida y vuelta: cada código dice lo que dice la ficha ---


def test_todo_codigo_publico_dice_lo_que_dice_la_ficha(ficha_con, contexto, esquemas, diccionario):
    probadas = 0
    for lectura in diccionario.lecturas:
        if lectura.es_texto:
            continue
        nombre = lectura.campo.nombre
        lugares = [
            n for n, c in enumerate(diccionario.publicas) if c.pregunta == lectura.campo.nombre
        ]
        for dicho in posibles(lectura, esquemas, contexto):
            ficha = ficha_con(consentida(**padres_de(lectura.campo), **{nombre: dicho}))
            renglon = renglon_publico(ficha, diccionario)
            leido = descifrar(lectura, [renglon[n] for n in lugares])
            suya = next(r for r in ficha.identidad if r.puntero == lectura.campo.puntero)
            if lectura.varias:
                assert sorted(leido) == sorted(suya.clave_valor), (nombre, dicho)
            else:
                assert leido == suya.valor.partition(":")[0], (nombre, dicho)
            probadas += 1

    assert probadas > 400


def test_lo_completo_y_lo_publico_de_quien_consintio_coinciden(
    publico, completo, contexto, esquemas, diccionario
):
    for lectura in diccionario.lecturas:
        if lectura.es_texto:
            continue
        for dicho in list(posibles(lectura, esquemas, contexto))[:12]:
            respuestas = {**padres_de(lectura.campo), lectura.campo.nombre: dicho}

            todo = completo(respuestas)

            assert publico(consentida(**respuestas)).items() <= todo.items()


@pytest.mark.parametrize("respuestas", [{}, {"i01": "no", "i04": "no", "i09": "pnc", "i11": "no"}])
def test_lo_que_no_se_pregunto_y_lo_que_no_se_contesto_se_distinguen(publico, completo, respuestas):
    renglon = publico(consentida(**respuestas))

    assert {renglon[n] for n in ("i03", "i05", "i06_opcion_otra", "i10", "i15")} == {"0"}
    assert (renglon["i08"], renglon["i18"]) == ("9", "99")
    assert renglon.items() <= completo(respuestas).items()


def test_la_pregunta_hecha_y_no_contestada_no_es_que_no_aplique(publico, completo):
    respuestas = {"i01": "si", "i04": "si", "i06": ["otra"]}
    renglon = publico(consentida(**respuestas))

    assert [renglon[n] for n in ("i03", "i05", "i07_opcion_ver")] == ["99", "99", "9"]
    assert completo(respuestas)["i06_otra"] is Vacio.NO_PROPORCIONO
    assert completo(respuestas)["i07_otra"] is Vacio.NO_APLICA


def test_de_varias_opciones_hay_una_columna_por_opcion(publico):
    renglon = publico(consentida(i04="si", i06=["fisica", "sensorial.vision"], i07=["pnc", "ver"]))

    assert [renglon[f"i06_opcion_{n}"] for n in ("fisica", "sensorial_vision", "mental")] == [
        "1",
        "1",
        "2",
    ]
    assert [renglon[f"i07_opcion_{n}"] for n in ("ver", "hablar")] == ["1", "3"]


def test_prefiero_no_contestar_no_es_una_opcion(publico):
    renglon = publico(consentida(i01="pnc", i05="pnc", i10="otra", i12="pnc", i16="pnc"))

    assert [renglon[n] for n in ("i01", "i05", "i10", "i12", "i16")] == [
        "3",
        "98",
        "9",
        "98",
        "3",
    ]


@pytest.mark.parametrize(
    ("pregunta", "dicho", "columna"),
    [
        ("i01", "quizá", "i01"),
        ("i01", ["si"], "i01"),
        ("i12", "marte", "i12"),
        ("i06", ["fisica", "inventada"], "i06_opcion_mental"),
        ("i06", [["fisica"]], "i06_opcion_mental"),
        ("i06", {"fisica": 1}, "i06_opcion_fisica"),
        ("i06", 7, "i06_opcion_fisica"),
    ],
)
def test_lo_que_no_esta_entre_las_opciones_no_se_copia(completo, pregunta, dicho, columna):
    assert completo({pregunta: dicho})[columna] is Vacio.CON_ERROR


def test_la_pregunta_que_la_ficha_no_trae_queda_sin_respuesta(ficha_con, diccionario):
    sin_nada = replace(ficha_con(consentida(i01="si")), identidad=())

    assert renglon_publico(sin_nada, diccionario)[len(diccionario.cruces)] == "9"


@pytest.mark.parametrize("nada", [None, "", []])
def test_una_respuesta_vacia_es_sin_respuesta(completo, publico, nada):
    assert completo({"i01": nada})["i01"] == "9"
    assert publico(consentida(i01=nada))["i01"] == "9"


def test_una_sola_opcion_de_varias_se_lee_sin_lista(publico):
    assert publico(consentida(i04="si", i06="fisica"))["i06_opcion_fisica"] == "1"


# --- Lo reservado no aparece ---


def test_sin_nada_que_mostrar_toda_celda_dice_la_misma_causa(publico, ficha_con, diccionario):
    casos = [
        (None, {}, Vacio.SIN_EXTRACTO),
        (consentida(i01="si"), {"consentimiento": {"publicacion": False}}, Vacio.NO_CONSINTIO),
        (consentida(i01="si"), {"consentimiento": {"fecha": FUTURO[:10]}}, Vacio.NO_CONSINTIO),
        (consentida(i01="si"), {"consentimiento": None}, Vacio.NO_CONSINTIO),
        (consentida(i01="si"), {"identidad": {"estado": "pendiente"}}, Vacio.SIN_CAPTURA),
        (consentida(i01="si"), {"identidad": {"estado": "destruida"}}, Vacio.NO_APLICA),
        (consentida(i01="si"), {"tramite": {"validada": FUTURO}}, Vacio.SIN_VALIDAR),
        (consentida(i01="si"), {"registro": {"estatus": "cancelada"}}, Vacio.NO_APLICA),
    ]
    preguntas = [c.nombre for c in diccionario.publicas if c.pregunta]
    for extracto, cambios, causa in casos:
        renglon = publico(extracto, cambios)

        assert ficha_con(extracto, cambios).identidad_vacio is causa
        assert {renglon[n] for n in preguntas} == {causa}, causa


@pytest.mark.parametrize("alcance", ["toda", "su_dimension"])
@pytest.mark.parametrize("base", ["ninguna", "consentimiento", "accion_afirmativa"])
def test_ningun_codigo_dice_lo_que_la_ficha_calla(ficha_con, diccionario, alcance, base):
    """Estatus × depósito × validación × consentimiento × observación, con un extracto de más."""
    dicho = {"i01": "si", "i03": "otomi", "i04": "si", "i06": ["fisica"], "i08": "no", "i16": "si"}
    extracto = None if base == "ninguna" else IdentidadDeUna(base, dicho, "indigena")
    proceso = {"lecturas": {"accion_afirmativa": {"alcance": alcance}}}
    mostradas = 0
    for estatus, deposito, validada, consiente, rubro in itertools.product(
        ("registrada", "sustituida", "cancelada"),
        ("pendiente", "depositada", "no_autorizo", "bloqueada", "destruida"),
        ("2030-05-02T10:00:00-06:00", FUTURO, "BORRAR"),
        (True, False),
        ("", "/identidad", "/identidad/indigena", "/identidad/i04"),
    ):
        observacion = {"rubro": rubro, "causal": "copia", "fecha": "2030-05-05T10:00:00-06:00"}
        ficha = ficha_con(
            extracto,
            {
                "registro": {"estatus": estatus},
                "identidad": {"estado": deposito},
                "consentimiento": {"publicacion": consiente},
                "tramite": {
                    "validada": validada,
                    "observaciones": [observacion] if rubro else [],
                },
            },
            proceso,
        )
        vistas = {r.puntero: r for r in ficha.identidad}
        nombres = [columna.nombre for columna in diccionario.publicas]
        renglon = dict(zip(nombres, renglon_publico(ficha, diccionario), strict=True))
        for lectura in diccionario.lecturas:
            suya = vistas.get(lectura.campo.puntero)
            causa = suya.vacio if suya else ficha.identidad_vacio
            celdas = {renglon[c.nombre] for c in lectura.columnas if c.nombre in renglon}
            if causa is not None and celdas:
                esperada = lectura.vacios.get(causa, causa) if suya else causa
                assert celdas == {esperada}, (lectura.campo.nombre, estatus, deposito)
            mostradas += causa is None
        del_grupo = [r for r in ficha.identidad if r.dimension == "indigena"]
        if not any(r.vacio is None for r in del_grupo):
            assert renglon["accion_afirmativa"] in VACIOS

    assert (mostradas > 0) is (extracto is not None)


def test_la_edad_es_publica_y_aun_asi_i16_e_i17_no_se_deducen(publico):
    cambios = {"registro": {"edad": 25}, "consentimiento": {"publicacion": False}}

    renglon = publico(consentida(i16="si", i17="no"), cambios)

    assert (renglon["grupo_edad"], renglon["i16"], renglon["i17"]) == (
        "21-29",
        Vacio.NO_CONSINTIO,
        Vacio.NO_CONSINTIO,
    )


def test_por_accion_afirmativa_solo_se_ve_su_grupo(publico, diccionario):
    todas = {
        "i01": "si",
        "i02": "no",
        "i03": "mazahua",
        "i04": "si",
        "i06": ["fisica"],
        "i08": "si",
    }
    extracto = IdentidadDeUna("accion_afirmativa", todas, "indigena")

    renglon = publico(extracto, {"consentimiento": {"publicacion": False}})

    for columna in diccionario.publicas:
        if columna.pregunta and columna.dimension != "indigena":
            assert renglon[columna.nombre] is Vacio.NO_CONSINTIO, columna.nombre
    assert [renglon[n] for n in ("i01", "i02", "i03")] == ["1", "2", "mazahua"]
    assert (renglon["consentimiento"], renglon["accion_afirmativa"]) == ("no", "indigena")


@pytest.mark.parametrize(
    ("rubro", "accion"),
    [
        ("/identidad", Vacio.EN_CORRECCION),
        ("/identidad/indigena", Vacio.EN_CORRECCION),
        ("/identidad/i03", "indigena"),
        ("/identidad/discapacidad", "indigena"),
    ],
)
def test_la_accion_afirmativa_no_se_dice_si_todo_su_grupo_esta_en_correccion(
    publico, rubro, accion
):
    observacion = {"rubro": rubro, "causal": "copia", "fecha": "2030-05-05T10:00:00-06:00"}
    extracto = IdentidadDeUna("accion_afirmativa", {"i01": "si"}, "indigena")

    renglon = publico(extracto, {"tramite": {"observaciones": [observacion]}})

    assert renglon["accion_afirmativa"] == accion


@pytest.mark.parametrize(
    ("dimension", "accion"), [("joven", Vacio.CON_ERROR), ("afromexicana", "afromexiquense")]
)
def test_la_accion_afirmativa_se_dice_con_su_clave_de_catalogo(publico, dimension, accion):
    extracto = IdentidadDeUna("accion_afirmativa", {"i16": "si"}, dimension)

    assert publico(extracto)["accion_afirmativa"] == accion


def test_quien_consintio_no_dice_si_hubo_accion_afirmativa(publico):
    assert publico(consentida(i01="si"))["accion_afirmativa"] is Vacio.NO_APLICA


@pytest.mark.parametrize(
    ("cambios", "extracto", "dice"),
    [
        ({}, consentida(i01="si"), "si"),
        ({}, None, "si"),
        ({}, IdentidadDeUna("accion_afirmativa", {}, "indigena"), "si"),
        ({"consentimiento": {"publicacion": False}}, None, "no"),
        ({"consentimiento": None}, None, "no"),
        ({"identidad": {"estado": "no_autorizo"}}, None, "no"),
        ({"identidad": {"estado": "pendiente"}}, None, Vacio.SIN_CAPTURA),
        ({"tramite": {"validada": FUTURO}}, None, Vacio.SIN_VALIDAR),
        ({"registro": {"estatus": "cancelada"}}, None, Vacio.NO_APLICA),
    ],
)
def test_el_consentimiento_no_dice_mas_que_la_ficha(publico, cambios, extracto, dice):
    assert publico(extracto, cambios)["consentimiento"] == dice


def test_con_alcance_de_todo_el_cuestionario_quien_no_consintio_sigue_diciendo_que_no(publico):
    extracto = IdentidadDeUna("accion_afirmativa", {"i04": "no"}, "indigena")
    toda = {"lecturas": {"accion_afirmativa": {"alcance": "toda"}}}

    renglon = publico(extracto, {"consentimiento": {"publicacion": False}}, proceso=toda)

    assert [renglon[n] for n in ("i04", "consentimiento", "accion_afirmativa")] == [
        "2",
        "no",
        "indigena",
    ]


def test_de_quien_salio_no_queda_ni_el_grupo_de_edad(publico):
    renglon = publico(
        consentida(i01="si"),
        {"registro": {"estatus": "sustituida"}},
        proceso={"lecturas": {"sustituidas": {"mostrar": "ocultar"}}},
    )

    calladas = ("sexo", "grupo_edad", "grado_maximo", "consentimiento", "i01")
    assert {renglon[n] for n in calladas} == {Vacio.NO_APLICA}
    assert renglon["vigente"] == "no"


# --- Los cruces ---


def test_los_cruces_salen_del_registro_y_del_curricular(publico, completo):
    esperado = {
        "clave": CLAVE,
        "vigente": "si",
        "eleccion": "ayuntamientos",
        "cargo": "presidencia",
        "principio": "mr",
        "caracter": "propietaria",
        "ambito_tipo": "municipio",
        "ambito": "106",
        "postulante": "PAH",
        "integrantes": "PAH",
        "tipo_postulacion": "partido",
        "sexo": "mujer",
        "grupo_edad": "40-49",
        "grado_maximo": "licenciatura",
        "consentimiento": "si",
        "ficticio": "si",
    }

    assert esperado.items() <= publico(consentida(i01="si")).items()
    assert esperado.items() <= completo({"i01": "si"}).items()


def test_lo_que_no_esta_en_su_catalogo_se_dice(ficha_con, completo, diccionario):
    rara = replace(ficha_con(None), sexo="otro", postulante="NADIE", rubros=())
    renglon = dict(
        zip(
            [c.nombre for c in diccionario.publicas],
            renglon_publico(rara, diccionario),
            strict=True,
        )
    )
    raro = completo({}, {"registro": {"sexo": "otro", "postulante": "NADIE", "cargo": "ninguno"}})

    assert [renglon[n] for n in ("sexo", "tipo_postulacion", "grado_maximo")] == [
        Vacio.CON_ERROR,
        Vacio.CON_ERROR,
        Vacio.NO_APLICA,
    ]
    assert [raro[n] for n in ("sexo", "tipo_postulacion", "ambito_tipo")] == [Vacio.CON_ERROR] * 3


@pytest.mark.parametrize(
    ("curricular", "grado"),
    [
        (None, Vacio.SIN_CAPTURA),
        ({"formacion": "BORRAR"}, Vacio.NO_PROPORCIONO),
        ({"formacion": {"grado_maximo": "primaria"}}, "primaria"),
    ],
)
def test_la_completa_dice_el_grado_aunque_no_este_validado(completo, curricular, grado):
    cambios = {"curricular": curricular, "tramite": {"validada": "BORRAR"}}

    assert completo({}, cambios)["grado_maximo"] == grado


def test_los_grupos_de_edad_cubren_a_cualquiera(completo):
    vistos = {completo({}, {"registro": {"edad": n}})["grupo_edad"] for n in range(18, 121)}

    assert vistos == {clave for clave, _, _ in GRUPOS_DE_EDAD}


# --- Lo completo ---


@pytest.mark.parametrize(
    ("estado", "causa"),
    [
        ("pendiente", Vacio.SIN_CAPTURA),
        ("no_autorizo", Vacio.NO_CONSINTIO),
        ("depositada", Vacio.CON_ERROR),
        ("bloqueada", Vacio.NO_APLICA),
        ("destruida", Vacio.NO_APLICA),
    ],
)
def test_sin_cuestionario_se_dice_por_que(completo, diccionario, estado, causa):
    renglon = completo(None, {"identidad": {"estado": estado}})

    preguntas = [c.nombre for c in diccionario.completas if c.pregunta]
    assert {renglon[n] for n in (*preguntas, "accion_afirmativa")} == {causa}


def test_sin_autorizar_el_tratamiento_no_hay_respuestas_aunque_vengan(completo, diccionario):
    dicho = {"i01": "si", "i03": "otro", "i03_otra": "secreto"}

    renglon = completo(dicho, tratamiento=False, accion_afirmativa="indigena")

    preguntas = [c.nombre for c in diccionario.completas if c.pregunta]
    assert {renglon[n] for n in preguntas} == {Vacio.NO_CONSINTIO}
    assert renglon["accion_afirmativa"] == "indigena"


def test_lo_que_escribio_una_persona_va_tal_cual(completo):
    hostil = '=HYPERLINK("x")\n\t"comillas"; 🦙'
    renglon = completo({"i01": "si", "i03": "otro", "i03_otra": hostil, "i10_otra": "no_aplica"})

    assert (renglon["i03"], renglon["i03_otra"]) == ("otro", hostil)
    assert renglon["i10_otra"] == "no_aplica"
    assert not isinstance(renglon["i10_otra"], Vacio), "es un texto, no un vacío"


def test_la_completa_dice_la_accion_afirmativa_y_el_consentimiento(completo):
    renglon = completo({}, {"consentimiento": None}, accion_afirmativa="discapacidad")

    assert (renglon["accion_afirmativa"], renglon["consentimiento"]) == (
        "discapacidad",
        Vacio.SIN_CAPTURA,
    )
    assert completo({})["accion_afirmativa"] is Vacio.NO_APLICA
    assert completo({}, accion_afirmativa="otra")["accion_afirmativa"] is Vacio.CON_ERROR


def test_se_niega_a_mezclar_a_dos_personas(armar_candidatura, diccionario):
    ajeno = Cuestionario(
        "DIP-001-PAH-MR-P-1", {"i01": "secreto"}, tratamiento=True, estadistica=True
    )

    with pytest.raises(ValueError, match=CLAVE) as negado:
        renglon_completo(armar_candidatura(), ajeno, diccionario)
    assert "secreto" not in str(negado.value)
