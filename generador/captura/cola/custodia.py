"""¿Está en la bóveda, del lado que le toca, lo de quien salió o volvió? (PTO 44)

Se hace sin llave: mover un sobre no pide abrirlo. Manda el expediente, y repetirlo da lo mismo.
"""

from pathlib import Path

from django.conf import settings
from django.db.models import Q

from generador.boveda.almacen import ABIERTOS, BLOQUEADOS, SOBRE
from generador.captura.models import Expediente
from generador.tramites.bloquear import EnOrden
from generador.tramites.bloquear import poner_en_orden as ordenar
from generador.tramites.custodia import abrir_custodia
from generador.tramites.mesa import Mesa


def poner_en_orden(raiz: Path, mesa: Mesa) -> EnOrden | None:
    """Bloquea lo de quien ya no se lee y devuelve lo de quien se reinstaló; None si nada cambió.

    La carpeta debe estar al día. Lanza `ErrorConoceles` si la bóveda está ocupada: se repite.
    """
    boveda = settings.ENTORNO.boveda
    if boveda is None or not _hay_que(boveda):
        return None
    return ordenar(abrir_custodia(raiz, mesa.ahora, boveda, mesa.cuenta.clave))


def _hay_que(boveda: Path) -> bool:
    """Si algún sobre está del lado que no le toca; se mira sin leer ningún expediente entero."""
    abiertos, bloqueados = _de_quien(boveda / ABIERTOS), _de_quien(boveda / BLOQUEADOS)
    salio = ~Q(estatus="registrada") | Q(dato__identidad__estado__in=("bloqueada", "destruida"))
    fuera = set(Expediente.objects.filter(salio).values_list("clave", flat=True))
    if abiertos & fuera:
        return True
    vuelve = Q(estatus="registrada", dato__identidad__estado="depositada")
    return Expediente.objects.filter(vuelve, clave__in=bloqueados).exists() if bloqueados else False


def _de_quien(carpeta: Path) -> set[str]:
    return {ruta.name.partition(".")[0] for ruta in carpeta.glob(f"*{SOBRE}")}
