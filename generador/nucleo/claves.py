"""¿Cómo se llama una candidatura y en qué carpeta vive?

La clave, el nombre del archivo, la carpeta y la dirección pública dicen lo mismo que el
registro; aquí está la única forma de armarlos y de leerlos.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import Candidatura, Registro
from generador.nucleo.proceso import Proceso

CARPETA = "candidaturas"

_CLAVE = re.compile(
    r"(?P<eleccion>[A-Z]{3})-(?P<ambito>[0-9]{3}|[A-Z]{3})-(?P<postulante>[A-Z0-9]{2,12})-"
    r"(?P<posicion>[A-Z]{2,4}(?:[0-9]{2})?)-(?P<letra>[PS])-(?P<ordinal>[1-9][0-9]?)"
)
_NO_ALFANUMERICO = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Clave:
    """Las partes de ELECCIÓN-ÁMBITO-POSTULANTE-POSICIÓN-P|S-n.

    `ordinal` cuenta a las personas que han ocupado esa posición: 1 la primera, 2 quien la
    sustituyó.
    """

    eleccion: str
    ambito: str
    postulante: str
    posicion: str
    letra: str
    ordinal: int

    @property
    def lugar(self) -> str:
        """La clave sin el ordinal: la comparten quien sale y quien la sustituye."""
        return f"{self.formula}-{self.letra}"

    @property
    def formula(self) -> str:
        """La clave sin carácter ni ordinal: la comparten propietaria y suplente."""
        return f"{self.eleccion}-{self.ambito}-{self.postulante}-{self.posicion}"

    def __str__(self) -> str:
        return f"{self.lugar}-{self.ordinal}"


def leer_clave(texto: str) -> Clave | None:
    """Separa las partes de una clave; None si no tiene esa forma."""
    partes = _CLAVE.fullmatch(texto)
    if partes is None:
        return None
    eleccion, ambito, postulante, posicion, letra, ordinal = partes.groups()
    return Clave(eleccion, ambito, postulante, posicion, letra, int(ordinal))


def armar_clave(proceso: Proceso, registro: Registro, ordinal: int = 1) -> str | None:
    """La clave que le toca a un registro; None si su elección, cargo o carácter no existen."""
    eleccion = proceso.elecciones.get(registro.eleccion)
    cargo = proceso.cargos.get(registro.cargo)
    letra = letra_de(proceso, registro.caracter)
    if eleccion is None or cargo is None or not letra:
        return None
    return str(
        Clave(
            eleccion=eleccion.codigo,
            ambito=registro.ambito,
            postulante=registro.postulante,
            posicion=cargo.posicion(registro.numero),
            letra=letra,
            ordinal=ordinal,
        )
    )


def letra_de(proceso: Proceso, caracter: str) -> str:
    """«P» o «S» según el catálogo de carácter; vacía si no existe."""
    return proceso.catalogos.get("caracter", {}).get(caracter, {}).get("letra", "")


def sin_acentos(texto: str) -> str:
    """El texto en minúsculas, sin acentos ni diéresis; la ñ queda como n."""
    separado = unicodedata.normalize("NFKD", texto.casefold())
    return "".join(letra for letra in separado if not unicodedata.combining(letra))


def con_guiones(texto: str) -> str:
    """«San José del Rincón» → «san-jose-del-rincon», para rutas."""
    return _NO_ALFANUMERICO.sub("-", sin_acentos(texto)).strip("-")


def carpeta_canonica(registro: Registro, proceso: Proceso) -> str | None:
    """Carpeta de la planilla o fórmula; None si el cargo o el ámbito no existen.

    `candidaturas/<eleccion>/<ambito>-<nombre con guiones>/<postulante en minúsculas>`.
    """
    cargo = proceso.cargos.get(registro.cargo)
    lugar = _lugares(proceso).get((cargo.ambito, registro.ambito)) if cargo else None
    if lugar is None:
        return None
    return f"{CARPETA}/{registro.eleccion}/{lugar}/{registro.postulante.lower()}"


def ruta_canonica(candidatura: Candidatura, proceso: Proceso) -> str | None:
    """Ruta del expediente, relativa a la raíz; None si su lugar no existe en el proceso."""
    carpeta = carpeta_canonica(candidatura.registro, proceso)
    return f"{carpeta}/{candidatura.clave}.yml" if carpeta else None


@recordar
def _lugares(proceso: Proceso) -> Mapping[tuple[str, str], str]:
    return {
        (tipo.clave, lugar.clave): f"{lugar.clave}-{con_guiones(lugar.nombre)}"
        for tipo in proceso.ambitos.values()
        for lugar in tipo.lugares.values()
    }
