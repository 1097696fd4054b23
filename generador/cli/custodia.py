"""¿Con qué bóveda y con qué llave se sienta quien corre una orden?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.opciones import Ambiente

if TYPE_CHECKING:
    from generador.tramites.custodia import Custodia

ARCHIVO = click.Path(path_type=Path, exists=True, dir_okay=False)

con_boveda = click.option(
    "--boveda",
    "carpeta",
    type=click.Path(path_type=Path, file_okay=False),
    help="Carpeta de la bóveda; sin ella, la variable CONOCELES_BOVEDA.",
)
con_llave = click.option(
    "--llave",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Archivo de la llave privada; sin él, la variable CONOCELES_BOVEDA_LLAVE.",
)


def abrir_custodia(
    ambiente: Ambiente, carpeta: Path | None, cuenta: str, *, de_la_unidad: bool = True
) -> "Custodia":
    """La bóveda, con los expedientes de la carpeta y la cuenta que actúa."""
    from generador.tramites.custodia import abrir_custodia as abrir

    return abrir(ambiente.raiz, ambiente.momento, carpeta, cuenta, de_la_unidad=de_la_unidad)
