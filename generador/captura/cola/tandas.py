"""¿Qué envíos van juntos a Git? Los de una carpeta y un mismo partido, hasta los que caben."""

from collections import defaultdict

from django.db import transaction

from generador.captura.cola.espera import a_tiempo
from generador.captura.models import Envio, Tanda
from generador.captura.reloj import ahora
from generador.tramites.acta import sortear_folio

POR_TANDA = 40
"""Envíos que caben en una propuesta: más, y nadie la revisa de una sentada."""


def entandar() -> None:
    """Sortea el folio de cada propuesta y dice qué envíos lleva, antes de tocar Git."""
    with transaction.atomic():
        esperan: dict[tuple[str, str], list[Envio]] = defaultdict(list)
        libres = Envio.objects.select_for_update().filter(
            a_tiempo(), estado=Envio.EN_COLA, tanda=None
        )
        for envio in libres.defer("cifrado").order_by("instante", "pk"):
            esperan[envio.archivo.rpartition("/")[0], envio.partido].append(envio)
        for (carpeta, partido), envios in esperan.items():
            for inicio in range(0, len(envios), POR_TANDA):
                _nueva_tanda(carpeta, partido, envios[inicio : inicio + POR_TANDA])


def _nueva_tanda(carpeta: str, partido: str, envios: list[Envio]) -> None:
    """La que lleva uno solo tiene su mismo folio."""
    folio = envios[0].folio if len(envios) == 1 else sortear_folio()
    tanda = Tanda.objects.create(folio=folio, carpeta=carpeta, partido=partido, creada=ahora())
    Envio.objects.filter(pk__in=[e.pk for e in envios]).update(tanda=tanda)


def separar(tanda: Tanda, envios: list[Envio]) -> None:
    """Cada uno a la suya, para que el que no puede no detenga a los demás."""
    for envio in envios:
        _nueva_tanda(tanda.carpeta, tanda.partido, [envio])
    if not tanda.envios.exists():
        tanda.propuesta = ahora()  # quedó vacía: no se vuelve a intentar
        tanda.save(update_fields=["propuesta"])
