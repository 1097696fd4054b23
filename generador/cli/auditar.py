"""La historia y lo que espera: historial, su verificación, la revisión y la bandeja."""

import csv
import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.cli.custodia import con_boveda, sumas_de_bitacoras
from generador.cli.mesa import abrir, con_cuenta
from generador.cli.opciones import Ambiente, escribir
from generador.nucleo import formatos
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import hay_errores

if TYPE_CHECKING:
    from generador.nucleo.movimiento import Movimiento

_COLUMNAS = (
    "fecha", "cuenta", "modulo", "accion", "candidaturas", "campos", "folio", "commit",
)  # fmt: skip


class _ConVerPorOmision(click.Group):
    """`historial CLAVE` es `historial ver CLAVE`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Lo que no es una orden es la clave."""
        if args and args[0] not in self.commands:
            args = ["ver", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Sin nada, enseña todo; con una opción, es de la vista."""
        ayuda = {"-h", "--help", "--ayuda"}
        if not args or (args[0].startswith("-") and args[0] not in ayuda):
            args = ["ver", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ConVerPorOmision, no_args_is_help=False)
def historial() -> None:
    """Qué se ha hecho, quién y cuándo; y si la historia sigue intacta (PTO 15)."""


@historial.command("ver")
@click.argument("clave", required=False)
@click.option(
    "--formato", type=click.Choice(["tabla", "json", "csv"]), default="tabla", show_default=True
)
@click.pass_obj
def ver(ambiente: Ambiente, clave: str | None, formato: str) -> None:
    """Enumera los movimientos, o los de una candidatura: fecha, cuenta, acto, campos y folio."""
    from generador.repositorio.deposito import SUPERFICIAL, Deposito
    from generador.repositorio.historial import recorrer_historia
    from generador.repositorio.remoto import Remoto

    deposito = Deposito.abrir(ambiente.raiz)
    movimientos = [
        _renglon(m)
        for m in recorrer_historia(
            deposito, Remoto(deposito).cabeza() or "HEAD", con_archivos=False
        )
        if clave is None or clave in m.claves
    ]
    if deposito.es_superficial:
        click.echo(f"{SUPERFICIAL} Faltan los movimientos anteriores.", err=True)
    elif clave and not movimientos:
        raise click.BadParameter(f"no hay ningún movimiento de «{clave}».", param_hint="CLAVE")
    escribir(_mostrar(movimientos, formato))


def _renglon(movimiento: "Movimiento") -> dict[str, str]:
    campos = " ".join(p for punteros in movimiento.campos.values() for p in punteros)
    valores = (
        movimiento.instante.isoformat(),
        movimiento.cuenta,
        movimiento.modulo,
        movimiento.uno("Accion"),
        " ".join(movimiento.claves),
        campos,
        movimiento.folio,
        movimiento.commit,
    )
    return dict(zip(_COLUMNAS, valores, strict=True))


def _en_formato(renglones: list[dict[str, str]], columnas: Sequence[str], formato: str) -> str:
    """Los renglones en JSON o en CSV."""
    if formato == "json":
        return formatos.en_json(renglones)
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, columnas, lineterminator="\n")
    escritor.writeheader()
    escritor.writerows({k: formatos.visible(v) for k, v in r.items()} for r in renglones)
    return salida.getvalue()


def _mostrar(movimientos: list[dict[str, str]], formato: str) -> str:
    if formato != "tabla":
        return _en_formato(movimientos, _COLUMNAS, formato)
    renglones = [
        formatos.visible(
            f"{m['fecha'][:19].replace('T', ' ')}  {m['cuenta'] or '(sin cuenta)'}  "
            f"{m['accion'] or '(sin acto)'}  {m['candidaturas']}  {m['folio']}  {m['commit'][:10]}"
        )
        for m in movimientos
    ]
    cuantos = contados(len(movimientos), "movimiento", "movimientos")
    return "\n".join([*renglones, f"{cuantos}.", ""])


@historial.command("anclar")
@con_boveda
@con_cuenta
@click.pass_obj
def anclar(ambiente: Ambiente, carpeta: Path | None, cuenta: str) -> None:
    """Fija cómo está la historia ahora: quien guarde el ancla podrá comprobar que sigue ahí.

    Si se dice dónde está la bóveda, fija también su bitácora.
    """
    from generador.errores import ErrorConoceles
    from generador.nucleo.cadena import ORIGEN
    from generador.nucleo.cuentas import Rol
    from generador.repositorio.ancla import fijar, tomar

    mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
    if mesa.cuenta.rol is not Rol.UT:
        raise ErrorConoceles(f"Anclar es de la unidad responsable, y {cuenta} no lo es.")
    bitacoras = sumas_de_bitacoras(carpeta)
    cabezas = {nombre: (sumas or [ORIGEN])[-1] for nombre, sumas in bitacoras.items()}
    ancla = tomar(mesa.forja.remoto, mesa.ahora, bitacoras=cabezas)
    nombre = fijar(mesa.forja.remoto, ancla, mesa.firmante)
    con_ella = " Y la bitácora de la bóveda." if bitacoras else ""
    click.echo(
        f"Ancla {nombre}: {ancla.commits} commits, {len(ancla.propuestas)} propuestas.{con_ella}"
    )


@historial.command("verificar")
@click.option("--todo", is_flag=True, help="Revisa cada commit, no solo lo posterior al ancla.")
@click.option(
    "--ancla",
    "anclas",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Un ancla.json guardado fuera; puede repetirse.",
)
@click.option(
    "--bitacora",
    "exportada",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="La bitácora de la captura, exportada en JSONL.",
)
@con_boveda
@con_cuenta
@click.pass_context
def verificar(
    ctx: click.Context,
    anclas: tuple[Path, ...],
    exportada: Path | None,
    carpeta: Path | None,
    cuenta: str,
    *,
    todo: bool,
) -> None:
    """Comprueba que nadie alteró la historia y que cada acto lo hizo quien podía.

    Si se dice dónde está la bóveda, comprueba también su bitácora contra lo anclado; si se da la de
    la captura, que su cadena cuadre y que cada commit la nombre en una suma que sigue en ella.
    """
    from generador.nucleo.cadena import CAPTURA, repasar
    from generador.repositorio.ancla import Ancla
    from generador.tramites.auditar import Defecto, auditar

    mesa = abrir(ctx.obj, cuenta, tras_el_cierre=True)
    bitacoras, rotos = sumas_de_bitacoras(carpeta), list[str]()
    if exportada is not None:
        with exportada.open(encoding="utf-8", errors="replace") as renglones:
            bitacoras[CAPTURA], rotos = repasar(renglones)
    de_fuera = [Ancla.de_json(ruta.read_text("utf-8", "replace")) for ruta in anclas]
    defectos, cuantos = auditar(
        mesa.forja.remoto,
        mesa.lector,
        mesa.cuentas,
        todo=todo,
        anclas=de_fuera,
        bitacoras=bitacoras,
    )
    defectos = (*(Defecto("", frase) for frase in rotos), *defectos)
    for defecto in defectos:
        donde = f"{defecto.commit[:10]}  " if defecto.commit else ""
        click.echo(formatos.visible(f"{donde}{defecto.frase}"))
    if defectos:
        click.echo(f"La historia tiene {contados(len(defectos), 'defecto', 'defectos')}.", err=True)
    else:
        revisados = contados(cuantos, "commit revisado", "commits revisados")
        click.echo(f"La historia está intacta: {revisados}.")
    ctx.exit(1 if defectos else 0)


@click.command()
@click.option("--base", default="origin/main", show_default=True, help="Contra qué se revisa.")
@click.option("--cabeza", default="HEAD", show_default=True, help="Qué se revisa.")
@click.option(
    "--formato",
    type=click.Choice(["texto", "json", "github", "sarif", "markdown"]),
    default="texto",
    show_default=True,
    help="Cómo se dice; markdown es la hoja de quien revisa.",
)
@click.pass_obj
def revisar(ambiente: Ambiente, base: str, cabeza: str, formato: str) -> None:
    """¿Puede integrarse hoy esta rama? Facultades, plazos, una sola captura, un solo cambio."""
    from generador.archivos.carga import abrir_contexto
    from generador.archivos.cuentas import ARCHIVO, leer_cuentas
    from generador.archivos.expediente import preparar_lector
    from generador.errores import ErrorConoceles
    from generador.repositorio.deposito import Deposito
    from generador.tramites.comentario import comentar
    from generador.tramites.mesa import lo_que_rige
    from generador.tramites.revision import revisar as mirar

    deposito = Deposito.abrir(ambiente.raiz)
    tronco, punta = deposito.commit(base), deposito.commit(cabeza)
    for nombre, commit in ((base, tronco), (cabeza, punta)):
        if not commit:
            raise ErrorConoceles(f"No existe «{nombre}» en este repositorio.")
    with lo_que_rige(deposito, tronco) as carpeta:
        contexto = abrir_contexto(
            carpeta, ambiente.momento.replace(microsecond=0), tras_el_cierre=True
        )
    cuentas = leer_cuentas(deposito.leer(tronco, ARCHIVO), contexto.esquemas, contexto.proceso)
    revision = mirar(deposito, preparar_lector(ambiente.raiz, contexto), cuentas, tronco, punta)
    if formato == "markdown":
        escribir(comentar(revision, contexto))
    else:
        from generador.cli.revisar import mostrar

        archivos = len(revision.propuesta.versiones)
        escribir(mostrar(list(revision.hallazgos), archivos, formato, None))
    if revision.choques:
        choques = ", ".join(revision.choques)
        click.echo(formatos.visible(f"Choca con {base} en {choques}."), err=True)
    if revision.desligada:
        dicho = f"«{cabeza}» no sale de «{base}»: no tienen ningún commit en común."
        click.echo(formatos.visible(dicho), err=True)
    mal = hay_errores(revision.hallazgos) or revision.choques or revision.desligada
    sys.exit(1 if mal else 0)


@click.command()
@con_cuenta
@click.pass_obj
def bandeja(ambiente: Ambiente, cuenta: str) -> None:
    """Qué espera a quién, desde cuándo y qué vence primero."""
    from generador.tramites.bandeja import pendientes

    mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
    todos = pendientes(mesa)
    for p in todos:
        vence = f"vence {_hora(p.vence)}" if p.vence else "sin límite"
        folio = f" (folio {p.folio})" if p.folio else ""
        click.echo(formatos.visible(f"{vence}  desde {_hora(p.desde)}  {p.quien}"))
        click.echo(formatos.visible(f"    {p.que}: {', '.join(p.claves)}{folio}"))
    cuantos = contados(len(todos), "pendiente", "pendientes")
    click.echo(f"{cuantos}." if todos else "No hay nada pendiente.")


def _hora(instante: datetime) -> str:
    return instante.strftime("%Y-%m-%d %H:%M")


@click.command()
@click.option(
    "--formato", type=click.Choice(["tabla", "csv", "json"]), default="tabla", show_default=True
)
@click.pass_obj
def estados(ambiente: Ambiente, formato: str) -> None:
    """En qué va cada cuestionario de cada candidatura; la tabla los cuenta."""
    from generador.archivos.carga import cargar
    from generador.nucleo.estados import CUESTIONARIOS, ETIQUETAS, en_que_va

    conjunto = cargar(ambiente.raiz, ambiente.momento)
    renglones = [
        {"clave": clave, **{q: en_que_va(una, q, conjunto.contexto).value for q in CUESTIONARIOS}}
        for clave, una in sorted(conjunto.candidaturas.items())
    ]
    if formato != "tabla":
        escribir(_en_formato(renglones, ("clave", *CUESTIONARIOS), formato))
        return
    click.echo(f"{'':30}{'curricular':>12}{'identidad':>12}")
    for estado, etiqueta in ETIQUETAS.items():
        cuantas = [sum(r[q] == estado for r in renglones) for q in CUESTIONARIOS]
        if any(cuantas):
            click.echo(f"{etiqueta:30}{cuantas[0]:>12,}{cuantas[1]:>12,}")
    click.echo(f"{len(renglones):,} candidaturas.")


AUDITORIA: tuple[click.Command, ...] = (historial, revisar, bandeja, estados)
"""Los verbos de esta familia."""
