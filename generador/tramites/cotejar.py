"""¿La bóveda y los expedientes dicen lo mismo? Lo prueba sin mostrar una sola respuesta."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from generador.boveda.almacen import Guardado
from generador.boveda.bitacora import solo_defectos
from generador.boveda.cifrado import Privada
from generador.boveda.destruccion import ordenes
from generador.boveda.llaves import MINIMO
from generador.boveda.sobre import Contenido, nombre_de
from generador.errores import ErrorConoceles
from generador.nucleo.modelo import Candidatura
from generador.tramites.custodia import Custodia, por_que_no_se_lee

DIAS_DE_ESPERA = 30
"""Cuánto se espera antes de borrar un sobre que nadie nombra: su propuesta puede seguir abierta."""


@dataclass(frozen=True, slots=True)
class Cotejo:
    """Lo que no cuadra, lo que conviene saber, y cuántos sobres se abrieron y cuadran."""

    defectos: tuple[str, ...]
    avisos: tuple[str, ...]
    sobres: int
    comprobados: int


def cotejar(custodia: Custodia, privada: Privada | None) -> Cotejo:
    """Compara cada expediente con su sobre.

    Sin llave se sabe si está, si se dañó y si está donde debe; con llave, además, si lo de dentro
    es lo que el expediente comprometió y si el documento es el que dice.
    """
    guardados = list(custodia.boveda.guardados())
    por_nombre = {g.ruta.name.removesuffix(".sobre"): g for g in guardados}
    defectos = [g.defecto for g in guardados if g.rotulo is None]
    avisos: list[str] = []
    en_orden = {c: o.folio for o in ordenes(custodia.boveda) if o.autorizada for c in o.claves}
    for una in custodia.conjunto.candidaturas.values():
        suyo = por_nombre.get(nombre_de(una.clave, una.identidad.compromiso))
        defectos += _de_una(una, suyo, en_orden.get(una.clave, ""))
        if suyo and not suyo.bloqueado and por_que_no_se_lee(una):
            avisos.append(f"{una.clave}: falta pasarla a lo bloqueado: corra «boveda bloquear».")
        if suyo and suyo.bloqueado and not por_que_no_se_lee(una):
            avisos.append(f"{una.clave}: volvió a la boleta: corra «boveda bloquear».")
    defectos += _de_destruidas(custodia, guardados)
    comprobados = 0
    if privada is not None:
        con_llave = list(_con_llave(custodia, privada))
        defectos += [d for d in con_llave if d]
        comprobados = sum(1 for d in con_llave if not d)
    avisos += _de_la_boveda(custodia, guardados)
    defectos += solo_defectos(custodia.boveda.carpeta)
    return Cotejo(tuple(defectos), tuple(avisos), len(guardados), comprobados)


def _de_una(una: Candidatura, suyo: Guardado | None, folio: str) -> Iterator[str]:
    """Qué no cuadra de una; `folio`, el de la orden de destruirla que alguien autorizó."""
    estado, compromiso = una.identidad.estado, una.identidad.compromiso
    falta = estado in ("depositada", "bloqueada") and suyo is None
    if falta and folio:
        # No se restaura lo que dos cuentas mandaron destruir: falta que conste.
        yield (
            f"{una.clave}: se borró con la orden {folio} y en el expediente no consta: repita "
            f"«boveda destruir --autorizar {folio}»; si esa propuesta se cerró, proponga otra."
        )
    elif falta:
        yield (
            f"{una.clave}: el expediente dice «{estado}» y su sobre no está en la bóveda: "
            "restáurelo del respaldo."
        )
    if estado == "destruida" and suyo is not None:
        yield (
            f"{una.clave}: consta que se destruyó y su sobre sigue en la bóveda: termine la orden "
            "con «boveda destruir --autorizar»."
        )
    if suyo and suyo.rotulo and suyo.rotulo.compromiso != compromiso:
        yield f"{una.clave}: el rótulo de su sobre dice otro compromiso: alguien lo cambió."


def _de_destruidas(custodia: Custodia, guardados: list[Guardado]) -> Iterator[str]:
    """De quien se destruyó lo suyo no debe quedar tampoco un sobre anterior."""
    destruidas = {
        c.clave
        for c in custodia.conjunto.candidaturas.values()
        if c.identidad.estado == "destruida"
    }
    vigentes = {
        nombre_de(c.clave, c.identidad.compromiso) for c in custodia.conjunto.candidaturas.values()
    }
    for guardado in guardados:
        nombre = guardado.ruta.name.removesuffix(".sobre")
        if guardado.clave in destruidas and nombre not in vigentes:
            yield f"{guardado.clave}: se destruyó y queda un sobre anterior: repita la orden."


def _con_llave(custodia: Custodia, privada: Privada) -> Iterator[str]:
    """Por cada sobre que se puede leer, qué no cuadra; vacío si todo."""
    for clave, contenido, defecto in custodia.boveda.leer_todos(custodia.vigentes(), privada):
        if contenido is None:
            yield defecto
            continue
        firmado = custodia.buscar(clave).consentimiento
        huella = contenido.consentimiento.get("documento")
        if firmado is None or firmado.documento != huella:
            yield f"{clave}: el documento que consta en el expediente no es el que se depositó."
            continue
        if firmado.publicacion and not contenido.consentimiento.get("publicacion"):
            yield f"{clave}: el expediente dice que autorizó publicar, y lo que firmó dice que no."
            continue
        yield _del_documento(custodia, clave, contenido, str(huella))


def _del_documento(custodia: Custodia, clave: str, contenido: Contenido, huella: str) -> str:
    try:
        documento = custodia.boveda.documento(contenido)
    except ErrorConoceles as error:
        return f"{clave}: {error}"
    if documento is None:
        return f"{clave}: no se depositó su documento firmado."
    if f"sha256:{sha256(documento).hexdigest()}" != huella:
        return f"{clave}: el documento guardado no es el que dice su huella."
    return ""


def _de_la_boveda(custodia: Custodia, guardados: list[Guardado]) -> Iterator[str]:
    llavero = custodia.boveda.llavero
    if len(llavero.publicas) < MINIMO:
        yield f"La bóveda tiene menos de {MINIMO} llaves: si se pierde la única, se pierde todo."
    viejas = sum(1 for g in guardados if g.rotulo and g.rotulo.llaves != llavero.huella)
    if viejas:
        yield f"{viejas} sobres se cerraron con otras llaves: corra «boveda rotar»."
    for orden in ordenes(custodia.boveda):
        if orden.en_marcha:
            yield f"La orden {orden.folio} se autorizó y no terminó: repita «boveda destruir»."
    if sueltos := sin_nombrar(custodia, guardados):
        yield (
            f"{len(sueltos)} sobres no los nombra ningún expediente de la carpeta: son de "
            "propuestas sin integrar o de depósitos que se repitieron."
        )


def sin_nombrar(custodia: Custodia, guardados: list[Guardado]) -> list[Guardado]:
    """Los sobres enteros que ningún expediente de la carpeta nombra."""
    nombrados = {
        nombre_de(c.clave, c.identidad.compromiso) for c in custodia.conjunto.candidaturas.values()
    }
    return [
        g for g in guardados if g.rotulo and g.ruta.name.removesuffix(".sobre") not in nombrados
    ]


def depurar(custodia: Custodia, nombrados: frozenset[str]) -> tuple[str, ...]:
    """Borra los sobres que nadie nombra y ya esperaron; devuelve sus claves.

    `nombrados` son los compromisos que dice alguna propuesta abierta o el tronco.
    """
    limite = custodia.ahora - timedelta(days=DIAS_DE_ESPERA)
    viejos = [
        g
        for g in sin_nombrar(custodia, list(custodia.boveda.guardados()))
        if g.rotulo
        and g.rotulo.compromiso not in nombrados
        and datetime.fromisoformat(g.rotulo.depositado) < limite
    ]
    claves = tuple(dict.fromkeys(g.clave for g in viejos))
    if viejos:
        custodia.anotar("depurar", claves)
        with custodia.boveda.mantenimiento():
            for guardado in viejos:
                custodia.boveda.borrar_sobre(guardado)
    return claves
