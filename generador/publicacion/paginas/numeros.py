"""¿Cómo va la publicación, en números?"""

from collections.abc import Sequence

from generador.nucleo.publico import Estado
from generador.publicacion.cifras import Cifras, cifras
from generador.publicacion.graficas import barras
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.textos import cuantas, enumerar


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def componer(indice: Indice, _: None) -> Pagina:
    """Las cifras, con su corte, sus dos denominadores y su tabla."""
    cuenta = cifras(indice.fuente)
    return Pagina(
        url="cifras/",
        plantilla="cifras.html",
        titulo="Cifras: quién ya publicó · Conóceles",
        descripcion="Cuántas candidaturas hay y cuántas publicaron su cuestionario, por "
        "elección, cargo, postulante, sexo, edad y estudios.",
        datos={
            "cifras": cuenta,
            "graficas": [(corte, barras(corte.renglones)) for corte in cuenta.cortes],
            "aparte": _aparte(cuenta),
        },
        seccion="cifras",
        migas=(Miga("Inicio", ""), Miga("Cifras")),
    )


def _aparte(cuenta: Cifras) -> str:
    sustituidas = cuenta.retiradas[Estado.SUSTITUIDA]
    canceladas = cuenta.retiradas[Estado.CANCELADA]
    partes = [
        (sustituidas, "candidatura sustituida", "candidaturas sustituidas"),
        (canceladas, "candidatura cancelada", "candidaturas canceladas"),
        (cuenta.ilegibles, "expediente que no se pudo leer", "expedientes que no se pudieron leer"),
    ]
    return enumerar([cuantas(numero, una, varias) for numero, una, varias in partes if numero])


CLASE = Clase("cifras", elementos, lambda _: "cifras/", componer)
