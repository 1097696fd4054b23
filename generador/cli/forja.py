"""El depósito común: prepararlo y tener sus páginas al día."""

import re
from pathlib import Path

import click

from generador.cli.mesa import abrir, con_cuenta, negar_ensayo
from generador.cli.opciones import Ambiente


@click.group()
def forja() -> None:
    """El depósito común en que se revisan y se integran las propuestas."""


@forja.command("preparar")
@click.option(
    "--en",
    "comun",
    type=click.Path(path_type=Path, file_okay=False),
    help="Carpeta del depósito común; sin ella, dentro de .git.",
)
@click.option(
    "--github",
    "repositorio",
    metavar="DUEÑA/NOMBRE",
    help="Repositorio de GitHub, ya creado y privado, en vez de una carpeta.",
)
@click.pass_obj
def preparar(ambiente: Ambiente, comun: Path | None, repositorio: str | None) -> None:
    """Deja la carpeta lista para recibir propuestas: cuentas, primer commit y depósito común."""
    from generador.tramites.preparar import preparar_github, preparar_local

    if repositorio and comun:
        raise click.UsageError("El depósito común es una carpeta («--en») o GitHub, no los dos.")
    if repositorio and not re.fullmatch(r"[\w.-]+/[\w.-]+", repositorio):
        raise click.BadParameter("debe ser «dueña/nombre».", param_hint="--github")
    negar_ensayo(ambiente)
    hecho = (
        preparar_github(ambiente.raiz, ambiente.momento, repositorio)
        if repositorio
        else preparar_local(ambiente.raiz, ambiente.momento, comun)
    )
    if hecho.cuentas:
        click.echo("Se creó cuentas.yml: revise las cuentas y sus papeles.")
    if hecho.commit:
        click.echo(f"Primer commit: {hecho.commit[:10]}.")
    click.echo(
        f"Depósito común: {hecho.deposito}." if hecho.deposito else "El depósito común ya estaba."
    )


@forja.command("conciliar")
@con_cuenta
@click.pass_obj
def conciliar(ambiente: Ambiente, cuenta: str) -> None:
    """Pone al día la página de cada propuesta abierta, y abre la que falte."""
    from generador.tramites.caratula import mostrar

    mesa = abrir(ambiente, cuenta)
    abiertas = mesa.forja.abiertas()
    for abierta in abiertas:
        mostrar(mesa, abierta)
    click.echo(f"{len(abiertas)} propuestas abiertas; {len(mesa.forja.avisos)} sin página al día.")
