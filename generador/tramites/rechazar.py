"""¿Cómo se cierra una propuesta sin integrarla, o se parte en dos?"""

from collections.abc import Sequence

from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.movimiento import Movimiento
from generador.nucleo.propuesta import Version
from generador.repositorio.forja import Abierta
from generador.repositorio.historial import leer_movimientos
from generador.repositorio.remolques import redactar
from generador.tramites.acta import (
    Acta,
    Cambiado,
    exigir_facultad,
    exigir_sin_errores,
    folio_de,
    redactada,
)
from generador.tramites.caratula import mostrar
from generador.tramites.integrar import buscar_abierta, revisar_abierta
from generador.tramites.mesa import ActoNegado, Mesa, candidatura_de
from generador.tramites.revision import Revision

SIN_EFECTO = "sin_efecto"
CAUSAS = {
    "cuenta": "La envió una cuenta que no le corresponde.",
    "carpeta": "No es de la carpeta que le corresponde.",
    "archivo": "El archivo está roto o incompleto.",
    "duplicada": "Es la misma captura que otra propuesta.",
    SIN_EFECTO: "La candidatura salió de la boleta, o ya consta otra captura suya.",
}
"""Solo causas formales: el contenido no se valora al integrar (PTO 25 a 28)."""


def rechazar(mesa: Mesa, folio: str, causa: str) -> None:
    """Cierra una propuesta por una causa formal; queda la constancia y puede volver a enviarse."""
    if causa not in CAUSAS:
        raise ActoNegado(f"«{causa}» no es una causa formal: {', '.join(CAUSAS)}.")
    exigir_facultad(mesa, Accion.RECHAZAR, ())
    abierta = buscar_abierta(mesa, folio)
    _cerrar(mesa, abierta, Accion.RECHAZAR, {"Causal": causa, "Motivo": CAUSAS[causa]})


def _cerrar(
    mesa: Mesa,
    abierta: Abierta,
    accion: Accion,
    otros: dict[str, str],
    nuevas: Sequence[Abierta] = (),
) -> None:
    """Deja sobre la rama un commit que dice por qué se cierra, y la cierra."""
    ultimo = leer_movimientos(mesa.deposito, [abierta.cabeza])[abierta.cabeza]
    norma = NORMAS[accion]
    mensaje = redactar(
        f"{norma.modulo}: {norma.hecho.lower()}, folio {abierta.folio}",
        {
            "Accion": accion.value,
            "Modulo": norma.modulo,
            "Usuario": mesa.cuenta.clave,
            "Folio": abierta.folio,
            "Candidatura": ultimo.claves,
            **otros,
            **mesa.remolques,
        },
    )
    arbol = mesa.deposito.texto("rev-parse", f"{abierta.cabeza}^{{tree}}")
    commit = mesa.deposito.sellar(arbol, (abierta.cabeza,), mensaje, mesa.firmante)
    mesa.forja.cerrar(abierta, commit, nuevas)


def separar(mesa: Mesa, folio: str, clave: str) -> tuple[str, str]:
    """Saca una candidatura a su propia propuesta; devuelve el folio de ella y el de las demás.

    La original se cierra. Lo capturado y su hora no cambian: cada parte conserva su constancia, y
    la que traía folio propio lo conserva.
    """
    abierta = buscar_abierta(mesa, folio)
    revision = revisar_abierta(mesa, abierta)
    versiones = {v.clave: v for v in revision.propuesta.versiones}
    if clave not in versiones:
        raise ActoNegado(f"{clave} no está en la propuesta {folio}.")
    if len(versiones) == 1:
        raise ActoNegado(f"La propuesta {folio} solo trae a {clave}: no hay de qué separarla.")
    exigir_facultad(mesa, Accion.SEPARAR, [v.antes for v in versiones.values() if v.antes])
    capturas = _capturas_de(revision, folio)
    suya = _partir(mesa, abierta, capturas, [versiones[clave]])
    resto = _partir(mesa, abierta, capturas, [v for k, v in versiones.items() if k != clave])
    motivo = f"Sigue en {suya.folio} y {resto.folio}."
    _cerrar(mesa, abierta, Accion.SEPARAR, {"Motivo": motivo}, (suya, resto))
    for nueva in (suya, resto):
        mostrar(mesa, nueva)
    return suya.folio, resto.folio


def _capturas_de(revision: Revision, folio: str) -> list[Movimiento]:
    pasos = revision.propuesta.pasos
    if any(p.movimiento.accion is not Accion.CAPTURAR for p in pasos):
        raise ActoNegado(f"La propuesta {folio} ya tiene otros actos: no puede separarse.")
    return [p.movimiento for p in pasos]


def _partir(
    mesa: Mesa, abierta: Abierta, capturas: Sequence[Movimiento], versiones: list[Version]
) -> Abierta:
    """Las mismas capturas, por las mismas cuentas y a su hora, con menos candidaturas.

    Todavía no se lleva: las dos partes y el cierre de la original van en un solo envío.
    """
    suyas = {v.clave: v for v in versiones}
    propias = [c for c in capturas if not suyas.keys().isdisjoint(c.claves)]
    nuevo = folio_de("separar", abierta.folio, sorted(suyas))
    folios = [nuevo if c.folio == abierta.folio else c.folio for c in propias]
    leidas = mesa.leer(abierta.cabeza, *_archivos(versiones))
    fotos = _fotos(mesa, abierta, versiones)
    # Sale de donde salió: su hora no puede ser anterior a la de aquello en que se apoya.
    commit = capturas[0].padres[0]
    for captura, folio in zip(propias, folios, strict=True):
        cuenta = mesa.cuentas.buscar(captura.cuenta)
        if cuenta is None:
            raise ActoNegado(f"La cuenta {captura.cuenta} ya no existe: no puede separarse.")
        cambiados = []
        for version in (suyas[c] for c in captura.claves if c in suyas):
            una = candidatura_de(leidas.get(version.archivo))
            if una is None:
                raise ActoNegado(f"{version.archivo} no se puede leer: no puede separarse.")
            dato = dict(una.dato)
            dato["tramite"] = {**dato["tramite"], "folio": folio}
            cambiados.append(
                Cambiado(version.archivo, version.antes, dato, fotos.get(version.archivo))
            )
        otros = {"Captura": cuenta.clave, "Acuse": captura.remolques.get("Acuse", ())}
        acta = Acta(Accion.CAPTURAR, cambiados, folio, otros=otros)
        commit = redactada(mesa.como(cuenta, captura.instante), commit, acta)
    return Abierta(
        folios[0] if len(folios) == 1 else nuevo, exigir_sin_errores(mesa, commit).commit
    )


def _archivos(versiones: list[Version]) -> list[str]:
    return [r for v in versiones for r in (v.archivo, v.archivo.removesuffix(".yml") + ".webp")]


def _fotos(mesa: Mesa, abierta: Abierta, versiones: list[Version]) -> dict[str, bytes]:
    blobs = mesa.deposito.archivos(abierta.cabeza, *_archivos(versiones))
    imagenes = {r: b for r, b in blobs.items() if r.endswith(".webp")}
    contenidos = mesa.deposito.contenidos(imagenes.values())
    return {r.removesuffix(".webp") + ".yml": contenidos[b] for r, b in imagenes.items()}
