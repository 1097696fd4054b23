"""¿Con qué bóveda y con qué llave se sienta quien corre una orden?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.mesa import abrir, decir, negar_ensayo
from generador.cli.opciones import Ambiente
from generador.errores import ErrorConoceles

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
    ambiente: Ambiente,
    carpeta: Path | None,
    cuenta: str,
    *,
    de_la_unidad: bool = True,
    al_dia: bool = False,
) -> "Custodia":
    """La bóveda, con los expedientes de la carpeta y la cuenta que actúa.

    `al_dia` exige que la carpeta diga lo mismo que el tronco.
    """
    from generador.tramites.custodia import abrir_custodia as tomar
    from generador.tramites.custodia import exigir_al_dia

    negar_ensayo(ambiente)
    if al_dia and _lleva_actos(ambiente):
        exigir_al_dia(ambiente.raiz)
    return tomar(ambiente.raiz, ambiente.momento, carpeta, cuenta, de_la_unidad=de_la_unidad)


def asentar_la_huella(ambiente: Ambiente, cuenta: str) -> None:
    """Asienta en Git la huella del extracto, si cambió y la carpeta lleva actos."""
    from generador.tramites.configurar import asentar_huella

    if not _lleva_actos(ambiente):
        return
    mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
    if asentado := asentar_huella(mesa):
        decir(mesa, "Huella del extracto", asentado)


def asentar_si_lleva_actos(
    ambiente: Ambiente, cuenta: str, hecho: str, rutas: Sequence[Path]
) -> None:
    """Asienta esos archivos por una propuesta de la unidad, si la carpeta lleva actos."""
    from generador.tramites.configurar import configurar

    if _lleva_actos(ambiente):
        mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
        decir(mesa, hecho, configurar(mesa, rutas))


def _lleva_actos(ambiente: Ambiente) -> bool:
    """Si la carpeta tiene cuentas y depósito común: si no, no hay dónde asentar."""
    from generador.archivos.cuentas import ARCHIVO
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.remoto import Remoto

    if not (ambiente.raiz / ARCHIVO).is_file():
        return False
    try:
        return bool(Remoto(Deposito.abrir(ambiente.raiz)).direccion)
    except ErrorConoceles:
        return False
