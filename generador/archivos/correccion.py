"""¿Qué se puede reescribir sin cambiar lo que dice?"""

from pathlib import Path

from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.esquemas import orden_de_claves
from generador.archivos.reescritura import reescribir
from generador.archivos.texto import leer
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.conjunto import Conjunto

_SOLO_DE_FORMA = frozenset({"YAM02", "YAM03"})


def corregir(raiz: Path, conjunto: Conjunto) -> list[str]:
    """Reescribe en su forma única los archivos que solo tienen ese problema; devuelve cuáles.

    Un archivo con cualquier otro problema de lectura no se toca: reescribirlo perdería lo que no
    se pudo leer. Se pierden los comentarios, que no son del expediente. Levanta
    `ErrorConoceles` si no se puede escribir; lo que no alcanzó a reescribirse queda como estaba.
    """
    orden = orden_de_claves(conjunto.contexto.esquemas, "candidatura")
    con_error = conjunto.con_error()
    candidatos = dict.fromkeys(
        h.archivo
        for h in conjunto.hallazgos
        if h.regla in _SOLO_DE_FORMA or (h.regla == "YAM12" and h.archivo not in con_error)
    )
    return [archivo for archivo in candidatos if _reescribir(raiz / archivo, orden)]


def _reescribir(ruta: Path, orden: OrdenDeClaves) -> bool:
    try:
        lectura = leer(ruta.read_bytes())
        solo_de_forma = all(p.regla in _SOLO_DE_FORMA for p in lectura.problemas)
        if not (isinstance(lectura.dato, dict) and lectura.dato and solo_de_forma):
            return False
        reescribir(ruta, escribir(lectura.dato, orden))
    except OSError as error:
        raise ErrorConoceles(f"No se puede reescribir {ruta}: {causa_de_disco(error)}.") from error
    return True
