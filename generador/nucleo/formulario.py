"""¿Qué se pregunta, y cómo se lee una respuesta?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo, campos
from generador.nucleo.ficha import Respuesta, Rubro, Vacio
from generador.nucleo.proceso import Proceso

ETIQUETA_PNC = "Prefiero no contestar"
FOTOGRAFIA = "fotografia"
"""No es una respuesta de texto: va en la cabeza de la ficha."""


@dataclass(frozen=True, slots=True)
class Formulario:
    """Los campos del expediente que interesan al publicar, calculados una vez."""

    rubros: Mapping[str, tuple[Campo, ...]]
    titulos: Mapping[str, str]
    identidad: tuple[Campo, ...]
    vacios: Mapping[Vacio, tuple[Rubro, ...]]
    """Los apartados de quien no muestra nada, por causa: son iguales para todas."""

    @classmethod
    def de_contexto(cls, contexto: Contexto) -> "Formulario":
        """Deriva los apartados del esquema y de las lecturas del proceso."""
        todos = [c for c in campos(contexto.esquemas) if c.rubro]
        titulos: dict[str, str] = {}
        rubros: dict[str, list[Campo]] = {}
        for campo in todos:
            titulos.setdefault(campo.rubro, campo.titulo)
            if campo.hoja and campo.visibilidad == "publica":
                rubros.setdefault(campo.rubro, []).append(campo)
        extensiones = contexto.proceso.lecturas.extensiones
        identidad = tuple(
            c
            for c in campos(contexto.esquemas, "identidad")
            if c.puntero.startswith("/respuestas/") and (not c.extension or c.nombre in extensiones)
        )
        vacios = {
            causa: tuple(
                Rubro(nombre, titulos[nombre], tuple(vacia(c, causa) for c in propios), causa)
                for nombre, propios in rubros.items()
                if nombre != FOTOGRAFIA
            )
            for causa in Vacio
        }
        return cls({k: tuple(v) for k, v in rubros.items()}, titulos, identidad, vacios)


def vacia(campo: Campo, causa: Vacio) -> Respuesta:
    """La respuesta que no se muestra, con su causa: la misma para todas las candidaturas."""
    return _vacia(campo.puntero, campo.titulo, campo.formato, campo.dimension, causa)


@cache
def _vacia(puntero: str, titulo: str, formato: str, dimension: str, causa: Vacio) -> Respuesta:
    return Respuesta(puntero, titulo, formato, vacio=causa, dimension=dimension)


def llena(campo: Campo, crudo: Any, proceso: Proceso) -> Respuesta:
    """La respuesta tal como se lee: con los nombres de sus claves de catálogo."""
    valor = crudo
    if campo.etiquetas:
        elegidas = crudo if isinstance(crudo, list) else [crudo]
        valor = [campo.etiquetas.get(una, una) for una in elegidas]
        valor = valor if isinstance(crudo, list) else valor[0]
    elif campo.catalogo and isinstance(crudo, str):
        valor = ETIQUETA_PNC if crudo == "pnc" else etiqueta(proceso, campo.catalogo, crudo)
    return Respuesta(
        campo.puntero,
        campo.titulo,
        campo.formato,
        valor=valor,
        clave_valor=crudo if valor != crudo else None,
        dimension=campo.dimension,
    )


def etiqueta(proceso: Proceso, catalogo: str, clave: str) -> str:
    """Nombre de una clave en un catálogo; la clave misma si no está."""
    renglon = proceso.catalogos.get(catalogo, {}).get(clave)
    return renglon.get("nombre", clave) if renglon else clave


def opciones_de_catalogo(proceso: Proceso, catalogo: str) -> dict[str, str]:
    """Clave → nombre de un catálogo del programa o de los del proceso; vacío si es una tabla."""
    if catalogo == "eleccion":
        return {k: e.nombre for k, e in proceso.elecciones.items()}
    return {k: r["nombre"] for k, r in proceso.catalogos.get(catalogo, {}).items()}
