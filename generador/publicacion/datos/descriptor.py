"""¿Qué dicen los datos de sí mismos?

`datapackage.json` (Data Package 2.0, con Table Schema) para los programas y `LEAME.txt` para
las personas: columnas, llaves, catálogos, vacíos, licencia, origen y la marca de ficticio.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generador.nucleo.ficha import CAUSAS, ETIQUETAS_DE_VACIO, Vacio
from generador.nucleo.proceso import Proceso
from generador.publicacion.datos.celdas import TablaDeDatos, instante
from generador.publicacion.datos.columnas import ColumnaDeDatos
from generador.publicacion.datos.matriz import COMO_SE_LEE

PERFIL = "https://datapackage.org/profiles/2.0"

VERSION = "1.0.0"
"""Versión de la forma de los datos: quitar una columna es una versión mayor."""

LICENCIA = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.es",
    "title": "Creative Commons Atribución 4.0 Internacional",
}

MARCA = "DATOS FICTICIOS"

DIALECTO = {
    "$schema": f"{PERFIL}/tabledialect.json",
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""Escrito para que nadie lo adivine: un texto con punto y coma confunde a quien lo intenta."""

VACIOS_DECLARADOS = [{"value": v.value, "label": ETIQUETAS_DE_VACIO[v]} for v in Vacio]

SIN_VACIOS = [""]
"""Para columnas que siempre tienen valor: ahí la clave de un vacío es un dato como otro."""


_CON_CATEGORIAS = ("string", "integer")


@dataclass(frozen=True, slots=True)
class Archivo:
    """Un archivo escrito: su ruta relativa, su tamaño y su huella SHA-256."""

    ruta: str
    bytes: int
    sha256: str


def describir(
    tablas: Iterable[tuple[TablaDeDatos, Archivo]], proceso: Proceso, corte: datetime, origen: str
) -> dict[str, Any]:
    """Arma el descriptor. `created` es el corte; `origen`, el commit de donde salen los datos."""
    quien = proceso.identificacion
    titulo = titulo_del_paquete(proceso)
    return {
        "$schema": f"{PERFIL}/datapackage.json",
        "name": f"conoceles-{quien.clave}",
        "title": titulo,
        "description": " ".join(
            (
                *([_aviso_de_ficticio()] if quien.ficticio else []),
                (
                    f"Quién compite por un cargo: {quien.nombre}, {quien.entidad}. Registro, "
                    "cuestionario curricular y lo que cada persona autorizó publicar de su "
                    f"identidad, al corte de {corte.isoformat(timespec='minutes')}. "
                    f"Norma: {quien.norma}"
                ),
            )
        ),
        "homepage": quien.url,
        "version": VERSION,
        "created": instante(corte),
        "ficticio": quien.ficticio,
        "licenses": [LICENCIA],
        "contributors": [
            {"title": quien.autoridad, "organization": quien.unidad, "roles": ["publisher"]}
        ],
        "sources": [
            {
                "title": f"Expedientes de candidatura, {quien.autoridad}",
                "path": quien.url,
                **({"version": origen} if origen else {}),
            }
        ],
        "resources": [_recurso(tabla, archivo) for tabla, archivo in tablas],
    }


def titulo_del_paquete(proceso: Proceso) -> str:
    """«Conóceles: …», con la marca delante si el proceso es un ejemplo."""
    titulo = f"Conóceles: {proceso.identificacion.nombre}"
    return f"{MARCA} · {titulo}" if proceso.identificacion.ficticio else titulo


def _aviso_de_ficticio() -> str:
    return f"{MARCA}: es un ejemplo inventado y ninguna de estas personas existe."


def _recurso(tabla: TablaDeDatos, archivo: Archivo) -> dict[str, Any]:
    esquema: dict[str, Any] = {
        "$schema": f"{PERFIL}/tableschema.json",
        "fields": [_campo(columna) for columna in tabla.columnas],
        "missingValues": VACIOS_DECLARADOS,
    }
    if tabla.llave:
        esquema["primaryKey"] = list(tabla.llave)
    if tabla.ajenas:
        esquema["foreignKeys"] = [
            {
                "fields": list(ajena.columnas),
                "reference": {"resource": ajena.tabla, "fields": list(ajena.destino)},
            }
            for ajena in tabla.ajenas
        ]
    return {
        "$schema": f"{PERFIL}/dataresource.json",
        "name": tabla.nombre,
        "type": "table",
        "title": tabla.titulo,
        "description": tabla.descripcion,
        "path": archivo.ruta,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": archivo.bytes,
        "hash": f"sha256:{archivo.sha256}",
        "dialect": DIALECTO,
        "schema": esquema,
    }


