"""¿Qué puede pedir una persona desde la terminal?

Cada familia de verbos está en su archivo. Aquí no se decide nada: opciones → llamada →
código de salida (0 bien · 1 hay errores en los datos · 2 uso o ambiente · 130 interrumpido).
"""

import logging
from pathlib import Path
from typing import Any

import click

from generador.cli.actuar import ACTOS
from generador.cli.acuse import acuse
from generador.cli.auditar import AUDITORIA
from generador.cli.boveda import boveda
from generador.cli.captura import captura
from generador.cli.espanol import hablar_espanol
from generador.cli.estadistica import estadistica
from generador.cli.iniciar import iniciar
from generador.cli.opciones import Ambiente, callar, instante
from generador.cli.publicar import construir, paquetes, servir
from generador.cli.registrar import REGISTRO
from generador.cli.reserva import comprobar_reserva
from generador.cli.revisar import reglas, validar
from generador.cli.sembrar import documentar, simular
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.formatos import visible

# Lo que espera una terminal: 128 más el número de la señal (SIGINT, SIGPIPE).
_INTERRUMPIDO = 130
_TUBERIA_CERRADA = 141


class Grupo(click.Group):
    """Habla español y convierte «no se puede seguir» en frase y salida, nunca en una traza."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Por aquí pasan la terminal, las pruebas y la documentación antes de decir nada."""
        hablar_espanol(self)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Corre la orden y traduce lo que la detuvo a un código de salida."""
        try:
            return super().invoke(ctx)
        except ErrorConoceles as error:
            for hallazgo in getattr(error, "hallazgos", ()):
                click.echo(
                    f"{visible(hallazgo.archivo)}:{hallazgo.linea}:{hallazgo.columna}  "
                    f"{hallazgo.nivel}  {hallazgo.regla}  {visible(hallazgo.mensaje)}"
                    + (f"\n    {visible(hallazgo.remedio)}" if hallazgo.remedio else ""),
                    err=True,
                )
            for renglon in f"conoceles: {error}".splitlines():
                click.echo(visible(renglon), err=True)
            ctx.exit(2)
        except BrokenPipeError:
            callar()
            ctx.exit(_TUBERIA_CERRADA)
        except OSError as error:
            donde = f" con {error.filename}" if error.filename else ""
            click.echo(f"conoceles: no se puede seguir{donde}: {causa_de_disco(error)}.", err=True)
            ctx.exit(2)
        except (KeyboardInterrupt, EOFError, click.Abort):
            # click saldría con 1, que aquí quiere decir «hay errores en los datos».
            click.echo("\nconoceles: interrumpido.", err=True)
            ctx.exit(_INTERRUMPIDO)


@click.group(
    cls=Grupo,
    context_settings={"help_option_names": ["-h", "--help", "--ayuda"], "max_content_width": 100},
)
@click.option(
    "--raiz",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Carpeta del proceso: la que tiene proceso.yml y candidaturas/.",
)
@click.option(
    "--fecha",
    metavar="FECHA",
    help="Mira como si fuera esa fecha (AAAA-MM-DD, o con hora AAAA-MM-DDTHH:MM). Sin ella, ahora.",
)
@click.option("-v", "--detalle", is_flag=True, help="Dice cada paso en la salida de errores.")
@click.version_option(
    package_name="conoceles",
    message="conoceles %(version)s",
    help="Dice la versión y termina.",
)
@click.pass_context
def conoceles(ctx: click.Context, raiz: Path, fecha: str | None, *, detalle: bool) -> None:
    """Quién compite por un cargo: de archivos revisados en Git a sitio público y datos."""
    logging.basicConfig(
        level=logging.INFO if detalle else logging.WARNING, format="conoceles: %(message)s"
    )
    ctx.obj = Ambiente(raiz=raiz, momento=instante(fecha), ensayo=fecha is not None)


_SIN_GIT = (validar, construir, paquetes, comprobar_reserva, servir)
_OTRAS = (iniciar, simular, reglas, documentar)
for _orden in (
    *_SIN_GIT,
    *_OTRAS,
    *REGISTRO,
    *ACTOS,
    *AUDITORIA,
    boveda,
    estadistica,
    acuse,
    captura,
):
    conoceles.add_command(_orden)
