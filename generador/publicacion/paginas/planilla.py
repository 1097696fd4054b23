"""¿Quiénes integran una fórmula, una planilla o una lista?"""

from collections.abc import Sequence

from generador.publicacion.indice import Formula, Indice, Planilla, url_de_lugar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.sellos import sellos
from generador.publicacion.textos import cuantas


def elementos(indice: Indice) -> Sequence[Planilla]:
    """Todas las planillas."""
    return tuple(indice.planillas.values())


def url(planilla: Planilla) -> str:
    """Dirección de la planilla."""
    return planilla.url


def componer(indice: Indice, planilla: Planilla) -> Pagina:
    """La planilla completa, con suplencias."""
    postulante, lugar = planilla.postulante, planilla.lugar
    nombre = f"{planilla.clase}: {postulante.nombre}"
    return Pagina(
        url=planilla.url,
        plantilla="planilla.html",
        titulo=f"{nombre}, {lugar.nombre} · Conóceles",
        descripcion=f"{nombre} en {lugar.nombre}: "
        f"{cuantas(planilla.personas, 'persona', 'personas')}, propietarias y suplentes.",
        datos={
            "planilla": planilla,
            "siglas": sellos(indice.proceso, postulante),
            "grupos": _grupos(planilla),
            "contienda": indice.contiendas[planilla.clave.rpartition("-")[0]],
        },
        migas=(
            Miga("Inicio", ""),
            Miga(lugar.nombre, url_de_lugar(lugar)),
            Miga(f"{planilla.clase}: {postulante.siglas}"),
        ),
    )


CLASE = Clase("planilla", elementos, url, componer)


def _grupos(planilla: Planilla) -> tuple[tuple[str, str, tuple[Formula, ...]], ...]:
    """(cargo, qué hace, fórmulas), en el orden de los cargos."""
    grupos: dict[str, list[Formula]] = {}
    for formula in planilla.formulas:
        grupos.setdefault(formula.cargo.clave, []).append(formula)
    return tuple(
        (suyas[0].cargo.nombre, suyas[0].cargo.funciones, tuple(suyas)) for suyas in grupos.values()
    )
