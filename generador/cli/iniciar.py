"""¿Cómo se empieza el repositorio de otra elección?"""

from pathlib import Path

import click

from generador.nucleo.formatos import contados


@click.command()
@click.argument("carpeta", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--plantilla",
    metavar="CLAVE",
    default="modelo",
    show_default=True,
    help="Proceso del que se parte; con uno que no existe, enumera los que hay.",
)
def iniciar(carpeta: Path, plantilla: str) -> None:
    """Escribe en CARPETA un repositorio solo de datos para otra elección.

    Trae proceso.yml explicado, catálogos por llenar, una primera candidatura ficticia si la
    plantilla lo es, y los flujos de revisión y publicación. Se niega si la carpeta está ocupada.
    """
    from importlib.metadata import version

    from generador.archivos.inicio import iniciar as escribir

    cuantos = len(escribir(carpeta, plantilla, version("conoceles")))
    click.echo(
        f"Se escribieron {contados(cuantos, 'archivo', 'archivos')} en {carpeta}/. Siga con:\n"
        f"  conoceles --raiz {carpeta} validar\n"
        f"  conoceles --raiz {carpeta} construir\n"
        f"  conoceles --raiz {carpeta} servir"
    )
