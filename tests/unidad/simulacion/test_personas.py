"""¿Las personas inventadas no se repiten, son verosímiles y salen igual con la misma semilla?"""

from collections import Counter

from generador.simulacion.personas import Padron


def _muchas(cuantas, semilla="uno"):
    padron = Padron(semilla)
    return [padron.nueva("mujer" if i % 2 else "hombre") for i in range(cuantas)]


def test_nadie_se_llama_igual_por_accidente():
    nombres = [persona.nombre_completo for persona in _muchas(20_000)]

    assert len(nombres) == len(set(nombres))


def test_una_homonima_se_planta_a_proposito_y_es_otra_persona():
    padron = Padron("uno")
    persona = padron.nueva("mujer")
    otra = padron.homonima(persona)

    assert persona.nombre_completo == otra.nombre_completo
    assert persona != otra


def test_la_misma_semilla_da_las_mismas_personas_y_otra_semilla_otras():

    assert _muchas(200) == _muchas(200)
    assert _muchas(200) != _muchas(200, "dos")


def test_los_apellidos_comunes_salen_mas_que_los_raros():
    veces = Counter(persona.primer_apellido for persona in _muchas(5_000))

    assert veces["Hernández"] > 100
    assert veces["Hernández"] > 10 * veces["Zelaya"]


def test_cerca_de_ocho_de_cada_cien_tienen_sobrenombre():
    con = sum(bool(persona.sobrenombre) for persona in _muchas(10_000))

    assert 650 < con < 950


def test_no_salen_las_erratas_de_la_lista_de_origen():
    palabras = {p for q in _muchas(20_000) for p in q.nombre_completo.split()}

    assert not palabras & {"Alvarez", "Jos", "Gollum", "Garica", "Rafaél", "Sessa"}


def test_todas_las_edades_permiten_ser_candidata():
    edades = {persona.edad for persona in _muchas(5_000)}

    assert min(edades) >= 21
    assert max(edades) <= 79


def test_quien_no_es_mujer_ni_hombre_recibe_nombres_indistintos():
    padron = Padron("uno")
    nombres = {padron.nueva("no_binario").nombre.split()[0] for _ in range(200)}

    assert nombres <= {
        "Guadalupe", "Ariel", "Alexis", "Trinidad", "Cruz", "Refugio", "Yael", "Noé", "Rosario",
        "Dayan", "Isa", "Alex",
    }  # fmt: skip
