"""¿Este acuse es auténtico, y lo que hoy consta es lo que se envió?

Se compara con el commit que lo lleva: nada de la bóveda ni de la base de la captura hace falta.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from generador.archivos.texto import leer
from generador.nucleo.acciones import Accion
from generador.nucleo.acuse import Acuse, huella_de
from generador.nucleo.calendario import fecha_hora_larga
from generador.nucleo.movimiento import Movimiento
from generador.repositorio.deposito import Deposito
from generador.repositorio.historial import (
    leer_movimientos,
    movimientos_del_archivo,
    movimientos_que_dicen,
)
from generador.repositorio.remoto import PROPUESTAS

Lleva = tuple[str, str]
"""Huella del curricular y compromiso de la identidad de un expediente."""


class Situacion(StrEnum):
    """En qué quedó lo que el acuse ampara."""

    IGUAL = "Lo que hoy consta es exactamente lo que se envió."
    CAMBIADO = "Lo que hoy consta ya no es lo que este acuse ampara."
    PENDIENTE = "Todavía no se integra: espera en su propuesta."
    CERRADO = "La propuesta que lo llevaba se cerró sin integrarse."


@dataclass(frozen=True, slots=True)
class Comprobado:
    """Lo que se encontró.

    `commit` es el que lo lleva, vacío si ninguno; `defectos`, en qué no coincide con él;
    `posteriores`, los actos que después cambiaron lo enviado.
    """

    acuse: Acuse
    commit: str
    defectos: tuple[str, ...]
    situacion: Situacion | None = None
    posteriores: tuple[Movimiento, ...] = ()

    @property
    def es_autentico(self) -> bool:
        """Si Git dice lo mismo que el acuse."""
        return bool(self.commit) and not self.defectos


def comprobar(deposito: Deposito, tronco: str, acuse: Acuse) -> Comprobado:
    """Busca el acuse en el tronco y en las propuestas de ese depósito.

    Lanza `ErrorConoceles` si la copia no trae la historia completa y por eso no se halla.
    """
    suyos = [(m, r) for m in _que_lo_llevan(deposito, acuse) if (r := _ruta(m, acuse.clave))]
    if not suyos:
        deposito.exigir_historia()
        return Comprobado(acuse, "", ("Ningún commit lleva ese folio.",))
    cotejados = [(tuple(_defectos(deposito, m, ruta, acuse)), m.commit, ruta) for m, ruta in suyos]
    # De los que coinciden, el integrado: al separar una propuesta queda otro igual en la cerrada.
    cotejados.sort(key=lambda uno: (len(uno[0]), not deposito.contiene(uno[1], tronco)))
    defectos, commit, ruta = cotejados[0]
    if defectos:
        return Comprobado(acuse, commit, defectos)
    situacion, posteriores = _en_que_quedo(deposito, tronco, commit, ruta, acuse)
    return Comprobado(acuse, commit, (), situacion, posteriores)


def decir(hecho: Comprobado) -> Iterator[str]:
    """El resultado en frases, de lo primero que importa a lo último."""
    acuse = hecho.acuse
    if not hecho.es_autentico:
        yield "El acuse no es auténtico: no coincide con lo que consta en Git."
        return
    tarde = ", fuera de plazo" if acuse.extemporaneo else ""
    yield (
        f"El acuse es auténtico: {acuse.cuenta} envió {acuse.clave} el "
        f"{fecha_hora_larga(acuse.momento)}{tarde}, con el folio {acuse.folio}."
    )
    if acuse.corrige:
        yield f"Sustituye al acuse {acuse.corrige}: quien valida modificó algo antes de validar."
    if hecho.situacion:
        yield hecho.situacion.value
    for acto in hecho.posteriores:
        yield _posterior(acto)


def _posterior(acto: Movimiento) -> str:
    cuando = f"«{acto.hecho}», {fecha_hora_larga(acto.instante)}, folio {acto.folio}"
    otro = acto.uno("Acuse").partition(" ")[0]
    corregido = f"; lo ampara el acuse {otro}" if acto.accion is Accion.VALIDAR and otro else ""
    return f"Lo cambió: {cuando}{corregido}."


def _que_lo_llevan(deposito: Deposito, acuse: Acuse) -> Iterator[Movimiento]:
    """Las capturas con ese folio, o las validaciones que lo dieron por corregir algo."""
    acto = Accion.VALIDAR if acuse.corrige else Accion.CAPTURAR
    remolque = "Acuse" if acuse.corrige else "Folio"
    for m in movimientos_que_dicen(deposito, f"{remolque}: {acuse.folio}"):
        folios = [valor.partition(" ")[0] for valor in m.remolques.get(remolque, ())]
        if m.accion is acto and acuse.folio in folios:
            yield m


def _ruta(movimiento: Movimiento, clave: str) -> str:
    suyas = (r for r in movimiento.archivos if r.endswith(f"/{clave}.yml"))
    return next(suyas, "")


def _defectos(deposito: Deposito, m: Movimiento, ruta: str, acuse: Acuse) -> Iterator[str]:
    """En qué no coincide con el commit, sin decir lo que este trae."""
    curricular, identidad = _lleva(deposito.leer(m.commit, ruta))
    if m.cuenta != acuse.cuenta:
        yield "No fue esa cuenta."
    if not acuse.corrige and m.instante != acuse.momento:
        yield "No fue a esa hora."
    if curricular != acuse.curricular:
        yield "El curricular no es el que dice."
    if identidad != acuse.identidad:
        yield "El compromiso de la identidad no es el que dice."
    if acuse.en_git not in m.remolques.get("Acuse", ()):
        yield "Su suma no es la que quedó en el commit."


def _lleva(crudo: bytes | None) -> Lleva:
    dato: Mapping[str, Any] = (leer(crudo).dato if crudo else None) or {}
    return huella_de(dato.get("curricular")), (dato.get("identidad") or {}).get("compromiso", "")


def _en_que_quedo(
    deposito: Deposito, tronco: str, commit: str, ruta: str, acuse: Acuse
) -> tuple[Situacion, tuple[Movimiento, ...]]:
    if not deposito.contiene(commit, tronco):
        cerrada = _se_cerro(deposito, commit)
        return (Situacion.CERRADO if cerrada else Situacion.PENDIENTE), ()
    if _lleva(deposito.leer(tronco, ruta)) == (acuse.curricular, acuse.identidad):
        return Situacion.IGUAL, ()
    actos = movimientos_del_archivo(deposito, commit, tronco, ruta)
    blobs = [b for m in actos for b in (m.archivos[ruta].antes, m.archivos[ruta].despues) if b]
    contenidos = deposito.contenidos(blobs)
    cambiaron = tuple(
        m
        for m in actos
        if _lleva(contenidos.get(m.archivos[ruta].antes))
        != _lleva(contenidos.get(m.archivos[ruta].despues))
    )
    return Situacion.CAMBIADO, cambiaron


def _se_cerro(deposito: Deposito, commit: str) -> bool:
    """Si la propuesta que lo lleva terminó en un rechazo."""
    salida = deposito.texto(
        "for-each-ref", f"--contains={commit}", "--format=%(objectname)", PROPUESTAS
    )
    ultimos = leer_movimientos(deposito, salida.split()).values()
    return bool(ultimos) and all(m.accion in (Accion.RECHAZAR, Accion.SEPARAR) for m in ultimos)
