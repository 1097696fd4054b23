"""El modelo dice lo mismo que los esquemas, y el proceso responde lo que se le pregunta."""

import pytest

from generador.nucleo import modelo
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.esquema import Condicion, buscar_esquema, campos, resolver
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Contacto, nombres_de_campos, valor_en
from generador.nucleo.publico import publicar
from generador.nucleo.regla import (
    Alcance,
    aplicar_a_una,
    aplicar_al_conjunto,
    elegir,
    regla,
    regla_de_lectura,
)


@pytest.mark.parametrize(
    ("clase", "puntero"),
    [
        (modelo.Registro, "/registro"),
        (modelo.Curricular, "/curricular"),
        (modelo.Contacto, "/curricular/contacto"),
        (modelo.Formacion, "/curricular/formacion"),
        (modelo.Consentimiento, "/consentimiento"),
        (modelo.EstadoIdentidad, "/identidad"),
        (modelo.Tramite, "/tramite"),
        (modelo.Observacion, "/tramite/observaciones/0"),
        (modelo.Cambio, "/tramite/cambio"),
        (modelo.Baja, "/tramite/baja"),
    ],
)
def test_cada_clase_dice_lo_mismo_que_su_esquema(esquemas, clase, puntero):
    propiedades = buscar_esquema(esquemas, "candidatura", puntero)["properties"]

    assert set(propiedades) == set(nombres_de_campos(clase))


def test_la_candidatura_se_arma_de_su_arbol(candidatura):
    una = candidatura(
        tramite={
            "observaciones": [{"rubro": "/curricular", "causal": "copia", "fecha": "x"}],
            "cambio": {"solicitado": "x", "campos": ["/curricular/motivo"]},
            "baja": {"fecha": "2030-05-01", "acuerdo": "A"},
        }
    )

    assert "Ana Lucía Robledo Zarco" == una.registro.nombre_completo
    assert ("/curricular/motivo",) == una.tramite.cambio.campos
    assert "copia" == una.tramite.observaciones[0].causal
    assert "A" == una.tramite.baja.acuerdo
    assert una.archivo.startswith(f"{una.carpeta}/")
    assert not una.curricular.contacto.esta_vacio
    assert Contacto().esta_vacio
    assert candidatura(curricular=None, consentimiento=None).curricular is None
    sin_grupos = candidatura(curricular={"contacto": "BORRAR", "formacion": "BORRAR"})
    assert sin_grupos.curricular.formacion is None


@pytest.mark.parametrize(
    ("puntero", "esperado"),
    [
        ("", {"a": [1, {"b/c": 2, "d~e": 3}]}),
        ("/a/0", 1),
        ("/a/1/b~1c", 2),
        ("/a/1/d~0e", 3),
        ("/a/2", None),
        ("/a/01", None),
        ("/a/-", None),
        ("/a/²", None),
        ("/a/x", None),
        ("/a/0/x", None),
        ("/z", None),
    ],
)
def test_sigue_un_puntero_o_dice_que_no_hay(puntero, esperado):
    assert esperado == valor_en({"a": [1, {"b/c": 2, "d~e": 3}]}, puntero)


# --- Proceso ---


def test_el_proceso_responde_por_cargos_lugares_y_postulantes(contexto):
    proceso = contexto.proceso
    regiduria, presidencia = proceso.cargos["regiduria"], proceso.cargos["presidencia"]
    rio = proceso.ambito_de("regiduria", "106")

    assert ("REG02", "REG", "PRES") == (
        regiduria.posicion(2),
        regiduria.posicion(None),
        presidencia.posicion(2),
    )
    assert (
        "Presidenta municipal",
        "Presidente municipal",
        "Presidencia municipal",
        "Regiduría",
    ) == (
        presidencia.nombre_para("mujer"),
        presidencia.nombre_para("hombre"),
        presidencia.nombre_para("x"),
        regiduria.nombre_para("mujer"),
    )
    assert (4, 1) == (
        proceso.posiciones_de(regiduria, rio),
        proceso.posiciones_de(presidencia, rio),
    )
    assert (("PAH", "PLN"), ("PT",), ("NADIE",)) == tuple(
        proceso.partidos_de(p) for p in ("COALI", "PT", "NADIE")
    )
    assert proceso.ambito_de("nada", "106") is None
    assert proceso.ambito_de("regiduria", "999") is None
    assert (10_000, "NADIE") == proceso.orden_de("NADIE", "x")


def test_una_columna_sin_numero_es_no_se_sabe(armar_contexto):
    proceso = armar_contexto(
        {"cargos": {"regiduria": {"posiciones": {"columna": "nombre"}}}}
    ).proceso
    lugar = proceso.ambito_de("regiduria", "106")

    assert proceso.posiciones_de(proceso.cargos["regiduria"], lugar) is None


def test_un_instante_imposible_levanta_value_error(contexto):
    for texto in ("2030-02-30T10:00:00-06:00", "9999-12-31T23:59:59-09:00", "ayer"):
        with pytest.raises(ValueError, match=r"existe|posible|no es una fecha"):
            contexto.proceso.instante(texto)


# --- Esquema ---


