"""Los actos: proponer, validar, integrar, observar, cambiar, sustituir…"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generador.cli.forja import forja
from generador.cli.mesa import abrir, actualizar, con_acuerdo, con_cuenta, con_documento, decir
from generador.cli.opciones import Ambiente, instante
from generador.nucleo.formatos import contados, visible

Orden = Callable[..., Any]

_ARCHIVO = click.Path(path_type=Path, exists=True, dir_okay=False)
_RUTA = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("rutas", nargs=-1, required=True, type=_RUTA)
@click.option("--anticipada", is_flag=True, help="Solo adelanta la carga: no envía (PTO 14).")
@con_cuenta
@click.pass_obj
def proponer(ambiente: Ambiente, rutas: tuple[Path, ...], cuenta: str, *, anticipada: bool) -> None:
    """Envía lo capturado en RUTAS (expedientes de una carpeta, o la carpeta) como propuesta."""
    from generador.tramites.capturar import proponer as enviar
    from generador.tramites.escritos import leer_escritos

    mesa = abrir(ambiente, cuenta, constancias=False)
    enviada = enviar(mesa, leer_escritos(mesa, rutas), anticipada=anticipada)
    if not enviada.nueva:
        click.echo(f"Ya se había enviado: folio {enviada.folio}. No hay nada nuevo.")
        return
    click.echo(f"Folio {enviada.folio}: {', '.join(enviada.claves)}.")
    if enviada.hallazgos:
        click.echo(
            f"Trae {contados(len(enviada.hallazgos), 'aviso', 'avisos')}: se puede enviar así."
        )


@click.command("validar-propuesta")
@click.argument("folio")
@click.argument("correcciones", nargs=-1, type=_RUTA)
@con_cuenta
@click.pass_obj
def validar_propuesta(
    ambiente: Ambiente, folio: str, correcciones: tuple[Path, ...], cuenta: str
) -> None:
    """Valida la propuesta FOLIO, con las CORRECCIONES que la supervisora estime (PTO 25 a 27)."""
    from generador.tramites.escritos import leer_escritos
    from generador.tramites.validar import validar_propuesta as hacer

    mesa = abrir(ambiente, cuenta)
    claves = hacer(mesa, folio, leer_escritos(mesa, correcciones) if correcciones else ())
    dicho = f"Validada: {', '.join(claves)}. Folio {folio}; espera que la unidad la integre."
    click.echo(visible(dicho))


@click.command()
@click.argument("folio", required=False)
@click.option("--automatico", is_flag=True, help="Integra todas las validadas y sin errores.")
@click.option("--revisado", default="", metavar="COMMIT", help="Commit que se revisó.")
@con_cuenta
@click.pass_context
def integrar(
    ctx: click.Context, folio: str | None, revisado: str, cuenta: str, *, automatico: bool
) -> None:
    """Une al tronco la propuesta FOLIO, o todas las que ya validó quien debe."""
    from generador.tramites.integrar import integrar as unir
    from generador.tramites.integrar import integrar_listas

    if automatico == bool(folio):
        raise click.UsageError("Indique un FOLIO o «--automatico».")
    mesa = abrir(ctx.obj, cuenta)
    resultados = integrar_listas(mesa) if automatico else (unir(mesa, folio or "", revisado),)
    for uno in resultados:
        if uno.commit:
            click.echo(visible(f"Integrada: folio {uno.folio}, commit {uno.commit[:10]}."))
        else:
            click.echo(visible(uno.motivo), err=True)
    if not resultados:
        click.echo("No hay propuestas listas.")
    actualizar(mesa)
    ctx.exit(0 if all(uno.commit for uno in resultados) else 1)


@click.command()
@click.argument("folio")
@click.option("--causa", required=True, help="cuenta, carpeta, archivo o duplicada.")
@con_cuenta
@click.pass_obj
def rechazar(ambiente: Ambiente, folio: str, causa: str, cuenta: str) -> None:
    """Cierra la propuesta FOLIO por una causa formal."""
    from generador.tramites.rechazar import rechazar as hacer

    hacer(abrir(ambiente, cuenta), folio, causa)
    click.echo(visible(f"Rechazada: folio {folio}. Puede volver a enviarse."))


@click.command()
@click.argument("folio")
@click.argument("clave")
@con_cuenta
@click.pass_obj
def separar(ambiente: Ambiente, folio: str, clave: str, cuenta: str) -> None:
    """Saca a CLAVE de la propuesta FOLIO a la suya propia."""
    from generador.tramites.rechazar import separar as hacer

    suya, resto = hacer(abrir(ambiente, cuenta), folio, clave)
    click.echo(visible(f"Separada: {clave} sigue en {suya}; lo demás, en {resto}."))


@click.command()
@click.argument("clave")
@click.option("--rubro", required=True, help="Puntero de lo que deja de mostrarse.")
@click.option("--causal", required=True, help="Causal del catálogo del proceso.")
@click.option("--fundamento", default="", help="Norma que se cita, si la causal lo pide.")
@con_cuenta
@click.pass_obj
def observar(
    ambiente: Ambiente, clave: str, rubro: str, causal: str, fundamento: str, cuenta: str
) -> None:
    """Oculta un rubro publicado de CLAVE (PTO 33)."""
    from generador.tramites.verificar import observar as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Observada", hacer(mesa, clave, rubro, causal, fundamento))


@click.command()
@click.argument("clave")
@click.argument("archivos", nargs=-1, type=_RUTA)
@click.option("--rubro", default="", help="Solo ese rubro; sin él, todos los observados.")
@con_cuenta
@click.pass_obj
def subsanar(
    ambiente: Ambiente, clave: str, archivos: tuple[Path, ...], rubro: str, cuenta: str
) -> None:
    """Corrige lo observado de CLAVE con lo que dicen ARCHIVOS, y vuelve a mostrarse."""
    from generador.tramites.escritos import leer_escritos
    from generador.tramites.verificar import subsanar as hacer

    mesa = abrir(ambiente, cuenta)
    escritos = leer_escritos(mesa, archivos) if archivos else ()
    decir(mesa, "Subsanada", hacer(mesa, clave, escritos, rubro))


@click.group()
def cambio() -> None:
    """La única ocasión de cambiar lo publicado: se pide, se habilita y se aplica (PTO 31 y 32)."""


@cambio.command("solicitar")
@click.argument("clave")
@click.argument("archivo", type=_RUTA)
@con_cuenta
@click.pass_obj
def solicitar(ambiente: Ambiente, clave: str, archivo: Path, cuenta: str) -> None:
    """Pide que lo publicado de CLAVE diga lo que dice ARCHIVO."""
    from generador.tramites.cambiar import solicitar as hacer
    from generador.tramites.escritos import leer_escritos

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Cambio solicitado", hacer(mesa, clave, leer_escritos(mesa, [archivo])))


@cambio.command("habilitar")
@click.argument("clave")
@con_cuenta
@click.pass_obj
def habilitar(ambiente: Ambiente, clave: str, cuenta: str) -> None:
    """Abre la edición de lo pedido; vence el día hábil siguiente."""
    from generador.tramites.cambiar import habilitar as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Cambio habilitado", hacer(mesa, clave))


@cambio.command("aplicar")
@click.argument("clave")
@click.argument("archivo", type=_RUTA)
@con_cuenta
@click.pass_obj
def aplicar(ambiente: Ambiente, clave: str, archivo: Path, cuenta: str) -> None:
    """Cambia los campos pedidos de CLAVE por lo que dice ARCHIVO."""
    from generador.tramites.cambiar import aplicar as hacer
    from generador.tramites.escritos import leer_escritos

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Cambio aplicado", hacer(mesa, clave, leer_escritos(mesa, [archivo])))


@click.command()
@click.argument("clave")
@click.option("--nombre", required=True)
@click.option("--primer-apellido", required=True)
@click.option("--segundo-apellido", default="")
@click.option("--sexo", required=True, help="Clave del catálogo: mujer, hombre, no_binario.")
@click.option("--edad", required=True, type=int, help="Años cumplidos el día de la jornada.")
@click.option("--causa", required=True, help="Renuncia, fallecimiento, inhabilitación…")
@con_acuerdo
@con_cuenta
@click.pass_obj
def sustituir(
    ambiente: Ambiente, /, clave: str, causa: str, acuerdo: str, cuenta: str, **persona: Any
) -> None:
    """Da de baja a CLAVE y de alta a quien la sustituye, en el mismo lugar (PTO 21)."""
    from generador.tramites.sustituir import sustituir as hacer

    datos = {k: v for k, v in persona.items() if v != ""}
    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Sustituida", hacer(mesa, clave, datos, causa, acuerdo))


@click.command()
@click.argument("clave")
@click.option("--causa", required=True, help="Por qué se cancela.")
@con_acuerdo
@con_cuenta
@click.pass_obj
def cancelar(ambiente: Ambiente, clave: str, causa: str, acuerdo: str, cuenta: str) -> None:
    """Da de baja a CLAVE sin que nadie la releve."""
    from generador.tramites.sustituir import cancelar as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Cancelada", hacer(mesa, clave, causa, acuerdo))


@click.command()
@click.argument("clave")
@click.option(
    "--efecto",
    required=True,
    type=click.Choice(["publicar", "ocultar", "restituir", "reinstalar"]),
    help="Qué ordena la resolución.",
)
@click.option("--rubro", default="/curricular", help="Puntero de lo que se oculta o restituye.")
@con_documento
@con_cuenta
@click.pass_obj
def acatar(
    ambiente: Ambiente, clave: str, efecto: str, rubro: str, documento: str, cuenta: str
) -> None:
    """Cumple una resolución del INE, el TEEM o el TEPJF sobre CLAVE."""
    from generador.tramites.resolver import acatar as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Acatada", hacer(mesa, clave, efecto, documento, rubro))


@click.command("corregir-error")
@click.argument("clave")
@click.argument("archivo", type=_ARCHIVO)
@con_documento
@con_cuenta
@click.pass_obj
def corregir_error(
    ambiente: Ambiente, clave: str, archivo: Path, documento: str, cuenta: str
) -> None:
    """Enmienda lo que el instituto anotó mal de CLAVE, con el expediente de ARCHIVO."""
    from generador.tramites.resolver import corregir_error as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Corregida", hacer(mesa, clave, archivo.read_bytes(), documento))


@click.command("entregar-cuentas")
@click.argument("carpeta")
@click.option("--oficio", default="", metavar="NUMERO", help="Con qué oficio se entregaron.")
@click.option("--recibida", metavar="FECHA", help="Día y hora que dice el acuse; sin ella, ahora.")
@con_cuenta
@click.pass_obj
def entregar_cuentas(
    ambiente: Ambiente, carpeta: str, oficio: str, recibida: str | None, cuenta: str
) -> None:
    """Anota que quienes van en CARPETA recibieron su cuenta: empieza su plazo (PTO 14).

    El plazo corre desde la hora del acuse: con «--oficio» y «--recibida» se anota esa.
    """
    from generador.tramites.entregar import Acuse
    from generador.tramites.entregar import entregar_cuentas as hacer

    if bool(oficio) != bool(recibida):
        raise click.UsageError("«--oficio» y «--recibida» van juntas: la hora la prueba el acuse.")
    mesa = abrir(ambiente, cuenta)
    acuse = None
    if recibida:
        zona = mesa.contexto.proceso.calendario.tz
        momento = instante(recibida)
        local = momento.replace(tzinfo=zona) if momento.tzinfo is None else momento.astimezone(zona)
        acuse = Acuse(oficio, local)
    decir(mesa, "Cuentas entregadas", hacer(mesa, carpeta, acuse))


@click.command()
@click.argument("rutas", nargs=-1, required=True, type=click.Path(path_type=Path))
@con_cuenta
@click.pass_obj
def configurar(ambiente: Ambiente, rutas: tuple[Path, ...], cuenta: str) -> None:
    """Asienta como quedaron RUTAS: el proceso, las cuentas, un catálogo o quién firma."""
    from generador.tramites.configurar import configurar as hacer

    mesa = abrir(ambiente, cuenta)
    decir(mesa, "Configurado", hacer(mesa, rutas))


ACTOS: tuple[click.Command, ...] = (
    proponer,
    validar_propuesta,
    integrar,
    rechazar,
    separar,
    observar,
    subsanar,
    cambio,
    sustituir,
    cancelar,
    acatar,
    corregir_error,
    entregar_cuentas,
    configurar,
    forja,
)
"""Los verbos de esta familia, en el orden de un proceso."""
