"""¿Qué contestó y firmó una persona? Solo para quien tiene la llave, y queda constancia."""

from collections.abc import Iterator
from pathlib import Path

from generador.boveda.disco import errores_de_disco, guardar
from generador.boveda.sobre import Contenido
from generador.errores import ErrorConoceles
from generador.nucleo.preguntas import Preguntas
from generador.tramites.custodia import (
    Custodia,
    exigir_fuera_de_git,
    leer_llave,
    por_que_no_se_lee,
)


def leer(
    custodia: Custodia, clave: str, llave: Path | None, documento: Path | None = None
) -> Iterator[str]:
    """Renglones con cada pregunta y su respuesta; si se pide, deja el documento firmado.

    Lanza `ErrorConoceles` si está bloqueado, si la llave no abre o si el documento entraría a Git.
    """
    una = custodia.buscar(clave)
    if motivo := por_que_no_se_lee(una):
        raise ErrorConoceles(motivo)
    if documento is not None:
        exigir_fuera_de_git(documento)
    privada = leer_llave(llave)
    custodia.anotar("leer", (clave,), "con documento" if documento else "")
    contenido = custodia.boveda.leer(clave, una.identidad.compromiso, privada)
    if documento is not None:
        crudo = custodia.boveda.documento(contenido)
        if crudo is None:
            raise ErrorConoceles(f"De {clave} no se depositó ningún documento.")
        with errores_de_disco("guardar el documento en"):
            guardar(documento, crudo)
    yield from _renglones(custodia, contenido)


def _renglones(custodia: Custodia, contenido: Contenido) -> Iterator[str]:
    dicho = contenido.cuestionario
    preguntas = Preguntas.de_contexto(custodia.conjunto.contexto)
    yield f"{contenido.clave}, depositado el {contenido.depositado}."
    accion = preguntas.acciones.get(dicho.accion_afirmativa, {}).get("nombre", "ninguna")
    yield f"Acción afirmativa: {accion}."
    autoriza = "sí" if contenido.consentimiento.get("publicacion") else "no"
    yield f"Autoriza publicar: {autoriza}."
    for pregunta in preguntas:
        if pregunta.nombre not in dicho.respuestas:
            continue
        valor = dicho.respuestas[pregunta.nombre]
        elegidas = valor if isinstance(valor, list) else [valor]
        yield f"{pregunta.titulo} {', '.join(pregunta.opciones.get(e, e) for e in elegidas)}"
