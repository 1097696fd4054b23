"""¿Qué dice un archivo YAML?

Lector restringido sobre los eventos de libyaml: solo escalares de JSON (nada de `no` → falso,
`012` → 10 ni fechas), sin claves repetidas, anclas, etiquetas ni varios documentos. Nunca
lanza por un dato malo: devuelve lo que se pudo leer y los problemas.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import isinf
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

MAXIMO_BYTES = 1_000_000
MAXIMO_NIVELES = 20
MAXIMO_NODOS = 50_000
_BOM = b"\xef\xbb\xbf"
_NUMERO = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
ENTERO = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
DIGITOS_SEGUROS = 15
_LIMITE_EXACTO = 10**DIGITOS_SEGUROS
_PALABRAS = {"null": None, "": None, "true": True, "false": False}

Posicion = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problema:
    """Algo que el lector no admite: código de la regla, dónde y qué hacer."""

    regla: str
    puntero: str
    linea: int
    columna: int
    mensaje: str
    remedio: str = ""


@dataclass(slots=True)
class Lectura:
    """Lo que se pudo leer. `dato` es None si el archivo no dio un árbol."""

    dato: Any = None
    problemas: list[Problema] = field(default_factory=list)
    texto: str = ""
    es_canonica: bool = False
    """Si ya se sabe que el texto está en su forma única."""
    situar: Callable[[str], dict[str, Posicion]] | None = None
    """Cómo se hallan sus posiciones; None para el lector general."""
    _posiciones: dict[str, Posicion] | None = None

    @property
    def posiciones(self) -> dict[str, Posicion]:
        """Línea y columna (desde 1) por JSON Pointer (RFC 6901).

        Se calculan al pedirlas, con otra pasada: casi ningún archivo tiene hallazgos.
        """
        if self._posiciones is None:
            self._posiciones = (self.situar or situar)(self.texto)
        return self._posiciones


@dataclass(slots=True)
class _Nivel:
    """Un mapa o una lista a medio armar, y el tramo del puntero por el que se llegó a él."""

    contenedor: Any
    tramo: str
    es_mapa: bool
    clave: str | None = None


class _LecturaCortada(Exception):  # noqa: N818 - no es un error: es dejar de leer
    """Seguir sería peligroso o inútil."""


def leer(crudo: bytes) -> Lectura:
    """Lee un YAML restringido. Las posiciones (desde 1) salen por JSON Pointer (RFC 6901)."""
    lectura = Lectura()
    texto = _decodificar(crudo, lectura)
    if texto is None:
        return lectura
    lectura.texto = texto
    try:
        lectura.dato = _Armador(texto, lectura.problemas).armar()
    except yaml.MarkedYAMLError as error:
        lectura.problemas.append(_de_sintaxis(error))
    except yaml.reader.ReaderError as error:
        # libyaml cuenta la posición en bytes.
        linea = texto.encode()[: int(error.position or 0)].count(b"\n") + 1
        lectura.problemas.append(
            Problema(
                "YAM04",
                "",
                linea,
                1,
                "Hay un carácter que YAML no admite.",
                "Bórrelo; suele llegar al pegar texto de otro programa.",
            )
        )
    except _LecturaCortada:
        pass
    return lectura


def ubicar(posiciones: Mapping[str, Posicion], puntero: str) -> Posicion:
    """Posición de un puntero; si el camino no existe, la del ancestro más cercano."""
    while puntero not in posiciones and puntero:
        puntero = puntero.rpartition("/")[0]
    return posiciones.get(puntero, (1, 1))


def _decodificar(crudo: bytes, lectura: Lectura) -> str | None:
    def problema(regla: str, linea: int, mensaje: str, remedio: str) -> None:
        lectura.problemas.append(Problema(regla, "", linea, 1, mensaje, remedio))

    if len(crudo) > MAXIMO_BYTES:
        medida = f"El archivo pesa más de {MAXIMO_BYTES:,} bytes."
        problema("YAM09", 1, medida, "Quite lo que no sea del expediente.")
        return None
    if crudo.startswith(_BOM):
        problema(
            "YAM02",
            1,
            "El archivo empieza con una marca de orden de bytes (BOM).",
            "Guárdelo como UTF-8 sin BOM.",
        )
        crudo = crudo[len(_BOM) :]
    try:
        texto = crudo.decode("utf-8")
    except UnicodeDecodeError as error:
        linea = crudo[: error.start].count(b"\n") + 1
        problema("YAM02", linea, "El archivo no está en UTF-8.", "Guárdelo con codificación UTF-8.")
        return None
    if "\r" in texto:
        problema(
            "YAM03",
            texto[: texto.index("\r")].count("\n") + 1,
            "Los renglones terminan con retorno de carro (CRLF).",
            "Guárdelo con fin de línea LF; «conoceles validar --corregir» lo hace.",
        )
    return texto


def _de_sintaxis(error: yaml.MarkedYAMLError) -> Problema:
    marca = error.problem_mark or error.context_mark
    linea, columna = (marca.line + 1, marca.column + 1) if marca else (1, 1)
    return Problema(
        "YAM04",
        "",
        linea,
        columna,
        "Aquí el archivo deja de ser YAML válido.",
        "Revise en este renglón y el anterior la sangría, las comillas sin cerrar y los dos "
        "puntos; no use tabuladores.",
    )


_SIN_ANCLAS = "No se admiten anclas (&) ni alias (*)."
_ESCRIBA_COMPLETO = "Escriba el valor completo, o entre comillas si el signo es parte del texto."
_APERTURAS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CIERRES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Armador:
    """Convierte los eventos de libyaml en un árbol, sin recursión.

    Si recibe `marcas`, anota en ellas dónde está cada puntero; sin ellas es más rápido.
    """

    def __init__(
        self, texto: str, problemas: list[Problema], marcas: dict[str, Posicion] | None = None
    ) -> None:
        self._eventos = CParser(texto)
        self._problemas = problemas
        self._marcas = marcas
        self._pila: list[_Nivel] = []
        self._nodos = 0
        self._documentos = 0
        self._raiz: Any = None

    def armar(self) -> Any:
        """Recorre los eventos hasta el final del documento."""
        siguiente, pila = self._eventos.get_event, self._pila
        while (clase := (evento := siguiente()).__class__) is not yaml.StreamEndEvent:
            if clase is yaml.ScalarEvent:
                self._recibir_escalar(evento)
            elif clase in _CIERRES:
                pila.pop()
            elif clase in _APERTURAS:
                self._abrir(evento)
            elif clase is yaml.AliasEvent:
                self._anotar("YAM06", evento, _SIN_ANCLAS, _ESCRIBA_COMPLETO)
                self._recibir(None, "*", evento)
            elif clase is yaml.DocumentStartEvent:
                self._empezar_documento(evento)
        if self._raiz is None and not self._problemas:
            vacio = Problema("YAM08", "", 1, 1, "El archivo está vacío.", "Escriba el expediente.")
            self._problemas.append(vacio)
        return self._raiz

    def _empezar_documento(self, evento: Any) -> None:
        self._documentos += 1
        if self._documentos > 1:
            self._anotar(
                "YAM08",
                evento,
                "El archivo trae más de un documento.",
                "Deje uno solo: quite los separadores «---».",
            )
            raise _LecturaCortada

    def _recibir_escalar(self, evento: Any) -> None:
        self._nodos += 1
        if self._nodos > MAXIMO_NODOS:
            self._anotar("YAM10", evento, "El archivo tiene demasiados elementos.")
            raise _LecturaCortada
        if evento.anchor is not None or evento.tag is not None:
            self._revisar_adornos(evento)
        if self._pila and (nivel := self._pila[-1]).es_mapa and nivel.clave is None:
            self._recibir(None, evento.value, evento)
        else:
            # Entre comillas o en bloque es texto; sin comillas puede ser otro escalar de JSON.
            valor = self._resolver(evento) if evento.implicit[0] else evento.value
            self._recibir(valor, "", evento)

    def _recibir(self, valor: Any, texto: str, evento: Any) -> None:
        """Pone un valor, o una clave si el mapa la espera."""
        if not self._pila:
            self._raiz = valor
            self._marcar(None, evento)
            return
        nivel = self._pila[-1]
        if not nivel.es_mapa:
            self._marcar(str(len(nivel.contenedor)), evento)
            nivel.contenedor.append(valor)
        elif nivel.clave is not None:
            nivel.contenedor.setdefault(nivel.clave, valor)
            nivel.clave = None
        else:
            nivel.clave = texto
            if texto in nivel.contenedor:
                self._anotar(
                    "YAM05", evento, f"La clave «{texto}» está repetida.", "Deje una sola."
                )
            else:
                self._marcar(texto, evento)

    def _abrir(self, evento: Any) -> None:
        self._revisar_adornos(evento)
        if len(self._pila) >= MAXIMO_NIVELES:
            self._anotar(
                "YAM10",
                evento,
                f"Hay más de {MAXIMO_NIVELES} niveles de anidado.",
                "Un expediente usa seis como mucho.",
            )
            raise _LecturaCortada
        nivel = self._pila[-1] if self._pila else None
        if nivel and nivel.es_mapa and nivel.clave is None:
            self._anotar("YAM04", evento, "Una clave debe ser texto.", "Escriba «clave: valor».")
            raise _LecturaCortada
        es_mapa = isinstance(evento, yaml.MappingStartEvent)
        nuevo: Any = {} if es_mapa else []
        tramo = ""
        if nivel:
            tramo = nivel.clave if nivel.clave is not None else str(len(nivel.contenedor))
        self._recibir(nuevo, "", evento)
        self._pila.append(_Nivel(nuevo, tramo, es_mapa))

    def _resolver(self, evento: Any) -> Any:
        texto = evento.value
        if evento.tag is not None:
            return texto
        if texto in _PALABRAS:
            return _PALABRAS[texto]
        if not _NUMERO.match(texto):
            return texto
        if sum(c.isdigit() for c in texto) > DIGITOS_SEGUROS:
            self._anotar(
                "YAM13",
                evento,
                "El número tiene demasiadas cifras.",
                "Si es una clave, escríbala entre comillas.",
            )
            return texto
        return int(texto) if ENTERO.match(texto) else self._fraccion(texto, evento)

    def _fraccion(self, texto: str, evento: Any) -> float | str:
        numero = float(texto)
        if isinf(numero):
            self._anotar("YAM13", evento, "El número no cabe.", "Escríbalo con menos cifras.")
            return texto
        # Para JSON, 18.0 y 18 son el mismo número: así el resto del programa recibe un entero.
        return int(numero) if numero.is_integer() and abs(numero) < _LIMITE_EXACTO else numero

    def _revisar_adornos(self, evento: Any) -> None:
        if evento.anchor is not None:
            self._anotar("YAM06", evento, _SIN_ANCLAS, _ESCRIBA_COMPLETO)
        if evento.tag is not None:
            self._anotar(
                "YAM07",
                evento,
                f"No se admiten etiquetas como «{evento.tag}».",
                "Quite la etiqueta; el texto va entre comillas.",
            )

    def _marcar(self, tramo: str | None, evento: Any) -> None:
        if self._marcas is None:
            return
        # La primera gana: lo que cuelga de una clave repetida no se lee.
        marca = evento.start_mark
        self._marcas.setdefault(self._donde(tramo), (marca.line + 1, marca.column + 1))

    def _anotar(self, regla: str, evento: Any, mensaje: str, remedio: str = "") -> None:
        tramo = None
        if self._pila:
            nivel = self._pila[-1]
            tramo = nivel.clave if nivel.es_mapa else str(len(nivel.contenedor))
        marca = evento.start_mark
        self._problemas.append(
            Problema(regla, self._donde(tramo), marca.line + 1, marca.column + 1, mensaje, remedio)
        )

    def _donde(self, tramo: str | None) -> str:
        """El puntero de un tramo dentro del último nivel abierto."""
        tramos = [nivel.tramo for nivel in self._pila[1:]]
        if tramo is not None:
            tramos.append(tramo)
        return "".join(f"/{_escapar(uno)}" for uno in tramos)


def situar(texto: str) -> dict[str, Posicion]:
    """Dónde está cada puntero, hasta donde el texto se deje leer."""
    marcas: dict[str, Posicion] = {}
    with suppress(yaml.YAMLError, _LecturaCortada):
        _Armador(texto, [], marcas).armar()
    return marcas


def _escapar(tramo: str) -> str:
    return tramo.replace("~", "~0").replace("/", "~1")
