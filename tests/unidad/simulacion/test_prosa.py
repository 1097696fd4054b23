"""¿La prosa simulada cabe, concuerda, no se repite y es siempre la misma con la misma semilla?"""

import re
from collections import Counter
from random import Random

import pytest

from generador.simulacion.acervo import cargar_acervo
from generador.simulacion.prosa import LARGOS, Contexto, Redactora, contar

MUNICIPIOS = (
    ("Tlatlaya", "Tlatlaya", 31_000),
    ("Toluca", "Toluca de Lerdo", 910_000),
    ("Aculco", "Aculco de Espinoza", 49_000),
    ("Zacazonapan", "Zacazonapan", 5_000),
)
PERSONAS = 3_000
PROHIBIDAS = re.compile(
    r"\b(morena|panista|priista|perredista|movimiento ciudadano|nueva alianza|acción nacional"
    r"|verde ecologista|partido del trabajo|revolucionario institucional|cuarta transformación"
    r"|sí se puede|vota por|juntos haremos|primero los pobres|http|www)\b|@",
    re.IGNORECASE,
)


def _azar(semilla):
    return Random(semilla)


def _contexto(azar, **cambios):
    municipio, cabecera, habitantes = azar.choice(MUNICIPIOS)
    datos = {
        "sexo": azar.choices(("mujer", "hombre", "no_binario"), (48, 44, 8))[0],
        "edad": azar.randint(18, 80),
        "municipio": municipio,
        "cabecera": cabecera,
        "anio_actual": 2024,
        "ambito_legislativo": azar.random() < 0.2,
        "habitantes": habitantes,
        "independiente": azar.random() < 0.05,
    }
    return Contexto(**(datos | cambios))


def _cuestionario(redactora, azar, contexto):
    contexto = contexto.con_oficio(redactora.oficio(azar, contexto))
    temas = azar.sample(redactora.temas(), 2)
    return {
        "historia": redactora.historia(azar, contexto, redactora.largo(azar)),
        "trayectoria": redactora.trayectoria(azar, contexto, redactora.largo(azar)),
        "motivo": redactora.motivo(azar, contexto, redactora.largo(azar)),
        "propuesta_1": redactora.propuesta(azar, contexto, temas[0]),
        "propuesta_2": redactora.propuesta(azar, contexto, temas[1]),
        "propuesta_genero": redactora.propuesta_genero(azar, contexto),
        "cursos": redactora.cursos(azar, contexto),
    }


@pytest.fixture(scope="module")
def cuestionarios():
    redactora, azar = Redactora(), _azar(7)
    return [_cuestionario(redactora, azar, _contexto(azar)) for _ in range(PERSONAS)]


@pytest.fixture(scope="module")
def textos(cuestionarios):
    return [t for c in cuestionarios for clave, t in c.items() if clave != "cursos"]


def test_ningun_texto_rebasa_los_limites_del_cuestionario(cuestionarios):
    maximos = {"historia": 5000, "trayectoria": 5000, "motivo": 5000}

    fuera = [
        (clave, contar(texto))
        for cuestionario in cuestionarios
        for clave, texto in cuestionario.items()
        if clave != "cursos" and not 280 <= contar(texto) <= maximos.get(clave, 1600)
    ]
    fuera += [c for q in cuestionarios for c in q["cursos"] if contar(c) > 250]

    assert not fuera


def test_la_mayoria_escribe_poco_y_algunas_personas_mucho(cuestionarios):
    largos = [contar(q[c]) for q in cuestionarios for c in ("historia", "trayectoria", "motivo")]

    assert sum(300 <= n <= 900 for n in largos) > 0.7 * len(largos)
    assert 0 < sum(n > 1500 for n in largos) < 0.1 * len(largos)


def test_dos_candidaturas_nunca_comparten_un_parrafo(textos):
    veces = Counter(parrafo.casefold() for texto in textos for parrafo in texto.split("\n\n"))

    assert not [parrafo for parrafo, n in veces.items() if n > 1]


def test_alcanza_aunque_todas_vivan_en_el_mismo_municipio():
    redactora, azar = Redactora(), _azar(8)
    textos = [
        texto
        for _ in range(1_000)
        for clave, texto in _cuestionario(
            redactora, azar, _contexto(azar, municipio="Villa", cabecera="Villa")
        ).items()
        if clave != "cursos"
    ]
    parrafos = [parrafo for texto in textos for parrafo in texto.split("\n\n")]

    assert len(parrafos) == len(set(parrafos))


def test_ningun_texto_repite_una_frase(textos):
    repetidos = []
    for texto in textos:
        frases = [f.strip() for f in re.split(r"(?<=[.?!])\s", texto) if len(f) > 40]
        if len(frases) != len(set(frases)):
            repetidos.append(texto)

    assert not repetidos


def test_no_quedan_ranuras_marcas_ni_dobles_signos(cuestionarios, textos):
    cursos = [curso for q in cuestionarios for curso in q["cursos"]]
    restos = re.compile(r"[\[\]{}<>|]|  | [.,;:]|\.\.|,,|\bde el [a-z]| a el | \n|^[a-z]")

    assert not [t for t in textos + cursos if restos.search(t)]


