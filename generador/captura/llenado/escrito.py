"""¿Qué expediente sale de lo que se llenó, y qué está mal en él?

Se juzga el mismo texto que iría a Git, con las mismas reglas y las mismas palabras que
`conoceles validar`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.expediente import juzgar
from generador.archivos.fotografia import foto_de_contenido, medir_foto
from generador.archivos.mensajes import falta
from generador.archivos.texto import leer
from generador.boveda.sobre import Contenido
from generador.captura.fuente import Vigente
from generador.captura.llenado.aviso import VERSION
from generador.captura.llenado.campos import manifestaciones
from generador.captura.models import Expediente
from generador.nucleo.acuse import huella_de
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.cuestionario import Cuestionario, Entregado
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.nucleo.reglas.identidad import revisar_entregado
from generador.nucleo.reglas.tramite import cuestionarios_de
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


@dataclass(frozen=True, slots=True)
class _Identidad:
    """Lo que de la identidad va a Git (`consta`) y a la bóveda, y lo que se le encontró."""

    consta: Mapping[str, Any]
    sobre: Contenido | None
    hallazgos: tuple[Hallazgo, ...]


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
    obligada = pide_identidad(expediente, rige)
    anterior = previo.sobre if previo else None
    identidad = _identidad(llenado, rige, instante, anterior, obligada=obligada)
    dato = dict(expediente.dato)
    dato["curricular"] = llenado.curricular
    dato["tramite"] = {
        **dato["tramite"],
        "enviada": enviada,
        "folio": (previo.folio if previo else folio) or "0000-0000-0000",
    }
    medida = None
    if llenado.foto is not None:
        limite = rige.contexto.proceso.fotografia
        medida = foto_de_contenido(expediente.archivo, llenado.foto, limite)
    return _juzgado(llenado, dato, identidad, rige, medida)


def armar_identidad(llenado: Llenado, rige: Vigente, instante: datetime) -> Armado:
    """El expediente con la identidad contestada otra vez, y lo demás como consta (PTO 33)."""
    expediente = llenado.expediente
    identidad = _identidad(llenado, rige, instante, None, obligada=True)
    medida = medir_foto(rige.lector.raiz, expediente.archivo, rige.contexto.proceso.fotografia)
    return _juzgado(llenado, dict(expediente.dato), identidad, rige, medida)


def _juzgado(
    llenado: Llenado,
    dato: dict[str, Any],
    identidad: _Identidad,
    rige: Vigente,
    medida: Fotografia | None,
) -> Armado:
    archivo = llenado.expediente.archivo
    dato |= identidad.consta
    crudo = escribir(dato, rige.lector.orden).encode()
    return Armado(
        Escrito(archivo, crudo, llenado.foto),
        dato,
        identidad.sobre,
        (*identidad.hallazgos, *juzgar(rige.lector, archivo, crudo, medida).hallazgos),
        huella_de(leer(crudo).dato["curricular"]),  # de lo escrito: compuesto en NFC
    )


def _identidad(
    llenado: Llenado,
    rige: Vigente,
    instante: datetime,
    anterior: Contenido | None,
    *,
    obligada: bool,
) -> _Identidad:
    callado = tuple(_sin_decir(llenado, rige, obligada=obligada))
    entregado = llenado.entregado
    if entregado is None:
        return _Identidad({}, None, callado)
    expediente = llenado.expediente
    una = Candidatura.de_dato(expediente.archivo, expediente.dato)
    reglas = de_alcance(Alcance.CUESTIONARIO)
    dichos = map(_de_identidad, revisar_entregado(reglas, entregado, una, rige.preguntas))
    sello = instante.astimezone(rige.contexto.proceso.calendario.tz).isoformat()
    sobre: Contenido | None = None
    if entregado.cuestionario.tratamiento:
        sobre = preparar_contenido(entregado, una.registro.edad, rige.preguntas, sello)
        if anterior and _dicen_lo_mismo(sobre, anterior):
            sobre = anterior
    firma = entregado.firma.constancia()
    if una.consentimiento and una.consentimiento.retirado:
        firma["retirado"] = una.consentimiento.retirado  # un retiro no se deshace firmando otra vez
    depositado = sobre.depositado if sobre else sello
    consta = {
        "consentimiento": firma,
        "identidad": constancia_de_identidad(depositado, sobre.compromiso if sobre else ""),
    }
    return _Identidad(consta, sobre, (*callado, *dichos))


def pide_identidad(expediente: Expediente, rige: Vigente) -> bool:
    """Si su cargo está obligado a contestar el cuestionario de identidad."""
    una = Candidatura.de_dato(expediente.archivo, expediente.dato)
    piden = cuestionarios_de(una, rige.contexto.proceso)
    return piden is not None and piden.identidad == "obligatorio"


def _sin_decir(llenado: Llenado, rige: Vigente, *, obligada: bool) -> Iterator[Hallazgo]:
    """Cada manifestación en blanco: callar no autoriza, pero se dice expresamente (PTO 17)."""
    firma = llenado.contenido.get("consentimiento") or {}
    autoriza = firma.get("tratamiento")
    if autoriza is False or (autoriza is None and not obligada):
        return  # con un no se cierra; y quien no está obligado puede no contestar nada
    for nombre, campo in manifestaciones(rige.contexto.esquemas).items():
        if firma.get(nombre) is None:
            yield Hallazgo(
                llenado.expediente.archivo, 1, 1, "/consentimiento", "ESQ-required", Nivel.ERROR,
                falta(campo.titulo, nombre), "Conteste sí o no, como dice el documento firmado.",
            )  # fmt: skip


def _dicen_lo_mismo(uno: Contenido, otro: Contenido) -> bool:
    return uno.cuestionario == otro.cuestionario and uno.consentimiento == otro.consentimiento


def _de_identidad(hallazgo: Hallazgo) -> Hallazgo:
    """El mismo, con su lugar en el borrador."""
    if not hallazgo.puntero.startswith("/respuestas"):
        return hallazgo
    return replace(hallazgo, puntero=f"/identidad{hallazgo.puntero}")
