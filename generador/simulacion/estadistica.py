"""¿Qué estadísticas tendría un proceso ficticio?

Las que el verbo `estadistica` contaría con la llave, con las respuestas inventadas de cada clave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from generador.archivos.reparto import repartir
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.estadistica.censo import contada_de
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso
from generador.nucleo.publico import publicar
from generador.simulacion.identidad import cuestionario_ficticio, extracto_ficticio, preguntas_de


def fechas_de_corte(proceso: Proceso) -> tuple[date, ...]:
    """Dos hitos: al vencer la captura ordinaria y al terminar las campañas."""
    plazo = timedelta(days=proceso.plazos.captura.cantidad + 2)
    return (proceso.fechas.registro + plazo, proceso.fechas.campanas_fin)


def cortes_ficticios(conjunto: Conjunto, fechas: Iterable[date]) -> tuple[Corte, ...]:
    """Un corte por fecha, cada uno sabiendo lo que ya se publicó en los anteriores."""
    proceso = conjunto.proceso
    preguntas = preguntas_contables(conjunto.contexto.esquemas, proceso)
    cortes: list[Corte] = []
    for fecha in fechas:
        contadas = contadas_ficticias(conjunto, fecha)
        cortes.append(
            contar(contadas, preguntas, fecha, proceso.lecturas.celda_minima, cortes, repartir)
        )
    return tuple(cortes)


def contadas_ficticias(conjunto: Conjunto, fecha: date) -> Sequence[Contada]:
    """Quienes contaban al terminar ese día, con lo que contestarían."""
    proceso, esquemas = conjunto.proceso, conjunto.contexto.esquemas
    momento = datetime.combine(fecha, time.max, proceso.calendario.tz)
    contexto = replace(conjunto.contexto, ahora=momento)
    campos = preguntas_de(esquemas)
    preguntas = preguntas_contables(esquemas, proceso)
    fichas = {
        ficha.clave: ficha
        for ficha in publicar(replace(conjunto, contexto=contexto), extracto_ficticio(conjunto))
    }
    contadas = []
    for candidatura in _vigentes(conjunto.candidaturas.values(), contexto):
        edad = candidatura.registro.edad
        dicho, permitida = None, None
        if contexto.ya_paso(candidatura.identidad.fecha):
            dicho = cuestionario_ficticio(proceso, campos, candidatura.clave, edad)
            permitida = _permitida(candidatura, proceso, dicho)
        ficha = fichas.get(candidatura.clave)
        contadas.append(contada_de(candidatura, proceso, preguntas, dicho, permitida, ficha))
    return contadas


def _vigentes(candidaturas: Iterable[Candidatura], contexto: Contexto) -> Iterator[Candidatura]:
    for candidatura in candidaturas:
        recibida = candidatura.tramite.cuenta_recibida
        if candidatura.registro.estatus == "registrada" and not contexto.esta_por_venir(recibida):
            yield candidatura


def _permitida(
    candidatura: Candidatura, proceso: Proceso, dicho: Cuestionario
) -> IdentidadDeUna | None:
    """Lo que la bóveda deja publicar, aunque su ficha todavía no se vea."""
    firmado = candidatura.consentimiento
    if firmado is not None and firmado.publicacion:
        return IdentidadDeUna("consentimiento", dicho.respuestas)
    if not dicho.accion_afirmativa:
        return None
    dimension = proceso.catalogos["acciones_afirmativas"][dicho.accion_afirmativa]["dimension"]
    return IdentidadDeUna("accion_afirmativa", dicho.respuestas, dimension)
