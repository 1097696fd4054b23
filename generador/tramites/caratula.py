"""¿Qué se ve de una propuesta, y con qué mensaje entrará al tronco?"""

from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.claves import leer_clave
from generador.nucleo.cuentas import Rol
from generador.repositorio.forja import Abierta, Caratula
from generador.repositorio.remolques import redactar
from generador.tramites.comentario import comentar
from generador.tramites.mesa import Mesa
from generador.tramites.revision import Revision, revisar

_CLAVES_EN_LA_UNION = 200
"""Con más, la unión no las nombra: las dicen sus commits, y la forja limita lo que cabe."""


def mostrar(mesa: Mesa, abierta: Abierta) -> None:
    """Pone al día la página de una propuesta, si la forja tiene páginas."""

    def redactar_caratula() -> Caratula:
        revision = revisar(mesa.deposito, mesa.lector, mesa.cuentas, mesa.tronco, abierta.cabeza)
        titulo, _, cuerpo = mensaje_de_union(mesa, abierta, revision).partition("\n\n")
        return Caratula(titulo, cuerpo, comentar(revision, mesa.contexto))

    mesa.forja.mostrar(abierta, redactar_caratula)


def mensaje_de_union(mesa: Mesa, abierta: Abierta, revision: Revision) -> str:
    """El mensaje de la unión: qué se revisó, quién capturó y quién validó."""
    pasos = [p.movimiento for p in revision.propuesta.pasos]
    norma = NORMAS[Accion.INTEGRAR]
    # Lo escrito a mano en un commit no pasa al mensaje: solo claves y cuentas que existan.
    claves = tuple(dict.fromkeys(c for m in pasos for c in m.claves if leer_clave(c)))
    carpetas = revision.propuesta.carpetas
    hecho = pasos[-1].hecho.lower() if pasos else norma.hecho.lower()

    def ultima(accion: Accion) -> str:
        cuentas = (m.cuenta for m in reversed(pasos) if m.accion is accion)
        return next((c for c in cuentas if mesa.cuentas.buscar(c)), "")

    return redactar(
        f"{norma.modulo}: {hecho}, folio {abierta.folio}",
        {
            "Accion": Accion.INTEGRAR.value,
            "Modulo": norma.modulo,
            "Usuario": _de_la_unidad(mesa),
            "Folio": abierta.folio,
            "Carpeta": carpetas if len(carpetas) == 1 else (),
            "Candidatura": claves if len(claves) <= _CLAVES_EN_LA_UNION else (),
            "Captura": ultima(Accion.CAPTURAR),
            "Valida": ultima(Accion.VALIDAR),
            "Revisado": abierta.cabeza,
        },
    )


def _de_la_unidad(mesa: Mesa) -> str:
    """La cuenta que une: quien actúa si es de la unidad; si no, la primera de ella."""
    if mesa.cuenta.rol is Rol.UT:
        return mesa.cuenta.clave
    return next((c.clave for c in mesa.cuentas.de(Rol.UT)), "")
