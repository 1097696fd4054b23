"""¿Qué hay en una dirección recortada?

Quien borra el final de una dirección llega a la carpeta que la contiene: cada una tiene su
página, con ligas a todo lo que guarda.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generador.nucleo.proceso import Cargo, Eleccion, TipoDeAmbito
from generador.publicacion.indice import Contienda, Indice, por_nombre, url_de_lugar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.paginas.listado import CANDIDATURAS, letras, listas_de_cargo
from generador.publicacion.textos import cuantas

INICIO = Miga("Inicio", "")

POCAS = 12
"""Hasta tantas ligas van una por renglón; más, en columnas."""


@dataclass(frozen=True, slots=True)
class Entrada:
    """Una liga de la carpeta; `cuenta` es lo que hay detrás, ya con su unidad."""

    texto: str
    url: str
    siglas: str = ""
    cuenta: str = ""


@dataclass(frozen=True, slots=True)
class Grupo:
    """Ligas de una misma clase; `url` es la página que las reúne, si hay otra."""

    titulo: str
    entradas: tuple[Entrada, ...]
    son_letras: bool = False
    url: str = ""

    @property
    def forma(self) -> str:
        """Cómo se dibuja: `letras`, `pila` si son pocas, `fichas-siglas` o `corrida`."""
        if self.son_letras:
            return "letras"
        if len(self.entradas) <= POCAS:
            return "pila"
        return "fichas-siglas" if self.entradas[0].siglas else "corrida"


def _pagina(
    url: str,
    titulo: str,
    guia: str,
    grupos: Sequence[Grupo],
    *,
    migas: Sequence[Miga] = (),
    seccion: str = "buscar",
) -> Pagina:
    return Pagina(
        url=url,
        plantilla="carpeta.html",
        titulo=f"{titulo} · Conóceles",
        descripcion=guia,
        datos={"titulo": titulo, "guia": guia, "grupos": [g for g in grupos if g.entradas]},
        seccion=seccion,
        migas=(INICIO, *migas, Miga(titulo)),
    )


def _candidaturas(numero: int) -> str:
    return cuantas(numero, "candidatura", "candidaturas")


def componer_listados(indice: Indice, _: None) -> Pagina:
    """Los listados que hay: por cargo y los demás."""
    por_cargo = Counter(f.cargo for f in indice.vigentes)
    cargos = tuple(
        Entrada(cargo.nombre, _url_de_cargo(cargo), cuenta=_candidaturas(por_cargo[clave]))
        for clave, cargo in indice.proceso.cargos.items()
        if clave in por_cargo
    )
    otros = (
        Entrada("Por quién postula", "postulantes/", cuenta=_postulantes(indice)),
        Entrada("Por lugar", "lugares/", cuenta=cuantas(len(indice.lugares), "lugar", "lugares")),
        Entrada("Por planilla o fórmula", "planillas/", cuenta=_planillas(indice)),
    )
    return _pagina(
        "listado/",
        "Listados",
        "Todas las candidaturas, en listas que se leen sin JavaScript.",
        (
            Grupo("Por cargo", cargos),
            Grupo("De otra manera", otros),
            Grupo("Por apellido", _iniciales(indice), son_letras=True, url="listado/letra/"),
        ),
        migas=(CANDIDATURAS,),
    )


def _postulantes(indice: Indice) -> str:
    cuenta = len(indice.por_postulante)
    return cuantas(cuenta, "postulante", "postulantes") if cuenta else ""


def _planillas(indice: Indice) -> str:
    cuenta = len(indice.planillas)
    return cuantas(cuenta, "planilla o fórmula", "planillas y fórmulas") if cuenta else ""


def _iniciales(indice: Indice) -> tuple[Entrada, ...]:
    return tuple(
        Entrada(letra, direccion, cuenta=_candidaturas(cuenta))
        for letra, direccion, cuenta in letras(indice)
    )


def _cargos(indice: Indice) -> Sequence[Cargo]:
    presentes = {f.cargo for f in indice.vigentes}
    return tuple(c for c in indice.proceso.cargos.values() if c.clave in presentes)


def _url_de_cargo(cargo: Cargo) -> str:
    return f"listado/{cargo.clave}/"


def componer_cargo(indice: Indice, cargo: Cargo) -> Pagina:
    """Las candidaturas a un cargo, por quién postula y por lugar."""
    por_lugar = Counter(f.ambito for f in indice.vigentes if f.cargo == cargo.clave)
    lugares = indice.proceso.ambitos[cargo.ambito].lugares
    return _pagina(
        _url_de_cargo(cargo),
        cargo.nombre,
        cargo.funciones,
        (
            Grupo(
                "Por quién postula",
                tuple(
                    Entrada(p.nombre, direccion, p.siglas, _candidaturas(cuenta))
                    for p, direccion, cuenta in listas_de_cargo(indice, cargo.clave)
                ),
            ),
            Grupo(
                "Por lugar",
                tuple(
                    Entrada(
                        lugar.nombre,
                        url_de_lugar(lugar),
                        cuenta=_candidaturas(por_lugar[lugar.clave]),
                    )
                    for lugar in por_nombre(lugares.values())
                    if lugar.clave in por_lugar
                ),
            ),
        ),
        migas=(CANDIDATURAS,),
    )


def componer_letras(indice: Indice, _: None) -> Pagina:
    """Las iniciales de apellido que existen."""
    return _pagina(
        "listado/letra/",
        "Por apellido",
        "Elija la inicial del primer apellido.",
        (Grupo("Inicial del primer apellido", _iniciales(indice), son_letras=True),),
        migas=(CANDIDATURAS,),
    )


def _tipos(indice: Indice) -> Sequence[TipoDeAmbito]:
    usados = dict.fromkeys(lugar.tipo for lugar in indice.lugares)
    return tuple(indice.proceso.ambitos[tipo] for tipo in usados)


def _url_de_tipo(tipo: TipoDeAmbito) -> str:
    return f"lugares/{tipo.clave}/"


def componer_lugares(indice: Indice, _: None) -> Pagina:
    """Todos los lugares en que se vota, por clase."""
    return _pagina(
        "lugares/",
        "Lugares",
        "Elija un lugar para ver quiénes compiten en él.",
        tuple(
            Grupo(tipo.plural, _lugares(indice, tipo), url=_url_de_tipo(tipo))
            for tipo in _tipos(indice)
        ),
        seccion="boleta",
    )


def _lugares(indice: Indice, tipo: TipoDeAmbito) -> tuple[Entrada, ...]:
    cuentas = Counter(f.ambito for f in indice.vigentes if f.ambito_tipo == tipo.clave)
    return tuple(
        Entrada(
            lugar.nombre,
            url_de_lugar(lugar),
            cuenta=_candidaturas(cuentas[lugar.clave]) if indice.fuente.abierto else "",
        )
        for lugar in por_nombre(tipo.lugares.values())
    )


def componer_tipo(indice: Indice, tipo: TipoDeAmbito) -> Pagina:
    """Los lugares de una clase."""
    entradas = _lugares(indice, tipo)
    cuenta = cuantas(len(entradas), tipo.nombre.lower(), tipo.plural.lower())
    return _pagina(
        _url_de_tipo(tipo),
        tipo.plural,
        "Elija un lugar para ver quiénes compiten en él.",
        (Grupo(cuenta, entradas),),
        migas=(Miga("Lugares", "lugares/"),),
        seccion="boleta",
    )


def componer_planillas(indice: Indice, _: None) -> Pagina:
    """Todas las planillas, fórmulas y listas, por elección y lugar."""
    grupos: dict[str, tuple[Eleccion, list[Contienda]]] = {}
    for contienda in indice.contiendas.values():
        grupos.setdefault(contienda.eleccion.clave, (contienda.eleccion, []))[1].append(contienda)
    titulo = "Planillas, fórmulas y listas"
    return Pagina(
        url="planillas/",
        plantilla="planillas.html",
        titulo=f"{titulo} · Conóceles",
        descripcion="Lo que cada postulante registró junto, por elección y lugar.",
        datos={"titulo": titulo, "grupos": list(grupos.values())},
        seccion="buscar",
        migas=(INICIO, CANDIDATURAS, Miga(titulo)),
    )


def componer_anteriores(indice: Indice, _: None) -> Pagina:
    """Los procesos ya cerrados que se publican junto a este."""
    entradas = tuple(Entrada(a.nombre, f"procesos/{a.clave}/") for a in indice.fuente.anteriores)
    return _pagina(
        "procesos/",
        "Procesos anteriores",
        "Cada uno quedó como estaba en su fecha de cierre.",
        (Grupo("Ya cerrados", entradas),),
        seccion="",
    )


def _uno(indice: Indice) -> Sequence[None]:
    del indice
    return (None,)


def _si_hay_nombres(indice: Indice) -> Sequence[None]:
    return (None,) if indice.vigentes else ()


def _si_hay_anteriores(indice: Indice) -> Sequence[None]:
    return (None,) if indice.fuente.anteriores else ()


CLASES = (
    Clase("listados", _uno, lambda _: "listado/", componer_listados),
    Clase("cargo", _cargos, _url_de_cargo, componer_cargo),
    Clase("letras", _si_hay_nombres, lambda _: "listado/letra/", componer_letras),
    Clase("lugares", _uno, lambda _: "lugares/", componer_lugares),
    Clase("tipo", _tipos, _url_de_tipo, componer_tipo),
    Clase("planillas", _uno, lambda _: "planillas/", componer_planillas),
    Clase("anteriores", _si_hay_anteriores, lambda _: "procesos/", componer_anteriores),
)
