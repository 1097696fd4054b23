"""¿Qué se dice al leer y conciliar el registro oficial? Aquí se explica; lo halla quien lo lee."""

from functools import partial

from generador.nucleo.hallazgo import Nivel
from generador.nucleo.regla import Alcance, Regla, regla_de_lectura

_FUNDAMENTO = "PTO 14"
_de_la_hoja = partial(regla_de_lectura, alcance=Alcance.HOJA)

REGISTRO_OFICIAL: tuple[Regla, ...] = (
    _de_la_hoja(
        "ROF01",
        titulo="Renglón que no se entiende",
        fundamento=_FUNDAMENTO,
        explicacion="""
        Un dato del renglón no es de este proceso (un cargo, un lugar, un partido, un sexo) o falta.
        El renglón no se carga; los demás sí. Corríjalo en la hoja o anote su equivalencia en
        «valores» de `registro.yml`, y vuelva a importar: lo ya cargado no se repite.
        """,
    ),
    _de_la_hoja(
        "ROF02",
        nivel=Nivel.AVISO,
        titulo="Nombre que se separó con duda",
        fundamento=_FUNDAMENTO,
        explicacion="""
        El nombre venía en una sola celda y cabe más de una lectura: un apellido compuesto, un solo
        apellido, tres nombres de pila. Se cargó como dice el aviso. Si no es así, diga cómo se
        separa en «nombres» de `registro.yml` y vuelva a importar.
        """,
    ),
    _de_la_hoja(
        "ROF03",
        nivel=Nivel.AVISO,
        titulo="Edad que no coincide",
        fundamento="Lineamientos, art. 19",
        explicacion="""
        La edad de la hoja no es la que resulta de la fecha de nacimiento o de la CURP el día de la
        jornada. Se carga la calculada. La fecha y la CURP no se guardan.
        """,
    ),
    _de_la_hoja(
        "ROF04",
        nivel=Nivel.NOTA,
        titulo="Persona repetida que se fundió",
        fundamento="PTO 20",
        explicacion="""
        La misma persona venía más de una vez en el mismo lugar, como pasa en una candidatura común
        cuando cada partido entrega su renglón. Queda una, con todos sus emblemas, y captura quien
        diga el convenio.
        """,
    ),
    _de_la_hoja(
        "ROF05",
        titulo="Dos personas en un lugar",
        fundamento=_FUNDAMENTO,
        explicacion="""
        Dos renglones distintos dicen ser la misma posición: por ejemplo, dos propietarias de una
        fórmula. No se sabe quién es quién y no se carga ninguna. Corrija el carácter o el número.
        """,
    ),
    _de_la_hoja(
        "ROF06",
        nivel=Nivel.AVISO,
        titulo="Fórmula incompleta",
        fundamento=_FUNDAMENTO,
        explicacion="""
        La fórmula trae propietaria y no suplente, o al revés. Se carga lo que hay. Complete la hoja
        o dé de alta a quien falta con «conoceles registro alta».
        """,
    ),
    _de_la_hoja(
        "ROF07",
        nivel=Nivel.AVISO,
        titulo="Una persona en dos lugares",
        fundamento=_FUNDAMENTO,
        explicacion="""
        El mismo nombre (o la misma CURP) está en más de un lugar. Puede ser una doble postulación
        que la ley admite, un error del registro o una homónima. Decide quien registra.
        """,
    ),
    _de_la_hoja(
        "ROF08",
        nivel=Nivel.AVISO,
        titulo="Fuentes que no coinciden",
        fundamento=_FUNDAMENTO,
        explicacion="""
        Está en el registro, en la lista del acuerdo o en los expedientes, pero no en las otras.
        Algunos registros omiten a las independientes: déselas de alta a mano, con su acuerdo.
        """,
    ),
    _de_la_hoja(
        "ROF09",
        titulo="Otra persona en el lugar",
        fundamento="PTO 21",
        explicacion="""
        El expediente de ese lugar es de otra persona. Importar nunca cambia a una persona por otra:
        si hubo sustitución, se asienta con su acuerdo; si una está mal escrita, se corrige.
        """,
    ),
    _de_la_hoja(
        "ROF10",
        nivel=Nivel.AVISO,
        titulo="Respuesta que no se cargó",
        fundamento=_FUNDAMENTO,
        explicacion="""
        La hoja traía una respuesta del cuestionario curricular que no cabe en su campo: un
        domicilio en una sola celda, una red sin dirección, un texto más corto que el mínimo. Lo
        demás se cargó sin publicarse; la persona captura lo que falta.
        """,
    ),
)
