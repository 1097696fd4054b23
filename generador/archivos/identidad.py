"""¿Qué de identidad se permitió publicar?

Lee `identidad-publica.json`, el extracto que la bóveda escribe fuera de Git. Es la única vía
por la que una respuesta de identidad llega al sitio.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from generador.archivos.esquemas import Validador, preparar_validador
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.conjunto import Contexto
from generador.nucleo.identidad.publica import IdentidadDeUna, IdentidadPublica

ARCHIVO = "identidad-publica.json"
HUELLA = "identidad-publica.sha256"
"""Lo único del extracto que Git guarda. El extracto lleva una sal: su huella no confirma nada."""


def leer_identidad(ruta: Path, contexto: Contexto, huella: Path | None = None) -> IdentidadPublica:
    """Lee y comprueba el extracto; se niega ante uno roto, de otro proceso o que no es el asentado.

    `huella` es el archivo con la que la unidad asentó; si existe, debe ser la suya. El mensaje de
    error dice dónde, nunca qué contestó alguien.
    """
    try:
        crudo = ruta.read_bytes()
        dato = json.loads(
            crudo.decode("utf-8"),
            object_pairs_hook=sin_repetidas,
            parse_constant=_sin_constantes,
        )
        # JSON deja escribir medio carácter («\\ud800»), que no es texto ni se puede publicar.
        json.dumps(dato, ensure_ascii=False).encode()
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede leer el extracto de identidad {ruta}: {causa_de_disco(error)}."
        ) from error
    except (ValueError, RecursionError):
        # Sin «from»: la causa guarda el texto leído, y ahí hay respuestas.
        raise ErrorConoceles(
            f"El extracto de identidad {ruta} no es JSON en UTF-8. Vuelva a escribirlo desde la "
            "bóveda."
        ) from None
    _exigir_la_asentada(ruta, crudo, huella)
    donde = donde_falla(preparar_validador(contexto.esquemas, "identidad-publica"), dato)
    if donde is not None:
        raise ErrorConoceles(
            f"El extracto de identidad {ruta} no tiene la forma esperada en «{donde}». Vuelva a "
            "escribirlo desde la bóveda."
        )
    propia = contexto.proceso.identificacion
    if dato["proceso"] != propia.clave or dato["ficticio"] != propia.ficticio:
        raise ErrorConoceles(
            f"El extracto de identidad es de «{dato['proceso']}» y este proceso es "
            f"«{propia.clave}»: no se mezclan."
        )
    return {
        clave: IdentidadDeUna(una["base"], una["respuestas"], una.get("dimension", ""))
        for clave, una in dato["candidaturas"].items()
    }


def escribir_extracto(
    extracto: IdentidadPublica, proceso: str, sal: str, *, ficticio: bool
) -> bytes:
    """El texto único de un extracto: lo mismo da siempre lo mismo, con la misma sal."""
    candidaturas: dict[str, dict[str, Any]] = {}
    for clave, una in sorted(extracto.items()):
        dimension = {"dimension": una.dimension} if una.dimension else {}
        candidaturas[clave] = {"base": una.base, **dimension, "respuestas": dict(una.respuestas)}
    dato = {
        "version": 1,
        "proceso": proceso,
        "ficticio": ficticio,
        "sal": sal,
        "candidaturas": candidaturas,
    }
    return f"{json.dumps(dato, ensure_ascii=False, indent=1)}\n".encode()


def sal_de(crudo: bytes) -> str:
    """La sal de un extracto ya leído."""
    return str(json.loads(crudo).get("sal", ""))


def huella_de(crudo: bytes) -> str:
    """La huella de un extracto, como se asienta."""
    return f"sha256:{hashlib.sha256(crudo).hexdigest()}\n"


def _exigir_la_asentada(ruta: Path, crudo: bytes, huella: Path | None) -> None:
    if huella is None or not huella.is_file():
        return
    try:
        asentada = huella.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ErrorConoceles(f"No se puede leer {huella.name}.") from error
    if asentada.strip() != huella_de(crudo).strip():
        raise ErrorConoceles(
            f"{ruta} no es el extracto que la unidad asentó ({huella.name}): tráigalo de nuevo, o "
            "escríbalo desde la bóveda con «conoceles boveda publicar»."
        )


def sin_repetidas(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    """El mapa de esos pares. Lanza `ValueError` si una clave viene dos veces: no se elige una."""
    mapa = dict(pares)
    if len(mapa) < len(pares):
        raise ValueError("clave repetida")
    return mapa


def _sin_constantes(nombre: str) -> Any:
    raise ValueError(nombre)


def donde_falla(validador: Validador, dato: Any) -> str | None:
    """Puntero de lo que no cumple, sin nombres que no sean del esquema; None si todo cumple."""
    if validador.cumple(dato):
        return None
    primera = next(validador.explicaciones(dato))
    de_mas = primera.palabra in ("additionalProperties", "prohibida")
    return primera.puntero.rpartition("/")[0] if de_mas else primera.puntero
