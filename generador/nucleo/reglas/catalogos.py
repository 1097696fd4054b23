"""¿Lo que el expediente nombra existe y encaja en el proceso?"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo, Esquemas, campos
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.proceso import Alianza, Postulante, Proceso
from generador.nucleo.regla import Alcance, Dicho, regla

ALIANZAS = frozenset({"coalicion", "candidatura_comun"})
"""Tipos de postulación en los que varios partidos van juntos."""

_OPCIONES_A_LA_VISTA = 8
_DEL_PROCESO = frozenset({"eleccion", "cargo", "ambito", "postulante", "causal"})


def sugerir(valor: str, opciones: Collection[str]) -> str:
    """Remedio para una clave que no existe: la parecida, o las que hay si son pocas."""
    cercanas = get_close_matches(valor, opciones, n=1)
    if cercanas:
        return f"¿Quiso decir «{cercanas[0]}»?"
    if len(opciones) <= _OPCIONES_A_LA_VISTA:
        return f"Admite: {', '.join(opciones)}."
    return "Consulte las claves en la documentación del catálogo."


@recordar
def _campos_con_catalogo(esquemas: Esquemas) -> tuple[Campo, ...]:
    return tuple(c for c in campos(esquemas) if c.catalogo and c.catalogo not in _DEL_PROCESO)


@recordar
def _claves_del_proceso(proceso: Proceso) -> Mapping[str, Mapping[str, Any]]:
    return {
        "eleccion": proceso.elecciones,
        "cargo": proceso.cargos,
        "postulante": proceso.postulantes,
        "captura_por": proceso.postulantes,
    }


@regla(
    "CAT01",
    alcance=Alcance.CANDIDATURA,
    titulo="Clave que no existe",
    fundamento="PTO 8 y 14",
)
def claves_que_existen(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Sexo, cargo, ámbito, quien postula, grado de estudios, red social… salen de una lista.

    Las listas de la elección están en `proceso.yml`; las demás, en los catálogos del programa. Una
    clave que no está en la suya no se puede mostrar ni contar. El mensaje propone la parecida.
    """
    proceso, registro = contexto.proceso, c.registro
    for nombre, opciones in _claves_del_proceso(proceso).items():
        valor = getattr(registro, nombre)
        if valor is not None and valor not in opciones:
            yield _no_existe(f"/registro/{nombre}", valor, opciones)
    cargo = proceso.cargos.get(registro.cargo)
    tipo = proceso.ambitos.get(cargo.ambito) if cargo else None
    if tipo and registro.ambito not in tipo.lugares:
        yield _no_existe("/registro/ambito", registro.ambito, tipo.lugares)
    for numero, observacion in enumerate(c.tramite.observaciones):
        if observacion.causal not in proceso.causales:
            puntero = f"/tramite/observaciones/{numero}/causal"
            yield _no_existe(puntero, observacion.causal, proceso.causales)
    for campo in _campos_con_catalogo(contexto.esquemas):
        catalogo = proceso.catalogos.get(campo.catalogo)
        valor = valor_en(c.dato, campo.puntero)
        if catalogo is None or valor is None:
            continue
        if isinstance(valor, Mapping):
            yield from (
                _no_existe(f"{campo.puntero}/{v}", v, catalogo) for v in valor if v not in catalogo
            )
        elif valor not in catalogo:
            yield _no_existe(campo.puntero, valor, catalogo)


def _no_existe(puntero: str, valor: str, opciones: Collection[str]) -> Dicho:
    return puntero, f"«{valor}» no existe en este proceso.", sugerir(valor, opciones)


