"""¿Cómo se lee la hoja del registro oficial? Lo dice `registro.yml`."""

from pathlib import Path
from typing import Any

from generador.archivos.esquemas import preparar_validador
from generador.archivos.hojas import leer_hoja
from generador.archivos.texto import leer, ubicar
from generador.errores import ConHallazgos, ErrorConoceles, causa_de_disco
from generador.nucleo.esquema import Esquemas
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.lectura_oficial import Lectora
from generador.nucleo.nombres import Nombre, llano, rasgos_de_nombre
from generador.nucleo.postulacion import Mapa, Postulacion
from generador.nucleo.proceso import Proceso

ARCHIVO = "registro.yml"
_SIN_DATO = (
    "", "no proporciono", "no proporcionado", "sin respuesta", "sin dato", "no aplica", "n a",
    "na", "ninguno", "ninguna", "null", "nd",
)  # fmt: skip
"""Como se escribe, ya llano, que no hay dato; `registro.yml` puede agregar otros."""
_OBLIGADAS = (
    ("cargo",),
    ("postulante",),
    ("nombre_completo", "nombre"),
    ("edad", "fecha_nacimiento", "curp"),
    ("sexo",),
)


class RegistroIlegible(ConHallazgos):
    """`registro.yml` tiene errores, o la hoja no trae las columnas que dice."""


def leer_registro(
    ruta: Path, configuracion: Path, esquemas: Esquemas, proceso: Proceso
) -> tuple[Lectora, tuple[Postulacion, ...], tuple[Hallazgo, ...]]:
    """(lectora, postulaciones, hallazgos) de una hoja, leída como dice `configuracion`.

    Lanza `ErrorConoceles` si no se puede leer, y `RegistroIlegible` si no trae lo indispensable.
    """
    dato = _leer_configuracion(configuracion, esquemas)
    hoja = leer_hoja(ruta, hoja=dato.get("hoja", ""), encabezado=dato.get("encabezado", 1))
    mapa = _mapa(dato)
    pedidas = {**mapa.columnas, **mapa.curriculares}
    if faltan := sorted(set(pedidas.values()) - set(hoja.columnas)):
        raise RegistroIlegible(
            f"{ruta.name} no trae {', '.join(f'«{c}»' for c in faltan)}; trae: "
            f"{', '.join(f'«{c}»' for c in hoja.columnas if c)}. Corrija {configuracion.name}."
        )
    for opciones in _OBLIGADAS:
        if not any(o in mapa.columnas or o in mapa.fijos for o in opciones):
            raise RegistroIlegible(f"{configuracion.name} no dice la columna de {opciones[0]}.")
    lectora = Lectora(ruta.name, mapa, proceso, hoja.columnas)
    postulaciones, hallazgos = lectora.leer(hoja.filas)
    return lectora, postulaciones, hallazgos


def _leer_configuracion(ruta: Path, esquemas: Esquemas) -> dict[str, Any]:
    try:
        lectura = leer(ruta.read_bytes())
    except OSError as error:
        raise ErrorConoceles(
            f"No se puede leer {ruta}: {causa_de_disco(error)}. Ahí se dice qué columna trae cada "
            "dato; la documentación trae un ejemplo."
        ) from error
    hallazgos = [
        Hallazgo(
            ruta.name, p.linea, p.columna, p.puntero, p.regla, Nivel.ERROR, p.mensaje, p.remedio
        )
        for p in lectura.problemas
    ]
    validador = preparar_validador(esquemas, "registro-oficial")
    if lectura.dato is not None and not validador.cumple(lectura.dato):
        for e in validador.explicaciones(lectura.dato):
            linea, columna = ubicar(lectura.posiciones, e.puntero)
            regla = f"ESQ-{e.palabra}"
            hallazgos.append(
                Hallazgo(
                    ruta.name, linea, columna, e.puntero, regla, Nivel.ERROR, e.mensaje, e.remedio
                )
            )
    if hallazgos or not isinstance(lectura.dato, dict):
        raise RegistroIlegible(f"{ruta.name} tiene errores.", tuple(sorted(hallazgos)))
    return lectura.dato


def _mapa(dato: dict[str, Any]) -> Mapa:
    return Mapa(
        columnas=dato["columnas"],
        curriculares=dato.get("curriculares", {}),
        valores={
            campo: {llano(suyo): nuestro for suyo, nuestro in valores.items()}
            for campo, valores in dato.get("valores", {}).items()
        },
        fijos=dato.get("fijos", {}),
        sin_dato=frozenset((*_SIN_DATO, *(llano(t) for t in dato.get("sin_dato", ())))),
        apellidos_primero=dato.get("apellidos_primero", False),
        nombres={
            rasgos_de_nombre(completo): Nombre(**partes)
            for completo, partes in dato.get("nombres", {}).items()
        },
    )
