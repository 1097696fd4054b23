"""¿Cómo deja de leerse, de contarse y de publicarse lo de alguien? (PTO 17 y 44)"""

from collections.abc import Sequence
from dataclasses import dataclass

from generador.nucleo.acciones import Accion
from generador.nucleo.modelo import Candidatura
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.configurar import asentar_huella
from generador.tramites.custodia import Custodia, por_que_no_se_lee
from generador.tramites.extracto import quitar
from generador.tramites.mesa import ActoNegado, Mesa


@dataclass(frozen=True, slots=True)
class EnOrden:
    """Qué cambió de lado en la bóveda."""

    bloqueadas: tuple[str, ...]
    desbloqueadas: tuple[str, ...]


def poner_en_orden(custodia: Custodia) -> EnOrden:
    """Pasa a lo bloqueado lo de quien ya no se lee, y devuelve lo de quien se reinstaló.

    Manda el expediente: aunque esto no se corra, lo de quien salió ya no se lee ni se cuenta.
    """
    todas = custodia.conjunto.candidaturas.values()
    fuera = [c.clave for c in todas if por_que_no_se_lee(c)]
    dentro = [c.clave for c in todas if not por_que_no_se_lee(c)]
    hecho = EnOrden(custodia.boveda.bloquear(fuera), custodia.boveda.desbloquear(dentro))
    if hecho.bloqueadas:
        custodia.anotar("bloquear", hecho.bloqueadas)
    if hecho.desbloqueadas:
        custodia.anotar("desbloquear", hecho.desbloqueadas)
    quitar(custodia.raiz, custodia.conjunto.contexto, fuera)
    return hecho


def bloquear(mesa: Mesa, custodia: Custodia, claves: Sequence[str]) -> Asentado:
    """Bloquea lo de esas claves aunque sigan en la boleta, y lo deja asentado."""
    cambiados = [editar(buscar(mesa, clave), _a_bloqueada) for clave in claves]
    asentado = asentar(mesa, Accion.BLOQUEAR, cambiados)
    custodia.anotar("bloquear", tuple(claves))
    custodia.boveda.bloquear(claves)
    fuera_del_extracto(mesa, claves)
    return asentado


def retirar(mesa: Mesa, clave: str, documento: str) -> Asentado:
    """Anota que la persona retiró su autorización para publicar: desde hoy nada suyo se muestra.

    Sus respuestas siguen en la bóveda y en la estadística (PTO 19). Lo que otros ya copiaron del
    sitio o de los datos no se puede recoger.
    """

    def anotar(dato: dict[str, object], una: Candidatura) -> None:
        dato["consentimiento"] = {**(una.dato["consentimiento"] or {}), "retirado": mesa.sello}

    cambiado = editar(buscar(mesa, clave), anotar)
    asentado = asentar(
        mesa, Accion.RETIRAR_CONSENTIMIENTO, [cambiado], otros={"Documento": documento}
    )
    fuera_del_extracto(mesa, [clave])
    return asentado


def _a_bloqueada(dato: dict[str, dict[str, str]], _una: Candidatura) -> None:
    dato["identidad"]["estado"] = "bloqueada"


def fuera_del_extracto(mesa: Mesa, claves: Sequence[str]) -> None:
    """Las quita del extracto y asienta su huella; repetirlo termina lo que se interrumpió."""
    quitadas = quitar(mesa.raiz, mesa.contexto, claves)
    try:
        asentar_huella(mesa)
    except ActoNegado:
        # Sin nada que quitar, que la carpeta vaya atrasada no es asunto de este acto.
        if quitadas:
            raise
