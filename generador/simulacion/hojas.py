"""¿Qué entregaría cada planilla del cuestionario de identidad, para ensayar la bóveda?

Una hoja por carpeta con las respuestas inventadas, y un documento firmado ficticio para todas.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from generador.nucleo.esquema import Campo
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.proceso import Proceso
from generador.simulacion.identidad import cuestionario_ficticio

HOJA, DOCUMENTO = "identidad.csv", "consentimiento-ficticio.pdf"
_PDF = b"%PDF-1.4\n% Consentimiento FICTICIO para ensayos: no lo firma nadie.\n%%EOF\n"


class HojasDeIdentidad:
    """Junta los renglones de cada carpeta y al final los escribe."""

    def __init__(self, proceso: Proceso, preguntas: tuple[Campo, ...]) -> None:
        """Todavía sin ninguna."""
        self._proceso = proceso
        self._preguntas = preguntas
        self._por_carpeta: dict[Path, list[dict[str, str]]] = defaultdict(list)

    def agregar(self, carpeta: Path, expediente: dict[str, Any]) -> None:
        """El renglón de una candidatura: lo que contestaría y lo que firmaría."""
        dicho = cuestionario_ficticio(
            self._proceso, self._preguntas, expediente["clave"], expediente["registro"]["edad"]
        )
        firmado = expediente["consentimiento"] or {}
        self._por_carpeta[carpeta].append(
            self._renglon(dicho, publicacion=firmado.get("publicacion", False))
        )

    def _renglon(self, dicho: Cuestionario, *, publicacion: bool) -> dict[str, str]:
        respuestas = {c.nombre: _celda(dicho.respuestas.get(c.nombre)) for c in self._preguntas}
        return {
            "clave": dicho.clave,
            **respuestas,
            "accion_afirmativa": dicho.accion_afirmativa,
            "tratamiento": "sí",
            "estadistica": "sí",
            "publicacion": "sí" if publicacion else "no",
            "fecha": self._proceso.fechas.campanas_inicio.isoformat(),
            "aviso": "ficticio",
            "documento": DOCUMENTO,
        }

    def escribir(self, capturas: Path) -> None:
        """Deja una hoja por carpeta y el documento en la raíz de `capturas`."""
        capturas.mkdir(parents=True, exist_ok=True)
        (capturas / DOCUMENTO).write_bytes(_PDF)
        for carpeta, renglones in self._por_carpeta.items():
            with (carpeta / HOJA).open("w", encoding="utf-8", newline="") as abierto:
                escritor = csv.DictWriter(abierto, list(renglones[0]), lineterminator="\n")
                escritor.writeheader()
                escritor.writerows(renglones)


def _celda(respuesta: Any) -> str:
    return ";".join(respuesta) if isinstance(respuesta, list) else str(respuesta or "")
