"""¿Cómo sale de la bóveda lo que sí se puede publicar, y cómo deja de salir?

Se escribe fuera de Git, entero, cada vez; Git guarda su huella. Quitar a alguien no pide llave:
se hace en el momento en que retira su consentimiento, sale de la boleta o se destruye lo suyo.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generador.archivos.identidad import (
    ARCHIVO,
    HUELLA,
    escribir_extracto,
    huella_de,
    leer_identidad,
    sal_de,
)
from generador.archivos.reescritura import poner
from generador.boveda.cifrado import Privada
from generador.boveda.disco import borrar, errores_de_disco, escribir_por
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.conjunto import Contexto
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.identidad.publica import IdentidadPublica, extraer
from generador.tramites.custodia import Custodia, exigir_fuera_de_git

_LARGO_DE_SAL = 32


@dataclass(frozen=True, slots=True)
class Extractado:
    """Qué quedó: claves que se publican, las que entraron y salieron, y lo que no se pudo leer."""

    claves: tuple[str, ...]
    entraron: tuple[str, ...]
    salieron: tuple[str, ...]
    defectos: tuple[str, ...] = ()


def publicar(custodia: Custodia, privada: Privada) -> Extractado:
    """Escribe el extracto con lo que hoy deja mostrar la tabla de verdad, y su huella.

    Lo que no se puede leer no se publica y se dice. Lanza `ErrorConoceles` si la llave no es de la
    bóveda o si el extracto entraría a Git.
    """
    contexto = custodia.conjunto.contexto
    for ruta in (custodia.raiz / ARCHIVO, _paso(custodia.raiz)):
        exigir_fuera_de_git(ruta)
    vigentes = custodia.vigentes()
    custodia.anotar("publicar", detalle=f"{len(vigentes)} vigentes")
    campos = Preguntas.de_contexto(contexto).campos
    con_error = custodia.con_error()
    extracto, defectos = {}, []
    for clave, contenido, defecto in custodia.boveda.leer_todos(vigentes, privada):
        if contenido is None:
            defectos.append(defecto)
            continue
        una = custodia.buscar(clave)
        permitida = extraer(
            una, contenido.cuestionario, contexto, campos, con_error=una.archivo in con_error
        )
        if permitida is not None:
            extracto[clave] = permitida
    anterior = _anterior(custodia.raiz, contexto, None)
    _escribir(custodia.raiz, contexto, extracto, anterior)
    antes = anterior.keys() if anterior is not None else ()
    return Extractado(
        tuple(sorted(extracto)),
        tuple(sorted(extracto.keys() - antes)),
        tuple(sorted(set(antes) - extracto.keys())),
        tuple(defectos),
    )


def quitar(raiz: Path, contexto: Contexto, claves: Collection[str]) -> bool:
    """Quita a esas del extracto que haya en la carpeta, con otra sal; dice si estaban.

    Un extracto que no se entiende o no es el asentado se borra entero: no se sabe a quién muestra,
    y se vuelve a escribir desde la bóveda. Lanza `ErrorConoceles` si el disco no deja.
    """
    anterior = _anterior(raiz, contexto, raiz / HUELLA)
    if anterior is None:
        with errores_de_disco("borrar el extracto"):
            borrar(raiz / ARCHIVO)
            borrar(_paso(raiz))
        return False
    if anterior.keys().isdisjoint(claves):
        with errores_de_disco("borrar el extracto"):
            borrar(_paso(raiz))
        return False
    quedan = {k: v for k, v in anterior.items() if k not in claves}
    _escribir(raiz, contexto, quedan, anterior)
    return True


def _paso(raiz: Path) -> Path:
    """Por dónde pasa el extracto al escribirse: con su mismo nombre, que Git ya ignora.

    Si la orden muere ahí quedan respuestas a la vista: la siguiente lo borra.
    """
    return raiz / ".cache" / ARCHIVO


def _anterior(raiz: Path, contexto: Contexto, huella: Path | None) -> IdentidadPublica | None:
    """El extracto que ya estaba; None si no hay o ya no se entiende: se escribe otro."""
    ruta = raiz / ARCHIVO
    try:
        return leer_identidad(ruta, contexto, huella) if ruta.is_file() else None
    except ErrorConoceles:
        return None


def _escribir(
    raiz: Path, contexto: Contexto, extracto: IdentidadPublica, anterior: IdentidadPublica | None
) -> None:
    """Deja el extracto y su huella. Si dice lo mismo que antes, con la misma sal."""
    ruta, identificacion = raiz / ARCHIVO, contexto.proceso.identificacion
    sal = sal_de(ruta.read_bytes()) if anterior == extracto else ""
    crudo = escribir_extracto(
        extracto,
        identificacion.clave,
        sal or secrets.token_hex(_LARGO_DE_SAL),
        ficticio=identificacion.ficticio,
    )
    try:
        _paso(raiz).parent.mkdir(mode=0o700, exist_ok=True)
        escribir_por(_paso(raiz), ruta, crudo)
        poner(raiz / HUELLA, huella_de(crudo))
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede escribir el extracto en {raiz}: {causa_de_disco(error)}."
        ) from error
