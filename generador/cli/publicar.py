"""¿Cómo se construye lo que ve la ciudadanía?"""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.archivos.identidad import ARCHIVO as ARCHIVO_IDENTIDAD
from generador.cli.opciones import Ambiente, barra
from generador.errores import ErrorConoceles
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel, contar

if TYPE_CHECKING:
    from collections.abc import Callable

    from generador.nucleo.conjunto import Conjunto
    from generador.publicacion.fuente import Fuente, Origen

_opcion_identidad = click.option(
    "--identidad",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Extracto público de identidad. Sin él se usa identidad-publica.json si está en la raíz; "
    "si no, el sitio se construye y lo dice.",
)
_opcion_destino = click.option(
    "--destino",
    type=click.Path(path_type=Path, file_okay=False),
    help="Dónde se escribe; por omisión, publico/ en la raíz.",
)
_opcion_tolerar = click.option(
    "--tolerar-errores",
    is_flag=True,
    help="Sale con 0 aunque haya candidaturas con errores (quedan con sus datos básicos).",
)


@click.command()
@_opcion_identidad
@_opcion_destino
@_opcion_tolerar
@click.option("--sin-datos", is_flag=True, help="No escribe los datos abiertos: es más rápido.")
@click.pass_obj
def construir(
    ambiente: Ambiente,
    identidad: Path | None,
    destino: Path | None,
    *,
    tolerar_errores: bool,
    sin_datos: bool,
) -> None:
    """Construye el sitio público y los datos abiertos.

    Se escribe aparte y se cambia al final: si algo falla, lo publicado antes sigue intacto.
    Una candidatura con errores aparece con sus datos básicos y la causa; nadie desaparece.
    """
    salida = destino or ambiente.raiz / "publico"
    sys.exit(
        _construir(ambiente, identidad, salida, tolerar=tolerar_errores, con_datos=not sin_datos)
    )


def _construir(
    ambiente: Ambiente,
    identidad: Path | None,
    salida: Path,
    *,
    tolerar: bool,
    con_datos: bool = True,
) -> int:
    from generador.publicacion.paquetes import paso_de_paquete
    from generador.publicacion.sitio import construir_sitio

    fuente, conjunto = _fuente(ambiente, identidad)
    fuente, anteriores = _con_anteriores(ambiente, fuente)
    propios = [paso_de_paquete(fuente, conjunto.contexto.esquemas)] if con_datos else []
    with barra("Estampando páginas") as avance:
        resumen = construir_sitio(
            fuente,
            salida,
            avance=lambda _etapa, hechas, total: avance(hechas, total),
            pasos=[*propios, *anteriores],
        )
    click.echo(
        f"Se escribieron {contados(resumen.paginas, 'página', 'páginas')} de "
        f"{contados(resumen.fichas, 'candidatura', 'candidaturas')} en {salida}/ "
        f"({resumen.bytes / 1e6:,.1f} MB)."
    )
    click.echo(f"Ábralo con «conoceles servir» o con {salida}/index.html.")
    return _despedida(conjunto, fuente, tolerar=tolerar)


def _despedida(conjunto: "Conjunto", fuente: "Fuente", *, tolerar: bool) -> int:
    if not fuente.con_identidad:
        click.echo(
            f"Se construyó sin extracto de identidad ({ARCHIVO_IDENTIDAD}): las fichas lo dicen."
        )
    conteo = contar(conjunto.hallazgos)
    errores, avisos = conteo[Nivel.ERROR], conteo[Nivel.AVISO]
    if avisos:
        click.echo(f"Hay {contados(avisos, 'aviso', 'avisos')}: «conoceles validar».")
    if not errores:
        return 0
    afectadas = len(conjunto.con_error())
    click.echo(
        f"{contados(afectadas, 'archivo', 'archivos')} con "
        f"{contados(errores, 'error', 'errores')}: esas candidaturas salieron con sus datos "
        "básicos y su causa. Véalos con «conoceles validar».",
        err=True,
    )
    if conjunto.ilegibles:
        click.echo(
            f"{contados(len(conjunto.ilegibles), 'archivo', 'archivos')} no dieron ni los datos "
            f"básicos y no aparecen: {', '.join(conjunto.ilegibles[:5])}"
            + ("…" if len(conjunto.ilegibles) > 5 else "."),  # noqa: PLR2004
            err=True,
        )
    return 0 if tolerar else 1


