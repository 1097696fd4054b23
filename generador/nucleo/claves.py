"""¿Cómo se llama una candidatura y en qué archivo vive?

La clave es ELECCIÓN-ÁMBITO-POSTULANTE-POSICIÓN-P|S-n; la carpeta, la planilla o fórmula:
`candidaturas/<elección>/<ámbito>-<nombre>/<postulante>/<clave>.yml`. No lleva datos personales
y nunca se vuelve a usar: una sustitución toma el ordinal siguiente.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso

RAIZ = "candidaturas"
LETRAS: Mapping[str, str] = {"propietaria": "P", "suplente": "S"}
_CLAVE = re.compile(
    r"(?P<eleccion>[A-Z]{3})-(?P<ambito>[0-9]{3}|[A-Z]{3})-(?P<postulante>[A-Z0-9]{2,12})"
    r"-(?P<posicion>[A-Z]{2,4}(?:[0-9]{2})?)-(?P<letra>[PS])-(?P<ordinal>[1-9][0-9]?)\Z"
)


@dataclass(frozen=True, slots=True)
class Clave:
    """Las partes de una clave."""

    eleccion: str
    ambito: str
    postulante: str
    posicion: str
    letra: str
    ordinal: int

    @property
    def lugar(self) -> str:
        """La clave sin su ordinal: el lugar en la boleta, que comparten quienes se sustituyen."""
        return f"{self.formula}-{self.letra}"

    @property
    def formula(self) -> str:
        """La clave sin carácter ni ordinal: lo que comparten propietaria y suplente."""
        return f"{self.eleccion}-{self.ambito}-{self.postulante}-{self.posicion}"


def leer_clave(texto: str) -> Clave | None:
    """Separa una clave en sus partes; None si no tiene esa forma."""
    hallada = _CLAVE.match(texto)
    if not hallada:
        return None
    partes = hallada.groupdict()
    return Clave(**{**partes, "ordinal": int(partes["ordinal"])})  # type: ignore[arg-type]


def armar_clave(
    proceso: Proceso,
    *,
    cargo: str,
    ambito: str,
    postulante: str,
    numero: int | None,
    caracter: str,
    ordinal: int = 1,
) -> str:
    """La clave que corresponde a un lugar en la boleta. Exige cargo y carácter que existan."""
    datos = proceso.cargos[cargo]
    codigo = proceso.elecciones[datos.eleccion].codigo
    posicion = datos.posicion(numero)
    return f"{codigo}-{ambito}-{postulante}-{posicion}-{LETRAS[caracter]}-{ordinal}"


def ruta_de(clave: str, registro: Mapping[str, Any], proceso: Proceso) -> str:
    """Ruta del expediente desde la raíz, con barras."""
    ambito = proceso.ambito_de(registro["cargo"], registro["ambito"])
    lugar = nombre_de_carpeta(registro["ambito"], ambito.nombre if ambito else "")
    postulante = registro["postulante"].lower()
    return f"{RAIZ}/{registro['eleccion']}/{lugar}/{postulante}/{clave}.yml"


def ruta_canonica(candidatura: Candidatura, proceso: Proceso) -> str:
    """La ruta que le toca a una candidatura según su registro."""
    registro = candidatura.registro
    return ruta_de(
        candidatura.clave,
        {
            "cargo": registro.cargo,
            "ambito": registro.ambito,
            "eleccion": registro.eleccion,
            "postulante": registro.postulante,
        },
        proceso,
    )


def nombre_de_carpeta(clave: str, nombre: str) -> str:
    """`106-tlatlaya`: la clave en minúsculas y el nombre sin acentos ni espacios."""
    recorte = sin_acentos(nombre).lower()
    recorte = re.sub(r"[^a-z0-9]+", "-", recorte).strip("-")
    return "-".join(parte for parte in (clave.lower(), recorte) if parte)


def sin_acentos(texto: str) -> str:
    """Quita los diacríticos: «Zinacantepec, México» → «Zinacantepec, Mexico»."""
    partes = unicodedata.normalize("NFD", texto)
    return "".join(c for c in partes if not unicodedata.combining(c))
