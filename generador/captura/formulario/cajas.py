"""¿Cómo se dibuja cada casilla? Lo que la plantilla necesita, ya resuelto."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generador.captura.llenado.campos import NINGUNA, Clase, Entrada, id_de
from generador.captura.llenado.valores import buscar, escribir
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.preguntas import PNC
from generador.nucleo.proceso import LimiteTexto, Proceso
from generador.publicacion.piezas import domicilio

_VACIAS_DE_MAS = 1


@dataclass(frozen=True, slots=True)
class Dicho:
    """Lo que se dice de una casilla: el mensaje, el remedio y en qué casilla está."""

    id: str
    mensaje: str
    remedio: str

    @property
    def entero(self) -> str:
        """El mensaje con su remedio."""
        return f"{self.mensaje} {self.remedio}".strip()


@dataclass(slots=True)
class Casilla:
    """Un `input`, un `textarea` o un `select`."""

    nombre: str
    titulo: str
    valor: str = ""
    ayuda: str = ""
    tipo: str = "text"
    limite: LimiteTexto | None = None
    requerida: bool = False
    errores: list[Dicho] = field(default_factory=list)
    avisos: list[Dicho] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Su `id`."""
        return id_de(self.nombre)

    @property
    def mide(self) -> int:
        """Cuánto mide lo escrito, como lo cuenta el proceso."""
        sin = self.limite is None or self.limite.conteo != "con_espacios"
        return len("".join(self.valor.split())) if sin else len(self.valor)

    @property
    def descrita(self) -> str:
        """Los `id` de lo que la describe, para `aria-describedby`."""
        partes = (
            (self.ayuda, "ayuda"),
            (self.errores, "error"),
            (self.avisos, "aviso"),
            (self.limite, "cuenta"),
        )
        return " ".join(f"{self.id}-{nombre}" for hay, nombre in partes if hay)


@dataclass(frozen=True, slots=True)
class Opcion:
    """Una de las que se eligen."""

    clave: str
    texto: str
    elegida: bool
    aparte: bool


@dataclass(slots=True)
class Caja:
    """Lo que se pregunta, con sus casillas.

    `grupos` es, en un domicilio, las casillas de cada uno; en lo demás hay uno solo. `si` dice,
    para el guion de la página, de qué respuesta depende.
    """

    entrada: Entrada
    grupos: list[list[Casilla]]
    opciones: tuple[Opcion, ...] = ()
    visible: bool = True
    si: str = ""
    efectos: tuple[str, ...] = ()
    errores: list[Dicho] = field(default_factory=list)
    avisos: list[Dicho] = field(default_factory=list)

    @property
    def casillas(self) -> list[Casilla]:
        """Todas, en orden."""
        return [casilla for grupo in self.grupos for casilla in grupo]

    @property
    def una(self) -> Casilla:
        """La única, o la primera."""
        return self.grupos[0][0]

    @property
    def plantilla(self) -> str:
        """Con qué se dibuja."""
        return f"captura/campo_{self.entrada.clase}.html"


def cajas_de(
    entradas: Iterable[Entrada],
    contenido: Mapping[str, Any],
    proceso: Proceso,
    titulos: tuple[str, ...] = (),
) -> list[Caja]:
    """Las cajas de esas entradas, con lo que ya se contestó.

    `titulos` son los que el proceso da a cada propuesta del cargo.
    """
    return [_caja(una, contenido, proceso, titulos) for una in entradas]


def _caja(
    entrada: Entrada, contenido: Mapping[str, Any], proceso: Proceso, titulos: tuple[str, ...]
) -> Caja:
    valor = buscar(contenido, entrada.puntero)
    escritos = dict(escribir(entrada, valor))
    limite = proceso.textos.get(entrada.limite)
    grupos = [
        [
            Casilla(
                nombre, titulo, escritos.get(nombre, ""), ayuda, entrada.tipo, limite, requerida
            )
            for nombre, titulo, ayuda, requerida in grupo
        ]
        for grupo in _nombres(entrada, valor, titulos)
    ]
    condicion = entrada.condicion
    si = ""
    if condicion:
        dicha = {"campo": condicion.campo, "en": condicion.en, "distinto": condicion.distinto}
        si = json.dumps(dicha)
    elegidas = valor if isinstance(valor, list) else [valor]
    opciones = tuple(
        Opcion(clave, texto, clave in elegidas, clave == PNC)
        for clave, texto in (entrada.opciones or {}).items()
    )
    return Caja(entrada, grupos, opciones, entrada.aplica(contenido), si)


_Nombres = Iterator[list[tuple[str, str, str, bool]]]


