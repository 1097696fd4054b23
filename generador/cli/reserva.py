"""¿Se escapó algo de lo que se reserva? Antes de publicar, se comprueba sobre lo escrito."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.cli.custodia import con_boveda, con_llave
from generador.cli.fuente import Extracto, Materia, reunir, reunir_anteriores
from generador.cli.opciones import Ambiente, sin_recolector
from generador.cli.publicar import con_identidad
from generador.nucleo.formatos import contados, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generador.repositorio.deposito import Deposito
    from generador.reserva.agujas import Aguja
    from generador.reserva.comprobar import Informe
    from generador.reserva.verdad import Verdad
    from generador.tramites.custodia import LlaveDicha

_A_LA_VISTA = 100


@click.command("comprobar-reserva")
@con_identidad
@click.option(
    "--publico",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="El sitio ya construido; por omisión, publico/ en la raíz.",
)
@click.option(
    "--agujas",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Lista JSON de {clave, campo, texto} que no deben estar en ninguna parte. Debe estar "
    "fuera de Git y ser legible solo para su dueña.",
)
@click.option(
    "--bitacora",
    "bitacoras",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Archivo o carpeta donde también se buscan las agujas; se puede repetir.",
)
@click.option(
    "--contactos",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="El sobre que dejó «registro importar --sobre»: también se buscan sus correos y "
    "teléfonos. Pide la llave.",
)
@con_llave
@con_boveda
@click.option("--sin-git", is_flag=True, help="No busca las agujas en lo que guarda Git.")
@click.pass_obj
@sin_recolector()
def comprobar_reserva(  # noqa: PLR0913 - una por opción
    ambiente: Ambiente,
    /,
    identidad: Path | None,
    publico: Path | None,
    agujas: Path | None,
    bitacoras: tuple[Path, ...],
    *,
    identidad_ficticia: bool,
    sin_git: bool,
    **de_la_boveda: Any,
) -> None:
    """Comprueba, leyendo lo construido, que no salió nada de lo que se reserva.

    Prueba que en ninguna página, tabla, libro, índice o paquete tiene valor una pregunta de
    identidad que no es pública, y que no hay ningún archivo, columna ni dato que nadie declaró.
    Con la llave de la bóveda, o con agujas, busca además cada texto, comoquiera que esté escrito o
    comprimido, en el sitio, en las bitácoras y en todos los objetos de Git.

    Use la misma fecha y el mismo extracto con que se construyó. Dice dónde y de qué pregunta;
    nunca qué decía. Sale con 1 si algo se escapó.
    """
    from generador.reserva.archivo import leer_agujas
    from generador.reserva.comprobar import Donde, comprobar

    propias = leer_agujas(agujas) if agujas else ()
    propias += tuple(_de_la_boveda(ambiente, **de_la_boveda))
    if bitacoras and not propias:
        raise click.UsageError(
            "En una bitácora solo se buscan agujas: indíquelas con «--agujas» o «--llave»."
        )
    materia, anteriores = reunir_anteriores(
        ambiente, reunir(ambiente, Extracto(identidad, identidad_ficticia))
    )
    donde = Donde(
        publico=(publico or ambiente.raiz / "publico").resolve(),
        verdad=_verdad(materia),
        anteriores={m.conjunto.proceso.identificacion.clave: _verdad(m) for m in anteriores},
        bitacoras=bitacoras,
        deposito=_deposito(ambiente.raiz) if propias and not sin_git else None,
    )
    informe = comprobar(donde, propias)
    _decir(informe)
    sys.exit(1 if informe.fugas else 0)


def _de_la_boveda(
    ambiente: Ambiente, llave: "LlaveDicha", carpeta: Path | None, contactos: Path | None
) -> "Iterator[Aguja]":
    """Lo reservado que guarda la bóveda y, si se dan, los contactos; nada si no se dio llave."""
    from generador.cli.custodia import abrir_custodia
    from generador.reserva.agujas import Aguja
    from generador.tramites.custodia import leer_llave
    from generador.tramites.reservado import contactos_reservados, textos_reservados

    if not llave.archivo:
        if contactos or carpeta:
            raise click.UsageError("Para buscar lo de la bóveda hace falta «--llave».")
        return
    privada = leer_llave(llave)
    custodia = abrir_custodia(ambiente, carpeta, os.environ.get("CONOCELES_CUENTA", "UT"))
    for clave, campo, texto in textos_reservados(custodia, privada):
        yield Aguja(clave, campo, texto)
    if contactos:
        for clave, campo, texto in contactos_reservados(contactos, privada):
            yield Aguja(clave, campo, texto)


def _verdad(materia: Materia) -> "Verdad":
    from generador.reserva.verdad import Verdad

    fuente = materia.fuente
    # Antes de la fecha formal el sitio no tiene a nadie, aunque el conjunto sí (PTO 14).
    fichas = fuente.fichas if fuente.abierto else ()
    return Verdad.de_fichas(fichas, materia.conjunto.contexto, fuente.raiz)


def _deposito(raiz: Path) -> "Deposito | None":
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.orden import situar

    return Deposito.abrir(raiz) if situar(raiz) else None


def _decir(informe: "Informe") -> None:
    for fuga in informe.fugas[:_A_LA_VISTA]:
        click.echo(visible(fuga.frase()))
    if len(informe.fugas) > _A_LA_VISTA:
        click.echo(f"… y {len(informe.fugas) - _A_LA_VISTA:,} más.")
    partes = [
        contados(informe.archivos, "archivo", "archivos") + f" ({informe.bytes / 1e6:,.1f} MB)",
        contados(informe.claves, "candidatura", "candidaturas"),
        contados(
            informe.reservadas, "respuesta que no es pública", "respuestas que no son públicas"
        ),
    ]
    if informe.agujas or informe.cortas:
        partes += [
            contados(informe.agujas, "aguja", "agujas"),
            contados(informe.bitacoras, "archivo fuera del sitio", "archivos fuera del sitio"),
            contados(informe.objetos, "objeto de Git", "objetos de Git"),
        ]
    fallo = contados(len(informe.fugas), "fuga", "fugas")
    dicho = fallo if informe.fugas else "nada de lo que se reserva salió"
    click.echo(f"Se comprobó: {', '.join(partes)}; {dicho}.")
    if informe.cortas:
        cuantas = contados(informe.cortas, "aguja es muy corta", "agujas son muy cortas")
        click.echo(
            f"{cuantas}: solo se {'buscó' if informe.cortas == 1 else 'buscaron'} como texto "
            "completo en lo de su candidatura, no en bitácoras ni en Git."
        )
