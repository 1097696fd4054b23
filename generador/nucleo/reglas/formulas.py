"""¿Las fórmulas y las planillas están completas y cada quien está una sola vez?"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from generador.nucleo.claves import letra_de
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura, Registro
from generador.nucleo.proceso import Cargo, Proceso
from generador.nucleo.redaccion import normalizar
from generador.nucleo.regla import Alcance, DichoDe, regla

Posicion = tuple[str, int | None]
"""(cargo, número)."""
Planilla = tuple[str, str, str, str]
"""(elección, tipo de ámbito, ámbito, postulante)."""
Formula = tuple[Planilla, Posicion]

_CITADAS = 3


def vigentes(conjunto: Conjunto) -> Iterator[Candidatura]:
    """Las candidaturas registradas, con su cargo y su lugar en el proceso."""
    cargos = conjunto.proceso.cargos
    for candidatura in conjunto.candidaturas.values():
        registro = candidatura.registro
        if registro.estatus == "registrada" and registro.cargo in cargos:
            yield candidatura


def planilla_de(registro: Registro, proceso: Proceso) -> Planilla:
    """La planilla, lista o fórmula suelta a la que pertenece."""
    tipo = proceso.cargos[registro.cargo].ambito
    return (registro.eleccion, tipo, registro.ambito, registro.postulante)


def por_formula(conjunto: Conjunto) -> dict[Formula, list[Candidatura]]:
    """Las candidaturas vigentes de cada fórmula."""
    grupos: dict[Formula, list[Candidatura]] = defaultdict(list)
    for c in vigentes(conjunto):
        planilla = planilla_de(c.registro, conjunto.proceso)
        grupos[planilla, (c.registro.cargo, c.registro.numero)].append(c)
    return grupos


def nombrar_posicion(posicion: Posicion, proceso: Proceso) -> str:
    """«regiduría 3», «presidencia municipal»."""
    cargo, numero = posicion
    nombre = proceso.cargos[cargo].nombre.lower()
    return nombre if numero is None else f"{nombre} {numero}"


def citar(claves: Collection[str], *, menos: str = "") -> str:
    """Hasta tres claves distintas de `menos`, y cuántas más hay.

    Con miles de claves solo se miran las primeras.
    """
    primeras = [clave for clave in islice(claves, _CITADAS + 1) if clave != menos][:_CITADAS]
    mas = len(claves) - (menos in claves) - len(primeras)
    return ", ".join(primeras) + (f" y {mas:,} más" if mas > 0 else "")


@regla(
    "EXP04",
    alcance=Alcance.CONJUNTO,
    titulo="Dos personas en el mismo lugar",
    fundamento="PTO 3, fracción III, y 21",
)
def un_lugar_una_persona(conjunto: Conjunto) -> Iterator[DichoDe]:
    """En cada fórmula hay una sola propietaria y una sola suplente vigentes.

    Dos propietarias en la misma fórmula suelen ser una propietaria y su suplente mal registradas, o
    una sustitución en la que no se dio de baja a quien sale. Corrija el carácter o el estatus de
    una de las dos.
    """
    for grupo in por_formula(conjunto).values():
        por_caracter: dict[str, list[Candidatura]] = defaultdict(list)
        for c in grupo:
            por_caracter[c.registro.caracter].append(c)
        for caracter, iguales in por_caracter.items():
            for c in iguales if len(iguales) > 1 else ():
                otras = citar([otra.clave for otra in iguales], menos=c.clave)
                yield (
                    c.archivo,
                    (
                        "/registro/caracter",
                        f"Esta fórmula tiene más de una {caracter} vigente: también {otras}.",
                        "Corrija el carácter de una, o dé de baja a quien fue sustituida.",
                    ),
                )


@regla(
    "EXP05",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Fórmula incompleta",
    fundamento="PTO 3, fracción III",
)
def formula_completa(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Una fórmula se compone de propietaria y suplente, si el cargo la lleva.

    Es un aviso porque puede faltar de verdad: una renuncia sin sustitución deja sola a la otra
    persona, y su ficha se publica igual. Si falta por un error del registro, agregue su archivo.
    """
    proceso = conjunto.proceso
    for (_, posicion), grupo in por_formula(conjunto).items():
        letras = {letra_de(proceso, c.registro.caracter) for c in grupo}
        falta = {"P": "la propietaria", "S": "la suplente"}
        if not proceso.cargos[posicion[0]].suplente or len(grupo) > len(letras):
            continue  # sin suplencia, o con dos iguales: eso lo dice EXP04
        for letra in sorted(falta.keys() - letras):
            yield (
                grupo[0].archivo,
                (
                    "/registro/caracter",
                    f"Falta {falta[letra]} de la fórmula: {nombrar_posicion(posicion, proceso)}.",
                    "Si el registro la trae, agregue su archivo.",
                ),
            )


