"""¿Cómo llega una propuesta al tronco? Integrar es un acto debido: no valora el contenido."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generador.nucleo.acciones import Accion
from generador.nucleo.hallazgo import Hallazgo
from generador.repositorio.forja import Abierta, Union
from generador.tramites.acta import exigir_facultad
from generador.tramites.caratula import mensaje_de_union
from generador.tramites.mesa import ActoNegado, Mesa
from generador.tramites.revision import Revision, revisar


@dataclass(frozen=True, slots=True)
class Resultado:
    """Qué pasó con una propuesta: el commit de la unión, o por qué no se integró."""

    folio: str
    commit: str = ""
    motivo: str = ""
    hallazgos: tuple[Hallazgo, ...] = ()


def buscar_abierta(mesa: Mesa, folio: str) -> Abierta:
    """La propuesta abierta con ese folio. Lanza `ActoNegado` y dice qué fue de ella."""
    for abierta in mesa.forja.abiertas():
        if abierta.folio == folio:
            return abierta
    cabeza = mesa.forja.remoto.propuesta(folio)
    if not cabeza:
        raise ActoNegado(f"No hay ninguna propuesta con el folio {folio}.")
    if mesa.deposito.contiene(cabeza, mesa.tronco):
        raise ActoNegado(f"La propuesta {folio} ya está integrada.")
    mesa.deposito.exigir_historia()
    raise ActoNegado(f"La propuesta {folio} ya se cerró sin integrarse.")


def revisar_abierta(mesa: Mesa, abierta: Abierta) -> Revision:
    """Revisa una propuesta abierta contra el tronco de hoy."""
    return revisar(mesa.deposito, mesa.lector, mesa.cuentas, mesa.tronco, abierta.cabeza)


def integrar(mesa: Mesa, folio: str, revisado: str = "") -> Resultado:
    """Une una propuesta al tronco, solo en el commit que se revisó.

    Lanza `ActoNegado` si la rama se movió después, si tiene errores, si no está validada o si
    choca con lo ya integrado.
    """
    exigir_facultad(mesa, Accion.INTEGRAR, ())
    abierta = buscar_abierta(mesa, folio)
    if revisado and not abierta.cabeza.startswith(revisado):
        raise ActoNegado(
            f"La propuesta {folio} cambió después de revisarse: se revisó {revisado[:10]} y ahora "
            f"está en {abierta.cabeza[:10]}. Revísela otra vez."
        )
    return _integrar_una(mesa, abierta)


def exigir_integrable(mesa: Mesa, abierta: Abierta) -> None:
    """Lanza `ActoNegado` si esa propuesta no podría integrarse hoy, sin integrarla."""
    exigir_facultad(mesa, Accion.INTEGRAR, ())
    revision = revisar_abierta(mesa, abierta)
    motivo = por_que_no_se_integra(abierta, revision) or _la_misma_cuenta(mesa, revision)
    if motivo:
        raise ActoNegado(motivo, revision.errores)


def integrar_destruida(mesa: Mesa, folio: str) -> Resultado:
    """Une la propuesta de una destrucción ya cumplida en la bóveda.

    Lanza `ActoNegado` como `integrar`, y si la propuso la misma cuenta.
    """
    abierta = buscar_abierta(mesa, folio)
    exigir_integrable(mesa, abierta)
    return _integrar_una(mesa, abierta, destruida=True)


def _la_misma_cuenta(mesa: Mesa, revision: Revision) -> str:
    """Destruir es de dos personas (PTO 44): quien propuso no puede unir."""
    if any(p.movimiento.cuenta == mesa.cuenta.clave for p in revision.propuesta.pasos):
        return f"{mesa.cuenta.clave} lo propuso: debe autorizarlo otra cuenta de la unidad."
    return ""


def integrar_nueva(mesa: Mesa, abierta: Abierta) -> Resultado:
    """Une una propuesta que solo existe aquí: ella, su constancia y la unión van en un envío.

    Lanza `ActoNegado` como `integrar`.
    """
    exigir_facultad(mesa, Accion.INTEGRAR, ())
    return _integrar_una(mesa, abierta, nueva=True)


def _integrar_una(
    mesa: Mesa, abierta: Abierta, *, nueva: bool = False, destruida: bool = False
) -> Resultado:
    (resultado,) = _integrar(mesa, [abierta], nuevas=nueva, destruidas=destruida)
    if not resultado.commit:
        raise ActoNegado(resultado.motivo, resultado.hallazgos)
    return resultado


def integrar_listas(mesa: Mesa) -> tuple[Resultado, ...]:
    """Une todas las que ya validó quien debe y no tienen errores, de la más antigua a la última.

    Las demás se quedan como estaban; de cada una que ya está validada se dice por qué.
    """
    exigir_facultad(mesa, Accion.INTEGRAR, ())
    return _integrar(mesa, mesa.forja.abiertas(), callar_las_que_esperan=True)


def _integrar(
    mesa: Mesa,
    abiertas: Iterable[Abierta],
    *,
    callar_las_que_esperan: bool = False,
    nuevas: bool = False,
    destruidas: bool = False,
) -> tuple[Resultado, ...]:
    revisiones = [(abierta, revisar_abierta(mesa, abierta)) for abierta in abiertas]
    # Por orden de llegada de su último acto: quien validó primero entra primero.
    revisiones.sort(key=lambda par: _llegada(par[1]))
    negadas: list[Resultado] = []
    uniones: list[Union] = []
    ocupados: set[str] = set()
    for abierta, revision in revisiones:
        motivo = por_que_no_se_integra(abierta, revision)
        if not motivo and Accion.DESTRUIR in revision.acciones and not destruidas:
            motivo = _desde_la_boveda(abierta)
        if not motivo and callar_las_que_esperan and revision.es_de_la_unidad:
            motivo = _de_la_unidad(abierta)
        tocados = {v.archivo for v in revision.propuesta.versiones}
        if motivo:
            if revision.esta_lista or revision.desligada or not callar_las_que_esperan:
                negadas.append(Resultado(abierta.folio, "", motivo, revision.errores))
        elif tocados & ocupados:
            # Se revisó contra el tronco de antes: la siguiente vuelta la revisa contra el nuevo.
            negadas.append(Resultado(abierta.folio, "", _dos_al_mismo(abierta, tocados & ocupados)))
        else:
            ocupados |= tocados
            mensaje = mensaje_de_union(mesa, abierta, revision)
            uniones.append(Union(abierta.folio, abierta.cabeza, mensaje, nueva=nuevas))
    hechas = mesa.forja.integrar(uniones, mesa.firmante) if uniones else {}
    return (*(_resultado(union.folio, hechas) for union in uniones), *negadas)


def _resultado(folio: str, hechas: Mapping[str, str]) -> Resultado:
    if folio not in hechas:
        return Resultado(folio, "", f"La propuesta {folio} sigue abierta para la siguiente vuelta.")
    commit = hechas[folio]
    return Resultado(folio, commit, "" if commit else f"La propuesta {folio} choca con el tronco.")


def por_que_no_se_integra(abierta: Abierta, revision: Revision) -> str:
    """Por qué una propuesta no puede integrarse hoy; vacío si puede."""
    folio = abierta.folio
    if revision.desligada:
        return f"La propuesta {folio} no sale del tronco: quien la envió debe hacerla de nuevo."
    if not revision.acciones:
        return f"La propuesta {folio} no trae ningún acto."
    if not revision.esta_lista:
        return f"La propuesta {folio} espera la validación de su supervisora o de la candidatura."
    if revision.choques:
        return (
            f"La propuesta {folio} choca con lo que ya se integró en "
            f"{', '.join(revision.choques)}: quien la envió debe repetirla sobre lo vigente."
        )
    if revision.errores:
        primero = revision.errores[0]
        return f"La propuesta {folio} no puede integrarse: {primero.mensaje}"
    return ""


def _de_la_unidad(abierta: Abierta) -> str:
    """Sin firma, cualquiera que escriba puede decirse la unidad: lo suyo no entra sin mirarlo."""
    return (
        f"La propuesta {abierta.folio} trae un acto de la unidad: si es suyo, intégrela por su "
        "folio."
    )


def _desde_la_boveda(abierta: Abierta) -> str:
    """Unirla sin borrar diría en Git que se destruyó algo que sigue ahí."""
    return (
        f"La propuesta {abierta.folio} destruye identidad: autorícela otra cuenta con «conoceles "
        f"boveda destruir --autorizar {abierta.folio}», que borra y después la integra."
    )


def _dos_al_mismo(abierta: Abierta, archivos: Iterable[str]) -> str:
    return (
        f"La propuesta {abierta.folio} toca lo mismo que otra que entra en esta vuelta "
        f"({', '.join(sorted(archivos))}): se revisa de nuevo en la siguiente."
    )


def _llegada(revision: Revision) -> float:
    pasos = revision.propuesta.pasos
    return pasos[-1].movimiento.instante.timestamp() if pasos else 0.0
