"""¿Cómo se crean datos: un proceso ficticio o la documentación que sale del código?"""

from pathlib import Path

import click

from generador.cli.opciones import Ambiente, barra
from generador.errores import ErrorConoceles
from generador.nucleo.formatos import contados


@click.command()
@click.argument("cuantas", type=click.IntRange(1, 100_000))
@click.option(
    "--semilla", default="1", show_default=True, help="La misma semilla escribe lo mismo."
)
@click.option(
    "--carpeta",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Dónde se escribe; debe no existir o estar vacía.",
)
@click.option("--sin-fotos", is_flag=True, help="No dibuja retratos: es más rápido.")
@click.option(
    "--sin-estadisticas",
    is_flag=True,
    help="No cuenta las respuestas de identidad: con miles de candidaturas tarda minutos.",
)
@click.option(
    "--en-blanco",
    is_flag=True,
    help="Sin capturas: las deja en capturas/, para ensayar los actos desde el principio.",
)
@click.option(
    "--ambito",
    "ambitos",
    multiple=True,
    metavar="TIPO=CLAVE,CLAVE",
    help="Limita a esos lugares; se puede repetir. Entonces CUANTAS solo orienta.",
)
@click.option(
    "--emblemas", default="emblemas", show_default=True, help="Subcarpeta para los emblemas."
)
def simular(
    cuantas: int,
    semilla: str,
    carpeta: Path,
    ambitos: tuple[str, ...],
    emblemas: str,
    **como: bool,
) -> None:
    """Escribe un proceso FICTICIO de unas CUANTAS candidaturas sobre el territorio real.

    Partidos, personas, textos y respuestas son inventados; cada página y paquete lo dirá.
    """
    try:
        from generador.simulacion.simulador import Pedido
        from generador.simulacion.simulador import simular as escribir
    except ImportError as error:
        raise ErrorConoceles(
            "Para simular faltan bibliotecas: instale «conoceles[simulacion]» o corra "
            "«make preparar»."
        ) from error
    if carpeta.exists() and any(carpeta.iterdir()):
        raise ErrorConoceles(f"{carpeta} no está vacía: elija otra carpeta.")
    pedido = Pedido(
        cuantas,
        semilla,
        fotos=not como["sin_fotos"],
        estadisticas=not como["sin_estadisticas"],
        en_blanco=como["en_blanco"],
        ambitos=_ambitos(ambitos) or None,
        carpeta_emblemas=emblemas,
    )
    with barra("Simulando") as avance:
        hecho = escribir(carpeta, pedido, avance)
    escritas = contados(hecho.candidaturas, "candidatura ficticia", "candidaturas ficticias")
    click.echo(
        f"Se escribieron {escritas} en {carpeta}/. Siga con «conoceles --raiz {carpeta} construir»."
    )


def _ambitos(pedidos: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    elegidos = {}
    for pedido in pedidos:
        tipo, igual, claves = pedido.partition("=")
        if not igual or not claves:
            raise click.BadParameter(
                f"«{pedido}» no dice TIPO=CLAVE,CLAVE; por ejemplo, municipio=002,106.",
                param_hint="--ambito",
            )
        elegidos[tipo] = tuple(claves.split(","))
    return elegidos


@click.command()
@click.pass_obj
def documentar(ambiente: Ambiente) -> None:
    """Vuelve a escribir las páginas de reglas, campos y órdenes que salen del código."""
    from generador.archivos.esquemas import leer_esquemas
    from generador.archivos.tablas import leer_catalogos
    from generador.cli import conoceles
    from generador.nucleo.reglas import REGLAS
    from generador.publicacion.documentacion import documentar as escribir
    from generador.recursos import carpeta_de_esquemas

    esquemas = leer_esquemas(carpeta_de_esquemas())
    catalogos = leer_catalogos(carpeta_de_esquemas() / "catalogos")
    destino = ambiente.raiz / "sitio" / "paginas" / "documentacion"
    paginas = escribir(destino, REGLAS, esquemas, conoceles, catalogos)
    click.echo(f"Se escribieron {contados(len(paginas), 'página', 'páginas')} en {destino}/.")