@regla(
    "CAT02",
    alcance=Alcance.CANDIDATURA,
    titulo="Elección y principio del cargo",
    fundamento="PTO 14",
)
def cargo_que_encaja(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Cada cargo pertenece a una elección y se elige por un principio.

    Una regiduría registrada en la elección de diputaciones, o una diputación de lista con el
    principio de mayoría relativa, aparecería en la boleta equivocada. Coteje con el acuerdo.
    """
    registro = c.registro
    cargo = contexto.proceso.cargos.get(registro.cargo)
    if cargo is None:
        return
    if registro.eleccion != cargo.eleccion and registro.eleccion in contexto.proceso.elecciones:
        yield (
            "/registro/eleccion",
            (
                f"El cargo «{cargo.nombre}» es de la elección «{cargo.eleccion}», no de "
                f"«{registro.eleccion}»."
            ),
            "Corrija la elección o el cargo.",
        )
    if registro.principio != cargo.principio:
        yield (
            "/registro/principio",
            (
                f"El cargo «{cargo.nombre}» se elige por «{cargo.principio}», no por "
                f"«{registro.principio}»."
            ),
            "Corrija el principio o el cargo.",
        )


@regla(
    "CAT03",
    alcance=Alcance.CANDIDATURA,
    titulo="Quién captura",
    fundamento="PTO 11 y 20",
)
def quien_captura(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Captura quien postula; en una alianza, el integrante que dice el convenio.

    De este dato dependen los permisos: quien figure aquí puede escribir y validar las respuestas.
    En un partido o una candidatura independiente debe ser el mismo que postula; en una coalición o
    candidatura común, uno de sus integrantes. Coteje con el convenio.
    """
    postulante = contexto.proceso.postulantes.get(c.registro.postulante)
    quien = c.registro.captura_por
    if postulante is None or (quien and quien not in contexto.proceso.postulantes):
        return
    if not es_alianza(postulante):
        if quien != postulante.clave:
            dado = f"dice «{quien}»" if quien else "está vacío"
            yield (
                "/registro/captura_por",
                f"Quien captura debe ser quien postula, {postulante.clave}; {dado}.",
                f"Escriba «captura_por: {postulante.clave}».",
            )
    elif quien and quien not in postulante.integrantes:
        yield (
            "/registro/captura_por",
            f"«{quien}» no integra «{postulante.nombre}».",
            f"Debe ser uno de sus integrantes: {', '.join(postulante.integrantes)}.",
        )


@regla(
    "CAT04",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Alianza sin saber quién captura",
    fundamento="PTO 20",
)
def alianza_sin_captura(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """En una coalición o candidatura común, captura el partido que postula según el convenio.

    Mientras no se sepa cuál es, nadie tiene permiso de capturar y el plazo corre sin dueño. No
    impide publicar los datos básicos: anote el partido en cuanto conste en el convenio (PTO 20).
    """
    postulante = contexto.proceso.postulantes.get(c.registro.postulante)
    if postulante and es_alianza(postulante) and c.registro.captura_por is None:
        yield (
            "/registro/captura_por",
            f"No se sabe qué integrante de «{postulante.nombre}» captura (PTO 20).",
            f"Según el convenio, anote uno de: {', '.join(postulante.integrantes)}.",
        )


@regla(
    "CAT05",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Alianza según el convenio",
    fundamento="PTO 20",
)
def alianza_segun_convenio(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Los convenios dicen en qué lugares va junta una alianza y quién captura en cada uno.

    Si la tabla de alianzas del proceso no trae ese lugar, o nombra a otro partido, la tabla o el
    registro están atrasados: los convenios se modifican. No impide publicar; coteje cuál rige.
    """
    registro = c.registro
    postulante = contexto.proceso.postulantes.get(registro.postulante)
    cargo = contexto.proceso.cargos.get(registro.cargo)
    tabla = _convenios(contexto.proceso)
    if not tabla or cargo is None or postulante is None or not es_alianza(postulante):
        return
    renglones = tabla.get((postulante.clave, registro.eleccion, registro.ambito), ())
    posicion = cargo.posicion(registro.numero)
    propios = [fila for fila in renglones if fila.posicion in ("", posicion)]
    if not propios:
        yield (
            "/registro/postulante",
            f"Según el convenio, «{postulante.nombre}» no va junta en esta posición.",
            "Coteje el registro con la tabla de alianzas.",
        )
        return
    previsto = max(propios, key=lambda fila: fila.posicion).captura_por
    if previsto and registro.captura_por and previsto != registro.captura_por:
        yield (
            "/registro/captura_por",
            f"Según el convenio captura {previsto}, y consta {registro.captura_por}.",
            "Coteje cuál rige.",
        )


@recordar
def _convenios(proceso: Proceso) -> Mapping[tuple[str, str, str], tuple[Alianza, ...]]:
    tabla: dict[tuple[str, str, str], tuple[Alianza, ...]] = {}
    for fila in proceso.alianzas:
        llave = (fila.postulante, fila.eleccion, fila.ambito)
        tabla[llave] = (*tabla.get(llave, ()), fila)
    return tabla


def es_alianza(postulante: Postulante) -> bool:
    """Si varios partidos postulan juntos."""
    return postulante.tipo in ALIANZAS
