"""¿Dice el diccionario todo lo que puede decir la matriz, sin que dos cosas se confundan?"""

from generador.nucleo.diccionario import Diccionario, Tipo
from generador.nucleo.esquema import buscar_esquema, campos
from generador.nucleo.ficha import Vacio


def copia_con(esquemas, **preguntas):
    """Los esquemas con esas preguntas de identidad y ninguna otra."""
    identidad = esquemas["identidad"]
    respuestas = identidad["properties"]["respuestas"] | {"properties": preguntas}
    propiedades = identidad["properties"] | {"respuestas": respuestas}
    return {**esquemas, "identidad": {**identidad, "properties": propiedades}}


def lectura_de(contexto, **preguntas):
    esquemas = copia_con(contexto.esquemas, **preguntas)
    otro = type(contexto)(contexto.proceso, esquemas, contexto.ahora)
    return Diccionario.de_contexto(otro).lecturas[0]


def test_cada_pregunta_tiene_sus_columnas_y_ninguna_se_repite(contexto, esquemas):
    diccionario = Diccionario.de_contexto(contexto)
    nombres = [columna.nombre for columna in diccionario.completas]
    preguntas = {
        campo.nombre
        for campo in campos(esquemas, "identidad")
        if campo.puntero.startswith("/respuestas/") and not campo.extension
    }

    assert len(set(nombres)) == len(nombres)
    assert {c.pregunta for c in diccionario.completas} - {""} == preguntas
    assert all(nombre.isidentifier() for nombre in nombres)
    assert max(map(len, nombres)) <= 32, "más largo no cabe en Stata"


def test_los_textos_solo_estan_en_la_completa(contexto):
    diccionario = Diccionario.de_contexto(contexto)
    de_texto = [c for c in diccionario.completas if c.tipo is Tipo.TEXTO]

    assert all(c.nombre.endswith("_otra") for c in de_texto)
    assert [c for c in diccionario.completas if c not in de_texto] == [*diccionario.publicas]


def test_la_extension_que_activa_el_proceso_tiene_columna(armar_contexto):
    contexto = armar_contexto({"lecturas": {"extensiones": ["entidad_nacimiento"]}})

    nombres = [c.nombre for c in Diccionario.de_contexto(contexto).publicas]

    assert nombres[-1] == "entidad_nacimiento"


def test_ningun_codigo_significa_dos_cosas(contexto):
    for lectura in Diccionario.de_contexto(contexto).lecturas:
        if lectura.es_texto or lectura.varias:
            continue
        codigos = [c for clave, c in lectura.opciones.items() if clave != Vacio.NO_APLICA]
        todos = [*codigos, *lectura.vacios.values()]

        assert len(set(todos)) == len(todos), lectura.campo.nombre
        assert set(todos) == set(lectura.columnas[0].dominio), lectura.campo.nombre


def test_el_numero_es_el_orden_del_cuestionario(contexto, esquemas):
    for lectura in Diccionario.de_contexto(contexto).lecturas:
        nodo = buscar_esquema(esquemas, "identidad", lectura.campo.puntero)
        for numero, clave in enumerate(nodo.get("enum", ()), start=1):
            de_si_o_no = set(nodo["enum"]) == {"si", "no", "pnc"}
            esperado = "98" if clave == "pnc" and not de_si_o_no else str(numero)

            assert lectura.opciones[clave] == esperado, (lectura.campo.nombre, clave)


def test_con_cien_opciones_los_especiales_tienen_una_cifra_mas(contexto):
    opciones = [f"o{n}" for n in range(1, 101)]

    lectura = lectura_de(contexto, larga={"title": "Larga", "enum": [*opciones, "pnc"]})

    assert (lectura.opciones["o98"], lectura.opciones["pnc"]) == ("98", "998")
    assert lectura.vacios[Vacio.NO_PROPORCIONO] == "999"


def test_una_opcion_sin_etiqueta_se_dice_con_su_clave(contexto):
    lectura = lectura_de(contexto, nueva={"title": "Nueva", "enum": ["a", "b"]})

    assert {"1": "a", "2": "b"}.items() <= dict(lectura.columnas[0].dominio).items()


def test_lo_que_un_catalogo_admite_aparte_tambien_es_opcion(contexto):
    campo = {"title": "Otra", "x-catalogo": "paises", "x-admite": ["apatrida", "pnc", "no_aplica"]}

    lectura = lectura_de(contexto, nueva=campo)

    assert [lectura.opciones[k] for k in ("apatrida", "USA", "pnc", "no_aplica")] == [
        "apatrida",
        "USA",
        "98",
        "0",
    ]


def test_cada_accion_afirmativa_tiene_su_propia_dimension(contexto):
    acciones = contexto.proceso.catalogos["acciones_afirmativas"].values()
    dimensiones = [accion["dimension"] for accion in acciones]

    assert len(set(dimensiones)) == len(dimensiones)
