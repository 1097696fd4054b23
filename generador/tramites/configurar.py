"""¿Cómo cambia lo que rige: el proceso, las cuentas, los catálogos, quién firma?"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generador.archivos.apertura import leer_comun
from generador.archivos.carga import abrir_contexto, hallazgos_del_proceso
from generador.archivos.cuentas import ARCHIVO as ARCHIVO_CUENTAS
from generador.archivos.cuentas import leer_cuentas
from generador.archivos.identidad import HUELLA
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.claves import CARPETA
from generador.nucleo.hallazgo import Nivel
from generador.repositorio.forja import Abierta
from generador.repositorio.remolques import redactar
from generador.tramites.acta import exigir_facultad, folio_de
from generador.tramites.asiento import Asentado
from generador.tramites.integrar import integrar_nueva
from generador.tramites.mesa import ActoNegado, Mesa, lo_que_rige
from generador.tramites.preparar import NUNCA_EN_GIT


def configurar(mesa: Mesa, rutas: Sequence[Path]) -> Asentado:
    """Asienta como quedaron en la carpeta esos archivos, que no son de ningún expediente.

    Un archivo que ya no está se quita. Lanza `ActoNegado` si con ellos el expediente dejaría de
    entenderse, o si no cambian nada.
    """
    exigir_facultad(mesa, Accion.CONFIGURAR, ())
    cambios = {ruta: _leer(mesa, ruta) for ruta in _relativas(mesa, rutas)}
    vigentes = mesa.deposito.archivos(mesa.tronco, *cambios)
    contenidos = mesa.deposito.contenidos(vigentes.values())
    cambios = {
        ruta: crudo
        for ruta, crudo in cambios.items()
        if crudo != (contenidos[vigentes[ruta]] if ruta in vigentes else None)
    }
    propias = mesa.deposito.archivos("HEAD", *cambios)
    for ruta in cambios:
        if propias.get(ruta) != vigentes.get(ruta):
            raise ActoNegado(
                f"{ruta} cambió en el tronco desde la copia de su carpeta: tráigalo con "
                "«git pull», vuelva a hacer su cambio y repita."
            )
    if not cambios:
        raise ActoNegado("No hay nada que configurar: dicen lo mismo que ya rige.")
    norma = NORMAS[Accion.CONFIGURAR]
    folio = folio_de(Accion.CONFIGURAR.value, mesa.sello, mesa.tronco, sorted(cambios))
    mensaje = redactar(
        f"{norma.modulo}: {', '.join(cambios)}",
        {
            "Accion": Accion.CONFIGURAR.value,
            "Modulo": norma.modulo,
            "Usuario": mesa.cuenta.clave,
            "Folio": folio,
        },
    )
    commit = mesa.deposito.confirmar(mesa.tronco, cambios, mensaje, mesa.firmante)
    _exigir_que_se_entienda(mesa, commit)
    return Asentado(folio, tuple(cambios), integrar_nueva(mesa, Abierta(folio, commit)).commit)


def asentar_huella(mesa: Mesa) -> Asentado | None:
    """Asienta la huella del extracto público, si cambió; None si Git ya la tiene."""
    propia = _leer(mesa, HUELLA)
    if propia is None or propia == mesa.deposito.leer(mesa.forja.remoto.cabeza(), HUELLA):
        return None
    al_dia = replace(mesa, tronco=mesa.forja.remoto.cabeza())
    return configurar(al_dia, [mesa.raiz / HUELLA])


def _relativas(mesa: Mesa, rutas: Sequence[Path]) -> list[str]:
    base = mesa.raiz.resolve()
    halladas = []
    for ruta in rutas:
        absoluta = ruta.resolve()
        if not absoluta.is_relative_to(base):
            raise ActoNegado(f"{ruta} no está en la carpeta del proceso.")
        relativa = absoluta.relative_to(base).as_posix()
        if relativa.startswith(f"{CARPETA}/"):
            raise ActoNegado(f"{relativa} es de un expediente: cada cambio suyo tiene su orden.")
        if f"{relativa}/".startswith(tuple(f"{n.rstrip('/')}/" for n in (*NUNCA_EN_GIT, ".git"))):
            raise ActoNegado(f"{relativa} nunca entra a Git.")
        if not absoluta.exists() and relativa not in mesa.deposito.archivos(mesa.tronco, relativa):
            raise ActoNegado(f"{ruta} no existe.")
        halladas.append(relativa)
    return halladas


def _leer(mesa: Mesa, relativa: str) -> bytes | None:
    ruta = mesa.raiz / relativa
    if not ruta.exists():
        return None
    try:
        return leer_comun(ruta)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {relativa}: {causa_de_disco(error)}.") from error


def _exigir_que_se_entienda(mesa: Mesa, commit: str) -> None:
    """Que el proceso y las cuentas se puedan leer como quedarían. Lanza lo que les encuentre."""
    with lo_que_rige(mesa.deposito, commit) as carpeta:
        contexto = abrir_contexto(carpeta, mesa.ahora)
    crudo = mesa.deposito.leer(commit, ARCHIVO_CUENTAS)
    leer_cuentas(crudo, contexto.esquemas, contexto.proceso)
    errores = tuple(h for h in hallazgos_del_proceso(contexto) if h.nivel is Nivel.ERROR)
    if errores:
        raise ActoNegado("Con ese cambio el proceso tendría errores: corríjalos.", errores)
