"""¿Qué se puede decir de una candidatura, y por qué falta lo que falta?

Los tipos que reciben quienes publican: sitio, paquetes e informes. No llevan nada que no pueda
ver cualquiera.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Vacio(StrEnum):
    """Por qué no hay un dato. Es el mismo en la página, en la tabla y en la estadística."""

    SIN_CAPTURA = "sin_captura"
    SIN_VALIDAR = "sin_validar"
    EN_CORRECCION = "en_correccion"
    CON_ERROR = "con_error"
    NO_CONSINTIO = "no_consintio"
    NO_APLICA = "no_aplica"
    NO_PROPORCIONO = "no_proporciono"
    SIN_EXTRACTO = "sin_extracto"
    SUPRIMIDA = "suprimida"


CAUSAS: Mapping[Vacio, str] = {
    Vacio.SIN_CAPTURA: "La candidatura no ha capturado esta información.",
    Vacio.SIN_VALIDAR: "La candidatura capturó esta información, pero falta que se valide.",
    Vacio.EN_CORRECCION: "En corrección: el Instituto observó este apartado y la candidatura "
    "puede subsanarlo.",
    Vacio.CON_ERROR: "El archivo tiene un dato que no cumple las reglas y está en revisión.",
    Vacio.NO_CONSINTIO: "La candidatura no autorizó publicar esta información; cuenta solo en "
    "las estadísticas.",
    Vacio.NO_APLICA: "No aplica.",
    Vacio.NO_PROPORCIONO: "La candidatura no proporcionó esta información.",
    Vacio.SIN_EXTRACTO: "Este sitio se construyó sin el extracto público de identidad.",
    Vacio.SUPRIMIDA: "Este conteo no se publica, para que no se pueda saber qué contestó una "
    "persona; no es cero.",
}
"""La frase con que se explica cada vacío."""

ETIQUETAS_DE_VACIO: Mapping[Vacio, str] = {
    Vacio.SIN_CAPTURA: "sin captura",
    Vacio.SIN_VALIDAR: "sin validar",
    Vacio.EN_CORRECCION: "en corrección",
    Vacio.CON_ERROR: "en revisión",
    Vacio.NO_CONSINTIO: "no consintió",
    Vacio.NO_APLICA: "no aplica",
    Vacio.NO_PROPORCIONO: "no proporcionó",
    Vacio.SIN_EXTRACTO: "sin extracto",
    Vacio.SUPRIMIDA: "suprimida",
}
"""Dos palabras para tablas y datos abiertos."""


class Estado(StrEnum):
    """En qué está el cuestionario curricular, para la ciudadanía."""

    SIN_CAPTURA = "sin_captura"
    SIN_VALIDAR = "sin_validar"
    PUBLICADA = "publicada"
    EN_CORRECCION = "en_correccion"
    CON_ERROR = "con_error"
    SUSTITUIDA = "sustituida"
    CANCELADA = "cancelada"


@dataclass(frozen=True, slots=True)
class Respuesta:
    """Una pregunta y lo que se puede mostrar de ella.

    `valor` es texto, lista o mapa según `formato`; None si hay `vacio`. `clave_valor` es la
    clave del catálogo cuando la respuesta sale de uno (y `valor`, su etiqueta).
    """

    puntero: str
    titulo: str
    formato: str
    valor: Any = None
    vacio: Vacio | None = None
    clave_valor: Any = None
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Rubro:
    """Un apartado del cuestionario curricular. `vacio` si no se muestra completo."""

    nombre: str
    titulo: str
    respuestas: tuple[Respuesta, ...]
    vacio: Vacio | None = None
    observado: str = ""
    """Instante ISO de la observación abierta, si la hay."""


@dataclass(frozen=True, slots=True)
class Hecho:
    """Un acto de la historia del expediente: cuándo, qué y con qué papel; nunca con qué cuenta.

    `instante` es ISO 8601, o solo el día si no consta la hora; `papel`, vacío si el expediente no
    lo dice; `asunto`, el rubro de que se trata; `commit`, vacío si no se tiene la historia de Git.
    """

    instante: str
    acto: str
    titulo: str
    papel: str
    postulante: str
    asunto: str = ""
    documento: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class FichaPublica:
    """Todo lo que el sitio y los datos pueden decir de una candidatura, y nada más."""

    clave: str
    estado: Estado
    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sobrenombre: str
    sexo: str
    sexo_nombre: str
    edad: int
    eleccion: str
    cargo: str
    cargo_nombre: str
    principio: str
    principio_nombre: str
    caracter: str
    ambito_tipo: str
    ambito: str
    ambito_nombre: str
    numero: int | None
    posicion: str
    postulante: str
    integrantes: tuple[str, ...]
    captura_por: str
    eleccion_consecutiva: bool
    acuerdo: str
    fotografia: str
    """Ruta del archivo de imagen; vacía si no se muestra."""
    foto_vacio: Vacio | None
    rubros: tuple[Rubro, ...]
    identidad: tuple[Respuesta, ...]
    identidad_vacio: Vacio | None
    """Causa única si no se muestra nada de identidad; None si se muestra algo."""
    validada: str
    extemporanea: bool
    cambio_aplicado: str
    sustituye_a: str
    sustituida_por: str
    baja_fecha: str
    baja_acuerdo: str
    historia: tuple[Hecho, ...] = ()
    consiente: bool | None = None
    """Si autoriza publicar su identidad; None si todavía no se puede decir."""
    dimension_afirmativa: str = ""
    """El grupo por el que se muestra su identidad, si es por acción afirmativa (PTO 19)."""

    @property
    def url(self) -> str:
        """Dirección permanente, relativa a la raíz del sitio."""
        return f"candidaturas/{self.clave.lower()}/"

    @property
    def nombre_completo(self) -> str:
        """Nombre y apellidos en el orden de la boleta."""
        partes = (self.nombre, self.primer_apellido, self.segundo_apellido)
        return " ".join(p for p in partes if p)

    @property
    def iniciales(self) -> str:
        """Iniciales del nombre y del primer apellido."""
        return (self.nombre[:1] + self.primer_apellido[:1]).upper()

    @property
    def esta_vigente(self) -> bool:
        """Si aparece en la consulta: ni sustituida ni cancelada."""
        return self.estado not in (Estado.SUSTITUIDA, Estado.CANCELADA)

    @property
    def contienda(self) -> str:
        """Por qué compite y dónde: lo comparten quienes se disputan el mismo lugar."""
        return f"{self.eleccion}/{self.ambito}"

    def respuesta(self, puntero: str) -> Respuesta | None:
        """La respuesta curricular de ese campo; None si el cuestionario no la pide."""
        return next((r for u in self.rubros for r in u.respuestas if r.puntero == puntero), None)
