"""¿Con qué bóveda y con qué llave se sienta quien corre una orden?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.mesa import abrir, decir, negar_ensayo
from generador.cli.opciones import Ambiente
from generador.errores import ErrorConoceles

if TYPE_CHECKING:
    from generador.tramites.custodia import Custodia, LlaveDicha

ARCHIVO = click.Path(path_type=Path, exists=True, dir_okay=False)

LARGO_DE_FRASE = 16

con_boveda = click.option(
    "--boveda",
    "carpeta",
    type=click.Path(path_type=Path, file_okay=False),
    help="Carpeta de la bóveda; sin ella, la variable CONOCELES_BOVEDA.",
)


def _con_su_frase(_ctx: click.Context, _param: click.Parameter, ruta: Path | None) -> "LlaveDicha":
    from generador.tramites.custodia import LlaveDicha

    return LlaveDicha(ruta, lambda: click.prompt("Frase de la llave", hide_input=True, err=True))


con_llave = click.option(
    "--llave",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_con_su_frase,
    help="Archivo de la llave privada; sin él, la variable CONOCELES_BOVEDA_LLAVE.",
)


def frase_nueva() -> str:
    """La frase con que se cierra una llave, dicha dos veces y sin que se vea."""
    dicha: str = click.prompt(
        "Frase para la llave (varias palabras)", hide_input=True, confirmation_prompt="Otra vez"
    )
    if len(dicha) < LARGO_DE_FRASE:
        raise ErrorConoceles(
            f"Esa frase es corta: use al menos {LARGO_DE_FRASE} caracteres, por ejemplo cuatro "
            "palabras que no vayan juntas. No se creó ninguna llave."
        )
    return dicha


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


def sumas_de_bitacoras(carpeta: Path | None) -> dict[str, list[str]]:
    """Nombre → sumas de la bitácora de la bóveda; vacío si no se dijo dónde está."""
    from generador.boveda.almacen import Boveda
    from generador.boveda.bitacora import NOMBRE, sumas
    from generador.tramites.custodia import boveda_dicha, donde_esta

    if not boveda_dicha(carpeta):
        return {}
    return {NOMBRE: sumas(Boveda.abrir(donde_esta(carpeta)).carpeta)}


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
