"""¿Cumple un árbol su esquema?

Dos validadores: `jsonschema-rs` responde sí o no para todos los archivos, y `jsonschema`
explica los pocos que fallan. Si no coinciden, el programa lo dice y se detiene.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

from generador.archivos.escritura import OrdenDeClaves
from generador.archivos.mensajes import Explicacion, Prohibidas, explicar
from generador.errores import EsquemaRoto, causa_de_disco
from generador.nucleo.esquema import Esquemas, resolver

_SUFIJO = ".schema.json"
_NECESARIOS = frozenset({"candidatura", "proceso", "reservado", "identidad"})
_PREFIJO = "archivo:"  # no choca con los $defs propios de cada esquema


def leer_esquemas(carpeta: Path) -> Esquemas:
    """Lee todos los `*.schema.json` de una carpeta, por su nombre corto."""
    esquemas: dict[str, Mapping[str, Any]] = {}
    for ruta in sorted(carpeta.glob(f"*{_SUFIJO}")):
        try:
            esquema = json.loads(ruta.read_text(encoding="utf-8"))
        except OSError as error:
            raise EsquemaRoto(
                f"No se puede leer el esquema {ruta.name}: {causa_de_disco(error)}."
            ) from error
        except UnicodeDecodeError as error:
            raise EsquemaRoto(f"El esquema {ruta.name} no está en UTF-8.") from error
        except json.JSONDecodeError as error:
            raise EsquemaRoto(
                f"El esquema {ruta.name} no es JSON válido: renglón {error.lineno}, "
                f"columna {error.colno}."
            ) from error
        nombre = ruta.name.removesuffix(_SUFIJO)
        # El rápido dice si lo es; el lento, que tarda cien veces más, solo por qué no.
        if not (jsonschema_rs.meta.is_valid(esquema) and _se_leen_sus_patrones(esquema)):
            _exigir_esquema(nombre, esquema)
        esquemas[nombre] = esquema
    if faltan := sorted(_NECESARIOS - esquemas.keys()):
        raise EsquemaRoto(f"En {carpeta} faltan esquemas: {', '.join(faltan)}.")
    return esquemas


def _se_leen_sus_patrones(nodo: Any) -> bool:
    """Si toda expresión (`pattern`) se entiende: el esquema de los esquemas no lo mira."""
    if isinstance(nodo, list):
        return all(map(_se_leen_sus_patrones, nodo))
    if not isinstance(nodo, Mapping):
        return True
    patron = nodo.get("pattern")
    if isinstance(patron, str):
        try:
            re.compile(patron)
        except re.error:
            return False
    return all(map(_se_leen_sus_patrones, nodo.values()))


def _exigir_esquema(nombre: str, esquema: Any) -> None:
    """Lanza `EsquemaRoto` con el lugar, si no es un JSON Schema válido."""
    from generador.archivos.validador_lento import lugar_del_defecto  # noqa: PLC0415 (tarda)

    donde = lugar_del_defecto(esquema)
    if donde is not None:
        raise EsquemaRoto(
            f"El esquema {nombre}{_SUFIJO} no es un JSON Schema válido en «/{donde}»."
        )


@dataclass(frozen=True)
class Validador:
    """Un esquema listo para responder y para explicar."""

    nombre: str
    esquemas: Esquemas
    unido: Mapping[str, Any]
    rapido: Any
    prohibidas: Prohibidas

    @cached_property
    def lento(self) -> Any:
        """El que explica: no se carga mientras nada falle."""
        from generador.archivos.validador_lento import ValidadorLento  # noqa: PLC0415 (tarda)

        return ValidadorLento(self.unido)

    def cumple(self, dato: Any) -> bool:
        """Sí o no, sin explicación."""
        return bool(self.rapido.is_valid(dato))

    def explicaciones(self, dato: Any) -> Iterator[Explicacion]:
        """Por qué no cumple, en español. Falla si los dos validadores no coinciden."""
        hubo = False
        for error in self.lento.iter_errors(dato):
            hubo = True
            yield from explicar(error, self.prohibidas)
        if not hubo:
            raise EsquemaRoto(
                f"Los dos validadores no coinciden con el esquema «{self.nombre}»: "
                "es un defecto del programa; avise con el archivo que lo provoca."
            )


def preparar_validador(esquemas: Esquemas, nombre: str) -> Validador:
    """Une los archivos con `$ref` en uno y prepara los dos validadores.

    Levanta `EsquemaRoto` si una referencia o una expresión no se entiende.
    """
    unido = unir(esquemas, nombre)
    try:
        rapido = jsonschema_rs.validator_for(unido)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise EsquemaRoto(
            f"El esquema «{nombre}», o uno de los que nombra, tiene una referencia ($ref) a algo "
            "que no existe o una expresión (pattern) que no se entiende."
        ) from error
    return Validador(
        nombre=nombre,
        esquemas=esquemas,
        unido=unido,
        rapido=rapido,
        prohibidas=_prohibidas(esquemas) if nombre == "candidatura" else {},
    )


def unir(esquemas: Esquemas, nombre: str) -> dict[str, Any]:
    """Un solo documento: cada `otro.schema.json` pasa a `$defs` y las referencias lo siguen."""

    def reescribir(nodo: Any, propio: str) -> Any:
        if isinstance(nodo, list):
            return [reescribir(hijo, propio) for hijo in nodo]
        if not isinstance(nodo, Mapping):
            return nodo
        nuevo = {k: reescribir(v, propio) for k, v in nodo.items() if k not in ("$id", "$schema")}
        if "$ref" in nuevo:
            archivo, _, fragmento = str(nuevo["$ref"]).partition("#")
            destino = archivo.removesuffix(_SUFIJO) if archivo else propio
            base = "#" if destino == nombre else f"#/$defs/{_PREFIJO}{destino}"
            nuevo["$ref"] = base + fragmento
        return nuevo

    unido = reescribir(esquemas[nombre], nombre)
    unido.setdefault("$defs", {}).update(
        {
            f"{_PREFIJO}{otro}": reescribir(esquema, otro)
            for otro, esquema in esquemas.items()
            if otro != nombre
        }
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **unido}


def orden_de_claves(esquemas: Esquemas, nombre: str) -> OrdenDeClaves:
    """El orden de las claves de cada objeto, para la escritura canónica."""
    orden: dict[str, tuple[str, ...]] = {}

    def recorrer(nodo: Mapping[str, Any], ruta: str) -> None:
        nodo = resolver(esquemas, nodo)
        propiedades = nodo.get("properties", {})
        if propiedades:
            orden[ruta] = tuple(propiedades)
        for clave, hijo in propiedades.items():
            recorrer(hijo, f"{ruta}/{clave}")
        if isinstance(nodo.get("items"), Mapping):
            recorrer(nodo["items"], f"{ruta}/-")
        if isinstance(nodo.get("additionalProperties"), Mapping):
            recorrer(nodo["additionalProperties"], f"{ruta}/*")

    recorrer(esquemas[nombre], "")
    return orden


def _prohibidas(esquemas: Esquemas) -> dict[str, str]:
    """Claves que jamás entran a Git y por qué, tomadas de los esquemas reservado e identidad."""
    motivos: dict[str, str] = {}
    for clave, campo in esquemas["reservado"]["properties"].items():
        motivos[clave] = (
            f"«{campo['title']}» es un dato reservado: nunca entra al repositorio ni se publica. "
            f"{campo['description']}"
        )
    identidad = esquemas["identidad"]["properties"]
    respuestas = {
        **identidad["respuestas"]["properties"],
        **identidad["manifestaciones"]["properties"],
        **{k: v for k, v in identidad.items() if k != "clave"},
    }
    for clave, campo in respuestas.items():
        motivos[clave] = (
            f"«{campo['title']}» es del cuestionario de identidad: sus respuestas son datos "
            "sensibles y viven cifradas fuera de Git, se autorice o no publicarlas (PTO 5 y 44)."
        )
    return motivos
