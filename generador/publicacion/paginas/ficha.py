"""¿Qué dice la ficha de una persona?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generador.nucleo.ficha import Estado, FichaPublica, Respuesta, Rubro, Vacio
from generador.publicacion.ficha_json import a_json
from generador.publicacion.indice import Formula, Indice, Planilla, url_de_lugar
from generador.publicacion.pagina import Clase, Miga, Pagina
from generador.publicacion.paginas.historia import contar_historia
from generador.publicacion.piezas import Pieza, pieza
from generador.publicacion.sellos import sellos
from generador.publicacion.textos import dia, enumerar, puesto

APARTADOS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("propuestas", "Propuestas", ("propuestas", "propuesta_genero")),
    ("motivo", "Por qué quiere ocupar el cargo", ("motivo",)),
    ("trayectoria", "Trayectoria", ("historia_profesional", "trayectoria_politica")),
    ("formacion", "Formación académica", ("formacion",)),
    ("contacto", "Contacto público", ("contacto",)),
)
"""Los apartados de la ficha, en el orden en que le sirven a quien va a votar."""

ACOMPANANTE = "_otra"
"""Cómo termina el campo que precisa la respuesta «otra» de una pregunta numerada."""


def elementos(indice: Indice) -> Sequence[FichaPublica]:
    """Todas las fichas, también las de quienes ya no compiten: su dirección es para siempre."""
    return indice.todas


def url(ficha: FichaPublica) -> str:
    """Dirección permanente."""
    return ficha.url


def componer(indice: Indice, ficha: FichaPublica) -> Pagina:
    """La página de una candidatura, vigente o con su aviso mínimo."""
    return _vigente(indice, ficha) if ficha.esta_vigente else _retirada(indice, ficha)


CLASE = Clase("ficha", elementos, url, componer)


def _vigente(indice: Indice, ficha: FichaPublica) -> Pagina:
    planilla = indice.planilla_de(ficha)
    contienda = indice.contienda_de(ficha)
    postulante = planilla.postulante
    nombre, lugar = ficha.nombre_completo, ficha.ambito_nombre
    frase = f"{nombre}: {puesto(ficha).lower()}, {lugar}. Postula: {postulante.nombre}."
    imagen = f"{ficha.clave.lower()}.webp" if ficha.fotografia else ""
    migas = (
        Miga("Inicio", ""),
        Miga(lugar, url_de_lugar(planilla.lugar)),
        Miga(f"{planilla.clase}: {postulante.siglas}", planilla.url),
        Miga(nombre),
    )
    return Pagina(
        url=ficha.url,
        plantilla="ficha.html",
        titulo=f"{nombre} · {puesto(ficha)}, {lugar} · Conóceles",
        descripcion=f"{frase} Propuestas, trayectoria, formación y contacto público.",
        datos={
            "f": ficha,
            "imagen": imagen,
            "postulante": postulante,
            "siglas": sellos(indice.proceso, postulante),
            "planilla": planilla,
            "pareja": _pareja(planilla, ficha),
            "por_venir": indice.fuente.corte.date() <= indice.proceso.fechas.jornada,
            "contienda": contienda,
            "otras": len(contienda.planillas) - 1,
            "compara": contienda.es_comparable
            and not planilla.formulas[0].cargo.numerado
            and ficha.numero is None,
            "relevada": indice.por_clave.get(ficha.sustituye_a),
            **cuestionario(indice, ficha),
            **_identidad(ficha),
            "historia": tuple(contar_historia(ficha, indice.proceso)),
        },
        migas=migas,
        tipo="profile",
        imagen=ficha.url + imagen if imagen else "",
        datos_ligados=(_persona(indice, ficha, planilla, imagen),),
        archivos={"ficha.json": a_json(ficha, indice.proceso.lecturas.sustituidas)},
    )


def _retirada(indice: Indice, ficha: FichaPublica) -> Pagina:
    con_nombre = indice.proceso.lecturas.sustituidas == "leyenda"
    titulo = (
        "Candidatura sustituida" if ficha.estado is Estado.SUSTITUIDA else "Candidatura cancelada"
    )
    relevo = _ultimo_relevo(indice, ficha)
    lugar = indice.proceso.ambitos[ficha.ambito_tipo].lugares[ficha.ambito]
    return Pagina(
        url=ficha.url,
        plantilla="ficha_retirada.html",
        titulo=f"{titulo} · Conóceles",
        descripcion=f"{titulo}: {puesto(ficha).lower()}, {ficha.ambito_nombre}.",
        datos={
            "f": ficha,
            "titulo": titulo,
            "con_nombre": con_nombre,
            "relevo": relevo,
            "lugar": lugar,
            "postulante": indice.proceso.postulantes[ficha.postulante],
            "fecha": dia(ficha.baja_fecha),
        },
        migas=(Miga("Inicio", ""), Miga(lugar.nombre, url_de_lugar(lugar)), Miga(titulo)),
        indexable=False,
        archivos={"ficha.json": a_json(ficha, indice.proceso.lecturas.sustituidas)},
    )


def _ultimo_relevo(indice: Indice, ficha: FichaPublica) -> FichaPublica | None:
    """Quien ocupa hoy su lugar: una posición puede sustituirse varias veces."""
    vistas: set[str] = set()
    actual = indice.por_clave.get(ficha.sustituida_por)
    while actual is not None and not actual.esta_vigente and actual.clave not in vistas:
        vistas.add(actual.clave)
        siguiente = indice.por_clave.get(actual.sustituida_por)
        if siguiente is None:
            break
        actual = siguiente
    return actual


def _pareja(planilla: Planilla, ficha: FichaPublica) -> FichaPublica | None:
    for formula in planilla.formulas:
        if formula.cargo.clave == ficha.cargo and formula.numero == ficha.numero:
            return _la_otra(formula, ficha)
    return None


def _la_otra(formula: Formula, ficha: FichaPublica) -> FichaPublica | None:
    return formula.suplente if formula.propietaria is ficha else formula.propietaria


def cuestionario(indice: Indice, ficha: FichaPublica) -> dict[str, Any]:
    """Los apartados con contenido y, en una frase por causa, todo lo que falta."""
    por_nombre = {rubro.nombre: rubro for rubro in ficha.rubros}
    ubicados = {nombre for _, _, nombres in APARTADOS for nombre in nombres}
    ajenos = tuple(nombre for nombre in por_nombre if nombre not in ubicados)
    grupos = (*APARTADOS, ("otros", "Más información", ajenos))
    causa = _causa_unica(ficha.rubros)
    if causa is not None:
        return {"apartados": (), "causa": causa, "faltan": ()}
    apartados = []
    for ancla, titulo, nombres in grupos:
        rubros = [por_nombre[nombre] for nombre in nombres if nombre in por_nombre]
        partes = [parte for rubro in rubros for parte in _partes(indice, ficha, rubro)]
        if partes:
            apartados.append((ancla, titulo, partes))
    return {"apartados": apartados, "causa": None, "faltan": _faltantes(ficha.rubros)}


def _causa_unica(rubros: Iterable[Rubro]) -> Vacio | None:
    causas = {rubro.vacio for rubro in rubros}
    return causas.pop() if len(causas) == 1 else None


def _partes(
    indice: Indice, ficha: FichaPublica, rubro: Rubro
) -> Iterator[tuple[str, Pieza | None, str]]:
    """(subtítulo, pieza, aviso) de cada respuesta visible; lo observado avisa en su sitio."""
    if rubro.observado and rubro.vacio is not None:
        yield rubro.titulo, None, dia(rubro.observado)
        return
    for respuesta in rubro.respuestas:
        if respuesta.vacio is Vacio.EN_CORRECCION:
            yield respuesta.titulo, None, dia(rubro.observado)
        elif respuesta.vacio is None:
            titulos = indice.proceso.cargos[ficha.cargo].propuestas
            yield from pieza(respuesta, titulos, indice.proceso.catalogos)


def _faltantes(rubros: Iterable[Rubro]) -> tuple[tuple[str, str], ...]:
    """Por causa, los títulos de lo que no se muestra, en una enumeración."""
    por_causa: dict[Vacio, list[str]] = defaultdict(list)
    for rubro in rubros:
        if rubro.vacio is not None:
            por_causa[rubro.vacio].append(rubro.titulo)
            continue
        for respuesta in rubro.respuestas:
            if respuesta.vacio is not None:
                por_causa[respuesta.vacio].append(respuesta.titulo)
    por_causa.pop(Vacio.EN_CORRECCION, None)
    return tuple(
        (causa.value, enumerar([minuscula(t) for t in titulos]))
        for causa, titulos in por_causa.items()
    )


def minuscula(titulo: str) -> str:
    """El título dentro de una frase: sin mayúscula inicial, salvo siglas y preguntas."""
    if titulo[:2].isupper() or titulo.startswith("¿"):
        return titulo
    return titulo[:1].lower() + titulo[1:]


def _identidad(ficha: FichaPublica) -> dict[str, Any]:
    respuestas: list[tuple[str, str]] = []
    vacias: dict[Vacio, int] = defaultdict(int)
    for respuesta in ficha.identidad:
        if respuesta.vacio is not None:
            # Los «¿cuál?» acompañan a una pregunta; no se cuentan como otra.
            vacias[respuesta.vacio] += not respuesta.puntero.endswith(ACOMPANANTE)
        else:
            respuestas.append((respuesta.titulo, _valor(respuesta)))
    return {
        "identidad": respuestas,
        "identidad_vacias": tuple(
            (causa.value, numero) for causa, numero in vacias.items() if numero
        ),
    }


def _valor(respuesta: Respuesta) -> str:
    if isinstance(respuesta.valor, list | tuple):
        return enumerar([str(uno) for uno in respuesta.valor])
    return str(respuesta.valor)


def _persona(
    indice: Indice, ficha: FichaPublica, planilla: Planilla, imagen: str
) -> Mapping[str, Any]:
    base = indice.proceso.identificacion.url
    datos: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": ficha.nombre_completo,
        "url": base + ficha.url,
        "description": f"{puesto(ficha)}, {ficha.ambito_nombre}",
        "affiliation": {"@type": "Organization", "name": planilla.postulante.nombre},
    }
    if ficha.sobrenombre:
        datos["alternateName"] = ficha.sobrenombre
    if imagen:
        datos["image"] = base + ficha.url + imagen
    return datos
