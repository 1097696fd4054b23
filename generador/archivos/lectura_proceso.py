"""¿Qué elección dice `proceso.yml` que es?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generador.archivos.emblemas import defectos_de_emblemas
from generador.archivos.esquemas import preparar_validador
from generador.archivos.tablas import leer_catalogos, leer_renglones, leer_tabla
from generador.archivos.texto import Lectura, leer, ubicar
from generador.errores import ErrorConoceles, ProcesoIlegible, causa_de_disco
from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.interpretacion import leer_proceso
from generador.nucleo.proceso import Proceso
from generador.recursos import carpeta_de_esquemas

ARCHIVO = "proceso.yml"
_DIA = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T[0-9:.]+[Z0-9:+-]*)?\Z")


def abrir_proceso(raiz: Path, esquemas: Esquemas) -> Proceso:
    """Lee y comprueba `proceso.yml` con sus catálogos.

    Si falta o tiene un error lanza `ProcesoIlegible` con los hallazgos: sin saber qué elección
    es, no se puede seguir.
    """
    ruta = raiz / ARCHIVO
    try:
        crudo = ruta.read_bytes()
    except FileNotFoundError as error:
        raise ProcesoIlegible(
            f"No hay {ARCHIVO} en {raiz}. Vaya a la carpeta del proceso, indíquela con «--raiz» o "
            "cree una con «conoceles iniciar CARPETA»."
        ) from error
    except OSError as error:
        raise ProcesoIlegible(f"No se puede leer {ruta}: {causa_de_disco(error)}.") from error
    lectura = leer(crudo)
    hallazgos = _hallazgos(lectura, esquemas)
    if hallazgos:
        raise ProcesoIlegible(
            f"{ARCHIVO} tiene {len(hallazgos)} "
            f"{'problema' if len(hallazgos) == 1 else 'problemas'}: sin él no se sabe qué "
            "elección es.",
            tuple(sorted(hallazgos)),
        )
    return armar_proceso(lectura.dato, raiz)


def armar_proceso(dato: Mapping[str, Any], raiz: Path) -> Proceso:
    """Junta un `proceso.yml` ya validado con los CSV que nombra y lo que hay en sus emblemas."""
    catalogos = leer_catalogos(carpeta_de_esquemas() / "catalogos")
    propios = raiz / "catalogos"
    if propios.is_dir():
        catalogos = {**catalogos, **leer_catalogos(propios)}
    tablas: dict[str, Any] = {}
    for referencia in _referencias(dato):
        if not referencia.endswith(".csv"):
            if referencia not in catalogos:
                raise ErrorConoceles(
                    f"{ARCHIVO} nombra el catálogo «{referencia}», que no existe. Los que hay: "
                    f"{', '.join(sorted(catalogos))}."
                )
            tablas[referencia] = catalogos[referencia]
        elif referencia == dato.get("alianzas"):
            tablas[referencia] = leer_renglones(_dentro(raiz, referencia))
        else:
            tablas[referencia] = leer_tabla(_dentro(raiz, referencia))
    try:
        proceso = leer_proceso(dato, catalogos=catalogos, tablas=tablas)
    except ValueError as error:
        raise ProcesoIlegible(f"{ARCHIVO} no se puede interpretar: {error}") from error
    defectos = defectos_de_emblemas(raiz, proceso.postulantes.values())
    return replace(proceso, defectos_de_emblemas=defectos)


def _dentro(raiz: Path, referencia: str) -> Path:
    ruta = (raiz / referencia).resolve()
    if not ruta.is_relative_to(raiz.resolve()):
        raise ErrorConoceles(f"{ARCHIVO} nombra «{referencia}», que queda fuera de la carpeta.")
    return ruta


def _referencias(dato: Mapping[str, Any]) -> list[str]:
    nombradas = [a.get("catalogo") for a in dato["ambitos"].values()]
    nombradas += [dato.get("secciones"), dato.get("alianzas"), dato["postulantes"]]
    return [r for r in nombradas if isinstance(r, str)]


def _hallazgos(lectura: Lectura, esquemas: Esquemas) -> list[Hallazgo]:
    def hallazgo(regla: str, puntero: str, frase: tuple[str, str], posicion: Any) -> Hallazgo:
        return Hallazgo(
            ARCHIVO, posicion[0], posicion[1], puntero, regla, Nivel.ERROR, frase[0], frase[1]
        )

    encontrados = [
        hallazgo(p.regla, p.puntero, (p.mensaje, p.remedio), (p.linea, p.columna))
        for p in lectura.problemas
    ]
    validador = preparar_validador(esquemas, "proceso")
    if lectura.dato is not None and not validador.cumple(lectura.dato):
        encontrados += [
            hallazgo(
                f"ESQ-{e.palabra}",
                e.puntero,
                (e.mensaje, e.remedio),
                ubicar(lectura.posiciones, e.puntero),
            )
            for e in validador.explicaciones(lectura.dato)
        ]
    encontrados += [
        hallazgo(
            "ESQ-pattern",
            puntero,
            (f"«{dia}» no existe en el calendario.", "Revise el día y el mes."),
            ubicar(lectura.posiciones, puntero),
        )
        for puntero, dia in _dias_imposibles(lectura.dato, "")
    ]
    return encontrados


def _dias_imposibles(dato: Any, puntero: str) -> Iterator[tuple[str, str]]:
    """(puntero, texto) de cada fecha con la forma debida que no es un día: 2024-02-31."""
    if isinstance(dato, Mapping):
        for clave, hijo in dato.items():
            yield from _dias_imposibles(hijo, f"{puntero}/{clave}")
    elif isinstance(dato, list):
        for numero, hijo in enumerate(dato):
            yield from _dias_imposibles(hijo, f"{puntero}/{numero}")
    elif isinstance(dato, str) and _DIA.match(dato):
        try:
            date.fromisoformat(dato[:10])
        except ValueError:
            yield puntero, dato
