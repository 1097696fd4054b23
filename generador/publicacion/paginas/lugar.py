"""¿Quién compite en un distrito, un municipio o la entidad?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generador.nucleo.proceso import Ambito, Cargo
from generador.publicacion.boletas import Combinacion, comunes
from generador.publicacion.indice import Contienda, Indice, Planilla, url_de_lugar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.sellos import Sello, sellos
from generador.publicacion.textos import cuantas, enumerar


@dataclass(frozen=True, slots=True)
class Renglon:
    """Una planilla en la boleta: su cabeza, sus siglas y cuántas personas más lleva."""

    planilla: Planilla
    siglas: tuple[Sello, ...]
    mas: int


@dataclass(frozen=True, slots=True)
class Papeleta:
    """Lo que se dibuja de una contienda."""

    contienda: Contienda
    principal: Cargo
    tambien: str
    """La frase de lo que se elige con el mismo voto, vacía si nada más."""
    renglones: tuple[Renglon, ...]


def elementos(indice: Indice) -> Sequence[Ambito]:
    """Todos los lugares donde se vota, tengan o no candidaturas."""
    return indice.lugares


def url(lugar: Ambito) -> str:
    """Dirección de la página del lugar."""
    return url_de_lugar(lugar)


def componer(indice: Indice, lugar: Ambito) -> Pagina:
    """La página de un lugar."""
    tipo = indice.proceso.ambitos[lugar.tipo]
    papeletas = papeletas_del_lugar(indice, lugar)
    elecciones = enumerar([p.contienda.eleccion.nombre.lower() for p in papeletas])
    return Pagina(
        url=url_de_lugar(lugar),
        plantilla="lugar.html",
        titulo=f"{lugar.nombre}: quién compite · Conóceles",
        descripcion=f"Quiénes compiten en {lugar.nombre}"
        + (f": {elecciones}." if elecciones else "."),
        datos={
            "lugar": lugar,
            "tipo": tipo,
            "papeletas": papeletas,
            "boletas": _boletas_mayores(indice, lugar),
        },
        seccion="boleta",
        migas=(
            Miga("Inicio", ""),
            Miga(tipo.plural, f"lugares/{tipo.clave}/"),
            Miga(lugar.nombre),
        ),
    )


CLASE = Clase("lugar", elementos, url, componer)


def papeletas_del_lugar(indice: Indice, lugar: Ambito) -> tuple[Papeleta, ...]:
    """Lo que se disputa en un lugar, listo para dibujarse."""
    return papeletas_de(indice, indice.por_lugar.get((lugar.tipo, lugar.clave), ()))


def _boletas_mayores(indice: Indice, lugar: Ambito) -> tuple[Combinacion, ...]:
    """Las boletas de este lugar, si en ellas se vota por algo más que lo de esta página."""
    boletas = indice.boletas_por_lugar.get((lugar.tipo, lugar.clave), ())
    todos = [otro for boleta in boletas for otro in boleta.lugares] + [*comunes(indice.proceso)]
    return boletas if any(otro != lugar for otro in todos) else ()


def papeletas_de(indice: Indice, contiendas: Iterable[Contienda]) -> tuple[Papeleta, ...]:
    """Las contiendas, listas para dibujarse."""
    return tuple(_papeleta(indice, contienda) for contienda in contiendas)


def _papeleta(indice: Indice, contienda: Contienda) -> Papeleta:
    cargos = {f.cargo.clave: f.cargo for p in contienda.planillas for f in p.formulas}
    en_orden = [c for c in indice.proceso.cargos.values() if c.clave in cargos]
    principal, *resto = en_orden
    return Papeleta(
        contienda=contienda,
        principal=principal,
        tambien=_tambien(indice, contienda.lugar, resto),
        renglones=tuple(
            Renglon(
                planilla=p,
                siglas=sellos(indice.proceso, p.postulante),
                mas=p.personas - _primera(p),
            )
            for p in contienda.planillas
        ),
    )


def _primera(planilla: Planilla) -> int:
    formula = planilla.formulas[0]
    return (formula.propietaria is not None) + (formula.suplente is not None)


def _tambien(indice: Indice, lugar: Ambito, cargos: Iterable[Cargo]) -> str:
    partes, total = [], 0
    for cargo in cargos:
        posiciones = indice.proceso.posiciones_de(cargo, lugar)
        nombre = cargo.nombre.lower()
        partes.append(cuantas(posiciones, nombre, _plural(nombre)) if posiciones else nombre)
        total += posiciones or 1
    if not partes:
        return ""
    return f"Con el mismo voto se {'elige' if total == 1 else 'eligen'} {enumerar(partes)}."


def _plural(nombre: str) -> str:
    return nombre + ("s" if nombre[-1] in "aeiou" else "es")
