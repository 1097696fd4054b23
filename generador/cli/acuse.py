"""El acuse de quien envió: comprobar que es auténtico y en qué quedó lo que ampara."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.nucleo.formatos import visible

if TYPE_CHECKING:
    from generador.cli.opciones import Ambiente
    from generador.repositorio.remoto import Remoto


@click.group()
def acuse() -> None:
    """El acuse que recibe quien envía una captura."""


@acuse.command()
@click.argument("archivo", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_context
def verificar(ctx: click.Context, archivo: Path) -> None:
    """Dice si ese acuse (.json) es auténtico y si lo que hoy consta es lo que se envió.

    Se compara con Git; no hace falta la bóveda, y sirve igual después de destruir lo sensible. Sale
    con 1 si no es auténtico.
    """
    from generador.errores import ErrorConoceles
    from generador.nucleo.acuse import Acuse
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.remoto import Remoto
    from generador.tramites.comprobar_acuse import comprobar, decir

    ambiente: Ambiente = ctx.obj
    try:
        dicho = Acuse.de_json(archivo.read_bytes())
    except ErrorConoceles as error:
        click.echo(str(error), err=True)
        ctx.exit(1)
    deposito = Deposito.abrir(ambiente.raiz)
    hecho = comprobar(deposito, _tronco(Remoto(deposito)), dicho)
    for frase in (*decir(hecho), *hecho.defectos):
        click.echo(visible(frase), err=not hecho.es_autentico)
    ctx.exit(0 if hecho.es_autentico else 1)


def _tronco(remoto: "Remoto") -> str:
    """El tronco al día; sin depósito común o sin alcanzarlo, el de esta copia."""
    from generador.repositorio.deposito import GitFallo
    from generador.repositorio.remoto import HistoriaReescrita

    if remoto.direccion:
        try:
            remoto.traer()
        except HistoriaReescrita:
            raise
        except GitFallo:
            aviso = "No se alcanzó el depósito común: se compara con lo que hay en esta copia."
            click.echo(aviso, err=True)
    return remoto.cabeza() or remoto.deposito.commit("HEAD")
