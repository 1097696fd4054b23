"""La bóveda: la segunda base, la de identidad, fuera de Git (PTO 5, 16 a 19 y 44)."""

import click

from generador.cli.consultar import leer, publicar, retirar
from generador.cli.custodiar import bloquear, destruir, llaves, rotar, verificar
from generador.cli.depositar import capturar, depositar, importar

boveda = click.Group(
    "boveda",
    commands=[
        llaves,
        capturar,
        importar,
        depositar,
        leer,
        verificar,
        publicar,
        retirar,
        rotar,
        bloquear,
        destruir,
    ],
    help="La identidad, cifrada y fuera de Git: se cuenta, se publica con permiso y se destruye.",
)
