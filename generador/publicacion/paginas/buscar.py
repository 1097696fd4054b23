"""¿Cómo se encuentra a una persona?"""

from collections.abc import Sequence

from generador.nucleo.edades import GRUPOS_DE_EDAD
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.paginas.listado import letras


def elementos(indice: Indice) -> Sequence[None]:
    """Solo hay una."""
    del indice
    return (None,)


def componer(indice: Indice, _: None) -> Pagina:
    """La búsqueda por nombre, con filtros; sin JavaScript, los listados alfabéticos."""
    proceso = indice.proceso
    usados = {f.postulante for f in indice.vigentes}
    presentes = {f.cargo for f in indice.vigentes}
    return Pagina(
        url="buscar/",
        plantilla="buscar.html",
        titulo="Buscar una candidatura por nombre · Conóceles",
        descripcion="Busque por nombre o apellidos, con o sin acentos, y filtre por cargo, "
        "postulante, sexo, edad y estudios.",
        datos={
            "elecciones": list(proceso.elecciones.values()),
            "cargos": [c for c in proceso.cargos.values() if c.clave in presentes],
            "postulantes": sorted(
                (p for p in proceso.postulantes.values() if p.clave in usados),
                key=lambda p: (p.orden, p.clave),
            ),
            "sexos": proceso.catalogos.get("sexo", {}),
            "grados": proceso.catalogos.get("grados", {}),
            "edades": GRUPOS_DE_EDAD,
            "letras": letras(indice),
        },
        seccion="buscar",
        migas=(Miga("Inicio", ""), Miga("Buscar")),
        guiones=("buscar.js",),
    )


CLASE = Clase("buscar", elementos, lambda _: "buscar/", componer)
