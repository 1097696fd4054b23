"""¿Cómo se asienta un acto sobre lo que ya está en el tronco?

Todo entra por una propuesta: nadie escribe directo. Si la cuenta es de la unidad, se integra en
el mismo momento; si no, queda lista para que la integre, sin más validación que la facultad.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.cuentas import Rol
from generador.nucleo.modelo import Candidatura
from generador.repositorio.forja import Abierta
from generador.repositorio.historial import leer_movimientos
from generador.tramites.acta import Acta, Cambiado, exigir_facultad, folio_de, levantar
from generador.tramites.caratula import mostrar
from generador.tramites.integrar import integrar_nueva
from generador.tramites.mesa import ActoNegado, EsperaOtro, Mesa, candidatura_de

Redaccion = Callable[[dict[str, Any], Candidatura], None]
"""Cambia, en su sitio, el árbol de un expediente."""


@dataclass(frozen=True, slots=True)
class Asentado:
    """Lo que quedó: el folio del acto y, si se integró, el commit de la unión."""

    folio: str
    claves: tuple[str, ...]
    commit: str = ""


def buscar(mesa: Mesa, clave: str) -> Candidatura:
    """La candidatura del tronco con esa clave. Lanza `ActoNegado` si no existe."""
    rutas = [r for r in mesa.deposito.archivos(mesa.tronco, "candidaturas/") if _es(r, clave)]
    if not rutas:
        raise ActoNegado(f"No hay ninguna candidatura con la clave {clave}.")
    hallada = candidatura_de(mesa.leer(mesa.tronco, *rutas).get(rutas[0]))
    if hallada is None:
        raise ActoNegado(f"{rutas[0]} no se puede leer: corríjalo primero.")
    return hallada


def _es(ruta: str, clave: str) -> bool:
    return ruta.endswith(f"/{clave}.yml")


def editar(una: Candidatura, redaccion: Redaccion) -> Cambiado:
    """El expediente con lo que el acto le anota; el original no se toca."""
    dato = _copiar(una.dato)
    redaccion(dato, una)
    return Cambiado(una.archivo, una, dato)


def asentar(
    mesa: Mesa,
    accion: Accion,
    cambiados: Sequence[Cambiado],
    *,
    otros: Mapping[str, str | Iterable[str]] | None = None,
    cuerpo: str = "",
) -> Asentado:
    """Asienta un acto ya redactado. Lanza `ActoNegado` si la cuenta o el estado no lo permiten."""
    exigir_facultad(mesa, accion, [c.antes for c in cambiados if c.antes])
    otros = otros or {}
    if NORMAS[accion].documento and not otros.get("Documento"):
        raise ActoNegado(f"«{NORMAS[accion].hecho}» debe citar el documento que lo ordena.")
    claves = tuple(c.clave for c in cambiados)
    if mesa.cuenta.rol is not Rol.UT:
        exigir_que_no_espere(mesa, claves)
    folio = folio_de(accion.value, mesa.cuenta.clave, mesa.sello, mesa.tronco, claves)
    acta = Acta(accion, cambiados, folio, "", cuerpo, otros)
    return asentar_actas(mesa, folio, [acta])


def exigir_que_no_espere(mesa: Mesa, claves: Sequence[str]) -> None:
    """Lanza `EsperaOtro` si de alguna hay otro acto esperando: chocarían al integrarse."""
    cabezas = {a.cabeza: a.folio for a in mesa.forja.abiertas()}
    for commit, movimiento in leer_movimientos(mesa.deposito, cabezas).items():
        if comunes := sorted(set(movimiento.claves).intersection(claves)):
            raise EsperaOtro(
                f"De {', '.join(comunes)} hay otro acto que espera con el folio {cabezas[commit]}: "
                "la unidad debe integrarlo primero."
            )


def asentar_actas(mesa: Mesa, folio: str, actas: Sequence[Acta]) -> Asentado:
    """Asienta varios actos en una sola propuesta y, si la cuenta es de la unidad, la integra."""
    claves = tuple(c.clave for acta in actas for c in acta.cambiados)
    commit = levantar(mesa, mesa.tronco, *actas).commit
    if mesa.cuenta.rol is Rol.UT:
        # Un solo envío: si se interrumpe, o el acto está entero o no está.
        return Asentado(folio, claves, integrar_nueva(mesa, Abierta(folio, commit)).commit)
    mostrar(mesa, mesa.forja.abrir(folio, commit))
    return Asentado(folio, claves)


def _copiar(nodo: Any) -> Any:
    if isinstance(nodo, Mapping):
        return {k: _copiar(v) for k, v in nodo.items()}
    return [_copiar(v) for v in nodo] if isinstance(nodo, list | tuple) else nodo
