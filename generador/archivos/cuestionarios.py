"""¿Qué cuestionarios de identidad trae un archivo que alguien entrega?

Ningún mensaje repite una respuesta: dice el renglón y la columna, o el puntero.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generador.archivos.apertura import leer_comun
from generador.archivos.esquemas import preparar_validador
from generador.archivos.hojas import leer_hoja
from generador.archivos.identidad import donde_falla, sin_repetidas
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.preguntas import Pregunta, Preguntas
from generador.nucleo.nombres import llano
from generador.nucleo.postulacion import Fila

_SI, _NO = (
    frozenset({"si", "1", "x", "verdadero", "true"}),
    frozenset({"no", "0", "falso", "false"}),
)
_MANIFESTACIONES = ("tratamiento", "estadistica", "publicacion")
_DE_LA_FIRMA = ("fecha", "aviso", "documento")
_SEPARADOR = ";"


@dataclass(frozen=True, slots=True)
class Renglon:
    """Un cuestionario de una hoja, con lo que dice de su firma; `documento`, el nombre de archivo.

    `numero` es el de la hoja, contado desde 1.
    """

    numero: int
    cuestionario: Cuestionario
    publicacion: bool
    fecha: str
    aviso: str
    documento: str


def leer_cuestionario(ruta: Path, preguntas: Preguntas) -> Cuestionario:
    """El de un archivo JSON con la forma de `identidad.schema.json`.

    Lanza `ErrorConoceles` si no se puede leer o no tiene esa forma: dice dónde, nunca qué.
    """
    try:
        dato = json.loads(leer_comun(ruta).decode("utf-8"), object_pairs_hook=sin_repetidas)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
    except (ValueError, RecursionError):
        # Sin «from»: la causa guarda el texto leído, y ahí hay respuestas.
        raise ErrorConoceles(f"{ruta} no es JSON en UTF-8, o repite una clave.") from None
    donde = donde_falla(preparar_validador(preguntas.contexto.esquemas, "identidad"), dato)
    if donde is not None:
        raise ErrorConoceles(f"{ruta} no tiene la forma esperada en «{donde or '/'}».")
    return Cuestionario.de_dato(dato)


def leer_cuestionarios(
    ruta: Path, preguntas: Preguntas
) -> tuple[tuple[Renglon, ...], tuple[Hallazgo, ...]]:
    """Los de una hoja (CSV o XLSX), y los renglones que no se entienden.

    Columnas: `clave`, una por pregunta (`i01`…), `accion_afirmativa`, las tres manifestaciones y
    `fecha`, `aviso` y `documento` de la firma. Se contesta con la clave o con el texto de la
    opción; varias, separadas con punto y coma. Lanza `ErrorConoceles` si faltan columnas.
    """
    hoja = leer_hoja(ruta, reservada=True)
    pedidas = ("clave", *_MANIFESTACIONES, *_DE_LA_FIRMA)
    if faltan := [c for c in pedidas if c not in hoja.columnas]:
        raise ErrorConoceles(f"{ruta.name} no tiene las columnas: {', '.join(faltan)}.")
    conocidas = {*pedidas, "accion_afirmativa", *preguntas.por_nombre}
    if sobran := [c for c in hoja.columnas if c and c not in conocidas]:
        raise ErrorConoceles(
            f"{ruta.name} tiene columnas que no son del cuestionario: {', '.join(sobran[:5])}."
        )
    renglones, hallazgos = [], []
    for fila in hoja.filas:
        try:
            renglones.append(_renglon(fila, preguntas))
        except _NoSeEntiende as error:
            hallazgos.append(
                Hallazgo(
                    ruta.name,
                    fila.numero,
                    hoja.columnas.index(error.columna) + 1,
                    f"/{error.columna}",
                    "IDE01",
                    Nivel.ERROR,
                    f"Columna «{error.columna}»: {error}",
                    "Corrija esa celda y vuelva a importar.",
                )
            )
    return tuple(renglones), tuple(hallazgos)


class _NoSeEntiende(Exception):  # noqa: N818 - se dice en español
    def __init__(self, columna: str, motivo: str) -> None:
        super().__init__(motivo)
        self.columna = columna


def _renglon(fila: Fila, preguntas: Preguntas) -> Renglon:
    # Un renglón de CSV puede venir más corto que los títulos: lo que falta está vacío.
    cortas = dict.fromkeys(("clave", *_MANIFESTACIONES, *_DE_LA_FIRMA), "")
    celdas = cortas | {c: v.strip() for c, v in fila.celdas.items()}
    if fila.de_mas:
        raise _NoSeEntiende("clave", "el renglón trae más celdas que columnas: se recorrió.")
    if not celdas["clave"]:
        raise _NoSeEntiende("clave", "está vacía.")
    dichas = {m: _si_o_no(m, celdas[m]) for m in _MANIFESTACIONES}
    cuestionario = Cuestionario(
        celdas["clave"],
        dict(_respuestas(celdas, preguntas)),
        tratamiento=dichas["tratamiento"],
        estadistica=dichas["estadistica"],
        accion_afirmativa=_accion(celdas.get("accion_afirmativa", ""), preguntas),
    )
    return Renglon(
        fila.numero,
        cuestionario,
        dichas["publicacion"],
        celdas["fecha"],
        celdas["aviso"],
        celdas["documento"],
    )


def _respuestas(celdas: Mapping[str, str], preguntas: Preguntas) -> Iterator[tuple[str, Any]]:
    for pregunta in preguntas:
        escrito = celdas.get(pregunta.nombre, "")
        if not escrito:
            continue
        if not pregunta.opciones:
            yield pregunta.nombre, escrito
        elif pregunta.campo.multiple:
            partes = [p for p in escrito.split(_SEPARADOR) if p.strip()]
            yield pregunta.nombre, [_opcion(pregunta, parte) for parte in partes]
        else:
            yield pregunta.nombre, _opcion(pregunta, escrito)


def _opcion(pregunta: Pregunta, escrito: str) -> str:
    opcion = buscar_opcion(pregunta.opciones, escrito)
    if not opcion:
        raise _NoSeEntiende(pregunta.nombre, "no es ninguna de las opciones de la pregunta.")
    return opcion


def buscar_opcion(opciones: Mapping[str, str], escrito: str) -> str:
    """La clave que dice ese texto, por su clave o por su nombre; vacía si ninguna."""
    buscado = llano(escrito)
    if escrito.strip() in opciones:
        return escrito.strip()
    return next((k for k, nombre in opciones.items() if llano(nombre) == buscado), "")


def _accion(escrito: str, preguntas: Preguntas) -> str:
    nombres = {clave: renglon["nombre"] for clave, renglon in preguntas.acciones.items()}
    # Lo que no esté en el catálogo pasa tal cual: la regla IDE07 lo dice con su remedio.
    return buscar_opcion(nombres, escrito) or escrito


def _si_o_no(columna: str, escrito: str) -> bool:
    dicho = llano(escrito)
    if dicho in _SI or dicho in _NO:
        return dicho in _SI
    raise _NoSeEntiende(columna, "escriba «sí» o «no».")
