"""¿Qué elección dice `proceso.yml` que es?"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generador.archivos.esquemas import preparar_validador
from generador.archivos.tablas import leer_catalogos, leer_renglones, leer_tabla
from generador.archivos.texto import Lectura, leer, ubicar
from generador.errores import ErrorConoceles, ProcesoIlegible
from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.proceso import Proceso, leer_proceso
from generador.recursos import carpeta_de_esquemas

ARCHIVO = "proceso.yml"


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
        raise ProcesoIlegible(f"No se puede leer {ruta}: {error.strerror}.") from error
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
    """Junta un `proceso.yml` ya validado con los CSV que nombra."""
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
        ZoneInfo(dato["proceso"]["zona_horaria"])
        return leer_proceso(dato, catalogos=catalogos, tablas=tablas)
    except (KeyError, TypeError, ValueError) as error:
        raise ProcesoIlegible(
            f"{ARCHIVO} o uno de sus catálogos no se puede interpretar: {error}. Revise fechas "
            "imposibles, la zona horaria y las columnas de los CSV."
        ) from error


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
    return encontrados


def instante_del_proceso(proceso: Proceso, momento: datetime) -> datetime:
    """El instante con que se mira: en la zona del proceso y nunca después de su cierre.

    Un proceso cerrado se ve siempre como quedó al terminar el día de su cierre.
    """
    local = momento.astimezone(proceso.calendario.tz)
    cierre = proceso.fechas.cierre
    if local.date() > cierre:
        return datetime(cierre.year, cierre.month, cierre.day, 23, 59, 59, tzinfo=local.tzinfo)
    return local