def _campo(columna: ColumnaDeDatos) -> dict[str, Any]:
    campo: dict[str, Any] = {
        "name": columna.nombre,
        "type": columna.tipo,
        "title": columna.titulo,
        **({"description": columna.ayuda} if columna.ayuda else {}),
    }
    if columna.tipo == "boolean":
        campo |= {"trueValues": ["si"], "falseValues": ["no"]}
    if columna.tipo == "list":
        campo |= {"delimiter": ";", "itemType": "string"}
    if columna.categorias and columna.tipo in _CON_CATEGORIAS:
        campo["categories"] = [
            {"value": _valor(columna, k), "label": v} for k, v in columna.categorias.items()
        ]
    if columna.requerida:
        campo["missingValues"] = SIN_VACIOS
    restricciones = _restricciones(columna)
    return campo | ({"constraints": restricciones} if restricciones else {})


def _restricciones(columna: ColumnaDeDatos) -> dict[str, Any]:
    posibles: Mapping[str, Any] = {
        "required": columna.requerida or None,
        "minimum": columna.minimo,
        "maximum": columna.maximo,
        "pattern": columna.patron or None,
        "enum": [_valor(columna, k) for k in columna.categorias]
        if columna.categorias and columna.cerrada and columna.tipo in _CON_CATEGORIAS
        else None,
    }
    return {nombre: valor for nombre, valor in posibles.items() if valor is not None}


def _valor(columna: ColumnaDeDatos, clave: str) -> str | int:
    return int(clave) if columna.tipo == "integer" else clave


def leame(
    tablas: Iterable[TablaDeDatos], proceso: Proceso, corte: datetime, origen: str
) -> tuple[str, ...]:
    """Los renglones de la explicación que acompaña a las descargas."""
    quien = proceso.identificacion
    return (
        titulo_del_paquete(proceso),
        *([_aviso_de_ficticio()] if quien.ficticio else []),
        f"Autoridad: {quien.autoridad}. Unidad responsable: {quien.unidad}.",
        (
            f"Corte: {instante(corte)}. Versión de los datos: "
            f"{origen or 'sin historial'}. Versión de la forma: {VERSION}."
        ),
        f"Licencia: {LICENCIA['title']} ({LICENCIA['name']}).",
        "",
        "Tablas",
        *(f"{t.nombre}: {t.titulo}. {len(t.renglones):,} renglones." for t in tablas),
        "Todas se relacionan por «clave», también la identidad con lo curricular.",
        "Qué significa cada columna: datapackage.json (Data Package 2.0).",
        "Huellas de todos los archivos: SHA256SUMS; compruébelas con «sha256sum -c SHA256SUMS».",
        "",
        "Celdas sin valor",
        "Una celda sin valor dice por qué con una de estas claves:",
        *(f"{v.value}: {CAUSAS[v]}" for v in Vacio),
        (
            "Si una persona escribió justo una de esas claves, su texto lleva una barra inversa "
            "(\\) delante: quítela para tener el original."
        ),
        "",
        "Cómo se lee matriz_identidad",
        *COMO_SE_LEE,
        "Qué dice cada columna: matriz_diccionario.",
        "",
        "Qué archivo abrir",
        (
            "Para programas: los CSV de esta carpeta, tal como se capturaron. No los abra con "
            "doble clic en una hoja de cálculo: interpretaría el texto que parece fórmula o número."
        ),
        (
            "Para Excel: conoceles.xlsx, o los CSV de excel/. En estos, el texto que Excel tomaría "
            "por fórmula o por número (claves con ceros, teléfonos) lleva un apóstrofo (') "
            "delante: quítelo para tener el original."
        ),
        (
            "compatibilidad/conoceles_ine_2022.csv: candidaturas vigentes con las columnas de la "
            "base local 2022 del INE. Esas columnas no traen la marca de ficticio: está aquí."
        ),
    )
