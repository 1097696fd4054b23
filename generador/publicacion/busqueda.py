"""¿Con qué se busca a una persona por su nombre, sin servidor?

Un índice por elección, que se baja al primer tecleo. No lleva más que lo que ya dicen los
listados: nombre, cargo, lugar, postulante, sexo, edad y grado.
"""

import json
from collections.abc import Iterable
from typing import Any

from generador.nucleo.ficha import FichaPublica
from generador.publicacion.cifras import grado
from generador.publicacion.indice import Indice


def archivos(indice: Indice) -> dict[str, str]:
    """`busqueda/<eleccion>.json` por elección y `busqueda/indice.json`, que las enumera."""
    elecciones = list(indice.proceso.elecciones)
    salida = {
        f"busqueda/{clave}.json": _json(
            fragmento(indice, [f for f in indice.vigentes if f.eleccion == clave])
        )
        for clave in elecciones
    }
    salida["busqueda/indice.json"] = _json({"elecciones": elecciones})
    return salida


def fragmento(indice: Indice, fichas: Iterable[FichaPublica]) -> dict[str, Any]:
    """Tablas de lo que se repite y un renglón corto por ficha, que las cita por su número.

    Renglón: [clave en minúsculas, nombre completo, cargo, lugar, postulante, sexo, edad, grado,
    carácter (0 propietaria, 1 suplente), posición o 0].
    """
    tablas: dict[str, dict[str, int]] = {
        nombre: {} for nombre in ("cargos", "lugares", "postulantes", "sexos", "grados")
    }
    lugares: dict[str, str] = {}

    def numero(tabla: str, clave: str) -> int:
        return tablas[tabla].setdefault(clave, len(tablas[tabla]))

    filas = []
    for f in fichas:
        lugar = f"{f.ambito_tipo}/{f.ambito}"
        lugares[lugar] = f.ambito_nombre
        filas.append(
            [
                f.clave.lower(),
                f.nombre_completo + (f" «{f.sobrenombre}»" if f.sobrenombre else ""),
                numero("cargos", f.cargo),
                numero("lugares", lugar),
                numero("postulantes", f.postulante),
                numero("sexos", f.sexo),
                f.edad,
                numero("grados", grado(f)),
                int(f.caracter == "suplente"),
                f.numero or 0,
            ]
        )
    proceso = indice.proceso
    sexos = proceso.catalogos.get("sexo", {})
    return {
        "cargos": [[k, proceso.cargos[k].nombre] for k in tablas["cargos"]],
        "lugares": [[k, lugares[k]] for k in tablas["lugares"]],
        "postulantes": [
            [k, proceso.postulantes[k].siglas, proceso.postulantes[k].nombre]
            for k in tablas["postulantes"]
        ],
        "sexos": [[k, sexos.get(k, {}).get("nombre", k)] for k in tablas["sexos"]],
        "grados": list(tablas["grados"]),
        "filas": filas,
    }


def _json(dato: object) -> str:
    return json.dumps(dato, ensure_ascii=False, separators=(",", ":")) + "\n"
