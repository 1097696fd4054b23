"""¿Dónde compite un partido, una alianza o una candidatura independiente?"""

from collections.abc import Sequence

from generador.nucleo.proceso import Postulante
from generador.publicacion.indice import Indice, Planilla
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.sellos import sellos

POCAS = 6
"""Con hasta tantas planillas, cada una se muestra con su foto y su suplencia."""


def elementos(indice: Indice) -> Sequence[Postulante]:
    """Quienes postulan a alguien, solos o en alianza."""
    return tuple(
        p for clave, p in indice.proceso.postulantes.items() if clave in indice.por_postulante
    )


def url(postulante: Postulante) -> str:
    """Dirección de su página."""
    return f"postulantes/{postulante.clave.lower()}/"


def componer(indice: Indice, postulante: Postulante) -> Pagina:
    """Sus planillas y fórmulas, por elección, propias y en alianza."""
    tipos = indice.proceso.catalogos.get("tipo_postulacion", {})
    planillas = indice.por_postulante[postulante.clave]
    grupos: dict[str, dict[str, list[Planilla]]] = {}
    for planilla in planillas:
        grupos.setdefault(planilla.eleccion.nombre, {}).setdefault(
            planilla.postulante.clave, []
        ).append(planilla)
    postulantes = indice.proceso.postulantes
    return Pagina(
        url=url(postulante),
        plantilla="postulante.html",
        titulo=f"{postulante.nombre}: a quién postula · Conóceles",
        descripcion=f"Candidaturas de {postulante.nombre} ({postulante.siglas}), por lugar.",
        datos={
            "postulante": postulante,
            "tipo": tipos.get(postulante.tipo, {}).get("nombre", postulante.tipo),
            "siglas": sellos(indice.proceso, postulante),
            "integrantes": [postulantes[i] for i in postulante.integrantes if i in postulantes],
            "personas": sum(p.personas for p in planillas),
            "con_personas": len(planillas) <= POCAS,
            "grupos": [
                (eleccion, [(postulantes[k], suyas) for k, suyas in por_quien.items()])
                for eleccion, por_quien in grupos.items()
            ],
        },
        seccion="buscar",
        migas=(
            Miga("Inicio", ""),
            Miga("Postulantes", "postulantes/"),
            Miga(postulante.siglas),
        ),
    )


def componer_indice(indice: Indice, _: None) -> Pagina:
    """Todos los postulantes, por tipo."""
    tipos = indice.proceso.catalogos.get("tipo_postulacion", {})
    grupos: dict[str, list[tuple[Postulante, int]]] = {}
    for postulante in sorted(elementos(indice), key=lambda p: (p.orden, p.clave)):
        nombre = tipos.get(postulante.tipo, {}).get("nombre", postulante.tipo)
        personas = sum(p.personas for p in indice.por_postulante[postulante.clave])
        grupos.setdefault(nombre, []).append((postulante, personas))
    return Pagina(
        url="postulantes/",
        plantilla="postulantes.html",
        titulo="Quién postula · Conóceles",
        descripcion="Partidos, coaliciones, candidaturas comunes e independientes.",
        datos={"grupos": grupos},
        seccion="buscar",
        migas=(Miga("Inicio", ""), Miga("Postulantes")),
    )


def _uno(indice: Indice) -> Sequence[None]:
    del indice
    return (None,)


CLASES = (
    Clase("postulantes", _uno, lambda _: "postulantes/", componer_indice),
    Clase("postulante", elementos, url, componer),
)
