"""El registro oficial: importar la hoja, dar de alta a mano y conciliar (PTO 14)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.cli.mesa import abrir, actualizar, con_acuerdo, con_cuenta
from generador.cli.opciones import Ambiente, escribir
from generador.nucleo.hallazgo import Hallazgo, hay_errores

if TYPE_CHECKING:
    from generador.tramites.mesa import Mesa
    from generador.tramites.registrar import Leido

_ARCHIVO = click.Path(path_type=Path, exists=True, dir_okay=False)
_con_configuracion = click.option(
    "--configuracion",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Cómo se lee la hoja; sin ella, registro.yml de la carpeta del proceso.",
)
_con_formato = click.option(
    "--formato",
    type=click.Choice(["texto", "json", "sarif", "markdown"]),
    default="texto",
    show_default=True,
    help="Cómo se dice lo que hay que mirar.",
)


@click.group()
def registro() -> None:
    """El registro oficial de candidaturas: de ahí salen los expedientes (PTO 14)."""


@registro.command("importar")
@click.argument("hoja", type=_ARCHIVO)
@_con_configuracion
@_con_formato
@click.option(
    "--sobre",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Archivo cifrado, fuera del repositorio, para el correo y el teléfono de notificación.",
)
@click.option(
    "--llave", "llaves", multiple=True, metavar="PUBLICA", help="Llave que abrirá el sobre (age)."
)
@con_cuenta
@click.pass_context
def importar(
    ctx: click.Context,
    /,
    hoja: Path,
    configuracion: Path | None,
    formato: str,
    cuenta: str,
    **contactos: Any,
) -> None:
    """Crea o pone al día los expedientes con lo que dice HOJA (CSV o XLSX)."""
    from generador.tramites.registrar import importar as hacer

    mesa, leido = _leer(ctx.obj, cuenta, hoja, configuracion)
    _guardar_contactos(mesa, leido, **contactos)
    hecho = hacer(mesa, leido)
    _mostrar(hecho.hallazgos, len(leido.fundido.por_clave), formato)
    click.echo(
        f"{len(hecho.altas)} altas, {len(hecho.actualizadas)} puestas al día, {hecho.iguales} sin "
        "cambio." + (f" Folio {hecho.asentado.folio}." if hecho.asentado else ""),
        err=formato != "texto",
    )
    actualizar(mesa)
    ctx.exit(1 if hay_errores(hecho.hallazgos) else 0)


def _guardar_contactos(
    mesa: "Mesa", leido: "Leido", sobre: Path | None, llaves: tuple[str, ...]
) -> None:
    from generador.tramites.registrar import guardar_contactos

    if sobre:
        cuantos = guardar_contactos(mesa, leido, sobre, llaves)
        click.echo(f"Sobre con {cuantos} contactos: {sobre}.", err=True)
    elif any(una.privado for una in leido.fundido.por_clave.values()):
        click.echo(
            "La hoja trae correos o teléfonos de notificación y no se guardaron: use «--sobre».",
            err=True,
        )


@registro.command("conciliar")
@click.argument("hoja", type=_ARCHIVO)
@click.option(
    "--acuerdo",
    "lista",
    type=_ARCHIVO,
    help="Lista aprobada por el Consejo, con las mismas columnas.",
)
@_con_configuracion
@_con_formato
@con_cuenta
@click.pass_context
def conciliar(
    ctx: click.Context,
    hoja: Path,
    lista: Path | None,
    configuracion: Path | None,
    formato: str,
    cuenta: str,
) -> None:
    """Compara HOJA, la lista del acuerdo y los expedientes; no cambia nada."""
    from generador.tramites.registrar import conciliar_fuentes, leer_hoja_oficial

    mesa, leido = _leer(ctx.obj, cuenta, hoja, configuracion)
    ruta = configuracion or ctx.obj.raiz / "registro.yml"
    aprobadas = leer_hoja_oficial(mesa, lista, ruta) if lista else None
    hallazgos = conciliar_fuentes(mesa, leido, aprobadas)
    _mostrar(hallazgos, len(leido.fundido.por_clave), formato)
    ctx.exit(1 if hay_errores(hallazgos) else 0)


def _leer(
    ambiente: Ambiente, cuenta: str, hoja: Path, configuracion: Path | None
) -> tuple["Mesa", "Leido"]:
    from generador.tramites.registrar import leer_hoja_oficial

    mesa = abrir(ambiente, cuenta)
    return mesa, leer_hoja_oficial(mesa, hoja, configuracion or ambiente.raiz / "registro.yml")


def _mostrar(hallazgos: tuple[Hallazgo, ...], cuantas: int, formato: str) -> None:
    from generador.cli.revisar import mostrar

    if hallazgos or formato != "texto":
        escribir(mostrar(list(hallazgos), cuantas, formato, None))


@registro.command("alta")
@click.option("--cargo", required=True)
@click.option("--ambito", default="", help="Clave o nombre del distrito o municipio.")
@click.option("--postulante", required=True, help="Clave, siglas o nombre.")
@click.option("--numero", default="", help="De la fórmula o lista, si el cargo lo lleva.")
@click.option("--caracter", default="propietaria", show_default=True)
@click.option("--nombre", required=True)
@click.option("--primer-apellido", required=True)
@click.option("--segundo-apellido", default="")
@click.option("--sobrenombre", default="")
@click.option("--sexo", required=True)
@click.option("--edad", required=True, help="Años cumplidos el día de la jornada.")
@con_acuerdo
@con_cuenta
@click.pass_obj
def alta(ambiente: Ambiente, /, cuenta: str, **datos: str) -> None:
    """Da de alta a quien el registro omitió, como suele pasar con las independientes."""
    from generador.tramites.registrar import alta as hacer

    mesa = abrir(ambiente, cuenta)
    asentado, _ = hacer(mesa, {campo: valor for campo, valor in datos.items() if valor})
    click.echo(f"Alta: {', '.join(asentado.claves)}. Folio {asentado.folio}, integrada.")
    actualizar(mesa)


REGISTRO: tuple[click.Command, ...] = (registro,)
"""Los verbos de esta familia."""
