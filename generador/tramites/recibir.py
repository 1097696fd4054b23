"""¿Cómo llega un cuestionario con su documento firmado, de uno o en una hoja?"""

from pathlib import Path

from generador.archivos.apertura import leer_comun
from generador.archivos.cuestionarios import leer_cuestionarios
from generador.errores import ConHallazgos, ErrorConoceles, causa_de_disco
from generador.nucleo.identidad.cuestionario import Cuestionario, Entregado
from generador.nucleo.identidad.preguntas import Preguntas
from generador.tramites.custodia import Custodia
from generador.tramites.depositar import MAXIMO_DOCUMENTO, Recibido, firmar


def recibir(
    dicho: Cuestionario, documento: bytes, firmado: str, aviso: str, *, publicacion: bool
) -> Recibido:
    """Lo entregado, con su firma medida."""
    firma = firmar(documento, firmado, aviso, publicacion=publicacion)
    return Recibido(Entregado(dicho, firma), documento)


def leer_documento(ruta: Path) -> bytes:
    """El documento firmado; si pesa de más, solo lo que basta para decirlo."""
    try:
        if ruta.stat().st_size > MAXIMO_DOCUMENTO:
            with ruta.open("rb") as abierto:
                return abierto.read(MAXIMO_DOCUMENTO + 1)
        return leer_comun(ruta)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error


def recibir_hoja(custodia: Custodia, hoja: Path, documentos: Path) -> list[Recibido]:
    """Los de una hoja, con los documentos de una carpeta. Lanza `ConHallazgos` si algo está mal."""
    preguntas = Preguntas.de_contexto(custodia.conjunto.contexto)
    renglones, hallazgos = leer_cuestionarios(hoja, preguntas)
    if hallazgos:
        cuantos = "un renglón" if len(hallazgos) == 1 else f"{len(hallazgos)} renglones"
        raise ConHallazgos(
            f"{hoja.name}: {cuantos} no se entienden; no se depositó nada.", hallazgos
        )
    recibidos = []
    for renglon in renglones:
        nombre = Path(renglon.documento).name
        # El nombre viene de la hoja: no sale de la carpeta de documentos.
        crudo = leer_documento(documentos / nombre) if nombre else b""
        recibidos.append(
            recibir(
                renglon.cuestionario,
                crudo,
                renglon.fecha,
                renglon.aviso,
                publicacion=renglon.publicacion,
            )
        )
    if not recibidos:
        raise ErrorConoceles(f"{hoja.name} no trae ningún cuestionario.")
    return recibidos
