"""Los números de identidad: se cuentan con llave y se publican sin señalar a nadie (PTO 30)."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.custodia import abrir_custodia, asentar_si_lleva_actos, con_boveda, con_llave
from generador.cli.mesa import con_cuenta
from generador.cli.opciones import Ambiente
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.formatos import contados

if TYPE_CHECKING:
    from generador.tramites.custodia import LlaveDicha


@click.command()
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def estadistica(ambiente: Ambiente, llave: "LlaveDicha", carpeta: Path | None, cuenta: str) -> None:
    """Cuenta a hoy cada respuesta de identidad y deja un corte en estadistica/.

    Lo que señalaría a alguien se junta o se suprime, también por resta entre tablas y entre
    cortes. El sitio y los datos lo muestran sin llave. Un corte publicado no se vuelve a contar.
    """
    from generador.tramites.contar import contar_corte, ruta_del_corte
    from generador.tramites.custodia import leer_llave

    custodia = abrir_custodia(ambiente, carpeta, cuenta, al_dia=True)
    hecho = contar_corte(custodia, leer_llave(llave))
    click.echo(
        f"Corte del {fecha_larga(hecho.fecha)}: "
        f"{contados(hecho.contestadas, 'cuestionario', 'cuestionarios')}, "
        f"{hecho.publicados:,} números publicados y {hecho.suprimidos:,} suprimidos. "
        f"Está en {hecho.ruta}."
    )
    asentar_si_lleva_actos(
        ambiente, cuenta, "Corte asentado", [ruta_del_corte(ambiente.raiz, hecho)]
    )
