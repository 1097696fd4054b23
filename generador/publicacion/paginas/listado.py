"""¿Qué candidaturas hay, en lista?

Todo listado es una página con ligas, así que se filtra sin JavaScript; con él, además, se
acota por sexo, edad y estudios sin salir de la página.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generador.nucleo.edades import GRUPOS_DE_EDAD, grupo_de_edad
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.proceso import Postulante
from generador.publicacion.cifras import grado
from generador.publicacion.indice import Indice, plegar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.textos import cuantas

MAXIMO = 400
"""Renglones por página: más harían lenta la página en un teléfono."""

CANDIDATURAS = Miga("Candidaturas", "candidaturas/")


@dataclass(frozen=True, slots=True)
class Lista:
    """Una página de un listado."""

    url: str
    titulo: str
    fichas: tuple[FichaPublica, ...]
    parte: int = 1
    partes: int = 1
    total: int = 0
    alfabetica: bool = False
    carpeta: Miga = CANDIDATURAS
    """La página que contiene a este listado."""

    def url_de(self, parte: int) -> str:
        """Dirección de otra parte del mismo listado."""
        base = self.url.rstrip("/")
        base = base.rpartition("-")[0] if self.parte > 1 else base
        return f"{base}/" if parte == 1 else f"{base}-{parte}/"


def apellidos_primero(ficha: FichaPublica) -> str:
    """«Salgado Nava, María Refugio»."""
    apellidos = " ".join(a for a in (ficha.primer_apellido, ficha.segundo_apellido) if a)
    return f"{apellidos}, {ficha.nombre}"


def letras(indice: Indice) -> tuple[tuple[str, str, int], ...]:
    """(letra, dirección, cuántas) de cada inicial de apellido que existe."""
    grupos = _por_letra(indice)
    return tuple(
        (letra.upper(), f"listado/letra/{_en_direccion(letra)}/", len(fichas))
        for letra, fichas in grupos.items()
    )


def _por_letra(indice: Indice) -> dict[str, list[FichaPublica]]:
    grupos: dict[str, list[FichaPublica]] = defaultdict(list)
    for ficha in sorted(indice.vigentes, key=_alfabetico):
        inicial = ficha.primer_apellido[:1].casefold()
        letra = "ñ" if inicial == "ñ" else plegar(inicial)
        grupos[letra if letra.isalpha() else "#"].append(ficha)
    return dict(sorted(grupos.items(), key=lambda par: par[0].replace("ñ", "n~")))


def _alfabetico(ficha: FichaPublica) -> tuple[str, str]:
    return plegar(apellidos_primero(ficha)), ficha.clave


def _en_direccion(letra: str) -> str:
    return {"ñ": "enie", "#": "otras"}.get(letra, letra)


def listas(indice: Indice, maximo: int = MAXIMO) -> Sequence[Lista]:
    """Todos los listados, en páginas de `maximo`: por letra y por cargo con postulante."""
    enteras = (*_listas_por_letra(indice), *_listas_por_cargo(indice))
    return tuple(parte for lista in enteras for parte in _partir(lista, maximo))


def _listas_por_letra(indice: Indice) -> Iterator[Lista]:
    for letra, fichas in _por_letra(indice).items():
        yield Lista(
            url=f"listado/letra/{_en_direccion(letra)}/",
            titulo=f"Apellidos con {letra.upper()}",
            fichas=tuple(fichas),
            total=len(fichas),
            alfabetica=True,
            carpeta=Miga("Por apellido", "listado/letra/"),
        )


def _listas_por_cargo(indice: Indice) -> Iterator[Lista]:
    for cargo, grupos in _por_cargo(indice).items():
        nombre = indice.proceso.cargos[cargo].nombre
        for postulante, fichas in grupos.items():
            yield Lista(
                url=f"listado/{cargo}/{postulante.lower()}/",
                titulo=f"{nombre}: {indice.proceso.postulantes[postulante].nombre}",
                fichas=tuple(fichas),
                total=len(fichas),
                carpeta=Miga(nombre, f"listado/{cargo}/"),
            )


def _por_cargo(indice: Indice) -> dict[str, dict[str, list[FichaPublica]]]:
    grupos: dict[str, dict[str, list[FichaPublica]]] = {}
    for ficha in indice.vigentes:
        grupos.setdefault(ficha.cargo, {}).setdefault(ficha.postulante, []).append(ficha)
    return grupos


def listas_de_cargo(indice: Indice, cargo: str) -> tuple[tuple[Postulante, str, int], ...]:
    """(postulante, dirección, cuántas) de cada listado de un cargo, en el orden del registro."""
    postulantes = indice.proceso.postulantes
    grupos = _por_cargo(indice).get(cargo, {})
    return tuple(
        (postulantes[clave], f"listado/{cargo}/{clave.lower()}/", len(grupos[clave]))
        for clave in sorted(grupos, key=lambda clave: (postulantes[clave].orden, clave))
    )


def _partir(lista: Lista, maximo: int) -> Iterator[Lista]:
    cortes = range(0, lista.total, maximo)
    for parte, desde in enumerate(cortes, 1):
        yield replace(
            lista,
            url=lista.url if parte == 1 else f"{lista.url.rstrip('/')}-{parte}/",
            fichas=lista.fichas[desde : desde + maximo],
            parte=parte,
            partes=len(cortes),
        )


def componer_lista(indice: Indice, lista: Lista) -> Pagina:
    """Una página de un listado."""
    return Pagina(
        url=lista.url,
        plantilla="listado.html",
        titulo=f"{lista.titulo}{_parte(lista)} · Conóceles",
        descripcion=f"{lista.titulo}: {cuantas(lista.total, 'candidatura', 'candidaturas')}.",
        datos={
            "lista": lista,
            "renglones": tuple(_renglones(lista.fichas)),
            "sexos": _presentes(indice, "sexo", (f.sexo for f in lista.fichas)),
            "grados": _presentes(indice, "grados", (grado(f) for f in lista.fichas)),
            "edades": _edades(lista.fichas),
            "siglas": {k: p.siglas for k, p in indice.proceso.postulantes.items()},
        },
        seccion="buscar",
        migas=(
            Miga("Inicio", ""),
            CANDIDATURAS,
            lista.carpeta,
            Miga(lista.titulo + _parte(lista)),
        ),
        guiones=("filtros.js",),
    )


def _parte(lista: Lista) -> str:
    return f", parte {lista.parte} de {lista.partes}" if lista.partes > 1 else ""


def _renglones(
    fichas: Iterable[FichaPublica],
) -> Iterable[tuple[FichaPublica, str, str, str]]:
    for ficha in fichas:
        yield ficha, apellidos_primero(ficha), grupo_de_edad(ficha.edad), grado(ficha)


def _edades(fichas: Iterable[FichaPublica]) -> tuple[tuple[str, str], ...]:
    presentes = {grupo_de_edad(f.edad) for f in fichas}
    return tuple((clave, nombre) for clave, nombre, _ in GRUPOS_DE_EDAD if clave in presentes)


def _presentes(indice: Indice, catalogo: str, claves: Iterable[str]) -> tuple[tuple[str, str], ...]:
    usadas = set(claves)
    renglones = indice.proceso.catalogos.get(catalogo, {})
    return tuple((k, r["nombre"]) for k, r in renglones.items() if k in usadas)


def componer_indice(indice: Indice, _: None) -> Pagina:
    """El listado de listados."""
    proceso = indice.proceso
    cuentas = Counter(f.cargo for f in indice.vigentes)
    elecciones = [
        (
            eleccion,
            [
                (cargo, cuentas[clave], listas_de_cargo(indice, clave))
                for clave, cargo in proceso.cargos.items()
                if cargo.eleccion == eleccion.clave and clave in cuentas
            ],
        )
        for eleccion in proceso.elecciones.values()
    ]
    return Pagina(
        url="candidaturas/",
        plantilla="candidaturas.html",
        titulo="Todas las candidaturas · Conóceles",
        descripcion="Listados por elección, cargo, postulante, lugar y letra del apellido.",
        datos={
            "elecciones": elecciones,
            "letras": letras(indice),
            "tipos": [
                proceso.ambitos[t] for t in dict.fromkeys(c.ambito for c in proceso.cargos.values())
            ],
            "postulantes": sorted(
                (proceso.postulantes[p] for p in indice.por_postulante),
                key=lambda p: (p.orden, p.clave),
            ),
        },
        seccion="buscar",
        migas=(Miga("Inicio", ""), Miga("Candidaturas")),
    )


def _uno(indice: Indice) -> Sequence[None]:
    del indice
    return (None,)


CLASES = (
    Clase("indice", _uno, lambda _: "candidaturas/", componer_indice),
    Clase("listado", listas, lambda lista: lista.url, componer_lista),
)
