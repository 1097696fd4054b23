"""¿Con qué se sienta a actuar quien corre una orden? La cuenta, lo que se cita y lo que se dice."""

from typing import TYPE_CHECKING

import click

from generador.cli.opciones import Ambiente
from generador.errores import ErrorConoceles
from generador.nucleo.formatos import visible

if TYPE_CHECKING:
    from generador.tramites.asiento import Asentado
    from generador.tramites.mesa import Mesa

con_cuenta = click.option(
    "--cuenta",
    envvar="CONOCELES_CUENTA",
    required=True,
    metavar="CUENTA",
    help="Cuenta de papel con que se actúa; la de una candidatura es su clave.",
)
con_acuerdo = click.option(
    "--acuerdo", required=True, metavar="DOCUMENTO", help="Acuerdo o sentencia que lo ordena."
)
con_documento = click.option(
    "--documento", required=True, metavar="DOCUMENTO", help="Documento que se cumple."
)


def abrir(
    ambiente: Ambiente, cuenta: str, *, constancias: bool = True, tras_el_cierre: bool = False
) -> "Mesa":
    """La mesa de una cuenta; niega ensayar otra hora en un proceso de verdad."""
    from generador.tramites.mesa import abrir_mesa

    mesa = abrir_mesa(
        ambiente.raiz,
        ambiente.momento,
        cuenta,
        constancias=constancias,
        tras_el_cierre=tras_el_cierre,
    )
    if ambiente.ensayo and not mesa.contexto.proceso.identificacion.ficticio:
        raise ErrorConoceles(
            "La hora de un acto es la de ahora: «--fecha» solo vale en un proceso ficticio."
        )
    click.get_current_context().call_on_close(lambda: _avisar(mesa))
    return mesa


def negar_ensayo(ambiente: Ambiente) -> None:
    """La hora de un proceso de verdad es la de ahora, también para empezar su expediente."""
    from generador.archivos.carga import abrir_contexto

    if ambiente.ensayo:
        contexto = abrir_contexto(ambiente.raiz, ambiente.momento)
        if not contexto.proceso.identificacion.ficticio:
            raise ErrorConoceles(
                "La hora de un acto es la de ahora: «--fecha» solo vale en un proceso ficticio."
            )


def _avisar(mesa: "Mesa") -> None:
    """Lo que la forja dejó para después; se dice también si la orden no terminó bien."""
    for aviso in mesa.forja.avisos:
        click.echo(visible(aviso), err=True)


def actualizar(mesa: "Mesa") -> None:
    """Adelanta la carpeta de trabajo al tronco; si no puede, lo dice."""
    if motivo := mesa.forja.remoto.ponerse_al_dia(mesa.ya_consta):
        click.echo(visible(motivo), err=True)


def decir(mesa: "Mesa", hecho: str, asentado: "Asentado") -> None:
    """Qué quedó asentado, con su folio; si se integró, adelanta la carpeta."""
    quienes = ", ".join(asentado.claves)
    if asentado.commit:
        click.echo(f"{hecho}: {quienes}. Folio {asentado.folio}, integrada.")
        actualizar(mesa)
    else:
        click.echo(f"{hecho}: {quienes}. Folio {asentado.folio}; espera que la unidad la integre.")
