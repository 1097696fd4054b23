"""¿Qué cuentas dice `cuentas.yml` que hay?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generador.archivos.esquemas import preparar_validador
from generador.archivos.texto import Lectura, leer, ubicar
from generador.errores import ConHallazgos
from generador.nucleo.claves import leer_clave
from generador.nucleo.cuentas import Cuenta, Cuentas, Rol
from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.proceso import Proceso

ARCHIVO = "cuentas.yml"
_CON_PARTIDO = frozenset({Rol.SUPERVISORA, Rol.CAPTURA})


class CuentasIlegibles(ConHallazgos):
    """`cuentas.yml` falta o tiene errores."""


def leer_cuentas(crudo: bytes | None, esquemas: Esquemas, proceso: Proceso) -> Cuentas:
    """Interpreta el contenido de `cuentas.yml`; None es que no está.

    Lanza `CuentasIlegibles`: sin saber quién es quién no se admite ningún acto.
    """
    if crudo is None:
        raise CuentasIlegibles(
            f"No hay {ARCHIVO} en la rama principal: sin él no se sabe qué cuenta puede qué. "
            "Créelo con «conoceles forja preparar»."
        )
    lectura = leer(crudo)
    hallazgos = sorted(_hallazgos(lectura, esquemas, proceso))
    if hallazgos:
        raise CuentasIlegibles(
            f"{ARCHIVO} tiene errores: sin él no se sabe qué cuenta puede qué.", tuple(hallazgos)
        )
    return Cuentas({clave: _cuenta(clave, d) for clave, d in lectura.dato["cuentas"].items()})


def _cuenta(clave: str, dato: Mapping[str, Any]) -> Cuenta:
    def dia(nombre: str) -> date | None:
        return date.fromisoformat(dato[nombre]) if nombre in dato else None

    return Cuenta(
        clave=clave,
        rol=Rol(dato["rol"]),
        postulante=dato.get("postulante", ""),
        desde=dia("desde"),
        hasta=dia("hasta"),
        autores=frozenset(dato.get("autores", ())),
    )


def _hallazgos(lectura: Lectura, esquemas: Esquemas, proceso: Proceso) -> Iterator[Hallazgo]:
    def hallazgo(regla: str, puntero: str, mensaje: str, remedio: str) -> Hallazgo:
        linea, columna = ubicar(lectura.posiciones, puntero)
        return Hallazgo(ARCHIVO, linea, columna, puntero, regla, Nivel.ERROR, mensaje, remedio)

    for p in lectura.problemas:
        yield Hallazgo(
            ARCHIVO, p.linea, p.columna, p.puntero, p.regla, Nivel.ERROR, p.mensaje, p.remedio
        )
    if lectura.dato is None:
        return
    validador = preparar_validador(esquemas, "cuentas")
    if not validador.cumple(lectura.dato):
        for e in validador.explicaciones(lectura.dato):
            yield hallazgo(f"ESQ-{e.palabra}", e.puntero, e.mensaje, e.remedio)
        return
    for clave, dato in lectura.dato["cuentas"].items():
        for campo, mensaje, remedio in _defectos(clave, dato, proceso):
            yield hallazgo("CUE01", f"/cuentas/{clave}{campo}", mensaje, remedio)
    if not any(d["rol"] == Rol.UT for d in lectura.dato["cuentas"].values()):
        yield hallazgo(
            "CUE01",
            "/cuentas",
            "Ninguna cuenta es de la unidad responsable: nadie podría integrar.",
            "Agregue una con «rol: ut».",
        )


def _defectos(
    clave: str, dato: Mapping[str, Any], proceso: Proceso
) -> Iterator[tuple[str, str, str]]:
    """(campo, mensaje, remedio) de lo que la forma no alcanza a decir."""
    if leer_clave(clave):
        yield "", f"«{clave}» es la clave de una candidatura.", "Su cuenta no se anota: ya existe."
    rol, postulante = Rol(dato["rol"]), dato.get("postulante", "")
    if rol in _CON_PARTIDO and not postulante:
        yield "/rol", "No dice de qué partido es.", "Agregue «postulante»."
    if rol not in _CON_PARTIDO and postulante:
        yield "/postulante", "Esta cuenta es del instituto, no de un partido.", "Quítelo."
    if "autores" in dato and rol is not Rol.UT:
        yield "/autores", "Solo la unidad integra.", "Quítelo."
    if postulante and getattr(proceso.postulantes.get(postulante), "tipo", "") != "partido":
        yield (
            "/postulante",
            f"«{postulante}» no es un partido de este proceso; las alianzas no tienen cuenta.",
            "Use la clave de un partido de «postulantes».",
        )
    for campo in ("desde", "hasta"):
        try:
            date.fromisoformat(dato.get(campo, "2000-01-01"))
        except ValueError:
            yield f"/{campo}", f"«{dato[campo]}» no existe en el calendario.", "Revise el día."
