"""La bitácora de la captura: sacarla entera y comprobar que nadie la tocó."""

import sys
from collections.abc import Iterator

import click

from generador.cli.extra import con_django
from generador.cli.opciones import escribir
from generador.nucleo.formatos import contados


@click.group()
def bitacora() -> None:
    """Lo que hizo cada cuenta en la captura (PTO 15)."""


@bitacora.command()
def exportar() -> None:
    """La escribe entera: un renglón JSON por acción, con su suma."""
    con_django()
    from generador.captura.bitacora import exportar as renglones

    for renglon in renglones():
        escribir(f"{renglon}\n")


@bitacora.command("verificar")
def verificar_bitacora() -> None:
    """Comprueba que nadie quitó, cambió ni movió un renglón, tampoco de lo anclado en Git."""
    con_django()
    from generador.captura.bitacora import defectos, sumas

    propias = sumas()
    hallados = [*defectos(), *_sin_lo_anclado(set(propias))]
    for defecto in hallados:
        click.echo(defecto, err=True)
    if not hallados:
        click.echo(f"La bitácora está intacta: {contados(len(propias), 'renglón', 'renglones')}.")
    sys.exit(1 if hallados else 0)


def _sin_lo_anclado(sumas: set[str]) -> Iterator[str]:
    """Los commits que anclaron una suma que la bitácora ya no tiene."""
    from generador.captura.bitacora import NOMBRE
    from generador.captura.entorno import Entorno
    from generador.nucleo.cadena import ORIGEN
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.historial import movimientos_que_dicen

    deposito = Deposito.abrir(Entorno.de_ambiente().raiz)
    for m in movimientos_que_dicen(deposito, f"Bitacora: {NOMBRE} "):
        for ancla in m.remolques.get("Bitacora", ()):
            nombre, _, suma = ancla.partition(" ")
            if nombre == NOMBRE and suma != ORIGEN and suma not in sumas:
                yield f"{m.commit[:10]} ancló un renglón que ya no está: alguien la cortó."
