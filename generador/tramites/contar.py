"""¿Cómo se cuenta a todas sin señalar a ninguna? (PTO 19 y 30)

Con la llave se abren los cuestionarios, se cuentan y se suprime lo que señalaría a alguien. Al
proceso va un CSV; a la bóveda, quiénes se contaron, para que el corte siguiente no las revele.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generador.archivos.estadistica import a_csv, leer_cortes, ruta_de
from generador.archivos.reescritura import poner
from generador.archivos.reparto import repartir
from generador.boveda.cifrado import Privada
from generador.boveda.cortes import guardar_poblacion, leer_poblacion
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.estadistica.censo import contada_de
from generador.nucleo.estadistica.contables import Pregunta, preguntas_contables
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.corte import Corte, Presente
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.permiso import POR_ACCION_AFIRMATIVA, POR_CONSENTIMIENTO, consiente
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.identidad.publica import IdentidadDeUna, extraer
from generador.nucleo.modelo import Candidatura
from generador.nucleo.publico import publicar
from generador.tramites.custodia import Custodia


@dataclass(frozen=True, slots=True)
class Contado:
    """Lo que quedó de un corte: dónde, cuántas se contaron y cuántos números se callaron."""

    ruta: str
    fecha: date
    contestadas: int
    publicados: int
    suprimidos: int


def contar_corte(custodia: Custodia, privada: Privada) -> Contado:
    """Cuenta lo de hoy y lo deja en `estadistica/<fecha>/identidad.csv`.

    Todo o nada: si un cuestionario no se puede abrir, no se cuenta ninguno. Lanza `ErrorConoceles`
    si ya hay un corte de esta fecha o posterior, o si falta quiénes se contaron en uno anterior.
    """
    contexto = custodia.conjunto.contexto
    preguntas = preguntas_contables(contexto.esquemas, contexto.proceso)
    fecha = contexto.hoy
    anteriores = _anteriores(custodia, preguntas, privada, fecha)
    custodia.anotar("contar", detalle=fecha.isoformat())
    contadas = _contadas(custodia, preguntas, privada)
    minimo = contexto.proceso.lecturas.celda_minima
    corte = contar(contadas, preguntas, fecha, minimo, anteriores, repartir)
    # Primero la bóveda: un corte publicado sin su población impediría contar el siguiente.
    guardar_poblacion(custodia.boveda, fecha, _a_bytes(corte))
    ruta = custodia.raiz / ruta_de(fecha)
    try:
        ruta.parent.mkdir(parents=True, exist_ok=True)
        poner(ruta, a_csv(corte, preguntas))
    except OSError as error:
        raise ErrorConoceles(f"No se puede escribir {ruta}: {causa_de_disco(error)}.") from error
    suprimidos = sum(1 for r in corte.renglones if r.conteo is None)
    return Contado(
        ruta_de(fecha),
        fecha,
        len(corte.poblacion),
        len(corte.renglones) - suprimidos,
        suprimidos,
    )


def _anteriores(
    custodia: Custodia, preguntas: tuple[Pregunta, ...], privada: Privada, fecha: date
) -> list[Corte]:
    """Los cortes ya publicados, cada uno con quiénes se contaron."""
    cortes = leer_cortes(custodia.raiz, preguntas)
    if cortes and cortes[-1].fecha >= fecha:
        raise ErrorConoceles(
            f"Ya hay un corte del {fecha_larga(cortes[-1].fecha)}: cada día se cuenta una vez, y "
            "nunca hacia atrás. Lo publicado no se vuelve a contar."
        )
    return [
        Corte(
            corte.fecha,
            corte.minimo,
            corte.renglones,
            _de_bytes(leer_poblacion(custodia.boveda, corte.fecha, privada)),
        )
        for corte in cortes
    ]


def _contadas(
    custodia: Custodia, preguntas: tuple[Pregunta, ...], privada: Privada
) -> list[Contada]:
    conjunto, contexto = custodia.conjunto, custodia.conjunto.contexto
    con_error = custodia.con_error()
    campos = Preguntas.de_contexto(contexto).campos
    dichos: dict[str, Cuestionario] = {}
    extracto: dict[str, IdentidadDeUna] = {}
    for clave, contenido, defecto in custodia.boveda.leer_todos(custodia.vigentes(), privada):
        if contenido is None:
            raise ErrorConoceles(f"{defecto} Sin ese no se cuenta ninguno.")
        una = custodia.buscar(clave)
        dichos[clave] = contenido.cuestionario
        permitida = extraer(
            una, contenido.cuestionario, contexto, campos, con_error=una.archivo in con_error
        )
        if permitida is not None:
            extracto[clave] = permitida
    fichas = {ficha.clave: ficha for ficha in publicar(conjunto, extracto)}
    return [
        contada_de(
            una,
            contexto.proceso,
            preguntas,
            dichos.get(una.clave),
            _autorizada(custodia, una, dichos.get(una.clave)),
            fichas.get(una.clave),
        )
        for una in conjunto.candidaturas.values()
        if una.registro.estatus == "registrada"
    ]


def _autorizada(
    custodia: Custodia, una: Candidatura, dicho: Cuestionario | None
) -> IdentidadDeUna | None:
    """Con qué base se podría publicar lo suyo, se vea ya o todavía no."""
    if dicho is None:
        return None
    contexto = custodia.conjunto.contexto
    if consiente(una, contexto):
        return IdentidadDeUna(POR_CONSENTIMIENTO, {})
    acciones = contexto.proceso.catalogos["acciones_afirmativas"]
    dimension = acciones.get(dicho.accion_afirmativa, {}).get("dimension", "")
    return IdentidadDeUna(POR_ACCION_AFIRMATIVA, {}, dimension) if dimension else None


def _a_bytes(corte: Corte) -> bytes:
    return json.dumps([p.a_dato() for p in corte.poblacion], ensure_ascii=False).encode()


def _de_bytes(crudo: bytes) -> tuple[Presente, ...]:
    return tuple(Presente.de_dato(dato) for dato in json.loads(crudo))


def ruta_del_corte(raiz: Path, contado: Contado) -> Path:
    """El archivo que se asienta."""
    return raiz / contado.ruta
