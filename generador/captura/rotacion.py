"""¿Cómo se cambia la llave que cifra lo que aún se llena? Con los dos procesos detenidos.

Lo que ya abre la nueva no se toca: interrumpida, se repite y termina.
"""

from collections.abc import Mapping
from pathlib import Path

from django.db import models, transaction

from generador.boveda.cifrado import NoAbre, Privada, abrir, cerrar
from generador.boveda.llaves import leer_privada
from generador.captura.bitacora import anotar
from generador.captura.llave import llave
from generador.captura.models import Acto, Adjunto, Borrador, Envio, Falla, Propuesta
from generador.errores import ErrorConoceles

_CIFRADOS: Mapping[type[models.Model], str] = {
    Borrador: "cifrado", Adjunto: "cifrado", Envio: "cifrado", Acto: "cifrado",
    Falla: "cifrado", Propuesta: "cambios",
}  # fmt: skip
"""Cada tabla con algo cifrado con esta llave, y en qué columna."""


def rotar(anterior: Path) -> int:
    """Vuelve a cifrar con la llave vigente lo que cifró la anterior; devuelve cuántos renglones.

    Lanza `ErrorConoceles` si algo no lo abre ninguna de las dos: no se cambia nada.
    """
    vieja, nueva = leer_privada(anterior), llave()
    hechos = 0
    with transaction.atomic():
        for modelo, columna in _CIFRADOS.items():
            renglones = modelo._default_manager.select_for_update()  # noqa: SLF001
            for pk in list(renglones.values_list("pk", flat=True)):
                renglon = renglones.get(pk=pk)
                cifrado = bytes(getattr(renglon, columna))
                if not cifrado or _abre(cifrado, nueva):
                    continue
                setattr(renglon, columna, _con_otra(cifrado, vieja, nueva))
                renglon.save(update_fields=[columna])
                hechos += 1
        anotar("terminal", "captura", "rotar la llave", "", f"{hechos} renglones")
    return hechos


def _abre(cifrado: bytes, con: Privada) -> bool:
    try:
        abrir(cifrado, con)
    except NoAbre:
        return False
    return True


def _con_otra(cifrado: bytes, vieja: Privada, nueva: Privada) -> bytes:
    try:
        return cerrar(abrir(cifrado, vieja), [nueva.publica])
    except NoAbre:
        raise ErrorConoceles(
            "Hay algo que no abre ni la llave anterior ni la vigente: no se cambió nada. Diga con "
            "«--anterior» la que estaba en uso."
        ) from None
