"""¿Cómo queda un acto en Git? Un commit con los expedientes que cambia y lo que declara."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generador.archivos.escritura import escribir
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.diferencia import campos_de, diferencias
from generador.nucleo.hallazgo import Hallazgo
from generador.nucleo.modelo import Candidatura
from generador.nucleo.reglas.propuesta import motivo_de_rol, por_que_no_puede
from generador.nucleo.transiciones import por_que_no_procede
from generador.repositorio.remolques import redactar
from generador.tramites.mesa import ActoNegado, Mesa
from generador.tramites.revision import revisar

_ALFABETO = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # el de Crockford: sin I, L, O ni U
_GRUPOS, _POR_GRUPO = 3, 4


@dataclass(frozen=True, slots=True)
class Cambiado:
    """Un expediente que el acto cambia: cómo estaba, cómo queda y su imagen nueva, si trae."""

    archivo: str
    antes: Candidatura | None
    despues: Mapping[str, Any]
    foto: bytes | None = None

    @property
    def clave(self) -> str:
        """La clave de la candidatura."""
        return str(self.despues["clave"])


@dataclass(frozen=True, slots=True)
class Acta:
    """Lo que un commit declara."""

    accion: Accion
    cambiados: Sequence[Cambiado]
    folio: str
    asunto: str = ""
    cuerpo: str = ""
    otros: Mapping[str, str | Iterable[str]] = field(default_factory=dict)


def folio_de(*partes: object) -> str:
    """Folio que depende solo de lo que se le da: lo mismo enviado dos veces tiene el mismo.

    Doce letras del alfabeto de Crockford en tres grupos, 60 bits: «7K2M-9QF4-M3XR».
    """
    return _en_grupos(int.from_bytes(hashlib.sha256(repr(partes).encode()).digest()[:8], "big"))


def sortear_folio() -> str:
    """Un folio al azar, de la misma forma: no dice nada de lo que ampara."""
    return _en_grupos(secrets.randbits(64))


def _en_grupos(numero: int) -> str:
    letras = "".join(_ALFABETO[numero >> 5 * n & 31] for n in range(_GRUPOS * _POR_GRUPO))
    return "-".join(letras[n : n + _POR_GRUPO] for n in range(0, len(letras), _POR_GRUPO))


@dataclass(frozen=True, slots=True)
class Levantada:
    """El último commit de los actos y lo que la revisión les encontró, sin errores."""

    commit: str
    hallazgos: tuple[Hallazgo, ...]


def levantar(mesa: Mesa, base: str, *actas: Acta) -> Levantada:
    """Hace un commit por acta, uno sobre otro desde `base`, y los revisa juntos.

    No mueve ninguna referencia. Lanza `ActoNegado`, con los hallazgos, si no podrían integrarse:
    nunca se envía lo que después se va a rechazar.
    """
    commit = base
    for acta in actas:
        commit = redactada(mesa, commit, acta)
    return exigir_sin_errores(mesa, commit)


def redactada(mesa: Mesa, base: str, acta: Acta) -> str:
    """El commit de un acta sobre `base`, todavía sin revisar."""
    mensaje = mensaje_de(mesa, acta)
    return mesa.deposito.confirmar(base, _archivos_de(mesa, acta), mensaje, mesa.firmante)


def exigir_sin_errores(mesa: Mesa, commit: str) -> Levantada:
    """Revisa una rama contra el tronco. Lanza `ActoNegado`, con los hallazgos, si tiene errores."""
    revision = revisar(mesa.deposito, mesa.lector, mesa.cuentas, mesa.tronco, commit)
    if errores := revision.errores:
        cuantos = "un error" if len(errores) == 1 else f"{len(errores)} errores"
        raise ActoNegado(f"Hay {cuantos} en lo que se envía: corríjalo y repita.", errores)
    return Levantada(commit, revision.hallazgos)


def _archivos_de(mesa: Mesa, acta: Acta) -> dict[str, bytes | None]:
    archivos: dict[str, bytes | None] = {}
    for uno in acta.cambiados:
        archivos[uno.archivo] = escribir(uno.despues, mesa.lector.orden).encode()
        if uno.foto is not None:
            archivos[uno.archivo.removesuffix(".yml") + ".webp"] = uno.foto
    return archivos


def mensaje_de(mesa: Mesa, acta: Acta) -> str:
    """El mensaje del commit: asunto, cuerpo y los remolques que pide el numeral 15."""
    norma = NORMAS[acta.accion]
    campos = []
    for uno in acta.cambiados:
        antes = uno.antes.dato if uno.antes else {}
        if uno.antes:
            tocados = campos_de(diferencias(antes, uno.despues))
            campos.append(" ".join((uno.clave, *tocados)))
    carpetas = dict.fromkeys(uno.archivo.rpartition("/")[0] for uno in acta.cambiados)
    claves = [uno.clave for uno in acta.cambiados]
    asunto = acta.asunto or f"{norma.modulo}: {norma.hecho.lower()}, {_cuantas(claves)}"
    return redactar(
        asunto,
        {
            "Accion": acta.accion.value,
            "Modulo": norma.modulo,
            "Usuario": mesa.cuenta.clave,
            "Folio": acta.folio,
            "Carpeta": carpetas if len(carpetas) == 1 else (),
            "Candidatura": claves,
            "Campos": campos,
            **_juntos(acta.otros, mesa.remolques),
        },
        acta.cuerpo,
    )


def _juntos(
    unos: Mapping[str, str | Iterable[str]], otros: Mapping[str, str]
) -> dict[str, str | Iterable[str]]:
    """Los remolques de los dos; de uno que está en ambos, los valores de cada quien."""
    hechos = dict(unos)
    for nombre, valor in otros.items():
        propio = hechos.get(nombre, ())
        hechos[nombre] = (*((propio,) if isinstance(propio, str) else propio), valor)
    return hechos


def _cuantas(claves: Sequence[str]) -> str:
    return claves[0] if len(claves) == 1 else f"{len(claves)} candidaturas"


def exigir_facultad(mesa: Mesa, accion: Accion, candidaturas: Iterable[Candidatura]) -> None:
    """Lanza `ActoNegado` si la cuenta no puede, o si el expediente no está para ese acto.

    Dice todos los motivos, no solo el primero. Lo de la cuenta va antes: a quien no le toca no se
    le dice en qué va el expediente.
    """
    todas = tuple(candidaturas)
    exigir_cuenta(mesa, accion, todas)
    _exigir(por_que_no_procede(accion, una, mesa.contexto) for una in todas)


def exigir_cuenta(mesa: Mesa, accion: Accion, candidaturas: Iterable[Candidatura]) -> None:
    """Lanza `ActoNegado` si la cuenta no vale hoy, no tiene ese papel o no es la de ellas."""
    cuenta = mesa.cuenta
    if not cuenta.vale(mesa.contexto.hoy):
        raise ActoNegado(f"La cuenta {cuenta.clave} no vale hoy: revise sus fechas en cuentas.yml.")
    if cuenta.rol not in NORMAS[accion].roles:
        raise ActoNegado(motivo_de_rol(cuenta, accion))
    proceso = mesa.contexto.proceso
    _exigir(por_que_no_puede(cuenta, accion, una, proceso) for una in candidaturas)


def _exigir(motivos: Iterable[str]) -> None:
    if dichos := [motivo for motivo in dict.fromkeys(motivos) if motivo]:
        raise ActoNegado("\n".join(dichos))