def _nombres(entrada: Entrada, valor: Any, titulos: tuple[str, ...]) -> _Nombres:
    """(nombre, título, ayuda, si se exige) de cada casilla, por grupo."""
    base = entrada.puntero
    cuantos = len(valor) if isinstance(valor, list) else 0
    match entrada.clase:
        case Clase.LISTA:
            for numero in range(min(cuantos + _VACIAS_DE_MAS, entrada.tope) or 1):
                yield [(f"{base}/{numero}", f"{entrada.titulo_de_uno} {numero + 1}", "", False)]
        case Clase.TEXTOS:
            for numero in range(max(len(titulos), cuantos, 1)):
                propio = titulos[numero] if numero < len(titulos) else ""
                titulo = propio or f"{entrada.titulo_de_uno} {numero + 1}"
                yield [(f"{base}/{numero}", titulo, "", False)]
        case Clase.REDES:
            yield [(f"{base}/{p.nombre}", p.titulo, p.ayuda, False) for p in entrada.partes]
        case Clase.DOMICILIOS:
            for numero in range(min(cuantos + _VACIAS_DE_MAS, entrada.tope) or 1):
                yield [
                    (f"{base}/{numero}/{p.nombre}", p.titulo, p.ayuda, p.requerida)
                    for p in entrada.partes
                ]
        case _:
            yield [(base, entrada.titulo, entrada.ayuda, entrada.requerida)]


def repartir(cajas: list[Caja], hallazgos: Iterable[Hallazgo]) -> tuple[list[Dicho], list[Dicho]]:
    """Pone cada hallazgo en su casilla y devuelve (errores, avisos) para el resumen."""
    errores: list[Dicho] = []
    avisos: list[Dicho] = []
    for hallazgo in hallazgos:
        es_error = hallazgo.nivel is Nivel.ERROR
        donde: Caja | Casilla | None = _donde(cajas, hallazgo.puntero)
        ancla = _ancla(donde) or (cajas[0].una.id if cajas else "contenido")
        dicho = Dicho(ancla, hallazgo.mensaje, hallazgo.remedio)
        (errores if es_error else avisos).append(dicho)
        if donde is not None:
            (donde.errores if es_error else donde.avisos).append(dicho)
    return errores, avisos


def _donde(cajas: list[Caja], puntero: str) -> Caja | Casilla | None:
    """La casilla de la que se habla; si es de varias, su caja."""
    for caja in cajas:
        if caja.entrada.clase not in (Clase.OPCION, Clase.VARIAS, Clase.SI_NO):
            for casilla in caja.casillas:
                if puntero == casilla.nombre:
                    return casilla
        if puntero == caja.entrada.puntero or puntero.startswith(f"{caja.entrada.puntero}/"):
            return caja
    return None


def _ancla(donde: Caja | Casilla | None) -> str:
    if donde is None:
        return ""
    return donde.id if isinstance(donde, Casilla) else donde.una.id


SIN_CONTESTAR = "Sin contestar"


def legible(  # noqa: PLR0911 - una salida por clase
    entrada: Entrada, valor: Any, titulos: tuple[str, ...] = ()
) -> str:
    """Lo contestado, como se lee: con los nombres y no con las claves; un dato por renglón."""
    if valor in (None, "", [], {}):
        return (entrada.opciones or {}).get(NINGUNA, SIN_CONTESTAR)
    if entrada.opciones is not None:
        elegidas = valor if isinstance(valor, list) else [valor]
        return "\n".join(entrada.opciones.get(una, str(una)) for una in elegidas)
    match entrada.clase:
        case Clase.SI_NO:
            return "Sí" if valor else "No"
        case Clase.FECHA:
            return _fecha(str(valor))
        case Clase.LISTA:
            return "\n".join(str(uno) for uno in valor)
        case Clase.TEXTOS:
            dichos = enumerate(valor)
            return "\n\n".join(
                f"{_titulo(n, titulos)}: {uno or SIN_CONTESTAR}" for n, uno in dichos
            )
        case Clase.REDES:
            nombres = {parte.nombre: parte.titulo for parte in entrada.partes}
            return "\n".join(f"{nombres.get(k, k)}: {v}" for k, v in valor.items())
        case Clase.DOMICILIOS:
            return "\n".join(domicilio(uno) for uno in valor)
        case _:
            return str(valor)


def _fecha(dicha: str) -> str:
    try:
        return fecha_larga(date.fromisoformat(dicha))
    except ValueError:
        return dicha


def _titulo(numero: int, titulos: tuple[str, ...]) -> str:
    return titulos[numero] if numero < len(titulos) else f"{numero + 1}"