@regla(
    "EXP06",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Planilla incompleta",
    fundamento="PTO 3, fracciones III y IV",
)
def planilla_completa(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Quien postula en un municipio registra todas las posiciones que ahí se eligen.

    Se compara con el número de posiciones del ámbito; las que una alianza comparte por convenio se
    cuentan solo a la alianza. Es un aviso: el Consejo pudo aprobar la planilla incompleta. Si no,
    faltan archivos por importar.
    """
    presentes: dict[Planilla, set[Posicion]] = defaultdict(set)
    archivos: dict[Planilla, str] = {}
    for planilla, posicion in por_formula(conjunto):
        presentes[planilla].add(posicion)
    for c in vigentes(conjunto):
        planilla = planilla_de(c.registro, conjunto.proceso)
        archivos[planilla] = min(archivos.get(planilla, c.archivo), c.archivo)
    for planilla, hay in presentes.items():
        debe = posiciones_debidas(planilla, conjunto.proceso)
        faltan = [posicion for posicion in debe if posicion not in hay]
        if faltan:
            nombres = "; ".join(nombrar_posicion(p, conjunto.proceso) for p in faltan)
            verbo = "falta" if len(faltan) == 1 else "faltan"
            yield (
                archivos[planilla],
                (
                    "/registro/cargo",
                    (
                        f"A la planilla de {planilla[3]} en {planilla[2]} le {verbo} "
                        f"{contados(len(faltan), 'posición', 'posiciones')} de {len(debe):,}: "
                        f"{nombres}."
                    ),
                    "Si el registro las trae, agregue sus archivos.",
                ),
            )


def posiciones_debidas(planilla: Planilla, proceso: Proceso) -> list[Posicion]:
    """Las posiciones que le tocan a una planilla; ninguna si el número no es fijo."""
    eleccion, tipo, ambito, postulante = planilla
    lugares = proceso.ambitos[tipo].lugares
    if ambito not in lugares:
        return []
    debidas: list[Posicion] = []
    for cargo in proceso.cargos.values():
        if cargo.eleccion == eleccion and cargo.ambito == tipo:
            cuantas = proceso.posiciones_de(cargo, lugares[ambito]) or 0
            numeros = range(1, cuantas + 1) if cargo.numerado else [None] * cuantas
            debidas += [(cargo.clave, numero) for numero in numeros]
    convenidas = _convenidas(eleccion, ambito, proceso)
    propias = convenidas.get(postulante)
    ajenas = {
        codigo
        for alianza, codigos in convenidas.items()
        if postulante in proceso.partidos_de(alianza) and alianza != postulante
        for codigo in codigos
    }

    def le_toca(posicion: Posicion) -> bool:
        codigo = _codigo(posicion, proceso.cargos)
        return codigo not in ajenas and (not propias or codigo in propias)

    return [posicion for posicion in debidas if le_toca(posicion)]


def _codigo(posicion: Posicion, cargos: Mapping[str, Cargo]) -> str:
    return cargos[posicion[0]].posicion(posicion[1])


def _convenidas(eleccion: str, ambito: str, proceso: Proceso) -> dict[str, set[str]]:
    """Alianza → las posiciones que comparte en ese lugar, si el convenio las nombra."""
    convenidas: dict[str, set[str]] = defaultdict(set)
    for fila in proceso.alianzas:
        if fila.eleccion == eleccion and fila.ambito == ambito and fila.posicion:
            convenidas[fila.postulante].add(fila.posicion)
    return convenidas


def _por_nombre(conjunto: Conjunto) -> Iterator[list[Candidatura]]:
    """Las candidaturas vigentes que comparten nombre y apellidos, sin acentos ni mayúsculas."""
    grupos: dict[bytes, list[Candidatura]] = defaultdict(list)
    for c in vigentes(conjunto):
        grupos[normalizar(c.registro.nombre_completo)].append(c)
    return (grupo for grupo in grupos.values() if len(grupo) > 1)


def _parece_la_misma(uno: Registro, otro: Registro) -> bool:
    return uno.edad == otro.edad and uno.sexo == otro.sexo


def _es_triplicado(uno: Registro, otro: Registro) -> bool:
    mismo_lugar = (uno.cargo, uno.ambito) == (otro.cargo, otro.ambito)
    return mismo_lugar and uno.postulante != otro.postulante and _parece_la_misma(uno, otro)


def _es_repetida(uno: Registro, otro: Registro) -> bool:
    mismo_lugar = (uno.eleccion, uno.ambito) == (otro.eleccion, otro.ambito)
    return mismo_lugar and _parece_la_misma(uno, otro) and not _es_triplicado(uno, otro)


@regla(
    "EXP08",
    alcance=Alcance.CONJUNTO,
    titulo="La misma persona en dos lugares",
    fundamento="PTO 14; LGIPE, art. 11",
)
def una_persona_un_lugar(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Nadie puede estar registrada dos veces en la misma elección y el mismo lugar.

    Se reconoce por nombre, apellidos, sexo y edad iguales; la CURP nunca entra aquí. Una persona
    que es propietaria y suplente, o que ocupa dos regidurías, es un error del registro. Si de
    verdad son dos personas, anote una tolerancia en `proceso.yml` con el motivo.
    """
    for grupo in _por_nombre(conjunto):
        for c in grupo:
            otras = [o.clave for o in grupo if o is not c and _es_repetida(c.registro, o.registro)]
            if otras:
                yield (
                    c.archivo,
                    (
                        "/registro/nombre",
                        f"La misma persona está también en {citar(otras)}.",
                        "Deje una sola candidatura; coteje con el acuerdo.",
                    ),
                )


@regla(
    "EXP09",
    alcance=Alcance.CONJUNTO,
    titulo="Registro repetido por cada partido de una alianza",
    fundamento="PTO 20",
)
def sin_triplicados(conjunto: Conjunto) -> Iterator[DichoDe]:
    """El registro puede traer a la misma persona una vez por cada partido que la postula.

    En una coalición o candidatura común es una sola candidatura: aparecería dos o tres veces en la
    boleta y en los conteos. Deje la de la alianza, con el partido que captura según el convenio, y
    quite las demás.
    """
    for grupo in _por_nombre(conjunto):
        for c in grupo:
            otras = [
                o.clave for o in grupo if o is not c and _es_triplicado(c.registro, o.registro)
            ]
            if otras:
                yield (
                    c.archivo,
                    (
                        "/registro/postulante",
                        f"La misma persona está por el mismo cargo en {citar(otras)}.",
                        "Si va en alianza, deje solo la de la alianza.",
                    ),
                )


@regla(
    "EXP10",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Homónimas probables",
    fundamento="PTO 14; LGIPE, art. 11",
)
def homonimas(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Dos candidaturas con el mismo nombre completo pueden ser dos personas o una sola.

    Se avisa si compiten en el mismo lugar, o si además coinciden en sexo y edad. Quien consulta
    podría confundirlas: revise que los datos de cada una sean los suyos. No se avisa de quien va a
    la vez por mayoría relativa y en una lista, que la ley permite en ciertos casos.
    """
    for grupo in _por_nombre(conjunto):
        for c in grupo:
            otras = [o.clave for o in grupo if o is not c and _es_homonima(c.registro, o.registro)]
            if otras:
                yield (
                    c.archivo,
                    (
                        "/registro/nombre",
                        f"Tiene el mismo nombre completo que {citar(otras)}.",
                        "Compruebe que son personas distintas y que cada dato es de quien es.",
                    ),
                )


def _es_homonima(uno: Registro, otro: Registro) -> bool:
    if _es_triplicado(uno, otro) or _es_repetida(uno, otro):
        return False  # eso lo dicen EXP08 y EXP09
    if (uno.eleccion, uno.ambito) == (otro.eleccion, otro.ambito):
        return True
    simultanea = uno.eleccion == otro.eleccion and uno.principio != otro.principio
    return _parece_la_misma(uno, otro) and not simultanea
