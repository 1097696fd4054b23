"""¿Cómo se destruye lo de alguien, entre dos personas y dejando constancia? (PTO 15 y 44)

Una cuenta de la unidad lo propone y otra lo autoriza. Se borran el sobre, su sal y su documento; en
Git queda el acto, firmado, y un compromiso que ya no puede confirmar nada. La orden de la bóveda y
la propuesta llevan el mismo folio: si algo se interrumpe, repetir el segundo paso termina.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generador.boveda.destruccion import Orden, autorizar, buscar_orden, cumplir, pedir
from generador.nucleo.acciones import Accion
from generador.nucleo.cuentas import Rol
from generador.nucleo.modelo import Candidatura
from generador.repositorio.historial import leer_movimientos
from generador.tramites.acta import Acta, exigir_facultad, folio_de, levantar
from generador.tramites.asiento import buscar, editar, exigir_que_no_espere
from generador.tramites.bloquear import fuera_del_extracto
from generador.tramites.caratula import mostrar
from generador.tramites.custodia import Custodia
from generador.tramites.integrar import buscar_abierta, exigir_integrable, integrar_destruida
from generador.tramites.mesa import ActoNegado, Mesa

CARPETA_DE_CORTES = "estadistica"


@dataclass(frozen=True, slots=True)
class Destruido:
    """Lo que se hizo: cuántos archivos había y el commit en que quedó asentado."""

    folio: str
    claves: tuple[str, ...]
    archivos: int
    commit: str


def proponer_destruir(
    mesa: Mesa, custodia: Custodia, claves: Sequence[str], documento: str
) -> Orden:
    """Primer paso: deja la propuesta y la orden; no borra nada.

    Lanza `ActoNegado` si no ha vencido su conservación, si hay otro acto en espera o si faltan los
    agregados finales.
    """
    candidaturas = [buscar(mesa, clave) for clave in dict.fromkeys(claves)]
    exigir_facultad(mesa, Accion.DESTRUIR, candidaturas)
    _exigir_agregados(mesa, candidaturas)
    propias = tuple(c.clave for c in candidaturas)
    exigir_que_no_espere(mesa, propias)
    folio = folio_de(Accion.DESTRUIR.value, mesa.cuenta.clave, mesa.sello, propias)
    cambiados = [editar(c, _a_destruida) for c in candidaturas]
    acta = Acta(Accion.DESTRUIR, cambiados, folio, otros={"Documento": documento})
    levantada = levantar(mesa, mesa.tronco, acta)
    # La orden va antes que la propuesta: sin ella, el segundo paso no borraría nada.
    orden = pedir(custodia.boveda, folio, propias, mesa.cuenta.clave, mesa.sello)
    mostrar(mesa, mesa.forja.abrir(folio, levantada.commit))
    custodia.anotar("pedir destruir", propias, folio)
    return orden


def autorizar_destruir(mesa: Mesa, custodia: Custodia, folio: str) -> Destruido:
    """Segundo paso, de otra cuenta: borra y asienta. Repetirlo termina lo que se interrumpió."""
    if mesa.cuenta.rol is not Rol.UT:
        raise ActoNegado("Destruir lo autoriza la unidad responsable.")
    orden = buscar_orden(custodia.boveda, folio)
    if orden is None:
        raise ActoNegado(f"No hay ninguna orden de destruir con el folio {folio} en esta bóveda.")
    integrada = _integrada(mesa, folio)
    if not integrada:
        abierta = buscar_abierta(mesa, folio)
        exigir_integrable(mesa, abierta)
    _exigir_las_mismas(mesa, orden)
    autorizar(custodia.boveda, folio, mesa.cuenta.clave, mesa.sello)
    custodia.anotar("destruir", orden.claves, folio)
    archivos = cumplir(custodia.boveda, folio, mesa.sello)
    commit = integrada or integrar_destruida(mesa, folio).commit
    fuera_del_extracto(mesa, orden.claves)
    return Destruido(folio, orden.claves, archivos, commit)


def _integrada(mesa: Mesa, folio: str) -> str:
    """El commit de esa propuesta, si ya está en el tronco."""
    cabeza = mesa.forja.remoto.propuesta(folio)
    dentro = cabeza and mesa.deposito.contiene(cabeza, mesa.tronco)
    if dentro:
        movimiento = leer_movimientos(mesa.deposito, [cabeza]).get(cabeza)
        if movimiento is None or movimiento.accion is not Accion.DESTRUIR:
            raise ActoNegado(f"El folio {folio} no es de una destrucción.")
    return cabeza if dentro else ""


def _exigir_las_mismas(mesa: Mesa, orden: Orden) -> None:
    """Lo que se borra es lo que la propuesta dice, no lo que alguien anotó después en la orden."""
    cabeza = mesa.forja.remoto.propuesta(orden.folio)
    movimiento = leer_movimientos(mesa.deposito, [cabeza]).get(cabeza)
    if movimiento is None or set(movimiento.claves) != set(orden.claves):
        raise ActoNegado(
            f"La orden {orden.folio} de la bóveda no nombra a las mismas que su propuesta: alguien "
            "la cambió. No se borra nada."
        )


def _exigir_agregados(mesa: Mesa, candidaturas: Sequence[Candidatura]) -> None:
    """De quien siguió en la boleta se destruye después de congelar la estadística final."""
    vigentes = [c.clave for c in candidaturas if c.registro.estatus == "registrada"]
    if not vigentes:
        return
    jornada = mesa.contexto.proceso.fechas.jornada.isoformat()
    cortes = {
        ruta.split("/")[1]
        for ruta in mesa.deposito.archivos(mesa.tronco, f"{CARPETA_DE_CORTES}/")
        if ruta.endswith("/identidad.csv")
    }
    if not any(corte >= jornada for corte in cortes):
        raise ActoNegado(
            f"Antes de destruir lo de {vigentes[0]} asiente la estadística final: «conoceles "
            "estadistica» con un corte posterior a la jornada."
        )


def _a_destruida(dato: dict[str, dict[str, str]], _una: Candidatura) -> None:
    dato["identidad"]["estado"] = "destruida"
