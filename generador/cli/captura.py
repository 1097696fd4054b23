"""La captura por la web: prepararla, servirla y llevar a Git lo que recibe."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generador.cli.anotado import bitacora
from generador.cli.extra import con_django, falta_el_extra
from generador.cli.opciones import Ambiente, escribir
from generador.errores import ErrorConoceles
from generador.nucleo.formatos import contados

if TYPE_CHECKING:
    from types import FrameType

_WSGI = "generador.captura.aplicacion:aplicacion_wsgi()"
_SERVIDOR = "python:generador.captura.servidor"


@click.group(commands=[bitacora])
@click.pass_obj
def captura(ambiente: Ambiente) -> None:
    """El formulario en la web. Sus ajustes son variables del ambiente: vea .env.ejemplo."""
    if ambiente.raiz != Path():
        os.environ.setdefault("CONOCELES_RAIZ", str(ambiente.raiz))
    if ambiente.ensayo:
        raise click.UsageError("La captura no usa «--fecha»: para ensayar, CONOCELES_DESFASE.")


@captura.command()
def migrar() -> None:
    """Crea o pone al día las tablas de la base de datos. Repetirlo no cambia nada."""
    con_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    click.echo("La base está al día.")


@captura.command()
def estaticos() -> None:
    """Junta los estilos y guiones en CONOCELES_ESTATICOS. Se corre con cada versión nueva."""
    con_django()
    from django.conf import settings
    from django.core.management import call_command

    if settings.ENTORNO.desarrollo:
        click.echo("En desarrollo se sirven desde donde están: no hay nada que juntar.")
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    click.echo(f"Están en {settings.ENTORNO.estaticos}.")


@captura.command()
@click.option(
    "--nueva",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Sortea una llave y la deja en ese archivo (0600).",
)
@click.option(
    "--anterior",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Vuelve a cifrar con la vigente lo que cifró esa; con los dos procesos detenidos.",
)
def llave(nueva: Path | None, anterior: Path | None) -> None:
    """La llave que cifra lo que aún se llena: crear una, o cambiar a la vigente."""
    if (nueva is None) == (anterior is None):
        raise click.UsageError("Diga «--nueva», o «--anterior» si ya puso la nueva en su lugar.")
    if nueva is not None:
        from generador.boveda.llaves import crear_privada

        crear_privada(nueva)
        click.echo(f"Está en {nueva}: dígala en CONOCELES_LLAVE_BORRADORES de los dos procesos.")
    if anterior is not None:
        con_django()
        from generador.captura.rotacion import rotar

        hechos = contados(rotar(anterior), "renglón", "renglones")
        click.echo(f"Se volvieron a cifrar {hechos}. Destruya la llave anterior y sus respaldos.")


@captura.command()
@click.option(
    "--direccion", default="127.0.0.1:8000", show_default=True, help="Dónde escucha: IP:PUERTO."
)
@click.option(
    "--trabajadores",
    type=click.IntRange(min=1),
    help="Procesos que atienden; si no se dice, tres por núcleo.",
)
def servir(direccion: str, trabajadores: int | None) -> None:
    """Atiende la web con gunicorn; en desarrollo, con un servidor simple. Ctrl-C la termina."""
    con_django()
    from django.conf import settings

    from generador.captura.arranque import (
        exigir_estaticos,
        exigir_listo,
        exigir_sin_credenciales,
    )

    exigir_sin_credenciales()
    exigir_listo()
    exigir_estaticos()
    if settings.ENTORNO.desarrollo:
        _servir_simple(direccion)
        return
    os.execv(  # noqa: S606 (toma el lugar de este proceso: las señales son suyas)
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", _WSGI, "-c", _SERVIDOR, "--bind", direccion,
            *(("--workers", str(trabajadores)) if trabajadores else ()),
        ],
    )  # fmt: skip


def _servir_simple(direccion: str) -> None:
    from django.core.servers.basehttp import run

    from generador.captura.aplicacion import aplicacion_wsgi

    anfitrion, _, puerto = direccion.rpartition(":")
    if not puerto.isdecimal():
        raise click.BadParameter("debe ser IP:PUERTO.", param_hint="--direccion")
    click.echo(f"La captura está en http://{direccion}/ (Ctrl-C para terminar).")
    run(anfitrion or "127.0.0.1", int(puerto), aplicacion_wsgi(), threading=True)


@captura.command()
@click.option("--continuo", is_flag=True, help="Da vueltas hasta que se le pida terminar.")
@click.option(
    "--cada", default=10.0, show_default=True, metavar="SEGUNDOS", help="Entre vuelta y vuelta."
)
@click.option(
    "--ritmo", default=0, show_default=True, help="Propuestas que abre por vuelta; 0, sin tope."
)
@click.option("--sin-integrar", is_flag=True, help="No une lo ya validado: lo hará la unidad.")
@click.pass_context
def despachar(
    ctx: click.Context, cada: float, ritmo: int, *, continuo: bool, sin_integrar: bool
) -> None:
    """Lleva a Git lo recibido. Corre aparte de la web, con la credencial de la forja.

    Con «--continuo», SIGTERM o Ctrl-C lo terminan al acabar la vuelta.
    """
    con_django()
    from django.conf import settings
    from django.db import close_old_connections

    from generador.captura.arranque import exigir_listo
    from generador.captura.cola.despacho import Despachador, ceder_el_paso, correr

    exigir_listo()
    despachador = Despachador(settings.ENTORNO.raiz, ritmo, integra_solo=not sin_integrar)
    if not continuo:
        llevados = despachador.dar_vuelta()
        click.echo(f"{contados(llevados, 'envío o acto llevado', 'envíos o actos llevados')}.")
        return
    ceder_el_paso()
    terminar = _al_pedirlo()

    def esperar(segundos: float) -> bool:
        close_old_connections()
        return not terminar.wait(segundos)

    correr(despachador, cada, esperar)
    ctx.exit(0)


def _al_pedirlo() -> threading.Event:
    """Se enciende con SIGTERM o SIGINT."""
    terminar = threading.Event()

    def pedir(_senal: int, _marco: "FrameType | None") -> None:
        terminar.set()

    for senal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(senal, pedir)
    return terminar


@captura.command()
def comprobar() -> None:
    """Dice qué falta para atender de verdad: ajustes, llaves, base y HTTPS. Sale con 1 si falta."""
    con_django()
    from generador.captura.arranque import exigir_sin_credenciales, faltantes

    dichas = list(faltantes())
    try:
        exigir_sin_credenciales()
    except ErrorConoceles as error:
        dichas.append(str(error))
    for frase in dichas:
        click.echo(frase, err=True)
    if not dichas:
        click.echo("Todo está listo.")
    sys.exit(1 if dichas else 0)


@captura.group()
def cuentas() -> None:
    """Con qué entra cada cuenta de cuentas.yml."""


@cuentas.command()
@click.argument("claves", nargs=-1, required=True, metavar="CUENTA...")
@click.option("--en", "sitio", default="", help="Dirección de la captura: https://captura….")
def crear(claves: tuple[str, ...], sitio: str) -> None:
    """Da un enlace de un solo uso a cada CUENTA para que ponga su contraseña.

    Los enlaces anteriores de esas cuentas dejan de servir. Se dicen una sola vez.
    """
    con_django()
    from django.urls import reverse

    from generador.captura.cuentas.activacion import emitir
    from generador.captura.fuente import cuenta_de

    if ajenas := [clave for clave in claves if cuenta_de(clave) is None]:
        raise ErrorConoceles(f"No valen hoy o no existen: {', '.join(ajenas)}.")
    for clave in claves:
        _, token = emitir(clave)
        click.echo(f"{clave}\t{sitio.rstrip('/')}{reverse('activar', args=[token])}")


@cuentas.command("cerrar-todo")
def cerrar_todo() -> None:
    """Cierra todas las sesiones y caduca los enlaces sin usar; nadie pierde su contraseña.

    Va después de restaurar un respaldo, que revive las cerradas y los usados, y antes de atender.
    """
    con_django()
    from generador.captura.cuentas.activacion import cerrar_todo as cerrar

    hecho = cerrar()
    click.echo(f"Sesiones cerradas: {hecho.sesiones}. Enlaces caducados: {hecho.enlaces}.")
    if hecho.sin_contrasena:
        cuantas = contados(hecho.sin_contrasena, "cuenta", "cuentas")
        click.echo(f"Hay {cuantas} sin contraseña: emítales otro enlace.")


@captura.command()
@click.option(
    "--carpeta",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".cache/captura"),
    show_default=True,
    help="Dónde queda el ensayo; si ya lo hay, se sigue con él.",
)
@click.option("--puerto", default=8000, show_default=True, help="En 127.0.0.1.")
@click.option("--codigos", is_flag=True, help="Solo dice el segundo factor de este momento.")
@click.option("--solo-preparar", is_flag=True, help="Lo deja listo y no lo levanta.")
def ensayar(carpeta: Path, puerto: int, *, codigos: bool, solo_preparar: bool) -> None:
    """Un ensayo completo y sin red: proceso ficticio, cuentas de cada papel, web y despachador."""
    try:
        from generador.captura import demostracion
    except ModuleNotFoundError as error:
        raise falta_el_extra(error) from error
    ensayo = demostracion.Ensayo(carpeta.resolve())
    if codigos:
        escribir("".join(f"{cuenta}\t{codigo}\n" for cuenta, codigo in ensayo.codigos()))
        return
    for renglon in ensayo.preparar():
        click.echo(renglon)
    if not solo_preparar:
        click.echo(ensayo.que_hacer())
        ensayo.levantar(puerto)
