"""¿Está en la bóveda, del lado que le toca, lo de quien salió o volvió? (PTO 44)

Se hace sin llave: mover un sobre no pide abrirlo. Manda el expediente, y repetirlo da lo mismo.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from generador.boveda.almacen import ABIERTOS, BLOQUEADOS, SOBRE
from generador.captura.bitacora import anotar
from generador.captura.fuente import candidatura_de
from generador.captura.models import Borrador, Envio, Expediente
from generador.nucleo.calendario import esta_en_plazo
from generador.nucleo.transiciones import fin_de_la_conservacion
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


def depurar(mesa: Mesa) -> tuple[str, ...]:
    """Destruye lo llenado que nunca se validó y cuya conservación venció; da sus claves (PTO 44).

    El plazo es el de la bóveda: desde la baja de quien salió, o desde el cierre. Si el proceso no
    lo fija, no se destruye nada.
    """
    if mesa.contexto.proceso.plazos.conservacion is None:
        return ()
    con_algo = set(Borrador.objects.values_list("clave", flat=True))
    con_algo |= set(Envio.objects.exclude(cifrado=b"").values_list("clave", flat=True))
    vencidas = [e.clave for e in Expediente.objects.filter(clave__in=con_algo) if _vencio(e, mesa)]
    for clave in vencidas:
        with transaction.atomic():
            Borrador.objects.filter(clave=clave).delete()
            Envio.objects.filter(clave=clave).update(cifrado=b"")
            anotar("despacho", "captura", "destruir lo llenado", clave, "venció su conservación")
    return tuple(vencidas)


def _vencio(expediente: Expediente, mesa: Mesa) -> bool:
    try:
        fin = fin_de_la_conservacion(candidatura_de(expediente), mesa.contexto.proceso)
    except ValueError:  # una baja sin fecha que exista: la señala su regla
        return False
    return fin is not None and not esta_en_plazo(mesa.contexto.ahora, fin)


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
