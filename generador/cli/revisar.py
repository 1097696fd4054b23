"""¿Están bien los datos, y qué pide cada regla?"""

import sys
from pathlib import Path

import click

from generador.cli.opciones import Ambiente, barra
from generador.nucleo import formatos
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.hallazgo import Hallazgo, hay_errores
from generador.nucleo.regla import elegir
from generador.nucleo.reglas import REGLAS


@click.command()
@click.argument("rutas", nargs=-1, type=click.Path())
@click.option(
    "--formato",
    type=click.Choice(["texto", "json", "github", "sarif", "markdown"]),
    default="texto",
    help="Cómo se muestran los hallazgos.",
)
@click.option("--solo", metavar="TXT,PLZ", default="", help="Solo reglas con estos prefijos.")
@click.option(
    "--corregir", is_flag=True, help="Reescribe en su forma única lo que solo le falta eso."
)
@click.option("--maximo", type=click.IntRange(min=1), help="Muestra a lo más tantos hallazgos.")
@click.option("--sin-avisos", is_flag=True, help="Muestra solo los errores.")
@click.pass_obj
def validar(  # noqa: PLR0913 - una opción por parámetro
    ambiente: Ambiente,
    rutas: tuple[str, ...],
    formato: str,
    solo: str,
    maximo: int | None,
    *,
    corregir: bool,
    sin_avisos: bool,
) -> None:
    """Revisa las candidaturas y dice qué está mal, dónde y cómo se arregla.

    Siempre lee todo, porque hay reglas que comparan candidaturas; con RUTA… solo informa de
    esos archivos o carpetas. Sale con 1 si hay al menos un error.
    """
    from generador.archivos.carga import cargar
    from generador.archivos.correccion import corregir as reescribir

    with barra("Revisando") as avance:
        conjunto = cargar(ambiente.raiz, ambiente.momento, avance=avance)
    if corregir and (hechos := reescribir(ambiente.raiz, conjunto)):
        click.echo(f"Se reescribieron {len(hechos)} archivos en su forma única.", err=True)
        conjunto = cargar(ambiente.raiz, ambiente.momento)
    elegidos = _elegidos(conjunto, ambiente.raiz, rutas, solo)
    if sin_avisos:
        elegidos = [h for h in elegidos if hay_errores([h])]
    click.echo(_mostrar(elegidos, conjunto.archivos, formato, maximo), nl=False)
    sys.exit(1 if hay_errores(elegidos) else 0)


def _elegidos(conjunto: Conjunto, raiz: Path, rutas: tuple[str, ...], solo: str) -> list[Hallazgo]:
    prefijos = tuple(p.strip().upper() for p in solo.split(",") if p.strip())
    relativas = tuple(_relativa(raiz, ruta) for ruta in rutas)
    return [
        h
        for h in conjunto.hallazgos
        if (not prefijos or h.regla.upper().startswith(prefijos))
        and (
            not relativas or any(h.archivo == r or h.archivo.startswith(f"{r}/") for r in relativas)
        )
    ]


def _relativa(raiz: Path, ruta: str) -> str:
    absoluta = Path(ruta).resolve()
    base = raiz.resolve()
    if not absoluta.exists():
        absoluta = (base / ruta).resolve()
    if not absoluta.exists():
        raise click.BadParameter(f"«{ruta}» no existe.", param_hint="RUTA")
    if not absoluta.is_relative_to(base):
        raise click.BadParameter(f"«{ruta}» no está dentro de {raiz}.", param_hint="RUTA")
    return absoluta.relative_to(base).as_posix()


def _mostrar(hallazgos: list[Hallazgo], archivos: int, formato: str, maximo: int | None) -> str:
    ayudas = {r.codigo: (r.titulo, f"conoceles reglas {r.codigo}") for r in REGLAS}
    if formato == "json":
        return formatos.a_json(hallazgos, archivos)
    if formato == "github":
        return formatos.a_github(hallazgos, ayudas)
    if formato == "sarif":
        return formatos.a_sarif(hallazgos, ayudas)
    if formato == "markdown":
        return formatos.a_markdown(hallazgos, archivos, ayudas)
    color = sys.stdout.isatty()
    return formatos.a_texto(hallazgos, archivos, color=color, maximo=maximo)


@click.command()
@click.argument("codigo", required=False)
def reglas(codigo: str | None) -> None:
    """Enumera las reglas, o explica una: qué revisa, por qué y cómo se arregla."""
    elegidas = elegir(REGLAS, [codigo.upper()] if codigo and codigo.islower() else [codigo or ""])
    if not elegidas:
        raise click.BadParameter(f"no hay regla «{codigo}».", param_hint="CODIGO")
    exacta = next((r for r in elegidas if r.codigo == codigo), None)
    if exacta is None and len(elegidas) > 1:
        for una in elegidas:
            click.echo(f"{una.codigo:24} {una.nivel:6} {una.titulo}")
        return
    una = exacta or elegidas[0]
    click.echo(f"{una.codigo} · {una.nivel} · {una.titulo}\n\n{una.explicacion}\n")
    click.echo(f"Fundamento: {una.fundamento}")
