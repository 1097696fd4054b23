"""¿Están bien los datos, y qué pide cada regla?"""

import logging
import os
import sys
from pathlib import Path, PurePosixPath

import click

from generador.cli.opciones import Ambiente, barra, escribir
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
@click.option("--maximo", type=click.IntRange(min=1), help="En texto, muestra a lo más tantos.")
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

    if maximo and formato != "texto":
        raise click.BadParameter("solo se usa con «--formato texto».", param_hint="--maximo")
    logging.getLogger(__name__).info("Leyendo %s", ambiente.raiz)
    with barra("Revisando") as avance:
        conjunto = cargar(ambiente.raiz, ambiente.momento, avance=avance)
    if corregir and (hechos := reescribir(ambiente.raiz, conjunto)):
        cuantos = formatos.contados(len(hechos), "archivo", "archivos")
        click.echo(f"En su forma única: {cuantos}.", err=True)
        conjunto = cargar(ambiente.raiz, ambiente.momento)
    elegidos = _elegidos(conjunto, ambiente.raiz, rutas, solo)
    if sin_avisos:
        elegidos = [h for h in elegidos if hay_errores([h])]
    escribir(mostrar(elegidos, conjunto.archivos, formato, maximo))
    sys.exit(1 if hay_errores(elegidos) else 0)


def _elegidos(conjunto: Conjunto, raiz: Path, rutas: tuple[str, ...], solo: str) -> list[Hallazgo]:
    prefijos = _prefijos(solo)
    relativas = frozenset(_relativa(raiz, ruta) for ruta in rutas)
    return [
        h
        for h in conjunto.hallazgos
        if (not prefijos or h.regla.upper().startswith(prefijos))
        and (not relativas or not relativas.isdisjoint(_caminos(h.archivo)))
    ]


def _prefijos(solo: str) -> tuple[str, ...]:
    """Los prefijos pedidos; se niega ante uno que no es de ninguna regla: callaría todo."""
    prefijos = tuple(p.strip().upper() for p in solo.split(",") if p.strip())
    for prefijo in prefijos:
        if not elegir(REGLAS, [prefijo]):
            raise click.BadParameter(f"ninguna regla empieza con «{prefijo}».", param_hint="--solo")
    return prefijos


def _caminos(archivo: str) -> tuple[str, ...]:
    """El archivo y cada carpeta que lo contiene, hasta la raíz."""
    return (archivo, *(ruta.as_posix() for ruta in PurePosixPath(archivo).parents))


def _relativa(raiz: Path, ruta: str) -> str:
    base = raiz.resolve()
    candidatas = (_sin_seguir(Path(ruta)), _sin_seguir(base / ruta))
    absoluta = next((c for c in candidatas if os.path.lexists(c)), None)
    if absoluta is None:
        raise click.BadParameter(f"«{ruta}» no existe.", param_hint="RUTA")
    if not absoluta.is_relative_to(base):
        raise click.BadParameter(f"«{ruta}» no está dentro de {raiz}.", param_hint="RUTA")
    return absoluta.relative_to(base).as_posix()


def _sin_seguir(ruta: Path) -> Path:
    """La ruta absoluta, sin seguir el último tramo: un enlace entre los datos es un hallazgo."""
    return ruta.parent.resolve() / ruta.name if ruta.name not in ("", "..") else ruta.resolve()


def mostrar(hallazgos: list[Hallazgo], archivos: int, formato: str, maximo: int | None) -> str:
    """Los hallazgos en el formato pedido."""
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
    pedida = (codigo or "").upper()
    elegidas = elegir(REGLAS, [pedida])
    if not elegidas:
        raise click.BadParameter(f"no hay regla «{codigo}».", param_hint="CODIGO")
    exacta = next((r for r in elegidas if r.codigo.upper() == pedida), None)
    if exacta is None and len(elegidas) > 1:
        for una in elegidas:
            click.echo(f"{una.codigo:24} {una.nivel:6} {una.titulo}")
        return
    una = exacta or elegidas[0]
    click.echo(f"{una.codigo} · {una.nivel} · {una.titulo}\n\n{una.explicacion}\n")
    click.echo(f"Fundamento: {una.fundamento}")
