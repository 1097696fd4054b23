"""¿Qué es una candidatura?

Clases escritas a mano para que el código lea `candidatura.registro.edad`; una prueba
demuestra que dicen lo mismo que los esquemas. Los valores llegan ya validados.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Self

Dato = Mapping[str, Any]

_INDICE = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")


@dataclass(frozen=True, slots=True)
class Registro:
    """Datos generales del registro oficial (PTO 14)."""

    nombre: str
    primer_apellido: str
    sexo: str
    edad: int
    eleccion: str
    cargo: str
    principio: str
    caracter: str
    ambito: str
    postulante: str
    eleccion_consecutiva: bool
    acuerdo: str
    estatus: str
    segundo_apellido: str = ""
    sobrenombre: str = ""
    numero: int | None = None
    captura_por: str | None = None

    @property
    def nombre_completo(self) -> str:
        """Nombre y apellidos en el orden de la boleta."""
        return " ".join(p for p in (self.nombre, self.primer_apellido, self.segundo_apellido) if p)


@dataclass(frozen=True, slots=True)
class Contacto:
    """Medios públicos de contacto."""

    redes: Mapping[str, str] = field(default_factory=dict)
    pagina_web: str = ""
    correos: tuple[str, ...] = ()
    telefonos: tuple[str, ...] = ()
    casas_campana: tuple[Mapping[str, str], ...] = ()

    @property
    def esta_vacio(self) -> bool:
        """Si no se dio ningún medio."""
        return not (
            self.redes or self.pagina_web or self.correos or self.telefonos or self.casas_campana
        )


@dataclass(frozen=True, slots=True)
class Formacion:
    """Formación académica."""

    grado_maximo: str = ""
    grado_estatus: str = ""
    otra_formacion: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curricular:
    """Cuestionario curricular (art. 19 de los Lineamientos)."""

    fotografia: str = ""
    contacto: Contacto = field(default_factory=Contacto)
    formacion: Formacion | None = None
    historia_profesional: str = ""
    trayectoria_politica: str = ""
    motivo: str = ""
    propuestas: tuple[str, ...] = ()
    propuesta_genero: str = ""


@dataclass(frozen=True, slots=True)
class Consentimiento:
    """Lo que del consentimiento consta en Git (PTO 16 a 19)."""

    publicacion: bool
    fecha: str
    aviso: str
    documento: str
    retirado: str = ""


@dataclass(frozen=True, slots=True)
class EstadoIdentidad:
    """Si el cuestionario de identidad está depositado; nunca sus respuestas."""

    estado: str = "pendiente"
    fecha: str = ""
    compromiso: str = ""


@dataclass(frozen=True, slots=True)
class Observacion:
    """Rubro cuya publicación se deshabilitó (PTO 33)."""

    rubro: str
    causal: str
    fecha: str
    fundamento: str = ""
    subsanada: str = ""


@dataclass(frozen=True, slots=True)
class Cambio:
    """El cambio único a lo publicado (PTO 31 y 32)."""

    solicitado: str
    campos: tuple[str, ...]
    habilitado: str = ""
    aplicado: str = ""


@dataclass(frozen=True, slots=True)
class Resolucion:
    """Una orden que se acató o un error del instituto que se corrigió."""

    efecto: str
    documento: str
    fecha: str
    rubro: str = ""


@dataclass(frozen=True, slots=True)
class Baja:
    """Acuerdo por el que se sustituyó o canceló."""

    fecha: str
    acuerdo: str
    causa: str = ""


@dataclass(frozen=True, slots=True)
class Tramite:
    """En qué va el expediente; los instantes son texto ISO 8601 con zona."""

    cuenta_recibida: str = ""
    enviada: str = ""
    folio: str = ""
    validada: str = ""
    observaciones: tuple[Observacion, ...] = ()
    cambio: Cambio | None = None
    resoluciones: tuple[Resolucion, ...] = ()
    sustituye_a: str = ""
    baja: Baja | None = None


@dataclass(frozen=True, slots=True)
class Fotografia:
    """Lo que se midió del archivo de imagen que está junto al expediente."""

    ruta: str
    huella: str
    bytes: int
    defecto: str = ""
    """Por qué no se puede publicar, para decirse tras «La imagen»; vacío si se puede."""


@dataclass(frozen=True, slots=True)
class Candidatura:
    """El expediente de una persona candidata y el archivo de donde se leyó.

    `dato` es el árbol tal como se leyó, para resolver punteros; `foto` es lo que se midió
    de la imagen vecina, o None si no existe.
    """

    archivo: str
    clave: str
    registro: Registro
    curricular: Curricular | None
    consentimiento: Consentimiento | None
    identidad: EstadoIdentidad
    tramite: Tramite
    dato: Dato
    foto: Fotografia | None = None

    @property
    def carpeta(self) -> str:
        """Carpeta de la planilla o fórmula."""
        return self.archivo.rpartition("/")[0]

    @classmethod
    def de_dato(cls, archivo: str, dato: Dato, foto: Fotografia | None = None) -> Self:
        """Construye la candidatura de un árbol que ya cumple el esquema."""
        curricular, consentimiento = dato["curricular"], dato["consentimiento"]
        return cls(
            archivo=archivo,
            clave=dato["clave"],
            registro=Registro(**dato["registro"]),
            curricular=None if curricular is None else _curricular(curricular),
            consentimiento=None if consentimiento is None else Consentimiento(**consentimiento),
            identidad=EstadoIdentidad(**dato["identidad"]),
            tramite=_tramite(dato["tramite"]),
            dato=dato,
            foto=foto,
        )


def _curricular(dato: Dato) -> Curricular:
    valores = _con_tuplas(dato)
    if "contacto" in dato:
        valores["contacto"] = Contacto(**_con_tuplas(dato["contacto"]))
    if "formacion" in dato:
        valores["formacion"] = Formacion(**_con_tuplas(dato["formacion"]))
    return Curricular(**valores)


def _tramite(dato: Dato) -> Tramite:
    valores = dict(dato)
    valores["observaciones"] = tuple(
        Observacion(**observacion) for observacion in dato.get("observaciones", ())
    )
    if "resoluciones" in dato:
        valores["resoluciones"] = tuple(Resolucion(**r) for r in dato["resoluciones"])
    if "cambio" in dato:
        valores["cambio"] = Cambio(**_con_tuplas(dato["cambio"]))
    if "baja" in dato:
        valores["baja"] = Baja(**dato["baja"])
    return Tramite(**valores)


def _con_tuplas(dato: Dato) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in dato.items()}


def nombres_de_campos(clase: type[Any]) -> tuple[str, ...]:
    """Nombres de los campos de una de estas clases: la prueba los compara con el esquema."""
    return tuple(campo.name for campo in fields(clase))


@lru_cache(maxsize=4_096)
def _tramos(puntero: str) -> tuple[str, ...]:
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in puntero.split("/")[1:])


def valor_en(dato: Any, puntero: str) -> Any:
    """Sigue un JSON Pointer (RFC 6901); None si el camino no existe."""
    for tramo in _tramos(puntero):
        if isinstance(dato, dict):
            dato = dato.get(tramo)
        elif isinstance(dato, list | tuple) and _INDICE.match(tramo) and int(tramo) < len(dato):
            dato = dato[int(tramo)]
        else:
            return None
    return dato
