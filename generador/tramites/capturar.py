"""¿Cómo se convierte lo capturado en una propuesta, sin tocar la carpeta de quien la envía?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generador.archivos.expediente import Leida
from generador.nucleo.acciones import CUESTIONARIOS, Accion
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento
from generador.repositorio.historial import leer_movimientos, sin_integrar
from generador.repositorio.remoto import SeMovio
from generador.tramites.acta import (
    Acta,
    Cambiado,
    exigir_cuenta,
    exigir_facultad,
    folio_de,
    levantar,
)
from generador.tramites.caratula import mostrar
from generador.tramites.escritos import Escrito
from generador.tramites.mesa import ActoNegado, Mesa, candidatura_de


@dataclass(frozen=True, slots=True)
class Enviada:
    """Lo que quedó de un envío: su folio y si es nuevo o ya se había hecho."""

    folio: str
    claves: tuple[str, ...]
    hallazgos: tuple[Hallazgo, ...]
    nueva: bool


def proponer(mesa: Mesa, escritos: Sequence[Escrito], *, anticipada: bool = False) -> Enviada:
    """Envía como propuesta lo que dicen esos expedientes, o los que de ellos cambiaron.

    Solo se toma lo capturado: el registro y el trámite son los del tronco. Lo mismo enviado dos
    veces da el mismo folio y nada nuevo. `anticipada` carga sin enviar: no gasta la única captura
    (PTO 14 y 23). Lanza `ActoNegado`, con los hallazgos si los hay.
    """
    accion = Accion.ANTICIPAR if anticipada else Accion.CAPTURAR
    enviados = [e for e in enviados_de(mesa, mesa.tronco, escritos) if e.cambia]
    if not enviados:
        raise ActoNegado("No hay nada que enviar: lo capturado es lo mismo que ya consta.")
    exigir_cuenta(mesa, accion, [e.antes for e in enviados])
    folio, repetida = _folio(mesa, accion, enviados)
    claves = tuple(e.antes.clave for e in enviados)
    if repetida:
        _volver_a_mostrar(mesa, folio)
        return Enviada(folio, claves, (), nueva=False)
    if not anticipada:
        exigir_unica(mesa, claves)
    exigir_facultad(mesa, accion, [e.antes for e in enviados])
    cambiados = [e.cambiado(mesa, folio, accion) for e in enviados]
    acta = Acta(accion, cambiados, folio, otros={"Captura": mesa.cuenta.clave})
    levantada = levantar(mesa, mesa.tronco, acta)
    try:
        abierta = mesa.forja.abrir(folio, levantada.commit)
    except SeMovio:
        # Alguien envió lo mismo en este instante: el folio es el mismo y la propuesta ya está.
        mesa.forja.remoto.traer()
        if not mesa.forja.remoto.propuesta(folio):
            raise
        return Enviada(folio, claves, (), nueva=False)
    mostrar(mesa, abierta)
    return Enviada(folio, claves, levantada.hallazgos, nueva=True)


def _volver_a_mostrar(mesa: Mesa, folio: str) -> None:
    """Por si la vez anterior la forja no alcanzó a abrir su página."""
    for abierta in mesa.forja.abiertas():
        if abierta.folio == folio:
            mostrar(mesa, abierta)


@dataclass(frozen=True, slots=True)
class Enviado:
    """Un archivo de quien envía, junto al expediente que hay en el tronco."""

    antes: Candidatura
    leida: Leida
    foto: bytes | None

    @property
    def esencia(self) -> tuple[str, str]:
        """De qué depende el folio: la clave y lo capturado."""
        capturado = {b: self.leida.dato[b.strip("/")] for b in CUESTIONARIOS}
        return self.antes.clave, repr(capturado)

    @property
    def cambia(self) -> bool:
        """Si dice algo distinto de lo que consta."""
        return any(
            self.leida.dato[b.strip("/")] != self.antes.dato[b.strip("/")] for b in CUESTIONARIOS
        )

    def cambiado(self, mesa: Mesa, folio: str, accion: Accion) -> Cambiado:
        """El expediente del tronco con lo capturado y, si se envía, su sello."""
        dato = dict(self.antes.dato)
        dato |= {b.strip("/"): self.leida.dato[b.strip("/")] for b in CUESTIONARIOS}
        if accion is Accion.CAPTURAR:
            dato["tramite"] = {**dato["tramite"], "enviada": mesa.sello, "folio": folio}
        return Cambiado(self.antes.archivo, self.antes, dato, self.foto)


def _exigir_una_carpeta(archivos: Iterable[str]) -> None:
    carpetas = sorted({archivo.rpartition("/")[0] for archivo in archivos})
    if len(carpetas) > 1:
        raise ActoNegado(
            f"Un envío toca una sola carpeta, y estos son de {len(carpetas)}: "
            f"{', '.join(carpetas)}. Envíe cada una por separado."
        )


def leer_enviados(mesa: Mesa, revision: str, escritos: Sequence[Escrito]) -> dict[str, Cambiado]:
    """Ruta → el expediente de esa revisión con lo capturado en lo que se entrega."""
    return {
        e.antes.archivo: e.cambiado(mesa, "", Accion.ANTICIPAR)
        for e in enviados_de(mesa, revision, escritos)
    }


def enviados_de(mesa: Mesa, revision: str, escritos: Sequence[Escrito]) -> list[Enviado]:
    """Lo entregado, junto a como consta en esa revisión. Lanza `ActoNegado` si no puede tomarse."""
    archivos = [e.archivo for e in escritos]
    _exigir_una_carpeta(archivos)
    del_tronco = mesa.leer(revision, *archivos)
    enviados = []
    ilegibles: list[Hallazgo] = []
    for escrito in escritos:
        archivo = escrito.archivo
        antes = candidatura_de(del_tronco.get(archivo))
        if antes is None:
            raise ActoNegado(
                f"{archivo} no está en el registro: la unidad debe darla de alta primero."
            )
        leida = mesa.juzgar(archivo, escrito.crudo, escrito.foto)
        if leida.dato is None or leida.rescatada:
            ilegibles += [h for h in leida.hallazgos if h.nivel is Nivel.ERROR]
            continue
        if leida.dato["registro"] != antes.dato["registro"]:
            raise ActoNegado(
                f"{archivo} cambia datos del registro: solo la unidad puede. Déjelos como en el "
                "tronco o pida la corrección por oficio."
            )
        enviados.append(Enviado(antes, leida, escrito.foto))
    if ilegibles:
        raise ActoNegado("Hay archivos que no se pueden leer: corríjalos.", tuple(ilegibles))
    return enviados


def leer_expediente(mesa: Mesa, archivo: str, crudo: bytes) -> dict[str, Any]:
    """El árbol de un expediente que alguien entrega. Lanza `ActoNegado` con sus hallazgos."""
    leida = mesa.juzgar(archivo, crudo, None)
    if leida.dato is None or leida.rescatada:
        graves = tuple(h for h in leida.hallazgos if h.nivel is Nivel.ERROR)
        raise ActoNegado(f"{archivo} no se puede leer: corríjalo.", graves)
    return dict(leida.dato)


def _folio(mesa: Mesa, accion: Accion, enviados: Sequence[Enviado]) -> tuple[str, bool]:
    """El folio de ese contenido y si ya se envió. Lo rechazado puede volver a enviarse."""
    remoto = mesa.forja.remoto
    proceso = mesa.contexto.proceso.identificacion.clave
    intento = 1
    while True:
        folio = folio_de(proceso, accion.value, intento, [e.esencia for e in enviados])
        cabeza = remoto.traer_propuesta(folio)
        if not cabeza:
            return folio, False
        ultimo = _ultimo(mesa, cabeza)
        if ultimo is not None and ultimo.accion is not Accion.RECHAZAR:
            return folio, True
        intento += 1


def _ultimo(mesa: Mesa, cabeza: str) -> Movimiento | None:
    """El último acto de una propuesta; None si la constancia, puesta a mano, no es un commit."""
    if not mesa.deposito.commit(cabeza):
        return None
    return leer_movimientos(mesa.deposito, [cabeza]).get(cabeza)


def exigir_unica(mesa: Mesa, claves: Sequence[str]) -> None:
    """Lanza `ActoNegado` si alguna ya envió, aunque todavía no se integre (PTO 23)."""
    cabezas = [a.cabeza for a in mesa.forja.abiertas()]
    for movimiento in sin_integrar(mesa.deposito, cabezas, mesa.tronco):
        comunes = sorted(set(movimiento.claves).intersection(claves))
        if comunes and movimiento.accion in (Accion.CAPTURAR, Accion.VALIDAR):
            raise ActoNegado(
                f"{', '.join(comunes)} ya usó su única oportunidad de captura: espera con el folio "
                f"{movimiento.folio} (PTO 23). Su supervisora puede corregirla antes de validar "
                "(PTO 26)."
            )
