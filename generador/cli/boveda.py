"""La bóveda: la segunda base, la de identidad, fuera de Git (PTO 5, 16 a 19 y 44)."""

import click

from generador.cli.consultar import abrir_archivo, leer, matriz, publicar, retirar
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
        matriz,
        abrir_archivo,
        retirar,
        rotar,
        bloquear,
        destruir,
    ],
    help="La identidad, cifrada y fuera de Git: se cuenta, se publica con permiso y se destruye.",
)
