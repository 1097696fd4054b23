"""¿Qué se puede reescribir sin cambiar lo que dice?"""

from pathlib import Path

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import orden_de_claves
from generador.archivos.texto import leer
from generador.nucleo.conjunto import Conjunto


def corregir(raiz: Path, conjunto: Conjunto) -> list[str]:
    """Reescribe en su forma única los archivos que solo tienen ese problema; devuelve cuáles."""
    orden = orden_de_claves(conjunto.contexto.esquemas, "candidatura")
    con_error = conjunto.con_error()
    corregidos = []
    for hallazgo in conjunto.hallazgos:
        reparable = hallazgo.regla in ("YAM02", "YAM03") or (
            hallazgo.regla == "YAM12" and hallazgo.archivo not in con_error
        )
        if not reparable or hallazgo.archivo in corregidos:
            continue
        lectura = leer((raiz / hallazgo.archivo).read_bytes())
        if not isinstance(lectura.dato, dict):
            continue
        ruta = raiz / hallazgo.archivo
        provisional = ruta.with_name(f".{ruta.name}.nuevo")
        provisional.write_text(escribir(lectura.dato, orden), encoding="utf-8", newline="\n")
        provisional.replace(ruta)
        corregidos.append(hallazgo.archivo)
    return corregidos
