"""¿Qué fragmentos hay, por texto y posición, y qué se sabe de cada oficio?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generador.simulacion.frase import EDAD_SIN_TOPE, Frase, leer_frase, leer_frases

ARCHIVOS = (
    "oficios_del_campo_y_el_taller",
    "oficios_de_comercio_y_casa",
    "oficios_de_escuela_y_despacho",
    "historia",
    "trayectoria",
    "motivo",
    "propuesta",
    "temas_de_servicios",
    "temas_de_bienestar",
    "temas_de_gobierno",
    "grupos",
    "grupos_de_mujeres",
    "cursos",
    "lugares",
)


@dataclass(frozen=True, slots=True)
class Oficio:
    """Un oficio: cuánto pesa en el sorteo, cómo escribe y qué estudios y edades supone."""

    clave: str
    peso: int
    registro: str
    grados: tuple[str, ...]
    edad_inicio: int
    edad_min: int
    edad_max: int


@dataclass(frozen=True, slots=True)
class Forma:
    """Una manera de armar un texto: su peso en el sorteo y sus planes, párrafos de posiciones."""

    peso: int
    planes: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Acervo:
    """Las frases por clave (``motivo/arranque/llano``), los planes y las fichas de oficios."""

    frases: dict[str, tuple[Frase, ...]]
    oficios: dict[str, Oficio]
    temas: tuple[str, ...]
    grupos: dict[str, int]
    lugares: tuple[str, ...]
    formas: dict[str, dict[str, Forma]]


def cargar_acervo() -> Acervo:
    """Lee todos los TOML de ``frases/`` y devuelve el acervo, en orden estable."""
    frases: dict[str, tuple[Frase, ...]] = {}
    oficios: dict[str, Oficio] = {}
    grupos: dict[str, int] = {}
    lugares: tuple[str, ...] = ()
    for archivo in ARCHIVOS:
        datos = leer_frases(archivo)
        lugares = tuple(datos.pop("lugares", lugares))
        for clave, ficha in datos.get("oficio", {}).items():
            oficios[clave] = _oficio(clave, ficha.pop("perfil"))
        for clave, ficha in datos.get("grupo", {}).items():
            grupos[clave] = ficha.pop("peso")
        frases.update(_aplanar(datos))
    temas = tuple(dict.fromkeys(c.split("/")[1] for c in frases if c.startswith("tema/")))
    return Acervo(frases, oficios, temas, grupos, lugares, _leer_formas())


def _aplanar(datos: dict[str, Any], raiz: str = "") -> Iterator[tuple[str, tuple[Frase, ...]]]:
    for clave, valor in datos.items():
        if isinstance(valor, dict):
            yield from _aplanar(valor, f"{raiz}{clave}/")
        else:
            yield f"{raiz}{clave}", tuple(leer_frase(dato) for dato in valor)


def _oficio(clave: str, perfil: dict[str, Any]) -> Oficio:
    inicio = perfil["edad_inicio"]
    return Oficio(
        clave=clave,
        peso=perfil["peso"],
        registro=perfil["registro"],
        grados=tuple(perfil["grados"]),
        edad_inicio=inicio,
        edad_min=perfil.get("edad_min", inicio + 4),
        edad_max=perfil.get("edad_max", EDAD_SIN_TOPE),
    )


def _leer_formas() -> dict[str, dict[str, Forma]]:
    return {
        texto: {
            clave: Forma(
                peso=ficha["peso"],
                planes=tuple(
                    tuple(tuple(parrafo.split()) for parrafo in plan.split("/"))
                    for plan in ficha["planes"]
                ),
            )
            for clave, ficha in formas.items()
        }
        for texto, formas in leer_frases("planes").items()
    }
