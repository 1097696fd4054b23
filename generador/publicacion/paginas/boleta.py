"""¿Quién aparece en mi boleta?"""

from collections.abc import Sequence

from generador.publicacion.boletas import Combinacion, comunes
from generador.publicacion.indice import Indice, por_nombre
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.paginas.lugar import papeletas_de, papeletas_del_lugar


def componer_pregunta(indice: Indice, _: None) -> Pagina:
    """La pregunta por sección y, para quien no la sepa, todos los lugares."""
    usados = {cargo.ambito for cargo in indice.proceso.cargos.values()}
    en_boletas = {lugar.tipo: None for boleta in indice.boletas for lugar in boleta.lugares}
    tipos = [t for t in (*en_boletas, *indice.proceso.ambitos) if t in usados]
    unico, con_secciones = indice.lugar_unico, bool(indice.boletas)
    return Pagina(
        url="boleta/",
        plantilla="boleta.html",
        titulo="Mi boleta: quién compite donde yo voto · Conóceles",
        descripcion=(
            "Escriba su sección o elija su lugar: verá todas las candidaturas de su boleta. La "
            "sección no sale de su aparato."
            if con_secciones and not unico
            else "Todas las candidaturas de su boleta, por lugar."
        ),
        datos={
            "unico": unico,
            "con_secciones": con_secciones,
            "papeletas": papeletas_del_lugar(indice, unico) if unico else (),
            "tipos": [
                (
                    indice.proceso.ambitos[tipo],
                    por_nombre(indice.proceso.ambitos[tipo].lugares.values()),
                )
                for tipo in dict.fromkeys(tipos)
            ],
        },
        seccion="boleta",
        migas=(Miga("Inicio", ""), Miga("Mi boleta")),
        guiones=("boleta.js",) if con_secciones and not unico else (),
    )


def componer_boleta(indice: Indice, boleta: Combinacion) -> Pagina:
    """Una boleta completa: todas las contiendas por las que se vota en esas secciones."""
    lugares = (*boleta.lugares, *comunes(indice.proceso))
    contiendas = [
        contienda
        for lugar in lugares
        for contienda in indice.por_lugar.get((lugar.tipo, lugar.clave), ())
    ]
    return Pagina(
        url=boleta.url,
        plantilla="boleta_de_lugar.html",
        titulo=f"Boleta de {boleta.nombre} · Conóceles",
        descripcion=f"Todas las candidaturas por las que se vota en {boleta.nombre}.",
        datos={
            "boleta": boleta,
            "papeletas": papeletas_de(indice, contiendas),
            "unico": indice.lugar_unico,
        },
        seccion="boleta",
        migas=(Miga("Inicio", ""), Miga("Mi boleta", "boleta/"), Miga(boleta.nombre)),
    )


def _una(indice: Indice) -> Sequence[None]:
    del indice
    return (None,)


CLASES = (
    Clase("pregunta", _una, lambda _: "boleta/", componer_pregunta),
    Clase("boleta", lambda indice: indice.boletas, lambda boleta: boleta.url, componer_boleta),
)
