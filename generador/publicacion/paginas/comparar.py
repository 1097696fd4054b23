"""¿En qué se parecen y en qué difieren quienes compiten por el mismo cargo?"""

from collections.abc import Sequence
from dataclasses import dataclass

from generador.nucleo.ficha import FichaPublica, Vacio
from generador.publicacion.indice import Contienda, Indice, url_de_lugar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.paginas.ficha import APARTADOS
from generador.publicacion.piezas import parrafos
from generador.publicacion.sellos import Sello, sellos
from generador.publicacion.textos import cuantas, enumerar

COMPARABLES = (
    "propuestas",
    "propuesta_genero",
    "motivo",
    "historia_profesional",
    "trayectoria_politica",
    "formacion",
)
"""Los apartados que se comparan; el contacto no."""


@dataclass(frozen=True, slots=True)
class Columna:
    """Una candidatura."""

    ficha: FichaPublica
    siglas: tuple[Sello, ...]
    postulante: str


@dataclass(frozen=True, slots=True)
class Celda:
    """Una respuesta en sus párrafos, o la causa de que no esté."""

    parrafos: tuple[str, ...] = ()
    vacio: Vacio | None = None


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Un renglón de la comparación."""

    titulo: str
    celdas: tuple[Celda, ...]


def elementos(indice: Indice) -> Sequence[Contienda]:
    """Las contiendas por un cargo que ocupa una sola persona."""
    return tuple(c for c in indice.contiendas.values() if c.es_comparable)


def componer(indice: Indice, contienda: Contienda) -> Pagina:
    """La comparación de una contienda: todas las candidaturas y todos los apartados."""
    columnas = tuple(
        Columna(p.cabeza, sellos(indice.proceso, p.postulante), p.postulante.nombre)
        for p in contienda.planillas
        if not p.formulas[0].cargo.numerado
    )
    cargo = indice.proceso.cargos[columnas[0].ficha.cargo]
    lugar = contienda.lugar
    return Pagina(
        url=contienda.url_comparar,
        plantilla="comparar.html",
        titulo=f"Comparar: {cargo.nombre}, {lugar.nombre} · Conóceles",
        descripcion=f"Las {len(columnas)} candidaturas por {cargo.nombre.lower()} en "
        f"{lugar.nombre}, una junto a otra.",
        datos={
            "contienda": contienda,
            "cargo": cargo,
            "columnas": columnas,
            "preguntas": _preguntas(columnas, cargo.propuestas),
        },
        seccion="comparar",
        migas=(
            Miga("Inicio", ""),
            Miga(lugar.nombre, url_de_lugar(lugar)),
            Miga("Comparar"),
        ),
        guiones=("comparar.js",),
    )


def _preguntas(columnas: Sequence[Columna], propuestas: Sequence[str]) -> tuple[Pregunta, ...]:
    preguntas: list[Pregunta] = []
    titulos = {rubro.nombre: rubro.titulo for c in columnas for rubro in c.ficha.rubros}
    orden = [nombre for _, _, nombres in APARTADOS for nombre in nombres if nombre in COMPARABLES]
    for nombre in orden:
        if nombre not in titulos:
            continue
        if nombre == "propuestas":
            preguntas += [
                Pregunta(titulo, tuple(_celda(c.ficha, nombre, numero) for c in columnas))
                for numero, titulo in enumerate(propuestas)
            ]
        else:
            celdas = tuple(_celda(c.ficha, nombre, None) for c in columnas)
            preguntas.append(Pregunta(titulos[nombre], celdas))
    return tuple(preguntas)


def _celda(ficha: FichaPublica, nombre: str, numero: int | None) -> Celda:
    for rubro in ficha.rubros:
        if rubro.nombre != nombre:
            continue
        if rubro.vacio is not None:
            return Celda(vacio=rubro.vacio)
        textos = [_texto(r.valor, numero) for r in rubro.respuestas if r.vacio is None]
        juntos = tuple(p for texto in textos for p in parrafos(texto))
        if juntos:
            return Celda(parrafos=juntos)
    return Celda(vacio=Vacio.NO_PROPORCIONO)


def _texto(valor: object, numero: int | None) -> str:
    if isinstance(valor, list | tuple):
        if numero is None:
            return enumerar([str(uno) for uno in valor])
        return str(valor[numero]) if numero < len(valor) else ""
    return str(valor)


def componer_indice(indice: Indice, _: None) -> Pagina:
    """Todas las comparaciones, por elección y lugar."""
    grupos: dict[str, list[tuple[Contienda, str]]] = {}
    for contienda in elementos(indice):
        cuenta = cuantas(len(contienda.planillas), "candidatura", "candidaturas")
        grupos.setdefault(contienda.planillas[0].formulas[0].cargo.nombre, []).append(
            (contienda, cuenta)
        )
    return Pagina(
        url="comparar/",
        plantilla="comparar_indice.html",
        titulo="Comparar candidaturas · Conóceles",
        descripcion="Elija un lugar y vea las respuestas de todas sus candidaturas, juntas.",
        datos={"grupos": grupos},
        seccion="comparar",
        migas=(Miga("Inicio", ""), Miga("Comparar")),
    )


def _uno(indice: Indice) -> Sequence[None]:
    del indice
    return (None,)


CLASES = (
    Clase("comparaciones", _uno, lambda _: "comparar/", componer_indice),
    Clase("comparacion", elementos, lambda contienda: contienda.url_comparar, componer),
)
