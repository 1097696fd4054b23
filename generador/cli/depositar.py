"""Cómo entra la identidad a la bóveda: preguntando, de un archivo o de una hoja."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.cli.custodia import ARCHIVO, abrir_custodia, con_boveda
from generador.cli.mesa import con_cuenta
from generador.cli.opciones import Ambiente
from generador.nucleo.formatos import contados, visible

if TYPE_CHECKING:
    from generador.nucleo.identidad.cuestionario import Cuestionario
    from generador.tramites.custodia import Custodia
    from generador.tramites.depositar import Depositado, Recibido

_FIRMA = (
    click.option("--documento", type=ARCHIVO, required=True, help="El documento que firmó."),
    click.option("--firmado", required=True, metavar="AAAA-MM-DD", help="Qué día lo firmó."),
    click.option("--aviso", required=True, help="Versión del aviso de privacidad que conoció."),
)


def _con_firma(orden: Callable[..., Any]) -> Callable[..., Any]:
    for opcion in reversed(_FIRMA):
        orden = opcion(orden)
    return orden


@click.command()
@click.argument("clave")
@click.option("--accion-afirmativa", "accion", default="", help="Grupo por el que se aprobó.")
@_con_firma
@con_boveda
@con_cuenta
@click.pass_obj
def capturar(
    ambiente: Ambiente, /, clave: str, accion: str, carpeta: Path | None, cuenta: str, **firma: Any
) -> None:
    """Pregunta en la terminal el cuestionario de identidad de CLAVE y lo deposita.

    Si se interrumpe, no queda nada escrito en ningún lado.
    """
    from generador.cli.entrevista import confirmar, entrevistar
    from generador.nucleo.identidad.cuestionario import Cuestionario
    from generador.nucleo.identidad.preguntas import Preguntas
    from generador.tramites.depositar import exigir_que_se_reciba

    custodia = abrir_custodia(ambiente, carpeta, cuenta, de_la_unidad=False)
    exigir_que_se_reciba(custodia, clave)
    una = custodia.buscar(clave)
    click.echo(f"{clave}: {visible(una.registro.nombre_completo)}")
    tratamiento = confirmar("¿Autoriza el tratamiento de sus datos conforme al aviso?")
    publicacion = tratamiento and confirmar("¿Autoriza publicar sus respuestas de identidad?")
    estadistica = confirmar("¿Se da por enterada de su uso con fines estadísticos? (PTO 19)")
    preguntas = Preguntas.de_contexto(custodia.conjunto.contexto)
    respuestas = entrevistar(preguntas, una.registro.edad) if tratamiento else {}
    dicho = Cuestionario(
        clave,
        respuestas,
        tratamiento=tratamiento,
        estadistica=estadistica,
        accion_afirmativa=accion,
    )
    recibido = _recibir(dicho, publicacion=publicacion, **firma)
    _depositar(custodia, [recibido])


@click.command()
@click.argument("archivo", type=ARCHIVO)
@click.option("--publica/--reserva", "publicacion", default=None, help="Si firmó que se publique.")
@_con_firma
@con_boveda
@con_cuenta
@click.pass_obj
def depositar(
    ambiente: Ambiente, /, archivo: Path, carpeta: Path | None, cuenta: str, **firma: Any
) -> None:
    """Deposita el cuestionario de ARCHIVO, un JSON con la forma de identidad.schema.json."""
    from generador.archivos.cuestionarios import leer_cuestionario
    from generador.nucleo.identidad.preguntas import Preguntas
    from generador.tramites.custodia import exigir_fuera_de_git

    if firma["publicacion"] is None:
        raise click.UsageError("Diga si firmó que se publique: «--publica» o «--reserva».")
    exigir_fuera_de_git(archivo)
    custodia = abrir_custodia(ambiente, carpeta, cuenta, de_la_unidad=False)
    dicho = leer_cuestionario(archivo, Preguntas.de_contexto(custodia.conjunto.contexto))
    recibido = _recibir(dicho, **firma)
    _depositar(custodia, [recibido])
    click.echo(f"Borre {archivo}: tiene las respuestas sin cifrar.")


@click.command()
@click.argument("hoja", type=ARCHIVO)
@click.option(
    "--documentos",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Carpeta de los documentos firmados que nombra la hoja.",
)
@con_boveda
@con_cuenta
@click.pass_obj
def importar(
    ambiente: Ambiente, hoja: Path, documentos: Path, carpeta: Path | None, cuenta: str
) -> None:
    """Deposita todos los cuestionarios de HOJA (CSV o XLSX), o ninguno si algo está mal."""
    from generador.tramites.custodia import exigir_fuera_de_git
    from generador.tramites.recibir import recibir_hoja

    exigir_fuera_de_git(hoja)
    custodia = abrir_custodia(ambiente, carpeta, cuenta, de_la_unidad=False)
    _depositar(custodia, recibir_hoja(custodia, hoja, documentos))
    click.echo(f"Borre {hoja}: tiene las respuestas sin cifrar.")


def _recibir(
    dicho: "Cuestionario", documento: Path, firmado: str, aviso: str, *, publicacion: bool
) -> "Recibido":
    from generador.tramites.recibir import leer_documento, recibir

    return recibir(dicho, leer_documento(documento), firmado, aviso, publicacion=publicacion)


def _depositar(custodia: "Custodia", recibidos: "list[Recibido]") -> None:
    from generador.tramites.depositar import depositar as hacer

    hecho: Depositado = hacer(custodia, recibidos)
    guardados = sum(1 for c in hecho.compromisos.values() if c)
    sin_autorizar = len(hecho.compromisos) - guardados
    if guardados:
        click.echo(f"Depositado: {contados(guardados, 'cuestionario', 'cuestionarios')}.")
    if sin_autorizar:
        quienes = contados(sin_autorizar, "candidatura", "candidaturas")
        click.echo(f"Sin autorización de tratamiento: {quienes}; no se guardó ninguna respuesta.")
    if hecho.avisos:
        avisos = contados(len(hecho.avisos), "pregunta", "preguntas")
        click.echo(f"Quedaron {avisos} sin contestar o sin decir cuál: se puede así.")
    click.echo("Quedó anotado en el expediente: envíelo con «conoceles proponer».")
