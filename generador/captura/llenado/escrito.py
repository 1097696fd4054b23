"""¿Qué expediente sale de lo que se llenó, y qué está mal en él?

Se juzga el mismo texto que iría a Git, con las mismas reglas y las mismas palabras que
`conoceles validar`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.expediente import juzgar
from generador.archivos.fotografia import foto_de_contenido
from generador.archivos.texto import leer
from generador.boveda.sobre import Contenido
from generador.captura.fuente import Vigente
from generador.captura.llenado.aviso import VERSION
from generador.captura.models import Expediente
from generador.nucleo.acuse import huella_de
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.cuestionario import Cuestionario, Entregado
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.nucleo.reglas.identidad import revisar_entregado
from generador.tramites.depositar import constancia_de_identidad, firmar, preparar_contenido
from generador.tramites.escritos import Escrito


@dataclass(frozen=True, slots=True)
class Llenado:
    """Lo que se ha llenado de una candidatura, con sus archivos."""

    expediente: Expediente
    contenido: Mapping[str, Any]
    foto: bytes | None = None
    documento: bytes | None = None

    @property
    def curricular(self) -> dict[str, Any] | None:
        """El bloque curricular, con la huella de la fotografía que trae; None si no hay nada."""
        dicho = dict(self.contenido.get("curricular") or {})
        dicho.pop("fotografia", None)
        if self.foto is not None:
            dicho["fotografia"] = f"sha256:{sha256(self.foto).hexdigest()}"
        return dicho or None

    @property
    def entregado(self) -> Entregado | None:
        """El cuestionario de identidad con su firma; None si no se ha dicho si se autoriza."""
        firma = self.contenido.get("consentimiento") or {}
        if firma.get("tratamiento") is None:
            return None
        identidad = self.contenido.get("identidad") or {}
        autoriza = bool(firma["tratamiento"])
        dicho = Cuestionario(
            clave=self.expediente.clave,
            respuestas=dict(identidad.get("respuestas") or {}) if autoriza else {},
            tratamiento=autoriza,
            estadistica=bool(firma.get("estadistica")),
            accion_afirmativa=str(identidad.get("accion_afirmativa") or "") if autoriza else "",
        )
        fecha = str(firma.get("fecha") or "")
        publica = autoriza and bool(firma.get("publicacion"))
        return Entregado(dicho, firmar(self.documento or b"", fecha, VERSION, publicacion=publica))


@dataclass(frozen=True, slots=True)
class Armado:
    """Lo que iría a Git y a la bóveda, y lo que se le encontró.

    Los punteros de los hallazgos de identidad empiezan con `/identidad/respuestas`.
    """

    escrito: Escrito
    dato: Mapping[str, Any]
    sobre: Contenido | None
    hallazgos: tuple[Hallazgo, ...]
    huella_curricular: str

    @property
    def errores(self) -> tuple[Hallazgo, ...]:
        """Lo que impide enviar."""
        return tuple(h for h in self.hallazgos if h.nivel is Nivel.ERROR)

    @property
    def compromiso(self) -> str:
        """El de la identidad; vacío si no se deposita ninguna."""
        return self.sobre.compromiso if self.sobre else ""


@dataclass(frozen=True, slots=True)
class Previo:
    """El envío que ya consta: cuándo y con qué folio se envió, y la identidad que llevaba."""

    enviada: datetime
    folio: str
    sobre: Contenido | None = None


def armar(
    llenado: Llenado,
    rige: Vigente,
    instante: datetime,
    folio: str = "",
    previo: Previo | None = None,
) -> Armado:
    """El expediente como quedaría si se enviara en ese instante, ya juzgado.

    Con `previo` es la corrección de quien valida: conserva el envío que ya consta y, si no cambió
    la identidad, también su sobre. Sin folio es solo para ver qué le falta.
    """
    expediente = llenado.expediente
    zona = rige.contexto.proceso.calendario.tz
    enviada = (previo.enviada if previo else instante).astimezone(zona).isoformat()
    dato = dict(expediente.dato)
    dato["curricular"] = llenado.curricular
    dato["tramite"] = {
        **dato["tramite"],
        "enviada": enviada,
        "folio": (previo.folio if previo else folio) or "0000-0000-0000",
    }
    hallazgos: list[Hallazgo] = []
    sobre: Contenido | None = None
    entregado = llenado.entregado
    if entregado is not None:
        una = Candidatura.de_dato(expediente.archivo, expediente.dato)
        reglas = de_alcance(Alcance.CUESTIONARIO)
        hallazgos += map(_de_identidad, revisar_entregado(reglas, entregado, una, rige.preguntas))
        sello = instante.astimezone(zona).isoformat()
        if entregado.cuestionario.tratamiento:
            sobre = preparar_contenido(entregado, una.registro.edad, rige.preguntas, sello)
            if previo and previo.sobre and _dicen_lo_mismo(sobre, previo.sobre):
                sobre = previo.sobre
        depositado = sobre.depositado if sobre else sello
        dato["consentimiento"] = entregado.firma.constancia()
        dato["identidad"] = constancia_de_identidad(depositado, sobre.compromiso if sobre else "")
    crudo = escribir(dato, rige.lector.orden).encode()
    medida = None
    if llenado.foto is not None:
        limite = rige.contexto.proceso.fotografia
        medida = foto_de_contenido(expediente.archivo, llenado.foto, limite)
    hallazgos += juzgar(rige.lector, expediente.archivo, crudo, medida).hallazgos
    return Armado(
        Escrito(expediente.archivo, crudo, llenado.foto),
        dato,
        sobre,
        tuple(hallazgos),
        huella_de(leer(crudo).dato["curricular"]),  # de lo escrito: compuesto en NFC
    )


def _dicen_lo_mismo(uno: Contenido, otro: Contenido) -> bool:
    return uno.cuestionario == otro.cuestionario and uno.consentimiento == otro.consentimiento


def _de_identidad(hallazgo: Hallazgo) -> Hallazgo:
    """El mismo, con su lugar en el borrador."""
    if not hallazgo.puntero.startswith("/respuestas"):
        return hallazgo
    return replace(hallazgo, puntero=f"/identidad{hallazgo.puntero}")
