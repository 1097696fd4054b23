"""¿Qué se guarda de una candidatura, y qué dice el sobre por fuera?

Por dentro: lo que contestó, lo que firmó y la sal de su compromiso. Por fuera, sin llave: de quién
es, cuándo se depositó y una suma que dice si se dañó. Todos los sobres pesan lo mismo: el tamaño
no cuenta cuánto contestó nadie.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from generador.boveda.cifrado import Privada, abrir, cerrar, nueva_privada
from generador.boveda.llaves import Llavero
from generador.errores import ErrorConoceles
from generador.nucleo.identidad.compromiso import LARGO_DE_SAL, canonico, comprometer
from generador.nucleo.identidad.cuestionario import Cuestionario

TAMANO = 8_192
"""A cuántos bytes se rellena lo de dentro, o a su múltiplo: cabe todo con holgura."""

_MAXIMO_ROTULO = 2_000


class SobreRoto(ErrorConoceles):
    """El archivo no es un sobre entero, o no es el que dice ser."""


@dataclass(frozen=True, slots=True)
class Contenido:
    """Lo de dentro. `consentimiento` es lo que consta en Git de lo que firmó.

    `depositado` es un instante ISO; `llave_documento`, la privada con que se abre su documento
    firmado, que no está en ninguna otra parte: borrado el sobre, el documento ya no se abre.
    """

    proceso: str
    cuestionario: Cuestionario
    consentimiento: Mapping[str, Any]
    depositado: str
    sal: bytes
    llave_documento: str = ""

    @classmethod
    def nuevo(
        cls,
        proceso: str,
        cuestionario: Cuestionario,
        consentimiento: Mapping[str, Any],
        depositado: str,
    ) -> Self:
        """El de un depósito que empieza, con su sal recién sorteada."""
        sal = secrets.token_bytes(LARGO_DE_SAL)
        return cls(proceso, cuestionario, consentimiento, depositado, sal)

    @property
    def clave(self) -> str:
        """La de su candidatura."""
        return self.cuestionario.clave

    @property
    def compromiso(self) -> str:
        """Lo que Git guarda para probar después que es esto, sin decirlo."""
        return comprometer(
            self.sal,
            {
                "proceso": self.proceso,
                "cuestionario": self.cuestionario.a_dato(),
                "consentimiento": dict(self.consentimiento),
                "depositado": self.depositado,
            },
        )

    def a_bytes(self) -> bytes:
        """Lo de dentro, relleno hasta un tamaño igual para todos."""
        dato = {
            "version": 1,
            "proceso": self.proceso,
            "cuestionario": self.cuestionario.a_dato(),
            "consentimiento": dict(self.consentimiento),
            "depositado": self.depositado,
            "sal": self.sal.hex(),
            "llave_documento": self.llave_documento,
        }
        crudo = canonico(dato)
        return crudo + b" " * (-len(crudo) % TAMANO)

    @classmethod
    def de_bytes(cls, crudo: bytes) -> Self:
        """Lanza `SobreRoto` si no se entiende."""
        try:
            dato = json.loads(crudo)
            leido = cls(
                dato["proceso"],
                Cuestionario.de_dato(dato["cuestionario"]),
                dato["consentimiento"],
                dato["depositado"],
                bytes.fromhex(dato["sal"]),
                dato["llave_documento"],
            )
            # Depositar puede cualquiera que tenga las públicas: lo de dentro no se da por bueno.
            entero = bool(leido.compromiso) and _son_respuestas(leido.cuestionario.respuestas)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            entero = False
        if not entero:
            # Fuera del «except»: la causa guarda el texto leído, y ahí hay respuestas.
            raise SobreRoto("El sobre abre, pero lo de dentro no se entiende.")
        return leido


def _son_respuestas(respuestas: Mapping[str, Any]) -> bool:
    """Si cada una es un texto o una lista de textos."""
    elegidas = (v if isinstance(v, list) else [v] for v in respuestas.values())
    return all(isinstance(una, str) for lista in elegidas for una in lista)


@dataclass(frozen=True, slots=True)
class Rotulo:
    """Lo de fuera. `llaves` es la huella del llavero con que se cerró."""

    clave: str
    compromiso: str
    depositado: str
    llaves: str

    @property
    def nombre(self) -> str:
        """Con qué nombre se guarda, sin extensión: dos depósitos de una clave no chocan."""
        return nombre_de(self.clave, self.compromiso)


def nombre_de(clave: str, compromiso: str) -> str:
    """El nombre de archivo de un depósito, sin extensión."""
    return f"{clave}.{compromiso.removeprefix('sha256:')[:16]}"


def sellar(contenido: Contenido, llavero: Llavero) -> bytes:
    """El archivo de un sobre: rótulo y contenido cifrado para todas las llaves."""
    rotulo = Rotulo(contenido.clave, contenido.compromiso, contenido.depositado, llavero.huella)
    return _empacar(rotulo, cerrar(contenido.a_bytes(), llavero.publicas.values()))


def leer_rotulo(crudo: bytes) -> tuple[Rotulo, bytes]:
    """(rótulo, lo cifrado). Lanza `SobreRoto` si está cortado, alterado o no es un sobre."""
    linea, salto, cifrado = crudo.partition(b"\n")
    try:
        dato = json.loads(linea) if salto and len(linea) <= _MAXIMO_ROTULO else {}
        dichos = [dato[n] for n in ("clave", "compromiso", "depositado", "llaves")]
        suma = dato["suma"]
        entero = all(isinstance(d, str) for d in dichos)
        entero = entero and datetime.fromisoformat(dichos[2]).tzinfo is not None
    except (ValueError, KeyError, TypeError, RecursionError):
        entero = False
    if not entero:
        raise SobreRoto("No es un sobre: no se entiende su rótulo.")
    rotulo = Rotulo(*dichos)
    if suma != _suma(rotulo, cifrado):
        raise SobreRoto("El sobre está dañado o cortado: no coincide su suma.")
    return rotulo, cifrado


def abrir_sobre(crudo: bytes, privada: Privada) -> Contenido:
    """Lo de dentro, ya comprobado contra lo de fuera.

    Lanza `NoAbre` si la llave no es suya y `SobreRoto` si el rótulo es de otro sobre.
    """
    rotulo, cifrado = leer_rotulo(crudo)
    contenido = Contenido.de_bytes(abrir(cifrado, privada))
    de_dentro = (contenido.clave, contenido.compromiso, contenido.depositado)
    if de_dentro != (rotulo.clave, rotulo.compromiso, rotulo.depositado):
        raise SobreRoto("Lo de dentro no es lo que dice el rótulo: alguien cambió los sobres.")
    return contenido


def cerrar_documento(contenido: Contenido, documento: bytes) -> tuple[Contenido, bytes]:
    """El contenido con la llave de su documento, y el archivo del documento, cerrado con ella."""
    secreta, publica = nueva_privada()
    con_llave = Contenido(
        contenido.proceso,
        contenido.cuestionario,
        contenido.consentimiento,
        contenido.depositado,
        contenido.sal,
        secreta,
    )
    rotulo = Rotulo(contenido.clave, contenido.compromiso, contenido.depositado, "")
    return con_llave, _empacar(rotulo, cerrar(documento, [publica]))


def abrir_documento(crudo: bytes, contenido: Contenido) -> bytes:
    """El documento firmado de ese depósito. Lanza `SobreRoto` o `NoAbre`."""
    rotulo, cifrado = leer_rotulo(crudo)
    if rotulo.compromiso != contenido.compromiso or not contenido.llave_documento:
        raise SobreRoto("El documento es de otro depósito.")
    return abrir(cifrado, Privada(contenido.llave_documento))


def _empacar(rotulo: Rotulo, cifrado: bytes) -> bytes:
    dato = {
        "clave": rotulo.clave,
        "compromiso": rotulo.compromiso,
        "depositado": rotulo.depositado,
        "llaves": rotulo.llaves,
        "suma": _suma(rotulo, cifrado),
    }
    return json.dumps(dato, ensure_ascii=False).encode() + b"\n" + cifrado


def _suma(rotulo: Rotulo, cifrado: bytes) -> str:
    """Cubre también lo de fuera: un rótulo editado se nota sin llave."""
    dichos = [rotulo.clave, rotulo.compromiso, rotulo.depositado, rotulo.llaves]
    return sha256(json.dumps(dichos).encode() + cifrado).hexdigest()
