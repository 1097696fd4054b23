"""¿Las clases escritas a mano y el cuestionario dicen lo mismo que los esquemas?"""

from generador.nucleo.esquema import buscar_esquema, campos
from generador.nucleo.modelo import (
    Baja,
    Cambio,
    Candidatura,
    Consentimiento,
    Contacto,
    Curricular,
    EstadoIdentidad,
    Formacion,
    Observacion,
    Registro,
    Tramite,
    nombres_de_campos,
)

CLASES = {
    "/registro": Registro,
    "/curricular": Curricular,
    "/curricular/contacto": Contacto,
    "/curricular/formacion": Formacion,
    "/consentimiento": Consentimiento,
    "/identidad": EstadoIdentidad,
    "/tramite": Tramite,
    "/tramite/observaciones/0": Observacion,
    "/tramite/cambio": Cambio,
    "/tramite/baja": Baja,
}
DE_LA_LECTURA = {"archivo", "dato", "foto"}
"""Lo que sabe quien lee el archivo y no está en él."""

PREGUNTAS = (  # noqa: SIM905 - así se leen de corrido
    # Registro (25)
    "clave nombre primer_apellido segundo_apellido sobrenombre sexo fecha_nacimiento edad "
    "eleccion cargo principio caracter distrito municipio numero tipo_postulacion "
    "partido_postulante emblemas eleccion_consecutiva accion_afirmativa acuerdo_aprobacion "
    "curp clave_elector correo_privado telefono_privado "
    # Curricular (15)
    "fotografia redes pagina_web correos telefonos casas_campana grado_maximo grado_estatus "
    "otra_formacion historia_profesional trayectoria_politica motivo_cargo_publico propuesta_1 "
    "propuesta_2 propuesta_genero "
    # Identidad (19)
    "i01 i02 i03 i04 i05 i06 i07 i08 i09 i10 i11 i12 i13 i14 i15 i16 i17 i18 i19 "
    # Consentimiento (5)
    "c01 c02 c03 c04 c05"
).split()
VISIBILIDADES = {"publica", "interna", "sensible", "reservada"}
SIN_AYUDA = {"colonia", "municipio"}


def nodos(esquema):
    """Todos los subesquemas que describen un campo, por dentro de listas y ramas."""
    for nombre, hijo in esquema.get("properties", {}).items():
        yield nombre, hijo
        yield from nodos(hijo)
    for rama in (*esquema.get("anyOf", ()), *esquema.get("$defs", {}).values()):
        yield from nodos(rama)
    if isinstance(esquema.get("items"), dict):
        yield from nodos(esquema["items"])


def test_cada_clase_tiene_los_campos_de_su_esquema(esquemas):
    del_esquema = {
        puntero: set(buscar_esquema(esquemas, "candidatura", puntero)["properties"])
        for puntero in CLASES
        if puntero != "/identidad"
    }
    del_esquema["/identidad"] = set(esquemas["candidatura"]["$defs"]["identidad"]["properties"])

    assert del_esquema == {p: set(nombres_de_campos(clase)) for p, clase in CLASES.items()}


def test_la_candidatura_tiene_los_bloques_de_su_esquema(esquemas):
    bloques = set(esquemas["candidatura"]["properties"])

    assert bloques - {"version"} == set(nombres_de_campos(Candidatura)) - DE_LA_LECTURA


def test_las_64_preguntas_estan_en_algun_campo(esquemas):
    preguntadas = {
        pregunta
        for esquema in esquemas.values()
        for _, nodo in nodos(esquema)
        for pregunta in nodo.get("x-pregunta", ())
    }

    assert len(PREGUNTAS) == 64
    assert preguntadas == set(PREGUNTAS)


def test_todo_campo_del_expediente_tiene_titulo_y_ayuda(esquemas):
    sin_titulo, sin_ayuda = [], []
    for nombre_de_esquema in (
        "candidatura",
        "registro",
        "curricular",
        "consentimiento",
        "tramite",
        "identidad",
        "reservado",
    ):
        for nombre, nodo in nodos(esquemas[nombre_de_esquema]):
            if "$ref" not in nodo and not nodo.get("title"):
                sin_titulo.append(nombre)
            if "$ref" not in nodo and not nodo.get("description") and nombre not in SIN_AYUDA:
                sin_ayuda.append(nombre)

    assert sin_titulo == []
    assert sin_ayuda == []


def test_toda_hoja_dice_quien_la_ve(esquemas):
    sin_visibilidad = [
        campo.puntero
        for raiz in ("candidatura", "identidad", "reservado")
        for campo in campos(esquemas, raiz)
        if campo.hoja
        and campo.visibilidad not in VISIBILIDADES
        # En una lista de grupos, cada campo del grupo dice la suya.
        and not buscar_esquema(esquemas, raiz, f"{campo.puntero}/0").get("properties")
    ]

    assert sin_visibilidad == []


def test_lo_reservado_y_lo_sensible_no_caben_en_el_expediente(esquemas):
    vedados = {
        c.puntero
        for c in campos(esquemas)
        if c.visibilidad == "sensible" and not c.puntero.startswith("/consentimiento")
    }
    reservados = set(esquemas["reservado"]["properties"])

    assert vedados == set()
    assert reservados & {c.nombre for c in campos(esquemas)} == set()