def _fuente(ambiente: Ambiente, ruta_identidad: Path | None) -> "tuple[Fuente, Conjunto]":
    from generador.archivos.carga import cargar
    from generador.archivos.identidad import leer_identidad
    from generador.nucleo.publico import publicar
    from generador.publicacion.fuente import Fuente

    with barra("Leyendo candidaturas") as avance:
        conjunto = cargar(ambiente.raiz, ambiente.momento, avance=avance)
    ruta = ruta_identidad or ambiente.raiz / ARCHIVO_IDENTIDAD
    hay = ruta_identidad is not None or ruta.is_file()
    identidad = leer_identidad(ruta, conjunto.contexto) if hay else None
    proceso = conjunto.proceso
    fuente = Fuente(
        proceso=proceso,
        fichas=publicar(conjunto, identidad),
        corte=conjunto.contexto.ahora,
        origen=_origen(ambiente, conjunto.contexto.ahora),
        raiz=ambiente.raiz,
        con_identidad=identidad is not None,
        abierto=conjunto.contexto.hoy >= proceso.fechas.publicacion,
        ilegibles=conjunto.ilegibles,
    )
    return fuente, conjunto


def _origen(ambiente: Ambiente, corte: datetime) -> "Origen":
    """Con qué fecha se sella: la del commit, o SOURCE_DATE_EPOCH, o la del corte."""
    from generador.publicacion.fuente import Origen
    from generador.repositorio.origen import version_de

    version = version_de(ambiente.raiz)
    if version:
        return Origen(version.commit, version.fecha)
    epoca = os.environ.get("SOURCE_DATE_EPOCH", "")
    return Origen("", datetime.fromtimestamp(int(epoca), UTC) if epoca.isdigit() else corte)


def _con_anteriores(
    ambiente: Ambiente, fuente: "Fuente"
) -> "tuple[Fuente, list[Callable[[Path], None]]]":
    """Los procesos ya cerrados que se publican junto a este, cada uno bajo `procesos/<clave>/`."""
    from generador.publicacion.fuente import Anterior

    pasos: list[Callable[[Path], None]] = []
    anteriores: list[Anterior] = []
    for carpeta in fuente.proceso.anteriores:
        otro, conjunto = _fuente(replace(ambiente, raiz=ambiente.raiz / carpeta), None)
        propia = otro.proceso.identificacion
        if otro.corte.date() < otro.proceso.fechas.cierre:
            raise ErrorConoceles(
                f"{carpeta} no puede ser un proceso anterior: cierra el "
                f"{otro.proceso.fechas.cierre.isoformat()}."
            )
        anteriores.append(Anterior(propia.clave, propia.nombre))
        pasos.append(_paso_anterior(otro, conjunto))
    return replace(fuente, anteriores=tuple(anteriores)), pasos


def _paso_anterior(fuente: "Fuente", conjunto: "Conjunto") -> "Callable[[Path], None]":
    from generador.publicacion.paquetes import paso_de_paquete
    from generador.publicacion.sitio import construir_sitio

    def paso(sitio: Path) -> None:
        destino = sitio / "procesos" / fuente.proceso.identificacion.clave
        destino.parent.mkdir(exist_ok=True)
        construir_sitio(
            fuente, destino, pasos=[paso_de_paquete(fuente, conjunto.contexto.esquemas)]
        )

    return paso


@click.command()
@_opcion_identidad
@_opcion_destino
@click.pass_obj
def paquetes(ambiente: Ambiente, identidad: Path | None, destino: Path | None) -> None:
    """Escribe solo los datos abiertos, ya comprobados con frictionless."""
    from generador.publicacion.paquetes import paso_de_paquete

    fuente, conjunto = _fuente(ambiente, identidad)
    salida = destino or ambiente.raiz / "publico"
    salida.mkdir(parents=True, exist_ok=True)
    paso_de_paquete(fuente, conjunto.contexto.esquemas)(salida)
    click.echo(f"Los datos abiertos están en {salida}/datos/.")


@click.command()
@_opcion_identidad
@click.option("--puerto", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_obj
def servir(ambiente: Ambiente, identidad: Path | None, puerto: int) -> None:
    """Construye, abre un servidor local y reconstruye cuando cambian los datos."""
    from generador.cli.servidor import atender

    salida = ambiente.raiz / "publico"
    _construir(ambiente, identidad, salida, tolerar=True)
    atender(
        salida,
        puerto,
        vigilar=[ambiente.raiz / "candidaturas", ambiente.raiz / "proceso.yml"],
        reconstruir=lambda: _construir(ambiente, identidad, salida, tolerar=True),
    )
