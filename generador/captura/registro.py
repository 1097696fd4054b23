"""¿Cómo se escribe la bitácora del servidor? Un renglón JSON, sin el valor de ningún campo."""

import json
import logging
from datetime import UTC, datetime


class SinValores(logging.Filter):
    """Quita lo que Django anexa y puede traer lo que alguien escribió."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Deja pasar el renglón, sin petición ni traza con valores locales.

        De la petición queda el nombre de su ruta: la dirección puede llevar un enlace.
        """
        hallada = getattr(getattr(record, "request", None), "resolver_match", None)
        record.ruta = getattr(hallada, "url_name", None) or ""
        for ajeno in ("request", "params", "sql"):
            if hasattr(record, ajeno):
                delattr(record, ajeno)
        return True


class EnJson(logging.Formatter):
    """Un objeto por renglón: instante, nivel, de dónde y qué."""

    def format(self, record: logging.LogRecord) -> str:
        """La clase del error se dice; su mensaje no, que puede repetir lo que alguien escribió."""
        dato = {
            "instante": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "nivel": record.levelname.lower(),
            "de": record.name,
            "que": record.getMessage() if record.name.startswith("conoceles") else record.msg,
        }
        if ruta := getattr(record, "ruta", ""):
            dato["ruta"] = ruta
        if record.exc_info and record.exc_info[0]:
            dato["error"] = record.exc_info[0].__name__
            dato["donde"] = _donde(record.exc_info[2])
        return json.dumps(dato, ensure_ascii=False, default=str)


def _donde(traza: object) -> str:
    """Archivo y renglón de la última llamada."""
    ultima, renglon = "", 0
    while traza is not None:
        marco = traza.tb_frame  # type: ignore[attr-defined]
        ultima, renglon = marco.f_code.co_filename, traza.tb_lineno  # type: ignore[attr-defined]
        traza = traza.tb_next  # type: ignore[attr-defined]
    return f"{ultima.rpartition('/')[2]}:{renglon}"
