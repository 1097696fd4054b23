"""¿Qué proceso dice el árbol de `proceso.yml`?

El dato llega ya validado por su esquema; los catálogos y las tablas, ya leídos.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from generador.nucleo.calendario import Calendario, Plazo
from generador.nucleo.proceso import (
    Alianza,
    Ambito,
    Cargo,
    Catalogo,
    Causal,
    Cuestionarios,
    Eleccion,
    Extemporanea,
    Fechas,
    Identificacion,
    Lecturas,
    LimiteFoto,
    LimiteTexto,
    Orden,
    Plazos,
    Postulante,
    Proceso,
    TipoDeAmbito,
    Tolerancia,
)

_DIAS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")


def leer_proceso(
    dato: Mapping[str, Any],
    *,
    catalogos: Mapping[str, Catalogo],
    tablas: Mapping[str, Catalogo | Iterable[Mapping[str, str]]],
) -> Proceso:
    """Arma el proceso de un `proceso.yml` que ya cumple su esquema.

    `catalogos` son los del programa por nombre; `tablas`, los CSV que el archivo nombra, por
    su referencia. Levanta ValueError, en español, si una fecha no existe o a un CSV le falta una
    columna.
    """
    fechas = {nombre: _dia(valor) for nombre, valor in dato["fechas"].items()}
    identificacion = Identificacion(**dato["proceso"])
    return Proceso(
        identificacion=identificacion,
        fechas=Fechas(**fechas),
        calendario=_calendario(dato["calendario"], identificacion.zona_horaria),
        plazos=_plazos(dato["plazos"]),
        lecturas=_lecturas(dato["lecturas"]),
        elecciones={k: Eleccion(clave=k, **v) for k, v in dato["elecciones"].items()},
        cargos={k: _cargo(k, v) for k, v in dato["cargos"].items()},
        ambitos={k: _tipo_de_ambito(k, v, tablas) for k, v in dato["ambitos"].items()},
        postulantes=_postulantes(dato["postulantes"], tablas),
        alianzas=_alianzas(dato.get("alianzas"), tablas),
        secciones=_tabla(dato.get("secciones"), tablas),
        textos={k: LimiteTexto(**v) for k, v in dato["textos"].items()},
        fotografia=LimiteFoto(**dato["fotografia"]),
        orden=Orden(**{"semilla": "", **dato["orden"]}),
        causales={k: Causal(clave=k, **v) for k, v in dato["causales"].items()},
        anteriores=tuple(dato.get("anteriores", ())),
        tolerancias=tuple(
            Tolerancia(**{**t, "hasta": _dia(t["hasta"])}) for t in dato.get("tolerancias", ())
        ),
        catalogos=catalogos,
    )


def _dia(texto: str) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError as error:
        raise ValueError(f"«{texto}» no existe en el calendario.") from error


def _calendario(dato: Mapping[str, Any], zona: str) -> Calendario:
    todos = dato["todos_habiles"]
    return Calendario(
        zona=zona,
        asuetos=frozenset(_dia(dia) for dia in dato["asuetos"]),
        laborables=frozenset(_DIAS.index(dia) for dia in dato["laborables"]),
        todos_habiles_desde=_dia(todos["desde"]) if todos else None,
        todos_habiles_hasta=_dia(todos["hasta"]) if todos else None,
    )


def _plazos(dato: Mapping[str, Any]) -> Plazos:
    tardia, ventana = dato["extemporanea"], dato["cambios"]
    return Plazos(
        captura=Plazo(**dato["captura"]),
        sustitucion=Plazo(**dato["sustitucion"]),
        cambio=Plazo(**dato["cambio"]),
        cambios_desde=_dia(ventana["desde"]),
        cambios_hasta=_dia(ventana["hasta"]),
        cambios_fundamento=ventana["fundamento"],
        extemporanea=Extemporanea(**tardia) if tardia else None,
        conservacion=Plazo(**dato["conservacion"]) if dato.get("conservacion") else None,
    )


def _lecturas(dato: Mapping[str, Any]) -> Lecturas:
    return Lecturas(
        alcance_accion_afirmativa=dato["accion_afirmativa"]["alcance"],
        fundamento_accion_afirmativa=dato["accion_afirmativa"]["fundamento"],
        sustituidas=dato["sustituidas"]["mostrar"],
        respuestas_multiples=tuple(dato["respuestas_multiples"]),
        extensiones=tuple(dato["extensiones"]),
        celda_minima=dato["celda_minima"]["minimo"],
        exigir_contacto=dato["contacto_obligatorio"]["exigir"],
    )


def _cargo(clave: str, dato: Mapping[str, Any]) -> Cargo:
    posiciones = dato["posiciones"]
    por_columna = isinstance(posiciones, Mapping)
    cuestionarios = Cuestionarios(**dato["cuestionarios"])
    suplente = dato.get("cuestionarios_suplente")
    return Cargo(
        clave=clave,
        eleccion=dato["eleccion"],
        nombre=dato["nombre"],
        nombre_femenino=dato.get("nombre_femenino", ""),
        nombre_masculino=dato.get("nombre_masculino", ""),
        funciones=dato["funciones"],
        ambito=dato["ambito"],
        principio=dato["principio"],
        codigo=dato["codigo"],
        numerado=dato["numerado"],
        posiciones=None if por_columna else posiciones,
        columna_posiciones=posiciones["columna"] if por_columna else "",
        suplente=dato["suplente"],
        propuestas=tuple(dato["propuestas"]),
        cuestionarios=cuestionarios,
        cuestionarios_suplente=Cuestionarios(**suplente) if suplente else cuestionarios,
    )


def _tipo_de_ambito(clave: str, dato: Mapping[str, Any], tablas: Mapping[str, Any]) -> TipoDeAmbito:
    if "claves" in dato:
        renglones = {k: {"clave": k, "nombre": v} for k, v in dato["claves"].items()}
    else:
        renglones = dict(tablas[dato["catalogo"]])
    elegidas = dato.get("solo", renglones)
    return TipoDeAmbito(
        clave=clave,
        nombre=dato["nombre"],
        plural=dato["plural"],
        lugares={
            k: Ambito(
                tipo=clave, clave=k, nombre=_columna(r, "nombre", f"ambitos/{clave}"), detalle=r
            )
            for k, r in renglones.items()
            if k in elegidas
        },
    )


def _postulantes(dato: Any, tablas: Mapping[str, Any]) -> dict[str, Postulante]:
    if isinstance(dato, str):
        renglones = {
            k: {
                "nombre": _columna(r, "nombre", dato),
                "siglas": _columna(r, "siglas", dato),
                "tipo": _columna(r, "tipo", dato),
                "orden": _numero(_columna(r, "orden", dato), f"{dato}, «{k}», orden"),
                "integrantes": [i for i in r.get("integrantes", "").split(";") if i],
                "emblema": r.get("emblema", ""),
            }
            for k, r in tablas[dato].items()
        }
    else:
        renglones = dato
    return {
        k: Postulante(clave=k, **{**r, "integrantes": tuple(r.get("integrantes", ()))})
        for k, r in renglones.items()
    }


def _tabla(referencia: str | None, tablas: Mapping[str, Any]) -> Catalogo:
    return tablas[referencia] if referencia else {}


def _alianzas(referencia: Any, tablas: Mapping[str, Any]) -> tuple[Alianza, ...]:
    if not isinstance(referencia, str):
        return tuple(Alianza(**renglon) for renglon in referencia or ())
    tabla = tablas[referencia]
    renglones = tabla.values() if isinstance(tabla, Mapping) else tabla
    columnas = [campo.name for campo in fields(Alianza)]
    return tuple(Alianza(**{c: _columna(r, c, referencia) for c in columnas}) for r in renglones)


def _columna(renglon: Mapping[str, str], nombre: str, tabla: str) -> str:
    if nombre not in renglon:
        raise ValueError(f"a {tabla} le falta la columna «{nombre}».")
    return renglon[nombre]


def _numero(texto: str, donde: str) -> int:
    if not (texto.isascii() and texto.isdigit()):
        raise ValueError(f"{donde}: «{texto}» no es un número.")
    return int(texto)
