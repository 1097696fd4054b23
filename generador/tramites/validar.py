"""¿Cómo valida quien responde por la captura? (PTO 24 a 27)"""

from collections.abc import Sequence

from generador.nucleo.acciones import CUESTIONARIOS, Accion
from generador.nucleo.modelo import Candidatura
from generador.tramites.acta import Acta, Cambiado, exigir_facultad, levantar
from generador.tramites.capturar import leer_enviados
from generador.tramites.caratula import mostrar
from generador.tramites.escritos import Escrito
from generador.tramites.integrar import buscar_abierta, revisar_abierta
from generador.tramites.mesa import ActoNegado, Mesa, candidatura_de
from generador.tramites.revision import Revision


def validar_propuesta(
    mesa: Mesa, folio: str, correcciones: Sequence[Escrito] = (), acuses: Sequence[str] = ()
) -> tuple[str, ...]:
    """Valida todas las candidaturas de una propuesta y devuelve sus claves.

    `correcciones` son los expedientes con lo que la supervisora adicionó o modificó antes de
    validar, que no gasta ninguna ocasión (PTO 26); `acuses`, lo que del acuse de cada una queda en
    el commit. Se valida entera o no se valida: lo que no pueda ir junto se separa antes. Lanza
    `ActoNegado`.
    """
    abierta = buscar_abierta(mesa, folio)
    revision = revisar_abierta(mesa, abierta)
    rutas = [v.archivo for v in revision.propuesta.versiones if v.despues is not None]
    if not rutas:
        raise ActoNegado(f"La propuesta {folio} no trae expedientes que validar.")
    leidas = mesa.leer(abierta.cabeza, *rutas)
    enviadas = [c for ruta in rutas if (c := candidatura_de(leidas.get(ruta)))]
    exigir_facultad(mesa, Accion.VALIDAR, enviadas)
    corregidas = leer_enviados(mesa, abierta.cabeza, correcciones) if correcciones else {}
    if fuera := sorted(set(corregidas) - {c.archivo for c in enviadas}):
        raise ActoNegado(
            f"{', '.join(fuera)} no es de la propuesta {folio}: una propuesta abierta no crece."
        )
    cambiados = [_validada(mesa, una, corregidas) for una in enviadas]
    acta = Acta(
        Accion.VALIDAR,
        cambiados,
        folio,
        otros={"Captura": _quien_capturo(revision), "Valida": mesa.cuenta.clave, "Acuse": acuses},
    )
    commit = levantar(mesa, abierta.cabeza, acta).commit
    mostrar(mesa, mesa.forja.avanzar(abierta, commit))
    return tuple(c.clave for c in cambiados)


def _validada(mesa: Mesa, una: Candidatura, corregidas: dict[str, Cambiado]) -> Cambiado:
    dato = dict(una.dato)
    foto = None
    if (corregida := corregidas.get(una.archivo)) is not None:
        dato |= {b.strip("/"): corregida.despues[b.strip("/")] for b in CUESTIONARIOS}
        foto = corregida.foto
    dato["tramite"] = {**dato["tramite"], "validada": mesa.sello}
    return Cambiado(una.archivo, una, dato, foto)


def _quien_capturo(revision: Revision) -> str:
    capturas = [
        p.movimiento.cuenta
        for p in revision.propuesta.pasos
        if p.movimiento.accion is Accion.CAPTURAR
    ]
    return capturas[-1] if capturas else ""
