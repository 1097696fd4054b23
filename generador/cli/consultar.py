"""Cómo sale algo de la bóveda: leerlo con llave, publicar lo permitido, dejar de publicarlo."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.custodia import (
    ARCHIVO,
    abrir_custodia,
    asentar_la_huella,
    con_boveda,
    con_llave,
)
from generador.cli.mesa import abrir, con_cuenta, decir
from generador.cli.opciones import Ambiente
from generador.nucleo.formatos import contados, visible

if TYPE_CHECKING:
    from generador.tramites.custodia import LlaveDicha
    from generador.tramites.extracto import Extractado


@click.command()
@click.argument("clave")
@click.option(
    "--documento",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Además, deja ahí el documento firmado; fuera del repositorio.",
)
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def leer(
    ambiente: Ambiente,
    clave: str,
    documento: Path | None,
    llave: "LlaveDicha",
    carpeta: Path | None,
    cuenta: str,
) -> None:
    """Muestra lo que CLAVE contestó y firmó. Queda constancia de quién lo leyó."""
    from generador.tramites.lectura import leer as hacer

    custodia = abrir_custodia(ambiente, carpeta, cuenta)
    for renglon in hacer(custodia, clave, llave, documento):
        click.echo(visible(renglon))


@click.command()
@click.argument("destino", type=click.Path(path_type=Path, dir_okay=False))
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def matriz(
    ambiente: Ambiente, destino: Path, llave: "LlaveDicha", carpeta: Path | None, cuenta: str
) -> None:
    """Deja en DESTINO la matriz de datos completa (XLSX), cifrada para la unidad (PTO 6)."""
    from generador.tramites.lectura import entregar_matriz

    custodia = abrir_custodia(ambiente, carpeta, cuenta, al_dia=True)
    defectos = entregar_matriz(custodia, llave, destino)
    for defecto in defectos:
        click.echo(visible(defecto), err=True)
    click.echo(f"La matriz completa está en {destino}, cifrada: ábrala con «boveda abrir».")
    sys.exit(1 if defectos else 0)


@click.command("abrir")
@click.argument("cifrado", type=ARCHIVO)
@click.argument("destino", type=click.Path(path_type=Path, dir_okay=False))
@con_llave
def abrir_archivo(cifrado: Path, destino: Path, llave: "LlaveDicha") -> None:
    """Abre CIFRADO (la matriz, los contactos del registro) y lo deja en DESTINO."""
    from generador.tramites.lectura import descifrar

    descifrar(cifrado, llave, destino)
    click.echo(f"Está en {destino}, sin cifrar: bórrelo cuando termine.")


@click.command()
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def publicar(ambiente: Ambiente, llave: "LlaveDicha", carpeta: Path | None, cuenta: str) -> None:
    """Escribe el extracto con lo que se puede publicar, y asienta su huella en Git."""
    from generador.tramites.custodia import leer_llave
    from generador.tramites.extracto import publicar as hacer

    custodia = abrir_custodia(ambiente, carpeta, cuenta, al_dia=True)
    hecho: Extractado = hacer(custodia, leer_llave(llave))
    for defecto in hecho.defectos:
        click.echo(visible(defecto), err=True)
    click.echo(
        f"El extracto lleva lo de {contados(len(hecho.claves), 'candidatura', 'candidaturas')}: "
        f"{len(hecho.entraron)} nuevas y {len(hecho.salieron)} que salieron."
    )
    if hecho.salieron:
        click.echo(
            "Lo que salió deja el sitio y los datos al construirlos otra vez. Lo que alguien ya "
            "copió o descargó no se puede recoger."
        )
    asentar_la_huella(ambiente, cuenta)
    click.echo("Póngalo en el lugar privado de donde lo toma la publicación.")
    sys.exit(1 if hecho.defectos else 0)


@click.command()
@click.argument("clave")
@click.option("--documento", required=True, metavar="DOCUMENTO", help="Escrito con que lo pidió.")
@con_cuenta
@click.pass_obj
def retirar(ambiente: Ambiente, clave: str, documento: str, cuenta: str) -> None:
    """Anota que CLAVE retiró su autorización para publicar su identidad (PTO 17)."""
    from generador.tramites.bloquear import retirar as hacer

    mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
    decir(mesa, "Consentimiento retirado", hacer(mesa, clave, documento))
    click.echo(
        "Sus respuestas dejan el sitio y los datos al construirlos otra vez; siguen contando en la "
        "estadística. Lo que alguien ya copió o descargó no se puede recoger."
    )
