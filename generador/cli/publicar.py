"""¿Cómo se construye lo que ve la ciudadanía?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.archivos.identidad import ARCHIVO as ARCHIVO_IDENTIDAD
from generador.cli.fuente import Extracto, Materia, reunir, reunir_anteriores
from generador.cli.opciones import Ambiente, barra, sin_recolector
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel, contar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generador.nucleo.identidad.publica import Sobrantes

_A_LA_VISTA = 5


def con_identidad(orden: Any) -> Any:
    """Las opciones de dónde sale lo público de identidad."""
    ruta = click.option(
        "--identidad",
        type=click.Path(path_type=Path, dir_okay=False),
        help=f"Extracto público de identidad. Sin él se usa {ARCHIVO_IDENTIDAD} si está en la "
        "raíz; si no, el sitio se construye y lo dice.",
    )
    ficticia = click.option(
        "--identidad-ficticia",
        is_flag=True,
        help="Inventa el extracto de identidad; solo en un proceso ficticio.",
    )
    return ruta(ficticia(orden))


_con_destino = click.option(
    "--destino",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dónde se escribe; por omisión, publico/ en la raíz.",
)


@click.command()
@con_identidad
@_con_destino
@click.option(
    "--tolerar-errores",
    is_flag=True,
    help="Sale con 0 aunque haya candidaturas con errores (quedan con sus datos básicos).",
)
@click.option("--sin-datos", is_flag=True, help="No escribe los datos abiertos: es más rápido.")
@click.pass_obj
def construir(
    ambiente: Ambiente,
    identidad: Path | None,
    destino: Path | None,
    *,
    identidad_ficticia: bool,
    tolerar_errores: bool,
    sin_datos: bool,
) -> None:
    """Construye el sitio público y los datos abiertos.

    Se escribe aparte y se cambia al final: si algo falla, lo publicado antes sigue intacto.
    Una candidatura con errores aparece con sus datos básicos y la causa; nadie desaparece.
    """
    salida = destino or ambiente.raiz / "publico"
    extracto = Extracto(identidad, identidad_ficticia)
    materia = _construir(ambiente, extracto, salida, con_datos=not sin_datos)
    errores = contar(materia.conjunto.hallazgos)[Nivel.ERROR]
    sys.exit(1 if errores and not tolerar_errores else 0)


@sin_recolector()
def _construir(
    ambiente: Ambiente, extracto: Extracto, salida: Path, *, con_datos: bool = True
) -> Materia:
    from generador.publicacion.sitio import construir_sitio

    materia, anteriores = reunir_anteriores(ambiente, reunir(ambiente, extracto))
    pasos = [_paso_de_datos(materia)] if con_datos else []
    pasos += [_paso_anterior(otra) for otra in anteriores]
    with barra("Estampando páginas") as avance:
        resumen = construir_sitio(
            materia.fuente,
            salida,
            avance=lambda _etapa, hechas, total: avance(hechas, total),
            pasos=pasos,
        )
    click.echo(
        f"Se escribieron {contados(resumen.paginas, 'página', 'páginas')} de "
        f"{contados(resumen.fichas, 'candidatura', 'candidaturas')} en {salida}/ "
        f"({resumen.bytes / 1e6:,.1f} MB)."
    )
    click.echo(f"Ábralo con «conoceles servir» o con {salida}/index.html.")
    _despedir(materia)
    return materia


def _paso_de_datos(materia: Materia) -> "Callable[[Path], None]":
    from generador.publicacion.datos.paquetes import paso_de_paquete

    return paso_de_paquete(materia.fuente, materia.conjunto.contexto.esquemas)


def _paso_anterior(materia: Materia) -> "Callable[[Path], None]":
    """Un proceso ya cerrado se construye entero, a su fecha de cierre, bajo `procesos/<clave>/`."""
    from generador.publicacion.sitio import construir_sitio

    def paso(sitio: Path) -> None:
        destino = sitio / "procesos" / materia.conjunto.proceso.identificacion.clave
        destino.parent.mkdir(exist_ok=True)
        construir_sitio(materia.fuente, destino, pasos=[_paso_de_datos(materia)])

    return paso


def _despedir(materia: Materia) -> None:
    """Dice lo que falta y lo que está mal, sin repetir la lista de hallazgos."""
    conjunto = materia.conjunto
    if not materia.fuente.con_identidad:
        click.echo(
            f"Se construyó sin extracto de identidad ({ARCHIVO_IDENTIDAD}): las fichas lo dicen."
        )
    conteo = contar(conjunto.hallazgos)
    if avisos := conteo[Nivel.AVISO]:
        click.echo(f"Hay {contados(avisos, 'aviso', 'avisos')}: véalos con «conoceles validar».")
    if errores := conteo[Nivel.ERROR]:
        archivos = contados(len(conjunto.con_error()), "archivo", "archivos")
        click.echo(
            f"{contados(errores, 'error', 'errores')} en {archivos}: de lo que tiene errores solo "
            "salen los datos básicos y la causa. Véalos con «conoceles validar».",
            err=True,
        )
    if conjunto.ilegibles:
        click.echo(
            f"{contados(len(conjunto.ilegibles), 'archivo no dio', 'archivos no dieron')} ni los "
            f"datos básicos y no aparecen: {_primeros(conjunto.ilegibles)}",
            err=True,
        )
    _decir_sobrantes(materia.sobrantes)


def _decir_sobrantes(sobrantes: "Sobrantes") -> None:
    """Qué trae el extracto de identidad que no se usó: solo claves, nunca una respuesta."""
    if desconocidas := sobrantes.desconocidas:
        claves = contados(len(desconocidas), "clave que no es", "claves que no son")
        click.echo(
            f"El extracto de identidad trae {claves} de ninguna candidatura: "
            f"{_primeros(desconocidas)} Vuelva a escribirlo desde la bóveda.",
            err=True,
        )
    if sin_mostrar := sobrantes.sin_mostrar:
        claves = contados(len(sin_mostrar), "clave de la que", "claves de las que")
        click.echo(
            f"El extracto de identidad trae {claves} hoy no se puede mostrar nada: "
            f"{_primeros(sin_mostrar)} Cada ficha dice la causa.",
            err=True,
        )


def _primeros(nombres: "Sequence[str]") -> str:
    """Los primeros nombres de una lista que puede ser larga, con su puntuación."""
    puntos = "…" if len(nombres) > _A_LA_VISTA else "."
    return ", ".join(nombres[:_A_LA_VISTA]) + puntos


@click.command()
@con_identidad
@_con_destino
@click.pass_obj
def paquetes(
    ambiente: Ambiente, identidad: Path | None, destino: Path | None, *, identidad_ficticia: bool
) -> None:
    """Escribe solo los datos abiertos, ya comprobados con frictionless."""
    from generador.publicacion.destino import resolver_carpeta_de_datos
    from generador.publicacion.sitio import construir_datos

    salida = destino or ambiente.raiz / "publico"
    carpeta = resolver_carpeta_de_datos(salida, ambiente.raiz)
    materia = reunir(ambiente, Extracto(identidad, identidad_ficticia))
    construir_datos(_paso_de_datos(materia), carpeta)
    click.echo(f"Los datos abiertos están en {salida}/datos/.")
    _decir_sobrantes(materia.sobrantes)


@click.command()
@con_identidad
@click.option("--puerto", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_obj
def servir(
    ambiente: Ambiente, identidad: Path | None, puerto: int, *, identidad_ficticia: bool
) -> None:
    """Construye, abre un servidor local y reconstruye cuando cambian los datos."""
    from generador.cli.servidor import atender

    salida = ambiente.raiz / "publico"
    extracto = Extracto(identidad, identidad_ficticia)
    _construir(ambiente, extracto, salida)
    atender(
        salida,
        puerto,
        vigilar=[ambiente.raiz / "candidaturas", ambiente.raiz / "proceso.yml"],
        reconstruir=lambda: _construir(ambiente, extracto, salida),
    )
