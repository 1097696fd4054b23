"""¿Qué contestó y firmó cada quien? Solo para quien tiene la llave, y queda constancia."""

from collections.abc import Iterator
from pathlib import Path

from generador.archivos.apertura import leer_comun
from generador.boveda.cifrado import abrir, cerrar
from generador.boveda.disco import errores_de_disco, guardar
from generador.boveda.sobre import Contenido
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.identidad.preguntas import Preguntas
from generador.tramites.custodia import (
    Custodia,
    LlaveDicha,
    exigir_fuera_de_git,
    leer_llave,
    por_que_no_se_lee,
)
from generador.tramites.matriz_completa import matriz_completa


def leer(
    custodia: Custodia, clave: str, llave: LlaveDicha, documento: Path | None = None
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


def entregar_matriz(custodia: Custodia, llave: LlaveDicha, destino: Path) -> tuple[str, ...]:
    """Deja en `destino` la matriz completa, cifrada para las llaves de la bóveda (PTO 6).

    Sin cifrar no pasa por el disco. Devuelve lo que no se pudo leer: esas van sin respuestas. Lanza
    `ErrorConoceles` si la llave no abre o si el archivo entraría a Git.
    """
    exigir_fuera_de_git(destino)
    privada = leer_llave(llave)
    vigentes = custodia.vigentes()
    custodia.anotar("matriz", detalle=f"{len(vigentes)} vigentes")
    dichos, defectos = {}, []
    for clave, contenido, defecto in custodia.boveda.leer_todos(vigentes, privada):
        if contenido is None:
            defectos.append(defecto)
        else:
            dichos[clave] = contenido.cuestionario
    candidaturas = custodia.conjunto.candidaturas.values()
    crudo = matriz_completa(
        ((c, dichos.get(c.clave)) for c in candidaturas), custodia.conjunto.contexto
    )
    with errores_de_disco("guardar la matriz en"):
        guardar(destino, cerrar(crudo, custodia.boveda.llavero.publicas.values()))
    return tuple(defectos)


def descifrar(cifrado: Path, llave: LlaveDicha, destino: Path) -> None:
    """Abre un archivo cerrado para la unidad —la matriz, los contactos— y lo deja en `destino`.

    Lanza `ErrorConoceles` si la llave no es suya o si lo abierto entraría a Git.
    """
    exigir_fuera_de_git(destino)
    if destino.exists():
        raise ErrorConoceles(f"{destino} ya existe: no se escribe encima.")
    privada = leer_llave(llave)
    try:
        crudo = leer_comun(cifrado)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {cifrado}: {causa_de_disco(error)}.") from error
    with errores_de_disco("guardar lo abierto en"):
        guardar(destino, abrir(crudo, privada))