def test_todo_parrafo_empieza_con_mayuscula_y_termina_en_punto(textos):
    parrafos = [parrafo for texto in textos for parrafo in texto.split("\n\n")]

    assert not [p for p in parrafos if not (p[0].isupper() or p[0] in "¿¡") or p[-1] != "."]


def test_no_aparecen_lemas_partidos_ni_enlaces(textos):

    assert not [t for t in textos if PROHIBIDAS.search(t)]


def test_ningun_anio_es_futuro_ni_anterior_a_la_juventud():
    redactora, azar = Redactora(), _azar(3)
    fuera = []
    for edad in range(18, 81):
        for _ in range(8):
            contexto = _contexto(azar, edad=edad)
            nombrados = re.findall(
                r"\b(?:19|20)\d\d\b", str(_cuestionario(redactora, azar, contexto))
            )
            fuera += [(edad, a) for a in nombrados if not 2024 - edad + 14 <= int(a) < 2024]

    assert not fuera


def test_nadie_dice_mas_anios_de_experiencia_que_los_que_ha_podido_trabajar():
    redactora, azar = Redactora(), _azar(5)
    letras = {"tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9}

    for _ in range(300):
        contexto = _contexto(azar, edad=22)
        texto = redactora.historia(azar, contexto, "amplio")
        for dicho in re.findall(r"(?:Llevo|estos|lo largo de) (\w+) años", texto):
            assert letras[dicho] <= 22 - 14


def test_la_misma_semilla_da_los_mismos_textos():
    def generar():
        redactora, azar = Redactora(), _azar(11)
        return [_cuestionario(redactora, azar, _contexto(azar)) for _ in range(60)]

    assert generar() == generar()


def test_quien_no_es_mujer_ni_hombre_solo_recibe_frases_sin_marca_de_genero():
    redactora, azar = Redactora(), _azar(2)
    marcas = re.compile(
        r"\b(egresad[oa]|médic[oa] |secretari[oa]|tesorer[oa]|sol[oa]:|activ[oa] mientras"
        r"|cumplid[oa];|servid[oa]\.|sancionad[oa]|asesora? parlament)"
    )

    for _ in range(400):
        cuestionario = _cuestionario(redactora, azar, _contexto(azar, sexo="no_binario"))
        propios = [cuestionario[c] for c in ("historia", "trayectoria", "motivo")]

        assert not [t for t in propios if marcas.search(t)]


def test_la_via_corresponde_al_cargo():
    redactora, azar = Redactora(), _azar(9)
    for tema in redactora.temas():
        municipal = redactora.propuesta(azar, _contexto(azar, ambito_legislativo=False), tema)
        legislativa = redactora.propuesta(azar, _contexto(azar, ambito_legislativo=True), tema)

        assert not re.search(r"iniciativa|egresos|parlamentari", municipal)
        assert re.search(r"iniciativa|Propondré|Plantearé|Impulsaré|presupuesto", legislativa)


def test_independientes_no_hablan_de_militancia():
    redactora, azar = Redactora(), _azar(4)
    for _ in range(300):
        texto = redactora.trayectoria(azar, _contexto(azar, independiente=True), "amplio")

        assert not re.search(r"Milito|organización política|representante general", texto)


def test_hay_por_lo_menos_dieciseis_temas_y_todos_los_largos():
    redactora = Redactora()

    assert len(redactora.temas()) >= 16
    assert set(LARGOS) == {"breve", "medio", "amplio"}


def test_hay_mas_de_mil_fragmentos():
    acervo = cargar_acervo()

    assert sum(len(frases) for frases in acervo.frases.values()) > 1_000


def test_toda_posicion_tiene_algo_que_decir_sin_marca_de_genero_ni_edad():
    vacias = [
        clave
        for clave, frases in cargar_acervo().frases.items()
        if not any(f.neutra and not f.edad_min and not f.partidista for f in frases)
    ]

    assert not vacias


def test_cada_via_enlaza_diagnosticos_metas_y_poblaciones_que_existen():
    frases = cargar_acervo().frases
    rotas = []
    for clave, vias in frases.items():
        asunto, posicion = clave.rsplit("/", 1)
        if posicion not in {"municipal", "legislativa"} or clave.startswith("propuesta/"):
            continue
        metas = "meta" if posicion == "municipal" else "meta_legislativa"
        for via in vias:
            enlaces = ((metas, via.meta), ("poblacion", via.poblacion))
            fuera = [
                1
                for lista, ids in enlaces
                if not ids or max(ids) >= len(frases[f"{asunto}/{lista}"])
            ]
            fuera += [1 for i in via.diagnostico if i >= len(frases[f"{asunto}/diagnostico"])]
            rotas += [clave] * len(fuera)

    assert not rotas


def test_las_propuestas_de_grupo_no_dicen_que_quien_escribe_pertenece_a_el():
    redactora, azar = Redactora(), _azar(6)
    for grupo in redactora.grupos():
        for _ in range(40):
            texto = redactora.propuesta_genero(azar, _contexto(azar), grupo)

            assert not re.search(
                r"\b(soy|somos|nosotr[oa]s|como mujer|como persona|mi pueblo)\b", texto
            )
