"""¿Cómo se proponen juntas capturas que cada quien envió a su hora?

Cada una es un commit, con su cuenta, su hora y su folio; todas van en una sola propuesta. La hora
que rige los plazos es la de quien envió, no la de quien la lleva a Git.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generador.nucleo.acciones import Accion
from generador.nucleo.hallazgo import Hallazgo
from generador.tramites.acta import Acta, exigir_facultad, exigir_sin_errores, redactada
from generador.tramites.capturar import enviados_de, exigir_unica
from generador.tramites.caratula import mostrar
from generador.tramites.escritos import Escrito
from generador.tramites.mesa import ActoNegado, Mesa


@dataclass(frozen=True, slots=True)
class Encolada:
    """Una captura que espera: quién la envió, cuándo y con qué folio.

    `acuse` es lo que del suyo queda en el commit, para comprobarlo después.
    """

    folio: str
    cuenta: str
    instante: datetime
    escrito: Escrito
    acuse: str = ""


def proponer_tanda(mesa: Mesa, folio: str, encoladas: Sequence[Encolada]) -> tuple[Hallazgo, ...]:
    """Abre la propuesta `folio` con un commit por captura; da lo que la revisión encontró.

    Son de una misma carpeta. Repetirlo con el mismo folio no hace nada nuevo. Lanza `ActoNegado`,
    con los hallazgos, si alguna no puede enviarse: entonces no se envía ninguna.
    """
    if mesa.forja.remoto.traer_propuesta(folio):
        return ()
    en_orden = sorted(encoladas, key=lambda e: e.instante)
    escritos = [e.escrito for e in en_orden]
    base = mesa.deposito.tronco_hasta(mesa.tronco, en_orden[0].instante)
    enviados = enviados_de(mesa, base, escritos)
    exigir_unica(mesa, [e.antes.clave for e in enviados])
    commit = base
    for encolada, enviado in zip(en_orden, enviados, strict=True):
        cuenta = mesa.cuentas.buscar(encolada.cuenta)
        if cuenta is None:
            raise ActoNegado(f"La cuenta {encolada.cuenta} ya no existe.")
        suya = mesa.como(cuenta, encolada.instante)
        exigir_facultad(suya, Accion.CAPTURAR, [enviado.antes])
        cambiado = enviado.cambiado(suya, encolada.folio, Accion.CAPTURAR)
        otros = {"Captura": cuenta.clave, "Acuse": encolada.acuse}
        acta = Acta(Accion.CAPTURAR, [cambiado], encolada.folio, otros=otros)
        commit = redactada(suya, commit, acta)
    levantada = exigir_sin_errores(mesa, commit)
    mostrar(mesa, mesa.forja.abrir(folio, levantada.commit))
    return levantada.hallazgos
