"""Cómo se cuida la bóveda: sus llaves, que cuadre, que se bloquee y que de verdad se borre."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generador.cli.custodia import (
    abrir_custodia,
    asentar_la_huella,
    con_boveda,
    con_llave,
    frase_nueva,
)
from generador.cli.mesa import abrir, actualizar, con_cuenta, decir
from generador.cli.opciones import Ambiente, barra
from generador.nucleo.formatos import contados, visible

if TYPE_CHECKING:
    from generador.tramites.custodia import LlaveDicha


@click.command()
@con_boveda
@click.option("--crear", is_flag=True, help="Crea la bóveda de este proceso, vacía.")
@click.option("--agregar", metavar="NOMBRE", help="Agrega una llave con ese nombre.")
@click.option("--quitar", metavar="NOMBRE", help="Quita la llave con ese nombre.")
@click.option("--publica", metavar="LLAVE", help="La pública que se agrega (age1…).")
@click.option(
    "--nueva",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Sortea una llave y deja la privada en ese archivo; la pública se agrega.",
)
@click.option("--con-frase", is_flag=True, help="Cifra el archivo de la «--nueva» con una frase.")
@click.pass_obj
def llaves(
    ambiente: Ambiente,
    /,
    carpeta: Path | None,
    quitar: str | None,
    *,
    crear: bool,
    **de_agregar: Any,
) -> None:
    """Dice para qué llaves se cierra la bóveda; agrega o quita una. Sin llave privada."""
    from generador.tramites.custodiar import abrir_llaves

    agregar, publica, nueva, con_frase = (
        de_agregar[o] for o in ("agregar", "publica", "nueva", "con_frase")
    )
    if con_frase and not nueva:
        raise click.UsageError("«--con-frase» cifra la llave que se crea: diga también «--nueva».")
    propia = abrir_llaves(ambiente.raiz, ambiente.momento, carpeta, crear=crear)
    if agregar:
        propia.agregar(agregar, publica or "", nueva, frase_nueva() if con_frase else "")
    elif publica or nueva:
        raise click.UsageError("Diga con «--agregar» el nombre de la llave.")
    if quitar:
        propia.quitar(quitar)
    for nombre, llave in propia.boveda.llavero.publicas.items():
        click.echo(f"{nombre}\t{llave}")
    if agregar or quitar:
        click.echo("Lo ya depositado sigue con las de antes: corra «conoceles boveda rotar».")
    if nueva:
        click.echo(f"La privada está en {nueva}: llévela fuera de este equipo y guarde copia.")


@click.command()
@click.option(
    "--depurar", is_flag=True, help="Borra los sobres que nadie nombra desde hace 30 días."
)
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def verificar(
    ambiente: Ambiente, llave: "LlaveDicha", carpeta: Path | None, cuenta: str, *, depurar: bool
) -> None:
    """Comprueba que cada expediente y su sobre coinciden, sin mostrar nada.

    Con la llave prueba además cada compromiso. Sale con 1 si algo no cuadra.
    """
    from generador.tramites.cotejar import cotejar
    from generador.tramites.custodia import leer_llave

    custodia = abrir_custodia(ambiente, carpeta, cuenta)
    privada = leer_llave(llave) if llave.archivo else None
    if privada is not None:
        custodia.anotar("verificar")
    cotejo = cotejar(custodia, privada)
    for defecto in cotejo.defectos:
        click.echo(visible(defecto), err=True)
    for aviso in cotejo.avisos:
        click.echo(visible(aviso))
    hay = contados(cotejo.sobres, "sobre", "sobres")
    con_llave_ = (
        f"{cotejo.comprobados} se abrieron y coinciden con su compromiso"
        if privada is not None
        else "sin llave no se comprobó lo de dentro"
    )
    click.echo(f"{hay}; {con_llave_}.")
    if depurar:
        from generador.tramites.cotejar import depurar as hacer
        from generador.tramites.nombrados import compromisos_nombrados

        mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
        borradas = hacer(custodia, compromisos_nombrados(mesa))
        click.echo(
            f"Se borraron los sobres sueltos de {contados(len(borradas), 'clave', 'claves')}."
        )
    sys.exit(1 if cotejo.defectos else 0)


@click.command()
@con_llave
@con_boveda
@con_cuenta
@click.pass_obj
def rotar(ambiente: Ambiente, llave: "LlaveDicha", carpeta: Path | None, cuenta: str) -> None:
    """Vuelve a cerrar todo con las llaves de ahora; interrumpida, se repite y sigue."""
    from generador.boveda.rotacion import rotar as hacer
    from generador.tramites.custodia import leer_llave

    custodia = abrir_custodia(ambiente, carpeta, cuenta)
    privada = leer_llave(llave)
    custodia.anotar("rotar")
    with barra("Volviendo a cerrar") as avance:
        hecho = hacer(custodia.boveda, privada, avance)
    for defecto in hecho.defectos:
        click.echo(visible(defecto), err=True)
    click.echo(
        f"Se volvieron a cerrar {contados(hecho.cerrados, 'sobre', 'sobres')}; "
        f"{hecho.al_dia} ya estaban al día."
    )
    sys.exit(1 if hecho.defectos else 0)


@click.command()
@click.argument("claves", nargs=-1)
@con_boveda
@con_cuenta
@click.pass_obj
def bloquear(
    ambiente: Ambiente, claves: tuple[str, ...], carpeta: Path | None, cuenta: str
) -> None:
    """Bloquea lo de CLAVES; sin ninguna, pone la bóveda como dicen los expedientes.

    Lo de quien se sustituye o se cancela queda bloqueado en ese mismo acto: aunque esto no se
    corra, ya no se lee, no se cuenta y no se publica.
    """
    from generador.tramites.bloquear import bloquear as hacer
    from generador.tramites.bloquear import poner_en_orden

    if claves:
        custodia = abrir_custodia(ambiente, carpeta, cuenta, al_dia=True)
        mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
        decir(mesa, "Identidad bloqueada", hacer(mesa, custodia, claves))
    hecho = poner_en_orden(abrir_custodia(ambiente, carpeta, cuenta, al_dia=True))
    asentar_la_huella(ambiente, cuenta)
    click.echo(
        f"En la bóveda: {contados(len(hecho.bloqueadas), 'bloqueada', 'bloqueadas')} y "
        f"{contados(len(hecho.desbloqueadas), 'devuelta', 'devueltas')}."
    )


@click.command()
@click.argument("claves", nargs=-1)
@click.option("--documento", default="", metavar="DOCUMENTO", help="Acta que lo dispone.")
@click.option("--autorizar", metavar="FOLIO", help="Segundo paso, de otra cuenta: borra y asienta.")
@con_boveda
@con_cuenta
@click.pass_obj
def destruir(
    ambiente: Ambiente,
    claves: tuple[str, ...],
    documento: str,
    autorizar: str | None,
    carpeta: Path | None,
    cuenta: str,
) -> None:
    """Destruye lo de CLAVES entre dos cuentas: una lo propone y otra lo autoriza (PTO 44).

    Solo cuando venció la conservación que dice proceso.yml. No se puede deshacer.
    """
    from generador.tramites.destruir import autorizar_destruir, proponer_destruir

    if bool(claves) == bool(autorizar):
        raise click.UsageError("Diga de quiénes (CLAVES), o «--autorizar» un folio.")
    custodia = abrir_custodia(ambiente, carpeta, cuenta)
    mesa = abrir(ambiente, cuenta, tras_el_cierre=True)
    if not autorizar:
        if not documento:
            raise click.UsageError("Falta la opción «--documento».")
        orden = proponer_destruir(mesa, custodia, claves, documento)
        click.echo(
            f"Folio {orden.folio}: todavía no se borra nada. Que otra cuenta de la unidad corra "
            f"«conoceles boveda destruir --autorizar {orden.folio}»."
        )
        return
    hecho = autorizar_destruir(mesa, custodia, autorizar)
    actualizar(mesa)
    click.echo(
        f"Destruida la identidad de {', '.join(hecho.claves)}: "
        f"{contados(hecho.archivos, 'archivo', 'archivos')} de la bóveda. Folio {hecho.folio}."
    )
    click.echo("Queda en los respaldos hasta que se renueven: anótelo en el acta.")
