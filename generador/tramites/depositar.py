"""¿Cómo entra a la bóveda lo que una persona contestó, y qué queda de eso en su expediente?

A la bóveda, todo; al expediente, que se depositó, cuándo, el compromiso y lo que firmó. De ahí
sigue el camino de siempre: proponer, validar, integrar.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.esquemas import orden_de_claves
from generador.archivos.reescritura import reescribir
from generador.boveda.almacen import Entrega
from generador.boveda.sobre import Contenido
from generador.errores import ConHallazgos, ErrorConoceles, causa_de_disco
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.cuentas import Rol, por_que_no_es_suya
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.cuestionario import Entregado, Firma
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.nucleo.reglas.identidad import revisar_entregado, todavia_se_recibe
from generador.nucleo.reglas.propuesta import motivo_de_rol
from generador.tramites.custodia import Custodia

MAXIMO_DOCUMENTO = 5_000_000
_TIPOS = {b"%PDF-": "PDF", b"\xff\xd8\xff": "JPG", b"\x89PNG\r\n\x1a\n": "PNG"}
"""Con qué empieza cada clase de documento que se admite."""


@dataclass(frozen=True, slots=True)
class Recibido:
    """Lo que alguien entrega, con el documento que firmó."""

    entregado: Entregado
    documento: bytes

    @property
    def clave(self) -> str:
        """La de su candidatura."""
        return self.entregado.cuestionario.clave


@dataclass(frozen=True, slots=True)
class Depositado:
    """Qué quedó en cada expediente: clave → compromiso, vacío si no autorizó el tratamiento."""

    compromisos: Mapping[str, str]
    avisos: tuple[Hallazgo, ...]


def firmar(documento: bytes, fecha: str, aviso: str, *, publicacion: bool) -> Firma:
    """La firma que ampara ese documento, ya medido."""
    huella = f"sha256:{hashlib.sha256(documento).hexdigest()}"
    return Firma(publicacion, fecha, aviso, huella, _defecto(documento))


def _defecto(documento: bytes) -> str:
    """Por qué no se admite, por su contenido y no por su nombre; vacío si se admite."""
    if not documento:
        return "Falta el documento firmado."
    if len(documento) > MAXIMO_DOCUMENTO:
        return f"El documento firmado pesa más de {MAXIMO_DOCUMENTO // 1_000_000} MB."
    if not documento.startswith(tuple(_TIPOS)):
        return "El documento firmado no es PDF, JPG ni PNG, aunque así se llame."
    return ""


def exigir_que_se_reciba(custodia: Custodia, clave: str) -> None:
    """Lanza `ErrorConoceles` si ya no se deposita nada de ella: mejor antes de preguntarle."""
    _exigir_suyas(custodia, [clave])
    preguntas = Preguntas.de_contexto(custodia.al_instante)
    for _, mensaje, remedio in todavia_se_recibe(None, custodia.buscar(clave), preguntas):
        raise ErrorConoceles(f"{clave}: {mensaje} {remedio}".strip())


def depositar(custodia: Custodia, recibidos: Sequence[Recibido]) -> Depositado:
    """Cierra cada cuestionario en la bóveda y lo anota en su expediente de la carpeta.

    Todos o ninguno: con un solo error no se guarda nada. Primero el sobre y después el expediente:
    si algo se interrumpe queda un sobre que nadie nombra, y repetir lo arregla. Lanza
    `ConHallazgos` si algo está mal.
    """
    _exigir_suyas(custodia, [r.clave for r in recibidos])
    preguntas = Preguntas.de_contexto(custodia.al_instante)
    hallazgos = tuple(_revisar(custodia, preguntas, recibidos))
    errores = tuple(h for h in hallazgos if h.nivel is Nivel.ERROR)
    if errores:
        cuantos = "un error" if len(errores) == 1 else f"{len(errores)} errores"
        raise ConHallazgos(f"Hay {cuantos}: no se depositó nada.", errores)
    guardan = [r for r in recibidos if r.entregado.cuestionario.tratamiento]
    entregas = [
        Entrega(
            preparar_contenido(
                r.entregado, custodia.buscar(r.clave).registro.edad, preguntas, custodia.sello
            ),
            r.documento,
        )
        for r in guardan
    ]
    cerrados = custodia.boveda.depositar(entregas)
    compromisos = dict.fromkeys((r.clave for r in recibidos), "")
    compromisos |= {r.clave: c for r, c in zip(guardan, cerrados, strict=True)}
    custodia.anotar("depositar", tuple(compromisos))
    orden = orden_de_claves(custodia.conjunto.contexto.esquemas, "candidatura")
    for recibido in recibidos:
        _anotar(custodia, recibido, compromisos[recibido.clave], orden)
    return Depositado(compromisos, hallazgos)


def _exigir_suyas(custodia: Custodia, claves: Sequence[str]) -> None:
    """Cada quien deposita lo suyo; la unidad recibe lo de todas."""
    cuenta = custodia.cuenta
    if cuenta is None or cuenta.rol is Rol.UT:
        return
    if cuenta.rol not in NORMAS[Accion.CAPTURAR].roles:
        raise ErrorConoceles(motivo_de_rol(cuenta, Accion.CAPTURAR))
    for clave in claves:
        una = custodia.conjunto.candidaturas.get(clave)
        if una and (motivo := por_que_no_es_suya(cuenta, una, custodia.conjunto.proceso)):
            raise ErrorConoceles(motivo)


def _revisar(
    custodia: Custodia, preguntas: Preguntas, recibidos: Sequence[Recibido]
) -> Iterator[Hallazgo]:
    reglas = de_alcance(Alcance.CUESTIONARIO)
    vistas: set[str] = set()
    for recibido in recibidos:
        una = custodia.conjunto.candidaturas.get(recibido.clave)
        if una is None or recibido.clave in vistas:
            dicho = "Viene dos veces." if una else "No hay ninguna candidatura con esa clave."
            yield Hallazgo(recibido.clave, 1, 1, "/clave", "IDE10", Nivel.ERROR, dicho, "")
            continue
        vistas.add(recibido.clave)
        yield from revisar_entregado(reglas, recibido.entregado, una, preguntas)


def preparar_contenido(
    entregado: Entregado, edad: int, preguntas: Preguntas, sello: str
) -> Contenido:
    """Lo que se cierra: con las respuestas en su orden y las que salen de la edad.

    `sello` es el instante del depósito (ISO 8601). Cada vez sortea otra sal.
    """
    dicho = entregado.cuestionario
    respuestas = {p.nombre: d for p in preguntas if (d := p.derivada(edad))} | dict(
        dicho.respuestas
    )
    en_orden = {p.nombre: respuestas[p.nombre] for p in preguntas if p.nombre in respuestas}
    return Contenido.nuevo(
        preguntas.contexto.proceso.identificacion.clave,
        replace(dicho, respuestas=en_orden),
        entregado.firma.constancia(),
        sello,
    )


def constancia_de_identidad(sello: str, compromiso: str) -> dict[str, Any]:
    """Lo que consta en el expediente: se depositó, o no se autorizó el tratamiento."""
    if not compromiso:
        return {"estado": "no_autorizo", "fecha": sello}
    return {"estado": "depositada", "fecha": sello, "compromiso": compromiso}


def _anotar(custodia: Custodia, recibido: Recibido, compromiso: str, orden: OrdenDeClaves) -> None:
    una = custodia.buscar(recibido.clave)
    dato = {
        **una.dato,
        "consentimiento": recibido.entregado.firma.constancia(),
        "identidad": constancia_de_identidad(custodia.sello, compromiso),
    }
    try:
        reescribir(custodia.raiz / una.archivo, escribir(dato, orden))
    except OSError as error:
        raise ErrorConoceles(
            f"Se depositó, pero no se pudo anotar en {una.archivo}: {causa_de_disco(error)}. "
            "Repita la orden: lo de antes no estorba."
        ) from error
