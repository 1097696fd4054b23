"""¿Qué ve primero quien llega?"""

from collections.abc import Sequence

from generador.nucleo.ficha import Estado
from generador.nucleo.proceso import TipoDeAmbito
from generador.publicacion.indice import Indice, por_nombre
from generador.publicacion.pagina import Clase, Pagina
from generador.publicacion.textos import enumerar

A_LA_VISTA = (Estado.PUBLICADA, Estado.EN_CORRECCION)
"""Los estados en que el cuestionario ya se puede leer."""


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def url(_: None) -> str:
    """La raíz."""
    return ""


def componer(indice: Indice, _: None) -> Pagina:
    """La portada: la pregunta, los lugares y qué se elige."""
    proceso = indice.proceso
    elecciones = tuple(proceso.elecciones.values())
    nombres = enumerar([e.nombre.lower() for e in elecciones])
    principal = tipo_principal(indice)
    unico = indice.lugar_unico
    return Pagina(
        url="",
        plantilla="portada.html",
        titulo=f"Conóceles: quién aparece en mi boleta · {proceso.identificacion.nombre}",
        descripcion=f"Quiénes compiten en {proceso.identificacion.entidad}: {nombres}. "
        "Propuestas, trayectoria y contacto de cada candidatura.",
        datos={
            "elecciones": tuple(
                (eleccion, _cargos(indice, eleccion.clave)) for eleccion in elecciones
            ),
            "lista_de_elecciones": nombres,
            "principal": principal,
            "lugares": () if unico else por_nombre(principal.lugares.values()),
            "unico": unico,
            "con_secciones": bool(indice.boletas),
            "publicadas": sum(f.estado in A_LA_VISTA for f in indice.vigentes),
            "vigentes": len(indice.vigentes),
            "anteriores": indice.fuente.anteriores,
        },
        guiones=("boleta.js",) if indice.boletas and not unico else (),
    )


CLASE = Clase("portada", elementos, url, componer)


def _cargos(indice: Indice, eleccion: str) -> tuple[object, ...]:
    return tuple(c for c in indice.proceso.cargos.values() if c.eleccion == eleccion)


def tipo_principal(indice: Indice) -> TipoDeAmbito:
    """El tipo de lugar que la gente sabe de memoria: el primero del catálogo de secciones."""
    completas = max(indice.boletas, key=lambda boleta: len(boleta.lugares), default=None)
    if completas:
        return indice.proceso.ambitos[completas.lugares[0].tipo]
    return max(indice.proceso.ambitos.values(), key=lambda tipo: len(tipo.lugares))