@pytest.mark.parametrize(
    ("condicion", "valor", "esperado"),
    [
        (Condicion("/x", en=("si",)), "si", True),
        (Condicion("/x", en=("si",)), "no", False),
        (Condicion("/x", distinto=("no",)), "si", True),
        (Condicion("/x", distinto=("no",)), "no", False),
        (Condicion("/x", distinto=("no",)), None, False),
        (Condicion("/x", en=("otra",)), ["ver", "otra"], True),
        (Condicion("/x", en=("otra",)), ["ver"], False),
        (Condicion("/x", distinto=("no",)), ["no"], False),
        (Condicion("/x", distinto=("no",)), [], False),
    ],
)
def test_una_condicion_dice_cuando_aplica(condicion, valor, esperado):
    assert esperado is condicion.aplica(valor)


def test_los_campos_salen_en_su_orden_con_lo_que_heredan(esquemas):
    todos = {c.puntero: c for c in campos(esquemas)}

    assert "nombre" == todos["/registro/nombre"].nombre
    assert "contacto" == todos["/curricular/contacto/pagina_web"].rubro
    assert "propuesta" == todos["/curricular/propuestas"].limite
    assert not todos["/curricular/contacto"].hoja
    assert "opcion" == todos["/identidad/estado"].formato
    assert all(c.titulo for c in todos.values())
    assert any(c.multiple for c in campos(esquemas, "identidad"))


def test_busca_un_subesquema_por_puntero(esquemas):
    def buscar(puntero: str) -> object:
        return buscar_esquema(esquemas, "candidatura", puntero).get("type")

    assert "string" == buscar("/curricular/propuestas/0")
    assert "string" == buscar("/curricular/contacto/redes/facebook")
    assert {} == buscar_esquema(esquemas, "candidatura", "/registro/nada/mas")


def test_lo_que_un_nodo_dice_de_si_mismo_prevalece():
    esquemas = {"candidatura": {}, "b": {"type": "string", "title": "B"}}

    assert {"type": "string", "title": "A"} == resolver(
        esquemas, {"$ref": "b.schema.json", "title": "A"}
    )
    assert {"anyOf": [{"type": "null"}]} == resolver(esquemas, {"anyOf": [{"type": "null"}]})
    assert [("/x", "integer")] == [
        (c.puntero, c.formato)
        for c in campos({"z": {"properties": {"x": {"type": ["null", "integer"]}}}}, "z")
    ]


# --- Regla ---


@regla("ABC01", alcance=Alcance.CANDIDATURA, titulo="Una", fundamento="PTO 1")
def una_regla(candidatura, contexto):
    """Explica."""
    del candidatura, contexto
    yield "/a", "Mal."
    yield "/b", "Peor.", "Arréglelo."


@regla("ABC02", alcance=Alcance.CONJUNTO, titulo="Otra", fundamento="PTO 2", nivel=Nivel.AVISO)
def otra_regla(conjunto):
    """Explica."""
    del conjunto
    yield "x.yml", ("/c", "Raro.")


def test_una_regla_dice_lo_menos_y_el_motor_completa(candidatura, contexto):
    archivo = candidatura().archivo

    assert [
        Hallazgo(archivo, 1, 1, "/a", "ABC01", Nivel.ERROR, "Mal."),
        Hallazgo(archivo, 1, 1, "/b", "ABC01", Nivel.ERROR, "Peor.", "Arréglelo."),
    ] == list(aplicar_a_una([una_regla], candidatura(), contexto))
    assert [Hallazgo("x.yml", 1, 1, "/c", "ABC02", Nivel.AVISO, "Raro.")] == list(
        aplicar_al_conjunto([otra_regla], None)
    )


def test_una_regla_de_lectura_solo_se_explica():
    explicada = regla_de_lectura("ABC03", titulo="T", fundamento="F", explicacion="  Dice.\n  Más.")

    assert "Dice.\nMás." == explicada.explicacion
    assert () == explicada()
    assert Alcance.ARCHIVO is explicada.alcance


def test_se_eligen_por_prefijo_sin_importar_mayusculas():
    reglas = [una_regla, otra_regla]

    assert (una_regla, otra_regla) == elegir(reglas, []) == elegir(reglas, ["abc"])
    assert (otra_regla,) == elegir(reglas, ["ABC02"])
    assert () == elegir(reglas, ["Z"])


# --- Conjunto y ficha ---


def test_el_conjunto_sabe_que_archivos_tienen_error(contexto, candidatura):
    una = candidatura()
    error = Hallazgo(una.archivo, 1, 1, "/a", "ABC01", Nivel.ERROR, "Mal.")
    aviso = Hallazgo("otro.yml", 1, 1, "/a", "ABC01", Nivel.AVISO, "Raro.")
    conjunto = Conjunto(contexto, {una.clave: una}, (error, aviso))

    assert frozenset({una.archivo}) == conjunto.con_error()
    assert contexto.proceso is conjunto.proceso


def test_la_ficha_dice_su_direccion_y_sus_iniciales(contexto, candidatura):
    una = candidatura()
    [ficha] = publicar(Conjunto(contexto, {una.clave: una}))

    assert "candidaturas/ayu-106-pah-pres-p-1/" == ficha.url
    assert "AR" == ficha.iniciales
    assert "ayuntamientos/106" == ficha.contienda
